//! What operators write about programs reaches the judgement of real processes, and goes with the policy.

use std::process::{Child, Command};
use std::sync::Arc;
use std::time::Duration;

use domain::policy::{Key, Patch, Platform};
use domain::time::Wall;
use domain::verdict::Mode;
use engine::policies::Policies;
use engine::{Engine, Options};
use host::{Roots, Sampler, SamplerOptions};
use store::{Actor, Entry, MemoryStore, PolicyStore};

const LIMIT: Duration = Duration::from_secs(60);

struct Reaped(Child);

impl Drop for Reaped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn entry() -> Entry {
    Entry::new(Wall(1), Actor::cli("tester"), "policy_set")
}

#[tokio::test]
async fn a_program_that_an_operator_names_is_known_until_the_record_is_removed() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("our-shop-work");
    // By another process: what this one has open for writing, a child of a test beside it may have open for a moment too.
    let copied = Command::new("install").args(["-m", "755", "/bin/sleep"]).arg(&path).status();
    assert!(copied.unwrap().success());
    let child = Reaped(Command::new(&path).arg("600").spawn().unwrap());
    let pid = child.0.id();

    let store = Arc::new(MemoryStore::default());
    let engine = Engine::start(
        Sampler::new(Roots::default(), SamplerOptions::default()).unwrap(),
        Options { interval: Duration::from_millis(200), ..Options::default() },
    )
    .unwrap();
    let policies = Policies::watch(store.clone());
    policies.teach(engine.handle());

    let mut snapshots = engine.handle().snapshots();
    let mut wait_until = async |known: bool| {
        let seen = snapshots.wait_for(|snapshot| {
            let processes = snapshot.as_ref().and_then(|snapshot| snapshot.processes.as_ref().ok());
            let process = processes.and_then(|all| all.iter().find(|one| one.sample.key.pid == pid));
            let judged = process.and_then(|process| process.judged.as_ref().ok());
            judged.is_some_and(|judged| judged.of(Mode::Contextual).known == known)
        });
        tokio::time::timeout(LIMIT, seen).await.unwrap().map(drop).unwrap();
    };
    wait_until(false).await;
    let key = Key { name: "our-shop-work".to_owned(), platform: Platform::Linux };
    store.set_policy(&key, &Patch::default(), entry()).unwrap();
    wait_until(true).await;
    store.remove_policy(&key, entry()).unwrap();
    wait_until(false).await;
}
