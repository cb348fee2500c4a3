//! Runs our scan, psutil and the loop in C, each in blocks of rounds that take turns.

use std::path::PathBuf;

use serde_json::Value;

use crate::commands::test::python_with;
use crate::failure::{Failure, Outcome};
use crate::program::{output, program, run as run_program};
use crate::workspace;

/// Rounds in one block. psutil is slow enough to be exact in few.
const ROUNDS: u32 = 20;
const SLOW_ROUNDS: u32 = 4;

/// CPU seconds for one look: the median of all rounds.
#[derive(Default)]
pub(crate) struct Times {
    pub(crate) processes: u64,
    /// Every fact, disk rates among them.
    pub(crate) ours: f64,
    pub(crate) ours_cold: f64,
    pub(crate) allocations: f64,
    pub(crate) psutil: f64,
    pub(crate) psutil_with_io: f64,
    /// Missing where there is no C compiler.
    pub(crate) c_reopen: Option<f64>,
    pub(crate) c_kept: Option<f64>,
}

pub(crate) struct Peers {
    python: PathBuf,
    c: Option<PathBuf>,
}

impl Peers {
    pub(crate) fn find() -> Outcome<Self> {
        Ok(Self { python: python_with("psutil")?, c: compile_c()? })
    }

    pub(crate) fn measure(&self, blocks: u32) -> Outcome<Times> {
        let (mut ours, mut cold) = (Vec::new(), Vec::new());
        let (mut psutil, mut psutil_with_io) = (Vec::new(), Vec::new());
        let (mut reopen, mut kept) = (Vec::new(), Vec::new());
        let mut times = Times::default();
        for _ in 0..blocks {
            let own = own_scan()?;
            ours.push(number(&own, "warm_cpu_s_median")?);
            cold.push(number(&own, "cold_cpu_s")?);
            times.allocations = number(&own, "allocations_per_scan")?;
            times.processes = number(&own, "processes")? as u64;
            psutil.extend(self.psutil(&[])?);
            psutil_with_io.extend(self.psutil(&["io"])?);
            reopen.extend(self.c("reopen")?);
            kept.extend(self.c("kept")?);
        }
        times.ours = median(&mut ours).unwrap_or_default();
        times.ours_cold = median(&mut cold).unwrap_or_default();
        times.psutil = median(&mut psutil).unwrap_or_default();
        times.psutil_with_io = median(&mut psutil_with_io).unwrap_or_default();
        times.c_reopen = median(&mut reopen);
        times.c_kept = median(&mut kept);
        Ok(times)
    }

    fn psutil(&self, facts: &[&str]) -> Outcome<Vec<f64>> {
        let mut command = program(&self.python, workspace::root());
        rounds_of(&output(
            command.arg("tests/bench/psutil_scan.py").arg(SLOW_ROUNDS.to_string()).args(facts),
        )?)
    }

    fn c(&self, how: &str) -> Outcome<Vec<f64>> {
        let Some(c) = &self.c else { return Ok(Vec::new()) };
        rounds_of(&output(program(c, workspace::root()).arg(ROUNDS.to_string()).arg(how))?)
    }
}

fn own_scan() -> Outcome<Value> {
    let mut command = program(workspace::binary("release"), workspace::root());
    parse(&output(command.args(["bench", "scan", "--json", "--rounds"]).arg(ROUNDS.to_string()))?)
}

fn compile_c() -> Outcome<Option<PathBuf>> {
    let Some(compiler) = workspace::find("cc") else {
        println!("SKIPPED the loop in C: there is no C compiler");
        return Ok(None);
    };
    let path = workspace::scratch("bench")?.join("scan");
    run_program(
        program(compiler, workspace::root()).args(["-O2", "-o"]).arg(&path).arg("tests/bench/scan.c"),
    )?;
    Ok(Some(path))
}

/// The CPU seconds of each round of a peer.
fn rounds_of(json: &str) -> Outcome<Vec<f64>> {
    let value = parse(json)?;
    let rounds = value.get("cpu_s").and_then(Value::as_array);
    let numbers: Option<Vec<f64>> = rounds.and_then(|rounds| rounds.iter().map(Value::as_f64).collect());
    numbers.ok_or_else(|| Failure::new(format!("a peer answered without its times: {json}")))
}

fn parse(json: &str) -> Outcome<Value> {
    serde_json::from_str(json)
        .map_err(|cause| Failure::new(format!("a peer did not answer in JSON: {cause}: {json}")))
}

fn number(value: &Value, key: &str) -> Outcome<f64> {
    value
        .get(key)
        .and_then(Value::as_f64)
        .ok_or_else(|| Failure::new(format!("`bench scan` did not tell {key}: {value}")))
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
