//! Which of several values counts, and what is said about the others.

use super::*;
use server::Listen;

/// A folder with a configuration and a `.env`, and a caller who stands elsewhere.
struct Scene {
    folder: tempfile::TempDir,
    given: Given,
    variables: Vec<(&'static str, &'static str)>,
}

impl Scene {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), given: Given::default(), variables: Vec::new() }
    }

    fn file(mut self, text: &str) -> Self {
        let path = self.folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        self.given.config = Some(path);
        self
    }

    fn dotenv(self, text: &str) -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.folder.path().join(".env");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        self
    }

    fn variable(mut self, name: &'static str, value: &'static str) -> Self {
        self.variables.push((name, value));
        self
    }

    fn flag(mut self, key: &'static str, values: &[&str]) -> Self {
        self.given.flags.insert(key, values.iter().map(|value| (*value).to_owned()).collect());
        self
    }

    fn load(&self) -> Result<Loaded, ConfigErrors> {
        let mut environment = Environment::invented(rustix::process::geteuid().as_raw(), &self.variables);
        environment.working_directory = Some("/nonexistent/folder".into());
        load(&self.given, &environment)
    }
}

fn tcp(address: &str) -> Vec<Listen> {
    vec![Listen::Tcp(address.parse().unwrap())]
}

#[test]
fn flag_beats_environment_beats_dotenv_beats_file_beats_default() {
    let scene = Scene::new();
    let listen = |scene: &Scene| {
        scene.load().map(|loaded| (loaded.config.listen.clone(), loaded.origin("listen").word())).unwrap()
    };
    assert_eq!(listen(&scene), (tcp("127.0.0.1:8000"), "default"));
    let scene = scene.file("listen = \"127.0.0.1:1001\"\n");
    assert_eq!(listen(&scene), (tcp("127.0.0.1:1001"), "file"));
    let scene = scene.dotenv("HOST=127.0.0.1\nPORT=1002\n");
    assert_eq!(listen(&scene), (tcp("127.0.0.1:1002"), "dotenv"));
    let scene = scene.variable("PORT", "1003");
    assert_eq!(listen(&scene), (tcp("127.0.0.1:1003"), "environment"));
    let scene = scene.flag("listen", &["127.0.0.1:1004"]);
    assert_eq!(listen(&scene), (tcp("127.0.0.1:1004"), "flag"));
}

#[test]
fn a_value_remembers_the_line_it_stands_on() {
    let loaded = Scene::new().file("\n\nbase_path = \"/m\"\n").dotenv("\nDEBUG=1\n").load().unwrap();
    let line = |name: &str| match loaded.origin(name).place() {
        Some(Place::Line(_, line)) => *line,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!((line("base_path"), line("debug")), (3, 2));
}

#[test]
fn an_empty_variable_says_nothing() {
    let loaded = Scene::new().variable("HOST", "").variable("PORT", "").load().unwrap();
    assert_eq!(loaded.origin("listen"), &Origin::Default);
}

#[test]
fn host_may_be_an_ipv6_address_without_brackets() {
    assert_eq!(Scene::new().variable("HOST", "::").load().unwrap().config.listen, tcp("[::]:8000"));
}

#[test]
fn a_repeated_flag_is_a_list() {
    let loaded = Scene::new().flag("listen", &["127.0.0.1:1", "unix:/run/x.sock"]).load().unwrap();
    assert_eq!(loaded.config.listen.len(), 2);
}

#[test]
fn a_relative_state_directory_is_accepted_on_the_command_line_only() {
    let loaded = Scene::new().flag("state_dir", &["state"]).load().unwrap();
    assert_eq!(loaded.config.state_dir, PathBuf::from("/nonexistent/folder/state"));
    assert!(Scene::new().file("state_dir = \"state\"").load().is_err());
}

#[test]
fn a_mistake_is_found_even_where_a_flag_overrides_it() {
    let errors = Scene::new().file("mode = \"loose\"\n").flag("mode", &["strict"]).load().unwrap_err().0;
    assert!(matches!(&errors[..], [ConfigError::Malformed { .. }]), "{errors:?}");
}

#[test]
fn a_missing_file_is_a_mistake_only_if_it_was_named() {
    let mut named = Scene::new();
    named.given.config = Some("/nonexistent/config.toml".into());
    assert!(named.load().is_err());
    assert!(Scene::new().variable("CONFIGURATION_DIRECTORY", "/nonexistent").load().is_ok());
}

#[test]
fn the_locale_without_a_language_leaves_the_choice_to_the_file() {
    let lang = |scene: Scene| scene.load().unwrap().config.lang.word();
    assert_eq!(lang(Scene::new().file("lang = \"ko\"").variable("LANG", "C.UTF-8")), "ko");
    assert_eq!(lang(Scene::new().file("lang = \"ko\"").variable("LANG", "en_US.UTF-8")), "en");
    assert_eq!(lang(Scene::new().variable("LC_ALL", "ko_KR.UTF-8").variable("LANG", "en_US")), "ko");
}

#[test]
fn the_state_directory_of_systemd_counts() {
    let loaded = Scene::new().variable("STATE_DIRECTORY", "/var/lib/a:/var/lib/b").load().unwrap();
    assert_eq!(loaded.config.state_dir, PathBuf::from("/var/lib/a"));
}

#[test]
fn other_names_in_dotenv_are_somebody_elses() {
    assert!(Scene::new().file("").dotenv("SLACK_URL=x\nFOO=bar\n").load().is_ok());
}

#[test]
fn a_secret_is_shown_nowhere() {
    let loaded = Scene::new().file("mongo_url = \"mongodb://u:canary@h/\"").load().unwrap();
    let words = words::Words::of(words::Lang::En);
    for shown in [
        format!("{:?}", loaded.config),
        crate::config::text(&loaded, words),
        crate::config::json(&loaded).to_string(),
    ] {
        assert!(!shown.contains("canary") && shown.contains("***"), "{shown}");
    }
    let wrong = Scene::new().file("mongo_url = \"http://u:canary@h/\"").load().unwrap_err();
    assert!(!wrong.0[0].say(words).contains("canary"));
}

#[test]
fn a_warning_from_above_the_limit_is_a_mistake() {
    let errors = Scene::new().file("cpu_warn = 90\n").load().unwrap_err().0;
    assert!(matches!(&errors[..], [ConfigError::Thresholds { .. }]), "{errors:?}");
}
