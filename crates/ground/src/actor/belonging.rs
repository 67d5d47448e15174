//! Whose a participant is: country, sectors and group, from the words of the noun phrase.

use std::ops::Range;

use dateline_parse::EntityKind;

use super::describe::Phrase;
use super::list::{Named, Role, Sort};
use super::phrase;
use crate::place::fold;

/// Country and sectors gathered for one participant.
#[derive(Clone, Debug, Default)]
pub(super) struct Belonging {
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<String>,
    /// Index of the group that the words name.
    pub(super) group: Option<usize>,
}

impl Phrase<'_> {
    /// Country, sectors and group of a description.
    pub(super) fn belonging(&self) -> Belonging {
        let role = self.role_ending(self.head);
        let before = self.core.start..role.as_ref().map_or(self.head, |(words, _)| words.start);
        let mut told = self.modifiers(self.core.start..self.head);
        self.add_possessor(&mut told);
        self.add_attached(&mut told);
        let collective = self.is_collective(role.as_ref().map(|(_, role)| *role));
        match role {
            Some((_, role)) => told.sectors = self.sectors_of(role, &told, &before),
            None => told.sectors.clear(),
        }
        if !collective {
            told.group = None;
        } else if let Some(group) = told.group.and_then(|index| self.reader.actors.group(index)) {
            told.country.clone_from(&group.country);
            told.sectors.clone_from(&group.sectors);
        }
        self.mark_former(&mut told, &self.core);
        told
    }

    /// Whether the head names the members or the whole of the group before it ("Houthi rebels", "Taliban movement").
    pub(super) fn is_collective(&self, role: Option<&Role>) -> bool {
        const WHOLES: &[&str] = &[
            "group",
            "movement",
            "militia",
            "network",
            "force",
            "forces",
            "party",
            "army",
            "organization",
            "organisation",
            "insurgent",
            "rebel",
            "militant",
            "fighter",
            "guerrilla",
            "terrorist",
            "gunman",
            "side",
            "faction",
            "cartel",
            "gang",
            "agency",
            "broadcaster",
            "newspaper",
            "rebellion",
            "insurgency",
            "alliance",
            "coalition",
            "paramilitary",
            "jihadist",
            "islamist",
            "separatist",
            "extremist",
            "militiaman",
        ];
        let noun = self.lemma(self.head);
        let whole = WHOLES.contains(&noun.as_str())
            && (self.is_plural() || role.is_some_and(|role| role.sort == Sort::Body));
        // The name stands directly before the head or before its role words.
        let adjoining = self.names().any(|name| {
            matches!(name.named, Named::Group(_))
                && !phrase::is_half_of_compound(self.sentence, name.tokens.end - 1)
        });
        whole && adjoining && !self.has_possessor()
    }

    pub(super) fn has_possessor(&self) -> bool {
        self.sentence.child(self.head, &["nmod:poss"]).is_some()
    }

    /// What adjectives, names and places among the words say.
    pub(super) fn modifiers(&self, words: Range<usize>) -> Belonging {
        let mut told = Belonging::default();
        for word in words.clone() {
            let form = phrase::form(self.sentence, word);
            if phrase::is_half_of_compound(self.sentence, word)
                || !form.contains(char::is_uppercase)
            {
                continue;
            }
            if let Some(code) = self.reader.actors.nationality(form) {
                told.country = Some(code.to_owned());
            } else if let Some(code) = self.country_of_surname(word) {
                told.country = Some(code);
            }
        }
        for name in self
            .names()
            .filter(|name| name.tokens.start >= words.start && name.tokens.end <= words.end)
        {
            if !phrase::is_half_of_compound(self.sentence, name.tokens.end - 1) {
                self.take_name(&name.named, &mut told);
            }
        }
        if told.country.is_none() {
            told.country = self.place_within(&words);
        }
        told
    }

    pub(super) fn take_name(&self, named: &Named, told: &mut Belonging) {
        match named {
            Named::Country(code) | Named::Seat(code) => told.country = Some(code.clone()),
            Named::Metonym(code, sectors) => {
                told.country = Some(code.clone());
                told.sectors.clone_from(sectors);
            }
            Named::Group(index) => {
                if let Some(group) = self.reader.actors.group(*index) {
                    told.country = group.country.clone().or_else(|| told.country.take());
                    told.sectors.clone_from(&group.sectors);
                    told.group = Some(*index);
                }
            }
            Named::Leader(index) => {
                if let Some(leader) = self.reader.actors.leader(*index) {
                    told.country = leader.country.clone().or_else(|| told.country.take());
                }
            }
        }
    }

    /// Country of a place that stands among the words.
    pub(super) fn place_within(&self, words: &Range<usize>) -> Option<String> {
        let places = self.reader.places.get(&self.index)?;
        let mut inside = places
            .iter()
            .filter(|place| place.tokens.start >= words.start && place.tokens.end <= words.end);
        inside
            .find(|place| !phrase::is_half_of_compound(self.sentence, place.tokens.end - 1))?
            .place
            .country
            .clone()
    }

    /// Country of the one leader whose last name alone stands as a modifier ("the Macron government").
    fn country_of_surname(&self, word: usize) -> Option<String> {
        let marked = self.sentence.entity_at(word)?;
        let alone = marked.kind == EntityKind::Person && marked.tokens.len() == 1;
        let name = fold(phrase::form(self.sentence, word));
        match self.reader.actors.with_surname(&name) {
            [one] if alone => self.reader.actors.leader(*one)?.country.clone(),
            _ => None,
        }
    }

    /// Country of the place whose name this word is part of.
    pub(super) fn place_at(&self, word: usize) -> Option<String> {
        let places = self.reader.places.get(&self.index)?;
        let here = places.iter().find(|place| place.tokens.contains(&word))?;
        here.place.country.clone()
    }

    /// Takes what a possessor says ("Iran's foreign ministry", "the group's leader").
    pub(super) fn add_possessor(&self, told: &mut Belonging) {
        let Some(owner) = self
            .sentence
            .child(self.head, &["nmod:poss"])
            .filter(|owner| *owner != self.head)
        else {
            return;
        };
        if told.country.is_none() || told.sectors.is_empty() {
            self.take_phrase(owner, told);
        }
    }

    /// Takes what "of X", "from X", "in X" say: a name, a place, or a description with a role.
    pub(super) fn add_attached(&self, told: &mut Belonging) {
        let children: Vec<usize> = self
            .sentence
            .children(self.head)
            .filter(|word| {
                self.sentence.tokens.get(*word).is_some_and(|token| {
                    token.has_relation(&["nmod"]) && token.deprel != "nmod:poss"
                })
            })
            .collect();
        for child in children {
            let case = self
                .sentence
                .child(child, &["case"])
                .map(|word| phrase::form(self.sentence, word).to_lowercase());
            match case.as_deref() {
                Some("of" | "for") => self.take_phrase(child, told),
                Some("from" | "in" | "inside" | "across") if told.country.is_none() => {
                    told.country = self.place_at(child);
                }
                _ => {}
            }
        }
    }

    /// Takes country and sectors of another noun phrase, as far as they are wanting.
    pub(super) fn take_phrase(&self, head: usize, told: &mut Belonging) {
        let core = phrase::core(self.sentence, head);
        // Each step goes strictly down the tree, and no further than the words around this head.
        if core.contains(&self.head)
            || !self.sentence.is_within(head, self.head)
            || head == self.head
        {
            return;
        }
        let other = Phrase {
            reader: self.reader,
            sentence: self.sentence,
            index: self.index,
            head,
            core: core.clone(),
        };
        let mut owner = other.modifiers(core);
        if let Some(name) = other.name_at_head() {
            self.take_name(&name.named, &mut owner);
        } else if let Some((_, role)) = other.role_ending(head) {
            other.add_possessor(&mut owner);
            owner.sectors = other.sectors_of(role, &owner, &(other.core.start..head));
        }
        if told.country.is_none() {
            told.country = owner.country;
        }
        if told.sectors.is_empty() {
            told.sectors = owner.sectors;
        }
    }

    /// Sectors of a role: its own; else those of the organisation, of a role noun before it ("militia sources"), or the default.
    pub(super) fn sectors_of(
        &self,
        role: &Role,
        told: &Belonging,
        before: &Range<usize>,
    ) -> Vec<String> {
        let backed = before.clone().any(|word| {
            phrase::PROXY.contains(&phrase::form(self.sentence, word).to_lowercase().as_str())
                || phrase::form(self.sentence, word)
                    .to_lowercase()
                    .split('-')
                    .nth(1)
                    .is_some_and(|half| phrase::PROXY.contains(&half))
        });
        let side = before.clone().rev().find_map(|word| {
            let token = self.sentence.tokens.get(word)?;
            let plain = matches!(token.upos, "NOUN" | "ADJ" | "PROPN")
                && !phrase::is_half_of_compound(self.sentence, word);
            self.role_ending(word)
                .filter(|(words, _)| plain && words.start >= before.start)
                .map(|(_, role)| role.sectors.clone())
                .filter(|sectors| !sectors.is_empty())
                .filter(|sectors| token.upos != "ADJ" || is_armed(sectors))
        });
        let from_group = told.group.map(|_| told.sectors.clone());
        if role.sectors == ["MIL"] && role.sort == Sort::Body {
            // "Houthi forces", "rebel forces", "Iran-backed forces": whose they are decides.
            let other = from_group
                .or(side)
                .or_else(|| backed.then(|| vec!["PRM".to_owned()]));
            return other.unwrap_or_else(|| role.sectors.clone());
        }
        // who works for an international body belongs to it: "UN envoy", "African Union mission"
        let is_international =
            |sectors: &&Vec<String>| sectors.first().is_some_and(|it| it == "IGO");
        if let Some(body) = from_group.as_ref().filter(is_international) {
            return body.clone();
        }
        if !role.sectors.is_empty() {
            return role.sectors.clone();
        }
        let inherited = from_group
            .or_else(|| Some(told.sectors.clone()).filter(|sectors| !sectors.is_empty()))
            .or(side);
        let backed_group = || (backed && role.sort == Sort::Body).then(|| vec!["PRM".to_owned()]);
        inherited
            .or_else(backed_group)
            .unwrap_or_else(|| role.default.clone())
    }

    /// A former office-holder belongs to the elite, not to the office.
    pub(super) fn mark_former(&self, told: &mut Belonging, words: &Range<usize>) {
        const FORMER: &[&str] = &[
            "former",
            "ex",
            "ousted",
            "deposed",
            "ex-president",
            "ex-prime",
        ];
        let former = words.clone().any(|word| {
            FORMER.contains(&phrase::form(self.sentence, word).to_lowercase().as_str())
        });
        let office = told.sectors.first().is_some_and(|sector| {
            matches!(
                sector.as_str(),
                "GOV" | "MIL" | "LEG" | "JUD" | "COP" | "SPY"
            )
        });
        if former && (office || told.sectors.is_empty()) {
            told.sectors = vec!["ELI".to_owned()];
        }
    }
}

/// Whether sectors are those of somebody in arms, the only ones that adjectives say ("rebel", "paramilitary").
fn is_armed(sectors: &[String]) -> bool {
    let armed = |sector: &str| matches!(sector, "MIL" | "REB" | "PRM" | "COP" | "UAF" | "CRM");
    sectors.first().is_some_and(|sector| armed(sector))
}
