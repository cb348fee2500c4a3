//! The entries of a TOML file.

use domain::policy::{Map, Value};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::{Entry, ListError, Place, Refused, WRAPPERS, line_at, of_value};

pub(super) fn entries(text: &str) -> Result<Vec<(Place, Entry)>, ListError> {
    let syntax = |error: toml::de::Error| ListError::Syntax {
        line: line_at(text.as_bytes(), error.span().map_or(0, |span| span.start)),
        cause: error.message().to_owned(),
    };
    let table = DeTable::parse(text).map_err(syntax)?.into_inner();
    let mut found = Vec::new();
    let wrapper =
        table.iter().next().filter(|(key, _)| table.len() == 1 && WRAPPERS.contains(&key.get_ref().as_ref()));
    match wrapper.map(|(_, value)| value.get_ref()) {
        Some(DeValue::Table(inner)) => leaves("", inner, &mut found),
        _ => leaves("", &table, &mut found),
    }
    found.sort_by_key(|(at, _)| *at);
    Ok(found.into_iter().map(|(at, entry)| (Place::Line(line_at(text.as_bytes(), at)), entry)).collect())
}

/// `svchost.exe = "…"` without quotation marks is a table in a table: its name is put together again.
fn leaves(path: &str, table: &DeTable<'_>, found: &mut Vec<(usize, Entry)>) {
    for (key, value) in table {
        let (key, at): (&Spanned<DeString<'_>>, usize) = (key, key.span().start);
        let name =
            if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
        match value.get_ref() {
            DeValue::String(description) => found.push((at, Entry::Bare(name, description.to_string()))),
            DeValue::Table(inner) => leaves(&name, inner, found),
            DeValue::Array(list) => {
                found.extend(list.iter().map(|one| (one.span().start, of_value(value_of(one.get_ref())))));
            }
            _ => found.push((at, Entry::Odd(name, Refused::Shape))),
        }
    }
}

fn value_of(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::Int)
        }
        DeValue::Float(number) => number.as_str().parse().map_or(Value::Null, Value::Float),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(at) => Value::Text(at.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(|one| value_of(one.get_ref())).collect()),
        DeValue::Table(table) => Value::Map(
            table
                .iter()
                .map(|(key, value)| (key.get_ref().to_string(), value_of(value.get_ref())))
                .collect::<Map>(),
        ),
    }
}
