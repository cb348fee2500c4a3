//! M10: what `name → description` becomes. The rules and their order are the mission's; each answer says
//! which of them gave it.

use super::{Key, Platform, Policy, Record, words};
use crate::catalogue::Category;

/// Why a part of the system may not be ended.
pub const SYSTEM_CORE: &str = "System Core";
/// Why nothing speaks against ending the rest.
pub const USER_APPLICATION: &str = "User Application";
/// The tag of what came from a bare list.
pub const AUTO_IMPORTED: &str = "auto-imported";

/// What makes a program part of the system, in its description.
pub const SYSTEM_WORDS: [&str; 5] = ["시스템", "커널", "core", "보안", "관리자"];

/// Names that are found on every system.
pub const COMMON_NAMES: [&str; 2] = ["docker", "nginx"];

/// Which rules classified an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// What told the platform.
    pub platform: PlatformRule,
    /// The word that makes it part of the system.
    pub system: Option<&'static str>,
    /// The word that told its category; `None` for `general`.
    pub category: Option<&'static str>,
}

/// What told the platform, in the order of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlatformRule {
    /// `.exe` in the name.
    Exe,
    /// "windows" in the description.
    Windows,
    /// One of [`COMMON_NAMES`] in the name.
    Common(&'static str),
    /// None of them.
    Else,
}

/// The full record of an entry of a bare list. The name must be valid ([`super::valid::name`]).
#[must_use]
pub fn classify(name: &str, description: &str) -> (Record, Why) {
    let (lower_name, said) = (name.to_lowercase(), description.to_lowercase());
    let (platform, rule) = platform(&lower_name, &said);
    let system = SYSTEM_WORDS.into_iter().find(|word| said.contains(word));
    let (category, word) = words::category(&lower_name, &said).unzip();
    let reason = if system.is_some() { SYSTEM_CORE } else { USER_APPLICATION };
    let mut record = Record::new(Key { name: name.to_owned(), platform });
    record.category = category.unwrap_or(Category::General).word().to_owned();
    record.description = description.to_owned();
    record.policy =
        Policy { is_system: system.is_some(), terminatable: system.is_none(), reason: reason.to_owned() };
    record.tags = vec![platform.word().to_owned(), AUTO_IMPORTED.to_owned()];
    (record, Why { platform: rule, system, category: word })
}

fn platform(name: &str, said: &str) -> (Platform, PlatformRule) {
    if name.contains(".exe") {
        return (Platform::Windows, PlatformRule::Exe);
    }
    if said.contains("windows") {
        return (Platform::Windows, PlatformRule::Windows);
    }
    match COMMON_NAMES.into_iter().find(|common| name.contains(common)) {
        Some(common) => (Platform::Common, PlatformRule::Common(common)),
        None => (Platform::Linux, PlatformRule::Else),
    }
}
