//! Whether this program runs in a container, judged by the marks that container engines leave.
//! What the container may use is in `cgroup_limits`.

use super::cgroup;
use super::link;
use super::mountinfo::{parse_mountinfo, unescape};
use super::text::lines;

/// Inode of the first pid namespace (`PROC_PID_INIT_INO`, linux/proc_ns.h).
const FIRST_PID_NAMESPACE: u64 = 0xEFFF_FFFC;

/// Inode of the first cgroup namespace (`PROC_CGROUP_INIT_INO`).
const FIRST_CGROUP_NAMESPACE: u64 = 0xEFFF_FFFB;

/// Digits of the id that engines give a container.
const ID_DIGITS: usize = 64;

/// Longest name of a runtime that is believed.
const LONGEST_NAME: usize = 32;

/// What was found of each mark; `None` where it is not there or may not be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks<'a> {
    /// `/proc/self/cgroup`.
    pub cgroup: Option<&'a [u8]>,
    /// `/proc/self/mountinfo`.
    pub mountinfo: Option<&'a [u8]>,
    /// Whether there is `/.dockerenv`.
    pub dockerenv: bool,
    /// `/run/.containerenv`, which Podman writes.
    pub containerenv: Option<&'a [u8]>,
    /// `/run/systemd/container` (systemd's container interface).
    pub systemd: Option<&'a [u8]>,
    /// `/proc/1/environ`, in which `container=` stands (the same interface).
    pub init_environ: Option<&'a [u8]>,
    /// The target of `/proc/self/ns/pid`.
    pub pid_namespace: Option<&'a [u8]>,
    /// The target of `/proc/self/ns/cgroup`.
    pub cgroup_namespace: Option<&'a [u8]>,
}

/// The container that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundContainer {
    /// What made it, as `docker`; `None` when that could not be told.
    pub runtime: Option<String>,
    /// Its id or name, if it has one.
    pub id: Option<String>,
}

/// The container this program runs in; `None` on a plain host.
///
/// An own cgroup named after a container proves one. A mark alone does not: virtual machines are made from
/// container images and keep their files. It counts unless both the pid and the cgroup namespace are the
/// machine's first. An own pid namespace without any mark is a container of unknown make.
#[must_use]
pub fn find_container(marks: &Marks<'_>) -> Option<FoundContainer> {
    let by_cgroup = marks.cgroup.and_then(|text| cgroup::parse(text).container);
    let first = |target: Option<&[u8]>, inode| target.and_then(link::namespace).map(|found| found == inode);
    let first_pid = first(marks.pid_namespace, FIRST_PID_NAMESPACE);
    let first_cgroup = first(marks.cgroup_namespace, FIRST_CGROUP_NAMESPACE);
    let plain = first_pid == Some(true) && first_cgroup == Some(true);
    let runtime = runtime(marks);
    let in_one = by_cgroup.is_some() || !plain && runtime.is_some() || first_pid == Some(false);
    in_one.then(|| FoundContainer { runtime, id: by_cgroup.or_else(|| id(marks)) })
}

/// The runtime, by the first mark that tells. Kubernetes goes first: its containers also show their engine.
fn runtime(marks: &Marks<'_>) -> Option<String> {
    let cgroup_has =
        |word: &[u8]| marks.cgroup.is_some_and(|text| text.windows(word.len()).any(|part| part == word));
    let named = |name: &str| Some(name.to_owned());
    if cgroup_has(b"kubepods") || mounted_at(marks, b"/run/secrets/kubernetes.io/serviceaccount") {
        return named("kubernetes");
    }
    if let Some(name) = marks.systemd.and_then(plain_name) {
        return Some(name);
    }
    if let Some(text) = marks.containerenv {
        let engine = containerenv_value(text, b"engine")
            .and_then(|engine| plain_name(engine.split(|byte| *byte == b'-').next().unwrap_or_default()));
        return engine.or_else(|| named("podman"));
    }
    if marks.dockerenv {
        return named("docker");
    }
    if let Some(name) = marks.init_environ.and_then(container_variable).and_then(plain_name) {
        return Some(name);
    }
    [
        (&b"libpod"[..], "podman"),
        (b"docker", "docker"),
        (b"lxc", "lxc"),
        (b"crio", "cri-o"),
        (b"containerd", "containerd"),
    ]
    .into_iter()
    .find(|(word, _)| cgroup_has(word))
    .and_then(|(_, name)| named(name))
}

/// Its id: what Podman wrote, or what the engine bound into it says. With a cgroup namespace the own cgroup is `/`.
fn id(marks: &Marks<'_>) -> Option<String> {
    let written = marks.containerenv.and_then(|text| containerenv_value(text, b"id")).and_then(container_id);
    written.or_else(|| {
        parse_mountinfo(marks.mountinfo?).flatten().find_map(|line| {
            let bound = [&b"/etc/hostname"[..], b"/etc/hosts", b"/etc/resolv.conf"].contains(&line.mount);
            let root = unescape(line.root);
            let mut parts = root.split(|byte| *byte == b'/');
            // `…/containers/ID/hostname` of Docker, `…/overlay-containers/ID/userdata/hostname` of Podman.
            bound.then(|| parts.find(|part| part.ends_with(b"containers")))??;
            container_id(parts.next()?)
        })
    })
}

fn mounted_at(marks: &Marks<'_>, end: &[u8]) -> bool {
    marks
        .mountinfo
        .is_some_and(|table| parse_mountinfo(table).flatten().any(|line| line.mount.ends_with(end)))
}

/// The value of `NAME="VALUE"`.
fn containerenv_value<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    lines(text)
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(b"=\"")?.trim_ascii_end().strip_suffix(b"\""))
}

/// The value of `container` among variables that end in NUL.
fn container_variable(environ: &[u8]) -> Option<&[u8]> {
    environ.split(|byte| *byte == 0).find_map(|variable| variable.strip_prefix(b"container="))
}

/// A runtime's name that is one; anybody in a container may write these files.
fn plain_name(text: &[u8]) -> Option<String> {
    let name = text.trim_ascii();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
    let believed = !name.is_empty() && name.len() <= LONGEST_NAME && name.iter().all(plain);
    if believed { String::from_utf8(name.to_vec()).ok() } else { None }
}

fn container_id(text: &[u8]) -> Option<String> {
    let believed = text.len() == ID_DIGITS && text.iter().all(u8::is_ascii_hexdigit);
    if believed { String::from_utf8(text.to_vec()).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "8f0a2a6a1d0c5e3b7f94c1d2e3f4a5b6c7d8e9f00112233445566778899aabbc";
    const FIRST: Marks<'_> = Marks {
        cgroup: Some(b"0::/\n"),
        mountinfo: None,
        dockerenv: false,
        containerenv: None,
        systemd: None,
        init_environ: None,
        pid_namespace: Some(b"pid:[4026531836]"),
        cgroup_namespace: Some(b"cgroup:[4026531835]"),
    };
    const OWN: Marks<'_> = Marks {
        pid_namespace: Some(b"pid:[4026532481]"),
        cgroup_namespace: Some(b"cgroup:[4026532482]"),
        ..FIRST
    };

    fn found(marks: &Marks<'_>) -> Option<(Option<String>, Option<String>)> {
        find_container(marks).map(|found| (found.runtime, found.id))
    }

    fn is(runtime: &str, id: Option<&str>) -> Option<(Option<String>, Option<String>)> {
        Some((Some(runtime.to_owned()), id.map(str::to_owned)))
    }

    #[test]
    fn a_plain_host_is_none_even_if_its_image_was_a_container_once() {
        assert_eq!(found(&FIRST), None);
        assert_eq!(found(&Marks { dockerenv: true, ..FIRST }), None);
        assert_eq!(found(&Marks { init_environ: Some(b"A=b\0container=lxc\0"), ..FIRST }), None);
        assert_eq!(found(&Marks::default()), None, "where nothing can be seen nothing is claimed");
    }

    #[test]
    fn docker_with_an_own_cgroup_namespace_tells_its_id_by_what_it_bound() {
        let mounts = format!(
            "1 0 8:1 /var/lib/docker/containers/{ID}/hostname /etc/hostname rw - ext4 /dev/sda1 rw\n"
        );
        let marks = Marks { dockerenv: true, mountinfo: Some(mounts.as_bytes()), ..OWN };
        assert_eq!(found(&marks), is("docker", Some(ID)));
        assert_eq!(found(&Marks { mountinfo: None, ..marks }), is("docker", None));
    }

    #[test]
    fn docker_without_a_cgroup_namespace_is_known_by_its_cgroup() {
        let cgroup = format!("4:memory:/docker/{ID}\n0::/system.slice/docker-{ID}.scope\n");
        let with_host_pids = Marks { cgroup: Some(cgroup.as_bytes()), ..FIRST };
        assert_eq!(found(&with_host_pids), is("docker", Some(ID)));
    }

    #[test]
    fn podman_says_who_it_is() {
        let text = format!("engine=\"podman-4.3.1\"\nname=\"web\"\nid=\"{ID}\"\nimage=\"x\"\n");
        assert_eq!(found(&Marks { containerenv: Some(text.as_bytes()), ..OWN }), is("podman", Some(ID)));
        assert_eq!(
            found(&Marks { containerenv: Some(b""), ..OWN }),
            is("podman", None),
            "it is empty without root"
        );
    }

    #[test]
    fn systemd_and_the_first_process_say_what_made_the_container() {
        assert_eq!(found(&Marks { systemd: Some(b"systemd-nspawn\n"), ..OWN }), is("systemd-nspawn", None));
        assert_eq!(found(&Marks { init_environ: Some(b"PATH=/\0container=lxc\0"), ..OWN }), is("lxc", None));
    }

    #[test]
    fn kubernetes_goes_before_its_engine() {
        let cgroup = format!("0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-{ID}.scope\n");
        assert_eq!(found(&Marks { cgroup: Some(cgroup.as_bytes()), ..OWN }), is("kubernetes", Some(ID)));
        let mounts = b"1 0 0:9 / /run/secrets/kubernetes.io/serviceaccount ro - tmpfs tmpfs rw\n";
        assert_eq!(found(&Marks { mountinfo: Some(mounts), dockerenv: true, ..OWN }), is("kubernetes", None));
    }

    #[test]
    fn an_own_pid_namespace_without_a_mark_is_a_container_of_unknown_make() {
        assert_eq!(found(&OWN), Some((None, None)));
        let only_cgroup = Marks { pid_namespace: FIRST.pid_namespace, ..OWN };
        assert_eq!(found(&only_cgroup), None, "a service may have a cgroup namespace of its own");
    }

    #[test]
    fn hostile_marks_name_nothing() {
        let long = "x".repeat(LONGEST_NAME + 1);
        for name in ["<script>", "a b", "\u{1b}[31m", "", long.as_str()] {
            let environ = format!("container={name}\0");
            let marks =
                Marks { systemd: Some(name.as_bytes()), init_environ: Some(environ.as_bytes()), ..OWN };
            assert_eq!(found(&marks), Some((None, None)), "{name:?}");
        }
        let text = "id=\"../../etc/passwd\"\nengine=\"<b>\"\n";
        assert_eq!(found(&Marks { containerenv: Some(text.as_bytes()), ..OWN }), is("podman", None));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(a: Vec<u8>, b: Vec<u8>, c: Vec<u8>, d: Vec<u8>, e: Vec<u8>, dockerenv: bool) {
            let marks = Marks {
                cgroup: Some(&a),
                mountinfo: Some(&b),
                dockerenv,
                containerenv: Some(&c),
                systemd: Some(&d),
                init_environ: Some(&e),
                pid_namespace: Some(&a),
                cgroup_namespace: Some(&b),
            };
            let _ = find_container(&marks);
        }
    }
}
