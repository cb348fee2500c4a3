//! What judging rests on, by the configuration.

use domain::Premises;

use crate::config::Config;

/// The premises of a configuration, for this program itself.
pub(super) fn of(config: &Config) -> Premises {
    let standard_paths = config.standard_paths.iter().map(|path| path.display().to_string()).collect();
    Premises { standard_paths, own_pid: Some(std::process::id()), ..Premises::default() }
}
