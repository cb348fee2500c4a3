//! One process as a page that a person reads from top to bottom: what it is and how it is now, why it was judged so,
//! what to do, its ports, who started it, what could not be seen, and how the verdict came about.

use std::borrow::Cow;

use domain::chain::Link;
use domain::finding::{Finding, Severity};
use domain::judge::Judgement;
use domain::package::Package;
use domain::rules;
use domain::snapshot::{Process, Snapshot};
use domain::text::visible;
use domain::verdict::Mode;
use domain::{Gap, Reading};
use jiff::tz::TimeZone;
use server::dto;
use words::{Value, Words};

use super::{reach, reasoning, unseen};
use crate::commands::told;
use crate::show::page::Page;
use crate::show::{number, verdict, width};

/// Most columns of a command line, and of another text of the system.
const MOST_COMMAND: usize = 480;
const MOST_FACT: usize = 1024;
/// Most findings that are told.
const MOST_FINDINGS: usize = 40;
/// Columns before the texts of the head.
const HEAD: usize = 11;

/// What a page is told in, and by which mode its verdict was made.
#[derive(Clone, Debug)]
pub(super) struct Teller {
    pub(super) words: &'static Words,
    pub(super) mode: dto::Mode,
    pub(super) room: usize,
    pub(super) colour: bool,
    pub(super) zone: TimeZone,
    /// What would let this program see more, as `CAP_SYS_PTRACE`.
    pub(super) lacking: Vec<&'static str>,
    /// Which package owns a file of this machine.
    pub(super) owner: fn(&str) -> Reading<Option<Package>>,
}

impl Teller {
    pub(super) fn say(&self, id: &str) -> String {
        self.words.text(id, &[])
    }

    pub(super) fn tell(&self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        self.words.text(id, args)
    }

    fn domain_mode(&self) -> Mode {
        self.mode.into()
    }
}

/// The page of a process of this snapshot.
pub(super) fn of(process: &Process, snapshot: &Snapshot, chain: &[Link], teller: &Teller) -> Vec<String> {
    let mut page = Page::new(teller.room, teller.colour);
    head(&mut page, process, snapshot, teller);
    if let Ok(judgement) = told::judgement(process, teller.domain_mode()) {
        why(&mut page, process, judgement, teller);
        noticed(&mut page, process, judgement, teller);
    }
    facts(&mut page, process, teller);
    reach::ports(&mut page, process, teller);
    reach::origin(&mut page, chain, teller);
    unseen::section(&mut page, process, teller);
    reasoning::section(&mut page, process, teller);
    page.into_lines()
}

/// The console form of M7 and M8: one line, its role below, its state below that.
fn head(page: &mut Page, process: &Process, snapshot: &Snapshot, teller: &Teller) {
    let line = told::line(process, teller.domain_mode(), teller.words);
    let judged = told::verdict(process, teller.domain_mode());
    page.line(&line, |line| match judged {
        Ok(judged) => {
            let word = verdict::word(judged, teller.words);
            let rest = line.strip_suffix(word.as_str());
            rest.map_or(line.to_owned(), |rest| {
                format!("{rest}{}", verdict::paint(judged, &word, teller.colour))
            })
        }
        Err(_) => line.to_owned(),
    });
    let mut branch = |id: &str, text: &str| {
        let label = teller.say(id);
        page.hanging(&format!("  └ {label}"), HEAD.max(width::columns(&label) + 6), text);
    };
    branch("explain-role", &role(process, teller));
    branch("explain-state", &state(process, snapshot, teller));
}

/// What it does, or why that is not told.
fn role(process: &Process, teller: &Teller) -> String {
    let judgement = match told::judgement(process, teller.domain_mode()) {
        Ok(judgement) => judgement,
        Err(gap) => return told::why(gap, teller.words),
    };
    let role = dto::role(judgement, teller.words.lang());
    let Some(known) = &judgement.catalogue else {
        return role.map_or_else(|| teller.say("explain-role-unknown"), Cow::into_owned);
    };
    let Some(role) = role else {
        let program = [("program", Value::from(known.entry.name))];
        return teller.tell(&format!("explain-role-{}", reasoning::doubt(known.trust)), &program);
    };
    // An interpreter whose script the catalogue does not know: what it runs is told beside what it is.
    let looked_through = known.runtime.is_none() && known.app != known.entry.app;
    if !looked_through {
        return role.into_owned();
    }
    let script = visible(&known.app);
    format!("{role} {}", teller.tell("explain-role-runs", &[("script", (&*script).into())]))
}

fn state(process: &Process, snapshot: &Snapshot, teller: &Teller) -> String {
    let resident = number::bytes(process.sample.rss_bytes);
    let memory = match process.memory_percent {
        Ok(percent) => format!("{resident} ({percent:.1} %)"),
        Err(_) => resident,
    };
    let cpu = told::cell(process.cpu_percent.map(|percent| format!("{percent:.1} %")));
    let age = process.create_time.map(|started| snapshot.at.seconds() - started);
    let age = told::cell(age.map(|age| number::age(age, teller.words.lang())));
    let user = told::user(process);
    let texts = [("cpu", &cpu), ("memory", &memory), ("age", &age), ("user", &user)];
    let args: Vec<(&str, Value<'_>)> = texts.map(|(name, text)| (name, text.into())).into();
    teller.tell("explain-state-now", &args)
}

fn why(page: &mut Page, process: &Process, judgement: &Judgement, teller: &Teller) {
    let word = verdict::word(judgement.verdict, teller.words);
    page.section(&teller.tell("explain-why", &[("verdict", (&word).into())]));
    page.sentence(&dto::verdict_reason(process, judgement, teller.mode, teller.words));
    let advice = teller.say(&format!("verdict-advice-{}", judgement.verdict.word()));
    page.fact(&teller.say("explain-advice"), &advice);
}

/// The findings, the gravest first; those that only mention something are told in short.
fn noticed(page: &mut Page, process: &Process, judgement: &Judgement, teller: &Teller) {
    if judgement.findings.is_empty() {
        return;
    }
    page.section(&teller.say("explain-noticed"));
    let mut findings: Vec<&Finding> = judgement.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut before = None;
    for finding in findings.iter().take(MOST_FINDINGS) {
        let again = before.replace(finding.id) == Some(finding.id);
        found(page, finding, again, teller);
        // One that is as grave as its rule can be, or that colours, is told whole, once.
        let whole = rules::rule(finding.id).is_some_and(|rule| finding.severity >= rule.severity);
        if !again && (whole || finding.severity >= Severity::Warning) {
            told_whole(page, finding, process, teller);
        }
    }
    if let Some(more) = findings.len().checked_sub(MOST_FINDINGS).filter(|more| *more > 0) {
        page.sentence(&teller.tell("watch-more", &[("count", more.into())]));
    }
}

fn found(page: &mut Page, finding: &Finding, again: bool, teller: &Teller) {
    let word = teller.say(&format!("severity-{}", finding.severity.word()));
    let title = teller.say(&format!("rule-{}-title", finding.id));
    let head = format!("{} {word} · {title} · {}", shape(finding.severity), finding.id);
    if !again {
        page.hanging("  ", 2, &head);
    }
    page.hanging("    ", 4, &dto::finding_message(finding, teller.words));
    for piece in &finding.evidence {
        let text = format!("{} → {}", visible(&piece.place), visible(&piece.value));
        page.fact(&format!("  {}", teller.say("explain-evidence")), &width::clipped(&text, MOST_FACT));
    }
}

/// What it means, what to do, and when it is wrong.
fn told_whole(page: &mut Page, finding: &Finding, process: &Process, teller: &Teller) {
    let say = |part: &str| teller.say(&format!("rule-{}-{part}", finding.id));
    let mut part = |label: &str, text: &str| page.fact(&format!("  {}", teller.say(label)), text);
    part("explain-means", &say("why"));
    part("explain-do", &told::to_do(finding.id, process, teller.words));
    part("explain-wrong", &say("wrong"));
}

/// The silhouette of a severity: the words differ, and so do the shapes.
const fn shape(severity: Severity) -> char {
    match severity {
        Severity::Info => '○',
        Severity::Notice => '●',
        Severity::Warning => '▲',
        Severity::Critical => '◆',
    }
}

fn facts(page: &mut Page, process: &Process, teller: &Teller) {
    let identity = &process.sample.identity;
    page.section(&teller.say("explain-facts"));
    let mut fact = |id: &str, value: Reading<Option<String>>| {
        // That there is none says nothing to anybody. What could not be seen has a section of its own.
        if let Ok(Some(text)) = value {
            page.fact(&teller.say(id), &width::clipped(&text, MOST_FACT));
        }
    };
    let harmless = |value: &Reading<Option<String>>| {
        let text = value.as_ref().map_err(|gap| *gap)?;
        Ok(text.as_deref().map(|text| visible(text).into_owned()))
    };
    let exe = identity.exe.as_ref().map_err(|gap| *gap).map(|exe| {
        let path = visible(&exe.path);
        let deleted = || teller.tell("explain-exe-deleted", &[("path", (&*path).into())]);
        Some(if exe.deleted { deleted() } else { path.clone().into_owned() })
    });
    fact("explain-exe", exe);
    fact("explain-package", package(process, teller));
    fact("explain-command", command(&identity.cmdline));
    let judgement = told::judgement(process, teller.domain_mode());
    let category = judgement.ok().and_then(Judgement::category);
    let category = category.map(|category| teller.say(&format!("category-{}", category.word())));
    fact("explain-category", Ok(category));
    let app = judgement.ok().map(|judgement| visible(&judgement.app).into_owned());
    fact("explain-app", Ok(app.filter(|app| *app != identity.name)));
    fact("explain-unit", harmless(&identity.unit));
    fact("explain-container", harmless(&identity.container));
    fact("explain-tty", harmless(&identity.tty));
    let started = process.create_time.map(|started| Some(moment(started, &teller.zone)));
    fact("explain-started", started);
    fact("explain-key", Ok(Some(process.sample.key.to_string())));
}

/// The package that owns the executable: evidence, not proof. Another root than this machine's own has other packages.
fn package(process: &Process, teller: &Teller) -> Reading<Option<String>> {
    let identity = &process.sample.identity;
    let exe = identity.exe.as_ref().map_err(|gap| *gap)?;
    if exe.deleted || !matches!(identity.container, Ok(None)) {
        return Ok(None);
    }
    let owner = (teller.owner)(&exe.path)?;
    Ok(Some(owner.map_or_else(
        || teller.say("explain-package-none"),
        |package| format!("{} ({})", visible(&package.name), package.manager),
    )))
}

/// The arguments in one text, as far as there is room for a person.
fn command(cmdline: &Result<Vec<String>, Gap>) -> Reading<Option<String>> {
    let arguments = cmdline.as_ref().map_err(|gap| *gap)?;
    let mut text = String::new();
    for argument in arguments {
        if !text.is_empty() {
            text.push(' ');
        }
        // Enough of it: what does not fit is cut off below.
        text.extend(argument.chars().take(MOST_COMMAND + 1));
        if text.len() > MOST_COMMAND * 4 {
            break;
        }
    }
    let text = width::clipped(&visible(&text), MOST_COMMAND);
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn moment(seconds: f64, zone: &TimeZone) -> String {
    let at = jiff::Timestamp::from_second(seconds as i64).unwrap_or_default();
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
