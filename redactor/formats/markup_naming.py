"""What attributes say of the element they stand on: what it holds (``<input name="phone" value=…>``), or whose it is.

>>> naming({"type": "tel", "name": "x1", "value": "5550132"}, "input", xml=False)
('tel', frozenset({'name'}))
>>> naming({"name": "Ann Lee"}, "person", xml=True)
('', frozenset())
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from redactor.detectors.field_names import field_names
from redactor.detectors.field_table import table, words_of
from redactor.detectors.web_names import is_name

#: Attributes that say what an element holds; of several the first that says something.
NAMING = ("itemprop", "name", "property", "key", "friendlyname", "autocomplete", "k")
#: Those that do so only beside another.
_BESIDE = {"friendlyname": "name", "k": "v"}
#: Attributes that hold it, where the element's text does not.
HELD = frozenset(("value", "content", "v"))
#: A few digits at most, so that no number is taken for a name.
FEW_DIGITS = r"(?!(?:[^0-9]*[0-9]){4})"
#: How OpenStreetMap writes keys.
_KEY = re.compile(r"[a-z]+(?:[_:][a-z]+)*").fullmatch
is_plain = re.compile(FEW_DIGITS + r"[^\W\d](?:[^\W\d]|[ .:0-9-]){0,60}").fullmatch


def naming(values: Mapping[str, str], element: str, *, xml: bool) -> tuple[str, frozenset[str]]:
    """What the attributes say that an element of this name holds, or nothing; and which of them are names of such things, and
    so nobody's. ``values`` are the attributes by their names in lower case."""
    if xml and values.keys().isdisjoint(NAMING):
        return "", frozenset()  # most elements: nothing is looked up
    names, ours = field_names(), xml and _is_somebody(element)
    said = {
        name: values[name]
        for name in NAMING
        if name in values and _BESIDE.get(name, name) in values and _is_naming(values[name], name, ours)
    }
    kind = () if xml else (values.get("type", ""),)
    telling = next((text for text in (*said.values(), *kind) if text and names.named(text)), "")
    hint = telling or next(iter(said.values()), "")
    nobodys = (
        name for name, text in said.items() if text == hint or names.is_heading(text) or (not xml and name == "name")
    )
    return hint, frozenset(nobodys)


def _is_somebody(element: str) -> bool:
    """Is an element of this name a person, so that its name is one's?"""
    named = field_names().named(element)
    return not table().persons.isdisjoint(words_of(element)) or (named is not None and named.label == "PERSON")


def _is_naming(text: str, attribute: str, somebodys: bool) -> bool:
    """Is ``text`` the name of what an element holds? ``somebodys``: it stands on a person."""
    if is_plain(text) is None:
        return is_name(text)
    if attribute == "k" and not _KEY(text):
        return False
    return field_names().is_heading(text) or (" " not in text.strip() and not somebodys)
