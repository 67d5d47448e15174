//! A folder with everything below it, in sorted order.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::input::{Trouble, extension};

/// What a report's file name ends in, `.gz` after it allowed.
const EXTENSIONS: [&str; 8] = [
    "txt", "text", "html", "htm", "xhtml", "gz", "jsonl", "ndjson",
];

/// The reports of one folder.
pub(super) struct Folder {
    name: String,
    walk: walkdir::IntoIter,
    found: bool,
    ended: bool,
}

impl Folder {
    pub(super) fn new(path: &Path) -> Self {
        let walk = WalkDir::new(path).follow_links(true).sort_by_file_name();
        Self {
            name: path.display().to_string(),
            walk: walk.into_iter(),
            found: false,
            ended: false,
        }
    }

    /// The next report's path. A folder in which there was none says so at its end.
    pub(super) fn next(&mut self) -> Option<Result<PathBuf, Trouble>> {
        for entry in self.walk.by_ref() {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_report(entry.path()) => {
                    self.found = true;
                    return Some(Ok(entry.into_path()));
                }
                Ok(_) => {}
                Err(error) => {
                    self.found = true;
                    return Some(Err(trouble(&self.name, &error)));
                }
            }
        }
        let empty = !self.found && !std::mem::replace(&mut self.ended, true);
        empty.then(|| {
            let message = format!(
                "no reports in this folder: looked for {} in it and below, each with .gz too",
                EXTENSIONS
                    .map(|extension| format!(".{extension}"))
                    .join(" ")
            );
            Err(Trouble {
                name: self.name.clone(),
                message,
            })
        })
    }
}

fn is_report(path: &Path) -> bool {
    let hidden = path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let named = extension(path).is_some_and(|found| EXTENSIONS.contains(&found.as_str()));
    named && !hidden
}

fn trouble(folder: &str, error: &walkdir::Error) -> Trouble {
    let name = error
        .path()
        .map_or_else(|| folder.to_owned(), |path| path.display().to_string());
    let message = if error.loop_ancestor().is_some() {
        "is a link to a folder that holds it and was left out".to_owned()
    } else {
        let cause = error
            .io_error()
            .map_or_else(|| error.to_string(), ToString::to_string);
        format!("cannot be read: {cause}")
    };
    Trouble { name, message }
}
