//! A policy as it is shown: as a document of JSON, and in words.

use domain::policy::{Document, Map, Record, Value};
use domain::text::visible;
use serde::{Serialize, Serializer};
use store::{DocumentJson, Held};
use words::{Lang, Words};

/// A list of policies.
#[derive(Serialize)]
pub(super) struct Policies<T> {
    pub(super) policies: Vec<T>,
}

/// A document with its id. One that cannot be read is shown as it is, with a word of what is wrong.
pub(super) struct Shown<'a>(pub(super) &'a Held);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let map = match &self.0.document {
            Document::Readable(record) => record.document(),
            Document::Unreadable(broken) => {
                let mut map = raw(&self.0.document);
                map.set("unreadable", broken.why.word().into());
                map
            }
        };
        DocumentJson { id: Some(&self.0.id), map: &map }.serialize(serializer)
    }
}

/// The document as it is kept; of one that is none at least what it names.
pub(super) fn raw(document: &Document) -> Map {
    match document {
        Document::Readable(record) => record.document(),
        Document::Unreadable(broken) => match &broken.raw {
            Value::Map(map) => map.clone(),
            _ => broken.name.iter().map(|name| ("name".to_owned(), Value::from(name.as_str()))).collect(),
        },
    }
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
