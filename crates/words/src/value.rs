//! What can be put into a message: a text or a number.

use fluent_bundle::FluentValue;

/// An argument of a message. A number chooses the plural form; how it is written is the message's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A text, put in as it is.
    Text(&'a str),
    /// A number.
    Number(f64),
}

impl<'a> Value<'a> {
    pub(crate) fn fluent(self) -> FluentValue<'a> {
        match self {
            Self::Text(text) => text.into(),
            Self::Number(number) => number.into(),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        })*
    };
}

numbers!(u8, u16, u32, u64, usize, i32, i64, f64);
