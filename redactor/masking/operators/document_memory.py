"""What one document remembers while it is masked: numbers of values seen, and whose document it is."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


def normalised(value: str) -> str:
    """The spelling under which two values count as the same: NFKC, case-folded, runs of blanks as one space.

    >>> normalised("John\\n  SMITH ")
    'john smith'
    """
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


@dataclass(slots=True)
class DocumentMemory:
    """Numbers per (label, normalised value), in the order of first appearance.

    ``document`` names the document (its path and record) and ``subject`` the person it is about, when the
    policy knows; a date shift is derived from them under the key, so there is nothing to store. Nothing here
    is ever written down: after a resume, ``replay`` the values in their order and the numbers are the same.
    """

    document: str = ""
    subject: str | None = None
    _numbers: dict[bytes, int] = field(default_factory=dict, repr=False)
    _last: dict[str, int] = field(default_factory=dict, repr=False)

    def number(self, label: str, value: str) -> int:
        """1 for the first value of ``label`` in this document, 2 for the next other one, …

        Values are held as 16-byte digests: a document of a million names must not be held twice.
        """
        text = f"{label}\0{normalised(value)}".encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(text, digest_size=16).digest()
        known = self._numbers.get(digest)
        if known is None:
            known = self._numbers[digest] = self._last[label] = self._last.get(label, 0) + 1
        return known

    def mark(self) -> tuple[int, Mapping[str, int]]:
        """What ``back_to`` needs to forget all that comes after."""
        return len(self._numbers), dict(self._last)

    def back_to(self, mark: tuple[int, Mapping[str, int]]) -> None:
        """Forget the values that were numbered since ``mark``: they have not been written."""
        while len(self._numbers) > mark[0]:
            self._numbers.popitem()
        self._last = dict(mark[1])

    def replay(self, values: Iterable[tuple[str, str]]) -> None:
        """Take in (label, value) pairs in the order of the document, as masking them would have."""
        for label, value in values:
            self.number(label, value)
