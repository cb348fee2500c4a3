//! What is shown and ends nothing.

use serde_json::Value;

use crate::house::{House, json};
use crate::victim::{PERSON, Victim, done, is_root};

#[test]
fn the_clean_up_names_what_could_go_and_what_stays_and_why() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let (mine, roots) = (Victim::sleep(PERSON), Victim::sleep(0));
    let lists = json(&done(&house.run(&["--json", "cleanup"])).out)["cleanup"].clone();
    let has = |list: &str, key: &str| {
        lists[list].as_array().unwrap().iter().filter(|row| row["key"] == key).count()
    };
    assert_eq!((has("tidy", &mine.key()), has("system", &mine.key())), (1, 0), "{lists}");
    assert_eq!((has("tidy", &roots.key()), has("system", &roots.key())), (0, 1), "{lists}");
    let korean = house.run(&["--lang", "ko", "cleanup"]).out;
    assert!(korean.contains("📌 정리할 수 있음") && korean.contains("🔒 그대로 둠"), "{korean}");
    // In one line with the application it belongs to; those that stay for the same reason share one sentence.
    let english = house.run(&["cleanup"]).out;
    let row = format!("sleep PID {} · ", mine.pid());
    assert!(english.lines().any(|line| line.trim_start().starts_with(&row)), "{row}: {english}");
    assert_eq!(english.matches("It has rights of root.").count(), 1, "{english}");
    // A line may end between the name and its number.
    let words: Vec<&str> = english.split_whitespace().collect();
    assert!(words.join(" ").contains(&format!("sleep {}", roots.pid())), "{english}");
    assert!(!house.state().exists(), "a command that reads made a store");
}

#[test]
fn explain_tells_the_plan_of_each_process() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let (mine, roots) = (Victim::sleep(PERSON), Victim::sleep(0));
    for (victim, permitted, code) in [(&mine, true, Value::Null), (&roots, false, "root".into())] {
        let told = json(&done(&house.run(&["--json", "explain", &victim.pid()])).out);
        let plan = &told["matches"][0]["plan"];
        assert_eq!((&plan["permitted"], &plan["code"]), (&permitted.into(), &code), "{plan}");
        assert_eq!(plan["key"], victim.key());
    }
    assert!(!house.state().exists(), "a command that reads made a store");
}
