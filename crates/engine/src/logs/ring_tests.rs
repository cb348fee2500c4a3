//! What a viewer of the ring is told, and what the ring keeps.

use proptest::prelude::*;

use super::*;

const MOST: usize = 8 * 1024 * 1024;

fn line(text: impl Into<String>) -> Line {
    Line { at: None, text: text.into(), truncated: false, level: None }
}

fn numbered(range: std::ops::Range<u64>) -> News {
    lines(range.map(|number| line(number.to_string())).collect(), None)
}

fn texts(news: &[News]) -> Vec<String> {
    let each = |news: &News| match news {
        News::Lines(lines) => lines.iter().map(|line| line.text.clone()).collect(),
        News::Notice(notice) => vec![format!("{notice:?}")],
    };
    news.iter().flat_map(each).collect()
}

#[test]
fn whoever_begins_gets_the_last_lines_and_then_each_new_one_once() {
    let (mut ring, now) = (Ring::default(), Instant::now());
    ring.push(numbered(0..30), now, MOST);
    ring.push(News::Notice(Notice::Rotated), now, MOST);
    ring.push(numbered(30..35), now, MOST);
    let (first, trouble, mut position) = ring.last(10);
    assert_eq!(texts(&[lines(first, None)]), (25..35).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(trouble, None);
    assert!(ring.after(&mut position).is_empty());
    ring.push(numbered(35..37), now, MOST);
    assert_eq!(texts(&ring.after(&mut position)), ["35", "36"]);
    assert!(ring.after(&mut position).is_empty());
}

#[test]
fn whoever_begins_while_nothing_can_be_read_is_told_so() {
    let mut ring = Ring::default();
    ring.push(numbered(0..3), Instant::now(), MOST);
    ring.push(News::Notice(Notice::Lost(Trouble::Denied)), Instant::now(), MOST);
    assert_eq!(ring.last(1).1, Some(Trouble::Denied));
    ring.push(News::Notice(Notice::Back), Instant::now(), MOST);
    assert_eq!(ring.last(1).1, None);
}

#[test]
fn old_lines_beyond_the_kept_ones_go_when_they_are_old_and_not_before() {
    let (mut ring, start) = (Ring::default(), Instant::now());
    for batch in 0..50 {
        ring.push(numbered(batch * 100..batch * 100 + 100), start, MOST);
    }
    assert_eq!(ring.lines, 5000, "a viewer may be a little behind");
    ring.trim(start + LAG, MOST);
    assert_eq!(ring.lines, KEPT_LINES);
    ring.trim(start + LAG * 100, MOST);
    assert_eq!(ring.lines, KEPT_LINES, "these are for whoever comes later");
}

#[test]
fn a_flood_is_bounded_in_bytes_however_young_it_is() {
    let (mut ring, now) = (Ring::default(), Instant::now());
    for _ in 0..100 {
        ring.push(lines(vec![line("x".repeat(16 * 1024)); 16], None), now, MOST);
        assert!(ring.bytes <= MOST, "{} bytes", ring.bytes);
    }
    ring.trim(now + LAG, MOST);
    assert!(ring.bytes <= KEPT_BYTES, "{} bytes", ring.bytes);
}

#[test]
fn a_storm_of_notices_is_bounded_too() {
    let (mut ring, now) = (Ring::default(), Instant::now());
    for _ in 0..100_000 {
        ring.push(News::Notice(Notice::Rotated), now, 64 * 1024);
    }
    assert!(ring.bytes <= 64 * 1024, "{} bytes", ring.bytes);
}

#[test]
fn the_first_lines_of_a_viewer_are_bounded_in_bytes() {
    let mut ring = Ring::default();
    for _ in 0..10 {
        ring.push(lines(vec![line("x".repeat(16 * 1024)); 16], None), Instant::now(), MOST);
    }
    let (first, ..) = ring.last(1000);
    let bytes: usize = first.iter().map(weight).sum();
    assert!(bytes <= KEPT_BYTES && first.len() > 50, "{} lines", first.len());
}

#[test]
fn whoever_falls_behind_is_told_how_many_lines_and_bytes_are_missing_and_how_it_stands() {
    let (mut ring, start) = (Ring::default(), Instant::now());
    ring.push(numbered(0..10), start, MOST);
    let (_, _, mut position) = ring.last(0);
    ring.push(numbered(10..17), start, MOST);
    ring.push(News::Notice(Notice::Skipped { lines: 100 }), start, MOST);
    ring.push(News::Notice(Notice::Truncated { lost_bytes: 77 }), start, MOST);
    ring.push(News::Notice(Notice::Lost(Trouble::Denied)), start, MOST);
    let later = start + LAG * 2;
    ring.push(numbered(17..2000), later, MOST);
    let missed = ring.after(&mut position);
    assert_eq!(texts(&missed), ["Truncated { lost_bytes: 77 }", "Skipped { lines: 107 }", "Lost(Denied)"]);
    assert_eq!(texts(&ring.after(&mut position)).len(), 1983);
    assert!(ring.after(&mut position).is_empty());
}

proptest! {
    /// Whatever comes and however slowly somebody reads: what is told and what is said to be missing add up.
    #[test]
    fn told_and_missing_lines_are_all_lines(
        batches in proptest::collection::vec((0_u64..400, 0_u64..3, any::<bool>()), 1..60),
    ) {
        let (mut ring, start) = (Ring::default(), Instant::now());
        let (_, _, mut position) = ring.last(0);
        let (mut written, mut heard, mut clock) = (0, 0, start);
        for (count, skipped, reads) in batches {
            clock += Duration::from_millis(700);
            if skipped > 0 {
                ring.push(News::Notice(Notice::Skipped { lines: skipped }), clock, 64 * 1024);
            }
            ring.push(numbered(written..written + count), clock, 64 * 1024);
            written += count + skipped;
            if reads {
                heard += drain(&ring, &mut position);
            }
        }
        heard += drain(&ring, &mut position);
        prop_assert_eq!(heard, written);
    }
}

fn drain(ring: &Ring, position: &mut Position) -> u64 {
    let mut heard = 0;
    loop {
        let news = ring.after(position);
        if news.is_empty() {
            return heard;
        }
        for one in news {
            heard += match one {
                News::Lines(lines) => lines.len() as u64,
                News::Notice(Notice::Skipped { lines }) => lines,
                News::Notice(_) => 0,
            };
        }
    }
}
