//! Pressure stall information in `/proc/pressure/*` (kernel doc accounting/psi).

use domain::{Gap, Reading};

use super::text::{fraction, lines, words};

/// Shares of the last 10 s, in percent, in which tasks waited for one resource.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stalls {
    /// At least one task waited.
    pub some: f64,
    /// All tasks waited; `None` where the kernel does not say (the CPU before Linux 5.13).
    pub full: Option<f64>,
}

/// The `avg10` of the lines `some` and `full`.
///
/// # Errors
/// `Failed` when there is no line `some` with its average.
pub fn parse_pressure(text: &[u8]) -> Reading<Stalls> {
    let mut some = None;
    let mut full = None;
    for line in lines(text) {
        let mut fields = words(line);
        let slot = match fields.next() {
            Some(b"some") => &mut some,
            Some(b"full") => &mut full,
            _ => continue,
        };
        *slot = fields.find_map(|field| field.strip_prefix(b"avg10=")).and_then(fraction);
    }
    let some = some.ok_or(Gap::failed("understand /proc/pressure: it has no average of 10 s"))?;
    Ok(Stalls { some, full })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_recorded_machine_is_understood() {
        assert_eq!(
            parse_pressure(include_bytes!("../../tests/fixtures/parse/pressure_io")),
            Ok(Stalls { some: 0.07, full: Some(0.0) })
        );
    }

    #[test]
    fn an_older_kernel_has_no_full_line_for_the_cpu() {
        let text = b"some avg10=100.00 avg60=0.00 avg300=0.00 total=1\n";
        assert_eq!(parse_pressure(text), Ok(Stalls { some: 100.0, full: None }));
    }

    #[test]
    fn anything_else_is_a_gap() {
        for bad in ["", "some", "some avg60=1.00", "full avg10=1.00", "some avg10=x"] {
            assert!(matches!(parse_pressure(bad.as_bytes()), Err(Gap::Failed(_))), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text: Vec<u8>) {
            let _ = parse_pressure(&text);
        }
    }
}
