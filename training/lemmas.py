"""lemmas.tsv: the inflected forms of EWT and GUM train whose lemma plain suffix removal does not give. The parser's rules do the rest."""

import argparse
import collections
import pathlib
import re

from ner_sources import Gum
from prepare import conllu

SUFFIX = {"NNS": "s", "VBZ": "s", "VBD": "ed", "VBN": "ed", "VBG": "ing", "JJR": "er", "RBR": "er", "JJS": "est", "RBS": "est"}
CLOSED = ("MD", "RB", "PRP", "PRP$", "DT", "VB", "VBP", "POS", "TO", "IN", "WP$", "EX")


def regular(form, tag):
    suffix = SUFFIX.get(tag, "")
    return form[: len(form) - len(suffix)] if suffix and form.endswith(suffix) else form


def clean(form, tag, lemma, n, total):
    """Sure enough to ship: the usual lemma of the form, and no slip of the annotators (a lemma that shares nothing needs three witnesses)."""
    if not re.fullmatch(r"[a-z']+", form) or not re.fullmatch(r"[a-zI']+", lemma) or n < 0.75 * total:
        return False
    if tag in CLOSED:
        return n >= 2
    return form[:2] == lemma[:2] or form[0] == lemma[0] and n >= 2 or n >= 3


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--corpora", type=pathlib.Path, required=True)
    p.add_argument("--model", type=pathlib.Path, required=True)
    a = p.parse_args()
    seen = collections.defaultdict(collections.Counter)
    sentences = list(conllu(a.corpora / "train/ud_ewt/en_ewt-ud-train.conllu"))
    sentences += [rows for document in Gum(a.corpora / "train/gum_open", conllu).documents for rows in document]
    for rows in sentences:
        for r in rows:
            if "Typo=Yes" not in r[5] and "CorrectForm" not in r[9] and r[4] in (*SUFFIX, *CLOSED):
                seen[r[1].replace("’", "'").lower(), r[4]][r[2]] += 1
    lines = []
    for (form, tag), lemmas in seen.items():
        lemma, n = lemmas.most_common(1)[0]
        if lemma != regular(form, tag) and clean(form, tag, lemma, n, sum(lemmas.values())):
            lines.append(f"{form}\t{tag}\t{lemma}\n")
    (a.model / "lemmas.tsv").write_text("".join(sorted(lines)), encoding="ascii")
    print(len(lines), "lemmas")


if __name__ == "__main__":
    main()
