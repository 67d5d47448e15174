"""Sentences -> padded tensors, with noise on the training side. Length-sorted batches by word pieces."""

import random

import torch

import layers
import ner_labels
import paths
import pieces

CASE_NOISE, PUNCT_NOISE, WORD_NOISE, NAME_NOISE = 0.08, 0.05, 0.01, 0.25


class Featurizer:
    def __init__(self, vocab, tables):
        self.pieces = pieces.WordPieces(vocab)
        self.index = {k: {t: i for i, t in enumerate(v)} for k, v in tables.items() if k in ("upos", "xpos", "deprel", "ner", "event", "realis", "stance", "mention")}

    def sentence(self, s):
        """Ids of one sentence, cut where the sequence would pass MAX_PIECES."""
        words, ids, first, n = s["words"], [self.pieces.cls], [], 0
        for word in words:
            own = self.pieces.word(word)
            if len(ids) + len(own) + 1 > pieces.MAX_PIECES:
                break
            first.append(len(ids))
            ids += own
            n += 1
        shapes, at = [0], pieces.shapes(words)
        for i, start in enumerate(first):
            shapes += [at[i]] * ((first[i + 1] if i + 1 < n else len(ids)) - start)
        return {"ids": ids + [self.pieces.sep], "shapes": shapes + [0], "first": first, "words": n}

    def target(self, s, name):
        known = self.index[name]
        return [known[t] for t in s[name]]


def _case(words, rng):
    how = rng.random()
    if how < 0.4:
        return [w.upper() for w in words]
    if how < 0.8:
        return [w[:1].upper() + w[1:] if len(w) > 3 or i == 0 else w for i, w in enumerate(words)]
    return [w.lower() for w in words]


def _drop_final(s):
    """Without the final punctuation mark, when nothing hangs on it."""
    n = len(s["words"])
    if n < 3 or not s["upos"] or s["upos"][-1] != "PUNCT" or n in s["heads"]:
        return s
    return s | {k: s[k][:-1] for k in ("words", "upos", "xpos", "heads", "rels", "ner", "mention") if s.get(k)}


class Names:
    """Person and place names of the training text, and towns of the world, to be exchanged: a name's class should not hang on one name."""

    def __init__(self, sentences, towns):
        self.by_class, self.b = {}, {c: ner_labels.BIT[f"B-{c}"] for c in ("PER", "LOC")}
        self.i = {c: ner_labels.BIT[f"I-{c}"] for c in ("PER", "LOC")}
        for s in sentences:
            for c, start, end in self.spans(s):
                self.by_class.setdefault((c, end - start), []).append(s["words"][start:end])
        persons = {w for (c, _), names in self.by_class.items() if c == "PER" for name in names for w in name}
        self.towns = {}
        for name in towns:
            if not persons & set(name):
                self.towns.setdefault(len(name), []).append(name)

    def spans(self, s):
        i, allowed = 0, s["ner"]
        while i < len(allowed):
            for c in self.b:
                if allowed[i] == self.b[c]:
                    end = i + 1
                    while end < len(allowed) and allowed[end] == self.i[c]:
                        end += 1
                    if s["words"][i][0].isupper():
                        yield c, i, end
                    i = end - 1
                    break
            i += 1

    def exchange(self, s, rng):
        words = list(s["words"])
        for c, start, end in self.spans(s):
            far = c == "LOC" and end - start in self.towns and rng.random() < 0.5
            words[start:end] = rng.choice(self.towns[end - start] if far else self.by_class[c, end - start])
        return s | {"words": words}


def noisy(s, names, rng):
    if s["src"] != "ewt" and rng.random() < NAME_NOISE:
        s = names.exchange(s, rng)
    if rng.random() < PUNCT_NOISE:
        s = _drop_final(s)
    if rng.random() < CASE_NOISE:
        s = s | {"words": _case(s["words"], rng)}
    return s


def batch(featurizer, sentences, rng=None):
    """Padded input tensors (pieces, mask, shapes, first) and the word mask."""
    rows = [featurizer.sentence(s) for s in sentences]
    if rng:
        for r in rows:
            for start in r["first"]:
                if rng.random() < WORD_NOISE:
                    r["ids"][start] = featurizer.pieces.unk
    s = max(len(r["ids"]) for r in rows)
    w = max(r["words"] for r in rows)
    pad = lambda x, n: x + [0] * (n - len(x))
    ids = torch.tensor([pad(r["ids"], s) for r in rows])
    mask = torch.tensor([pad([1] * len(r["ids"]), s) for r in rows])
    shapes = torch.tensor([pad(r["shapes"], s) for r in rows])
    first = torch.tensor([pad(r["first"], w) for r in rows])
    words = torch.tensor([pad([True] * r["words"], w) for r in rows])
    return (ids, mask, shapes, first), words.bool()


WORD_LABELS = ("upos", "xpos", "event", "realis", "stance", "mention")


def targets(featurizer, sentences, w):
    """Tensors [B, W] of gold labels; -100 where unknown. Bit sets of what is allowed: `ner` and `factual` (0: unknown or padding)."""
    out = {k: torch.full((len(sentences), w), -100) for k in (*WORD_LABELS, "predicate", "heads", "rels")}
    out |= {k: torch.zeros((len(sentences), w), dtype=torch.long) for k in ("ner", "factual")}
    for i, s in enumerate(sentences):
        n = min(w, len(s["words"]))
        out["ner"][i, :n] = torch.tensor(s["ner"][:n])
        for k in WORD_LABELS:
            if s.get(k):
                out[k][i, :n] = torch.tensor([featurizer.index[k].get(t, -100) for t in s[k][:n]])
        for word, bits in s.get("factual", []):
            if word < n:
                out["factual"][i, word] = bits
        for word, kind in s.get("marked", []):
            if word < n:
                out["mention"][i, word] = featurizer.index["mention"][kind]
        if s.get("frames") is not None:
            out["predicate"][i, :n] = 0
            for word, _ in s["frames"]:
                if word < n:
                    out["predicate"][i, word] = 1
        if s["upos"]:
            known = featurizer.index["deprel"]
            out["heads"][i, :n] = torch.tensor([h if h <= n else -100 for h in s["heads"][:n]])
            out["rels"][i, :n] = torch.tensor([known[r] for r in s["rels"][:n]])
    return out


PAIR_FIELDS = {"role": "frames", "event": "acts", "claim": "sayings"}


def ways(featurizer, s, anchor, n):
    """The paths from an anchor to the n words, by the tree that the sentence has."""
    if not s["heads"] or n < len(s["words"]):
        return [paths.UNKNOWN] * n
    known = featurizer.index["deprel"]
    return paths.paths(s["heads"], [known[r] for r in s["rels"]], anchor, len(known))


def pair_targets(featurizer, sentences, words, w):
    """For every group of roles: sentence and word of each anchor, the paths [N, W] from it and the BIO labels [N, W] around it (-100: padding)."""
    found = {}
    for group, field in PAIR_FIELDS.items():
        index = {label: k for k, label in enumerate(layers.PAIR_LABELS[group])}
        rows, anchors, around, gold = [], [], [], []
        for i, s in enumerate(sentences):
            n = words[i]
            for anchor, spans in s.get(field) or []:
                if anchor < n:
                    rows.append(i)
                    anchors.append(anchor)
                    around.append(ways(featurizer, s, anchor, n) + [paths.UNKNOWN] * (w - n))
                    gold.append(bio_row(index, spans, n) + [-100] * (w - n))
        if rows:
            found[group] = (torch.tensor(rows), torch.tensor(anchors), torch.tensor(around), torch.tensor(gold))
    return found


def bio_row(index, spans, n):
    """Labels of n words; where spans overlap (an actor inside a place) the shorter one counts."""
    row = [0] * n
    for start, end, role in sorted(spans, key=lambda s: s[0] - s[1]):
        for k in range(start, min(end, n)):
            row[k] = index[("B-" if k == start else "I-") + role]
        if end < n and row[end] and row[end] % 2 == 0 and (row[end - 1] + 1) // 2 != row[end] // 2:
            row[end] -= 1  # the rest of a longer span begins anew
    return row


def plan(lengths, limit, rng=None):
    """Indices grouped into batches of at most `limit` padded pieces, alike in length."""
    jitter = (lambda n: n * (1 + 0.1 * rng.random())) if rng else (lambda n: n)
    order = sorted(range(len(lengths)), key=lambda i: jitter(lengths[i]))
    groups, current, longest = [], [], 0
    for i in order:
        longest = max(longest, lengths[i])
        if current and longest * (len(current) + 1) > limit:
            groups.append(current)
            current, longest = [], lengths[i]
        current.append(i)
    groups.append(current)
    if rng:
        rng.shuffle(groups)
    return groups
