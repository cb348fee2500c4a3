//! Lists in all formats: the same entries become the same policies, and a hostile one stops no other.

use domain::policy::{Fault, Invalid, valid::Flaw};
use proptest::prelude::*;

use super::*;

/// Each row as a short line: what it became, or why it became nothing.
fn told(text: &str, format: Format) -> Vec<String> {
    let rows = read(text.as_bytes(), format).unwrap();
    let tell = |row: Row| match row.outcome {
        Ok(Accepted { record, why }) => format!(
            "{} {} {} {}{}",
            record.name,
            record.platform.word(),
            record.category,
            record.description,
            if why.is_some() { "" } else { " whole" }
        ),
        Err(refused) => format!("{:?} {}: {refused:?}", row.place, row.name),
    };
    rows.into_iter().map(tell).collect()
}

#[test]
fn the_same_list_is_read_from_every_format() {
    let expected = ["nginx common web-server 웹 서버", "svchost.exe windows core 시스템 서비스 호스트"];
    for (format, text) in [
        (Format::Json, r#"{"nginx":"웹 서버","svchost.exe":"시스템 서비스 호스트"}"#),
        (
            Format::Json,
            r#"[{"name":"nginx","description":"웹 서버"},{"description":"시스템 서비스 호스트","name":"svchost.exe","x":1}]"#,
        ),
        (
            Format::Json,
            "{\"name\":\"nginx\",\"description\":\"웹 서버\"}\n{\"name\":\"svchost.exe\",\"description\":\"시스템 서비스 호스트\"}\n",
        ),
        (Format::Csv, "nginx,웹 서버\nsvchost.exe,시스템 서비스 호스트\n"),
        (
            Format::Csv,
            "\u{feff}name,description\r\nnginx,\"웹 서버\"\r\n\r\nsvchost.exe,시스템 서비스 호스트",
        ),
        (Format::Csv, "설명,이름\n웹 서버,nginx\n시스템 서비스 호스트,svchost.exe\n"),
        (Format::Toml, "nginx = \"웹 서버\"\nsvchost.exe = \"시스템 서비스 호스트\"\n"),
        (Format::Toml, "[processes]\nnginx = \"웹 서버\"\n\"svchost.exe\" = '시스템 서비스 호스트'\n"),
        (
            Format::Toml,
            "[[processes]]\nname = \"nginx\"\ndescription = \"웹 서버\"\n[[processes]]\nname = \"svchost.exe\"\ndescription = \"시스템 서비스 호스트\"\n",
        ),
    ] {
        assert_eq!(told(text, format), expected, "{format:?} {text}");
    }
}

#[test]
fn a_bad_entry_is_named_and_the_rest_goes_on() {
    assert_eq!(
        told(
            "nginx,웹 서버\n,이름 없음\nbad\nthree,a,b\n\"two\nlines\",x\nredis,저장소\nnginx,다시\n",
            Format::Csv
        ),
        [
            "nginx common web-server 웹 서버".to_owned(),
            format!("Line(2) : {:?}", Refused::Invalid(Invalid { key: "name", why: Flaw::Empty })),
            "Line(3) bad: Shape".to_owned(),
            "Line(4) three: Columns".to_owned(),
            format!("Line(5) two\nlines: {:?}", Refused::Invalid(Invalid { key: "name", why: Flaw::Hidden })),
            "redis linux database 저장소".to_owned(),
            "Line(8) nginx: Repeats(Line(1))".to_owned(),
        ]
    );
    assert_eq!(
        told(r#"{"a":"x","a":"y","b":5,"":"z","c":{"d":"e"}}"#, Format::Json),
        [
            "a linux general x".to_owned(),
            "Entry(2) a: Repeats(Entry(1))".to_owned(),
            "Entry(3) b: Shape".to_owned(),
            format!("Entry(4) : {:?}", Refused::Invalid(Invalid { key: "name", why: Flaw::Empty })),
            "Entry(5) c: Shape".to_owned(),
        ]
    );
    assert_eq!(told("a = 1\n\nb = \"x\"\n", Format::Toml), ["Line(1) a: Shape", "b linux general x"]);
    let ends = told("\u{feff}name,description\r\n\r\na,x\r\n\"b\r\nb\",x\r\na,y\rb\r", Format::Csv);
    let line = |row: &String| row.split(' ').next().unwrap_or_default().to_owned();
    assert_eq!(ends.iter().map(line).collect::<Vec<_>>(), ["a", "Line(4)", "Line(6)", "Line(7)"]);
    let windows = told("Chrome.exe,a\nchrome.exe,b\n", Format::Csv);
    assert_eq!(windows[1], "Line(2) chrome.exe: Repeats(Line(1))");
}

#[test]
fn whole_policies_are_taken_as_they_are() {
    let whole = r#"{"_id":{"$oid":"1"},"name":"x","platform":"windows","category":"mine","description":"d","policy":{"terminatable":false},"note":7}"#;
    for text in [whole.to_owned(), format!("[{whole}]"), format!(r#"{{"policies":[{whole}]}}"#)] {
        assert_eq!(told(&text, Format::Json), ["x windows mine d whole"], "{text}");
    }
    let Ok(accepted) = &read(whole.as_bytes(), Format::Json).unwrap()[0].outcome else { panic!() };
    assert_eq!(accepted.record.rest.0.len(), 1, "the id came along, or the note did not");
    let broken =
        r#"[{"name":"x","platform":"linux","policy":{"terminatable":"no"}},{"name":"y","platform":"linux"}]"#;
    let fault = format!("{:?}", Refused::Broken(Fault::Terminatable));
    assert_eq!(told(broken, Format::Json), [format!("Entry(1) x: {fault}"), format!("Entry(2) y: {fault}")]);
}

#[test]
fn what_is_written_as_csv_is_read_as_the_same_policy() {
    let text = "name,platform,category,description,description_en,is_system,terminatable,reason,tags\n\
                =cmd,linux,general,\"a, \"\"b\"\"\",en,true,FALSE,+1,one;two\n'=x,windows,c,,,,true,,\n";
    let records = |text: &str| -> Vec<Record> {
        read(text.as_bytes(), Format::Csv)
            .unwrap()
            .into_iter()
            .map(|row| row.outcome.unwrap().record)
            .collect()
    };
    let first = records(text);
    assert_eq!((first[0].name.as_str(), first[0].tags.len(), first[1].name.as_str()), ("=cmd", 2, "=x"));
    let written = write_csv(&first);
    assert!(written.contains("\n'=cmd,") && written.contains(",'+1,"), "{written}");
    assert_eq!(records(&written), first);
}

#[test]
fn what_cannot_be_read_at_all_is_said_with_its_line() {
    let error = |bytes: &[u8], format| read(bytes, format).unwrap_err();
    assert_eq!(error(b"a,b\nc,\xb0\xa1\n", Format::Csv), ListError::Encoding { line: 2 });
    assert!(matches!(error(b"{\n\"a\": nope}", Format::Json), ListError::Syntax { line: 2, .. }));
    assert!(matches!(error(b"a = \"x\"\na = \"y\"\n", Format::Toml), ListError::Syntax { line: 2, .. }));
    assert_eq!(error(b"5", Format::Json), ListError::NoList);
    assert_eq!(error(b"", Format::Json), ListError::NoList);
    assert!(matches!(error(&vec![b' '; FILE_BYTES + 1], Format::Csv), ListError::TooLarge { .. }));
    assert!(matches!(error("a,b\n".repeat(20_001).as_bytes(), Format::Csv), ListError::TooMany { .. }));
    for deep in ["[".repeat(100_000), format!("a = {}", "[".repeat(100_000))] {
        assert!(read(deep.as_bytes(), Format::Json).is_err());
        assert!(read(deep.as_bytes(), Format::Toml).is_err());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in ".{0,200}") {
        for format in [Format::Json, Format::Csv, Format::Toml] {
            let _ = read(&bytes, format);
            let _ = read(text.as_bytes(), format);
        }
    }
}
