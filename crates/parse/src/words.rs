//! Sentence to words, by the conventions of the UD English treebank EWT.
//!
//! Each character is kept in its word or set apart from it by looking at its neighbours; the pieces are then cut
//! at clitics ("do" + "n't") and units ("5" + "pm"). Every word is a byte range of the input.

mod chunk;
mod clitic;
mod whole;

use std::ops::Range;

use crate::character::is_separator;

/// Cuts one sentence into words. The ranges are bytes of `sentence`, in order, never empty, never overlapping;
/// what they leave out is white space and control characters.
pub(crate) fn cut(sentence: &str) -> Vec<Range<usize>> {
    let mut words = Vec::with_capacity(sentence.len() / 5 + 1);
    let mut chunks = chunks(sentence).peekable();
    while let Some(chunk) = chunks.next() {
        let next = chunks.peek().map(|range| &sentence[range.clone()]);
        cut_chunk(&sentence[chunk.clone()], next, chunk.start, &mut words);
    }
    words
}

/// Runs without white space.
fn chunks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut position = 0;
    std::iter::from_fn(move || {
        let rest = text.get(position..)?;
        let start = position + rest.find(|character: char| !is_separator(character))?;
        let length = text[start..]
            .find(is_separator)
            .unwrap_or(text.len() - start);
        position = start + length;
        Some(start..position)
    })
}

/// Cuts one chunk: addresses stay whole, the rest is cut by character.
fn cut_chunk(chunk: &str, next: Option<&str>, offset: usize, words: &mut Vec<Range<usize>>) {
    let mut done = 0;
    for address in whole::find(chunk) {
        chunk::cut(&chunk[done..address.start], None, offset + done, words);
        words.push(offset + address.start..offset + address.end);
        done = address.end;
    }
    chunk::cut(&chunk[done..], next, offset + done, words);
}

#[cfg(test)]
mod tests {
    use super::cut;
    use proptest::prelude::*;

    fn check(sentence: &str, expect: &str) {
        let words: Vec<&str> = cut(sentence)
            .into_iter()
            .map(|word| &sentence[word])
            .collect();
        assert_eq!(words.join(" "), expect);
    }

    #[test]
    fn punctuation_stands_alone() {
        check("He left, she stayed.", "He left , she stayed .");
        check("“No,” he said (twice).", "“ No , ” he said ( twice ) .");
        check("Why?! Wait... no -- yes", "Why ?! Wait ... no -- yes");
        check("A—B … C–D", "A — B … C – D");
        check("the end.The start", "the end . The start");
    }

    #[test]
    fn clitics_are_cut() {
        check(
            "They don't, can't and won't; Iran's can’t",
            "They do n't , ca n't and wo n't ; Iran 's ca n’t",
        );
        check(
            "officials' cars, O'Hara, Sana'a",
            "officials ' cars , O'Hara , Sana'a",
        );
        check(
            "I'll we've cannot gonna DON'T",
            "I 'll we 've can not gon na DO N'T",
        );
        check("'It is,' he said", "' It is , ' he said");
        check("in '72", "in '72");
    }

    #[test]
    fn hyphens_split_compounds_but_not_prefixes() {
        check(
            "Iran-backed U.S.-led anti-war 15-year-old",
            "Iran - backed U.S. - led anti-war 15 - year - old",
        );
        check(
            "e-mail re-election non-American",
            "e-mail re-election non-American",
        );
        check("on 2021-02-19", "on 2021-02-19");
    }

    #[test]
    fn numbers_stay_whole() {
        check(
            "1,000 people, $5.5m, £20, 45% at 5:30pm",
            "1,000 people , $ 5.5 m , £ 20 , 45 % at 5:30 pm",
        );
        check(
            "US$3bn 20th 1990s 9/11 12/05/2020 #1",
            "US$ 3 bn 20th 1990s 9/11 12/05/2020 # 1",
        );
        check("and/or 5km", "and / or 5 km");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        check(
            "Gen. Smith of the U.S. met Mr. X.",
            "Gen. Smith of the U.S. met Mr. X .",
        );
        check("at 9 a.m. on Jan. 5.", "at 9 a.m. on Jan. 5 .");
        check("No. 5 said no.", "No. 5 said no .");
        check(
            "John F. Kennedy at Acme Inc.",
            "John F. Kennedy at Acme Inc.",
        );
    }

    #[test]
    fn addresses_stay_whole() {
        check(
            "See https://example.org/a?b=c, or www.example.com. Mail a.b@example.com!",
            "See https://example.org/a?b=c , or www.example.com . Mail a.b@example.com !",
        );
        check("@someone #tag", "@someone #tag");
    }

    #[test]
    fn odd_characters_do_no_harm() {
        check("a\u{0}b\u{200B}c", "a b c");
        check("cafe\u{301} 👍🏽👍", "cafe\u{301} 👍🏽 👍");
        check("", "");
        check("... !!! ---", "... !!! ---");
    }

    proptest! {
        #[test]
        fn words_cover_all_but_white_space(sentence in "\\PC{0,60}|[a-zA-Z0-9.,'’$%:/@# -]{0,60}") {
            let words = cut(&sentence);
            let mut end = 0;
            for word in words {
                prop_assert!(word.start >= end && word.end > word.start);
                prop_assert!(sentence[end..word.start].chars().all(crate::character::is_separator));
                prop_assert!(!sentence[word.clone()].chars().any(crate::character::is_separator));
                end = word.end;
            }
            prop_assert!(sentence[end..].chars().all(crate::character::is_separator));
        }
    }
}
