//! The terminal is put back, in whatever way the console ends or stops.

use rustix::process::{Pid, Signal, kill_process};

use crate::tmux::{in_terminal, lives, until};

fn send(pid: u32, signal: Signal) {
    kill_process(Pid::from_raw(pid.cast_signed()).unwrap(), signal).unwrap();
}

#[test]
fn a_signal_that_ends_it_restores_the_terminal() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT] {
        in_terminal(|tmux| {
            let pid = tmux.watch("--lang en");
            assert_eq!(tmux.state("alternate_on"), "1");
            send(pid, signal);
            until(|| !lives(pid)).unwrap_or_else(|| panic!("{signal:?} did not end it"));
            tmux.prompt();
            tmux.line("echo code=$?");
            tmux.wait("success", |screen| screen.contains("code=0"));
            tmux.assert_restored();
        });
    }
}

#[test]
fn ctrl_c_quits_even_while_a_filter_is_typed() {
    in_terminal(|tmux| {
        tmux.watch("--lang en");
        tmux.press(&["/"]);
        tmux.write("abc");
        tmux.wait("the filter", |screen| screen.contains("Filter abc"));
        // One sees where one types.
        tmux.becomes("cursor_flag", "1");
        tmux.press(&["C-c"]);
        tmux.assert_restored();
    });
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_takes_it_again() {
    in_terminal(|tmux| {
        let pid = tmux.watch("--lang en");
        for _ in 0..2 {
            tmux.press(&["C-z"]);
            tmux.assert_restored();
            assert!(lives(pid), "it was to stop, not to end");
            tmux.line("clear; fg");
            tmux.wait("the console", |screen| screen.contains("by CPU"));
            tmux.becomes("alternate_on", "1");
            tmux.becomes("cursor_flag", "0");
        }
        tmux.press(&["q"]);
        tmux.assert_restored();
    });
}

#[test]
fn a_stop_from_elsewhere_is_like_ctrl_z() {
    in_terminal(|tmux| {
        let pid = tmux.watch("--lang en");
        send(pid, Signal::TSTP);
        tmux.assert_restored();
        tmux.line("clear; fg");
        tmux.wait("the console", |screen| screen.contains("by CPU"));
        // This one cannot be handled: the shell finds the terminal as it is, raw, where a line ends with Ctrl-J.
        // What matters is that everything is drawn anew after it.
        send(pid, Signal::STOP);
        tmux.wait("the shell", |screen| screen.contains("shell>"));
        tmux.write("fg");
        tmux.press(&["C-j"]);
        tmux.wait("the console alone", |screen| screen.contains("by CPU") && !screen.contains("shell>"));
        tmux.press(&["q"]);
        tmux.assert_restored();
    });
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    in_terminal(|tmux| {
        let pid = tmux.watch("--lang en");
        tmux.ask(&["kill-server"]);
        until(|| !lives(pid)).unwrap_or_else(|| panic!("it goes on without a terminal"));
    });
}

#[test]
fn a_terminal_that_goes_away_ends_it_even_where_nobody_sends_a_signal() {
    in_terminal(|tmux| {
        // `setsid` takes it out of the terminal's session: no SIGHUP reaches it.
        tmux.line("setsid -w $SM ps --watch --lang en");
        tmux.wait("the console", |screen| screen.contains("by CPU"));
        let setsid = tmux.pid();
        let mut pid = setsid;
        until(|| {
            let children = format!("/proc/{setsid}/task/{setsid}/children");
            let child = std::fs::read_to_string(children).unwrap_or_default();
            pid = child.split_whitespace().next().map_or(setsid, |child| child.parse().unwrap());
            pid != setsid
        })
        .unwrap();
        tmux.ask(&["kill-server"]);
        until(|| !lives(pid)).unwrap_or_else(|| panic!("it goes on without a terminal"));
    });
}
