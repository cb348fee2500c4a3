//! The user database passwd(5): numbers to names. Not here: name services (`linux::processes::users`).

use super::text::{lines, number};

/// Users that are kept of one file.
const USER_LIMIT: usize = 65_536;

/// Longest user name that is kept (`LOGIN_NAME_MAX`), bytes.
const NAME_LIMIT: usize = 256;

/// Numbers and names, ascending by number; of two names for one number the first, as getpwuid(3) has it.
/// Lines that are none are left out.
#[must_use]
pub fn parse(text: &[u8]) -> Vec<(u32, String)> {
    let mut users: Vec<(u32, String)> = lines(text).filter_map(user).take(USER_LIMIT).collect();
    users.sort_by_key(|(uid, _)| *uid);
    users.dedup_by_key(|(uid, _)| *uid);
    users
}

fn user(line: &[u8]) -> Option<(u32, String)> {
    let mut fields = line.split(|byte| *byte == b':');
    let name = fields.next().filter(|name| !name.is_empty() && name.len() <= NAME_LIMIT)?;
    let uid = number(fields.nth(1)?)?;
    // "+name" and "-name" are directives of the NIS compatibility mode (nsswitch.conf(5)), not users.
    if matches!(name.first(), Some(b'#' | b'+' | b'-')) {
        return None;
    }
    Some((uid, String::from_utf8_lossy(name).into_owned()))
}

/// The name of a number in what [`parse`] gave.
#[must_use]
pub fn name(users: &[(u32, String)], uid: u32) -> Option<&str> {
    let index = users.binary_search_by_key(&uid, |(uid, _)| *uid).ok()?;
    users.get(index).map(|(_, name)| name.as_str())
}

/// The home folder of a user, as the first line with that number has it. Absolute.
#[must_use]
pub fn home(text: &[u8], uid: u32) -> Option<&[u8]> {
    lines(text).find_map(|line| {
        let (found, _) = user(line)?;
        let home = line.split(|byte| *byte == b':').nth(5)?;
        (found == uid && home.starts_with(b"/")).then_some(home)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_home_is_that_of_the_first_line_with_the_number_and_absolute() {
        let text = b"root:x:0:0::/root:/bin/sh\n+nis:x:7:7::/nis:\nann:x:7:7:Ann:/home/ann:/bin/sh\nbob:x:7:7::/home/bob:\nodd:x:8:8::home:\n";
        assert_eq!(home(text, 7), Some(&b"/home/ann"[..]));
        assert_eq!((home(text, 8), home(text, 9)), (None, None));
    }

    #[test]
    fn the_first_name_of_a_number_counts_and_odd_lines_do_not() {
        let users = parse(
            b"root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/root:/bin/sh\n#old:x:7:7::/:/\n\n:x:3:3::/:/\nbroken\n\
              +nis:x:9:9::/:/\nnobody:x:65534:65534::/:/bin/false\ncaf\xe9:x:1000:1000::/:/",
        );
        assert_eq!(name(&users, 0), Some("root"));
        assert_eq!(name(&users, 65534), Some("nobody"));
        assert_eq!(name(&users, 1000), Some("caf\u{fffd}"));
        assert_eq!(users.len(), 3);
        assert_eq!(name(&users, 7), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), uid: u32) {
            let _ = name(&parse(&bytes), uid);
        }
    }
}
