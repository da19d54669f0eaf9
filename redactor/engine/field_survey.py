"""What the fields of an input hold, as a run would decide it: for a policy to be written, and for a table to be looked at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from redactor.engine.components import Components
from redactor.engine.discovery import InputFile, discover
from redactor.engine.file_columns import column_path
from redactor.engine.scanning import WHOLE, Scanned, scan
from redactor.engine.settings import RunSettings
from redactor.errors import FormatError, StorageError
from redactor.storage.streams import open_source

#: Of a field's values so large a part must be one thing as a whole for the field to be called so.
_MOST = 0.8
#: Fields that are reported; JSON with more has made values its keys.
_MOST_FIELDS = 1_000


@dataclass(slots=True)
class SurveyedField:
    """Values of a field that are not blank, how many of them were masked as a whole and in part, by label, and by whom."""

    values: int = 0
    whole: Counter[str] = field(default_factory=Counter)
    part: Counter[str] = field(default_factory=Counter)
    evidence: Counter[str] = field(default_factory=Counter)

    @property
    def label(self) -> str:
        """What it holds; empty where its values are not one thing."""
        label, count = next(iter(self.whole.most_common(1)), ("", 0))
        return label if count >= _MOST * self.values else ""

    @property
    def clear(self) -> int:
        """Values of which nothing was masked."""
        return self.values - self.whole.total() - self.part.total()

    def see(self, result: Scanned) -> None:
        """Count one value."""
        if not result.text.strip():
            return
        self.values += 1
        if not result.spans:
            return
        spans = [(span.start - result.offset, span.end - result.offset) for span in result.spans]
        left = (char for at, char in enumerate(result.text) if not any(start <= at < end for start, end in spans))
        longest = max(result.spans, key=len)
        (self.part if any(map(str.isalnum, left)) else self.whole)[longest.label] += 1
        self.evidence[longest.detector] += 1


@dataclass(slots=True)
class Survey:
    """Fields by path, in the order in which they came, and what was read for it."""

    fields: dict[str, SurveyedField] = field(default_factory=dict)
    files: int = 0
    records: int = 0
    withheld: int = 0
    unread: list[str] = field(default_factory=list)

    def see(self, results: Iterable[Scanned], name: str = "") -> None:
        """Count the fields of one file."""
        last = -1
        for result in results:
            if result.record == WHOLE:
                self.unread.append(f"{name}: {result.withheld}")
            if result.record < 0:
                continue
            self.records, last = self.records + (result.record != last), result.record
            if result.withheld is not None:
                self.withheld += 1
                continue
            path = column_path(result.field)
            if path in self.fields or len(self.fields) < _MOST_FIELDS:
                self.fields.setdefault(path, SurveyedField()).see(result)
        self.files += 1


def survey(settings: RunSettings, parts: Components, records: int) -> Survey:
    """The fields of ``settings.input``, from the first ``records`` of each file. Files without fields are named as unread."""
    assert settings.input is not None
    survey = Survey()
    for file in discover(settings.input, settings.choice):
        if not isinstance(file, InputFile):
            survey.unread.append(f"{file.name}: {file.reason}")
            continue
        if not file.format.has_fields:
            survey.unread.append(f"{file.name}: no fields")
            continue
        try:
            with open_source(file.path, file.compression) as source:
                found = scan(file.name, source, file.format, settings.for_formats, parts)
                survey.see(takewhile(lambda result: result.record < records, found), file.name)
        except (FormatError, StorageError):
            survey.unread.append(f"{file.name}: damaged-file")
    return survey


def suggested_policy(survey: Survey) -> Iterator[str]:
    """Lines of a policy that says what was seen: a rule for each field that holds one thing, a comment for each other one."""
    yield f"# What {survey.records} records of {survey.files} files seem to hold. Read it before you use it."
    yield f"# Not read: {len(survey.unread)} files; withheld: {survey.withheld} records."
    yield 'preset = "default"'
    for path, one in survey.fields.items():
        if one.label:
            yield from ("", f"[fields.{json.dumps(path)}]", f"label = {json.dumps(one.label)}  # {_said(one)}")
    for path, one in survey.fields.items():
        if one.label or not one.values:
            continue
        yield ""
        if one.clear == one.values:
            yield f"# {_said(one)}: left alone. Without a detector:"
            yield from (f"# [fields.{json.dumps(path)}]", "# skip = true")
        else:
            yield f"# {_said(one)}: looked at value by value. As a whole:"
            label = (one.whole + one.part).most_common(1)[0][0]
            yield from (f"# [fields.{json.dumps(path)}]", f"# label = {json.dumps(label)}")


def _said(one: SurveyedField) -> str:
    return f"{one.values} values, {holds(one)}"


def holds(one: SurveyedField) -> str:
    """What a field holds, in words: labels with their share, and who said so."""
    if not one.values or one.clear == one.values:
        return "nothing to mask"
    shares: Mapping[str, int] = one.whole + one.part
    labels = ", ".join(f"{label} {count / one.values:.0%}" for label, count in Counter(shares).most_common(3))
    return f"{labels} by {', '.join(name for name, _ in one.evidence.most_common(2))}"
