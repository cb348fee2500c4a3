//! systemd over D-Bus (org.freedesktop.systemd1(5)): the calls, what their answers mean, and the signals.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use zbus::connection::Builder;
use zbus::match_rule::MatchRule;
use zbus::message::Type;
use zbus::names::OwnedUniqueName;
use zbus::{Connection, Error, Message, MessageStream, OwnedObjectPath, Variant};

use crate::parse::unit::{Draft, Fact};

const SYSTEMD: &str = "org.freedesktop.systemd1";
const MANAGER_PATH: &str = "/org/freedesktop/systemd1";
const MANAGER: &str = "org.freedesktop.systemd1.Manager";
const UNIT_PATH: &str = "/org/freedesktop/systemd1/unit/";
const UNIT: &str = "org.freedesktop.systemd1.Unit";
const SERVICE: &str = "org.freedesktop.systemd1.Service";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const BUS: &str = "org.freedesktop.DBus";

/// How long one answer may take. systemd is silent while it reloads all its units.
const ANSWER: Duration = Duration::from_secs(10);

/// How long the bus may take to let us in.
const WELCOME: Duration = Duration::from_secs(2);

/// Messages that wait to be looked at; when there are more, reading from the bus waits.
const QUEUE: NonZeroUsize = NonZeroUsize::MIN.saturating_add(255);

/// Interfaces of a unit whose properties are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interface {
    Unit,
    Service,
}

/// A row of `ListUnits`: name, description, load, active and sub state, what it follows, its path, and its job.
type Row = (String, String, String, String, String, String, OwnedObjectPath, u32, String, OwnedObjectPath);

/// A connection to the bus.
#[derive(Clone, Debug)]
pub(super) struct Bus(Connection);

/// What systemd told by a signal.
#[derive(Debug, PartialEq)]
pub(super) enum Signal {
    /// It has loaded this unit.
    Loaded(String),
    /// It has unloaded this unit.
    Unloaded(String),
    /// It has read all its units again.
    Reloaded,
}

impl Bus {
    /// Connects to the bus at this socket.
    pub(super) async fn connect(socket: &Path) -> Result<Self, Error> {
        let address = socket.to_str().filter(|path| path.bytes().all(is_plain));
        let address = address.ok_or(Error::Address("a path that no address can hold".to_owned()))?;
        let connecting =
            Builder::address(format!("unix:path={address}").as_str()).method_timeout(ANSWER).build();
        match tokio::time::timeout(WELCOME, connecting).await {
            Ok(connection) => connection.map(Self),
            Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
        }
    }

    /// Everything that systemd tells by signals. Also others can send us such messages: look at their sender.
    pub(super) async fn signals(&self) -> Result<MessageStream, Error> {
        let rule = MatchRule::builder().msg_type(Type::Signal).sender(SYSTEMD).path_namespace(MANAGER_PATH);
        MessageStream::for_match_rule(rule.build()?, &self.0, Some(QUEUE)).await
    }

    /// Who speaks for systemd from now on, as the bus tells.
    pub(super) async fn owners(&self) -> Result<MessageStream, Error> {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(BUS)
            .interface(BUS)
            .member("NameOwnerChanged")
            .add_arg(SYSTEMD);
        MessageStream::for_match_rule(rule.build()?, &self.0, Some(QUEUE)).await
    }

    /// Who speaks for systemd now.
    pub(super) async fn owner(&self) -> Result<OwnedUniqueName, Error> {
        let answer = self
            .0
            .call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "GetNameOwner", &(SYSTEMD,))
            .await?;
        answer.body().deserialize()
    }

    /// Asks systemd to send signals at all.
    pub(super) async fn subscribe(&self) -> Result<(), Error> {
        self.0.call_method(Some(SYSTEMD), MANAGER_PATH, Some(MANAGER), "Subscribe", &()).await.map(drop)
    }

    /// Whether systemd still answers.
    pub(super) async fn ping(&self) -> Result<(), Error> {
        let peer = Some("org.freedesktop.DBus.Peer");
        self.0.call_method(Some(SYSTEMD), MANAGER_PATH, peer, "Ping", &()).await.map(drop)
    }

    /// All loaded units, without their details.
    pub(super) async fn list(&self) -> Result<Vec<Draft>, Error> {
        rows(&self.0.call_method(Some(SYSTEMD), MANAGER_PATH, Some(MANAGER), "ListUnits", &()).await?)
    }

    /// The unit of that name, loaded for the question if it is not; it may be `not-found`.
    pub(super) async fn look_up(&self, name: &str) -> Result<Option<Draft>, Error> {
        let names = (vec![name],);
        let method = "ListUnitsByNames";
        let answer = self.0.call_method(Some(SYSTEMD), MANAGER_PATH, Some(MANAGER), method, &names).await?;
        let row = rows(&answer)?.into_iter().next();
        Ok(row.map(|mut draft| {
            draft.call(name);
            draft.unload();
            draft
        }))
    }

    /// Puts all properties of an interface of a unit into its draft.
    pub(super) async fn details(
        &self,
        draft: &mut Draft,
        unit: &str,
        interface: Interface,
    ) -> Result<(), Error> {
        let name = match interface {
            Interface::Unit => UNIT,
            Interface::Service => SERVICE,
        };
        let path = path_of(unit);
        let answer =
            self.0.call_method(Some(SYSTEMD), path.as_str(), Some(PROPERTIES), "GetAll", &(name,)).await?;
        let body = answer.body();
        let values: HashMap<&str, Variant<'_>> = body.deserialize()?;
        for (property, value) in &values {
            if let Some(fact) = fact(value) {
                draft.set(property, &fact);
            }
        }
        Ok(())
    }
}

fn rows(answer: &Message) -> Result<Vec<Draft>, Error> {
    let body = answer.body();
    let rows: Vec<Row> = body.deserialize()?;
    Ok(rows.iter().map(|row| Draft::listed(&row.0, &row.1, &row.2, &row.3, &row.4)).collect())
}

fn fact<'a>(value: &'a Variant<'_>) -> Option<Fact<'a>> {
    Some(match value {
        Variant::Str(text) => Fact::Text(text.as_str()),
        Variant::I32(number) => Fact::Number((*number).into()),
        Variant::U32(number) => Fact::Number((*number).into()),
        Variant::I64(number) => Fact::Number((*number).into()),
        Variant::U64(number) => Fact::Number((*number).into()),
        Variant::Array(array) => {
            let text = |item: &'a Variant<'_>| {
                if let Variant::Str(text) = item { Some(text.as_str()) } else { None }
            };
            Fact::Texts(array.inner().iter().map(text).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// Gives the changed properties of a unit to `each`, if that is what the message is.
pub(super) fn changed(message: &Message, each: impl FnOnce(&str, &[(&str, Fact<'_>)])) {
    let header = message.header();
    let member = header.member().map(|member| member.as_str());
    let interface = header.interface().map(|interface| interface.as_str());
    if (interface, member) != (Some(PROPERTIES), Some("PropertiesChanged")) {
        return;
    }
    let Some(unit) = header.path().and_then(|path| unit_of(path.as_str())) else { return };
    let body = message.body();
    let Ok((of, values, _)) = body.deserialize::<(&str, HashMap<&str, Variant<'_>>, Vec<&str>)>() else {
        return;
    };
    if of == UNIT || of == SERVICE {
        let facts: Vec<_> =
            values.iter().filter_map(|(property, value)| Some((*property, fact(value)?))).collect();
        each(&unit, &facts);
    }
}

/// What a signal of the manager means; none of interest if it is another one.
pub(super) fn signal(message: &Message) -> Option<Signal> {
    let header = message.header();
    if header.interface()?.as_str() != MANAGER {
        return None;
    }
    let body = message.body();
    let unit = || body.deserialize::<(String, OwnedObjectPath)>().ok().map(|(unit, _)| unit);
    match header.member()?.as_str() {
        "UnitNew" => unit().map(Signal::Loaded),
        "UnitRemoved" => unit().map(Signal::Unloaded),
        "Reloading" => body.deserialize::<bool>().ok().filter(|active| !active).map(|_| Signal::Reloaded),
        _ => None,
    }
}

/// The new owner of systemd's name, if the bus itself says so; `Some(None)` when it has none any more.
pub(super) fn new_owner(message: &Message) -> Option<Option<OwnedUniqueName>> {
    // The bus alone sends under its own name.
    if message.header().sender()?.as_str() != BUS {
        return None;
    }
    let body = message.body();
    let (name, _, new): (&str, &str, &str) = body.deserialize().ok()?;
    (name == SYSTEMD).then(|| OwnedUniqueName::try_from(new).ok())
}

/// Whether systemd itself sent it: another user of the bus may send us whatever it wants.
pub(super) fn is_from(message: &Message, owner: &OwnedUniqueName) -> bool {
    message.header().sender().is_some_and(|sender| sender.as_str() == owner.as_str())
}

/// Characters of a path that stand for themselves in an address (D-Bus specification, "Server Addresses").
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'.' | b'*')
}

/// The object of a unit: bytes that are neither letter nor digit are written `_` and two hexadecimal digits, as
/// is a digit at the beginning (`bus_label_escape` of systemd).
fn path_of(unit: &str) -> String {
    let mut path = UNIT_PATH.to_owned();
    for (at, byte) in unit.bytes().enumerate() {
        if byte.is_ascii_alphabetic() || at > 0 && byte.is_ascii_digit() {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("_{byte:02x}"));
        }
    }
    path
}

/// The unit of an object.
fn unit_of(path: &str) -> Option<String> {
    let mut rest = path.strip_prefix(UNIT_PATH)?.bytes();
    let mut unit = Vec::new();
    while let Some(byte) = rest.next() {
        if byte != b'_' {
            unit.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        unit.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(unit).ok().filter(|unit| !unit.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn objects_and_units_name_each_other() {
        for (unit, label) in [
            ("nginx.service", "nginx_2eservice"),
            ("getty@tty1.service", "getty_40tty1_2eservice"),
            ("7zip.service", "_37zip_2eservice"),
            ("a_b.service", "a_5fb_2eservice"),
        ] {
            assert_eq!(path_of(unit), format!("{UNIT_PATH}{label}"));
            assert_eq!(unit_of(&path_of(unit)).as_deref(), Some(unit));
        }
        for wrong in ["/org/freedesktop/systemd1/job/1", UNIT_PATH, "/org/freedesktop/systemd1/unit/a_2", "x"]
        {
            assert_eq!(unit_of(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_unit_comes_back_from_its_object(unit in "[a-zA-Z0-9:_.\\\\@-]{1,40}") {
            prop_assert_eq!(unit_of(&path_of(&unit)), Some(unit));
        }

        #[test]
        fn no_object_makes_it_panic(label in "[a-zA-Z0-9_]{0,40}") {
            let _ = unit_of(&format!("{UNIT_PATH}{label}"));
        }
    }
}
