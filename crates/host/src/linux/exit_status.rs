//! How a process ended, asked of its pidfd by somebody who need not be its parent (`PIDFD_INFO_EXIT` of `linux/pidfd.h`,
//! Linux 6.15). Not here: waiting for the end (`super::terminate`).
#![allow(unsafe_code)]

use rustix::fd::AsFd;
use rustix::ioctl::{Opcode, Updater, ioctl, opcode};

/// `struct pidfd_info` in its first size (`PIDFD_INFO_SIZE_VER0`). The kernel learns the size from the request's number
/// and fills in as much; a younger kernel knows more fields, an older one leaves the last of these zero.
#[repr(C)]
#[derive(Debug, Default)]
struct PidfdInfo {
    /// What is asked for, and on return what was told.
    mask: u64,
    cgroup: u64,
    /// Pids and ids of users and groups.
    ids: [u32; 11],
    /// As wait(2) has it.
    exit_code: i32,
}

const _: () = assert!(size_of::<PidfdInfo>() == 64);

/// `PIDFD_GET_INFO`.
const GET_INFO: Opcode = opcode::read_write::<PidfdInfo>(0xFF, 11);

/// `PIDFD_INFO_EXIT`: told once its parent has taken it away.
const EXIT: u64 = 1 << 3;

/// The exit status, or 128 and the number of the signal, as a shell has it. `None` while it runs or is a zombie, and where
/// the kernel does not tell.
pub(super) fn exit_status(pidfd: impl AsFd) -> Option<i32> {
    let mut info = PidfdInfo { mask: EXIT, ..PidfdInfo::default() };
    // SAFETY: the request's number holds the size of `PidfdInfo`, beyond which the kernel writes nothing, and any bytes
    // make a valid one. A file that knows no such request answers ENOTTY and touches nothing.
    unsafe { ioctl(pidfd, Updater::<GET_INFO, PidfdInfo>::new(&mut info)) }.ok()?;
    (info.mask & EXIT != 0).then(|| of_wait_status(info.exit_code))
}

/// What a shell makes of a status of wait(2).
const fn of_wait_status(status: i32) -> i32 {
    match status & 0x7f {
        0 => (status >> 8) & 0xff,
        signal => 128 + signal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_told_as_a_shell_tells_it() {
        for (status, told) in [(0, 0), (7 << 8, 7), (255 << 8, 255), (9, 137), (15, 143), (11 | 0x80, 139)] {
            assert_eq!(of_wait_status(status), told, "{status:#x}");
        }
    }

    #[test]
    fn the_request_is_the_one_of_the_kernel() {
        // _IOWR(0xFF, 11, 64 bytes)
        assert_eq!(GET_INFO, 0xC040_FF0B);
    }

    #[test]
    fn a_file_that_is_no_pidfd_tells_nothing() {
        let file = std::fs::File::open("/dev/null").expect("a file");
        assert_eq!(exit_status(file), None);
    }
}
