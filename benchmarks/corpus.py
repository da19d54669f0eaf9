"""Text to measure with: public-domain prose from the workplace, or made-up documents where that is absent."""

from __future__ import annotations

import tarfile
from pathlib import Path

from redactor.training.synthesis.documents import synthesize

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "corpus" / "public_domain.tar.gz"


def documents(count: int, chars: int) -> list[str]:
    """``count`` documents of about ``chars`` characters: half prose in paragraphs, half synthetic mail, forms and logs."""
    made = synthetic(count, chars)
    natural = prose(count, chars)
    mixed = [text for pair in zip(natural, made, strict=False) for text in pair] if natural else made
    return (mixed * (count // max(1, len(mixed)) + 1))[:count]


def synthetic(count: int, chars: int) -> list[str]:
    """Made-up mail, forms and logs."""
    return _joined((row["text"] for row in synthesize(count * chars // 100, 5, half="all")), chars)


def prose(count: int, chars: int) -> list[str]:
    """The first ``count`` documents of the public-domain prose; none where it is absent."""
    return _joined(_paragraphs(), chars)[:count] if SHARED.exists() else []


def _paragraphs() -> list[str]:
    with tarfile.open(SHARED) as archive:
        member = next(each for each in archive.getmembers() if each.isfile() and each.size > 200_000)
        file = archive.extractfile(member)
        assert file is not None
        return file.read().decode("utf-8", "replace").split("\n\n")


def _joined(parts: object, chars: int) -> list[str]:
    documents, held, size = [], [], 0
    for part in parts:  # type: ignore[attr-defined]  # any iterable of str
        held.append(part)
        size += len(part)
        if size >= chars:
            documents.append("\n\n".join(held))
            held, size = [], 0
    return documents
