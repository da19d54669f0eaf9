"""What becomes of a span: one table, name → operator. Each is a frozen model whose fields are its arguments."""

from __future__ import annotations

import functools
import hashlib
import operator
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from redactor.errors import KeyFileError
from redactor.keys import Key
from redactor.labels import tag, tag_name
from redactor.masking.operators.document_memory import DocumentMemory, normalised
from redactor.plugins import plugins
from redactor.spans import Span


@dataclass(frozen=True, slots=True)
class Context:
    """What operators may look at beside the value: the run key, the document so far, the policy's regions."""

    key: Key | None = None
    document: DocumentMemory = field(default_factory=DocumentMemory)
    regions: tuple[str, ...] = ("US", "GB", "VN")


class Operator(BaseModel):
    """One way to replace a value. ``needs_key`` and ``library``, a module of an extra, are checked before a run starts."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    #: A literal type with itself as the default, which is what a policy calls it.
    name: str = ""
    needs_key: ClassVar[bool] = False
    in_clear: ClassVar[bool] = False
    library: ClassVar[str] = ""

    @abstractmethod
    def apply(self, value: str, span: Span, ctx: Context) -> str:
        """The replacement of ``value``, the text of ``span``."""

    def key(self, ctx: Context) -> Key:
        """The run key. Raises ``KeyFileError`` where there is none."""
        if ctx.key is None:
            raise KeyFileError("this policy needs a key; give --key-file FILE or set REDACTOR_KEY")
        return ctx.key


class Tag(Operator):
    """``[PERSON]``; with ``numbered`` the same as the operator ``numbered_tag``."""

    name: Literal["tag"] = "tag"
    numbered: bool = False

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        return NumberedTag().apply(value, span, ctx) if self.numbered else tag(span.label)


class NumberedTag(Operator):
    """``[PERSON_1]``: the same number for the same value all through a document."""

    name: Literal["numbered_tag"] = "numbered_tag"

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        return f"[{tag_name(span.label)}_{ctx.document.number(span.label, value)}]"


def link_tag(value: str, span: Span, key: Key | None, links: DocumentMemory) -> str:
    """A tag with a number that other values have not: under ``key`` the same in all files, else in the file of ``links`` alone."""
    if key is not None:
        number = f"{int(key.digest(f'link:{span.label}', normalised(value))[:12], 16) % 10**12:012}"
    else:
        file = int.from_bytes(hashlib.blake2b(links.document.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        number = f"{file % 10**8:08}{links.number(span.label, value)}"
    return f"[{tag_name(span.label)}_{number}]"


class Mask(Operator):
    """``char`` for every character, but for the first and last letters or digits that may stay.

    ``keep_shape`` also leaves blanks and ASCII punctuation. When what may stay is more than half of the letters and
    digits, and fewer than six would be hidden, nothing stays.
    """

    name: Literal["mask"] = "mask"
    char: str = Field(default="*", min_length=1, max_length=1)
    keep_last: int = Field(default=0, ge=0)
    keep_first: int = Field(default=0, ge=0)
    keep_shape: bool = False

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        signs = [place for place, char in enumerate(value) if char.isalnum()]
        kept: set[int] = set()
        hidden = len(signs) - self.keep_first - self.keep_last
        if hidden >= 6 or 2 * hidden >= len(signs) > 0:
            kept = {*signs[: self.keep_first], *signs[len(signs) - self.keep_last :]}
        if self.keep_shape:
            kept.update(place for place, char in enumerate(value) if char.isspace() or _is_mark(char))
        return "".join(char if place in kept else self.char for place, char in enumerate(value))


def _is_mark(char: str) -> bool:
    """ASCII punctuation: beyond it a character may be an emoji or an accent, which can tell."""
    return char < "\x7f" and not char.isalnum()


class Fixed(Operator):
    """Always the same ``text``."""

    name: Literal["fixed"] = "fixed"
    text: str = "[REDACTED]"

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        return self.text


class Remove(Operator):
    """Nothing at all."""

    name: Literal["remove"] = "remove"

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        return ""


class Hash(Operator):
    """``PERSON_3fa9…``: HMAC-SHA-256 of label and normalised value under the run key, ``length`` hex digits of it."""

    name: Literal["hash"] = "hash"
    needs_key: ClassVar[bool] = True
    length: int = Field(default=16, ge=8, le=64)

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        digest = self.key(ctx).digest(f"hash:{span.label}", normalised(value))
        return f"{tag_name(span.label)}_{digest[: self.length]}"


class Surrogate(Operator):
    """Another value of the same kind and shape; the same one for the same value, everywhere under one key."""

    name: Literal["surrogate"] = "surrogate"
    needs_key: ClassVar[bool] = True
    library: ClassVar[str] = "faker"

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        from redactor.masking.operators.surrogates import surrogate

        return surrogate(value, span.label, self.key(ctx), ctx.regions)


class ShiftDate(Operator):
    """A date moved by an offset of 1…``days`` days either way that only the key tells; others become tags.

    ``per`` says who shares an offset: everything in one document, everything about one subject (the policy's
    ``subject`` field; the document where it has none), or all under one key. ``weekdays`` moves by whole weeks.
    """

    name: Literal["shift_date"] = "shift_date"
    needs_key: ClassVar[bool] = True
    days: int = Field(default=365, ge=7)
    per: Literal["document", "subject", "key"] = "document"
    weekdays: bool = False

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        from redactor.masking.operators.date_shifts import day_first, shifted

        return shifted(value, self.offset(ctx), day_first(ctx.regions)) or tag(span.label)

    def offset(self, ctx: Context) -> int:
        """The days to move by: never 0."""
        document = ctx.document
        if self.per == "key":
            scope = "key"
        elif self.per == "subject" and document.subject is not None:
            scope = f"subject\0{normalised(document.subject)}"
        else:
            scope = f"document\0{document.document}"
        step = 7 if self.weekdays else 1
        reach = self.days // step
        drawn = int(self.key(ctx).digest("shift_date", scope)[:16], 16) % (2 * reach)
        return step * (drawn - reach if drawn < reach else drawn - reach + 1)


class Generalise(Operator):
    """A coarser value: date → year, age → band of ``band`` years, zip → 3 digits, IP → network; others become tags.

    Years before ``earliest_year`` become tags too: they may tell that somebody is very old.
    """

    name: Literal["generalise"] = "generalise"
    band: int = Field(default=10, ge=2, le=50)
    top_age: int = Field(default=90, ge=50)
    earliest_year: int = Field(default=0, ge=0)

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        from redactor.masking.operators.generalise import generalised

        return generalised(value, span.label, self.band, self.top_age, self.earliest_year) or tag(span.label)


class Encrypt(Operator):
    """``[PERSON:…]``, which ``redactor reveal`` turns back under the same key (AES-SIV: equal values look equal)."""

    name: Literal["encrypt"] = "encrypt"
    needs_key: ClassVar[bool] = True

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        from redactor.masking.operators.cipher import encrypted

        return encrypted(value, tag_name(span.label), self.key(ctx))


class Keep(Operator):
    """The value itself: found, and left in clear because the policy says so."""

    name: Literal["keep"] = "keep"
    in_clear: ClassVar[bool] = True

    def apply(self, value: str, span: Span, ctx: Context) -> str:
        return value


_OWN: tuple[type[Operator], ...] = (
    Tag, NumberedTag, Mask, Fixed, Remove, Hash, Surrogate, ShiftDate, Generalise, Encrypt, Keep,
)  # fmt: skip
#: What a policy file may name: our own, and those that plugins add.
OPERATORS: Mapping[str, type[Operator]] = {
    str(kind.model_fields["name"].default): kind for kind in (*_OWN, *plugins("operators"))
}
ALIASES: Mapping[str, str] = {"generalize": "generalise", "redact": "fixed"}
#: What ``--operator`` offers; the others take arguments or a choice of label, so they live in a policy.
CLI_OPERATORS = ("tag", "mask", "hash", "surrogate", "remove")


def _from_name(value: Any) -> Any:
    if isinstance(value, str):
        value = {"name": value}
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        value = {**value, "name": ALIASES.get(value["name"], value["name"])}
    return value


#: An operator as a policy writes it: ``"mask"`` or ``{name = "mask", keep_last = 4}``.
if TYPE_CHECKING:
    OperatorField = Operator
else:
    OperatorField = Annotated[
        functools.reduce(operator.or_, OPERATORS.values()), Field(discriminator="name"), BeforeValidator(_from_name)
    ]


def operator_named(name: str) -> Operator:
    """The operator of that name with its default arguments. Raises ``KeyError`` for a name not in the table."""
    return OPERATORS[ALIASES.get(name, name)]()
