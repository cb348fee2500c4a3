//! Processes that do nothing, as many as asked for, ended when the guard is dropped.

use std::process::{Child, Command, Stdio};

use crate::failure::{Failure, Outcome};

pub(crate) struct Sleepers(Vec<Child>);

impl Sleepers {
    pub(crate) fn start(count: usize) -> Outcome<Self> {
        let mut started = Self(Vec::with_capacity(count));
        for number in 0..count {
            let child = Command::new("sleep").arg("3600").stdin(Stdio::null()).stdout(Stdio::null()).spawn();
            let child = child.map_err(|cause| {
                Failure::new(format!(
                    "only {number} of {count} processes could be started: {cause}; raise `ulimit -u`"
                ))
            })?;
            started.0.push(child);
        }
        Ok(started)
    }
}

impl Drop for Sleepers {
    fn drop(&mut self) {
        for child in &mut self.0 {
            // One that has ended by itself needs no end.
            let _ = child.kill();
        }
        for child in &mut self.0 {
            let _ = child.wait();
        }
    }
}
