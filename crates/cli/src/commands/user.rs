//! `user`: who may log in. Acts on the store of the server, running or not.

use server::auth::{accounts, password as hashing};
use server::dto;
use store::{LocalStore as _, Name, StoreError, Subject, User as Stored};

use super::{access, password};
use crate::args::User;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::show::table::{self, Column};

/// Runs it.
pub(crate) fn run(action: &User, loaded: &Loaded, out: &mut Output) -> Outcome {
    match action {
        User::Add { name, role, password_stdin } => add(name, role, *password_stdin, loaded, out),
        User::List => list(loaded, out),
        User::Password { name, password_stdin } => set_password(name, *password_stdin, loaded, out),
        User::Remove { name } => remove(name, loaded, out),
        User::TotpReset { name } => reset_totp(name, loaded, out),
    }
}

fn add(name: &str, role: &str, from_stdin: bool, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let (name, role) = (access::name(name, words)?, access::role(role, words)?);
    let store = access::changing(loaded, words)?;
    let refused = |error| access::refused(&error, words);
    // Told before anybody types a password twice.
    if store.user(&name).map_err(refused)?.is_some() {
        return Err(refused(StoreError::Exists { subject: Subject::User, name }));
    }
    let typed = password::ask(name.as_str(), from_stdin, words)?;
    let hash = hashing::hash_new(&name, &typed).map_err(|error| access::auth_refused(&error, words))?;
    accounts::add_user(&store, &access::by(), &name, role, hash).map_err(refused)?;
    let added = store.user(&name).map_err(refused)?;
    match added {
        Some(user) if out.json => out.document(&row(&user))?,
        _ => out.line(
            &words.text("user-added", &[("name", name.as_str().into()), ("role", role.word().into())]),
        )?,
    }
    Ok(Exit::Done)
}

fn list(loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let users = match access::reading(loaded, words)? {
        Ok(store) => store.users().map_err(|error| access::refused(&error, words))?,
        Err(path) => {
            out.say(&words.text("store-missing", &[("path", path.to_string_lossy().as_ref().into())]));
            Vec::new()
        }
    };
    if out.json {
        out.document(&dto::UserList { users: users.iter().map(row).collect() })?;
        return Ok(Exit::Done);
    }
    let mut rows = vec![
        ["name", "role", "totp", "added", "last-login"].map(|id| words.text(&format!("list-{id}"), &[])),
    ];
    rows.extend(users.iter().map(|user| {
        [
            user.name.to_string(),
            user.role.word().to_owned(),
            words.text(if user.second_factor.is_some() { "list-totp-on" } else { "list-totp-off" }, &[]),
            access::moment(Some(user.created_at)),
            access::moment(user.last_login_at),
        ]
    }));
    let columns = [Column::left(64), Column::left(10), Column::left(10), Column::left(20), Column::left(20)];
    table::lines(columns, &rows, out.table_columns).iter().try_for_each(|line| out.line(line))?;
    Ok(Exit::Done)
}

fn set_password(name: &str, from_stdin: bool, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let name = access::name(name, words)?;
    let store = access::changing(loaded, words)?;
    let refused = |error| access::refused(&error, words);
    if store.user(&name).map_err(refused)?.is_none() {
        return Err(refused(StoreError::NotFound { subject: Subject::User, name }));
    }
    let typed = password::ask(name.as_str(), from_stdin, words)?;
    let hash = hashing::hash_new(&name, &typed).map_err(|error| access::auth_refused(&error, words))?;
    let ended = accounts::set_password(&store, &access::by(), &name, hash).map_err(refused)?;
    done(out, "user-password-changed", &name, ended.sessions)
}

fn remove(name: &str, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let name = access::name(name, words)?;
    let store = access::changing(loaded, words)?;
    let removed = accounts::remove_user(&store, &access::by(), &name);
    let ended = removed.map_err(|error| access::refused(&error, words))?;
    done(out, "user-removed", &name, ended.sessions)
}

fn reset_totp(name: &str, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let name = access::name(name, words)?;
    let store = access::changing(loaded, words)?;
    let reset = accounts::reset_totp(&store, &access::by(), &name);
    let ended = reset.map_err(|error| access::refused(&error, words))?;
    done(out, "user-totp-reset", &name, ended.sessions)
}

fn done(out: &mut Output, id: &str, name: &Name, sessions: usize) -> Result<Exit, Failure> {
    if out.json {
        out.document(&serde_json::json!({ "name": name.as_str(), "sessions_ended": sessions }))?;
    } else {
        out.line(&out.words.text(id, &[("name", name.as_str().into()), ("sessions", sessions.into())]))?;
    }
    Ok(Exit::Done)
}

fn row(user: &Stored) -> dto::User {
    dto::User {
        name: user.name.to_string(),
        role: user.role.word(),
        created_at: dto::rfc3339(user.created_at),
        last_login_at: user.last_login_at.map(dto::rfc3339),
        totp: user.second_factor.is_some(),
    }
}
