//! What changed between two ticks' processes.
//!
//! Most processes change only in a few numbers; for those nothing is copied. Where anything else
//! changed, both rows are made and compared key by key, so that a new key of the row cannot be forgotten here.

use domain::snapshot::{Process, Snapshot};
use domain::{ProcessKey, Reading};
use engine::deeds::Pauses;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;

use crate::http::dto::{self, Mode, live_numbers};

/// What is seen in one tick.
pub(crate) struct Look<'a> {
    pub(crate) snapshot: &'a Snapshot,
    /// Why a process would not be ended, for its row.
    pub(crate) end_code: &'a dyn Fn(ProcessKey) -> Option<&'static str>,
    /// Who stands still because somebody asked for it.
    pub(crate) pauses: &'a Pauses,
}

impl Look<'_> {
    /// The live row of one of its processes.
    pub(crate) fn row(&self, process: &Process, mode: Mode) -> dto::Process {
        let key = process.sample.key;
        dto::Process::live(process, mode, (self.end_code)(key), self.pauses.get(&key))
    }

    fn processes(&self) -> &[Process] {
        self.snapshot.processes.as_deref().unwrap_or_default()
    }
}

/// The changes.
#[derive(Debug, Serialize)]
pub(crate) struct Delta {
    changed: Vec<Changed>,
    gone: Vec<Key>,
}

/// One process that is new or has changed.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Changed {
    New(Box<dto::Process>),
    Numbers(Numbers),
    Keys(Map<String, Value>),
}

/// A key as its text.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key(ProcessKey);

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// The numbers of one process that changed.
#[derive(Debug, Serialize)]
struct Numbers {
    key: Key,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_percent: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_percent: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rss_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_bytes_per_s: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    write_bytes_per_s: Option<u64>,
}

/// What leads from `before` to `now`, judged by `mode`. A list that could not be read has no processes.
pub(crate) fn between(before: &Look<'_>, now: &Look<'_>, mode: Mode) -> Delta {
    let changed = now
        .processes()
        .iter()
        .filter_map(|process| match before.snapshot.process(process.sample.key) {
            None => Some(Changed::New(Box::new(now.row(process, mode)))),
            Some(old) => change((before, old), (now, process), mode),
        })
        .collect();
    let gone = before
        .processes()
        .iter()
        .map(|process| process.sample.key)
        .filter(|key| now.snapshot.process(*key).is_none())
        .map(Key)
        .collect();
    Delta { changed, gone }
}

fn change(
    (then, old): (&Look<'_>, &Process),
    (now, new): (&Look<'_>, &Process),
    mode: Mode,
) -> Option<Changed> {
    let (before, after) = (live_numbers(old), live_numbers(new));
    let same_outlook = (then.end_code)(old.sample.key) == (now.end_code)(new.sample.key);
    let same_outlook = same_outlook && same_pause(then.pauses, now.pauses, new.sample.key);
    let same = same_outlook && same_facts(old, new) && same_judgement(old, new, mode);
    if same && before.same_gaps(&after) {
        if before == after {
            return None;
        }
        return Some(Changed::Numbers(Numbers {
            key: Key(new.sample.key),
            cpu_percent: differing(before.cpu_percent, after.cpu_percent),
            memory_percent: differing(before.memory_percent, after.memory_percent),
            rss_bytes: differing(Ok(before.rss_bytes), Ok(after.rss_bytes)),
            read_bytes_per_s: differing(before.read_bytes_per_s, after.read_bytes_per_s),
            write_bytes_per_s: differing(before.write_bytes_per_s, after.write_bytes_per_s),
        }));
    }
    let (before, after) = (keys_of(&then.row(old, mode)), keys_of(&now.row(new, mode)));
    let mut keys: Map<String, Value> =
        after.into_iter().filter(|(key, value)| before.get(key) != Some(value)).collect();
    if keys.is_empty() {
        return None;
    }
    keys.insert("key".to_owned(), Value::String(new.sample.key.to_string()));
    Some(Changed::Keys(keys))
}

/// Whether everything that was read but the numbers is as it was.
fn same_facts(old: &Process, new: &Process) -> bool {
    let same_sockets = match (&old.sample.sockets, &new.sample.sockets) {
        (Ok(old), Ok(new)) => Arc::ptr_eq(old, new) || old == new,
        (Err(old), Err(new)) => old == new,
        _ => false,
    };
    let (before, after) = (&old.sample.identity, &new.sample.identity);
    same_sockets
        && old.sample.ppid == new.sample.ppid
        && old.create_time == new.create_time
        && (Arc::ptr_eq(before, after) || before == after)
}

/// Whether it is judged as it was. The judgements of most processes are the very same ones for hours.
fn same_judgement(old: &Process, new: &Process, mode: Mode) -> bool {
    match (&old.judged, &new.judged) {
        (Ok(old), Ok(new)) => Arc::ptr_eq(old, new) || old.of(mode.into()) == new.of(mode.into()),
        (Err(old), Err(new)) => old == new,
        _ => false,
    }
}

/// Whether it stands still as before. From tick to tick the pauses are mostly the very same.
fn same_pause(old: &Pauses, new: &Pauses, key: ProcessKey) -> bool {
    std::ptr::eq(old, new) || old.get(&key) == new.get(&key)
}

fn differing<T: PartialEq + Copy>(old: Reading<T>, new: Reading<T>) -> Option<T> {
    new.ok().filter(|new| old != Ok(*new))
}

fn keys_of(row: &dto::Process) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(row)) => row,
        // A struct serialises to an object.
        _ => Map::new(),
    }
}

#[cfg(test)]
#[path = "delta_tests.rs"]
mod tests;
