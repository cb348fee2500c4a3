//! Going back through any bytes gives lines that are bounded, and always gets nearer to the beginning.
#![no_main]

use domain::log::LINE_BYTES;
use host::logs::backward::search;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let mut numbers = text.iter().copied().map(usize::from);
    let mut number = || numbers.next().unwrap_or(0) + 1;
    let (wanted, block, look) = (number(), number(), number() as u64 * 16);
    let read = |room: &mut [u8], offset: u64| {
        let from = usize::try_from(offset).map_err(|_| ())?;
        let part = text.get(from..from + room.len()).ok_or(())?;
        room.copy_from_slice(part);
        Ok::<_, ()>(room.len())
    };
    let mut end = text.len() as u64;
    while end > 0 {
        let Ok(found) = search(end, wanted, block, look, read) else { panic!("it reads beyond the end") };
        assert!(found.begin < end && (1..=wanted).contains(&found.lines.len()));
        assert!(found.lines.iter().all(|line| line.text.len() <= LINE_BYTES && !line.text.contains('\n')));
        end = found.begin;
    }
});
