//! What stands in the place of a log and is none. Nothing of it is read, and nobody waits for it.

use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::mpsc::{TryRecvError, channel};
use std::time::{Duration, Instant};

use domain::log::{Notice, Trouble};
use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::support::{Folder, LIMIT, Said, said, until};

fn refused(folder: &Folder, name: &str, trouble: Trouble) {
    let begun = Instant::now();
    let place = folder.place(name);
    assert_eq!(place.source().state, Err(trouble), "{name}");
    assert_eq!(place.tail(5, None).unwrap_err(), trouble, "{name}");
    assert_eq!(place.follow(5, None).map(drop).unwrap_err(), trouble, "{name}");
    let batch = place.await_lines(5, None).next(Duration::ZERO);
    assert_eq!((batch.notices, batch.lines), (vec![Notice::Lost(trouble)], vec![]), "{name}");
    assert!(begun.elapsed() < LIMIT, "{name} was waited for");
}

#[test]
fn neither_a_fifo_nor_a_socket_nor_a_device_nor_a_folder_is_a_log() {
    let folder = Folder::new();
    mknodat(CWD, folder.path("fifo"), FileType::Fifo, Mode::from_raw_mode(0o666), 0).unwrap();
    let _socket = UnixListener::bind(folder.path("socket")).unwrap();
    std::fs::create_dir(folder.path("folder")).unwrap();
    for name in ["fifo", "socket", "folder", "/dev/zero", "/dev/null", "/", "/proc"] {
        refused(&folder, name, Trouble::NotAFile);
    }
    refused(&folder, "nothing", Trouble::Missing);
    refused(&folder, "nothing/below", Trouble::Missing);
}

#[test]
fn a_link_may_lead_within_the_folder_and_nowhere_else() {
    let folder = Folder::new();
    let other = Folder::new();
    other.write("secret", "secret\n");
    std::fs::create_dir(folder.path("sub")).unwrap();
    folder.write("sub/real.log", "fine\n");
    let link = |to: &Path, name: &str| symlink(to, folder.path(name)).unwrap();
    link(&other.path("secret"), "absolute");
    link(Path::new("../../../../../../../../etc/passwd"), "upwards");
    link(Path::new("sub/../../../../../../../../etc/passwd"), "through");
    link(Path::new("/proc/self/environ"), "own");
    link(&other.path("nothing"), "dangling_out");
    link(Path::new("circle"), "circle");
    link(Path::new("absolute"), "two_steps");
    for name in ["absolute", "upwards", "through", "circle", "two_steps"] {
        refused(&folder, name, Trouble::LeadsOut);
    }
    assert!(folder.place("own").tail(5, None).is_err());
    assert!(folder.place("dangling_out").tail(5, None).is_err());
    link(Path::new("nothing"), "dangling");
    refused(&folder, "dangling", Trouble::Missing);
    link(Path::new("sub/real.log"), "relative");
    link(&folder.path("sub/real.log"), "absolute_within");
    for name in ["relative", "absolute_within"] {
        assert_eq!(folder.place(name).tail(5, None).unwrap().lines[0].text, "fine", "{name}");
    }
    assert!(folder.place("..").tail(5, None).is_err() && folder.place("sub/..").tail(5, None).is_err());
}

#[test]
fn a_link_that_is_swapped_while_the_log_is_followed_gives_no_line_of_another_file() {
    let folder = Folder::new();
    let other = Folder::new();
    other.write("secret", "secret 1\nsecret 2\n");
    folder.write("app.log", "one\n");
    let (mut follower, first) = folder.follow("app.log");
    assert_eq!(first, ["one"]);
    symlink(other.path("secret"), folder.path("swap")).unwrap();
    folder.rename("swap", "app.log");
    other.append("secret", "secret 3\n");
    let told = until(&mut follower, |told| !told.all.is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Lost(Trouble::LeadsOut))]);
    folder.write("again", "two\n");
    folder.rename("again", "app.log");
    let told = until(&mut follower, |told| !told.lines().is_empty());
    assert_eq!(told.all, [Said::Notice(Notice::Back), said("two")]);
}

#[test]
fn a_fast_swapper_never_gets_another_file_read() {
    let folder = Folder::new();
    let other = Folder::new();
    other.write("secret", "secret\n");
    folder.write("real", "fine\n");
    // Lets go also when the check fails.
    let (holds, ends) = channel::<()>();
    let (mut fine, mut refused) = (0, 0);
    std::thread::scope(|threads| {
        let _holds = holds;
        let (folder, other) = (&folder, &other);
        threads.spawn(move || {
            for turn in 0.. {
                if ends.try_recv() == Err(TryRecvError::Disconnected) {
                    break;
                }
                let to = if turn % 2 == 0 { other.path("secret") } else { folder.path("real") };
                symlink(to, folder.path("swap")).unwrap();
                folder.rename("swap", "app.log");
            }
        });
        let place = folder.place("app.log");
        let begun = Instant::now();
        while (fine < 200 || refused < 200) && begun.elapsed() < LIMIT {
            match place.tail(5, None) {
                Ok(tail) => {
                    assert_eq!(tail.lines[0].text, "fine");
                    fine += 1;
                }
                Err(trouble) => {
                    assert!(matches!(trouble, Trouble::LeadsOut | Trouble::Missing), "{trouble:?}");
                    refused += 1;
                }
            }
        }
    });
    println!("{fine} times the log, {refused} times nothing");
    assert!(fine >= 200 && refused >= 200);
}
