"""What is to be proven: one file of a run, with what the audit says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from redactor.audit.events import Event, Withheld

OTHER_FIELDS = "the record has other fields than in the input"


@dataclass(frozen=True, slots=True)
class Case:
    """One file of a run. ``document``: a text file taken as one text, and not line by line. ``source`` is None when
    the input is not at hand. ``events`` and ``withheld`` begin anew at each call, in the order of the file."""

    format: str
    document: bool
    source: Path | None
    output: Path
    events: Callable[[], Iterator[Event]]
    withheld: Callable[[], Iterator[Withheld]]
