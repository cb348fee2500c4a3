//! The events of the live topic `actions`: what is done to processes, and what the autopilot has to say.

use domain::text::visible;
use engine::autopilot::{Announcement, News, Notice};
use serde::Serialize;
use utoipa::ToSchema;
use words::{Value, Words};

use super::number::rfc3339;
use super::plan::Deed;

/// Whether it is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// It was begun.
    Begun,
    /// It is over, or was refused.
    Done,
}

/// An event of the topic `actions` about a process: something is done to it. When it is over, either `outcome` and `message` tell what
/// came of it, or `code` and `reason` why nothing was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActionEvent {
    /// Whether it is under way.
    pub kind: ActionKind,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// Who asked for it, as the audit names them.
    #[schema(example = "user:kim")]
    pub actor: String,
    /// What.
    pub deed: Deed,
    /// `PID-STARTED`.
    pub key: String,
    /// Name of the process.
    pub name: String,
    /// What came of it: the `result` of an `Outcome`. `came_back` may follow up to a minute after `ended` or `killed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
    /// The same as a sentence, in the language of the stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Who took its place, as `PID-STARTED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restarted_as: Option<String>,
    /// The stable reason why nothing was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The same as a sentence, in the language of the stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// An event of the topic `actions` that is only to be told: a rule of the autopilot has something to say, or somebody stopped all of
/// them or let them go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeEvent {
    /// `notice`.
    #[schema(example = "notice")]
    pub kind: &'static str,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// `autopilot` where a rule has something to say. Of `stopped` and `started` who did it: as the audit names them, `file` for the
    /// stop file, `unknown` where nobody can tell.
    #[schema(example = "autopilot")]
    pub actor: String,
    /// `fits`: a process is in the state that the rule is to tell of. `too_many`, `too_often`: the rule stopped itself, because too many
    /// processes fitted at once, or too many in an hour. `stopped`, `started`: all rules were stopped, or go on.
    #[schema(example = "fits")]
    pub code: &'static str,
    /// The same as a sentence, in the language of the stream.
    pub message: String,
    /// Id of the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// With `fits`: the process, as `PID-STARTED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// With `fits`: its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl NoticeEvent {
    /// What was announced, in these words.
    #[must_use]
    pub fn new(announcement: &Announcement, words: &Words) -> Self {
        match announcement {
            Announcement::OfRule(notice) => Self::of_rule(notice, words),
            Announcement::Stopped { at, by } => Self::of_all("stopped", rfc3339(*at), by, words),
            Announcement::Started { at, by } => Self::of_all("started", rfc3339(*at), by, words),
        }
    }

    fn of_rule(notice: &Notice, words: &Words) -> Self {
        let Notice { at, rule, title, news } = notice;
        let shown = visible(title);
        let (code, process, text) = match news {
            News::Fits { key, name } => ("fits", Some((key.to_string(), name.clone())), visible(name)),
            News::Tripped(trip) => (trip.word(), None, trip.value().to_string().into()),
        };
        let args: [(&str, Value<'_>); 3] =
            [("title", (&*shown).into()), ("name", (&*text).into()), ("value", (&*text).into())];
        let (key, name) = process.unzip();
        Self {
            kind: "notice",
            at: rfc3339(*at),
            actor: "autopilot".to_owned(),
            code,
            message: words.text(&format!("autopilot-news-{code}"), &args),
            rule: Some(rule.clone()),
            title: Some(title.clone()),
            key,
            name,
        }
    }

    fn of_all(code: &'static str, at: String, by: &str, words: &Words) -> Self {
        // What is no name of somebody has words of its own.
        let id = match by {
            "file" | "unknown" => format!("autopilot-news-{code}-{by}"),
            _ => format!("autopilot-news-{code}"),
        };
        let message = words.text(&id, &[("by", (&*visible(by)).into())]);
        Self {
            kind: "notice",
            at,
            actor: by.to_owned(),
            code,
            message,
            rule: None,
            title: None,
            key: None,
            name: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::ProcessKey;
    use domain::autopilot::Trip;
    use domain::time::Wall;
    use words::Lang;

    use super::*;

    #[test]
    fn everything_that_is_announced_is_a_harmless_sentence_in_both_languages() {
        let hostile = || "a\u{1b}[2Jb".to_owned();
        let fits = News::Fits { key: ProcessKey { pid: 7, started: 70 }, name: hostile() };
        let of_rule = |news| {
            Announcement::OfRule(Notice { at: Wall(0), rule: "leak".to_owned(), title: hostile(), news })
        };
        let mut all = vec![of_rule(fits)];
        all.extend(
            [Trip::TooMany { matching: 9 }, Trip::TooOften { per_hour: 9 }]
                .map(|trip| of_rule(News::Tripped(trip))),
        );
        for by in [hostile(), "file".to_owned(), "unknown".to_owned()] {
            all.push(Announcement::Stopped { at: Wall(0), by: by.clone() });
            all.push(Announcement::Started { at: Wall(0), by });
        }
        for lang in Lang::ALL {
            for announcement in &all {
                let message = NoticeEvent::new(announcement, Words::of(lang)).message;
                assert!(!message.is_empty() && !message.contains('\u{1b}'), "{message:?}");
            }
        }
    }
}
