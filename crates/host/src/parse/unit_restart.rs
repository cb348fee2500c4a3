//! Files of systemd units (systemd.syntax(7)): whether the manager starts a service again when it ends (`Restart=` of
//! systemd.service(5)). Whoever has the file is a user and may have written anything.

use super::text::lines;

/// Words with which it does, some of them only after certain ends.
const AGAIN: [&[u8]; 6] =
    [b"always", b"on-success", b"on-failure", b"on-abnormal", b"on-abort", b"on-watchdog"];

/// What the last of these files that says something says; systemd's own default is no.
#[must_use]
pub fn restarts<'t>(files: impl IntoIterator<Item = &'t [u8]>) -> bool {
    files.into_iter().fold(false, |before, text| said(text).unwrap_or(before))
}

fn said(text: &[u8]) -> Option<bool> {
    let mut in_service = false;
    let mut continued = false;
    let mut answer = None;
    for line in lines(text) {
        let line = line.trim_ascii();
        if matches!(line.first(), Some(b'#' | b';')) {
            continue;
        }
        // The rest of a value that began on an earlier line is no setting of its own.
        let begins = !std::mem::replace(&mut continued, line.ends_with(b"\\"));
        if !begins {
            continue;
        }
        if line.starts_with(b"[") {
            in_service = line == b"[Service]";
        } else if in_service && let Some(value) = value_of(line) {
            answer = meaning(value).or(answer);
        }
    }
    answer
}

fn value_of(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"Restart")?.trim_ascii_start();
    rest.strip_prefix(b"=").map(<[u8]>::trim_ascii)
}

/// A word that systemd does not know it ignores, with a warning; an empty one is the default.
fn meaning(value: &[u8]) -> Option<bool> {
    match value {
        b"" | b"no" => Some(false),
        value if AGAIN.contains(&value) => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_setting_of_the_service_is_found_among_others() {
        let unit = "[Unit]\nRestart=always\n[Service]\nRestartSec=3\nExecStart=/x\n";
        assert!(!restarts([unit.as_bytes()]));
        for value in ["always", "on-failure", " always ", "on-abort"] {
            assert!(restarts([format!("{unit}Restart={value}\n").as_bytes()]), "{value:?}");
        }
        for value in ["no", "", "sometimes", "no\n#Restart=always", "no\n;Restart=always"] {
            assert!(!restarts([format!("{unit}Restart = {value}\n").as_bytes()]), "{value:?}");
        }
    }

    #[test]
    fn the_last_file_that_says_something_decides() {
        let (yes, no): (&[u8], &[u8]) = (b"[Service]\nRestart=always\n", b"[Service]\nRestart=\n");
        assert!(!restarts([yes, no]) && restarts([no, yes]) && restarts([yes, b"[Service]\n"]));
        assert!(restarts([yes, b"[Service]\nRestart=sometimes"]), "an unknown word is ignored");
        assert!(!restarts([]));
    }

    #[test]
    fn the_rest_of_a_longer_value_is_no_setting() {
        assert!(!restarts([&b"[Service]\nExecStart=/x \\\nRestart=always\n"[..]]));
        assert!(!restarts([&b"[Service]\nExecStart=/x \\\n# a comment in between\nRestart=always\n"[..]]));
        assert!(restarts([&b"[Service]\nExecStart=/x \\\ny\nRestart=always\n"[..]]));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = restarts([bytes.as_slice()]);
        }
    }
}
