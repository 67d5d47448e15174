"""The label sets of the heads beyond syntax and entities, shared by preparing, training, export and scoring."""

# PropBank arguments that the model gives; what a predicate has beside them stays outside.
ROLES = ["ARG0", "ARG1", "ARG2", "ARG3", "ARG4", "TMP", "LOC", "NEG", "MOD"]
EVENT_ROLES = ["actor", "recipient", "where", "when"]
CLAIM_ROLES = ["speaker", "content"]
GROUPS = {"role": ROLES, "event": EVENT_ROLES, "claim": CLAIM_ROLES}

REALIS = ["actual", "negated", "future", "hypothetical", "generic"]
STANCES = ["asserts", "confirms", "denies", "accuses", "claims_responsibility", "doubts", "promises", "threatens", "urges"]
MENTIONS = ["none", "person", "group", "place"]

# The types of PLOVER 0.8 with their modes (openeventdata/PLOVER, CC BY-SA 4.0).
MODES = {
    "AGREE": [], "CONSULT": ["visit", "third-party", "multilateral", "phone"], "SUPPORT": [], "CONCEDE": [], "COOPERATE": [], "AID": [],
    "RETREAT": ["withdraw", "release", "disarm", "ceasefire", "access", "resign"],
    "REQUEST": ["assist", "change", "yield", "meet"], "ACCUSE": ["disapprove", "investigate", "allege"],
    "REJECT": ["assist", "change", "yield", "meet"], "THREATEN": ["restrict", "arrest", "relations", "expel", "territory", "violence"],
    "PROTEST": ["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"],
    "SANCTION": ["convict", "expel", "withdraw", "discontinue"], "MOBILIZE": ["troops", "weapons", "police", "militia"],
    "COERCE": ["seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"],
    "ASSAULT": ["abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack", "aerial",
                "drone", "heavy-weapons", "crowd-control", "unconventional"]}
EVENTS = ["none"] + [name for kind, modes in MODES.items() for name in [kind, *(f"{kind}/{mode}" for mode in modes)]]
TYPES = ["none", *MODES]
TYPE_OF = [TYPES.index(e.split("/")[0]) for e in EVENTS]

TABLES = {"role": ROLES, "event_role": EVENT_ROLES, "claim_role": CLAIM_ROLES, "realis": REALIS, "stance": ["none", *STANCES], "mention": MENTIONS,
          "event": EVENTS}


def bio(names):
    return ["O", *(f"{place}-{name}" for name in names for place in "BI")]


# One row of scores for a pair of anchor and word holds all three groups side by side.
PAIR_LABELS = {group: bio(names) for group, names in GROUPS.items()}
PAIR_SLICES, _at = {}, 0
for _group, _labels in PAIR_LABELS.items():
    PAIR_SLICES[_group] = (_at, _at + len(_labels))
    _at += len(_labels)
PAIR_WIDTH = _at

# A trigger or cue of several words acts through one of them: the first of a verb with particles ("called off"), else the last ("drone strike").
PARTICLES = set("up off down out on in over away back for of to against at with from into aside through by about as".split())


def anchor(words, start, end):
    """The word of words[start:end] that the pair scores of the whole hang on."""
    while end - 1 > start and words[end - 1].lower() in PARTICLES:
        end -= 1
    return end - 1
