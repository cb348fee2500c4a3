//! Where this program's own cgroup is found in the file system (cgroups(7)), in version 1, version 2 and
//! both at once. What a cgroup allows is in `cgroup_limits`.

use super::mountinfo::{parse_mountinfo, unescape};
use super::text::lines;

/// Levels that are looked at most.
const DEEPEST: usize = 64;

/// The two versions of cgroups; their files differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// One hierarchy for each controller.
    One,
    /// One hierarchy for all (kernel doc admin-guide/cgroup-v2).
    Two,
}

/// Where one controller's settings for this program are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCgroup {
    /// Whose files are there.
    pub version: Version,
    /// The folders, its own first, then each above it up to the mounted one.
    pub folders: Vec<Vec<u8>>,
}

/// The cgroup of `controller` (`cpu`, `memory`), from the mount table and `/proc/self/cgroup`.
/// `None` where no hierarchy with it is mounted. A line that cannot be understood is passed over.
#[must_use]
pub fn find_own_cgroup(table: &[u8], membership: &[u8], controller: &str) -> Option<OwnCgroup> {
    let controller = controller.as_bytes();
    let listed = |list: &[u8]| list.split(|byte| *byte == b',').any(|name| name == controller);
    let (mut one, mut two) = (None, None);
    for line in parse_mountinfo(table).flatten() {
        match line.filesystem {
            // Seen more than once, the first is the machine's own and the rest are bound for containers.
            b"cgroup" if listed(line.options) && one.is_none() => one = Some(line),
            b"cgroup2" if two.is_none() => two = Some(line),
            _ => {}
        }
    }
    let (version, line) = match (one, two) {
        (Some(line), _) => (Version::One, line),
        (None, Some(line)) => (Version::Two, line),
        (None, None) => return None,
    };
    let path = lines(membership).find_map(|entry| {
        let mut fields = entry.splitn(3, |byte| *byte == b':');
        let (number, controllers, path) = (fields.next()?, fields.next()?, fields.next()?);
        let mine = match version {
            Version::One => listed(controllers),
            Version::Two => number == b"0" && controllers.is_empty(),
        };
        mine.then_some(path)
    })?;
    let root = unescape(line.root);
    // The path is that of the machine while only a part of the hierarchy may be mounted, as in a container
    // without a cgroup namespace. One outside of what is mounted is not to be found; the mounted part holds it.
    let below = match root.as_ref() {
        b"/" => path,
        root => path
            .strip_prefix(root)
            .filter(|rest| rest.is_empty() || rest.starts_with(b"/"))
            .unwrap_or_default(),
    };
    Some(OwnCgroup { version, folders: folders(&unescape(line.mount), below) })
}

/// The folder of `below` in `mount` and all between.
fn folders(mount: &[u8], below: &[u8]) -> Vec<Vec<u8>> {
    let names: Vec<&[u8]> = below.split(|byte| *byte == b'/').filter(|name| !name.is_empty()).collect();
    // `..` leads out of a cgroup namespace, to what is not mounted here.
    let names = if names.contains(&&b".."[..]) { &[] } else { names.as_slice() };
    let names = names.get(..names.len().min(DEEPEST)).unwrap_or_default();
    (0..=names.len())
        .rev()
        .map(|depth| {
            let mut folder = mount.to_vec();
            for name in names.get(..depth).unwrap_or_default() {
                folder.push(b'/');
                folder.extend_from_slice(name);
            }
            folder
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HYBRID: &[u8] = include_bytes!("../../tests/fixtures/parse/mountinfo");
    const PURE: &str = "1 0 0:5 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n";

    fn found(table: &[u8], membership: &str, controller: &str) -> Option<(Version, Vec<String>)> {
        let own = find_own_cgroup(table, membership.as_bytes(), controller)?;
        Some((own.version, own.folders.iter().map(|f| String::from_utf8_lossy(f).into_owned()).collect()))
    }

    #[test]
    fn a_recorded_hybrid_machine_is_understood() {
        let membership = include_str!("../../tests/fixtures/parse/cgroup_hybrid");
        let memory = find_own_cgroup(HYBRID, membership.as_bytes(), "memory").expect("it is mounted");
        assert_eq!(memory.version, Version::One);
        assert_eq!(memory.folders.last().map(Vec::as_slice), Some(&b"/sys/fs/cgroup/memory"[..]));
        assert_eq!(memory.folders.len(), 3);
        let cpu = find_own_cgroup(HYBRID, membership.as_bytes(), "cpu").expect("it is mounted");
        assert_eq!(cpu.folders, [b"/sys/fs/cgroup/cpu"]);
    }

    #[test]
    fn a_pure_machine_has_all_controllers_in_one_place() {
        let folders =
            ["/sys/fs/cgroup/system.slice/web.service", "/sys/fs/cgroup/system.slice", "/sys/fs/cgroup"];
        for controller in ["cpu", "memory"] {
            let found = found(PURE.as_bytes(), "0::/system.slice/web.service\n", controller);
            assert_eq!(found, Some((Version::Two, folders.map(str::to_owned).into())));
        }
    }

    #[test]
    fn a_container_that_sees_a_part_of_the_hierarchy_finds_itself_in_it() {
        let table = "1 0 0:5 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n";
        for (path, folders) in [
            ("/docker/abc", &["/sys/fs/cgroup/memory"][..]),
            ("/docker/abc/sub", &["/sys/fs/cgroup/memory/sub", "/sys/fs/cgroup/memory"]),
            ("/docker/abcdef", &["/sys/fs/cgroup/memory"]),
            ("/elsewhere", &["/sys/fs/cgroup/memory"]),
        ] {
            let found = found(table.as_bytes(), &format!("4:memory:{path}\n"), "memory");
            assert_eq!(
                found,
                Some((Version::One, folders.iter().map(ToString::to_string).collect())),
                "{path}"
            );
        }
    }

    #[test]
    fn a_path_never_leads_out_of_the_mounted_hierarchy() {
        let found = found(PURE.as_bytes(), "0::/../../etc\n", "memory");
        assert_eq!(found, Some((Version::Two, vec!["/sys/fs/cgroup".to_owned()])));
    }

    #[test]
    fn a_controller_that_is_mounted_nowhere_is_not_found() {
        assert_eq!(found(b"1 0 0:5 / / rw - ext4 /dev/sda rw\n", "0::/\n", "memory"), None);
        assert_eq!(found(PURE.as_bytes(), "", "memory"), None);
        let only_cpu = b"1 0 0:5 / /c rw - cgroup cgroup rw,cpu,cpuacct\n";
        assert_eq!(found(only_cpu, "2:cpu,cpuacct:/\n1:memory:/\n", "memory"), None);
        assert!(found(only_cpu, "2:cpu,cpuacct:/\n", "cpu").is_some());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(table: Vec<u8>, membership: Vec<u8>) {
            let _ = find_own_cgroup(&table, &membership, "memory");
            let _ = find_own_cgroup(PURE.as_bytes(), &membership, "memory");
        }
    }
}
