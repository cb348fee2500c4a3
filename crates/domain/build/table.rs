//! Typed access to a TOML table that names file and entry when something is wrong.

use std::path::Path;

use toml::{Table, Value};

use crate::Fault;

/// Reads a file.
pub(crate) fn read(file: &Path) -> Result<Table, Fault> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    text.parse::<Table>().map_err(|error| format!("{}: {error}", file.display()).into())
}

/// The rows of an array of tables.
pub(crate) fn rows<'a>(table: &'a Table, key: &str) -> Result<Vec<&'a Table>, Fault> {
    let odd: Vec<&String> = table.keys().filter(|name| *name != key).collect();
    if !odd.is_empty() {
        return Err(format!("unknown keys at the top: {odd:?}").into());
    }
    let rows = table.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    rows.iter()
        .map(|row| row.as_table().ok_or_else(|| format!("{key} is not a list of tables").into()))
        .collect()
}

/// One row, with what to call it in an error.
pub(crate) struct Row<'a> {
    pub(crate) table: &'a Table,
    pub(crate) place: String,
}

impl Row<'_> {
    /// Refuses keys that nobody reads.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Fault> {
        match self.table.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(self.wrong(key, &format!("is none of {known:?}"))),
            None => Ok(()),
        }
    }

    pub(crate) fn text(&self, key: &str) -> Result<String, Fault> {
        self.optional_text(key)?.ok_or_else(|| self.wrong(key, "is missing"))
    }

    pub(crate) fn optional_text(&self, key: &str) -> Result<Option<String>, Fault> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let text = value.as_str().ok_or_else(|| self.wrong(key, "is not a text"))?;
        let clean = !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control);
        if clean {
            Ok(Some(text.to_owned()))
        } else {
            Err(self.wrong(key, "is empty or has odd white space"))
        }
    }

    pub(crate) fn texts(&self, key: &str) -> Result<Vec<String>, Fault> {
        let Some(value) = self.table.get(key) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(|| self.wrong(key, "is not a list"))?;
        list.iter()
            .map(|value| match value.as_str() {
                Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
                _ => Err(self.wrong(key, "is not a list of texts")),
            })
            .collect()
    }

    pub(crate) fn flag(&self, key: &str) -> Result<Option<bool>, Fault> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        value.as_bool().map(Some).ok_or_else(|| self.wrong(key, "is neither true nor false"))
    }

    pub(crate) fn numbers(&self, key: &str) -> Result<Vec<u16>, Fault> {
        let Some(value) = self.table.get(key) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(|| self.wrong(key, "is not a list"))?;
        list.iter().map(|value| self.port(key, value)).collect()
    }

    pub(crate) fn number(&self, key: &str) -> Result<u16, Fault> {
        self.port(key, self.table.get(key).ok_or_else(|| self.wrong(key, "is missing"))?)
    }

    fn port(&self, key: &str, value: &Value) -> Result<u16, Fault> {
        let number = value.as_integer().and_then(|number| u16::try_from(number).ok());
        number.filter(|port| *port > 0).ok_or_else(|| self.wrong(key, "is no port"))
    }

    pub(crate) fn wrong(&self, key: &str, what: &str) -> Fault {
        format!("{}: `{key}` {what}", self.place).into()
    }
}
