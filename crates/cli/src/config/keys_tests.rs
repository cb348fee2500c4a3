//! The list of keys itself.

use std::collections::BTreeSet;

use words::{Lang, Words};

use super::*;
use crate::config::layers;

#[test]
fn no_key_is_there_twice() {
    let names: BTreeSet<_> = KEYS.iter().map(|key| key.name).collect();
    assert_eq!(names.len(), KEYS.len());
}

#[test]
fn no_variable_belongs_to_two_keys() {
    let all: Vec<_> = KEYS.iter().flat_map(|key| key.env.names().to_vec()).collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
}

#[test]
fn a_name_is_flat_snake_case() {
    for key in KEYS {
        assert!(key.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", key.name);
    }
}

#[test]
fn every_key_says_what_it_is_for_and_what_it_takes_in_both_languages() {
    for lang in Lang::ALL {
        for key in KEYS {
            assert!(Words::of(lang).knows(&key.doc()), "{lang}: {}", key.doc());
            let expected = format!("config-expected-{}", key.kind.word());
            assert!(Words::of(lang).knows(&expected), "{lang}: {expected}");
        }
    }
}

#[test]
fn every_default_passes_the_check_of_its_own_key() {
    for key in KEYS {
        if let Some(raw) = layers::default_of(key, std::path::Path::new("/var/lib/server-monitor")) {
            assert_eq!((key.apply)(&mut Config::blank(), &raw), Ok(()), "{}", key.name);
        }
    }
}

#[test]
fn a_secret_has_no_flag() {
    for key in KEYS.iter().filter(|key| key.secret) {
        assert_eq!(key.flag, Flag::None, "{}", key.name);
    }
}

#[test]
fn the_nearest_key_is_the_one_that_was_meant() {
    for (written, meant) in [
        ("lisen", "listen"),
        ("base-path", "base_path"),
        ("basepath", "base_path"),
        ("TRUSTED_PROXY", "trusted_proxies"),
        ("allow_hosts", "allowed_hosts"),
        ("service", "services"),
        ("cpu_warning", "cpu_warn"),
        ("statedir", "state_dir"),
        ("language", "lang"),
        ("mongo_uri", "mongo_url"),
    ] {
        assert_eq!(nearest(written), meant, "{written}");
    }
}
