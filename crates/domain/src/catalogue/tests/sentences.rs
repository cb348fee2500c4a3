//! What entries and ports say: in both languages, about this program, and not what another one says already.
//!
//! Whether a sentence is true is for people; here is what a machine can see.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Entry, entries, known_ports};
use super::{is_hangul, nothing, over_all};

/// Two sentences that share more of their words than this are one sentence with the names exchanged.
const ALIKE: f64 = 0.75;

#[test]
fn roles_are_sentences_in_their_own_language() {
    over_all(|entry| {
        let (ko, en) = (entry.role.ko, entry.role.en);
        let (ko_length, en_length) = (ko.chars().count(), en.chars().count());
        if ko.chars().filter(|c| is_hangul(*c)).count() < 8 {
            Some(format!("hardly any Hangul in {ko:?}"))
        } else if en.chars().any(is_hangul) {
            Some(format!("Hangul in {en:?}"))
        } else if !(20..=200).contains(&ko_length) {
            Some(format!("{ko_length} characters of Korean, 20 to 200 are wanted"))
        } else if !(40..=280).contains(&en_length) {
            Some(format!("{en_length} characters of English, 40 to 280 are wanted"))
        } else if !(ko.ends_with("다.") || ko.ends_with("요.")) || !en.ends_with('.') {
            Some("a sentence ends with a full stop, a Korean one politely".to_owned())
        } else if ko.contains("  ") || en.contains("  ") || ko.contains(" ,") || en.contains(" ,") {
            Some("odd white space".to_owned())
        } else {
            None
        }
    });
}

#[test]
fn no_two_entries_say_the_same_but_for_their_names() {
    let mut findings = Vec::new();
    for language in [|entry: &Entry| entry.role.ko, |entry: &Entry| entry.role.en] {
        let said: Vec<(&str, BTreeSet<String>)> =
            entries().iter().map(|entry| (entry.name, own_words(entry, language(entry)))).collect();
        // Only sentences that share a rare word can be alike, so each is compared with few others.
        let mut with: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, (_, words)) in said.iter().enumerate() {
            words.iter().for_each(|word| with.entry(word).or_default().push(at));
        }
        for (at, (name, words)) in said.iter().enumerate() {
            let mut rare: Vec<&Vec<usize>> = words.iter().map(|word| &with[word.as_str()]).collect();
            rare.sort_by_key(|places| places.len());
            // Alike sentences miss at most a quarter of each other's words: of one word more they share one.
            let telling = words.len() / 4 + 1;
            let others: BTreeSet<usize> =
                rare.into_iter().take(telling).flatten().copied().filter(|other| *other < at).collect();
            for other in others {
                let (other_name, other_words) = &said[other];
                if alike(words, other_words) >= ALIKE {
                    findings.push(format!("{name} says what {other_name} says: {}", words_of(words)));
                }
            }
        }
    }
    nothing(&findings);
}

fn words_of(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The words of a sentence without the names of its program, whatever they are joined with.
fn own_words(entry: &Entry, sentence: &str) -> BTreeSet<String> {
    let mut text = sentence.to_lowercase();
    let mut names: Vec<String> = std::iter::once(&entry.name)
        .chain(entry.aliases)
        .chain([&entry.app])
        .map(|name| name.to_lowercase().trim_end_matches(".exe").to_owned())
        .filter(|name| name.len() > 2)
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in names {
        text = text.replace(&name, " ");
    }
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Words of both, by words of either.
#[expect(clippy::cast_precision_loss, reason = "numbers of words")]
fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let both = a.intersection(b).count();
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}

#[test]
fn likeness_is_seen_through_exchanged_names() {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    assert!(alike(&words("installs and starts games of"), &words("installs and starts games of")) >= ALIKE);
    assert!(alike(&words("keeps mail moving"), &words("draws maps on demand")) < ALIKE);
}

#[test]
fn a_role_says_something() {
    const FILLER: &[&str] = &[
        "a process that runs",
        "a process running",
        "is a process",
        "a program that runs on",
        "background process",
        "runs in the background",
        "various tasks",
        "various functions",
        "and so on.",
        "and more.",
        "important process",
        "necessary for the system",
        "related to",
        "실행되는 프로세스",
        "실행되는 프로그램입니다",
        "백그라운드에서 실행되는",
        "관련 프로세스입니다",
        "관련된 프로그램입니다",
        "시스템 프로세스입니다",
        "다양한 기능",
        "다양한 작업",
        "등을 수행합니다",
        "역할을 수행합니다",
        "중요한 프로세스",
        "필수적인 프로세스",
        "lorem",
        "todo",
        "tbd",
    ];
    over_all(|entry| {
        let (ko, en) = (entry.role.ko.to_lowercase(), entry.role.en.to_lowercase());
        FILLER
            .iter()
            .find(|filler| ko.contains(**filler) || en.contains(**filler))
            .map(|filler| format!("filler: {filler}"))
    });
}

#[test]
fn every_port_stands_once_and_says_why_it_matters() {
    let mut findings = Vec::new();
    let mut sentences = BTreeSet::new();
    assert!(known_ports().len() >= 150, "{} known ports", known_ports().len());
    for pair in known_ports().windows(2) {
        if pair[0].port == pair[1].port {
            findings.push(format!("port {} stands twice", pair[0].port));
        }
    }
    for known in known_ports() {
        // What waits there may be a product's name; why it matters is a sentence.
        let (ko, en) = (known.exposed.ko, known.exposed.en);
        if ko.chars().filter(|c| is_hangul(*c)).count() < 8 || !ko.ends_with("다.") && !ko.ends_with("요.")
        {
            findings.push(format!("port {}: no Korean sentence: {ko}", known.port));
        }
        if en.split(' ').count() < 5
            || !en.ends_with('.')
            || known.what.en.chars().chain(en.chars()).any(is_hangul)
        {
            findings.push(format!("port {}: no English sentence: {en}", known.port));
        }
        if known.service.chars().any(|c| !c.is_ascii_lowercase() && !c.is_ascii_digit() && c != '-') {
            findings.push(format!("port {}: {:?} is no short name", known.port, known.service));
        }
        if !sentences.insert(known.exposed.en) || !sentences.insert(known.exposed.ko) {
            findings.push(format!("port {}: its reason is another port's", known.port));
        }
    }
    nothing(&findings);
}
