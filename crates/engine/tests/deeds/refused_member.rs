//! One of a group that is protected only after the plan was drawn: nobody of them is touched.

use std::sync::Arc;

use domain::decide::Deed;
use domain::policy::{Key, Patch, Platform};
use engine::deeds::{DeedError, Request};
use store::{Actor, Entry, PolicyStore as _};

use crate::house::{House, Plan, ann, request};
use crate::pet::{Pet, goes_on};
use crate::stores::Moody;

/// A parent that tells of signals, with a child; the child is protected as soon as the plan has been drawn again.
fn protected_late(deed: Deed) {
    let store = Arc::new(Moody::default());
    let house = House::with(Plan { policies: Some(store.clone()), ..Plan::default() });
    let script = "trap 'echo TERM; exit 7' TERM; tail -f /dev/null & echo ready; while :; do read x; done";
    let pet = Pet::sh(script);
    pet.says("ready");
    let parent = house.key(&pet);
    let child = house.child_of(pet.pid, "tail");
    let drawn = store.asked_by(|| drop(house.deeds.plan(deed, parent, true, &ann()).expect("a plan")));
    let late = Arc::clone(&store);
    store.at_question(drawn + 1, move || {
        let key = Key { name: "tail".to_owned(), platform: Platform::Linux };
        let patch = Patch { terminatable: Some(false), ..Patch::default() };
        let entry = Entry::new(host::clock::wall(), Actor::cli("root"), "policy_set");
        late.set_policy(&key, &patch, entry).expect("a policy");
    });
    let error = house.do_it(Request { group: true, ..request(deed, parent) }).expect_err("a refusal");
    let DeedError::Member(member) = &error else { panic!("{error:?}") };
    assert_eq!((member.key, error.code()), (child, "policy_forbids"));
    assert_eq!((pet.said(), pet.lives(), pet.state() == 'T'), (vec![], true, false));
    assert!(goes_on(child.pid));
    let word = deed.word();
    let (intended, refused) = (format!("{word} intended -"), format!("{word} refused policy_forbids"));
    assert_eq!(house.told(parent), [intended, refused.clone()]);
    assert_eq!(house.told(child), [refused]);
}

#[test]
fn a_member_that_is_protected_meanwhile_leaves_all_alone() {
    protected_late(Deed::End);
    protected_late(Deed::Pause);
}
