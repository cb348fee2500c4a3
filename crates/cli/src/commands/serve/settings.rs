//! From the configuration to what the server wants to be told.

use server::{GaugeThresholds, LiveSettings, Settings};
use words::Words;

use crate::config::{Config, Loaded, Origin};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::unix;

/// The settings of this start.
///
/// # Errors
/// Exit 2 if the group of the unix socket does not exist.
pub(super) fn of(loaded: &Loaded, words: &Words) -> Result<Settings, Failure> {
    let config = &loaded.config;
    let socket_gid = match &config.socket_group {
        None => None,
        Some(group) => Some(unix::group_id(group).ok_or_else(|| {
            Failure::new(Exit::Usage, words.text("serve-no-group", &[("group", group.into())]))
        })?),
    };
    Ok(Settings {
        listen: config.listen.clone(),
        socket_gid,
        limits: server::Limits::default(),
        tick: engine::Options::default().interval,
        live: live(loaded),
    })
}

/// What a running server takes.
pub(super) fn live(loaded: &Loaded) -> LiveSettings {
    let Config {
        base_path,
        trusted_proxies,
        allowed_hosts,
        metrics_allow,
        mode,
        lang,
        cpu,
        memory,
        disk,
        ..
    } = loaded.config.clone();
    let said = *loaded.origin("lang") != Origin::Default;
    LiveSettings {
        base_path,
        trusted_proxies,
        allowed_hosts,
        metrics_allow,
        mode,
        lang: said.then_some(lang),
        thresholds: GaugeThresholds { cpu, memory, disk },
    }
}
