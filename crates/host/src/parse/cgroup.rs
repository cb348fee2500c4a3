//! `/proc/PID/cgroup` (cgroups(7)): which systemd unit and which container a process is in. Version 1,
//! version 2 and both at once. Names are hostile text: whoever may make a cgroup chooses them.

use super::text::lines;

/// Kinds of systemd units that hold processes. Slices only hold other units.
const UNIT_SUFFIXES: [&str; 5] = [".service", ".scope", ".socket", ".mount", ".swap"];

/// Container ids of Docker, Podman, containerd and CRI-O: 64 hexadecimal digits.
const ID_LENGTH: usize = 64;

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// The innermost systemd unit, as systemctl(1) names it (`\x2d` stays: the name would not be found without it).
    pub unit: Option<String>,
    /// The innermost container, by the id or name that its manager gave it.
    pub container: Option<String>,
}

/// Where a process is. Empty for one outside any unit and container.
#[must_use]
pub fn parse(text: &[u8]) -> Placement {
    let mut systemd = None;
    let mut unified = None;
    let mut container = None;
    for line in lines(text) {
        let mut fields = line.splitn(3, |byte| *byte == b':');
        let (Some(number), Some(controllers), Some(path)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let path = String::from_utf8_lossy(path);
        container = container.or_else(|| container_in(&path));
        if controllers == b"name=systemd" {
            systemd = Some(path);
        } else if number == b"0" && controllers.is_empty() {
            unified = Some(path);
        }
    }
    // nspawn leaves itself at the machine's own level in the hierarchies that its systemd does not manage.
    if [&systemd, &unified].into_iter().flatten().any(|path| supervises(path)) {
        container = None;
    }
    // Both at once (hybrid): systemd keeps its tree in version 1 or 2, the other one is `/`. A machine with a
    // pure version 2 on a hybrid host has its own tree below the host's, in version 2 only.
    let below = |path: &str, above: &str| path.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'));
    let paths = match (&systemd, &unified) {
        (Some(above), Some(path)) if below(path, above) => [unified, systemd],
        _ => [systemd, unified],
    };
    Placement { unit: paths.into_iter().flatten().find_map(|path| unit_in(&path)), container }
}

/// Whether a path is that of a systemd-nspawn, which runs on the host beside the machine's `payload`.
fn supervises(path: &str) -> bool {
    path.strip_suffix("/supervisor").and_then(|above| above.rsplit('/').next()).is_some_and(|unit| {
        unit.starts_with("systemd-nspawn@") || unit.starts_with("machine-") && unit.ends_with(".scope")
    })
}

/// The last element that is a unit. systemd puts `_` before names that the kernel has reserved.
fn unit_in(path: &str) -> Option<String> {
    path.rsplit('/')
        .map(|element| element.strip_prefix('_').unwrap_or(element))
        .find(|element| {
            UNIT_SUFFIXES.iter().any(|suffix| element.len() > suffix.len() && element.ends_with(suffix))
        })
        .map(str::to_owned)
}

/// The last element that names a container.
fn container_in(path: &str) -> Option<String> {
    let elements: Vec<&str> = path.split('/').filter(|element| !element.is_empty()).collect();
    (0..elements.len()).rev().find_map(|index| {
        let (before, after) = elements.split_at(index);
        container_at(before.last().copied(), after.first()?, after.get(1).copied())
    })
}

/// What comes after the first element of a path that names this container; `None` if none does.
pub(super) fn inside<'p>(path: &'p str, container: &str) -> Option<&'p str> {
    let mut parent = None;
    let mut rest = path;
    loop {
        rest = rest.trim_start_matches('/');
        let (element, below) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if element.is_empty() {
            return None;
        }
        let child = below.split('/').find(|element| !element.is_empty());
        if container_at(parent, element, child).as_deref() == Some(container) {
            // systemd-nspawn keeps the machine beside itself (systemd-nspawn(1)).
            let is_machine = element.starts_with("machine-") || element.starts_with("systemd-nspawn@");
            let payload = below
                .strip_prefix("/payload")
                .filter(|rest| is_machine && (rest.is_empty() || rest.starts_with('/')));
            return Some(payload.unwrap_or(below));
        }
        (parent, rest) = (Some(element), below);
    }
}

fn container_at(parent: Option<&str>, element: &str, child: Option<&str>) -> Option<String> {
    if is_id(element) {
        return Some(element.to_owned());
    }
    if let Some((manager, id)) = element.strip_suffix(".scope").and_then(|scope| scope.rsplit_once('-')) {
        // `libpod-conmon-ID` and `crio-conmon-ID` hold the monitor, which runs on the host.
        if is_id(id) && !manager.ends_with("conmon") {
            return Some(id.to_owned());
        }
    }
    if let Some(name) = element.strip_prefix("lxc.payload.").filter(|name| !name.is_empty()) {
        return Some(name.to_owned());
    }
    if matches!(parent, Some("lxc" | "lxc.payload")) {
        return Some(element.to_owned());
    }
    if let Some(name) = element.strip_prefix("systemd-nspawn@").and_then(|rest| rest.strip_suffix(".service"))
    {
        // systemd-nspawn itself stays in `supervisor`, on the host.
        return (child != Some("supervisor")).then(|| unescape(name));
    }
    // systemd-machined's scopes also hold virtual machines (`machine-qemu\x2d…`), which are none of our containers.
    let machine = element.strip_prefix("machine-").and_then(|rest| rest.strip_suffix(".scope"))?;
    (!machine.starts_with("qemu") && child != Some("supervisor")).then(|| unescape(machine))
}

/// The name in a unit's name (systemd.unit(5)): `\x2d` is `-`, and `-` is `/`, which no machine's name has.
fn unescape(text: &str) -> String {
    let mut parts = text.split("\\x");
    let mut name = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                name.push(byte);
                name.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
            }
            None => {
                name.extend_from_slice(b"\\x");
                name.extend_from_slice(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&name).into_owned()
}

fn is_id(text: &str) -> bool {
    text.len() == ID_LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "8f0a2a6a1d0c5e3b7f94c1d2e3f4a5b6c7d8e9f00112233445566778899aabbc";
    const INNER: &str = "1111111111111111111111111111111111111111111111111111111111111111";

    fn placed(text: &str) -> (Option<String>, Option<String>) {
        let Placement { unit, container } = parse(text.as_bytes());
        (unit, container)
    }

    fn check(text: &str, unit: Option<&str>, container: Option<&str>) {
        assert_eq!(placed(text), (unit.map(str::to_owned), container.map(str::to_owned)), "{text}");
    }

    #[test]
    fn the_unit_is_the_innermost_one_below_the_slices() {
        check("0::/system.slice/nginx.service\n", Some("nginx.service"), None);
        check("0::/system.slice/system-getty.slice/getty@tty1.service\n", Some("getty@tty1.service"), None);
        check(
            "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-foo\\x2dbar.service\n",
            Some("app-foo\\x2dbar.service"),
            None,
        );
        check("0::/user.slice/user-1000.slice/user@1000.service/init.scope\n", Some("init.scope"), None);
        check("0::/system.slice/postgresql.service/workers/_cpu.service\n", Some("cpu.service"), None);
        check("0::/system.slice\n", None, None);
        check("0::/.service\n", None, None);
        check("0::/\n", None, None);
    }

    #[test]
    fn version_one_and_hybrid_name_the_same_unit() {
        let version_one =
            "12:pids:/system.slice/ssh.service\n5:memory:/\n1:name=systemd:/system.slice/ssh.service\n";
        check(version_one, Some("ssh.service"), None);
        check(
            "1:name=systemd:/system.slice/ssh.service\n0::/system.slice/ssh.service\n",
            Some("ssh.service"),
            None,
        );
        check("9:name=systemd:/\n4:memory:/jobs/acc8\n0::/system.slice/a.service\n", Some("a.service"), None);
    }

    #[test]
    fn every_manager_of_containers_is_known() {
        check(
            &format!("0::/system.slice/docker-{ID}.scope\n"),
            Some(&format!("docker-{ID}.scope")),
            Some(ID),
        );
        check(&format!("4:memory:/docker/{ID}\n1:name=systemd:/docker/{ID}\n"), None, Some(ID));
        check(&format!("4:memory:/docker/{ID}\n9:name=systemd:/\n0::/\n"), None, Some(ID));
        check(&format!("0::/docker/{ID}/system.slice/nginx.service\n"), Some("nginx.service"), Some(ID));
        check(
            &format!("0::/machine.slice/libpod-{ID}.scope/container\n"),
            Some(&format!("libpod-{ID}.scope")),
            Some(ID),
        );
        check(&format!("0::/kubepods/burstable/pod1-2/{ID}\n"), None, Some(ID));
        check(
            &format!("0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-{ID}.scope\n"),
            Some(&format!("cri-containerd-{ID}.scope")),
            Some(ID),
        );
        check(&format!("0::/kubepods.slice/crio-{ID}.scope\n"), Some(&format!("crio-{ID}.scope")), Some(ID));
        check("0::/lxc/web/system.slice/cron.service\n", Some("cron.service"), Some("web"));
        check("0::/lxc.payload.web/init.scope\n", Some("init.scope"), Some("web"));
        check(
            "0::/machine.slice/systemd-nspawn@deb.service/payload/init.scope\n",
            Some("init.scope"),
            Some("deb"),
        );
        check("0::/machine.slice/machine-deb.scope/payload\n", Some("machine-deb.scope"), Some("deb"));
    }

    #[test]
    fn a_machine_goes_by_its_own_name_and_not_by_that_of_its_unit() {
        let unit = "machine-my\\x2dweb\\x5f1.scope";
        check(&format!("0::/machine.slice/{unit}/payload\n"), Some(unit), Some("my-web_1"));
        let unit = "systemd-nspawn@my\\x2dweb.service";
        check(&format!("0::/machine.slice/{unit}/payload\n"), Some(unit), Some("my-web"));
        check("0::/machine-a\\x.scope\n", Some("machine-a\\x.scope"), Some("a\\x"));
        check("0::/machine-a\\x+1b.scope\n", Some("machine-a\\x+1b.scope"), Some("a\\x+1b"));
        check("0::/machine-a\\xé.scope\n", Some("machine-a\\xé.scope"), Some("a\\xé"));
    }

    #[test]
    fn a_pure_machine_on_a_hybrid_host_has_units_of_its_own() {
        check(
            "9:name=systemd:/machine.slice/machine-deb.scope/payload\n4:memory:/machine.slice/machine-deb.scope\n\
             0::/machine.slice/machine-deb.scope/payload/system.slice/nginx.service\n",
            Some("nginx.service"),
            Some("deb"),
        );
    }

    #[test]
    fn the_innermost_container_counts_also_when_seen_from_a_namespace() {
        check(&format!("0::/docker/{ID}/docker/{INNER}\n"), None, Some(INNER));
        check(&format!("0::/../../docker-{ID}.scope\n"), Some(&format!("docker-{ID}.scope")), Some(ID));
    }

    #[test]
    fn monitors_and_virtual_machines_are_no_containers() {
        check(
            &format!("0::/machine.slice/libpod-conmon-{ID}.scope\n"),
            Some(&format!("libpod-conmon-{ID}.scope")),
            None,
        );
        check("0::/lxc.monitor.web\n", None, None);
        check(
            "0::/machine.slice/machine-qemu\\x2d1\\x2dvm.scope\n",
            Some("machine-qemu\\x2d1\\x2dvm.scope"),
            None,
        );
        check(
            "0::/machine.slice/systemd-nspawn@deb.service/supervisor\n",
            Some("systemd-nspawn@deb.service"),
            None,
        );
        check(
            "9:name=systemd:/machine.slice/machine-deb.scope/supervisor\n4:memory:/machine.slice/machine-deb.scope\n0::/\n",
            Some("machine-deb.scope"),
            None,
        );
        check("0::/system.slice/docker.service\n", Some("docker.service"), None);
        check(&format!("0::/docker-{}.scope\n", &ID[1..]), Some(&format!("docker-{}.scope", &ID[1..])), None);
    }

    #[test]
    fn odd_bytes_and_cut_lines_place_nobody_wrongly() {
        check("", None, None);
        check("0:\n::\nno colons\n", None, None);
        check("0::/a:b/x:y.service\n", Some("x:y.service"), None);
        assert_eq!(parse(b"0::/\xff.service").unit.as_deref(), Some("\u{fffd}.service"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = parse(&bytes);
        }
    }
}
