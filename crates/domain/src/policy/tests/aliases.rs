//! Other names that an operator gave a program protect it as its own name does, and never the other way round.

use super::super::{Document, Platform, Value, find, read};
use super::{bare, map};

/// A document with these other names.
fn known_as(name: &str, platform: &str, terminatable: bool, aliases: &[&str]) -> Document {
    read(map(&[
        ("name", name.into()),
        ("platform", platform.into()),
        ("policy", map(&[("terminatable", Value::Bool(terminatable))])),
        ("aliases", Value::List(aliases.iter().map(|alias| (*alias).into()).collect())),
    ]))
}

fn forbids(documents: &[Document], name: &str, os: Platform) -> bool {
    find(documents, name, os).is_some_and(|found| !found.terminatable())
}

#[test]
fn a_no_holds_under_every_name_of_the_program() {
    let shop = [known_as("shop", "linux", false, &["shopd", "shop-worker"])];
    for name in ["shop", "shopd", "shop-worker"] {
        assert!(forbids(&shop, name, Platform::Linux), "{name}");
    }
    assert_eq!(find(&shop, "shopx", Platform::Linux), None);
    assert_eq!(find(&shop, "SHOPD", Platform::Linux), None);
    assert_eq!(find(&shop, "shopd", Platform::Windows), None);
    let windows = [known_as("shop.exe", "windows", false, &["ShopD.exe"])];
    assert!(forbids(&windows, "shopd.EXE", Platform::Windows));
}

#[test]
fn an_alias_takes_permission_away_and_never_gives_it() {
    let yes = |name, platform| known_as(name, platform, true, &["shop"]);
    let no = |name, platform| known_as(name, platform, false, &["shop"]);
    for own in ["linux", "common"] {
        for other in ["linux", "common"] {
            assert!(forbids(&[bare("shop", own, false), yes("web", other)], "shop", Platform::Linux));
            assert!(forbids(&[bare("shop", own, true), no("web", other)], "shop", Platform::Linux));
            assert!(forbids(&[yes("a", own), no("b", other)], "shop", Platform::Linux), "{own} {other}");
        }
    }
    let both = [yes("web", "linux"), bare("shop", "linux", true)];
    assert_eq!(find(&both, "shop", Platform::Linux).unwrap().name(), Some("shop"), "its own says as much");
}

#[test]
fn a_document_that_cannot_be_read_protects_the_other_names_that_stand_in_it() {
    let broken = read(map(&[
        ("name", "shop".into()),
        ("platform", "linux".into()),
        ("aliases", Value::List(vec![Value::Int(5), "shopd".into()])),
    ]));
    assert!(forbids(&[broken, bare("shopd", "linux", true)], "shopd", Platform::Linux));
    let odd = read(map(&[
        ("name", "shop".into()),
        ("platform", "linux".into()),
        ("policy", map(&[("terminatable", Value::Bool(false))])),
        ("aliases", Value::List(vec![Value::Int(5), "shopd".into()])),
    ]));
    assert!(forbids(&[odd], "shopd", Platform::Linux), "one alias is no text, the other one is");
    let one = read(map(&[
        ("name", "shop".into()),
        ("platform", "linux".into()),
        ("policy", map(&[("terminatable", Value::Bool(false))])),
        ("aliases", "shopd".into()),
    ]));
    assert!(forbids(&[one], "shopd", Platform::Linux), "one alias without a list");
}
