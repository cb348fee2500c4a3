//! User names from the name service switch (nsswitch.conf(5)): LDAP, SSSD, systemd's dynamic users.
#![allow(unsafe_code)]

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use domain::{Cause, Gap, Reading};

/// Room for the strings of one entry; grown while the service asks for more.
const FIRST: usize = 1024;
const LIMIT: usize = 1024 * 1024;

/// The name of a user as getpwuid_r(3) has it; `Ok(None)` when there is none. May block on a network.
///
/// # Errors
/// [`Gap::Failed`] when the service could not be asked.
pub(super) fn user_name(uid: u32) -> Reading<Option<String>> {
    const ACTION: &str = "ask the name service for a user";
    let mut buffer: Vec<c_char> = vec![0; FIRST];
    loop {
        let mut entry = MaybeUninit::<libc::passwd>::uninit();
        let mut found: *mut libc::passwd = std::ptr::null_mut();
        // SAFETY: all pointers are valid for the call, `buffer` for `buffer.len()` bytes; the call keeps none of them.
        let errno = unsafe {
            libc::getpwuid_r(uid, entry.as_mut_ptr(), buffer.as_mut_ptr(), buffer.len(), &raw mut found)
        };
        match errno {
            0 if found.is_null() => return Ok(None),
            0 => {
                // SAFETY: `found` is not null, so the call filled `entry`, and `pw_name` points to a
                // terminated string inside `buffer`, which still lives.
                let name = unsafe { CStr::from_ptr((*found).pw_name) };
                return Ok(Some(name.to_string_lossy().into_owned()));
            }
            libc::ERANGE if buffer.len() < LIMIT => buffer.resize(buffer.len() * 4, 0),
            // What the C library's services answer for "no such user" besides success.
            libc::ENOENT | libc::ESRCH => return Ok(None),
            errno => return Err(Gap::Failed(Cause { action: ACTION, errno: Some(errno) })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_has_a_name_and_an_unused_number_has_none() {
        assert_eq!(user_name(0), Ok(Some("root".to_owned())));
        assert_eq!(user_name(3_999_999_999), Ok(None));
    }
}
