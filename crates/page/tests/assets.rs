//! The embedded table, seen through its door.

use std::collections::HashSet;

#[test]
fn the_table_is_sorted_and_every_path_is_found_by_its_name() {
    assert!(page::assets().is_sorted_by(|a, b| a.0 < b.0));
    for (path, asset) in page::assets() {
        assert_eq!(page::asset(path), Some(*asset), "{path}");
    }
}

#[test]
fn the_page_itself_is_there_as_html_and_is_asked_for_anew_each_time() {
    let index = page::asset("index.html").unwrap();
    assert_eq!(index.mime, "text/html; charset=utf-8");
    assert!(!index.immutable);
    assert!(
        String::from_utf8_lossy(index.bytes).contains("<base href="),
        "the server sets the base of a sub-path"
    );
}

#[test]
fn a_path_that_is_not_in_the_page_is_not_found() {
    for path in ["", "/", "/index.html", "../Cargo.toml", "assets", "assets/", "index.html/"] {
        assert_eq!(page::asset(path), None, "{path:?}");
    }
}

#[test]
fn entity_tags_are_quoted_and_tell_different_contents_apart() {
    let tags: HashSet<_> = page::assets().iter().map(|(_, asset)| asset.etag).collect();
    let contents: HashSet<_> = page::assets().iter().map(|(_, asset)| asset.bytes).collect();
    assert_eq!(tags.len(), contents.len());
    assert!(tags.iter().all(|tag| tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"')));
}

#[test]
fn what_is_compressed_is_smaller_and_is_the_same_text() {
    use std::io::Read as _;
    let mut compressed = 0;
    for (path, asset) in page::assets() {
        let Some(gzip) = asset.gzip else { continue };
        compressed += 1;
        assert!(gzip.len() < asset.bytes.len(), "{path}");
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(gzip).read_to_end(&mut back).unwrap();
        assert!(back == asset.bytes, "{path}");
    }
    assert!(compressed > 0, "scripts and style sheets compress");
}

#[test]
fn every_script_style_and_font_beside_the_page_has_a_hashed_name_or_is_asked_for_anew() {
    for (path, asset) in page::assets() {
        let hashed = ["js", "css", "woff2"].iter().any(|kind| path.ends_with(&format!(".{kind}")))
            && path.starts_with("assets/");
        assert_eq!(asset.immutable, hashed, "{path}");
    }
}
