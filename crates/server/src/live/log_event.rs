//! Events of logs as bytes. Lines are encoded once for all viewers; notices are worded for each.

use bytes::Bytes;
use domain::log::{Kind, Line};
use engine::logs::News;
use serde::Serialize;
use words::Words;

use crate::http::dto::{LogLine, LogNotice};

/// On which stream an event goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Channel<'a> {
    /// That of one log: its events have no name, and nothing else is on it.
    Own,
    /// The live stream, where the event says of which log it is.
    Live(&'a str),
}

/// Who reads: whose language, and with whose rights logs are read.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) words: &'static Words,
    pub(crate) user: &'a str,
}

/// News of a log of that kind.
pub(crate) fn news(channel: Channel<'_>, news: &News, kind: Kind, reader: Reader<'_>) -> Bytes {
    match news {
        News::Lines(lines) => event(channel, None, lines.encoded(|lines| encode(lines, lines.before()))),
        News::Notice(told) => notice(channel, &LogNotice::new(*told, kind, reader.words, reader.user)),
    }
}

/// A notice that is already in words.
pub(crate) fn notice(channel: Channel<'_>, notice: &LogNotice) -> Bytes {
    event(channel, Some(notice), &encode(&[], None))
}

/// Last event of the stream of one log. It holds lines as every event of that stream does: none.
pub(crate) fn bye(reason: &'static str) -> Bytes {
    Bytes::from(format!("event: bye\ndata: {{\"lines\":[],\"reason\":\"{reason}\"}}\n\n"))
}

/// The lines, and the mark before them where it is known: the part of an event that is the same for everybody.
fn encode(lines: &[Line], before: Option<&str>) -> Vec<u8> {
    let mut out = b"\"lines\":".to_vec();
    out.extend_from_slice(&json(&lines.iter().map(LogLine::from).collect::<Vec<_>>()));
    if let Some(before) = before {
        out.extend_from_slice(b",\"before\":");
        out.extend_from_slice(&json(&before));
    }
    out
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // JSON writes line ends inside strings as escapes: the data is one line. Our own types cannot fail to serialise.
    serde_json::to_vec(value).unwrap_or_else(|error| {
        tracing::error!(%error, "lines of a log could not be encoded");
        b"[]".to_vec()
    })
}

fn event(channel: Channel<'_>, notice: Option<&LogNotice>, lines: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(lines.len() + 128);
    match channel {
        Channel::Own => out.extend_from_slice(b"data: {"),
        Channel::Live(id) => {
            out.extend_from_slice(b"event: logs\ndata: {\"log\":");
            out.extend_from_slice(&json(&id));
            out.push(b',');
        }
    }
    out.extend_from_slice(lines);
    if let Some(notice) = notice {
        out.extend_from_slice(b",\"notice\":");
        out.extend_from_slice(&json(notice));
    }
    out.extend_from_slice(b"}\n\n");
    Bytes::from(out)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::http::dto::LogState;

    fn data(event: &Bytes) -> (Option<String>, Value) {
        let text = String::from_utf8_lossy(event).into_owned();
        let field = |name: &str| {
            let mut all = text.lines().filter_map(|line| line.strip_prefix(name));
            let first = all.next().map(str::to_owned);
            assert_eq!(all.next(), None, "{text}");
            first
        };
        assert!(text.ends_with("\n\n"), "{text}");
        let data = field("data: ").unwrap_or_default();
        (field("event: "), serde_json::from_str(&data).unwrap_or_default())
    }

    #[test]
    fn hostile_lines_stay_inside_one_event_of_json() {
        let text = "</script>\r\ndata: {}\n\nevent: bye\n\u{2028}\u{0}\u{1b}]52;c;x\u{7}\u{202e}";
        let line = Line { at: None, text: text.to_owned(), truncated: false, level: None };
        let lines = encode(&[line], None);
        for channel in [Channel::Own, Channel::Live("a")] {
            let (name, data) = data(&event(channel, None, &lines));
            assert_eq!(name.as_deref(), matches!(channel, Channel::Live(_)).then_some("logs"));
            assert_eq!(data["lines"][0]["text"], text);
        }
    }

    #[test]
    fn an_event_is_the_documented_shape_on_both_streams() {
        let lost = LogNotice::lost(LogState::Missing, "a \"b\"\n".to_owned());
        let expected = serde_json::json!({"kind": "lost", "state": "missing", "reason": "a \"b\"\n"});
        let (_, own) = data(&notice(Channel::Own, &lost));
        assert_eq!(own, serde_json::json!({"lines": [], "notice": expected}));
        let (_, live) = data(&notice(Channel::Live("a.log"), &lost));
        assert_eq!(live, serde_json::json!({"log": "a.log", "lines": [], "notice": expected}));
        let (_, marked) = data(&event(Channel::Own, None, &encode(&[], Some("f1-2"))));
        assert_eq!(marked, serde_json::json!({"lines": [], "before": "f1-2"}));
        let (name, bye) = data(&bye("shutdown"));
        assert_eq!(
            (name.as_deref(), bye),
            (Some("bye"), serde_json::json!({"lines": [], "reason": "shutdown"}))
        );
    }
}
