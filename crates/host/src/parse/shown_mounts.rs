//! Which lines of the mount table are file systems that hold somebody's data. How full they are is read elsewhere.

use domain::{Gap, Reading};

use super::disk_counters::DeviceNumber;
use super::mountinfo::{MountLine, parse_mountinfo, unescape};

/// Mounts that are shown at most.
const MOST: usize = 512;

/// File systems on pools or networks: they have no block device number, and yet they hold data.
const WITHOUT_DEVICE: [&str; 36] = [
    "9p",
    "afs",
    "bcachefs",
    "beegfs",
    "btrfs",
    "ceph",
    "cifs",
    "gfs2",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "prl_fs",
    "smb3",
    "smbfs",
    "ubifs",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
    "zfs",
    "fuse.ceph-fuse",
    "fuse.cephfs",
    "fuse.davfs",
    "fuse.glusterfs",
    "fuse.juicefs",
    "fuse.mergerfs",
    "fuse.mfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.seaweedfs",
    "fuse.sshfs",
    "fuse.unionfs",
    "fuse.vmhgfs-fuse",
    "fuse.zfs",
];

/// Images that are full by their nature: shown, each snap package would be a full disk.
const IMAGES: [&str; 5] = ["cramfs", "erofs", "iso9660", "romfs", "squashfs"];

/// A mount that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownMount {
    /// Where it is mounted. Hostile bytes.
    pub path: Vec<u8>,
    /// Number of its device; major 0 when it has none of its own.
    pub device: DeviceNumber,
    /// What is mounted. Hostile bytes.
    pub source: Vec<u8>,
    /// Its type.
    pub filesystem: Vec<u8>,
}

/// The mounts that hold data, in the order of the table: those on block devices, pools and networks,
/// and whatever is mounted at `/`. Of several mounts of the same thing one is shown: that at `/`,
/// else that of the whole file system, else the one with the shortest path. A mount that another one covers is left out.
///
/// # Errors
/// `Failed` when the table is empty or a line of it is cut short.
pub fn shown_mounts(table: &[u8]) -> Reading<Vec<ShownMount>> {
    let table: Vec<MountLine<'_>> = parse_mountinfo(table).collect::<Reading<_>>()?;
    if table.is_empty() {
        return Err(Gap::failed("understand /proc/self/mountinfo: it is empty"));
    }
    let mut shown: Vec<usize> = Vec::new();
    for (index, line) in table.iter().enumerate() {
        if shown.len() >= MOST
            || !holds_data(line)
            || is_covered(line, table.get(index + 1..).unwrap_or_default())
        {
            continue;
        }
        let same =
            shown.iter_mut().find(|other| table.get(**other).is_some_and(|other| same_thing(line, other)));
        match same {
            Some(other) => {
                if table.get(*other).is_some_and(|other| rank(line) < rank(other)) {
                    *other = index;
                }
            }
            None => shown.push(index),
        }
    }
    shown.sort_unstable();
    Ok(shown.into_iter().filter_map(|index| table.get(index)).map(shown_mount).collect())
}

fn shown_mount(line: &MountLine<'_>) -> ShownMount {
    ShownMount {
        path: unescape(line.mount).into_owned(),
        device: line.device,
        source: unescape(line.source).into_owned(),
        filesystem: unescape(line.filesystem).into_owned(),
    }
}

fn holds_data(line: &MountLine<'_>) -> bool {
    let named = |names: &[&str]| names.iter().any(|name| name.as_bytes() == line.filesystem);
    // Real pseudo file systems have major 0, and `rootfs` stays below the first root for ever.
    let data =
        line.device.0 != 0 || named(&WITHOUT_DEVICE) || line.mount == b"/" && line.filesystem != b"rootfs";
    data && !named(&IMAGES)
}

/// Whether a later mount stands at the same place or above it.
fn is_covered(line: &MountLine<'_>, later: &[MountLine<'_>]) -> bool {
    later.iter().any(|over| match line.mount.strip_prefix(over.mount) {
        Some(rest) => rest.is_empty() || over.mount == b"/" || rest.first() == Some(&b'/'),
        None => false,
    })
}

/// One block device is one thing, whatever part of it is mounted. Where there is none, the mounted part
/// counts too: the subvolumes of one btrfs, the exports of one server.
fn same_thing(a: &MountLine<'_>, b: &MountLine<'_>) -> bool {
    a.device == b.device && (a.device.0 != 0 || a.root == b.root)
}

/// Lower is shown rather.
fn rank(line: &MountLine<'_>) -> (bool, bool, usize) {
    (line.mount != b"/", line.root != b"/", line.mount.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paths(table: &str) -> Vec<String> {
        let shown = shown_mounts(table.as_bytes()).expect("it is whole");
        shown.iter().map(|mount| String::from_utf8_lossy(&mount.path).into_owned()).collect()
    }

    #[test]
    fn of_a_recorded_machine_only_its_disk_is_shown() {
        let shown =
            shown_mounts(include_bytes!("../../tests/fixtures/parse/mountinfo")).expect("it is whole");
        assert_eq!(
            shown,
            [ShownMount {
                path: b"/".into(),
                device: (254, 0),
                source: b"/dev/vda".into(),
                filesystem: b"ext4".into()
            }]
        );
    }

    #[test]
    fn devices_pools_and_networks_are_shown_and_pseudo_file_systems_are_not() {
        let table = "\
            1 0 8:1 / / rw - ext4 /dev/sda1 rw\n\
            2 1 8:2 / /boot rw - xfs /dev/sda2 rw\n\
            3 1 0:30 / /proc rw - proc proc rw\n\
            4 1 0:31 / /run rw - tmpfs tmpfs rw\n\
            5 1 0:32 / /mnt/share rw - nfs4 server:/export rw\n\
            6 1 0:33 / /tank rw - zfs tank rw\n\
            7 1 7:3 / /snap/core/1 ro - squashfs /dev/loop3 ro\n\
            8 1 0:34 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw\n\
            9 1 0:35 / /mnt/ssh rw - fuse.sshfs u@h: rw\n\
            10 1 0:36 / /run/user/1/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw\n\
            11 1 0:37 / /misc rw - autofs systemd-1 rw\n";
        assert_eq!(paths(table), ["/", "/boot", "/mnt/share", "/tank", "/mnt/ssh"]);
    }

    #[test]
    fn the_root_of_a_container_is_shown_and_its_bound_files_once() {
        let table = "\
            1 0 0:50 / / rw - overlay overlay rw\n\
            2 1 8:1 /var/lib/docker/containers/x/resolv.conf /etc/resolv.conf rw - ext4 /dev/sda1 rw\n\
            3 1 8:1 /var/lib/docker/containers/x/hostname /etc/hostname rw - ext4 /dev/sda1 rw\n\
            4 1 8:1 /var/lib/docker/containers/x/hosts /etc/hosts rw - ext4 /dev/sda1 rw\n";
        assert_eq!(paths(table), ["/", "/etc/hosts"]);
    }

    #[test]
    fn of_a_device_that_is_mounted_twice_the_better_place_is_shown() {
        let table = "\
            1 0 8:1 /srv /data rw - ext4 /dev/sda1 rw\n\
            2 0 8:1 / / rw - ext4 /dev/sda1 rw\n\
            3 2 8:2 /sub /a rw - ext4 /dev/sda2 rw\n\
            4 2 8:2 / /mnt/whole rw - ext4 /dev/sda2 rw\n";
        // Line 2 stands above /data of line 1, as after a pivot_root.
        assert_eq!(paths(table), ["/", "/mnt/whole"]);
    }

    #[test]
    fn the_subvolumes_of_one_btrfs_are_all_shown() {
        let table = "\
            1 0 0:20 /@ / rw - btrfs /dev/sda2 rw\n\
            2 1 0:20 /@home /home rw - btrfs /dev/sda2 rw\n\
            3 1 0:20 /@home /srv/home rw - btrfs /dev/sda2 rw\n";
        assert_eq!(paths(table), ["/", "/home"]);
    }

    #[test]
    fn a_mount_that_another_one_covers_is_left_out() {
        let table = "\
            1 0 8:1 / / rw - ext4 /dev/sda1 rw\n\
            2 1 8:2 / /mnt/a rw - ext4 /dev/sda2 rw\n\
            3 1 8:3 / /mnt/ab rw - ext4 /dev/sda3 rw\n\
            4 1 0:9 / /mnt/a rw - tmpfs tmpfs rw\n\
            5 1 8:4 / /data/x rw - ext4 /dev/sda4 rw\n\
            6 1 8:5 / /data rw - ext4 /dev/sda5 rw\n";
        assert_eq!(paths(table), ["/", "/mnt/ab", "/data"]);
    }

    #[test]
    fn a_hostile_name_is_decoded_and_kept() {
        let table = "1 0 8:1 / /mnt/<img\\040src=x>\\012\\033[2J rw - vfat /dev/sdb1 rw\n";
        assert_eq!(paths(table), ["/mnt/<img src=x>\n\u{1b}[2J"]);
    }

    #[test]
    fn a_table_that_is_cut_short_is_a_gap() {
        assert!(shown_mounts(b"1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /bo").is_err());
        assert!(shown_mounts(b"").is_err(), "there is always a root");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = shown_mounts(&text);
        }

        #[test]
        fn no_device_is_shown_twice(lines in prop::collection::vec((0u32..3, 0u32..3, "/[ab/]{0,3}", "/[ab/]{0,3}"), 1..12)) {
            let table: String = lines
                .iter()
                .map(|(major, minor, root, mount)| format!("1 0 {major}:{minor} {root} {mount} rw - btrfs x rw\n"))
                .collect();
            let shown = shown_mounts(table.as_bytes()).expect("it is whole");
            for (index, mount) in shown.iter().enumerate() {
                let twice = shown.iter().skip(index + 1).any(|other| other.device == mount.device && mount.device.0 != 0);
                prop_assert!(!twice, "{table}");
            }
        }
    }
}
