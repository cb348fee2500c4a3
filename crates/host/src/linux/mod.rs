//! Linux: the list of its collectors. Each reads below the roots it is given and parses with `crate::parse`.

pub mod closeup;
pub mod kin;
pub mod processes;
pub mod sockets;

mod container;
mod cpu;
mod exit_status;
mod facts;
mod kept_file;
mod limits;
mod load;
mod memory;
mod mounts;
mod network;
mod one;
mod own;
mod pressure;
mod privileges;
mod process_list;
pub(crate) mod services;
pub mod sessions;
mod space;
pub mod terminate;
mod uptime;
mod waiting;

use std::time::Duration;

use crate::collector::Collector;
use crate::pace::Budget;

pub use facts::boot_id;
pub(crate) use facts::facts;
pub(crate) use privileges::privileges;
pub(crate) use waiting::Waiting;

/// What reading one small file of the kernel may cost: far more than it does, so that only a broken machine
/// slows anything down.
const FILE: Budget = Budget { each: Duration::from_millis(50), longest: Duration::from_secs(60) };

/// What may wait for another machine.
const REMOTE: Budget = Budget { each: Duration::from_millis(250), longest: Duration::from_secs(60) };

/// What looks at everything that runs. Never out for long: what has begun meanwhile is what one looks for.
const EVERYTHING: Budget = Budget { each: Duration::from_millis(250), longest: Duration::from_secs(10) };

/// The collectors of this system, in the order in which they run. Own cost is last, so that it holds the tick's.
pub(crate) const COLLECTORS: &[Collector] = &[
    Collector { name: "cpu", budget: FILE, start: cpu::start },
    Collector { name: "processes", budget: EVERYTHING, start: process_list::start },
    Collector { name: "load", budget: FILE, start: load::start },
    Collector { name: "memory", budget: FILE, start: memory::start },
    Collector { name: "mounts", budget: REMOTE, start: mounts::start },
    Collector { name: "network", budget: FILE, start: network::start },
    Collector { name: "uptime", budget: FILE, start: uptime::start },
    Collector { name: "pressure", budget: FILE, start: pressure::start },
    Collector { name: "container", budget: FILE, start: container::start },
    Collector { name: "services", budget: FILE, start: crate::services::collector::start },
    Collector { name: "own", budget: FILE, start: own::start },
];
