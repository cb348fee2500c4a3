//! Which manager of services has a process, from `/proc/PID/cgroup` (cgroups(7)): the system's, or that of a user. Not
//! here: whether it may be ended there ([`super::place`]), and the unit that is shown ([`super::cgroup`]).

use super::place::{below, numbered};
use super::text::lines;

/// Longest name of a unit (`UNIT_NAME_MAX` of systemd), bytes.
const LONGEST: usize = 255;

/// A service and who manages it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Managed {
    /// The user whose manager it is; `None` for the system's.
    pub user: Option<u32>,
    /// The unit, without any `/`. Hostile text.
    pub unit: String,
}

/// The service in which the process is, by the hierarchies that systemd manages. `None` for one in a scope or in none.
/// `own_container` is the one that this program itself is in.
#[must_use]
pub fn managed(text: &[u8], own_container: Option<&str>) -> Option<Managed> {
    lines(text).find_map(|line| {
        let mut fields = line.splitn(3, |byte| *byte == b':');
        let (_, controllers, path) = (fields.next()?, fields.next()?, fields.next()?);
        if !(controllers.is_empty() || controllers == b"name=systemd") {
            return None;
        }
        let path = String::from_utf8_lossy(path);
        of_path(own_container.map_or(&*path, |own| below(&path, own)))
    })
}

fn of_path(path: &str) -> Option<Managed> {
    let mut user = None;
    for element in path.split('/').filter(|element| !element.is_empty()) {
        // systemd puts `_` before names that the kernel has reserved.
        let unit = element.strip_prefix('_').unwrap_or(element);
        if unit.ends_with(".slice") {
            continue;
        }
        let manager = unit.strip_prefix("user@").and_then(|rest| rest.strip_suffix(".service"));
        if user.is_none() && numbered(unit, "user@", ".service") {
            user = Some(manager?.parse().ok()?);
            continue;
        }
        let is_service = unit.len() > ".service".len() && unit.len() <= LONGEST && unit.ends_with(".service");
        return is_service.then(|| Managed { user, unit: unit.to_owned() });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(path: &str) -> Option<(Option<u32>, String)> {
        managed(format!("4:memory:/x.service\n0::{path}\n").as_bytes(), None)
            .map(|managed| (managed.user, managed.unit))
    }

    #[test]
    fn services_of_the_system_and_of_users_are_told_apart() {
        for (path, user, unit) in [
            ("/system.slice/nginx.service", None, "nginx.service"),
            ("/system.slice/nginx.service/workers/x.service", None, "nginx.service"),
            ("/system.slice/system-getty.slice/getty@tty1.service", None, "getty@tty1.service"),
            ("/user.slice/user-7.slice/user@7.service/app.slice/a.service", Some(7), "a.service"),
            ("/system.slice/user-7.service", None, "user-7.service"),
        ] {
            assert_eq!(of(path), Some((user, unit.to_owned())), "{path}");
        }
    }

    #[test]
    fn sessions_managers_and_whatever_nobody_manages_are_no_services() {
        for path in [
            "/",
            "/user.slice/user-7.slice/session-3.scope",
            "/user.slice/user-7.slice/user@7.service/init.scope",
            "/user.slice/user-7.slice/user@99999999999.service/a.service",
            "/.service",
            "/jobs/a.service",
        ] {
            assert_eq!(of(path), None, "{path}");
        }
        assert_eq!(of(&format!("/{}.service", "x".repeat(300))), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_and_no_unit_leads_elsewhere(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(found) = managed(&bytes, None) {
                prop_assert!(!found.unit.contains('/') && found.unit.ends_with(".service"));
            }
        }
    }
}
