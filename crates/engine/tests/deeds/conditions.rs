//! Whoever asked some time ago is asked before every signal whether it is still wanted.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::decide::{Deed, Refusal};
use engine::deeds::{Asker, Condition, DeedError, Fate, Remark};

use crate::house::{House, ann, request, wait};
use crate::pet::{Pet, term_waits};

/// Ann, as long as this says so.
fn as_long_as(wanted: &Arc<AtomicBool>) -> Asker {
    let wanted = Arc::clone(wanted);
    let holds = move |_: &domain::snapshot::Process| match wanted.load(Ordering::Acquire) {
        true => Ok(()),
        false => Err(Refusal::AutopilotStopped),
    };
    Asker { condition: Some(Condition::new(holds)), ..ann() }
}

#[test]
fn what_is_not_wanted_any_more_is_not_begun() {
    let (house, pet) = (House::new(), Pet::stubborn());
    let key = house.key(&pet);
    let wanted = Arc::new(AtomicBool::new(false));
    for deed in Deed::ALL {
        let error = wait(house.deeds.start(request(deed, key), as_long_as(&wanted)));
        assert_eq!(error, Err(DeedError::Refused(Refusal::AutopilotStopped)), "{deed:?}");
    }
    assert_eq!(house.told(key)[0], "end refused autopilot_stopped");
    assert_eq!((pet.said(), pet.lives()), (vec![], true));
}

#[test]
fn what_is_taken_back_after_term_is_not_killed() {
    let (house, pet) = (House::killing(), Pet::deaf());
    let (key, pid) = (house.key(&pet), pet.pid);
    // Whoever asks after TERM asks whether it may be killed.
    let holds = move |_: &domain::snapshot::Process| match term_waits(pid) {
        false => Ok(()),
        true => Err(Refusal::AutopilotStopped),
    };
    let asker = Asker { condition: Some(Condition::new(holds)), ..ann() };
    let outcome = wait(house.deeds.start(request(Deed::End, key), asker)).expect("an outcome");
    assert_eq!(outcome.result, Fate::StillThere);
    assert_eq!(outcome.remark, Some(Remark::NoKill(Refusal::AutopilotStopped)));
    assert_eq!(outcome.signals, ["TERM"]);
    assert!(pet.lives());
    assert_eq!(house.told(key), ["end intended -", "end failed still_there"]);
}
