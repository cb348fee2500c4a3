//! No bytes make the parser of `systemctl show` panic, name one unit twice, or keep more than it may.
#![no_main]

use host::parse::unit::parse_show;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    const MOST: usize = 8;
    let drafts = parse_show(text, MOST);
    assert!(drafts.len() <= MOST);
    for (index, draft) in drafts.iter().enumerate() {
        assert!(drafts[..index].iter().all(|other| other.id() != draft.id()));
        assert!(draft.control_group().is_none_or(|path| path.starts_with('/') && !path.contains("/../")));
        let unit = draft.unit(None);
        assert!(!unit.id.is_empty() && unit.main_pid != Ok(0));
        for kept in unit.names.iter().chain([&unit.id, &unit.description, &unit.sub_state]) {
            assert!(kept.len() <= text.len() * 3 && kept.len() <= 1024);
        }
    }
});
