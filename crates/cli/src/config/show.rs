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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::keys::{Default, Flag, KEYS};
    use words::Lang;

    const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/CONFIGURATION.md");
    const BEGIN: &str = "<!-- generated from the list of keys; UPDATE_DOCS=1 cargo test -p cli writes it -->";

    fn table(lang: Lang) -> String {
        let words = Words::of(lang);
        let say = |id: &str| words.text(id, &[]);
        let head = ["key", "flag", "env", "default", "reload", "meaning", "takes"];
        let head = head.map(|id| say(&format!("config-table-{id}"))).join(" | ");
        let mut out = format!("| {head} |\n|---|---|---|---|---|---|---|\n");
        for key in KEYS {
            let flag = match key.flag {
                Flag::None => String::new(),
                Flag::Global | Flag::Serve => format!("`--{}`", key.flag_name()),
            };
            let env = key.env.names().iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
            let default = match key.default {
                Default::StateDirectory => {
                    "`/var/lib/server-monitor`, `~/.local/state/server-monitor`".to_owned()
                }
                default => default.toml().map(|toml| format!("`{toml}`")).unwrap_or_default(),
            };
            let reload =
                say(if key.reload == Reload::Live { "config-table-live" } else { "config-table-restart" });
            let meaning = say(&key.doc());
            let takes = say(&format!("config-expected-{}", key.kind.word()));
            out.push_str(&format!(
                "| `{}` | {flag} | {env} | {default} | {reload} | {} | {} |\n",
                key.name,
                meaning.replace('|', "\\|"),
                takes.replace('|', "\\|")
            ));
        }
        out
    }

    #[test]
    fn the_documentation_lists_exactly_the_keys_there_are() {
        let written = std::fs::read_to_string(DOCUMENT).unwrap();
        let (before, _) = written.split_once(BEGIN).expect("the mark of the generated part");
        let expected = format!("{before}{BEGIN}\n\n{}\n## 한국어\n\n{}", table(Lang::En), table(Lang::Ko));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(DOCUMENT, &expected).unwrap();
        } else {
            assert!(
                written == expected,
                "docs/CONFIGURATION.md is not up to date: UPDATE_DOCS=1 cargo test -p cli"
            );
        }
    }
}
