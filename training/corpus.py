"""The project's annotated reports (exported as JSON Lines with sentences and words) -> training sentences."""

import collections
import json

from layers import MENTIONS, anchor
from ner_labels import ANY


def reports(path):
    """split -> sentences. The reports that specify single behaviours ("spec") are for training too."""
    out = collections.defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        out[{"spec": "train"}.get(report["split"], report["split"])] += Report(report).sentences()
    return dict(out)


class Report:
    def __init__(self, report):
        self.report, self.text = report, report["text"]
        self.words = report["sentences"]  # [[start, end], ...] in code points, for each sentence

    def sentences(self):
        made = [self._blank(words) for words in self.words]
        for event in self.report["events"]:
            self._event(made, event)
        for claim in self.report["claims"]:
            self._claim(made, claim)
        for entity in self.report["entities"]:
            for span in entity["spans"]:
                self._mention(made, entity["kind"], span)
        for span in self._matters():
            for s in self._touched(made, span):
                s["matters"] = True
        return made

    def _matters(self):
        """Spans of what a record is made of: mentions of events, figures, cues and contents."""
        for event in self.report["events"]:
            yield from event["mentions"]
            yield from (toll["span"] for toll in event["tolls"])
        for claim in self.report["claims"]:
            yield from (claim["cue"], *claim["parts"])

    def _touched(self, made, span):
        return [s for s, words in zip(made, self.words) if words and words[0][0] < span[1] and words[-1][1] > span[0]]

    def _blank(self, words):
        n = len(words)
        return {"src": "own", "file": self.report["file"], "words": [self.text[a:b] for a, b in words], "upos": None, "xpos": None, "heads": None,
                "rels": None, "ner": [ANY] * n, "matters": False, "event": ["none"] * n, "realis": [None] * n, "stance": ["none"] * n, "acts": [], "sayings": []}

    def locate(self, span):
        """(sentence, first word, end word) of a span of code points; None where it covers no whole word or crosses sentences."""
        for i, words in enumerate(self.words):
            inside = [k for k, (a, b) in enumerate(words) if a < span[1] and b > span[0]]
            if inside:
                return i, inside[0], inside[-1] + 1
        return None

    def _event(self, made, event):
        kind = event["type"] + (f"/{event['mode']}" if event["mode"] else "")
        for span in event["mentions"]:
            at = self.locate(span)
            if not at:
                continue
            i, start, end = at
            s = made[i]
            for k in range(start, end):
                s["event"][k] = kind
            hook = anchor(s["words"], start, end)
            s["realis"][hook] = event["realis"]
            s["acts"].append((hook, self._slots(event, i, hook)))

    def _slots(self, event, sentence, hook):
        """The parts of an event that stand in the sentence of its mention: of several mentions of one thing the nearest."""
        slots = []
        groups = [("actor", p) for p in event["actor"]] + [("recipient", p) for p in event["recipient"]]
        groups += [(role, [event[role]]) for role in ("where", "when") if event[role]]
        for role, spans in groups:
            here = [at[1:] for at in map(self.locate, spans) if at and at[0] == sentence]
            here = [(a, b) for a, b in here if not a <= hook < b] or here
            if here:
                a, b = min(here, key=lambda s: min(abs(s[0] - hook), abs(s[1] - 1 - hook)))
                slots.append((a, b, role))
        return slots

    def _claim(self, made, claim):
        at = self.locate(claim["cue"])
        if not at:
            return
        i, start, end = at
        s = made[i]
        for k in range(start, end):
            s["stance"][k] = claim["stance"]
        hook = anchor(s["words"], start, end)
        slots = []
        for role, span in [("speaker", claim["speaker"])] + [("content", part) for part in claim["parts"]]:
            found = self.locate(span) if span else None
            if found and found[0] == i:
                slots.append((found[1], found[2], role))
        for saying in s["sayings"]:
            if saying[0] == hook:  # one cue, several speakers or contents
                saying[1].extend(x for x in slots if x not in saying[1])
                return
        s["sayings"].append((hook, slots))

    def _mention(self, made, kind, span):
        """Marked mentions only: what a report leaves unmarked stays unknown."""
        at = self.locate(span)
        if at and kind in MENTIONS:
            i, start, end = at
            made[i].setdefault("marked", []).append((noun_head(made[i]["words"], start, end), kind))


PREPOSITIONS = set("of for in from at on with to near by against between among across around".split())


def noun_head(words, start, end):
    """The head of a noun phrase, guessed without a tree: the last word before the first preposition."""
    stop = next((k for k in range(start + 1, end) if words[k].lower() in PREPOSITIONS), end)
    return stop - 1
