//! `explain`: what a process is, why it was judged so, and what to do. Here: from the question to the answer.
//!
//! `find` says which processes are meant; `page` tells one of them, with `reach`, `unseen` and `reasoning`.

mod document;
mod find;
mod page;
mod reach;
mod reasoning;
mod unseen;

use std::cmp::Reverse;

use domain::chain;
use domain::snapshot::{Process, Snapshot};
use domain::socket::Socket;
use domain::text::visible;
use jiff::tz::TimeZone;
use server::dto;

use self::document::{Explanation, Match};
use self::find::{Bad, By, Query};
use self::page::Teller;
use super::acting::Planner;
use super::{policy, sampling, told};
use crate::args::Explain;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::show::page::Page;
use crate::show::width;

/// Most processes that have a page of their own, and that are told in a line after them.
const MOST_PAGES: usize = 4;
const MOST_LINES: usize = 60;
/// Most columns of a query in a sentence.
const MOST_QUERY: usize = 120;

/// Runs it.
pub(crate) fn run(options: &Explain, loaded: &Loaded, out: &mut Output) -> Outcome {
    let query = read(&options.query, out)?;
    // Only the plan beside the answer in JSON needs the policies themselves.
    let policies = out.json.then(|| policy::reading(loaded, out));
    let dictionary = match &policies {
        Some(policies) => policy::dictionary_of(policies),
        None => policy::dictionary(loaded, out),
    };
    let snapshot = sampling::snapshot_with_services(loaded, dictionary, false)?;
    let processes = match &snapshot.processes {
        Ok(processes) => processes,
        Err(gap) => return Err(super::ps::unlisted(*gap, out)),
    };
    let teller = teller(loaded, out);
    let found = find::find(&query, processes);
    let unowned = match &query {
        Query::Port(port) => find::unowned(*port, &snapshot),
        Query::Path(..) | Query::Word(_) => Vec::new(),
    };
    let Some((by, mut matches)) = found else {
        return nobody(&query, options, &unowned, &teller, out);
    };
    matches.sort_by_key(|process| (Reverse(told::gravity(process, teller.mode.into())), process.sample.key));
    if let Some(policies) = policies {
        let planner = Planner::of(&snapshot, policies, out.words)?;
        let told = |process: &&Process| Match::new(process, &snapshot, &planner, teller.mode, teller.words);
        let matches = matches.iter().map(told).collect();
        out.document(&Explanation {
            query: &options.query,
            matches,
            unowned_sockets: sockets(&query, &unowned),
        })?;
        return Ok(Exit::Done);
    }
    if matches.len() > 1 {
        out.line(&heading(by, options, matches.len(), &teller))?;
        out.line("")?;
    }
    pages(&matches, &snapshot, &teller, out)?;
    if !unowned.is_empty() {
        out.line("")?;
        hidden(&unowned, &teller).into_iter().try_for_each(|line| out.line(&line))?;
    }
    rest(&matches, options, &teller, out)?;
    Ok(Exit::Done)
}

fn teller(loaded: &Loaded, out: &Output) -> Teller {
    Teller {
        words: out.words,
        mode: loaded.config.mode,
        room: out.columns,
        colour: out.colour,
        zone: TimeZone::system(),
        lacking: told::lacking(None),
        owner: |path| host::package_of(&host::Roots::default(), path),
    }
}

fn read(query: &str, out: &Output) -> Result<Query, Failure> {
    let resolve = |path: &str| std::fs::canonicalize(path).ok()?.into_os_string().into_string().ok();
    Query::read(query, resolve).map_err(|bad| match bad {
        Bad::Empty => Failure::new(Exit::Usage, out.words.text("explain-empty", &[])),
        Bad::Port => {
            let query = shown(query);
            Failure::new(Exit::Usage, out.words.text("explain-bad-port", &[("query", (&query).into())]))
        }
    })
}

/// The query as it may stand in a sentence.
fn shown(query: &str) -> String {
    width::clipped(&visible(query), MOST_QUERY)
}

/// Nobody that could be seen is meant. Sockets whose owner is hidden are told all the same.
fn nobody(
    query: &Query,
    options: &Explain,
    unowned: &[&Socket],
    teller: &Teller,
    out: &mut Output,
) -> Outcome {
    let nothing = match query {
        Query::Port(port) => {
            teller.tell("explain-nothing-port", &[("port", port.to_string().as_str().into())])
        }
        Query::Path(..) | Query::Word(_) => {
            teller.tell("explain-nothing", &[("query", (&shown(&options.query)).into())])
        }
    };
    if unowned.is_empty() {
        return Err(Failure::new(Exit::NoProcess, nothing));
    }
    if out.json {
        let unowned_sockets = sockets(query, unowned);
        out.document(&Explanation { query: &options.query, matches: Vec::new(), unowned_sockets })?;
    } else {
        hidden(unowned, teller).into_iter().try_for_each(|line| out.line(&line))?;
    }
    out.flush()?;
    // With every privilege there is still nobody: the kernel itself waits there.
    let exit = if teller.lacking.is_empty() { Exit::NoProcess } else { Exit::Denied };
    Err(Failure::new(exit, nothing))
}

/// Sockets at a port whose owner could not be seen.
fn hidden(unowned: &[&Socket], teller: &Teller) -> Vec<String> {
    let mut page = Page::new(teller.room, teller.colour);
    page.section(&teller.say("explain-port-unowned"));
    reach::sockets(&mut page, unowned.iter().copied(), unowned.len(), teller);
    page.sentence(&if teller.lacking.is_empty() {
        teller.say("explain-port-unowned-root")
    } else {
        let capabilities = teller.lacking.join(" ");
        teller.tell("explain-port-unowned-help", &[("capabilities", (&capabilities).into())])
    });
    page.into_lines()
}

/// Asked for a port, the sockets whose owner could not be seen belong to the answer.
fn sockets(query: &Query, unowned: &[&Socket]) -> Option<Vec<dto::Socket>> {
    matches!(query, Query::Port(_)).then(|| unowned.iter().copied().map(dto::Socket::from).collect())
}

/// How many were found, and how.
fn heading(by: By, options: &Explain, count: usize, teller: &Teller) -> String {
    let query = shown(options.query.trim_start_matches(':'));
    let how = teller.tell(&format!("explain-found-{}", by.word()), &[("query", (&query).into())]);
    let heading = teller.tell("explain-found", &[("count", count.into()), ("how", (&how).into())]);
    width::wrapped(&heading, teller.room).join("\n")
}

fn pages(
    matches: &[&Process],
    snapshot: &Snapshot,
    teller: &Teller,
    out: &mut Output,
) -> Result<(), Failure> {
    for (at, process) in matches.iter().take(MOST_PAGES).enumerate() {
        if at > 0 {
            out.line("")?;
            out.line(&"─".repeat(teller.room.min(80)))?;
            out.line("")?;
        }
        let chain = chain::of(snapshot, process.sample.key);
        page::of(process, snapshot, &chain, teller).into_iter().try_for_each(|line| out.line(&line))?;
    }
    Ok(())
}

/// Those that have no page of their own, in a line each.
fn rest(matches: &[&Process], options: &Explain, teller: &Teller, out: &mut Output) -> Result<(), Failure> {
    let rest = matches.get(MOST_PAGES..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(());
    }
    let mut page = Page::new(teller.room, teller.colour);
    page.section(&teller.tell("explain-more", &[("count", rest.len().into())]));
    for process in rest.iter().take(MOST_LINES) {
        page.line(&format!("  {}", told::line(process, teller.mode.into(), teller.words)), str::to_owned);
    }
    if let Some(more) = rest.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
        let query = shown(&options.query);
        page.sentence(
            &teller.tell("explain-more-cut", &[("count", more.into()), ("query", (&query).into())]),
        );
    }
    out.line("")?;
    page.into_lines().into_iter().try_for_each(|line| out.line(&line))
}
