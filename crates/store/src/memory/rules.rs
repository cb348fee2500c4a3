//! Rules of the autopilot in memory: for tests.

use std::collections::BTreeMap;

use domain::autopilot::{Progress, Rule, Trip};

use super::{MemoryStore, State};
use crate::rules::work::{self, Row, Table};
use crate::{Entry, HeldRule, RuleStore, Standing, Stopped, StoreError};

/// What is kept of rules.
#[derive(Debug, Default)]
pub(super) struct Rules {
    standing: Standing,
    held: BTreeMap<String, Row>,
}

impl Table for State {
    type Error = StoreError;

    fn row(&self, id: &str) -> Result<Option<Row>, StoreError> {
        Ok(self.rules.held.get(id).cloned())
    }

    fn count(&self) -> Result<usize, StoreError> {
        Ok(self.rules.held.len())
    }

    fn write(&mut self, row: &Row) -> Result<(), StoreError> {
        self.rules.held.insert(row.id.clone(), row.clone());
        Ok(())
    }

    fn delete(&mut self, id: &str) -> Result<(), StoreError> {
        self.rules.held.remove(id);
        Ok(())
    }

    fn changed(&mut self) -> Result<(), StoreError> {
        self.rules.standing.revision += 1;
        Ok(())
    }

    fn audit(&mut self, entry: Entry) -> Result<(), StoreError> {
        self.append(entry);
        Ok(())
    }
}

impl RuleStore for MemoryStore {
    fn standing(&self) -> Result<Standing, StoreError> {
        Ok(self.state().rules.standing.clone())
    }

    fn rules(&self) -> Result<Vec<HeldRule>, StoreError> {
        Ok(self.state().rules.held.values().cloned().map(Row::held).collect())
    }

    fn rule(&self, id: &str) -> Result<Option<HeldRule>, StoreError> {
        Ok(self.state().rules.held.get(id).cloned().map(Row::held))
    }

    fn put_rule(&self, rule: &Rule, overridden: bool, entry: Entry) -> Result<HeldRule, StoreError> {
        work::put(&mut *self.state(), rule, overridden, entry)
    }

    fn remove_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        work::remove(&mut *self.state(), id, entry)
    }

    fn trip_rule(&self, rule: &Rule, trip: Trip, entry: Entry) -> Result<(), StoreError> {
        work::trip(&mut *self.state(), rule, trip, entry)
    }

    fn reset_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        work::reset(&mut *self.state(), id, entry)
    }

    fn keep_progress(&self, kept: &[(&Rule, &Progress)]) -> Result<(), StoreError> {
        work::keep(&mut *self.state(), kept)
    }

    fn stop_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.rules.standing.stopped.is_none() {
            let by = entry.actor().to_string();
            state.rules.standing.stopped = Some(Stopped { by, at: entry.at() });
            state.rules.standing.revision += 1;
            state.append(entry);
        }
        Ok(())
    }

    fn start_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.rules.standing.stopped.take().is_some() {
            state.rules.standing.revision += 1;
        }
        state.append(entry);
        Ok(())
    }
}
