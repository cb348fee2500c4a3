//! To whom a process belongs, as far as that decides whether it may be ended (DESIGN §6.2): its user ids and whether they
//! mean what they mean here. Not here: where its cgroup puts it (`identity` reads that file anyway) and what follows
//! (`domain::decide`).

use domain::decide::Place;
use domain::process::Holder;
use domain::{Gap, Reading};
use rustix::fd::BorrowedFd;
use rustix::io::Errno;

use super::files;
use crate::parse::{link, status};

const IDS: &str = "read the user ids";
const USERS: &str = "read the user namespace";

/// Reads holders, with this program's own user namespace to compare with.
#[derive(Debug)]
pub(super) struct Holders {
    /// `None` where the kernel knows no user namespaces, so that there is only one.
    own: Reading<Option<u64>>,
}

impl Holders {
    /// Compares with the reader of this process file system.
    pub(super) fn new(root: BorrowedFd<'_>, link: &mut [u8]) -> Self {
        let own = match namespace(root, "self/ns/user", link) {
            // The folder tells whether namespaces are missing or this process file system is.
            Err(Gap::Gone) if files::link(root, "self/ns/mnt", link).is_ok() => Ok(None),
            own => own.map(Some),
        };
        Self { own }
    }

    /// The holder of the process with that folder, whose cgroup says `place`.
    pub(super) fn read(
        &self,
        folder: BorrowedFd<'_>,
        place: Reading<Place>,
        link: &mut [u8],
        piece: &mut [u8],
    ) -> Holder {
        let status = files::reading(files::read_piece(folder, "status", piece), IDS);
        Holder {
            // They are left out of a scan and of a look before anything of them is read.
            kernel_thread: Ok(false),
            uids: status.and_then(|text| status::uids(text).ok_or(Gap::failed(IDS))),
            place,
            own_user_namespace: match self.own {
                Ok(Some(own)) => namespace(folder, "ns/user", link).map(|users| users == own),
                Ok(None) => Ok(true),
                Err(gap) => Err(gap),
            },
        }
    }
}

fn namespace(folder: BorrowedFd<'_>, name: &str, link: &mut [u8]) -> Reading<u64> {
    let target = files::link(folder, name, link).map_err(|errno| match errno {
        // A process that ends is in no namespaces any more before it is gone itself.
        Errno::INVAL => Gap::Gone,
        errno => files::gap(errno, USERS),
    })?;
    link::namespace(target).ok_or(Gap::failed(USERS))
}
