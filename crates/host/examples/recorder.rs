//! Records the machine it runs on, as the golden tests read it: `recorder KIND` prints it. Called on machines that
//! `cargo xtask record` boots. It leaves itself out, and everything that is of this machine alone: names, ids, times.

use std::error::Error;
use std::time::Duration;

use domain::{Gap, Sample};
use host::{Roots, Sampler, SamplerOptions};

#[path = "../tests/golden/format.rs"]
#[allow(dead_code, reason = "the tests use the way back")]
mod format;

use format::{Read, Row, Server};

/// Rounds within which every fact had its turn, and the pause between two.
const ROUNDS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

fn main() -> Result<(), Box<dyn Error>> {
    let kind = std::env::args().nth(1).ok_or("usage: recorder KIND")?;
    let mut sampler =
        Sampler::new(Roots::default(), SamplerOptions { tick: Duration::ZERO, ..SamplerOptions::default() })?;
    let mut sample = sampler.sample(None);
    let mut rounds = 0;
    while rounds < 20 || (rounds < ROUNDS && !is_complete(&sample)) {
        std::thread::sleep(PAUSE);
        sample = sampler.sample(Some(sample));
        rounds += 1;
    }
    let own = std::process::id();
    let processes = sample.processes.as_deref().map_err(|gap| gap.to_string())?;
    let unowned = match &sample.unowned_sockets {
        Ok(sockets) => Read::Value(format::shown(sockets)),
        Err(gap) => Read::Gap { gap: gap.word().to_owned() },
    };
    let server = Server {
        server: kind,
        memory_bytes: sample.memory.map_err(|gap| gap.to_string())?.total,
        unowned,
        processes: processes.iter().filter(|process| process.key.pid != own).map(Row::of).collect(),
    };
    print!("{}", server.text()?);
    Ok(())
}

/// Whether nothing waits for its turn any more.
fn is_complete(sample: &Sample) -> bool {
    sample.processes.iter().flatten().all(|process| {
        let standing = &process.standing;
        let gaps = [
            standing.writers.err(),
            standing.replaced.err(),
            standing.stale_libraries.as_ref().err().copied(),
            standing.preloaded.as_ref().err().copied(),
            standing.stdio_socket.err(),
        ];
        !gaps.contains(&Some(Gap::NotYet))
    })
}
