"""Words of every day: those that the shipped model's vocabulary has whole. "pending" is one, "kbrand" is none.

An account may be called by any word; one that is a word of the language is taken for nobody's, and left to the tagger.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources

_SHORTEST = 3
#: Endings without which a word may be one: "sortable", "expired".
_ENDINGS = (
    ("s", ""),
    ("ed", ""),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("able", ""),
    ("able", "e"),
    ("out", ""),
    ("up", ""),
)


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Read when it is first asked for: most texts never ask."""
    source = resources.files("redactor") / "models" / "en" / "tokenizer.json"
    pieces = json.loads(source.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if len(piece) >= _SHORTEST and piece.isalpha())


def is_plain(word: str) -> bool:
    """Is ``word``, in any case, a word of every day?

    >>> [is_plain(word) for word in ("pending", "Sortable", "kbrand", "jsmith")]
    [True, True, False, False]
    """
    folded = word.casefold()
    known = _vocabulary()
    return folded in known or any(
        folded.endswith(ending)
        and len(folded) > len(ending) + _SHORTEST
        and folded.removesuffix(ending) + more in known
        for ending, more in _ENDINGS
    )
