//! Matching a process with an entry: by name, alias, pattern, the kernel's 15-byte cut, through
//! interpreters and multi-call binaries. A name proves nothing: [`Trust`] says what the path adds.

use std::borrow::Cow;

use super::{Category, Entry, Nature, Platform, Runs, cut, glob, named, patterned, runs};

/// What of a process is looked at. All of it is hostile text.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The system it runs on: [`Platform::Linux`] or [`Platform::Windows`].
    pub platform: Platform,
    /// Its name, lengthened where that was possible.
    pub name: &'a str,
    /// Path of its executable in its own root; `None` when it could not be read.
    pub exe: Option<&'a str>,
    /// Its arguments, its own name first; empty when they could not be read.
    pub arguments: &'a [String],
}

/// What the path of the executable says about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trust {
    /// It is where the catalogue expects it.
    Expected,
    /// The catalogue names no path.
    Unstated,
    /// A runtime, shell or build tool from a path of its own: to be believed where only root or its user can write (DESIGN §3.3).
    FromAnywhere,
    /// The executable could not be read.
    Unseen,
    /// It is somewhere else: the name inherits nothing.
    Mismatch,
}

/// What is known of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The entry that describes it.
    pub entry: &'static Entry,
    /// What the path adds.
    pub trust: Trust,
    /// The runtime in which it runs, when it was looked through one.
    pub runtime: Option<&'static Entry>,
    /// What groups it with others: the script of an interpreter, else the application of the entry.
    pub app: String,
}

/// What the catalogue knows of this process; `None` when it knows nothing.
#[must_use]
pub fn identify(subject: &Subject<'_>) -> Option<Known> {
    let file = subject.exe.map(file_name);
    let interpreter =
        file.and_then(|file| lookup(file, subject.platform)).filter(|entry| looks_through(entry));
    let by_name =
        lookup(subject.name, subject.platform).filter(|entry| !is_namesake(entry, subject.exe, interpreter));
    match (by_name, interpreter) {
        (Some(entry), _) if entry.category == Category::Kernel => Some(plain(entry, subject)),
        (Some(entry), Some(runtime)) if entry.app != runtime.app => Some(under(entry, runtime, subject)),
        (_, Some(runtime)) => Some(through(runtime, subject)),
        (Some(entry), None) if looks_through(entry) && subject.exe.is_none() => Some(through(entry, subject)),
        (Some(entry), None) => Some(plain(titled(entry, subject), subject)),
        (None, None) => None,
    }
}

/// Another program with the same ordinary name.
fn is_namesake(entry: &Entry, exe: Option<&str>, interpreter: Option<&Entry>) -> bool {
    entry.generic && exe.is_some() && interpreter.is_none() && trust(entry, exe) == Trust::Mismatch
}

/// Whether a process of this name is taken for that program, as long as nothing but its name is looked at.
#[must_use]
pub fn is_called(entry: &Entry, name: &str, platform: Platform) -> bool {
    lookup(name, platform).is_some_and(|other| other.app == entry.app)
}

/// Whether a program of this file name runs what its arguments name: an interpreter, a shell, one executable with many names.
#[must_use]
pub fn runs_others(program: &str, platform: Platform) -> bool {
    runs(program, &[]).is_some() || lookup(program, platform).is_some_and(looks_through)
}

fn looks_through(entry: &Entry) -> bool {
    matches!(entry.nature, Nature::Runtime | Nature::Shell | Nature::MultiCall)
}

fn lookup(name: &str, platform: Platform) -> Option<&'static Entry> {
    let bare = if platform == Platform::Windows { name.strip_suffix(".exe").unwrap_or(name) } else { name };
    named(name, platform)
        .or_else(|| named(bare, platform))
        .or_else(|| patterned(name, platform))
        .or_else(|| (name.len() == 15).then(|| cut(name)).flatten())
}

/// A process that is what its name says.
fn plain(entry: &'static Entry, subject: &Subject<'_>) -> Known {
    Known { entry, trust: trust(entry, subject.exe), runtime: None, app: entry.app.to_owned() }
}

/// The entry of its title, as `postgres: checkpointer`, where the title goes on with its own name.
fn titled(entry: &'static Entry, subject: &Subject<'_>) -> &'static Entry {
    let title = subject.arguments.first().map(String::as_str).unwrap_or_default().trim_end();
    let own = title.split(':').next().is_some_and(|head| head == entry.name || head == subject.name);
    if !own || !title.contains(':') {
        return entry;
    }
    patterned(title, subject.platform).filter(|other| other.app == entry.app).unwrap_or(entry)
}

/// A program whose name is known, run by an interpreter or a multi-call binary: `gunicorn` in Python.
fn under(entry: &'static Entry, runtime: &'static Entry, subject: &Subject<'_>) -> Known {
    let of_runtime = trust(runtime, subject.exe);
    let script = script(subject);
    let of_script = match script {
        Some(Runs::File(path)) if path.starts_with('/') => trust(entry, Some(path)),
        _ => Trust::Unstated,
    };
    let written_for = is_written_for(entry, runtime);
    if of_script == Trust::Unstated && !written_for {
        // Nothing but its own word says that it is that program: it is what runs it.
        return Known { app: subject.name.to_owned(), ..through(runtime, subject) };
    }
    // The interpreter must be the real one; then the script may be where the entry expects it.
    let trust = match of_runtime {
        Trust::Mismatch | Trust::Unseen => trust(entry, subject.exe),
        other if runtime.nature == Nature::MultiCall || of_script == Trust::Expected => other,
        other if of_script == Trust::Unstated || written_for && runs_where_installed(&script) => other,
        _ => of_script,
    };
    Known { entry, trust, runtime: Some(runtime), app: entry.app.to_owned() }
}

/// Whether the catalogue lets this program be found in an interpreter without a path that shows it.
fn is_written_for(entry: &Entry, runtime: &Entry) -> bool {
    runtime.nature == Nature::MultiCall || entry.expect.paths.is_empty() || entry.parents_include(runtime)
}

/// Programs of an interpreter are installed in environments of their own: `/srv/app/venv/bin/gunicorn`.
fn runs_where_installed(script: &Option<Runs<'_>>) -> bool {
    matches!(script, Some(Runs::File(path)) if path.contains("/bin/") || path.contains("/node_modules/"))
}

/// An interpreter, named by what it runs. A script that the catalogue knows at its own path is that program.
fn through(runtime: &'static Entry, subject: &Subject<'_>) -> Known {
    let trust_of_runtime = trust(runtime, subject.exe);
    let plain = Known { entry: runtime, trust: trust_of_runtime, runtime: None, app: runtime.app.to_owned() };
    let Some(script) = script(subject) else { return plain };
    let Some(name) = script.name() else { return plain };
    let known = match script {
        Runs::File(path) => lookup(name, subject.platform)
            .filter(|entry| !looks_through(entry) && trust(entry, Some(path)) == Trust::Expected),
        Runs::Module(_) => lookup(name, subject.platform).filter(|entry| entry.parents_include(runtime)),
        Runs::Inline | Runs::Nothing => None,
    };
    match known {
        Some(entry) => {
            Known { entry, trust: trust_of_runtime, runtime: Some(runtime), app: entry.app.to_owned() }
        }
        None => Known { app: name.to_owned(), ..plain },
    }
}

impl Entry {
    /// Whether the catalogue says that it runs in this runtime: a class of Java, a module of Python.
    fn parents_include(&self, runtime: &Self) -> bool {
        self.tags.contains(&runtime.app)
    }
}

fn script<'a>(subject: &Subject<'a>) -> Option<Runs<'a>> {
    let program = subject.exe.map(file_name).unwrap_or(subject.name);
    runs(program, subject.arguments).or_else(|| runs(subject.name, subject.arguments))
}

fn trust(entry: &Entry, path: Option<&str>) -> Trust {
    // Threads of the kernel are no processes here: whatever is called so has borrowed the name.
    if entry.category == Category::Kernel {
        return Trust::Mismatch;
    }
    let Some(path) = path else { return Trust::Unseen };
    // A file system of Windows keeps case, but does not tell names apart by it.
    let folds = path.contains('\\');
    let comparable = |path: &str| if folds { path.to_lowercase() } else { settled(path).into_owned() };
    let is = comparable(path);
    let own_name = || lookup(file_name(path), entry.platform).is_some_and(|other| other.app == entry.app);
    if entry.expect.paths.iter().any(|expected| glob::fits_path(&comparable(expected), &is)) {
        Trust::Expected
    } else if entry.nature.runs_from_anywhere() && own_name() {
        Trust::FromAnywhere
    } else if entry.expect.paths.is_empty() {
        Trust::Unstated
    } else {
        Trust::Mismatch
    }
}

/// Folders that are one on a merged system, or are told apart only by the distribution (file-hierarchy(7)).
fn settled(path: &str) -> Cow<'_, str> {
    const SAME: [(&str, &str); 8] = [
        ("/usr/sbin/", "/usr/bin/"),
        ("/sbin/", "/usr/bin/"),
        ("/bin/", "/usr/bin/"),
        ("/usr/libexec/", "/usr/lib/"),
        ("/usr/lib64/", "/usr/lib/"),
        ("/lib64/", "/usr/lib/"),
        ("/lib/", "/usr/lib/"),
        ("/usr/local/sbin/", "/usr/local/bin/"),
    ];
    let same = SAME.iter().find_map(|(from, to)| path.strip_prefix(from).map(|rest| (to, rest)));
    same.map_or(Cow::Borrowed(path), |(to, rest)| Cow::Owned(format!("{to}{rest}")))
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
