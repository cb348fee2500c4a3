//! Other names of a program, in every store: found as its own name is, and only a "no" counts before that.

use domain::policy::{Key, Platform, Record};
use store::PolicyStore;

use crate::common::by;

fn known_as(name: &str, platform: Platform, terminatable: bool, aliases: &[&str]) -> Record {
    let mut record = Record::new(Key { name: name.to_owned(), platform });
    record.policy.terminatable = terminatable;
    record.aliases = Some(aliases.iter().map(|alias| (*alias).to_owned()).collect());
    record
}

pub(crate) fn other_names_protect_too(store: &dyn PolicyStore) {
    let till = known_as("till", Platform::Linux, false, &["tilld", "till \"worker\"", "계산대"]);
    store.add_policy(till, by("policy_set")).unwrap();
    store.add_policy(known_as("tilly", Platform::Common, true, &["tilld"]), by("policy_set")).unwrap();
    store
        .add_policy(known_as("till.exe", Platform::Windows, false, &["TillD.exe"]), by("policy_set"))
        .unwrap();
    let found = |name, os| {
        let held = store.find_policy(name, os).unwrap()?;
        Some((held.document.name().unwrap().to_owned(), held.document.terminatable()))
    };
    for name in ["till", "tilld", "till \"worker\"", "계산대"] {
        assert_eq!(found(name, Platform::Linux), Some(("till".to_owned(), false)), "{name}");
    }
    assert_eq!(found("tilly", Platform::Linux), Some(("tilly".to_owned(), true)));
    assert_eq!(found("TILLD", Platform::Linux), None);
    assert_eq!(found("tilld", Platform::Windows), Some(("tilly".to_owned(), true)));
    assert_eq!(found("tilld.EXE", Platform::Windows), Some(("till.exe".to_owned(), false)));
    assert_eq!(found("aliases", Platform::Linux), None);
}
