"""The columns of one file: its first records decide what each field holds, for themselves and for all that follow."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace

from redactor.detectors.column_labels import DETECTOR, Column, column_of
from redactor.detectors.field_names import DETECTOR as FIELD_NAME
from redactor.detectors.field_names import field_names
from redactor.detectors.value_shapes import is_empty
from redactor.engine.detection import Detected, Detects
from redactor.engine.groups import Group
from redactor.formats.protocol import Format, FormatSettings
from redactor.masking.masker import Masker
from redactor.records import Leaf, Record
from redactor.spans import Span
from redactor.tagger.tagging import Failure

#: Longer texts are prose, of which each is looked at for itself.
_LONGEST = 200
#: The most fields of one file that are told apart; JSON with more has made values its keys.
_MOST_FIELDS = 1_000
#: Items of a list below a name are one column; a bare place is a cell of a table without a header.
_ITEM = re.compile(r"(?<=.)\[[0-9]+\]")


def column_path(field: str) -> str:
    """The column that a field belongs to.

    >>> column_path("tags[3]"), column_path("a[0].b[1].c"), column_path("[2]")
    ('tags[*]', 'a[*].b[*].c', '[2]')
    """
    return _ITEM.sub("[*]", field)


class FileColumns:
    """Detects the groups of one file. What its first group decides, groups that other threads have wait for.

    A function of the file's first records alone. Of a column that is decided, values are not looked at any more.
    """

    def __init__(self, masker: Masker) -> None:
        self._masker, self._names = masker, field_names()
        self._decided: Future[Mapping[str, Column]] = Future()

    @property
    def found(self) -> Mapping[str, Column]:
        """Path → what the column holds; nothing before the first records have been looked at."""
        return self._decided.result() if self._decided.done() and not self._decided.exception() else {}

    @property
    def told(self) -> list[str]:
        """``path: LABEL`` of each that holds something, for a run's counts."""
        return [f"{path}: {column.label}" for path, column in self.found.items() if column.label]

    def detect(self, group: Group, detection: Detects) -> list[Detected]:
        """What is found in a group; of its head, whatever columns say about it included."""
        if group.first:
            try:
                detected = detection.detect(group.records)
                self._decided.set_result(self._columns(group.records, detected))
            except BaseException as error:
                self._decided.set_exception(error)
                raise
            return [self._labelled(record, found) for record, found in zip(group.records, detected, strict=True)]
        if group.records[0].index < 0:
            return detection.detect(group.records)
        columns = self._decided.result()
        if not columns:
            return detection.detect(group.records)
        left = [
            replace(record, leaves=tuple(leaf for leaf in record.leaves if not self._settled(leaf)))
            for record in group.records
        ]
        answers = zip(group.records, left, detection.detect(left), strict=True)
        return [self._labelled(record, self._spread(record, some, found)) for record, some, found in answers]

    def _columns(self, records: Sequence[Record], detected: Sequence[Detected]) -> Mapping[str, Column]:
        values: defaultdict[str, list[tuple[str, list[Span]]]] = defaultdict(list)
        for record, found in zip(records, detected, strict=True):
            if isinstance(found, Failure):
                continue
            for leaf, spans in zip(record.leaves, found, strict=True):
                path = column_path(leaf.field)
                if (path in values or len(values) < _MOST_FIELDS) and self._open(leaf):
                    values[path].append((leaf.text, self._masker.wanted(leaf.text, spans, leaf.field)))
        return {path: column for path, some in values.items() if (column := _column(some)) is not None}

    def _open(self, leaf: Leaf) -> bool:
        """Is there a value, about which neither the policy's own rules for the field nor its name have the last word?"""
        value = leaf.text.strip()
        if not value or is_empty(value) or self._names.is_thing(leaf.field):
            return False
        return self._masker.whole_field(leaf.text, leaf.field) is None

    def _span(self, leaf: Leaf) -> Span | None:
        """The whole of a value whose column has a label, if the policy masks that."""
        column = self._decided.result().get(column_path(leaf.field))
        if column is None or not column.label or not self._open(leaf):
            return None
        start = len(leaf.text) - len(leaf.text.lstrip())
        span = Span(start, len(leaf.text.rstrip()), column.label, column.share, DETECTOR)
        return next(iter(self._masker.wanted(leaf.text, (span,), leaf.field)), None)

    def _settled(self, leaf: Leaf) -> bool:
        """Need no detector look at it? Where names of fields say what values are, they say it of each."""
        column = self._decided.result().get(column_path(leaf.field))
        return column is not None and column.evidence != FIELD_NAME and self._span(leaf) is not None

    def _labelled(self, record: Record, found: Detected) -> Detected:
        if isinstance(found, Failure) or record.index < 0:
            return found
        return [self._whole(leaf, spans) for leaf, spans in zip(record.leaves, found, strict=True)]

    def _whole(self, leaf: Leaf, spans: list[Span]) -> list[Span]:
        if any(span.detector == FIELD_NAME for span in spans):
            return spans
        span = self._span(leaf)
        if span is not None:
            return [span]
        column = self.found.get(column_path(leaf.field))
        if column is not None and leaf.text.strip() in column.words:
            return [span for span in spans if span.detector != "model"]
        return spans

    def _spread(self, record: Record, some: Record, found: Detected) -> Detected:
        """What was found in some leaves of a record, for all of them."""
        if isinstance(found, Failure):
            return found
        answers = iter(zip(some.leaves, found, strict=True))
        one = next(answers, None)
        spread: list[list[Span]] = []
        for leaf in record.leaves:
            if one is not None and one[0] is leaf:
                spread.append(one[1])
                one = next(answers, None)
            else:
                spread.append([])
        return spread


def columns_of(masker: Masker, form: Format, settings: FormatSettings) -> FileColumns | None:
    """What is to tell the columns of a file; None where there are none, or the policy does not want to know."""
    fielded = form.has_fields and not form.whole_document(settings) and not settings.line_buffered
    return FileColumns(masker) if fielded and masker.policy.columns else None


def detected(group: Group, detection: Detects, columns: FileColumns | None) -> list[Detected]:
    """What is found in a group of a file with or without columns."""
    return columns.detect(group, detection) if columns else detection.detect(group.records)


def _column(values: Sequence[tuple[str, list[Span]]]) -> Column | None:
    lengths = sorted(len(text) for text, _ in values)
    return column_of(values) if lengths[-1] <= _LONGEST or lengths[len(lengths) // 2] <= _LONGEST // 2 else None
