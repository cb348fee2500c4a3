//! Which policy is meant by a name: that of the system first, then the common one (M9). Windows does not
//! tell names apart by case.

use super::{Document, Platform};

/// The name as it is compared on Windows.
#[must_use]
pub fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// Whether a policy about `named` is about a process called `name` on `os`.
#[must_use]
pub fn is_called(named: &str, name: &str, os: Platform) -> bool {
    named == name || (os == Platform::Windows && folded(named) == folded(name))
}

/// Which of the documents holds for a process called `name` on `os` ([`Platform::Linux`] or
/// [`Platform::Windows`]).
///
/// A document that names the process and cannot be read comes before all others, and where several of one
/// platform fit, as `Chrome.exe` and `chrome.exe` do, one that forbids does: a "no" is never passed by. One that has the
/// name among its `aliases` holds where it forbids, or where none has it as its own.
#[must_use]
pub fn find<'a>(
    documents: impl IntoIterator<Item = &'a Document>,
    name: &str,
    os: Platform,
) -> Option<&'a Document> {
    let rank = |document: &Document| {
        let place = match (document, document.platform()) {
            (Document::Unreadable(_), _) => 0,
            (_, Some(platform)) if platform == os => 1,
            _ => 2,
        };
        (place, document.terminatable())
    };
    let is_it = |named: &str| is_called(named, name, os);
    let holds_here = |document: &&Document| {
        document.platform().is_none_or(|platform| platform == os || platform == Platform::Common)
    };
    let (mut own, mut other) = (Vec::new(), Vec::new());
    for document in documents.into_iter().filter(holds_here) {
        if document.name().is_some_and(is_it) {
            own.push(document);
        } else if document.aliases().any(is_it) {
            other.push(document);
        }
    }
    let own = own.into_iter().min_by_key(|document| rank(document));
    let other = other.into_iter().min_by_key(|document| (document.terminatable(), rank(document)));
    match (own, other) {
        (Some(own), Some(other)) if own.terminatable() && !other.terminatable() => Some(other),
        (own, other) => own.or(other),
    }
}
