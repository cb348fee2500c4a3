//! SIGHUP: the configuration is read again. What a running server can take holds at once; of the rest it
//! is said that it takes a restart. A configuration with mistakes changes nothing.

use engine::logs::Logs;
use host::Services;
use words::Words;

use super::super::{premises, sources};
use super::{logging, settings};
use crate::config::{self, Environment, Given, Key, Loaded, Raw, Reload};

/// What was in force, and the doors to change it.
pub(super) struct Watcher {
    values: Vec<(&'static Key, Option<Raw>)>,
    door: server::Reload,
    engine: engine::Handle,
    logs: Logs,
    services: Services,
    log: logging::Log,
    words: &'static Words,
}

impl Watcher {
    /// Watches over what was loaded at the start.
    pub(super) fn new(
        loaded: &Loaded,
        door: server::Reload,
        engine: engine::Handle,
        logs: Logs,
        services: Services,
        log: logging::Log,
        words: &'static Words,
    ) -> Self {
        Self { values: values(loaded), door, engine, logs, services, log, words }
    }

    /// Reads everything again.
    pub(super) fn reload(&mut self, given: &Given, environment: &Environment) {
        let loaded = match config::load(given, environment) {
            Ok(loaded) => loaded,
            Err(errors) => {
                errors.0.iter().for_each(|error| tracing::error!("{}", error.say(self.words)));
                tracing::error!("{}", self.words.text("reload-refused", &[]));
                return;
            }
        };
        if let Some(refused) = &loaded.refused {
            tracing::warn!("{}", refused.say(self.words));
        }
        self.words = Words::of(loaded.config.lang);
        let new = values(&loaded);
        let changed: Vec<_> = changes(&self.values, &new).collect();
        self.door.replace(settings::live(&loaded));
        if changed.iter().any(|key| matches!(key.name, "logs" | "services")) {
            let (logs, sources) = (self.logs.clone(), sources::of(&loaded.config));
            // It looks at the files, and a disk may hang: the server goes on meanwhile.
            tokio::task::spawn_blocking(move || logs.replace(sources));
        }
        if let Err(error) = self.engine.rest_on(premises::of(&loaded.config)) {
            tracing::error!("standard_paths: {error}");
        }
        self.services.want(loaded.config.services.clone());
        self.log.set_debug(loaded.config.debug);
        for key in &changed {
            let id = if key.reload == Reload::Live { "reload-changed" } else { "reload-needs-restart" };
            tracing::info!("{}", self.words.text(id, &[("key", key.name.into())]));
        }
        tracing::info!("{}", self.words.text("reload-done", &[("count", changed.len().into())]));
        // A key that takes a restart keeps the value that is in force, so that every SIGHUP names it again.
        for (old, new) in self.values.iter_mut().zip(new) {
            if old.0.reload == Reload::Live {
                *old = new;
            }
        }
    }
}

fn values(loaded: &Loaded) -> Vec<(&'static Key, Option<Raw>)> {
    loaded.values.iter().map(|(key, raw, _)| (*key, raw.clone())).collect()
}

/// The keys whose value differs.
fn changes<'a>(
    old: &'a [(&'static Key, Option<Raw>)],
    new: &'a [(&'static Key, Option<Raw>)],
) -> impl Iterator<Item = &'static Key> + 'a {
    old.iter().zip(new).filter(|(old, new)| old.1 != new.1).map(|(_, new)| new.0)
}
