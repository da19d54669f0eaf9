"""The processes below one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path


def children(pid: int) -> Iterator[int]:
    """All processes below one."""
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield int(child)
                yield from children(int(child))


def line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
