//! A rule as a document (CONTRACTS §5), and what keeps a document from being one. Stricter than a policy's: a
//! misspelt condition would make a rule fit more than its author meant, so that nothing unknown passes below the top.

use std::fmt;

use super::rule::{Action, Limits, Match, Rule, RuleMode, When};
use crate::catalogue::Category;
use crate::policy::{Map, Value};

/// Fields that this program reads or writes; others at the top of a document are other tools' and stay.
const OURS: [&str; 10] =
    ["id", "title", "match", "when", "action", "mode", "limits", "enabled", "created_at", "updated_at"];

/// Why a document is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A field that has to be there is not.
    Missing(&'static str),
    /// A field holds something else than it should.
    Wrong(&'static str),
    /// Nobody knows this field of `match`, `when` or `limits`.
    Unknown(String),
    /// A field stands in it twice.
    Twice(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(f, "`{field}` is missing"),
            Self::Wrong(field) => write!(f, "`{field}` does not hold what it should"),
            Self::Unknown(field) => write!(f, "nobody knows `{field}`; take it out or spell it otherwise"),
            Self::Twice(field) => write!(f, "`{field}` stands in it twice"),
        }
    }
}

impl std::error::Error for Fault {}

/// Reads a rule. What it says is not judged here: [`Rule::check`] does.
///
/// # Errors
/// The first [`Fault`].
pub fn read(document: &Map) -> Result<Rule, Fault> {
    once(document)?;
    let top = Fields { map: document };
    let id = top.text("id")?.ok_or(Fault::Missing("id"))?;
    let matches = top.map("match")?.ok_or(Fault::Missing("match"))?;
    let when = top.map("when")?.ok_or(Fault::Missing("when"))?;
    let action = top.text("action")?.ok_or(Fault::Missing("action"))?;
    let mode = top.text("mode")?;
    Ok(Rule {
        title: top.text("title")?.unwrap_or_else(|| id.clone()),
        id,
        matches: read_match(matches)?,
        when: read_when(when)?,
        action: Action::of(&action).ok_or(Fault::Wrong("action"))?,
        mode: mode.map_or(Ok(RuleMode::Rehearse), |mode| RuleMode::of(&mode).ok_or(Fault::Wrong("mode")))?,
        limits: top.map("limits")?.map_or(Ok(Limits::default()), read_limits)?,
        enabled: top.truth("enabled")?.unwrap_or(true),
    })
}

/// The rule as a document, without the moments at which it was made and changed.
#[must_use]
pub fn write(rule: &Rule) -> Map {
    let fields = [
        ("id", Value::from(rule.id.as_str())),
        ("title", rule.title.as_str().into()),
        ("match", Value::Map(written_match(&rule.matches))),
        ("when", Value::Map(written_when(rule.when))),
        ("action", rule.action.word().into()),
        ("mode", rule.mode.word().into()),
        ("limits", Value::Map(written_limits(rule.limits))),
        ("enabled", Value::Bool(rule.enabled)),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// What decides what the rule does: another one has to be rehearsed anew.
#[must_use]
pub(super) fn essence(rule: &Rule) -> Map {
    let whole = write(rule);
    whole
        .0
        .into_iter()
        .filter(|(key, _)| ["match", "when", "action", "limits"].contains(&key.as_str()))
        .collect()
}

/// The fields of a document that are other tools'.
pub(super) fn rest(document: &Map) -> Map {
    document.0.iter().filter(|(key, _)| !OURS.contains(&key.as_str())).cloned().collect()
}

fn read_match(map: &Map) -> Result<Match, Fault> {
    let fields = Fields::of(map, &["name", "path", "user", "category", "known", "finding"])?;
    let category = fields.text("category")?;
    let known = |word: &String| Category::ALL.into_iter().find(|category| category.word() == word);
    Ok(Match {
        name: fields.text("name")?,
        path: fields.text("path")?,
        user: fields.text("user")?,
        category: category.map(|word| known(&word).ok_or(Fault::Wrong("category"))).transpose()?,
        known: fields.truth("known")?,
        finding: fields.text("finding")?,
    })
}

fn read_when(map: &Map) -> Result<When, Fault> {
    let fields = Fields::of(map, &["cpu_percent_over", "memory_percent_over", "age_s_over", "for_s"])?;
    Ok(When {
        cpu_percent_over: fields.number("cpu_percent_over")?,
        memory_percent_over: fields.number("memory_percent_over")?,
        age_s_over: fields.whole("age_s_over")?,
        for_s: fields.whole("for_s")?.ok_or(Fault::Missing("for_s"))?,
    })
}

fn read_limits(map: &Map) -> Result<Limits, Fault> {
    let fields = Fields::of(map, &["per_hour", "cooldown_s", "at_once"])?;
    let usual = Limits::default();
    let small = |key: &'static str| -> Result<Option<u32>, Fault> {
        fields.whole(key)?.map(|number| u32::try_from(number).map_err(|_| Fault::Wrong(key))).transpose()
    };
    Ok(Limits {
        per_hour: small("per_hour")?.unwrap_or(usual.per_hour),
        cooldown_s: fields.whole("cooldown_s")?.unwrap_or(usual.cooldown_s),
        at_once: small("at_once")?.unwrap_or(usual.at_once),
    })
}

fn written_match(matches: &Match) -> Map {
    let Match { name, path, user, category, known, finding } = matches;
    let text = |text: &Option<String>| text.as_deref().map(Value::from);
    filled([
        ("name", text(name)),
        ("path", text(path)),
        ("user", text(user)),
        ("category", category.map(|category| category.word().into())),
        ("known", known.map(Value::Bool)),
        ("finding", text(finding)),
    ])
}

fn written_when(when: When) -> Map {
    filled([
        ("cpu_percent_over", when.cpu_percent_over.map(percent)),
        ("memory_percent_over", when.memory_percent_over.map(percent)),
        ("age_s_over", when.age_s_over.map(whole)),
        ("for_s", Some(whole(when.for_s))),
    ])
}

fn written_limits(limits: Limits) -> Map {
    filled([
        ("per_hour", Some(whole(limits.per_hour.into()))),
        ("cooldown_s", Some(whole(limits.cooldown_s))),
        ("at_once", Some(whole(limits.at_once.into()))),
    ])
}

fn filled<const N: usize>(fields: [(&str, Option<Value>); N]) -> Map {
    fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// To the thousandth: what is written has few digits, so that every reader of it reads the same number.
fn percent(percent: f64) -> Value {
    Value::Float((percent * 1000.0).round() / 1000.0)
}

/// Numbers of a rule are far below the end of the range.
fn whole(number: u64) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn once(map: &Map) -> Result<(), Fault> {
    let mut keys: Vec<&str> = map.0.iter().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    match keys.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Fault::Twice(shortened(pair[0]))),
        None => Ok(()),
    }
}

/// Names of fields may be as long as a document.
fn shortened(key: &str) -> String {
    key.chars().take(64).collect()
}

/// The values of a document by name. `null` is as good as nothing.
#[derive(Clone, Copy)]
struct Fields<'a> {
    map: &'a Map,
}

impl<'a> Fields<'a> {
    /// Fields of which all are known.
    fn of(map: &'a Map, known: &[&str]) -> Result<Self, Fault> {
        once(map)?;
        match map.0.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            Some((key, _)) => Err(Fault::Unknown(shortened(key))),
            None => Ok(Self { map }),
        }
    }

    fn get<T>(
        self,
        key: &'static str,
        take: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        match self.map.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => take(value).map(Some).ok_or(Fault::Wrong(key)),
        }
    }

    fn text(self, key: &'static str) -> Result<Option<String>, Fault> {
        self.get(key, |value| value.as_text().map(str::to_owned))
    }

    fn truth(self, key: &'static str) -> Result<Option<bool>, Fault> {
        self.get(key, |value| if let Value::Bool(yes) = value { Some(*yes) } else { None })
    }

    fn map(self, key: &'static str) -> Result<Option<&'a Map>, Fault> {
        self.get(key, |value| if let Value::Map(map) = value { Some(map) } else { None })
    }

    fn number(self, key: &'static str) -> Result<Option<f64>, Fault> {
        self.get(key, |value| match value {
            Value::Int(number) => Some(*number as f64),
            Value::Float(number) => Some(*number),
            _ => None,
        })
    }

    /// Other tools may write whole numbers as floats: BSON's shell does.
    fn whole(self, key: &'static str) -> Result<Option<u64>, Fault> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        self.get(key, |value| match value {
            Value::Int(number) => u64::try_from(*number).ok(),
            Value::Float(number) if number.fract() == 0.0 && (0.0..EXACT).contains(number) => {
                Some(*number as u64)
            }
            _ => None,
        })
    }
}
