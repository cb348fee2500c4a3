//! How what came of a deed, or why nothing was done, ends the program (CONTRACTS §1).

use domain::decide::Refusal;
use domain::{Gap, ProcessKey};
use engine::deeds::{self, DeedError, Fate, Planned};

use crate::exit::Exit;

/// How doing it would end.
pub(super) fn foretold(planned: &Planned) -> Exit {
    let refusals = planned.plan.refusal.iter().chain(planned.protected.iter().map(|(_, _, refusal)| refusal));
    refusals.map(exit_of_refusal).next().unwrap_or(Exit::Done)
}

pub(super) fn exit_of(error: &DeedError) -> Exit {
    match error {
        DeedError::NeverSeen | DeedError::NotTheSame | DeedError::Gone => Exit::NoProcess,
        DeedError::Refused(refusal) => exit_of_refusal(refusal),
        DeedError::Member(protected) => exit_of_refusal(&protected.refusal),
        // A store that cannot be read or written is 5 (CONTRACTS §1).
        DeedError::Denied | DeedError::NoAudit(_) => Exit::Denied,
        DeedError::ChangedSincePlan | DeedError::Failed(_) | DeedError::Busy | DeedError::Stopping => {
            Exit::Failed
        }
    }
}

pub(super) const fn exit_of_refusal(refusal: &Refusal) -> Exit {
    match refusal {
        // No policy refuses it: the operating system keeps back what is to be known before.
        Refusal::PolicyUnavailable | Refusal::Unread { gap: Gap::Denied, .. } => Exit::Denied,
        _ => Exit::Refused,
    }
}

pub(super) fn exit_of_outcome(outcome: &deeds::Outcome) -> Exit {
    let own = match outcome.result {
        Fate::Gone => Exit::NoProcess,
        Fate::StillThere | Fate::Interrupted => Exit::Failed,
        Fate::Ended | Fate::Killed | Fate::CameBack | Fate::Paused | Fate::Resumed => Exit::Done,
    };
    let of_member = |member: &Result<deeds::Outcome, (ProcessKey, DeedError)>| match member {
        Ok(member) if matches!(member.result, Fate::StillThere | Fate::Interrupted) => Exit::Failed,
        // One that has gone meanwhile is what was wanted.
        Ok(_) | Err((_, DeedError::Gone | DeedError::NeverSeen | DeedError::NotTheSame)) => Exit::Done,
        Err((_, error)) => exit_of(error),
    };
    let worse = outcome.members.iter().map(of_member).find(|exit| *exit != Exit::Done);
    if own == Exit::Done { worse.unwrap_or(own) } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Cause;
    use domain::decide::Fact;

    #[test]
    fn every_end_has_the_code_of_the_contract() {
        for (error, code) in [
            (DeedError::NeverSeen, Exit::NoProcess),
            (DeedError::NotTheSame, Exit::NoProcess),
            (DeedError::Gone, Exit::NoProcess),
            (DeedError::Refused(Refusal::Root), Exit::Refused),
            (DeedError::Refused(Refusal::PolicyUnavailable), Exit::Denied),
            (DeedError::Refused(Refusal::Unread { fact: Fact::Uids, gap: Gap::Denied }), Exit::Denied),
            (DeedError::Refused(Refusal::Unread { fact: Fact::Uids, gap: Gap::Unsupported }), Exit::Refused),
            (DeedError::Denied, Exit::Denied),
            (DeedError::NoAudit("full".into()), Exit::Denied),
            (DeedError::ChangedSincePlan, Exit::Failed),
            (DeedError::Failed(Cause { action: "send a signal", errno: None }), Exit::Failed),
            (DeedError::Busy, Exit::Failed),
        ] {
            assert_eq!(exit_of(&error), code, "{error:?}");
        }
    }
}
