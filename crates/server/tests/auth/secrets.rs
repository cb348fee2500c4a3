//! What is kept and written down: hashes, never secrets, and no word that was typed into a wrong field.

use std::fs;

use server::auth::{Access, Credential, Origin, SystemClock};

use super::*;

#[tokio::test]
async fn a_stolen_state_directory_holds_no_password_token_or_session() {
    let (_holder, dir, store) = sqlite();
    let access = Access::new(store, Arc::new(SystemClock::new()));
    let setup = access.setup_token().await.unwrap().unwrap();
    let origin = Origin::of(peer(1));
    let opened = access.setup(setup.expose(), "admin", pass("canary horse battery"), &origin).await.unwrap();
    let token = access.add_token(&opened.caller, peer(1), "ci", Role::Admin).await.unwrap();
    access.login("canary typed as a name", pass("canary guess phrase"), None, &origin).await.unwrap_err();
    access.login("admin", pass("canary guess phrase"), None, &origin).await.unwrap_err();
    access.authenticate(Credential::Bearer("smt_canary"), peer(1)).await.unwrap_err();
    let secrets = [setup.expose(), opened.session.expose(), opened.device.expose(), token.expose(), "canary"];
    let mut files = 0;
    for entry in fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        files += 1;
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret:?} lies in {}", path.display());
        }
    }
    assert!(files >= 3, "{files} files");
}

#[tokio::test]
async fn log_ins_are_written_down_and_a_name_only_if_it_is_a_users() {
    let world = World::with_admin();
    world.login("admin", GOOD, peer(1)).await.unwrap();
    world.login("admin", WRONG, peer(2)).await.unwrap_err();
    world.login("my secret password", WRONG, peer(2)).await.unwrap_err();
    world.login("nobody", WRONG, peer(2)).await.unwrap_err();
    let rows = world.store.audit(None, 4).unwrap();
    let told: Vec<_> = rows
        .iter()
        .rev()
        .map(|row| (row.actor.as_str(), row.name.as_deref(), row.outcome.word(), row.code.as_deref()))
        .collect();
    let failed = |name| ("anonymous", name, "failed", Some("wrong_credentials"));
    let all = [("user:admin", Some("admin"), "ok", None), failed(Some("admin")), failed(None), failed(None)];
    assert_eq!(told, all);
    assert!(rows.iter().all(|row| row.action == "log_in" && row.address.is_some()));
}

#[tokio::test]
async fn changes_of_users_and_tokens_name_their_actor() {
    let world = World::with_admin();
    let me = world.login("admin", GOOD, peer(1)).await.unwrap().caller;
    let token = world.access.add_token(&me, peer(1), "ci", Role::Admin).await.unwrap();
    let ci = world.access.authenticate(Credential::Bearer(token.expose()), peer(1)).await.unwrap();
    world.access.add_user(&ci, peer(1), "anna", Role::Viewer, pass(GOOD)).await.unwrap();
    accounts::set_role(&*world.store, &world.by(), &"anna".parse().unwrap(), Role::Operator).unwrap();
    world.access.set_password(&me, peer(1), "anna", pass("another good phrase")).await.unwrap();
    world.access.remove_user(&me, peer(1), "anna").await.unwrap();
    world.access.revoke_token(&me, peer(1), "ci").await.unwrap();
    let rows = world.store.audit(None, 6).unwrap();
    let told: Vec<_> = rows.iter().rev().map(|row| format!("{} {}", row.actor, row.action)).collect();
    assert_eq!(
        told,
        [
            "user:admin token_add",
            "token:ci user_add",
            "cli:root user_role",
            "user:admin user_password",
            "user:admin user_remove",
            "user:admin token_revoke"
        ]
    );
}
