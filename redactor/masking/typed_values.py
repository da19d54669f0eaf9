"""Operators on values that are no text: what they make must be a value of the same type, or nothing stands there."""

from __future__ import annotations

import re

from redactor.labels import tag_name
from redactor.masking.operators.operators import (
    Context,
    Encrypt,
    Generalise,
    Hash,
    NumberedTag,
    Operator,
    Surrogate,
)
from redactor.scalars import Scalar
from redactor.spans import Span

#: What the audit calls a mask that left nothing: the operator's result does not fit the column's type.
NULL = "null"
_INTEGER = re.compile(r"-?(?:[1-9][0-9]*|0)").fullmatch
_YEAR = re.compile(r"[0-9]{4}").fullmatch
#: Draws for an integer that fits its type and differs: a byte of one digit needs a few.
_DRAWS = 64


def key_operator(operator: Operator) -> Operator:
    """What masks a key: different keys must stay different, which a tag, a mask or a surrogate does not see to."""
    return operator if isinstance(operator, Encrypt | Hash) else NumberedTag()


def _key(operator: Operator, value: str, span: Span, ctx: Context) -> str:
    """Another key; of equal ones the same, of different ones (also if only by case) different ones."""
    if isinstance(operator, Encrypt):
        return operator.apply(value, span, ctx)
    if isinstance(operator, Hash):
        return f"{tag_name(span.label)}_{operator.key(ctx).digest(f'hash:{span.label}', value)[: operator.length]}"
    return NumberedTag().apply(value.encode("utf-8", "surrogatepass").hex(), span, ctx)


def typed(operator: Operator, value: str, span: Span, ctx: Context, scalar: Scalar) -> str:
    """The replacement of a whole ``value`` of the type ``scalar``; empty where the operator makes none that fits.

    Dates move and are generalised (to the first day of their year) as dates; integers have surrogates and, in columns,
    hashes of as many digits. In JSON any text may stand for a number.
    """
    if scalar.kind == "key":
        return _key(operator, value, span, ctx)
    in_json = scalar.kind == "json"
    if in_json and isinstance(operator, Encrypt):
        from redactor.masking.operators.cipher import encrypted

        return encrypted(value, tag_name(span.label), operator.key(ctx), literal=True)
    made = operator.apply(value, span, ctx)
    integer = _INTEGER(value)
    if integer and (isinstance(operator, Surrogate) or (isinstance(operator, Hash) and scalar.kind == "integer")):
        alike = _INTEGER(made) and len(made) == len(value) and made != value
        return made if alike and scalar.holds(made) else _integer(operator, value, span, ctx, scalar)
    if in_json:
        return made
    if isinstance(operator, Generalise) and _YEAR(made) and scalar.kind in ("date", "moment"):
        made += "-01-01" if scalar.kind == "date" else "-01-01T00:00:00" + ("Z" if scalar.zoned else "")
    return made if scalar.holds(made) else ""


def _integer(operator: Hash | Surrogate, value: str, span: Span, ctx: Context, scalar: Scalar) -> str:
    """Another integer of as many digits and the same sign, which the key alone ties to ``value``; empty if none was drawn."""
    sign, digits = "-" * value.startswith("-"), value.lstrip("-")
    low = 10 ** (len(digits) - 1)
    for draw in range(_DRAWS):
        drawn = int(operator.key(ctx).digest(f"{operator.name}:integer:{span.label}", f"{draw}:{value}"), 16)
        made = f"{sign}{low + drawn % (9 * low)}"
        if made != value and scalar.holds(made):
            return made
    return ""
