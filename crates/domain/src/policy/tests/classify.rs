//! M10's rules by a table, and what holds for any list.

use proptest::prelude::*;

use super::super::classify::{AUTO_IMPORTED, PlatformRule, SYSTEM_CORE, USER_APPLICATION};
use super::super::{Change, Document, classify, merge, valid};
use crate::time::Wall;

#[test]
fn the_platform_follows_the_rules_in_their_order() {
    for (name, said, platform, rule) in [
        ("svchost.exe", "Windows 서비스 호스트", "windows", PlatformRule::Exe),
        ("nginx.exe", "웹 서버", "windows", PlatformRule::Exe),
        ("CHROME.EXE", "브라우저", "windows", PlatformRule::Exe),
        ("nginx", "웹 서버 for Windows", "windows", PlatformRule::Windows),
        ("explorer", "windows 탐색기", "windows", PlatformRule::Windows),
        ("nginx", "웹 서버", "common", PlatformRule::Common("nginx")),
        ("docker-proxy", "포트 전달", "common", PlatformRule::Common("docker")),
        ("com.docker.backend", "도커", "common", PlatformRule::Common("docker")),
        ("sshd", "docker 안의 원격 접속", "linux", PlatformRule::Else),
        ("executor", "작업", "linux", PlatformRule::Else),
    ] {
        let (record, why) = classify(name, said);
        assert_eq!((record.platform.word(), why.platform), (platform, rule), "{name}: {said}");
        assert_eq!(record.tags, [platform, AUTO_IMPORTED]);
    }
}

#[test]
fn what_is_part_of_the_system_may_not_be_ended() {
    for (said, word) in [
        ("시스템 로그 수집", Some("시스템")),
        ("리눅스 커널 스레드", Some("커널")),
        ("Windows Core service", Some("core")),
        ("보안 정책을 지킨다", Some("보안")),
        ("디스크 관리자", Some("관리자")),
        ("웹 서버", None),
        ("", None),
    ] {
        let (record, why) = classify("thing", said);
        assert_eq!(why.system, word, "{said}");
        let policy = record.policy;
        let reason = if word.is_some() { SYSTEM_CORE } else { USER_APPLICATION };
        assert_eq!(
            (policy.is_system, policy.terminatable, policy.reason.as_str()),
            (word.is_some(), word.is_none(), reason)
        );
    }
    assert!(!classify("시스템", "").0.policy.is_system, "the name does not tell it");
}

#[test]
fn the_category_is_the_first_whose_words_occur() {
    for (name, said, category) in [
        ("kthreadd", "모든 커널 스레드의 부모", "kernel"),
        ("init", "가장 먼저 시작되는 프로세스", "core"),
        ("systemd", "서비스 관리", "core"),
        ("mysqld", "관계형 저장소", "database"),
        ("postgres", "", "database"),
        ("my-store", "데이터베이스 서버", "database"),
        ("sshd", "원격 접속 데몬", "network-service"),
        ("NetworkManager", "연결 설정", "network-service"),
        ("rsyslogd", "로그를 적는다", "system-service"),
        ("polkitd", "권한을 물을 때", "system-service"),
        ("top", "프로세스 보기", "monitoring"),
        ("htop", "", "monitoring"),
        ("containerd", "컨테이너 생명주기", "container-runtime"),
        ("tini", "컨테이너의 첫 프로세스", "container-runtime"),
        ("nginx", "웹 서버 (외부 HTTP 요청 처리)", "web-server"),
        ("apache2", "", "web-server"),
        ("python3.12", "스크립트 실행", "runtime"),
        ("node", "자바스크립트", "runtime"),
        ("node.exe", "자바스크립트", "runtime"),
        ("docker", "컨테이너 플랫폼", "infrastructure"),
        ("dockerd", "", "infrastructure"),
        ("kubelet", "노드 에이전트", "infrastructure"),
        ("grep", "글 찾기", "system-utility"),
        ("ps", "프로세스 목록", "system-utility"),
        ("tail", "끝부분 보기", "system-utility"),
        ("chrome.exe", "브라우저", "general"),
        ("https-thing", "a node of the tail on top", "general"),
        // An earlier category wins wherever its word stands.
        ("nginx", "커널을 쓰는 웹 서버", "kernel"),
        ("python3", "데이터베이스 백업", "database"),
    ] {
        let (record, why) = classify(name, said);
        assert_eq!(record.category, category, "{name}: {said} ({:?})", why.category);
        assert_eq!(why.category.is_none(), category == "general");
    }
}

proptest! {
    #[test]
    fn the_same_list_twice_changes_nothing(name in "[a-zA-Z.가-힣]{1,20}", said in ".{0,40}") {
        prop_assume!(valid::name(&name).is_ok());
        let (record, _) = classify(&name, &said);
        let (first, stored) = merge(None, record.clone(), Wall(5_000_000));
        prop_assert_eq!(first, Change::Created);
        let held = Document::Readable(Box::new(stored.clone()));
        let (second, same) = merge(Some(&held), record, Wall(9_000_000_000));
        prop_assert_eq!(second, Change::Unchanged);
        prop_assert_eq!(same, stored);
    }

    #[test]
    fn every_entry_becomes_a_whole_record(name in "\\PC{1,30}", said in "\\PC{0,60}") {
        let (record, why) = classify(&name, &said);
        prop_assert_eq!(record.policy.terminatable, !record.policy.is_system);
        prop_assert_eq!(record.policy.is_system, why.system.is_some());
        prop_assert!(crate::catalogue::Category::ALL.iter().any(|category| category.word() == record.category));
        prop_assert_eq!(&record.description, &said);
    }
}
