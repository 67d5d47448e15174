"""Words to word pieces and shape classes. The one definition that training and the Rust parser share: see INTERFACE.md."""

import unicodedata

SHAPES = ["none", "lower", "capitalised", "caps", "single", "mixed", "digit", "other", "initial"]
MAX_PIECES = 256
MAX_WORD_PIECES = 16


def is_punctuation(c):
    o = ord(c)
    return 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126 or unicodedata.category(c)[0] == "P"


def normalise(word):
    kept = (c for c in word if ord(c) not in (0, 0xFFFD) and (c in "\t\n\r" or unicodedata.category(c)[0] != "C"))
    decomposed = unicodedata.normalize("NFD", "".join(kept))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").lower()


class WordPieces:
    def __init__(self, vocab):
        self.vocab = vocab
        self.ids = {piece: i for i, piece in enumerate(vocab)}
        self.pad, self.unk, self.cls, self.sep = (self.ids[s] for s in ("[PAD]", "[UNK]", "[CLS]", "[SEP]"))
        self.cache = {}

    def word(self, word):
        """The piece ids of one word: never none, never more than MAX_WORD_PIECES."""
        if word not in self.cache:
            ids = [i for part in self._parts(normalise(word)) for i in self._greedy(part)]
            self.cache[word] = ids if 0 < len(ids) <= MAX_WORD_PIECES else [self.unk]
        return self.cache[word]

    @staticmethod
    def _parts(text):
        part = ""
        for c in text:
            if c.isspace() or is_punctuation(c):
                if part:
                    yield part
                if not c.isspace():
                    yield c
                part = ""
            else:
                part += c
        if part:
            yield part

    def _greedy(self, part):
        if len(part) > 100:
            return [self.unk]
        ids, start = [], 0
        while start < len(part):
            end = len(part)
            while end > start:
                piece = part[start:end] if start == 0 else "##" + part[start:end]
                if piece in self.ids:
                    break
                end -= 1
            if end == start:
                return [self.unk]
            ids.append(self.ids[piece])
            start = end
        return ids


def shape(word, at_start):
    if any(c.isdecimal() for c in word):
        return 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 7
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return 1
    if len(letters) == 1:
        return 4
    if all(upper):
        return 3
    if upper[0] and not any(upper[1:]):
        return 8 if at_start else 2
    return 5


def shapes(words):
    out, at_start = [], True
    for word in words:
        s = shape(word, at_start)
        out.append(s)
        at_start = at_start and s == 7
    return out


def prune(vocab):
    """The pieces that Latin-script text can reach: no [unusedN], no CJK, Cyrillic, Arabic and so on."""
    def latin(c):
        return ord(c) < 0x250 or unicodedata.category(c)[0] in "PS" and ord(c) < 0x3000
    return [p for p in vocab if not p.startswith("[unused") and all(latin(c) for c in p)]
