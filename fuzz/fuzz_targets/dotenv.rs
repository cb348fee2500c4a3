//! A `.env` of any content is variables, each with the line on which it stands, or is refused with a line that it has.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/cli/src/config/dotenv.rs"]
#[allow(dead_code, reason = "who may have written the file is not what is fed here")]
mod dotenv;

use dotenv::{Why, parse};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let lines = 1..=text.lines().count().max(1);
    match parse(text) {
        Ok(variables) => {
            for (name, (_, line)) in &variables {
                assert!(lines.contains(line), "{name:?} is on line {line} of {lines:?}");
                assert!(!name.is_empty(), "a variable without a name");
            }
        }
        Err(Why::Line(line)) => assert!(lines.contains(&line), "line {line} of {lines:?}"),
        Err(Why::Unreadable) => {}
        Err(why) => panic!("its content tells nothing of {why:?}"),
    }
});
