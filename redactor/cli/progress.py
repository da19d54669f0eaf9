"""The progress bar: an observer on standard error, on a terminal alone unless asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(wanted: bool | None) -> Iterator[Callable[[str, int, int, int], None] | None]:
    """An observer for ``engine.run``, or None where no bar is wanted."""
    if wanted is False or (wanted is None and not sys.stderr.isatty()):
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit="B", unit_scale=True, file=sys.stderr, dynamic_ncols=True, leave=False) as shown:
        #: The file at hand, and its (records, entities, bytes) so far; and those of all files before it.
        current = ""
        now, before = (0, 0, 0), (0, 0, 0)

        def observe(name: str, records: int, entities: int, read: int) -> None:
            nonlocal current, now, before
            if name != current:
                before = (before[0] + now[0], before[1] + now[1], before[2] + now[2])
                current, now = name, (0, 0, 0)
                shown.set_description_str(name[-40:], refresh=False)
            shown.set_postfix_str(f"{before[0] + records} records, {before[1] + entities} entities", refresh=False)
            shown.update(max(0, read - now[2]))
            now = (records, entities, max(read, now[2]))

        yield observe
