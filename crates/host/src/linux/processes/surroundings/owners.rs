//! Who can write the files and folders on the way to an executable, from modes and owners alone (inode(7)).
//! Pure; reading them is `place`'s work.

use domain::standing::Writers;
use rustix::fs::Stat;

/// Bits of `st_mode`.
const STICKY: u32 = 0o1000;
const GROUP_WRITES: u32 = 0o020;
const OTHERS_WRITE: u32 = 0o002;

/// Who owns or may write something on the way: root is left out, everybody named once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Owners {
    users: Vec<u32>,
    groups: Vec<u32>,
    anybody: bool,
}

impl Owners {
    /// One more file or folder.
    pub(super) fn add(&mut self, stat: &Stat) {
        let kind = rustix::fs::FileType::from_raw_mode(stat.st_mode);
        // The owner of a file may always write it: a mode is the owner's to change.
        note(&mut self.users, stat.st_uid);
        // In a sticky folder nobody can take away what is another's (`/tmp`); a link has no mode.
        if (kind.is_dir() && stat.st_mode & STICKY != 0) || kind.is_symlink() {
            return;
        }
        if stat.st_mode & GROUP_WRITES != 0 {
            note(&mut self.groups, stat.st_gid);
        }
        self.anybody |= stat.st_mode & OTHERS_WRITE != 0;
    }

    /// What follows for a process of the user `uid`.
    ///
    /// `root` tells who counts as root besides user and group 0: root inside the process's user namespace, whose
    /// word the process takes anyway. It is asked only where it matters.
    ///
    /// A group that has the number of the process's user, or of an owner on the way, is taken for the private group of
    /// that user, as useradd(8) makes it: such a group adds nobody. Every other group is somebody else.
    pub(super) fn writers(&self, uid: u32, root: impl FnOnce() -> (Option<u32>, Option<u32>)) -> Writers {
        if self.anybody {
            return Writers { not_root_alone: true, strangers: true };
        }
        if self.users.is_empty() && self.groups.is_empty() {
            return Writers { not_root_alone: false, strangers: false };
        }
        let (root_user, root_group) = root();
        let users = || self.users.iter().copied().filter(|user| Some(*user) != root_user);
        let groups = || self.groups.iter().copied().filter(|group| Some(*group) != root_group);
        let private = |group: u32| group == uid || self.users.contains(&group);
        Writers {
            not_root_alone: users().chain(groups()).next().is_some(),
            strangers: users().any(|user| user != uid) || groups().any(|group| !private(group)),
        }
    }
}

/// Number 0 is root's, of users as of groups.
fn note(numbers: &mut Vec<u32>, number: u32) {
    if number != 0 && !numbers.contains(&number) {
        numbers.push(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: u32 = libc::S_IFREG;
    const FOLDER: u32 = libc::S_IFDIR;

    fn stat(kind: u32, mode: u32, uid: u32, gid: u32) -> Stat {
        let mut stat = rustix::fs::stat("/").expect("there is a root");
        (stat.st_mode, stat.st_uid, stat.st_gid) = (kind | mode, uid, gid);
        stat
    }

    /// Whether of a process of this user somebody besides root can write, and somebody besides root and the user.
    fn of(uid: u32, way: &[(u32, u32, u32, u32)]) -> (bool, bool) {
        of_inside(uid, (None, None), way)
    }

    fn of_inside(uid: u32, root: (Option<u32>, Option<u32>), way: &[(u32, u32, u32, u32)]) -> (bool, bool) {
        let mut owners = Owners::default();
        way.iter().for_each(|(kind, mode, uid, gid)| owners.add(&stat(*kind, *mode, *uid, *gid)));
        let writers = owners.writers(uid, || root);
        (writers.not_root_alone, writers.strangers)
    }

    #[test]
    fn what_root_alone_can_write_is_nobody_elses() {
        assert_eq!(of(0, &[(FOLDER, 0o755, 0, 0), (FILE, 0o755, 0, 0)]), (false, false));
        assert_eq!(of(33, &[(FOLDER, 0o775, 0, 0), (FILE, 0o775, 0, 0)]), (false, false), "root's own group");
        assert_eq!(of(33, &[(FILE, 0o4755, 0, 50)]), (false, false), "a group that may not write");
    }

    #[test]
    fn an_owner_can_write_whatever_the_mode_says() {
        assert_eq!(of(1000, &[(FILE, 0o500, 1000, 1000)]), (true, false), "the user's own program");
        assert_eq!(of(0, &[(FILE, 0o500, 1000, 1000)]), (true, true), "root runs another's program");
        assert_eq!(
            of(33, &[(FOLDER, 0o700, 1000, 1000), (FILE, 0o755, 0, 0)]),
            (true, true),
            "by its folder"
        );
    }

    #[test]
    fn what_the_world_can_write_is_everybodys() {
        assert_eq!(of(0, &[(FILE, 0o757, 0, 0)]), (true, true));
        assert_eq!(of(0, &[(FOLDER, 0o777, 0, 0), (FILE, 0o755, 0, 0)]), (true, true));
        assert_eq!(
            of(0, &[(FOLDER, 0o1777, 0, 0), (FILE, 0o755, 0, 0)]),
            (false, false),
            "sticky: not what is root's"
        );
        assert_eq!(of(0, &[(FILE, 0o1757, 0, 0)]), (true, true), "sticky means nothing for a file");
        assert_eq!(of(0, &[(libc::S_IFLNK, 0o777, 0, 0)]), (false, false), "a link has no mode");
    }

    #[test]
    fn a_group_is_somebody_else_unless_it_is_a_users_own() {
        assert_eq!(of(1000, &[(FOLDER, 0o775, 1000, 1000)]), (true, false), "one's private group");
        assert_eq!(of(33, &[(FOLDER, 0o775, 0, 33)]), (true, false), "the group of the process's user");
        assert_eq!(of(33, &[(FOLDER, 0o775, 0, 50)]), (true, true), "staff");
        assert_eq!(of(1000, &[(FOLDER, 0o775, 1000, 100)]), (true, true), "users");
        assert_eq!(of(0, &[(FOLDER, 0o1775, 0, 50)]), (false, false), "sticky");
    }

    #[test]
    fn root_of_a_user_namespace_is_root_for_who_lives_in_it() {
        let way = [(FOLDER, 0o775, 100_000, 100_000), (FILE, 0o755, 100_000, 100_000)];
        assert_eq!(of_inside(100_033, (Some(100_000), Some(100_000)), &way), (false, false));
        assert_eq!(of(100_033, &way), (true, true), "without that namespace it is a stranger");
    }
}
