//! Classes of characters, as Unicode's general categories define them.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// BERT's punctuation: the ASCII signs and every Unicode category P*.
pub(crate) fn is_punctuation(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_punctuation();
    }
    character.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// Punctuation or a symbol (currency, mathematics, emoji).
pub(crate) fn is_sign(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_punctuation();
    }
    matches!(
        character.general_category_group(),
        GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol
    )
}

/// A currency sign.
pub(crate) fn is_currency(character: char) -> bool {
    character == '$'
        || (!character.is_ascii()
            && character.general_category() == GeneralCategory::CurrencySymbol)
}

/// Control, format, private and unassigned characters (category C*).
pub(crate) fn is_other(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.general_category_group() == GeneralCategoryGroup::Other
}

/// A combining mark that adds to the letter before it without width (category Mn).
pub(crate) fn is_nonspacing_mark(character: char) -> bool {
    !character.is_ascii() && character.general_category() == GeneralCategory::NonspacingMark
}

/// A character that belongs to the one before it: marks, joiners, soft hyphens, emoji modifiers.
pub(crate) fn is_attached(character: char) -> bool {
    if character.is_ascii() {
        return false;
    }
    character.general_category_group() == GeneralCategoryGroup::Mark
        || character.general_category() == GeneralCategory::Format
        || ('\u{1F3FB}'..='\u{1F3FF}').contains(&character)
}

/// A letter (category L*).
pub(crate) fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    character.general_category_group() == GeneralCategoryGroup::Letter
}

/// A decimal digit (category Nd).
pub(crate) fn is_digit(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_digit();
    }
    character.general_category() == GeneralCategory::DecimalNumber
}

/// White space, controls and the zero-width space: what stands between words and is part of none.
pub(crate) fn is_separator(character: char) -> bool {
    character.is_whitespace() || character.is_control() || character == '\u{200B}'
}

/// One of the apostrophes that news text uses.
pub(crate) fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '\u{2019}' | '\u{2018}' | '\u{2BC}' | '`' | '\u{B4}'
    )
}

/// A hyphen (not a dash).
pub(crate) fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}')
}
