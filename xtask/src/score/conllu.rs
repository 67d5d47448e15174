//! CoNLL-U files: gold words and trees.

use std::path::Path;

/// One sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gold {
    /// The sentence as written.
    pub(crate) text: String,
    /// Whether a document or paragraph begins here.
    pub(crate) opens_paragraph: bool,
    /// Whether a document begins here.
    pub(crate) opens_document: bool,
    /// The words.
    pub(crate) words: Vec<Word>,
}

/// One word of a treebank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) lemma: String,
    pub(crate) upos: String,
    pub(crate) xpos: String,
    /// 0 is the root, k the word k - 1.
    pub(crate) head: usize,
    pub(crate) deprel: String,
    /// The last column: what else is known of the word.
    pub(crate) misc: String,
}

impl Gold {
    /// The forms, as the reader takes them.
    pub(crate) fn forms(&self) -> Vec<String> {
        self.words.iter().map(|word| word.form.clone()).collect()
    }
}

/// Reads a treebank file.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Gold>> {
    let content = super::content(path)?;
    let mut sentences = Vec::new();
    let mut current = Gold::default();
    for line in content.lines().chain([""]) {
        if line.is_empty() {
            if !current.words.is_empty() {
                sentences.push(std::mem::take(&mut current));
            }
        } else if let Some(comment) = line.strip_prefix("# ") {
            current.comment(comment);
        } else if let Some(word) = word(line) {
            current.words.push(word);
        }
    }
    Ok(sentences)
}

/// The documents of the section "test" of GUM's list of splits.
pub(crate) fn test_documents(splits: &str) -> Vec<String> {
    let lines = splits.lines().skip_while(|line| *line != "## test").skip(1);
    lines
        .take_while(|line| !line.starts_with("##"))
        .filter_map(|line| Some(line.trim().strip_prefix("* ")?.to_owned()))
        .collect()
}

impl Gold {
    fn comment(&mut self, comment: &str) {
        if let Some(text) = comment.strip_prefix("text = ") {
            text.clone_into(&mut self.text);
        }
        self.opens_document |= comment.starts_with("newdoc");
        self.opens_paragraph |= comment.starts_with("newdoc") || comment.starts_with("newpar");
    }
}

/// A word line; nothing for multi-word tokens and empty nodes.
fn word(line: &str) -> Option<Word> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [number, form, lemma, upos, xpos, _, head, deprel, rest @ ..] = cells.as_slice() else {
        return None;
    };
    number.parse::<usize>().ok()?;
    Some(Word {
        form: (*form).to_owned(),
        lemma: (*lemma).to_owned(),
        upos: (*upos).to_owned(),
        xpos: (*xpos).to_owned(),
        head: head.parse().ok()?,
        deprel: (*deprel).to_owned(),
        misc: (*rest.last().unwrap_or(&"")).to_owned(),
    })
}
