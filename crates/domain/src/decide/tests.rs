//! Every combination of facts, policy, role and protection, against the rules written down a second time.

use super::*;
use crate::gap::{Gap, Reading};
use crate::key::ProcessKey;
use crate::supervisor::Supervisor;

const USERS: LoginUsers = LoginUsers { first: 1000, last: 60_000 };
const NOBODY: u32 = 65_534;

fn uids(all: [u32; 4]) -> Uids {
    let [real, effective, saved, filesystem] = all;
    Uids { real, effective, saved, filesystem }
}

fn linux() -> LinuxFacts {
    LinuxFacts {
        kernel_thread: Ok(false),
        place: Ok(Place::Session),
        own_user_namespace: Ok(true),
        uids: Ok(uids([1000; 4])),
        login_users: Ok(USERS),
        nobody: Ok(NOBODY),
    }
}

fn windows() -> WindowsFacts {
    WindowsFacts {
        session: Ok(1),
        account: Ok(Account::User),
        service_host: Ok(false),
        signed_core: Ok(false),
        below_explorer: Ok(true),
        package: Ok(Package::Desktop),
    }
}

fn service(unit: &str) -> Place {
    Place::Service { supervisor: Supervisor::Systemd, unit: unit.to_owned() }
}

fn facts(system: System) -> Facts {
    Facts {
        key: ProcessKey { pid: 42, started: 7 },
        mark: Mark::Numbered(99),
        relation: Ok(Relation::Stranger),
        exe: Ok("/srv/shop/shop".to_owned()),
        arguments: Ok(()),
        system,
    }
}

fn read(is_system: bool, terminatable: bool) -> Result<Policy, Unavailable> {
    Ok(Policy { record: Some(Record::Read { is_system, terminatable, reason: "because".to_owned() }) })
}

fn of(facts: &Facts) -> Result<Permit, Refusal> {
    decide(Deed::End, facts, &Ok(Policy::default()), Role::Operator, Mono(5))
}

fn code(facts: &Facts) -> &'static str {
    of(facts).map_or_else(|refusal| refusal.code(), |_| "permit")
}

#[test]
fn what_an_ordinary_user_started_may_be_ended() {
    let permit = of(&facts(System::Linux(linux()))).unwrap();
    assert_eq!((permit.deed(), permit.key().pid), (Deed::End, 42));
    assert_eq!(code(&facts(System::Windows(windows()))), "permit");
}

#[test]
fn a_permit_dies_after_two_seconds_and_does_not_believe_a_clock_that_went_back() {
    let permit = of(&facts(System::Linux(linux()))).unwrap();
    let second = 1_000_000_000;
    assert!(permit.holds(Mono(5)) && permit.holds(Mono(5 + 2 * second)));
    assert!(!permit.holds(Mono(6 + 2 * second)) && !permit.holds(Mono(4)));
}

#[test]
fn each_protection_has_its_own_reason() {
    type Change = fn(&mut LinuxFacts);
    let table: [(&str, Change); 13] = [
        ("kernel_thread", |f| f.kernel_thread = Ok(true)),
        ("unread", |f| f.kernel_thread = Err(Gap::Gone)),
        ("system_service", |f| f.place = Ok(service("nginx.service"))),
        ("other_container", |f| f.place = Ok(Place::Container("c0ffee".to_owned()))),
        ("unread", |f| f.place = Err(Gap::Denied)),
        ("foreign_users", |f| f.own_user_namespace = Ok(false)),
        ("root", |f| f.uids = Ok(uids([0; 4]))),
        ("root", |f| f.uids = Ok(uids([1000, 1000, 0, 1000]))),
        ("mixed_users", |f| f.uids = Ok(uids([1000, 1000, 1001, 1000]))),
        ("not_a_login_user", |f| f.uids = Ok(uids([33; 4]))),
        ("not_a_login_user", |f| f.uids = Ok(uids([NOBODY; 4]))),
        ("unread", |f| f.uids = Err(Gap::Denied)),
        ("unread", |f| f.login_users = Err(Gap::Failed(crate::Cause { action: "read", errno: None }))),
    ];
    for (expected, change) in table {
        let mut linux = linux();
        change(&mut linux);
        assert_eq!(code(&facts(System::Linux(linux.clone()))), expected, "{linux:?}");
    }
}

#[test]
fn a_service_is_refused_in_the_name_of_whoever_keeps_it() {
    for supervisor in Supervisor::ALL {
        let unit = || "shop".to_owned();
        let place = Ok(Place::Service { supervisor, unit: unit() });
        let refused = of(&facts(System::Linux(LinuxFacts { place, ..linux() })));
        assert_eq!(refused, Err(Refusal::SystemService { supervisor, unit: unit() }));
    }
}

#[test]
fn windows_protects_what_is_its_own() {
    type Change = fn(&mut WindowsFacts);
    let table: [(&str, Change); 8] = [
        ("session_zero", |f| f.session = Ok(0)),
        ("system_account", |f| f.account = Ok(Account::System)),
        ("system_account", |f| f.account = Ok(Account::LocalService)),
        ("service_host", |f| f.service_host = Ok(true)),
        ("signed_core", |f| f.signed_core = Ok(true)),
        ("not_started_by_the_user", |f| f.below_explorer = Ok(false)),
        ("permit", |f| (f.below_explorer, f.package) = (Ok(false), Ok(Package::Store))),
        ("unread", |f| f.signed_core = Err(Gap::Unsupported)),
    ];
    for (expected, change) in table {
        let mut windows = windows();
        change(&mut windows);
        assert_eq!(code(&facts(System::Windows(windows.clone()))), expected, "{windows:?}");
    }
}

#[test]
fn pid_1_is_refused_whatever_its_facts_say() {
    for pid in [0, 1] {
        let mut init = facts(System::Linux(linux()));
        init.key.pid = pid;
        assert_eq!(code(&init), "init");
    }
}

#[test]
fn a_process_that_just_started_is_refused_where_its_successor_could_not_be_told_from_it() {
    let mut fresh = facts(System::Linux(linux()));
    fresh.mark = Mark::Fresh;
    assert_eq!(code(&fresh), "fresh");
    fresh.mark = Mark::Settled;
    assert_eq!(code(&fresh), "permit");
}

#[test]
fn a_program_of_systemd_is_left_alone_whoever_runs_it_and_whatever_the_store_says() {
    let at = |path: &str| Facts { exe: Ok(path.to_owned()), ..facts(System::Linux(linux())) };
    for path in ["/usr/lib/systemd/systemd", "/lib/systemd/systemd", "/usr/lib/systemd/user/x"] {
        assert_eq!(code(&at(path)), "systemd", "{path}");
        let allowed = decide(Deed::End, &at(path), &read(false, true), Role::Admin, Mono(5));
        assert_eq!(allowed, Err(Refusal::Systemd), "{path}");
    }
    for path in ["/usr/lib/systemd", "/usr/lib/systemd-x/y", "/home/ann/usr/lib/systemd/systemd"] {
        assert_eq!(code(&at(path)), "permit", "{path}");
    }
}

#[test]
fn what_tells_the_names_of_a_process_has_to_be_read() {
    let mut unread = facts(System::Linux(linux()));
    unread.exe = Err(LATER);
    assert_eq!(of(&unread), Err(Refusal::Unread { fact: Fact::Exe, gap: LATER }));
    unread = Facts { arguments: Err(LATER), ..facts(System::Linux(linux())) };
    assert_eq!(of(&unread), Err(Refusal::Unread { fact: Fact::Arguments, gap: LATER }));
}

#[test]
fn arguments_count_where_they_tell_what_is_run_and_nowhere_else() {
    let sample = crate::testing::sample(1);
    let of = |name: &str, comm: &str, exe: &str| {
        let mut process = crate::testing::process(42, 1);
        let identity = std::sync::Arc::make_mut(&mut process.identity);
        (identity.name, identity.comm) = (name.to_owned(), comm.to_owned());
        identity.exe = Ok(crate::process::Exe { path: exe.to_owned(), deleted: false });
        identity.cmdline = Err(LATER);
        Facts::of(&process, &sample.facts, Ok(Relation::Stranger)).arguments
    };
    for (name, exe) in [
        ("python3", "/usr/bin/python3.12"),
        ("harmless", "/usr/bin/python3.12"),
        ("python3", "/opt/own/interpreter"),
        ("bash", "/usr/bin/bash"),
        ("java", "/opt/jdk-21/bin/java"),
        ("node", "/usr/local/bin/node"),
        ("worker", "/bin/busybox"),
    ] {
        assert_eq!(of(name, name, exe), Err(LATER), "{name} {exe}");
    }
    for (name, exe) in [("nginx", "/usr/sbin/nginx"), ("shop", "/srv/shop"), ("a-longer-name", "/srv/x")] {
        assert_eq!(of(name, name, exe), Ok(()), "{name} {exe}");
    }
    let cut = "a-name-longer-t";
    assert_eq!(of(cut, cut, "/srv/x"), Err(LATER), "the rest of its name may stand there");
    assert_eq!(of("a-name-longer-than", cut, "/srv/a-name-longer-than"), Ok(()));
}

const LATER: Gap = Gap::NotYet;

fn readings<T: Clone>(values: &[T]) -> Vec<Reading<T>> {
    values.iter().cloned().map(Ok).chain([Err(LATER)]).collect()
}

/// What a process may run, as far as that decides: executable and arguments.
fn programs() -> Vec<(Reading<String>, Reading<()>)> {
    let shop = Ok("/srv/shop/shop".to_owned());
    vec![
        (shop.clone(), Ok(())),
        (shop, Err(LATER)),
        (Ok("/usr/lib/systemd/systemd".to_owned()), Ok(())),
        (Err(LATER), Ok(())),
    ]
}

/// All Linux facts there are, one of each kind.
fn all_linux() -> Vec<Facts> {
    let relations = readings(&[Relation::Stranger, Relation::Itself, Relation::Ancestor, Relation::WayIn]);
    let places =
        readings(&[Place::Session, Place::Unmanaged, service("x.service"), Place::Container("x".to_owned())]);
    let owners = readings(&[
        uids([1000; 4]),
        uids([0; 4]),
        uids([1000, 0, 1000, 1000]),
        uids([1000, 1000, 1001, 1000]),
        uids([999; 4]),
        uids([NOBODY; 4]),
    ]);
    let mut all = Vec::new();
    for relation in &relations {
        for place in &places {
            for owner in &owners {
                for kernel_thread in readings(&[false, true]) {
                    for own_user_namespace in readings(&[true, false]) {
                        for (exe, arguments) in programs() {
                            all.push(Facts {
                                relation: *relation,
                                exe,
                                arguments,
                                ..facts(System::Linux(LinuxFacts {
                                    kernel_thread,
                                    place: place.clone(),
                                    own_user_namespace,
                                    uids: *owner,
                                    ..linux()
                                }))
                            });
                        }
                    }
                }
            }
        }
    }
    all
}

/// DESIGN §6.2 and §6.3, written down once more.
fn may(facts: &Facts, policy: &Result<Policy, Unavailable>, role: Role) -> bool {
    let System::Linux(linux) = &facts.system else { return false };
    let no_objection = match policy {
        Err(Unavailable) => false,
        Ok(Policy { record: None }) => true,
        Ok(Policy { record: Some(Record::Read { is_system: false, terminatable: true, .. }) }) => true,
        Ok(_) => false,
    };
    role != Role::Viewer
        && facts.relation == Ok(Relation::Stranger)
        && facts.exe.as_deref() == Ok("/srv/shop/shop")
        && facts.arguments == Ok(())
        && linux.kernel_thread == Ok(false)
        && matches!(linux.place, Ok(Place::Session | Place::Unmanaged))
        && linux.own_user_namespace == Ok(true)
        && linux.uids == Ok(uids([1000; 4]))
        && no_objection
}

#[test]
fn every_combination_is_decided_as_the_rules_say() {
    let policies = [
        Ok(Policy::default()),
        read(false, true),
        read(false, false),
        read(true, true),
        read(true, false),
        Ok(Policy { record: Some(Record::Unreadable) }),
        Err(Unavailable),
    ];
    let (mut permits, mut cases) = (0, 0);
    for facts in all_linux() {
        for policy in &policies {
            for role in Role::ALL {
                for deed in Deed::ALL {
                    let decided = decide(deed, &facts, policy, role, Mono(1));
                    assert_eq!(decided.is_ok(), may(&facts, policy, role), "{facts:?} {policy:?} {role}");
                    if let Ok(permit) = decided {
                        assert_eq!((permit.deed(), permit.key()), (deed, facts.key));
                        permits += 1;
                    }
                    cases += 1;
                }
            }
        }
    }
    assert_eq!(cases, 5 * 5 * 7 * 3 * 3 * 4 * 7 * 3 * 3);
    // Two places, two policies, two roles, three deeds.
    assert_eq!(permits, 2 * 2 * 2 * 3);
}

#[test]
fn a_policy_never_permits_what_would_be_refused_without_it() {
    for facts in all_linux() {
        if of(&facts).is_err() {
            let allowed = decide(Deed::End, &facts, &read(false, true), Role::Admin, Mono(5));
            assert!(allowed.is_err(), "{facts:?}");
        }
    }
}

#[test]
fn codes_are_unique_words() {
    let all = Refusal::CODES;
    assert!(all.iter().all(|code| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')));
    assert_eq!(all.iter().collect::<std::collections::HashSet<_>>().len(), all.len());
}
