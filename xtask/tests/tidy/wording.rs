//! Korean and English say the same things: same files, same messages, same arguments.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::{ending, nothing, read};

/// Messages and attributes of one file, each with the variables it uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn messages(text: &str) -> Messages {
    let mut found = Messages::new();
    let mut message = String::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let name = line.split_once('=').map(|(name, _)| name.trim());
        match name {
            Some(id) if line.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-') => {
                message = id.to_owned();
                current = id.to_owned();
                found.entry(current.clone()).or_default();
            }
            Some(attribute) if line.trim_start().starts_with('.') && !attribute.contains(' ') => {
                current = format!("{message}{attribute}");
                found.entry(current.clone()).or_default();
            }
            _ => {}
        }
        if let Some(variables) = found.get_mut(&current) {
            variables.extend(line.split('$').skip(1).map(|after| {
                after
                    .chars()
                    .take_while(|letter| letter.is_ascii_alphanumeric() || "_-".contains(*letter))
                    .collect()
            }));
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_files() {
    let names = |language: &str| -> Vec<String> {
        let prefix = format!("locales/{language}/");
        ending(&[".ftl"]).iter().filter_map(|name| name.strip_prefix(&prefix).map(str::to_owned)).collect()
    };
    assert_eq!(names("ko"), names("en"));
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_arguments() {
    let mut findings = Vec::new();
    for korean in ending(&[".ftl"]).into_iter().filter(|name| name.starts_with("locales/ko/")) {
        let (ko, en) = (messages(&read(&korean)), messages(&read(&korean.replace("/ko/", "/en/"))));
        for id in ko.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
            match (ko.get(id), en.get(id)) {
                (Some(ko), Some(en)) if ko == en => {}
                (Some(ko), Some(en)) => {
                    findings.push(format!("{korean}: {id}: {ko:?} in Korean, {en:?} in English"))
                }
                (None, _) => findings.push(format!("{korean}: {id} is missing in Korean")),
                (_, None) => findings.push(format!("{korean}: {id} is missing in English")),
            }
        }
    }
    nothing(&findings, "the two languages differ:");
}

/// What `crates/words` embeds; the page takes the other files. Each is one space of names.
const OF_THE_PROGRAM: [&str; 8] =
    ["api.ftl", "cli.ftl", "config.ftl", "explain.ftl", "nginx.ftl", "rules.ftl", "verdict.ftl", "watch.ftl"];

#[test]
fn no_message_is_defined_twice_where_it_is_read() {
    let mut findings = Vec::new();
    for (language, of_program) in [("ko", true), ("ko", false), ("en", true), ("en", false)] {
        let mut seen = BTreeMap::new();
        let here = |name: &String| name.starts_with(&format!("locales/{language}/"));
        let belongs = |name: &String| OF_THE_PROGRAM.iter().any(|file| name.ends_with(file)) == of_program;
        for name in ending(&[".ftl"]).into_iter().filter(here).filter(belongs) {
            for id in messages(&read(&name)).into_keys().filter(|id| !id.contains('.')) {
                if let Some(before) = seen.insert(id.clone(), name.clone()) {
                    findings.push(format!("{id}: in {before} and {name}"));
                }
            }
        }
    }
    nothing(&findings, "of two messages with one name only one is seen:");
}

#[test]
fn a_difference_between_the_languages_would_be_seen() {
    let ko = messages("greeting = 안녕, { $name }\n    .title = 인사\nplain = 말");
    let en = messages("greeting = Hello, { $person }\n    .title = Greeting");
    assert_ne!(ko.get("greeting"), en.get("greeting"));
    assert!(ko.contains_key("greeting.title") && en.contains_key("greeting.title"));
    assert!(!en.contains_key("plain"));
}
