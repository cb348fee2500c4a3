//! `rules list`: the rules by which processes are judged, as the API tells them; `docs/RULES.md` is made from the same.

use server::dto;
use words::Words;

use crate::args::Rules;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::output::Output;
use crate::show::page::Page;

/// Runs it.
pub(crate) fn run(action: &Rules, out: &mut Output) -> Outcome {
    let Rules::List = action;
    let list = dto::RuleList::new(out.words);
    if out.json {
        out.document(&list)?;
        return Ok(Exit::Done);
    }
    let mut page = Page::new(out.columns, out.colour);
    list.rules.iter().for_each(|rule| told(&mut page, rule, out.words));
    page.into_lines().into_iter().try_for_each(|line| out.line(&line))?;
    Ok(Exit::Done)
}

/// One rule, from its name to what it reads.
fn told(page: &mut Page, rule: &dto::Rule, words: &Words) {
    let say = |id: &str| words.text(id, &[]);
    let severity = say(&format!("severity-{}", rule.severity.word()));
    let gravest = words.text("rules-gravest", &[("severity", (&severity).into())]);
    let strict = if rule.strict { format!(" · {}", say("rules-strict")) } else { String::new() };
    page.section(&format!("{} · {}", rule.id, rule.title));
    page.sentence(&format!("{gravest}{strict}"));
    for (label, text) in [
        ("rules-sees", &rule.sees),
        ("rules-why", &rule.why),
        ("rules-wrong", &rule.wrong),
        ("rules-do", &rule.r#do),
    ] {
        page.fact(&say(label), text);
    }
    page.fact(&say("rules-reads"), &rule.reads.join(", "));
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/RULES.md");
    const MARK: &str = "<!-- generated from the registry; UPDATE_DOCS=1 cargo test -p cli writes it -->";

    fn document() -> String {
        let [en, ko] = [Lang::En, Lang::Ko].map(|lang| chapter(Words::of(lang)));
        format!("# Rules\n\n{MARK}\n\n{en}\n## 한국어\n\n{ko}")
    }

    fn chapter(words: &Words) -> String {
        let say = |id: &str| words.text(id, &[]);
        let rules = dto::RuleList::new(words).rules;
        let mut out =
            format!("{}\n\n{}\n|---|---|---|---|---|\n", say("rules-document"), say("rules-document-table"));
        for rule in &rules {
            let severity = say(&format!("severity-{}", rule.severity.word()));
            let strict = say(if rule.strict { "rules-document-yes" } else { "rules-document-no" });
            let reads = rule.reads.iter().map(|fact| format!("`{fact}`")).collect::<Vec<_>>().join(" ");
            out.push_str(&format!("| `{}` | {severity} | {strict} | {reads} | {} |\n", rule.id, rule.since));
        }
        for rule in &rules {
            out.push_str(&format!("\n### {}: {}\n\n", rule.id, rule.title));
            for (label, text) in [
                ("rules-sees", &rule.sees),
                ("rules-why", &rule.why),
                ("rules-wrong", &rule.wrong),
                ("rules-do", &rule.r#do),
            ] {
                out.push_str(&format!("- **{}**: {text}\n", say(label)));
            }
        }
        out
    }

    #[test]
    fn the_documentation_lists_exactly_the_rules_there_are() {
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(DOCUMENT, document()).unwrap();
        }
        let written = std::fs::read_to_string(DOCUMENT).unwrap_or_default();
        assert!(written == document(), "docs/RULES.md is not up to date: UPDATE_DOCS=1 cargo test -p cli");
    }

    #[test]
    fn every_rule_is_told_in_80_columns_in_both_languages() {
        for lang in Lang::ALL {
            let words = Words::of(lang);
            let mut page = Page::new(80, false);
            for rule in &dto::RuleList::new(words).rules {
                told(&mut page, rule, words);
            }
            let lines = page.into_lines();
            assert!(lines.iter().all(|line| crate::show::width::columns(line) <= 80), "{lines:#?}");
            assert!(
                domain::rules::RULES.iter().all(|rule| lines.iter().any(|line| line.starts_with(rule.id)))
            );
        }
    }
}
