//! Through bad days: the program gone and back, requests that are too large for one of the two.

use crate::front::{DOMAIN, Front, SOCKET};

#[test]
fn while_the_program_is_gone_nginx_says_502_and_afterwards_all_is_well() {
    for socket in [&[][..], &["--socket", SOCKET]] {
        let mut front = front!(&[&["--domain", DOMAIN][..], socket].concat());
        let status = |front: &Front| front.curl(&["https://mon.example.org/healthz"]).status;
        assert_eq!(status(&front), 200);
        for _ in 0..2 {
            front.stop_server();
            assert_eq!(status(&front), 502);
            front.start_server();
            assert_eq!(status(&front), 200, "{socket:?}: {}", front.read("log/nginx/error.log"));
        }
        assert_eq!(front.curl_in(&["https://mon.example.org/api/v1/me"]).status, 200);
    }
}

#[test]
fn what_is_too_large_is_refused_by_one_of_the_two_and_nothing_breaks() {
    let front = front!(&["--domain", DOMAIN]);
    let large = |bytes: usize| format!("X-Large: {}", "a".repeat(bytes));
    let me = "https://mon.example.org/api/v1/me";
    let seven = large(7000);
    assert_eq!(
        front.curl_in(&["-H", &seven, "-H", &seven, "-H", &seven, me]).status,
        200,
        "what we take, nginx takes"
    );
    assert_eq!(
        front.curl_in(&["-H", &large(9000), me]).status,
        400,
        "a line over 8 KiB is nginx's to refuse"
    );
    let many: Vec<String> = (0..80).map(|number| format!("X-Many-{number}: a")).collect();
    let many: Vec<&str> = many.iter().flat_map(|header| ["-H", header.as_str()]).collect();
    let refused = front.curl_in(&[&many[..], &[me]].concat());
    assert_eq!((refused.status, refused.json()["code"].as_str()), (431, Some("headers_too_large")));

    let body = |bytes: usize| {
        front.write("log/nginx/body", &"a".repeat(bytes));
        let json = ["-H", "Content-Type: application/json", "--data-binary", "@/var/log/nginx/body"];
        front.curl(&[&json[..], &["https://mon.example.org/api/v1/session"]].concat())
    };
    let refused = body(100 * 1024);
    assert_eq!((refused.status, refused.json()["code"].as_str()), (413, Some("body_too_large")));
    assert_eq!(body(2 * 1024 * 1024).status, 413);
    assert_eq!(front.curl_in(&[me]).status, 200);
    assert!(
        !front.read("log/nginx/error.log").contains("upstream sent"),
        "{}",
        front.read("log/nginx/error.log")
    );
}

#[test]
fn a_large_answer_is_compressed_once_and_whole() {
    let front = front!(&["--domain", DOMAIN]);
    let url = "https://mon.example.org/api/v1/openapi.json";
    let plain = front.curl_in(&[url]);
    let packed = front.curl_in(&["-H", "Accept-Encoding: gzip", url]);
    assert_eq!((plain.all("content-encoding"), packed.all("content-encoding")), (vec![], vec!["gzip"]));
    assert!(packed.body.len() * 3 < plain.body.len());
    assert_eq!(front.curl_in(&["--compressed", url]).body, plain.body);
    let me = front.curl_in(&["-H", "Accept-Encoding: gzip", "https://mon.example.org/api/v1/me"]);
    assert!(me.all("content-encoding").is_empty(), "nginx compressed what must not be: {me:?}");
}
