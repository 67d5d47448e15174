"""Mentions of people, groups and places: which words belong to one, what it is like, and what a pair of them says, as numbers of features that hold.
`crates/parse/src/coreference` says the same in Rust.

A sentence is a dict with `words`, `xpos`, `heads` (0 = root, counted from 1), `rels`, `ner` (BIO tags), `says` [(speaker span or None, content
spans)]."""

import collections
import dataclasses

KINDS = ["person", "group", "place"]
FORMS = ["i", "we", "you", "he", "she", "it", "they", "who", "there", "this", "some", "name", "the", "a", "that", "whose", "bare"]
PRONOUNS = {
    "i": "i me my mine myself", "we": "we us our ours ourselves 's ’s", "you": "you your yours yourself yourselves y' ya u thou thee thy",
    "he": "he him his himself", "she": "she her hers herself", "it": "it its itself", "they": "they them their theirs themselves themself 'em",
    "who": "who whom whose which that where whoever what", "there": "here there", "this": "this these those",
    "some": "one someone somebody anyone anybody everyone everybody nobody none all some many most others other another each both few several "
            "somewhere anywhere everywhere"}
PRONOUN = {word: form for form, words in PRONOUNS.items() for word in words.split()}
PRONOUN_TAGS = {"PRP", "PRP$", "WP", "WP$", "WDT", "WRB", "DT", "EX", "RB", "JJ", "JJS", "CD", "NN", "NNS"}
PLURAL = set("these those all many some both others few several".split())
MALE = set("mr mr. sir lord king prince father dad son brother husband man boy men boys uncle nephew grandfather guy gentleman spokesman chairman "
           "businessman policeman".split())
FEMALE = set("mrs mrs. ms ms. miss lady queen princess mother mom mum daughter sister wife woman girl women girls aunt niece grandmother actress "
             "spokeswoman chairwoman businesswoman policewoman".split())
TITLES = set("mr mr. mrs mrs. ms ms. miss dr dr. sir lord lady king queen president minister prime secretary senator general judge justice chairman "
             "interviewee".split())
POSSESSIVE = {"'s", "’s", "'", "’"}
LISTS = {"pronouns": PRONOUN, "pronoun_tags": sorted(PRONOUN_TAGS), "plural": sorted(PLURAL), "male": sorted(MALE), "female": sorted(FEMALE),
         "titles": sorted(TITLES)}

# What belongs to a mention wherever it hangs on its head.
INSIDE = {"det", "det:predet", "amod", "flat", "compound", "nmod:poss", "nmod:desc", "nummod", "acl:relcl", "fixed", "goeswith"}
EDGE = set(",;:.—–-?!")
BREAKS = set(",([—–-:")
BEFORE = {"both", "either", "neither"}  # what stands before a mention without belonging to it
NAMED = {"PER", "ORG", "LOC", "FAC"}
QUOTES = {"”": "“", "''": "``", '"': '"'}


def children(s):
    below = [[] for _ in s["words"]]
    for k, head in enumerate(s["heads"]):
        if head:
            below[head - 1].append(k)
    return below


def subtree(below, word):
    found = [word]
    for k in found:
        found += below[k]
    return found


def span(s, below, head):
    """The words of the mention that `head` heads, by GUM's conventions: with determiners, modifiers, of-phrases and relative clauses, without what
    is coordinated, apposed or said of it. An "and" heads all that it joins."""
    first = first_member(s, head)
    if first == head:
        return phrase(s, below, head)
    members = [first] + [k for k in below[first] if s["rels"][k] == "conj"]
    return phrase(s, below, first)[0], max(phrase(s, below, k)[1] for k in members)


def first_member(s, word):
    """The word itself, or of an "and" the first member of what it joins."""
    member = s["heads"][word] - 1
    joins = s["rels"][word] == "cc" and member >= 0 and s["rels"][member] == "conj" and s["heads"][member] > 0
    return s["heads"][member] - 1 if joins else word


def phrase(s, below, head):
    words, xpos, rels = s["words"], s["xpos"], s["rels"]
    predicate = any(rels[k] == "cop" for k in below[head])
    kept = [head]
    for k in below[head]:
        part = subtree(below, k)
        first, right, word = min(part), k > head, words[k].lower()
        close = right and first > 0 and words[first] not in BREAKS and words[first - 1] not in BREAKS
        rel = rels[k]
        if (rel in INSIDE or rel in ("nmod", "acl") and close or rel == "obl" and close and not predicate
                or rel == "advmod" and (close and not predicate or not right and word in ("only", "nearly", "almost", "most")
                                        and any(rels[x] in ("det", "nummod") for x in below[head]))
                or rel == "dep" and not right and word == "you" or rel == "case" and right and word in POSSESSIVE
                or rel == "nmod:unmarked" and right and not any(xpos[x] == "CD" for x in part) or rel == "appos" and close and is_name(s, head)
                or right and locates(s, below, head, k, first)):
            kept += part
    whole, start, end = set(subtree(below, head)), head, head
    while start - 1 >= min(kept) and start - 1 in whole:
        start -= 1
    while end + 1 <= max(kept) and end + 1 in whole:
        end += 1
    name = name_at(s, head)
    if name and is_name(s, head) and not name[0] < s["heads"][head] <= name[1]:
        start, end = min(start, name[0]), max(end, name[1] - 1)
    while start < head and (words[start] in EDGE or rels[start] in ("case", "mark", "cc") or words[start].lower() in BEFORE):
        start += 1
    while end > head and words[end] in EDGE:
        end -= 1
    if end + 1 < len(words) and words[end + 1] in QUOTES:
        close, inside = words[end + 1], words[start : end + 1]
        opened = inside.count(QUOTES[close])
        if opened % 2 if close == '"' else opened > inside.count(close):
            end += 1
    return start, end + 1


def is_name(s, word):
    return s["xpos"][word] in ("NNP", "NNPS")


def name_at(s, word):
    """First word and end of the name of a person, group or place that a word stands in."""
    kind = s["ner"][word][2:]
    if kind not in NAMED:
        return None
    start, end = word, word + 1
    while s["ner"][start][0] == "I":
        start -= 1
    while end < len(s["ner"]) and s["ner"][end] == "I-" + kind:
        end += 1
    return start, end


def locates(s, below, head, child, first):
    """ "Northport, Ruritania": a place behind the comma after a name that is no person's."""
    return (s["rels"][child] in ("appos", "nmod:unmarked", "nmod", "list", "dep", "flat") and s["words"][first] == "," and is_name(s, head)
            and s["ner"][child][2:] == "LOC" and s["ner"][head][2:] in NAMED - {"PER"} and not any(s["rels"][x] == "case" for x in below[child]))


def continues_name(s, word):
    """Whether a word only continues a name that another word heads: the second of "Ana Kovač"."""
    kind, start = s["ner"][word][2:], word
    if s["rels"][word] != "flat" or not kind:
        return False
    while s["ner"][start][0] == "I":
        start -= 1
    end = word + 1
    while end < len(s["ner"]) and s["ner"][end] == "I-" + kind:
        end += 1
    return start < s["heads"][word] <= end


@dataclasses.dataclass
class Mention:
    sentence: int
    start: int
    end: int
    head: int
    kind: str
    sure: float = 1.0  # the probability that it is one
    form: str = ""
    number: str = "u"  # s, p, u
    gender: str = "u"  # m, f, n, u
    text: str = ""  # without article and genitive mark
    letters: str = None  # the text without dots, where it has more than one character
    stem: str = ""
    content: frozenset = frozenset()
    modifiers: frozenset = frozenset()
    figures: frozenset = frozenset()
    initials: str = ""
    entity: str = "O"
    role: str = ""
    speaker: tuple = None  # words of the sentence

    @property
    def is_pronoun(self):
        return self.form in PRONOUNS


ROLES = ["subject", "object", "oblique", "nmod", "possessor", "apposed", "joined", "part", "root", "other"]
ROLE_OF = {"nsubj": "subject", "csubj": "subject", "obj": "object", "iobj": "object", "obl": "oblique", "nmod": "nmod", "nmod:poss": "possessor",
           "nmod:desc": "part", "compound": "part", "flat": "part", "appos": "apposed", "conj": "joined", "root": "root"}


def role(rel):
    return ROLE_OF.get(rel) or ROLE_OF.get(rel.split(":")[0], "other")


def describe(sentences, found):
    """Mentions [(sentence, head, kind, probability)] -> the list of Mention, in text order, the wider first; of two with the same
    words the likelier, then the one with the first head."""
    out, below_of = [], {}
    for sentence, head, kind, sure in sorted(found):
        s = sentences[sentence]
        if continues_name(s, head):
            continue
        below = below_of.setdefault(sentence, children(s))
        out.append(describe_one(s, below, Mention(sentence, *span(s, below, head), head, kind, sure)))
    out.sort(key=lambda m: (m.sentence, m.start, -m.end, -m.sure, m.head))
    return [m for i, m in enumerate(out) if not i or (m.sentence, m.start, m.end) != (out[i - 1].sentence, out[i - 1].start, out[i - 1].end)]


def stem(word, tag):
    word = word.lower()
    if tag not in ("NNS", "NNPS") or len(word) < 4 or not word.endswith("s"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def form(s, below, m):
    word, tag, first = s["words"][m.head].lower(), s["xpos"][m.head], s["words"][m.start].lower()
    if word in PRONOUN and tag in PRONOUN_TAGS and (word not in POSSESSIVE or tag == "PRP"):
        return "this" if word == "that" and tag == "DT" else PRONOUN[word]
    if tag in ("NNP", "NNPS"):
        return "name"
    if first in ("the", "a", "an"):
        return "the" if first == "the" else "a"
    if first in ("this", "that", "these", "those"):
        return "that"
    return "whose" if any(s["rels"][k] == "nmod:poss" for k in below[m.head]) else "bare"


def describe_one(s, below, m):
    words, xpos, rels, head = s["words"], s["xpos"], s["rels"], m.head
    m.form, m.stem, m.role = form(s, below, m), stem(words[head], xpos[head]), role(rels[first_member(s, head)])
    lower = [w.lower() for w in words[m.start : m.end]]
    inside = range(m.start, m.end)
    joined = rels[head] == "cc" or any(rels[k] == "conj" and k in inside for k in below[head])
    if m.form in ("we", "they") or xpos[head] in ("NNS", "NNPS") or words[head].lower() in PLURAL or joined:
        m.number = "p"
    elif m.form in ("i", "he", "she", "it") or xpos[head] in ("NN", "NNP"):
        m.number = "s"
    m.gender = {"he": "m", "she": "f", "it": "n"}.get(m.form, "u")
    if m.kind == "person" and not m.is_pronoun:
        telling = {words[k].lower() for k in [head] + [k for k in below[head] if rels[k] in ("compound", "nmod:desc", "flat", "amod")]}
        m.gender = "f" if telling & FEMALE else "m" if telling & MALE else "u"
    core = list(lower)
    while core and (core[-1] in POSSESSIVE or core[-1] in (",", ".")):
        core.pop()
    while len(core) > 1 and core[0] in ("the", "a", "an"):
        core.pop(0)
    m.text = " ".join(core)
    m.letters = m.text.replace(".", "") if len(m.text) > 1 else None
    tagged = lambda tags: frozenset(words[i].lower() for i in inside if xpos[i][:2] in tags)
    m.content = frozenset(tagged(("NN", "JJ", "CD", "FW", "VB")) - TITLES) or frozenset([words[head].lower()])
    m.modifiers = frozenset(words[i].lower() for i in inside if xpos[i][:2] in ("NN", "JJ", "CD") and i != head)
    m.figures = tagged(("CD",))
    m.initials = "".join(words[i][0] for i in inside if words[i][0].isupper()).lower()
    m.entity = s["ner"][head][2:] or "O"
    for speaker, contents in s["says"]:
        if any(a <= head < b for a, b in contents):
            m.speaker = speaker
    return m


ENTITIES = ["O", "PER", "ORG", "LOC", "FAC", "NORP", "WEA", "EVT", "DATE", "QTY"]
SYNTAX = ["none", "apposed", "apposes", "relative", "in_relative", "predicate", "subject", "joined", "possessor", "possessed", "part", "beside", "under",
          "over", "possessor_beside"]

SURE = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)

# Groups of features, each with how many it has; of most exactly one holds.
PAIR = [("forms", len(FORMS) ** 2), ("kinds", 9), ("sentences", 8), ("exact", 1 + len(FORMS)), ("stem", 2), ("names", 6),
        ("initials", 1), ("conflict", 4), ("number", 3), ("gender", 4), ("entity", 3), ("syntax", len(SYNTAX)), ("role", len(ROLES)), ("speaker", 3),
        ("near", 4 * len(FORMS))]
CHAIN = [("mentions", 9), ("chain_exact", 2), ("chain_stem", 2), ("chain_names", 6), ("chain_gender", 4), ("chain_number", 4), ("chain_size", 5), ("chain_last", 2),
         ("chain_person", 4), ("chain_named", 4)]
ALONE = [("form", len(FORMS)), ("kind", 3), ("role", len(ROLES)), ("entity", len(ENTITIES)), ("exact", 3), ("stem", 3), ("place", 3), ("number", 3), ("sure", len(SURE) + 1), ("sure_form", (len(SURE) + 1) * len(FORMS))]
NAMES = 20  # that a chain remembers


def offsets(groups, start=0):
    at = {}
    for name, size in groups:
        at[name], start = start, start + size
    return at, start


AT, PAIR_SIZE = offsets(PAIR + CHAIN)
ALONE_AT, ALONE_SIZE = offsets(ALONE)
FORM, KIND, ROLE = ({x: i for i, x in enumerate(names)} for names in (FORMS, KINDS, ROLES))


def bucket(value, tops):
    return next((i for i, top in enumerate(tops) if value <= top), len(tops))


def agreement(a, b):
    """0: neither knows, 1: one knows, 2: equal, 3: different."""
    if a == "u" or b == "u":
        return int(a != b)
    return 2 if a == b else 3


def overlap(a, b):
    return 1 if a == b else 2 if a < b else 3 if b < a else 4 if len(a & b) > 1 else 5 if a & b else 0


def syntax(s, m, c):
    """How the heads of two mentions of one sentence hang together."""
    heads, rels, a, b = s["heads"], s["rels"], m.head, c.head
    above = lambda k: heads[k] - 1
    parts = ("compound", "nmod:desc", "flat")
    if above(a) == b and rels[a] == "appos":
        return "apposed"
    if above(b) == a and rels[b] == "appos":
        return "apposes"
    k = a
    for _ in range(6):
        if rels[k] == "acl:relcl":
            if above(k) == b:
                return "relative" if m.form == "who" else "in_relative"
            break
        k = above(k)
        if k < 0:
            break
    if above(b) == a and rels[b].startswith("nsubj"):
        return "predicate"
    if above(a) == b and rels[a].startswith("nsubj"):
        return "subject"
    if rels[a] == "conj" and (above(a) == b or rels[b] == "conj" and above(a) == above(b)):
        return "joined"
    if above(a) == b and rels[a] == "nmod:poss":
        return "possessor"
    if above(b) == a and rels[b] == "nmod:poss":
        return "possessed"
    if above(a) == b and rels[a] in parts or above(b) == a and rels[b] in parts:
        return "part"
    if above(a) == above(b) and above(a) >= 0:
        return "beside"
    if above(a) == b:
        return "under"
    if above(b) == a:
        return "over"
    if rels[a] == "nmod:poss" and above(a) >= 0 and above(above(a)) == above(b) and above(b) >= 0:
        return "possessor_beside"
    return "none"


def pair(s, m, c):
    """Mention m and the mention c before it; s is the sentence of m."""
    apart = m.sentence - c.sentence
    found = {"forms": FORM[m.form] * len(FORMS) + FORM[c.form], "kinds": KIND[m.kind] * 3 + KIND[c.kind],
             "sentences": bucket(apart, (0, 1, 2, 3, 5, 9, 19)),
             "exact": 1 + FORM[m.form] if m.text == c.text else 0, "stem": int(m.stem == c.stem),
             "near": FORM[m.form] * 4 + bucket(apart, (0, 1, 3)), "number": agreement(m.number, c.number), "gender": agreement(m.gender, c.gender),
             "entity": 0 if "O" in (m.entity, c.entity) else 1 if m.entity == c.entity else 2, "role": ROLE[m.role]}
    found["number"] = max(0, found["number"] - 1)
    if not m.is_pronoun and not c.is_pronoun:
        found["names"] = overlap(m.content, c.content)
        if m.stem == c.stem:
            found["conflict"] = int(bool(m.modifiers - c.modifiers)) + 2 * int(m.figures != c.figures)
        if m.text != c.text and (m.letters == c.initials or c.letters == m.initials):
            found["initials"] = 0
    if apart == 0:
        found["syntax"] = SYNTAX.index(syntax(s, m, c))
    if m.speaker:
        found["speaker"] = 1 if c.sentence == m.sentence and m.speaker[0] <= c.head < m.speaker[1] else 2
    return [AT[name] + k for name, k in found.items()]


class Chain:
    """What the mentions of a chain, as far as it is known, have been like."""

    def __init__(self):
        self.texts, self.stems, self.names, self.genders, self.numbers, self.forms = set(), set(), [], set(), set(), set()
        self.size, self.last = 0, -1

    def add(self, i, m):
        self.texts.add(m.text)
        if not m.is_pronoun:
            self.stems.add(m.stem)
        if m.form == "name" and len(self.names) < NAMES and m.content not in self.names:
            self.names.append(m.content)
        self.genders |= {m.gender} - {"u"}
        self.numbers |= {m.number} - {"u"}
        self.forms.add(m.form)
        self.size, self.last = self.size + 1, i


def fits(value, known):
    """0: the chain does not know, 1: the mention does not, 2: equal, 3: different."""
    return 0 if not known else 1 if value == "u" else 2 if known == {value} else 3


def dynamic(m, i, back, chain):
    """Mention m and the i-th mention, `back` mentions before it, with its chain as far as it is known."""
    found = {"mentions": bucket(back, (1, 2, 3, 4, 7, 12, 20, 40)), "chain_gender": fits(m.gender, chain.genders), "chain_number": fits(m.number, chain.numbers), "chain_size": bucket(chain.size, (1, 2, 4, 8)),
             "chain_last": int(chain.last == i), "chain_person": int("i" in chain.forms) + 2 * int("you" in chain.forms),
             "chain_named": int(bool(chain.names)) + 2 * int(m.form == "name")}
    if not m.is_pronoun:
        found |= {"chain_exact": int(m.text in chain.texts), "chain_stem": int(m.stem in chain.stems)}
    if m.form == "name" and chain.names:
        of = {overlap(m.content, name) for name in chain.names}
        found["chain_names"] = next(k for k in (1, 2, 3, 4, 5, 0) if k in of)
    return [AT[name] + k for name, k in found.items()]


class Seen:
    """How often texts and heads of mentions were seen."""

    def __init__(self):
        self.texts, self.stems = collections.Counter(), collections.Counter()

    def add(self, m):
        self.texts[m.text] += 1
        self.stems[m.stem] += 1


def alone(m, i, seen):
    """A mention by itself, before which there are i."""
    sure = bucket(m.sure, SURE)
    found = {"form": FORM[m.form], "kind": KIND[m.kind], "role": ROLE[m.role], "entity": ENTITIES.index(m.entity), "exact": min(2, seen.texts[m.text]),
             "stem": min(2, seen.stems[m.stem]), "place": 0 if m.sentence == 0 else 1 if i < 10 else 2, "number": "spu".index(m.number),
             "sure": sure, "sure_form": sure * len(FORMS) + FORM[m.form]}
    return [ALONE_AT[name] + k for name, k in found.items()]
