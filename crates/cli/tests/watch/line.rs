//! A slow line: little is sent, and never more than the line takes.

use std::time::{Duration, Instant};

use crate::tmux::{in_terminal, strip, until};

/// Bytes a second at rest, with one process on the screen.
const MOST_AT_REST: u64 = 1500;
/// Ends an update.
const END: &[u8] = b"\x1b[?2026l";
/// How long the console waits for the rest of a key.
const PATIENCE: Duration = Duration::from_millis(100);

#[test]
fn at_rest_only_what_changes_is_sent() {
    in_terminal(|tmux| {
        let pid = tmux.watch("--lang en");
        tmux.press(&["/"]);
        tmux.write(&format!("pid:{pid}"));
        tmux.press(&["Enter"]);
        tmux.wait("one process", |screen| strip(screen).contains(" 1 of "));
        let sent = tmux.path("sent");
        tmux.ask(&["pipe-pane", "-o", &format!("cat > {}", sent.display())]);
        let begun = Instant::now();
        // Whole seconds have to pass: what is counted is what is sent in them. One that is kept waiting sends later.
        until(|| {
            let text = std::fs::read(&sent).unwrap_or_default();
            begun.elapsed() > Duration::from_secs(4) && text.windows(END.len()).any(|part| part == END)
        })
        .unwrap();
        tmux.ask(&["pipe-pane"]);
        let bytes = std::fs::read(&sent).unwrap();
        let each = bytes.len() as u64 / begun.elapsed().as_secs();
        println!("{each} bytes a second at rest");
        assert!(!bytes.is_empty() && each < MOST_AT_REST, "{each} bytes a second");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("\u{1b}[2J"), "the whole screen was drawn again");
        assert!(!text.contains("\u{1b}[?1000h") && !text.contains("\u{1b}[?1006h"), "the mouse was taken");
        let (begins, ends) = (text.matches("\u{1b}[?2026h").count(), text.matches("\u{1b}[?2026l").count());
        assert!(begins > 0 && begins.abs_diff(ends) <= 1, "{begins} updates begin and {ends} end");
    });
}

#[test]
fn an_arrow_key_that_comes_apart_on_its_way_does_not_quit() {
    in_terminal(|tmux| {
        let is_down = |screen: &str| {
            let row = screen.lines().position(|line| line.starts_with('▶'));
            let title = screen.lines().position(|line| line.contains("CPU %"));
            row.zip(title).is_some_and(|(row, title)| row == title + 2)
        };
        until(|| {
            tmux.line("clear");
            tmux.watch("--lang en --sort pid");
            let begun = Instant::now();
            // The three bytes of one key, each sent by itself.
            let (key, apart) = (["send-keys", "-H"], [";", "run-shell", "true", ";"]);
            tmux.ask(&[&key[..], &["1b"], &apart, &key, &["5b"], &apart, &key, &["42"]].concat());
            let took = begun.elapsed();
            let waited = || took > PATIENCE && begun.elapsed() > PATIENCE * 30;
            let screen = tmux.wait("the cursor one row down", |screen| is_down(screen) || waited());
            if !is_down(&screen) {
                // On a machine that was too busy to send them in time they were other keys.
                tmux.press(&["C-c"]);
                tmux.prompt();
            }
            is_down(&screen)
        })
        .unwrap_or_else(|| panic!("the three bytes were never sent in time"));
        tmux.press(&["q"]);
        tmux.assert_restored();
    });
}
