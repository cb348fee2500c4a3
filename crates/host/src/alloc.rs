//! A counting allocator, for measuring what a pass costs. Not here: limits; nothing is refused.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

/// From this size on a block is memory of its own, given back when it is freed: hashing one password takes 19 MiB.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const OWN_MAPPING_BYTES: libc::c_int = 1024 * 1024;
/// Free memory at the end of the heap beyond this is given back.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const SPARE_BYTES: libc::c_int = 2 * 1024 * 1024;
/// Heaps that threads share; each keeps its own free memory.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const HEAPS: libc::c_int = 2;

/// Lets the system's allocator keep little memory that is not in use. The GNU one otherwise learns from a
/// large block that was freed once to keep such blocks for good, one in the heap of each thread
/// (mallopt(3), "dynamic mmap threshold"). To be called before threads are started; other allocators are
/// left as they are.
pub fn keep_little() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    for (parameter, value) in [
        (libc::M_MMAP_THRESHOLD, OWN_MAPPING_BYTES),
        (libc::M_TRIM_THRESHOLD, SPARE_BYTES),
        (libc::M_ARENA_MAX, HEAPS),
    ] {
        // A parameter that is refused leaves the default: more memory, nothing else.
        // SAFETY: mallopt(3) takes two integers and changes only the allocator's own settings.
        let _ = unsafe { libc::mallopt(parameter, value) };
    }
}

/// The system's allocator that counts how often it is asked for memory. A binary installs it with
/// `#[global_allocator]`; [`Self::count`] then tells what a piece of code allocated.
#[derive(Debug, Default)]
pub struct Counting {
    requests: AtomicU64,
}

impl Counting {
    /// An allocator that has counted nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { requests: AtomicU64::new(0) }
    }

    /// Requests for memory since the start, growing an allocation included.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    fn note(&self) {
        // A statistic: it orders nothing.
        self.requests.fetch_add(1, Ordering::Relaxed);
    }
}

// SAFETY: every call is handed to `System` unchanged, which keeps the contract of `GlobalAlloc`;
// counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.note();
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        self.note();
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        self.note();
        // SAFETY: the caller keeps the contract of `realloc`; `pointer` came from `System`.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`; `pointer` came from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }
}
