//! A policy as it is shown in words, and the list around documents of JSON.

use domain::policy::Record;
use domain::text::visible;
use serde::Serialize;
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

/// `yes` or `no`, in words.
pub(super) fn yes_no(yes: bool, words: &Words) -> String {
    words.text(if yes { "policy-yes" } else { "policy-no" }, &[])
}
