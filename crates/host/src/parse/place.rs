//! Where a cgroup puts a process for the question whether it may be ended (DESIGN §6.3). Unlike the unit that is shown
//! ([`super::cgroup`]), what decides is the outermost one: who has a cgroup may make others below it, by any name.

use domain::decide::Place;
use domain::supervisor::Supervisor;

use super::cgroup;
use super::text::lines;

/// Services whose members of a login user are that user's own: jobs and sessions.
const LOGIN_SERVICES: [&str; 8] = [
    "cron.service",
    "crond.service",
    "cronie.service",
    "atd.service",
    "anacron.service",
    "ssh.service",
    "sshd.service",
    "dropbear.service",
];

/// Services of OpenRC of the same kind. Nothing takes a session out of them unless there is a manager of sessions.
const LOGIN_OPENRC: [&str; 12] = [
    "sshd",
    "dropbear",
    "cronie",
    "dcron",
    "crond",
    "fcron",
    "anacron",
    "atd",
    "display-manager",
    "xdm",
    "greetd",
    "agetty",
];

/// Templates of the same kind.
const LOGIN_TEMPLATES: [&str; 2] = ["ssh@", "sshd@"];

/// Where the text of `/proc/PID/cgroup` puts the process. `own_container` is the one that this program itself is in.
#[must_use]
pub fn place(text: &[u8], own_container: Option<&str>) -> Place {
    let container = cgroup::parse(text).container;
    match (&container, own_container) {
        (Some(container), own) if own != Some(container) => return Place::Container(container.clone()),
        // It left the container that this program is in.
        (None, Some(own)) => return Place::Container(own.to_owned()),
        _ => {}
    }
    let mut found = Place::Unmanaged;
    for line in lines(text) {
        let mut fields = line.splitn(3, |byte| *byte == b':');
        let (Some(_), Some(controllers), Some(path)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let path = String::from_utf8_lossy(path);
        let inside = own_container.map_or(&*path, |own| below(&path, own));
        let place = match controllers {
            b"" | b"name=systemd" => of_path(inside),
            b"name=openrc" => of_openrc(inside.split('/').find(|element| !element.is_empty())),
            _ => continue,
        };
        match place {
            // One hierarchy that says service is enough.
            service @ Place::Service { .. } => return service,
            Place::Session => found = Place::Session,
            Place::Container(_) | Place::Unmanaged => {}
        }
    }
    found
}

/// What of a path comes after the element that names the container; the outermost one, because whoever is in it may make
/// others of that name.
pub(super) fn below<'p>(path: &'p str, container: &str) -> &'p str {
    cgroup::inside(path, container).unwrap_or(path)
}

fn of_path(path: &str) -> Place {
    let mut slices = Vec::new();
    for element in path.split('/').filter(|element| !element.is_empty()) {
        let element = element.strip_prefix('_').unwrap_or(element);
        if element.ends_with(".slice") {
            slices.push(element);
            continue;
        }
        let users = slices.first() == Some(&"user.slice")
            && slices.get(1).is_some_and(|slice| numbered(slice, "user-", ".slice"));
        let session = element.starts_with("session-") && element.ends_with(".scope")
            || numbered(element, "user@", ".service");
        let unit =
            [".service", ".scope", ".socket", ".mount", ".swap"].iter().any(|kind| element.ends_with(kind));
        let openrc = slices.is_empty().then(|| element.strip_prefix("openrc.")).flatten();
        return match (users && session, is_login(element), unit) {
            _ if openrc.is_some() => of_openrc(openrc),
            (true, ..) | (_, true, _) => Place::Session,
            (_, _, true) => service_of(Supervisor::Systemd, element),
            // A group of its own making that no manager knows.
            _ => Place::Unmanaged,
        };
    }
    Place::Unmanaged
}

/// A service of OpenRC: `openrc.NAME` at the top of version 2, `/NAME` in a hierarchy of its own in version 1.
fn of_openrc(service: Option<&str>) -> Place {
    match service {
        None | Some("") => Place::Unmanaged,
        Some(name) if LOGIN_OPENRC.contains(&name) || name.starts_with("agetty.") => Place::Session,
        Some(name) => service_of(Supervisor::OpenRc, name),
    }
}

fn service_of(supervisor: Supervisor, unit: &str) -> Place {
    Place::Service { supervisor, unit: unit.to_owned() }
}

fn is_login(unit: &str) -> bool {
    LOGIN_SERVICES.contains(&unit)
        || LOGIN_TEMPLATES.iter().any(|start| unit.starts_with(start) && unit.ends_with(".service"))
}

/// Whether it is a number between these two.
pub(super) fn numbered(element: &str, before: &str, after: &str) -> bool {
    let number = element.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "4f5e0d9c3b2a18f7e6d5c4b3a29180706f5e4d3c2b1a09f8e7d6c5b4a3928170";

    fn of(path: &str) -> Place {
        place(format!("0::{path}\n").as_bytes(), None)
    }

    fn service(unit: &str) -> Place {
        service_of(Supervisor::Systemd, unit)
    }

    fn openrc(name: &str) -> Place {
        service_of(Supervisor::OpenRc, name)
    }

    #[test]
    fn sessions_and_the_jobs_of_users_are_the_users() {
        for path in [
            "/user.slice/user-1000.slice/session-3.scope",
            "/user.slice/user-1000.slice/session-c2.scope",
            "/user.slice/user-1000.slice/user@1000.service/app.slice/nginx.service",
            "/system.slice/cron.service",
            "/system.slice/crond.service",
            "/system.slice/ssh.service",
            "/system.slice/system-sshd.slice/sshd@3-10.0.0.1:22-10.0.0.2:5.service",
        ] {
            assert_eq!(of(path), Place::Session, "{path}");
        }
    }

    #[test]
    fn members_of_a_system_service_are_the_services_whatever_they_call_their_own_groups() {
        for (path, unit) in [
            ("/system.slice/nginx.service", "nginx.service"),
            ("/system.slice/evil.service/user@1000.service/session-3.scope", "evil.service"),
            ("/system.slice/evil.service/cron.service", "evil.service"),
            ("/init.scope", "init.scope"),
            ("/system.slice/run-r1.scope", "run-r1.scope"),
            ("/system.slice/session-3.scope", "session-3.scope"),
            ("/machine.slice/user-1000.slice/session-3.scope", "session-3.scope"),
        ] {
            assert_eq!(of(path), service(unit), "{path}");
        }
    }

    #[test]
    fn without_a_manager_nobody_says_anything() {
        for path in ["/", "", "/jobs/one"] {
            assert_eq!(of(path), Place::Unmanaged, "{path:?}");
        }
    }

    #[test]
    fn another_container_is_another_and_our_own_is_looked_into() {
        let path = format!("/system.slice/docker-{ID}.scope");
        assert_eq!(of(&path), Place::Container(ID.to_owned()));
        let own = |path: &str| place(format!("0::{path}\n").as_bytes(), Some(ID));
        assert_eq!(own(&path), Place::Unmanaged);
        assert_eq!(own(&format!("{path}/system.slice/nginx.service")), service("nginx.service"));
        assert_eq!(own("/system.slice/nginx.service"), Place::Container(ID.to_owned()));
    }

    #[test]
    fn a_container_ends_where_its_own_element_does_whatever_stands_below() {
        let own = |path: &str| place(format!("0::{path}\n").as_bytes(), Some("web"));
        for path in [
            "/lxc.payload.web/system.slice/webapp.service",
            "/lxc.payload.web/system.slice/web.service",
            "/lxc/web/system.slice/webapp.service",
            "/machine.slice/machine-web.scope/payload/system.slice/webapp.service/web",
        ] {
            let Place::Service { unit, .. } = own(path) else { panic!("{path}: {:?}", own(path)) };
            assert!(unit.starts_with("web"), "{path}: {unit}");
        }
        // Who is in a service may make groups of any name, that of the container too.
        let inside = "/lxc.payload.web/system.slice/shop.service/lxc.payload.web/x";
        assert_eq!(own(inside), service("shop.service"));
        assert_eq!(own("/lxc.payload.web"), Place::Unmanaged);
        assert_eq!(own("/lxc.payload.webapp/system.slice/x.service"), Place::Container("webapp".to_owned()));
    }

    #[test]
    fn a_service_of_openrc_is_one() {
        for (path, name) in
            [("/openrc.shop", "shop"), ("/openrc.shop/worker", "shop"), ("/openrc.nginx.blue", "nginx.blue")]
        {
            assert_eq!(of(path), openrc(name), "{path}");
        }
        for path in ["/openrc.sshd", "/openrc.cronie", "/openrc.agetty.tty1"] {
            assert_eq!(of(path), Place::Session, "{path}");
        }
        for path in ["/openrc.", "/jobs/openrc.shop", "/openrc"] {
            assert_eq!(of(path), Place::Unmanaged, "{path}");
        }
        let old = |path: &str| place(format!("4:name=openrc:{path}\n1:cpu:/\n").as_bytes(), None);
        assert_eq!(
            (old("/shop"), old("/sshd"), old("/")),
            (openrc("shop"), Place::Session, Place::Unmanaged)
        );
    }

    #[test]
    fn one_hierarchy_that_says_service_is_enough() {
        let text =
            b"1:name=systemd:/system.slice/x.service\n0::/user.slice/user-1000.slice/session-3.scope\n";
        assert_eq!(place(text, None), service("x.service"));
    }
}
