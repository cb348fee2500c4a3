//! `/etc/login.defs` (login.defs(5)): which user ids are people's.

use domain::decide::LoginUsers;

use super::text::lines;

/// What shadow-utils take where the file says nothing.
const FIRST: u32 = 1000;
const LAST: u32 = 60_000;

/// `UID_MIN` to `UID_MAX`. A value that is no number leaves nobody: what is unclear permits nothing.
#[must_use]
pub fn login_users(text: &[u8]) -> LoginUsers {
    let (mut users, mut unclear) = (LoginUsers { first: FIRST, last: LAST }, false);
    for line in lines(text) {
        let line = String::from_utf8_lossy(line);
        let mut words = line.split_ascii_whitespace();
        let place = match words.next() {
            Some("UID_MIN") => &mut users.first,
            Some("UID_MAX") => &mut users.last,
            _ => continue,
        };
        match words.next().map(number) {
            Some(Some(value)) => *place = value,
            _ => unclear = true,
        }
    }
    if unclear { LoginUsers { first: 1, last: 0 } } else { users }
}

/// Decimal, octal with a leading 0, or hexadecimal with 0x, as strtol(3) takes them.
fn number(word: &str) -> Option<u32> {
    match (word.strip_prefix("0x"), word.strip_prefix('0').filter(|rest| !rest.is_empty())) {
        (Some(digits), _) => u32::from_str_radix(digits, 16).ok(),
        (None, Some(digits)) => u32::from_str_radix(digits, 8).ok(),
        (None, None) => word.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (u32, u32) {
        let users = login_users(text.as_bytes());
        (users.first, users.last)
    }

    #[test]
    fn the_range_is_what_the_file_says_and_the_usual_one_without_it() {
        assert_eq!(of(""), (1000, 60_000));
        assert_eq!(of("# UID_MIN 5\nUID_MIN\t\t\t  500\nUID_MAX 0x1000\nSYS_UID_MIN 201\n"), (500, 4096));
        assert_eq!(of("UID_MIN 01750\n"), (1000, 60_000));
    }

    #[test]
    fn a_value_that_is_no_number_leaves_nobody() {
        for odd in ["UID_MIN\n", "UID_MIN -5\n", "UID_MAX many\n", "UID_MAX 99999999999\n"] {
            let users = login_users(odd.as_bytes());
            assert!(!users.contains(1000) && !users.contains(0), "{odd:?}");
        }
    }
}
