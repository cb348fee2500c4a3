//! Names of users and groups, as passwd(5) and group(5) have them, and of this machine. Those of a directory service are
//! not looked up: they go by their number.

use std::fs;

/// The name of a user.
pub(crate) fn user_name(uid: u32) -> Option<String> {
    let passwd = fs::read_to_string("/etc/passwd").ok()?;
    let line = passwd.lines().find(|line| line.split(':').nth(2) == Some(&uid.to_string()))?;
    line.split(':').next().map(str::to_owned)
}

/// The number of a group that is named, or written as its number.
pub(crate) fn group_id(group: &str) -> Option<u32> {
    let named = || id_in(&fs::read_to_string("/etc/group").ok()?, group);
    named().or_else(|| group.parse().ok())
}

/// What this machine calls itself.
pub(crate) fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

fn id_in(groups: &str, group: &str) -> Option<u32> {
    let line = groups.lines().find(|line| line.split(':').next() == Some(group))?;
    line.split(':').nth(2)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_has_a_name() {
        assert_eq!(user_name(0).as_deref(), Some("root"));
    }

    #[test]
    fn a_group_is_found_by_its_whole_name_or_its_number() {
        let groups = "root:x:0:\nnginx:x:101:\nnginx2:x:102:kim\nbroken\n";
        assert_eq!(
            (id_in(groups, "nginx"), id_in(groups, "ngin"), id_in(groups, "broken")),
            (Some(101), None, None)
        );
        assert_eq!(group_id("4242"), Some(4242));
    }
}
