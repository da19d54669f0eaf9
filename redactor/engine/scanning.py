"""A run that shows instead of writing: what would be masked in each field, and on request why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from redactor.detectors.rows import Pattern
from redactor.detectors.table import rows_for
from redactor.engine.components import Components
from redactor.engine.document_pass import DocumentRedactor, redacted
from redactor.engine.file_columns import columns_of, detected
from redactor.engine.groups import grouped
from redactor.engine.reading import UnfitError, fit, opened
from redactor.engine.views import model_range, views
from redactor.formats.protocol import Format, FormatSettings
from redactor.masking.policy.policy import Policy
from redactor.records import Leaf, detectable
from redactor.reporting.explain import MASKED, Fate, fates, pattern_evidence, window_evidence
from redactor.spans import Span, overlaps
from redactor.tagger.tagging import Failure, Tagger


@dataclass(frozen=True, slots=True)
class Explained:
    """A candidate's fate and what its detector has to say for it."""

    fate: Fate
    evidence: str


#: In the place of a record's number: what is wrong with the whole file, in words.
WHOLE = -2


@dataclass(frozen=True, slots=True)
class Scanned:
    """One field, or one piece of a text: ``text`` begins at ``offset`` of the field; ``spans`` and fates are in
    characters of the field. ``withheld`` says why a record would not be given out."""

    record: int
    field: str
    text: str
    offset: int
    spans: tuple[Span, ...] = ()
    explained: tuple[Explained, ...] = ()
    withheld: str | None = None


def scan(
    name: str, source: BinaryIO, form: Format, settings: FormatSettings, parts: Components, *, explain: bool = False
) -> Iterator[Scanned]:
    """Everything in ``source``, in order, decided as a run decides it."""
    try:
        yield from _scan(name, source, form, settings, parts, explain=explain)
    except UnfitError as error:
        yield Scanned(WHOLE, "", "", 0, withheld=f"would not be redacted: {error.told}")


def _scan(
    name: str, source: BinaryIO, form: Format, settings: FormatSettings, parts: Components, *, explain: bool
) -> Iterator[Scanned]:
    rows = pattern_rows(parts.masker.policy) if explain else {}
    whole = form.whole_document(settings)
    columns = columns_of(parts.masker, form, settings)
    reader = opened(source, form, settings)
    groups = grouped(fit(reader, form, settings), alone=settings.line_buffered, columns=columns is not None)
    answers = ((group, detected(group, parts.detection, columns)) for group in groups)
    shown = 0
    document = DocumentRedactor.of(parts.masker, name, form, settings)
    for record, found, masked in redacted(answers, document):
        if masked.withheld is not None:
            yield Scanned(record.index, "", "", 0, withheld=masked.withheld.reason)
            shown = max([shown, *(leaf.offset + leaf.core_end for leaf in record.leaves)]) if whole else 0
            continue
        assert not isinstance(found, Failure), "a failure is withheld"
        events = iter(masked.events)
        for leaf, edits, candidates in zip(record.leaves, masked.edits, found, strict=True):
            own = [next(events) for _ in edits]
            spans = tuple(Span(one.start, one.end, one.label, one.score, one.detector) for one in own)
            start = max(leaf.offset + leaf.core_start, shown) if whole else leaf.offset
            end = max([leaf.offset + leaf.core_end, *(span.end for span in spans)])
            explained: tuple[Explained, ...] = ()
            if explain:
                near = [span for span in candidates if span.start < leaf.core_end and span.end > leaf.core_start]
                explained = tuple(_explained(leaf, near, spans, parts, rows))
            text = leaf.text[start - leaf.offset : end - leaf.offset]
            yield Scanned(record.index, leaf.field, text, start, spans, explained)
            shown = end if whole else 0
    if form.has_fields and reader.absent_fields:
        absent = ", ".join(reader.absent_fields)
        yield Scanned(WHOLE, "", "", 0, withheld=f"chosen fields that no record has: {absent}")


def pattern_rows(policy: Policy) -> dict[str, Pattern]:
    """Detector → the row of the table or of the policy that speaks under that name."""
    own = [
        Pattern(part.label, f"policy_{number}", part.regex, context=part.context, score=part.score)
        for number, part in enumerate(policy.patterns)
    ]
    return {row.detector: row for row in (*rows_for(None, policy.regions), *own)}


def _explained(
    leaf: Leaf, candidates: list[Span], spans: tuple[Span, ...], parts: Components, rows: dict[str, Pattern]
) -> Iterator[Explained]:
    chosen = [span.shifted(-leaf.offset) for span in spans]
    found = fates(leaf.text, leaf.field, candidates, chosen, parts.masker)
    decided = {(fate.span.start, fate.span.end, fate.span.label) for fate in found if fate.fate == MASKED}
    for span in chosen:
        if (span.start, span.end, span.label) not in decided:
            found.append(Fate(span, MASKED, _made_of(span, candidates)))
    tagger = parts.detection.tagger
    for fate in sorted(found, key=lambda one: (one.span, one.fate)):
        evidence = _evidence(leaf, fate.span, tagger, rows)
        yield Explained(Fate(fate.span.shifted(leaf.offset), fate.fate, fate.why), evidence)


def _made_of(span: Span, candidates: list[Span]) -> str:
    if span.detector == "propagation":
        return "another mention of a name that was found in this document"
    if span.detector == "column":
        return "most values of its field are such"
    if span.detector == "field":
        return "the policy masks the whole field"
    number = sum(overlaps(span, other) for other in candidates)
    return f"made of {number} spans that overlap or that the policy joins"


def _evidence(leaf: Leaf, span: Span, tagger: Tagger | None, rows: dict[str, Pattern]) -> str:
    if span.detector != "model":
        return pattern_evidence(detectable(leaf.text), span, rows)
    for view in views(leaf):
        if tagger is not None and view.offset + view.start <= span.start < view.offset + view.end:
            left, right = model_range(view)
            text = detectable(view.text[left:right])
            return window_evidence(text, view.offset + left, span, tagger.checkpoint)
    return ""
