"""Pages that are pictures of text, read by Tesseract: its words and their places.

Where a recogniser says that a word stands is near to it, and what it did not see it does not tell. So no dot of such a page is
ever given out: it is written as its words, in their places. Tesseract runs as a program of its own, in bounded time and memory,
gets the picture through a pipe and answers with a table (``tesseract --help-extra``, "tsv"); nothing lies on the disk.
"""

from __future__ import annotations

import csv
import os
import resource
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redactor.errors import UsageError
from redactor.formats.pdf.page import UNTOLD, Boxes

#: Dots an inch that Tesseract asks for.
DPI = 300
#: Seconds of processor that a page may take, and seconds in all: a clean one takes two.
_SECONDS, _WAIT = 30, 55
#: A word of which Tesseract is less sure (it says 0 to 100) is one that nobody could read.
_SURE = 60
#: Darker dots are ink. Where more than one dot in so many is ink outside of words, there was something else on the page.
_INK, _SPECKS = 128, 2_000
#: So many dots around a word still are its own.
_MARGIN = 6
#: Said so and not by the name of a configuration ("tsv"), for which it would look in the folder that it is started in, too.
_AS_TABLE = ("-c", "tessedit_create_tsv=1")
#: The table's columns, and the level that words have.
_LEVEL, _LINE, _PLACE, _SURENESS, _TEXT, _WORD = 0, slice(2, 5), slice(6, 10), 10, 11, "5"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of a picture: a text, the box of the word that each character is of (nothing for blanks), and whether some
    words could not be read, or something was there that is no word. ``turns``: how often it is to be turned a quarter to
    the left to stand upright; the boxes are those of the picture that stands."""

    text: str
    boxes: Boxes
    turns: int
    unreadable: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program's path, and the ``languages`` it is to read (``deu+eng``)."""

    program: str
    languages: str

    def read(self, dots: NDArray[np.uint8]) -> Seen | str:
        """What it reads in a grey picture (height x width), or why it did not (a fixed word)."""
        height, width = dots.shape
        try:
            done = subprocess.run(  # noqa: S603  # found on the user's PATH
                [self.program, "stdin", "stdout", "-l", self.languages, "--psm", "1", "--dpi", str(DPI), *_AS_TABLE],
                input=b"P5 %d %d 255\n%s" % (width, height, dots.tobytes()),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_WAIT,
                env=os.environ | {"OMP_THREAD_LIMIT": "1"},
                preexec_fn=_bounded,  # this process has one thread
            )
        except subprocess.TimeoutExpired:
            return "ocr-timeout"
        except OSError:
            return "ocr-failed"
        if done.returncode:
            return "ocr-timeout" if done.returncode < 0 else "ocr-failed"
        return _seen(done.stdout.decode("utf-8", "replace"), dots)


def tesseract(languages: str) -> Tesseract | None:
    """The program, if it is there."""
    program = shutil.which("tesseract")
    return Tesseract(program, languages) if program else None


def check(languages: str) -> None:
    """Raise ``UsageError`` where Tesseract or one of its languages is not installed."""
    found = tesseract(languages)
    if found is None:
        raise UsageError("--ocr needs Tesseract, which is not installed: apt install tesseract-ocr")
    told = subprocess.run([found.program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    known = (told.stdout or told.stderr).split("\n")[1:]
    for language in languages.split("+"):
        if language not in known:
            raise UsageError(f"--ocr-languages: Tesseract has no {language!r}; it has {' '.join(known).strip()}")


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _seen(table: str, dots: NDArray[np.uint8]) -> Seen:
    rows = filter(None, csv.reader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    words = [row for row in rows if row[_LEVEL] == _WORD and len(row) > _TEXT and row[_TEXT].strip()]
    places = np.array([row[_PLACE] for row in words], np.int32).reshape(-1, 4)
    places[:, 2:] += places[:, :2]
    chars: list[str] = []
    of: list[int] = []
    unreadable = False
    for number, row in enumerate(words):
        sure = float(row[_SURENESS]) >= _SURE
        unreadable |= not sure
        before = words[number - 1] if number else row
        between = " " if row[_LINE] == before[_LINE] else "\n" if row[_LINE][:2] == before[_LINE][:2] else "\n\n"
        word = "".join(map(_plain, row[_TEXT])) if sure else UNTOLD
        chars += (between if number else "") + word
        of += [-1] * (len(between) if number else 0) + [number] * len(word)
    turns = _turns(words, places)
    boxes = np.concatenate([_turned(places, turns, dots.shape), np.zeros((1, 4), np.int32)])[of]
    return Seen("".join(chars), boxes.astype(np.int32), turns, unreadable, _more(dots, places))


def _plain(char: str) -> str:
    return UNTOLD if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") else char


def _turns(words: list[list[str]], places: Boxes) -> int:
    """Lines run to the right, up, to the left or down: 0, 3, 2 or 1."""
    middles = (places[:, :2] + places[:, 2:]) / 2
    steps = [
        middles[at] - middles[at - 1] for at in range(1, len(words)) if words[at][_LINE] == words[at - 1][_LINE]
    ]  # fmt: skip
    right, down = np.sum(steps, axis=0) if steps else (1, 0)
    if abs(right) >= abs(down):
        return 0 if right >= 0 else 2
    return 1 if down > 0 else 3


def _turned(places: Boxes, turns: int, shape: tuple[int, ...]) -> Boxes:
    """Boxes of a picture (height, width) after quarter turns to the left."""
    height, width = shape
    x0, y0, x1, y1 = places.T
    kinds = (
        (x0, y0, x1, y1),
        (y0, width - x1, y1, width - x0),
        (width - x1, height - y1, width - x0, height - y0),
        (height - y1, x0, height - y0, x1),
    )
    return np.stack(kinds[turns], axis=1)


def _more(dots: NDArray[np.uint8], places: Boxes) -> bool:
    """Is there ink that is in no word?"""
    ink = dots < _INK
    for x0, y0, x1, y1 in places:
        ink[max(0, y0 - _MARGIN) : y1 + _MARGIN, max(0, x0 - _MARGIN) : x1 + _MARGIN] = False
    return bool(ink.sum() * _SPECKS > ink.size)
