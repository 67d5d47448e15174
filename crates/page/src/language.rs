//! Which language a text is written in.

use whichlang::{Lang, detect_language};

/// Bytes that decide.
const SAMPLE: usize = 20_000;
/// Words below which a text is too short to be sure of anything.
const FEW_WORDS: usize = 25;
/// English words that every English paragraph is full of and other languages lack.
const FUNCTION_WORDS: [&str; 32] = [
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "with", "by", "at", "from",
    "has", "have", "had", "were", "are", "his", "their", "its", "which", "who", "after", "this",
    "been", "they", "would", "said", "it", "not",
];

/// The language of a text as ISO 639-1, `None` when it cannot be told.
///
/// The detector knows sixteen languages and always answers with one of them. So English also has to show in its
/// function words, and for another language what the page itself declares is believed first.
pub(crate) fn of(text: &str, declared: Option<&str>) -> Option<String> {
    let sample = text
        .get(..text.floor_char_boundary(SAMPLE))
        .unwrap_or_default();
    let words: Vec<String> = sample
        .split(|character: char| !character.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        return None;
    }
    let function = words
        .iter()
        .filter(|word| FUNCTION_WORDS.contains(&word.as_str()))
        .count();
    let detected = code(detect_language(sample));
    let few = words.len() < FEW_WORDS;
    if function * 100 >= words.len() * 18
        || (detected == "en" && (few || function * 100 >= words.len() * 8))
    {
        return Some("en".to_owned());
    }
    let declared = declared
        .map(primary)
        .filter(|language| language != "en" && !language.is_empty());
    match detected {
        "en" => declared,
        _ if few && function > 0 => None,
        other => declared.or_else(|| Some(other.to_owned())),
    }
}

/// `en-GB` to `en`.
fn primary(tag: &str) -> String {
    tag.chars()
        .take_while(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_lowercase()
}

fn code(language: Lang) -> &'static str {
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, declared: Option<&str>, expected: Option<&str>) {
        assert_eq!(of(text, declared).as_deref(), expected, "{text}");
    }

    #[test]
    fn languages_are_told() {
        check("Gunmen killed three soldiers.", None, Some("en"));
        check(
            "GUNMEN KILLED THREE SOLDIERS IN THE NORTH OF THE COUNTRY, THE ARMY SAID.",
            None,
            Some("en"),
        );
        check(
            "Bei einem Angriff auf einen Kontrollpunkt im Norden des Landes sind am Freitag drei Soldaten getötet worden, teilte die Armee mit.",
            None,
            Some("de"),
        );
        check(
            "Внаслідок нападу на блокпост на півночі країни в п'ятницю загинули троє військових, повідомили в армії. Ще семеро людей дістали поранення.",
            Some("uk"),
            Some("uk"),
        );
        check(
            "W ataku na posterunek na północy kraju zginęło w piątek trzech żołnierzy, poinformowała armia. Siedem innych osób zostało rannych, a sprawcy uciekli w góry.",
            Some("pl-PL"),
            Some("pl"),
        );
        check("12 345 !", None, None);
    }
}
