//! `GET /api/v1/rules`.

use domain::Role;
use domain::rules::RULES;

use crate::house::House;

#[test]
fn every_rule_is_listed_and_explained_in_the_askers_language() {
    let house = House::new();
    let token = house.token(Role::Viewer);
    let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    for (lang, korean) in [("ko", true), ("en", false)] {
        let answer = house.get(&format!("/api/v1/rules?lang={lang}")).token(&token).send().json();
        assert_eq!(answer.as_object().unwrap().len(), 1, "a list answer holds one array");
        let rules = answer["rules"].as_array().unwrap();
        let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(ids, RULES.iter().map(|rule| rule.id).collect::<Vec<_>>());
        for (rule, own) in rules.iter().zip(RULES) {
            for part in ["title", "sees", "why", "wrong", "do"] {
                let said = rule[part].as_str().unwrap();
                assert!(
                    said.chars().count() > 5 && hangul(said) == korean,
                    "{lang} {} {part}: {said}",
                    own.id
                );
            }
            assert_eq!((&rule["severity"], &rule["since"]), (&own.severity.word().into(), &own.since.into()));
            assert_eq!((&rule["strict"], &rule["reads"]), (&own.plain.into(), &own.reads.into()));
        }
    }
}
