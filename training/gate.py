"""The gate before the network: which sentences cannot hold an event, a claim or a toll is told by their word pieces alone.

A weight for each piece, the sum over the set of a sentence's pieces and a bias: logistic regression on the project's reports, and on the other
corpora's text with the trained model's own findings as labels. A sentence below zero is spared. The bias is set so that of the reports' sentences that
matter, each judged by weights that did not see its report (five folds), RECALL stay.

    python gate.py --data work/data --run work/run"""

import argparse
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file

import batches
import model as models
import score

FOLDS, EPOCHS, RATE, DECAY, RECALL, SEED = 5, 10, 0.01, 1e-4, 0.998, 3
OTHER_WEIGHT = 0.3


def found(model, featurizer, tables, sentences):
    """The probability that a sentence holds a trigger or a cue, as the model sees it."""
    out = {}
    for arrays, row, s, tree in score.batched(model, featurizer, sentences, tables):
        n = len(tree[0])
        none = [arrays[k][row, :n].softmax(-1)[:, 0].min().item() for k in ("event", "stance")]
        out[id(s)] = 1 - min(none)
    return [out[id(s)] for s in sentences]


def pieces_of(featurizer, s):
    return sorted(set(featurizer.sentence(s)["ids"][1:-1]))


class Gate(torch.nn.Module):
    def __init__(self, pieces_n):
        super().__init__()
        self.weight = torch.nn.EmbeddingBag(pieces_n, 1, mode="sum")
        self.bias = torch.nn.Parameter(torch.zeros(1))
        torch.nn.init.zeros_(self.weight.weight)

    def forward(self, rows):
        starts = np.cumsum([0] + [len(r) for r in rows[:-1]])
        return self.weight(torch.tensor([k for r in rows for k in r], dtype=torch.long), torch.tensor(starts))[:, 0] + self.bias


def fit(pieces_n, rows, labels, weights):
    torch.manual_seed(SEED)
    gate = Gate(pieces_n)
    adam = torch.optim.Adam(gate.parameters(), RATE)
    for _ in range(EPOCHS):
        for chosen in torch.randperm(len(rows)).split(64):
            loss = F.binary_cross_entropy_with_logits(gate([rows[i] for i in chosen]), labels[chosen], weights[chosen])
            loss = loss + DECAY * gate.weight.weight.square().sum()
            adam.zero_grad()
            loss.backward()
            adam.step()
    return gate


def scores(gate, rows):
    with torch.inference_mode():
        return gate(rows).numpy()


def threshold(values, matters):
    """The highest bar that RECALL of what matters pass."""
    kept = np.sort(values[matters])
    return kept[int((1 - RECALL) * len(kept))]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--run", type=pathlib.Path, required=True, help="the trained model's folder; gate.safetensors is written there")
    a = p.parse_args()
    torch.set_num_threads(1)
    model, vocab, tables = models.load(a.run)
    featurizer = batches.Featurizer(vocab, tables)
    sentences = json.loads((a.data / "train.json").read_text())["sentences"]
    own = [s for s in sentences if s["src"] == "own"]
    other = [s for s in sentences if s["src"] != "own"]
    matters = np.array([s["matters"] for s in own])
    rows, other_rows = ([pieces_of(featurizer, s) for s in part] for part in (own, other))
    other_labels = torch.tensor(found(model, featurizer, tables, other))
    labels = torch.tensor(matters, dtype=torch.float)

    def fitted(chosen):
        weights = torch.cat([torch.ones(len(chosen)), torch.full((len(other),), OTHER_WEIGHT)])
        return fit(len(vocab), [rows[i] for i in chosen] + other_rows, torch.cat([labels[chosen], other_labels]), weights)

    files = sorted({s["file"] for s in own})
    fold = np.array([files.index(s["file"]) % FOLDS for s in own])
    values = np.zeros(len(own))
    for k in range(FOLDS):
        values[fold == k] = scores(fitted(np.flatnonzero(fold != k)), [rows[i] for i in np.flatnonzero(fold == k)])
    bar = threshold(values, matters)
    print(f"reports, unseen: {100 * (values[matters] >= bar).mean():.2f} % of what matters kept, {100 * (values < bar).mean():.1f} % of all spared")
    gate = fitted(np.arange(len(own)))
    print(f"other corpora: {100 * (scores(gate, other_rows) < bar).mean():.1f} % spared")
    for name, held in json.loads((a.data / "held_out.json").read_text()).items():
        if name == "corpus-dev":
            values = scores(gate, [pieces_of(featurizer, s) for s in held])
            kept = np.array([s["matters"] for s in held])
            print(f"{name}: {100 * (values[kept] >= bar).mean():.2f} % of what matters kept, {100 * (values < bar).mean():.1f} % of all spared")
    weight = gate.weight.weight.detach().numpy()[:, 0]
    save_file({"gate.w": weight, "gate.b": (gate.bias.detach().numpy() - bar).astype(np.float32)}, a.run / "gate.safetensors")


if __name__ == "__main__":
    main()
