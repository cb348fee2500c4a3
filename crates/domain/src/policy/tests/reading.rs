//! What is read of documents that somebody wrote, which one holds, and what a change leaves alone.

use super::super::{
    Change, Document, Fault, Key, Map, Patch, Platform, Record, Value, content_hash, find, lookup, merge,
    read, valid,
};
use super::{bare, map, raw};
use crate::time::Wall;

const NOW: Wall = Wall(1_800_000_000_123_456_789);
const NOW_MS: Wall = Wall(1_800_000_000_123_000_000);

fn readable(document: Document) -> Record {
    match document {
        Document::Readable(record) => *record,
        Document::Unreadable(broken) => panic!("{:?}", broken.why),
    }
}

fn full() -> Value {
    map(&[
        ("_owner", "somebody".into()),
        ("name", "svchost.exe".into()),
        ("platform", "windows".into()),
        ("category", "system_core".into()),
        ("description", "서비스 호스트".into()),
        (
            "policy",
            map(&[
                ("is_system", Value::Bool(true)),
                ("terminatable", Value::Bool(false)),
                ("why", "x".into()),
                ("reason", "core".into()),
            ]),
        ),
        ("tags", Value::List(vec!["core".into()])),
        ("created_at", Value::Date(Wall(1_000_000))),
        ("notes", map(&[("by", "kim".into())])),
        ("aliases", Value::Int(5)),
    ])
}

#[test]
fn name_platform_and_terminatable_are_enough() {
    let record = readable(bare("nginx", "common", true));
    assert_eq!((record.name.as_str(), record.platform), ("nginx", Platform::Common));
    assert!(record.policy.terminatable && !record.policy.is_system && record.tags.is_empty());
}

#[test]
fn fields_that_are_not_ours_or_of_another_type_survive_being_written() {
    let record = readable(read(full()));
    assert_eq!(super::super::read::flaws(&record), ["aliases"]);
    let again = readable(read(Value::Map(record.document())));
    assert_eq!(again, record);
    let document = record.document();
    assert_eq!(document.get("_owner"), Some(&"somebody".into()));
    assert_eq!(document.get("aliases"), Some(&Value::Int(5)));
    let Some(Value::Map(policy)) = document.get("policy") else { panic!("no policy") };
    assert_eq!(policy.get("why"), Some(&"x".into()));
}

#[test]
fn a_broken_document_protects_what_it_names() {
    for (broken, why, name, platform) in [
        (Value::Int(1), Fault::NotADocument, None, None),
        (map(&[("platform", "linux".into())]), Fault::Name, None, Some(Platform::Linux)),
        (map(&[("name", Value::Int(3))]), Fault::Name, None, None),
        (map(&[("name", "".into())]), Fault::Name, None, None),
        (raw("x", "LINUX", true), Fault::Platform, Some("x"), None),
        (
            map(&[("name", "x".into()), ("platform", "linux".into())]),
            Fault::Terminatable,
            Some("x"),
            Some(Platform::Linux),
        ),
        (
            map(&[
                ("name", "x".into()),
                ("platform", "linux".into()),
                ("policy", map(&[("terminatable", "true".into())])),
            ]),
            Fault::Terminatable,
            Some("x"),
            Some(Platform::Linux),
        ),
        (
            map(&[
                ("name", "x".into()),
                ("platform", "linux".into()),
                ("policy", map(&[("terminatable", Value::Int(1))])),
            ]),
            Fault::Terminatable,
            Some("x"),
            Some(Platform::Linux),
        ),
        (
            map(&[
                ("name", "x".into()),
                ("platform", "linux".into()),
                ("policy", map(&[("terminatable", Value::Bool(true)), ("terminatable", Value::Bool(false))])),
            ]),
            Fault::Twice,
            Some("x"),
            None,
        ),
    ] {
        let Document::Unreadable(read) = read(broken.clone()) else { panic!("{broken:?} was read") };
        assert_eq!((read.why, read.name.as_deref(), read.platform), (why, name, platform), "{broken:?}");
        assert_eq!(read.raw, broken);
        assert!(!Document::Unreadable(read).terminatable());
    }
}

#[test]
fn the_policy_of_the_system_comes_before_the_common_one() {
    let documents =
        [bare("nginx", "common", true), bare("nginx", "linux", false), bare("nginx", "windows", true)];
    let found = |os| find(&documents, "nginx", os).and_then(Document::platform);
    assert_eq!(found(Platform::Linux), Some(Platform::Linux));
    assert_eq!(found(Platform::Windows), Some(Platform::Windows));
    assert_eq!(
        find(&documents[..1], "nginx", Platform::Linux).and_then(Document::platform),
        Some(Platform::Common)
    );
    assert_eq!(find(&documents[2..], "nginx", Platform::Linux), None);
    assert_eq!(find(&documents, "Nginx", Platform::Linux), None);
    assert!(find(&documents, "NGINX", Platform::Windows).is_some());
}

#[test]
fn a_no_is_never_passed_by() {
    let cases = [bare("Chrome.exe", "windows", true), bare("chrome.exe", "windows", false)];
    assert!(!find(&cases, "CHROME.EXE", Platform::Windows).unwrap().terminatable());
    let broken = [bare("x", "linux", true), read(raw("x", "everywhere", true))];
    assert!(!find(&broken, "x", Platform::Linux).unwrap().terminatable());
    assert!(find(&[bare("*", "linux", false)], "anything", Platform::Linux).is_none());
    assert!(lookup::is_called("É.exe", "é.exe", Platform::Windows));
}

#[test]
fn a_mark_of_the_system_that_cannot_be_read_protects() {
    use crate::decide::Record as Decides;
    let of = |is_system: Value| {
        let policy = map(&[("is_system", is_system), ("terminatable", Value::Bool(true))]);
        read(map(&[("name", "x".into()), ("platform", "linux".into()), ("policy", policy)]))
    };
    assert_eq!(Decides::from(&of("true".into())), Decides::Unreadable);
    assert!(!of(Value::Int(1)).terminatable());
    assert!(matches!(
        Decides::from(&of(Value::Bool(true))),
        Decides::Read { is_system: true, terminatable: true, .. }
    ));
    assert!(of(Value::Bool(false)).terminatable());
}

#[test]
fn a_change_keeps_what_it_does_not_speak_of() {
    let held = read(full());
    let key = Key { name: "svchost.exe".into(), platform: Platform::Windows };
    let patch = Patch { terminatable: Some(true), tags: Some(vec!["mine".into()]), ..Patch::default() };
    let (change, record) = merge(Some(&held), patch.over(Some(&held), &key), NOW);
    assert_eq!(change, Change::Updated);
    assert_eq!((record.created_at, record.updated_at), (Some(Wall(1_000_000)), Some(NOW_MS)));
    assert!(record.policy.terminatable && record.policy.is_system);
    assert_eq!(record.policy.reason, super::super::change::OPERATOR_DECISION);
    assert_eq!(record.description, "서비스 호스트");
    assert_eq!(record.document().get("notes"), full_field("notes").as_ref());
    assert_eq!(
        super::super::change::differences(Some(&held), &record),
        "terminatable false → true, reason, tags"
    );
    let held = Document::Readable(Box::new(record.clone()));
    let (change, same) = merge(Some(&held), patch.over(Some(&held), &key), Wall(NOW.0 + 5_000_000_000));
    assert_eq!((change, same), (Change::Unchanged, record));
}

fn full_field(key: &str) -> Option<Value> {
    let Value::Map(map) = full() else { return None };
    map.get(key).cloned()
}

#[test]
fn a_new_policy_says_what_was_said_and_general() {
    let key = Key { name: "x".into(), platform: Platform::Linux };
    let of = |patch: Patch| patch.over(None, &key);
    let plain = of(Patch::default());
    assert_eq!((plain.category.as_str(), plain.policy.terminatable), ("general", true));
    let system = of(Patch { is_system: Some(true), ..Patch::default() });
    assert!(!system.policy.terminatable);
    assert_eq!(system.policy.reason, "System Core");
    let own = of(Patch { is_system: Some(true), terminatable: Some(true), ..Patch::default() });
    assert!(own.policy.terminatable);
    assert_eq!(own.policy.reason, "Operator Decision");
    let said = of(Patch {
        terminatable: Some(false),
        reason: Some("ours".into()),
        description: Some("한".into()),
        description_en: Some("one".into()),
        ..Patch::default()
    });
    assert_eq!(said.policy.reason, "ours");
    let descriptions = said.descriptions.unwrap();
    assert_eq!((descriptions.ko.as_deref(), descriptions.en.as_deref()), (Some("한"), Some("one")));
}

#[test]
fn an_english_sentence_about_another_korean_one_does_not_stay() {
    let key = Key { name: "x".into(), platform: Platform::Linux };
    let both =
        Patch { description: Some("하나".into()), description_en: Some("one".into()), ..Patch::default() };
    let held = Document::Readable(Box::new(both.over(None, &key)));
    let patched = Patch { description: Some("둘".into()), ..Patch::default() }.over(Some(&held), &key);
    assert_eq!(patched.descriptions.clone().unwrap().ko.as_deref(), Some("둘"));
    assert_eq!(patched.descriptions.unwrap().en, None);
    let (_, imported) = merge(Some(&held), super::super::classify("x", "셋").0, NOW);
    assert_eq!(imported.descriptions.unwrap().en, None);
}

#[test]
fn a_policy_over_a_broken_one_keeps_its_other_fields() {
    let broken = read(map(&[
        ("name", "x".into()),
        ("platform", "linux".into()),
        ("policy", Value::Null),
        ("note", "n".into()),
    ]));
    let key = Key { name: "x".into(), platform: Platform::Linux };
    let (change, record) = merge(Some(&broken), Patch::default().over(Some(&broken), &key), NOW);
    assert_eq!(change, Change::Updated);
    assert_eq!(record.rest, Map(vec![("note".into(), "n".into())]));
}

#[test]
fn the_hash_knows_content_from_its_form() {
    let record = readable(read(full()));
    let same = Record { created_at: None, updated_at: Some(NOW), seed: Some("x".into()), ..record.clone() };
    assert_eq!(content_hash(&record), content_hash(&same));
    let mut turned = record.clone();
    turned.rest.0.reverse();
    turned.rest.set("aliases", Value::Float(5.0));
    assert_eq!(content_hash(&record), content_hash(&turned));
    let tagged =
        |tags: [&str; 2]| content_hash(&Record { tags: tags.map(str::to_owned).into(), ..record.clone() });
    assert_ne!(tagged(["as", "b"]), tagged(["a", "sb"]), "text moved from one tag into the next");
    for other in [
        Record { category: "system_corf".into(), ..record.clone() },
        Record { tags: vec!["co".into(), "re".into()], ..record.clone() },
        Record { rest: Map::default(), ..record.clone() },
        Record {
            description: String::new(), category: "system_core서비스 호스트".into(), ..record.clone()
        },
    ] {
        assert_ne!(content_hash(&record), content_hash(&other));
    }
}

#[test]
fn names_are_bounded_and_harmless() {
    for bad in ["", "  ", "a\nb", "a\u{202e}b", "\u{1b}[31m", &"x".repeat(256)] {
        assert!(valid::name(bad).is_err(), "{bad:?}");
    }
    for good in ["nginx", "postgres: *", "한글 이름", "=cmd", &"x".repeat(255)] {
        assert!(valid::name(good).is_ok(), "{good:?}");
    }
}
