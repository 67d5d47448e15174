"""The trained model -> model/: the ONNX graph (written node by node, so that it holds only operators that rten runs), labels, vocabulary, a test vector.

Matrix weights are int8 with a scale per output column, inputs are quantised as they come (DynamicQuantizeLinear, MatMulInteger); the embedding
table is int8 with a scale per row; everything else is float."""

import argparse
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import batches
import model as models
import pieces
import score

EXAMPLES = ["Rebels shelled the airport of Northport on Friday , killing at least 17 people , the Defence Ministry said .".split(),
            "“ We did n't do it , ” Prime Minister Ana Kovač told reporters in Riverton .".split(),
            "POLICE ARREST 12 AFTER MARCH IN U.S. - BACKED ENCLAVE".split()]


class Graph:
    def __init__(self, bits):
        self.nodes, self.constants, self.n, self.top = [], {}, 0, 2 ** (bits - 1) - 1 if bits else None

    def constant(self, name, value):
        self.constants[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def op(self, kind, *inputs, outputs=1, name=None, **attributes):
        self.n += 1
        names = [name or f"{kind.lower()}_{self.n}"] if outputs == 1 else [f"{kind.lower()}_{self.n}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=f"{kind}_{self.n}", **attributes))
        return names[0] if outputs == 1 else names

    def ints(self, *values):
        name = "i_" + "_".join(str(v) for v in values)
        return self.constant(name, np.array(values, np.int64))

    def linear(self, x, name, weight, bias):
        """x @ weight.T + bias with int8 weights (float where the graph is exported in full precision)."""
        w = weight.T
        if self.top is None:
            return self.op("Add", self.op("MatMul", x, self.constant(name + ".w", w)), self.constant(name + ".b", bias))
        scale = np.maximum(np.abs(w).max(0), 1e-8) / self.top
        q = np.clip(np.round(w / scale), -self.top, self.top).astype(np.int8)
        xq, xs, xz = self.op("DynamicQuantizeLinear", x, outputs=3)
        y = self.op("MatMulInteger", xq, self.constant(name + ".w", q), xz, self.constant("int8_zero", np.zeros((), np.int8)))
        total = self.op("Mul", xs, self.constant(name + ".s", scale.astype(np.float32)))
        return self.op("Add", self.op("Mul", self.op("Cast", y, to=TensorProto.FLOAT), total), self.constant(name + ".b", bias))

    def norm(self, x, name, weight, bias):
        return self.op("LayerNormalization", x, self.constant(name + ".w", weight), self.constant(name + ".b", bias), axis=-1, epsilon=1e-12)


def rows_int8(table):
    scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
    return np.clip(np.round(table / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


def embeddings(g, p):
    if g.top is None:
        x = g.op("Gather", g.constant("word", p["word.weight"]), "pieces")
    else:
        table, scale = rows_int8(p["word.weight"])
        x = g.op("Cast", g.op("Gather", g.constant("word.q", table), "pieces"), to=TensorProto.FLOAT)
        x = g.op("Mul", x, g.op("Gather", g.constant("word.s", scale), "pieces"))
    length = g.op("Slice", g.op("Shape", "pieces"), g.ints(1), g.ints(2))
    place = g.op("Slice", g.constant("place", p["place.weight"][: pieces.MAX_PIECES]), g.ints(0), length, g.ints(0))
    x = g.op("Add", g.op("Add", x, place), g.op("Gather", g.constant("shape", p["shape.weight"]), "shapes"))
    return g.norm(x, "norm", p["norm.weight"], p["norm.bias"])


def layer(g, p, i, x, bias):
    heads, size = models.ATTENTION_HEADS, models.HIDDEN // models.ATTENTION_HEADS
    at = f"layers.{i}."
    w, b = p[at + "qkv.weight"].copy(), p[at + "qkv.bias"].copy()
    w[: models.HIDDEN] *= size ** -0.5  # the attention scale goes into the queries
    b[: models.HIDDEN] *= size ** -0.5
    parts = g.op("Split", g.linear(x, at + "qkv", w, b), g.ints(models.HIDDEN, models.HIDDEN, models.HIDDEN), outputs=3, axis=-1)
    split = [g.op("Reshape", part, g.ints(0, 0, heads, size)) for part in parts]
    q, v = (g.op("Transpose", split[k], perm=[0, 2, 1, 3]) for k in (0, 2))
    k = g.op("Transpose", split[1], perm=[0, 2, 3, 1])
    a = g.op("Softmax", g.op("Add", g.op("MatMul", q, k), bias), axis=-1)
    a = g.op("Reshape", g.op("Transpose", g.op("MatMul", a, v), perm=[0, 2, 1, 3]), g.ints(0, 0, models.HIDDEN))
    x = g.norm(g.op("Add", x, g.linear(a, at + "out", p[at + "out.weight"], p[at + "out.bias"])), at + "norm1", p[at + "norm1.weight"], p[at + "norm1.bias"])
    y = g.op("Gelu", g.linear(x, at + "up", p[at + "up.weight"], p[at + "up.bias"]))
    return g.norm(g.op("Add", x, g.linear(y, at + "down", p[at + "down.weight"], p[at + "down.bias"])), at + "norm2", p[at + "norm2.weight"], p[at + "norm2.bias"])


def heads(g, p, x):
    """One product for all heads over [CLS] and the words; the first row serves as the root."""
    words = g.op("GatherND", x, g.op("Unsqueeze", g.op("Cast", "first", to=TensorProto.INT64), g.ints(2)), batch_dims=1)
    root = g.op("Slice", x, g.ints(0), g.ints(1), g.ints(1))
    both = g.op("Concat", root, words, axis=1)
    names = ["upos", "xpos", "ner", "arc_dep", "rel_dep", "arc_head", "rel_head"]
    weight = np.concatenate([p[n + ".weight"] for n in names])
    bias = np.concatenate([p[n + ".bias"] for n in names])
    sizes = [len(p[n + ".bias"]) for n in names]
    parts = dict(zip(names, g.op("Split", g.linear(both, "heads", weight, bias), g.ints(*sizes), outputs=len(names), axis=-1)))
    ofwords = lambda v, name=None: g.op("Slice", v, g.ints(1), g.ints(1 << 30), g.ints(1), name=name)
    for n in ("upos", "xpos", "ner"):
        ofwords(parts[n], n)
    arc_dep = g.linear(g.op("Gelu", ofwords(parts["arc_dep"])), "arc", p["arc.weight"], p["arc.bias"])
    g.op("MatMul", arc_dep, g.op("Transpose", g.op("Gelu", parts["arc_head"]), perm=[0, 2, 1]), name="arc")
    rel_dep = g.op("Gelu", ofwords(parts["rel_dep"]))
    out = g.linear(rel_dep, "rel", p["rel.weight"], p["rel.bias"])
    g.op("Identity", out, name="rel_dep")
    rel_head = g.op("Gelu", parts["rel_head"])
    one = g.op("Slice", rel_head, g.ints(0), g.ints(1), g.ints(2))
    one = g.op("Add", g.op("Mul", one, g.constant("f_0", np.zeros((), np.float32))), g.constant("f_1", np.ones((), np.float32)))
    g.op("Concat", rel_head, one, axis=2, name="rel_head")


def graph(p, tables, bits):
    """bits: 8 or 7 for integer weights, 0 for float."""
    g = Graph(bits)
    x = embeddings(g, p)
    mask = g.op("Cast", "mask", to=TensorProto.FLOAT)
    bias = g.op("Mul", g.op("Sub", mask, g.constant("f_1", np.ones((), np.float32))), g.constant("f_far", np.array(1e4, np.float32)))
    bias = g.op("Unsqueeze", bias, g.ints(1, 2))
    for i in range(models.LAYERS):
        x = layer(g, p, i, x, bias)
    heads(g, p, x)
    ints = lambda name, axes: helper.make_tensor_value_info(name, TensorProto.INT32, axes)
    floats = lambda name, *axes: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *axes])
    n, r = {k: len(v) for k, v in tables.items()}, models.RANK + 1
    made = helper.make_graph(
        g.nodes, "dateline", [ints(k, ["batch", "pieces_n"]) for k in ("pieces", "mask", "shapes")] + [ints("first", ["batch", "words_n"])],
        [floats(k, "words_n", n[k]) for k in ("upos", "xpos", "ner")]
        + [floats("arc", "words_n", "heads_n"), floats("rel_dep", "words_n", n["deprel"] * r), floats("rel_head", "heads_n", r)], list(g.constants.values()))
    built = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=10, producer_name="dateline training")
    onnx.checker.check_model(built)
    return built


def example(predict, tables):
    """A test vector: own sentences, their ids, and what the model answers for each alone."""
    rows = []
    for words in EXAMPLES:
        s = {"words": words}
        f = predict.featurizer.sentence(s)
        out = predict([s])
        upos, xpos, found, rels, tags = score.decode(out, 0, len(words), tables, models.RANK)
        rows.append({"words": words, "pieces": f["ids"], "shapes": f["shapes"], "first": f["first"], "upos": upos, "xpos": xpos, "heads": found,
                     "deprel": rels, "ner": tags, "upos_logits_of_word_1": [round(float(v), 1) for v in out["upos"][0, 0]]})
    return rows


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--run", type=pathlib.Path, required=True, help="train.py's folder")
    p.add_argument("--model", type=pathlib.Path, required=True)
    p.add_argument("--bits", type=int, default=7, help="of the matrix weights: 8, 7 (no saturation without VNNI) or 0 for float")
    a = p.parse_args()
    model, vocab, tables = models.load(a.run)
    weights = {k: v.float().numpy() for k, v in model.state_dict().items()}
    a.model.mkdir(parents=True, exist_ok=True)
    onnx.save(graph(weights, tables, a.bits), str(a.model / "dateline.onnx"))
    labels = {"upos": tables["upos"], "xpos": tables["xpos"], "deprel": tables["deprel"], "ner": tables["ner"], "shapes": pieces.SHAPES,
              "max_pieces": pieces.MAX_PIECES, "max_word_pieces": pieces.MAX_WORD_PIECES, "rel_rank": models.RANK}
    (a.model / "labels.json").write_text(json.dumps(labels, indent=1) + "\n")
    (a.model / "vocab.txt").write_text("\n".join(vocab) + "\n", encoding="utf-8")
    predict = score.onnx_predictor(a.model / "dateline.onnx", batches.Featurizer(vocab, tables))
    rows = ",\n".join(json.dumps(r, ensure_ascii=False) for r in example(predict, tables))
    (a.model / "example.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
