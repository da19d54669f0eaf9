"""Clears up behind a cluster of the run's own, also where the run was killed: ``python janitor.py FOLDER``, with a pipe from it.

Ray's agents go on for a minute or more where nobody ended them, and its logs and sockets lie in the folder for ever. When the
pipe's other end has gone, every process that has a file open in the folder is killed, and the folder removed. A program of its
own, of the standard library alone: it starts at once and takes no memory worth the name.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

#: Processes that start others are looked for so often, in seconds between.
_ROUNDS, _PAUSE = 20, 0.2


def _inside(folder: str, run: int) -> Iterator[int]:
    """Processes that have a file open in ``folder``, but for the run's own; none where the system does not tell."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int(process.name) != run and any(
                str(link.readlink()).startswith(folder) for link in (process / "fd").iterdir()
            ):
                yield int(process.name)


def main(folder: str) -> None:
    """Wait for the run's end, however it ends."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # they may mean the whole group; the run decides
    run = os.getppid()
    sys.stdin.buffer.read()
    for _ in range(_ROUNDS):
        found = list(_inside(folder + os.sep, run))
        for process in found:
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
        if not found:
            break
        time.sleep(_PAUSE)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])
