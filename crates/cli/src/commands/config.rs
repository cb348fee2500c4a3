//! `config check` and `config show`; `config nginx` is in `nginx`.

use std::io::Write as _;
use std::path::Path;

use domain::text::visible;
use serde_json::json;

use super::nginx;
use crate::args::Config as Action;
use crate::config::{self, Environment, Loaded};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::output::Output;

/// Runs it. A configuration with mistakes never comes here: it was refused with exit 2 already.
pub(crate) fn run(action: &Action, loaded: &Loaded, environment: &Environment, out: &mut Output) -> Outcome {
    let words = out.words;
    match action {
        Action::Check if out.json => {
            out.document(
                &json!({ "ok": true, "file": loaded.file.as_ref().map(|path| path.to_string_lossy()) }),
            )?;
        }
        Action::Check => {
            let usual = environment.config_file();
            let (id, path) = match &loaded.file {
                Some(path) => ("config-ok", Some(path)),
                None => ("config-ok-no-file", usual.as_ref()),
            };
            let path = path.map(|path| Path::to_string_lossy(path)).unwrap_or_default();
            out.line(&words.text(id, &[("path", visible(&path).as_ref().into())]))?;
        }
        Action::Show if out.json => out.document(&config::json(loaded))?,
        Action::Nginx(options) => return nginx::run(options, loaded, out),
        Action::Show => out.write_all(config::text(loaded, words).as_bytes())?,
    }
    Ok(Exit::Done)
}
