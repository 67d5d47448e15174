"""Scores on held-out text with gold tokens: UPOS, XPOS, UAS, LAS and entity F1, for the torch model or the exported file."""

import argparse
import collections
import json
import pathlib

import numpy as np

import batches
from ner_labels import TAGS

UNER = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "FAC": "LOC"}  # our classes in UNER's terms; the others it does not mark


def tree(scores):
    """Heads (0 = root) of the best tree with exactly one root; scores[i][j] is head j for word i + 1."""
    n = scores.shape[0]
    heads = scores.argmax(1)
    for i in range(n):
        scores[i, i + 1] = -1e9
    heads = scores.argmax(1)
    if (heads == 0).sum() == 1 and not _cycle(heads):
        return heads
    full = np.full((n + 1, n + 1), -1e9)
    full[1:] = scores
    full[1:, 0] -= 1e5  # a second root never pays
    return np.array(_edmonds(full))[1:]


def _cycle(heads):
    """Words on a cycle of the head function, or an empty list; heads[i] is the head of word i + 1."""
    state = [0] * (len(heads) + 1)
    state[0] = 2
    for start in range(1, len(heads) + 1):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at - 1]
        if state[at] == 1:
            return path[path.index(at):]
        for p in path:
            state[p] = 2
    return []


def _edmonds(s):
    """Chu-Liu-Edmonds: s[i][j] scores head j of node i; node 0 is the root. Returns the head of every node (of node 0: 0)."""
    n = s.shape[0]
    np.fill_diagonal(s, -1e12)
    heads = s.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads[1:])
    if not cycle:
        return list(heads)
    rest = [i for i in range(n) if i not in cycle]
    at = {v: i for i, v in enumerate(rest)}
    m = len(rest)
    small = np.full((m + 1, m + 1), -1e12)
    enter, leave = {}, {}
    for i in rest:
        for j in rest:
            small[at[i], at[j]] = s[i, j]
        best = max(cycle, key=lambda c: s[i, c])
        small[at[i], m], leave[i] = s[i, best], best
    for j in rest:
        gain = lambda c: s[c, j] - s[c, heads[c]]
        best = max(cycle, key=gain)
        small[m, at[j]], enter[j] = gain(best), best
    solved = _edmonds(small)
    out = list(heads)
    for i in rest:
        h = solved[at[i]]
        out[i] = leave[i] if h == m else rest[h]
    broken = enter[rest[solved[m]]]
    out[broken] = rest[solved[m]]
    return out


LEGAL = np.array([[not b.startswith("I-") or a[2:] == b[2:] for b in TAGS] for a in TAGS])


def entities(logits):
    """The best legal BIO sequence."""
    p = logits - logits.max(1, keepdims=True)
    p = p - np.log(np.exp(p).sum(1, keepdims=True))
    best, back = p[0] + np.where([t.startswith("I-") for t in TAGS], -1e9, 0), []
    for row in p[1:]:
        step = np.where(LEGAL, best[:, None], -1e9)
        back.append(step.argmax(0))
        best = step.max(0) + row
    path = [int(best.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return [TAGS[i] for i in reversed(path)]


def spans(tags):
    out, start = set(), None
    for i, t in enumerate(list(tags) + ["O"]):
        if start is not None and not (t.startswith("I-") and t[2:] == tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if t.startswith("B-") or t.startswith("I-") and start is None:
            start = i
    return out


def decode(out, i, n, tables, rank):
    """One sentence of a batch -> (upos, xpos, heads, rels, entity tags)."""
    arc = out["arc"][i, :n, : n + 1].astype(np.float64)
    heads = tree(arc - np.log(np.exp(arc - arc.max(1, keepdims=True)).sum(1, keepdims=True)) - arc.max(1, keepdims=True))
    rel = np.einsum("wlr,wr->wl", out["rel_dep"][i, :n].reshape(n, -1, rank + 1), out["rel_head"][i][heads])
    root = tables["deprel"].index("root")
    rel[:, root] = np.where(heads == 0, 1e9, -1e9)
    name = lambda k: [tables[k][j] for j in out[k][i, :n].argmax(1)]
    return name("upos"), name("xpos"), heads.tolist(), [tables["deprel"][j] for j in rel.argmax(1)], entities(out["ner"][i, :n])


def torch_predictor(model, featurizer):
    import torch
    def predict(sentences):
        inputs, _ = batches.batch(featurizer, sentences)
        with torch.inference_mode():
            return {k: v.float().numpy() for k, v in model(*inputs).items()}
    predict.featurizer = featurizer
    return predict


def onnx_predictor(path, featurizer):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    names = [o.name for o in session.get_outputs()]
    def predict(sentences):
        inputs, _ = batches.batch(featurizer, sentences)
        feed = {k: v.numpy().astype(np.int32) for k, v in zip(("pieces", "mask", "shapes", "first"), inputs)}
        return dict(zip(names, session.run(names, feed)))
    predict.featurizer = featurizer
    return predict


def measure(predict, sentences, tables, pieces=2000):
    """Counts -> percentages. Words that did not fit the sequence count as wrong."""
    lengths = [len(predict.featurizer.sentence(s)["ids"]) for s in sentences]
    c = collections.Counter()
    for group in batches.plan(lengths, pieces):
        chosen = [sentences[i] for i in group]
        out = predict(chosen)
        rank = out["rel_head"].shape[-1] - 1
        for i, s in enumerate(chosen):
            n = predict.featurizer.sentence(s)["words"]
            upos, xpos, heads, rels, tags = decode(out, i, n, tables, rank)
            if s["upos"]:
                c["words"] += len(s["words"])
                c["upos"] += sum(a == b for a, b in zip(upos, s["upos"]))
                c["xpos"] += sum(a == b for a, b in zip(xpos, s["xpos"]))
                right = [a == b for a, b in zip(heads, s["heads"])]
                c["uas"] += sum(right)
                c["las"] += sum(r and a == b for r, a, b in zip(right, rels, s["rels"]))
                c["las_base"] += sum(r and a.split(":")[0] == b.split(":")[0] for r, a, b in zip(right, rels, s["rels"]))
            if s.get("gold"):
                found = {(a, b, UNER[k]) for a, b, k in spans(tags) if k in UNER}
                gold = spans(s["gold"])
                for kind in ("PER", "ORG", "LOC"):
                    of = lambda x: {e for e in x if e[2] == kind}
                    c["tp", kind] += len(of(found) & of(gold))
                    c["found", kind] += len(of(found))
                    c["gold", kind] += len(of(gold))
    result = {k: 100 * c[k] / c["words"] for k in ("upos", "xpos", "uas", "las", "las_base")} if c["words"] else {}
    f1 = lambda tp, found, gold: 200 * tp / max(1, found + gold)
    kinds = ("PER", "ORG", "LOC")
    if sum(c["gold", k] for k in kinds):
        total = [sum(c[x, k] for k in kinds) for x in ("tp", "found", "gold")]
        result |= {"ner": f1(*total), "ner_p": 100 * total[0] / max(1, total[1]), "ner_r": 100 * total[0] / total[2]}
        result |= {f"ner_{k}": f1(c["tp", k], c["found", k], c["gold", k]) for k in kinds}
    return result


def show(result):
    return " ".join(f"{k} {v:.2f}" for k, v in result.items())


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--model", type=pathlib.Path, required=True, help="the folder model/, or train.py's folder with --float")
    p.add_argument("--float", action="store_true")
    p.add_argument("--out", type=pathlib.Path, help="write the figures here as JSON too")
    p.add_argument("--sets", default="ewt-dev,ewt-test,pud,uner-pud,uner-ewt-dev,uner-ewt-test")
    a = p.parse_args()
    held = json.loads((a.data / "held_out.json").read_text())
    if a.float:
        import torch
        import model as models
        torch.set_num_threads(1)
        model, vocab, tables = models.load(a.model)
        predict = torch_predictor(model, batches.Featurizer(vocab, tables))
    else:
        tables = json.loads((a.model / "labels.json").read_text())
        vocab = (a.model / "vocab.txt").read_text(encoding="utf-8").splitlines()
        predict = onnx_predictor(a.model / "dateline.onnx", batches.Featurizer(vocab, tables))
    results = {}
    for name in a.sets.split(","):
        results[name] = measure(predict, held[name], tables)
        print(name, show(results[name]), flush=True)
    if a.out:
        a.out.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
