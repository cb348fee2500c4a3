//! Whether there is a unit, asked of the folders in which systemd looks for them: it takes no right and no program. What
//! the manager knows of a unit is read elsewhere.

use std::path::Path;

use crate::roots::Roots;

/// Where units lie (systemd.unit(5), "Unit File Load Path", of the system).
pub(crate) const FOLDERS: [&str; 13] = [
    "/etc/systemd/system.control",
    "/run/systemd/system.control",
    "/run/systemd/transient",
    "/run/systemd/generator.early",
    "/etc/systemd/system",
    "/etc/systemd/system.attached",
    "/run/systemd/system",
    "/run/systemd/system.attached",
    "/run/systemd/generator",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
    "/run/systemd/generator.late",
];

/// Whether a file defines this unit, or the template that it is made from. A valid name.
pub(super) fn is_defined(roots: &Roots, unit: &str) -> bool {
    let template = template_of(unit);
    FOLDERS.iter().any(|folder| {
        let folder = roots.locate(Path::new(folder));
        // A link is a definition too: an alias, or one that leads to what is mounted later.
        let holds = |name: &str| folder.join(name).symlink_metadata().is_ok();
        holds(unit) || template.as_deref().is_some_and(holds)
    })
}

/// `getty@.service` of `getty@tty1.service`.
pub(crate) fn template_of(unit: &str) -> Option<String> {
    let (name, instance) = unit.split_once('@')?;
    let (_, suffix) = instance.rsplit_once('.')?;
    Some(format!("{name}@.{suffix}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_defined_by_a_file_a_link_or_its_template() {
        let machine = tempfile::tempdir().expect("a folder");
        let roots = Roots::below(machine.path());
        assert!(!is_defined(&roots, "nginx.service"), "a machine without systemd");
        for folder in ["usr/lib/systemd/system", "etc/systemd/system", "run/systemd/generator.late"] {
            std::fs::create_dir_all(machine.path().join(folder)).expect("made");
        }
        let write = |path: &str| std::fs::write(machine.path().join(path), "").expect("written");
        write("usr/lib/systemd/system/nginx.service");
        write("usr/lib/systemd/system/getty@.service");
        write("run/systemd/generator.late/old-script.service");
        let alias = machine.path().join("etc/systemd/system/sshd.service");
        std::os::unix::fs::symlink("/usr/lib/systemd/system/ssh.service", alias).expect("linked");
        for unit in ["nginx.service", "getty@tty1.service", "old-script.service", "sshd.service"] {
            assert!(is_defined(&roots, unit), "{unit}");
        }
        for unit in ["nginx.socket", "apache2.service", "other@tty1.service", "nginx@1.service", "nginx"] {
            assert!(!is_defined(&roots, unit), "{unit}");
        }
    }
}
