//! Properties of a systemd unit (org.freedesktop.systemd1(5)), from D-Bus or as `systemctl show` prints
//! them (systemctl(1)), and the [`Unit`] that they make. All of it is hostile text.

use domain::service::{State, Unit};
use domain::time::Wall;
use domain::{Gap, Reading};

/// Longest description or word that is kept, in bytes.
const LONGEST: usize = 1024;
/// Names of one unit that are kept.
const MOST_NAMES: usize = 64;
/// What systemd says for "not set" (`[not set]` of systemctl).
const UNSET: u64 = u64::MAX;

/// The properties that are read, as `systemctl show` names them. Those of D-Bus have the same names.
pub const PROPERTIES: [&str; 17] = [
    "Id",
    "Names",
    "Description",
    "LoadState",
    "ActiveState",
    "SubState",
    "ActiveEnterTimestamp",
    "ActiveExitTimestamp",
    "InactiveEnterTimestamp",
    "InactiveExitTimestamp",
    "MainPID",
    "NRestarts",
    "Result",
    "ExecMainCode",
    "ExecMainStatus",
    "ControlGroup",
    "MemoryCurrent",
];

/// The value of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact<'a> {
    /// A string.
    Text(&'a str),
    /// Any integer; moments are microseconds since the epoch.
    Number(i128),
    /// An array of strings.
    Texts(Vec<&'a str>),
}

/// A unit as far as it was told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    id: String,
    names: Vec<String>,
    description: String,
    load_state: String,
    active_state: String,
    sub_state: String,
    /// Microseconds since the epoch at which it became active, left active, became inactive, left inactive.
    /// 0: never in this boot. `None`: not told.
    stamps: [Option<u64>; 4],
    main_pid: Option<u32>,
    restarts: Option<u32>,
    result: Option<String>,
    exit_code: Option<i32>,
    exit_status: Option<i32>,
    /// The path of its cgroup as the manager sees it; empty when it has none.
    control_group: Option<String>,
    memory: Option<u64>,
    /// The manager holds it no longer than it takes to answer: there is nothing more to tell.
    unloaded: bool,
}

impl Draft {
    /// A unit of which only what a list of units tells is known.
    #[must_use]
    pub fn listed(
        id: &str,
        description: &str,
        load_state: &str,
        active_state: &str,
        sub_state: &str,
    ) -> Self {
        Self {
            id: cut(id),
            names: vec![cut(id)],
            description: cut(description),
            load_state: cut(load_state),
            active_state: cut(active_state),
            sub_state: cut(sub_state),
            ..Self::default()
        }
    }

    /// Its first name.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How it is doing.
    #[must_use]
    pub fn state(&self) -> State {
        State::of_systemd(&self.active_state)
    }

    /// Whether it has this name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// Adds a name under which the manager knows it.
    pub fn call(&mut self, name: &str) {
        if !self.is_called(name) && self.names.len() < MOST_NAMES {
            self.names.push(cut(name));
        }
    }

    /// The manager holds it no longer than it takes to answer, because it has not run and nothing needs it.
    pub fn unload(&mut self) {
        self.unloaded = true;
    }

    /// Whether the manager does not hold it.
    #[must_use]
    pub fn is_unloaded(&self) -> bool {
        self.unloaded
    }

    /// The path of its cgroup, if it has one and it is one: absolute, without `..`.
    #[must_use]
    pub fn control_group(&self) -> Option<&str> {
        let path = self.control_group.as_deref()?;
        let plain = path.starts_with('/') && path.len() > 1 && !path.split('/').any(|part| part == "..");
        plain.then_some(path)
    }

    /// Takes the memory that was read of its cgroup; `None` if there was nothing to read.
    pub fn measured(&mut self, bytes: Option<u64>) {
        self.memory = Some(bytes.unwrap_or(UNSET));
    }

    /// Takes a property. What is not read, or has another type than it should, changes nothing.
    pub fn set(&mut self, property: &str, fact: &Fact<'_>) {
        match fact {
            Fact::Text(text) => match property {
                "Id" => self.id = cut(text),
                "Description" => self.description = cut(text),
                "LoadState" => self.load_state = cut(text),
                "ActiveState" => self.active_state = cut(text),
                "SubState" => self.sub_state = cut(text),
                "Result" => self.result = Some(cut(text)),
                "ControlGroup" => self.control_group = Some((*text).to_owned()),
                _ => {}
            },
            Fact::Texts(texts) if property == "Names" => {
                self.names = texts.iter().take(MOST_NAMES).map(|name| cut(name)).collect();
            }
            Fact::Texts(_) => {}
            Fact::Number(number) => self.set_number(property, *number),
        }
    }

    fn set_number(&mut self, property: &str, number: i128) {
        let stamp = u64::try_from(number).ok();
        let [active_enter, active_exit, inactive_enter, inactive_exit] = &mut self.stamps;
        match property {
            "ActiveEnterTimestamp" => *active_enter = stamp,
            "ActiveExitTimestamp" => *active_exit = stamp,
            "InactiveEnterTimestamp" => *inactive_enter = stamp,
            "InactiveExitTimestamp" => *inactive_exit = stamp,
            "MainPID" => self.main_pid = u32::try_from(number).ok(),
            "NRestarts" => self.restarts = u32::try_from(number).ok(),
            "ExecMainCode" => self.exit_code = i32::try_from(number).ok(),
            "ExecMainStatus" => self.exit_status = i32::try_from(number).ok(),
            "MemoryCurrent" => self.memory = u64::try_from(number).ok(),
            _ => {}
        }
    }

    /// When it got into its state, as `systemctl status` has it.
    fn since(&self) -> Reading<Wall> {
        let [active_enter, active_exit, inactive_enter, inactive_exit] = self.stamps;
        let stamp = match self.state() {
            State::Active => active_enter,
            State::Inactive | State::Failed => inactive_enter,
            State::Activating => inactive_exit,
            _ => active_exit,
        };
        let micros = stamp.ok_or(if self.unloaded { Gap::Unsupported } else { Gap::NotYet })?;
        let nanos = i64::try_from(micros).ok().and_then(|micros| micros.checked_mul(1000));
        nanos.filter(|nanos| *nanos > 0).map(Wall).ok_or(Gap::Unsupported)
    }

    /// The reason for what was not told. Other kinds of units have no such properties, and unloaded ones no values.
    fn untold(&self) -> Gap {
        if self.id.ends_with(".service") && !self.unloaded { Gap::NotYet } else { Gap::Unsupported }
    }

    /// What it makes. `log` is the id of its log.
    #[must_use]
    pub fn unit(&self, log: Option<String>) -> Unit {
        let untold = self.untold();
        let code = self.exit_code.ok_or(untold);
        Unit {
            id: self.id.clone(),
            names: self.names.clone(),
            description: self.description.clone(),
            load_state: self.load_state.clone(),
            active_state: self.active_state.clone(),
            sub_state: self.sub_state.clone(),
            since: self.since(),
            main_pid: self
                .main_pid
                .ok_or(untold)
                .and_then(|pid| pid.gt(&0).then_some(pid).ok_or(Gap::Unsupported)),
            restarts: self.restarts.ok_or(untold),
            memory_bytes: match self.memory {
                None => Err(untold),
                Some(UNSET) => Err(Gap::Unsupported),
                Some(bytes) => Ok(bytes),
            },
            result: self.result.clone().ok_or(untold),
            exit_status: match code {
                Ok(0) => Err(Gap::Unsupported),
                Ok(_) => self.exit_status.ok_or(untold),
                Err(gap) => Err(gap),
            },
            log,
        }
    }
}

/// The text, cut at a character.
fn cut(text: &str) -> String {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default().to_owned()
}

/// Everything that `systemctl show --property=… --timestamp=unix` or `TZ=UTC systemctl show …` prints: one
/// block for each unit, blank lines between them.
#[must_use]
pub fn parse_show(text: &[u8], most: usize) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut draft = Draft::default();
    // The last block may lack the blank line after it.
    for line in text.split(|byte| *byte == b'\n').chain([&[][..]]) {
        let line = String::from_utf8_lossy(line);
        match line.split_once('=') {
            Some((property, value)) => draft.set_shown(property, value),
            None if line.is_empty() => {
                let done = std::mem::take(&mut draft);
                if !done.id.is_empty()
                    && drafts.len() < most
                    && !drafts.iter().any(|known| known.id == done.id)
                {
                    drafts.push(done);
                }
            }
            None => {}
        }
    }
    drafts
}

impl Draft {
    /// Takes a property as `systemctl show` prints it.
    fn set_shown(&mut self, property: &str, value: &str) {
        match property {
            "Names" => self.set(property, &Fact::Texts(value.split_ascii_whitespace().collect())),
            _ if property.ends_with("Timestamp") => {
                if let Some(micros) = moment(value) {
                    self.set(property, &Fact::Number(micros.into()));
                }
            }
            "MemoryCurrent" if !value.bytes().all(|byte| byte.is_ascii_digit()) => self.memory = Some(UNSET),
            "MainPID" | "NRestarts" | "ExecMainCode" | "ExecMainStatus" | "MemoryCurrent" => {
                if let Ok(number) = value.parse::<i128>() {
                    self.set(property, &Fact::Number(number));
                }
            }
            _ => self.set(property, &Fact::Text(value)),
        }
    }
}

/// A moment as systemctl prints it in UTC, in microseconds since the epoch: `Sat 2026-11-21 16:22:09 UTC`,
/// `@1790000000`; 0 for none (`n/a` or nothing).
fn moment(text: &str) -> Option<u64> {
    if text.is_empty() || text == "n/a" {
        return Some(0);
    }
    if let Some(seconds) = text.strip_prefix('@') {
        return seconds.parse::<u64>().ok()?.checked_mul(1_000_000);
    }
    let mut words = text.split(' ');
    let (_weekday, date, time, zone) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let number = |text: &str| text.parse::<u64>().ok();
    let mut date = date.split('-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let mut time = time.split(':').map(number);
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let fits = (1970..=2200).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60
        && zone == "UTC"
        && words.next().is_none();
    fits.then(|| (days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) * 1_000_000)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, whose years begin in March for the purpose.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    // 1970-01-01 is day 719,468 of that calendar.
    365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

#[cfg(test)]
#[path = "unit_tests.rs"]
mod tests;
