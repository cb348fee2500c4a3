//! Words, lines and numbers in bytes of any kind.

use std::str::FromStr;

/// The lines of a text, without their ends. A last line without an end counts.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
}

/// The words of a line, separated by any number of blanks.
pub(crate) fn words(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
}

/// A decimal number made of digits alone, as the kernel writes it; `None` for anything else or what does not fit.
pub(crate) fn number<T: FromStr>(word: &[u8]) -> Option<T> {
    let digits = !word.is_empty() && word.iter().all(u8::is_ascii_digit);
    if digits { std::str::from_utf8(word).ok()?.parse().ok() } else { None }
}

/// A decimal fraction such as `0.52`; neither sign nor exponent nor names such as `inf`.
pub(crate) fn fraction(word: &[u8]) -> Option<f64> {
    let plain = word.first().is_some_and(u8::is_ascii_digit)
        && word.last().is_some_and(u8::is_ascii_digit)
        && word.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    // 400 digits would be infinity.
    if plain {
        std::str::from_utf8(word).ok()?.parse().ok().filter(|value: &f64| value.is_finite())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_kernel_writes_is_a_number() {
        assert_eq!(number::<u64>(b"18446744073709551615"), Some(u64::MAX));
        for bad in ["", "-1", "+1", "1.5", " 1", "18446744073709551616", "1e3", "０"] {
            assert_eq!(number::<u64>(bad.as_bytes()), None, "{bad:?}");
        }
        assert_eq!(fraction(b"12.50"), Some(12.5));
        for bad in ["", ".5", "5.", "-1", "inf", "nan", "1e3", "1.2.3"] {
            assert_eq!(fraction(bad.as_bytes()), None, "{bad:?}");
        }
        assert_eq!(fraction("9".repeat(400).as_bytes()), None, "more than a number can hold");
    }
}
