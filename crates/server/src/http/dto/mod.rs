//! The JSON shapes of the API, shared with `--json` on the command line. Conversions from `domain` are
//! pure; nothing here knows a request.
//!
//! Numbers are rounded once, here: percentages to two decimals, rates to whole bytes per second. A
//! value that did not visibly change is then equal, which keeps the deltas of the live stream small.

mod access;
mod gaps;
mod history;
mod number;
mod process;
mod snapshot;

pub use access::{
    AuditList, AuditRow, Health, Me, NewSession, NewToken, NewUser, Setup, Token, TokenList, TokenOnce, User,
    UserChange, UserList,
};
pub use gaps::{Gap, Gaps};
pub use history::{History, HistoryStep};
pub use number::{rfc3339, uptime};
pub use process::{Exposure, Mode, Process, ProcessList, Socket};
pub use snapshot::{
    Collector, Container, Cpu, Disk, Memory, Monitor, Network, Pressure, PressureLine, Snapshot, Verdicts,
};

pub use super::error::Problem;

pub(crate) use process::live_numbers;
