//! Who asks, with what of this machine the question came through: none of that is ended (DESIGN §6.3).

use std::net::IpAddr;

use domain::access::Role;
pub use host::linux::closeup::Connection;
use host::linux::closeup::way_in;
use store::Actor;

use super::{Asker, Deeds};

impl Deeds {
    /// Somebody who asks by this connection. Looks for the processes that it comes through, which takes a moment on a machine
    /// with many connections: for a thread that may wait.
    #[must_use]
    pub fn asker(&self, actor: Actor, role: Role, address: Option<IpAddr>, by: Connection) -> Asker {
        Asker { actor, role, address, way_in: way_in(&self.desk.tools.roots, by), condition: None }
    }
}
