"""Entity labels, the names other corpora give them, and IOB2 tags as tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

#: What the shipped tagger knows, in the order of its classes. Names as Presidio made them common.
TAGGER_LABELS = ("PERSON", "LOCATION", "NRP", "ORGANIZATION", "DATE_TIME", "ADDRESS")

#: Corpus or checkpoint label (case-folded) → our label. Sources: GMB, CoNLL-2003, OntoNotes, WNUT, GUM.
LABEL_MAP: Mapping[str, str] = {
    "per": "PERSON",
    "person": "PERSON",
    "geo": "LOCATION",
    "loc": "LOCATION",
    "location": "LOCATION",
    "fac": "LOCATION",
    "facility": "LOCATION",
    "gpe": "NRP",  # GMB's gpe are demonyms; corpora whose GPE are places say so with OTHER_CORPORA
    "nrp": "NRP",
    "norp": "NRP",
    "org": "ORGANIZATION",
    "organization": "ORGANIZATION",
    "organisation": "ORGANIZATION",
    "tim": "DATE_TIME",
    "time": "DATE_TIME",
    "date": "DATE_TIME",
    "date_time": "DATE_TIME",
    "address": "ADDRESS",
}

#: In the coarse-label sets (data/README: PERSON LOC ORG TIME GPE FAC MISC) GPE are countries and cities.
COARSE_MAP: Mapping[str, str] = {**LABEL_MAP, "gpe": "LOCATION"}


def bio_tags(labels: Sequence[str]) -> tuple[str, ...]:
    """``("O", "B-X", "I-X", …)`` for the labels, in order: the classes of a token classifier."""
    return ("O", *(f"{prefix}-{label}" for label in labels for prefix in ("B", "I")))


def split_tag(tag: str) -> tuple[str, str]:
    """``"B-PERSON"`` → ``("B", "PERSON")``; ``"O"`` → ``("O", "")``; a bare label counts as ``I``."""
    if tag == "O":
        return "O", ""
    prefix, dash, label = tag.partition("-")
    if dash and prefix in {"B", "I", "E", "S", "L", "U"}:
        return {"S": "B", "U": "B", "E": "I", "L": "I"}.get(prefix, prefix), label
    return "I", tag


def label_map_for(labels: Iterable[str]) -> Mapping[str, str]:
    """The map that fits a corpus: GMB's when a label is one of its own lower-case names, else the coarse one."""
    return LABEL_MAP if {"geo", "gpe", "tim", "per", "NRP"}.intersection(labels) else COARSE_MAP


def mapped(label: str, label_map: Mapping[str, str]) -> str:
    """Our name for ``label``; an unknown label passes through unchanged."""
    return label_map.get(label.casefold(), label)


_NOT_IN_A_NAME = re.compile(r"[^\w-]")


def tag_name(label: str) -> str:
    """``label`` as it may stand inside brackets; checkpoints from elsewhere bring any characters."""
    return _NOT_IN_A_NAME.sub("_", label)


def tag(label: str) -> str:
    """What every operator falls back to when it cannot do its work: nothing of the value is left."""
    return f"[{tag_name(label)}]"
