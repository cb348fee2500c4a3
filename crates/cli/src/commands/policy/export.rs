//! `policy export`: all policies, to be taken elsewhere.

use std::io::Write as _;

use domain::policy::Document;
use serde::{Serialize, Serializer};
use server::dto::policy_document;
use store::{DocumentJson, Held, lists};

use super::row::Policies;
use super::source;
use crate::args::ExportFormat;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::output::Output;

/// Writes them to stdout.
pub(super) fn run(format: ExportFormat, loaded: &Loaded, out: &mut Output) -> Outcome {
    let held = source::reading(loaded, out);
    match format {
        ExportFormat::Json => {
            out.document(&Policies { policies: held.iter().map(Exported).collect::<Vec<_>>() })?;
        }
        ExportFormat::Csv => {
            let records = held.iter().filter_map(|held| held.document.record());
            write!(out, "{}", lists::write_csv(records))?;
            let left_out =
                held.iter().filter(|held| matches!(held.document, Document::Unreadable(_))).count();
            if left_out > 0 {
                out.say(&out.words.text("policy-export-left-out", &[("count", left_out.into())]));
            }
        }
    }
    Ok(Exit::Done)
}

/// A document without the id of this store, which means nothing elsewhere.
struct Exported<'a>(&'a Held);

impl Serialize for Exported<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DocumentJson { id: None, map: &policy_document(&self.0.document) }.serialize(serializer)
    }
}
