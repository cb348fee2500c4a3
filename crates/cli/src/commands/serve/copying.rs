//! The copy of the audit in a database that is somewhere else: what the log says of it.

use engine::audit_copy::{AuditCopying, Told};
use store::AuditCopy;
use words::Words;

use super::super::access;

/// Keeps the copy up to date until the answer is dropped.
///
/// # Errors
/// There can be no more threads.
pub(super) fn start(copy: AuditCopy, words: &'static Words) -> std::io::Result<AuditCopying> {
    let tell = move |told: Told<'_>| match told {
        Told::Stuck(error) => {
            let cause = access::say(error, words);
            tracing::warn!("{}", words.text("audit-copy-stuck", &[("cause", (&cause).into())]));
        }
        Told::Going => tracing::info!("{}", words.text("audit-copy-going", &[])),
        Told::Strayed => tracing::warn!("{}", words.text("audit-copy-strayed", &[])),
    };
    AuditCopying::start(move || copy.copy(), tell)
}
