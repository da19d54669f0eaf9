"""Public-domain novels and speeches that nobody has labelled: text for a student to learn its teacher's answers on."""

from __future__ import annotations

import random
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from redactor.training.corpora.examples import Example
from redactor.training.corpora.unlabelled import unlabelled

ARCHIVE = Path("corpus") / "public_domain.tar.gz"
#: LitBank annotates some 2,000 words at the head of these very novels, its dev texts among them.
_HEAD = 40_000
_LEAST, _MOST = 80, 1_200


def novels(count: int, rng: random.Random, folder: Path) -> list[Example]:
    """``count`` paragraphs (characters: 80 to 1,200) in which every word may be anything; none where the archive is missing."""
    texts = [text for text in paragraphs(folder) if _LEAST <= len(text) <= _MOST]
    return [unlabelled(text) for text in rng.sample(texts, min(count, len(texts)))]


def paragraphs(folder: Path) -> Iterator[str]:
    """All of them, of any length; none where the archive is missing."""
    archive = folder / ARCHIVE
    if not archive.exists():
        return
    with tarfile.open(archive) as books:
        for book in books:
            if file := books.extractfile(book):
                text = file.read().decode("utf-8", "replace")
                yield from (" ".join(part.split()) for part in re.split(r"\n\s*\n", text[_HEAD:]))
