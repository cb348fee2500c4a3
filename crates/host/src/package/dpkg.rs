//! The lists that dpkg keeps (`/var/lib/dpkg/info/*.list`, dpkg-query(1)): one path a line.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use domain::package::Package;
use domain::{Cause, Gap, Reading};

use super::spellings;
use crate::roots::Roots;

const FOLDER: &str = "/var/lib/dpkg/info";

/// Lists that are looked at, and bytes of each. A large desktop has 4,000; the longest list is some 2 MB.
const MOST_LISTS: usize = 20_000;
const LONGEST: u64 = 16 << 20;

/// See [`super::package_of`].
pub(super) fn owner(roots: &Roots, path: &str) -> Reading<Option<Package>> {
    let folder = roots.locate(Path::new(FOLDER));
    let listed = fs::read_dir(folder).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Gap::Unsupported,
        std::io::ErrorKind::PermissionDenied => Gap::Denied,
        _ => Gap::Failed(Cause { action: "read the lists of dpkg", errno: error.raw_os_error() }),
    })?;
    let wanted = spellings(path);
    let mut text = Vec::new();
    let lists = listed.filter_map(Result::ok).map(|entry| entry.path());
    for list in lists.filter(|path| path.extension().is_some_and(|end| end == "list")).take(MOST_LISTS) {
        text.clear();
        // A package that is being removed takes its list with it.
        let read = File::open(&list).and_then(|file| file.take(LONGEST).read_to_end(&mut text));
        if read.is_ok() && wanted.iter().any(|path| holds(&text, path.as_bytes())) {
            return Ok(list
                .file_stem()
                .map(|stem| Package { manager: "dpkg", name: name(&stem.to_string_lossy()) }));
        }
    }
    Ok(None)
}

/// Whether a list has this line.
fn holds(list: &[u8], path: &[u8]) -> bool {
    list.split(|byte| *byte == b'\n').any(|line| line == path)
}

/// `libc6:amd64` is the package `libc6`.
fn name(stem: &str) -> String {
    stem.split_once(':').map_or(stem, |(name, _)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(lists: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("var/lib/dpkg/info");
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in lists {
            fs::write(folder.join(name), text).expect("a list");
        }
        root
    }

    fn owner_of(path: &str) -> Option<String> {
        let root = machine(&[
            ("bash.list", "/.\n/bin\n/bin/bash\n/etc/bash.bashrc\n"),
            ("libc6:amd64.list", "/usr/lib/x86_64-linux-gnu/libc.so.6\n"),
            ("bash.md5sums", "/usr/bin/other\n"),
            ("odd.list", "\0\u{feff}no newline at the end /usr/bin/odd"),
        ]);
        owner(&Roots::below(root.path()), path).expect("lists").map(|package| package.name)
    }

    #[test]
    fn the_list_that_holds_the_path_names_the_package() {
        assert_eq!(owner_of("/usr/bin/bash").as_deref(), Some("bash"));
        assert_eq!(owner_of("/bin/bash").as_deref(), Some("bash"));
        assert_eq!(owner_of("/usr/lib/x86_64-linux-gnu/libc.so.6").as_deref(), Some("libc6"));
    }

    #[test]
    fn a_part_of_a_line_or_another_file_is_no_match() {
        for path in ["/bin/bas", "/usr/bin/odd", "/usr/bin/other", "/usr/local/bin/bash"] {
            assert_eq!(owner_of(path), None, "{path}");
        }
    }

    #[test]
    fn it_agrees_with_dpkg_query_where_there_is_one() {
        let roots = Roots::default();
        for path in ["/usr/bin/env", "/usr/bin/dpkg-query"] {
            let asked = std::process::Command::new("dpkg-query").args(["-S", "--", path]).output();
            let Some(told) = asked.ok().filter(|output| output.status.success()) else {
                println!("SKIPPED comparing {path} with dpkg-query: it is not here or does not know it");
                continue;
            };
            let told = String::from_utf8_lossy(&told.stdout).split(':').next().map(str::to_owned);
            assert_eq!(owner(&roots, path).expect("lists").map(|package| package.name), told);
        }
    }
}
