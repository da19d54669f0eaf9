"""Text inside Arrow arrays, however nested: taken out as flat lists of values, and put back after edits."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.types as pt

from redactor.errors import FormatError, UsageError
from redactor.formats.arrow_scalars import is_countable, is_scalar, scalar_of, scalar_texts, with_scalars, zero_text
from redactor.formats.fields import Selection, steps, with_index
from redactor.formats.fields import shape as as_shape
from redactor.formats.protocol import WantsScalar
from redactor.scalars import Scalar


@dataclass(slots=True)
class TextColumn:
    """The values of one flattened text column, and of each: its row, its field path, whether it was chosen.

    ``changes`` collects what the writer wants instead. ``scalar`` is the type of values that are no text.
    """

    values: list[str | None]
    rows: list[int]
    paths: list[str]
    chosen: list[bool]
    nullable: bool
    scalar: Scalar | None = None
    changes: dict[int, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Places:
    """For each element of an array: which row it belongs to, its path, and what is chosen there."""

    rows: list[int]
    paths: list[str]
    wanted: list[Selection]

    def members(self, name: str, step: str) -> Places:
        """The places of a struct's member, whose own ``step`` of a path is told."""
        return Places(self.rows, [path + step for path in self.paths], [here.key(name) for here in self.wanted])

    def items(self, lengths: list[int]) -> Places:
        """The places of lists' items, ``lengths[i]`` of them in the i-th."""
        at = [(place, item) for place, length in enumerate(lengths) for item in range(length)]
        return Places(
            [self.rows[place] for place, _ in at],
            [with_index(self.paths[place], item) for place, item in at],
            [self.wanted[place].item(item) for place, item in at],
        )


Rebuild = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Opening:
    """What is taken out of arrays: all text, and what ``scalars`` wants, into ``texts``."""

    scalars: WantsScalar | None
    texts: list[TextColumn]

    def takes(self, kind: Any, shape: str) -> bool:
        """Whether anything is taken out of values of a type at a path, items of lists as ``[*]``."""
        return holds(kind, is_text) or wants(kind, shape, self.scalars)


def wants(kind: Any, shape: str, scalars: WantsScalar | None) -> bool:
    """Whether values that are no text are wanted of a type at a path, at any depth."""
    if scalars is None:
        return False
    if isinstance(kind, pa.BaseExtensionType):
        return wants(kind.storage_type, shape, scalars)
    if is_scalar(kind):
        return scalars(shape, is_countable(kind))
    return any(wants(child, below, scalars) for child, below in _children(kind, shape))


def _children(kind: Any, shape: str) -> Iterator[tuple[Any, str]]:
    """The types inside a nested one, with their paths."""
    if pt.is_struct(kind):
        yield from ((kind.field(i).type, shape + as_shape(step)) for i, step in enumerate(_steps(kind)))
    elif pt.is_map(kind):
        yield from ((kind.key_type, f"{shape}[*].key"), (kind.item_type, f"{shape}[*].value"))
    elif _is_list(kind):
        yield kind.value_type, f"{shape}[*]"


def _steps(kind: Any) -> tuple[str, ...]:
    """How the members of a struct go on with its path."""
    return steps([kind.field(i).name for i in range(kind.num_fields)])


def is_text(kind: Any) -> bool:
    if pt.is_dictionary(kind):
        kind = kind.value_type
    return bool(pt.is_string(kind) or pt.is_large_string(kind) or pt.is_string_view(kind))


#: Sixteen bytes that name a row and hold nothing to read (https://arrow.apache.org/docs/format/CanonicalExtensions.html#uuid).
_UUID = "arrow.uuid"


def is_bytes(kind: Any) -> bool:
    if pt.is_dictionary(kind):
        kind = kind.value_type
    return bool(
        pt.is_binary(kind) or pt.is_large_binary(kind) or pt.is_binary_view(kind) or pt.is_fixed_size_binary(kind)
    )


def _is_list(kind: Any) -> bool:
    return bool(pt.is_list(kind) or pt.is_large_list(kind) or pt.is_fixed_size_list(kind))


def holds(kind: Any, test: Callable[[Any], bool]) -> bool:
    """Whether a type is, or holds somewhere inside, one that passes ``test``."""
    if isinstance(kind, pa.BaseExtensionType):
        return kind.extension_name != _UUID and holds(kind.storage_type, test)
    return test(kind) or any(holds(kind.field(i).type, test) for i in range(kind.num_fields))


def check_chosen(kind: Any, wanted: Selection, column: str, shape: str, scalars: WantsScalar | None = None) -> None:
    """Raise ``UsageError`` if chosen paths lead to something that is neither text nor one of the ``scalars``."""
    if isinstance(kind, pa.BaseExtensionType):
        kind = kind.storage_type
    below: list[Selection] = []
    fits = wanted.takes_text and (is_text(kind) or (is_scalar(kind) and wants(kind, shape, scalars)))
    if pt.is_struct(kind):
        fits = wanted.takes_keys
        below = [wanted.key(kind.field(i).name) for i in range(kind.num_fields)]
    elif pt.is_map(kind):
        fits = wanted.takes_items
        below = [_any_item(wanted).key("key"), _any_item(wanted).key("value")]
    elif _is_list(kind):
        fits = wanted.takes_items
        below = [_any_item(wanted)]
    if wanted.alive and not fits:
        raise UsageError(f"the chosen field in column {column!r} is {kind}, not text")
    for (child, path), chosen in zip(_children(kind, shape), below, strict=True):
        check_chosen(child, chosen, column, path, scalars)


def _any_item(wanted: Selection) -> Selection:
    return Selection(
        tuple(path[1:] for path in wanted.remaining if path and not isinstance(path[0], str)), wanted.everything
    )


def opened(array: Any, target: Any, nullable: bool, places: Places, shape: str, opening: Opening) -> Rebuild:
    """Append the columns inside ``array`` to the opening's texts; the answer builds the array again as ``target``.

    ``shape`` is the path of all its elements, items of lists as ``[*]``.
    """
    if isinstance(target, pa.BaseExtensionType):
        storage = array.storage if isinstance(array, pa.ExtensionArray) else array
        inner = opened(storage, target.storage_type, nullable, places, shape, opening)
        return lambda: pa.ExtensionArray.from_storage(target, inner())
    if not opening.takes(target, shape):
        return lambda: array
    if is_text(target):
        return _opened_text(array, target, nullable, places, opening.texts)
    if is_scalar(target):
        return _opened_scalar(array, target, nullable, places, opening.texts)
    # Below a null, what must not be null is null too; there anything may stand.
    mask = array.is_null() if array.null_count and nullable else None
    if pt.is_struct(target):
        return _opened_struct(array, target, mask, places, shape, opening)
    if pt.is_fixed_size_list(target):
        size = target.list_size
        flat = array.values.slice(array.offset * size, len(array) * size)
        below = places.items([size] * len(array))
        items = opened(flat, target.value_type, target.value_field.nullable, below, f"{shape}[*]", opening)
        return lambda: pa.FixedSizeListArray.from_arrays(items(), type=target, mask=mask)
    if not (_is_list(target) or pt.is_map(target)):
        raise FormatError(f"a column of type {target} is not supported")
    offsets = array.offsets.to_pylist()
    first, size = offsets[0], offsets[-1] - offsets[0]
    below = places.items([end - start for start, end in itertools.pairwise(offsets)])
    moved = [offset - first for offset in offsets]
    if pt.is_map(target):
        of_keys, of_values = below.members("key", ".key"), below.members("value", ".value")
        keys = opened(array.keys.slice(first, size), target.key_type, False, of_keys, f"{shape}[*].key", opening)
        inside, may_null = array.items.slice(first, size), target.item_field.nullable
        values = opened(inside, target.item_type, may_null, of_values, f"{shape}[*].value", opening)
        # A null offset is a null map.
        starts = pa.array(moved, pa.int32())
        if mask is not None:
            starts = pa.array(
                [None if gone else at for gone, at in zip([*mask.to_pylist(), False], moved, strict=True)], pa.int32()
            )
        return lambda: pa.MapArray.from_arrays(starts, keys(), values(), type=target)
    large = pt.is_large_list(target)
    starts = pa.array(moved, pa.int64() if large else pa.int32())
    maker = pa.LargeListArray if large else pa.ListArray
    flat = array.values.slice(first, size)
    items = opened(flat, target.value_type, target.value_field.nullable, below, f"{shape}[*]", opening)
    return lambda: maker.from_arrays(starts, items(), type=target, mask=mask)


def _opened_struct(array: Any, target: Any, mask: Any, places: Places, shape: str, opening: Opening) -> Rebuild:
    fields = [target.field(i) for i in range(target.num_fields)]
    # flatten() lays the struct's own nulls over its members, so that nothing below a null is a leaf.
    members = [
        opened(member, each.type, each.nullable, places.members(each.name, step), shape + as_shape(step), opening)
        if opening.takes(each.type, shape + as_shape(step))
        else partial(array.field, i)
        for i, (member, each, step) in enumerate(zip(array.flatten(), fields, _steps(target), strict=True))
    ]
    return lambda: pa.StructArray.from_arrays([member() for member in members], fields=fields, mask=mask)


def _opened_scalar(array: Any, target: Any, nullable: bool, places: Places, texts: list[TextColumn]) -> Rebuild:
    scalar = scalar_of(target)
    values = scalar_texts(array, scalar)
    if not nullable:  # where null is forbidden a zero stands for it, and there is nothing to mask in it
        zero = zero_text(target, scalar)
        values = ["" if value == zero else value for value in values]
    column = TextColumn(
        values, places.rows, places.paths, [here.takes_text for here in places.wanted], nullable, scalar
    )
    texts.append(column)
    same = nullable or not array.null_count
    return lambda: (
        array if same and not column.changes else with_scalars(array, column.changes, scalar, nullable=nullable)
    )


def _opened_text(array: Any, target: Any, nullable: bool, places: Places, texts: list[TextColumn]) -> Rebuild:
    chosen = [here.takes_text for here in places.wanted]
    text = TextColumn(strings(array), places.rows, places.paths, chosen, nullable)
    texts.append(text)

    def rebuild() -> Any:
        if not text.changes and array.type == target and not pt.is_dictionary(target) and _bare(array):
            return array
        values = list(text.values)
        for i, value in text.changes.items():
            values[i] = value
        if not nullable:  # below a null
            values = [value or "" for value in values]
        return _built(values, target)

    return rebuild


def _bare(array: Any) -> bool:
    """Whether the array's buffers hold its values alone: a slice's also hold those of other rows, masked or not."""
    return not array.offset and not array.null_count and bool(array.get_total_buffer_size() == array.nbytes)


def strings(array: Any) -> list[str | None]:
    """The values of a text array; undecodable bytes as escapes. Equal dictionary values share one string."""
    if pt.is_dictionary(array.type):
        indices = array.indices.to_pylist()
        used = sorted({index for index in indices if index is not None})
        shared = dict(zip(used, strings(array.dictionary.take(pa.array(used, pa.int64()))), strict=True))
        return [None if index is None else shared[index] for index in indices]
    try:
        return list(array.to_pylist())
    except UnicodeDecodeError:
        pass  # Its error holds the text; go on outside.
    return [
        None if value is None else value.decode("utf-8", "surrogateescape")
        for value in array.cast(pa.large_binary()).to_pylist()
    ]


def _built(values: list[str | None], kind: Any) -> Any:
    if pt.is_dictionary(kind):
        # Built anew each time: the old dictionary still holds what was masked.
        encoded = _built(values, kind.value_type).dictionary_encode()
        return pa.DictionaryArray.from_arrays(
            encoded.indices.cast(kind.index_type), encoded.dictionary, ordered=kind.ordered
        )
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        pass
    raw = [None if value is None else value.encode("utf-8", "surrogateescape") for value in values]
    alike = (
        pa.large_binary() if pt.is_large_string(kind) else pa.binary_view() if pt.is_string_view(kind) else pa.binary()
    )
    return pa.array(raw, alike).view(kind)
