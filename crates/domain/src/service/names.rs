//! What a service is called: by its unit, by its process, and by people. Distributions do not agree.

/// Names that mean the same service, units without `.service` and processes alike.
const SAME: &[&[&str]] = &[
    &["sshd", "ssh"],
    &["docker", "dockerd"],
    &["rsyslog", "rsyslogd", "syslog"],
    &["httpd", "apache2", "apache"],
    &["crond", "cron"],
    &["mariadb", "mariadbd", "mysql", "mysqld"],
    &["postgresql", "postgres"],
    &["redis", "redis-server"],
    &["mongod", "mongodb"],
    &["named", "bind9", "bind"],
    &["chronyd", "chrony"],
    &["ntpd", "ntp", "ntpsec"],
    &["NetworkManager", "network-manager", "networkmanager"],
    &["dbus", "dbus-broker", "dbus-daemon"],
    &["smbd", "smb", "samba"],
    &["nfs-server", "nfs-kernel-server"],
    &["cups", "cupsd"],
    &["atd", "at"],
    &["exim4", "exim"],
    &["journald", "systemd-journald"],
    &["logind", "systemd-logind"],
    &["networkd", "systemd-networkd"],
    &["resolved", "systemd-resolved"],
    &["timesyncd", "systemd-timesyncd"],
    &["udevd", "udev", "systemd-udevd"],
    &["crio", "cri-o"],
];

/// Kinds of units (systemd.unit(5)).
const KINDS: [&str; 11] = [
    ".service",
    ".socket",
    ".device",
    ".mount",
    ".automount",
    ".swap",
    ".target",
    ".path",
    ".timer",
    ".slice",
    ".scope",
];

/// Longest name of a unit (`UNIT_NAME_MAX` of systemd, without the final NUL).
const LONGEST: usize = 255;

/// Whether a text is the whole name of a unit, as systemd accepts it, and no option.
#[must_use]
pub fn is_unit(name: &str) -> bool {
    let stem = KINDS.iter().find_map(|kind| name.strip_suffix(kind));
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'.' | b'\\' | b'@' | b'-');
    name.len() <= LONGEST
        && !name.starts_with('-')
        && name.bytes().all(plain)
        && stem.is_some_and(|stem| !stem.is_empty() && !stem.starts_with('@'))
}

/// The template that a wanted name stands for, as `postgresql@`: all its instances are meant.
#[must_use]
pub fn template(wanted: &str) -> Option<&str> {
    let stem = wanted.strip_suffix(".service").unwrap_or(wanted);
    stem.ends_with('@').then_some(stem)
}

/// The units that a wanted name may stand for, the likeliest first. Empty for a template and for what no unit can be called.
#[must_use]
pub fn units(wanted: &str) -> Vec<String> {
    if template(wanted).is_some() {
        return Vec::new();
    }
    if is_unit(wanted) {
        return match wanted.strip_suffix(".service") {
            Some(stem) => of_all(stem),
            None => vec![wanted.to_owned()],
        };
    }
    of_all(wanted)
}

fn of_all(stem: &str) -> Vec<String> {
    all(stem).map(|name| format!("{name}.service")).filter(|unit| is_unit(unit)).collect()
}

/// The name itself, then those that mean the same.
pub fn all(stem: &str) -> impl Iterator<Item = &str> {
    let group = SAME.iter().find(|group| group.contains(&stem)).copied().unwrap_or_default();
    std::iter::once(stem).chain(group.iter().copied().filter(move |name| *name != stem))
}

/// Whether a process called `process` is the wanted service: the name itself, one that means the same, or
/// either with a version at its end (`python3.11`, `php-fpm8.2`).
#[must_use]
pub fn is_process(wanted: &str, process: &str) -> bool {
    let stem = wanted.strip_suffix(".service").unwrap_or(wanted).trim_end_matches('@');
    !stem.is_empty()
        && all(stem).any(|name| {
            process
                .strip_prefix(name)
                .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_wanted_name_is_looked_for_under_all_its_names_the_written_one_first() {
        for (wanted, expected) in [
            ("nginx", &["nginx.service"][..]),
            ("sshd", &["sshd.service", "ssh.service"]),
            ("ssh", &["ssh.service", "sshd.service"]),
            ("ssh.service", &["ssh.service", "sshd.service"]),
            ("rsyslogd", &["rsyslogd.service", "rsyslog.service", "syslog.service"]),
            ("getty@tty1", &["getty@tty1.service"]),
            ("fstrim.timer", &["fstrim.timer"]),
            ("app.v2", &["app.v2.service"]),
            ("app-foo\\x2dbar", &["app-foo\\x2dbar.service"]),
            ("postgresql@", &[]),
            ("postgresql@.service", &[]),
            ("한글", &[]),
            ("a b", &[]),
            ("$(touch pwned)", &[]),
            ("*", &[]),
            ("--root=x", &[]),
            ("@x", &[]),
            ("", &[]),
        ] {
            assert_eq!(units(wanted), expected, "{wanted}");
        }
    }

    #[test]
    fn a_name_longer_than_systemd_takes_is_no_unit() {
        assert!(is_unit(&format!("{}.service", "a".repeat(247))));
        assert!(!is_unit(&format!("{}.service", "a".repeat(248))));
    }

    #[test]
    fn a_version_at_the_end_of_a_process_name_does_not_hide_it() {
        for (wanted, process, expected) in [
            ("python", "python", true),
            ("python", "python3", true),
            ("python", "python3.11", true),
            ("python", "pythonista", false),
            ("python", "ipython", false),
            ("php-fpm", "php-fpm8.2", true),
            ("docker", "dockerd", true),
            ("docker", "docker-proxy", false),
            ("dockerd", "docker", true),
            ("sshd", "sshd", true),
            ("sshd.service", "sshd", true),
            ("sshd", "ssh-agent", false),
            ("nginx", "nginx", true),
            ("nginx", "Nginx", false),
            ("postgres@", "postgres", true),
            (".service", "123", false),
        ] {
            assert_eq!(is_process(wanted, process), expected, "{wanted} and {process}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_could_be_an_option_or_a_pattern_becomes_a_unit(wanted in any::<String>()) {
            for unit in units(&wanted) {
                prop_assert!(!unit.starts_with('-') && !unit.contains(['*', '?', '[', '/', ' ']), "{unit}");
            }
        }
    }
}
