//! No bytes make the parser of the marks of a container panic.
#![no_main]

use host::parse::container_marks::{Marks, find_container};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], &[u8], &[u8], &[u8], bool)| {
    let (cgroup, mountinfo, written, namespace, dockerenv) = input;
    let found = find_container(&Marks {
        cgroup: Some(cgroup),
        mountinfo: Some(mountinfo),
        dockerenv,
        containerenv: Some(written),
        systemd: Some(written),
        init_environ: Some(written),
        pid_namespace: Some(namespace),
        cgroup_namespace: None,
    });
    if let Some(runtime) = found.and_then(|found| found.runtime) {
        assert!(runtime.bytes().all(|byte| byte.is_ascii_graphic()));
    }
});
