//! Looking through an interpreter to what it runs: `python3 -u /srv/app/manage.py run` runs `manage.py`.
//! Pure; arguments are hostile, so that nothing found here gives trust by itself.

/// What an interpreter was told to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runs<'a> {
    /// A file, as it stands in the arguments.
    File(&'a str),
    /// A module or class by name: `python -m http.server`, `java com.example.Main`.
    Module(&'a str),
    /// Code in the arguments themselves: `sh -c …`.
    Inline,
    /// Nothing: somebody sits at it, or it reads from a pipe.
    Nothing,
}

impl Runs<'_> {
    /// The short name of what is run: a file without its folders, a class without its packages.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::File(path) => path.rsplit(['/', '\\']).next().filter(|name| !name.is_empty()),
            Self::Module(name) => Some(name).filter(|name| !name.is_empty()).copied(),
            Self::Inline | Self::Nothing => None,
        }
    }
}

/// How the options of an interpreter are read.
struct Manner {
    /// Names of the interpreter, without a version.
    names: &'static [&'static str],
    /// Options that take the next argument as their value.
    values: &'static [&'static str],
    /// Options whose value is a file that is run.
    file: &'static [&'static str],
    /// Options whose value is a module that is run.
    module: &'static [&'static str],
    /// Options whose value is code.
    inline: &'static [&'static str],
    /// A bare argument is a class or module, not a file.
    bare_is_module: bool,
    /// Words before what is run: `deno run x.ts`.
    verbs: &'static [&'static str],
}

const NONE: &[&str] = &[];

const MANNERS: &[Manner] = &[
    Manner {
        names: &["python", "pypy"],
        values: &["-W", "-X", "--check-hash-based-pycs"],
        file: NONE,
        module: &["-m"],
        inline: &["-c"],
        bare_is_module: false,
        verbs: NONE,
    },
    Manner {
        names: &["node", "nodejs"],
        values: &["-r", "--require", "--import", "--loader", "-C", "--conditions", "--env-file"],
        file: NONE,
        module: NONE,
        inline: &["-e", "--eval", "-p", "--print"],
        bare_is_module: false,
        verbs: NONE,
    },
    Manner {
        names: &["bun"],
        values: &["-r", "--preload", "--cwd"],
        file: NONE,
        module: NONE,
        inline: &["-e", "--eval"],
        bare_is_module: false,
        verbs: &["run"],
    },
    Manner {
        names: &["deno"],
        values: &["-c", "--config", "--import-map"],
        file: NONE,
        module: NONE,
        inline: &["eval"],
        bare_is_module: false,
        verbs: &["run", "serve"],
    },
    Manner {
        names: &["java"],
        values: &[
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--add-modules",
            "--add-opens",
            "--add-exports",
            "--add-reads",
        ],
        file: &["-jar"],
        module: &["-m", "--module"],
        inline: NONE,
        bare_is_module: true,
        verbs: NONE,
    },
    Manner {
        names: &["perl"],
        values: &["-I", "-M"],
        file: NONE,
        module: NONE,
        inline: &["-e", "-E"],
        bare_is_module: false,
        verbs: NONE,
    },
    Manner {
        names: &["ruby", "jruby"],
        values: &["-I", "-r", "-C", "-E"],
        file: NONE,
        module: NONE,
        inline: &["-e"],
        bare_is_module: false,
        verbs: NONE,
    },
    Manner {
        names: &["php"],
        values: &["-c", "-d", "-S", "-t", "-z"],
        file: &["-f", "--file"],
        module: NONE,
        inline: &["-r", "--run"],
        bare_is_module: false,
        verbs: NONE,
    },
    Manner {
        names: &["lua", "luajit"],
        values: &["-l"],
        file: NONE,
        module: NONE,
        inline: &["-e"],
        bare_is_module: false,
        verbs: NONE,
    },
    Manner {
        names: &["dotnet", "mono"],
        values: &["--runtimeconfig", "--depsfile", "--additionalprobingpath"],
        file: NONE,
        module: NONE,
        inline: NONE,
        bare_is_module: false,
        verbs: &["exec", "run"],
    },
    Manner {
        names: &["rscript"],
        values: NONE,
        file: NONE,
        module: NONE,
        inline: &["-e"],
        bare_is_module: false,
        verbs: NONE,
    },
    Manner {
        names: &["sh", "bash", "dash", "zsh", "ksh", "ash", "fish"],
        values: &["-o", "+o", "-O", "+O", "--rcfile", "--init-file"],
        file: NONE,
        module: NONE,
        inline: &["-c"],
        bare_is_module: false,
        verbs: NONE,
    },
];

/// What the interpreter `program` (its file name, as `python3.12`) runs with these arguments, its own name first.
/// `None` when it is no interpreter that is known here.
#[must_use]
pub fn runs<'a>(program: &str, arguments: &'a [String]) -> Option<Runs<'a>> {
    let bare = program.strip_suffix(".exe").unwrap_or(program);
    let bare =
        bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-').to_ascii_lowercase();
    let manner = MANNERS.iter().find(|manner| manner.names.contains(&bare.as_str()))?;
    Some(manner.read(arguments.get(1..).unwrap_or_default()))
}

impl Manner {
    fn read<'a>(&self, arguments: &'a [String]) -> Runs<'a> {
        let mut rest = arguments.iter().map(String::as_str).filter(|argument| !argument.is_empty());
        while let Some(argument) = rest.next() {
            let shell_cluster =
                self.inline.contains(&"-c") && self.names.contains(&"sh") && is_cluster_with_c(argument);
            if self.inline.contains(&argument) || shell_cluster {
                return Runs::Inline;
            } else if self.file.contains(&argument) {
                return rest.next().map_or(Runs::Nothing, Runs::File);
            } else if self.module.contains(&argument) {
                return rest.next().map_or(Runs::Nothing, |name| Runs::Module(module_name(name)));
            } else if self.values.contains(&argument) {
                rest.next();
            } else if argument == "--" {
                return rest.next().map_or(Runs::Nothing, |argument| self.bare(argument));
            } else if argument == "-" {
                return Runs::Nothing;
            } else if !argument.starts_with('-')
                && !argument.starts_with('+')
                && !self.verbs.contains(&argument)
            {
                return self.bare(argument);
            }
        }
        Runs::Nothing
    }

    fn bare<'a>(&self, argument: &'a str) -> Runs<'a> {
        let is_file = argument.contains('/') || argument.ends_with(".java") || argument.ends_with(".jar");
        if self.bare_is_module && !is_file {
            Runs::Module(module_name(argument))
        } else {
            Runs::File(argument)
        }
    }
}

/// `-lc`, `-xec`: letters of a shell's short options, `c` among them.
fn is_cluster_with_c(argument: &str) -> bool {
    argument
        .strip_prefix('-')
        .is_some_and(|letters| letters.contains('c') && letters.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// `com.example.Main` and `app/com.example.Main` are `Main`'s; a Python module keeps its dots.
fn module_name(name: &str) -> &str {
    let class = name.rsplit('/').next().unwrap_or(name);
    match class.rsplit('.').next() {
        Some(last) if last.starts_with(|c: char| c.is_uppercase()) => last,
        _ => class,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<String> {
        let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let program = arguments[0].rsplit('/').next().unwrap().to_owned();
        runs(&program, &arguments).map(|runs| match &runs {
            Runs::Inline => "(inline)".to_owned(),
            Runs::Nothing => "(nothing)".to_owned(),
            other => other.name().unwrap_or("(no name)").to_owned(),
        })
    }

    #[test]
    fn interpreters_are_looked_through_to_what_they_run() {
        for (line, expected) in [
            ("python3 /srv/app/manage.py runserver", "manage.py"),
            ("/usr/bin/python3.12 -u -W ignore app.py", "app.py"),
            ("python3 -m http.server 8000", "http.server"),
            ("python3 -c import_x", "(inline)"),
            ("python3", "(nothing)"),
            ("python3 -", "(nothing)"),
            ("node --max-old-space-size=4096 -r dotenv/config server.js", "server.js"),
            ("node", "(nothing)"),
            ("deno run --allow-net main.ts", "main.ts"),
            ("bun run index.ts", "index.ts"),
            ("java -Xmx2g -jar /opt/app/app.jar --port=1", "app.jar"),
            ("java -cp a:b org.elasticsearch.bootstrap.Elasticsearch", "Elasticsearch"),
            ("java -p mods -m app/com.example.Main", "Main"),
            ("perl -w /usr/sbin/munin-node", "munin-node"),
            ("ruby -I lib bin/rails server", "rails"),
            ("php -d x=1 -f worker.php", "worker.php"),
            ("php artisan queue:work", "artisan"),
            ("php -S 0.0.0.0:80", "(nothing)"),
            ("bash -c sleep", "(inline)"),
            ("bash -lc sleep", "(inline)"),
            ("sh -e /etc/rc.local", "rc.local"),
            ("bash --login", "(nothing)"),
            ("dotnet /app/Shop.dll", "Shop.dll"),
            ("python3 -- odd.py", "odd.py"),
            ("java -jar", "(nothing)"),
        ] {
            assert_eq!(of(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_is_no_interpreter_is_not_looked_through() {
        for line in ["nginx -g daemon", "sshd -D", "pythonista x.py"] {
            assert_eq!(of(line), None, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn hostile_arguments_never_panic(program in "(python3|node|java|sh|php|x)", arguments in proptest::collection::vec(".{0,12}", 0..6)) {
            let _ = runs(&program, &arguments).map(|runs| runs.name().map(str::to_owned));
        }
    }
}
