//! What the tests inside this library share.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Puts a script that can be run at this place below a machine's root. Another process writes it: a test beside this one may
/// fork while it is open here, and what somebody has open for writing cannot be executed (execve(2), ETXTBSY).
pub(crate) fn install(root: &Path, place: &str, script: &str) {
    let program = root.join(place);
    std::fs::create_dir_all(program.parent().expect("a folder")).expect("a folder");
    let mut writer = Command::new("sh")
        .args(["-c", "cat > \"$1\" && chmod 755 \"$1\"", "sh"])
        .arg(&program)
        .stdin(Stdio::piped())
        .spawn()
        .expect("a shell");
    writer.stdin.take().expect("its input").write_all(script.as_bytes()).expect("a pipe");
    assert!(writer.wait().expect("its end").success());
}
