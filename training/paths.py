"""How the tree leads from an anchor to each word, as one number: what a span of PropBank is, a subtree below the anchor or beside one of its heads,
the network of pairs sees at a glance (Gildea & Jurafsky 2002 call it the path). crates/parse/src/path.rs counts in the same way."""

# For every relation r of the table: the word lies below the anchor, in the subtree that hangs on it by r; it is the anchor's head, to which the anchor
# hangs by r; it is the head's head, to which the head hangs by r; it lies in a subtree that hangs by r on the head, on the head's head, on one higher up.
KINDS = 6
UNKNOWN, ANCHOR = 0, 1
HIGHEST = 3  # heads above the anchor that are told apart, the last for all above


def size(relations):
    return 2 + KINDS * relations


def paths(heads, rels, anchor, relations):
    """One number for each word. `heads` count from 1 (0 is the root), `rels` are numbers below `relations`."""
    level, at = {anchor: 0}, anchor
    while heads[at] > 0 and heads[at] - 1 not in level:
        below, at = at, heads[at] - 1
        level[at] = len(level)
    above = sorted(level, key=level.get)
    found = [None] * len(heads)
    for word, steps in level.items():
        found[word] = ANCHOR if steps == 0 else 2 + steps * relations + rels[above[steps - 1]] if steps < HIGHEST else UNKNOWN
    for word in range(len(heads)):
        climbed, at = [], word
        while found[at] is None and len(climbed) <= len(heads):
            climbed.append(at)
            at = heads[at] - 1
            if at < 0:
                break
        if not climbed:
            continue
        top = climbed[-1]
        if at in level:  # the topmost word below a head of the anchor, or below the anchor itself
            steps = level[at]
            place = 0 if steps == 0 else 2 + min(steps, HIGHEST)
            number = 2 + place * relations + rels[top]
        else:
            number = UNKNOWN if at < 0 or found[at] is None else found[at]
        for below in climbed:
            found[below] = number
    return found
