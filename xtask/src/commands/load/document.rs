//! `docs/LOAD.md`: the figures with the command that made them.

use std::fmt::Write as _;

use super::{Cost, Found, GROWTH, HEALTHY, crowd};
use crate::commands::measured::machine;
use crate::failure::Outcome;

/// The whole document. Writing into a `String` cannot fail.
pub(crate) fn write(found: &Found) -> Outcome<String> {
    let mut text = String::from(
        "# Load\n\n\
         Made by `cargo xtask load`; not written by hand. The figures are of one machine and one run.\n\n",
    );
    let _ = writeln!(text, "{}\n", machine()?);
    text.push_str(
        "## What a request costs\n\n\
         CPU time of the whole server for 1,000 requests one after the other on one connection, its ticks among them, and\n\
         the bytes of one answer with its head. Asked by a viewer: once as meant, with an empty body where one is wanted,\n\
         and once oddly: a hostile path, query and language, and 60,000 brackets as a body. Of a stream the beginning.\n\n\
         | route | as meant | ms per 1,000 | bytes | oddly | ms per 1,000 | bytes |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    for row in &found.rows {
        let cells = |cost: &Cost| format!("{} | {:.0} | {}", cost.status, cost.cpu_ms_per_1000, cost.bytes);
        let _ = writeln!(text, "| `{}` | {} | {} |", row.name, cells(&row.valid), cells(&row.odd));
    }
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let _ = write!(
        text,
        "\n## Memory after odd requests\n\n\
         {} odd requests over all these routes but those that log in. The command fails if the server is larger by more than\n\
         {} MiB afterwards.\n\n\
         | before | after |\n|---:|---:|\n| {:.1} MB | {:.1} MB |\n",
        found.odd_requests,
        GROWTH >> 20,
        megabytes(found.rss_before),
        megabytes(found.rss_after)
    );
    let crowd = &found.crowd;
    let ms = |percent| crowd.within(percent).as_secs_f64() * 1000.0;
    let _ = write!(
        text,
        "\n## A crowded server\n\n\
         {} clients that begin a request and never end it, {} viewers of all processes that never read ({} were let in), {}\n\
         processes more, and somebody who asks for `/healthz` ten times a second for 20 s. The command fails if one of 100\n\
         answers takes more than {} ms.\n\n\
         | half of the answers within | 99 of 100 | the slowest | memory (RSS) |\n|---:|---:|---:|---:|\n\
         | {:.1} ms | {:.1} ms | {:.1} ms | {:.1} MB |\n",
        crowd::SLOW,
        crowd::DEAF,
        crowd.let_in,
        found.processes,
        HEALTHY.as_millis(),
        ms(50),
        ms(99),
        ms(100),
        megabytes(found.rss_crowded)
    );
    Ok(text)
}
