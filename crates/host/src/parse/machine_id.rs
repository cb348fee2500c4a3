//! The id of a host, derived from `/etc/machine-id`. machine-id(5): the id itself must not leave the
//! machine; a hash of it keyed with a constant of the application may.

use domain::{Gap, Reading};
use sha2::{Digest, Sha256};

/// The constant. It must never change: stored data is found by the id.
const APPLICATION: &[u8] = b"server-monitor host id 1\0";

/// Hexadecimal digits of a machine id.
const DIGITS: usize = 32;

/// The id of the host: 32 hexadecimal digits, from which the machine id cannot be found.
///
/// # Errors
/// `NotYet` while the file is empty or says `uninitialized` (first boot); `Failed` when it holds anything else.
pub fn parse_host_id(machine_id: &[u8]) -> Reading<String> {
    let id = machine_id.trim_ascii();
    if id.is_empty() || id == b"uninitialized" {
        return Err(Gap::NotYet);
    }
    let zero = id.iter().all(|digit| *digit == b'0');
    if id.len() != DIGITS || !id.iter().all(u8::is_ascii_hexdigit) || zero {
        return Err(Gap::failed("understand /etc/machine-id: it is no id of 32 hexadecimal digits"));
    }
    let hash = Sha256::new().chain_update(APPLICATION).chain_update(id.to_ascii_lowercase()).finalize();
    Ok(hash.iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn the_id_never_changes_and_is_not_the_machine_id() {
        // sha256sum of the constant and the id.
        assert_eq!(
            parse_host_id(format!("{ID}\n").as_bytes()).as_deref(),
            Ok("84e2245e100453797424d86eca64d953")
        );
        assert_eq!(parse_host_id(ID.to_uppercase().as_bytes()), parse_host_id(ID.as_bytes()));
    }

    #[test]
    fn a_machine_that_has_no_id_yet_says_so() {
        for none in ["", "\n", "uninitialized\n"] {
            assert_eq!(parse_host_id(none.as_bytes()), Err(Gap::NotYet), "{none:?}");
        }
    }

    #[test]
    fn anything_else_is_a_gap() {
        for bad in [&ID[1..], "0123456789abcdef0123456789abcdeg", "00000000000000000000000000000000", "x"] {
            assert!(matches!(parse_host_id(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse_host_id(&text);
        }

        #[test]
        fn no_part_of_the_machine_id_comes_through(id in "[0-9a-f]{32}") {
            let Ok(host) = parse_host_id(id.as_bytes()) else { return Ok(()) };
            prop_assert!(id.as_bytes().windows(12).all(|part| !host.as_bytes().windows(12).any(|other| other == part)));
        }
    }
}
