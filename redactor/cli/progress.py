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

    with tqdm(unit="rec", unit_scale=True, file=sys.stderr, dynamic_ncols=True, leave=False) as shown:
        done: dict[str, int] = {}
        total = [0, 0]

        def observe(name: str, records: int, entities: int, _bytes: int) -> None:
            if name not in done:
                done.clear()
                done[name], total[1] = 0, 0
                shown.set_description_str(name[-40:], refresh=False)
            total[0] += entities - total[1]
            total[1] = entities
            shown.set_postfix_str(f"{total[0]} entities", refresh=False)
            shown.update(records - done[name])
            done[name] = records

        yield observe
