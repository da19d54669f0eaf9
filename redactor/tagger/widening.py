"""Where the edges of a name lie in running text: whole words, hyphens, initials, hashtags, "Mr." before it, "BC" behind it."""

from __future__ import annotations

import re
import unicodedata

from redactor.tagger.shapes import SHAPES, shape

_TITLE_ACCENTED = SHAPES.index("title-accented")

#: Forms of address that belong to the name behind them; they tell the gender, and most corpora count them in.
HONORIFICS = frozenset(["mr", "mrs", "ms", "dr", "messrs", "mme", "mlle"])

#: What holds a name together inside one run without blanks: "al-Assad", "O'Neil", "U.S", "AT&T", "00:01:14"; not "name=Ann&city=".
_GLUE = re.compile(r"(?:[-.'’_·‐‑]|&(?![\w.-]{1,30}=))(?=\w)|(?<=\d):(?=\d\d(?!\d))")
_POSSESSIVE = re.compile(r"['’][sS](?!\w)")
_INITIALS = re.compile(r"(?:^|[^\w])(?:\w\.)+\w$|(?:^|[^\w])(?:Jr|Sr|St|Inc|Ltd|Co|Corp|Bros)$")
_HONORIFIC = re.compile(
    rf"(?<![\w.@'’-])(?:{'|'.join(sorted(HONORIFICS))})(?:[^\S\n]*\.|(?=\s))[^\S\n]*\n?[^\S\n]*\Z", re.IGNORECASE
)
#: A decade, a century or an age, which "the", "early" and "late" belong to.
_AGE = re.compile(
    r"(?:(?:early|mid|late)[\s-])?(?:\d{2,4}['’]?s|(?:[\w-]+(?:st|nd|rd|th)|past|last|next|new)[\s-]+(?:decade|century)"
    r"|(?:middle|dark|bronze|iron|stone) ages?)",
    re.IGNORECASE,
)
_BEFORE_AGE = re.compile(r"(?<![\w-])(?:the[^\S\n]+)?(?:(?:early|mid|late)[^\S\n]+)?\Z", re.IGNORECASE)
_ERA = re.compile(r"[^\S\n]?(?:BCE?|CE|AD)(?!\w)")
_WORD_BEFORE = re.compile(r"(?<![^\s(\"“‘'])([^\W\d_]{2,20})[ ]\Z")
_WORD_BEHIND = re.compile(r"[ ]([^\W\d_]{2,20})(?![\w'’-])")
#: The longest honorific with its full stop and blanks around it; also the longest "the early ".
_REACH = 12


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` grown so that no edge lies inside a hyphenated, dotted or apostrophed name, or behind its "#".

    >>> text = "al-Assad's U.S. visit #NewYork"
    >>> widened(text, 3, 8), widened(text, 11, 12), widened(text, 23, 30)
    ((0, 8), (11, 15), (22, 30))
    >>> widened("name=Ann&city=York", 5, 8), widened("AT&T", 0, 2), widened("in 00:01:14, 12", 3, 8), widened("10:6379", 0, 2)
    ((5, 8), (0, 4), (3, 11), (0, 2))
    """
    size = len(text)
    while True:
        while end < size and text[end].isalnum():
            end += 1
        if not _glued(text, end):
            break
        end += 1
    while True:
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        if start < 2 or not text[start - 2].isalnum() or not _glued(text, start - 1):
            break
        start -= 1
    if start > 0 and text[start - 1] == "#" and (start < 2 or text[start - 2].isspace()):
        start -= 1
    if text[end : end + 1] == "." and _INITIALS.search(text, max(0, end - 12), end) and not _glued(text, end + 1):
        end += 1
    return start, end


def _glued(text: str, at: int) -> bool:
    """Whether what stands at ``at`` holds together what is on both sides of it."""
    return _GLUE.match(text, at) is not None and not _POSSESSIVE.match(text, at)


def addressed(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's ``[start, end)`` with the honorific that stands before it.

    >>> addressed("Dear Mrs. Gildea", 10, 16), addressed("the elmr Bates", 9, 14)
    ((5, 16), (9, 14))
    """
    found = _HONORIFIC.search(text, max(0, start - _REACH), start)
    return (found.start() if found else start), end


def accented(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's ``[start, end)`` with a capitalised neighbour that only accents tell from a plain word: part of the name.

    The tokenizer drops accents, and "Tô" looks to the model like the commonest of words.

    >>> accented("ask Tô Mộng Quỳnh", 7, 17), accented("Bắc Tô and", 0, 3), accented("tô Lan", 3, 6), accented("Go, Ann", 4, 7)
    ((4, 17), (0, 6), (3, 6), (4, 7))
    """
    before, behind = _WORD_BEFORE.search(text, max(0, start - 22), start), _WORD_BEHIND.match(text, end)
    if before and _only_accented(before[1]):
        start = before.start(1)
    if behind and _only_accented(behind[1]):
        end = behind.end()
    return start, end


def _only_accented(word: str) -> bool:
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return bare.isascii() and shape(word) == _TITLE_ACCENTED


def dated(text: str, start: int, end: int) -> tuple[int, int]:
    """A date's ``[start, end)`` with the era behind it, and of a decade or century with "the early" before it.

    >>> dated("by the late 1980s", 12, 17), dated("in 508 BC.", 3, 6), dated("on the 5th", 7, 10)
    ((3, 17), (3, 9), (7, 10))
    """
    if era := _ERA.match(text, end):
        end = era.end()
    if _AGE.fullmatch(text, start, end):
        lead = _BEFORE_AGE.search(text, max(0, start - _REACH), start)
        start = lead.start() if lead else start
    return start, end


def edges(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """``[start, end)`` with the words that belong to an entity of its label, though few corpora agree on it."""
    if label == "PERSON":
        return addressed(text, *accented(text, start, end))
    return dated(text, start, end) if label == "DATE_TIME" else (start, end)
