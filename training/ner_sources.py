"""How each open corpus's entity layer maps to our nine classes. GUM: nested noun phrases with types and Wikipedia identities, cut to names."""

import collections
import json
import re

from corpus import noun_head
from ner_labels import ANY, BIT, FACILITIES, TITLES, WEAPONS, both, mark, outside, unknown

FUNCTION = {"of", "the", "for", "and", "&", "'s", "in", "on", "de", "la", "du", "von", "van", "der", "al", "-", "’s", ",", ".", "to", "at", "a", "'"}


def is_name(row):
    return row[4] in ("NNP", "NNPS")


COMPASS = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "inclusive", "rude", "internet", "non"}


def is_demonym(row):
    return row[2].lower() not in COMPASS and row[3] == "ADJ" and row[4] == "JJ" and len(row[2]) > 3 and row[2][0].isupper() and row[1][0].isupper() and row[1][1:].islower()


class Gum:
    """The open GUM documents of the train split."""

    def __init__(self, folder, conllu):
        held = re.split(r"^## ", (folder / "splits.md").read_text(), flags=re.M)
        held = {d for part in held if part.split("\n")[0].strip() in ("dev", "test", "test2") for d in re.findall(r"\b(?:GUM|GENTLE)_\w+", part)}
        self.documents = [list(conllu(p)) for p in sorted((folder / "dep").glob("*.conllu")) if p.stem not in held]
        votes = collections.defaultdict(collections.Counter)
        for document in self.documents:
            for _, mentions in self._with_mentions(document):
                for m in mentions:
                    votes[m["identity"]][m["type"]] += 1
        # A country acts ("Norway said") but stays a place: one type an identity.
        self.places = {i for i, v in votes.items() if i and v["place"] * 3 >= sum(v.values())}

    @staticmethod
    def _with_mentions(document):
        """Each sentence with the mentions that open and close in it (start, end, type, identity, words of the minimal span)."""
        for rows in document:
            stack, mentions = collections.defaultdict(list), []
            for i, row in enumerate(rows):
                field = next((f[7:] for f in row[9].split("|") if f.startswith("Entity=")), "")
                for opened, body, closed in re.findall(r"(\()?([^()]+)(\))?", field):
                    parts = body.split("-", 7)
                    if opened:
                        least = [int(x) for x in parts[5].split(",") if x.isdecimal()] if len(parts) > 5 else []
                        stack[parts[0]].append({"start": i, "type": parts[1] if len(parts) > 1 else "", "least": least,
                                                "identity": parts[7] if len(parts) > 7 else ""})
                    if closed and stack[parts[0]]:
                        mentions.append(stack[parts[0]].pop() | {"end": i + 1})
            yield rows, mentions

    def sentences(self):
        """Rows, allowed entity tags, and for every word the class of the mention that it heads."""
        for document in self.documents:
            for rows, mentions in self._with_mentions(document):
                yield rows, self._allowed(rows, mentions), mention_heads(rows, mentions)

    def _allowed(self, rows, mentions):
        allowed = [BIT["O"]] * len(rows)
        taken = [False] * len(rows)
        spans = [s for m in mentions for s in [self._named(rows, m)] if s]
        for start, end, kind in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                mark(allowed, start, end, [kind])
        for start, end, kind in from_syntax(rows):
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                mark(allowed, start, end, [kind])
        return allowed

    def _named(self, rows, m):
        kind = "place" if m["identity"] in self.places else m["type"]
        if kind == "time":
            return time_span(rows, m)
        if kind not in ("person", "organization", "place", "event"):
            return None
        span = name_span(rows, m, kind)
        if not span:
            return None
        start, end = span
        head = rows[end - 1]
        if kind == "person":
            return (start, end, "NORP" if end - start == 1 and head[4] == "NNPS" else "PER")
        if kind == "organization":
            return (start, end, "NORP" if end - start == 1 and head[4] == "NNPS" else "ORG")
        if kind == "event":
            return (start, end, "EVT")
        facility = any(rows[i][2].lower() in FACILITIES for i in (start, end - 1))
        return (start, end, "FAC" if facility else "LOC")


MENTION_CLASS = {"person": "person", "organization": "group", "place": "place"}


def head_of(rows, start, end):
    """The word of a stretch that hangs outside it."""
    return next((i for i in range(start, end) if not start < int(rows[i][6]) <= end), start)


def mention_heads(rows, mentions):
    """A class of layers.MENTIONS for every word: what kind of person, group or place it is the head of, if any."""
    out = ["none"] * len(rows)
    for m in sorted(mentions, key=lambda m: m["end"] - m["start"]):
        if m["type"] in MENTION_CLASS:
            head = head_of(rows, m["start"], m["end"])
            out[conjunction(rows, m, head) or head] = MENTION_CLASS[m["type"]]
    return out


def conjunction(rows, m, head):
    """The "and" of a mention that is a whole coordination: its head is that of its first member too."""
    hangs = lambda i, on, rel: int(rows[i][6]) == on + 1 and rows[i][7].split(":")[0] == rel
    members = [i for i in range(m["start"], m["end"]) if hangs(i, head, "conj")]
    return next((i for i in range(m["start"], m["end"]) for member in members if hangs(i, member, "cc")), None)


def name_span(rows, m, kind):
    """The name inside a mention: its minimal span without titles, determiners and common nouns; None when it is no name."""
    start, end = m["start"], m["end"]
    head = head_of(rows, start, end)
    title = re.sub(r"_?%28.*", "", m["identity"]).replace("%2C", ",").lower().replace("_", "").replace("-", "")
    for a in range(start, end) if title else ():
        for b in range(end, a, -1):
            if "".join(r[1] for r in rows[a:b]).lower().replace("-", "") == title and any(is_name(r) for r in rows[a:b]):
                return a, b
    if not is_name(rows[head]):
        return None
    least = [start + k - 1 for k in m["least"]] or [head]
    a, b = min(least + [head]), min(max(least + [head]) + 1, end)
    while a < head and (rows[a][7] in ("nmod:desc", "det", "nmod:poss") or not is_name(rows[a]) or kind == "person" and rows[a][1].lower() in TITLES):
        a += 1
    while b - 1 > head and not (is_name(rows[b - 1]) or rows[b - 1][4] == "CD"):
        b -= 1
    if not all(is_name(r) or r[4] in ("CD", "NN", "HYPH") and r[1][0].isupper() or r[1].lower() in FUNCTION for r in rows[a:b]):
        a = b = head
        while a > start and is_name(rows[a - 1]) and rows[a - 1][7] != "nmod:desc":
            a -= 1
        while b < end and is_name(rows[b]):
            b += 1
    while a < head and kind == "person" and rows[a][1].lower() in TITLES:
        a += 1
    if b - a == 1 and rows[a][1].lower() in TITLES:
        return None  # "the President" alone
    return a, b


def time_span(rows, m):
    start, end = m["start"], m["end"]
    while start < end and rows[start][1].lower() in ("the", "a", "an"):
        start += 1
    if end - start == 1 and rows[start][2] in ("time", "moment", "point", "period"):
        return None
    sure = any(r[4] in ("CD", "NNP") for r in rows[start:end]) or len(rows[start:end]) <= 3
    return (start, end, "DATE") if start < end and end - start <= 7 and sure else None


def from_syntax(rows):
    """Groups, weapons and quantities, which GUM does not mark: from gold tags and lemmas."""
    out, i = [], 0
    while i < len(rows):
        r = rows[i]
        if is_demonym(r):
            out.append((i, i + 1, "NORP"))
        elif r[3] == "NOUN" and r[2].lower() in WEAPONS:
            start = i
            while start > 0 and rows[start - 1][7] == "compound" and rows[start - 1][6] == r[0] and rows[start - 1][3] in ("NOUN", "PROPN"):
                start -= 1
            out.append((start, i + 1, "WEA"))
        elif r[4] == "CD" or r[4] == "$":
            end = i + 1
            while end < len(rows) and (rows[end][4] in ("CD", "$") or rows[end][1].lower() in ("%", "percent", "per cent")):
                end += 1
            if any(x[7] in ("nummod", "compound") or x[1] in ("$", "%", "percent") for x in rows[i:end]):
                out.append((i, end, "QTY"))
            i = end - 1
        i += 1
    return out


def split_hyphens(pairs):
    """Words of other corpora cut at hyphens, as EWT does: (word, tag) pairs; the parts continue the tag."""
    for word, tag in pairs:
        parts = [p for p in re.split(r"(-)", word) if p] if re.fullmatch(r"[A-Za-z]{2,}(-[A-Za-z]{2,})+", word) else [word]
        for k, part in enumerate(parts):
            yield part, tag if k == 0 or tag[0] != "B" else "I" + tag[1:]


def columns(path):
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if not line.strip():
            if pairs:
                yield list(split_hyphens(pairs))
            pairs = []
        else:
            word, tag = line.split("\t")[:2]
            if word.strip():
                pairs.append((word, tag))


def mapped(sentences, classes, unannotated):
    """BIO sentences with tag names mapped to class lists; an empty list is a name of none of the classes that the corpus knows."""
    for pairs in sentences:
        allowed = [outside(unannotated)] * len(pairs)
        for i, (_, tag) in enumerate(pairs):
            if tag == "O":
                continue
            to = classes[tag.split(",")[0][2:]]
            allowed[i] = sum(BIT[tag[:2] + c] for c in to) if to else outside(unannotated)
        yield [w for w, _ in pairs], allowed


def group_words(sentences):
    """Adjectives of nationality, religion and party, seen at least twice in the treebanks as such."""
    seen = collections.Counter(w for s in sentences for w, m in zip(s["words"], s["ner"]) if m == BIT["B-NORP"] and w[0].isupper())
    return {w for w, n in seen.items() if n > 1}


def with_groups(found, groups):
    """The same group words marked in corpora that leave them open, or call a lone one a place."""
    for words, allowed, *mentions in found:
        for i, w in enumerate(words):
            alone = allowed[i] & BIT["O"] or allowed[i] & BIT["B-LOC"] and not (i + 1 < len(words) and allowed[i + 1] & BIT["I-LOC"])
            if allowed[i] == ANY and i + 1 < len(words) and words[i + 1][0].isupper():
                continue  # it may be part of a longer name
            if w in groups and alone and allowed[i] & (BIT["B-NORP"] | BIT["B-LOC"]):
                allowed[i] = BIT["B-NORP"]
        yield words, allowed, mentions[0] if mentions else named_mentions(allowed)


def named_mentions(allowed):
    """The last words of names that are surely persons, groups or places, with their classes."""
    found = []
    for i, bits in enumerate(allowed):
        for tag, kind in NAMED.items():
            ends = i + 1 == len(allowed) or allowed[i + 1] != BIT["I-" + tag]
            if ends and bits in (BIT["B-" + tag], BIT["I-" + tag]):
                found.append((i, kind))
    return found


NAMED = {"PER": "person", "ORG": "group", "LOC": "place", "FAC": "place"}


def crossner(train):
    classes = {"politician": ["PER"], "person": ["PER"], "organisation": ["ORG"], "politicalparty": ["ORG"], "event": ["EVT"],
               "election": ["EVT"], "country": ["LOC"], "location": ["LOC", "FAC"], "misc": []}  # misc: nationalities, works, currencies
    for part in ("train", "dev", "test"):
        yield from mapped(columns(train / f"crossner_politics/ner_data/politics/{part}.txt"), classes, ["NORP", "WEA", "DATE", "QTY"])


def wnut(train):
    classes = {"person": ["PER"], "location": ["LOC", "FAC"], "corporation": ["ORG"], "group": ["ORG", "NORP"], "product": [], "creative-work": []}
    for part in ("wnut17train.conll", "emerging.dev.conll", "emerging.test.annotated"):
        for words, allowed in mapped(columns(train / "wnut17" / part), classes, ["NORP", "WEA", "EVT", "DATE", "QTY"]):
            if any(m & both(["PER", "LOC", "ORG"]) and not m & 1 for m in allowed):
                yield words, allowed


TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Dr|Gen|Lt|Col|Sen|St|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|[A-Za-zÀ-ÿ]+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\d+(?:[.,:]\d+)*"
                   r"|[^\W\d_]+|\S", re.I)


def re3d(train):
    for folder in sorted(p for p in (train / "re3d").iterdir() if p.is_dir()):
        lines = lambda name: [json.loads(x) for x in (folder / name).read_text(encoding="utf-8").splitlines() if x.strip()]
        entities = collections.defaultdict(list)
        for e in lines("entities.json"):
            entities[e["documentId"]].append((e["begin"], e["end"], e["type"], e.get("confidence", 1)))
        texts = {d["_id"]: d["text"] for d in lines("documents.json")}
        # As in GUM: what is a place anywhere ("the U.S.") stays one when it acts.
        places = {texts[i][b:e] for i, found in entities.items() for b, e, kind, _ in found if kind == "Location"}
        for i, text in texts.items():
            yield from re3d_document(text, entities[i], places)


def re3d_document(text, entities, places):
    tokens = [(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text)]
    words = [t[2] for t in tokens]
    allowed, taken = [outside(["FAC", "EVT"])] * len(tokens), [False] * len(tokens)
    for begin, end, kind, confidence in sorted(entities, key=lambda e: (e[2] != "Nationality", e[0] - e[1])):
        inside = [i for i, t in enumerate(tokens) if t[0] >= begin and t[1] <= end]
        if not inside or any(taken[i] for i in inside):
            for i in inside:
                allowed[i] = allowed[i] if taken[i] else ANY
            continue
        a, b, sure = re3d_core(words, inside[0], inside[-1] + 1, kind)
        if kind == "Organisation" and sure and text[tokens[a][0]:tokens[b - 1][1]] in places:
            kind = "Location"
        unknown(allowed, inside[0], inside[-1] + 1)
        if sure and confidence >= 0.4:
            mark(allowed, a, b, [RE3D[kind]])
        taken[inside[0]:inside[-1] + 1] = [True] * len(inside)
    start = 0
    for i, word in enumerate(words):
        ends = word in ".!?" and i + 1 < len(words) and (words[i + 1][0].isupper() or words[i + 1] in "“\"")
        if ends or i + 1 == len(words) or "\n" in text[tokens[i][1]:tokens[i + 1][0]]:
            if i + 1 - start > 3:
                yield words[start:i + 1], allowed[start:i + 1]
            start = i + 1


RE3D = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP", "Weapon": "WEA", "MilitaryPlatform": "WEA",
        "Temporal": "DATE", "Quantity": "QTY", "Money": "QTY"}


def re3d_core(words, a, b, kind):
    """The name inside a re3d mention, and whether it is surely one: re3d marks descriptions ("the rebels") too."""
    if kind not in RE3D:
        return a, b, False
    while a < b - 1 and words[a].lower() in ("the", "a", "an", "this", "these", "his", "its", "their", "our", "all"):
        a += 1
    if kind in ("Weapon", "MilitaryPlatform", "Temporal", "Quantity", "Money", "Nationality"):
        return a, b, True
    while kind == "Person" and a < b and words[a].lower() in TITLES:
        a += 1
    name = a < b and all(w[0].isupper() or w.lower() in FUNCTION for w in words[a:b]) and words[a][0].isupper() and words[b - 1][0].isupper()
    name = name and words[a] not in ("I", "He", "She", "We", "They", "It", "Who", "You")
    return a, b, name and not (kind == "Person" and any(w in ("of", "the", "for") for w in words[a:b]))


def litbank(train):
    classes = {"PER": "PER", "GPE": "LOC", "LOC": "LOC", "ORG": "ORG", "FAC": "FAC"}
    for path in sorted((train / "litbank/entities/tsv").glob("*.tsv")):
        rows = []
        for line in path.read_text(encoding="utf-8").splitlines() + [""]:
            if line.strip():
                rows.append(line.split("\t"))
            elif rows:
                words, allowed, mentions = litbank_sentence(rows, classes)
                if any(m & (m - 1) == 0 and m > 1 for m in allowed) and len(words) <= 70:
                    yield words, allowed, mentions
                rows = []


def litbank_sentence(rows, classes):
    words, mentions = [r[0] for r in rows], {}
    allowed = [outside(["NORP", "WEA", "EVT", "DATE", "QTY"])] * len(rows)
    taken = [False] * len(rows)
    for level in range(1, 5):
        i = 0
        while i < len(rows):
            tag = rows[i][level] if level < len(rows[i]) else ""
            end = i + 1
            if tag.startswith("B-"):
                while end < len(rows) and level < len(rows[end]) and rows[end][level] == "I-" + tag[2:]:
                    end += 1
                start = i
                if tag[2:] in classes:
                    mentions[noun_head(words, i, end)] = NAMED[classes[tag[2:]]]
                while tag == "B-PER" and start < end and words[start].lower() in TITLES:
                    start += 1
                pure = start < end and all(w[0].isupper() and w != "I" or w in ("of", "the", "'s") for w in words[start:end]) \
                    and words[start][0].isupper() and words[end - 1][0].isupper()
                if pure and tag[2:] in classes and not any(taken[i:end]):
                    mark(allowed, start, end, [classes[tag[2:]]])
                    taken[i:end] = [True] * (end - i)
                elif not any(taken[i:end]):
                    for k in range(i, end):
                        if words[k][0].isupper() and k > 0:
                            allowed[k] = ANY
            i = end
    return words, allowed, sorted(mentions.items())
