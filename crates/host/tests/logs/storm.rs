//! A writer of 10,000 lines a second whose log is rotated or cut all the time. Every line has a number, so that
//! what is lost or doubled is counted.

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::log::{Notice, Trouble};

use crate::support::{Folder, Said, Told, appending, until};

const LINES: u64 = 40_000;
const PER_SECOND: u64 = 10_000;

/// Writes numbered lines at their pace, each with one write; `each` is told of every line and gives the file anew.
fn write_numbers(path: &Path, mut each: impl FnMut(u64) -> bool) {
    let mut file = appending(path.to_owned());
    let begun = Instant::now();
    for number in 0..LINES {
        if each(number) {
            file = appending(path.to_owned());
        }
        file.write_all((text(number) + "\n").as_bytes()).unwrap();
        let due = Duration::from_micros(number * 1_000_000 / PER_SECOND);
        if let Some(early) = due.checked_sub(begun.elapsed()).filter(|early| early.as_millis() > 2) {
            std::thread::sleep(early);
        }
    }
}

fn text(number: u64) -> String {
    format!("{number} {}", "x".repeat(usize::try_from(number % 120).unwrap()))
}

fn number(line: &str) -> u64 {
    line.split(' ').next().unwrap().parse().unwrap()
}

fn follow_while(folder: &Folder, write: impl FnOnce() + Send) -> Told {
    folder.write("app.log", "");
    let (mut follower, _) = folder.follow("app.log");
    std::thread::scope(|threads| {
        threads.spawn(write);
        let mut told =
            until(&mut follower, |told| told.lines().last().is_some_and(|line| number(line) == LINES - 1));
        // What went into a replaced file while the new one was read already.
        told.add(follower.next(Duration::ZERO));
        told
    })
}

#[test]
fn rotation_by_renaming_loses_nothing_and_doubles_nothing() {
    let folder = Folder::new();
    let told = follow_while(&folder, || {
        let mut rotated = 0;
        write_numbers(&folder.path("app.log"), |number| {
            // Every 0.3 s; the writer goes on in the old file for a while, as after logrotate.
            if number % 3000 == 2900 {
                rotated += 1;
                folder.rename("app.log", &format!("app.log.{rotated}"));
                folder.write("app.log", "");
            }
            number % 3000 == 0
        });
    });
    let numbers: Vec<u64> = told.lines().into_iter().map(number).collect();
    println!("{} lines, {} rotations", numbers.len(), told.notices().len());
    // What is still written into a replaced file while the new one is read comes late. Each file is read in its order.
    let file = |number: &u64| number / 3000;
    for age in 0..=file(&(LINES - 1)) {
        assert!(numbers.iter().filter(|number| file(number) == age).is_sorted(), "file {age}");
    }
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    assert!(sorted.iter().copied().eq(0..LINES), "{} of {LINES}", numbers.len());
    // A writer that has to wait between taking the old file away and making the new one leaves none for a while.
    let (lost, turns): (Vec<_>, Vec<_>) =
        told.notices().into_iter().partition(|notice| *notice == Notice::Lost(Trouble::Missing));
    assert!(turns.iter().all(|notice| matches!(notice, Notice::Rotated | Notice::Back)), "{turns:?}");
    assert_eq!(turns.len(), 13);
    assert_eq!(lost.len(), turns.iter().filter(|notice| **notice == Notice::Back).count());
}

#[test]
fn a_storm_of_cuts_doubles_nothing_and_no_loss_goes_untold() {
    let folder = Folder::new();
    let told = follow_while(&folder, || {
        write_numbers(&folder.path("app.log"), |number| {
            if number % 500 == 499 {
                // As copytruncate does, without the copy.
                std::fs::File::options()
                    .write(true)
                    .open(folder.path("app.log"))
                    .unwrap()
                    .set_len(0)
                    .unwrap();
            }
            false
        });
    });
    let (mut next, mut lost, mut cut) = (0, 0, false);
    let mut pieces = 0;
    for (at, said) in told.all.iter().enumerate() {
        match said {
            Said::Notice(Notice::Truncated { .. }) => cut = true,
            Said::Notice(other) => panic!("{other:?}"),
            // A write that crosses a page shows its first part before the rest; the cut may come between them.
            Said::Line(line) if *line != text(number(line)) => {
                assert!(text(next).starts_with(line.as_str()), "{line:?} instead of {next}");
                assert!(
                    matches!(told.all.get(at + 1), Some(Said::Notice(Notice::Truncated { .. }))),
                    "{line:?} was no line"
                );
                pieces += 1;
            }
            Said::Line(line) => {
                let number = number(line);
                assert!(number >= next, "{number} came twice");
                assert!(number == next || cut, "{next} to {number} went without a word");
                lost += number - next;
                next = number + 1;
                cut = false;
            }
        }
    }
    let cuts = told.notices().len();
    println!("{} lines, {lost} lost in {cuts} cuts", told.lines().len());
    assert_eq!(told.lines().len() as u64 - pieces + lost, LINES);
    // How many are seen one by one depends on how busy the machine is; none is passed over in silence.
    assert!(cuts > 0 && told.lines().len() > 1000);
}
