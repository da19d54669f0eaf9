"""Where the lines of each file lie in ``withheld.jsonl``, so that a check of one file reads only its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from redactor.audit.events import AuditLineError, Withheld, parse_withheld
from redactor.audit.findings import Finding
from redactor.storage.safe_read import MAX_LINE_BYTES, lines_of, open_regular


class WithheldIndex:
    """One look through the file; remembers one place for each input file that has withheld records."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[str, int] = {}

    def findings(self, name: str) -> Iterator[Finding]:
        """Read it all. The lines of one file stand together, in the order of the file."""
        try:
            with open_regular(self._path) as stream:
                byte, before = 0, None
                for number, line in enumerate(lines_of(stream)):
                    try:
                        entry = parse_withheld(line)
                    except AuditLineError as error:
                        yield Finding(name, number, byte, str(error))
                        return
                    place = (entry.file, -1 if entry.record is None else entry.record, entry.start or 0)
                    if before is None or before[0] != entry.file:
                        torn = entry.file in self._places
                        self._places.setdefault(entry.file, byte)
                    else:
                        torn = place < before
                    if torn:
                        yield Finding(name, number, byte, "its lines are not in order")
                        return
                    before = place
                    byte += len(line)
        except FileNotFoundError:
            return  # a run that withheld nothing need not write it; the manifest says whether it did
        except OSError:
            yield Finding(name, None, None, "it cannot be read")

    def of(self, file: str) -> Iterator[Withheld]:
        """The lines of one input file, in their order."""
        place = self._places.get(file)
        if place is None:
            return
        with open_regular(self._path) as stream:
            stream.seek(place)
            while line := stream.readline(MAX_LINE_BYTES):
                entry = parse_withheld(line)
                if entry.file != file:
                    return
                yield entry
