//! Tables of managers, wanted names and processes, and what is shown of them.

use super::*;
use crate::snapshot::{Snapshot, TickTiming};
use crate::testing;

fn table(wanted: &[&str], manager: Manager) -> Table {
    Table { wanted: wanted.iter().map(|name| (*name).to_owned()).collect(), manager }
}

fn unit(id: &str, active: &str, sub: &str) -> Unit {
    Unit::new(id, "loaded", active, sub)
}

fn alias(id: &str, names: &[&str]) -> Unit {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    Unit { names, ..unit(id, "active", "running") }
}

fn processes(list: &[(u32, &str, Option<&str>)]) -> Vec<Process> {
    let mut sample = testing::sample(1);
    let of = |(pid, name, unit): &(u32, &str, Option<&str>)| {
        let mut process = testing::process(*pid, 1);
        let mut identity = (*process.identity).clone();
        identity.name = (*name).to_owned();
        identity.unit = Ok(unit.map(str::to_owned));
        process.identity = Arc::new(identity);
        process
    };
    sample.processes = Ok(list.iter().map(of).collect());
    Snapshot::derive(None, &sample, TickTiming::default()).processes.unwrap()
}

fn brief(services: &Services) -> Vec<(&str, &str, &'static str, &'static str)> {
    let row = |service: &'_ Arc<Service>| (service.state.word(), service.source.word());
    services.shown().iter().map(|s| (s.id.as_str(), s.name.as_str(), row(s).0, row(s).1)).collect()
}

#[test]
fn each_manager_with_and_without_the_process_gives_its_state_and_says_who_said_it() {
    let running = processes(&[(7, "nginx", Some("nginx.service"))]);
    let none = processes(&[]);
    let systemd = |units: Vec<Unit>| Manager::Systemd(units);
    for (manager, processes, state, source) in [
        (systemd(vec![unit("nginx.service", "active", "running")]), &none, "active", "systemd"),
        (systemd(vec![unit("nginx.service", "reloading", "reload")]), &none, "active", "systemd"),
        (systemd(vec![unit("nginx.service", "refreshing", "refresh")]), &none, "active", "systemd"),
        (systemd(vec![unit("nginx.service", "inactive", "dead")]), &running, "inactive", "systemd"),
        (systemd(vec![unit("nginx.service", "maintenance", "cleaning")]), &none, "inactive", "systemd"),
        (systemd(vec![unit("nginx.service", "failed", "failed")]), &none, "failed", "systemd"),
        (systemd(vec![unit("nginx.service", "activating", "auto-restart")]), &none, "activating", "systemd"),
        (
            systemd(vec![unit("nginx.service", "deactivating", "stop-sigterm")]),
            &none,
            "deactivating",
            "systemd",
        ),
        (systemd(vec![unit("nginx.service", "dancing", "x")]), &none, "unknown", "systemd"),
        (
            systemd(vec![Unit::new("nginx.service", "masked", "inactive", "dead")]),
            &none,
            "inactive",
            "systemd",
        ),
        (
            systemd(vec![Unit::new("nginx.service", "not-found", "active", "exited")]),
            &none,
            "active",
            "systemd",
        ),
        (
            systemd(vec![Unit::new("nginx.service", "not-found", "inactive", "dead")]),
            &none,
            "not_found",
            "none",
        ),
        (
            systemd(vec![Unit::new("nginx.service", "not-found", "inactive", "dead")]),
            &running,
            "active",
            "process",
        ),
        (systemd(vec![]), &none, "not_found", "none"),
        (systemd(vec![]), &running, "active", "process"),
        (Manager::Absent, &none, "not_found", "none"),
        (Manager::Absent, &running, "active", "process"),
        (Manager::Unreachable(Gap::Denied), &none, "unknown", "none"),
        (Manager::Unreachable(Gap::Denied), &running, "active", "process"),
        (Manager::Unsupported, &none, "unsupported", "none"),
        (Manager::Unsupported, &running, "unsupported", "none"),
    ] {
        let said = format!("{manager:?}");
        let services = Services::decide(&table(&["nginx"], manager), Ok(processes));
        let found = &services.shown()[0];
        assert_eq!((found.state.word(), found.source.word()), (state, source), "{said}");
        assert_eq!(services.shown().len(), 1, "{said}");
    }
}

#[test]
fn a_service_is_found_under_the_name_that_the_distribution_gives_it() {
    let units = vec![
        alias("ssh.service", &["ssh.service", "sshd.service"]),
        unit("rsyslog.service", "active", "running"),
        unit("apache2.service", "active", "running"),
        unit("mariadb.service", "active", "running"),
    ];
    let wanted = ["sshd", "rsyslogd", "httpd", "mysql", "dockerd"];
    let services = Services::decide(&table(&wanted, Manager::Systemd(units)), Ok(&[]));
    assert_eq!(
        brief(&services),
        [
            ("ssh.service", "sshd", "active", "systemd"),
            ("rsyslog.service", "rsyslogd", "active", "systemd"),
            ("apache2.service", "httpd", "active", "systemd"),
            ("mariadb.service", "mysql", "active", "systemd"),
            ("dockerd", "dockerd", "not_found", "none"),
        ]
    );
}

#[test]
fn what_no_unit_is_called_goes_by_its_process_oldest_first_and_all_its_memory() {
    let mut running = processes(&[(9, "python3.11", None), (12, "python3", None), (30, "pythonista", None)]);
    running[1].sample.key.started = 100;
    running[1].create_time = Ok(1_700_000_001.5);
    let services = Services::decide(&table(&["python"], Manager::Systemd(vec![])), Ok(&running));
    let python = &services.shown()[0];
    assert_eq!((python.state, python.source), (State::Active, ServiceSource::Process));
    assert_eq!((python.main_pid, python.memory_bytes), (Ok(12), Ok(2 << 20)));
    assert_eq!(python.since, Ok(crate::time::Wall(1_700_000_001_500_000_000)));
    assert_eq!(python.restarts, Err(Gap::Unsupported), "a process does not tell how often it was started");
}

#[test]
fn a_zombie_is_no_service() {
    let mut running = processes(&[(9, "nginx", None)]);
    running[0].sample.state = 'Z';
    let services = Services::decide(&table(&["nginx"], Manager::Absent), Ok(&running));
    assert_eq!(services.shown()[0].state, State::NotFound);
}

#[test]
fn a_manager_that_does_not_answer_is_no_claim_that_a_service_is_missing() {
    let running = processes(&[(7, "sh", Some("ssh.service"))]);
    let manager = Manager::Unreachable(Gap::Denied);
    let services = Services::decide(&table(&["sshd", "nginx"], manager), Ok(&running));
    let [sshd, nginx] = services.shown() else { panic!("{services:?}") };
    assert_eq!((sshd.state, sshd.main_pid), (State::Active, Ok(7)), "the cgroup tells the unit");
    assert_eq!((nginx.state, nginx.since), (State::Unknown, Err(Gap::Denied)));
    assert_eq!(sshd.sub_state, Err(Gap::Denied));
}

#[test]
fn processes_that_cannot_be_listed_leave_the_state_unknown() {
    let services = Services::decide(&table(&["nginx"], Manager::Absent), Err(Gap::Denied));
    assert_eq!((services.shown()[0].state, services.shown()[0].main_pid), (State::Unknown, Err(Gap::Denied)));
}

#[test]
fn failed_units_of_any_kind_are_shown_after_the_watched_ones_and_the_rest_apart() {
    let units = vec![
        unit("zed.service", "failed", "failed"),
        unit("data.mount", "failed", "failed"),
        unit("cron.service", "active", "running"),
        unit("nginx.service", "failed", "failed"),
        unit("fstrim.timer", "active", "waiting"),
        Unit::new("gone.service", "not-found", "inactive", "dead"),
    ];
    let services = Services::decide(&table(&["nginx"], Manager::Systemd(units)), Ok(&[]));
    assert_eq!(
        brief(&services),
        [
            ("nginx.service", "nginx", "failed", "systemd"),
            ("data.mount", "data.mount", "failed", "systemd"),
            ("zed.service", "zed", "failed", "systemd"),
        ]
    );
    let others: Vec<_> = services.others().iter().map(|service| service.name.as_str()).collect();
    assert_eq!(others, ["cron"]);
    let watched: Vec<_> = services.shown().iter().map(|service| service.watched).collect();
    assert_eq!(watched, [true, false, false]);
}

#[test]
fn a_template_stands_for_its_instances() {
    let units = vec![
        unit("postgresql@15-main.service", "active", "running"),
        unit("postgresql@16-test.service", "failed", "failed"),
        unit("postgresql.service", "active", "exited"),
    ];
    let manager = Manager::Systemd(units);
    let services = Services::decide(&table(&["postgresql@", "getty@"], manager), Ok(&[]));
    assert_eq!(
        brief(&services),
        [
            ("postgresql@15-main.service", "postgresql@15-main", "active", "systemd"),
            ("postgresql@16-test.service", "postgresql@16-test", "failed", "systemd"),
            ("getty@", "getty@", "not_found", "none"),
        ]
    );
}

#[test]
fn a_stopped_service_that_its_socket_starts_says_so() {
    let units = vec![unit("ssh.service", "inactive", "dead"), unit("ssh.socket", "active", "listening")];
    let services = Services::decide(&table(&["sshd"], Manager::Systemd(units)), Ok(&[]));
    assert_eq!(services.shown()[0].triggered_by.as_deref(), Ok("ssh.socket"));
    let units = vec![unit("ssh.service", "active", "running"), unit("ssh.socket", "active", "running")];
    let services = Services::decide(&table(&["sshd"], Manager::Systemd(units)), Ok(&[]));
    assert_eq!(services.shown()[0].triggered_by, Err(Gap::Unsupported));
}

#[test]
fn one_unit_under_two_wanted_names_is_one_service() {
    let units = vec![alias("ssh.service", &["ssh.service", "sshd.service"])];
    let running = processes(&[(3, "python3", None)]);
    let wanted = ["ssh", "sshd", "python", "python", "ssh.service"];
    let services = Services::decide(&table(&wanted, Manager::Systemd(units)), Ok(&running));
    assert_eq!(
        brief(&services),
        [("ssh.service", "ssh", "active", "systemd"), ("python", "python", "active", "process")]
    );
    assert_eq!(services.lookups.len(), 1);
}

#[test]
fn a_value_that_the_manager_does_not_have_stays_a_gap() {
    let unset = Unit { memory_bytes: Err(Gap::Unsupported), ..unit("nginx.service", "active", "running") };
    let services = Services::decide(&table(&["nginx"], Manager::Systemd(vec![unset])), Ok(&[]));
    assert_eq!(services.shown()[0].memory_bytes, Err(Gap::Unsupported));
    assert_eq!(services.shown()[0].main_pid, Err(Gap::NotYet), "what was not asked yet");
}

#[test]
fn with_the_same_table_only_what_goes_by_processes_is_worked_out_again() {
    let units = vec![unit("nginx.service", "active", "running")];
    let running = processes(&[(3, "python3", None)]);
    let told = table(&["nginx", "python"], Manager::Systemd(units));
    let first = Arc::new(Services::decide(&told, Ok(&running)));
    let same = first.again(Ok(&running));
    assert!(Arc::ptr_eq(&first, &same), "nothing changed");
    let gone = first.again(Ok(&[]));
    assert_eq!(gone.shown()[1].state, State::NotFound);
    assert!(Arc::ptr_eq(&gone.shown()[0], &first.shown()[0]) && Arc::ptr_eq(&gone.others, &first.others));
}

#[test]
fn hostile_names_stay_text_and_find_nothing() {
    let hostile = ["$(touch pwned)", "--root=x", "';--", "{$ne:1}", "a\u{202e}b", "\\x2d", "*"];
    for manager in [Manager::Systemd(vec![unit("a.service", "active", "running")]), Manager::Absent] {
        let services = Services::decide(&table(&hostile, manager), Ok(&[]));
        let states: Vec<_> = services.shown().iter().map(|service| service.state).collect();
        assert_eq!(states, [State::NotFound; 7]);
    }
}
