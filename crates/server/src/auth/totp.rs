//! Codes of a second factor: by time (RFC 6238) and for recovery; and what an authenticator needs to make
//! them. Pure but for the random bytes. What a code lets in, and that it counts once, is not decided here.

use std::fmt::Write as _;

use domain::time::Wall;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use store::{Name, SecretHash, TotpSecret};
use totp_rs::{Algorithm, Builder};
use zeroize::Zeroizing;

use super::{AuthError, Code, Secret};

/// A code is good for so long, seconds. Authenticators know no other.
const STEP: u64 = 30;
/// So many steps before and after now count: clocks differ, and typing takes time (RFC 6238 §5.2).
const SKEW: u16 = 1;
const DIGITS: u8 = 6;

/// What authenticators show as the service.
const ISSUER: &str = "server-monitor";

/// Crockford's base 32: what is read for another character stands for it, see [`read`].
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 120 bits: more than the 112 from which a plain hash suffices (NIST SP 800-63B, look-up secrets).
const RECOVERY_CHARS: usize = 24;
const RECOVERY_GROUP: usize = 4;
/// How many recovery codes there are at first.
pub(crate) const RECOVERY_CODES: usize = 10;
/// Nobody types a longer code, spaces included.
const LONGEST_TYPED: usize = 128;

/// A code as typed, once it is clear of which kind it is.
#[derive(Debug)]
pub(crate) enum Read {
    /// A code by time.
    Digits(Zeroizing<String>),
    /// A recovery code.
    Recovery(SecretHash),
}

/// Of which kind a code is; `None` if it can be neither. Spaces and dashes are for the eye.
pub(crate) fn read(code: &Code) -> Option<Read> {
    let typed = code.expose();
    if typed.len() > LONGEST_TYPED {
        return None;
    }
    let mut plain = Zeroizing::new(String::with_capacity(LONGEST_TYPED));
    plain.extend(typed.chars().filter(|c| !c.is_whitespace() && *c != '-'));
    if plain.len() == usize::from(DIGITS) && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Read::Digits(plain));
    }
    let mut recovery = Zeroizing::new(String::with_capacity(LONGEST_TYPED));
    recovery.extend(plain.chars().map(|c| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    }));
    let known = |c: char| u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte));
    (recovery.chars().count() == RECOVERY_CHARS && recovery.chars().all(known))
        .then(|| Read::Recovery(SecretHash::of(&recovery)))
}

/// A new shared secret.
pub(crate) fn random_secret() -> Result<TotpSecret, AuthError> {
    let mut bytes = Zeroizing::new([0; TotpSecret::BYTES]);
    fill(bytes.as_mut())?;
    Ok(TotpSecret::from_bytes(*bytes))
}

/// The step whose code this is, if it is one of now. A clock before 1970 has no codes.
pub(crate) fn matching_step(secret: &TotpSecret, digits: &str, now: Wall) -> Option<u64> {
    let seconds = u64::try_from(now.0.div_euclid(1_000_000_000)).ok()?;
    let totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_skew(SKEW)
        .with_step_duration(STEP)
        .with_secret(*secret.as_bytes())
        .build();
    // It refuses secrets below 128 bits and other lengths of codes; neither exists here.
    totp.ok()?.check(digits, seconds)
}

/// New recovery codes as they are shown, with the hashes to keep.
pub(crate) fn recovery_codes() -> Result<(Vec<Secret>, Vec<SecretHash>), AuthError> {
    let mut shown = Vec::with_capacity(RECOVERY_CODES);
    let mut hashes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut bytes = Zeroizing::new([0; RECOVERY_CHARS]);
        fill(bytes.as_mut())?;
        let mut plain = Zeroizing::new(String::with_capacity(RECOVERY_CHARS));
        // 256 is a multiple of 32: each character is as likely as the others.
        plain.extend(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])));
        let mut grouped = String::with_capacity(2 * RECOVERY_CHARS);
        for (at, character) in plain.chars().enumerate() {
            if at > 0 && at % RECOVERY_GROUP == 0 {
                grouped.push('-');
            }
            grouped.push(character);
        }
        hashes.push(SecretHash::of(&plain));
        shown.push(Secret::of(grouped));
    }
    Ok((shown, hashes))
}

/// What is handed to an authenticator.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The shared secret in base 32, to be typed.
    pub secret: Secret,
    /// The same as an `otpauth:` address.
    pub uri: Secret,
    /// That address as a QR code: a whole SVG document, dark on light.
    pub qr_svg: Secret,
}

/// The secret of `name` as it is handed over. `host` tells several servers apart in an authenticator.
pub(crate) fn offer(secret: &TotpSecret, name: &Name, host: &str) -> Result<Offer, AuthError> {
    let base32 = totp_rs::Secret::from(*secret.as_bytes()).to_base32();
    // Neither part of a label may hold a colon (Key URI Format), as IPv6 addresses do.
    let account =
        if host.is_empty() || host.contains(':') { name.to_string() } else { format!("{name}@{host}") };
    let uri = format!(
        "otpauth://totp/{ISSUER}:{}?secret={base32}&issuer={ISSUER}&algorithm=SHA1&digits={DIGITS}&period={STEP}",
        escaped(&account)
    );
    let code = QrCode::with_error_correction_level(&uri, EcLevel::M)
        .map_err(|cause| AuthError::Qr { cause: cause.to_string() })?;
    let drawn = code.render::<svg::Color<'_>>().module_dimensions(4, 4).build();
    Ok(Offer { secret: Secret::of(base32), uri: Secret::of(uri), qr_svg: Secret::of(drawn) })
}

/// Percent-encoded but for what RFC 3986 calls unreserved.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing into a String does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

fn fill(bytes: &mut [u8]) -> Result<(), AuthError> {
    getrandom::fill(bytes).map_err(|cause| AuthError::NoRandom { cause: cause.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: i64) -> Wall {
        Wall(seconds * 1_000_000_000)
    }

    /// The secret of the test vectors of RFC 6238, appendix B.
    const RFC: TotpSecret = TotpSecret::from_bytes(*b"12345678901234567890");

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1, the last six of its eight digits.
        for (seconds, code) in [
            (59_i64, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(
                matching_step(&RFC, code, at(seconds)),
                Some(seconds.unsigned_abs() / 30),
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_one_late_and_no_further() {
        let first = 30;
        for (seconds, counts) in [
            (first - 31, false),
            (first - 30, true),
            (first - 1, true),
            (first + 59, true),
            (first + 60, false),
        ] {
            assert_eq!(matching_step(&RFC, "287082", at(seconds)).is_some(), counts, "{seconds}");
        }
        assert_eq!(matching_step(&RFC, "287082", at(-1)), None);
        assert_eq!(matching_step(&RFC, "", at(59)), None);
    }

    fn typed(text: &str) -> Option<Read> {
        read(&Code::new(text.to_owned()))
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        for six in ["287082", " 287 082 ", "287-082", "287\u{a0}082\n"] {
            assert!(matches!(typed(six), Some(Read::Digits(digits)) if *digits == "287082"), "{six:?}");
        }
        let (shown, hashes) = recovery_codes().unwrap();
        let code = shown[0].expose();
        for text in [
            code.to_owned(),
            code.to_uppercase(),
            code.replace('-', ""),
            code.replace('-', "  "),
            code.replace('0', "O").replace('1', "l"),
        ] {
            assert!(matches!(typed(&text), Some(Read::Recovery(hash)) if hash == hashes[0]), "{text:?}");
        }
        let long = "2".repeat(10_000);
        for neither in
            ["", "28708", "2870822", "٢٨٧٠٨٢", "+28708", "abcdef", &code[1..], &long, "0".repeat(25).as_str()]
        {
            assert!(typed(neither).is_none(), "{neither:?}");
        }
    }

    #[test]
    fn recovery_codes_differ_and_hold_120_bits() {
        let (shown, hashes) = recovery_codes().unwrap();
        let different: std::collections::HashSet<_> = shown.iter().map(Secret::expose).collect();
        assert_eq!((different.len(), hashes.len()), (RECOVERY_CODES, RECOVERY_CODES));
        for code in different {
            assert_eq!(code.len(), RECOVERY_CHARS + RECOVERY_CHARS / RECOVERY_GROUP - 1);
        }
        const { assert!(RECOVERY_CHARS * 5 >= 112) }
    }

    #[test]
    fn an_authenticator_is_told_everything_in_an_address_without_surprises() {
        let name: Name = "kim@ops".parse().unwrap();
        let offered = offer(&RFC, &name, "mon.example").unwrap();
        assert_eq!(offered.secret.expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            offered.uri.expose(),
            "otpauth://totp/server-monitor:kim%40ops%40mon.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=server-monitor&algorithm=SHA1&digits=6&period=30"
        );
        assert!(offered.qr_svg.expose().contains("<svg xmlns=") && !offered.qr_svg.expose().contains("kim"));
        for host in ["", "::1"] {
            assert!(offer(&RFC, &name, host).unwrap().uri.expose().contains(":kim%40ops?"), "{host:?}");
        }
        let hostile = offer(&RFC, &name, "a&secret=x#?/%\"<").unwrap();
        assert!(hostile.uri.expose().contains("kim%40ops%40a%26secret%3Dx%23%3F%2F%25%22%3C?secret=GEZD"));
        assert!(!format!("{offered:?}").contains("GEZD"));
    }
}
