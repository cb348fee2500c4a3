//! What is on the terminal and what should be: only the difference is sent, and only when the line has taken the
//! frame before. A slow line gets fewer frames, never a queue of them.

use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tokio::sync::mpsc::Sender;

use super::terminal;

/// Synchronised update: the terminal shows the frame when it is whole; one that does not know it ignores it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";

/// The screen of the terminal.
pub(super) struct Screen {
    shown: Buffer,
    cursor: Option<Position>,
    /// What is on the terminal is not known: everything is drawn.
    unknown: bool,
    /// A frame is on its way.
    busy: bool,
    frames: SyncSender<Vec<u8>>,
}

/// How a frame was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawn {
    /// It is on its way, or there was nothing to change.
    Done,
    /// The frame before is still on its way; [`Written`] tells when it was taken.
    Busy,
    /// The terminal has gone.
    Lost,
}

/// The line has taken a frame, or has gone.
pub(super) type Written = io::Result<()>;

impl Screen {
    /// A screen on this terminal. `written` hears of every frame that was taken.
    ///
    /// # Errors
    /// That of making the thread that writes.
    pub(super) fn new(output: OwnedFd, written: Sender<Written>) -> io::Result<Self> {
        let (frames, taken) = sync_channel::<Vec<u8>>(1);
        thread::Builder::new().name("screen".to_owned()).spawn(move || {
            for frame in taken {
                let done = terminal::write_frame(output.as_fd(), &frame);
                let lost = done.is_err();
                if written.blocking_send(done).is_err() || lost {
                    break;
                }
            }
        })?;
        Ok(Self { shown: Buffer::empty(Rect::ZERO), cursor: None, unknown: true, busy: false, frames })
    }

    /// Everything is drawn at the next frame.
    pub(super) fn forget(&mut self) {
        self.unknown = true;
    }

    /// The line has taken the last frame.
    pub(super) fn taken(&mut self) {
        self.busy = false;
    }

    /// Shows `next`, and the cursor where it belongs.
    pub(super) fn show(&mut self, next: Buffer, cursor: Option<Position>) -> Drawn {
        let whole = self.unknown || self.shown.area != next.area;
        let Some(frame) = frame(&self.shown, &next, whole, (self.cursor, cursor)) else { return Drawn::Done };
        if self.busy {
            return Drawn::Busy;
        }
        if self.frames.try_send(frame).is_err() {
            return Drawn::Lost;
        }
        (self.shown, self.cursor, self.unknown, self.busy) = (next, cursor, false, true);
        Drawn::Done
    }
}

/// The bytes that turn one buffer into the other; `None` when there is nothing to change.
fn frame(
    shown: &Buffer,
    next: &Buffer,
    whole: bool,
    (before, cursor): (Option<Position>, Option<Position>),
) -> Option<Vec<u8>> {
    let blank = Buffer::empty(next.area);
    let updates = if whole { blank.diff(next) } else { shown.diff(next) };
    if updates.is_empty() && before == cursor && !whole {
        return None;
    }
    let mut bytes = BEGIN.to_vec();
    if whole {
        bytes.extend_from_slice(CLEAR);
    }
    // The cursor wanders while cells are drawn.
    if before.is_some() {
        bytes.extend_from_slice(HIDE_CURSOR);
    }
    if !updates.is_empty() {
        // Writing to memory does not fail.
        let _ = CrosstermBackend::new(&mut bytes).draw(updates.into_iter());
    }
    if let Some(cursor) = cursor {
        let _ = CrosstermBackend::new(&mut bytes).set_cursor_position(cursor);
        bytes.extend_from_slice(SHOW_CURSOR);
    }
    bytes.extend_from_slice(END);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn buffer(text: &str) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        buffer.set_string(0, 0, text, Style::new());
        buffer
    }

    #[test]
    fn nothing_is_sent_when_nothing_changed() {
        assert_eq!(frame(&buffer("서버"), &buffer("서버"), false, (None, None)), None);
    }

    #[test]
    fn only_what_changed_is_sent_and_as_one_update() {
        let frame = frame(&buffer("cpu 10"), &buffer("cpu 12"), false, (None, None)).unwrap();
        let text = String::from_utf8(frame).unwrap();
        assert!(text.starts_with("\x1b[?2026h") && text.ends_with("\x1b[?2026l"), "{text:?}");
        assert!(text.contains("\x1b[1;6H2") && !text.contains("cpu"), "{text:?}");
    }

    #[test]
    fn a_wide_character_that_goes_leaves_no_half() {
        let frame = frame(&buffer("가나"), &buffer("가 x"), false, (None, None)).unwrap();
        let text = String::from_utf8(frame).unwrap();
        assert!(text.contains(" x") && !text.contains('가'), "{text:?}");
    }

    #[test]
    fn a_screen_of_unknown_content_is_cleared_first() {
        let text = String::from_utf8(frame(&buffer("a"), &buffer("a"), true, (None, None)).unwrap()).unwrap();
        assert!(text.contains("\x1b[2J") && text.contains('a'), "{text:?}");
    }

    #[test]
    fn the_cursor_is_shown_only_where_something_is_typed() {
        let at = Some(Position { x: 3, y: 1 });
        let typed = String::from_utf8(frame(&buffer("a"), &buffer("b"), false, (None, at)).unwrap()).unwrap();
        assert!(typed.contains("\x1b[2;4H\x1b[?25h"), "{typed:?}");
        let left = String::from_utf8(frame(&buffer("a"), &buffer("a"), false, (at, None)).unwrap()).unwrap();
        assert!(left.contains("\x1b[?25l") && !left.contains("\x1b[?25h"), "{left:?}");
    }
}
