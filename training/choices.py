"""Learns the weights of `rules/choices.tsv`: which answer to choose where the sentences leave a question open.

Every question of the training reports comes with all its answers, what holds of each, and whether it is right (`cargo xtask corpus choices`). The
probability of an answer is the softmax of the sums of its features' weights; the loss is the negative log of what the right answers share. Weights
that matter little are left out.

    cargo xtask corpus choices corpus/train --out work/choices.jsonl
    python choices.py --rows work/choices.jsonl --held work/choices-dev.jsonl --out ../rules/choices.tsv"""

import argparse
import collections
import json
import pathlib
import random

import torch

LEAST_SEEN, LEAST_WEIGHT = 20, 0.05
F1_OF = ("place", "time", "answered")  # an event without a place is not counted, a place that is wrong or missing is
ABOUT_SHIFT = -0.75  # the same for claims, by F1 on `corpus/dev`: there one right event of several is enough
FLAT = 0.4
DECAY, RATE, EPOCHS, BATCH = 1e-4, 0.02, 4, 256


def read(path):
    """Questions: lists of (right, features); those without a right answer teach nothing."""
    for line in path.open(encoding="utf-8"):
        rows = json.loads(line)["rows"]
        yield rows


def tensors(questions, index):
    """Feature numbers of all answers one after the other, where each answer begins, the question of each answer, and whether it is right."""
    flat, begins, owner, right = [], [], [], []
    for number, rows in enumerate(questions):
        for is_right, features in rows:
            begins.append(len(flat))
            flat += [index[f] for f in features if f in index]
            owner.append(number)
            right.append(is_right)
    return torch.tensor(flat), torch.tensor(begins), torch.tensor(owner), torch.tensor(right)


def scores(bag, batch):
    flat, begins, _, _ = batch
    return bag(flat, begins)[:, 0]


def shared(values, owner, n):
    """log of the sum of exp of the values of each question."""
    top = torch.full((n,), -1e9).scatter_reduce(0, owner, values, "amax")
    return torch.zeros(n).index_add(0, owner, (values - top[owner]).exp()).clamp(min=1e-9).log() + top


def loss(bag, batch):
    _, _, owner, right = batch
    n, s = int(owner[-1]) + 1, scores(bag, batch)
    return (shared(s, owner, n) - shared(s.masked_fill(right == 0, -1e9), owner, n)).mean()


def accuracy(bag, questions, index):
    """question -> share of right first answers."""
    seen, good = collections.Counter(), collections.Counter()
    with torch.inference_mode():
        batch = tensors(questions, index)
        s, at = scores(bag, batch).tolist(), 0
        for rows in questions:
            own = s[at : at + len(rows)]
            at += len(rows)
            name = rows[0][1][0].split()[0]
            seen[name] += 1
            good[name] += rows[max(range(len(rows)), key=lambda i: own[i])][0]
    return {name: round(100 * good[name] / seen[name], 1) for name in seen}


def shift(bag, questions, index, name):
    """What to add to the weight of "nothing" so that the answers that are something have the best F1: the softmax aims at the share of right answers,
    which too often is had by saying nothing."""
    rows = [q for q in questions if q[0][1][0].split()[0] == name]
    with torch.inference_mode():
        s, at, seen = scores(bag, tensors(rows, index)).tolist(), 0, []
    for q in rows:
        own = s[at : at + len(q)]
        at += len(q)
        best = max(range(1, len(q)), key=lambda i: own[i], default=0)
        if best:
            seen.append((own[0] - own[best], q[best][0]))
    gold, good, curve = sum(not q[0][0] for q in rows), 0, []
    for found, (gap, right) in enumerate(sorted(seen), start=1):
        good += right
        curve.append((200 * good / (found + gold), -gap - 0.01))
    best = max(f1 for f1, _ in curve)
    f1, moved = [point for point in curve if point[0] >= best - FLAT][-1]  # where F1 hardly changes, rather more answers
    print(f"{name}: F1 {f1:.1f} with {moved:.2f} added to nothing (best {best:.1f})")
    return moved


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--rows", type=pathlib.Path, nargs="+", required=True, help="the questions of training reports")
    p.add_argument("--held", type=pathlib.Path, help="questions of reports that are not learnt from, to measure on")
    p.add_argument("--out", type=pathlib.Path, required=True)
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rng = random.Random(0)
    questions = [rows for path in a.rows for rows in read(path) if any(right for right, _ in rows)]
    held = list(read(a.held)) if a.held else []
    count = collections.Counter(f for rows in questions for _, features in rows for f in features)
    index = {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= LEAST_SEEN))}
    bag = torch.nn.EmbeddingBag(len(index), 1, mode="sum")
    torch.nn.init.zeros_(bag.weight)
    adam = torch.optim.Adam(bag.parameters(), lr=RATE)
    for epoch in range(EPOCHS):
        rng.shuffle(questions)
        total = 0.0
        for group in adam.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        for start in range(0, len(questions), BATCH):
            batch = tensors(questions[start : start + BATCH], index)
            value = loss(bag, batch)
            (value + DECAY * bag.weight.square().sum()).backward()
            adam.step()
            adam.zero_grad()
            total += value.item() * (batch[2][-1].item() + 1)
        print(f"epoch {epoch + 1} loss {total / len(questions):.4f} train {accuracy(bag, questions[:2000], index)} held {accuracy(bag, held, index) if held else ''}", flush=True)
    bag.weight.data[index["about nothing"]] += ABOUT_SHIFT
    for name in F1_OF:
        bag.weight.data[index[f"{name} nothing"]] += shift(bag, held or questions, index, name)
    weights = {f: w for f, w in zip(index, bag.weight[:, 0].tolist()) if abs(w) >= LEAST_WEIGHT}
    a.out.write_text("".join(f"{f}\t{w:.2f}\n" for f, w in sorted(weights.items())))
    print(len(weights), "of", len(count), "features kept")


if __name__ == "__main__":
    main()
