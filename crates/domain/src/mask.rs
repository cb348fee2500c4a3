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
    let mut value_of_secret = false;
    let mut masked = Vec::with_capacity(args.len());
    for (position, arg) in args.into_iter().enumerate() {
        let option = position > 0 && arg.starts_with('-') && arg.len() > 1;
        if value_of_secret && !option {
            masked.push(MASK.to_owned());
            value_of_secret = false;
            continue;
        }
        value_of_secret = false;
        if position > 0 && mysql && is_glued_password(&arg) {
            masked.push(format!("-p{MASK}"));
            continue;
        }
        match arg.split_once('=') {
            Some((name, value)) if position > 0 && names_secret(name) => {
                masked.push(if value.is_empty() { arg } else { format!("{name}={MASK}") });
            }
            None if option && names_secret(&arg) => {
                value_of_secret = true;
                masked.push(arg);
            }
            _ => masked.push(url_users(arg)),
        }
    }
    masked
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
        let end = tail.find(|c: char| matches!(c, '/' | '?' | '#' | ' ' | '"' | '\'')).unwrap_or(tail.len());
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

    proptest! {
        #[test]
        fn a_secret_never_comes_through(value in "[a-z0-9]{12,40}") {
            for line in [
                format!("x --password={value}"), format!("x --password {value}"),
                format!("x https://u:{value}@h/"), format!("mysql -p{value}"),
                format!("x A_SECRET_KEY={value}"),
            ] {
                prop_assert!(!masked(&line).contains(&value), "{line}");
            }
        }

        #[test]
        fn the_number_of_arguments_stays(args in prop::collection::vec("\\PC{0,20}", 0..20)) {
            prop_assert_eq!(arguments(args.clone()).len(), args.len());
        }
    }
}
