//! What every backend does with rules, over the little that it keeps. One telling, so that they cannot differ.

use domain::autopilot::{Invalid, Progress, Rule, RuleMode, Trip};
use domain::policy::{Map, Value};
use domain::time::Wall;

use super::json::essence_text;
use super::{HeldRule, RuleFault, rule_limits as limits};
use crate::policy::text_of;
use crate::{Entry, StoreError};

/// What is remembered of a rule beside its document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// The content to which the rest belongs.
    pub(crate) essence: String,
    pub(crate) overridden: bool,
    pub(crate) progress: Progress,
}

/// A rule as a backend keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) document: Map,
    /// Why the document is not followed, whatever it says.
    pub(crate) fault: Option<RuleFault>,
    pub(crate) memory: Memory,
}

impl Row {
    /// The rule. Of a document that was changed behind our back nothing is remembered: it was not rehearsed.
    pub(crate) fn held(self) -> HeldRule {
        let rule = self.rule();
        let Self { id, document, memory: Memory { essence, overridden, progress }, .. } = self;
        let is_same = rule.as_ref().is_ok_and(|rule| essence_text(rule) == essence);
        let (overridden, progress) =
            if is_same { (overridden, progress) } else { (false, Progress::default()) };
        HeldRule { id, document, rule, overridden, progress }
    }

    /// What the document says, if it is the rule of this id.
    pub(crate) fn rule(&self) -> Result<Rule, RuleFault> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let rule = domain::autopilot::read(&self.document)?;
        rule.check()?;
        if rule.id == self.id { Ok(rule) } else { Err(Invalid::Id.into()) }
    }
}

/// The tables of a backend, inside one transaction.
pub(crate) trait Table {
    /// What can go wrong.
    type Error: From<StoreError>;

    /// The row of this id.
    fn row(&self, id: &str) -> Result<Option<Row>, Self::Error>;
    /// How many rules there are.
    fn count(&self) -> Result<usize, Self::Error>;
    /// Keeps a row in place of any other of its id.
    fn write(&mut self, row: &Row) -> Result<(), Self::Error>;
    /// Lets a row go.
    fn delete(&mut self, id: &str) -> Result<(), Self::Error>;
    /// Notes that rules or the stop changed.
    fn changed(&mut self) -> Result<(), Self::Error>;
    /// A line of the audit.
    fn audit(&mut self, entry: Entry) -> Result<(), Self::Error>;
}

pub(crate) fn put<T: Table>(
    table: &mut T,
    rule: &Rule,
    overridden: bool,
    entry: Entry,
) -> Result<HeldRule, T::Error> {
    rule.check().map_err(StoreError::RuleInvalid)?;
    let old = table.row(&rule.id)?.map(Row::held);
    if old.is_none() && table.count()? >= limits::RULES {
        return Err(StoreError::RulesFull { limit: limits::RULES }.into());
    }
    let same = old.as_ref().filter(|old| old.rule.as_ref().is_ok_and(|old| old.is_like(rule)));
    let progress = same.map(|old| old.progress.clone()).unwrap_or_default();
    // Who takes a rule back into rehearsal takes the permission back that went without one.
    let enforced = rule.mode == RuleMode::Enforce;
    let overridden = enforced && (overridden || same.is_some_and(|old| old.overridden));
    rule.validate(progress.rehearsed.as_secs(), overridden).map_err(StoreError::RuleInvalid)?;
    let differs = differences(old.as_ref(), rule);
    if differs.is_empty() && old.as_ref().is_some_and(|old| old.overridden == overridden) {
        // What the differences say of an old one is that it is there and the same.
        return old.ok_or_else(|| StoreError::RuleMissing { id: rule.id.clone() }.into());
    }
    let at = domain::policy::read::moment(entry.at());
    let document = dated(rule.over(old.as_ref().map(|old| &old.document)), old.as_ref(), at);
    if text_of(&document).len() > limits::DOCUMENT_BYTES {
        return Err(StoreError::RuleTooLarge { id: rule.id.clone(), limit: limits::DOCUMENT_BYTES }.into());
    }
    let unrehearsed = overridden && progress.rehearsed.as_secs() < domain::autopilot::REHEARSAL_S;
    let memory = Memory { essence: essence_text(rule), overridden, progress };
    let row = Row { id: rule.id.clone(), document, fault: None, memory };
    table.write(&row)?;
    table.changed()?;
    let entry = if unrehearsed { entry.code("rehearsal_overridden") } else { entry };
    let said = if old.is_some() { format!("updated: {}", differs.join(", ")) } else { "created".to_owned() };
    table.audit(entry.name(&rule.id).reason(&format!("{said}; mode {}", rule.mode.word())))?;
    Ok(row.held())
}

fn dated(mut document: Map, old: Option<&HeldRule>, at: Wall) -> Map {
    let created = old.and_then(HeldRule::created_at).unwrap_or(at);
    document.set("created_at", Value::Date(created));
    document.set("updated_at", Value::Date(at));
    document
}

/// The fields in which a rule differs from what is kept of it.
fn differences(old: Option<&HeldRule>, new: &Rule) -> Vec<String> {
    let before = old.and_then(|old| old.rule.as_ref().ok()).map(|rule| rule.over(None)).unwrap_or_default();
    let after = new.over(None).0.into_iter();
    after.filter(|(key, value)| before.get(key) != Some(value)).map(|(key, _)| key).collect()
}

pub(crate) fn remove<T: Table>(table: &mut T, id: &str, entry: Entry) -> Result<(), T::Error> {
    if table.row(id)?.is_none() {
        return Err(StoreError::RuleMissing { id: id.to_owned() }.into());
    }
    table.delete(id)?;
    table.changed()?;
    table.audit(entry.name(id))
}

pub(crate) fn trip<T: Table>(table: &mut T, rule: &Rule, trip: Trip, entry: Entry) -> Result<(), T::Error> {
    let Some(mut row) = unchanged(table, rule)? else { return Ok(()) };
    row.memory.progress.trip = Some(trip);
    table.write(&row)?;
    table.changed()?;
    table.audit(entry.name(&rule.id).code(trip.word()).reason(&trip.value().to_string()))
}

pub(crate) fn reset<T: Table>(table: &mut T, id: &str, entry: Entry) -> Result<(), T::Error> {
    let Some(mut row) = table.row(id)? else {
        return Err(StoreError::RuleMissing { id: id.to_owned() }.into());
    };
    if row.memory.progress.trip.take().is_none() {
        return Ok(());
    }
    row.memory.progress.deeds.clear();
    table.write(&row)?;
    table.changed()?;
    table.audit(entry.name(id))
}

/// Not counted as a change: nobody has to read the rules again for it.
pub(crate) fn keep<T: Table>(table: &mut T, kept: &[(&Rule, &Progress)]) -> Result<(), T::Error> {
    for (rule, progress) in kept {
        if let Some(mut row) = unchanged(table, rule)? {
            let trip = row.memory.progress.trip;
            row.memory.progress = Progress { trip, ..(*progress).clone() };
            table.write(&row)?;
        }
    }
    Ok(())
}

/// The row of a rule, if the rule still has this content.
fn unchanged<T: Table>(table: &T, rule: &Rule) -> Result<Option<Row>, T::Error> {
    Ok(table.row(&rule.id)?.filter(|row| row.memory.essence == essence_text(rule)))
}
