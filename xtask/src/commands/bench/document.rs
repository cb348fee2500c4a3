//! `docs/BENCHMARKS.md`: the figures with the command that made them.

use std::fmt::Write as _;

use super::Case;
use super::judging::{Judging, PROCESSES};
use crate::commands::measured::machine;
use crate::failure::Outcome;

/// One case in one line, for the terminal.
pub(crate) fn row(case: &Case) -> String {
    let t = &case.times;
    let mut line = format!(
        "  {} processes: ours {} ms, psutil {} ms ({:.0}×), without disk rates {} ms ({:.0}×)",
        t.processes,
        ms(t.ours),
        ms(t.psutil_with_io),
        t.psutil_with_io / t.ours,
        ms(t.psutil),
        t.psutil / t.ours
    );
    if let Some(idle) = &case.idle {
        // Writing into a String cannot fail.
        let _ =
            write!(line, "; idle {:.2} % of a core, {:.1} MB", idle.cpu_percent, idle.rss_bytes as f64 / 1e6);
    }
    line
}

/// What judging costs in one line, for the terminal.
pub(crate) fn judging_row(judging: &Judging) -> String {
    format!(
        "  {PROCESSES} processes: look-up {} ms, first judgement {} ms, a tick {} ms, with 1 % new {} ms",
        ms(judging.lookup),
        ms(judging.cold),
        ms(judging.tick),
        ms(judging.churn)
    )
}

/// The whole document.
pub(crate) fn write(cases: &[Case], judging: &Judging, seconds: u64) -> Outcome<String> {
    let mut text = String::from(
        "# Benchmarks\n\n\
         Made by `cargo xtask bench`; not written by hand. The figures are of one machine and one run: only the ratios\n\
         carry over to another. Everything in a row was measured in turns within the same run.\n\n",
    );
    let _ = writeln!(text, "{}\n", machine()?);
    text.push_str(
        "## One look at every process\n\n\
         CPU time of one look, in milliseconds: the median of the rounds after the first. *server-monitor* is\n\
         `server-monitor bench scan`: every fact that the page shows, ports, units and containers among them. *psutil* is\n\
         `tests/bench/psutil_scan.py`, which reads the same facts of the same processes but ports, units and containers, and\n\
         keeps its process objects between looks. Both leave kernel threads out. *C* is\n\
         `tests/bench/scan.c`, which reads only `stat` and `statm`: the least that any monitor does.\n\n\
         | processes | server-monitor | psutil | ratio | psutil without disk rates | ratio | C, files opened anew | C, files kept open |\n\
         |---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for case in cases {
        let t = &case.times;
        let _ = writeln!(
            text,
            "| {} | {} | {} | {:.0}× | {} | {:.0}× | {} | {} |",
            t.processes,
            ms(t.ours),
            ms(t.psutil_with_io),
            t.psutil_with_io / t.ours,
            ms(t.psutil),
            t.psutil / t.ours,
            t.c_reopen.map_or("–".to_owned(), ms),
            t.c_kept.map_or("–".to_owned(), ms)
        );
    }
    text.push_str(
        "\nThe first look, which reads who everybody is, and the memory that a later one asks for:\n\n",
    );
    text.push_str("| processes | first look | allocations in a later look |\n|---:|---:|---:|\n");
    for case in cases {
        let t = &case.times;
        let _ = writeln!(text, "| {} | {} | {:.0} |", t.processes, ms(t.ours_cold), t.allocations);
    }
    let _ = write!(
        text,
        "\n## The whole server, nobody looking\n\n\
         The release binary with an empty state directory, one tick a second, measured over {seconds} s after it has settled.\n\n\
         | processes more | CPU, % of one core | memory (RSS) |\n|---:|---:|---:|\n"
    );
    for (case, idle) in cases.iter().filter_map(|case| Some((case, case.idle.as_ref()?))) {
        let _ = writeln!(
            text,
            "| {} | {:.2} | {:.1} MB |",
            case.sleepers,
            idle.cpu_percent,
            idle.rss_bytes as f64 / 1e6
        );
    }
    text.push_str(&judging_section(cases, judging));
    Ok(text)
}

fn judging_section(cases: &[Case], judging: &Judging) -> String {
    let mut text = format!(
        "\n## Judging\n\n\
         CPU time for {PROCESSES} processes in both modes, in milliseconds: those of the recorded servers of the golden tests,\n\
         multiplied (`crates/host/examples/judging_cost.rs`), the median of the rounds.\n\n\
         | look-up in the catalogue | first judgement, look-up included | a tick without changes | a tick with 1 % new processes |\n\
         |---:|---:|---:|---:|\n"
    );
    // Writing into a String cannot fail.
    let _ = writeln!(
        text,
        "| {} | {} | {} | {} |",
        ms(judging.lookup),
        ms(judging.cold),
        ms(judging.tick),
        ms(judging.churn)
    );
    if let Some(scan) = cases.iter().map(|case| &case.times).max_by_key(|times| times.processes) {
        // A process is looked up once, when it is first seen: that share counts on the first look.
        let _ = writeln!(
            text,
            "\nBeside the scan of as many above: the look-up is {:.1} % of the first look, judging {:.1} % of a later one.",
            judging.lookup / scan.ours_cold * 100.0,
            judging.tick / scan.ours * 100.0
        );
    }
    text
}

fn ms(seconds: f64) -> String {
    format!("{:.2}", seconds * 1000.0)
}
