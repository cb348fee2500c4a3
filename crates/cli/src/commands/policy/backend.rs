//! Which store keeps the policies: the database that is configured, else the store of this machine.

use std::sync::Arc;

use store::{
    LocalStore, MemoryStore, MongoStore, PolicyStore, PolicyTrouble, SqliteStore, StateDir, StoreError,
};
use words::Words;

use super::super::access;
use super::row::safe;
use crate::config::{Config, Loaded};

/// The database that is configured, if one is. Nothing is connected yet.
fn database(config: &Config, audit: Arc<dyn LocalStore>) -> Option<Result<MongoStore, StoreError>> {
    let url = config.mongo_url.as_ref()?;
    Some(MongoStore::open(&url.0, &config.db_name, &config.collection_name, audit))
}

/// The store to read and to change; changes are written into the audit of this machine.
pub(crate) fn of(config: &Config, local: &Arc<SqliteStore>) -> Result<Arc<dyn PolicyStore>, StoreError> {
    match database(config, Arc::clone(local) as Arc<dyn LocalStore>) {
        Some(opened) => Ok(Arc::new(opened?)),
        None => Ok(Arc::clone(local) as Arc<dyn PolicyStore>),
    }
}

/// The store to read alone; nothing is made.
pub(super) fn reading(loaded: &Loaded) -> Result<Arc<dyn PolicyStore>, StoreError> {
    // Who only reads leaves nothing in the audit.
    if let Some(opened) = database(&loaded.config, Arc::new(MemoryStore::new())) {
        return Ok(Arc::new(opened?));
    }
    let dir = StateDir::open_existing(&access::state_dir(loaded))?;
    Ok(Arc::new(SqliteStore::open_reading(&dir)?))
}

/// What keeps a store from holding policies as it should, in words.
pub(super) fn trouble(trouble: &PolicyTrouble, words: &Words) -> String {
    let id = format!("policy-trouble-{}", trouble.word().replace('_', "-"));
    match trouble {
        PolicyTrouble::NoIndex => words.text(&id, &[]),
        PolicyTrouble::Duplicates(keys) => {
            let names: Vec<String> =
                keys.iter().map(|key| format!("{} ({})", safe(&key.name), key.platform.word())).collect();
            words.text(&id, &[("names", (&names.join(", ")).into())])
        }
        PolicyTrouble::TooMany { held, kept } => {
            words.text(&id, &[("held", (&held.to_string()).into()), ("kept", (&kept.to_string()).into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::policy::{Key, Platform};
    use words::Lang;

    #[test]
    fn every_trouble_is_worded_in_both_languages() {
        let twice =
            PolicyTrouble::Duplicates(vec![Key { name: "a\u{1b}".into(), platform: Platform::Linux }]);
        for lang in Lang::ALL {
            for one in [PolicyTrouble::NoIndex, twice.clone(), PolicyTrouble::TooMany { held: 9, kept: 1 }] {
                let said = trouble(&one, Words::of(lang));
                assert!(!said.contains("policy-trouble") && !said.contains('\u{1b}'), "{said}");
            }
        }
    }
}
