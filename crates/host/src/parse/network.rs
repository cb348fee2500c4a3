//! Interface counters in `/proc/net/dev` (proc_pid_net(5)).

use domain::sample::Interface;
use domain::{Gap, Reading};

use super::text::{lines, number, words};

/// Interfaces that are shown at most; a host with more has them made by containers.
const MOST: usize = 1024;

/// Fills `into` with every interface but the loopback, by name, reusing its memory.
///
/// # Errors
/// `Failed` when a line is cut short; `into` is then not to be used.
pub fn parse_net_dev(text: &[u8], into: &mut Vec<Interface>) -> Reading<()> {
    const CUT: Gap = Gap::failed("understand /proc/net/dev: a line is cut short");
    let mut used = 0;
    let mut rest = lines(text);
    // Two lines of headings, in which `|` stands where an interface has its colon.
    if rest.by_ref().take(2).filter(|line| line.contains(&b'|')).count() != 2 {
        return Err(CUT);
    }
    for line in rest.take(MOST) {
        let colon = line.iter().position(|byte| *byte == b':').ok_or(CUT)?;
        let (name, counters) = line.split_at(colon);
        let name = name.trim_ascii_start();
        let mut counters = words(counters.get(1..).unwrap_or_default()).map(number::<u64>);
        let rx_bytes = counters.next().flatten().ok_or(CUT)?;
        let tx_bytes = counters.nth(7).flatten().ok_or(CUT)?;
        if name == b"lo" {
            continue;
        }
        match into.get_mut(used) {
            Some(slot) => {
                slot.name.clear();
                slot.name.push_str(&String::from_utf8_lossy(name));
                (slot.rx_bytes, slot.tx_bytes) = (rx_bytes, tx_bytes);
            }
            None => {
                into.push(Interface { name: String::from_utf8_lossy(name).into_owned(), rx_bytes, tx_bytes })
            }
        }
        used += 1;
    }
    into.truncate(used);
    into.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &[u8]) -> Reading<Vec<Interface>> {
        let mut into = vec![Interface { name: "old".to_owned(), rx_bytes: 1, tx_bytes: 1 }; 3];
        parse_net_dev(text, &mut into).map(|()| into)
    }

    const HEAD: &str = "Inter-|   Receive |  Transmit\n face |bytes packets|bytes\n";

    #[test]
    fn a_recorded_machine_is_understood_and_its_loopback_left_out() {
        let found = parse(include_bytes!("../../tests/fixtures/parse/net_dev")).expect("it is whole");
        let names: Vec<_> = found.iter().map(|i| (i.name.as_str(), i.rx_bytes, i.tx_bytes)).collect();
        assert_eq!(names, [("eth0", 584_371_845, 1_481_243), ("ifb0", 0, 0), ("ifb1", 0, 0)]);
    }

    #[test]
    fn hostile_names_and_glued_counters_are_taken_as_they_are() {
        let text = format!("{HEAD}<b>\u{1b}[31m:18446744073709551615 0 0 0 0 0 0 0 7 0 0 0 0 0 0 0\n");
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(b" \xff\xfe: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0\n");
        let found = parse(&bytes).expect("it is whole");
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].name.as_str(), found[0].rx_bytes, found[0].tx_bytes),
            ("<b>\u{1b}[31m", u64::MAX, 7)
        );
        assert_eq!(found[1].name, "\u{fffd}\u{fffd}");
    }

    #[test]
    fn a_line_that_is_cut_short_is_a_gap() {
        for bad in ["eth0", "eth0: 5", "eth0: 5 0 0 0 0 0 0 0", "eth0: -5 0 0 0 0 0 0 0 7"] {
            assert!(matches!(parse(format!("{HEAD}{bad}").as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
        assert_eq!(
            parse(HEAD.as_bytes()),
            Ok(Vec::new()),
            "a namespace may have no interface but the loopback"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse(&text);
        }

        #[test]
        fn no_text_of_its_kind_makes_it_panic(text in "x|\ny|\n([a-z]{0,3}:?[0-9 ]{0,60}\n){0,5}") {
            let _ = parse(text.as_bytes());
        }
    }
}
