"""Scores on held-out text with gold tokens: UPOS, XPOS, UAS, LAS and entity F1, for the torch model or the exported file."""

import argparse
import collections
import json
import pathlib

import numpy as np

import batches
import layers
import paths
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


def legal(labels):
    return np.array([[not b.startswith("I-") or a[2:] == b[2:] for b in labels] for a in labels])


LEGAL = {tuple(labels): legal(labels) for labels in (TAGS, *layers.PAIR_LABELS.values())}


def bio_path(logits, labels):
    """The best legal BIO sequence."""
    allowed = LEGAL[tuple(labels)]
    p = logits - logits.max(1, keepdims=True)
    p = p - np.log(np.exp(p).sum(1, keepdims=True))
    best, back = p[0] + np.where([t.startswith("I-") for t in labels], -1e9, 0), []
    for row in p[1:]:
        step = np.where(allowed, best[:, None], -1e9)
        back.append(step.argmax(0))
        best = step.max(0) + row
    path = [int(best.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return [labels[i] for i in reversed(path)]


def spans(tags):
    out, start = set(), None
    for i, t in enumerate(list(tags) + ["O"]):
        if start is not None and not (t.startswith("I-") and t[2:] == tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if t.startswith("B-") or t.startswith("I-") and start is None:
            start = i
    return out


def read_tree(out, i, n, tables):
    """Heads (0 the root) and numbers of relations of the n words of a sentence of a batch of arrays."""
    arc = out["arc"][i, :n, : n + 1].astype(np.float64)
    heads = tree(arc - np.log(np.exp(arc - arc.max(1, keepdims=True)).sum(1, keepdims=True)) - arc.max(1, keepdims=True))
    rel = np.einsum("wlr,wr->wl", out["rel_dep"][i, :n].reshape(n, len(tables["deprel"]), -1), out["rel_head"][i][heads])
    root = tables["deprel"].index("root")
    rel[:, root] = np.where(heads == 0, 1e9, -1e9)
    return heads.tolist(), rel.argmax(1).tolist()


def decode(out, i, n, tables):
    """One sentence of a batch -> (upos, xpos, heads, rels, entity tags)."""
    heads, rels = read_tree(out, i, n, tables)
    name = lambda k: [tables[k][j] for j in out[k][i, :n].argmax(1)]
    return name("upos"), name("xpos"), heads, [tables["deprel"][j] for j in rels], bio_path(out["ner"][i, :n], TAGS)


def torch_predictor(model, featurizer):
    import model as models
    def predict(sentences):
        inputs, _ = batches.batch(featurizer, sentences)
        with models.reading(model):
            return {k: v.float().numpy() for k, v in model(*inputs).items()}
    predict.featurizer = featurizer
    return predict


def measure(predict, sentences, tables, pieces=2000):
    """Counts -> percentages. Words that did not fit the sequence count as wrong."""
    lengths = [len(predict.featurizer.sentence(s)["ids"]) for s in sentences]
    c = collections.Counter()
    for group in batches.plan(lengths, pieces):
        chosen = [sentences[i] for i in group]
        out = predict(chosen)
        for i, s in enumerate(chosen):
            n = predict.featurizer.sentence(s)["words"]
            upos, xpos, heads, rels, tags = decode(out, i, n, tables)
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
    kinds = ("PER", "ORG", "LOC")
    if sum(c["gold", k] for k in kinds):
        total = [sum(c[x, k] for k in kinds) for x in ("tp", "found", "gold")]
        result |= {"ner": f1(*total), "ner_p": 100 * total[0] / max(1, total[1]), "ner_r": 100 * total[0] / total[2]}
        result |= {f"ner_{k}": f1(c["tp", k], c["found", k], c["gold", k]) for k in kinds}
    return result


def filled(model, out, group, row, anchor, tree):
    """The spans that fill an anchor's roles: {(start, end, role)}; `tree` as `read_tree` gives it."""
    import torch
    start, end = layers.PAIR_SLICES[group]
    n, w = len(tree[0]), out["upos"].shape[1]
    ways = paths.paths(*tree, anchor, (model.pair_path.num_embeddings - 2) // paths.KINDS)
    ways = torch.tensor([ways + [paths.UNKNOWN] * (w - n)])
    scores = model.pairs(out, torch.tensor([row]), torch.tensor([anchor]), ways)[0, :n, start:end].float().numpy()
    return spans(bio_path(scores, layers.PAIR_LABELS[group]))


def batched(model, featurizer, sentences, tables, pieces=2000):
    """(outputs, row, sentence, its tree) for every sentence, in batches."""
    import model as models
    lengths = [len(featurizer.sentence(s)["ids"]) for s in sentences]
    for chosen in batches.plan(lengths, pieces):
        with models.reading(model):
            out = {k: v.float() for k, v in model(*batches.batch(featurizer, [sentences[i] for i in chosen])[0]).items()}
            arrays = {k: out[k].numpy() for k in ("arc", "rel_dep", "rel_head")}
            for row, i in enumerate(chosen):
                yield out, row, sentences[i], read_tree(arrays, row, featurizer.sentence(sentences[i])["words"], tables)


def f1(tp, found, gold):
    return 200 * tp / max(1, found + gold)


def measure_pairs(model, featurizer, sentences, tables):
    """Roles of gold predicates, and predicates."""
    c = collections.Counter()
    for out, row, s, tree in batched(model, featurizer, [s for s in sentences if s.get("frames") is not None], tables):
        n = len(tree[0])
        gold = {word for word, _ in s["frames"]}
        found = set(np.flatnonzero(out["predicate"][row, :n].argmax(-1).numpy()).tolist())
        c.update({"p_tp": len(gold & found), "p_found": len(found), "p_gold": len(gold)})
        for word, roles in s["frames"]:
            gold = {tuple(r) for r in roles}
            found = filled(model, out, "role", row, word, tree) if word < n else set()
            c.update({"tp": len(gold & found), "found": len(found), "gold": len(gold)})
    return {"predicate": f1(c["p_tp"], c["p_found"], c["p_gold"]), "role": f1(c["tp"], c["found"], c["gold"])}


def runs(labels):
    """Stretches of equal labels that are not "none": (start, end, label)."""
    out, start = [], 0
    for i in range(1, len(labels) + 1):
        if i == len(labels) or labels[i] != labels[start]:
            if labels[start] != "none":
                out.append((start, i, labels[start]))
            start = i
    return out


def type_scores(logits):
    p = np.exp(logits - logits.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    out = np.zeros((*p.shape[:-1], len(layers.TYPES)))
    for k, t in enumerate(layers.TYPE_OF):
        out[..., t] += p[..., k]
    return out


def macro(pairs):
    """Mean F1 of the classes that the gold has."""
    kinds = {g for g, _ in pairs if g}
    one = lambda k: f1(sum(g == f == k for g, f in pairs), sum(f == k for _, f in pairs), sum(g == k for g, _ in pairs))
    return sum(map(one, kinds)) / max(1, len(kinds))


def measure_own(model, featurizer, sentences, tables):
    """Types, realis, slots and attributions on the project's own corpus, sentence by sentence."""
    given, found_typed, realis, c = [], [], [], collections.Counter()
    for out, row, s, tree in batched(model, featurizer, sentences, tables):
        n = len(tree[0])
        p = type_scores(out["event"][row, :n].numpy())
        best = [layers.TYPES[k] for k in p.argmax(-1)]
        gold = [(a, b, k) for a, b, k in runs([e.split("/")[0] for e in s["event"][:n]])]
        found = runs(best)
        for a, b, kind in gold:
            given.append((kind, layers.TYPES[1 + p[a:b, 1:].sum(0).argmax()]))
            match = next((f for f in found if f[0] < b and f[1] > a and f[2] == kind), None) or next((f for f in found if f[0] < b and f[1] > a), None)
            if match:
                found.remove(match)
            found_typed.append((kind, match and match[2]))
        found_typed += [(None, f[2]) for f in found]
        truth = out["realis"][row, :n].argmax(-1).tolist()
        realis += [(r, layers.REALIS[truth[k]]) for k, r in enumerate(s["realis"][:n]) if r]
        for hook, slots in s["acts"]:
            if hook < n:
                got = filled(model, out, "event", row, hook, tree)
                gold_slots = {tuple(x) for x in slots}
                c.update({"slot_tp": len(got & gold_slots), "slot_found": len(got), "slot_gold": len(gold_slots)})
        score_sayings(model, out, row, s, tree, c)
    result = {"type_given": macro(given), "typed": macro(found_typed), "realis": macro(realis),
              "slots": f1(c["slot_tp"], c["slot_found"], c["slot_gold"])}
    return result | {k: f1(c[k, "tp"], c[k, "found"], c[k, "gold"]) for k in ("cue", "speaker", "content")}


def score_sayings(model, out, row, s, tree, c):
    n = len(tree[0])
    stance = [layers.TABLES["stance"][k] for k in out["stance"][row, :n].argmax(-1)]
    flat = lambda labels: {(a, b) for a, b, _ in runs(["cue" if x != "none" else "none" for x in labels])}
    gold_cues, found_cues = flat(s["stance"][:n]), flat(stance)
    c.update({("cue", "tp"): len(gold_cues & found_cues), ("cue", "found"): len(found_cues), ("cue", "gold"): len(gold_cues)})
    gold = {(hook, *slot) for hook, slots in s["sayings"] for slot in map(tuple, slots)}
    found = {(hook, *slot) for a, b in found_cues for hook in [layers.anchor(s["words"], a, b)] for slot in filled(model, out, "claim", row, hook, tree)}
    for role in ("speaker", "content"):
        of = lambda x: {e for e in x if e[3] == role}
        c.update({(role, "tp"): len(of(gold) & of(found)), (role, "found"): len(of(found)), (role, "gold"): len(of(gold))})


def show(result):
    return " ".join(f"{k} {v:.2f}" for k, v in result.items())


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--model", type=pathlib.Path, required=True, help="the folder model/, or train.py's folder with --float")
    p.add_argument("--float", action="store_true")
    p.add_argument("--out", type=pathlib.Path, help="write the figures here as JSON too")
    p.add_argument("--sets", default="ewt-dev,ewt-test,pud,uner-pud,uner-ewt-dev,uner-ewt-test,corpus-dev,corpus-test")
    a = p.parse_args()
    held = json.loads((a.data / "held_out.json").read_text())
    import torch
    import export
    import model as models
    torch.set_num_threads(1)
    model, vocab, tables = (models if a.float else export).load(a.model)
    featurizer = batches.Featurizer(vocab, tables)
    predict = torch_predictor(model, featurizer)
    results = {}
    for name in a.sets.split(","):
        own = name.startswith("corpus")
        results[name] = measure_own(model, featurizer, held[name], tables) if own else measure(predict, held[name], tables)
        if name in ("ewt-dev", "ewt-test"):
            results[name] |= measure_pairs(model, featurizer, held[name], tables)
        print(name, show(results[name]), flush=True)
    if a.out:
        a.out.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
