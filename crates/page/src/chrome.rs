//! Which blocks are the article and which are the page around it.
//!
//! Nothing here knows a site. A block is judged by what it says to the visitor ([`crate::lexicon`]), by its form (closed
//! by a full stop? made of links? of interface words?) and by where it stands: before the first paragraph of running
//! text (the *head*), behind the last one (the *tail*), or between. In the head and the tail weak evidence is enough; between, only
//! phrases and long runs of labels count. Quotations and one-line paragraphs that end like sentences stay.

use crate::block::{Block, Form};
use crate::head::{self, Head};
use crate::lexicon::{LEXICON, Lexicon, Opens};

/// Blocks in a row that are not sentences: from this many on they are a list of links, not subheadings.
const RUN: usize = 4;

/// What was decided about a report's blocks.
pub(crate) struct Verdict {
    /// For each block, why it is not part of the article; `None` if it is.
    pub(crate) reasons: Vec<Option<&'static str>>,
    /// Title, byline and day as found above the text.
    pub(crate) head: Head,
}

/// Judges the blocks of one report. `title`: what is known to be its headline.
pub(crate) fn judge(blocks: &[Block], title: Option<&str>) -> Verdict {
    let mut judge = Judge::new(blocks);
    judge.mark_phrases();
    judge.follow_headings();
    let (first, last) = judge.zones();
    let head = head::read(blocks, &mut judge.reasons, first, title);
    judge.mark_runs(first, last);
    judge.mark_tail(last);
    Verdict {
        reasons: judge.reasons,
        head,
    }
}

struct Judge<'a> {
    blocks: &'a [Block],
    reasons: Vec<Option<&'static str>>,
    opens: Vec<Opens>,
}

impl<'a> Judge<'a> {
    fn new(blocks: &'a [Block]) -> Self {
        Self {
            blocks,
            reasons: vec![None; blocks.len()],
            opens: vec![Opens::Nothing; blocks.len()],
        }
    }

    fn is_dropped(&self, index: usize) -> bool {
        self.reasons.get(index).is_some_and(Option::is_some)
    }

    fn drop(&mut self, index: usize, reason: &'static str) {
        if let Some(slot @ None) = self.reasons.get_mut(index) {
            *slot = Some(reason);
        }
    }

    fn block(&self, index: usize) -> Option<&'a Block> {
        self.blocks.get(index)
    }

    fn is_prose(&self, index: usize) -> bool {
        !self.is_dropped(index) && self.block(index).is_some_and(Block::is_sentence)
    }

    /// What blocks say for themselves.
    fn mark_phrases(&mut self) {
        let mut later = false;
        for (index, block) in self.blocks.iter().enumerate() {
            let group = LEXICON.group(block, later);
            if let Some(group) = group
                && let Some(opens) = self.opens.get_mut(index)
            {
                *opens = if later { group.opens } else { Opens::Nothing };
            }
            let reason = match group {
                _ if block.boxed => Some("page box"),
                Some(group) => Some(group.reason.as_str()),
                None => by_form(block),
            };
            if let Some(reason) = reason {
                self.drop(index, reason);
            }
            later |= self.is_prose(index);
        }
    }

    /// Headings that announce comments or other articles take along what follows them.
    fn follow_headings(&mut self) {
        let words = |judge: &Self, range: std::ops::Range<usize>| -> usize {
            let prose = range.filter(|index| judge.is_prose(*index));
            prose
                .filter_map(|index| judge.block(index))
                .map(Block::word_count)
                .sum()
        };
        let all = words(self, 0..self.blocks.len());
        for index in 0..self.blocks.len() {
            let Some(reason) = self.reasons.get(index).copied().flatten() else {
                continue;
            };
            match self.opens.get(index) {
                Some(Opens::Rest) => {
                    let before = words(self, 0..index);
                    let after = index + 1..self.blocks.len();
                    let more_chrome = after
                        .clone()
                        .filter(|index| self.is_dropped(*index))
                        .count()
                        >= 2;
                    if before * 10 >= all * 4 || (before >= 80 && more_chrome) {
                        for slot in self.reasons.iter_mut().skip(index) {
                            *slot = Some(reason);
                        }
                        return;
                    }
                }
                Some(Opens::List) => self.drop_list(index, reason),
                _ => {}
            }
        }
    }

    /// Drops the headlines, and the teasers between them, behind a heading such as "Related".
    fn drop_list(&mut self, heading: usize, reason: &'static str) {
        let mut titles = 0;
        for index in heading + 1..self.blocks.len() {
            let Some(block) = self.block(index) else {
                return;
            };
            if self.is_prose(index) {
                let resumes =
                    (index..self.blocks.len()).any(|at| self.is_prose(at) && self.is_prose(at + 1));
                if titles < 2 || resumes || block.word_count() > 45 {
                    return;
                }
            } else if block.is_closed() || block.has_quote() && block.word_count() > 14 {
                return;
            } else if !self.is_dropped(index) {
                titles += 1;
            }
            self.drop(index, reason);
        }
    }

    /// First and last block of running text; of a very short report, any closed block.
    fn zones(&self) -> (usize, usize) {
        let prose = |index: &usize| self.is_prose(*index);
        let closed = |index: &usize| {
            !self.is_dropped(*index) && self.block(*index).is_some_and(Block::is_closed)
        };
        let all = 0..self.blocks.len();
        let ends = |keep: &dyn Fn(&usize) -> bool| {
            Some((all.clone().find(keep)?, all.clone().rfind(keep)?))
        };
        ends(&prose)
            .or_else(|| ends(&closed))
            .unwrap_or((self.blocks.len(), self.blocks.len()))
    }

    /// Neither a sentence nor speech, and short.
    fn is_label(&self, index: usize) -> bool {
        self.block(index).is_some_and(|block| {
            !block.is_closed()
                && !block.has_quote()
                && block.form != Form::Item
                && !is_bulleted(block)
                && block.word_count() <= 14
        })
    }

    /// Runs of labels inside the text.
    fn mark_runs(&mut self, first: usize, last: usize) {
        let mut start = first;
        while start < last {
            let run = (start..last)
                .take_while(|index| self.is_dropped(*index) || self.is_label(*index))
                .count();
            let labels = (start..start + run)
                .filter(|index| !self.is_dropped(*index))
                .count();
            let announced = start.checked_sub(1).and_then(|before| self.block(before));
            let list = announced.is_some_and(|block| block.text.ends_with(':'));
            if labels >= RUN && !list {
                for index in start..start + run {
                    self.drop(index, "related links");
                }
            }
            start += run.max(1);
        }
    }

    /// Labels behind the last paragraph.
    fn mark_tail(&mut self, last: usize) {
        for index in last.saturating_add(1)..self.blocks.len() {
            let Some(block) = self.block(index) else {
                return;
            };
            let before = index.checked_sub(1).and_then(|before| self.block(before));
            let listed = block.form == Form::Item || is_bulleted(block);
            let goes_on = before.is_some_and(|before| {
                before.text.ends_with(':') || before.form == Form::Item || is_bulleted(before)
            }) && !self.is_dropped(index - 1);
            let keep = block.is_closed()
                || (block.has_quote() && block.word_count() > 5)
                || (listed && goes_on);
            let alone = !self.is_dropped(index - 1)
                && !self.is_dropped(index + 1)
                && !self.is_label(index + 1);
            let words = block.word_count();
            // A long line may be the last paragraph, cut off; a short one only if nothing speaks against it.
            let lonely = block.form != Form::Heading
                && (words > 20 || (words > 8 && alone))
                && block.capital_share() < 0.5;
            if !keep && !lonely {
                self.drop(index, "links and labels");
            }
        }
    }
}

/// What the form of a single block gives away.
fn by_form(block: &Block) -> Option<&'static str> {
    let words = block.word_count();
    if Lexicon::is_copyright(block) {
        Some("copyright")
    } else if LEXICON.is_prompt(block) {
        Some("page prompt")
    } else if is_caption(block) {
        Some("caption")
    } else if !block.is_closed() && words <= 40 && LEXICON.interface_share(block) >= 0.5 {
        Some("menu")
    } else if block.links > 0.7 && !block.is_sentence() && block.form != Form::Heading {
        Some("related links")
    } else {
        None
    }
}

/// Ends with a picture credit in brackets: "[Name/Agency]", "(AP Photo/Name)".
fn is_caption(block: &Block) -> bool {
    let text = block.text.trim_end_matches('.');
    let open = match text.chars().next_back() {
        Some(']') => '[',
        Some(')') => '(',
        _ => return false,
    };
    let credit = text
        .rfind(open)
        .and_then(|at| text.get(at..))
        .unwrap_or_default();
    let short = block.word_count() <= 60
        && block.sentence_ends() <= 1
        && credit.split_whitespace().count() <= 8;
    short
        && credit.contains('/')
        && !credit.contains("http")
        && !credit.contains(|character: char| character.is_ascii_digit())
}

fn is_bulleted(block: &Block) -> bool {
    block.text.starts_with(['*', '•', '·', '▪', '‣'])
        || block.text.starts_with("- ")
        || block.text.starts_with("– ")
}
