//! What a key accepts: from a value as written to a value that means something, or what was expected.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use server::dto::Mode;
use server::{BasePath, Listen, TrustedProxy};
use words::Lang;

use super::raw::Raw;

/// Longest name of a service, host, group or database that is accepted.
const LONGEST_NAME: usize = 253;
/// Most entries of a list.
const MOST_ENTRIES: usize = 256;

/// Where the lines of a log come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LogSource {
    /// A file.
    File(PathBuf),
    /// The journal of a unit.
    Unit(String),
}

/// What a key takes. The word of each kind names its message `config-expected-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// [`listen`].
    Listen,
    /// [`base_path`].
    BasePath,
    /// [`networks`].
    Networks,
    /// [`proxies`].
    Proxies,
    /// [`hosts`].
    Hosts,
    /// [`name`].
    Name,
    /// [`directory`].
    Directory,
    /// [`directories`].
    Directories,
    /// [`names`].
    Names,
    /// [`logs`].
    Logs,
    /// [`mode`].
    Mode,
    /// [`lang`].
    Lang,
    /// [`percent`].
    Percent,
    /// [`switch`].
    Switch,
    /// [`mongo_url`].
    MongoUrl,
    /// [`collection`].
    Collection,
}

impl Kind {
    /// The word of the kind.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Listen => "listen",
            Self::BasePath => "base-path",
            Self::Networks => "networks",
            Self::Proxies => "proxies",
            Self::Hosts => "hosts",
            Self::Name => "name",
            Self::Directory => "directory",
            Self::Directories => "directories",
            Self::Names => "names",
            Self::Logs => "logs",
            Self::Mode => "mode",
            Self::Lang => "lang",
            Self::Percent => "percent",
            Self::Switch => "switch",
            Self::MongoUrl => "mongo-url",
            Self::Collection => "collection",
        }
    }

    /// Whether it is a list: written with commas in the environment, repeated as a flag.
    pub(crate) const fn is_list(self) -> bool {
        matches!(
            self,
            Self::Listen | Self::Networks | Self::Proxies | Self::Hosts | Self::Directories | Self::Names
        )
    }

    /// Whether it is on or off.
    pub(crate) const fn is_switch(self) -> bool {
        matches!(self, Self::Switch)
    }

    /// What stands for the value in the usage of its flag.
    pub(crate) const fn metavariable(self) -> &'static str {
        match self {
            Self::Listen => "ADDR:PORT|unix:PATH",
            Self::BasePath => "PATH",
            Self::Networks => "ADDR|NET",
            Self::Proxies => "ADDR|NET|unix",
            Self::Hosts => "HOST",
            Self::Name | Self::Names | Self::Collection => "NAME",
            Self::Directory | Self::Directories => "DIR",
            Self::Logs => "ID=SOURCE",
            Self::Mode => "contextual|strict",
            Self::Lang => "ko|en",
            Self::Percent => "PERCENT",
            Self::Switch => "true|false",
            Self::MongoUrl => "URL",
        }
    }

    /// The value that a text from the environment or a flag stands for. What does not fit stays a text
    /// and is refused by the check of the key.
    pub(crate) fn read(self, text: &str) -> Raw {
        match self {
            Self::Percent => match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Raw::Number(number),
                _ => Raw::Text(text.to_owned()),
            },
            Self::Switch => match text.trim().to_ascii_lowercase().as_str() {
                "1" | "true" | "yes" | "on" => Raw::Bool(true),
                "0" | "false" | "no" | "off" => Raw::Bool(false),
                _ => Raw::Text(text.to_owned()),
            },
            kind if kind.is_list() => {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                Raw::List(parts.map(|part| Raw::Text(part.to_owned())).collect())
            }
            _ => Raw::Text(text.to_owned()),
        }
    }
}

/// The value does not fit; the kind of the key says what would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unfit;

/// `Ok` of a check.
pub(crate) type Fit<T> = Result<T, Unfit>;

/// One or several of `ADDR:PORT`, `localhost:PORT`, `unix:PATH`; at least one.
pub(crate) fn listen(raw: &Raw) -> Fit<Vec<Listen>> {
    let all = each(raw, |text| {
        if let Some(path) = text.strip_prefix("unix:") {
            return absolute(path).map(Listen::Unix);
        }
        if let Some(port) = text.strip_prefix("localhost:") {
            return Ok(Listen::Tcp((Ipv4Addr::LOCALHOST, port.parse().map_err(|_| Unfit)?).into()));
        }
        text.parse().map(Listen::Tcp).map_err(|_| Unfit)
    })?;
    if all.is_empty() { Err(Unfit) } else { Ok(all) }
}

/// A path prefix; empty for the root.
pub(crate) fn base_path(raw: &Raw) -> Fit<BasePath> {
    raw.text().and_then(|text| text.parse().ok()).ok_or(Unfit)
}

/// Addresses and networks, as `10.0.0.1` and `fd00::/8`.
pub(crate) fn networks(raw: &Raw) -> Fit<Vec<IpNet>> {
    each(raw, network)
}

/// [`networks`], and `unix` for whoever may open the unix socket.
pub(crate) fn proxies(raw: &Raw) -> Fit<Vec<TrustedProxy>> {
    each(
        raw,
        |text| if text == "unix" { Ok(TrustedProxy::Unix) } else { network(text).map(TrustedProxy::Net) },
    )
}

fn network(text: &str) -> Fit<IpNet> {
    text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| Unfit)
}

/// Host names without port, compared without case.
pub(crate) fn hosts(raw: &Raw) -> Fit<Vec<String>> {
    each(raw, |text| one_host(text).ok_or(Unfit))
}

/// A host name without port, lower case: letters, digits, `-`, `_` and single dots only.
pub(crate) fn one_host(text: &str) -> Option<String> {
    let label = |part: &str| {
        let inner = part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        !part.is_empty() && part.len() <= 63 && inner && !part.starts_with('-') && !part.ends_with('-')
    };
    (text.len() <= LONGEST_NAME && text.split('.').all(label)).then(|| text.to_ascii_lowercase())
}

/// A name that can be handed to another program or looked up: neither an option, a path nor blank.
pub(crate) fn name(raw: &Raw) -> Fit<String> {
    raw.text().filter(|text| is_name(text)).map(str::to_owned).ok_or(Unfit)
}

/// A list of [`name`]s.
pub(crate) fn names(raw: &Raw) -> Fit<Vec<String>> {
    each(raw, |text| if is_name(text) { Ok(text.to_owned()) } else { Err(Unfit) })
}

/// An absolute path without `..`.
pub(crate) fn directory(raw: &Raw) -> Fit<PathBuf> {
    absolute(raw.text().ok_or(Unfit)?)
}

/// A list of [`directory`]s.
pub(crate) fn directories(raw: &Raw) -> Fit<Vec<PathBuf>> {
    each(raw, absolute)
}

/// A table of log ids and what they stand for: an absolute path or the name of a unit.
pub(crate) fn logs(raw: &Raw) -> Fit<BTreeMap<String, LogSource>> {
    let Raw::Table(table) = raw else { return Err(Unfit) };
    if table.len() > MOST_ENTRIES {
        return Err(Unfit);
    }
    let entry = |(id, source): &(String, Raw)| {
        let id_fits = (1..=64).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        let text = source.text().filter(|_| id_fits).ok_or(Unfit)?;
        let source = if text.starts_with('/') {
            LogSource::File(absolute(text)?)
        } else if is_name(text) {
            LogSource::Unit(text.to_owned())
        } else {
            return Err(Unfit);
        };
        Ok((id.clone(), source))
    };
    table.iter().map(entry).collect()
}

/// `contextual` or `strict`.
pub(crate) fn mode(raw: &Raw) -> Fit<Mode> {
    let text = raw.text().ok_or(Unfit)?;
    [Mode::Contextual, Mode::Strict].into_iter().find(|mode| mode.word() == text).ok_or(Unfit)
}

/// `ko` or `en`.
pub(crate) fn lang(raw: &Raw) -> Fit<Lang> {
    raw.text().and_then(|text| text.parse().ok()).ok_or(Unfit)
}

/// A number between 0 and 100.
pub(crate) fn percent(raw: &Raw) -> Fit<f64> {
    match raw {
        Raw::Number(number) if (0.0..=100.0).contains(number) => Ok(*number),
        _ => Err(Unfit),
    }
}

/// `true` or `false`.
pub(crate) fn switch(raw: &Raw) -> Fit<bool> {
    if let Raw::Bool(yes) = raw { Ok(*yes) } else { Err(Unfit) }
}

/// `mongodb://…` or `mongodb+srv://…`; the driver checks the rest when it connects.
pub(crate) fn mongo_url(raw: &Raw) -> Fit<String> {
    let text = raw.text().ok_or(Unfit)?;
    let fits = text
        .strip_prefix("mongodb://")
        .or(text.strip_prefix("mongodb+srv://"))
        .is_some_and(|rest| !rest.is_empty());
    if fits && !text.chars().any(char::is_control) { Ok(text.to_owned()) } else { Err(Unfit) }
}

/// A [`name`] that MongoDB takes for a collection, and of which nothing else of ours lies beside the policies.
pub(crate) fn collection(raw: &Raw) -> Fit<String> {
    let text = name(raw)?;
    let fits = !text.contains('$') && !text.starts_with("system.") && !store::is_taken_collection(&text);
    if fits { Ok(text) } else { Err(Unfit) }
}

fn each<T>(raw: &Raw, check: impl Fn(&str) -> Fit<T>) -> Fit<Vec<T>> {
    let items = raw.items();
    if items.len() > MOST_ENTRIES {
        return Err(Unfit);
    }
    items.iter().map(|item| item.text().ok_or(Unfit).and_then(&check)).collect()
}

fn absolute(text: &str) -> Fit<PathBuf> {
    let path = Path::new(text);
    let climbs = path.components().any(|part| part == std::path::Component::ParentDir);
    let fits = path.is_absolute() && !climbs && !text.chars().any(char::is_control);
    if fits { Ok(path.to_owned()) } else { Err(Unfit) }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_NAME
        && !text.starts_with('-')
        && !text.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '/' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Raw {
        Raw::Text(text.to_owned())
    }

    #[test]
    fn an_address_a_name_for_this_machine_and_a_socket_can_be_listened_on() {
        let tcp = |address: &str| Listen::Tcp(address.parse().unwrap());
        assert_eq!(listen(&text("0.0.0.0:80")), Ok(vec![tcp("0.0.0.0:80")]));
        assert_eq!(listen(&text("localhost:80")), Ok(vec![tcp("127.0.0.1:80")]));
        assert_eq!(
            listen(&Kind::Listen.read("[::1]:8000, unix:/run/x.sock")),
            Ok(vec![tcp("[::1]:8000"), Listen::Unix("/run/x.sock".into())])
        );
        for bad in [
            "",
            "8000",
            ":8000",
            "127.0.0.1",
            "127.0.0.1:99999",
            "unix:",
            "unix:x.sock",
            "unix:/run/../x",
            "::1:8000",
            "example.org:80",
        ] {
            assert_eq!(listen(&text(bad)), Err(Unfit), "{bad:?} was accepted");
        }
        assert_eq!(listen(&Raw::List(vec![])), Err(Unfit));
    }

    #[test]
    fn a_base_path_is_a_text_that_the_server_takes() {
        assert_eq!(base_path(&text("/a/b-1/")).map(|base| base.folder()), Ok("/a/b-1/".to_owned()));
        assert_eq!(base_path(&text("monitor")), Err(Unfit));
        assert_eq!(base_path(&Raw::Number(1.0)), Err(Unfit));
    }

    #[test]
    fn a_network_may_be_one_address() {
        assert_eq!(networks(&Kind::Networks.read("10.0.0.1,fd00::/8")).map(|all| all.len()), Ok(2));
        assert_eq!(networks(&Raw::List(vec![])), Ok(vec![]));
        for bad in ["10.0.0.1/33", "*", "all", "10.0.0.0-10.0.0.9"] {
            assert_eq!(networks(&text(bad)), Err(Unfit), "{bad:?} was accepted");
        }
    }

    #[test]
    fn a_host_is_a_name_without_port_scheme_or_wildcard() {
        assert_eq!(hosts(&text("Monitor.Example.org")), Ok(vec!["monitor.example.org".to_owned()]));
        for bad in ["", "*", "*.example.org", "a:80", "http://a", "a..b", "-a", "a b", "a/b"] {
            assert_eq!(hosts(&text(bad)), Err(Unfit), "{bad:?} was accepted");
        }
    }

    #[test]
    fn no_name_can_be_taken_for_an_option_or_a_path() {
        assert_eq!(names(&text("sshd")), Ok(vec!["sshd".to_owned()]));
        for bad in ["", "-M", "--root=x", "-- -x", "a/b", "a b", "a\u{1b}b", "..\\a"] {
            assert_eq!(name(&text(bad)), Err(Unfit), "{bad:?} was accepted");
        }
    }

    #[test]
    fn no_other_collection_of_ours_is_taken_for_that_of_the_policies() {
        for good in ["known_processes", "audits", "Audit", "my.processes", "process_rules2"] {
            assert_eq!(collection(&text(good)), Ok(good.to_owned()));
        }
        let ours = ["audit", "process_rules", "known_processes_removed", "_removed"];
        let no_collections = ["", "-x", "a b", "a/b", "system.users", "a$b"];
        for bad in ours.into_iter().chain(no_collections) {
            assert_eq!(collection(&text(bad)), Err(Unfit), "{bad:?} was accepted");
        }
    }

    #[test]
    fn a_log_is_an_absolute_path_or_a_unit_under_a_plain_id() {
        let table = |id: &str, source: &str| Raw::Table(vec![(id.to_owned(), text(source))]);
        assert_eq!(logs(&table("web", "/var/log/nginx/error.log")).map(|all| all.len()), Ok(1));
        assert_eq!(
            logs(&table("ssh", "sshd.service")).unwrap()["ssh"],
            LogSource::Unit("sshd.service".to_owned())
        );
        for (id, source) in
            [("a/b", "/x"), ("", "/x"), ("a", "x/y"), ("a", "/x/../y"), ("a", "--root=x"), ("a", "")]
        {
            assert_eq!(logs(&table(id, source)), Err(Unfit), "{id:?} = {source:?} was accepted");
        }
        assert_eq!(logs(&text("/x")), Err(Unfit));
    }

    #[test]
    fn a_percent_is_a_number_from_0_to_100() {
        assert_eq!(percent(&Kind::Percent.read("79.5")), Ok(79.5));
        for bad in
            [Raw::Number(-1.0), Raw::Number(100.1), text("60"), Raw::Bool(true), Kind::Percent.read("NaN")]
        {
            assert_eq!(percent(&bad), Err(Unfit), "{bad:?} was accepted");
        }
    }

    #[test]
    fn the_environment_may_write_a_switch_in_the_usual_ways() {
        for (written, expected) in
            [("1", true), ("True", true), ("on", true), ("0", false), ("FALSE", false), ("no", false)]
        {
            assert_eq!(switch(&Kind::Switch.read(written)), Ok(expected), "{written}");
        }
        assert_eq!(switch(&Kind::Switch.read("maybe")), Err(Unfit));
    }

    proptest! {
        #[test]
        fn no_text_makes_a_check_panic(written in any::<String>()) {
            let raw = text(&written);
            let _ = (listen(&raw), base_path(&raw), networks(&raw), hosts(&raw), name(&raw), directory(&raw), logs(&raw), mongo_url(&raw), collection(&raw));
        }
    }
}
