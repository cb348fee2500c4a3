//! What operators wrote about programs that the catalogue does not know (M9: a dictionary for judging). What they
//! wrote about those that it does know says who may end them, and is `policy`'s.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use crate::catalogue::glob;
use crate::policy::lookup::folded;
use crate::policy::{Document, Platform, Record};
use crate::process::{Exe, Identity};
use crate::standing::Standing;
use crate::verdict::Mode;

/// Paths of one note; more are not looked at.
const PATHS: usize = 64;

/// What an operator wrote about a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The name that it goes by. Hostile text.
    pub name: String,
    /// In the operator's word, mostly one of the catalogue's. Hostile text.
    pub category: String,
    /// The Korean sentence. Hostile text, perhaps empty.
    pub ko: String,
    /// The English sentence; the Korean one where there is no other. Hostile text, perhaps empty.
    pub en: String,
    /// Where its executable lies, with `*` for a part of one segment; `None` when nothing is said of that. What is
    /// said and cannot be read fits no path.
    pub paths: Option<Vec<String>>,
}

/// The notes of one system, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    notes: HashMap<String, Arc<Note>>,
    folds: bool,
}

impl Dictionary {
    /// The notes among these documents that hold on `os`; what is only common gives way to what is the system's own.
    /// What the program itself brought along, and nobody touched, is the catalogue's already.
    #[must_use]
    pub fn of<'a>(documents: impl IntoIterator<Item = &'a Document>, os: Platform) -> Self {
        let mut dictionary = Self { notes: HashMap::new(), folds: os == Platform::Windows };
        for document in documents {
            let Document::Readable(record) = document else { continue };
            let own = record.platform == os;
            if record.seed.is_some() || !(own || record.platform == Platform::Common) {
                continue;
            }
            let note = Arc::new(Note::of(record));
            let aliases = record.aliases.iter().flatten();
            for name in std::iter::once(&record.name).chain(aliases) {
                let place = dictionary.notes.entry(key_of(name, dictionary.folds));
                match place {
                    Entry::Occupied(mut taken) if own => {
                        taken.insert(Arc::clone(&note));
                    }
                    Entry::Occupied(_) => {}
                    Entry::Vacant(free) => {
                        free.insert(Arc::clone(&note));
                    }
                }
            }
        }
        dictionary
    }

    /// What is written about this process.
    #[must_use]
    pub fn find(&self, identity: &Identity) -> Option<&Arc<Note>> {
        if self.notes.is_empty() {
            return None;
        }
        self.notes.get(&key_of(&identity.name, self.folds))
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }
}

fn key_of(name: &str, folds: bool) -> String {
    if folds { folded(name) } else { name.to_owned() }
}

impl Note {
    fn of(record: &Record) -> Self {
        let said = record.descriptions.as_ref();
        let ko = said.and_then(|said| said.ko.as_ref()).unwrap_or(&record.description);
        let en = said.and_then(|said| said.en.as_ref()).unwrap_or(ko);
        let paths = record.expect.as_ref().and_then(|expect| expect.get("paths"));
        let paths = paths.map(|paths| {
            let mut paths = paths.as_texts().unwrap_or_default();
            paths.truncate(PATHS);
            paths
        });
        Self {
            name: record.name.clone(),
            category: record.category.clone(),
            ko: ko.clone(),
            en: en.clone(),
            paths,
        }
    }

    /// Whether a process of this name may be taken for it. A name alone proves nothing (DESIGN §3.3): the executable
    /// lies where the note says, or, if it says nothing, where nobody but root and the process's own user can write.
    #[must_use]
    pub fn holds_for(&self, identity: &Identity, standing: &Standing, mode: Mode) -> bool {
        if mode == Mode::Strict {
            return true;
        }
        let Some(paths) = &self.paths else {
            return standing.writers.is_ok_and(|writers| !writers.strangers);
        };
        let lies = |exe: &Exe| !exe.deleted && paths.iter().any(|path| glob::fits_path(path, &exe.path));
        identity.exe.as_ref().is_ok_and(lies)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Key, Map, Value};
    use crate::standing::Writers;

    fn record(name: &str, platform: Platform, words: &str) -> Document {
        let mut record = Record::new(Key { name: name.to_owned(), platform });
        record.description = words.to_owned();
        Document::Readable(Box::new(record))
    }

    fn identity(name: &str, path: &str) -> Identity {
        let ordinary = crate::testing::process(7, 1);
        let exe = Ok(Exe { path: path.to_owned(), deleted: false });
        Identity { name: name.to_owned(), exe, ..(*ordinary.identity).clone() }
    }

    #[test]
    fn what_the_system_s_own_record_says_goes_before_the_common_one() {
        let both = [record("shop", Platform::Common, "공통"), record("shop", Platform::Linux, "리눅스")];
        for documents in [both.clone(), [both[1].clone(), both[0].clone()]] {
            let dictionary = Dictionary::of(&documents, Platform::Linux);
            assert_eq!(dictionary.find(&identity("shop", "/srv/shop")).unwrap().ko, "리눅스");
        }
        let windows = Dictionary::of(&[record("Shop.exe", Platform::Windows, "창")], Platform::Windows);
        assert!(windows.find(&identity("shop.EXE", "C:\\shop.exe")).is_some());
    }

    #[test]
    fn what_was_brought_along_is_no_note() {
        let mut brought = Record::new(Key { name: "shop".to_owned(), platform: Platform::Linux });
        brought.seed = Some("hash".to_owned());
        let dictionary = Dictionary::of(&[Document::Readable(Box::new(brought))], Platform::Linux);
        assert!(dictionary.is_empty());
    }

    #[test]
    fn a_name_alone_is_not_believed_where_strangers_write() {
        let dictionary = Dictionary::of(&[record("shop", Platform::Linux, "")], Platform::Linux);
        let shop = identity("shop", "/srv/shop");
        let note = dictionary.find(&shop).unwrap();
        let written = |strangers| Standing {
            writers: Ok(Writers { not_root_alone: strangers, strangers }),
            ..Standing::ordinary()
        };
        assert!(note.holds_for(&shop, &written(false), Mode::Contextual));
        assert!(!note.holds_for(&shop, &written(true), Mode::Contextual));
        assert!(note.holds_for(&shop, &written(true), Mode::Strict));
    }

    #[test]
    fn a_note_whose_paths_cannot_be_read_holds_nowhere() {
        let mut record = Record::new(Key { name: "shop".to_owned(), platform: Platform::Linux });
        let mut expect = Map::default();
        expect.set("paths", Value::Int(7));
        record.expect = Some(expect);
        let shop = identity("shop", "/srv/shop");
        assert!(!Note::of(&record).holds_for(&shop, &Standing::ordinary(), Mode::Contextual));
    }

    #[test]
    fn a_note_with_paths_holds_there_alone() {
        let mut record = Record::new(Key { name: "shop".to_owned(), platform: Platform::Linux });
        let mut expect = Map::default();
        expect.set("paths", Value::List(vec![Value::Text("/srv/*/shop".to_owned())]));
        record.expect = Some(expect);
        let dictionary = Dictionary::of(&[Document::Readable(Box::new(record))], Platform::Linux);
        for (path, holds) in [("/srv/a/shop", true), ("/srv/a/b/shop", false), ("/tmp/shop", false)] {
            let shop = identity("shop", path);
            let note = dictionary.find(&shop).unwrap();
            assert_eq!(note.holds_for(&shop, &Standing::ordinary(), Mode::Contextual), holds, "{path}");
        }
    }
}
