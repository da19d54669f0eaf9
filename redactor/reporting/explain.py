"""Why a span was masked, or why not: every candidate of the detectors with its fate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redactor.detectors.anchors import context_distance
from redactor.detectors.normalise import lowered, plain
from redactor.detectors.rows import Pattern
from redactor.masking.masker import Masker
from redactor.masking.merge import validated
from redactor.spans import Span, overlaps
from redactor.tagger.checkpoint import Checkpoint
from redactor.tagger.tagging import windowed

MASKED = "masked"


@dataclass(frozen=True, slots=True)
class Fate:
    """A candidate, what became of it in one word, and why in a sentence that quotes no text."""

    span: Span
    fate: str
    why: str


def fates(text: str, field: str, candidates: Iterable[Span], chosen: Sequence[Span], masker: Masker) -> list[Fate]:
    """What became of each candidate, given the spans that were masked in the end."""
    return [_fate(text, field, span, chosen, masker) for span in sorted(set(candidates))]


def _fate(text: str, field: str, span: Span, chosen: Sequence[Span], masker: Masker) -> Fate:
    decision = masker.decision(span.label, field)
    if not decision.enabled:
        return Fate(span, "off", f"the policy does not look for {span.label} here")
    if not decision.redacts:
        return Fate(span, "kept", f"the policy leaves {span.label} in clear")
    listed = span.detector == "deny_list"
    if not listed and span.score < decision.threshold:
        return Fate(span, "unsure", f"score {span.score:.2f} is under the threshold {decision.threshold:.2f}")
    if not listed and not masker.wanted(text, [span], field):
        return Fate(span, "allowed", "the policy's allow list has this value")
    over = [other for other in chosen if overlaps(span, other)]
    same = [other for other in over if (other.label, other.detector) == (span.label, span.detector)]
    if any((other.start, other.end) == (span.start, span.end) for other in same):
        return Fate(span, MASKED, "")
    if not over:  # a piece's edge: the piece that holds the rest decides
        return Fate(span, "elsewhere", "the neighbouring piece of the text decides")
    winner = max(over, key=lambda other: min(other.end, span.end) - max(other.start, span.start))
    if same:
        return Fate(span, MASKED, f"its part [{same[0].start}, {same[0].end}) under this label")
    name = f"[{winner.start}, {winner.end}) {winner.label} of {winner.detector}"
    return Fate(span, "merged", f"into {name}: {_better(winner, span)}")


def _better(winner: Span, span: Span) -> str:
    if validated(winner) and not validated(span):
        return "it is validated"
    if winner.label == span.label:
        return "overlapping spans of one label become one"
    if len(winner) > len(span):
        return "it is longer"
    return "its score is higher" if winner.score > span.score else "its label comes first"


def pattern_evidence(text: str, span: Span, rows: Mapping[str, Pattern]) -> str:
    """Which row of the pattern table spoke, what checked the value, and whether a word near by helped."""
    row = rows.get(span.detector)
    if row is None:
        return ""
    reasons = [f"row {row.name}"]
    if row.validator is not None:
        name = getattr(row.validator, "__name__", "").strip("_")
        name = "its own validator" if name in ("", "<lambda>") else f"validator {name}"
        reasons.append(f"{name} (a checksum: proof)" if row.checksum else name)
    elif row.checksum:
        reasons.append("its format is proof")
    if row.context:
        view = plain(text)
        distance = context_distance(view, lowered(view), span.start, span.end, row.context)
        needed = "needed" if row.needs_context else "not needed"
        near = "none near" if distance is None else f"one at a distance of {distance}"
        reasons.append(f"context word {needed}, {near}")
    return ", ".join(reasons)


def window_evidence(text: str, offset: int, span: Span, checkpoint: Checkpoint) -> str:
    """Which window of the model decided the span's first token; ``text`` is what the model was shown, at ``offset``."""
    encoding = checkpoint.tokenizer.encode(text, add_special_tokens=False)
    offsets = encoding.offsets
    at = next((i for i, (_, end) in enumerate(offsets) if end > span.start - offset), None)
    if at is None:
        return ""
    _, windows = windowed(checkpoint, text, encoding)
    number, window = next((i, w) for i, w in enumerate(windows) if w.own_start <= at < w.own_end)
    first, last = offsets[window.start][0] + offset, offsets[window.end - 1][1] + offset
    token = f"token {at - window.start + 1} of {window.end - window.start}"
    return f"window {number + 1} of {len(windows)}, {token}, characters [{first}, {last})"


def as_json(fate: Fate, evidence: str, where: Mapping[str, Any]) -> dict[str, Any]:
    """One object for ``--json --explain``."""
    span = fate.span
    finding = {"start": span.start, "end": span.end, "label": span.label, "score": round(span.score, 4)}
    return {**where, **finding, "detector": span.detector, "fate": fate.fate, "why": fate.why, "evidence": evidence}
