"""Values of Arrow arrays that are no text — numbers, dates, bytes — written as text, and put back after edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.types as pt

from redactor.scalars import Scalar

_UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
#: A fixed number of bits → an integer of as many; wider ones are bytes.
_BITS = {8: pa.uint8(), 16: pa.uint16(), 32: pa.uint32(), 64: pa.uint64()}
_OTHER = Scalar("other")


def is_scalar(kind: Any) -> bool:
    """A value that is neither text nor made of other values. (A dictionary's are those that it holds.)"""
    if pt.is_dictionary(kind):
        kind = kind.value_type
    text = pt.is_string(kind) or pt.is_large_string(kind) or pt.is_string_view(kind)
    return not (text or pt.is_nested(kind) or pt.is_null(kind) or isinstance(kind, pa.BaseExtensionType))


def is_countable(kind: Any) -> bool:
    """A number, date or moment: what the name of its field can tell to be personal. (A flag is not.)"""
    if pt.is_dictionary(kind):
        kind = kind.value_type
    number = pt.is_integer(kind) or pt.is_floating(kind) or pt.is_decimal(kind)
    return bool(number or pt.is_date(kind) or pt.is_timestamp(kind))


def scalar_of(kind: Any) -> Scalar:
    """What masking needs to know of an Arrow type."""
    if pt.is_dictionary(kind):
        kind = kind.value_type
    if pt.is_integer(kind):
        half = 1 << (kind.bit_width - 1)
        return Scalar("integer", -half, half - 1) if pt.is_signed_integer(kind) else Scalar("integer", 0, 2 * half - 1)
    if pt.is_date(kind):
        return Scalar("date", -(1 << 31), (1 << 31) - 1)
    if pt.is_timestamp(kind):
        return Scalar("moment", unit=_UNITS[kind.unit], zoned=kind.tz is not None)
    return _OTHER


def scalar_texts(array: Any, scalar: Scalar) -> list[str | None]:
    """The values as text. A zero is none where the type has it in place of null: there is nothing to mask in it."""
    if pt.is_dictionary(array.type):
        array = array.dictionary_decode()
    if scalar.kind in ("date", "moment"):
        day = 86_400_000 if pt.is_date64(array.type) else 1
        signed = array.view(pa.int32() if array.type.bit_width == 32 else pa.int64())
        return [None if value is None else scalar.written(value // day) for value in signed.to_pylist()]
    if pt.is_integer(array.type) or pt.is_boolean(array.type):
        return [None if value is None else str(value).lower() for value in array.to_pylist()]
    if pt.is_floating(array.type):
        return [None if value is None else repr(float(value)) for value in array.to_pylist()]
    if pt.is_decimal(array.type):
        return [None if value is None else format(value, "f") for value in array.to_pylist()]
    # Times, durations and intervals too: whatever they mean, these are their bytes.
    return [None if value is None else _hex(value) for value in array.view(_storage(array.type)).to_pylist()]


def zero_text(kind: Any, scalar: Scalar) -> str | None:
    """How the value is written that stands where null is forbidden."""
    if pt.is_dictionary(kind):
        kind = kind.value_type
    storage = _storage(kind)
    zeros = pa.array([_zero(storage)], storage)
    return scalar_texts(zeros.view(kind) if storage != kind else zeros, scalar)[0]


def _hex(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else f"{value:x}"


def with_scalars(array: Any, changes: Mapping[int, str | None], scalar: Scalar, *, nullable: bool) -> Any:
    """``array`` with the values that ``changes`` write; null, or zero where null is forbidden, for an empty one.

    Built anew: a null over the old buffer would still hold what was masked.
    """
    kind = array.type
    if pt.is_dictionary(kind):
        plain = with_scalars(array.dictionary_decode(), changes, scalar, nullable=nullable).dictionary_encode()
        return pa.DictionaryArray.from_arrays(
            plain.indices.cast(kind.index_type), plain.dictionary, ordered=kind.ordered
        )
    storage = _storage(kind)
    values = array.view(storage).to_pylist() if storage != kind else array.to_pylist()
    blank = None if nullable else _zero(storage)
    for i, text in changes.items():
        number = scalar.read(text) if text else None
        values[i] = blank if number is None else _stored(number, kind)
    if not nullable:  # below a null
        values = [blank if value is None else value for value in values]
    made = pa.array(values, storage)
    return made.view(kind) if storage != kind else made


def _storage(kind: Any) -> Any:
    """The type whose Python values are the bits of ``kind``."""
    if pt.is_boolean(kind) or pt.is_binary(kind) or pt.is_large_binary(kind) or pt.is_binary_view(kind):
        return kind
    if pt.is_fixed_size_binary(kind) or kind.bit_width not in _BITS:
        return pa.binary(kind.bit_width // 8)
    return _BITS[kind.bit_width]


def _stored(number: int, kind: Any) -> int:
    """A date's, moment's or integer's number as the bits of its type."""
    if pt.is_date64(kind):
        number *= 86_400_000
    return number % (1 << int(kind.bit_width))


def _zero(storage: Any) -> Any:
    if pt.is_boolean(storage):
        return False
    if pt.is_fixed_size_binary(storage):
        return bytes(storage.byte_width)
    return 0 if pt.is_integer(storage) else b""
