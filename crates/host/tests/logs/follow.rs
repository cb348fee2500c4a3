//! Following a file through what becomes of it, one thing at a time.

use std::io::Write as _;
use std::time::Duration;

use domain::log::{LINE_BYTES, Notice, Trouble};
use host::logs::Mark;

use crate::support::{Folder, LIMIT, Said, appending, said, texts, until};

#[test]
fn new_lines_come_after_the_last_ones() {
    let folder = Folder::new();
    folder.write("app.log", "a\nb\n");
    let (mut follower, first) = folder.follow("app.log");
    assert_eq!(first, ["a", "b"]);
    folder.append("app.log", "c\r\nd\n");
    assert_eq!(until(&mut follower, |told| told.all.len() >= 2).all, [said("c"), said("d")]);
}

#[test]
fn an_unfinished_line_is_given_once_when_it_is_whole() {
    let folder = Folder::new();
    folder.write("app.log", "a\nbegin");
    let (mut follower, first) = folder.follow("app.log");
    assert_eq!(first, ["a"]);
    folder.append("app.log", " middle");
    assert!(follower.next(Duration::from_millis(100)).is_empty());
    folder.append("app.log", " end\nnext\n");
    let told = until(&mut follower, |told| told.all.len() >= 2);
    assert_eq!(told.all, [said("begin middle end"), said("next")]);
}

#[test]
fn a_line_without_end_is_given_once_and_its_rest_passed_over() {
    let folder = Folder::new();
    folder.write("app.log", "");
    let (mut follower, _) = folder.follow("app.log");
    for _ in 0..40 {
        folder.append("app.log", "x".repeat(LINE_BYTES));
    }
    folder.append("app.log", "\nafter\n");
    let told = until(&mut follower, |told| told.lines().contains(&"after"));
    assert_eq!(told.lines().len(), 2);
    assert_eq!(told.lines()[0].len(), LINE_BYTES);
}

#[test]
fn a_rotation_is_told_between_the_old_lines_and_the_new() {
    let folder = Folder::new();
    folder.write("app.log", "a\n");
    let (mut follower, _) = folder.follow("app.log");
    folder.append("app.log", "b\n");
    let mut writer = appending(folder.path("app.log"));
    folder.rename("app.log", "app.log.1");
    writer.write_all(b"c\n").unwrap();
    folder.append("app.log", "d\n");
    let told = until(&mut follower, |told| told.lines().contains(&"d"));
    assert_eq!(told.all, [said("b"), said("c"), Said::Notice(Notice::Rotated), said("d")]);
    // A writer that does not know yet that its file was replaced.
    writer.write_all(b"late\n").unwrap();
    assert_eq!(until(&mut follower, |told| !told.all.is_empty()).all, [said("late")]);
}

#[test]
fn rotations_that_went_by_between_two_looks_lose_nothing() {
    let folder = Folder::new();
    folder.write("app.log", "0\n");
    let (mut follower, _) = folder.follow("app.log");
    for number in 1..=5 {
        folder.append("app.log", format!("{number}\n"));
        for age in (1..=number).rev() {
            let from = if age == 1 { "app.log".to_owned() } else { format!("app.log.{}", age - 1) };
            folder.rename(&from, &format!("app.log.{age}"));
        }
    }
    folder.append("app.log", "6\n");
    let told = until(&mut follower, |told| told.lines().contains(&"6"));
    assert_eq!(told.lines(), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(told.notices(), [Notice::Rotated; 5]);
}

#[test]
fn what_a_cut_destroyed_is_counted_as_far_as_it_was_seen() {
    let folder = Folder::new();
    folder.write("app.log", "a\n");
    let (mut follower, _) = folder.follow("app.log");
    // More than one batch holds, so that some of it is seen and not taken.
    let line = format!("{}\n", "x".repeat(999));
    folder.append("app.log", line.repeat(1000));
    let taken = until(&mut follower, |told| !told.all.is_empty()).lines().len();
    folder.write("app.log", "b\n");
    let told = until(&mut follower, |told| told.lines().contains(&"b"));
    let lost_bytes = (1000 - taken as u64) * 1000;
    assert_eq!(told.all, [Said::Notice(Notice::Truncated { lost_bytes }), said("b")]);
}

#[test]
fn a_cut_is_noticed_when_the_file_has_grown_beyond_the_place_again() {
    let folder = Folder::new();
    folder.write("app.log", "one\ntwo\n");
    let (mut follower, first) = folder.follow("app.log");
    assert_eq!(first, ["one", "two"]);
    folder.write("app.log", "three\nfour\nfive\n");
    let told = until(&mut follower, |told| told.lines().len() >= 3);
    assert_eq!(told.all[0], Said::Notice(Notice::Truncated { lost_bytes: 0 }));
    assert_eq!(told.lines(), ["three", "four", "five"]);
}

#[test]
fn the_hole_that_a_writer_leaves_after_a_cut_is_passed_over() {
    let folder = Folder::new();
    folder.write("app.log", "");
    let (mut follower, _) = folder.follow("app.log");
    // Without O_APPEND: it goes on where it was.
    let mut writer = std::fs::OpenOptions::new().write(true).open(folder.path("app.log")).unwrap();
    writer.write_all(&b"before\n".repeat(10_000)).unwrap();
    assert_eq!(until(&mut follower, |told| told.lines().len() >= 10_000).lines().len(), 10_000);
    writer.set_len(0).unwrap();
    writer.write_all(b"after\n").unwrap();
    let told = until(&mut follower, |told| !told.lines().is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Truncated { lost_bytes: 0 }), said("after")]);
}

#[test]
fn a_log_that_is_missing_is_said_to_be_and_comes_back() {
    let folder = Folder::new();
    let mut follower = folder.place("app.log").await_lines(10, None);
    let told = until(&mut follower, |told| !told.all.is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Lost(Trouble::Missing))]);
    folder.write("app.log", "a\n");
    let told = until(&mut follower, |told| !told.lines().is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Back), said("a")]);
    std::fs::remove_file(folder.path("app.log")).unwrap();
    let told = until(&mut follower, |told| !told.all.is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Lost(Trouble::Missing))]);
    folder.write("app.log", "b\n");
    let told = until(&mut follower, |told| !told.lines().is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Back), said("b")]);
}

#[test]
fn a_log_whose_folder_is_replaced_is_followed_in_the_new_one() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("sub")).unwrap();
    folder.write("sub/app.log", "a\n");
    let (mut follower, _) = folder.follow("sub/app.log");
    folder.rename("sub", "old");
    std::fs::create_dir(folder.path("sub")).unwrap();
    folder.write("sub/app.log", "b\n");
    assert_eq!(until(&mut follower, |told| !told.lines().is_empty()).lines(), ["b"]);
    folder.append("sub/app.log", "c\n");
    assert_eq!(until(&mut follower, |told| !told.lines().is_empty()).lines(), ["c"]);
}

#[test]
fn one_answer_is_bounded_and_nothing_is_lost_by_asking_seldom() {
    let folder = Folder::new();
    folder.write("app.log", "");
    let (mut follower, _) = folder.follow("app.log");
    let all: Vec<String> = (0..2500).map(|number| format!("{number}")).collect();
    folder.append("app.log", all.join("\n") + "\n");
    let mut lines = 0;
    let told = until(&mut follower, |told| told.lines().len() >= 2500);
    for batch in [1000, 1000, 500] {
        lines += batch;
    }
    assert_eq!(told.lines().len(), lines);
    assert_eq!(told.lines(), all);
    folder.append("app.log", format!("{}\n", "y".repeat(16_000)).repeat(100));
    let batch = follower.next(Duration::from_secs(5));
    let bytes: usize = batch.lines.iter().map(|line| line.text.len()).sum();
    assert!(bytes <= host::logs::BATCH_BYTES + LINE_BYTES, "{bytes} bytes");
}

#[test]
fn the_mark_of_new_lines_leads_to_those_before_them() {
    let folder = Folder::new();
    folder.write("app.log", "a\nb\nbeg");
    let place = folder.place("app.log");
    let mut follower = place.follow(10, None).unwrap();
    let first = follower.next(Duration::ZERO);
    assert_eq!((texts(&first.lines), first.begin), (vec!["a".to_owned(), "b".to_owned()], None));
    let mut before = vec!["a".to_owned(), "b".to_owned()];
    for piece in ["in\nwhole\n", "1\n2\n3\n", "\n\n", "half", " and half\n", "last\n"] {
        folder.append("app.log", piece);
        let batch = follower.next(Duration::from_millis(200));
        if batch.lines.is_empty() {
            continue;
        }
        let mark = Mark::parse(&batch.begin.unwrap().to_string()).unwrap();
        let earlier = place.earlier(&mark, 100, None).unwrap();
        assert_eq!((texts(&earlier.lines), earlier.complete), (before.clone(), true), "{piece:?}");
        before.extend(texts(&batch.lines));
    }
    assert_eq!(before, ["a", "b", "begin", "whole", "1", "2", "3", "", "", "half and half", "last"]);
}

#[test]
fn a_mark_leads_into_the_file_that_its_lines_are_in() {
    let folder = Folder::new();
    folder.write("app.log", "a\n");
    let (mut follower, _) = folder.follow("app.log");
    folder.append("app.log", "b\n");
    let old = follower.next(LIMIT).begin.unwrap();
    folder.rename("app.log", "app.log.1");
    folder.append("app.log", "c\nd\n");
    let mut new = None;
    while new.is_none() {
        new = follower.next(LIMIT).begin;
    }
    let before = |mark: &Mark| texts(&folder.place("app.log").earlier(mark, 10, None).unwrap().lines);
    assert_eq!(before(&old), ["a"]);
    assert_eq!(before(&new.unwrap()), [""; 0]);
}
