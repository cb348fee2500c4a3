//! No bytes, in whatever pieces they come, make the reader of the journal panic or keep more than it may.
#![no_main]

use host::parse::journal::{Export, MESSAGE_BYTES};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let (mut whole, mut pieces) = (Vec::new(), Vec::new());
    Export::default().push(text, |entry| whole.push(entry));
    let mut export = Export::default();
    let length = text.first().map_or(1, |first| usize::from(*first).max(1));
    for piece in text.chunks(length) {
        export.push(piece, |entry| pieces.push(entry));
    }
    assert_eq!(whole, pieces);
    for entry in &whole {
        assert!(entry.message.as_ref().is_none_or(|message| message.len() <= MESSAGE_BYTES));
    }
});
