//! What reading logs costs on this machine: `cargo run --release -p host --example log_cost [SECONDS]`. The last lines of
//! ten gigabytes, and following a file and the journal while nothing is written. It prints; it judges nothing.

use std::error::Error;
use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

use host::Roots;
use host::logs::{LogOptions, Logs, Origin};

/// How often the last lines are read.
const ROUNDS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let seconds = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(20);
    let folder = std::env::temp_dir().join(format!("log-cost-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let measured = measure(&folder, Duration::from_secs(seconds));
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure(folder: &std::path::Path, limit: Duration) -> Result<(), Box<dyn Error>> {
    let (hollow, text) = (folder.join("hollow.log"), folder.join("text.log"));
    File::create(&hollow)?.set_len(10 << 30)?;
    let mut file = File::create(&text)?;
    file.set_len(10 << 30)?;
    std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0))?;
    for number in 0..5000 {
        writeln!(file, "\n{number} a line of an ordinary length, as programs write them all day long")?;
    }
    let configured =
        vec![("hollow".to_owned(), Origin::File(hollow)), ("text".to_owned(), Origin::File(text))];
    let logs = Logs::new(&Roots::default(), LogOptions { configured, units: Vec::new() });
    for (id, lines) in [("hollow", 20), ("text", 20), ("text", 1000)] {
        let Some(place) = logs.find(id) else { continue };
        let mut times = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            place.tail(lines, None).map_err(|trouble| trouble.word())?;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        println!(
            "{id:>8}, {lines:>4} lines of 10 GB: median {:.2?}, longest {:.2?}",
            times[ROUNDS / 2],
            times[ROUNDS - 1]
        );
    }
    for id in ["text", "journal"] {
        let Some(place) = logs.find(id) else { continue };
        let Ok(mut follower) = place.follow(20, None) else {
            println!("{id:>8}: cannot be followed here");
            continue;
        };
        while !follower.next(Duration::from_millis(200)).is_empty() {}
        let (begun, cpu) = (Instant::now(), cpu()?);
        while begun.elapsed() < limit {
            follower.next(Duration::from_secs(1));
        }
        let share = (self::cpu()? - cpu).as_secs_f64() / begun.elapsed().as_secs_f64();
        println!("{id:>8}: followed at rest for {limit:?}: {:.4} % of a core", share * 100.0);
    }
    Ok(())
}

/// CPU time of this thread, on which the follower runs.
fn cpu() -> Result<Duration, Box<dyn Error>> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(Duration::from_nanos(nanoseconds))
}
