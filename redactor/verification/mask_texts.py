"""What was put in the places of masks, found in the output: by the bytes around it, or as a reader of the output understands it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

from redactor.audit.events import Event
from redactor.formats.fields import shape
from redactor.records import Edit, Leaf, Record
from redactor.verification.rewriter import Rewriter
from redactor.verification.unproven import Unproven

#: Two letters, and two digits for what is no text, that differ in the same bit.
_LETTERS, _DIGITS = "ab", "12"
_DIFFERING, _BLANKS = re.compile(rb"[^\0]+"), re.compile(r"\s*")

#: For each leaf of a record its events, and for each of those what was put there.
Events = Sequence[Sequence[Event]]
Texts = Sequence[Sequence[str]]


def size_of(event: Event) -> int:
    """How many characters were put there."""
    return event.out_end - event.out_start


def edits_of(own: Events, texts: Texts) -> list[list[Edit]]:
    """The edits that put ``texts`` in the places of the events."""
    return [
        [Edit(event.start, event.end, text) for event, text in zip(events, put, strict=True)]
        for events, put in zip(own, texts, strict=True)
    ]


def of_letters(record: Record, own: Events, which: int = 0) -> Texts:
    """Texts as long as those that are not known."""
    signs = [(_LETTERS if leaf.scalar is None else _DIGITS)[which] for leaf in record.leaves]
    return [[sign * size_of(event) for event in events] for sign, events in zip(signs, own, strict=True)]


def aligned(rewriter: Rewriter, record: Record, own: Events, rest: Unproven) -> Texts | None:
    """What was put in the places of the events, if it is written as it is and all around it is as it must be; None where it
    surely is not."""
    one = of_letters(record, own)
    if not any(chain.from_iterable(one)):
        return one
    written = rewriter.edited(record, edits_of(own, one))
    other = rewriter.edited(record, edits_of(own, of_letters(record, own, 1)))
    found = rest.peek(len(written))
    if len(other) != len(written) or len(found) != len(written):
        return None
    differing = int.from_bytes(written, "big") ^ int.from_bytes(other, "big")
    spans = (match.span() for match in _DIFFERING.finditer(differing.to_bytes(len(written), "big")))
    letters = b"".join([found[start:end] for start, end in spans])
    sizes = [len(text) for text in chain.from_iterable(one)]
    if len(letters) != sum(sizes) or not letters.isascii():
        return None
    text = letters.decode("ascii")
    put = iter([text[start:end] for start, end in pairwise(accumulate(sizes, initial=0))])
    return [[next(put) for _ in events] for events in own]


def understood(leaves: Sequence[Leaf], own: Events, new: Sequence[Leaf]) -> Texts | None:
    """What was put there as a reader of the output understands it, who found ``new``; None where the leaves are not there."""
    texts: list[list[str]] = []
    at = 0
    for leaf, events in zip(leaves, own, strict=True):
        kept = any(size_of(event) for event in events)
        for number in range(at, len(new) if kept else min(at + 1, len(new))):
            put = _put(leaf.text, events, new[number].text) if shape(new[number].field) == shape(leaf.field) else None
            if put is not None:
                # A text that was removed, but for blanks, may be no leaf any more: this is the next one.
                at = number + (kept or _is_left(leaf.text, events) or not new[number].text.strip())
                break
        else:
            if kept:
                return None
            put = None
        texts.append(put or [""] * len(events))
    return texts


def _is_left(text: str, events: Sequence[Event]) -> bool:
    starts, ends = [event.start for event in events], [event.end for event in events]
    return any(text[end:start].strip() for end, start in zip((0, *ends), (*starts, len(text)), strict=True))


def _put(text: str, events: Sequence[Event], found: str) -> list[str] | None:
    """What stands in ``found``, which may go on behind it, in the places of the events of ``text``; None where the rest
    of ``text`` does not. A format may take blanks at the edges of lines for others."""
    at, put, start = 0, list[str](), 0
    for event in events:
        behind = _behind(text[start : event.start], found, at)
        if behind is None or behind + size_of(event) > len(found):
            return None
        at = behind + size_of(event)
        put.append(found[behind:at])
        start = event.end
    return put if _behind(text[start:], found, at) is not None else None


def _behind(part: str, found: str, at: int) -> int | None:
    if found.startswith(part, at):
        return at + len(part)
    for word in part.split():
        at = _after_blanks(found, at)
        if not found.startswith(word, at):
            return None
        at += len(word)
    return _after_blanks(found, at) if part[-1:].isspace() else at


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at
