"""The proof for one text: output minus masks equals input minus spans, and each mask is what the audit says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from redactor.audit.events import Event, Withheld
from redactor.keys import Key
from redactor.labels import tag_name
from redactor.records import WITHHELD_TEXT
from redactor.verification.char_stream import Chars

#: Texts are compared this many characters at a time; a longer value or mask is passed over, not judged.
STEP_CHARS = 1 << 16
FRAMING = "the output differs from the input outside of every mask"
TAG_OPERATORS = ("tag", "numbered_tag")


@dataclass(frozen=True, slots=True)
class Mask:
    """A place where output and input may differ. ``end`` None: from here to the end of the text."""

    record: int
    start: int
    end: int | None
    out_start: int
    out_end: int | None
    event: Event | None


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is off in a text; ``byte`` counts from the start of the output text."""

    record: int | None
    byte: int | None
    what: str


#: (event or None for a withheld part, value or None when the input is not at hand, replacement) -> a fault's phrase.
Judge = Callable[["Event | None", "str | None", str], "str | None"]


def is_tag(label: str, text: str) -> bool:
    """True where ``text`` is a tag of ``label``.

    >>> is_tag("PERSON", "[PERSON]"), is_tag("PERSON", "[PERSON_12]"), is_tag("PERSON", "[Niels]")
    (True, True, False)
    """
    name = re.escape(tag_name(label))
    return re.fullmatch(rf"\[{name}(_[0-9]+)?\]", text) is not None


def judge(key: Key | None) -> Judge:
    """The judge of masks: the tag has its label's form, a removed text is empty, the value's HMAC is right."""

    def judged(event: Event | None, value: str | None, replacement: str) -> str | None:
        if event is None:
            return None if replacement == WITHHELD_TEXT else "a withheld part is not replaced by its placeholder"
        if event.operator in TAG_OPERATORS and not is_tag(event.label, replacement):
            return "the masked text is not the tag of its label"
        if event.operator == "remove" and replacement:
            return "the masked text was to be removed"
        if key and value is not None and event.value_hmac not in (None, key.digest("value", value)):
            return "value_hmac is not that of the input's text"
        return None

    return judged


def mask_of(entry: Event | Withheld) -> Mask:
    """The place that an event, or a withheld part of a text, speaks of."""
    if isinstance(entry, Event):
        return Mask(entry.record, entry.start, entry.end, entry.out_start, entry.out_end, entry)
    assert entry.start is not None and entry.out_start is not None
    return Mask(entry.record or 0, entry.start, entry.end, entry.out_start, entry.out_end, None)


def compare(before: Chars, after: Chars, masks: Iterable[Mask], judged: Judge) -> Fault | None:
    """The first place where ``after`` is not ``before`` with ``masks`` (sorted by start) made in it, or None."""
    for mask in masks:
        if mask.start < before.char or mask.start - before.char != mask.out_start - after.char:
            return Fault(mask.record, after.byte, "the audit's offsets do not fit each other")
        fault = _same(before, after, mask.start - before.char)
        if fault is not None:
            return fault
        if mask.event is None and (mask.end, mask.out_end) == (mask.start, mask.out_start):
            continue  # a withheld piece that an entity before it had already covered
        if mask.end is None or mask.out_end is None:
            at = after.byte
            what = judged(None, None, after.read(len(WITHHELD_TEXT) + 2).rstrip("\r\n"))
            return Fault(mask.record, at, what) if what else None
        fault = _judge_mask(before, after, mask, judged)
        if fault is not None:
            return fault
    return _same(before, after, None)


def check_masks(after: Chars, masks: Iterable[Mask], judged: Judge) -> Fault | None:
    """Without the input: the first mask in ``after`` that is not what the audit says, or None."""
    for mask in masks:
        if mask.out_start < after.char:
            return Fault(mask.record, after.byte, "the audit's offsets do not fit each other")
        if not _skip(after, mask.out_start - after.char):
            return Fault(mask.record, after.byte, "the output ends before a mask")
        if mask.out_end is not None:
            fault = _judge_mask(None, after, mask, judged)
            if fault is not None:
                return fault
    return None


def _judge_mask(before: Chars | None, after: Chars, mask: Mask, judged: Judge) -> Fault | None:
    assert mask.end is not None and mask.out_end is not None
    at, size, out_size = after.byte, mask.end - mask.start, mask.out_end - mask.out_start
    value = None
    if before is not None and size <= STEP_CHARS:
        value = before.read(size)
    whole = before is None or (len(value) == size if value is not None else _skip(before, size))
    if not whole:
        return Fault(mask.record, at, "the audit speaks of text beyond the input's end")
    if out_size > STEP_CHARS:
        return None if _skip(after, out_size) else Fault(mask.record, after.byte, "the output ends inside a mask")
    replacement = after.read(out_size)
    if len(replacement) < out_size:
        return Fault(mask.record, after.byte, "the output ends inside a mask")
    what = judged(mask.event, value, replacement)
    return Fault(mask.record, at, what) if what else None


def _same(before: Chars, after: Chars, count: int | None) -> Fault | None:
    """Compare the next ``count`` characters, or all that are left."""
    while count is None or count > 0:
        step = STEP_CHARS if count is None else min(count, STEP_CHARS)
        at = after.byte
        left, right = before.read(step), after.read(step)
        if left != right:
            same = _common(left, right)
            return Fault(None, at + after.width(right[:same]), FRAMING)
        if len(left) < step:
            return None if count is None else Fault(None, after.byte, "the audit speaks of text beyond the end")
        if count is not None:
            count -= step
    return None


def _skip(chars: Chars, count: int) -> bool:
    while count > 0:
        read = len(chars.read(min(count, STEP_CHARS)))
        if not read:
            return False
        count -= read
    return True


def _common(left: str, right: str) -> int:
    """How many characters two different texts share at their start, by halving."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
