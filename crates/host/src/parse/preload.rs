//! What ld.so(8) is told to load before all libraries: in the environment of a process (proc_pid_environ(5))
//! and in `/etc/ld.so.preload`. Of an environment nothing but this ever leaves here: the rest holds secrets.

use super::text::lines;

/// Libraries that are kept of one source.
const LIBRARY_LIMIT: usize = 32;

/// Longest path that a file can have (`PATH_MAX`).
const PATH_LIMIT: usize = 4096;

/// The libraries of `LD_PRELOAD` and `LD_AUDIT`, in their order, each once.
#[must_use]
pub fn environment(environ: &[u8]) -> Vec<String> {
    let lists = environ.split(|byte| *byte == 0).flat_map(|variable| {
        let preload = variable.strip_prefix(b"LD_PRELOAD=").unwrap_or_default();
        let audit = variable.strip_prefix(b"LD_AUDIT=").unwrap_or_default();
        // A blank separates only the former.
        names(preload, |byte| matches!(byte, b':' | b' ')).chain(names(audit, |byte| byte == b':'))
    });
    collect(lists)
}

/// The libraries of `/etc/ld.so.preload`, in their order, each once.
#[must_use]
pub fn file(text: &[u8]) -> Vec<String> {
    collect(lines(text).flat_map(|line| {
        let plain = line.split(|byte| *byte == b'#').next().unwrap_or_default();
        names(plain, |byte| matches!(byte, b':' | b' ' | b'\t'))
    }))
}

fn names(list: &[u8], separates: impl Fn(u8) -> bool) -> impl Iterator<Item = &[u8]> {
    list.split(move |byte| separates(*byte)).filter(|name| !name.is_empty())
}

fn collect<'a>(found: impl Iterator<Item = &'a [u8]>) -> Vec<String> {
    let mut libraries: Vec<String> = Vec::new();
    for name in found {
        let name = String::from_utf8_lossy(name.get(..PATH_LIMIT).unwrap_or(name)).into_owned();
        if libraries.len() < LIBRARY_LIMIT && !libraries.contains(&name) {
            libraries.push(name);
        }
    }
    libraries
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_libraries_of_an_environment_are_found_and_nothing_else() {
        let environ = b"PASSWORD=hunter2\0LD_PRELOAD=/tmp/a.so:/tmp/b.so  c.so:\0XLD_PRELOAD=/no.so\0LD_PRELOAD\0LD_AUDIT=/x y.so:/z.so\0";
        assert_eq!(environment(environ), ["/tmp/a.so", "/tmp/b.so", "c.so", "/x y.so", "/z.so"]);
        assert!(environment(b"LD_PRELOAD=\0LD_LIBRARY_PATH=/x\0").is_empty());
        assert!(environment(b"").is_empty());
        assert_eq!(environment(b"A=LD_PRELOAD=/x\0LD_PRELOAD=/last\0LD_PRELOAD=/again"), ["/last", "/again"]);
    }

    #[test]
    fn a_file_has_names_between_blanks_and_colons_and_comments() {
        let text = b"# /no.so\n/a.so /b.so\t/c.so:/a.so # /no.so\n\n\xff.so";
        assert_eq!(file(text), ["/a.so", "/b.so", "/c.so", "\u{fffd}.so"]);
        assert!(file(b"#x").is_empty());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_grow_without_bound(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let preload = [b"LD_PRELOAD=", &bytes[..]].concat();
            prop_assert!(environment(&preload).len() <= LIBRARY_LIMIT);
            prop_assert!(file(&bytes).len() <= LIBRARY_LIMIT);
        }
    }

    #[test]
    fn many_and_long_names_are_cut() {
        let many: Vec<u8> = (0..1000).flat_map(|n| format!("/{n}.so ").into_bytes()).collect();
        assert_eq!(file(&many).len(), LIBRARY_LIMIT);
        assert_eq!(file(&vec![b'x'; 10_000])[0].len(), PATH_LIMIT);
    }
}
