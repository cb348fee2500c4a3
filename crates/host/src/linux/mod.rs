//! Linux: the list of its collectors. Each reads below the roots it is given and parses with `crate::parse`.

pub mod processes;
pub mod sockets;

mod container;
mod cpu;
mod facts;
mod kept_file;
mod limits;
mod load;
mod memory;
mod mounts;
mod network;
mod own;
mod pressure;
mod privileges;
mod process_list;
mod space;
mod uptime;

use std::time::Duration;

use crate::collector::Collector;

pub(crate) use facts::facts;
pub(crate) use privileges::privileges;

/// What reading one small file of the kernel may take: far more than it does, so that a busy machine
/// slows nothing down and a broken one does.
const FILE: Duration = Duration::from_millis(50);

/// What may wait for another machine or look at everything.
const LONG: Duration = Duration::from_millis(250);

/// The collectors of this system, in the order in which they run. Own cost is last, so that it holds the tick's.
pub(crate) const COLLECTORS: &[Collector] = &[
    Collector { name: "cpu", budget: FILE, start: cpu::start },
    Collector { name: "processes", budget: LONG, start: process_list::start },
    Collector { name: "load", budget: FILE, start: load::start },
    Collector { name: "memory", budget: FILE, start: memory::start },
    Collector { name: "mounts", budget: LONG, start: mounts::start },
    Collector { name: "network", budget: FILE, start: network::start },
    Collector { name: "uptime", budget: FILE, start: uptime::start },
    Collector { name: "pressure", budget: FILE, start: pressure::start },
    Collector { name: "container", budget: FILE, start: container::start },
    Collector { name: "own", budget: FILE, start: own::start },
];
