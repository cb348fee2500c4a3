//! `autopilot rehearse`: a rule of a file, or one of the store, counts what it would do and does nothing.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use domain::autopilot::{Rule, RuleMode};
use domain::policy::Value;
use domain::text::visible;
use engine::autopilot::Status;
use server::dto;
use store::{Entry, JsonError, RuleFault, RuleStore, StoreError, rule_limits};
use words::Words;

use super::super::{access, policy};
use super::refused;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Runs it.
pub(super) fn run(rule: &str, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    // An id may end in `.json` too; a file is what was most likely meant, and says so when it is not there.
    let of_file = rule.ends_with(".json").then(|| read(Path::new(rule), words)).transpose()?;
    if of_file.is_none() && (rule.contains('/') || Path::new(rule).is_file()) {
        let path = visible(rule);
        let no_id = words.text("autopilot-file-name", &[("path", path.as_ref().into())]);
        return Err(Failure::new(Exit::Usage, no_id));
    }
    let local = Arc::new(access::changing(loaded, words)?);
    let store = policy::rules(&loaded.config, Some(local)).map_err(|error| refused(&error, words))?;
    let known = match of_file {
        Some(rule) => rule,
        None => kept(&*store, rule).map_err(|error| refused(&error, words))?,
    };
    let rehearsing = Rule { mode: RuleMode::Rehearse, ..known };
    let by = access::by();
    let entry = Entry::new(by.at, by.actor, "rule_set");
    let held = store.put_rule(&rehearsing, false, entry).map_err(|error| refused(&error, words))?;
    if out.json {
        out.document(&dto::AutopilotRule::new(&held, &Status::default(), words))?;
    } else {
        let id = visible(&held.id);
        out.line(&words.text("autopilot-rehearsing", &[("id", id.as_ref().into())]))?;
    }
    Ok(Exit::Done)
}

/// Where it is no JSON, and why.
fn unfit(error: &JsonError, words: &Words) -> String {
    let (line, cause) = (error.line.to_string(), visible(&error.cause));
    words.text("policy-list-syntax", &[("line", (&line).into()), ("cause", cause.as_ref().into())])
}

/// The rule of this id; one that cannot be read has to be written anew.
fn kept(store: &dyn RuleStore, id: &str) -> Result<Rule, StoreError> {
    let held = store.rule(id)?.ok_or_else(|| StoreError::RuleMissing { id: id.to_owned() })?;
    held.rule.map_err(|fault| match fault {
        RuleFault::Invalid(why) => StoreError::RuleInvalid(why),
        _ => StoreError::RuleMissing { id: id.to_owned() },
    })
}

/// The rule that a file holds.
fn read(path: &Path, words: &Words) -> Result<Rule, Failure> {
    let shown = visible(&path.to_string_lossy()).into_owned();
    let about = |exit, id: &str, name: &'static str, value: &str| {
        let value = visible(value);
        Failure::new(exit, words.text(id, &[("path", (&shown).into()), (name, value.as_ref().into())]))
    };
    let unread = |error: io::Error| {
        let denied = error.kind() == io::ErrorKind::PermissionDenied;
        let exit = if denied { Exit::Denied } else { Exit::Failed };
        about(exit, "autopilot-file-unreadable", "cause", &error.to_string())
    };
    // A FIFO would keep us waiting for ever.
    if !std::fs::metadata(path).map_err(unread)?.is_file() {
        return Err(unread(io::Error::other("not a file")));
    }
    let most = rule_limits::DOCUMENT_BYTES;
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unread)?;
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() > most {
        let limit = (most / 1024).to_string();
        return Err(about(Exit::Usage, "autopilot-file-too-large", "limit", &limit));
    }
    let no_rule = |fault: RuleFault| {
        about(Exit::Usage, "autopilot-file-no-rule", "problem", &dto::rule_problem(&fault, words))
    };
    let value = store::parse_json(&bytes)
        .map_err(|error| about(Exit::Usage, "autopilot-file-no-json", "cause", &unfit(&error, words)))?;
    let Value::Map(document) = value else { return Err(no_rule(RuleFault::NotADocument)) };
    let rule = domain::autopilot::read(&document).map_err(|fault| no_rule(fault.into()))?;
    rule.check().map_err(|why| no_rule(why.into()))?;
    Ok(rule)
}
