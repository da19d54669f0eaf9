"""What is said of a file whose format nobody knows: what it seems to be, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from redactor.formats.encodings import LOOK_BYTES, is_foreign
from redactor.formats.magic import binary_kind
from redactor.formats.registry import known_suffixes


def unknown_type(path: Any) -> str:
    """The end of a message about the file at ``path``; an object of a store is not opened."""
    head = b""
    if isinstance(path, Path):
        with path.open("rb") as file:
            head = file.read(LOOK_BYTES)
    kind = binary_kind(head)
    if kind or b"\0" in head or is_foreign(head):
        what = f"a {kind} file" if kind else "no text"
        return f"{what}, which is not read; make a text of it first (files of a folder: --exclude or --on-unknown)"
    return f"unknown file type (known: {known_suffixes()}, also .gz and .zst); if it is text, say --format text"
