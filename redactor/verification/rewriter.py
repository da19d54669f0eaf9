"""Records of an input written again by the writer of their format, to be compared with the output."""

from __future__ import annotations

import io
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path

from redactor.formats.fields import shape
from redactor.records import WITHHELD_TEXT, Edit, Record
from redactor.verification.run_files import RunFiles


class Rewriter:
    """Gives the bytes of one record after the other. Packages are written as ``comparable`` gives them."""

    def __init__(self, files: RunFiles, path: Path, format: str) -> None:
        self._sink = io.BytesIO()
        self._writer = files.format(path, format).writer(self._sink, replace(files.settings, packed=False))

    def withheld(self, record: Record, reason: str) -> bytes:
        """The placeholder of a record."""
        self._writer.withhold(record, reason)
        return self._written()

    def hidden(self, record: Record, passed: Container[str]) -> bytes:
        """The record with all of its leaves withheld but the numbers of the fields ``passed``."""
        kept = (leaf.scalar is not None and shape(leaf.field) in passed for leaf in record.leaves)
        whole = ([Edit(0, len(leaf.text), WITHHELD_TEXT)] for leaf in record.leaves)
        return self.edited(record, [[] if stays else edits for stays, edits in zip(kept, whole, strict=True)])

    def edited(self, record: Record, edits: Sequence[Sequence[Edit]]) -> bytes:
        """The record with ``edits`` made in it. Raises ``ValueError`` for places that it does not have."""
        self._writer.write(record, edits)
        return self._written()

    def closed(self) -> bytes:
        """What ends the file."""
        self._writer.close()
        return self._written()

    def _written(self) -> bytes:
        data = self._sink.getvalue()
        self._sink.seek(0)
        self._sink.truncate()
        return data
