//! Why a process is left alone, in words. What is allowed is decided elsewhere (`domain::decide`).

use domain::decide::{Fact, Refusal};
use domain::text::visible;
use words::{Value, Words};

/// The sentence of a refusal, with what to do instead.
#[must_use]
pub fn refusal_reason(refusal: &Refusal, words: &Words) -> String {
    let id = format!("refusal-{}", refusal.code().replace('_', "-"));
    let say = |args: &[(&str, Value<'_>)]| words.text(&id, args);
    match refusal {
        Refusal::SystemService { supervisor, unit } => {
            let command = supervisor.stop(unit);
            say(&[("unit", (&*visible(unit)).into()), ("command", (&*visible(&command)).into())])
        }
        Refusal::OtherContainer { container } => say(&[("container", (&*visible(container)).into())]),
        Refusal::NotALoginUser { uid } => say(&[("uid", (&uid.to_string()).into())]),
        Refusal::PolicySystem { reason } | Refusal::PolicyForbids { reason } => {
            say(&[("reason", (&*visible(reason)).into())])
        }
        Refusal::Unread { fact, gap } => {
            let why = words.text(&format!("gap-{}", gap.word()), &[]);
            say(&[("fact", (&fact_text(*fact, words)).into()), ("why", (&why).into())])
        }
        _ => say(&[]),
    }
}

/// What a fact is called.
fn fact_text(fact: Fact, words: &Words) -> String {
    words.text(&format!("deed-fact-{fact}"), &[])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::Gap;
    use domain::supervisor::Supervisor;
    use words::Lang;

    use super::*;

    fn all() -> Vec<Refusal> {
        let text = || "a\u{1b}[31mb".to_owned();
        let plain = [
            Refusal::Role,
            Refusal::Init,
            Refusal::Itself,
            Refusal::Ancestor,
            Refusal::WayIn,
            Refusal::Fresh,
            Refusal::KernelThread,
            Refusal::SystemService { supervisor: Supervisor::Systemd, unit: text() },
            Refusal::OtherContainer { container: text() },
            Refusal::ForeignUsers,
            Refusal::Root,
            Refusal::MixedUsers,
            Refusal::NotALoginUser { uid: 65_534 },
            Refusal::Systemd,
            Refusal::GroupTooLarge,
            Refusal::AutopilotStopped,
            Refusal::RuleNoLongerFits,
            Refusal::SystemAccount,
            Refusal::SessionZero,
            Refusal::ServiceHost,
            Refusal::SignedCore,
            Refusal::NotStartedByTheUser,
            Refusal::PolicyUnavailable,
            Refusal::PolicyUnreadable,
            Refusal::PolicySystem { reason: text() },
            Refusal::PolicyForbids { reason: text() },
        ];
        let unread = Fact::ALL.iter().map(|fact| Refusal::Unread { fact: *fact, gap: Gap::Denied });
        plain.into_iter().chain(unread).collect()
    }

    #[test]
    fn every_refusal_is_worded_and_harmless_in_both_languages() {
        for lang in Lang::ALL {
            for refusal in all() {
                let text = refusal_reason(&refusal, Words::of(lang));
                assert!(!text.is_empty() && !text.contains('\u{1b}'), "{text:?}");
                if let Refusal::Unread { fact, .. } = &refusal {
                    assert!(
                        Words::of(lang).knows(&format!("deed-fact-{fact}")),
                        "{lang}: {fact} has no words"
                    );
                }
            }
        }
    }

    #[test]
    fn none_is_left_out_here_or_in_the_words() {
        let worded: BTreeSet<&str> = all().iter().map(Refusal::code).collect();
        assert_eq!(worded, Refusal::CODES.iter().copied().collect());
        for lang in Lang::ALL {
            for code in Refusal::CODES {
                let id = format!("refusal-{}", code.replace('_', "-"));
                assert!(Words::of(lang).knows(&id), "{lang}: no message {id}");
            }
        }
    }

    #[test]
    fn a_service_is_stopped_by_the_command_of_whoever_keeps_it() {
        for lang in Lang::ALL {
            for supervisor in Supervisor::ALL {
                let refusal = Refusal::SystemService { supervisor, unit: "shop".to_owned() };
                let text = refusal_reason(&refusal, Words::of(lang));
                assert!(text.contains(&format!("`{}`", supervisor.stop("shop"))), "{text}");
            }
        }
    }

    #[test]
    fn a_user_id_is_written_as_one_number() {
        let text = refusal_reason(&Refusal::NotALoginUser { uid: 65_534 }, Words::of(Lang::En));
        assert!(text.contains("(65534)"), "{text}");
    }
}
