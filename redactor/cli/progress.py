"""Progress bars: observers on standard error, on a terminal alone unless asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from redactor.cli.messages import printable

if TYPE_CHECKING:
    from redactor.engine.choice import Choice
    from redactor.engine.pipeline import Observer
    from redactor.engine.summary import Counts
    from redactor.storage.several import Several

#: So many seconds apart a line is drawn anew while nothing happens: a clock that stands still looks like a crash.
_TICK = 1.0

#: The files of a run in its order, each with its size in bytes.
Listing = Callable[[], Iterator[tuple[str, int]]]


@contextmanager
def bar(wanted: bool | None, listing: Listing | None = None) -> Iterator[Observer]:
    """An observer for ``engine.run`` that draws a bar where one is wanted. ``listing`` gives it an end to count to."""
    if not shown(wanted):
        yield lambda *_: None
        return
    total = sum(size for _, size in listing()) if listing else None
    with _drawn(total=total, unit="B", unit_scale=True) as drawn:
        #: The file at hand, and its (records, entities, bytes) so far; and those of all files before it.
        current = ""
        now, before = (0, 0, 0), (0, 0, 0)
        ahead = listing() if listing else iter(())

        def observe(name: str, counts: Counts, read: int) -> None:
            nonlocal current, now, before
            if name != current:
                if drawn.total:  # files that were passed over, since nothing is new in them, are no work
                    drawn.total -= _passed_over(ahead, name)
                before = (before[0] + now[0], before[1] + now[1], before[2] + now[2])
                current, now = name, (0, 0, 0)
                read = 0  # what was read ahead before the file's turn is not done yet
                drawn.set_description_str(printable(name[-40:]), refresh=False)
            drawn.set_postfix_str(
                f"{before[0] + counts.records} records, {before[1] + counts.entities} entities", refresh=False
            )
            drawn.update(max(0, read - now[2]))
            now = (counts.records, counts.entities, max(read, now[2]))

        yield observe


def _passed_over(ahead: Iterator[tuple[str, int]], name: str) -> int:
    """Bytes of the files before ``name``; ``ahead`` then stands behind it.

    >>> _passed_over(iter([("a", 1), ("b", 20), ("c", 300)]), "c")
    21
    """
    total = 0
    for other, size in ahead:
        if other == name:
            break
        total += size
    return total


def listing_of(root: Path | Several, choice: Choice, output: Path | None) -> Listing:
    """The files below ``root`` as a run meets them; one that cannot be looked at has no size."""

    def listed() -> Iterator[tuple[str, int]]:
        from redactor.engine.discovery import InputFile, discover

        for file in discover(root, choice, output):
            if isinstance(file, InputFile) and isinstance(file.path, Path):
                with suppress(OSError):
                    yield file.name, file.path.stat().st_size

    return listed


@contextmanager
def counting(wanted: bool | None, total: int | None, unit: str) -> Iterator[Callable[[int], object] | None]:
    """A function that is told how many more ``unit`` are done; None where no bar is wanted."""
    if not shown(wanted):
        yield None
        return
    with _drawn(total=total, unit=unit) as drawn:
        yield drawn.update


@contextmanager
def telling(
    wanted: bool | None, unit: str | None = None, total: int | None = None
) -> Iterator[Callable[[str], None] | None]:
    """A function that is told what is at hand now. With a ``unit`` the line also counts them, of ``total`` if that is
    known; without one it shows how long the work has taken."""
    if not shown(wanted):
        yield None
        return
    form = None if unit else "{desc} [{elapsed}]"
    with _drawn(total=total, unit=unit or "it", bar_format=form) as drawn:

        def tell(what: str) -> None:
            drawn.set_description_str(printable(what[-60:]), refresh=not unit)
            drawn.update(1)

        yield tell


@contextmanager
def _drawn(**how: Any) -> Iterator[Any]:
    """tqdm's line on standard error, wiped away at the end; its clock goes on while nothing happens."""
    from tqdm import tqdm

    # Bytes come in large steps: without miniters tqdm would wait for another as large before it draws again, and with
    # its smoothing it would take the haste of the last step for the rate.
    with tqdm(file=sys.stderr, dynamic_ncols=True, leave=False, miniters=0, smoothing=0, **how) as drawn:
        done = Event()

        def tick() -> None:
            while not done.wait(_TICK):
                drawn.refresh()

        clock = Thread(target=tick, daemon=True)
        clock.start()
        try:
            yield drawn
        finally:
            done.set()
            clock.join()


def shown(wanted: bool | None) -> bool:
    """Whether a bar is drawn: as asked, else on a terminal."""
    return sys.stderr.isatty() if wanted is None else wanted
