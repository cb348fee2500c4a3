//! The hash of what a policy says, by which a seed that nobody touched is known.

use super::{Map, Record, Value};

/// FNV-1a of 128 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>). It tells changes, it does not guard
/// against whoever may write the store anyway, and it is the same in every release.
struct Fnv(u128);

const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

impl Fnv {
    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(PRIME);
        }
    }

    /// The length first, so that text cannot move from one field into the next.
    fn text(&mut self, text: &str) {
        self.bytes(&(text.len() as u64).to_le_bytes());
        self.bytes(text.as_bytes());
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.bytes(b"n"),
            Value::Bool(yes) => self.bytes(if *yes { b"t" } else { b"f" }),
            Value::Int(number) => self.number(*number as f64),
            Value::Float(number) => self.number(*number),
            Value::Text(text) => {
                self.bytes(b"s");
                self.text(text);
            }
            Value::Date(at) => {
                self.bytes(b"d");
                self.bytes(&at.0.to_le_bytes());
            }
            Value::List(values) => {
                self.bytes(b"l");
                self.bytes(&(values.len() as u64).to_le_bytes());
                values.iter().for_each(|value| self.value(value));
            }
            Value::Map(map) => self.map(map),
        }
    }

    /// Other programs write 80 as 80.0.
    fn number(&mut self, number: f64) {
        self.bytes(b"i");
        self.bytes(&number.to_bits().to_le_bytes());
    }

    /// Other programs write fields in another order.
    fn map(&mut self, map: &Map) {
        let mut fields: Vec<_> = map.0.iter().collect();
        fields.sort_by(|one, other| one.0.cmp(&other.0));
        self.bytes(b"m");
        self.bytes(&(fields.len() as u64).to_le_bytes());
        for (key, value) in fields {
            self.text(key);
            self.value(value);
        }
    }
}

/// The hash of what the policy says: everything but its dates and its seed. 32 hexadecimal digits.
#[must_use]
pub fn content_hash(record: &Record) -> String {
    let mut said = record.document();
    for key in ["created_at", "updated_at", "seed"] {
        said.remove(key);
    }
    let mut hash = Fnv(OFFSET_BASIS);
    hash.map(&said);
    format!("{:032x}", hash.0)
}
