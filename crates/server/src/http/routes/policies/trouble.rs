//! What is said of a store of policies that does not do what it is asked: in an answer with what was read last, and as
//! a problem, in the same words.

use engine::policies::Trouble;
use store::{RemoteFault, StoreError};
use words::{Value, Words};

use crate::http::error::{ApiError, Code};

/// The arguments of `policy-store-why`.
struct Why {
    why: &'static str,
    address: String,
    said: String,
}

impl Why {
    fn of(error: &StoreError) -> Self {
        match error {
            StoreError::Remote { address, fault, said } => {
                Self { why: fault.word(), address: address.clone(), said: said.clone() }
            }
            _ => Self::bare("local"),
        }
    }

    const fn bare(why: &'static str) -> Self {
        Self { why, address: String::new(), said: String::new() }
    }

    fn text(&self, words: &Words) -> String {
        let args: [(&str, Value<'_>); 3] =
            [("why", self.why.into()), ("address", (&self.address).into()), ("said", (&self.said).into())];
        words.text("policy-store-why", &args)
    }

    fn problem(self, code: Code) -> ApiError {
        ApiError::new(code).with("why", self.why).with("address", self.address).with("said", self.said)
    }
}

/// Why the policies cannot be read, in words.
pub(super) fn text(trouble: &Trouble, words: &Words) -> String {
    match trouble {
        Trouble::Store(error) => Why::of(error),
        Trouble::Silent(_) => Why::bare("silent"),
    }
    .text(words)
}

/// Why the rules of the autopilot cannot be read, which lie in the same place, in words.
pub(in crate::http::routes) fn of_rules(error: &StoreError, words: &Words) -> String {
    match error {
        StoreError::RulesFull { limit } => {
            words.text("autopilot-rules-full", &[("limit", (&limit.to_string()).into())])
        }
        error => Why::of(error).text(words),
    }
}

/// The store has not answered for as long as a request waits.
pub(super) fn silent() -> ApiError {
    Why::bare("silent")
        .problem(Code::PoliciesUnavailable)
        .because("the store of policies does not answer")
        .retry_after(5)
}

/// What a caller is told of an error of the store.
pub(in crate::http::routes) fn problem(error: &StoreError) -> ApiError {
    match error {
        StoreError::DocumentMissing { id } => ApiError::new(Code::NoSuchPolicy).with("id", id),
        StoreError::PolicyMissing { name, .. } => ApiError::new(Code::NoSuchPolicy).with("id", name),
        StoreError::PolicyExists { name, .. } => ApiError::new(Code::AlreadyExists).with("name", name),
        StoreError::PoliciesFull { limit } => ApiError::new(Code::TooManyExist).with("limit", limit),
        StoreError::PolicyTooLarge { limit, .. } => ApiError::new(Code::BodyTooLarge).with("limit", limit),
        // It answers: what it does not let us do is no reason to come again.
        StoreError::Remote { fault: RemoteFault::Denied | RemoteFault::Other, .. } => {
            Why::of(error).problem(Code::PoliciesRefused).because(error)
        }
        StoreError::Remote { .. } => {
            Why::of(error).problem(Code::PoliciesUnavailable).because(error).retry_after(5)
        }
        _ => ApiError::new(Code::StoreUnavailable).because(error).retry_after(5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::time::Duration;
    use words::Lang;

    #[test]
    fn every_trouble_is_told_in_both_languages_with_its_way_out() {
        for lang in Lang::ALL {
            let words = Words::of(lang);
            let mut told = vec![text(&Trouble::Silent(Duration::from_secs(9)), words)];
            let local = StoreError::Missing { path: "/nowhere".into() };
            told.push(text(&Trouble::Store(Arc::new(local)), words));
            for fault in RemoteFault::ALL {
                let error = StoreError::Remote { address: "mongodb://h:1".into(), fault, said: "no".into() };
                let detail = problem(&error).problem(lang).detail;
                let said = text(&Trouble::Store(Arc::new(error)), words);
                assert_eq!(detail, said);
                told.push(said);
            }
            for said in &told {
                let is_korean = said.chars().any(|c| ('가'..='힣').contains(&c));
                assert!(said.ends_with('.') && is_korean == (lang == Lang::Ko), "{said}");
            }
            told.sort();
            told.dedup();
            assert_eq!(told.len(), RemoteFault::ALL.len() + 2);
        }
    }
}
