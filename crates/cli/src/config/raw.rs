//! A value as it was written, before anybody checked what it means: from TOML, the environment or a flag.

use std::fmt::Write as _;

use toml::de::DeValue;

/// A value as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Raw {
    /// A text.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// A number with or without a fraction.
    Number(f64),
    /// Several values.
    List(Vec<Raw>),
    /// Named values, in the order of their names.
    Table(Vec<(String, Raw)>),
    /// Something that no key takes, as it was written: a date, or a number that is too large.
    Other(String),
}

impl Raw {
    /// The value of a TOML document.
    pub(crate) fn from_toml(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.to_string()),
            DeValue::Boolean(yes) => Self::Bool(*yes),
            DeValue::Integer(number) if number.radix() == 10 => number_or_other(number.as_str()),
            DeValue::Integer(number) => Self::Other(prefix(number.radix()).to_owned() + number.as_str()),
            DeValue::Float(number) => number_or_other(number.as_str()),
            DeValue::Datetime(date) => Self::Other(date.to_string()),
            DeValue::Array(list) => {
                Self::List(list.iter().map(|item| Self::from_toml(item.get_ref())).collect())
            }
            DeValue::Table(table) => Self::Table(
                table
                    .iter()
                    .map(|(name, value)| (name.get_ref().to_string(), Self::from_toml(value.get_ref())))
                    .collect(),
            ),
        }
    }

    /// The values of a list; one text alone is a list of one, as `listen = "127.0.0.1:8000"` has it.
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            one => std::slice::from_ref(one),
        }
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// As TOML writes it, on one line.
    pub(crate) fn toml(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Bool(yes) => yes.to_string(),
            Self::Number(number) => number.to_string(),
            Self::List(list) => format!("[{}]", list.iter().map(Self::toml).collect::<Vec<_>>().join(", ")),
            Self::Table(table) if table.is_empty() => "{}".to_owned(),
            Self::Table(table) => {
                let pairs: Vec<_> =
                    table.iter().map(|(name, value)| format!("{} = {}", key(name), value.toml())).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
            Self::Other(text) => text.clone(),
        }
    }

    /// As JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) | Self::Other(text) => text.clone().into(),
            Self::Bool(yes) => (*yes).into(),
            Self::Number(number) => (*number).into(),
            Self::List(list) => list.iter().map(Self::json).collect(),
            Self::Table(table) => table.iter().map(|(name, value)| (name.clone(), value.json())).collect(),
        }
    }
}

/// What TOML writes before a whole number of that base.
const fn prefix(radix: u32) -> &'static str {
    match radix {
        16 => "0x",
        8 => "0o",
        2 => "0b",
        _ => "",
    }
}

fn number_or_other(text: &str) -> Raw {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Raw::Number(number),
        _ => Raw::Other(text.to_owned()),
    }
}

/// A TOML basic string; whatever could move a cursor is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if domain::text::visible(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8() => {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\U{:08x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn key(name: &str) -> String {
    let bare =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    fn of(toml: &str) -> Raw {
        let document = DeTable::parse(toml).unwrap();
        Raw::from_toml(document.get_ref().get("k").unwrap().get_ref())
    }

    #[test]
    fn what_is_shown_reads_back_as_what_was_meant() {
        for text in [
            "\"a\"",
            "[1, 2.5, true]",
            "{ a = \"b\", \"x.y\" = [] }",
            "\"\\\"\\\\ \\U0000001b[31m\"",
            "\"한글\"",
        ] {
            let raw = of(&format!("k = {text}"));
            assert_eq!(of(&format!("k = {}", raw.toml())), raw, "{text}");
        }
    }

    #[test]
    fn a_value_that_moves_the_cursor_is_shown_escaped() {
        assert_eq!(Raw::Text("\u{1b}[2J".to_owned()).toml(), "\"\\U0000001b[2J\"");
    }

    #[test]
    fn dates_and_odd_numbers_are_kept_as_written() {
        assert_eq!(of("k = 2026-01-01"), Raw::Other("2026-01-01".to_owned()));
        for odd in ["0xff", "0o17", "0b101"] {
            assert_eq!(of(&format!("k = {odd}")), Raw::Other(odd.to_owned()));
        }
        assert!(matches!(of("k = inf"), Raw::Other(_)));
    }
}
