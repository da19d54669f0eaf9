"""What is masked and how: frozen models of the policy file. What a policy does not name is masked."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from redactor.labels import LABEL_MAP, mapped
from redactor.masking.linear import check_linear
from redactor.masking.memory import normalised
from redactor.masking.merge import DEFAULT_JOINS, Join
from redactor.masking.operators import AnyOperatorModel, OperatorField, Tag, operator_named

_INDEX = re.compile(r"\[\d+\]")
_BLANK_SETS = {" ": " \t\u00a0", "\n": "\r\n"}


def _checked_regex(pattern: str) -> str:
    check_linear(pattern)
    return pattern


Regex = Annotated[str, Field(min_length=1), AfterValidator(_checked_regex)]
Region = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Label = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Defaults(_Part):
    """What holds for every label that the policy does not name."""

    enabled: bool = True
    threshold: Probability = 0.0
    operator: OperatorField = Tag()


class LabelPolicy(_Part):
    """One label; None means as ``[default]`` says."""

    enabled: bool = True
    threshold: Probability | None = None
    operator: OperatorField | None = None


class Allow(_Part):
    """Values that stay in clear when a span is exactly that; the deny list and whole fields are stronger."""

    exact: tuple[str, ...] = ()
    casefold: tuple[str, ...] = ()
    regex: tuple[Regex, ...] = ()

    def matcher(self) -> Callable[[str], bool]:
        """A function that tells whether a value is allowed."""
        exact, folded = frozenset(self.exact), frozenset(map(normalised, self.casefold))
        patterns = [re.compile(pattern) for pattern in self.regex]

        def allowed(value: str) -> bool:
            if value in exact or (folded and normalised(value) in folded):
                return True
            return any(pattern.fullmatch(value) for pattern in patterns)

        return allowed


class Deny(_Part):
    """Words that are always masked under one label: written here, or one a line in ``file`` (beside the policy)."""

    words: tuple[str, ...] = ()
    file: str | None = None
    _from_file: tuple[str, ...] = PrivateAttr(default=())

    @model_validator(mode="after")
    def _read(self, info: ValidationInfo) -> Deny:
        if self.file is not None and not self._from_file:
            path = Path((info.context or {}).get("folder", "."), self.file)
            try:
                lines = path.read_text(encoding="utf-8-sig").splitlines()
            except UnicodeDecodeError:
                raise ValueError("the file of words is not UTF-8") from None
            except OSError as error:
                raise ValueError(f"the file of words cannot be read: {error.strerror}") from None
            self._from_file = tuple(word for line in lines if (word := line.strip()) and not word.startswith("#"))
        return self

    def all_words(self) -> tuple[str, ...]:
        """Every word, those of the file last."""
        return self.words + self._from_file


class CustomPattern(_Part):
    """A pattern detector of the user's own."""

    label: Label
    regex: Regex
    context: tuple[str, ...] = ()
    score: Probability = 0.8


class FieldPolicy(_Part):
    """One field path: skipped, masked whole as ``label``, or searched for ``labels`` only."""

    operator: OperatorField | None = None
    label: Label | None = None
    labels: tuple[Label, ...] | None = None
    threshold: Probability | None = None
    skip: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> FieldPolicy:
        if self.skip and (self.operator or self.label or self.labels is not None):
            raise ValueError("skip leaves the whole field in clear; it goes with no other key")
        if self.label and self.labels is not None:
            raise ValueError("label masks the whole field, labels searches in it: give one of them")
        if self.label and self.operator and self.operator.in_clear:
            raise ValueError("to leave a whole field in clear write skip = true")
        return self


def _join_from_list(value: Any) -> Any:
    """``["A", "B"]`` joins over blanks, ``["A", " ,", "B"]`` over the characters in the middle."""
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        if len(value) == 2:
            return {"first": value[0], "second": value[1]}
        if len(value) == 3:
            return {"first": value[0], "across": value[1], "second": value[2]}
        raise ValueError('write ["FIRST", "SECOND"], or ["FIRST", " ,", "SECOND"] with what may lie between')
    return value


class JoinPolicy(_Part):
    """Two neighbouring spans that are one thing: ``into`` is the first label unless given."""

    first: Label
    second: Label
    into: Label | None = None
    across: str = " "

    def rule(self) -> Join:
        """As the merge wants it: a blank stands for tabs and hard blanks too, ``\\n`` for any line end."""
        across = "".join(_BLANK_SETS.get(char, char) for char in self.across)
        return Join(self.first, self.second, self.into or self.first, across)


class MergePolicy(_Part):
    """How pieces of one thing become one; None means the built-in joins."""

    join: tuple[Annotated[JoinPolicy, BeforeValidator(_join_from_list)], ...] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to spans of one label in one field."""

    enabled: bool
    threshold: float
    operator: AnyOperatorModel

    @property
    def redacts(self) -> bool:
        """False where the policy leaves such spans in clear."""
        return self.enabled and not self.operator.in_clear


class Policy(_Part):
    """The whole policy. ``only`` and ``keep`` are the labels of ``--label`` and ``--keep``."""

    preset: str | None = None
    regions: tuple[Region, ...] = ("US", "GB", "VN")
    propagation: bool = True
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
    merge: MergePolicy = MergePolicy()
    label_map: Mapping[str, Label] = Field(default_factory=dict)

    @staticmethod
    def load(path_or_preset: str | Path | None = None) -> Policy:
        """A preset by name, a policy file, or (None) the preset ``default``. Raises ``PolicyError``."""
        from redactor.masking.policy_file import load

        return load(path_or_preset)

    def field(self, field: str) -> FieldPolicy | None:
        """The policy of a field; ``a[3].b`` also answers to ``a[*].b``."""
        return self.fields.get(field) or self.fields.get(_INDEX.sub("[*]", field))

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
        self, operator: str | None = None, labels: Sequence[str] = (), keep: Sequence[str] = ()
    ) -> Policy:
        """The policy under the flags: ``operator`` for all that is masked, only ``labels``, all but ``keep``.

        What the policy leaves in clear with the operator ``keep`` stays in clear.
        """
        changes: dict[str, Any] = {}
        if operator is not None:
            chosen = operator_named(operator)
            changes = {
                "default": _operated(self.default, chosen),
                "labels": {name: _operated(part, chosen) for name, part in self.labels.items()},
                "fields": {name: _operated(part, chosen) for name, part in self.fields.items()},
            }
        if labels:
            changes["only"] = tuple(dict.fromkeys(map(self.canonical, labels)))
        if keep:
            changes["keep"] = tuple(dict.fromkeys((*self.keep, *map(self.canonical, keep))))
        return self.model_copy(update=changes)

    def canonical(self, label: str) -> str:
        """Our name for a label as the user writes it: through the policy's map and the common one."""
        own = {name.casefold(): target for name, target in self.label_map.items()}
        name = mapped(mapped(label.strip(), own), LABEL_MAP)
        return name if name in self.labels else next((n for n in self.labels if n == name.upper()), name)

    def named_labels(self) -> frozenset[str]:
        """Every label that this policy speaks of: to be held against what model and detectors can find."""
        rules = self.fields.values()
        in_fields = (label for rule in rules for label in (rule.label, *(rule.labels or ())) if label)
        return frozenset((*self.labels, *self.deny, *self.only, *self.keep, *in_fields))

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
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def required_key(policy: Policy) -> list[str]:
    """The operators of ``policy`` that cannot work without a key, sorted."""
    parts: Iterable[Defaults | LabelPolicy | FieldPolicy] = (
        *((policy.default,) if policy.default.enabled else ()),
        *(part for label, part in policy.labels.items() if part.enabled or label in policy.only),
        *policy.fields.values(),
    )
    return sorted({part.operator.name for part in parts if part.operator is not None and part.operator.needs_key})


def _operated(part: Any, operator: AnyOperatorModel) -> Any:
    """``part`` with another operator, unless its own leaves in clear."""
    if part.operator is not None and part.operator.in_clear:
        return part
    return part.model_copy(update={"operator": operator})
