//! `docs/BENCHMARKS.md`: the figures with the command that made them.

use std::fmt::Write as _;

use super::Case;
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

/// The whole document.
pub(crate) fn write(cases: &[Case], seconds: u64) -> Outcome<String> {
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
    Ok(text)
}

fn ms(seconds: f64) -> String {
    format!("{:.2}", seconds * 1000.0)
}
