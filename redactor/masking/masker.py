"""Spans → edits → masked text, and where each mask stands in the output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from redactor.errors import PolicyError
from redactor.extras import EXTRAS, install
from redactor.keys import Key
from redactor.masking.merge import merge
from redactor.masking.operators.document_memory import DocumentMemory
from redactor.masking.operators.operators import Context, NumberedTag, Operator, Tag, link_tag
from redactor.masking.policy.policy import Decision, Policy, check_key, operators_of
from redactor.masking.typed_values import typed
from redactor.records import Edit
from redactor.scalars import Scalar
from redactor.spans import Span, check_disjoint

#: Detectors that are told what a value is: no threshold holds for them.
_TOLD = frozenset(("deny_list", "column"))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with the edits made; raises ``ValueError`` unless they are sorted, disjoint and inside it.

    >>> apply("Ann met Bob", [Edit(0, 3, "[A]"), Edit(8, 11, "[B]")])
    '[A] met [B]'
    """
    parts: list[str] = []
    at = 0
    for edit in edits:
        if not at <= edit.start <= edit.end <= len(text):
            raise ValueError("edits overlap, are out of order or lie outside the text")
        parts += (text[at : edit.start], edit.replacement)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Placed:
    """An edit, and the half-open range its replacement takes in the output."""

    edit: Edit
    out_start: int
    out_end: int


def placed(edits: Iterable[Edit], shift: int = 0) -> tuple[list[Placed], int]:
    """Each edit with its place in the output, and the shift that holds behind the last one.

    ``shift`` is what earlier edits of the same field (earlier pieces of a text) have moved so far.
    """
    found = []
    for edit in edits:
        start = edit.start + shift
        found.append(Placed(edit, start, start + len(edit.replacement)))
        shift += len(edit.replacement) - (edit.end - edit.start)
    return found, shift


#: Decisions that are remembered.
_MOST_DECISIONS = 65_536


class Masker:
    """A policy and a key, ready to work. Raises ``KeyFileError`` when the policy needs a key and there is none,
    ``PolicyError`` when one of its operators needs a library that is not installed."""

    def __init__(self, policy: Policy, key: Key | None = None) -> None:
        check_key(policy, key, "give --key-file FILE or set REDACTOR_KEY")
        for operator in operators_of(policy):
            if operator.library and find_spec(operator.library) is None:
                raise PolicyError(
                    f"the operator {operator.name} needs {operator.library}, which is not installed: "
                    f"{install(EXTRAS[operator.library])}"
                )
        self.policy = policy
        self.key = key
        self._joins = policy.joins()
        self._allowed = policy.allow.matcher()
        self._decisions: dict[tuple[str, str], Decision] = {}

    def decision(self, label: str, field: str) -> Decision:
        """The policy's decision, remembered: it is asked for every span. A field counts where the policy speaks of any: each
        row of a sheet is one of its own."""
        field = field if self.policy.fields else ""
        known = self._decisions.get((label, field))
        if known is None:
            if len(self._decisions) >= _MOST_DECISIONS:
                self._decisions.clear()
            known = self._decisions[label, field] = self.policy.decision(label, field)
        return known

    def whole_field(self, text: str, field: str) -> tuple[Span, ...] | None:
        """The spans of a field whose policy settles it without any detector; None where detectors must look."""
        rule = self.policy.field(field)
        if rule is None or not (rule.skip or rule.label):
            return None
        if rule.skip or not text.strip():
            return ()
        if not self.decision(rule.label or "", field).redacts:
            return None
        return (Span(0, len(text), rule.label or "", 1.0, "field"),)

    def wanted(self, text: str, spans: Iterable[Span], field: str) -> list[Span]:
        """The spans that the policy wants masked: enabled, sure enough, and not an allowed value."""
        found = []
        for span in spans:
            decision = self.decision(span.label, field)
            if not decision.redacts or (span.score < decision.threshold and span.detector not in _TOLD):
                continue
            if span.detector == "deny_list" or not self._allowed(text[span.start : span.end]):
                found.append(span)
        return found

    def select(self, text: str, spans: Iterable[Span], field: str, settled: Iterable[Span] = ()) -> tuple[Span, ...]:
        """What is to be masked, sorted and disjoint: the policy is asked first, then overlaps are merged.

        In this order a label that is switched off, kept in clear or allowed cannot win over one that is masked.
        ``settled`` are spans that an earlier ``select`` gave: they are masked whatever they have been joined into.
        """
        whole = self.whole_field(text, field)
        if whole is not None:
            return whole
        return merge([*self.wanted(text, spans, field), *settled], text, self._joins)

    def operator(self, label: str, field: str) -> Operator:
        """What masks a span that was selected. Never ``keep``: a join may have given the span a label that the
        policy leaves in clear, but its parts were to be masked, so it becomes a tag."""
        decision = self.decision(label, field)
        return decision.operator if decision.redacts else Tag()

    def edits(
        self,
        text: str,
        spans: Sequence[Span],
        field: str = "",
        memory: DocumentMemory | None = None,
        scalar: Scalar | None = None,
        links: DocumentMemory | None = None,
    ) -> list[Edit]:
        """One edit for each of ``spans``, which ``select`` has made. Same values, same memory: same edits.

        ``scalar`` is the type of a text that stands for a value which is none; its span is all of it. ``links`` is what the
        file remembers of values that link its records: a tag says then which of them it stands for.
        """
        check_disjoint(spans)
        ctx = Context(self.key, memory if memory is not None else DocumentMemory(), self.policy.regions)
        edits = []
        for span in spans:
            value = text[span.start : span.end]
            operator = self.operator(span.label, field)
            if links is not None and isinstance(operator, Tag | NumberedTag):
                replacement = link_tag(value, span, self.key, links)
            else:
                replacement = (
                    operator.apply(value, span, ctx) if scalar is None else typed(operator, value, span, ctx, scalar)
                )
            edits.append(Edit(span.start, span.end, replacement))
        return edits
