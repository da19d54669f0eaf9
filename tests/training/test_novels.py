"""Paragraphs that nobody has labelled: every word may be anything."""

from __future__ import annotations

import io
import random
import tarfile
from pathlib import Path

from redactor.training.corpora import novels as room


def test_paragraphs_are_taken_behind_the_head_with_nothing_said_of_them(tmp_path: Path) -> None:
    paragraphs = [f"Paragraph {number} " + "of a long tale, " * 6 for number in range(9)]
    text = ("head " * 8_000 + "\n\n" + "\r\n \r\n".join(paragraphs) + "\n\nshort").encode()
    archive = tmp_path / room.ARCHIVE
    assert room.novels(3, random.Random(1), tmp_path) == []
    archive.parent.mkdir()
    with tarfile.open(archive, "w:gz") as books:
        book = tarfile.TarInfo("book.txt")
        book.size = len(text)
        books.addfile(book, io.BytesIO(text))
    found = room.novels(3, random.Random(1), tmp_path)
    assert len(found) == 3 and found == room.novels(3, random.Random(1), tmp_path)
    assert {one.text for one in found} <= {one.strip() for one in paragraphs}
    assert all(set(one.tags) == {"O"} and not one.covered for one in found)
    assert len(room.novels(99, random.Random(1), tmp_path)) == 9
