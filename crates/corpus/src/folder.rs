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

impl File {
    /// The split that it belongs to.
    #[must_use]
    pub fn split(&self) -> Split {
        let below = self.below_corpus();
        let split = below.iter().find_map(|part| Split::from_name(part));
        split.unwrap_or(Split::Spec)
    }

    /// Its name from the split on (`train/harbour/01-a.md`), or below the folder `corpus`, or as given.
    #[must_use]
    pub fn short_name(&self) -> String {
        let below = self.below_corpus();
        let from = below
            .iter()
            .position(|part| Split::from_name(part).is_some());
        let short = below.get(from.unwrap_or_default()..).unwrap_or_default();
        short.join("/")
    }

    /// The parts of its path below the last folder named `corpus`; all parts where there is none.
    fn below_corpus(&self) -> Vec<String> {
        let parts = self.path.components();
        let parts: Vec<String> = parts
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let corpus = parts.iter().rposition(|part| part == "corpus");
        let from = corpus.map_or(0, |index| index + 1);
        parts.get(from..).unwrap_or_default().to_vec()
    }
}

/// What a report may be used for, by the folder that it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Split {
    /// `train/`: what the model learns from.
    Train,
    /// `dev/`: what rules and models are chosen by.
    Dev,
    /// `test/`: what is measured at the end; nobody looks into it before.
    Test,
    /// `second/`: a second reader's blind annotation of reports of the splits above; never exported.
    Second,
    /// Every other folder: the specification of Dateline, with marks for what it gets right.
    Spec,
}

impl Split {
    /// Every split, in the order of tables.
    pub const ALL: &'static [Self] =
        &[Self::Train, Self::Dev, Self::Test, Self::Second, Self::Spec];

    /// The name of its folder; `spec` has none.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Dev => "dev",
            Self::Test => "test",
            Self::Second => "second",
            Self::Spec => "spec",
        }
    }

    fn from_name(folder: &str) -> Option<Self> {
        let folders = [Self::Train, Self::Dev, Self::Test, Self::Second];
        folders.into_iter().find(|split| split.as_str() == folder)
    }
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

/// The reports below `root` that specify Dateline: all but those in the folders of the other splits, which
/// carry no marks and are not all for looking at while rules are written.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn read_specification(root: &Path) -> io::Result<Vec<File>> {
    let mut files = read_folder(root)?;
    files.retain(|file| {
        let folder = file.name.split('/').next().unwrap_or_default();
        Split::from_name(folder).is_none()
    });
    Ok(files)
}

/// The files at these paths, each a file or a folder of them, in that order. A name is its path as given.
///
/// # Errors
/// A path that cannot be read.
pub fn read_paths(paths: &[PathBuf]) -> io::Result<Vec<File>> {
    let named = |path: &Path, error: io::Error| {
        io::Error::new(error.kind(), format!("{}: {error}", path.display()))
    };
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let folder = read_folder(path).map_err(|error| named(path, error))?;
            files.extend(folder.into_iter().map(|file| File {
                name: file.path.to_string_lossy().into_owned(),
                ..file
            }));
        } else {
            let content = std::fs::read_to_string(path).map_err(|error| named(path, error))?;
            files.push(File {
                path: path.clone(),
                name: path.to_string_lossy().into_owned(),
                content,
            });
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{File, Split};

    #[test]
    fn the_folder_below_the_corpus_names_the_split() {
        for (path, split, short) in [
            (
                "/test/corpus/train/reef/01-a.md",
                Split::Train,
                "train/reef/01-a.md",
            ),
            ("corpus/dev/01-a.md", Split::Dev, "dev/01-a.md"),
            (
                "../corpus/test/reef/01-a.md",
                Split::Test,
                "test/reef/01-a.md",
            ),
            (
                "crates/corpus/../../corpus/basics/raid.md",
                Split::Spec,
                "basics/raid.md",
            ),
            ("raid.md", Split::Spec, "raid.md"),
        ] {
            let file = File {
                path: path.into(),
                name: path.to_owned(),
                content: String::new(),
            };
            assert_eq!((file.split(), file.short_name().as_str()), (split, short));
        }
    }
}
