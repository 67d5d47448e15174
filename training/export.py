"""The trained model -> model/: weights in the safetensors format, labels, vocabulary, a test vector. INTERFACE.md lists the tensors.

Matrix weights are int8 with a scale per output column, the embedding table int8 with a scale per row, everything else float."""

import argparse
import json
import pathlib
import shutil

import numpy as np
import torch
from safetensors.numpy import load_file, save_file

import batches
import layers
import mentions
import model as models
import pieces
import score

EXAMPLES = ["Rebels shelled the airport of Northport on Friday , killing at least 17 people , the Defence Ministry said .".split(),
            "“ We did n't do it , ” Prime Minister Ana Kovač told reporters in Riverton .".split(),
            "POLICE ARREST 12 AFTER MARCH IN U.S. - BACKED ENCLAVE".split()]

# The heads that read a word's row lie in one matrix, in this order.
HEADS = [*models.WORD_HEADS, "arc_dep", "rel_dep", "arc_head", "rel_head", "pair_word", "pair_anchor"]
LINEAR = ["arc", "rel", "pair_near", "pair"]


def columns_int8(weight, bits):
    """[out, in] -> (int8 [in, out], scale [out])."""
    top = 2 ** (bits - 1) - 1
    w = weight.T
    scale = np.maximum(np.abs(w).max(0), 1e-8) / top
    return np.ascontiguousarray(np.clip(np.round(w / scale), -top, top).astype(np.int8)), scale.astype(np.float32)


def rows_int8(table):
    scale = np.maximum(np.abs(table).max(1), 1e-8) / 127
    return np.clip(np.round(table / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)


def tensors(p, bits):
    """name -> array, of the weights `p` of a model."""
    out = {"place": p["place.weight"][: pieces.MAX_PIECES], "shape": p["shape.weight"], "pair_place": p["pair_place.weight"], "pair_path": p["pair_path.weight"]}
    out["word.q"], out["word.s"] = rows_int8(p["word.weight"])

    def linear(name, weight, bias):
        out[name + ".w"], out[name + ".s"] = columns_int8(weight, bits)
        out[name + ".b"] = bias

    def norm(name):
        out[name + ".w"], out[name + ".b"] = p[name + ".weight"], p[name + ".bias"]

    norm("norm")
    for at in sorted({".".join(name.split(".")[:2]) for name in p if name.startswith("layers.")}):
        w, b = p[at + ".qkv.weight"].copy(), p[at + ".qkv.bias"].copy()
        w[: models.HIDDEN] *= attention_scale()  # the scale of the attention goes into the queries
        b[: models.HIDDEN] *= attention_scale()
        linear(at + ".qkv", w, b)
        for part in ("out", "up", "down"):
            linear(f"{at}.{part}", p[f"{at}.{part}.weight"], p[f"{at}.{part}.bias"])
        norm(at + ".norm1")
        norm(at + ".norm2")
    linear("heads", *(np.concatenate([p[f"{n}.{kind}"] for n in HEADS]) for kind in ("weight", "bias")))
    for name in LINEAR:
        linear(name, p[name + ".weight"], p[name + ".bias"])
    return {k: np.ascontiguousarray(v) for k, v in out.items()}


def attention_scale():
    return (models.HIDDEN // models.ATTENTION_HEADS) ** -0.5


def weights(t):
    """The inverse of `tensors`, with what the rounding left: weights of a torch model."""
    out = {"place.weight": t["place"], "shape.weight": t["shape"], "pair_place.weight": t["pair_place"], "pair_path.weight": t["pair_path"],
           "word.weight": t["word.q"].astype(np.float32) * t["word.s"][:, None]}
    for name in {k.rsplit(".", 1)[0] for k in t if k.endswith(".b")}:
        if name + ".s" in t:
            w, b = t[name + ".w"].astype(np.float32).T * t[name + ".s"][:, None], t[name + ".b"].copy()
            if name.endswith(".qkv"):
                w[: models.HIDDEN] /= attention_scale()
                b[: models.HIDDEN] /= attention_scale()
            out[name + ".weight"], out[name + ".bias"] = w, b
        else:
            out[name + ".weight"], out[name + ".bias"] = t[name + ".w"], t[name + ".b"]
    return out


def load(folder):
    """An exported model as a torch model, its vocabulary and tables."""
    labels = json.loads((folder / "labels.json").read_text())
    vocab = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = load_file(folder / "dateline.safetensors").items()
    out = weights({k: v for k, v in kept if not k.startswith(("coref.", "gate."))})
    heads = {kind: out.pop(f"heads.{kind}") for kind in ("weight", "bias")}
    blank, at = models.Model(len(vocab), labels).state_dict(), 0
    for name in HEADS:
        size = len(blank[name + ".bias"])
        for kind, both in heads.items():
            out[f"{name}.{kind}"] = both[at : at + size]
        at += size
    place = np.zeros((512, models.HIDDEN), np.float32)
    place[: len(out["place.weight"])] = out["place.weight"]
    out["place.weight"] = place
    return models.of_weights({k: torch.tensor(v) for k, v in out.items()}, len(vocab), labels).eval(), vocab, labels


def example(model, featurizer, tables):
    """A test vector: own sentences, their ids, and what the exported weights answer."""
    rows = []
    predict = score.torch_predictor(model, featurizer)
    for words in EXAMPLES:
        s = {"words": words}
        f = featurizer.sentence(s)
        out = predict([s])
        upos, xpos, heads, rels, tags = score.decode(out, 0, len(words), tables)
        named = lambda head: [tables[head][k] for k in out[head][0, : len(words)].argmax(1)]
        predicates = np.flatnonzero(out["predicate"][0, : len(words)].argmax(1)).tolist()
        with torch.inference_mode():
            tensors_out = model(*batches.batch(featurizer, [s])[0])
            tree = heads, [tables["deprel"].index(r) for r in rels]
            roles = [[p, sorted(map(list, score.filled(model, tensors_out, "role", 0, p, tree)))] for p in predicates]
        rows.append({"words": words, "pieces": f["ids"], "shapes": f["shapes"], "first": f["first"], "upos": upos, "xpos": xpos, "heads": heads, "deprel": rels,
                     "ner": tags, "event": named("event"), "stance": named("stance"), "mention": named("mention"), "roles": roles,
                     "upos_logits_of_word_1": [round(float(v), 1) for v in out["upos"][0, 0]]})
    return rows


def add_coreference(run, model):
    """Puts what coreference.py wrote beside the trained weights into an exported model, in the place of an earlier one."""
    out = {k: v for k, v in load_file(model / "dateline.safetensors").items() if not k.startswith("coref.")}
    for name, value in load_file(run / "coref.safetensors").items():
        if name.endswith(".w"):
            out[name[:-1] + "q"], out[name[:-1] + "s"] = rows_int8(value)
        else:
            out[name] = value
    save_file(out, model / "dateline.safetensors")
    labels = json.loads((model / "labels.json").read_text()) | {"coref": mentions.LISTS}
    (model / "labels.json").write_text(json.dumps(labels, indent=1) + "\n")
    shutil.copyfile(run / "coref_example.json", model / "coref_example.json")


def add_gate(run, model):
    """Puts the weights of gate.py into an exported model: one row of integers with its scale, and the bias."""
    out, gate = load_file(model / "dateline.safetensors"), load_file(run / "gate.safetensors")
    out["gate.q"], out["gate.s"] = rows_int8(gate["gate.w"][None, :])
    out["gate.b"] = gate["gate.b"]
    save_file(out, model / "dateline.safetensors")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--run", type=pathlib.Path, required=True, help="train.py's folder")
    p.add_argument("--model", type=pathlib.Path, required=True)
    p.add_argument("--bits", type=int, default=7, help="of the matrix weights: 8, or 7 (no saturation without VNNI)")
    a = p.parse_args()
    model, vocab, tables = models.load(a.run)
    a.model.mkdir(parents=True, exist_ok=True)
    save_file(tensors({k: v.float().numpy() for k, v in model.state_dict().items()}, a.bits), a.model / "dateline.safetensors")
    labels = {k: tables[k] for k in ("upos", "xpos", "deprel", "ner", *layers.TABLES)}
    labels |= {"particles": sorted(layers.PARTICLES), "shapes": pieces.SHAPES, "max_pieces": pieces.MAX_PIECES, "max_word_pieces": pieces.MAX_WORD_PIECES, "rel_rank": models.RANK}
    (a.model / "labels.json").write_text(json.dumps(labels, indent=1) + "\n")
    (a.model / "vocab.txt").write_text("\n".join(vocab) + "\n", encoding="utf-8")
    model, vocab, tables = load(a.model)
    rows = ",\n".join(json.dumps(r, ensure_ascii=False) for r in example(model, batches.Featurizer(vocab, tables), tables))
    (a.model / "example.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    if (a.run / "coref.safetensors").exists():
        add_coreference(a.run, a.model)
    if (a.run / "gate.safetensors").exists():
        add_gate(a.run, a.model)


if __name__ == "__main__":
    main()
