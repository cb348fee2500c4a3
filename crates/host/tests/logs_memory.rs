//! What reading the end of a log takes: the same for a file of ten gigabytes as for a small one.
#![cfg(target_os = "linux")]
#![allow(unsafe_code, clippy::unwrap_used, clippy::expect_used, reason = "these are tests")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use host::Roots;
use host::logs::{LogOptions, Logs, Origin};

/// Counts the bytes that are held, and the most that ever were.
struct Peak {
    held: AtomicUsize,
    most: AtomicUsize,
}

#[global_allocator]
static MEMORY: Peak = Peak { held: AtomicUsize::new(0), most: AtomicUsize::new(0) };

// SAFETY: every call is handed to `System` unchanged, which keeps the contract of `GlobalAlloc`; what is not
// given here is made of these two.
unsafe impl GlobalAlloc for Peak {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = self.held.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        self.most.fetch_max(held, Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        self.held.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `dealloc`; `pointer` came from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// The most that this held beyond what was held before.
fn peak_of<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = MEMORY.held.load(Ordering::Relaxed);
    MEMORY.most.store(before, Ordering::Relaxed);
    let done = work();
    (done, MEMORY.most.load(Ordering::Relaxed) - before)
}

/// The only test of this program: another one would allocate beside it.
#[test]
fn the_end_of_ten_gigabytes_takes_less_than_a_megabyte() {
    const MOST: usize = 1 << 20;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.log");
    File::create(&path).unwrap().set_len(10 << 30).unwrap();
    let configured = vec![("it".to_owned(), Origin::File(path.clone()))];
    let place =
        Logs::new(&Roots::default(), LogOptions { configured, units: Vec::new() }).find("it").unwrap();

    let (tail, took) = peak_of(|| place.tail(1000, None).unwrap());
    println!("one line without end: {took} bytes");
    assert!(tail.lines.len() == 1 && took < MOST, "{took} bytes");

    let (_, took) = peak_of(|| place.follow(1000, None).unwrap().next(Duration::ZERO));
    println!("followed: {took} bytes");
    assert!(took < MOST, "{took} bytes");

    let mut file = OpenOptions::new().append(true).open(&path).unwrap();
    for number in 0..1000 {
        writeln!(file, "\n{number} a line of an ordinary length, as programs write them all day long")
            .unwrap();
    }
    let (tail, took) = peak_of(|| place.tail(1000, None).unwrap());
    println!("{} ordinary lines: {took} bytes", tail.lines.len());
    assert!(tail.lines.len() == 1000 && took < MOST, "{took} bytes");
}
