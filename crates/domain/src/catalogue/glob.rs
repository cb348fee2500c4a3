//! Names and paths with `*`. No backtracking beyond the last star: linear in practice, and patterns are ours.

/// Whether `text` is `pattern`, where `*` stands for any characters, none included.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    fits_where(pattern.as_bytes(), text.as_bytes(), |_| true)
}

/// Whether `path` is `pattern`, where `*` stands for a part of one path segment.
pub(crate) fn fits_path(pattern: &str, path: &str) -> bool {
    fits_where(pattern.as_bytes(), path.as_bytes(), |byte| byte != b'/')
}

fn fits_where(pattern: &[u8], text: &[u8], star: impl Fn(u8) -> bool) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&b'*') {
            back = Some((p, t));
            p += 1;
        } else if pattern.get(p) == Some(&text[t]) {
            (p, t) = (p + 1, t + 1);
        } else {
            match back {
                Some((star_at, taken)) if star(text[taken]) => {
                    back = Some((star_at, taken + 1));
                    (p, t) = (star_at + 1, taken + 1);
                }
                _ => return false,
            }
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text, expected) in [
            ("postgres: *", "postgres: checkpointer", true),
            ("postgres: *", "postgres", false),
            ("python3.*", "python3.12", true),
            ("*-agent", "qemu-agent", true),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("*", "", true),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_star_in_a_path_stays_in_its_segment() {
        for (pattern, path, expected) in [
            ("/usr/lib/postgresql/*/bin/postgres", "/usr/lib/postgresql/15/bin/postgres", true),
            ("/usr/lib/postgresql/*/bin/postgres", "/usr/lib/postgresql/15/evil/bin/postgres", false),
            ("/usr/bin/php*", "/usr/bin/php8.2", true),
            ("/usr/bin/php*", "/usr/bin/php/x", false),
        ] {
            assert_eq!(fits_path(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn many_stars_on_a_long_text_end_soon() {
        assert!(!fits(&"*a".repeat(20), &"a".repeat(20_000).replace('a', "b")));
    }
}
