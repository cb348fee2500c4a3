//! Seeds: complete, and never over an operator's head.

use std::collections::HashSet;

use super::super::seed::{is_untouched, plan, records};
use super::super::{Document, Key, Platform, Record, content_hash, merge, read, valid};
use super::{bare, raw};
use crate::catalogue::entries;
use crate::time::Wall;

fn seed(name: &str, platform: Platform, said: &str) -> Record {
    let mut record = Record::new(Key { name: name.into(), platform });
    record.description = said.into();
    record.seed = Some(content_hash(&record));
    record
}

fn held(record: &Record) -> Document {
    Document::Readable(Box::new(record.clone()))
}

/// What the plan inserts and updates, by name and platform.
fn planned(existing: &[Document], removed: &[&Record], seeds: &[Record]) -> (Vec<String>, Vec<String>) {
    let removed: HashSet<Key> = removed.iter().map(|record| record.key()).collect();
    let plan = plan(&existing.iter().collect::<Vec<_>>(), &removed, seeds);
    let names = |records: &[Record]| {
        records.iter().map(|record| format!("{} {}", record.name, record.platform.word())).collect()
    };
    (names(&plan.insert), names(&plan.update))
}

fn nothing() -> (Vec<String>, Vec<String>) {
    (Vec::new(), Vec::new())
}

#[test]
fn every_entry_of_the_catalogue_is_one_valid_untouched_seed() {
    let seeds = records();
    assert_eq!(seeds.len(), entries().len());
    let keys: HashSet<_> = seeds.iter().map(Record::key).collect();
    assert_eq!(keys.len(), seeds.len());
    for seed in &seeds {
        assert_eq!(valid::record(seed), Ok(()), "{}", seed.name);
        assert!(is_untouched(seed), "{}", seed.name);
        assert!(!(seed.policy.is_system && seed.policy.terminatable), "{}", seed.name);
    }
    let all: Vec<Document> = seeds.iter().map(held).collect();
    assert_eq!(planned(&all, &[], &seeds), nothing(), "seeding twice changes something");
    assert_eq!(planned(&[], &[], &seeds).0.len(), seeds.len());
}

#[test]
fn a_common_policy_of_an_operator_is_never_shadowed() {
    let seeds = [seed("nginx", Platform::Linux, "s"), seed("sshd", Platform::Linux, "s")];
    assert_eq!(planned(&[bare("nginx", "common", false)], &[], &seeds).0, ["sshd linux"]);
    assert_eq!(planned(&[bare("nginx", "windows", false)], &[], &seeds).0, ["nginx linux", "sshd linux"]);
    assert_eq!(planned(&[read(raw("nginx", "nowhere", true))], &[], &seeds).0, ["sshd linux"]);
    let windows = [seed("chrome.exe", Platform::Windows, "s")];
    assert_eq!(planned(&[bare("Chrome.exe", "windows", false)], &[], &windows), nothing());
    let common = [seed("nginx", Platform::Common, "s")];
    assert_eq!(planned(&[bare("nginx", "linux", false)], &[], &common).0, ["nginx common"]);
}

#[test]
fn an_untouched_common_seed_lets_one_for_a_system_in() {
    let common = seed("nginx", Platform::Common, "s");
    let linux = seed("nginx", Platform::Linux, "l");
    assert_eq!(planned(&[held(&common)], &[], std::slice::from_ref(&linux)).0, ["nginx linux"]);
    let touched = Record { description: "mine".into(), ..common };
    assert_eq!(planned(&[held(&touched)], &[], &[linux]), nothing());
}

#[test]
fn an_upgrade_replaces_only_what_nobody_touched() {
    let old = seed("nginx", Platform::Linux, "old");
    let new = seed("nginx", Platform::Linux, "new");
    let (_, mut stored) = merge(None, old, Wall(0));
    assert_eq!(planned(&[held(&stored)], &[], std::slice::from_ref(&new)).1, ["nginx linux"]);
    stored.policy.terminatable = false;
    assert_eq!(planned(&[held(&stored)], &[], std::slice::from_ref(&new)), nothing());
    let own = Record { seed: None, ..stored };
    assert_eq!(planned(&[held(&own)], &[], &[new]), nothing());
}

#[test]
fn what_an_operator_removed_stays_removed() {
    let nginx = seed("nginx", Platform::Linux, "s");
    assert_eq!(planned(&[], &[&nginx], std::slice::from_ref(&nginx)), nothing());
    let elsewhere = seed("nginx", Platform::Windows, "s");
    assert_eq!(planned(&[], &[&elsewhere], &[nginx]).0, ["nginx linux"]);
}
