"""Noise that real text has, as pure functions on a document: its text changes, its spans stay right."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from redactor.training.synthesis.fillers.docs import Doc, Edit, Triple, edited


def _each(text: str, change: Callable[[str], str]) -> str:
    """``change`` on every character whose length it keeps."""
    return "".join(new if len(new := change(char)) == 1 else char for char in text)


def lowered(doc: Doc, rng: random.Random) -> Doc:
    """All lower case."""
    return Doc(_each(doc.text, str.lower), doc.spans)


def uppered(doc: Doc, rng: random.Random) -> Doc:
    """ALL CAPS."""
    return Doc(_each(doc.text, str.upper), doc.spans)


def title_cased(doc: Doc, rng: random.Random) -> Doc:
    """Every Word Capitalised."""
    text = re.sub(r"(?<![\w'’])[^\W\d_]", lambda found: _each(found[0], str.upper), doc.text)
    return Doc(text, doc.spans)


def shouted_names(doc: Doc, rng: random.Random) -> Doc:
    """Only the entities in capitals."""
    text = doc.text
    for start, end, _ in doc.spans:
        text = text[:start] + _each(text[start:end], str.upper) + text[end:]
    return Doc(text, doc.spans)


def lowered_names(doc: Doc, rng: random.Random) -> Doc:
    """Only the entities in lower case, as people type them in a hurry."""
    text = doc.text
    for start, end, _ in doc.spans:
        if rng.random() < 0.7:
            text = text[:start] + _each(text[start:end], str.lower) + text[end:]
    return Doc(text, doc.spans)


def mistyped(doc: Doc, rng: random.Random) -> Doc:
    """A letter swapped, dropped or doubled in some words."""
    edits = []
    for found in re.finditer(r"[^\W\d_]{4,}", doc.text):
        if rng.random() > 0.08:
            continue
        at = found.start() + rng.randrange(1, len(found[0]) - 1)
        pair = doc.text[at : at + 2]
        edits.append(rng.choice((Edit(at, at + 2, pair[::-1]), Edit(at, at + 1, ""), Edit(at, at + 1, pair[0] * 2))))
    return edited(doc, edits)


_CONFUSED = (
    ("l", "1"),
    ("O", "0"),
    ("rn", "m"),
    ("I", "l"),
    ("S", "5"),
    ("e", "c"),
    ("B", "8"),
    ("m", "rn"),
    ("o", "0"),
    ("i", "í"),
    ("g", "q"),
    (".", ","),
)


def scanned(doc: Doc, rng: random.Random) -> Doc:
    """OCR confusions, and words broken over a line end."""
    edits: list[Edit] = []
    for old, new in _CONFUSED:
        edits += [
            Edit(found.start(), found.end(), new)
            for found in re.finditer(re.escape(old), doc.text)
            if rng.random() < 0.03
        ]
    for found in re.finditer(r"[^\W\d_]{6,}", doc.text):
        if rng.random() < 0.04:
            at = found.start() + len(found[0]) // 2
            edits.append(Edit(at, at, rng.choice(("-\n", " "))))
    return edited(doc, edits)


def wrapped(doc: Doc, rng: random.Random, margin: str = "") -> Doc:
    """Lines broken at a column, also inside an entity; ``margin`` opens each new line."""
    width, column, edits, last = rng.choice((28, 36, 48, 60, 72)), 0, list[Edit](), -1
    for at, char in enumerate(doc.text):
        if char == "\n":
            column, last = 0, -1
            continue
        column += 1
        if char == " ":
            last = at
        if column > width and last >= 0:
            edits.append(Edit(last, last + 1, f"\n{margin}"))
            column, last = at - last, -1
    return edited(doc, edits)


def quoted(doc: Doc, rng: random.Random) -> Doc:
    """A quoted reply: wrapped, each line behind ``> ``."""
    mark = rng.choice(("> ", "> ", ">> ", "| "))
    lines = [Edit(0, 0, mark), *(Edit(found.end(), found.end(), mark) for found in re.finditer("\n", doc.text))]
    return wrapped(edited(doc, lines), rng, mark)


def indented(doc: Doc, rng: random.Random) -> Doc:
    """Wrapped with a hanging indent."""
    return wrapped(doc, rng, rng.choice(("  ", "    ", "\t")))


def bulleted(doc: Doc, rng: random.Random) -> Doc:
    """Each line behind a bullet or number."""
    starts = [0, *(found.end() for found in re.finditer(r"\n(?=\S)", doc.text))]
    kind = rng.choice(("- ", "* ", "• ", "#"))
    return edited(
        doc,
        [
            Edit(at, at, f"{index}. " if kind == "#" else kind)
            for index, at in enumerate(starts, 1)
            if not _inside(doc.spans, at)
        ],
    )


def _inside(spans: Sequence[Triple], at: int) -> bool:
    return any(start < at < end for start, end, _ in spans)


def unpunctuated(doc: Doc, rng: random.Random) -> Doc:
    """Commas and full stops missing around the entities and at the end, but not between two of one label: they would be one."""
    needed = {a[1] for a, b in pairwise(doc.spans) if a[2] == b[2]}
    marks = re.finditer(r"[,;:!?](?=\s|$)|\.(?=\s*$)|\.(?=\s+[A-Za-z])", doc.text)
    return edited(
        doc,
        [
            Edit(mark.start(), mark.end(), "")
            for mark in marks
            if not any(s <= mark.start() < e for s, e, _ in doc.spans) and mark.start() not in needed
        ],
    )


def _bare(char: str) -> str:
    char = {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "s"}.get(char, char)
    return unicodedata.normalize("NFKD", char)[0] if char.isalpha() else char


def unaccented(doc: Doc, rng: random.Random) -> Doc:
    """Diacritics stripped."""
    return Doc(_each(doc.text, _bare), doc.spans)


def spaced(doc: Doc, rng: random.Random) -> Doc:
    """Double spaces here and there."""
    return edited(
        doc,
        [
            Edit(found.start(), found.end(), "  ")
            for found in re.finditer("(?<=[^ ]) (?=[^ ])", doc.text)
            if rng.random() < 0.12
        ],
    )


def emphasised(doc: Doc, rng: random.Random) -> Doc:
    """Some entities in quotes, stars, brackets or tags, which stay outside of the span."""
    opening, closing = rng.choice(
        (("**", "**"), ("*", "*"), ('"', '"'), ("(", ")"), ("[", "]"), ("<b>", "</b>"), ("_", "_"), ("'", "'"))
    )
    chosen = [span for span in doc.spans if rng.random() < 0.5]
    out, spans, by = doc.text, [], 0
    for span in doc.spans:
        start, end, label = span
        if span in chosen:
            out = f"{out[: start + by]}{opening}{out[start + by : end + by]}{closing}{out[end + by :]}"
            by += len(opening)
        spans.append((start + by, end + by, label))
        by += len(closing) if span in chosen else 0
    return Doc(out, tuple(spans))


def curled(doc: Doc, rng: random.Random) -> Doc:
    """Typographic quotes and dashes."""
    return Doc(doc.text.replace("'", "’").replace('"', "”").replace(" - ", " – "), doc.spans)


Noise = Callable[[Doc, random.Random], Doc]

#: (noise, share of the documents that get it); more than one may meet. Case noise comes first and alone.
CASES: tuple[tuple[Noise, float], ...] = (
    (lowered, 0.18),
    (uppered, 0.04),
    (title_cased, 0.02),
    (shouted_names, 0.02),
    (lowered_names, 0.03),
)
SHAPES: tuple[tuple[Noise, float], ...] = ((wrapped, 0.08), (quoted, 0.04), (indented, 0.02), (bulleted, 0.02))
MARKS: tuple[tuple[Noise, float], ...] = (
    (unaccented, 0.15),
    (mistyped, 0.05),
    (scanned, 0.03),
    (unpunctuated, 0.05),
    (spaced, 0.03),
    (curled, 0.06),
    (emphasised, 0.025),
)


def noisy(doc: Doc, rng: random.Random) -> Doc:
    """``doc`` with a random draw of the noises above."""
    for table in (CASES, SHAPES):
        roll = rng.random()
        for noise, share in table:
            roll -= share
            if roll < 0:
                doc = noise(doc, rng)
                break
    for noise, share in MARKS:
        if rng.random() < share:
            doc = noise(doc, rng)
    return doc
