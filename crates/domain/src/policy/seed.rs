//! The policies that the program brings along, made of the catalogue, and which of them a store is to take:
//! never over an operator's head (DESIGN §5.2).

use std::collections::{HashMap, HashSet};

use super::{Descriptions, Document, Key, Map, Platform, Policy, Record, Value, content_hash, lookup};
use crate::catalogue::{Entry, Expect, entries};

/// A policy of the operating system, as M10 words it too.
const PROTECTED_SERVICE: &str = "Protected Service";

/// One policy for each entry of the catalogue, with its hash.
#[must_use]
pub fn records() -> Vec<Record> {
    entries().iter().map(of_entry).collect()
}

fn of_entry(entry: &Entry) -> Record {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let reason = match (entry.system, entry.terminatable) {
        (true, _) => super::classify::SYSTEM_CORE,
        (false, false) => PROTECTED_SERVICE,
        (false, true) => super::classify::USER_APPLICATION,
    };
    let mut tags = vec![entry.platform.word().to_owned()];
    tags.extend(texts(entry.tags).into_iter().filter(|tag| tag != entry.platform.word()));
    let mut record = Record::new(Key { name: entry.name.to_owned(), platform: entry.platform });
    record.category = entry.category.word().to_owned();
    record.description = entry.role.ko.to_owned();
    record.policy =
        Policy { is_system: entry.system, terminatable: entry.terminatable, reason: reason.to_owned() };
    record.tags = tags;
    record.descriptions =
        Some(Descriptions { ko: Some(entry.role.ko.to_owned()), en: Some(entry.role.en.to_owned()) });
    record.aliases = Some(texts(entry.aliases));
    record.expect = Some(expect(&entry.expect));
    record.seed = Some(content_hash(&record));
    record
}

/// What the catalogue does not know is left out: an empty list would say that nothing is allowed.
fn expect(expect: &Expect) -> Map {
    let texts = |list: &[&str]| Value::List(list.iter().map(|text| Value::from(*text)).collect());
    let mut map = Map::default();
    for (key, list) in [("users", expect.users), ("paths", expect.paths), ("parent", expect.parents)] {
        if !list.is_empty() {
            map.set(key, texts(list));
        }
    }
    if !expect.ports.is_empty() {
        let ports = expect.ports.iter().map(|port| Value::Int(i64::from(*port)));
        map.set("ports", Value::List(ports.collect()));
    }
    if let Some(public) = expect.public {
        map.set("public", Value::Bool(public));
    }
    map
}

/// Whether the policy is exactly as this program brought it along, in this or an earlier version.
#[must_use]
pub fn is_untouched(record: &Record) -> bool {
    record.seed.as_ref().is_some_and(|hash| *hash == content_hash(record))
}

/// What a store is to write so that it holds the seeds it should.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Policies of which there is none yet.
    pub insert: Vec<Record>,
    /// Policies that nobody touched and that say something else by now.
    pub update: Vec<Record>,
}

/// Which of the seeds a store takes that holds `existing` and remembers what was `removed`.
///
/// A seed is inserted only if no policy of that name holds on its platform (an untouched common seed does
/// not stand in the way of one for a single system, which says more) and none of that name and platform
/// was removed. It replaces only an earlier version of itself.
#[must_use]
pub fn plan(existing: &[&Document], removed: &HashSet<Key>, seeds: &[Record]) -> Plan {
    let mut named: HashMap<String, Vec<&Document>> = HashMap::new();
    for document in existing {
        if let Some(name) = document.name() {
            named.entry(lookup::folded(name)).or_default().push(document);
        }
    }
    let mut plan = Plan::default();
    for seed in seeds {
        let same = named.get(&lookup::folded(&seed.name)).map(Vec::as_slice).unwrap_or_default();
        let mut same = same.iter().filter(|document| {
            document.name().is_some_and(|name| lookup::is_called(name, &seed.name, seed.platform))
        });
        let own =
            same.clone().find_map(|document| document.record().filter(|record| record.key() == seed.key()));
        match own {
            Some(own) if own.seed != seed.seed && is_untouched(own) => {
                plan.update.push(Record { created_at: own.created_at, ..seed.clone() });
            }
            Some(_) => {}
            None if removed.contains(&seed.key()) || same.any(|other| stands_in_the_way(other, seed)) => {}
            None => plan.insert.push(seed.clone()),
        }
    }
    plan
}

fn stands_in_the_way(other: &Document, seed: &Record) -> bool {
    match other.platform() {
        Some(Platform::Common) if seed.platform != Platform::Common => {
            other.record().is_none_or(|record| !is_untouched(record))
        }
        Some(platform) => platform == seed.platform,
        None => true,
    }
}
