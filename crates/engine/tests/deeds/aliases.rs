//! What an operator wrote of a program protects it under its other names too.

use domain::policy::{Key, Platform, Record};
use store::{Actor, Entry, PolicyStore as _};

use crate::house::House;
use crate::pet::{Pet, until};

#[test]
fn a_process_is_protected_by_an_alias_in_the_outlook_and_at_the_desk() {
    let (house, pet) = (House::new(), Pet::sleeping());
    let key = house.key(&pet);
    let mut record = Record::new(Key { name: "our-shop".to_owned(), platform: Platform::Linux });
    record.policy.terminatable = false;
    record.aliases = Some(vec!["sleep".to_owned()]);
    let entry = Entry::new(host::clock::wall(), Actor::cli("root"), "policy_set");
    house.store.add_policy(record, entry).expect("a policy");
    assert_eq!(house.end(key).expect_err("a refusal").code(), "policy_forbids");
    until("the outlook says the same", || {
        let snapshot = house.snapshot();
        house.deeds.outlook(&snapshot, key).is_err_and(|refusal| refusal.code() == "policy_forbids")
    });
    assert!(pet.lives());
}
