//! What systemctl prints, and properties as they come over D-Bus.

use proptest::prelude::*;

use super::*;

const SHOWN: &str = "\
Id=nginx.service
Names=nginx.service web.service
Description=A high performance web server = fast
LoadState=loaded
ActiveState=active
SubState=running
ActiveEnterTimestamp=Sat 2026-11-21 16:22:09 UTC
ActiveExitTimestamp=
InactiveEnterTimestamp=n/a
InactiveExitTimestamp=@1790000000
MainPID=4711
NRestarts=2
Result=success
ExecMainCode=0
ExecMainStatus=0
ControlGroup=/system.slice/nginx.service
MemoryCurrent=1048576

Id=missing.service
Names=missing.service
Description=missing.service
LoadState=not-found
ActiveState=inactive
SubState=dead
MainPID=0
MemoryCurrent=[not set]

Id=crash.service
LoadState=loaded
ActiveState=failed
SubState=failed
InactiveEnterTimestamp=Thu 1970-01-01 00:00:01 UTC
ExecMainCode=1
ExecMainStatus=3
Result=exit-code
";

#[test]
fn what_systemctl_prints_is_understood() {
    let drafts = parse_show(SHOWN.as_bytes(), 100);
    let units: Vec<Unit> = drafts.iter().map(|draft| draft.unit(None)).collect();
    assert_eq!(units.len(), 3);
    assert_eq!(units[0].names, ["nginx.service", "web.service"]);
    assert_eq!(units[0].description, "A high performance web server = fast");
    assert_eq!(units[0].since, Ok(Wall(1_795_278_129_000_000_000)));
    assert_eq!((units[0].main_pid, units[0].restarts, units[0].memory_bytes), (Ok(4711), Ok(2), Ok(1 << 20)));
    assert_eq!(units[0].exit_status, Err(Gap::Unsupported), "it has not ended");
    assert_eq!(drafts[0].control_group(), Some("/system.slice/nginx.service"));
    assert_eq!((units[1].load_state.as_str(), units[1].main_pid), ("not-found", Err(Gap::Unsupported)));
    assert_eq!(units[1].memory_bytes, Err(Gap::Unsupported), "[not set] is no number");
    assert_eq!((units[2].state(), units[2].exit_status), (State::Failed, Ok(3)));
    assert_eq!(units[2].since, Ok(Wall(1_000_000_000)));
    assert_eq!(units[2].restarts, Err(Gap::NotYet), "what was not printed");
}

#[test]
fn a_unit_is_in_its_state_since_the_moment_that_belongs_to_it() {
    for (state, seconds) in [
        ("active", 1),
        ("reloading", 1),
        ("deactivating", 2),
        ("inactive", 3),
        ("failed", 3),
        ("activating", 4),
    ] {
        let mut draft = Draft::listed("a.service", "", "loaded", state, "");
        for (at, property) in
            ["ActiveEnterTimestamp", "ActiveExitTimestamp", "InactiveEnterTimestamp", "InactiveExitTimestamp"]
                .iter()
                .enumerate()
        {
            draft.set(property, &Fact::Number((at as i128 + 1) * 1_000_000));
        }
        assert_eq!(draft.unit(None).since, Ok(Wall(seconds * 1_000_000_000)), "{state}");
    }
    let mut never = Draft::listed("a.service", "", "loaded", "inactive", "dead");
    assert_eq!(never.unit(None).since, Err(Gap::NotYet));
    never.set("InactiveEnterTimestamp", &Fact::Number(0));
    assert_eq!(never.unit(None).since, Err(Gap::Unsupported));
}

#[test]
fn memory_that_is_not_set_is_a_gap_and_no_number() {
    let mut draft = Draft::listed("a.service", "", "loaded", "active", "running");
    draft.set("MemoryCurrent", &Fact::Number(u64::MAX.into()));
    assert_eq!(draft.unit(None).memory_bytes, Err(Gap::Unsupported));
    draft.measured(Some(7));
    assert_eq!(draft.unit(None).memory_bytes, Ok(7));
    draft.measured(None);
    assert_eq!(draft.unit(None).memory_bytes, Err(Gap::Unsupported));
}

#[test]
fn a_cgroup_that_leads_elsewhere_is_none() {
    for (path, expected) in [
        ("/system.slice/a.service", Some("/system.slice/a.service")),
        ("/system.slice/../../etc", None),
        ("system.slice", None),
        ("/", None),
        ("", None),
        ("/a..b/c", Some("/a..b/c")),
    ] {
        let mut draft = Draft::default();
        draft.set("ControlGroup", &Fact::Text(path));
        assert_eq!(draft.control_group(), expected, "{path}");
    }
}

#[test]
fn a_property_of_another_type_than_it_should_have_changes_nothing() {
    let mut draft = Draft::listed("a.service", "d", "loaded", "active", "running");
    let before = draft.clone();
    draft.set("Id", &Fact::Number(1));
    draft.set("MainPID", &Fact::Text("1"));
    draft.set("Names", &Fact::Text("x"));
    draft.set("Description", &Fact::Texts(vec!["x"]));
    draft.set("Nothing", &Fact::Text("x"));
    assert_eq!(draft, before);
}

#[test]
fn long_texts_and_many_units_are_bounded() {
    let long = format!("Id=a.service\nDescription={}\n", "가".repeat(10_000));
    let drafts = parse_show(long.as_bytes(), 100);
    assert_eq!(drafts[0].unit(None).description.len(), 1023, "cut at a character");
    let many: String = (0..50).map(|number| format!("Id=u{number}.service\n\n")).collect();
    assert_eq!(parse_show(many.as_bytes(), 10).len(), 10);
}

#[test]
fn moments_that_are_none_are_not_taken_for_one() {
    for text in
        ["Sat 2026-11-21 16:22:09 KST", "2026-11-21 16:22:09", "Sat 2026-13-21 16:22:09 UTC", "@x", "yes"]
    {
        assert_eq!(moment(text), None, "{text}");
    }
    assert_eq!(moment("Thu 1970-01-01 00:00:00 UTC"), Some(0));
    assert_eq!(moment("Thu 2024-02-29 00:00:00 UTC"), Some(1_709_164_800_000_000));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse_show(&bytes, 10);
    }

    #[test]
    fn no_value_makes_it_panic(property in prop::sample::select(&PROPERTIES[..]), value in any::<String>(), number in any::<i128>()) {
        let mut draft = Draft::default();
        draft.set_shown(property, &value);
        draft.set(property, &Fact::Number(number));
        let _ = draft.unit(None);
    }
}
