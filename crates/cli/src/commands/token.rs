//! `token`: credentials for programs. A token is shown once, alone on stdout, so that it can be piped.

use server::auth::accounts;
use server::dto;
use store::{LocalStore as _, Token as Stored};

use super::access;
use crate::args::Token;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::output::Output;
use crate::show::table::{self, Column};

/// Runs it.
pub(crate) fn run(action: &Token, loaded: &Loaded, out: &mut Output) -> Outcome {
    match action {
        Token::Add { name, role } => add(name, role, loaded, out),
        Token::List => list(loaded, out),
        Token::Revoke { name } => revoke(name, loaded, out),
    }
}

fn add(name: &str, role: &str, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let (name, role) = (access::name(name, words)?, access::role(role, words)?);
    let store = access::changing(loaded, words)?;
    let token = accounts::add_token(&store, &access::by(), &name, role)
        .map_err(|error| access::auth_refused(&error, words))?;
    if out.json {
        out.document(&dto::TokenOnce {
            name: name.to_string(),
            role: role.word(),
            token: token.expose().to_owned(),
        })?;
    } else {
        out.line(token.expose())?;
        out.say(&words.text("token-added", &[("name", name.as_str().into()), ("role", role.word().into())]));
    }
    Ok(Exit::Done)
}

fn list(loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let tokens = match access::reading(loaded, words)? {
        Ok(store) => store.tokens().map_err(|error| access::refused(&error, words))?,
        Err(path) => {
            out.say(&words.text("store-missing", &[("path", path.to_string_lossy().as_ref().into())]));
            Vec::new()
        }
    };
    let tokens: Vec<_> = tokens.iter().filter(|token| token.revoked_at.is_none()).collect();
    if out.json {
        out.document(&dto::TokenList { tokens: tokens.into_iter().map(row).collect() })?;
        return Ok(Exit::Done);
    }
    let head = ["name", "role", "by", "added", "last-used"];
    let mut rows = vec![head.map(|id| words.text(&format!("list-{id}"), &[]))];
    rows.extend(tokens.into_iter().map(|token| {
        [
            token.name.to_string(),
            token.role.word().to_owned(),
            domain::text::visible(&token.created_by).into_owned(),
            access::moment(Some(token.created_at)),
            access::moment(token.last_used_at),
        ]
    }));
    let columns = [Column::left(64), Column::left(10), Column::left(24), Column::left(20), Column::left(20)];
    table::lines(columns, &rows, out.table_columns).iter().try_for_each(|line| out.line(line))?;
    Ok(Exit::Done)
}

fn revoke(name: &str, loaded: &Loaded, out: &mut Output) -> Outcome {
    let words = out.words;
    let name = access::name(name, words)?;
    let store = access::changing(loaded, words)?;
    let revoked = accounts::revoke_token(&store, &access::by(), &name);
    let ended = revoked.map_err(|error| access::refused(&error, words))?;
    if out.json {
        let also: Vec<_> = ended.tokens.iter().map(ToString::to_string).collect();
        out.document(&serde_json::json!({ "name": name.as_str(), "tokens_revoked": also }))?;
    } else {
        out.line(&words.text("token-revoked", &[("name", name.as_str().into())]))?;
        for also in &ended.tokens {
            out.line(&words.text("token-revoked-too", &[("name", also.as_str().into())]))?;
        }
    }
    Ok(Exit::Done)
}

fn row(token: &Stored) -> dto::Token {
    dto::Token {
        name: token.name.to_string(),
        role: token.role.word(),
        created_at: dto::rfc3339(token.created_at),
        last_used_at: token.last_used_at.map(dto::rfc3339),
        created_by: token.created_by.clone(),
    }
}
