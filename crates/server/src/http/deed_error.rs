//! How the answer of the desk becomes a problem: which code, and what it names.

use domain::{ProcessKey, Snapshot};
use engine::deeds::DeedError;
use words::Words;

use super::error::{ApiError, Code};

/// Why nothing was done to `key`. `now` tells who has its pid.
pub(crate) fn problem(error: DeedError, key: ProcessKey, now: Option<&Snapshot>) -> ApiError {
    let of = |code| ApiError::new(code).with("key", key);
    match error {
        DeedError::NeverSeen => of(Code::NoSuchProcess),
        DeedError::NotTheSame => {
            let other = now.and_then(|now| now.process_by_pid(key.pid)).map(|other| other.sample.key);
            let other = other.filter(|other| *other != key);
            of(Code::NotTheSame)
                .with("other", other.map_or_else(|| key.pid.to_string(), |key| key.to_string()))
        }
        DeedError::ChangedSincePlan => of(Code::ChangedSincePlan),
        DeedError::Gone => of(Code::Gone),
        DeedError::Refused(refusal) => of(Code::Refused).refused(refusal),
        DeedError::Member(member) => ApiError::new(Code::ProtectedMember)
            .with("key", member.key)
            .with("name", &member.name)
            .refused(member.refusal),
        DeedError::Denied => of(Code::Denied),
        DeedError::Failed(cause) => of(Code::Failed).because(cause),
        DeedError::NoAudit(cause) => of(Code::AuditUnavailable).because(cause).retry_after(5),
        DeedError::Busy => of(Code::Busy).retry_after(2),
        DeedError::Stopping => of(Code::Stopping).retry_after(5),
    }
}

/// The same as a sentence.
pub fn sentence(error: &DeedError, key: ProcessKey, now: Option<&Snapshot>, words: &Words) -> String {
    problem(error.clone(), key, now).problem(words.lang()).detail
}

#[cfg(test)]
mod tests {
    use domain::decide::{Fact, Refusal};
    use domain::{Cause, Gap};
    use engine::deeds::Protected;
    use words::Lang;

    use super::*;

    const KEY: ProcessKey = ProcessKey { pid: 7, started: 70 };

    fn all() -> Vec<DeedError> {
        let refusal = Refusal::Unread { fact: Fact::Cgroup, gap: Gap::Denied };
        let member = Protected { key: KEY, name: "a\u{1b}[2J".to_owned(), refusal: Refusal::Root };
        vec![
            DeedError::NeverSeen,
            DeedError::NotTheSame,
            DeedError::ChangedSincePlan,
            DeedError::Gone,
            DeedError::Refused(refusal),
            DeedError::Member(Box::new(member)),
            DeedError::Denied,
            DeedError::Failed(Cause { action: "send a signal", errno: Some(5) }),
            DeedError::NoAudit("/var/secret is full".to_owned()),
            DeedError::Busy,
            DeedError::Stopping,
        ]
    }

    #[test]
    fn the_api_answers_with_the_code_of_the_desk() {
        for error in all() {
            assert_eq!(problem(error.clone(), KEY, None).word(), error.code());
        }
    }

    #[test]
    fn every_answer_is_a_harmless_sentence_that_keeps_what_is_for_the_log() {
        for lang in Lang::ALL {
            for error in all() {
                let text = sentence(&error, KEY, None, Words::of(lang));
                assert!(!text.is_empty() && !text.contains("secret") && !text.contains('\u{1b}'), "{text:?}");
            }
        }
    }
}
