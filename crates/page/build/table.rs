//! Writes `assets.rs`: one row for each file of the built page.
//!
//! Does not belong here: building the page.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use crate::inputs::hex;
use crate::{Failure, cannot};

/// Copies the files of `dist` into `out` and writes the table that includes them from there.
pub(crate) fn write(dist: &Path, out: &Path) -> Result<(), Failure> {
    let folder = out.join("page");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|cause| cannot("empty", &folder, &cause))?;
    }
    fs::create_dir_all(&folder).map_err(|cause| cannot("create", &folder, &cause))?;
    let mut files = Vec::new();
    collect(dist, "", &mut files)?;
    files.sort();
    let mut source = String::from("static ASSETS: &[(&str, Asset)] = &[\n");
    for (number, (name, path)) in files.iter().enumerate() {
        let bytes = fs::read(path).map_err(|cause| cannot("read", path, &cause))?;
        let plain = save(&folder, &format!("{number}"), &bytes)?;
        let gzip = match compress(&bytes)? {
            Some(smaller) => {
                format!("Some(include_bytes!({:?}))", save(&folder, &format!("{number}.gz"), &smaller)?)
            }
            None => "None".to_owned(),
        };
        let (mime, etag) = (mime(name)?, format!("\"{}\"", hex(&Sha256::digest(&bytes), 12)));
        // Writing into a String cannot fail.
        let _ = writeln!(
            source,
            "    ({name:?}, Asset {{ bytes: include_bytes!({plain:?}), gzip: {gzip}, mime: {mime:?}, etag: {etag:?}, immutable: {} }}),",
            has_hashed_name(name)
        );
    }
    source.push_str("];\n");
    save(out, "assets.rs", source.as_bytes()).map(drop)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(|cause| cannot("read", folder, &cause))? {
        let entry = entry.map_err(|cause| cannot("read", folder, &cause))?;
        let path = entry.path();
        let name = entry
            .file_name()
            .into_string()
            .map_err(|name| format!("{name:?} in {} is not UTF-8", folder.display()))?;
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
        } else {
            files.push((format!("{prefix}{name}"), path));
        }
    }
    Ok(())
}

fn save(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let path = folder.join(name);
    fs::write(&path, bytes).map_err(|cause| cannot("write", &path, &cause))?;
    Ok(path)
}

/// The compressed bytes, if it is worth it: fonts and pictures are compressed already.
fn compress(bytes: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    let packed = packed.map_err(|cause| format!("cannot compress: {cause}"))?;
    Ok((packed.len() * 10 < bytes.len() * 9).then_some(packed))
}

fn mime(name: &str) -> Result<&'static str, Failure> {
    let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
    Ok(match kind {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => {
            return Err(format!(
                "{name} of the page has an unknown kind; add its media type to crates/page/build/table.rs"
            ));
        }
    })
}

/// Vite names what it bundles `assets/NAME-HASH.KIND`, with a hash of eight URL-safe characters.
fn has_hashed_name(path: &str) -> bool {
    let Some((stem, _)) = path.strip_prefix("assets/").and_then(|name| name.rsplit_once('.')) else {
        return false;
    };
    let Some(start) = stem.len().checked_sub(9) else { return false };
    stem.get(start..).and_then(|end| end.strip_prefix('-')).is_some_and(|hash| {
        hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    })
}
