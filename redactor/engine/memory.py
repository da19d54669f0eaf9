"""How much memory this process has held at most."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

_HIGH_WATER = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


def peak_rss() -> int:
    """Peak resident set in bytes. On Linux from /proc: ``ru_maxrss`` also counts what a parent held before exec."""
    try:
        found = _HIGH_WATER.search(Path("/proc/self/status").read_text(encoding="ascii"))
    except OSError:
        found = None
    if found:
        return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
