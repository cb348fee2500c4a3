//! `config show`: every value and where it comes from, secrets hidden.

use domain::text::visible;
use serde_json::json;
use words::Words;

use super::keys::{Key, Reload};
use super::layers::{Loaded, Origin};
use super::raw::Raw;

/// As text: TOML that could be the file, each value with its origin as a comment.
pub(crate) fn text(loaded: &Loaded, words: &Words) -> String {
    let rows: Vec<(String, String)> = loaded
        .values
        .iter()
        .map(|(key, raw, origin)| {
            let value = match raw {
                Some(raw) => format!("{} = {}", key.name, shown(key, raw)),
                None => format!("# {} =", key.name),
            };
            (value, origin_in_words(origin, words))
        })
        .collect();
    let width = rows.iter().map(|(value, _)| columns(value)).filter(|width| *width <= 60).max().unwrap_or(0);
    let mut out = String::new();
    for (value, origin) in rows {
        let gap = width.saturating_sub(columns(&value)) + 2;
        out.push_str(&format!("{value}{:gap$}# {origin}\n", ""));
    }
    out
}

/// As JSON: `{"config":[{name,value,origin,place,reloadable}],"file":…}`.
pub(crate) fn json(loaded: &Loaded) -> serde_json::Value {
    let rows: Vec<_> = loaded
        .values
        .iter()
        .map(|(key, raw, origin)| {
            let value = match raw {
                Some(_) if key.secret => domain::mask::MASK.into(),
                Some(raw) => raw.json(),
                None => serde_json::Value::Null,
            };
            json!({
                "name": key.name,
                "value": value,
                "origin": origin.word(),
                "place": origin.place().map(ToString::to_string),
                "reloadable": key.reload == Reload::Live,
            })
        })
        .collect();
    json!({ "config": rows, "file": loaded.file.as_ref().map(|path| path.to_string_lossy()) })
}

fn shown(key: &Key, raw: &Raw) -> String {
    if key.secret { format!("\"{}\"", domain::mask::MASK) } else { raw.toml() }
}

fn origin_in_words(origin: &Origin, words: &Words) -> String {
    let word = words.text(&format!("config-origin-{}", origin.word()), &[]);
    match origin.place() {
        Some(place) => format!("{word}: {}", visible(&place.to_string())),
        None => word,
    }
}

fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
