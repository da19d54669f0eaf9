"""Words that surrogates and coarser values look up: titles, streets, kinds of companies, peoples."""

from __future__ import annotations

#: Titles that tell a man.
MALE_TITLES = frozenset((
    "mr", "sir", "lord", "herr", "mister",
))  # fmt: skip

#: Titles that tell a woman.
FEMALE_TITLES = frozenset((
    "mrs", "ms", "miss", "lady", "madam", "frau", "dame",
))  # fmt: skip

#: Titles that tell neither.
OTHER_TITLES = frozenset((
    "dr", "prof", "professor", "doctor", "rev", "mx", "judge", "ông", "bà", "anh", "chị",
))  # fmt: skip

#: What follows a family name.
SUFFIXES = frozenset((
    "jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "dds", "dvm", "rn", "cpa",
))  # fmt: skip

#: Small words inside family names.
PARTICLES = (
    "van", "von", "de", "der", "den", "la", "del", "di", "da", "bin", "al", "ter", "dos", "el", "le",
)  # fmt: skip

#: What kind of organisation it is: kept, it names nobody.
COMPANY_KINDS = frozenset((
    "inc", "llc", "ltd", "plc", "corp", "corporation", "co", "company", "group", "gmbh", "ag", "sa", "nv", "bv",
    "limited", "bank", "university", "college", "hospital", "school", "ministry", "department", "institute",
    "foundation", "association", "of", "the", "and", "for", "in", "de", "&", "trust", "fund", "party", "agency",
    "council",
))  # fmt: skip

#: What kind of road or room it is: kept.
STREET_KINDS = frozenset((
    "st", "street", "ave", "avenue", "rd", "road", "ln", "lane", "dr", "drive", "blvd", "boulevard", "ct",
    "court", "pl", "place", "way", "sq", "square", "apt", "suite", "ste", "unit", "floor", "fl", "box", "po",
    "p.o", "hwy", "highway", "terrace", "close", "crescent", "north", "south", "east", "west", "n", "s", "e",
    "w", "ne", "nw", "se", "sw", "of", "the", "and", "no", "room", "building", "bldg", "đường", "phố", "phường",
    "quận", "số",
))  # fmt: skip

#: Nationalities to draw from.
PEOPLES = (
    "American", "British", "German", "French", "Italian", "Spanish", "Polish", "Dutch", "Swedish", "Danish",
    "Norwegian", "Finnish", "Greek", "Turkish", "Russian", "Ukrainian", "Chinese", "Japanese", "Korean",
    "Vietnamese", "Thai", "Indian", "Pakistani", "Iranian", "Iraqi", "Israeli", "Egyptian", "Moroccan",
    "Nigerian", "Kenyan", "Ethiopian", "Brazilian", "Argentine", "Chilean", "Mexican", "Canadian", "Australian",
    "Irish", "Scottish", "Welsh", "Hungarian", "Czech", "Romanian",
)  # fmt: skip

#: What kind of place it is: kept.
PLACE_KINDS = frozenset((
    "of", "the", "and", "de", "la", "upon", "on", "city", "county", "province", "state", "lake", "river",
    "mount", "port",
))  # fmt: skip

#: Three-digit zips with 20,000 people or fewer (45 CFR 164.514(b), 2000 census).
SMALL_ZIPS = frozenset((
    "036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878", "879", "884",
    "890", "893",
))  # fmt: skip

#: Every title.
TITLES = MALE_TITLES | FEMALE_TITLES | OTHER_TITLES
