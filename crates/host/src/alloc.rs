//! A counting allocator, for measuring what a pass costs. Not here: limits; nothing is refused.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

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
