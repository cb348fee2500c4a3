//! Numbers with their units, as the page writes them: steps of 1024, as many digits as help.

use words::{Lang, Words};

const UNITS: [&str; 6] = ["B", "KB", "MB", "GB", "TB", "PB"];

/// Bytes: `412 MB`, `1.2 GB`.
pub(crate) fn bytes(count: u64) -> String {
    let (value, unit) = scaled(count as f64);
    // 9.95 and more would round to two digits before the point.
    let digits = usize::from(unit > 0 && value < 99.95 && (value < 9.95 || unit >= 3));
    format!("{value:.digits$} {}", UNITS[unit])
}

/// Bytes per second: `61.4 KB/s`.
pub(crate) fn rate(per_second: f64) -> String {
    let (value, unit) = scaled(per_second.max(0.0));
    let digits = usize::from(unit > 0 && value < 99.95);
    format!("{value:.digits$} {}/s", UNITS[unit])
}

fn scaled(count: f64) -> (f64, usize) {
    let (mut value, mut unit) = (count, 0);
    // Up where rounding would print 1024.
    while unit + 1 < UNITS.len() && value.round() >= 1024.0 {
        value /= 1024.0;
        unit += 1;
    }
    (value, unit)
}

/// An age in its largest whole unit: `47 min`, `41일`.
pub(crate) fn age(seconds: f64, lang: Lang) -> String {
    let seconds = seconds.max(0.0) as u64;
    let (count, id) = match seconds {
        0..60 => (seconds, "age-seconds"),
        60..3600 => (seconds / 60, "age-minutes"),
        3600..86_400 => (seconds / 3600, "age-hours"),
        _ => (seconds / 86_400, "age-days"),
    };
    Words::of(lang).text(id, &[("count", count.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_the_digits_that_help() {
        for (count, expected) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KB"),
            (1024 * 1024 - 1, "1.0 MB"),
            (412 << 20, "412 MB"),
            (1_288_490_189, "1.2 GB"),
            (31 << 30, "31.0 GB"),
            (500 << 30, "500 GB"),
            (u64::MAX, "16384 PB"),
        ] {
            assert_eq!(bytes(count), expected, "{count}");
        }
    }

    #[test]
    fn an_age_is_told_in_its_largest_unit() {
        assert_eq!(age(59.9, Lang::En), "59 s");
        assert_eq!(age(47.0 * 60.0, Lang::Ko), "47분");
        assert_eq!(age(41.0 * 86_400.0 + 5.0, Lang::Ko), "41일");
        assert_eq!(age(-3.0, Lang::En), "0 s");
    }
}
