//! Rules and their words belong together: a rule without a sentence could not be shown to anybody.

use domain::rules::RULES;
use words::{Lang, Words};

#[test]
fn every_rule_is_explained_in_both_languages() {
    for lang in [Lang::Ko, Lang::En] {
        let words = Words::of(lang);
        for rule in RULES {
            for part in ["title", "sees", "why", "wrong", "do"] {
                let said = words.text(&format!("rule-{}-{part}", rule.id), &[]);
                assert!(said.chars().count() > 5, "{lang:?} {} {part}: {said:?}", rule.id);
            }
        }
    }
}
