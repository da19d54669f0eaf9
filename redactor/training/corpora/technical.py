"""Technical text that lies on every disk, as examples of what holds no name: package docs, licences, man pages, code.

Nobody has labelled it. A line is taken only if no word in it is on the list of given names or of languages, or speaks of an author,
and of what is left, prose answers for people, groups and addresses alone (a firm or a date may stand in it), code for everything.
"""

from __future__ import annotations

import gzip
import random
import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from redactor.labels import TAGGER_LABELS
from redactor.training.corpora.examples import Example
from redactor.training.corpora.sources import from_spans
from redactor.training.synthesis.fillers.pools import Half, in_half

_PROSE = frozenset({"PERSON", "NRP", "ADDRESS"})
#: (folder, pattern, labels that an O answers for)
PLACES = (
    (Path(sysconfig.get_paths()["purelib"]), "*/*.py", frozenset(TAGGER_LABELS)),
    (Path(sysconfig.get_paths()["stdlib"]), "*.py", frozenset(TAGGER_LABELS)),
    (Path(sysconfig.get_paths()["purelib"]), "*.dist-info/METADATA", _PROSE),
    (Path("/usr/share/common-licenses"), "*", _PROSE),
    (Path("/usr/share/man/man1"), "[!g]*.gz", _PROSE),
)
_PEOPLE = re.compile(
    r"@|©|\(c\)|copyright|author|maintain|contribut|thank|credit|written by|sponsor|\bby [A-Z]|\b[A-Z]\. ?[A-Z]", re.I
)
_WORD = re.compile(r"[^\W\d_]+")
_MOST_BYTES = 200_000
_LEAST = 25


def technical(count: int, rng: random.Random, names: frozenset[str], half: Half = "train") -> list[Example]:
    """Up to ``count`` passages of one to eight lines from the files of one half; ``names`` are given names and languages in lower case."""
    shelves = [
        (covered, [path for path in sorted(folder.glob(pattern)) if in_half(path.name, half)])
        for folder, pattern, covered in PLACES
    ]
    found: list[Example] = []
    while shelves and len(found) < count:
        covered, files = shelf = shelves[len(found) % len(shelves)]
        if not files:
            shelves.remove(shelf)
            continue
        passages = list(_passages(files.pop(rng.randrange(len(files))), rng, names))
        found += [from_spans(text, [], covered) for text in rng.sample(passages, min(len(passages), 5))]
    return found[:count]


def _passages(path: Path, rng: random.Random, names: frozenset[str]) -> Iterator[str]:
    try:
        raw = path.read_bytes()[:_MOST_BYTES]
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    except (OSError, EOFError, ValueError):
        return
    lines: list[str] = []
    wanted = rng.randint(1, 8)
    for line in text.splitlines():
        named = {word.lower() for word in _WORD.findall(line) if word[0].isupper()} & names
        if _PEOPLE.search(line) or named or len(line) > 400:
            lines.clear()
        elif path.suffix == ".gz" and ("\\" in line or line.startswith((".", "'"))):
            continue  # a man page's markup
        elif line.strip() or lines:
            lines.append(line.rstrip())
        if len(lines) >= wanted:
            passage = "\n".join(lines).strip("\n")
            if len(passage) > _LEAST:
                yield passage
            lines, wanted = [], rng.randint(1, 8)
