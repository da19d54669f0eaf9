"""The Python API: a Redactor detects and redacts texts as the command does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from redactor.engine.components import Components, build
from redactor.engine.discovery import is_one_file
from redactor.engine.document_pass import DocumentRedactor, redacted
from redactor.engine.groups import GROUP_CHARS, GROUP_RECORDS, Group
from redactor.engine.settings import RunSettings
from redactor.errors import WithheldError
from redactor.formats.protocol import edited
from redactor.keys import Key
from redactor.masking.policy.policy import Policy
from redactor.records import Leaf, Record
from redactor.spans import Span
from redactor.storage.places import place_of


@dataclass(frozen=True, slots=True)
class Redaction:
    """A masked text, and the spans of the input that were masked."""

    text: str
    spans: list[Span]


class Redactor:
    """Finds and masks personal information: one for a whole program. Calls hold no state, so threads may share it.

    ``model`` is a model folder (the embedded one by default), ``policy`` a Policy, a preset's name or a file. It can be
    pickled for workers: settings and key travel, the model is loaded on the other side. The work is done outside the
    interpreter's lock for the most part; in a coroutine write ``await asyncio.to_thread(redactor.redact, text)``.

    >>> redactor = Redactor()
    >>> redactor.redact("Write to niels@example.com").text
    'Write to [EMAIL_ADDRESS]'
    >>> [span.label for span in redactor.detect("Card 4111 1111 1111 1111")]
    ['CREDIT_CARD']
    """

    def __init__(
        self, model: str | Path | None = None, policy: Policy | str | Path | None = None, *, key: bytes | None = None
    ) -> None:
        chosen = policy if isinstance(policy, Policy) else Policy.load(policy)
        self._settings = RunSettings(
            None, None, chosen, Key(key) if key else None, model=Path(model) if model else None
        )
        self._parts: Components = build(self._settings)

    def __reduce__(self) -> tuple[object, tuple[RunSettings]]:
        return _remade, (self._settings,)

    def detect(self, text: str) -> list[Span]:
        """The spans that the policy would mask, sorted and disjoint. Raises ``WithheldError``."""
        return self.redact(text).spans

    def detect_many(self, texts: Iterable[str]) -> Iterator[list[Span]]:
        """Spans of each text, in order, detected in batches. Raises ``WithheldError`` at the text concerned."""
        return (redaction.spans for redaction in self.redact_many(texts))

    def redact(self, text: str) -> Redaction:
        """``text`` masked. Raises ``WithheldError`` where a part of it could not be looked at."""
        return next(self.redact_many([text]))

    def redact_many(self, texts: Iterable[str]) -> Iterator[Redaction]:
        """Each text masked, in order, lazily; each is a document of its own. Raises ``WithheldError``, as ``redact``.

        >>> [redaction.text for redaction in Redactor().redact_many(["", "IP 192.0.2.7"])]
        ['', 'IP [IP_ADDRESS]']
        """
        if isinstance(texts, str):
            raise TypeError("redact_many takes several texts; for one there is redact")
        return self._redacted(texts)

    def _redacted(self, texts: Iterable[str]) -> Iterator[Redaction]:
        detect = self._parts.detection.detect
        groups = ((group, detect(group.records)) for group in _groups(texts))
        for record, _, masked in redacted(groups, DocumentRedactor(self._parts.masker, "")):
            if masked.withheld is not None:
                raise WithheldError(f"text {record.index} could not be looked at: {masked.withheld.reason}")
            text = record.leaves[0].text if record.leaves else ""
            spans = [Span(event.start, event.end, event.label, event.score, event.detector) for event in masked.events]
            yield Redaction(edited(text, masked.edits[0]) if text else "", spans)

    def redact_file(
        self, source: str | Path, target: str | Path, *, fields: Sequence[str] = (), format: str | None = None
    ) -> dict[str, object]:
        """Redact a file or folder as ``redact-batch`` does, also ``s3://…``; the run's summary. Withheld records stand in it.

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
        path, output = place_of(str(source)), place_of(str(target))
        settings = replace(
            self._settings,
            input=path,
            output=output,
            fields=tuple(fields),
            format=format,
            single=is_one_file(path, output, str(target)),
        )
        return run(settings, components=self._parts).as_json()


def _remade(settings: RunSettings) -> Redactor:
    made = Redactor.__new__(Redactor)
    made._settings, made._parts = settings, build(settings)
    return made


def _groups(texts: Iterable[str]) -> Iterator[Group]:
    """Each text as a record of its own, in groups as large as a run's. Drawn lazily."""
    numbered = enumerate(texts)
    while records := _records(numbered):
        yield Group(tuple(records))


def _records(numbered: Iterator[tuple[int, str]]) -> list[Record]:
    records: list[Record] = []
    chars = 0
    for index, text in islice(numbered, GROUP_RECORDS):
        if not isinstance(text, str):
            raise TypeError(f"a text is a str, not {type(text).__name__}")
        records.append(Record(index, (Leaf("", text),) if text else ()))
        chars += len(text)
        if chars >= GROUP_CHARS:
            break
    return records
