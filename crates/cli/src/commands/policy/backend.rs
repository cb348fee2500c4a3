//! Which store keeps the policies and the rules of the autopilot: the database that is configured, else the store of
//! this machine.

use std::sync::Arc;

use store::{
    AuditCopy, LocalStore, MemoryStore, MongoRules, MongoStore, PolicyStore, PolicyTrouble, RuleStore,
    SqliteStore, StateDir, StoreError,
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

/// What a server needs of it.
pub(crate) struct Stores {
    pub(crate) policies: Arc<dyn PolicyStore>,
    pub(crate) rules: Arc<dyn RuleStore>,
    /// What there is only with a database that is somewhere else.
    pub(crate) remote: Option<Remote>,
}

/// Rules that another program may break, and the way for copies of the audit.
pub(crate) struct Remote {
    pub(crate) rules: Arc<MongoRules>,
    pub(crate) copy: AuditCopy,
}

/// All of it for a server; changes are written into the audit of this machine.
pub(crate) fn for_server(config: &Config, local: &Arc<SqliteStore>) -> Result<Stores, StoreError> {
    let Some(opened) = database(config, Arc::clone(local) as Arc<dyn LocalStore>) else {
        let rules = Arc::clone(local) as Arc<dyn RuleStore>;
        return Ok(Stores { policies: Arc::clone(local) as Arc<dyn PolicyStore>, rules, remote: None });
    };
    let store = opened?;
    let rules = Arc::new(store.rules(Some(Arc::clone(local))));
    let copy = store.audit_copy(Arc::clone(local), &crate::unix::host_name());
    let remote = Some(Remote { rules: Arc::clone(&rules), copy });
    Ok(Stores { policies: Arc::new(store), rules, remote })
}

/// The rules. Without a store of this machine, those of a database can be read alone, and else there are none yet.
pub(in crate::commands) fn rules(
    config: &Config,
    local: Option<Arc<SqliteStore>>,
) -> Result<Arc<dyn RuleStore>, StoreError> {
    // Changes of rules are written into the audit of `local`.
    match (database(config, Arc::new(MemoryStore::new())), local) {
        (Some(opened), local) => Ok(Arc::new(opened?.rules(local))),
        (None, Some(local)) => Ok(local),
        (None, None) => Ok(Arc::new(MemoryStore::new())),
    }
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
