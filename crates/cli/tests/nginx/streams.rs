//! Streams through nginx: each event when it happens, and an end that is an end.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::front::{CURL, DOMAIN, Front, LIMIT, SOCKET};

/// How long something may take that happens at once, on a busy machine too; alone it takes less than two seconds.
const AT_ONCE: Duration = Duration::from_secs(15);

struct Stream {
    curl: Child,
    lines: Receiver<(Instant, String)>,
}

impl Stream {
    fn open(front: &Front, more: &[&str]) -> Self {
        let bearer = format!("Authorization: Bearer {}", front.token);
        // Without a limit on its time, which would look like an end.
        let url = ["-N", "-m0", "-H", &bearer, "https://mon.example.org/api/v1/live?topics=snapshot"];
        let mut curl =
            front.inside(&[&CURL[..], &url, more].concat()).stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(curl.stdout.take().unwrap());
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = send.send((Instant::now(), line));
            }
        });
        Self { curl, lines }
    }

    fn until(&self, start: &str) -> (Instant, String) {
        loop {
            let (at, line) = self.lines.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("no line {start:?}"));
            if line.starts_with(start) {
                return (at, line);
            }
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let _ = self.curl.kill();
        let _ = self.curl.wait();
    }
}

#[test]
fn the_first_event_comes_at_once_and_then_one_each_second() {
    let front = front!(&["--domain", DOMAIN, "--socket", SOCKET]);
    for version in ["--http1.1", "--http2"] {
        let begun = Instant::now();
        let stream = Stream::open(&front, &[version, "-H", "Accept-Encoding: gzip"]);
        let (first, _) = stream.until("event: hello");
        assert!(first - begun < AT_ONCE, "{:?} for the first event", first - begun);
        let mut ids: Vec<(Instant, u64)> = Vec::new();
        // A busy machine may skip ticks, and keep them back now and then; what nginx keeps back always comes in heaps.
        let apart = |pair: &[(Instant, u64)]| pair[1].0 - pair[0].0 > Duration::from_millis(200);
        while ids.len() < 5 || !ids[ids.len() - 5..].windows(2).all(apart) {
            assert!(begun.elapsed() < LIMIT, "{version}: {ids:?}");
            let (at, id) = stream.until("id: ");
            ids.push((at, id.split('-').nth(1).unwrap().parse().unwrap()));
        }
        assert!(ids.is_sorted_by(|(_, before), (_, after)| before < after), "{version}: {ids:?}");
    }
}

#[test]
fn a_server_that_stops_says_goodbye_through_nginx_and_the_streams_end_whole() {
    let mut front = front!(&["--domain", DOMAIN]);
    let mut streams = ["--http1.1", "--http2"].map(|version| Stream::open(&front, &[version]));
    streams.iter().for_each(|stream| drop(stream.until("event: snapshot")));
    let begun = Instant::now();
    front.stop_server();
    for stream in &mut streams {
        stream.until("event: bye");
        assert!(stream.until("data: ").1.contains("shutdown"));
        // 0: the body had its proper end; 18 or 92 would be one that was cut off.
        assert_eq!(stream.curl.wait().unwrap().code(), Some(0));
    }
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[test]
fn a_revoked_token_ends_its_stream_through_nginx() {
    let front = front!(&["--domain", DOMAIN, "--socket", SOCKET]);
    let mut stream = Stream::open(&front, &[]);
    stream.until("event: snapshot");
    let begun = Instant::now();
    front.monitor(&["token", "revoke", "test"], "");
    assert!(stream.until("event: bye").0 - begun < AT_ONCE);
    assert_eq!(stream.curl.wait().unwrap().code(), Some(0));
}
