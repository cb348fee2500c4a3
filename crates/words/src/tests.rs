//! The two languages say the same things.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;

/// Ids of a language (attributes as `id.attribute`) with the arguments of each.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for (file, source) in files(lang) {
        let parsed = fluent_syntax::parser::parse(*source);
        let resource = parsed.unwrap_or_else(|(_, errors)| panic!("{lang}/{file}.ftl: {errors:?}"));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut arguments = BTreeSet::new();
                    let value = message
                        .value
                        .unwrap_or_else(|| panic!("{lang}/{file}.ftl: {} is empty", message.id.name));
                    collect(&value, &mut arguments);
                    assert!(message.attributes.is_empty(), "{}: attributes are not used", message.id.name);
                    let repeated = all.insert(message.id.name.to_owned(), arguments);
                    assert!(repeated.is_none(), "{lang}: {} is there twice", message.id.name);
                }
                Entry::Junk { content } => panic!("{lang}/{file}.ftl: {content}"),
                Entry::Term(_) | Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            }
        }
    }
    with_references(&all)
}

/// A message that refers to another one takes its arguments too, and those of whom that refers to. `&id` stands for the
/// reference.
fn with_references(all: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    fn add(id: &str, all: &BTreeMap<String, BTreeSet<String>>, into: &mut BTreeSet<String>) {
        for name in all.get(id).unwrap_or_else(|| panic!("there is no message {id}")) {
            match name.strip_prefix('&') {
                Some(other) => add(other, all, into),
                None => drop(into.insert(name.clone())),
            }
        }
    }
    let of = |id: &str| {
        let mut arguments = BTreeSet::new();
        add(id, all, &mut arguments);
        arguments
    };
    all.keys().map(|id| (id.clone(), of(id))).collect()
}

fn collect(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => collect_inline(inline, into),
                Expression::Select { selector, variants } => {
                    collect_inline(selector, into);
                    for variant in variants {
                        collect(&variant.value, into);
                    }
                }
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            into.insert(format!("&{}", id.name));
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| collect_inline(argument, into));
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = &**expression {
                collect_inline(inner, into);
            }
        }
        _ => {}
    }
}

/// Every argument of a message as a number, which fits text and plural forms alike.
fn filled(arguments: &BTreeSet<String>) -> Vec<(&str, Value<'_>)> {
    arguments.iter().map(|name| (name.as_str(), Value::Number(2.0))).collect()
}

#[test]
fn both_languages_have_the_same_messages() {
    let (ko, en): (BTreeSet<_>, BTreeSet<_>) =
        (messages(Lang::Ko).into_keys().collect(), messages(Lang::En).into_keys().collect());
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!((only(&ko, &en), only(&en, &ko)), (vec![], vec![]), "(only in ko, only in en)");
}

#[test]
fn a_message_takes_the_same_arguments_in_both_languages() {
    let en = messages(Lang::En);
    for (id, arguments) in messages(Lang::Ko) {
        assert_eq!(Some(&arguments), en.get(&id), "{id}");
    }
}

#[test]
fn every_message_can_be_said_and_says_something() {
    for lang in Lang::ALL {
        for (id, arguments) in messages(lang) {
            let text = Words::of(lang).text(&id, &filled(&arguments));
            assert!(!text.trim().is_empty(), "{lang}: {id} is blank");
            assert!(!text.contains(['\u{2068}', '\u{2069}']), "{lang}: {id} has isolation marks");
        }
    }
}

#[test]
fn korean_is_korean_and_english_has_no_hangul() {
    let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    // What both languages write alike.
    let neutral = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        words.all(|word| ["PID", "CPU", "ID", "systemd"].contains(&word))
    };
    for (id, arguments) in messages(Lang::Ko) {
        let (ko, en) = (Words::of(Lang::Ko), Words::of(Lang::En));
        let text = ko.text(&id, &filled(&arguments));
        assert!(hangul(&text) || neutral(&text), "ko: {id} is not Korean: {text}");
        assert!(!hangul(&en.text(&id, &filled(&arguments))), "en: {id} is Korean");
    }
}

#[test]
fn every_problem_has_a_title_and_a_detail() {
    let en = messages(Lang::En);
    for id in en.keys().filter(|id| id.starts_with("problem-")) {
        let (twin, ok) = match (id.strip_suffix("-title"), id.strip_suffix("-detail")) {
            (Some(code), _) => (format!("{code}-detail"), true),
            (_, Some(code)) => (format!("{code}-title"), true),
            _ => (String::new(), false),
        };
        assert!(ok && en.contains_key(&twin), "{id} has no twin {twin}");
    }
}

#[test]
fn no_message_scolds_or_shouts() {
    for lang in Lang::ALL {
        for (id, arguments) in messages(lang) {
            let text = Words::of(lang).text(&id, &filled(&arguments));
            assert!(!text.contains('!') && !text.contains("죽이"), "{lang}: {id}: {text}");
        }
    }
}

#[test]
#[should_panic(expected = "no message")]
fn a_message_that_does_not_exist_fails_the_test_that_meets_it() {
    let _ = Words::of(Lang::En).text("there-is-no-such-message", &[]);
}
