//! Which package of the distribution a file belongs to: evidence for what a program is, never a proof.

/// A package that says it owns a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Package {
    /// Whose list it stands in: `dpkg` or `rpm`.
    pub manager: &'static str,
    /// Its name, as `nginx-core`.
    pub name: String,
}
