//! What the symbolic links below `/proc/PID` say: `exe`, `fd/N`, `ns/X`. Paths in them are hostile text.

use domain::process::Exe;

use super::text::number;

/// What the kernel appends to the path of a file that is no longer where it was opened (proc_pid_exe(5)).
pub const DELETED: &[u8] = b" (deleted)";

/// The target of `exe`.
#[must_use]
pub fn exe(target: &[u8]) -> Exe {
    let (path, deleted) = match target.strip_suffix(DELETED) {
        Some(path) => (path, true),
        None => (target, false),
    };
    Exe { path: String::from_utf8_lossy(path).into_owned(), deleted }
}

/// The inode of a socket when the target of `fd/N` is one: `socket:[4711]`.
#[must_use]
pub fn socket(target: &[u8]) -> Option<u64> {
    bracketed(target, b"socket:[")
}

/// The inode of a namespace, the target of `ns/X`: `net:[4026531840]`.
#[must_use]
pub fn namespace(target: &[u8]) -> Option<u64> {
    let colon = target.iter().position(|byte| *byte == b':')?;
    bracketed(target, target.get(..colon + 2)?)
}

fn bracketed(target: &[u8], prefix: &[u8]) -> Option<u64> {
    if prefix.last() != Some(&b'[') {
        return None;
    }
    number(target.strip_prefix(prefix)?.strip_suffix(b"]")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_word_deleted_is_kept_out_of_the_path() {
        assert_eq!(exe(b"/usr/sbin/nginx"), Exe { path: "/usr/sbin/nginx".to_owned(), deleted: false });
        assert_eq!(exe(b"/tmp/x (deleted)"), Exe { path: "/tmp/x".to_owned(), deleted: true });
        assert_eq!(exe(b"/tmp/x (deleted) (deleted)").path, "/tmp/x (deleted)");
        assert_eq!(exe(b"/tmp/\xff").path, "/tmp/\u{fffd}");
    }

    #[test]
    fn only_a_socket_is_a_socket() {
        assert_eq!(socket(b"socket:[4711]"), Some(4711));
        for other in
            [&b"pipe:[4711]"[..], b"socket:[]", b"socket:[4711", b"socket:4711]", b"/tmp/socket:[4711]", b""]
        {
            assert_eq!(socket(other), None);
        }
        assert_eq!(namespace(b"net:[4026531840]"), Some(4_026_531_840));
        for other in [&b"net:"[..], b"net:4026531840", b"[1]", b":", b""] {
            assert_eq!(namespace(other), None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = (exe(&bytes), socket(&bytes), namespace(&bytes));
        }
    }
}
