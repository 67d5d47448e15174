//! Lists the data files that the library carries, so that a new file of rules or actors needs no code.
#![allow(clippy::print_stdout, clippy::panic)]

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut code = String::new();
    for (name, folder) in [
        ("ACTORS", "actors"),
        ("RULES", "rules"),
        ("ONTOLOGY", "ontology"),
    ] {
        write_list(&mut code, name, &root, &files(&root.join(folder)));
    }
    let out = std::env::var_os("OUT_DIR").unwrap_or_else(|| panic!("cargo sets OUT_DIR"));
    let path = Path::new(&out).join("lists.rs");
    std::fs::write(&path, code).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    println!("cargo::rerun-if-changed=build.rs");
}

/// The tables (TOML and TSV) below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|ending| ending == "toml" || ending == "tsv")
        {
            found.push(path);
        }
    }
    found
}

/// `const NAME: &[(&str, &str)] = &[("actors/groups.toml", include_str!("…")), …];`
fn write_list(code: &mut String, name: &str, root: &Path, files: &[PathBuf]) {
    let _ = writeln!(code, "const {name}: &[(&str, &str)] = &[");
    for path in files {
        let shown = path
            .strip_prefix(root)
            .unwrap_or(path)
            .display()
            .to_string();
        let _ = writeln!(code, "    ({shown:?}, include_str!({path:?})),");
    }
    let _ = writeln!(code, "];");
}
