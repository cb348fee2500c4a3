//! Standing still, and going on when somebody says so.

use crate::house::{House, json};
use crate::victim::{PERSON, Victim, audited, done, is_root, row};

#[test]
fn a_paused_process_stands_still_until_it_is_resumed() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let victim = Victim::sleep(PERSON);
    let paused = house.run(&["pause", &victim.pid(), "--keep", "--yes"]);
    assert!(done(&paused).out.contains("stands still"), "{}", paused.out);
    assert_eq!(victim.state(), Some('T'));
    let resumed = house.run(&["--json", "resume", &victim.pid(), "--yes"]);
    assert_eq!(json(&done(&resumed).out)["result"], "resumed");
    victim.until("it goes on", |stat| !stat.contains(") T "));
    assert_eq!(house.run(&["pause", &victim.pid(), "--for", "5", "--keep", "--yes"]).code, 2);
    assert_eq!(house.run(&["pause", &victim.pid(), "--for", "0", "--yes"]).code, 2);
    assert_eq!(house.run(&["pause", &victim.pid(), "--for", "1441", "--yes"]).code, 2);
    assert_eq!(audited(&house)[0], row("resume", "ok", "resumed"));
}
