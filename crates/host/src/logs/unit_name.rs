//! Names of systemd units, and the ids under which their logs are asked for. Whether such a unit exists is not known here.

use sha2::{Digest as _, Sha256};

/// Longest name of a unit (systemd.unit(5)).
const LONGEST: usize = 255;

/// Longest id of a log.
const LONGEST_ID: usize = 64;

const PREFIX: &str = "unit.";

/// What an id of a name that does not fit begins with. No name of a unit gives this: `_.` is written `_._`.
const HASHED: &str = "unit._.h";

/// Whether this can name a unit and nothing else: no option, no path, no pattern.
pub(super) fn is_unit(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b":_.\\@-".contains(&byte);
    !name.is_empty()
        && name.len() <= LONGEST
        && name.bytes().all(known)
        && name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric() || first == b'_')
}

/// The kinds of units (systemd.unit(5)).
const SUFFIXES: [&str; 11] = [
    ".service",
    ".socket",
    ".timer",
    ".mount",
    ".automount",
    ".path",
    ".slice",
    ".scope",
    ".target",
    ".swap",
    ".device",
];

/// The whole name: without a suffix it is a service, as for systemctl.
pub(super) fn whole(name: &str) -> String {
    let known = SUFFIXES.iter().any(|suffix| name.ends_with(suffix));
    if known { name.to_owned() } else { format!("{name}.service") }
}

/// The id of a unit's log: `unit.` and its name, with what an id may not hold written as `_.` and a letter;
/// a name too long for that is hashed.
pub(super) fn id_of(unit: &str) -> String {
    let mut id = PREFIX.to_owned();
    let mut before = '.';
    for character in unit.chars() {
        match character {
            '@' => id.push_str("_.a"),
            '\\' => id.push_str("_.b"),
            ':' => id.push_str("_.c"),
            '.' if before == '_' => id.push_str("._"),
            plain if plain.is_ascii_alphanumeric() || matches!(plain, '_' | '.' | '-') => id.push(plain),
            _ => return hashed(unit),
        }
        before = character;
    }
    if id.len() > LONGEST_ID || id.len() == PREFIX.len() { hashed(unit) } else { id }
}

fn hashed(unit: &str) -> String {
    let mut id = HASHED.to_owned();
    for byte in Sha256::digest(unit.as_bytes()).iter().take(16) {
        id.push_str(&format!("{byte:02x}"));
    }
    id
}

/// The unit that an id names: `Ok(None)` for what is no unit's id, the hash where its name did not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// This unit.
    Unit(String),
    /// The one among the known units whose id this is.
    Hashed,
}

/// What the id of a unit's log names. A name written plainly (`unit.getty@tty1.service`), as people type it, is understood too.
pub(super) fn named(id: &str) -> Option<Named> {
    if id.starts_with(HASHED) {
        return Some(Named::Hashed);
    }
    let written = id.strip_prefix(PREFIX)?;
    let mut name = String::new();
    let mut rest = written;
    while let Some((plain, escaped)) = rest.split_once("_.") {
        name.push_str(plain);
        let mut letters = escaped.chars();
        name.push_str(match letters.next()? {
            'a' => "@",
            'b' => "\\",
            'c' => ":",
            '_' => "_.",
            _ => return None,
        });
        rest = letters.as_str();
    }
    name.push_str(rest);
    is_unit(&name).then_some(Named::Unit(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_back_to_its_unit() {
        for unit in [
            "nginx.service",
            "my_app.service",
            "getty@tty1.service",
            "a_.service",
            "a_.b.service",
            "a__.@x.service",
            r"dev-disk-by\x2duuid.swap",
            "org.x:y.service",
        ] {
            let id = id_of(unit);
            assert!(id.len() <= LONGEST_ID, "{id}");
            assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)), "{id}");
            assert_eq!(named(&id), Some(Named::Unit(unit.to_owned())), "{id}");
        }
        assert_eq!(id_of("nginx.service"), "unit.nginx.service");
        assert_eq!(named("unit.getty@tty1.service"), Some(Named::Unit("getty@tty1.service".to_owned())));
    }

    #[test]
    fn a_name_that_does_not_fit_has_an_id_all_the_same() {
        let id = id_of(r"systemd-fsck@dev-disk-by\x2duuid-7f0a3c1e\x2d5b1d\x2d4c7e\x2d9a86.service");
        assert!(id.len() <= LONGEST_ID && named(&id) == Some(Named::Hashed), "{id}");
        assert_ne!(id_of("서비스"), id_of("서비스2"));
    }

    #[test]
    fn a_name_without_a_suffix_is_that_of_a_service() {
        for (name, expected) in [
            ("nginx", "nginx.service"),
            ("nginx.service", "nginx.service"),
            ("org.x.y", "org.x.y.service"),
            ("apt-daily.timer", "apt-daily.timer"),
        ] {
            assert_eq!(whole(name), expected);
        }
    }

    #[test]
    fn neither_an_option_nor_a_path_nor_a_pattern_is_a_unit() {
        for name in [
            "",
            "--root=x",
            "-M",
            "-- -x",
            "../x",
            "a/b",
            "*",
            "a?",
            "[a]",
            "a b",
            "a\n",
            "$(touch pwned)",
            ";id",
            "서비스",
            "a\0",
        ] {
            assert!(!is_unit(name), "{name:?}");
            assert_eq!(named(&format!("unit.{name}")), None, "{name:?}");
        }
        assert!(!is_unit(&"a".repeat(256)));
    }
}
