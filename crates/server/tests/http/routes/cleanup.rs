//! `GET /api/v1/cleanup`.

use std::sync::Arc;

use domain::Role;
use domain::decide::{Place, Uids};
use domain::process::ProcessSample;
use domain::supervisor::Supervisor;
use serde_json::{Value, json};

use crate::house::{House, Plan, World, process};

fn cleanup(house: &House, query: &str) -> Value {
    let answer = house.get(&format!("/api/v1/cleanup{query}")).token(&house.token(Role::Viewer)).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    assert_eq!(answer.as_object().unwrap().len(), 1);
    answer["cleanup"].clone()
}

/// pid 1, a system service, a program of root's, an editor on a terminal, a server in the background with a zombie, the zombie,
/// and one that takes a fifth of the memory.
fn house() -> House {
    let change = |mut process: ProcessSample, change: &dyn Fn(&mut ProcessSample)| {
        change(&mut process);
        process
    };
    let in_background = |process: &mut ProcessSample| {
        let identity = Arc::make_mut(&mut process.identity);
        identity.tty = Ok(None);
        process.ppid = 300;
    };
    let processes = vec![
        process(1, 10, "init"),
        change(process(100, 1000, "nginx"), &|process| {
            Arc::make_mut(&mut process.identity).holder.place =
                Ok(Place::Service { supervisor: Supervisor::Systemd, unit: "nginx.service".to_owned() });
        }),
        change(process(200, 2000, "tool"), &|process| {
            let uids = Uids { real: 1000, effective: 0, saved: 0, filesystem: 0 };
            Arc::make_mut(&mut process.identity).holder.uids = Ok(uids);
        }),
        process(300, 3000, "editor"),
        change(process(301, 3010, "node"), &in_background),
        change(process(302, 3020, "worker"), &|process| {
            process.ppid = 301;
            process.state = 'Z';
            process.rss_bytes = 0;
        }),
        change(process(303, 3030, "hog"), &|process| {
            in_background(process);
            process.rss_bytes = 200 << 20;
        }),
    ];
    let mut processes = processes;
    processes[3].rss_bytes = 3 << 20;
    processes[4].rss_bytes = 4 << 20;
    House::with(Plan { world: World { processes, ..World::default() }, ..Plan::default() })
}

#[test]
fn every_process_is_in_one_of_the_two_lists_with_its_reason() {
    let house = house();
    let all = cleanup(&house, "?lang=en");
    let tidy: Vec<_> =
        all["tidy"].as_array().unwrap().iter().map(|row| (row["key"].clone(), row["why"].clone())).collect();
    assert_eq!(
        tidy,
        [
            (json!("303-3030"), json!("memory_hog")),
            (json!("301-3010"), json!("background")),
            (json!("300-3000"), json!("user_app")),
            (json!("302-3020"), json!("user_app")),
        ],
        "the largest first"
    );
    let node = &all["tidy"][1];
    assert_eq!(
        (&node["name"], &node["app"], &node["frees_bytes"]),
        (&json!("node"), &json!("node"), &json!(4 << 20))
    );
    assert_eq!((&node["zombies"], node.get("zombie_of")), (&json!(1), None));
    assert_eq!(all["tidy"][3]["zombie_of"], json!({"key": "301-3010", "name": "node"}));
    let system: Vec<_> = all["system"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["key"].clone(), row["code"].clone()))
        .collect();
    assert_eq!(
        system,
        [
            (json!("1-10"), json!("init")),
            (json!("100-1000"), json!("system_service")),
            (json!("200-2000"), json!("root")),
        ]
    );
    assert!(all["system"][1]["why_not"].as_str().unwrap().contains("systemctl stop nginx.service"), "{all}");
    assert_eq!(all["unused_after_s"], 10_800);
}

#[test]
fn it_agrees_with_the_list_of_processes_and_speaks_korean() {
    let house = house();
    let all = cleanup(&house, "?lang=ko&mode=strict");
    assert!(all["system"][0]["why_not"].as_str().unwrap().starts_with("첫 번째 프로세스"), "{all}");
    let token = house.token(Role::Viewer);
    let list = house.get("/api/v1/processes?lang=ko").token(&token).send().json();
    let named =
        |rows: &Value, key: &Value| rows.as_array().unwrap().iter().filter(|row| &row["key"] == key).count();
    for process in list["processes"].as_array().unwrap() {
        let counts = (named(&all["tidy"], &process["key"]), named(&all["system"], &process["key"]));
        let expected = if process["endable"] == true { (1, 0) } else { (0, 1) };
        assert_eq!(counts, expected, "{process}");
        if process["endable"] == false {
            let kept =
                all["system"].as_array().unwrap().iter().find(|row| row["key"] == process["key"]).unwrap();
            assert_eq!((&kept["code"], &kept["why_not"]), (&process["end_code"], &process["end_reason"]));
        }
    }
}

#[test]
fn five_thousand_processes_are_sorted_out_whole() {
    // Numbers that no process of this machine has: this program would take one with its own number, and all of the same file,
    // for itself.
    let pids = std::iter::once(1_u32).chain(4_194_305..4_199_304);
    let processes = pids.map(|pid| process(pid, u64::from(pid), "many")).collect();
    let house = House::with(Plan { world: World { processes, ..World::default() }, ..Plan::default() });
    let all = cleanup(&house, "");
    assert_eq!(
        (all["tidy"].as_array().map(Vec::len), all["system"].as_array().map(Vec::len)),
        (Some(4999), Some(1))
    );
}
