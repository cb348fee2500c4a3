//! Which package owns a file, asked for one file at a time when a person wants to know: never in a tick.

mod dpkg;
mod rpm;

use std::path::Path;

use domain::package::Package;
use domain::{Gap, Reading};

use crate::roots::Roots;

/// The package that owns the file at `path`, an absolute path of this machine itself (not of a container);
/// `Ok(None)` when the distribution knows no such file. Blocks for some ten milliseconds.
///
/// # Errors
/// [`Gap::Unsupported`] where neither dpkg nor rpm keeps lists; the gap of reading them otherwise.
pub fn package_of(roots: &Roots, path: &str) -> Reading<Option<Package>> {
    if !Path::new(path).is_absolute() || path.contains(['\n', '\0']) {
        return Ok(None);
    }
    match dpkg::owner(roots, path) {
        Err(Gap::Unsupported) => rpm::owner(roots, path),
        read => read,
    }
}

/// Other names of a path on systems where `/bin`, `/sbin` and `/lib*` are links into `/usr`: package lists may
/// hold either (Debian wiki, UsrMerge).
fn spellings(path: &str) -> Vec<&str> {
    let bare = path.strip_prefix("/usr").filter(|rest| {
        ["/bin/", "/sbin/", "/lib/", "/lib32/", "/lib64/", "/libx32/"].iter().any(|dir| rest.starts_with(dir))
    });
    std::iter::once(path).chain(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_path_has_both_spellings_and_others_have_one() {
        assert_eq!(spellings("/usr/bin/bash"), ["/usr/bin/bash", "/bin/bash"]);
        assert_eq!(spellings("/usr/share/x"), ["/usr/share/x"]);
        assert_eq!(spellings("/opt/x"), ["/opt/x"]);
    }

    #[test]
    fn what_is_no_absolute_path_belongs_to_nobody() {
        for odd in ["", "bin/sh", "--root=/", "/a\n/bin/sh"] {
            assert_eq!(package_of(&Roots::default(), odd), Ok(None), "{odd:?}");
        }
    }

    #[test]
    fn a_system_without_lists_is_told() {
        let root = tempfile::tempdir().expect("a folder");
        assert_eq!(package_of(&Roots::below(root.path()), "/usr/bin/x"), Err(Gap::Unsupported));
    }
}
