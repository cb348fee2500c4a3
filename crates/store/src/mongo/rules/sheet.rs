//! The rules as they were read, and what a change wants of one: the steps in the database, and what is to be
//! remembered here. Nothing is written here.

use std::collections::HashMap;

use domain::policy::Map;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, RawBsonRef, RawDocument, RawDocumentBuf, doc};

use super::super::fault::Fault;
use super::super::link::Place;
use super::super::sheet::{Step, Which, change};
use super::super::{bson, read};
use super::{Memory, Row};
use crate::rules::essence_text;
use crate::rules::work::Table;
use crate::{Entry, PolicyId, RuleFault, StoreError, rule_limits as limits};

/// A document as it is kept there.
pub(super) struct Found {
    /// Its `_id`; `None` if it is too large to be read.
    own: Option<Bson>,
    /// The document itself; `None` if it is too large to be read.
    whole: Option<RawDocumentBuf>,
    /// The id of the rule that it says it is, if it tells one that a rule can have.
    named: Option<String>,
    /// What it goes by where it tells none.
    opaque: String,
    document: Map,
    fault: Option<RuleFault>,
}

impl Found {
    /// All documents; `None` if there are more than are kept.
    pub(super) async fn all(place: &Place) -> Result<Option<Vec<Self>>, Fault> {
        let mut all = Vec::new();
        let complete = read::each(place, doc! {}, read::RULES, |found| all.push(Self::of(found))).await?;
        Ok(complete.then_some(all))
    }

    fn of(found: &RawDocument) -> Self {
        let own = read::own(found);
        let whole = read::whole(found);
        let (document, fault) = match whole.map(bson::map) {
            Some(Ok(mut map)) => {
                map.remove("_id");
                (map, None)
            }
            Some(Err(_)) => (Map::default(), Some(RuleFault::NotADocument)),
            None => (Map::default(), Some(RuleFault::TooLarge)),
        };
        let named = found.get_str("id").ok().filter(|id| id.parse::<PolicyId>().is_ok());
        Self {
            own: own.and_then(|own| Bson::try_from(own).ok()),
            whole: whole.map(RawDocument::to_owned),
            named: named.map(str::to_owned),
            opaque: bson::policy_id(own.unwrap_or(RawBsonRef::Null)).to_string(),
            document,
            fault,
        }
    }
}

/// A row and its place in the database.
struct Line {
    own: Option<Bson>,
    whole: Option<RawDocumentBuf>,
    /// The id that it says, also where another one says it too.
    named: Option<String>,
    row: Row,
}

/// The rules that a change looks at, and what it wants.
pub(super) struct Sheet {
    lines: Vec<Line>,
    /// What is to be done there.
    pub(super) steps: Vec<Step>,
    /// What is to be remembered of the rule that is changed, or that nothing is; `None` if that does not change.
    pub(super) memory: Option<Option<Memory>>,
    /// What the audit is to say about it.
    pub(super) said: Vec<Entry>,
}

impl Sheet {
    pub(super) fn new(found: Vec<Found>, mut memories: HashMap<String, Memory>) -> Self {
        let mut count: HashMap<String, usize> = HashMap::new();
        for named in found.iter().filter_map(|found| found.named.clone()) {
            *count.entry(named).or_default() += 1;
        }
        let line = |found: Found| {
            let Found { own, whole, named, opaque, document, fault } = found;
            let is_alone = named.as_ref().is_some_and(|named| count.get(named) == Some(&1));
            let fault = fault.or_else(|| (named.is_some() && !is_alone).then_some(RuleFault::Duplicate));
            let id = named.clone().filter(|_| is_alone).unwrap_or(opaque);
            let memory = memories.remove(&id).unwrap_or_default();
            let mut row = Row { id, document, fault, memory };
            let essence = row.rule().as_ref().map(essence_text).unwrap_or_default();
            if row.memory.essence != essence {
                row.memory = Memory { essence, ..Memory::default() };
            }
            Line { own, whole, named, row }
        };
        let mut lines: Vec<Line> = found.into_iter().map(line).collect();
        lines.sort_by(|one, other| one.row.id.cmp(&other.row.id));
        Self { lines, steps: Vec::new(), memory: None, said: Vec::new() }
    }

    pub(super) fn into_rows(self) -> impl Iterator<Item = Row> {
        self.lines.into_iter().map(|line| line.row)
    }

    /// The content of each rule that can be followed, by id.
    pub(super) fn essences(&self) -> HashMap<String, String> {
        let readable = self.lines.iter().filter(|line| line.row.rule().is_ok());
        readable.map(|line| (line.row.id.clone(), line.row.memory.essence.clone())).collect()
    }

    /// The documents that an id means: the one that goes by it, else all that say they are that rule.
    fn meant(&self, id: &str) -> Vec<&Line> {
        let by = |is: &dyn Fn(&&Line) -> bool| self.lines.iter().filter(is).collect::<Vec<_>>();
        let one = by(&|line| line.row.id == id);
        if one.is_empty() { by(&|line| line.named.as_deref() == Some(id)) } else { one }
    }

    fn delete_all(lines: &[&Line]) -> Result<Option<Step>, StoreError> {
        let which = |line: &&Line| match &line.own {
            Some(own) => Ok(Which::Id(own.clone())),
            // Nothing names it.
            None => Err(too_large(&line.row.id)),
        };
        let which = lines.iter().map(which).collect::<Result<Vec<_>, _>>()?;
        Ok((!which.is_empty()).then_some(Step::Delete(which)))
    }
}

fn too_large(id: &str) -> StoreError {
    StoreError::RuleTooLarge { id: id.to_owned(), limit: limits::DOCUMENT_BYTES }
}

impl Table for Sheet {
    type Error = StoreError;

    fn row(&self, id: &str) -> Result<Option<Row>, StoreError> {
        Ok(self.meant(id).first().map(|line| Row { id: id.to_owned(), ..line.row.clone() }))
    }

    fn count(&self) -> Result<usize, StoreError> {
        Ok(self.lines.len())
    }

    fn write(&mut self, row: &Row) -> Result<(), StoreError> {
        let steps = match self.meant(&row.id).split_first() {
            Some((first, others)) => {
                let (Some(own), Some(whole)) = (&first.own, &first.whole) else {
                    // Nobody knows what a change would leave of it.
                    return Err(too_large(&row.id));
                };
                let changed = change(own.clone(), whole, &first.row.document, &row.document);
                // After this there is one rule of that id.
                changed.into_iter().chain(Self::delete_all(others)?).collect()
            }
            None => {
                let mut document = bson::document(&row.document);
                document.insert("_id", ObjectId::new());
                vec![Step::Insert(document)]
            }
        };
        self.steps.extend(steps);
        self.memory = Some(Some(row.memory.clone()));
        Ok(())
    }

    fn delete(&mut self, id: &str) -> Result<(), StoreError> {
        let step = Self::delete_all(&self.meant(id))?;
        self.steps.extend(step);
        self.memory = Some(None);
        Ok(())
    }

    fn changed(&mut self) -> Result<(), StoreError> {
        // What is remembered is counted where it is kept, documents where they are read again.
        Ok(())
    }

    fn audit(&mut self, entry: Entry) -> Result<(), StoreError> {
        self.said.push(entry);
        Ok(())
    }
}
