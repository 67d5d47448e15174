"""MUC, B3 and CEAFe by their definitions, over chains given as sets of mentions. Mentions that stand alone are chains too."""

MEASURES = ("MUC", "B3", "CEAFe")


def chain_of(chains):
    return {m: i for i, chain in enumerate(chains) for m in chain}


def muc(chains, other):
    """Links of `chains` that `other` has too, and all."""
    of = chain_of(other)
    return sum(len(c) - len({of.get(m, (m,)) for m in c}) for c in chains), sum(len(c) - 1 for c in chains)


def b3(chains, other):
    of, kept = chain_of(other), 0.0
    for c in chains:
        counts = {}
        for m in c:
            if m in of:
                counts[of[m]] = counts.get(of[m], 0) + 1
        kept += sum(n * n for n in counts.values()) / len(c)
    return kept, sum(map(len, chains))


def ceafe(chains, other):
    """What the best assignment of chains to chains shares. Only chains that share a mention compete, so each such group is solved apart."""
    of, shared = chain_of(other), {}
    for i, c in enumerate(chains):
        for m in c:
            if m in of:
                shared.setdefault(i, {})
                shared[i][of[m]] = shared[i].get(of[m], 0) + 1
    total, groups = 0.0, []
    for i, row in shared.items():
        touching = [g for g in groups if g[1] & set(row)]
        groups = [g for g in groups if not g[1] & set(row)]
        groups.append(({i}.union(*(g[0] for g in touching)), set(row).union(*(g[1] for g in touching))))
    for left, right in groups:
        right = sorted(right)
        total += assigned([[2 * shared[i].get(j, 0) / (len(chains[i]) + len(other[j])) for j in right] for i in sorted(left)])
    return total


def assigned(gain):
    """The most that a one-to-one assignment of rows to columns gains (the Hungarian method)."""
    if len(gain) > len(gain[0]):
        gain = [list(column) for column in zip(*gain)]
    n, m = len(gain), len(gain[0])
    row_price, price, row_of, back = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        row_of[0], at = i, 0
        slack, done = [float("inf")] * (m + 1), [False] * (m + 1)
        while row_of[at]:
            done[at] = True
            row, step, to = row_of[at], float("inf"), 0
            for j in range(1, m + 1):
                if not done[j]:
                    cost = -gain[row - 1][j - 1] - row_price[row] - price[j]
                    if cost < slack[j]:
                        slack[j], back[j] = cost, at
                    if slack[j] < step:
                        step, to = slack[j], j
            for j in range(m + 1):
                if done[j]:
                    row_price[row_of[j]] += step
                    price[j] -= step
                else:
                    slack[j] -= step
            at = to
        while at:
            row_of[at] = row_of[back[at]]
            at = back[at]
    return sum(gain[row_of[j] - 1][j - 1] for j in range(1, m + 1) if row_of[j])


class Tally:
    """Sums over documents: for every measure what recall and precision count, right and all."""

    def __init__(self):
        self.of = {k: [0.0] * 4 for k in (*MEASURES, "mentions")}

    def add(self, gold, found):
        shared = ceafe(gold, found)
        both = len(set().union(*gold) & set().union(*found))
        rows = {"MUC": muc(gold, found) + muc(found, gold), "B3": b3(gold, found) + b3(found, gold),
                "CEAFe": (shared, len(gold), shared, len(found)), "mentions": (both, sum(map(len, gold)), both, sum(map(len, found)))}
        for k, row in rows.items():
            self.of[k] = [a + b for a, b in zip(self.of[k], row)]

    def f1(self, k):
        a, b, c, d = self.of[k]
        recall, precision = a / max(b, 1e-9), c / max(d, 1e-9)
        return 200 * recall * precision / max(recall + precision, 1e-9)

    def conll(self):
        return sum(map(self.f1, MEASURES)) / 3

    def __str__(self):
        return f"CoNLL {self.conll():.2f} " + " ".join(f"{k} {self.f1(k):.1f}" for k in self.of)


def check():
    tally = Tally()
    tally.add([set("abc"), set("defg")], [set("ab"), set("cd"), set("fghi")])  # case TC-D of the reference scorer's tests
    assert [round(tally.f1(k), 1) for k in MEASURES] == [40.0, 45.5, 52.0], str(tally)
    assert assigned([[1, 2, 3], [3, 3, 3]]) == 6


if __name__ == "__main__":
    check()
