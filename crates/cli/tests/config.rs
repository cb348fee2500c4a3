//! The configuration as a person meets it: mistakes are named with file, line and the way out; every
//! value says where it comes from.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use house::{House, json};

#[test]
fn every_mistake_is_exit_2_and_says_what_to_write() {
    let house = House::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/invalid_configs");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let file = path.to_str().unwrap();
        let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap().replace("{file}", file);
        let said = house.run(&["--config", file, "config", "check"]);
        let first = said.err.lines().next().unwrap_or_default();
        assert_eq!(first, format!("server-monitor: {}", expected.trim_end()), "{file}");
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{file}");
        count += 1;
    }
    assert!(count >= 20, "only {count} mistakes were found in {folder}");
}

#[test]
fn every_mistake_of_a_file_is_named_at_once_for_every_command() {
    let house = House::new();
    house.write("config.toml", "lisen = 1\nmood = 2\n", 0o600);
    for command in [&["status"][..], &["ps"], &["user", "list"], &["serve"], &[]] {
        let said = house.run(command);
        assert_eq!(said.code, 2, "{command:?}");
        assert!(said.err.contains(":1: ") && said.err.contains(":2: "), "{}", said.err);
    }
    assert!(!house::exists(&house.state()), "a configuration with mistakes made a store");
}

#[test]
fn a_mistake_is_said_in_the_language_that_was_asked_for() {
    let house = House::new();
    house.write("config.toml", "lisen = 1\n", 0o600);
    let said = house.run(&["--lang", "ko", "ps"]);
    assert!(said.err.contains("가장 가까운 키: listen"), "{}", said.err);
}

#[test]
fn a_collection_that_holds_other_records_of_ours_is_refused_from_every_place_before_anything_is_done() {
    for taken in ["audit", "process_rules", "known_processes_removed"] {
        let house = House::new();
        for (lang, what, way_out) in [
            ("en", "collection_name cannot be", "a plain name, as \"known_processes\""),
            ("ko", "collection_name 의 값이", "\"known_processes\" 같은 이름으로 쓰세요"),
        ] {
            let commands =
                [&["config", "check"][..], &["config", "show"], &["policy", "list"], &["audit"], &["serve"]];
            for args in commands.map(|args| [&["--lang", lang], args].concat()) {
                // Nobody listens at that port: whoever asked it all the same would say so.
                let mut command = house.command(&args);
                command.env("COLLECTION_NAME", taken).env("MONGO_URL", "mongodb://127.0.0.1:9/");
                let said = house::said(command.output().unwrap());
                assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}: {}", said.err);
                let first = said.err.lines().next().unwrap_or_default();
                assert!(first.starts_with("server-monitor: COLLECTION_NAME: "), "{first}");
                assert!(first.contains(what) && first.contains(&format!("\"{taken}\"")), "{first}");
                assert!(first.contains(way_out), "{first}");
            }
        }
        house.write(".env", &format!("DB_NAME=x\nCOLLECTION_NAME={taken}\n"), 0o600);
        let said = house.run(&["config", "check"]);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(said.err.contains(".env:2: collection_name cannot be"), "{}", said.err);
        assert!(!house::exists(&house.state()), "a configuration with mistakes made a store");
    }
}

#[test]
fn a_file_that_was_named_and_is_missing_is_exit_2() {
    let said = House::new().run(&["--config", "/nonexistent.toml", "config", "check"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("/nonexistent.toml"), "{}", said.err);
}

#[test]
fn show_tells_each_value_and_its_place() {
    let house = House::new();
    house.write("config.toml", "base_path = \"/m\"\nlisten = \"127.0.0.1:1001\"\nmemory_warn = 10\n", 0o600);
    house.write(".env", "PORT=1002\nDEBUG=1\nMONGO_URL='mongodb://u:canary@h/'\n", 0o600);
    let mut command = house.command(&["config", "show", "--json"]);
    let output = command.env("BASE_PATH", "/e").output().unwrap();
    let said = house::said(output);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(!said.out.contains("canary"), "the secret is shown");
    let shown = json(&said.out);
    let of = |name: &str| {
        let rows = shown["config"].as_array().unwrap();
        let row = rows.iter().find(|row| row["name"] == name).unwrap();
        (row["value"].to_string(), row["origin"].as_str().unwrap().to_owned())
    };
    assert_eq!(of("base_path"), ("\"/e\"".to_owned(), "environment".to_owned()));
    assert_eq!(of("listen"), ("\"127.0.0.1:1002\"".to_owned(), "dotenv".to_owned()));
    assert_eq!(of("memory_warn"), ("10.0".to_owned(), "file".to_owned()));
    assert_eq!(of("mongo_url").0, "\"***\"");
    assert_eq!(of("mode").1, "default");
    let text = house.run(&["config", "show"]);
    assert!(text.out.contains("config.toml:3") && text.out.contains(".env:1"), "{}", text.out);
    assert!(!text.out.contains("canary"), "the secret is shown");
}

#[test]
fn what_show_prints_is_a_configuration() {
    let house = House::new();
    let shown = house.run(&["config", "show"]).out;
    let again = house.write("again.toml", &shown, 0o600);
    let said = house.run(&["--config", again.to_str().unwrap(), "config", "check"]);
    assert_eq!(said.code, 0, "{}{shown}", said.err);
}

#[test]
fn a_dotenv_that_others_can_write_is_ignored_loudly() {
    let house = House::new();
    house.write(".env", "PORT=1002\n", 0o666);
    let said = house.run(&["config", "show", "--json"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains(".env is not used: others can write it (mode 0666)"), "{}", said.err);
    assert!(!said.out.contains("1002"), "{}", said.out);
}

#[test]
fn the_dotenv_of_a_parent_folder_is_never_read() {
    let house = House::new();
    house.write(".env", "PORT=1002\n", 0o600);
    let inner = house.path("inner");
    std::fs::create_dir(&inner).unwrap();
    let mut command = house.command(&["config", "show", "--json"]);
    let said =
        house::said(command.env("CONFIGURATION_DIRECTORY", &inner).current_dir(&inner).output().unwrap());
    assert!(!said.out.contains("1002"), "{}", said.out);
}

#[test]
fn nothing_hostile_gets_into_the_block_for_nginx() {
    let house = House::new();
    for (option, values) in [
        (
            "--domain",
            &[
                "",
                "a;b",
                "a b",
                "a}",
                "a{",
                "a\nb",
                "a\r\nlisten 1;",
                "a\"b",
                "a'b",
                "$host",
                "a\\b",
                "~^.*$",
                "*.a",
                ".a",
                "-a",
                "a:80",
                "http://a",
                "a#b",
                "한국.example",
                "a/../b",
            ][..],
        ),
        (
            "--sub-path",
            &[
                "mon", "//mon", "/a;b", "/a b", "/a}", "/a\nb", "/a\"b", "/$uri", "/../a", "/a/./b", "/%2e",
                "/a\\b", "/api", "/x/api", "/é", "/a?b", "/a#b",
            ],
        ),
        (
            "--socket",
            &[
                "",
                "x.sock",
                "/a;b",
                "/a b",
                "/a}",
                "/a\nb",
                "/a\"b",
                "/$uri",
                "/run/../x",
                "/a:/b",
                "/a\\b",
                "/run/",
                "unix:",
                "/é",
            ],
        ),
    ] {
        for value in values {
            for lang in ["en", "ko"] {
                let said = house.run(&["--lang", lang, "config", "nginx", &format!("{option}={value}")]);
                assert_eq!((said.code, said.out.as_str()), (2, ""), "{option}={value:?}: {}", said.err);
                assert_eq!(said.err.lines().count(), 1, "{option}={value:?}: {}", said.err);
            }
        }
    }
}

#[test]
fn the_block_for_nginx_follows_the_configuration_unless_told_otherwise() {
    let house = House::new();
    house.write(
        "config.toml",
        "listen = [\"0.0.0.0:9000\", \"unix:/run/x.sock\"]\nbase_path = \"/old\"\n",
        0o600,
    );
    let of = |options: &[&str]| house.run(&[&["config", "nginx"], options].concat()).out;
    let followed = of(&[]);
    assert!(
        followed.contains("proxy_pass http://127.0.0.1:9000;") && followed.contains("location /old/ {"),
        "{followed}"
    );
    let told = of(&["--socket", "/run/y.sock", "--sub-path", "/"]);
    assert!(told.contains("proxy_pass http://unix:/run/y.sock;") && told.contains("location / {"), "{told}");
    assert!(told.contains("#     base_path = \"\"\n"), "the old path would still hold: {told}");
    let document = json(&of(&["--json"]));
    assert_eq!(document["nginx"], followed);
    assert!(
        document["config"].as_str().unwrap().contains("trusted_proxies = [\"127.0.0.1\"]\n"),
        "{document}"
    );
}
