"""Records and their text leaves: what formats hand to the engine and take back as edits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from redactor.scalars import Scalar

WITHHELD_TEXT = "[WITHHELD]"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text of a record, or one piece of a long text document.

    ``text`` is what detectors see. Undecodable bytes and JSON's lone surrogates stand in it as lone
    surrogate characters, one each. ``[core_start, core_end)`` are the characters of ``text`` that this
    leaf decides; what lies around is context that other pieces decide. ``offset`` is the position of
    ``text[0]`` in the whole field, in characters. For anything but a text document the core is all of it.
    ``scalar`` is the type of a value that is no text (a number, a date), of which ``text`` is the spelling: it is masked
    whole or not at all, and no model is asked about it. ``breaks``, ascending, are characters that stand for what no edit takes
    out (a tab, the times between two captions): a mask that crosses one stands before it. ``misread``: it was read from a
    picture, so letters may be digits. ``by_word``: the audit says which of its words is meant (``page 3, word 17``).
    """

    field: str
    text: str
    offset: int = 0
    core_start: int = 0
    core_end: int = -1
    scalar: Scalar | None = None
    breaks: tuple[int, ...] = ()
    misread: bool = False
    by_word: bool = False

    def __post_init__(self) -> None:
        if self.core_end < 0:
            object.__setattr__(self, "core_end", len(self.text))


@dataclass(frozen=True, slots=True)
class Record:
    """One JSONL line, Parquet/CSV row, or a piece of a text document (then ``final`` ends the document).

    ``index`` is the 0-based row or line in its file (0 for a text document). ``source`` is whatever its own format needs to write it back;
    nobody else looks at it. ``problem`` is a reason (a fixed word, never text) when the record could
    not be read and must be withheld. ``position`` is where reading resumes after this record: a
    JSON-able value that its format understands, or None where the format cannot stop here. ``names`` stand in the record
    beside its texts and cannot be masked (JSON keys that are more than plain words): they must hold nothing to mask.
    ``weight`` are bytes that ``source`` holds beside the texts, where they are many (a picture). ``removed`` are the parts of
    the record, (field, what), that nobody could look at and that go; ``unread`` is what passes though nobody looked.
    """

    index: int
    leaves: tuple[Leaf, ...]
    source: Any = None
    problem: str | None = None
    position: Any = None
    final: bool = True
    names: tuple[str, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()
    weight: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the characters ``[start, end)`` of a leaf's text by ``replacement``.

    ``bare`` says that the replacement is no text but a literal (a JSON number that comes back).
    """

    start: int
    end: int
    replacement: str
    bare: bool = False


def detectable(text: str) -> str:
    """``text`` with every lone surrogate as U+FFFD: same length, so offsets hold, and UTF-8 can carry it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text
