"""Learns which mentions of a document name the same person, group or place, from frozen readings of the trained model. A mention takes the best of the
mentions before it, or begins a chain, or proves to be none; the scores are small networks over features of the pair and of the mention alone. Writes
`coref.safetensors` and `coref_example.json` beside the trained weights; export.py puts them into the model.

    python coreference.py --run work/run --corpora ../../shared/corpora --own work/own.jsonl"""

import argparse
import collections
import json
import pathlib
import random
import re

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file
from torch import nn

import batches
import coreference_score
import export
import layers
import mentions
import model as models
import score

BEFORE = 100  # mentions before a mention that may be its antecedent
WIDTH, EPOCHS, RATE, SEED = 128, 8, 2e-3, 1
OWN_REPORTS, OWN_WEIGHT = 400, 0.15  # reports of ours to learn from, and what one counts beside a document of GUM: more costs GUM, less costs ours
CLASS = {"person": "person", "organization": "group", "place": "place"}
LEAST = 0.1  # the probability from which a word may head a mention


def gum(folder):
    """GUM's open documents: {"name", "part", "sentences", "gold": {(sentence, start, end): (class, entity)}}."""
    part_of = {}
    for part in re.split(r"^## ", (folder / "splits.md").read_text(), flags=re.M)[1:]:
        for name in re.findall(r"\b(?:GUM|GENTLE)_\w+", part):
            part_of[name] = part.split("\n")[0].strip()
    return [gum_document(path, part_of[path.stem]) for path in sorted((folder / "dep").glob("*.conllu"))]


def gum_document(path, part):
    sentences, gold, opened, words = [], {}, collections.defaultdict(list), []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if not line.strip() and words:
            sentences.append({"words": words, "gold_heads": heads})
            words = []
        row = line.split("\t")
        if not row[0].isdecimal():
            continue
        if not words:
            words, heads = [], []
        words.append(row[1])
        heads.append(int(row[6]))
        field = next((f[7:] for f in row[9].split("|") if f.startswith("Entity=")), "")
        for opens, body, closes in re.findall(r"(\()?([^()]+)(\))?", field):
            name, kind = (body.split("-", 2) + [""])[:2]
            if opens:
                opened[name].append((len(words) - 1, kind))
            if closes and opened[name]:
                start, kind = opened[name].pop()
                if kind in CLASS:
                    gold[len(sentences), start, len(words)] = (CLASS[kind], name)
    return {"name": path.stem, "part": part, "sentences": sentences, "gold": gold, "whole": True}


def own(path):
    """The project's reports. They mark who takes part or speaks; what is unmarked may be anybody."""
    for line in path.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        text, gold = report["text"], {}
        sentences = [{"words": [text[a:b] for a, b in words]} for words in report["sentences"]]
        for entity, row in enumerate(report["entities"]):
            for span in row["spans"] if row["kind"] in mentions.KINDS else []:
                inside = [(i, k) for i, words in enumerate(report["sentences"]) for k, (a, b) in enumerate(words) if a < span[1] and b > span[0]]
                if inside:
                    i, k = inside[0]
                    gold[i, k, max(x for j, x in inside if j == i) + 1] = (row["kind"], str(entity))
        part = "train" if report["split"] == "spec" else report["split"]
        yield {"name": report["file"], "part": part, "sentences": sentences, "gold": gold, "whole": False}


def read(model, featurizer, tables, sentences):
    """Gives every sentence what the model says of it."""
    for out, row, s, tree in score.batched(model, featurizer, sentences, tables):
        n = len(tree[0])
        arrays = {k: v.float().numpy() for k, v in out.items() if not k.startswith("pair")}
        s["upos"], s["xpos"], s["heads"], s["rels"], s["ner"] = score.decode(arrays, row, n, tables)
        p = np.exp(arrays["mention"][row, :n] - arrays["mention"][row, :n].max(-1, keepdims=True))
        p /= p.sum(-1, keepdims=True)
        s["mention"] = [(tables["mention"][1 + k], round(1 - float(q[0]), 4)) for q, k in zip(p, p[:, 1:].argmax(-1))]
        s["words"] = s["words"][:n]
        s["says"] = []
        stance = [tables["stance"][k] for k in arrays["stance"][row, :n].argmax(-1)]
        for start, end, _ in score.runs(["none" if x == "none" else "cue" for x in stance]):
            filled = sorted(score.filled(model, out, "claim", row, layers.anchor(s["words"], start, end), tree))
            speaker = next(((a, b) for a, b, role in filled if role == "speaker"), None)
            s["says"].append((speaker, [(a, b) for a, b, role in filled if role == "content"]))


def head_in(s, start, end, heads="heads"):
    return next((i for i in range(start, min(end, len(s["words"]))) if not start < s[heads][i] <= end), min(start, len(s["words"]) - 1))


def found_mentions(document):
    """Every word that may head a mention: (sentence, word, class, probability)."""
    return [(i, k, kind, sure) for i, s in enumerate(document["sentences"]) for k, (kind, sure) in enumerate(s["mention"]) if sure >= LEAST]


def given_mentions(document):
    heads = {(i, head_in(document["sentences"][i], a, b)): kind for (i, a, b), (kind, _) in document["gold"].items()}
    return [(i, k, kind, 1.0) for (i, k), kind in sorted(heads.items())]


def entities(document, found):
    """The gold entity of each mention: of equal words, else of equal head; None where there is none."""
    exact, by_head = {}, {}
    for (i, a, b), (_, entity) in document["gold"].items():
        s = document["sentences"][i]
        exact[i, a, b] = entity
        by_head.setdefault((i, head_in(s, a, b, "gold_heads" if "gold_heads" in s else "heads")), []).append(((a, b), entity))
    taken = {(m.sentence, m.start, m.end) for m in found} & set(exact)
    out = []
    for m in found:
        at = (m.sentence, m.start, m.end)
        head = mentions.first_member(document["sentences"][m.sentence], m.head)
        near = [entity for span, entity in by_head.get((m.sentence, head), []) if (m.sentence, *span) not in taken]
        out.append(exact[at] if at in exact else near[0] if near else None)
    return out


class Example:
    """One document, ready for training: the features of every mention and pair, with chains as the gold has them."""

    def __init__(self, document, found):
        self.document = document
        self.mentions = mentions.describe(document["sentences"], found)
        self.entities = entities(document, self.mentions)
        self.known_pairs = {}
        self.tensors()

    def pair(self, i, j):
        """The features of a mention and one before it that do not hang on what was linked."""
        key = i << 20 | j
        if key not in self.known_pairs:
            m = self.mentions[i]
            self.known_pairs[key] = mentions.pair(self.document["sentences"][m.sentence], m, self.mentions[j])
        return self.known_pairs[key]

    def tensors(self):
        """What `link` would see if it had made the gold chains; of what is no mention it keeps what looks like one."""
        alone, rows, of, slot, kept, chains, known = [], [], [], [], [], [], {}
        seen = mentions.Seen()
        n = len(self.mentions)
        self.true = torch.zeros((n, BEFORE + 2), dtype=torch.bool)
        whole = self.document["whole"]
        for i, m in enumerate(self.mentions):
            entity = self.entities[i]
            alone.append(mentions.alone(m, len(kept), seen))
            for back, j in enumerate(reversed(kept[-BEFORE:]), 1):
                rows.append(self.pair(i, j) + mentions.dynamic(m, j, back, chains[j]))
                of.append(i)
                slot.append(1 + back)
                self.true[i, 1 + back] = entity is not None and entity == self.entities[j]
            if entity is None and m.sure < 0.5:
                chains.append(None)
                continue
            kept.append(i)
            seen.add(m)
            chains.append(known.setdefault(("alone", i) if entity is None else entity, mentions.Chain()))
            chains[i].add(i, m)
        self.true[:, 0] = torch.tensor([e is None and whole for e in self.entities])
        self.true[:, 1] = ~self.true.any(1)
        self.a, self.a_at = bags(alone)
        self.p, self.p_at = bags(rows)
        self.of, self.slot = torch.tensor(of, dtype=torch.long), torch.tensor(slot, dtype=torch.long)
        self.known = torch.tensor([float(whole or entity is not None) for entity in self.entities])
        if self.document["part"] == "train":
            self.known_pairs.clear()  # nobody asks again


def bags(rows):
    starts = np.cumsum([0] + [len(r) for r in rows[:-1]]) if rows else []
    return torch.tensor([k for r in rows for k in r], dtype=torch.long), torch.tensor(np.asarray(starts, dtype=np.int64))


class Ranker(nn.Module):
    """Scores of the mentions before a mention, of none of them, and of being no mention at all."""

    def __init__(self):
        super().__init__()
        self.pair, self.alone = (nn.EmbeddingBag(size, WIDTH, mode="sum") for size in (mentions.PAIR_SIZE, mentions.ALONE_SIZE))
        for table in (self.pair, self.alone):
            nn.init.normal_(table.weight, 0, 0.05)
        self.pair_bias, self.alone_bias = (nn.Parameter(torch.zeros(WIDTH)) for _ in range(2))
        self.pair_out, self.alone_out = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 2)
        self.dropout = nn.Dropout(0.3)

    def forward(self, x):
        """[mentions, 2 + BEFORE]: of no mention, of no antecedent, then of the k-th mention before."""
        scores = torch.full((len(x.mentions), BEFORE + 2), -1e9)
        scores[:, :2] = self.alone_out(self.dropout(F.relu(self.alone(x.a, x.a_at) + self.alone_bias)))
        if len(x.of):
            scores[x.of, x.slot] = self.pair_out(self.dropout(F.relu(self.pair(x.p, x.p_at) + self.pair_bias)))[:, 0]
        return scores

    def export(self):
        arrays = {k: v.detach().numpy() for k, v in self.state_dict().items()}
        return {"coref.pair.w": rounded(arrays["pair.weight"]), "coref.pair.b": arrays["pair_bias"], "coref.pair.out": arrays["pair_out.weight"][0],
                "coref.alone.w": rounded(arrays["alone.weight"]), "coref.alone.b": arrays["alone_bias"], "coref.alone.out": arrays["alone_out.weight"],
                "coref.bias": arrays["alone_out.bias"] - arrays["pair_out.bias"]}


def rounded(table):
    """What is left of a table after the export."""
    q, scale = export.rows_int8(table)
    return q * scale[:, None]


def fit(examples, seed=SEED, epochs=EPOCHS):
    torch.manual_seed(seed)
    ranker, rng = Ranker(), random.Random(seed)
    adam = torch.optim.AdamW(ranker.parameters(), RATE, weight_decay=0.01)
    examples = [x for x in examples if x.known.any()]
    for epoch in range(epochs):
        rng.shuffle(examples)
        ranker.train()
        total = 0.0
        for step, x in enumerate(examples):
            adam.param_groups[0]["lr"] = RATE * (1 - (epoch + step / len(examples)) / epochs)
            scores = ranker(x)
            lost = scores.logsumexp(1) - scores.masked_fill(~x.true, -1e9).logsumexp(1)
            loss = (lost * x.known).sum() / x.known.sum() * (1.0 if x.document["whole"] else OWN_WEIGHT)
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(ranker.parameters(), 5.0)
            adam.step()
            total += loss.item()
    print(f"loss {total / len(examples):.3f}", flush=True)
    return ranker.eval()


def scored(w, b, out, rows):
    """The scores of lists of features."""
    starts = np.cumsum([0] + [len(r) for r in rows[:-1]])
    return np.maximum(np.add.reduceat(w[np.concatenate(rows)], starts) + b, 0) @ out


def link(x, t, offset=(0.0, 0.0)):
    """The chains of a document, as lists of numbers of mentions: each mention joins the chain of its best antecedent (of equals the nearest), or begins
    one, or is none. The offsets are added to the scores of being none and of having no antecedent."""
    chains, of, kept = [], [], []
    seen = mentions.Seen()
    for i, m in enumerate(x.mentions):
        no, new = scored(t["coref.alone.w"], t["coref.alone.b"], t["coref.alone.out"].T, [mentions.alone(m, len(kept), seen)])[0] + t["coref.bias"] + offset
        best, most = None, new
        before = kept[: -BEFORE - 1 : -1]
        if before:
            rows = [x.pair(i, j) + mentions.dynamic(m, j, back, chains[of[j]][0]) for back, j in enumerate(before, 1)]
            scores = scored(t["coref.pair.w"], t["coref.pair.b"], t["coref.pair.out"], rows)
            if scores.max() > most:
                best, most = of[before[int(scores.argmax())]], scores.max()
        if no > most and m.sure < 1:
            of.append(None)
            continue
        of.append(len(chains) if best is None else best)
        if best is None:
            chains.append((mentions.Chain(), []))
        chains[of[i]][0].add(i, m)
        chains[of[i]][1].append(i)
        kept.append(i)
        seen.add(m)
    return [numbers for _, numbers in chains]


def measure(examples, t, offset=(0.0, 0.0), alone=True):
    """Whole documents: exact words of all mentions. The project's reports: given mentions, told by their heads."""
    tally = coreference_score.Tally()
    for x in examples:
        if x.document["whole"]:
            key = lambda m: (m.sentence, m.start, m.end)
            gold = chains_of((at, entity) for at, (_, entity) in x.document["gold"].items())
        else:
            key = lambda m: (m.sentence, m.head)
            gold = chains_of((key(m), entity) for m, entity in zip(x.mentions, x.entities) if entity is not None)
        found = [{key(x.mentions[i]) for i in numbers} for numbers in link(x, t, offset)]
        least = 1 if alone else 2
        gold, found = ([c for c in chains if len(c) >= least] for chains in (gold, found))
        if gold or found:
            tally.add(gold, found)
    return tally


def chains_of(pairs):
    chains = collections.defaultdict(set)
    for at, entity in pairs:
        chains[entity].add(at)
    return list(chains.values())


EXAMPLE = """Two dead as gunmen storm courthouse in Northport
Gunmen stormed the courthouse in Northport on Monday , killing two guards who had tried to stop them , the Defence Ministry said .
“ They came in two cars , and I saw one of their drivers , ” Ana Kovač , a lawyer who was in the building , told reporters .
“ We were lucky . ”
Ms. Kovač said that she had hidden under her desk .
The MOD 's spokesman , Colonel Ivo Marin , blamed the Northern Front , an armed group that controls the hills around the town .
“ The Front has attacked our judges before , and it will pay , ” Marin said .
He did not say how many soldiers the ministry would send there .
The group denied any role in a statement sent to this newspaper , but one of its commanders had threatened the city 's judges last week .
President Kovač and the mayor of Riverton , where the commander was born , called on “ all those in arms ” to lay them down ."""


def example(model, featurizer, tables, t):
    """A test vector for both sides: what the model says of own sentences, and the chains of it."""
    sentences = [{"words": line.split()} for line in EXAMPLE.splitlines()]
    read(model, featurizer, tables, sentences)
    document = {"sentences": sentences, "gold": {}, "whole": True, "part": "example"}
    x = Example(document, found_mentions(document))
    of = lambda m: [m.sentence, m.start, m.end, m.head]
    rows = [{k: s[k] for k in ("words", "xpos", "heads", "rels", "ner", "says")} | {"mention": [[k, *m] for k, m in enumerate(s["mention"]) if m[1] >= LEAST]}
            for s in sentences]
    lines = [",\n".join(json.dumps(row, ensure_ascii=False) for row in part)
             for part in (rows, [[of(x.mentions[i]) for i in numbers] for numbers in link(x, t)])]
    return '{{"sentences": [\n{}\n],\n"chains": [\n{}\n]}}\n'.format(*lines)


def choose(examples, t):
    """What is best added to the scores of a mention alone: one after the other, twice."""
    tried, best = {}, (0.0, -0.5)
    for _ in range(2):
        for k in (1, 0):
            for step in range(-3, 4):
                offset = tuple(round(value + step / 4, 2) if k == i else value for i, value in enumerate(best))
                if offset not in tried:
                    tried[offset] = measure(examples, t, offset).conll()
            best = max(tried, key=tried.get)
    return np.float32(best)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--run", type=pathlib.Path, required=True, help="train.py's folder")
    p.add_argument("--corpora", type=pathlib.Path, required=True)
    p.add_argument("--own", type=pathlib.Path, required=True, help="the project's corpus as `cargo xtask corpus export` writes it")
    a = p.parse_args()
    torch.set_num_threads(1)
    coreference_score.check()
    model, vocab, tables = models.load(a.run)
    featurizer = batches.Featurizer(vocab, tables)
    documents = [*gum(a.corpora / "train/gum_open"), *own(a.own)]
    ours = [d for d in documents if not d["whole"] and d["part"] == "train"]
    left_out = {id(d) for d in ours} - {id(d) for d in random.Random(SEED).sample(ours, min(OWN_REPORTS, len(ours)))}
    documents = [d for d in documents if d["part"] in ("train", "dev", "test") and id(d) not in left_out]
    read(model, featurizer, tables, [s for d in documents for s in d["sentences"]])
    sets = collections.defaultdict(list)
    for d in documents:
        given = not d["whole"] and d["part"] != "train"
        sets[("gum" if d["whole"] else "corpus") + "-" + d["part"]].append(Example(d, given_mentions(d) if given else found_mentions(d)))
    t = fit(sets["gum-train"] + sets["corpus-train"]).export()
    best = choose(sets["gum-dev"], t)
    t["coref.bias"] = t["coref.bias"] + best
    for name in ("gum-dev", "gum-test", "corpus-dev", "corpus-test"):
        print(f"{name} ({len(sets[name])} documents, offsets {best})", measure(sets[name], t), "| chains of two and more:", measure(sets[name], t, alone=False), flush=True)
    save_file({k: np.ascontiguousarray(v, dtype=np.float32) for k, v in t.items()}, a.run / "coref.safetensors")
    (a.run / "coref_example.json").write_text(example(model, featurizer, tables, t), encoding="utf-8")


if __name__ == "__main__":
    main()
