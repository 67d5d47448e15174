//! Reads a folder of annotated reports.

use std::{
    io,
    path::{Path, PathBuf},
};

/// One Markdown file of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name relative to the folder, with `/` between parts.
    pub name: String,
    /// What it holds.
    pub content: String,
}

/// Every Markdown file below `root` but `README.md`, sorted by name.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn read_folder(root: &Path) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let is_report = path.extension().is_some_and(|extension| extension == "md")
                && path.file_name().is_some_and(|name| name != "README.md");
            if path.is_dir() {
                folders.push(path);
            } else if is_report {
                let content = std::fs::read_to_string(&path)?;
                let parts = path.strip_prefix(root).unwrap_or(&path).components();
                let parts: Vec<_> = parts
                    .map(|part| part.as_os_str().to_string_lossy())
                    .collect();
                let name = parts.join("/");
                files.push(File {
                    path,
                    name,
                    content,
                });
            }
        }
    }
    files.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(files)
}
