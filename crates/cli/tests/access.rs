//! `user` and `token`: on the store of the server, audited, without a secret where it does not belong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;
mod terminal;

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use house::{House, json};
use terminal::Terminal;

const PASSWORD: &str = "correct horse battery\n";

fn add_admin(house: &House) {
    let said = house.run_with_input(&["user", "add", "kim", "--role", "admin", "--password-stdin"], PASSWORD);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn a_user_lives_and_goes() {
    let house = House::new();
    add_admin(&house);
    let said =
        house.run_with_input(&["user", "add", "lee", "--role", "viewer", "--password-stdin"], PASSWORD);
    assert!(said.code == 0 && said.out.contains("lee"), "{}", said.err);
    let users = json(&house.run(&["user", "list", "--json"]).out);
    assert_eq!(users["users"][0]["name"], "kim");
    assert_eq!(users["users"][1]["role"], "viewer");
    assert!(users["users"][1]["last_login_at"].is_null());
    assert!(house.run(&["user", "list"]).out.contains("viewer"));
    let changed =
        house.run_with_input(&["user", "password", "lee", "--password-stdin"], "another long phrase\n");
    assert_eq!(changed.code, 0, "{}", changed.err);
    assert_eq!(house.run(&["user", "remove", "lee"]).code, 0);
    assert_eq!(house.run(&["user", "remove", "lee"]).code, 1);
}

/// Switching it on takes a browser or the API; here the store is told as the server tells it.
fn give_second_factor(house: &House, name: &str) {
    use store::{LocalStore as _, NewTotp, SqliteStore, StateDir, TotpSecret};
    let store = SqliteStore::open(&StateDir::open_existing(&house.state()).unwrap()).unwrap();
    let name: store::Name = name.parse().unwrap();
    let generation = store.user(&name).unwrap().unwrap().generation;
    let totp = NewTotp {
        secret: TotpSecret::from_bytes([7; 20]),
        last_step: 1,
        recovery_codes: vec![store::SecretHash::of("code")],
    };
    let entry = store::Entry::new(domain::time::Wall(1), store::Actor::user(&name), "totp_enable");
    store.enable_totp(&name, totp, generation, entry).unwrap();
}

#[test]
fn a_lost_second_factor_is_taken_away_and_the_list_shows_who_has_one() {
    let house = House::new();
    add_admin(&house);
    let has = || json(&house.run(&["user", "list", "--json"]).out)["users"][0]["totp"].clone();
    assert_eq!(has(), false);
    let without = house.run(&["user", "totp-reset", "kim"]);
    assert!(without.code == 1 && without.err.contains("no second factor"), "{}", without.err);
    give_second_factor(&house, "kim");
    assert_eq!(has(), true);
    assert!(house.run(&["user", "list"]).out.contains(" on "), "the list does not show it");
    let done = house.run(&["user", "totp-reset", "kim", "--json"]);
    assert_eq!(json(&done.out)["name"], "kim", "{}", done.err);
    assert_eq!(has(), false);
    assert_eq!(house.run(&["user", "totp-reset", "nobody"]).code, 1);
    assert_eq!(house.run(&["user", "totp-reset", "k/m"]).code, 2);
}

#[test]
fn the_store_is_closed_to_others() {
    let house = House::new();
    add_admin(&house);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&house.state()), 0o700);
    for file in std::fs::read_dir(house.state()).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
}

#[test]
fn refusals_have_their_exit_codes() {
    let house = House::new();
    add_admin(&house);
    let add = |name: &str, role: &str, password: &str| {
        house.run_with_input(&["user", "add", name, "--role", role, "--password-stdin"], password).code
    };
    assert_eq!(add("kim", "viewer", PASSWORD), 1, "a name that is taken");
    assert_eq!(add("lee", "root", PASSWORD), 2, "a role that does not exist");
    assert_eq!(add("l/e", "viewer", PASSWORD), 2, "a name that is none");
    assert_eq!(add("lee", "viewer", "short\n"), 2, "a short password");
    assert_eq!(add("lee", "viewer", "password123\n"), 2, "a common password");
    assert_eq!(
        house.run(&["user", "add", "--role", "viewer", "--", "--root"]).code,
        2,
        "a name like an option"
    );
    assert_eq!(house.run(&["user", "password", "nobody", "--password-stdin"]).code, 1);
    assert_eq!(house.run(&["token", "revoke", "nothing"]).code, 1);
    let last = house.run(&["user", "remove", "kim"]);
    assert!(last.code == 3 && last.err.contains("last admin"), "{} {}", last.code, last.err);
}

#[test]
fn without_a_terminal_the_password_is_not_guessed() {
    let house = House::new();
    // A session of its own has no controlling terminal.
    let mut command = std::process::Command::new("setsid");
    let inner = house.command(&[]);
    command.arg("--wait").arg(inner.get_program()).args(["user", "add", "kim", "--role", "admin"]);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("STATE_DIRECTORY", house.state());
    command.env("CONFIGURATION_DIRECTORY", house.path("")).stdin(std::process::Stdio::null());
    let said = house::said(command.output().unwrap());
    assert!(said.code == 2 && said.err.contains("--password-stdin"), "{} {}", said.code, said.err);
}

/// Runs a command at a terminal of its own and answers its questions; the exit code and what was shown.
fn at_a_terminal(house: &House, args: &[&str], answers: &[(&str, &[u8])]) -> (Option<i32>, String) {
    let mut terminal = Terminal::start(&house.command(args));
    for (question, answer) in answers {
        terminal.shows(question);
        terminal.type_in(answer);
    }
    let (status, shown) = terminal.ended();
    (status.code(), shown)
}

#[test]
fn the_prompt_asks_twice_and_shows_nothing() {
    let house = House::new();
    let (first, second) = ("New password for kim: ", "The same once more: ");
    let typed: &[u8] = b"correct horse battery\n";
    let add = ["user", "add", "kim", "--role", "admin"];
    let (code, shown) = at_a_terminal(&house, &add, &[(first, typed), (second, typed)]);
    assert_eq!(code, Some(0), "{shown}");
    assert!(!shown.contains("horse"), "{shown}");
    let change = ["user", "password", "kim"];
    let (code, shown) = at_a_terminal(&house, &change, &[(first, typed), (second, b"another phrase\n")]);
    assert!(code == Some(1) && shown.contains("differ"), "{code:?} {shown}");
    let (code, shown) = at_a_terminal(&house, &change, &[(first, b"half a pass\x03")]);
    assert!(code == Some(1) && shown.contains("nothing was changed"), "{code:?} {shown}");
}

#[test]
fn a_token_is_alone_on_stdout_and_shown_once() {
    let house = House::new();
    let said = house.run(&["token", "add", "ci", "--role", "viewer"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.out.lines().count(), 1);
    let token = said.out.trim().to_owned();
    assert!(token.starts_with("smt_") && !said.err.contains(&token));
    let list = house.run(&["token", "list", "--json"]);
    assert!(!list.out.contains(&token) && json(&list.out)["tokens"][0]["name"] == "ci");
    assert!(json(&list.out)["tokens"][0]["created_by"].as_str().unwrap().starts_with("cli:"));
    for file in std::fs::read_dir(house.state()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(
            !bytes.windows(token.len()).any(|part| part == token.as_bytes()),
            "the store holds the token"
        );
    }
    assert_eq!(house.run(&["token", "revoke", "ci"]).code, 0);
    assert_eq!(json(&house.run(&["token", "list", "--json"]).out)["tokens"], serde_json::json!([]));
}

#[test]
fn a_store_that_cannot_be_used_is_exit_5() {
    let house = House::new();
    std::fs::write(house.state(), "a file where a folder should be").unwrap();
    for args in
        [&["user", "list"][..], &["token", "list"], &["token", "add", "ci", "--role", "viewer"], &["serve"]]
    {
        let said = house.run(args);
        assert_eq!(said.code, 5, "{args:?}: {}", said.err);
        assert!(said.err.contains("state"), "{args:?}: {}", said.err);
    }
}

#[test]
fn a_state_directory_that_others_can_write_is_refused() {
    let house = House::new();
    add_admin(&house);
    std::fs::set_permissions(house.state(), std::fs::Permissions::from_mode(0o777)).unwrap();
    let said = house.run(&["user", "list"]);
    assert!(said.code == 5 && said.err.contains("chmod 700"), "{} {}", said.code, said.err);
}

#[test]
fn files_keep_the_owner_of_the_state_directory() {
    if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
        // Giving a folder away takes root; for anybody else the owner is the caller anyway.
        return;
    }
    let house = House::new();
    std::fs::create_dir(house.state()).unwrap();
    std::fs::set_permissions(house.state(), std::fs::Permissions::from_mode(0o700)).unwrap();
    std::os::unix::fs::chown(house.state(), Some(4242), Some(4242)).unwrap();
    add_admin(&house);
    for file in std::fs::read_dir(house.state()).unwrap() {
        let meta = file.unwrap().metadata().unwrap();
        assert_eq!((meta.uid(), meta.gid()), (4242, 4242));
    }
}
