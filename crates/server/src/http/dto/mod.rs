//! The JSON shapes of the API, shared with `--json` on the command line. Conversions from `domain` are
//! pure; nothing here knows a request.
//!
//! Numbers are rounded once, here: percentages to two decimals, rates to whole bytes per second. A
//! value that did not visibly change is then equal, which keeps the deltas of the live stream small.

mod access;
mod actions;
mod autopilot;
mod autopilot_body;
mod chain;
mod cleanup;
mod gaps;
mod history;
mod imported;
mod judgement;
mod log;
mod number;
mod order;
mod outcome;
mod plan;
mod policy;
mod process;
mod refusal;
mod rule;
mod service;
mod snapshot;

pub use access::{
    Audit, AuditChain, AuditList, AuditRow, Health, Me, NewSession, NewToken, NewUser, RecoveryCodes, Setup,
    Token, TokenList, TokenOnce, TotpBegin, TotpConfirm, TotpEnd, TotpOffer, User, UserChange, UserList,
};
pub use actions::{ActionEvent, ActionKind, NoticeEvent};
pub use autopilot::{
    Autopilot, AutopilotAction, AutopilotMatch, AutopilotMode, AutopilotNoted, AutopilotNotice,
    AutopilotPreview, AutopilotProgress, AutopilotRule, AutopilotRuleBody, AutopilotStop, AutopilotTrip,
    RuleLimits, RuleMatch, RuleWhen, rule_problem,
};
pub use chain::{Link, LinkKind, ProcessDetail};
pub use cleanup::{Cleanup, CleanupAnswer, KeptRow, TidyRow, TidyWhy};
pub use gaps::{Gap, Gaps};
pub use history::{History, HistoryStep};
pub use imported::{ImportReport, ImportedEntry, import, list_error, policy_invalid, try_import};
pub use judgement::{
    Arg, Category, Finding, Mode, Severity, Verdict, message as finding_message, reason as verdict_reason,
    role,
};
pub use log::{
    Log, LogEvent, LogKind, LogLevel, LogLine, LogList, LogNotice, LogNoticeKind, LogState, LogTail,
    log_reason,
};
pub use number::{rfc3339, uptime};
pub use order::{DeedOrder, EndsOrder, PauseOrder};
pub use outcome::{EndRow, Ends, Member, Outcome};
pub use plan::{Deed, LockoutRisk, NamedProcess, Plan, PlanStep, ProtectedProcess, Restarts};
pub use policy::{
    Policy, PolicyBody, PolicyDescriptions, PolicyDocument, PolicyList, PolicyRights, PolicyRow, PolicyState,
    policy_document, policy_fault, policy_problem,
};
pub use process::{Exposure, Paused, Process, ProcessList, Socket};
pub use refusal::refusal_reason;
pub use rule::{Rule, RuleList};
pub use service::{Service, ServiceList, ServiceSource, ServiceState};
pub use snapshot::{
    Collector, Container, Cpu, Disk, Memory, Monitor, Network, Pressure, PressureLine, Snapshot, Verdicts,
};

pub use super::deed_error::sentence as deed_reason;
pub use super::error::Problem;

pub(crate) use order::{LONGEST_PAUSE, MOST_KEYS, USUAL_PAUSE};
pub(crate) use outcome::{came_back, name_of};
pub(crate) use policy::policy_without_foreign;
pub(crate) use process::live_numbers;
