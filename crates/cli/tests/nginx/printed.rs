//! What is printed: nginx accepts every combination as it is, and nothing hostile gets into it.

use crate::front::{DOMAIN, Front, SOCKET, keys};

/// One option that may be given or not.
type Optional<'a> = Option<[&'a str; 2]>;

#[test]
fn nginx_accepts_every_combination_as_printed_and_we_accept_its_keys() {
    let front = match Front::new() {
        Ok(front) => front,
        Err(reason) => return println!("SKIPPED nginx: {reason}"),
    };
    let long = format!("{0}.{0}.{0}.example.org", "a".repeat(63));
    let domains: [Optional<'_>; 3] = [None, Some(["--domain", DOMAIN]), Some(["--domain", &long])];
    let paths: [Optional<'_>; 3] =
        [None, Some(["--sub-path", "/mon"]), Some(["--sub-path", "/a/b-c_d.e~f/"])];
    let sockets: [Optional<'_>; 2] = [None, Some(["--socket", SOCKET])];
    let mut count = 0;
    for lang in ["en", "ko"] {
        for domain in domains {
            for path in paths {
                for socket in sockets {
                    let mut options = vec!["--lang", lang];
                    options.extend([domain, path, socket].into_iter().flatten().flatten());
                    let text = front.print(&options);
                    front.write("etc/nginx/conf.d/server-monitor.conf", &text);
                    front.certify(&text);
                    let (accepted, said) = front.nginx_accepts();
                    assert!(accepted && !said.contains("[warn]"), "{options:?}: {said}\n{text}");
                    front.write("etc/server-monitor/config.toml", &keys(&text));
                    front.monitor(&["config", "check"], "");
                    front.write("etc/server-monitor/config.toml", "");
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, 36);
    // Without its certificate nginx refuses the block, and whoever printed it was told.
    let text = front.print(&["--domain", "other.example.org"]);
    front.write("etc/nginx/conf.d/server-monitor.conf", &text);
    assert!(!front.nginx_accepts().0);
    let said = front.tool(&[
        env!("CARGO_BIN_EXE_server-monitor"),
        "config",
        "nginx",
        "--domain",
        "other.example.org",
    ]);
    let talk = String::from_utf8(said.stderr).unwrap();
    assert!(
        talk.contains("/etc/letsencrypt/live/other.example.org/fullchain.pem is not there yet"),
        "{talk}"
    );
}
