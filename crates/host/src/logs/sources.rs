//! The table of logs: which there are, under which ids. A request names an id of this table; what it leads to
//! was written by whoever runs the server, or stands here. Reading them is done elsewhere.

use std::path::{Path, PathBuf};

use crate::roots::Roots;

use super::journal::{self, Boot, Part};
use super::place::{Place, Target};
use super::unit_file;
use super::unit_name::{self, Named, is_unit};
use super::{LogOptions, Origin};

/// Logs that people look for, if this machine has them: their ids and paths (hier(7); the packages of Debian, Fedora and SUSE).
const WELL_KNOWN: &[(&str, &str)] = &[
    ("syslog", "/var/log/syslog"),
    ("messages", "/var/log/messages"),
    ("auth.log", "/var/log/auth.log"),
    ("secure", "/var/log/secure"),
    ("kern.log", "/var/log/kern.log"),
    ("daemon.log", "/var/log/daemon.log"),
    ("cron", "/var/log/cron"),
    ("cron.log", "/var/log/cron.log"),
    ("mail.log", "/var/log/mail.log"),
    ("maillog", "/var/log/maillog"),
    ("ufw.log", "/var/log/ufw.log"),
    ("fail2ban.log", "/var/log/fail2ban.log"),
    ("nginx-access.log", "/var/log/nginx/access.log"),
    ("nginx-error.log", "/var/log/nginx/error.log"),
    ("apache2-access.log", "/var/log/apache2/access.log"),
    ("apache2-error.log", "/var/log/apache2/error.log"),
    ("httpd-access_log", "/var/log/httpd/access_log"),
    ("httpd-error_log", "/var/log/httpd/error_log"),
    ("mysql-error.log", "/var/log/mysql/error.log"),
    ("mysqld.log", "/var/log/mysqld.log"),
    ("mariadb.log", "/var/log/mariadb/mariadb.log"),
    ("redis-server.log", "/var/log/redis/redis-server.log"),
    ("mongod.log", "/var/log/mongodb/mongod.log"),
    ("dpkg.log", "/var/log/dpkg.log"),
    ("apt-history.log", "/var/log/apt/history.log"),
    ("dnf.log", "/var/log/dnf.log"),
    ("cloud-init.log", "/var/log/cloud-init.log"),
    ("dmesg", "/var/log/dmesg"),
];

/// Folders whose logs are all listed, by the name with which their ids begin, and how the logs' names end.
const FOLDERS: &[(&str, &str, &str)] =
    &[("nginx-", "/var/log/nginx", ".log"), ("postgresql-", "/var/log/postgresql", ".log")];

/// Logs of one such folder that are listed.
const PER_FOLDER: usize = 64;

/// Entries of a folder that are looked at.
const ENTRIES: usize = 4096;

/// Longest id.
const LONGEST_ID: usize = 64;

/// Whether this can be the id of a log: `[A-Za-z0-9._-]{1,64}`.
#[must_use]
pub fn is_log_id(id: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(known)
}

/// What was configured, in that order.
pub(super) fn configured(roots: &Roots, options: &LogOptions) -> Vec<Place> {
    let place = |(id, origin): &(String, Origin)| match origin {
        Origin::File(path) => of_file(roots, id.clone(), path),
        Origin::Unit(unit) => of_unit(roots, id.clone(), unit),
    };
    options.configured.iter().map(place).collect()
}

/// This boot, the one before, and of the units that are offered those that there are.
pub(super) fn journals(roots: &Roots, options: &LogOptions) -> Vec<Place> {
    let boot = |id: &str, title: &str, boot| {
        let target = Target::Journal(roots.clone(), Part { boot: Some(boot), unit: None });
        Place { id: id.to_owned(), title: title.to_owned(), target }
    };
    let boots =
        [boot("journal", "journal", Boot::This), boot("journal.previous", "journal -b -1", Boot::Last)];
    let units = options.units.iter().filter(|unit| is_unit(unit)).map(|unit| unit_name::whole(unit));
    let defined = units.filter(|unit| unit_file::is_defined(roots, unit));
    boots.into_iter().chain(defined.map(|unit| of_unit(roots, unit_name::id_of(&unit), &unit))).collect()
}

/// The part of the journal that this id of a unit names, whether there is such a unit or not.
pub(super) fn unit_of(roots: &Roots, id: &str) -> Option<Place> {
    match unit_name::named(id)? {
        Named::Unit(unit) => Some(of_unit(roots, id.to_owned(), &unit)),
        Named::Hashed => {
            let unit = journal::units(roots).into_iter().find(|unit| unit_name::id_of(unit) == id)?;
            Some(of_unit(roots, id.to_owned(), &unit))
        }
    }
}

/// The files that are well known, whether they exist or not, and those of the folders. Reads folders.
pub(super) fn well_known(roots: &Roots) -> Vec<Place> {
    let known = |(id, path): &(&str, &str)| of_file(roots, (*id).to_owned(), Path::new(path));
    let mut places: Vec<Place> = WELL_KNOWN.iter().map(known).collect();
    for (prefix, folder, ending) in FOLDERS {
        let mut names = names_in(&roots.locate(Path::new(folder)), ending);
        names.sort_unstable();
        for name in names {
            let id = format!("{prefix}{name}");
            if is_log_id(&id) && places.iter().all(|place| place.id != id) {
                places.push(of_file(roots, id, &Path::new(folder).join(name)));
            }
        }
    }
    places
}

fn names_in(folder: &Path, ending: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.take(ENTRIES).filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| name.ends_with(ending) && !name.starts_with('.')).take(PER_FOLDER).collect()
}

fn of_file(roots: &Roots, id: String, path: &Path) -> Place {
    let title = path.to_string_lossy().into_owned();
    let path: PathBuf = roots.locate(path);
    Place { id, title, target: Target::File(path) }
}

fn of_unit(roots: &Roots, id: String, unit: &str) -> Place {
    let part = is_unit(unit).then(|| Part { boot: None, unit: Some(unit.to_owned()) });
    let target = part.map_or(Target::Nothing, |part| Target::Journal(roots.clone(), part));
    Place { id, title: unit.to_owned(), target }
}
