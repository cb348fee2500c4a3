//! Effective capabilities in a `status` file (proc_pid_status(5), capabilities(7)).

use domain::{Gap, Reading};

use super::text::lines;

/// A set of capabilities, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities(u64);

impl Capabilities {
    /// None at all.
    pub const NONE: Self = Self(0);

    /// Whether the capability with this number (`linux/capability.h`) is in the set.
    #[must_use]
    pub const fn has(self, number: u32) -> bool {
        number < u64::BITS && self.0 >> number & 1 == 1
    }
}

/// The effective set, the line `CapEff`.
///
/// # Errors
/// `Failed` when there is no such line or it is no hexadecimal number.
pub fn parse_effective(status: &[u8]) -> Reading<Capabilities> {
    lines(status)
        .find_map(|line| line.strip_prefix(b"CapEff:"))
        .map(<[u8]>::trim_ascii)
        .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        .and_then(|digits| u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok())
        .map(Capabilities)
        .ok_or(Gap::failed("understand /proc/self/status: it has no CapEff"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_recorded_process_is_understood() {
        let set = parse_effective(include_bytes!("../../tests/fixtures/parse/status")).expect("it is whole");
        assert!(set.has(19) && set.has(2), "CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH");
        assert!(!set.has(24), "without CAP_SYS_RESOURCE");
        assert!(!set.has(64) && !set.has(200), "there are no more than 64");
    }

    #[test]
    fn a_name_cannot_forge_the_line() {
        let text = b"Name:\tx\\nCapEff:\tffffffffffffffff\nCapEff:\t0000000000000000\n";
        assert_eq!(parse_effective(text), Ok(Capabilities::NONE));
    }

    #[test]
    fn anything_else_is_a_gap() {
        for bad in ["", "CapEff:", "CapEff:\txyz", "CapEff:\t-1", "CapEff:\t11111111111111111", "CapPrm:\t1"]
        {
            assert!(matches!(parse_effective(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse_effective(&text);
        }
    }
}
