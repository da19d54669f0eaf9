"""The checks of one row of the manifest: its audit, its output, and, with the input at hand, the proof."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from redactor.audit.chain import genesis, links
from redactor.audit.events import AuditLineError, Event, Withheld, parse_event
from redactor.audit.findings import Finding
from redactor.audit.manifest import FileRow
from redactor.audit.withheld_log import WithheldIndex
from redactor.engine.file_names import digest_in
from redactor.formats.registry import format_named
from redactor.storage.safe_read import lines_of, open_regular, sha256_file, why
from redactor.verification.case import Case
from redactor.verification.compare import Fault, Judge
from redactor.verification.proof import prove
from redactor.verification.run_files import RunFiles

HASH = "its SHA-256 is not the one in the manifest"


class FileCheck:
    """What is the same for all files of an output."""

    def __init__(
        self,
        files: RunFiles,
        judged: Judge,
        withheld: WithheldIndex,
    ) -> None:
        self._files, self._layout, self._source = files, files.layout, files.source
        self._judged = judged
        self._withheld = withheld

    def findings(self, row: FileRow) -> Iterator[Finding]:
        """What is off with this file, the audit first: only a good audit can say where the output is off."""
        audit = None if row.audit is None else self._layout.home / row.audit
        bad_audit = False
        if audit is not None:
            for finding in _audit_findings(audit, self._name(audit), row):
                bad_audit = True
                yield finding
        source = None
        if self._source is not None:
            source, what = self._input(row)
            if what is not None:
                yield Finding(row.path, None, None, what)
        if row.output is None:
            return
        output = self._layout.tree / row.output
        try:
            changed = sha256_file(output) != row.output_sha256
        except OSError as error:
            yield Finding(row.output, None, None, why(error))
            return
        fault = None
        if not bad_audit and (changed or source is not None):
            fault = self._fault(row, source, output, audit)
        if fault is not None:
            what = f"{HASH}: {fault.what}" if changed else fault.what
            yield Finding(row.output, fault.record, fault.byte, what)
        elif changed:
            yield Finding(row.output, None, None, HASH)

    def _input(self, row: FileRow) -> tuple[Path | None, str | None]:
        """The input file if it is still the one that was redacted, and what is off with it."""
        assert self._source is not None
        try:
            path = self._files.input(row)
            if sha256_file(path, follow=True) != row.input_sha256:
                return None, "the input is not the one that was redacted, so there is no proof from it"
        except OSError as error:
            if self._files.key is None and digest_in(row.path):
                return None, None  # a masked name: nobody can say which file it is
            return None, f"the input cannot be read: {why(error)}"
        return path, None

    def _fault(self, row: FileRow, source: Path | None, output: Path, audit: Path | None) -> Fault | None:
        def events() -> Iterator[Event]:
            if audit is not None:
                with open_regular(audit) as stream:
                    for link in links(lines_of(stream)):
                        yield parse_event(link.body)

        document = self._files.whole_document(row)

        def withheld() -> Iterator[Withheld]:
            return (entry for entry in self._withheld.of(row.path) if entry.field is None)

        case = Case(row.format, document, source, output, events, withheld)
        try:
            return prove(case, self._files, self._judged)
        except Exception:  # whatever a reader makes of a file that was tampered with; its message may quote the file
            return Fault(None, None, f"it cannot be read as {row.format}")

    def _name(self, path: Path) -> str:
        return path.relative_to(self._layout.tree).as_posix()


def _audit_findings(path: Path, name: str, row: FileRow) -> Iterator[Finding]:
    """The first line of an audit that is off, else what is off with the whole."""
    total = hashlib.sha256()
    head, entities, record = genesis(row.path), 0, None
    before: Event | None = None
    format = format_named(row.format)
    one_field = format is not None and not format.has_fields
    try:
        with open_regular(path) as stream:
            for link in links(_hashed(lines_of(stream), total), head):
                try:
                    event = parse_event(link.body)
                except AuditLineError as error:
                    yield Finding(name, record, link.byte, str(error))
                    return
                record = event.record
                what = None if link.good else "the line does not follow from the line before it"
                what = what or _misplaced(before, event, row, one_field)
                if what is not None:
                    yield Finding(name, record, link.byte, what)
                    return
                before, head, entities = event, link.head, entities + 1
    except OSError as error:
        yield Finding(name, None, None, why(error))
        return
    if head != row.chain:
        yield Finding(name, record, None, "its chain does not end as the manifest says")
    elif total.hexdigest() != row.audit_sha256:
        yield Finding(name, None, None, HASH)
    if entities != row.entities:
        yield Finding(name, None, None, "it has another number of entities than the manifest says")


def _misplaced(before: Event | None, event: Event, row: FileRow, one_field: bool) -> str | None:
    if event.file != row.path:
        return "the event belongs to another file"
    if before is None:
        return None
    if event.record < before.record:
        return "the event's record comes before that of the line before it"
    same = (event.record, event.field) == (before.record, before.field)
    # Elsewhere a record may have two fields of one name (a JSON key given twice); the proof tells them apart.
    if same and one_field and (event.start < before.end or event.out_start < before.out_end):
        return "the event overlaps the one before it"
    return None


def _hashed(lines: Iterator[bytes], total: hashlib._Hash) -> Iterator[bytes]:
    for line in lines:
        total.update(line)
        yield line
