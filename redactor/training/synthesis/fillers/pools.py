"""Lexicon entries as pools, cut into disjoint halves for training and testing."""

from __future__ import annotations

import gzip
import importlib
import json
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from redactor.training.synthesis.templates import word_lists

Half = Literal["train", "test", "all"]

#: So common that a tagger must have met them: never in the test half.
PINNED = frozenset(
    "nguyen tran le pham hoang vo wang li zhang liu chen smith johnson williams brown jones miller garcia martinez"
    " lopez patel singh kumar khan ali mohammed ahmed"
    " john james robert michael david mary maria"
    " jennifer will may mark jack"
    " kim park lee london paris hanoi berlin chicago boston new_york".replace("_", " ").split()
)

#: Origin → Faker locales whose plain lists serve it (the lists are read, no Faker instance is made).
LOCALES: Mapping[str, tuple[str, ...]] = {
    "English": ("en_US", "en_GB", "en_IE"),
    "Hispanic": ("es_MX", "es_ES"),
    "Indian": ("en_IN",),
    "African": ("en_NG", "yo_NG", "ig_NG", "ha_NG", "zu_ZA", "tw_GH", "sw", "en_KE"),
    "Slavic": ("ru_RU", "cs_CZ", "hr_HR", "sk_SK", "sl_SI", "uk_UA", "bg_BG"),
    "European": (
        *("de_DE", "fr_FR", "it_IT", "nl_NL", "sv_SE", "fi_FI", "pt_BR", "ro_RO", "tr_TR"),
        *("da_DK", "no_NO", "hu_HU", "et_EE", "lt_LT", "lv_LV", "pt_PT", "es_CA"),
    ),
    "Chinese": (),
    "Vietnamese": ("vi_VN",),
    "Arabic": (),
    "Korean or Japanese": (),
    "Pakistani": ("en_PK",),
    "Indonesian": ("id_ID",),
}
_SYLLABLES = (
    "Jia Xin Yu Zi Hao Wen Ming Jun Li Xiao Hui Xue Qing Cheng Dong Guo Hai Hong Jian Jing"
    " Lin Ning Ping Rui Shu Tian Xiang Yi Zhen Zhi"
)
_MALE_ENDS = "wei jun qiang ming hao feng gang peng tao bo long jie bin chao yong"
_FEMALE_ENDS = "mei fang ting na yan xia ling juan hua yun lan qian hui ying xue"

_CYRILLIC_LOCALES = frozenset({"ru_RU", "uk_UA", "bg_BG"})
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g".replace("_", "").split(
            " "
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one origin."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    surnames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pools:
    """Everything the fillers draw from, already cut to one half."""

    half: Half
    names: Mapping[str, Names]
    rare_given: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


def plain(text: str) -> str:
    """Case-folded, without diacritics: the key by which entries are told apart."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d").replace("ð", "d").replace("ł", "l"))
    return "".join(char for char in folded if not unicodedata.combining(char))


def in_half(entry: str, half: Half) -> bool:
    """Whether ``entry`` belongs to the half; about a quarter of all entries are test."""
    if half == "all":
        return True
    key = plain(entry)
    test = key not in PINNED and zlib.crc32(key.encode()) % 4 == 0
    return test == (half == "test")


def _cut(entries: Iterable[str], half: Half) -> tuple[str, ...]:
    return tuple(sorted({entry for entry in entries if entry and in_half(entry, half)}))


def _romanised(name: str) -> str:
    return "".join(_CYRILLIC.get(char, char) for char in name.lower()).title() if not name.isascii() else name


def _locale(locale: str, attribute: str) -> list[str]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found = [str(name) for name in getattr(provider, attribute, ())]
    return [_romanised(name) for name in found] if locale in _CYRILLIC_LOCALES else found


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-8", errors="replace").replace("Ð", "Đ").replace("ð", "đ")
    return [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]


def _names(origin: str, half: Half, lexicons: Path | None) -> Names:
    lists = word_lists()
    key = origin.lower().replace(" or ", "_")
    male, female = list(lists.get(f"{key}_male", ())), list(lists.get(f"{key}_female", ()))
    surnames = list(lists.get(f"{key}_surname", ()))
    for locale in LOCALES[origin]:
        either = [] if _locale(locale, "first_names_male") else _locale(locale, "first_names")
        male += _locale(locale, "first_names_male") + either
        female += _locale(locale, "first_names_female") + either
        surnames += _locale(locale, "last_names")
    if origin == "Chinese":
        surnames += _locale("zh_CN", "last_romanized_names")
        male += _two_syllables(_MALE_ENDS)
        female += _two_syllables(_FEMALE_ENDS)
    if origin == "Korean or Japanese":
        male += _locale("ja_JP", "first_romanized_names_male")
        female += _locale("ja_JP", "first_romanized_names_female")
        surnames += _locale("ja_JP", "last_romanized_names")
    if origin == "Vietnamese" and lexicons is not None:
        male += _lines(lexicons / "vn" / "boy.txt")
        female += _lines(lexicons / "vn" / "girl.txt")
    if origin == "Vietnamese":  # "Minh Anh" is often called "Anh": the last syllable decides the half
        male, female = ([name for name in some if in_half(name.split()[-1], half)] for some in (male, female))
        return Names(tuple(sorted(set(male))), tuple(sorted(set(female))), _cut(surnames, half))
    return Names(_cut(male, half), _cut(female, half), _cut(surnames, half))


def _two_syllables(ends: str) -> list[str]:
    pairs = [(first, end) for first in _SYLLABLES.split() for end in ends.split()]
    return [
        f"{first}{end}" if zlib.crc32(f"{first}{end}".encode()) % 3 else f"{first}-{end.title()}"
        for first, end in pairs
    ]


def _districts(lexicons: Path | None) -> list[str]:
    path = lexicons / "vn" / "quan_huyen.json" if lexicons is not None else None
    if path is None or not path.is_file():
        return []
    entries = json.loads(path.read_text(encoding="utf-8")).values()
    return [str(entry["name"]) for entry in entries if not str(entry["name"]).isdigit()]


#: Word lists that are cut into halves; the others (countries, states, forms of a date) are closed sets.
SPLIT = (
    "street_name",
    "street_vn",
    "company_real",
    "company_word",
    "team",
    "newspaper",
    "hospital_word",
    "school_word",
    "university",
    "city_world",
    "city_us",
    "word_given",
    "word_surname",
    "nickname",
    "odd_given",
    "odd_surname",
    "area_vn",
    "tool",
    "tool_word",
    "med",
    "eponym",
    "street_world",
    "city_abroad",
)


@cache
def load_pools(half: Half, lexicons: Path | None = None) -> Pools:
    """The pools of one half, from the lexicon folder where given, else from Faker and our own lists."""
    words = {name: _cut(entries, half) if name in SPLIT else entries for name, entries in word_lists().items()}
    base = lexicons if lexicons is not None else Path("/nonexistent")
    places = base / "places"
    american = [city for city in _lines(places / "cities.txt.gz") if len(city) > 3]
    world = [city for locale in ("de_DE", "en_IN", "nl_NL", "pl_PL") for city in _address_list(locale, "cities")]
    words["city_town"] = _cut([*american, *world], half)
    words["county"] = _cut([*_lines(places / "counties.txt.gz"), *_address_list("en_GB", "counties")], half)
    words["hospital_real"] = _cut(_lines(places / "hospitals.txt.gz"), half) or words["hospital_word"]
    faker_countries = [name for name in _address_list("en_US", "countries") if "(" not in name and len(name) < 22]
    words["country"] = tuple(_lines(places / "countries.txt")) or tuple(faker_countries)
    words["nrp"] = tuple(name for name in _lines(places / "nationalities.txt") if " or " not in name)
    words["district_vn"] = _cut(_districts(lexicons), half) or words["area_vn"]
    words["street_pl_more"] = _cut([f"ul. {name}" for name in _address_list("pl_PL", "streets")], half)
    rare = [name.title() for name in _lines(base / "names" / "first-names.txt.gz") if len(name) > 2]
    rare += _locale("en", "first_names")
    return Pools(half, {origin: _names(origin, half, lexicons) for origin in LOCALES}, _cut(rare, half), words)


def names_of(pools: Pools) -> frozenset[str]:
    """What people, places, teams and tools are called, in lower case."""
    people = [name for some in pools.names.values() for name in (*some.male, *some.female, *some.surnames)]
    others = [
        name for kind in ("city_town", "word_given", "word_surname", "team", "tool") for name in pools.words[kind]
    ]
    return frozenset(name.lower() for name in (*people, *pools.rare_given, *others))


def _address_list(locale: str, attribute: str) -> list[str]:
    provider = importlib.import_module(f"faker.providers.address.{locale}").Provider
    return [str(name) for name in getattr(provider, attribute, ())]
