"""A trained model reads the training sentences whose corpus has no syntax (and, of the project's own reports, no entities): what it finds becomes
their labels. So the text of every corpus teaches the smaller model the syntax that the larger one knows (Hinton et al. 2015, with hard labels)."""

import argparse
import json
import pathlib

import torch

import batches
import model as models
import score
from ner_labels import ANY, BIT


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--run", type=pathlib.Path, required=True, help="train.py's folder of the model that reads")
    a = p.parse_args()
    torch.set_num_threads(1)
    model, vocab, tables = models.load(a.run)
    predict = score.torch_predictor(model, batches.Featurizer(vocab, tables))
    path = a.data / "train.json"
    loaded = json.loads(path.read_text())
    bare = [s for s in loaded["sentences"] if not s["upos"]]
    lengths = [len(predict.featurizer.sentence(s)["ids"]) for s in bare]
    for group in batches.plan(lengths, 2000):
        chosen = [bare[i] for i in group]
        out = predict(chosen)
        for row, s in enumerate(chosen):
            n = predict.featurizer.sentence(s)["words"]
            if n < len(s["words"]):
                continue  # too long for the network: left as it is
            s["upos"], s["xpos"], s["heads"], s["rels"], tags = score.decode(out, row, n, tables)
            if all(allowed == ANY for allowed in s["ner"]):
                s["ner"] = [BIT[t] for t in tags]
    path.write_text(json.dumps(loaded))
    print(sum(s["upos"] is not None for s in bare), "of", len(bare), "sentences read")


if __name__ == "__main__":
    main()
