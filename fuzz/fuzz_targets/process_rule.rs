//! A document of any shape is a rule or none; a rule that may be kept comes back as it was.

#![no_main]

use domain::autopilot::read;
use domain::policy::{Map, Value};
use libfuzzer_sys::fuzz_target;

/// Names that mean something, so that not every document is refused at its first field.
const KEYS: [&str; 22] = [
    "id",
    "title",
    "match",
    "when",
    "action",
    "mode",
    "limits",
    "enabled",
    "name",
    "path",
    "user",
    "category",
    "known",
    "finding",
    "cpu_percent_over",
    "memory_percent_over",
    "age_s_over",
    "for_s",
    "per_hour",
    "cooldown_s",
    "at_once",
    "other",
];

/// Words that mean something.
const WORDS: [&str; 8] =
    ["end", "notify", "enforce", "rehearse", "/srv/app/*", "kim", "web-server", "CPU_HOG"];

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.iter().copied();
    let document = map(&mut bytes, 3);
    if let Ok(rule) = read(&document)
        && rule.check().is_ok()
    {
        let again = read(&rule.over(Some(&document)));
        assert!(again.is_ok_and(|again| again.id == rule.id && again.is_like(&rule)));
    }
});

fn map(bytes: &mut impl Iterator<Item = u8>, depth: u8) -> Map {
    let fields = bytes.next().unwrap_or(0) % 12;
    let mut pairs = Vec::new();
    for _ in 0..fields {
        let Some(key) = bytes.next() else { break };
        pairs.push((KEYS[usize::from(key) % KEYS.len()].to_owned(), value(bytes, depth)));
    }
    Map(pairs)
}

fn value(bytes: &mut impl Iterator<Item = u8>, depth: u8) -> Value {
    let number = |bytes: &mut dyn Iterator<Item = u8>| {
        let mut eight = [0; 8];
        eight.iter_mut().for_each(|byte| *byte = bytes.next().unwrap_or(0));
        eight
    };
    match bytes.next().unwrap_or(0) % 9 {
        0 => Value::Null,
        1 => Value::Bool(bytes.next().unwrap_or(0) > 127),
        2 => Value::Int(i64::from_le_bytes(number(bytes))),
        3 => Value::Int(i64::from(bytes.next().unwrap_or(0))),
        4 => Value::Float(f64::from_le_bytes(number(bytes))),
        5 => Value::from(WORDS[usize::from(bytes.next().unwrap_or(0)) % WORDS.len()]),
        6 => {
            let length = usize::from(bytes.next().unwrap_or(0));
            let text: Vec<u8> = bytes.by_ref().take(length).collect();
            Value::Text(String::from_utf8_lossy(&text).into_owned())
        }
        7 if depth > 0 => Value::List(vec![value(bytes, depth - 1)]),
        _ if depth > 0 => Value::Map(map(bytes, depth - 1)),
        _ => Value::Null,
    }
}
