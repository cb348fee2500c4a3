//! The console on screens of several sizes, in both languages, with and without colour and UTF-8.

use std::sync::Arc;

use domain::Gap;
use domain::process::Exe;
use domain::snapshot::{Process, Snapshot};
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr as _;
use words::{Lang, Words};

use super::*;
use crate::commands::testing::{child_of, init, machine, process, server, with};
use crate::commands::watch::keys::{Action, Go};
use crate::commands::watch::model::{Model, SortKey};
use crate::config::Thresholds;

fn look(lang: Lang) -> Look {
    let thresholds = Thresholds { warn: 60.0, bad: 80.0 };
    Look {
        words: Words::of(lang),
        colours: Colours::Many,
        ascii: false,
        zone: TimeZone::UTC,
        cpu: thresholds,
        memory: thresholds,
        disk: thresholds,
        lacking: vec!["CAP_SYS_PTRACE"],
    }
}

fn model(snapshot: Snapshot) -> Model {
    let mut model = Model::new(SortKey::Cpu);
    model.take(Arc::new(snapshot));
    model
}

fn drawn(look: &Look, model: &mut Model, columns: u16, rows: u16) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    draw(&mut buffer, look, model, false);
    buffer
}

/// The lines as a terminal shows them: a wide character takes the place of two.
fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in buffer.content.chunks(usize::from(buffer.area.width)) {
        let mut line = String::new();
        let mut hidden = 0;
        for cell in row {
            if hidden == 0 {
                line.push_str(cell.symbol());
                hidden = cell.symbol().width().saturating_sub(1);
            } else {
                hidden -= 1;
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn seen(model: &mut Model, lang: Lang, columns: u16, rows: u16) -> String {
    text(&drawn(&look(lang), model, columns, rows))
}

#[test]
fn the_usual_screen_in_both_languages() {
    insta::assert_snapshot!("80x24-en", seen(&mut model(machine(server())), Lang::En, 80, 24));
    insta::assert_snapshot!("80x24-ko", seen(&mut model(machine(server())), Lang::Ko, 80, 24));
}

#[test]
fn a_large_screen_shows_more() {
    insta::assert_snapshot!("120x40-en", seen(&mut model(machine(server())), Lang::En, 120, 40));
    insta::assert_snapshot!("120x40-ko", seen(&mut model(machine(server())), Lang::Ko, 120, 40));
}

#[test]
fn the_smallest_screen_still_tells_what_matters() {
    insta::assert_snapshot!("40x10-en", seen(&mut model(machine(server())), Lang::En, 40, 10));
    insta::assert_snapshot!("40x10-ko", seen(&mut model(machine(server())), Lang::Ko, 40, 10));
}

#[test]
fn the_details_over_and_beside_the_list() {
    for (name, columns, rows, lang) in
        [("drawer-80x24-en", 80, 50, Lang::En), ("drawer-120x40-ko", 120, 50, Lang::Ko)]
    {
        let mut model = model(machine(server()));
        "pid:1324".chars().for_each(|c| _ = model.act(Action::Type(c)));
        model.act(Action::Open);
        insta::assert_snapshot!(name, seen(&mut model, lang, columns, rows));
    }
}

#[test]
fn what_could_not_be_seen_has_its_reason_and_its_remedy() {
    let mut model = model(machine(server()));
    "pid:4080".chars().for_each(|c| _ = model.act(Action::Type(c)));
    model.act(Action::Open);
    let seen = seen(&mut model, Lang::En, 80, 60);
    assert!(seen.contains("not allowed to see: executable, disk, ports"), "{seen}");
    assert!(seen.contains("CAP_SYS_PTRACE"), "{seen}");
}

#[test]
fn the_help_names_every_key_in_both_languages() {
    for lang in Lang::ALL {
        let mut model = model(machine(server()));
        model.act(Action::Help);
        insta::assert_snapshot!(format!("help-{lang}"), seen(&mut model, lang, 80, 60));
    }
}

#[test]
fn without_utf_8_every_character_is_ascii() {
    let look = Look { ascii: true, ..look(Lang::En) };
    let mut model = model(machine(server()));
    let screen = text(&drawn(&look, &mut model, 80, 24));
    assert!(screen.is_ascii(), "{screen}");
    insta::assert_snapshot!("80x24-ascii", screen);
    for action in [Action::Tree, Action::Open, Action::Help] {
        model.act(action);
        let screen = text(&drawn(&look, &mut model, 120, 40));
        assert!(screen.is_ascii(), "{screen}");
    }
}

#[test]
fn a_tree_is_drawn_with_branches() {
    let tree = vec![
        process(1, "systemd"),
        child_of(process(2, "a"), 1),
        child_of(process(3, "a1"), 2),
        child_of(process(4, "a2"), 2),
        child_of(process(5, "b"), 1),
    ];
    let mut model = model(machine(tree));
    for action in [Action::Sort(SortKey::Pid), Action::Tree] {
        model.act(action);
    }
    let screen = seen(&mut model, Lang::En, 80, 24);
    for branch in ["systemd\n", " ├─a\n", " │ ├─a1\n", " │ └─a2\n", " └─b\n"] {
        assert!(screen.contains(branch), "{branch:?} is not in\n{screen}");
    }
    model.act(Action::Go(Go::Down));
    model.act(Action::Collapse);
    assert!(seen(&mut model, Lang::En, 80, 24).contains("├─▸ a +2"));
}

#[test]
fn too_small_a_screen_is_told_politely() {
    let mut model = model(machine(server()));
    for lang in Lang::ALL {
        let screen = seen(&mut model, lang, 30, 8);
        assert!(screen.contains("40×10") && screen.contains("30×8"), "{screen}");
    }
    for (columns, rows) in [(1, 1), (3, 40), (39, 10), (200, 2)] {
        seen(&mut model, Lang::Ko, columns, rows);
    }
}

#[test]
fn nothing_hostile_reaches_the_screen() {
    let zalgo = format!("e{}", "\u{301}".repeat(500));
    let names = ["\u{1b}[2J", "\u{9b}31m", "\u{202e}gpj", "a\nb\r\tc", &zalgo, "👩‍👩‍👧", "\u{fe0f}\u{fe0f}x"];
    let hostile = |(pid, name): (u32, &str)| {
        with(process(pid, name), |it| {
            it.cmdline = Ok(vec![name.to_owned(); 3]);
            it.unit = Ok(Some(name.to_owned()));
            it.username = Ok(Some(name.to_owned()));
        })
    };
    let processes: Vec<Process> = (1..).zip(names).map(hostile).collect();
    let mut snapshot = machine(processes);
    let mut facts = (*snapshot.facts).clone();
    facts.hostname = Ok("\u{1b}]0;owned\u{7}".to_owned());
    snapshot.facts = Arc::new(facts);
    let mut model = model(snapshot);
    for action in [Action::Tree, Action::Open, Action::Go(Go::Last)] {
        model.act(action);
        let buffer = drawn(&look(Lang::En), &mut model, 160, 40);
        for cell in &buffer.content {
            let symbol = cell.symbol();
            assert!(!symbol.chars().any(|c| c.is_control()), "{symbol:?}");
            assert!(!symbol.contains(['\u{202e}', '\u{200d}', '\u{fe0f}']), "{symbol:?}");
            assert!(symbol.chars().count() <= 3, "{symbol:?}");
        }
    }
}

#[test]
fn no_row_is_wider_than_the_screen_with_the_longest_names() {
    let long = with(process(4_294_967, &"가".repeat(300)), |it| {
        it.username = Ok(Some("x".repeat(300)));
        it.unit = Ok(Some("유닛".repeat(300)));
        it.cmdline = Ok(vec!["가".repeat(5000); 50]);
    });
    for columns in 40..130 {
        let mut model = model(machine(vec![long.clone()]));
        for open in [false, true] {
            if open {
                model.act(Action::Open);
            }
            for line in seen(&mut model, Lang::Ko, columns, 24).lines() {
                assert!(line.width() <= usize::from(columns), "{columns}: {line}");
            }
        }
    }
}

#[test]
fn missing_values_are_marked_and_never_zero() {
    let mut blind = process(7, "blind");
    blind.cpu_percent = Err(Gap::NotYet);
    blind.memory_percent = Err(Gap::Denied);
    blind.io_rates = Err(Gap::Denied);
    blind.sample.sockets = Err(Gap::Denied);
    let mut snapshot = machine(vec![blind]);
    snapshot.cpu = Err(Gap::NotYet);
    snapshot.memory = Err(Gap::Denied);
    snapshot.disks = Err(Gap::Unsupported);
    snapshot.network = Err(Gap::NotYet);
    snapshot.load = Err(Gap::Failed(domain::Cause { action: "read", errno: None }));
    let screen = seen(&mut model(snapshot), Lang::En, 110, 24);
    for reason in ["not yet known", "not allowed to see", "not on this system", "could not be read"] {
        assert!(screen.contains(reason), "{reason} is not in\n{screen}");
    }
    assert!(!screen.contains("0.0 %"), "{screen}");
}

#[test]
fn the_list_that_cannot_be_had_says_why() {
    let mut snapshot = machine(vec![]);
    snapshot.processes = Err(Gap::Denied);
    assert!(seen(&mut model(snapshot), Lang::En, 80, 24).contains("not allowed to see"));
    let mut none = model(machine(server()));
    none.act(Action::Type('~'));
    assert!(seen(&mut none, Lang::En, 80, 24).contains("Nothing matches"));
    assert!(seen(&mut Model::new(SortKey::Cpu), Lang::En, 80, 24).contains("first values"));
}

#[test]
fn only_the_alarm_is_inverse() {
    let inverse = |snapshot: Snapshot| {
        let mut model = model(snapshot);
        model.act(Action::Go(Go::Down));
        let buffer = drawn(&look(Lang::En), &mut model, 80, 24);
        buffer.content.iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED)).count()
    };
    assert_eq!(inverse(machine(server())), 0, "a calm machine");
    let mut full = machine(server());
    full.memory.as_mut().unwrap().available = 0;
    assert!(inverse(full) > 0);
}

#[test]
fn without_colour_no_cell_has_one() {
    let look = Look { colours: Colours::None, ..look(Lang::En) };
    let mut model = model(machine(server()));
    model.act(Action::Go(Go::Down));
    for cell in &drawn(&look, &mut model, 80, 24).content {
        assert_eq!((cell.fg, cell.bg), (ratatui::style::Color::Reset, ratatui::style::Color::Reset));
    }
}

#[test]
fn the_cursor_stands_where_the_filter_is_typed() {
    let mut model = model(machine(server()));
    model.act(Action::Filter);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    assert_eq!(draw(&mut buffer, &look(Lang::En), &mut model, false), Some(Position { x: 8, y: 23 }));
    "서버".chars().for_each(|c| _ = model.act(Action::Type(c)));
    assert_eq!(draw(&mut buffer, &look(Lang::En), &mut model, false), Some(Position { x: 12, y: 23 }));
    model.act(Action::Paste("가".repeat(400)));
    let end = draw(&mut buffer, &look(Lang::En), &mut model, false).unwrap();
    assert!(end.x < 80);
    model.act(Action::Keep);
    assert_eq!(draw(&mut buffer, &look(Lang::En), &mut model, false), None);
}

#[test]
fn an_urgent_process_stands_out_without_colour_and_is_counted() {
    let planted = with(process(7000, "updater"), |it| {
        it.exe = Ok(Exe { path: "/tmp/.x/updater".to_owned(), deleted: false });
    });
    let look = Look { colours: Colours::None, ..look(Lang::En) };
    let mut model = model(machine(vec![init(), planted]));
    model.act(Action::Sort(SortKey::Verdict));
    model.act(Action::Mode);
    let screen = text(&drawn(&look, &mut model, 80, 24));
    assert!(screen.contains("■U     7000"), "{screen}");
    assert!(screen.contains("■U 1") && screen.contains("strict"), "{screen}");
    model.act(Action::Attention);
    model.act(Action::Open);
    let screen = text(&drawn(&look, &mut model, 80, 40));
    for part in
        ["■U  urgent (strict)", "Look at it now.", "warning · Outside the usual folders", "/proc/7000/exe"]
    {
        assert!(screen.contains(part), "{part} is not in\n{screen}");
    }
}
