"""``redactor verify``: the audit room's checks, joined with the formats that read and write what it speaks of."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from redactor.audit.findings import Finding
from redactor.audit.layout import HOME, Layout
from redactor.errors import StorageError
from redactor.formats.protocol import Writer
from redactor.keys import Key
from redactor.records import Edit, Leaf, Record
from redactor.storage.objects import found as found_at
from redactor.storage.store import Place
from redactor.verification.cursors import LeafText, Peeked
from redactor.verification.output_check import read_head, verify
from redactor.verification.proof import Readers, Replacement
from redactor.verification.rescan import Rescan, Rescanned, rescan
from redactor.verification.run_files import Reopened


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and in how much. ``suspicions`` are no proof of a leak; ``notes`` say what was not looked at."""

    findings: tuple[Finding, ...]
    files: int
    records: int
    suspicions: tuple[Finding, ...] = ()
    quarantined: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def verify_output(
    output: Path,
    input: Path | Place | None = None,
    key: Key | None = None,
    public_key: Path | None = None,
    *,
    again: Rescan | None = None,
    each: Callable[[str], object] | None = None,
    strays: Sequence[str] = (),
) -> Report:
    """Recompute all that ``output`` claims and, with ``again``, read its files for leaks. ``each`` is told the name of every
    file before it is verified. ``strays`` are names of objects of a store that lie in the output and cannot lie in a folder.

    Raises ``StorageError`` where there is no output of a run, or no such input, ``KeyFileError`` for a public key
    that cannot be read.
    """
    # By name alone: a link in the output's place is not to be followed.
    output = Path(os.path.abspath(output))  # noqa: PTH100
    layout = Layout.of(output)
    if not layout.home.is_dir():
        raise StorageError(f"{output}: not an output of redact-batch (there is no {HOME} folder)")
    source = _source(input)
    head = read_head(output)
    files = Reopened.of(output, head)
    findings = verify(output, source, key, public_key, readers=readers(files, source), each=each)
    findings += [Finding(name, None, None, "not in the manifest") for name in strays]
    notes = [] if key or public_key else ["no key at hand: signatures were not checked"]
    if head is not None and head.key_id is None:
        notes = ["the run had no key: its manifest is hashed, not signed"]
    told = Rescanned()
    if again is not None:
        told = rescan(files, source, key, again)
        # What an earlier rescan moved away has been redacted and looked at anew.
        older = {(layout.quarantine / name).relative_to(layout.tree).as_posix() for name in told.looked_at}
        findings = [finding for finding in findings if finding.file not in older]
    count = records = 0
    for row in files.rows():
        count, records = count + 1, records + row.records
    found = (*findings, *told.leaks)
    return Report(found, count, records, tuple(told.suspicions), tuple(told.quarantined), (*notes, *told.notes))


def _source(input: Path | Place | None) -> Path | None:
    """The input as the checks take it. Raises ``StorageError`` where there is none."""
    if isinstance(input, Place):
        at = found_at(input)
        if at is not None:
            return cast(
                Path, at
            )  # it answers what the checks ask of a path; nothing of it comes on this machine's disk
    elif input is None or input.exists():
        return Path(os.path.abspath(input)) if input is not None else None  # noqa: PTH100
    raise StorageError(f"input {input}: not found")


def readers(files: Reopened, source: Path | None = None) -> Readers:
    """How the audit room reads the files of an output and of its input (``source``)."""

    def leaves(path: Path, name: str) -> Iterator[LeafText]:
        with files.open(path) as stream:
            for record in files.reader(path, stream, name, name=files.row_name(path, source)):
                for leaf in record.leaves:
                    yield record.index, leaf.field, leaf.text

    def rebuild(path: Path, name: str, replacements: Iterator[Replacement]) -> Iterator[bytes] | None:
        # The bytes of a Parquet file depend on the library's version; its texts are compared, and its hash.
        return None if name == "parquet" else _rebuilt(files, source, path, name, replacements)

    return Readers(files.open, leaves, rebuild)


def _rebuilt(
    files: Reopened, source: Path | None, path: Path, name: str, replacements: Iterator[Replacement]
) -> Iterator[bytes]:
    sink = io.BytesIO()
    with files.open(path) as stream:
        reader = files.reader(path, stream, name, name=files.row_name(path, source))
        writer = files.format(path, name).writer(sink, files.settings)
        todo = Peeked(replacements)
        for record in reader:
            _write(writer, record, list(_of(todo, record.index)))
            if sink.tell():
                yield sink.getvalue()
                sink.seek(0)
                sink.truncate()
        writer.close()
        yield sink.getvalue()


def _of(todo: Peeked[Replacement], record: int) -> Iterator[Replacement]:
    while todo.next is not None and todo.next.record <= record:
        replacement = todo.take()
        if replacement.record == record:
            yield replacement


def _write(writer: Writer, record: Record, replacements: Sequence[Replacement]) -> None:
    reason = record.problem or next((each.reason for each in replacements if each.reason is not None), None)
    if reason is not None:
        writer.withhold(record, reason)
        return
    try:
        writer.write(record, _edits(record.leaves, replacements))
    except ValueError:  # places that the record does not have; the bytes will differ, and that is told
        writer.write(record, [[] for _ in record.leaves])


def _edits(leaves: Sequence[Leaf], replacements: Sequence[Replacement]) -> list[list[Edit]]:
    left = Peeked(iter(replacements))
    edits: list[list[Edit]] = []
    count = Counter[str]()
    for leaf in leaves:
        own: list[Edit] = []
        while (
            (each := left.next) is not None and each.field == leaf.field and each.start >= (own[-1].end if own else 0)
        ):
            if each.nth not in (None, count[leaf.field]):
                break
            left.take()
            own.append(Edit(each.start, each.end, each.text))
        edits.append(own)
        count[leaf.field] += 1
    return edits
