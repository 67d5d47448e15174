"""A trained model -> a smaller one to train on: whole layers left out, and of each other layer the inner units that matter most.

What matters is measured by the loss on training text: the sum of |activation x gradient| of each unit (Molchanov et al. 2017, first-order Taylor)."""

import argparse
import json
import pathlib
import random

import torch

import batches
import model as models


def importance(model, featurizer, sentences, rounds, rng):
    """One number for each inner unit of each layer."""
    import train
    kept = {}

    def hook(i):
        def keep(module, inputs):
            inputs[0].retain_grad()
            kept[i] = inputs[0]
        return keep

    handles = [layer.down.register_forward_pre_hook(hook(i)) for i, layer in enumerate(model.layers)]
    sums = [torch.zeros(layer.up.out_features) for layer in model.layers]
    models.BF16 = False
    for _ in range(rounds):
        parts = train.losses(model, featurizer, rng.sample(sentences, 24), rng)
        sum(parts[k] for k in ("upos", "xpos", "arc", "rel", "ner") if k in parts).backward()
        for i, x in kept.items():
            sums[i] += (x * x.grad).sum((0, 1)).abs().detach()
        model.zero_grad()
    for handle in handles:
        handle.remove()
    return sums


def smaller(model, tables, vocab, sums, layers, inner):
    made = models.Model(len(vocab), tables, len(layers), inner)
    weights, own = model.state_dict(), made.state_dict()
    for name in own:
        parts = name.split(".")
        if parts[0] != "layers":
            own[name] = weights[name]
            continue
        old = layers[int(parts[1])]
        value = weights[".".join(["layers", str(old), *parts[2:]])]
        units = sums[old].topk(inner).indices.sort().values
        if parts[2] == "up":
            value = value[units]
        elif parts[2:] == ["down", "weight"]:
            value = value[:, units]
        own[name] = value
    made.load_state_dict(own)
    return made


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--run", type=pathlib.Path, required=True, help="train.py's folder of the model to prune")
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--layers", default="0,1,2,3,4,5", help="the layers to keep")
    p.add_argument("--inner", type=int, default=768)
    p.add_argument("--rounds", type=int, default=60)
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rng = random.Random(0)
    model, vocab, tables = models.load(a.run)
    sentences = [s for s in json.loads((a.data / "train.json").read_text())["sentences"] if s["upos"] and 8 <= len(s["words"]) <= 40]
    sums = importance(model, batches.Featurizer(vocab, tables), sentences, a.rounds, rng)
    made = smaller(model, tables, vocab, sums, [int(x) for x in a.layers.split(",")], a.inner)
    a.out.mkdir(parents=True, exist_ok=True)
    torch.save({"model": made.state_dict()}, a.out / "last.pt")


if __name__ == "__main__":
    main()
