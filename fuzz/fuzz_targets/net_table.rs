//! No bytes make the parser of the table of sockets of a namespace panic.
#![no_main]

use domain::socket::Proto;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    for proto in [Proto::Tcp, Proto::Tcp6, Proto::Udp, Proto::Udp6] {
        for (_, socket) in host::parse::net_table::waiting(text, proto, None) {
            assert_ne!(socket.port, 0);
        }
        for connection in host::parse::net_table::connections(text, proto) {
            assert_ne!(connection.inode, 0);
        }
    }
});
