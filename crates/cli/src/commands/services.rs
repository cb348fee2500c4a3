//! `services`: what should run, whether it does, and who says so.

use std::sync::Arc;

use domain::service::{Service, ServiceSource, State};
use domain::text::visible;
use domain::{Gap, Reading, Snapshot};
use server::dto;
use words::Words;

use super::{policy, sampling};
use crate::args::Services;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::show::number;
use crate::show::table::{self, Column};

/// In the place of a value that there is none of, and of one that could not be read.
const NONE: &str = "-";
const UNREAD: &str = "?";

/// Runs it.
pub(crate) fn run(options: &Services, loaded: &Loaded, out: &mut Output) -> Outcome {
    let snapshot = sampling::snapshot_with_services(loaded, policy::dictionary(loaded, out), options.all)?;
    let services = match &snapshot.services {
        Ok(services) => services,
        Err(gap) => return Err(unread(*gap, out)),
    };
    if out.json {
        out.document(&dto::ServiceList::of(services, options.all))?;
        return Ok(Exit::Done);
    }
    let others = if options.all { services.others() } else { &[] };
    let listed: Vec<&Arc<Service>> = services.shown().iter().chain(others).collect();
    for line in rows(&listed, &snapshot, out) {
        out.line(&line)?;
    }
    Ok(Exit::Done)
}

fn unread(gap: Gap, out: &Output) -> Failure {
    let exit = if gap == Gap::Denied { Exit::Denied } else { Exit::Failed };
    let why = out.words.text(&format!("gap-{}", gap.word()), &[]);
    Failure::new(exit, out.words.text("service-unread", &[("why", (&why).into())]))
}

fn rows(services: &[&Arc<Service>], snapshot: &Snapshot, out: &Output) -> Vec<String> {
    let head = ["state", "name", "since", "pid", "restarts", "memory", "source", "why"];
    let head = head.map(|name| out.words.text(&format!("service-column-{name}"), &[]));
    let mut rows = vec![head];
    rows.extend(services.iter().map(|service| row(service, snapshot, out)));
    let columns = [
        Column::left(16),
        Column::left(32),
        Column::right(7),
        Column::right(10),
        Column::right(8),
        Column::right(8),
        Column::left(8),
        Column::left(1000),
    ];
    table::lines(columns, &rows, out.table_columns)
}

fn row(service: &Service, snapshot: &Snapshot, out: &Output) -> [String; 8] {
    let age = service.since.map(|since| snapshot.at.seconds() - since.seconds());
    [
        state(service, out.words),
        visible(&service.name).into_owned(),
        cell(age.map(|age| number::age(age, out.words.lang()))),
        cell(service.main_pid.map(|pid| pid.to_string())),
        cell(service.restarts.map(|count| count.to_string())),
        cell(service.memory_bytes.map(number::bytes)),
        match service.source {
            ServiceSource::None => NONE.to_owned(),
            source => out.words.text(&format!("service-source-{}", source.word()), &[]),
        },
        why(service),
    ]
}

/// What there is none of is shown otherwise than what could not be read.
fn cell(value: Reading<String>) -> String {
    match value {
        Ok(text) => text,
        Err(Gap::Unsupported) => NONE.to_owned(),
        Err(_) => UNREAD.to_owned(),
    }
}

/// The silhouette and the word of a state: shape and word say it, not colour alone.
pub(super) fn state(service: &Service, words: &Words) -> String {
    let waits = service.sub_state.as_deref() == Ok("auto-restart");
    let masked = service.load_state.as_deref() == Ok("masked") && service.state == State::Inactive;
    let (shape, word) = match service.state {
        State::Active => ('●', "active"),
        State::Activating if waits => ('◆', "crashing"),
        State::Inactive if masked => ('○', "masked"),
        State::Failed => ('◆', "failed"),
        State::Activating | State::Deactivating => ('▲', service.state.word()),
        State::Inactive | State::NotFound => ('○', service.state.word()),
        State::Unsupported | State::Unknown => ('?', service.state.word()),
    };
    format!("{shape} {}", words.text(&format!("service-state-{word}"), &[]))
}

/// systemd's own words: the finer state, how the last run ended, and what is wrong with the unit.
fn why(service: &Service) -> String {
    let sub = service.sub_state.as_deref().ok().map(str::to_owned);
    let result = service.result.as_deref().ok().filter(|result| *result != "success").map(|result| {
        let status = service.exit_status.map(|status| format!(" {status}"));
        format!("{result}{}", status.unwrap_or_default())
    });
    let load = service.load_state.as_deref().ok().filter(|load| *load != "loaded").map(str::to_owned);
    let trigger = service.triggered_by.as_deref().ok().map(|unit| format!("← {unit}"));
    let parts: Vec<String> = [sub, result, load, trigger].into_iter().flatten().collect();
    visible(&parts.join(" · ")).into_owned()
}
