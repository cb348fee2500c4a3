//! What judging costs: the recorded servers, multiplied (`crates/host/examples/judging_cost.rs`), in release.

use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::program::{cargo, output};

/// As many as the biggest load of the scan, so that both stand side by side.
pub(crate) const PROCESSES: u32 = 5000;
const ROUNDS: u32 = 20;

/// CPU seconds.
pub(crate) struct Judging {
    /// Finding all of them in the catalogue.
    pub(crate) lookup: f64,
    /// Judging all of them for the first time, look-up included, in both modes.
    pub(crate) cold: f64,
    /// A tick in which nothing changed.
    pub(crate) tick: f64,
    /// A tick in which one of a hundred is another process.
    pub(crate) churn: f64,
}

pub(crate) fn measure() -> Outcome<Judging> {
    let example =
        ["run", "--release", "--locked", "--quiet", "--package", "host", "--example", "judging_cost", "--"];
    let numbers = [PROCESSES.to_string(), ROUNDS.to_string()];
    let told = output(cargo(&example).args(&numbers))?;
    let value: Value = serde_json::from_str(&told)
        .map_err(|cause| Failure::new(format!("judging_cost did not answer in JSON: {cause}: {told}")))?;
    let number = |key: &str| {
        let number = value.get(key).and_then(Value::as_f64);
        number.ok_or_else(|| Failure::new(format!("judging_cost did not tell {key}: {value}")))
    };
    Ok(Judging {
        lookup: number("lookup_cpu_s")?,
        cold: number("cold_cpu_s")?,
        tick: number("tick_cpu_s")?,
        churn: number("churn_cpu_s")?,
    })
}
