//! Judgements of invented processes, and strict mode against the table that was asked for.

use proptest::prelude::*;

use super::*;
use crate::catalogue::known_port;
use crate::rules::testing::{Subject1, process};
use crate::standing::Writers;

fn of(subject: &Subject1, mode: Mode) -> Judgement {
    judge(&subject.process, subject.known(), &subject.standing, &subject.world, mode, false)
}

fn verdict(subject: &Subject1) -> Verdict {
    of(subject, Mode::Contextual).verdict
}

#[test]
fn the_web_server_of_the_seeds_is_green_in_context_and_red_to_the_letter() {
    let nginx = process("nginx", "/usr/sbin/nginx").root().listening(&[("0.0.0.0", 80), ("0.0.0.0", 443)]);
    assert_eq!(verdict(&nginx), Verdict::Safe);
    assert_eq!(of(&nginx, Mode::Strict).verdict, Verdict::Danger);
}

#[test]
fn what_is_planted_is_red_whatever_it_calls_itself() {
    let planted = [
        process("kworker/0:1", "/tmp/.x/miner"),
        process("nginx", "/tmp/nginx"),
        process("x", "/memfd:x").deleted(),
        process("x", "/usr/bin/x").deleted(),
        process("bash", "/usr/bin/bash").standing(|s| s.stdio_socket = Ok(true)),
        process("nginx", "/usr/sbin/nginx").standing(|s| s.preloaded = Ok(vec!["/tmp/h.so".to_owned()])),
    ];
    for subject in planted {
        let judgement = of(&subject, Mode::Contextual);
        assert!(
            judgement.verdict >= Verdict::Danger,
            "{} is {:?}: {:?}",
            subject.process.sample.identity.name,
            judgement.verdict,
            judgement.findings
        );
    }
}

#[test]
fn a_kernel_threads_name_makes_nothing_known() {
    let judgement = of(&process("kworker/0:1", "/opt/x"), Mode::Contextual);
    assert_eq!((judgement.known, judgement.verdict), (false, Verdict::Urgent));
}

#[test]
fn who_borrows_a_name_does_not_join_its_application() {
    let (real, borrowed) = (process("nginx", "/usr/sbin/nginx"), process("nginx", "/srv/x/nginx"));
    assert_eq!(of(&real, Mode::Contextual).app, "nginx");
    assert_eq!(of(&borrowed, Mode::Contextual).app, "/srv/x/nginx");
    assert_eq!(of(&borrowed, Mode::Strict).app, "nginx");
}

#[test]
fn an_upgrade_leaves_a_server_green() {
    let upgraded = process("nginx", "/usr/sbin/nginx").root().deleted().standing(|s| s.replaced = Ok(true));
    let judgement = of(&upgraded, Mode::Contextual);
    assert_eq!(judgement.verdict, Verdict::Safe);
    assert!(judgement.findings.iter().any(|finding| finding.id == "NEEDS_RESTART"));
}

#[test]
fn a_shell_of_root_is_no_danger() {
    assert_eq!(verdict(&process("bash", "/usr/bin/bash").root()), Verdict::Safe);
}

#[test]
fn a_runtime_is_known_where_only_its_user_can_write() {
    let own = |writers| process("node", "/home/ann/.nvm/node").standing(|s| s.writers = writers);
    assert!(of(&own(Ok(Writers { not_root_alone: true, strangers: false })), Mode::Contextual).known);
    assert!(!of(&own(Ok(Writers { not_root_alone: true, strangers: true })), Mode::Contextual).known);
    assert!(!of(&own(Err(Gap::Denied)), Mode::Contextual).known);
}

#[test]
fn this_program_knows_itself_from_any_path() {
    for path in ["/data/tools/server-monitor", "/tmp/build/server-monitor"] {
        let own = process("server-monitor", path);
        let judgement = judge(&own.process, own.known(), &own.standing, &own.world, Mode::Contextual, true);
        assert_eq!((judgement.known, judgement.verdict), (true, Verdict::Safe), "{path}");
    }
}

#[test]
fn a_rule_that_cannot_see_is_named() {
    let unseen = process("bash", "/usr/bin/bash").standing(|s| s.stdio_socket = Err(Gap::Denied));
    assert_eq!(of(&unseen, Mode::Contextual).blind, [("SHELL_WITH_SOCKET", Gap::Denied)]);
}

/// M6 and M8 as they were asked for, written down once more and without the rules.
fn reference(subject: &Subject1) -> Verdict {
    let sample = &subject.process.sample;
    let exe = sample.identity.exe.as_ref().unwrap();
    let inside = |folder: &String| exe.path.starts_with(&format!("{folder}/"));
    let ports = sample.sockets.as_ref().unwrap();
    let warned = sample.identity.uid == Ok(0)
        || ports.iter().any(|socket| known_port(socket.port).is_some() || socket.port < 1024)
        || subject.process.memory_percent.unwrap() >= 20.0
        || !subject.world.standard_paths.iter().any(inside);
    match (subject.known().is_some(), warned) {
        (true, false) => Verdict::Safe,
        (false, false) => Verdict::Caution,
        (true, true) => Verdict::Danger,
        (false, true) => Verdict::Urgent,
    }
}

proptest! {
    #[test]
    fn strict_mode_is_the_table_that_was_asked_for(
        name in prop_oneof![Just("nginx"), Just("bash"), Just("unheard-of"), Just("kworker/0:1")],
        exe in prop_oneof![Just("/usr/sbin/nginx"), Just("/usr/bin/bash"), Just("/opt/x"), Just("/home/ann/x"), Just("/tmp/x"), Just("/usrx/x")],
        uid in prop_oneof![Just(0_u32), Just(1000)],
        ports in prop::collection::vec(prop_oneof![Just(80_u16), Just(22), 1_u16..2000, 30_000_u16..40_000], 0..4),
        address in prop_oneof![Just("127.0.0.1"), Just("10.0.0.1"), Just("0.0.0.0"), Just("::")],
        memory in 0.0_f64..60.0,
        deleted: bool,
    ) {
        let sockets: Vec<(&str, u16)> = ports.iter().map(|port| (address, *port)).collect();
        let mut subject = process(name, exe).listening(&sockets).identity(|i| i.uid = Ok(uid));
        subject.process.memory_percent = Ok(memory);
        let subject = if deleted { subject.deleted() } else { subject };
        prop_assert_eq!(of(&subject, Mode::Strict).verdict, reference(&subject));
    }
}
