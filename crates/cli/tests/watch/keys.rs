//! What a person does at the console.

use crate::tmux::{Named, Tmux, in_terminal, in_terminal_with, strip};

#[test]
fn one_sorts_filters_opens_and_leaves_by_keys() {
    in_terminal(|tmux| {
        let named = Named::start(tmux, "plainly-named");
        tmux.watch("--lang en --sort pid");
        tmux.wait("the order asked for", |screen| screen.contains("by PID"));
        tmux.press(&["m"]);
        tmux.wait("the order by memory", |screen| screen.contains("by memory"));
        tmux.press(&["/"]);
        tmux.write("name:plainly");
        tmux.wait("the one that matches", |screen| {
            strip(screen).contains(" 1 of ") && screen.contains(&format!("{} ", named.pid()))
        });
        tmux.press(&["Enter", "Enter"]);
        tmux.wait("the details", |screen| screen.contains("What it is") && screen.contains("executable"));
        tmux.press(&["End"]);
        tmux.wait("the end of the details", |screen| screen.contains("Could not be seen"));
        tmux.escape("the list", |screen| screen.contains("Esc clears it"));
        tmux.escape("all processes", |screen| screen.contains("? help") && !strip(screen).contains(" of "));
        tmux.press(&["t"]);
        tmux.wait("the tree", |screen| screen.contains("tree  by memory"));
        tmux.press(&["?"]);
        tmux.wait("the help", |screen| screen.contains("Keys, filter, signs"));
        tmux.escape("the list", |screen| !screen.contains("Keys, filter, signs"));
        tmux.press(&["Space"]);
        tmux.wait("the pause", |screen| screen.contains("PAUSED"));
        ending(tmux);
        tmux.assert_restored();
    });
}

#[test]
fn the_cursor_stays_on_its_process_when_the_order_changes() {
    in_terminal(|tmux| {
        let named = Named::start(tmux, "one-that-moves");
        tmux.watch("--lang en");
        tmux.press(&["/"]);
        tmux.write("name:one-that-moves");
        tmux.wait("the match", |screen| strip(screen).contains(" 1 of "));
        tmux.press(&["Enter", "Down"]);
        tmux.escape("all processes", |screen| screen.contains("? help") && !strip(screen).contains(" of "));
        tmux.press(&["n"]);
        let pid = named.pid().to_string();
        let on_it = |screen: &str| {
            screen
                .lines()
                .any(|line| line.starts_with('▶') && line.contains(&pid) && line.contains("one-that-moves"))
        };
        tmux.wait("the cursor on it", |screen| screen.contains("by name") && on_it(screen));
        tmux.press(&["p"]);
        tmux.wait("the cursor on it still", |screen| screen.contains("by PID") && on_it(screen));
    });
}

#[test]
fn the_window_may_have_any_size_and_change_it() {
    in_terminal(|tmux| {
        tmux.watch("--lang en");
        let resize = |columns: &str, rows: &str| tmux.ask(&["resize-window", "-x", columns, "-y", rows]);
        resize("130", "40");
        tmux.wait("all columns", |screen| screen.contains("UNIT") && screen.contains("AGE"));
        resize("40", "10");
        tmux.wait("the small screen", |screen| screen.contains("CPU") && !screen.contains("USER"));
        resize("30", "8");
        tmux.wait("a polite word", |screen| screen.contains("40×10"));
        resize("80", "24");
        tmux.wait("the usual screen", |screen| screen.contains("USER") && screen.contains("network"));
        tmux.press(&["q"]);
        tmux.assert_restored();
    });
}

#[test]
fn hangul_stands_in_its_columns() {
    in_terminal(|tmux| {
        let _named = Named::start(tmux, "한글이름프로세스");
        tmux.watch("--lang ko");
        tmux.press(&["/"]);
        tmux.write("한글이름");
        let found = |screen: &str| screen.contains("가운데 1개") && screen.contains("한글이름프로세스");
        let screen = tmux.wait("the match", found);
        let at = |text: &str| {
            let line = screen.lines().find(|line| line.contains(text)).unwrap();
            unicode_width::UnicodeWidthStr::width(line.split(text).next().unwrap())
        };
        assert_eq!(at("이름 ").max(at("한글이름프로세스")), at("한글이름프로세스"), "{screen}");
        let title = screen.lines().find(|line| line.contains("CPU %")).unwrap();
        let name = unicode_width::UnicodeWidthStr::width(&title[..title.rfind("이름").unwrap()]);
        assert_eq!(name, at("한글이름프로세스"), "{screen}");
    });
}

#[test]
fn a_locale_without_utf_8_gets_ascii_and_no_color_gets_none() {
    in_terminal_with(&[("LC_ALL", "C"), ("NO_COLOR", "1")], |tmux| {
        tmux.watch("");
        tmux.press(&["j", "t"]);
        tmux.wait("the tree", |screen| screen.contains("tree"));
        assert!(tmux.screen().is_ascii(), "{}", tmux.screen());
        let styled = tmux.ask(&["capture-pane", "-p", "-e"]);
        let colours = styled.split('\u{1b}').filter(|part| {
            let numbers = part.strip_prefix('[').and_then(|rest| rest.split('m').next()).unwrap_or_default();
            numbers.split(';').any(|number| matches!(number.parse(), Ok(30..=37 | 40..=47 | 90..=107)))
        });
        assert_eq!(colours.count(), 0, "{styled:?}");
    });
}

#[test]
fn hostile_names_neither_steer_the_terminal_nor_leave_their_row() {
    in_terminal(|tmux| {
        tmux.ask(&["set-option", "-g", "set-clipboard", "on"]);
        let title = tmux.state("pane_title");
        let names = [
            "a\u{1b}[2J\u{1b}[31mred",
            "b\u{1b}]0;owned\u{7}",
            "c\u{1b}]52;c;aGVsbG8=\u{7}",
            "d\u{202e}gpj.exe",
            "e\nf\rg\th",
        ];
        let _named: Vec<Named> = names.iter().map(|name| Named::start(tmux, name)).collect();
        let mark = tmux.path("").display().to_string();
        tmux.watch("--lang en");
        tmux.press(&["/"]);
        tmux.write(&format!("cmd:{mark}"));
        let shown =
            ["a\\x1b[2J", "b\\x1b]0;owned\\x07", "c\\x1b]52;c;", "d\\u{202e}gpj.exe", "e\\nf\\rg\\th"];
        tmux.wait("all of them", |screen| {
            strip(screen).contains(" 5 of ") && shown.iter().all(|name| screen.contains(name))
        });
        tmux.press(&["Enter", "j", "Enter"]);
        tmux.wait("the details", |screen| screen.contains("What it is"));
        assert_eq!(tmux.state("pane_title"), title);
        assert_eq!(tmux.ask(&["list-buffers"]), "", "something reached the clipboard");
        ending(tmux);
    });
}

/// Quits and looks at the exit code.
fn ending(tmux: &Tmux) {
    tmux.press(&["q"]);
    tmux.prompt();
    tmux.line("echo code=$?");
    tmux.wait("success", |screen| screen.contains("code=0"));
}
