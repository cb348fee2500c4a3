//! Writes the tables as Rust source. Words of the chapters become variants, so that an unknown one does
//! not compile.

use std::fmt::Write as _;

use crate::ports::Port;
use crate::programs::Program;

/// `static ENTRIES`, and `static NAMES`: every name and alias with its entry, sorted for a binary search.
/// Names of Windows are compared without case, so they are kept in lower case there.
pub(crate) fn programs(programs: &mut [Program]) -> String {
    programs.sort_by(|a, b| (&a.name, a.platform).cmp(&(&b.name, b.platform)));
    let mut out = String::from("pub(super) static ENTRIES: &[Entry] = &[\n");
    let mut names = Vec::new();
    let mut patterns = Vec::new();
    for (at, program) in programs.iter().enumerate() {
        let folded =
            |name: &String| if program.platform == "linux" { name.clone() } else { name.to_lowercase() };
        names.extend(std::iter::once(&program.name).chain(&program.aliases).map(|name| (folded(name), at)));
        patterns.extend(program.patterns.iter().map(|pattern| (pattern.clone(), at)));
        entry(&mut out, program);
    }
    out.push_str("];\n\npub(super) static NAMES: &[(&str, u16)] = &[\n");
    names.sort();
    table(&mut out, &names);
    out.push_str("];\n\npub(super) static PATTERNS: &[(&str, u16)] = &[\n");
    patterns.sort();
    table(&mut out, &patterns);
    out.push_str("];\n");
    out
}

fn table(out: &mut String, rows: &[(String, usize)]) {
    for (text, at) in rows {
        let _ = writeln!(out, "    ({text:?}, {at}),");
    }
}

fn entry(out: &mut String, program: &Program) {
    let Program {
        name,
        ko,
        en,
        app,
        aliases,
        patterns,
        tags,
        users,
        paths,
        ports,
        parents,
        chapter,
        generic,
        ..
    } = program;
    let (platform, category, nature) =
        (variant(program.platform), variant(&program.category), variant(&program.nature));
    let guarded = matches!(program.category.as_str(), "kernel" | "core");
    let system = program.system.unwrap_or(guarded);
    let terminatable = program.terminatable.unwrap_or(!system);
    let app = app.as_ref().unwrap_or(name);
    let public = program.public;
    let _ = writeln!(
        out,
        "    Entry {{ name: {name:?}, platform: Platform::{platform}, category: Category::{category}, \
         nature: Nature::{nature}, chapter: {chapter:?}, role: Role {{ ko: {ko:?}, en: {en:?} }}, app: {app:?}, \
         aliases: &{aliases:?}, patterns: &{patterns:?}, tags: &{tags:?}, system: {system}, \
         terminatable: {terminatable}, generic: {generic}, expect: Expect {{ users: &{users:?}, paths: &{paths:?}, ports: &{ports:?}, \
         public: {public:?}, parents: &{parents:?} }} }},"
    );
}

/// `static PORTS`, sorted by number.
pub(crate) fn ports(mut ports: Vec<Port>) -> String {
    ports.sort_by_key(|port| port.port);
    let mut out = String::from("pub(super) static PORTS: &[KnownPort] = &[\n");
    for Port { port, service, kind, ko, en, why_ko, why_en } in ports {
        let kind = variant(&kind);
        let _ = writeln!(
            out,
            "    KnownPort {{ port: {port}, service: {service:?}, kind: PortKind::{kind}, \
             what: Role {{ ko: {ko:?}, en: {en:?} }}, exposed: Role {{ ko: {why_ko:?}, en: {why_en:?} }} }},"
        );
    }
    out.push_str("];\n");
    out
}

/// `web-server` as `WebServer`.
fn variant(word: &str) -> String {
    word.split('-')
        .map(|part| {
            let mut letters = part.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
        .collect()
}
