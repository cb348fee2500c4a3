//! `audit` as text: what a person reads on a screen, and what a program gets through a pipe.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use house::{House, said};

#[test]
fn without_a_store_that_alone_is_said_and_what_makes_one() {
    let house = House::new();
    for (lang, there_is_none) in [("en", "there is no store yet"), ("ko", "아직 저장소가 없습니다")]
    {
        for about in [&[][..], &["--action", "end"]] {
            let said = house.run(&[&["--lang", lang, "audit"], about].concat());
            assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
            assert!(said.err.lines().count() == 1 && said.err.contains(there_is_none), "{}", said.err);
        }
    }
    assert!(!house::exists(&house.state()), "a reading command made a store");
}

#[test]
fn a_program_gets_each_row_whole_on_one_line_and_a_screen_lines_that_fit() {
    let house = House::new();
    let name = "작업".repeat(30);
    let set = house.run(&["policy", "set", &name, "--platform", "linux", "--terminatable", "false"]);
    assert_eq!(set.code, 0, "{}", set.err);
    let reason = "terminatable false";

    let piped = house.run(&["audit"]).out;
    let row = piped.lines().find(|line| line.contains(&name)).unwrap_or_else(|| panic!("{piped}"));
    assert!(row.contains("policy_set") && row.ends_with(reason), "{row}");
    let listed = house.run(&["policy", "list"]).out;
    assert!(listed.lines().any(|line| line.starts_with(&name)), "a name was cut");
    assert!(!listed.contains('…'), "a description was cut");

    let mut screen = house.command(&["audit"]);
    let screen = said(screen.env("COLUMNS", "80").output().unwrap()).out;
    let lines: Vec<&str> = screen.lines().collect();
    let at = lines.iter().position(|line| line.contains("policy_set")).unwrap();
    assert!(lines[at + 1].starts_with("    ") && lines[at + 1].ends_with(reason), "{screen}");
    // Letters of Korean take two columns each.
    let columns =
        |line: &str| line.chars().map(|c| if c.is_ascii() || c == '…' { 1 } else { 2 }).sum::<usize>();
    assert!(lines.iter().all(|line| columns(line) <= 80), "{screen}");
}

#[test]
fn rows_that_nobody_wrote_are_said_to_be_none() {
    let house = House::new();
    assert_eq!(house.run(&["autopilot", "stop"]).code, 0);
    let said = house.run(&["audit", "--action", "end"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(said.err.contains("no such rows"), "{}", said.err);
}
