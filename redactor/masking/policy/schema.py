"""The parts of a policy file as frozen models: labels, lists, patterns, fields, joins."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

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

from redactor.masking.merge import Join
from redactor.masking.operators.document_memory import normalised
from redactor.masking.operators.operators import OperatorField, Tag
from redactor.masking.policy.regex_safety import check_linear
from redactor.near import meant
from redactor.plugins import declared

_BLANK_SETS = {" ": " \t\u00a0", "\n": "\r\n"}


def _checked_regex(pattern: str) -> str:
    check_linear(pattern)
    return pattern


def _installed(name: str) -> str:
    known = declared("detectors")
    if name not in known:
        hint, names = meant(name, known), ", ".join(known) or "none"
        raise ValueError(f"no installed package brings this detector{hint} (installed: {names})")
    return name


Regex = Annotated[str, Field(min_length=1), AfterValidator(_checked_regex)]
Region = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
#: An entry point of the group ``redactor.detectors``.
InstalledDetector = Annotated[str, AfterValidator(_installed)]
Label = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Defaults(Part):
    """What holds for every label that the policy does not name."""

    enabled: bool = True
    threshold: Probability = 0.0
    operator: OperatorField = Tag()


class LabelPolicy(Part):
    """One label; None means as ``[default]`` says."""

    enabled: bool = True
    threshold: Probability | None = None
    operator: OperatorField | None = None


class Allow(Part):
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


class Deny(Part):
    """Words that are masked in every value under one label (keys and headers are names, and stay): written here,
    or one a line in ``file`` (beside the policy)."""

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


class CustomPattern(Part):
    """A pattern detector of the user's own."""

    label: Label
    regex: Regex
    context: tuple[str, ...] = ()
    score: Probability = 0.8


class FieldPolicy(Part):
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


class FieldNamesPolicy(Part):
    """What names of fields say: switched off, with more names (label → names), or without some of the table's."""

    enabled: bool = True
    words: Mapping[Label, tuple[str, ...]] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()


class MailPolicy(Part):
    """Parts of mail that nobody can look at (pictures, PDF, what is encrypted): removed, with a placeholder that names them,
    kept as they are, or reason to withhold their message. Signatures are always removed."""

    attachments: Literal["remove", "keep", "withhold"] = "remove"


class NumbersPolicy(Part):
    """Numbers, dates and moments that are no text, in fields whose name says whose they are: masked, or left in clear."""

    named: Literal["mask", "pass"] = "mask"


def _join_from_list(value: Any) -> Any:
    """``["A", "B"]`` joins over blanks, ``["A", " ,", "B"]`` over the characters in the middle."""
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        if len(value) == 2:
            return {"first": value[0], "second": value[1]}
        if len(value) == 3:
            return {"first": value[0], "across": value[1], "second": value[2]}
        raise ValueError('write ["FIRST", "SECOND"], or ["FIRST", " ,", "SECOND"] with what may lie between')
    return value


class JoinPolicy(Part):
    """Two neighbouring spans that are one thing: ``into`` is the first label unless given."""

    first: Label
    second: Label
    into: Label | None = None
    across: str = " "

    def rule(self) -> Join:
        """As the merge wants it: a blank stands for tabs and hard blanks too, ``\\n`` for any line end."""
        across = "".join(_BLANK_SETS.get(char, char) for char in self.across)
        return Join(self.first, self.second, self.into or self.first, across)


class MergePolicy(Part):
    """How pieces of one thing become one; None means the built-in joins."""

    join: tuple[Annotated[JoinPolicy, BeforeValidator(_join_from_list)], ...] | None = None
