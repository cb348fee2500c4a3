//! `cargo xtask bench [--quick]`: what one look and the whole server cost, beside psutil and C in the same run.
//!
//! Rounds are interleaved, so that a busy machine disturbs all alike; what counts is the ratio. Writes
//! `docs/BENCHMARKS.md`; `--quick` measures shorter and writes nothing.

mod document;
mod idle;
mod judging;
mod peers;

use std::fs;

use crate::commands::no_more;
use crate::commands::sleepers::Sleepers;
use crate::failure::{Failure, Outcome};
use crate::program::{cargo, run as run_program};
use crate::workspace;
use idle::Idle;
use peers::{Peers, Times};

/// Processes that only sleep, beside the natural ones.
const LOADS: [usize; 3] = [0, 1000, 5000];

/// What was measured with one load.
pub(crate) struct Case {
    pub(crate) sleepers: usize,
    pub(crate) times: Times,
    pub(crate) idle: Option<Idle>,
}

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (quick, rest) = match arguments {
        [flag, rest @ ..] if flag == "--quick" => (true, rest),
        rest => (false, rest),
    };
    no_more(rest)?;
    run_program(&mut cargo(&["build", "--release", "--locked", "--package", "cli"]))?;
    let peers = Peers::find()?;
    println!("· judging");
    let judging = judging::measure()?;
    println!("{}", document::judging_row(&judging));
    let (blocks, seconds) = if quick { (2, 10) } else { (6, 60) };

    let mut cases = Vec::new();
    for sleepers in LOADS {
        println!("· {sleepers} processes more");
        let sleeping = Sleepers::start(sleepers)?;
        let times = peers.measure(blocks)?;
        // The server alone with the machine: the peers have ended.
        let idle = if sleepers == 1000 { None } else { Some(idle::measure(seconds)?) };
        drop(sleeping);
        let case = Case { sleepers, times, idle };
        println!("{}", document::row(&case));
        cases.push(case);
    }
    if quick {
        return Ok(());
    }
    let path = workspace::root().join("docs/BENCHMARKS.md");
    fs::write(&path, document::write(&cases, &judging, seconds)?)
        .map_err(|cause| Failure::file("write", &path, &cause))
}
