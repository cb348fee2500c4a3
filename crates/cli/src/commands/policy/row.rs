//! A policy as it is shown in words, and the list around documents of JSON.

use domain::policy::{Platform, Record};
use domain::text::{operand, visible};
use serde::Serialize;
use store::Held;
use words::{Lang, Words};

/// A list of policies.
#[derive(Serialize)]
pub(super) struct Policies<T> {
    pub(super) policies: Vec<T>,
}

/// What it is, in the language of the words where it is known in it.
pub(super) fn description<'a>(record: &'a Record, words: &Words) -> &'a str {
    let said = record.descriptions.as_ref().and_then(|said| match words.lang() {
        Lang::Ko => said.ko.as_deref(),
        Lang::En => said.en.as_deref(),
    });
    said.unwrap_or(&record.description)
}

/// Text of a policy, harmless for a terminal.
pub(super) fn safe(text: &str) -> String {
    visible(text).into_owned()
}

/// How a record that cannot be read is corrected and removed.
pub(super) fn way_out(held: &Held, words: &Words) -> String {
    let name = held.document.name().map_or_else(|| "NAME".into(), operand);
    let platform = held.document.platform().map_or("PLATFORM", Platform::word);
    // The name last: after what keeps it from being taken for an option, nothing else is one.
    let said = [("id", held.id.as_str()), ("platform", platform), ("name", name.as_ref())];
    words.text("policy-way-out", &said.map(|(key, text)| (key, text.into())))
}

/// `yes` or `no`, in words.
pub(super) fn yes_no(yes: bool, words: &Words) -> String {
    words.text(if yes { "policy-yes" } else { "policy-no" }, &[])
}
