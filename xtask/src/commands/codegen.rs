//! `cargo xtask codegen [--check]`: the OpenAPI document from the handlers, the page's types from the document.
//!
//! Nothing here is written by hand; `--check` writes nothing and fails if what is committed is not what comes out.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::no_more;
use crate::failure::{Failure, Outcome};
use crate::program::{cargo, npm, output, program, run as run_program};
use crate::workspace;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (check, rest) = match arguments {
        [flag, rest @ ..] if flag == "--check" => (true, rest),
        rest => (false, rest),
    };
    no_more(rest)?;
    // The page among them, which installs what its tools need.
    run_program(&mut cargo(workspace::AS_TESTED))?;

    let fresh = workspace::scratch("codegen")?;
    let document = fresh.join("openapi.json");
    let json = output(&mut program(workspace::example("openapi"), workspace::root()))?;
    fs::write(&document, json).map_err(|cause| Failure::file("write", &document, &cause))?;
    let types = fresh.join("schema.d.ts");
    let web = workspace::root().join("web");
    let mut generator = npm(&web, &["exec", "--", "openapi-typescript"]);
    output(generator.arg(&document).arg("-o").arg(&types))?;

    let committed = [
        (document, workspace::root().join("docs/openapi.json")),
        (types, web.join("src/lib/api/schema.d.ts")),
    ];
    if check { compare(&committed) } else { publish(&committed) }
}

fn publish(files: &[(PathBuf, PathBuf)]) -> Outcome {
    for (fresh, committed) in files {
        fs::copy(fresh, committed).map_err(|cause| Failure::file("write", committed, &cause))?;
    }
    Ok(())
}

fn compare(files: &[(PathBuf, PathBuf)]) -> Outcome {
    for (fresh, committed) in files {
        let read = |path: &Path| fs::read(path).map_err(|cause| Failure::file("read", path, &cause));
        if read(fresh)? != read(committed)? {
            let name = committed.strip_prefix(workspace::root()).unwrap_or(committed).display();
            return Err(Failure::new(format!(
                "{name} is not what the handlers say; run `cargo xtask codegen`"
            )));
        }
    }
    Ok(())
}
