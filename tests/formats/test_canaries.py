"""What is planted in any place of any kind of file is read, and goes where every text is masked; or its file is withheld."""

from __future__ import annotations

from collections import defaultdict

import pytest

from benchmarks.canaries import passes
from benchmarks.canary_search import left
from benchmarks.plants import CARD, MAIL, SAY, packed_tar, packed_zip, planted_files
from benchmarks.plants_office import planted_packages

PLANTED: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
for suffix, place, data in (*planted_files(), *planted_packages()):
    if suffix not in (".tgz", ".txt.gz"):  # compressed as a whole, which is no format's own
        PLANTED[suffix].append((place, data))


@pytest.mark.parametrize("suffix", PLANTED)
def test_nothing_passes_unread(suffix: str) -> None:
    assert [place for place, data in PLANTED[suffix] if passes(f"a{suffix}", data)] == []


@pytest.mark.parametrize(
    "data",
    [
        SAY.encode("utf-16"),
        packed_zip({"a/b.tar": packed_tar("c.txt", SAY.encode())}),
        packed_zip({"a": b"x"}, comment=MAIL.encode()),
        b"<p>Dear Mari<b>sol</b></p>",
        b'{"a": "\\u004darisol"}',
        CARD.replace(" ", "-").encode(),
    ],
)
def test_the_search_sees_what_is_packed_or_written_otherwise(data: bytes) -> None:
    assert left(data)
