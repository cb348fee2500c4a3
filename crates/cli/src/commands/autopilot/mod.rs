//! `autopilot`: rules that act without an operator. Acts on the store of the server, running or not; what is changed
//! holds from the server's next look.

mod rehearse;
mod report;
mod switch;

use std::sync::Arc;

use domain::autopilot::RuleMode;
use domain::text::visible;
use engine::autopilot::{Status, Stop, Switch};
use server::dto;
use store::{HeldRule, SqliteStore, StateDir, StoreError};
use words::Words;

use super::{access, policy};
use crate::args::Autopilot;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::show::table::{self, Column};

/// Runs it.
pub(crate) fn run(action: &Autopilot, loaded: &Loaded, out: &mut Output) -> Outcome {
    match action {
        Autopilot::Status => status(loaded, out),
        Autopilot::Rules => rules(loaded, out),
        Autopilot::Rehearse { rule } => rehearse::run(rule, loaded, out),
        Autopilot::Report { rule } => report::run(rule.as_deref(), loaded, out),
        Autopilot::Stop => switch::stop(loaded, out),
        Autopilot::Start => switch::start(loaded, out),
    }
}

/// What the store and the state directory say.
struct Seen {
    held: Vec<HeldRule>,
    stop: Option<Stop>,
    switch: Switch,
}

/// Reads both; nothing is made. Where there is no store yet, there are no rules.
fn look(loaded: &Loaded, out: &Output) -> Result<Seen, Failure> {
    let words = out.words;
    let path = access::state_dir(loaded);
    let (local, dir) = match StateDir::open_existing(&path) {
        Ok(dir) => match SqliteStore::open_reading(&dir) {
            Ok(store) => (Some(Arc::new(store)), Some(Arc::new(dir))),
            Err(StoreError::Missing { .. }) => (None, Some(Arc::new(dir))),
            Err(error) => return Err(refused(&error, words)),
        },
        Err(StoreError::Missing { .. }) => {
            let path = visible(&path.to_string_lossy()).into_owned();
            out.say(&words.text("store-missing", &[("path", (&path).into())]));
            (None, None)
        }
        Err(error) => return Err(refused(&error, words)),
    };
    let rules = policy::rules(&loaded.config, local).map_err(|error| refused(&error, words))?;
    let switch = Switch::new(rules, dir);
    match switch.rules().rules() {
        Ok(held) => Ok(Seen { held, stop: switch.stop_now(), switch }),
        Err(error) => {
            // Whatever was asked for: that nothing is done is to be known.
            let known = switch.stop_now().filter(|stop| !matches!(stop, Stop::Unknown(_)));
            let stop = known.unwrap_or_else(|| Stop::Unknown(access::say(&error, words)));
            out.say(&stop_line(Some(&stop), words));
            Err(refused(&error, words))
        }
    }
}

fn status(loaded: &Loaded, out: &mut Output) -> Outcome {
    let seen = look(loaded, out)?;
    if out.json {
        let stop = dto::AutopilotStop::new(seen.stop.as_ref(), seen.switch.file());
        out.document(&dto::Autopilot::new(stop, &seen.held, &Status::default(), out.words))?;
        return Ok(Exit::Done);
    }
    let line = stop_line(seen.stop.as_ref(), out.words);
    out.line(&line)?;
    let count = |is: &dyn Fn(&HeldRule) -> bool| seen.held.iter().filter(|held| is(held)).count().to_string();
    let mode = |held: &HeldRule| held.followed().filter(|rule| rule.enabled).map(|rule| rule.mode);
    let counts = out.words.text(
        "autopilot-counts",
        &[
            ("rules", seen.held.len().into()),
            ("rehearsing", (&count(&|held| mode(held) == Some(RuleMode::Rehearse))).into()),
            ("enforced", (&count(&|held| mode(held) == Some(RuleMode::Enforce))).into()),
            ("tripped", (&count(&|held| held.progress.trip.is_some())).into()),
            ("broken", (&count(&|held| held.rule.is_err())).into()),
        ],
    );
    out.line(&counts)?;
    Ok(Exit::Done)
}

/// What stops everything, on one line.
fn stop_line(stop: Option<&Stop>, words: &Words) -> String {
    let say =
        |id: &str, name: &'static str, text: &str| words.text(id, &[(name, visible(text).as_ref().into())]);
    match stop {
        None => words.text("autopilot-going", &[]),
        Some(Stop::Flag(stopped)) => {
            let (by, at) = (visible(&stopped.by), access::moment(Some(stopped.at)));
            words.text("autopilot-stopped", &[("by", by.as_ref().into()), ("at", (&at).into())])
        }
        Some(Stop::File(path)) => say("autopilot-halted-file", "path", &path.to_string_lossy()),
        Some(Stop::Unknown(cause)) => say("autopilot-halted-unknown", "cause", cause),
    }
}

fn rules(loaded: &Loaded, out: &mut Output) -> Outcome {
    let seen = look(loaded, out)?;
    if out.json {
        return documents(&seen.held.iter().collect::<Vec<_>>(), out);
    }
    if seen.held.is_empty() {
        out.say(&out.words.text("autopilot-no-rules", &[]));
        return Ok(Exit::Done);
    }
    let words = out.words;
    let head = ["id", "action", "mode", "state", "title"];
    let mut rows = vec![head.map(|id| words.text(&format!("autopilot-column-{id}"), &[]))];
    rows.extend(seen.held.iter().map(|held| line(held, words)));
    let columns = [Column::left(32), Column::left(12), Column::left(12), Column::left(48), Column::left(256)];
    table::lines(columns, &rows, out.table_columns).iter().try_for_each(|line| out.line(line))?;
    Ok(Exit::Done)
}

fn documents(held: &[&HeldRule], out: &mut Output) -> Outcome {
    let status = Status::default();
    let rules: Vec<_> = held.iter().map(|held| dto::AutopilotRule::new(held, &status, out.words)).collect();
    out.document(&serde_json::json!({ "rules": rules }))?;
    Ok(Exit::Done)
}

fn line(held: &HeldRule, words: &Words) -> [String; 5] {
    let id = visible(&held.id).into_owned();
    match &held.rule {
        Ok(rule) => [
            id,
            words.text(&format!("autopilot-does-{}", rule.action.word()), &[]),
            words.text(&format!("autopilot-mode-{}", rule.mode.word()), &[]),
            state(held, words),
            visible(&rule.title).into_owned(),
        ],
        Err(_) => [id, "-".to_owned(), "-".to_owned(), state(held, words), String::new()],
    }
}

/// How a rule stands, in a few words.
fn state(held: &HeldRule, words: &Words) -> String {
    let rule = match &held.rule {
        Ok(rule) => rule,
        Err(fault) => {
            let problem = dto::rule_problem(fault, words);
            return words.text("autopilot-state-broken", &[("problem", (&problem).into())]);
        }
    };
    if let Some(trip) = held.progress.trip {
        let id = format!("autopilot-state-{}", trip.word());
        return words.text(&id, &[("value", (&trip.value().to_string()).into())]);
    }
    if !rule.enabled {
        return words.text("autopilot-state-off", &[]);
    }
    let ripe = held.is_ripe();
    match rule.mode {
        RuleMode::Enforce if ripe => words.text("autopilot-state-watching", &[]),
        _ if ripe => words.text("autopilot-state-ripe", &[]),
        _ => {
            let hours = (held.progress.rehearsed.as_secs() / 3600).to_string();
            words.text("autopilot-state-rehearsed", &[("hours", (&hours).into())])
        }
    }
}

/// Why the store did not do it, in words, with the exit code that fits.
fn refused(error: &StoreError, words: &Words) -> Failure {
    let of = |exit, id: &str, name: &'static str, value: &str| {
        Failure::new(exit, words.text(id, &[(name, visible(value).as_ref().into())]))
    };
    match error {
        StoreError::RuleInvalid(why) => {
            Failure::new(Exit::Usage, words.text(&format!("rule-problem-{}", why.code()), &[]))
        }
        StoreError::RuleMissing { id } => of(Exit::Failed, "autopilot-no-rule", "id", id),
        StoreError::RulesFull { limit } => {
            of(Exit::Failed, "autopilot-rules-full", "limit", &limit.to_string())
        }
        StoreError::RuleTooLarge { id, limit } => {
            let (id, limit) = (visible(id), (limit / 1024).to_string());
            let said = [("id", id.as_ref().into()), ("limit", (&limit).into())];
            Failure::new(Exit::Failed, words.text("autopilot-rule-too-large", &said))
        }
        other => access::refused(other, words),
    }
}
