//! Where there is no D-Bus: `systemctl show`, which as root asks systemd itself. A fixed program with fixed
//! arguments; names that could be anything but units never get there.

use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use domain::service::{State, Unit, names};
use domain::{Cause, Gap, Reading};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::book::{Kind, MOST_UNITS};
use crate::logs::Logs;
use crate::parse::unit::{PROPERTIES, parse_show};
use crate::roots::Roots;

/// Where it is. `PATH` is not asked: whoever sets it would choose what runs.
const PROGRAMS: [&str; 2] = ["/usr/bin/systemctl", "/bin/systemctl"];

/// The kinds of units that are shown when they are wanted, failed, or start a service.
const PATTERNS: [&str; 7] =
    ["*.service", "*.socket", "*.path", "*.timer", "*.mount", "*.automount", "*.swap"];

/// How long it may take.
const LIMIT: Duration = Duration::from_secs(5);

/// What it may print. A unit takes about 600 bytes.
const LONGEST: usize = 8 << 20;

/// The units that matter.
///
/// # Errors
/// A gap when there is no systemctl, or it cannot reach systemd.
pub(super) fn units(roots: &Roots, wanted: &[String]) -> Reading<Vec<Unit>> {
    let programs = PROGRAMS.map(|program| roots.locate(Path::new(program)));
    let program = programs.iter().find(|program| program.is_file()).ok_or(Gap::failed(NO_WAY))?;
    let printed = run(program, &arguments(wanted))?;
    let candidates: Vec<String> = wanted.iter().flat_map(|name| names::units(name)).collect();
    let drafts = parse_show(&printed, MOST_UNITS);
    let matters = |draft: &&crate::parse::unit::Draft| {
        let wanted = candidates.iter().any(|name| draft.is_called(name));
        Kind::of(draft.id()).is_kept() || draft.state() == State::Failed || wanted
    };
    let journal = super::has_journal(roots);
    let unit = |draft: &crate::parse::unit::Draft| draft.unit(journal.then(|| Logs::unit_id(draft.id())));
    Ok(drafts.iter().filter(matters).map(unit).collect())
}

/// What was tried when neither D-Bus nor systemctl answered.
const NO_WAY: &str = "ask systemd, over D-Bus or by systemctl";

fn arguments(wanted: &[String]) -> Vec<String> {
    let mut arguments = vec![
        "show".to_owned(),
        "--no-pager".to_owned(),
        format!("--property={}", PROPERTIES.join(",")),
        "--".to_owned(),
    ];
    arguments.extend(PATTERNS.map(str::to_owned));
    arguments.extend(wanted.iter().flat_map(|name| names::units(name)));
    arguments
}

fn run(program: &Path, arguments: &[String]) -> Reading<Vec<u8>> {
    let failed = |error: &std::io::Error| Gap::Failed(Cause { action: NO_WAY, errno: error.raw_os_error() });
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        // Moments are printed in this zone.
        .env("TZ", "UTC")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(&error))?;
    let printed = read(&mut child, Instant::now() + LIMIT);
    // Whoever still runs has printed too much or taken too long.
    if printed.is_err() {
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| failed(&error))?;
    let printed = printed.map_err(|error| failed(&error))?;
    if status.success() { Ok(printed) } else { Err(Gap::failed(NO_WAY)) }
}

fn read(child: &mut Child, until: Instant) -> std::io::Result<Vec<u8>> {
    let Some(mut output) = child.stdout.take() else { return Ok(Vec::new()) };
    let mut printed = Vec::new();
    let mut room = [0; 16 << 10];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let limit = Timespec { tv_sec: left.as_secs() as i64, tv_nsec: i64::from(left.subsec_nanos()) };
        let mut fds = [PollFd::new(&output, PollFlags::IN)];
        match poll(&mut fds, Some(&limit)) {
            Ok(0) => return Err(std::io::ErrorKind::TimedOut.into()),
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        match output.read(&mut room)? {
            0 => return Ok(printed),
            count if printed.len() + count > LONGEST => return Err(std::io::ErrorKind::FileTooLarge.into()),
            count => printed.extend_from_slice(room.get(..count).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_program(script: &str) -> (tempfile::TempDir, Roots) {
        let folder = tempfile::tempdir().expect("a folder");
        crate::testing::install(folder.path(), "usr/bin/systemctl", script);
        let roots = Roots::below(folder.path());
        (folder, roots)
    }

    #[test]
    fn what_is_no_unit_never_reaches_the_program() {
        let hostile = ["--root=/x", "-M", "-- -x", "$(touch pwned)", "*", "nginx", "a;b", "x\ny"];
        let arguments = arguments(&hostile.map(str::to_owned));
        let after = arguments.iter().position(|argument| argument == "--").expect("the end of the options");
        assert_eq!(arguments[after + 1 + PATTERNS.len()..], ["nginx.service"]);
    }

    #[test]
    fn it_is_run_with_nothing_of_our_environment() {
        let (_folder, roots) = with_program(
            "#!/bin/sh\nprintf 'Id=a.service\\nDescription=%s\\n\\n' \"$(env | sort | tr '\\n' ' ')\"\n",
        );
        let units = units(&roots, &[]).expect("units");
        assert!(!units[0].description.contains("CARGO"), "{}", units[0].description);
        assert!(units[0].description.contains("TZ=UTC"), "{}", units[0].description);
    }

    #[test]
    fn a_program_that_fails_or_is_missing_is_a_gap() {
        let (_folder, roots) = with_program("#!/bin/sh\necho Id=a.service\nexit 1\n");
        assert_eq!(units(&roots, &[]), Err(Gap::failed(NO_WAY)));
        let nothing = tempfile::tempdir().expect("a folder");
        assert_eq!(units(&Roots::below(nothing.path()), &[]), Err(Gap::failed(NO_WAY)));
    }

    #[test]
    fn a_program_that_never_ends_printing_is_ended() {
        let (_folder, roots) = with_program("#!/bin/sh\nexec yes Id=a.service\n");
        let began = Instant::now();
        assert!(units(&roots, &[]).is_err());
        assert!(began.elapsed() < LIMIT + Duration::from_secs(55));
    }
}
