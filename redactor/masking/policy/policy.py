"""What is masked and how: the policy of a run. What a policy does not name is masked."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from redactor.errors import KeyFileError, UsageError
from redactor.labels import LABEL_MAP, TAGGER_LABELS, mapped
from redactor.masking.merge import DEFAULT_JOINS, Join
from redactor.masking.operators.operators import OPERATORS, Operator, operator_named
from redactor.masking.policy.load import load
from redactor.masking.policy.schema import (
    Allow,
    CustomPattern,
    Defaults,
    Deny,
    FieldNamesPolicy,
    FieldPolicy,
    InstalledDetector,
    Label,
    LabelPolicy,
    MailPolicy,
    MergePolicy,
    NumbersPolicy,
    Part,
    Probability,
    Region,
)
from redactor.near import meant
from redactor.plugins import declared, installed_digest
from redactor.plugins import load as load_plugin

_INDEX = re.compile(r"\[\d+\]")
#: A cell of a sheet.
_CELL = re.compile(r"""sheet\d+(?:\.|(?=\["))(.+?)\[(?:\d+|\*)\]""")

#: A value in a row of JSON under a header, and one behind a key of a property list: the place, and then its name.
_NAMED_PLACE = re.compile(
    r"(\[\d+\]|(?:.*\.)?dict(?:\[\d+\])?\.(?:string|integer|real|date|data)(?:\[\d+\])?)(?=\.|\[\")"
)


def names_of(field: str) -> tuple[str, ...]:
    """What a rule may call a field: its path, that with any item of a list, of a cell of a sheet its column alone, and of a
    value that something beside it names its place without that name.

    >>> names_of("sheet1.Phone[7]"), names_of("a.b"), names_of("[2].phone")
    (('sheet1.Phone[7]', 'sheet1.Phone[*]', 'Phone'), ('a.b',), ('[2].phone', '[*].phone', '[2]', '[*]'))
    """
    names = (field, _INDEX.sub("[*]", field)) if "[" in field else (field,)
    if place := _NAMED_PLACE.match(field):
        names = (*names, place[1], _INDEX.sub("[*]", place[1]))
    cell = _CELL.fullmatch(field) if field.startswith("sheet") else None
    return (*names, cell[1]) if cell else names


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to spans of one label in one field."""

    enabled: bool
    threshold: float
    operator: Operator

    @property
    def redacts(self) -> bool:
        """False where the policy leaves such spans in clear."""
        return self.enabled and not self.operator.in_clear


class Policy(Part):
    """The whole policy. ``only`` and ``keep`` are the labels of ``--label`` and ``--keep``."""

    preset: str | None = None
    regions: tuple[Region, ...] = ("US", "GB", "VN")
    propagation: bool = True
    detectors: tuple[InstalledDetector, ...] = ()
    columns: bool = True
    keys: Literal["withhold", "mask"] = "withhold"
    recall: Probability | None = None
    subject: str | None = None
    only: tuple[Label, ...] = ()
    keep: tuple[Label, ...] = ()
    default: Defaults = Defaults()
    labels: Mapping[Label, LabelPolicy] = Field(default_factory=dict)
    allow: Allow = Allow()
    deny: Mapping[Label, Deny] = Field(default_factory=dict)
    patterns: tuple[CustomPattern, ...] = ()
    fields: Mapping[str, FieldPolicy] = Field(default_factory=dict)
    field_names: FieldNamesPolicy = FieldNamesPolicy()
    numbers: NumbersPolicy = NumbersPolicy()
    mail: MailPolicy = MailPolicy()
    merge: MergePolicy = MergePolicy()
    label_map: Mapping[str, Label] = Field(default_factory=dict)

    @classmethod
    def load(cls, path_or_preset: str | Path | Mapping[str, Any] | None = None) -> Policy:
        """A preset by name, a policy file, a mapping as such a file holds, or (None) the preset ``default``.
        Raises ``PolicyError``.

        >>> Policy.load({"labels": {"PERSON": {"operator": "mask"}}}).decision("PERSON").operator.name
        'mask'
        """
        return load(cls, path_or_preset)

    def field(self, field: str) -> FieldPolicy | None:
        """The policy of a field; ``a[3].b`` also answers to ``a[*].b``, a cell of a sheet to its column's name."""
        if not self.fields:
            return None
        return next((self.fields[name] for name in names_of(field) if name in self.fields), None)

    def decision(self, label: str, field: str = "") -> Decision:
        """What to do with a span of ``label`` in ``field``: the flags first, then the field, the label, the default."""
        named = self.labels.get(label, LabelPolicy(enabled=self.default.enabled))
        rule = self.field(field) or FieldPolicy()
        enabled = named.enabled
        if rule.label == label or label in (rule.labels or ()):
            enabled = True
        elif rule.skip or rule.labels is not None:
            enabled = False
        if label in self.keep or (self.only and label not in self.only):
            enabled = False
        elif label in self.only and not rule.skip and (rule.labels is None or label in rule.labels):
            enabled = True
        threshold = next(
            value for value in (rule.threshold, named.threshold, self.default.threshold) if value is not None
        )
        return Decision(enabled, threshold, rule.operator or named.operator or self.default.operator)

    def with_overrides(
        self,
        operator: str | None = None,
        labels: Sequence[str] = (),
        keep: Sequence[str] = (),
        known: Collection[str] = (),
        *,
        regions: Sequence[str] | None = None,
        min_score: float | None = None,
        recall: float | None = None,
    ) -> Policy:
        """The policy under the flags: ``operator`` for all that is masked, only ``labels``, all but ``keep``.

        What the policy leaves in clear with the operator ``keep`` stays in clear. ``known`` are the labels that
        model and detectors can find; with it, a label that is none of them is a ``UsageError``: a slip of the pen
        after ``--label`` would else mask nothing. ``min_score`` is the threshold where the policy sets none.
        """
        changes: dict[str, Any] = {}
        if operator is not None:
            if operator not in OPERATORS:
                known_ones = ", ".join(OPERATORS)
                raise UsageError(f"no such operator: {operator}{meant(operator, OPERATORS)} (known: {known_ones})")
            chosen = operator_named(operator)
            changes = {
                "default": _operated(self.default, chosen),
                "labels": {name: _operated(part, chosen) for name, part in self.labels.items()},
                "fields": {name: _operated(part, chosen) for name, part in self.fields.items()},
            }
        if labels:
            changes["only"] = tuple(dict.fromkeys(self.canonical(label, known) for label in labels))
        if keep:
            kept = [self.canonical(label, known) for label in keep]
            if both := set(changes.get("only", ())) & set(kept):
                raise UsageError(f"{min(both)} cannot be wanted and kept at once; give one of the two")
            changes["keep"] = tuple(dict.fromkeys((*self.keep, *kept)))
        if min_score is not None:
            if not 0 <= min_score <= 1:
                raise UsageError("the lowest score lies in 0..1")
            changes["default"] = changes.get("default", self.default).model_copy(update={"threshold": min_score})
        if recall is not None:
            changes["recall"] = recall
        if regions is not None:
            wrong = [one for one in regions if not re.fullmatch("[A-Z]{2}", one)]
            if wrong or isinstance(regions, str):
                raise UsageError("regions are countries of two capital letters, as DE,FR")
            changes["regions"] = tuple(dict.fromkeys(regions))
        return self.model_copy(update=changes)

    def canonical(self, label: str, known: Collection[str] = ()) -> str:
        """Our name for a label as a user writes it, whatever its case: through the policy's map and the common one."""
        own = {name.casefold(): target for name, target in self.label_map.items()}
        wanted = mapped(mapped(label.strip(), own), LABEL_MAP)
        names = {name.casefold(): name for name in (*TAGGER_LABELS, *sorted(self.named_labels()), *sorted(known))}
        found = names.get(wanted.casefold())
        if found is None and known:
            raise UsageError(f"no such label: {label}{meant(wanted, names.values())}")
        return found or wanted

    def named_labels(self) -> frozenset[str]:
        """Every label that this policy speaks of: to be held against what model and detectors can find."""
        rules = self.fields.values()
        in_fields = (label for rule in rules for label in (rule.label, *(rule.labels or ())) if label)
        return frozenset((*self.labels, *self.deny, *self.field_names.words, *self.only, *self.keep, *in_fields))

    def joins(self) -> tuple[Join, ...]:
        """The joins that ``merge`` is to make."""
        rules = self.merge.join
        return DEFAULT_JOINS if rules is None else tuple(rule.rule() for rule in rules)

    def deny_words(self) -> Mapping[str, tuple[str, ...]]:
        """Label → words, files included."""
        return {label: part.all_words() for label, part in self.deny.items()}

    @property
    def digest(self) -> str:
        """SHA-256 of the policy's content: spelling, order of keys and places of files do not count, words do."""
        content = self.model_dump(mode="json")
        for label, part in self.deny.items():
            content["deny"][label] = sorted(part.all_words())
        content.pop("preset")
        if not self.detectors:  # policies from before there were any keep their digest
            content.pop("detectors")
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def operators_of(policy: Policy) -> list[Operator]:
    """The operators that a run under ``policy`` may use."""
    parts: Iterable[Defaults | LabelPolicy | FieldPolicy] = (
        *((policy.default,) if policy.default.enabled else ()),
        *(part for label, part in policy.labels.items() if part.enabled or label in policy.only),
        *policy.fields.values(),
    )
    return [part.operator for part in parts if part.operator is not None]


def plugin_digests(policy: Policy) -> dict[str, str]:
    """The operators of other packages that ``policy`` uses: entry point → digest of its code and release."""
    used = {type(operator) for operator in operators_of(policy)}
    installed = ((point, load_plugin(point, "operators")) for point in declared("operators").values())
    return {point.name: installed_digest(point, kind) for point, kind in installed if kind in used}


def required_key(policy: Policy) -> list[str]:
    """The operators of ``policy`` that cannot work without a key, sorted."""
    return sorted({operator.name for operator in operators_of(policy) if operator.needs_key})


def check_key(policy: Policy, key: object, remedy: str) -> None:
    """Raise ``KeyFileError`` where there is no ``key`` and ``policy`` needs one; ``remedy`` says how to give it here."""
    if key is None and (needed := required_key(policy)):
        raise KeyFileError(f"the policy uses {', '.join(needed)}, which needs a key of 16 bytes or more; {remedy}")


def _operated(part: Any, operator: Operator) -> Any:
    """``part`` with another operator, unless its own leaves in clear."""
    if part.operator is not None and part.operator.in_clear:
        return part
    return part.model_copy(update={"operator": operator})
