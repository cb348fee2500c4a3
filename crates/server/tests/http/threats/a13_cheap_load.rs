//! A13: little for the sender, much for us. B31, B32, B33.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use domain::Role;
use proptest::prelude::*;
use server::Limits;

use crate::house::{BUSY, House, PATIENCE, Plan, call, eventually, process};

fn patient(limits: Limits) -> House {
    House::with(Plan { limits, ..Plan::default() })
}

/// Others are answered. One that is too slow itself, on a busy machine, may have to ask again.
fn healthy(house: &House) {
    let until = Instant::now() + BUSY;
    while house.get("/healthz").send().status != 200 {
        assert!(Instant::now() < until, "the server answers nobody");
    }
    assert!(Instant::now() < until, "the server was overloaded");
}

#[test]
fn a_large_body_is_refused_before_it_is_read() {
    let house = House::new();
    let admin = house.token(Role::Admin);
    let declared = format!(
        "POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {admin}\r\nContent-Type: application/json\r\nContent-Length: 67108864\r\nConnection: close\r\n\r\n"
    );
    let answer = call(house.address, &[declared.as_bytes(), &vec![b' '; 200_000]].concat());
    assert_eq!((answer.status, answer.code().as_str()), (413, "body_too_large"));
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let chunked = format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{}",
        chunk.repeat(3)
    );
    let answer = call(house.address, chunked.as_bytes());
    assert_eq!((answer.status, answer.code().as_str()), (413, "body_too_large"));
    healthy(&house);
}

#[test]
fn a_large_body_of_nobody_is_not_read_at_all() {
    let house = House::new();
    let head = "POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Length: 67108864\r\n\r\n";
    let mut stream = TcpStream::connect(house.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 401");
}

#[test]
fn too_many_or_too_large_headers_are_refused() {
    let house = House::new();
    let some = (0..100)
        .fold(house.get("/healthz"), |request, number| request.header(&format!("x-{number}"), "y"))
        .send();
    assert_eq!((some.status, some.code().as_str()), (431, "headers_too_large"));
    let many: String = (0..1_000_000 / 10).map(|number| format!("x-{number}: y\r\n")).collect();
    let answer =
        call(house.address, format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{many}\r\n").as_bytes());
    assert!(matches!(answer.status, 431 | 0), "{}", answer.status);
    let long = call(
        house.address,
        format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nx: {}\r\n\r\n", "y".repeat(200_000)).as_bytes(),
    );
    assert!(matches!(long.status, 431 | 0), "{}", long.status);
    let target = house.get(&format!("/healthz?{}", "a".repeat(5000))).send();
    assert_eq!((target.status, target.code().as_str()), (414, "uri_too_long"));
    healthy(&house);
}

#[test]
fn deep_or_compressed_json_is_refused() {
    let house = House::new();
    let deep = "[".repeat(10_000);
    let answer = house.post("/api/v1/session").header("Content-Type", "application/json").body(deep).send();
    assert!(
        matches!((answer.status, answer.code().as_str()), (400, "bad_json") | (422, "invalid_body")),
        "{}",
        answer.status
    );
    let unknown = format!("{{\"username\":\"a\",\"password\":\"b\",\"totp\":{}}}", "{\"a\":".repeat(10_000));
    let answer =
        house.post("/api/v1/session").header("Content-Type", "application/json").body(unknown).send();
    assert!(matches!(answer.status, 400 | 422), "{}", answer.status);
    let bomb = house
        .post("/api/v1/session")
        .header("Content-Type", "application/json")
        .header("Content-Encoding", "gzip")
        .body([0x1f, 0x8b, 8, 0])
        .send();
    assert_eq!((bomb.status, bomb.code().as_str()), (415, "unsupported_media_type"));
}

/// B31, first half.
#[test]
fn connections_that_send_their_headers_slowly_are_closed() {
    let house = patient(Limits { head_timeout: Duration::from_millis(400), ..Limits::default() });
    let mut slow: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = TcpStream::connect(house.address).unwrap();
            // On a busy machine it may be closed already.
            let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: local");
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            stream
        })
        .collect();
    healthy(&house);
    for stream in &mut slow {
        let mut rest = Vec::new();
        let closed = stream.read_to_end(&mut rest);
        let waits = closed.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
        assert!(!waits, "a slow connection was kept open");
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
    }
    healthy(&house);
}

#[test]
fn an_idle_connection_is_not_kept_for_ever() {
    let house = patient(Limits { head_timeout: Duration::from_millis(300), ..Limits::default() });
    eventually("an answer, and then the end", || {
        let mut stream = TcpStream::connect(house.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // On a busy machine it may be closed before it said anything.
        let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let mut all = Vec::new();
        let closed = stream.read_to_end(&mut all);
        let waits = closed.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
        assert!(!waits, "an idle connection was kept");
        all.starts_with(b"HTTP/1.1 200")
    });
    let mut silent = TcpStream::connect(house.address).unwrap();
    silent.set_read_timeout(Some(PATIENCE)).unwrap();
    assert!(matches!(silent.read(&mut [0; 1]), Ok(0)), "a connection without a word was kept");
}

#[test]
fn a_body_that_never_ends_is_given_up() {
    let house = patient(Limits { request_timeout: Duration::from_millis(400), ..Limits::default() });
    let mut stream = TcpStream::connect(house.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{").unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
}

#[test]
fn a_request_timeout_does_not_end_a_stream() {
    let house = patient(Limits { request_timeout: Duration::from_millis(200), ..Limits::default() });
    let request = house.get("/api/v1/live").token(&house.token(Role::Viewer));
    // That it begins is bound by the time.
    let mut stream = request.stream();
    eventually("a stream that began in time", || {
        if stream.head.status != 200 {
            stream = request.stream();
        }
        stream.head.status == 200
    });
    let until = Instant::now() + Duration::from_millis(600);
    while Instant::now() < until {
        assert!(stream.next().is_some(), "the stream ended");
    }
}

/// B31, second half: viewers that never read take a place for a while and nothing more.
#[test]
fn viewers_that_never_read_are_dropped_and_their_places_are_free_again() {
    let limits = Limits { write_timeout: Duration::from_secs(1), streams_per_user: 20, ..Limits::default() };
    let house = patient(limits);
    let token = house.token(Role::Viewer);
    // Each reads the head of its answer, so that it has a place, and then nothing more. As long as nothing happens there is
    // nothing that it would have to take.
    house.hold();
    let open = || house.get("/api/v1/live?topics=snapshot,processes").token(&token).stream();
    let deaf: Vec<_> = (0..20).map(|_| open()).collect();
    assert!(deaf.iter().all(|stream| stream.head.status == 200));
    assert_eq!(open().head.status, 429);
    house.world.lock().unwrap().processes =
        (1..=3000).map(|pid| process(pid, u64::from(pid), "many")).collect();
    house.go_on();
    healthy(&house);
    eventually("a place free again", || house.get("/api/v1/live").token(&token).stream().head.status == 200);
    drop(deaf);
}

#[test]
fn connections_beyond_the_limit_are_closed_and_others_go_on() {
    let limits = Limits { connections: 8, head_timeout: PATIENCE * 2, ..Limits::default() };
    let house = patient(limits);
    let held: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(house.address).unwrap()).collect();
    eventually("a refused connection", || house.get("/healthz").send().status == 0);
    drop(held);
    eventually("room again", || house.get("/healthz").send().status == 200);
}

#[test]
fn a_connection_carries_many_requests_and_none_smuggles_another() {
    let house = House::new();
    let piped = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50)
        + "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let text = String::from_utf8_lossy(&call(house.address, piped.as_bytes()).body).into_owned();
    assert_eq!(text.matches("HTTP/1.1 200").count(), 50, "the first is the answer itself");
    for smuggling in [
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nConnection: close\r\n\r\n",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n",
        "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "\u{16}\u{3}\u{1}",
    ] {
        let answer = call(house.address, smuggling.as_bytes());
        assert!(answer.status != 500, "{smuggling:?}: {}", answer.status);
    }
    healthy(&house);
}

/// B33: no input reaches a pattern or a sort that is not in a fixed set, and nothing takes long.
#[test]
fn odd_requests_are_answered_quickly_and_never_with_a_failure_of_ours() {
    let house = House::new();
    let token = house.token(Role::Admin);
    let mut runner =
        proptest::test_runner::TestRunner::new(ProptestConfig { cases: 300, ..ProptestConfig::default() });
    let paths = prop_oneof![
        "/api/v1/[a-z]{0,10}",
        "/api/v1/processes/[!-~]{0,20}",
        "/api/v1/(processes|history|audit|live|snapshot)\\?[!-~]{0,40}",
        "/[!-~]{0,40}"
    ];
    let methods = prop_oneof!["GET", "POST", "PUT", "DELETE", "[A-Z]{1,8}"];
    let case = (methods, paths, "[ -~]{0,60}", "[ -~]{0,60}");
    let outcome = runner.run(&case, |(method, path, value, body)| {
        let started = Instant::now();
        let mut request = house.request(&method, &path.replace(' ', "")).token(&token);
        for name in ["Accept-Language", "Last-Event-ID", "X-Odd", "If-None-Match"] {
            request = request.header(name, &value);
        }
        let head = if method == "GET" {
            request.stream().head.status
        } else {
            request.json(&serde_json::Value::String(body)).stream().head.status
        };
        prop_assert!(head < 500, "{method} {path} was answered {head}");
        prop_assert!(
            started.elapsed() < Duration::from_secs(2) + BUSY,
            "{method} {path} took {:?}",
            started.elapsed()
        );
        Ok(())
    });
    outcome.unwrap();
    healthy(&house);
}
