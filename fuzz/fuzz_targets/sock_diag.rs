//! No bytes make the parser of the kernel's answers about sockets panic.
#![no_main]

use domain::socket::Proto;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    for proto in [Proto::Tcp, Proto::Tcp6, Proto::Udp, Proto::Udp6] {
        let _ = host::parse::sock_diag::parse(text, proto, 0, |_, socket| assert_ne!(socket.port, 0));
    }
});
