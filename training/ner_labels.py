"""Entity classes, BIO tags and *allowed sets*.

No open corpus annotates all nine classes, so each word carries a bit set of the tags that its corpus leaves possible: one bit for a sure
label, "O or any class that this corpus does not annotate" for an unmarked word, and every bit where nothing is known."""

CLASSES = ["PER", "ORG", "LOC", "FAC", "NORP", "WEA", "EVT", "DATE", "QTY"]
TAGS = ["O"] + [f"{bio}-{c}" for c in CLASSES for bio in "BI"]
BIT = {tag: 1 << i for i, tag in enumerate(TAGS)}
ANY = (1 << len(TAGS)) - 1


def both(classes):
    """The bits of B-X and I-X for every class given."""
    return sum(BIT[f"{bio}-{c}"] for c in classes for bio in "BI")


def outside(unannotated):
    return BIT["O"] | both(unannotated)


def mark(allowed, start, end, classes):
    """Words start..end are one entity of one of `classes`."""
    for i in range(start, end):
        allowed[i] = sum(BIT[("B-" if i == start else "I-") + c] for c in classes)


def unknown(allowed, start, end):
    for i in range(start, end):
        allowed[i] = ANY


TITLES = set("""mr mrs ms miss dr sir lady lord mr. mrs. ms. dr. prof. prof professor president vice deputy prime minister chancellor king queen
prince princess general gen. gen colonel col. col captain capt. capt lieutenant lt. lt sergeant sgt. sgt admiral adm. major maj. secretary
ambassador senator sen. sen representative rep. rep governor gov. gov mayor judge justice chief commander pope saint st. st uncle aunt father
brother sister emperor ayatollah sheikh chairman director spokesman spokeswoman former acting foreign defense defence monsieur madame count
countess baron duke duchess earl reverend rev. rev hon. sultan emir tsar czar officer detective inspector doctor mister master mistress""".split())

WEAPONS = set("""gun rifle pistol handgun revolver shotgun machinegun bomb missile rocket grenade mortar artillery explosive mine landmine torpedo
warhead ammunition munition firearm howitzer weapon weaponry bullet shell ied dynamite kalashnikov musket cannon catapult bazooka tank
drone warship warplane bomber""".split())

FACILITIES = set("""airport station hospital school bridge museum stadium church cathedral castle tower hall building center centre house palace
base prison jail library theatre theater temple mosque synagogue hotel square port dam plant street road avenue boulevard highway lane arena abbey
chapel monastery fort fortress embassy restaurant cafe pub bar shop store mall market cemetery gallery zoo studio warehouse factory
headquarters terminal pier lighthouse monument memorial court college university tunnel gate plaza laboratory observatory""".split())
