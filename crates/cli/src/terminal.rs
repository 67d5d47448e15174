//! The screen that a person reads: its width, its colours, and text that is safe to show on it.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};

use console::{Style, measure_text_width};

/// Columns of a screen that does not say how wide it is.
const DEFAULT_WIDTH: usize = 100;
/// Lines longer than this tire the eye.
const MAX_WIDTH: usize = 140;
/// Below this the layout no longer holds.
const MIN_WIDTH: usize = 40;

/// Where pretty output goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    /// Columns to fill.
    pub(crate) width: usize,
    colour: bool,
}

impl Screen {
    /// Standard output: as wide as the terminal, coloured when it is one and `NO_COLOR` is not set.
    pub(crate) fn stdout() -> Self {
        let terminal = console::Term::stdout();
        let width = terminal
            .size_checked()
            .map_or(DEFAULT_WIDTH, |(_, columns)| usize::from(columns));
        Self {
            width: width.clamp(MIN_WIDTH, MAX_WIDTH),
            colour: std::io::stdout().is_terminal() && console::colors_enabled(),
        }
    }

    /// A file, or a screen of a test: no colours.
    pub(crate) const fn plain(width: usize) -> Self {
        Self {
            width,
            colour: false,
        }
    }

    fn paint(self, style: Style, text: &str) -> String {
        style.force_styling(self.colour).apply_to(text).to_string()
    }

    /// What a line is about.
    pub(crate) fn bold(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    /// What can be skipped.
    pub(crate) fn dim(self, text: &str) -> String {
        self.paint(Style::new().dim(), text)
    }

    /// Codes and types.
    pub(crate) fn accent(self, text: &str) -> String {
        self.paint(Style::new().cyan().bold(), text)
    }

    /// What speaks against something, and problems.
    pub(crate) fn warn(self, text: &str) -> String {
        self.paint(Style::new().yellow(), text)
    }

    /// The words that a fact was read from.
    pub(crate) fn mark(self, text: &str) -> String {
        self.paint(Style::new().underlined(), text)
    }
}

/// Columns that `text` takes on a terminal.
pub(crate) fn columns(text: &str) -> usize {
    measure_text_width(text)
}

/// Text from a report as one line, white space collapsed, with everything that steers a terminal made visible as `�`.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.extend(word.chars().map(|character| {
            if steers(character) {
                char::REPLACEMENT_CHARACTER
            } else {
                character
            }
        }));
    }
    cleaned
}

/// Whether a character moves the cursor, changes the reading direction or hides itself.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// JSON whose strings hold no raw control character: C1 controls and DEL are escaped too, so that a record is safe to
/// show on a terminal.
pub(crate) fn escape_json(json: &str) -> Cow<'_, str> {
    let unsafe_on_screen = |character: char| character.is_control() && character != '\n';
    if !json.contains(unsafe_on_screen) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 64);
    for character in json.chars() {
        if unsafe_on_screen(character) {
            let _ = write!(escaped, "\\u{:04x}", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

/// Breaks one line of text into lines of at most `width` columns, at spaces where there are any.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').flat_map(|word| pieces(word, width)) {
        let needed = columns(&line) + usize::from(!line.is_empty()) + columns(word);
        if !line.is_empty() && needed > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// Cuts a word that is wider than a line.
fn pieces(word: &str, width: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while columns(rest) > width {
        let mut end = 0;
        for (start, character) in rest.char_indices() {
            let next = start + character.len_utf8();
            if end > 0 && columns(rest.get(..next).unwrap_or(rest)) > width {
                break;
            }
            end = next;
        }
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// Fills `text` with spaces to `width` columns.
pub(crate) fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(missing))
}

/// Says one line on standard error. That nobody hears it is no failure.
pub(crate) fn say(message: &str) {
    let lines: Vec<String> = message.lines().map(clean).collect();
    let _ = writeln!(std::io::stderr().lock(), "dateline: {}", lines.join("\n  "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_are_disarmed() {
        assert_eq!(clean("a\u{1b}[31m red\u{9b}\n b"), "a�[31m red� b");
        assert_eq!(clean("left\u{202e}thgir"), "left�thgir");
        let json = "{\"text\":\"\u{9b}31m\u{7f}\"}";
        assert_eq!(escape_json(json), r#"{"text":"\u009b31m\u007f"}"#);
    }

    #[test]
    fn lines_are_broken_at_spaces_and_never_too_wide() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 3), [""]);
    }
}
