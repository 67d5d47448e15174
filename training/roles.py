"""PropBank roles and UDS factuality on the sentences of EWT."""

import json

from layers import REALIS, ROLES

BIT = {name: 1 << i for i, name in enumerate(REALIS)}


def propbank(path):
    """sent_id -> [(predicate word, [(start, end, role)])]; roles that the model does not give are left out, also continued and relative ones."""
    out, rows, name = {}, [], None
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if line.startswith("# sent_id"):
            name = line.split("=")[1].strip()
        elif line.strip() and line[0] != "#":
            rows.append(line.split("\t"))
        elif not line.strip() and rows:
            out[name] = frames(rows)
            rows = []
    return out


def frames(rows):
    predicates = [i for i, r in enumerate(rows) if r[7] not in ("-", "_")]
    found = []
    for column, word in enumerate(predicates, start=8):
        spans, open_at, label = [], None, None
        for i, r in enumerate(rows):
            cell = r[column] if column < len(r) else "*"
            if cell.startswith("("):
                open_at, label = i, cell[1:].rstrip(")*").rstrip("*")
            if cell.endswith(")") and open_at is not None:
                spans.append((open_at, i + 1, label))
                open_at = None
        spans = [(a, b, role.removeprefix("ARGM-")) for a, b, role in spans]
        spans = [s for s in spans if s[2] in ROLES]
        if spans or rows[word][3] != "AUX":  # "was" of "was shot" is no predicate of its own
            found.append((word, spans))
    return found


def bits(value):
    """The realis that a factuality (-3 .. 3, does the event happen?) leaves possible; None near zero."""
    if value >= 1.5:
        return BIT["actual"] | BIT["generic"]
    if value <= -1.0:
        return BIT["negated"] | BIT["hypothetical"] | BIT["future"]
    return None


def factuality(path):
    """Words of a sentence -> [(word, realis bits)], from UDS-IH2 (its sentences are EWT's own)."""
    out = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        marks = [(t["span1"][0], bits(t["label"])) for t in row["targets"]]
        out[tuple(row["text"].split())] = [(word, allowed) for word, allowed in marks if allowed]
    return out


def add(sentences, names, folder, part):
    """Gives EWT's sentences their frames and factuality marks; `names` are their ids."""
    frames_of = propbank(folder / f"propbank_ewt/en_ewt-pb-{part}.conll")
    marks_of = factuality(folder / "factuality_uds/glue_data/UDS_IH2/train.jsonl") if part == "train" else {}
    for s, name in zip(sentences, names):
        if name in frames_of:
            s["frames"] = frames_of[name]
        s["factual"] = marks_of.get(tuple(s["words"]), [])
