"""model/MODEL_CARD.md from card.md (the text) and score.py's figures."""

import argparse
import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).parent
TREES = {"ewt-test": "EWT test", "pud": "PUD (news, Wikipedia)", "ewt-dev": "EWT dev (used for choosing)"}
ENTITIES = {"uner-pud": "UNER-PUD", "uner-ewt-test": "UNER-EWT test", "uner-ewt-dev": "UNER-EWT dev"}


def table(sets, columns, full, small, seeds):
    """A line for the shipped integers, one for the float weights, and one for the seeds whose mean these are: mean and 95 % interval."""
    lines = ["| set | weights | " + " | ".join(columns.values()) + " |", "|---|---|" + "---|" * len(columns)]
    for key, title in sets.items():
        for weights, scores in (("int8", small), ("float", full)):
            lines.append(f"| {title} | {weights} | " + " | ".join(f"{scores[key][c]:.1f}" for c in columns) + " |")
        lines.append(f"| {title} | each seed | " + " | ".join("{:.1f} ± {:.1f}".format(*seeds[key][c]) for c in columns) + " |")
    return "\n".join(lines)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--float", type=pathlib.Path, required=True)
    p.add_argument("--int8", type=pathlib.Path, required=True)
    p.add_argument("--seeds", type=pathlib.Path, required=True, help="soup.py's spread of the seeds' scores")
    p.add_argument("--model", type=pathlib.Path, required=True)
    a = p.parse_args()
    full, small, seeds = (json.loads(f.read_text()) for f in (a.float, a.int8, a.seeds))
    trees = table(TREES, {"upos": "UPOS", "xpos": "XPOS", "uas": "UAS", "las": "LAS", "las_base": "LAS without subtypes"}, full, small, seeds)
    entities = table(ENTITIES, {"ner": "F1", "ner_p": "precision", "ner_r": "recall", "ner_PER": "PER", "ner_ORG": "ORG", "ner_LOC": "LOC"}, full, small, seeds)
    roles = table({"ewt-test": "EWT test", "ewt-dev": "EWT dev"}, {"role": "arguments F1, gold predicates", "predicate": "predicates F1"}, full, small, seeds)
    own = table({"corpus-test": "corpus test", "corpus-dev": "corpus dev"},
                {"type_given": "type given trigger", "typed": "found and typed", "realis": "realis", "slots": "event roles", "cue": "cue", "speaker": "speaker",
                 "content": "content"}, full, small, seeds)
    weights = (a.model / "dateline.safetensors").read_bytes()
    text = (HERE / "card.md").read_text(encoding="utf-8")
    for name, value in {"TREES": trees, "ENTITIES": entities, "ROLES": roles, "OWN": own, "HASH": hashlib.sha256(weights).hexdigest(), "SIZE": f"{len(weights) / 1e6:.1f} MB"}.items():
        text = text.replace("{{" + name + "}}", value)
    (a.model / "MODEL_CARD.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
