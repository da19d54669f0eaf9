"""The Python API: a Redactor detects and redacts texts as the command does."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeVar, overload

from redactor.arriving import arriving
from redactor.detectors.added import Detector, added
from redactor.engine.components import Components, build, detectors_of
from redactor.engine.discovery import is_one_file
from redactor.engine.document_pass import DocumentRedactor, redacted
from redactor.engine.file_columns import columns_of, detected
from redactor.engine.groups import GROUP_CHARS, GROUP_RECORDS, Group
from redactor.engine.known_labels import known_labels
from redactor.engine.settings import RunSettings
from redactor.errors import KeyFileError, UsageError, WithheldError
from redactor.formats.protocol import edited
from redactor.formats.registry import format_named
from redactor.frames import Report, counting, redacted_frame
from redactor.keys import Key
from redactor.masking.policy.policy import Policy, check_key
from redactor.records import Leaf, Record
from redactor.reporting import marks
from redactor.spans import Span
from redactor.storage.places import place_of
from redactor.tagger.checkpoint import load_checkpoint

Frame = TypeVar("Frame")
Json = TypeVar("Json", dict[str, Any], list[Any])


@dataclass(frozen=True, slots=True)
class Redaction:
    """A masked text, and the spans of the input that were masked; ``out_spans`` are the masks, in ``text``.

    In a notebook it shows itself with the masks in colour.
    """

    text: str
    spans: list[Span]
    out_spans: list[Span] = field(default_factory=list)

    def _repr_html_(self) -> str:
        return marks.as_html(self.text, self.out_spans)


class Redactor:
    """Finds and masks personal information: one for a whole program. Calls hold no state, so threads may share it.

    ``model`` is a model folder (the embedded one by default), ``policy`` a Policy, a preset's name, a file, or a mapping
    as such a file holds. Over it go ``labels`` (only these are masked), ``operator`` (for all of them) and ``regions``
    (countries). ``detectors`` are functions ``(text, context) → spans`` that look beside ours (``docs/python.md``).

    It can be pickled for workers: settings, detectors and key travel, the model is loaded on the other side. The work is
    done outside the interpreter's lock for the most part; in a coroutine there is ``astream``, and for one text
    ``await asyncio.to_thread(redactor.redact, text)``.

    Raises ``PolicyError``, ``ModelError``, ``KeyFileError``, and ``UsageError`` for what nobody knows, as a label.

    >>> redactor = Redactor()
    >>> redactor.redact("Write to niels@example.com").text
    'Write to [EMAIL_ADDRESS]'
    >>> [span.label for span in redactor.detect("Card 4111 1111 1111 1111")]
    ['CREDIT_CARD']
    >>> Redactor(labels=["PERSON"], operator="mask").redact("Niels, niels@example.com").text
    '*****, niels@example.com'
    """

    def __init__(
        self,
        model: str | Path | None = None,
        policy: Policy | Mapping[str, Any] | str | Path | None = None,
        *,
        key: bytes | None = None,
        labels: Sequence[str] = (),
        operator: str | None = None,
        regions: Sequence[str] | None = None,
        detectors: Sequence[Detector] = (),
    ) -> None:
        if isinstance(labels, str) or isinstance(regions, str):
            raise TypeError("labels and regions are lists, not one string")
        if callable(detectors) or isinstance(detectors, str):
            raise TypeError("detectors is a list of functions; an installed one is named in the policy")
        if not isinstance(operator, str | None):
            raise TypeError("operator is a name; one with settings stands in the policy")
        chosen = policy if isinstance(policy, Policy) else Policy.load(policy)
        folder = Path(model) if model else None
        known: frozenset[str] = frozenset()
        if labels:
            others = added(chosen.detectors, detectors)
            if all(one.labels is not None for one in others):
                known = known_labels(chosen, load_checkpoint(folder), others)
        chosen = chosen.with_overrides(operator, labels, known=known, regions=regions)
        check_key(chosen, key, "give Redactor(key=…)")
        self._settings = RunSettings(
            None, None, chosen, Key(key) if key else None, model=folder, detectors=tuple(detectors)
        )
        self._parts: Components = build(self._settings)

    def __reduce__(self) -> tuple[object, tuple[RunSettings]]:
        return _remade, (self._settings,)

    def labels(self) -> list[str]:
        """What it may find and mask, sorted; without those of a detector that does not tell its own.

        >>> Redactor(labels=["PERSON", "CREDIT_CARD"]).labels()
        ['CREDIT_CARD', 'PERSON']
        """
        policy, others = self._settings.policy, detectors_of(self._settings)
        known = known_labels(policy, load_checkpoint(self._settings.model), others)
        return sorted(label for label in known if policy.decision(label).redacts)

    def detect(self, text: str | None) -> list[Span]:
        """The spans that the policy would mask, sorted and disjoint; none in None. Raises ``WithheldError``."""
        return next(self.detect_many([text]))

    def detect_many(self, texts: Iterable[str | None]) -> Iterator[list[Span]]:
        """Spans of each text, in order, detected in batches. Raises ``WithheldError`` at the text concerned."""
        return (redaction.spans if redaction else [] for redaction in self.redact_many(texts))

    @overload
    def redact(self, text: str) -> Redaction: ...
    @overload
    def redact(self, text: None) -> None: ...
    def redact(self, text: str | None) -> Redaction | None:
        """``text`` masked; None stays None. Raises ``WithheldError`` where a part of it could not be looked at."""
        return None if text is None else next(self.redact_many([text]))

    @overload
    def redact_many(self, texts: Iterable[str]) -> Iterator[Redaction]: ...
    @overload
    def redact_many(self, texts: Iterable[str | None]) -> Iterator[Redaction | None]: ...
    def redact_many(self, texts: Iterable[str | None]) -> Iterator[Redaction | None]:
        """Each text masked, in order, lazily; each is a document of its own. None stays None. Raises ``WithheldError``,
        as ``redact``.

        >>> [redaction.text for redaction in Redactor().redact_many(["", "IP 192.0.2.7"])]
        ['', 'IP [IP_ADDRESS]']
        """
        if isinstance(texts, str):
            raise TypeError("redact_many takes several texts; for one there is redact")
        return self._redacted(texts)

    async def astream(self, texts: AsyncIterable[str | None]) -> AsyncIterator[Redaction | None]:
        """As ``redact_many``, for a coroutine: texts that have come while others were looked at are looked at together,
        in a thread, and no text waits for the next. At most a few hundred are held.

        >>> import asyncio
        >>> async def source():
        ...     yield "Write to niels@example.com"
        ...     yield None
        >>> async def masked(redactor):
        ...     return [one and one.text async for one in redactor.astream(source())]
        >>> asyncio.run(masked(Redactor()))
        ['Write to [EMAIL_ADDRESS]', None]
        """
        async with contextlib.aclosing(arriving(texts, GROUP_RECORDS)) as batches:
            async for batch in batches:
                done, error = await asyncio.to_thread(self._as_far_as_it_goes, batch)
                for one in done:
                    yield one
                if error is not None:
                    raise error

    def _as_far_as_it_goes(self, texts: list[str | None]) -> tuple[list[Redaction | None], Exception | None]:
        done: list[Redaction | None] = []
        try:
            done.extend(self.redact_many(texts))
        except Exception as error:
            return done, error
        return done, None

    def _redacted(self, texts: Iterable[str | None]) -> Iterator[Redaction | None]:
        detect = self._parts.detection.detect
        groups = ((group, detect(group.records)) for group in _groups(texts))
        for record, _, masked in redacted(groups, DocumentRedactor(self._parts.masker, "")):
            if masked.withheld is not None:
                raise WithheldError(f"text {record.index} could not be looked at: {masked.withheld.reason}")
            if record.source is None:
                yield None
                continue
            text = record.leaves[0].text if record.leaves else ""
            spans = [Span(one.start, one.end, one.label, one.score, one.detector) for one in masked.events]
            masks = [
                Span(one.out_start, one.out_end, one.label, one.score, one.detector)
                for one in masked.events
                if one.out_end > one.out_start
            ]
            yield Redaction(edited(text, masked.edits[0]) if text else "", spans, masks)

    def redact_json(self, value: Json) -> Json:
        """A mapping or list as JSON has them, masked as a line of JSONL is: keys are evidence for their values.

        What was given is not changed. Raises ``WithheldError``, and ``TypeError`` for what JSON cannot say.

        >>> Redactor().redact_json({"user": {"phone": 4155550132}, "note": "From niels@example.com", "n": 3})
        {'user': {'phone': '[PHONE_NUMBER]'}, 'note': 'From [EMAIL_ADDRESS]', 'n': 3}
        """
        if not isinstance(value, (dict, list)):
            raise TypeError(f"redact_json takes a dict or a list, not {type(value).__name__}")
        form, out, rules = format_named("jsonl"), io.BytesIO(), self._settings.for_formats
        assert form is not None
        try:
            line = json.dumps(value, allow_nan=False).encode() + b"\n"
        except ValueError:
            raise TypeError("JSON has no NaN, no infinity and nothing that holds itself") from None
        _check_keys(value)
        records = list(form.reader(io.BytesIO(line), rules))
        columns = columns_of(self._parts.masker, form, rules)
        group = Group(tuple(records), first=columns is not None)
        writer = form.writer(out, rules)
        for record, _, masked in redacted(
            [(group, detected(group, self._parts.detection, columns))], DocumentRedactor(self._parts.masker, "")
        ):
            if masked.withheld is not None:
                raise WithheldError(f"the value could not be looked at: {masked.withheld.reason}")
            writer.write(record, masked.edits)
        writer.close()
        return json.loads(out.getvalue())  # type: ignore[no-any-return]  # of the type that was given: masks are texts

    def redact_frame(self, frame: Frame, *, fields: Sequence[str] = (), report: Report | None = None) -> Frame:
        """A DataFrame of pandas or polars, a pyarrow Table or a duckdb relation, masked; names of columns are evidence.

        Columns that nothing was found in stay as they are, others keep dtype and index where the dtype can hold a mask
        (integers with masks become ``Int64``). None and NaN stay. ``fields`` are columns to look at (default: all).
        ``report``, an empty dict, is filled with column → label → how often. Columns of bytes and a pandas index are not
        read: ``reset_index()`` makes columns of it.
        Raises ``WithheldError`` for a row that could not be looked at, ``UsageError`` for a column that is not there.

        >>> import pandas
        >>> found = {}
        >>> Redactor().redact_frame(pandas.DataFrame({"note": ["To niels@example.com", None]}), report=found)["note"][0]
        'To [EMAIL_ADDRESS]'
        >>> found
        {'note': Counter({'EMAIL_ADDRESS': 1})}
        """
        from redactor.arrow import ArrowRedactor, Options

        if isinstance(fields, str):
            raise TypeError("fields is a list of columns, not one string")
        settings = replace(self._settings, fields=tuple(fields), on_error="stop")
        options = Options(on_event=None if report is None else counting(report))
        return redacted_frame(frame, ArrowRedactor.of(settings, self._parts, options))  # type: ignore[no-any-return]

    def reveal(self, text: str) -> str:
        """``text`` with what the operator ``encrypt`` sealed under this key in clear again.

        Raises ``KeyFileError`` where there is no key, or it opens none of the values.

        >>> redactor = Redactor(operator="encrypt", key=b"a key of at least 16 bytes")
        >>> redactor.reveal(redactor.redact("To niels@example.com").text)
        'To niels@example.com'
        """
        from redactor.masking.operators.cipher import reveal

        if self._settings.key is None:
            raise KeyFileError("to reveal needs the key that sealed the values: Redactor(key=…)")
        return reveal(text, self._settings.key)

    def redact_file(
        self,
        source: str | Path,
        target: str | Path,
        *,
        fields: Sequence[str] = (),
        format: str | None = None,
        force: bool = False,
        engine: Literal["local", "ray"] = "local",
    ) -> dict[str, object]:
        """Redact a file or folder as ``redact-batch`` does, also ``s3://…``; the run's summary. Withheld records stand in it.
        A ``target`` that is there and that no run has made raises ``UsageError``, but with ``force``.
        The engine ``ray`` detects on the cluster that the program is connected to, or that runs.

        >>> import pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as name:
        ...     folder = pathlib.Path(name)
        ...     _ = (folder / "in.txt").write_text("Write to niels@example.com")
        ...     summary = Redactor().redact_file(folder / "in.txt", folder / "out.txt")
        ...     summary["exit_code"], (folder / "out.txt").read_text()
        (0, 'Write to [EMAIL_ADDRESS]')
        """
        from redactor.engine.run import run

        if isinstance(fields, str):
            raise TypeError("fields is a list of field paths, not one string")
        if engine not in ("local", "ray"):
            raise UsageError("engine is 'local' or 'ray'")
        path, output = place_of(str(source)), place_of(str(target))
        settings = replace(
            self._settings,
            input=path,
            output=output,
            fields=tuple(fields),
            format=format,
            engine=engine,
            force=force,
            single=is_one_file(path, output, str(target)),
        )
        return run(settings, components=self._parts if engine == "local" else None).as_json()


def _remade(settings: RunSettings) -> Redactor:
    made = Redactor.__new__(Redactor)
    made._settings, made._parts = settings, build(settings)
    return made


def _check_keys(value: object) -> None:
    """Raise ``TypeError`` for a key that JSON would change."""
    open_values = [value]
    while open_values:
        one = open_values.pop()
        if isinstance(one, Mapping):
            if not all(isinstance(key, str) for key in one):
                raise TypeError("a key of JSON is a str")
            open_values += one.values()
        elif isinstance(one, (list, tuple)):
            open_values += one


def _groups(texts: Iterable[str | None]) -> Iterator[Group]:
    """Each text as a record of its own, in groups as large as a run's. Drawn lazily."""
    numbered = enumerate(texts)
    while records := _records(numbered):
        yield Group(tuple(records))


def _records(numbered: Iterator[tuple[int, str | None]]) -> list[Record]:
    records: list[Record] = []
    chars = 0
    for index, text in islice(numbered, GROUP_RECORDS):
        if text is None:
            records.append(Record(index, ()))
            continue
        if not isinstance(text, str):
            gap = " (a gap of a frame? redact_frame takes those)" if text != text else ""
            raise TypeError(f"a text is a str, not {type(text).__name__}{gap}")
        records.append(Record(index, (Leaf("", text),) if text else (), source=""))
        chars += len(text)
        if chars >= GROUP_CHARS:
            break
    return records
