"""A trained model reads every training sentence, and a smaller one learns from what it says (Hinton et al. 2015). Trees, roles and entities where a
corpus has none become labels of the sentence (`train.json`). Of each word the scores of the heads that most corpora lack are kept as they are
(`soft.pt`): a smaller model that is to give the same scores learns from every sentence also what the sentence's own corpus does not mark."""

import argparse
import json
import pathlib

import numpy as np
import torch

import batches
import model as models
import score
from ner_labels import ANY, BIT

SOFT = ("ner", "event", "realis", "stance", "mention", "predicate")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--run", type=pathlib.Path, required=True, help="train.py's folder of the model that reads")
    p.add_argument("--trees-only", action="store_true", help="only what the training of that model itself needs")
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    model, vocab, tables = models.load(a.run)
    featurizer = batches.Featurizer(vocab, tables)
    path = a.data / "train.json"
    loaded = json.loads(path.read_text())
    wanted = [s for s in loaded["sentences"] if not (a.trees_only and s["upos"])]
    lengths = [len(featurizer.sentence(s)["ids"]) for s in wanted]
    soft, words, read = {name: [] for name in SOFT}, 0, 0
    for group in batches.plan(lengths, 4000):
        chosen = [wanted[i] for i in group]
        with models.reading(model):
            out = {k: v.float() for k, v in model(*batches.batch(featurizer, chosen)[0]).items()}
            arrays = {k: v.numpy() for k, v in out.items() if not k.startswith("pair")}
            for row, s in enumerate(chosen):
                n = featurizer.sentence(s)["words"]
                if n < len(s["words"]):
                    continue  # too long for the network: left as it is
                label(model, out, arrays, row, s, n, tables)
                s["soft"] = words
                words += n
                read += 1
                if not a.trees_only:
                    for name in SOFT:
                        soft[name].append(out[name][row, :n].half())
    path.write_text(json.dumps(loaded))
    if not a.trees_only:
        torch.save({name: torch.cat(rows) for name, rows in soft.items()}, a.data / "soft.pt")
    print(read, "of", len(wanted), "sentences read")


def label(model, out, arrays, row, s, n, tables):
    """Gives a sentence what its corpus does not mark."""
    if not s["upos"]:
        s["upos"], s["xpos"], s["heads"], s["rels"], tags = score.decode(arrays, row, n, tables)
        if all(allowed == ANY for allowed in s["ner"]):
            s["ner"] = [BIT[t] for t in tags]
    if s.get("frames") is None:
        tree = s["heads"], [tables["deprel"].index(r) for r in s["rels"]]
        found = np.flatnonzero(arrays["predicate"][row, :n].argmax(-1)).tolist()
        s["frames"] = [(word, sorted(score.filled(model, out, "role", row, word, tree))) for word in found]


if __name__ == "__main__":
    main()
