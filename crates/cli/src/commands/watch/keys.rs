//! What a key does, by what is on the screen. Pure; what an action changes is the model's matter.

use super::input::Key;
use super::model::SortKey;

/// What is on the screen and takes the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    List,
    /// The filter is being typed.
    Filter,
    Drawer,
    Help,
}

/// What a key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Quit,
    /// To the background, as the shell knows it.
    Suspend,
    /// Draw everything again: something else wrote on the screen.
    Repaint,
    Go(Go),
    Sort(SortKey),
    Reverse,
    Tree,
    Collapse,
    Expand,
    ExpandAll,
    /// Open the details of the selected process.
    Open,
    /// The details of the parent of the one that is shown.
    Parent,
    /// One step back: close what is open, then clear the filter, then quit.
    Back,
    Help,
    Pause,
    /// Judge the other way.
    Mode,
    /// Only what somebody has to look at, or everything.
    Attention,
    /// Begin to type a filter.
    Filter,
    Type(char),
    Paste(String),
    Erase,
    EraseWord,
    EraseAll,
    /// Keep the filter that was typed.
    Keep,
}

/// Where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Go {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

/// The action of a key, if it has one here.
pub(super) fn action(key: &Key, focus: Focus) -> Option<Action> {
    match key {
        Key::Ctrl('c') => return Some(Action::Quit),
        Key::Ctrl('z') => return Some(Action::Suspend),
        Key::Ctrl('l') => return Some(Action::Repaint),
        _ => {}
    }
    match focus {
        Focus::Filter => typing(key),
        Focus::List => moving(key).map(Action::Go).or_else(|| in_list(key)),
        Focus::Drawer => moving(key).map(Action::Go).or_else(|| in_drawer(key)),
        Focus::Help => moving(key).map(Action::Go).or_else(|| in_help(key)),
    }
}

fn moving(key: &Key) -> Option<Go> {
    Some(match key {
        Key::Up | Key::Char('k') | Key::Ctrl('p') => Go::Up,
        Key::Down | Key::Char('j') | Key::Ctrl('n') => Go::Down,
        Key::PageUp | Key::Ctrl('b' | 'u') => Go::PageUp,
        Key::PageDown | Key::Ctrl('f' | 'd') => Go::PageDown,
        Key::Home | Key::Char('g') => Go::First,
        Key::End | Key::Char('G') => Go::Last,
        _ => return None,
    })
}

fn in_list(key: &Key) -> Option<Action> {
    Some(match key {
        Key::Char('q') => Action::Quit,
        Key::Esc => Action::Back,
        Key::Enter => Action::Open,
        Key::Char('?') => Action::Help,
        Key::Char('/') => Action::Filter,
        Key::Char(' ') => Action::Pause,
        Key::Char('t') => Action::Tree,
        Key::Char('s') => Action::Mode,
        Key::Char('!') => Action::Attention,
        Key::Char('r') => Action::Reverse,
        Key::Char('*') => Action::ExpandAll,
        Key::Left | Key::Char('h' | '-') => Action::Collapse,
        Key::Right | Key::Char('l' | '+') => Action::Expand,
        Key::Char(letter) => return SortKey::of_letter(*letter).map(Action::Sort),
        _ => return None,
    })
}

fn in_drawer(key: &Key) -> Option<Action> {
    Some(match key {
        Key::Char('q') => Action::Quit,
        Key::Esc | Key::Enter | Key::Backspace => Action::Back,
        Key::Left | Key::Char('h' | 'p') => Action::Parent,
        Key::Char('?') => Action::Help,
        Key::Char(' ') => Action::Pause,
        Key::Char('s') => Action::Mode,
        _ => return None,
    })
}

fn in_help(key: &Key) -> Option<Action> {
    Some(match key {
        Key::Char('q') => Action::Quit,
        Key::Esc | Key::Enter | Key::Char('?' | ' ') => Action::Back,
        _ => return None,
    })
}

fn typing(key: &Key) -> Option<Action> {
    Some(match key {
        Key::Char(c) => Action::Type(*c),
        Key::Paste(text) => Action::Paste(text.clone()),
        Key::Backspace | Key::Delete => Action::Erase,
        Key::Ctrl('w') => Action::EraseWord,
        Key::Ctrl('u') => Action::EraseAll,
        Key::Enter | Key::Tab => Action::Keep,
        Key::Esc => Action::Back,
        Key::Up => Action::Go(Go::Up),
        Key::Down => Action::Go(Go::Down),
        Key::PageUp => Action::Go(Go::PageUp),
        Key::PageDown => Action::Go(Go::PageDown),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYWHERE: [Focus; 4] = [Focus::List, Focus::Filter, Focus::Drawer, Focus::Help];

    #[test]
    fn ctrl_c_quits_and_ctrl_z_suspends_wherever_one_is() {
        for focus in EVERYWHERE {
            assert_eq!(action(&Key::Ctrl('c'), focus), Some(Action::Quit), "{focus:?}");
            assert_eq!(action(&Key::Ctrl('z'), focus), Some(Action::Suspend), "{focus:?}");
            assert_eq!(action(&Key::Ctrl('l'), focus), Some(Action::Repaint), "{focus:?}");
        }
    }

    #[test]
    fn letters_are_text_while_the_filter_is_typed() {
        for letter in "qjkgGcmitr?/ *한".chars() {
            assert_eq!(action(&Key::Char(letter), Focus::Filter), Some(Action::Type(letter)));
        }
    }

    #[test]
    fn a_paste_is_taken_by_the_filter_alone() {
        let paste = Key::Paste("q".to_owned());
        for focus in [Focus::List, Focus::Drawer, Focus::Help] {
            assert_eq!(action(&paste, focus), None, "{focus:?}");
        }
        assert_eq!(action(&paste, Focus::Filter), Some(Action::Paste("q".to_owned())));
    }

    #[test]
    fn arrows_and_letters_move_alike() {
        for focus in [Focus::List, Focus::Drawer, Focus::Help] {
            for (key, letter) in [
                (Key::Down, Key::Char('j')),
                (Key::Up, Key::Char('k')),
                (Key::Home, Key::Char('g')),
                (Key::End, Key::Char('G')),
            ] {
                let moved = action(&key, focus);
                assert!(matches!(moved, Some(Action::Go(_))), "{key:?}");
                assert_eq!(moved, action(&letter, focus), "{key:?}");
            }
        }
    }

    #[test]
    fn every_sort_key_has_a_letter_that_nothing_else_has() {
        for key in SortKey::ALL {
            assert_eq!(action(&Key::Char(key.letter()), Focus::List), Some(Action::Sort(key)), "{key:?}");
        }
    }
}
