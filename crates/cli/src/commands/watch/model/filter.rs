//! The filter: words that must all hold, in the language of the page's process list.
//!
//! `nginx` name, executable or command line · `"two words"` · `1324` that pid or port ·
//! `pid:` `ppid:` `port:80,8000-8999` `user:` `uid:` · `name:` `exe:` `cmd:` `unit:` `container:` `tty:` contain ·
//! `verdict:danger,urgent` · `is:denied` and its kin · `!…` not. Words are compared literally: no pattern of a stranger is ever run.

use domain::snapshot::Process;
use domain::socket::Exposure;
use domain::verdict::{Mode, Verdict};
use domain::{Gap, Reading};

use crate::commands::told;

/// Longest filter that is read, in characters.
pub(in crate::commands::watch) const LONGEST: usize = 512;
const MOST_TERMS: usize = 32;

/// What can stand after `is:`.
pub(in crate::commands::watch) const IS_WORDS: [&str; 12] = [
    "denied",
    "deleted",
    "public",
    "private",
    "loopback",
    "listening",
    "container",
    "service",
    "root",
    "known",
    "unknown",
    "attention",
];

/// A filter that was read.
#[derive(Clone, Debug, Default)]
pub(in crate::commands::watch) struct Filter {
    terms: Vec<Term>,
    problem: Option<Problem>,
}

/// A term that cannot hold for any process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::commands::watch) enum Problem {
    /// No number stands after this field, but this word.
    Number(&'static str, String),
    /// There is no such word after `is:`.
    State(String),
    /// There is no such verdict.
    Verdict(String),
}

#[derive(Clone, Debug)]
struct Term {
    negated: bool,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Text(String),
    /// A pid or a port.
    Number(u64),
    /// Numbers of a field within ranges; without a range, the fact has to be there.
    Numbers(Field, Vec<(u64, u64)>),
    User(String),
    Contains(Part, String),
    Is(&'static str),
    /// One of these; without any, it has to be judged.
    Verdicts(Vec<Verdict>),
    Always,
    Never,
}

#[derive(Clone, Copy, Debug)]
enum Field {
    Pid,
    Ppid,
    Uid,
    Port,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Name,
    Exe,
    Cmd,
    Unit,
    Container,
    Tty,
}

impl Filter {
    /// Reads a filter. A term that makes no sense is named by [`Filter::problem`] and holds for nothing.
    pub(in crate::commands::watch) fn read(text: &str) -> Self {
        let mut problem = None;
        let terms = words(text).map(|word| term(&word, &mut problem)).collect();
        Self { terms, problem }
    }

    /// Whether nothing is filtered.
    pub(in crate::commands::watch) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The first term that makes no sense.
    pub(in crate::commands::watch) fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Whether every term holds, as `mode` judges.
    pub(in crate::commands::watch) fn holds(&self, process: &Process, mode: Mode) -> bool {
        self.terms.iter().all(|term| term.test.holds(process, mode) != term.negated)
    }
}

struct Word {
    text: String,
    quoted: bool,
}

/// Splits at blanks; double quotes keep blanks, an unclosed one reaches to the end.
fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut found = Vec::new();
    let (mut word, mut open) = (Word { text: String::new(), quoted: false }, false);
    for c in text.chars().take(LONGEST) {
        match c {
            '"' => {
                word.quoted |= !open && word.text.is_empty();
                open = !open;
            }
            c if c.is_whitespace() && !open => {
                found.push(std::mem::replace(&mut word, Word { text: String::new(), quoted: false }));
            }
            c => word.text.push(c),
        }
    }
    found.push(word);
    found.into_iter().filter(|word| !word.text.is_empty()).take(MOST_TERMS)
}

fn term(word: &Word, problem: &mut Option<Problem>) -> Term {
    let mut text = word.text.as_str();
    let mut negated = false;
    if word.quoted {
        return Term { negated, test: Test::Text(text.to_lowercase()) };
    }
    while let Some(rest) = text.strip_prefix('!').filter(|rest| !rest.is_empty()) {
        (text, negated) = (rest, !negated);
    }
    let numbered = number(text).map(Test::Number);
    let named = || {
        let (field, value) = text.split_once(':').filter(|(field, _)| !field.is_empty())?;
        of_field(&field.to_lowercase(), value, problem)
    };
    // `nginx:` and `C:\x` are plain text: their field is none of ours.
    let test = numbered.or_else(named).unwrap_or_else(|| Test::Text(text.to_lowercase()));
    Term { negated, test }
}

/// The test of `field:value`, if `field` is one of ours.
fn of_field(field: &str, value: &str, problem: &mut Option<Problem>) -> Option<Test> {
    let word = value.to_lowercase();
    let mut numbers = |field: Field, name: &'static str| match ranges(value) {
        Some(ranges) => Test::Numbers(field, ranges),
        None => {
            problem.get_or_insert(Problem::Number(name, value.to_owned()));
            Test::Never
        }
    };
    Some(match field {
        "pid" => numbers(Field::Pid, "pid"),
        "ppid" => numbers(Field::Ppid, "ppid"),
        "uid" => numbers(Field::Uid, "uid"),
        "port" => numbers(Field::Port, "port"),
        "user" => Test::User(word),
        "name" => Test::Contains(Part::Name, word),
        "exe" => Test::Contains(Part::Exe, word),
        "cmd" => Test::Contains(Part::Cmd, word),
        "unit" => Test::Contains(Part::Unit, word),
        "container" => Test::Contains(Part::Container, word),
        "tty" => Test::Contains(Part::Tty, word),
        "is" => is(&word, problem),
        "verdict" => verdicts(&word, problem),
        _ => return None,
    })
}

fn is(word: &str, problem: &mut Option<Problem>) -> Test {
    if word.is_empty() {
        return Test::Always;
    }
    if let Some(known) = IS_WORDS.into_iter().find(|known| *known == word) {
        return Test::Is(known);
    }
    // While a word is being typed it is not a mistake yet.
    if !IS_WORDS.iter().any(|known| known.starts_with(word)) {
        problem.get_or_insert(Problem::State(word.to_owned()));
    }
    Test::Never
}

/// `danger,urgent`; a word that is still being typed is no mistake yet, and fits nothing.
fn verdicts(words: &str, problem: &mut Option<Problem>) -> Test {
    let words: Vec<&str> = words.split(',').filter(|word| !word.is_empty()).collect();
    let begun = |word: &str| Verdict::ALL.iter().any(|verdict| verdict.word().starts_with(word));
    if let Some(wrong) = words.iter().find(|word| !begun(word)) {
        problem.get_or_insert(Problem::Verdict((*wrong).to_owned()));
    }
    let wanted: Vec<Verdict> =
        Verdict::ALL.into_iter().filter(|verdict| words.contains(&verdict.word())).collect();
    if wanted.is_empty() && !words.is_empty() { Test::Never } else { Test::Verdicts(wanted) }
}

/// `80,443` and `8000-8999`; no range for nothing, `None` where a part is no number.
fn ranges(value: &str) -> Option<Vec<(u64, u64)>> {
    if value.is_empty() {
        return Some(Vec::new());
    }
    let range = |part: &str| match part.split_once('-') {
        Some((from, to)) => Some((number(from)?, number(to)?)),
        None => number(part).map(|number| (number, number)),
    };
    value.split(',').map(range).collect()
}

/// Digits alone, at most 15.
fn number(text: &str) -> Option<u64> {
    let digits = text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

impl Test {
    fn holds(&self, process: &Process, mode: Mode) -> bool {
        let sample = &process.sample;
        let identity = &*sample.identity;
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Text(word) => {
                let arguments = identity.cmdline.as_deref().unwrap_or_default();
                contains(&identity.name, word)
                    || identity.exe.as_ref().is_ok_and(|exe| contains(&exe.path, word))
                    || arguments.iter().any(|argument| contains(argument, word))
            }
            Self::Number(number) => {
                u64::from(sample.key.pid) == *number || ports(process).any(|port| port == *number)
            }
            Self::Numbers(field, ranges) => field.holds(process, ranges),
            Self::User(word) => {
                let name = identity.username.as_ref().ok().and_then(Option::as_ref);
                let (named, uid) = (name.map(|name| name.to_lowercase()), identity.uid.ok());
                match word.as_str() {
                    "" => named.is_some() || uid.is_some(),
                    word => named.as_deref() == Some(word) || uid.is_some_and(|uid| uid.to_string() == word),
                }
            }
            Self::Contains(part, word) => part.holds(process, word),
            Self::Is(state) => is_state(process, state, mode),
            Self::Verdicts(wanted) => told::verdict(process, mode)
                .is_ok_and(|verdict| wanted.is_empty() || wanted.contains(&verdict)),
        }
    }
}

impl Field {
    fn holds(self, process: &Process, ranges: &[(u64, u64)]) -> bool {
        let within =
            |value: u64| ranges.is_empty() || ranges.iter().any(|(from, to)| (*from..=*to).contains(&value));
        match self {
            Self::Pid => within(process.sample.key.pid.into()),
            Self::Ppid => within(process.sample.ppid.into()),
            Self::Uid => process.sample.identity.uid.is_ok_and(|uid| within(uid.into())),
            Self::Port => ports(process).any(within),
        }
    }
}

impl Part {
    fn holds(self, process: &Process, word: &str) -> bool {
        let identity = &*process.sample.identity;
        let known = |text: &Reading<Option<String>>| {
            text.as_ref().ok().and_then(Option::as_ref).is_some_and(|text| contains(text, word))
        };
        match self {
            Self::Name => contains(&identity.name, word),
            Self::Exe => identity.exe.as_ref().is_ok_and(|exe| contains(&exe.path, word)),
            Self::Cmd => {
                identity.cmdline.as_ref().is_ok_and(|arguments| contains(&arguments.join(" "), word))
            }
            Self::Unit => known(&identity.unit),
            Self::Container => known(&identity.container),
            Self::Tty => known(&identity.tty),
        }
    }
}

fn is_state(process: &Process, state: &str, mode: Mode) -> bool {
    let identity = &*process.sample.identity;
    let sockets = process.sample.sockets.as_deref().unwrap_or_default();
    let exposed = |exposure: Exposure| sockets.iter().any(|socket| socket.exposure() == exposure);
    match state {
        "denied" => gaps(process).any(|gap| gap == Gap::Denied),
        "deleted" => identity.exe.as_ref().is_ok_and(|exe| exe.deleted),
        "public" => exposed(Exposure::Public),
        "private" => exposed(Exposure::Private),
        "loopback" => exposed(Exposure::Loopback),
        "listening" => !sockets.is_empty(),
        "container" => identity.container.as_ref().is_ok_and(Option::is_some),
        "service" => identity
            .unit
            .as_ref()
            .is_ok_and(|unit| unit.as_ref().is_some_and(|unit| unit.ends_with(".service"))),
        "root" => identity.uid == Ok(0),
        "known" => told::judgement(process, mode).is_ok_and(|judgement| judgement.known),
        "unknown" => told::judgement(process, mode).is_ok_and(|judgement| !judgement.known),
        "attention" => told::needs_a_look(process, mode),
        _ => false,
    }
}

/// The gaps of a process.
fn gaps(process: &Process) -> impl Iterator<Item = Gap> {
    let identity = &*process.sample.identity;
    let all = [
        identity.exe.as_ref().err(),
        identity.cmdline.as_ref().err(),
        identity.uid.as_ref().err(),
        identity.username.as_ref().err(),
        identity.unit.as_ref().err(),
        identity.container.as_ref().err(),
        identity.tty.as_ref().err(),
        process.sample.sockets.as_ref().err(),
        process.cpu_percent.as_ref().err(),
        process.memory_percent.as_ref().err(),
        process.io_rates.as_ref().err(),
        process.create_time.as_ref().err(),
    ];
    all.into_iter().flatten().copied()
}

fn ports(process: &Process) -> impl Iterator<Item = u64> {
    process.sample.sockets.as_deref().unwrap_or_default().iter().map(|socket| u64::from(socket.port))
}

/// Whether a text holds a word that is in lower case already.
fn contains(text: &str, word: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(word);
    }
    // Most texts are ASCII, and thousands of them are compared at each key.
    let (text, word) = (text.as_bytes(), word.as_bytes());
    word.is_empty() || text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
