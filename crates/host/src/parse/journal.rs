//! Entries of the journal as `journalctl --output=export` writes them (systemd.io/JOURNAL_EXPORT_FORMATS):
//! fields as `NAME=text` lines, or as a name, a length and any bytes; an empty line ends an entry. It comes
//! piece by piece, wherever pieces begin. Chosen over JSON because any bytes fit in and no length is left out.

use domain::time::Wall;

/// Bytes of a message that are kept; a journal takes far more.
pub const MESSAGE_BYTES: usize = 64 * 1024;

/// Bytes of every other value that are kept.
const VALUE_BYTES: usize = 512;

/// Longest name of a field (systemd.journal-fields(7)).
const NAME_BYTES: usize = 64;

/// Fields that are asked for. Cursor and time come always.
pub const FIELDS: &str = "MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,SYSLOG_PID,_COMM,_PID";

/// One entry. All of it but the numbers is hostile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the journal. Not checked: it may be anything.
    pub cursor: Vec<u8>,
    /// When the journal took it (`__REALTIME_TIMESTAMP`).
    pub at: Option<Wall>,
    /// Its syslog severity, 0 to 7.
    pub severity: Option<u8>,
    /// Who says that it wrote it, else the name of its process.
    pub identifier: Option<Vec<u8>>,
    /// The process, as the journal knows it, else as it says.
    pub pid: Option<u32>,
    /// What it says, as far as it is kept; there are entries without.
    pub message: Option<Vec<u8>>,
    /// It was longer than [`MESSAGE_BYTES`].
    pub message_cut: bool,
}

/// Where in the format the next byte stands.
#[derive(Clone, Copy, Debug)]
enum Position {
    /// In a name, or at the end of the entry.
    Name,
    /// In a text that a line feed ends.
    Text,
    /// In the length of a value, of which so many bytes are known.
    Length { known: u32, length: u64 },
    /// In a value, of which so many bytes are to come.
    Value { left: u64 },
    /// At the line feed after a value.
    AfterValue,
}

/// Reads entries from the pieces of an export.
#[derive(Debug)]
pub struct Export {
    position: Position,
    name: Vec<u8>,
    value: Vec<u8>,
    cut: bool,
    fields: Fields,
}

/// What is known of the entry that is being read.
#[derive(Debug, Default)]
struct Fields {
    entry: Entry,
    comm: Option<Vec<u8>>,
    claimed_pid: Option<u32>,
}

impl Default for Export {
    fn default() -> Self {
        Self {
            position: Position::Name,
            name: Vec::new(),
            value: Vec::new(),
            cut: false,
            fields: Fields::default(),
        }
    }
}

impl Export {
    /// Reads the next piece and gives every entry that ends in it.
    pub fn push(&mut self, mut piece: &[u8], mut each: impl FnMut(Entry)) {
        while let Some((first, rest)) = piece.split_first() {
            match self.position {
                Position::Name => {
                    piece = rest;
                    match first {
                        b'\n' if self.name.is_empty() => each(std::mem::take(&mut self.fields).done()),
                        b'\n' => self.position = Position::Length { known: 0, length: 0 },
                        b'=' => self.position = Position::Text,
                        byte if self.name.len() <= NAME_BYTES => self.name.push(*byte),
                        _ => {}
                    }
                }
                Position::Text => {
                    let end = piece.iter().position(|byte| *byte == b'\n');
                    self.keep(piece.get(..end.unwrap_or(piece.len())).unwrap_or_default());
                    piece = end.and_then(|end| piece.get(end + 1..)).unwrap_or_default();
                    if end.is_some() {
                        self.end_field();
                    }
                }
                Position::Length { known, length } => {
                    piece = rest;
                    let length = length | u64::from(*first) << (8 * known);
                    self.position = match known + 1 {
                        8 if length == 0 => Position::AfterValue,
                        8 => Position::Value { left: length },
                        known => Position::Length { known, length },
                    };
                }
                Position::Value { left } => {
                    let here = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
                    self.keep(piece.get(..here).unwrap_or_default());
                    piece = piece.get(here..).unwrap_or_default();
                    self.position = match left - here as u64 {
                        0 => Position::AfterValue,
                        left => Position::Value { left },
                    };
                }
                Position::AfterValue => {
                    piece = rest;
                    self.end_field();
                }
            }
        }
    }

    fn keep(&mut self, part: &[u8]) {
        let most = if self.name == b"MESSAGE" { MESSAGE_BYTES } else { VALUE_BYTES };
        let room = most.saturating_sub(self.value.len());
        self.cut |= part.len() > room;
        self.value.extend_from_slice(part.get(..room).unwrap_or(part));
    }

    fn end_field(&mut self) {
        self.fields.set(&self.name, std::mem::take(&mut self.value), self.cut);
        self.name.clear();
        self.cut = false;
        self.position = Position::Name;
    }
}

impl Fields {
    /// Of a field that an entry has twice the first value counts.
    fn set(&mut self, name: &[u8], value: Vec<u8>, cut: bool) {
        let entry = &mut self.entry;
        let number = |value: &[u8]| super::text::number::<u32>(value);
        match name {
            b"__CURSOR" if entry.cursor.is_empty() && !cut => entry.cursor = value,
            b"__REALTIME_TIMESTAMP" if entry.at.is_none() => {
                let nanoseconds =
                    super::text::number::<i64>(&value).and_then(|micro| micro.checked_mul(1000));
                entry.at = nanoseconds.map(Wall);
            }
            b"PRIORITY" if entry.severity.is_none() => {
                entry.severity = super::text::number(&value).filter(|severity| *severity <= 7);
            }
            b"MESSAGE" if entry.message.is_none() => (entry.message, entry.message_cut) = (Some(value), cut),
            b"SYSLOG_IDENTIFIER" if entry.identifier.is_none() => entry.identifier = Some(value),
            b"_COMM" if self.comm.is_none() => self.comm = Some(value),
            b"_PID" if entry.pid.is_none() => entry.pid = number(&value),
            b"SYSLOG_PID" if self.claimed_pid.is_none() => self.claimed_pid = number(&value),
            _ => {}
        }
    }

    fn done(self) -> Entry {
        let Self { mut entry, comm, claimed_pid } = self;
        entry.identifier = entry.identifier.or(comm);
        entry.pid = entry.pid.or(claimed_pid);
        entry
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As journalctl of systemd 252 wrote it.
    const RECORDED: &[u8] = include_bytes!("../../tests/fixtures/parse/journal_export");

    fn read(pieces: &[&[u8]]) -> Vec<Entry> {
        let mut export = Export::default();
        let mut entries = Vec::new();
        for piece in pieces {
            export.push(piece, |entry| entries.push(entry));
        }
        entries
    }

    #[test]
    fn a_recorded_journal_is_understood() {
        let entries = read(&[RECORDED]);
        let text = |bytes: &Option<Vec<u8>>| {
            bytes.as_deref().map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        let said: Vec<_> = entries
            .iter()
            .map(|entry| (text(&entry.identifier), entry.pid, entry.severity, text(&entry.message)))
            .collect();
        let expected = [
            ("app", 96, Some(3), Some("disk /dev/sda1 is full")),
            ("shop", 99, Some(6), Some("한글 메시지")),
            ("logger", 100, Some(4), Some("no identifier")),
            ("logger", 101, None, None),
            ("escape", 103, Some(5), Some("a\u{1b}[31mred")),
            ("latin", 104, Some(6), Some("caf\u{fffd}")),
        ];
        let owned = |text: &str| Some(text.to_owned());
        let expected = expected
            .map(|(who, pid, severity, message)| (owned(who), Some(pid), severity, message.and_then(owned)));
        assert_eq!(said, expected);
        assert_eq!(entries[0].at, Some(Wall(1_795_279_570_237_314_000)));
        assert!(entries.iter().all(|entry| entry.cursor.starts_with(b"s=") && entry.at.is_some()));
    }

    #[test]
    fn values_of_any_bytes_and_twofold_fields_are_taken() {
        let text =
            b"MESSAGE\n\x05\0\0\0\0\0\0\0a\n\n\xff=\nPRIORITY=3\nPRIORITY=7\nSYSLOG_PID=5\n_COMM=c\n\n";
        let entries = read(&[text]);
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].message.as_deref(), Some(&b"a\n\n\xff="[..]));
        assert_eq!((entries[0].severity, entries[0].pid), (Some(3), Some(5)));
        assert_eq!(entries[0].identifier.as_deref(), Some(&b"c"[..]));
    }

    #[test]
    fn numbers_that_are_none_are_left_out() {
        for (field, ok) in
            [("PRIORITY=8", false), ("PRIORITY=-1", false), ("PRIORITY=", false), ("PRIORITY=0", true)]
        {
            assert_eq!(read(&[format!("{field}\n\n").as_bytes()])[0].severity.is_some(), ok, "{field}");
        }
        assert_eq!(read(&[b"__REALTIME_TIMESTAMP=9223372036854775807\n\n"])[0].at, None);
    }

    #[test]
    fn nothing_that_is_kept_is_unbounded() {
        let mut export = Export::default();
        let mut entries = Vec::new();
        // A length that no machine has room for.
        export.push(b"MESSAGE\n\xff\xff\xff\xff\xff\xff\xff\x7f", |_| {});
        for _ in 0..100 {
            export.push(&[b'x'; 4096], |_| {});
        }
        assert_eq!(export.value.len(), MESSAGE_BYTES);
        let long =
            [vec![b'N'; 100_000], b"=1\n_COMM=".to_vec(), vec![b'c'; 100_000], b"\n\n".to_vec()].concat();
        let mut export = Export::default();
        export.push(&long, |entry| entries.push(entry));
        assert_eq!(entries[0].identifier.as_ref().map(Vec::len), Some(VALUE_BYTES));
        let message = [b"MESSAGE=".to_vec(), vec![b'm'; MESSAGE_BYTES + 1], b"\n\n".to_vec()].concat();
        let entries = read(&[&message]);
        assert!(entries[0].message_cut && entries[0].message.as_ref().map(Vec::len) == Some(MESSAGE_BYTES));
    }

    proptest! {
        #[test]
        fn it_does_not_matter_where_pieces_begin(cuts in prop::collection::vec(0..RECORDED.len(), 0..40)) {
            let mut cuts = cuts;
            cuts.extend([0, RECORDED.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|pair| &RECORDED[pair[0]..pair[1]]).collect();
            prop_assert_eq!(read(&pieces), read(&[RECORDED]));
        }

        #[test]
        fn no_bytes_make_it_panic(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..9)) {
            let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
            read(&pieces);
        }
    }
}
