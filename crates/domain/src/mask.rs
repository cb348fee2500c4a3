//! Secrets in command lines, hidden before anything else sees them (CONTRACTS §4, `cmdline`).

/// What stands in the place of a secret.
pub const MASK: &str = "***";

/// Words that make the value of an option a secret when the option's name holds one of them, in any case.
const SECRET_WORDS: [&str; 5] = ["password", "passwd", "secret", "token", "key"];

/// Clients that take a password as `-pVALUE` (mysql(1)).
const MYSQL_CLIENTS: [&str; 2] = ["mysql", "mariadb"];

/// The arguments with every secret replaced by [`MASK`]: the value of an option whose name holds
/// `password`, `passwd`, `secret`, `token` or `key` (after `=` or as the next argument), user
/// information in URLs, and `-pVALUE` of MySQL and MariaDB clients.
///
/// `args[0]` is the program.
#[must_use]
pub fn arguments(args: Vec<String>) -> Vec<String> {
    let mysql = args.first().is_some_and(|program| is_mysql_client(program));
    let mut walk = Walk { mysql, value_of_secret: false };
    args.into_iter().map(|arg| walk.masked(arg)).collect()
}

/// The state between two arguments: whether the next one is the value of a secret option.
struct Walk {
    mysql: bool,
    value_of_secret: bool,
}

impl Walk {
    fn masked(&mut self, arg: String) -> String {
        if std::mem::take(&mut self.value_of_secret) && !arg.starts_with("--") {
            return MASK.to_owned();
        }
        if let Some((name, value)) = arg.split_once('=')
            && !name.contains(char::is_whitespace)
            && names_secret(name)
        {
            return if value.is_empty() { arg } else { format!("{name}={MASK}") };
        }
        if arg.contains(char::is_whitespace) {
            return self.line(&arg);
        }
        if self.mysql && is_glued_password(&arg) {
            return format!("-p{MASK}");
        }
        self.value_of_secret = arg.len() > 1 && arg.starts_with('-') && names_secret(&arg);
        url_users(arg)
    }

    /// A whole command line inside one argument (`sh -c "…"`, or a title that a program gave itself):
    /// each word is masked like an argument, quoted text staying one word.
    fn line(&mut self, line: &str) -> String {
        let outer = self.mysql;
        let mut out = String::with_capacity(line.len());
        for (space, word) in words(line) {
            out.push_str(space);
            self.mysql |= is_mysql_client(word);
            let masked = self.masked_word(word);
            out.push_str(&masked);
        }
        self.mysql = outer;
        self.value_of_secret = false;
        out
    }

    fn masked_word(&mut self, word: &str) -> String {
        // A quoted word may hold spaces; without this it would be taken for a line again and again.
        if word.contains(char::is_whitespace) && !self.value_of_secret {
            return match word.split_once('=') {
                Some((name, _)) if names_secret(name) => format!("{name}={MASK}"),
                _ => url_users(word.to_owned()),
            };
        }
        self.masked(word.to_owned())
    }
}

/// The words of a line with the white space before each. A quote runs to its sister or to the end.
fn words(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (space, tail) = rest.split_at(rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()));
        let mut quote = None;
        let end = tail.find(|c: char| match quote {
            Some(open) => {
                if c == open {
                    quote = None;
                }
                false
            }
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                false
            }
            None => c.is_whitespace(),
        });
        let (word, after) = tail.split_at(end.unwrap_or(tail.len()));
        rest = after;
        Some((space, word))
    })
}

/// `mysql`, `mysqldump`, `mysqladmin`, `mariadb-dump` …, by the last part of the path.
fn is_mysql_client(program: &str) -> bool {
    let base = program.rsplit(['/', '\\']).next().unwrap_or(program);
    MYSQL_CLIENTS.iter().any(|client| base.starts_with(client)) && !base.ends_with('d')
}

/// `-pVALUE`, but not `-p` alone (it asks) and not `--port=…`.
fn is_glued_password(arg: &str) -> bool {
    arg.len() > 2 && arg.starts_with("-p")
}

fn names_secret(option: &str) -> bool {
    let lower = option.to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| lower.contains(word))
}

/// Hides `user:password` in every `scheme://user:password@host` of the text (RFC 3986 §3.2.1).
fn url_users(text: String) -> String {
    if !text.contains("://") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find("://") {
        let (head, tail) = rest.split_at(start + 3);
        out.push_str(head);
        let end = tail.find(['/', '?', '#', ' ', '"', '\'']).unwrap_or(tail.len());
        let (authority, after) = tail.split_at(end);
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                out.push_str(MASK);
                out.push('@');
                out.push_str(host);
            }
            None => out.push_str(authority),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn masked(line: &str) -> String {
        arguments(line.split(' ').map(str::to_owned).collect()).join(" ")
    }

    #[test]
    fn every_form_of_a_secret_is_hidden() {
        for (line, expected) in [
            ("app --password=hunter2", "app --password=***"),
            ("app --password hunter2 --port 80", "app --password *** --port 80"),
            ("app --db-Passwd hunter2", "app --db-Passwd ***"),
            ("app -secret=x", "app -secret=***"),
            ("app --api-token x", "app --api-token ***"),
            ("app --key-file /etc/k", "app --key-file ***"),
            ("app PGPASSWORD=x run", "app PGPASSWORD=*** run"),
            ("app --token", "app --token"),
            ("app --token --verbose x", "app --token --verbose x"),
            ("app --token -abc x", "app --token *** x"),
            ("app --password=", "app --password="),
            ("mysql -u root -phunter2 db", "mysql -u root -p*** db"),
            ("/usr/bin/mysqldump -pS3cret", "/usr/bin/mysqldump -p***"),
            ("mariadb -p db", "mariadb -p db"),
            ("mysqld -porthole", "mysqld -porthole"),
            ("ssh -p2222 host", "ssh -p2222 host"),
            ("curl https://bob:pw@example.org/a?b", "curl https://***@example.org/a?b"),
            ("app --db=mongodb://u:p@h1,h2/db", "app --db=mongodb://***@h1,h2/db"),
            ("app redis://:pw@h:1 amqp://a:b@c", "app redis://***@h:1 amqp://***@c"),
            ("app https://example.org/@me", "app https://example.org/@me"),
            ("app postgres://u:p@ss@h/db", "app postgres://***@h/db"),
        ] {
            assert_eq!(masked(line), expected);
        }
    }

    #[test]
    fn a_command_line_inside_one_argument_is_masked_too() {
        for (line, expected) in [
            ("curl --token=abc https://u:p@h/x", "curl --token=*** https://***@h/x"),
            ("mysql -pS3cret db", "mysql -p*** db"),
            ("run --password 'two words' next", "run --password *** next"),
            ("run --password=\"two words\" next", "run --password=*** next"),
            ("echo 'plain words'  two", "echo 'plain words'  two"),
            ("run --password \"never closed", "run --password ***"),
            ("", ""),
        ] {
            let args = ["sh", "-c", line].map(str::to_owned).to_vec();
            assert_eq!(arguments(args)[2], expected);
        }
        let value = arguments(vec!["x".into(), "--password=two words".into()]);
        assert_eq!(value[1], "--password=***");
        let value = arguments(vec!["x".into(), "--password".into(), "two words".into(), "--port".into()]);
        assert_eq!(value[2..], ["***", "--port"]);
    }

    proptest! {
        #[test]
        fn a_secret_never_comes_through(value in "[a-z0-9]{12,40}") {
            for line in [
                format!("x --password={value}"), format!("x --password {value}"),
                format!("x https://u:{value}@h/"), format!("mysql -p{value}"),
                format!("x A_SECRET_KEY={value}"), format!("A_SECRET_KEY={value} x"),
            ] {
                prop_assert!(!masked(&line).contains(&value), "{line}");
                let shell = arguments(vec!["sh".into(), "-c".into(), line.clone()]);
                prop_assert!(!shell[2].contains(&value), "sh -c {line}");
            }
        }

        #[test]
        fn the_number_of_arguments_stays(args in prop::collection::vec("\\PC{0,20}", 0..20)) {
            prop_assert_eq!(arguments(args.clone()).len(), args.len());
        }
    }
}
