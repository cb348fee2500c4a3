//! The last lines of files of every kind, and those before them.

use std::fs::File;
use std::time::Duration;

use domain::log::LINE_BYTES;
use host::logs::{Mark, Tail};

use crate::support::{Folder, texts};

fn tail(text: &[u8], lines: usize) -> Tail {
    let folder = Folder::new();
    folder.write("app.log", text);
    folder.place("app.log").tail(lines, None).unwrap()
}

#[test]
fn the_last_lines_are_given_oldest_first_whatever_ends_them() {
    for (text, lines, expected, complete) in [
        (&b""[..], 5, &[][..], true),
        (b"\n", 5, &[""], true),
        (b"\n\n", 5, &["", ""], true),
        (b"a", 5, &["a"], true),
        (b"a\nb\nc\n", 5, &["a", "b", "c"], true),
        (b"a\nb\nc\n", 3, &["a", "b", "c"], true),
        (b"a\nb\nc\n", 2, &["b", "c"], false),
        (b"a\nb\nc", 2, &["b", "c"], false),
        (b"a\r\nb\r\n", 1, &["b"], false),
        (b"a\n\n", 1, &[""], false),
        (b"a\nb\n", 0, &[], false),
        (b"\xff\0\n\xea\xb0\x80\n", 2, &["\u{fffd}\0", "가"], true),
    ] {
        let tail = tail(text, lines);
        assert_eq!(texts(&tail.lines), expected, "{lines} of {text:?}");
        assert_eq!((tail.complete, tail.before.is_none()), (complete, complete), "{lines} of {text:?}");
    }
}

#[test]
fn of_a_very_long_line_the_beginning_is_kept() {
    let long = [b"begin ".to_vec(), vec![b'x'; 3 << 20], b"\nlast\n".to_vec()].concat();
    let tail = tail(&long, 5);
    assert_eq!(tail.lines.len(), 2);
    assert!(tail.lines[0].truncated && tail.lines[0].text.starts_with("begin xxx"));
    assert_eq!(tail.lines[0].text.len(), LINE_BYTES);
    assert!(!tail.lines[1].truncated && tail.complete);
}

#[test]
fn earlier_lines_follow_back_to_the_beginning_without_a_gap() {
    let folder = Folder::new();
    let all: Vec<String> =
        (0..3000).map(|number| format!("line {number} {}", "x".repeat(number % 90))).collect();
    folder.write("app.log", all.join("\n"));
    let place = folder.place("app.log");
    let mut tail = place.tail(7, None).unwrap();
    let mut read = texts(&tail.lines);
    while let Some(mark) = tail.before {
        assert!(!tail.complete);
        let mark = Mark::parse(&mark.to_string()).unwrap();
        tail = place.earlier(&mark, 133, None).unwrap();
        read.splice(..0, texts(&tail.lines));
    }
    assert!(tail.complete);
    assert_eq!(read, all);
}

#[test]
fn earlier_lines_are_found_in_the_rotated_file() {
    let folder = Folder::new();
    folder.write("app.log", "a\nb\nc\n");
    let place = folder.place("app.log");
    let mark = place.tail(1, None).unwrap().before.unwrap();
    folder.rename("app.log", "app.log.1");
    folder.write("app.log", "new\n");
    assert_eq!(texts(&place.earlier(&mark, 5, None).unwrap().lines), ["a", "b"]);
    std::fs::remove_file(folder.path("app.log.1")).unwrap();
    let gone = place.earlier(&mark, 5, None).unwrap();
    assert_eq!((gone.lines.len(), gone.complete), (0, true));
}

#[test]
fn a_forged_mark_reads_nothing_but_the_log() {
    let folder = Folder::new();
    folder.write("app.log", "a\nb\n");
    folder.write("other", "secret\n");
    let place = folder.place("app.log");
    let inode = |name: &str| std::os::unix::fs::MetadataExt::ino(&folder.path(name).metadata().unwrap());
    for mark in [
        format!("f{}-7", inode("other")),
        format!("f{}-999999999999", inode("app.log")),
        format!("f{}-18446744073709551615", inode("app.log")),
        "f0-0".to_owned(),
        "j0-s.1".to_owned(),
    ] {
        let tail = place.earlier(&Mark::parse(&mark).unwrap(), 5, None).unwrap();
        assert_eq!(tail.lines, [], "{mark}");
    }
    // Within a line: what lies before it, and no further.
    let tail = place.earlier(&Mark::parse(&format!("f{}-3", inode("app.log"))).unwrap(), 5, None).unwrap();
    assert_eq!(texts(&tail.lines), ["a", "b"]);
}

#[test]
fn a_huge_file_without_a_line_end_is_looked_at_in_pieces() {
    let folder = Folder::new();
    File::create(folder.path("app.log")).unwrap().set_len(10 << 30).unwrap();
    let place = folder.place("app.log");
    let tail = place.tail(20, None).unwrap();
    assert_eq!(tail.lines.len(), 1);
    assert!(tail.lines[0].truncated && tail.lines[0].text.len() == LINE_BYTES && !tail.complete);
    let earlier = place.earlier(&tail.before.clone().unwrap(), 20, None).unwrap();
    assert_ne!(earlier.before, tail.before, "it gets further");
    assert!(place.follow(20, None).unwrap().next(Duration::ZERO).lines.len() <= 1);
}

#[test]
fn the_end_of_a_huge_file_is_read_as_that_of_a_small_one() {
    let folder = Folder::new();
    File::create(folder.path("app.log")).unwrap().set_len(10 << 30).unwrap();
    folder.append("app.log", "\none\ntwo\nthree\n");
    let tail = folder.place("app.log").tail(3, None).unwrap();
    assert_eq!(texts(&tail.lines), ["one", "two", "three"]);
    assert!(!tail.complete);
}
