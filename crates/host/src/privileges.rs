//! Which privileges this program lacks, and exactly which facts each of them costs.

use crate::roots::Roots;
use crate::system;

/// A privilege that this program does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingPrivilege {
    /// Its name, as `CAP_SYS_PTRACE` (capabilities(7)).
    pub capability: &'static str,
    /// The facts that it costs, by their keys in the JSON contract, of processes of other users.
    pub costs: &'static [&'static str],
}

/// The privileges that this program lacks. Where that cannot be told, all of them: nothing is promised.
#[must_use]
pub fn privileges() -> Vec<MissingPrivilege> {
    system::privileges(&Roots::default())
}
