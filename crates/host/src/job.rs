//! What a program does to itself by signals: stopping for the shell’s job control, and ending as a signal ends it.
#![allow(unsafe_code)]

use std::io;

/// Stops the whole program as an unhandled SIGTSTP would, until SIGCONT; returns when it goes on.
///
/// The kernel ignores it where nobody could ever continue the program (an orphaned process group, setpgid(2)):
/// then it returns at once. Whatever handler of SIGTSTP was installed before is installed again.
///
/// # Errors
/// The error of sigaction(2).
pub fn stop() -> io::Result<()> {
    // SAFETY: an all-zero `sigaction` is valid: no flags, an empty mask, and SIG_DFL, which is 0.
    let default: libc::sigaction = unsafe { std::mem::zeroed() };
    let mut before = default;
    // SAFETY: both point to valid structures that live until the call returns.
    if unsafe { libc::sigaction(libc::SIGTSTP, &raw const default, &raw mut before) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: raise(3) has no memory of ours to touch. The signal reaches this thread before it returns.
    let raised = unsafe { libc::raise(libc::SIGTSTP) };
    let failed = io::Error::last_os_error();
    // SAFETY: as above; `before` was filled by the first call.
    if unsafe { libc::sigaction(libc::SIGTSTP, &raw const before, std::ptr::null_mut()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    if raised == 0 { Ok(()) } else { Err(failed) }
}

/// Ends the whole program by this signal, as if it had never been handled: whoever started it sees why it ended, and a
/// script that runs it stops as well. It returns only where that cannot be.
///
/// # Errors
/// The error of sigaction(2) or raise(3).
pub fn end_by(signal: i32) -> io::Result<()> {
    // SAFETY: an all-zero `sigaction` is valid: no flags, an empty mask, and SIG_DFL, which is 0.
    let default: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: it points to a valid structure that lives until the call returns; nobody asks for the one before.
    if unsafe { libc::sigaction(signal, &raw const default, std::ptr::null_mut()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: raise(3) has no memory of ours to touch.
    if unsafe { libc::raise(signal) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
