"""What one row of the pattern table says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: ``anchors`` of a row whose matches always hold an ASCII digit: it runs around groups of digits only.
DIGITS: tuple[str, ...] = ("0-9",)

#: An anchor that begins so is an expression, not a literal; it must itself begin with a literal, which `re` finds fast.
EXPRESSION = "re:"

#: Words of those who keep lists of faults: a number right behind one of them is nobody's.
TRACKED = ("closes", "fixes", "bug", "bugs", "debian", "issue", "pull request", "commit", "revision", "changeset")

#: How near a context word must stand, in characters: before the value, and after it on the same line.
CONTEXT_BEFORE = 60
CONTEXT_AFTER = 30


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row: what to look for, how to check it, and how sure that makes us.

    ``regex`` matches the value, or has named groups of which the first that took part does. ``anchors`` says where it
    runs at all: at groups of at least ``digits`` digits (``DIGITS``), at some lower-case literals or expressions, or
    everywhere (empty). ``reach`` is how many characters before and after an anchor are looked at; with 0, a match
    begins right at it (for ``DIGITS``: at the first digit, at a bracket or sign before it, or at the letters it is part
    of). A literal's row with ``digits`` runs only where digits follow soon.
    ``cut`` says how many characters of a match are the value, where that is known from how it begins.
    ``validator`` accepts or refuses the value; ``checksum`` says that it is proof (score 1.0), not plausibility.
    When it refuses, up to ``shrink`` trailing groups of the value are dropped and it is asked again.
    ``context`` words (lower case) near by raise the score, and with ``needs_context`` they are required; a word of
    ``refuse`` just before the value rules it out. ``regions`` and ``default`` say when the row is used at all.
    """

    label: str
    name: str
    regex: str
    validator: Callable[[str], bool] | None = None
    context: tuple[str, ...] = ()
    score: float = 0.6
    regions: tuple[str, ...] = ()
    needs_context: bool = False
    checksum: bool = False
    refuse: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    digits: int = 0
    reach: tuple[int, int] = (0, 0)
    shrink: int = 0
    ignore_case: bool = False
    default: bool = True
    cut: Callable[[str], int] | None = None

    def __post_init__(self) -> None:
        # "tax code" also as a key of data writes it: taxCode, tax_code.
        joined = (word.replace(" ", joint) for word in self.context if " " in word for joint in ("", "_"))
        object.__setattr__(self, "context", tuple(dict.fromkeys((*self.context, *joined))))

    @property
    def detector(self) -> str:
        """What its spans carry as ``detector``."""
        return f"pattern:{self.name}"
