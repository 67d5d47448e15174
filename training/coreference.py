"""Learns which mentions of a document name the same person, group or place, from frozen readings of the trained model, and writes the weights
into the model file. A mention takes the best of the mentions before it, or none; the score is a small network over features of the pair.

    python coref.py --corpora ../../shared/corpora --own own.jsonl --model ../model"""

import argparse
import collections
import json
import pathlib
import random
import re

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import load_file, save_file
from torch import nn

import batches
import coref_features as features
import coref_score
import export
import layers
import mentions
import model as models
import score

BEFORE = 100  # mentions before a mention that may be its antecedent
WIDTH, EPOCHS, RATE, SEED = 128, 8, 2e-3, 1
OWN_WEIGHT = 0.1  # of a report of ours beside a document of GUM: more costs GUM, less costs ours
CLASS = {"person": "person", "organization": "group", "place": "place"}
OFFSETS = [k / 4 for k in range(-6, 3)]  # of the score of "none", chosen on GUM dev


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
    for out, row, s, n in score.batched(model, featurizer, sentences):
        arrays = {k: v.float().numpy() for k, v in out.items() if not k.startswith("pair")}
        s["upos"], s["xpos"], s["heads"], s["rels"], s["ner"] = score.decode(arrays, row, n, tables, models.RANK)
        s["mention"] = arrays["mention"][row, :n].argmax(-1).tolist()
        s["words"] = s["words"][:n]
        s["says"] = []
        stance = [tables["stance"][k] for k in arrays["stance"][row, :n].argmax(-1)]
        for start, end, _ in score.runs(["none" if x == "none" else "cue" for x in stance]):
            filled = sorted(score.filled(model, out, "claim", row, layers.anchor(s["words"], start, end), n))
            speaker = next(((a, b) for a, b, role in filled if role == "speaker"), None)
            s["says"].append((speaker, [(a, b) for a, b, role in filled if role == "content"]))


def head_in(s, start, end, heads="heads"):
    return next((i for i in range(start, min(end, len(s["words"]))) if not start < s[heads][i] <= end), min(start, len(s["words"]) - 1))


def found_mentions(document):
    return [(i, k, layers.MENTIONS[label]) for i, s in enumerate(document["sentences"]) for k, label in enumerate(s["mention"]) if label]


def given_mentions(document):
    return sorted({(i, head_in(document["sentences"][i], a, b)): (i, head_in(document["sentences"][i], a, b), kind)
                   for (i, a, b), (kind, _) in document["gold"].items()}.values())


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
        near = [entity for span, entity in by_head.get((m.sentence, m.head), []) if (m.sentence, *span) not in taken]
        out.append(exact[at] if at in exact else near[0] if near else None)
    return out


class Example:
    """One document, ready for training: the features of every mention and pair, with chains as the gold has them."""

    def __init__(self, document, found):
        self.document = document
        self.mentions = mentions.describe(document["sentences"], found)
        self.entities = entities(document, self.mentions)
        self.alone, self.pairs, in_chains, chains, known = [], [], [], [], {}
        texts, stems = collections.Counter(), collections.Counter()
        for i, m in enumerate(self.mentions):
            before = range(max(0, i - BEFORE), i)
            self.alone.append(features.alone(m, i, texts, stems))
            self.pairs.append([features.pair(document["sentences"][m.sentence], m, self.mentions[j], i - j) for j in before])
            in_chains.append([features.of_chain(m, j, chains[j]) for j in before])
            texts[m.text] += 1
            stems[m.stem] += 1
            entity = self.entities[i] if self.entities[i] is not None else ("alone", i)
            chains.append(known.setdefault(entity, features.Chain()))
            chains[i].add(i, m)
        self.tensors(in_chains)

    def tensors(self, in_chains):
        n = len(self.mentions)
        self.a, self.a_at = bags(self.alone)
        self.p, self.p_at = bags([x + y for rows, more in zip(self.pairs, in_chains) for x, y in zip(rows, more)])
        self.of = torch.tensor([i for i in range(n) for _ in self.pairs[i]], dtype=torch.long)
        self.back = torch.tensor([k for i in range(n) for k in range(len(self.pairs[i]), 0, -1)], dtype=torch.long)
        self.true = torch.zeros((n, BEFORE + 1), dtype=torch.bool)
        for i, entity in enumerate(self.entities):
            for back in range(1, min(i, BEFORE) + 1):
                self.true[i, back] = entity is not None and entity == self.entities[i - back]
        self.true[:, 0] = ~self.true.any(1)
        self.known = torch.tensor([float(self.document["whole"] or entity is not None) for entity in self.entities])


def bags(rows):
    starts = np.cumsum([0] + [len(r) for r in rows[:-1]]) if rows else []
    return torch.tensor([k for r in rows for k in r], dtype=torch.long), torch.tensor(np.asarray(starts, dtype=np.int64))


class Ranker(nn.Module):
    def __init__(self):
        super().__init__()
        self.pair, self.alone = (nn.EmbeddingBag(size, WIDTH, mode="sum") for size in (features.PAIR_SIZE, features.ALONE_SIZE))
        for table in (self.pair, self.alone):
            nn.init.normal_(table.weight, 0, 0.05)
        self.pair_bias, self.alone_bias = (nn.Parameter(torch.zeros(WIDTH)) for _ in range(2))
        self.pair_out, self.none_out = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(0.3)

    def forward(self, x):
        """Scores [mentions, 1 + BEFORE]: of no antecedent, then of the mention k before."""
        scores = torch.full((len(x.mentions), BEFORE + 1), -1e9)
        scores[:, 0] = self.none_out(self.dropout(F.relu(self.alone(x.a, x.a_at) + self.alone_bias)))[:, 0]
        if len(x.of):
            scores[x.of, x.back] = self.pair_out(self.dropout(F.relu(self.pair(x.p, x.p_at) + self.pair_bias)))[:, 0]
        return scores

    def export(self, offset=0.0):
        arrays = {k: v.detach().numpy() for k, v in self.state_dict().items()}
        return {"coref.pair.w": arrays["pair.weight"], "coref.pair.b": arrays["pair_bias"], "coref.pair.out": arrays["pair_out.weight"][0],
                "coref.alone.w": arrays["alone.weight"], "coref.alone.b": arrays["alone_bias"], "coref.alone.out": arrays["none_out.weight"][0],
                "coref.none": arrays["none_out.bias"] - arrays["pair_out.bias"] + np.float32(offset)}


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


def link(x, t, offset=0.0):
    """The chains of a document, as lists of numbers of mentions: each mention joins the chain of its best antecedent; of equals the nearest."""
    w, chains, of = t["coref.pair.w"], [], []
    none = np.maximum(np.stack([t["coref.alone.w"][k].sum(0) for k in x.alone]) + t["coref.alone.b"], 0) @ t["coref.alone.out"] if x.alone else []
    for i, m in enumerate(x.mentions):
        first, best, score_of_best = max(0, i - BEFORE), None, none[i] + t["coref.none"][0] + offset
        if i:
            rows = [row + features.of_chain(m, j, chains[of[j]][0]) for j, row in enumerate(x.pairs[i], first)]
            scores = np.maximum(np.stack([w[row].sum(0) for row in rows]) + t["coref.pair.b"], 0) @ t["coref.pair.out"]
            near = len(scores) - 1 - int(scores[::-1].argmax())
            if scores[near] > score_of_best:
                best = first + near
        of.append(len(chains) if best is None else of[best])
        if best is None:
            chains.append((features.Chain(), []))
        chains[of[i]][0].add(i, m)
        chains[of[i]][1].append(i)
    return [numbers for _, numbers in chains]


def measure(examples, t, offset=0.0):
    """Whole documents: exact words of all mentions. The project's reports: given mentions, told by their heads."""
    tally = coref_score.Tally()
    for x in examples:
        if x.document["whole"]:
            key = lambda m: (m.sentence, m.start, m.end)
            gold = chains_of((at, entity) for at, (_, entity) in x.document["gold"].items())
        else:
            key = lambda m: (m.sentence, m.head)
            gold = chains_of((key(m), entity) for m, entity in zip(x.mentions, x.entities) if entity is not None)
        if gold:
            tally.add(gold, [{key(x.mentions[i]) for i in numbers} for numbers in link(x, t, offset)])
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
    document = {"sentences": sentences, "gold": {}, "whole": True}
    x = Example(document, found_mentions(document))
    of = lambda m: [m.sentence, m.start, m.end, m.head]
    keep = ("words", "xpos", "heads", "rels", "ner", "mention", "says")
    rows = [{k: s[k] for k in keep} | {"mention": [tables["mention"][k] for k in s["mention"]]} for s in sentences]
    return {"sentences": rows, "chains": [[of(x.mentions[i]) for i in numbers] for numbers in link(x, t)]}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpora", type=pathlib.Path, required=True)
    p.add_argument("--own", type=pathlib.Path, required=True, help="the project's corpus as `cargo xtask corpus export` writes it")
    p.add_argument("--model", type=pathlib.Path, required=True, help="export.py's folder; gets the tensors `coref.*`, word lists and coref_example.json")
    a = p.parse_args()
    torch.set_num_threads(1)
    coref_score.check()
    model, vocab, tables = export.load(a.model)
    featurizer = batches.Featurizer(vocab, tables)
    documents = [*gum(a.corpora / "train/gum_open"), *own(a.own)]
    read(model, featurizer, tables, [s for d in documents for s in d["sentences"]])
    sets = collections.defaultdict(list)
    for d in documents:
        given = not d["whole"] and d["part"] != "train"
        sets[("gum" if d["whole"] else "corpus") + "-" + d["part"]].append(Example(d, given_mentions(d) if given else found_mentions(d)))
    t = fit(sets["gum-train"] + sets["corpus-train"]).export()
    best = max(OFFSETS, key=lambda offset: measure(sets["gum-dev"], t, offset).conll())
    t["coref.none"] = t["coref.none"] + np.float32(best)
    for name in ("gum-dev", "gum-test", "corpus-dev", "corpus-test"):
        print(f"{name} ({len(sets[name])} documents, offset {best})", measure(sets[name], t), flush=True)
    save(a.model, t)
    vector = example(model, featurizer, tables, t)
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in vector["sentences"])
    chains = ",\n".join(map(json.dumps, vector["chains"]))
    (a.model / "coref_example.json").write_text(f'{{"sentences": [\n{rows}\n],\n"chains": [\n{chains}\n]}}\n', encoding="utf-8")


def save(folder, t):
    """Into the model file and the labels, in the place of what an earlier run wrote."""
    tensors = {k: v for k, v in load_file(folder / "dateline.safetensors").items() if not k.startswith("coref.")}
    save_file(tensors | {k: np.ascontiguousarray(v, dtype=np.float32) for k, v in t.items()}, folder / "dateline.safetensors")
    labels = json.loads((folder / "labels.json").read_text())
    (folder / "labels.json").write_text(json.dumps(labels | {"coref": mentions.LISTS}, indent=1) + "\n")


if __name__ == "__main__":
    main()
