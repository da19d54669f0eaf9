"""The proof for one file: walk input and output side by side and find the first place that no mask explains.

A text document is compared character by character; of other formats the texts of each record, and, where a format is
``byte_exact``, the output is made again from the input and compared byte by byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from redactor.audit.events import Event, Withheld
from redactor.records import WITHHELD_TEXT
from redactor.storage.safe_read import CHUNK_BYTES
from redactor.verification.case import OTHER_FIELDS, Case
from redactor.verification.char_stream import Chars
from redactor.verification.compare import FRAMING, Fault, Judge, check_masks, compare, mask_of
from redactor.verification.cursors import LeafText, Peeked, events_of, left_over, nothing_left, records, withheld_at
from redactor.verification.kept import Kept
from redactor.verification.rebuild import Joined, Replacement, rebuilt
from redactor.verification.replay import replayed
from redactor.verification.run_files import RunFiles


def prove(case: Case, files: RunFiles, judged: Judge) -> Fault | None:
    """The first fault of a file: against its input, or, without it, against what the audit says of its masks."""
    if any(entry.record is None or (case.document and entry.start is None) for entry in case.withheld()):
        return None  # the whole file was withheld: nothing of the input is left to compare
    if case.document:
        return _prove_text(case, files, judged)
    if case.source is not None and files.format(case.source, case.format).separable:
        return replayed(case, files, judged)
    if case.source is not None and _only_removed(case, files, judged):
        return None
    fault = _leaf_fault(case, files, judged)
    # The bytes too: framing, numbers, keys and order lie outside of every leaf; and they tell which byte it is.
    exact = _prove_bytes(case, files)
    if fault is None or exact is None:
        return fault or exact
    if exact.record is None:
        return Fault(fault.record, exact.byte, fault.what)
    return Fault(exact.record, exact.byte, fault.what if fault.record in (None, exact.record) else FRAMING)


def _only_removed(case: Case, files: RunFiles, judged: Judge) -> bool:
    """Do audit and input alone make the output, byte for byte? They do where masks removed and put nothing, so nothing of the
    output must be known; what is left of its texts may stand under other names (a comment that is empty is none)."""
    assert case.source is not None
    withheld = any(True for _ in case.withheld())
    if withheld or not files.format(case.source, case.format).byte_exact:
        return False
    if any(event.out_start != event.out_end for event in case.events()):
        return False
    try:
        return _differs(case, files, _removals(case, files, judged)) is None
    except Exception:  # whatever a reader makes of a file that is another one now
        return False


def _removals(case: Case, files: RunFiles, judged: Judge) -> Iterator[Replacement]:
    """What was removed from which text of the input. Raises ``ValueError`` where audit and input do not fit."""
    assert case.source is not None
    events = Peeked(case.events())
    after = Peeked(records(_readable(files.leaves(case.output, case.format))))
    for record, old in records(files.leaves(case.source, case.format)):
        while after.next is not None and after.next[0] < record:
            after.take()
        new = after.next[1] if after.next is not None and after.next[0] == record else []
        unmasked, count = _unmasked(old, new), Counter[str]()
        for leaf in old:
            _, field, text = leaf
            for event in () if leaf in unmasked else events_of(events, record, field):
                if event.end > len(text) or judged(event, text[event.start : event.end], "") is not None:
                    raise ValueError(OTHER_FIELDS)
                yield Replacement(record, field, event.start, event.end, "", nth=count[field])
            count[field] += 1
    if events.next is not None:
        raise ValueError(OTHER_FIELDS)


def _leaf_fault(case: Case, files: RunFiles, judged: Judge) -> Fault | None:
    try:
        after = files.leaves(case.output, case.format)
        if case.source is None:
            return _check_leaves(after, case, judged)
        exact = files.format(case.source, case.format).byte_exact
        return _prove_leaves(files.leaves(case.source, case.format), after, case, judged, exact)
    except Exception:  # whatever a reader makes of a file that was tampered with; its message may quote the file
        return Fault(None, None, f"it cannot be read as {case.format}")


def _prove_text(case: Case, files: RunFiles, judged: Judge) -> Fault | None:
    parts = [entry for entry in case.withheld() if entry.start is not None]
    masks = _merged(case.events(), parts)
    with files.open(case.output) as output:
        if case.source is None:
            return check_masks(Chars.of_document(output), map(mask_of, masks), judged)
        with files.open(case.source) as source:
            return compare(Chars.of_document(source), Chars.of_document(output), map(mask_of, masks), judged)


def _merged(events: Iterator[Event], parts: list[Withheld]) -> Iterator[Event | Withheld]:
    waiting = iter(sorted(parts, key=lambda part: part.start or 0))
    part = next(waiting, None)
    for event in events:
        while part is not None and (part.start or 0) <= event.start:
            yield part
            part = next(waiting, None)
        yield event
    while part is not None:
        yield part
        part = next(waiting, None)


def _prove_leaves(
    before: Iterator[LeafText], after: Iterator[LeafText], case: Case, judged: Judge, exact: bool
) -> Fault | None:
    events, withheld = Peeked(case.events()), Peeked(case.withheld())
    left, right = Peeked(records(before)), Peeked(records(after))
    while left.next is not None or right.next is not None:
        record = min(side.next[0] for side in (left, right) if side.next is not None)
        old = left.take()[1] if left.next is not None and left.next[0] == record else []
        new = right.take()[1] if right.next is not None and right.next[0] == record else []
        reason = withheld_at(withheld, record)
        if reason is not None:
            if any(text not in ("", WITHHELD_TEXT, reason.reason) for _, _, text in new):
                return Fault(record, None, "a withheld record is not replaced by its placeholder")
            continue
        left_to_match, unmasked = Peeked(iter(new)), _unmasked(old, new)
        for _, field, text in old:
            if left_to_match.next in unmasked and left_to_match.next == (record, field, text):
                left_to_match.take()
                continue
            masks = list(map(mask_of, events_of(events, record, field)))
            kept = Kept.of(text, masks)
            if left_to_match.next is not None and _is_of(left_to_match.next, field, kept.rest):
                redacted = kept.aligned(left_to_match.take()[2])
            elif kept.rest is None or (kept.rest.strip() and not exact):  # else the bytes tell that it is there
                return Fault(record, None, OTHER_FIELDS)
            else:
                redacted = kept.rest
            fault = compare(Chars.of_text(text), Chars.of_text(redacted), masks, judged)
            if fault is not None:
                return Fault(record, None, fault.what)
        if left_to_match.next is not None:
            return Fault(record, None, OTHER_FIELDS)
        fault = left_over(events, record)
        if fault is not None:
            return fault
    return left_over(events, None)


def _check_leaves(after: Iterator[LeafText], case: Case, judged: Judge) -> Fault | None:
    events = Peeked(case.events())
    for record, leaves in records(after):
        names = Counter(field for _, field, _ in leaves)
        for _, field, redacted in leaves:
            for _ in nothing_left(events, record, field):
                pass
            masks = list(map(mask_of, events_of(events, record, field)))
            fault = check_masks(Chars.of_text(redacted), masks, judged) if names[field] == 1 else None
            if fault is not None:
                return Fault(record, None, fault.what)
    for _ in nothing_left(events, None, ""):
        pass
    return left_over(events, None)


def _is_of(leaf: LeafText, field: str, rest: str | None) -> bool:
    """May a leaf of the output be what is left of that ``field``? Of what is empty no leaf is left, and blanks (which may be
    none) are no leaf of which something shows: that is the next of the same name."""
    if leaf[1] != field or rest == "":
        return False
    return rest is None or bool(rest.strip()) or not leaf[2].strip()


def _unmasked(old: list[LeafText], new: list[LeafText]) -> set[LeafText]:
    """Texts of fields of one name (a JSON key given twice) that are as they were: the events are those of another."""
    names = Counter(field for _, field, _ in old)
    return {leaf for leaf in old if names[leaf[1]] > 1}.intersection(new)


def _replacements(case: Case, files: RunFiles) -> Iterator[Replacement]:
    """What was put where: the places from the audit, the texts from the output itself."""
    events, withheld = Peeked(case.events()), Peeked(case.withheld())
    before = Peeked(records(_readable(files.leaves(case.source or case.output, case.format))))
    for record, new in records(_readable(files.leaves(case.output, case.format))):
        while before.next is not None and before.next[0] < record:
            before.take()
        old = before.next[1] if before.next is not None and before.next[0] == record else []
        unmasked, count = _unmasked(old, new), Counter[str]()
        texts = {(field, nth): text for field, nth, text in _numbered(old)}
        for leaf in new:
            _, field, redacted = leaf
            yield from _between(events, withheld, record, field)
            own = list(events_of(events, record, field)) if leaf not in unmasked else []
            redacted = Kept.of(texts.get((field, count[field]), ""), list(map(mask_of, own))).aligned(redacted)
            for event in own:
                text = redacted[event.out_start : event.out_end]
                yield Replacement(record, field, event.start, event.end, text, nth=count[field])
            count[field] += 1
    yield from _between(events, withheld, None, "")


def _numbered(leaves: list[LeafText]) -> Iterator[tuple[str, int, str]]:
    count = Counter[str]()
    for _, field, text in leaves:
        yield field, count[field], text
        count[field] += 1


def _between(
    events: Peeked[Event], withheld: Peeked[Withheld], record: int | None, field: str
) -> Iterator[Replacement]:
    """What happened before a leaf (None: to the end) in records and leaves that left no text, records ascending."""
    for event in nothing_left(events, record, field):
        while withheld.next is not None and (withheld.next.record or 0) < event.record:
            yield _withholding(withheld.take())
        yield Replacement(event.record, event.field, event.start, event.end, "")
    while withheld.next is not None and (record is None or (withheld.next.record or 0) < record):
        yield _withholding(withheld.take())


def _readable(leaves: Iterator[LeafText]) -> Iterator[LeafText]:
    try:
        yield from leaves
    except Exception:  # an output that cannot be read on: the first byte that differs will say where
        return


def _withholding(entry: Withheld) -> Replacement:
    return Replacement(entry.record or 0, "", 0, 0, "", entry.reason)


def _prove_bytes(case: Case, files: RunFiles) -> Fault | None:
    """The first byte of the output that is not what the replacements make of the input, or None."""
    if case.source is None or not files.format(case.source, case.format).byte_exact:
        return None
    return _differs(case, files, _replacements(case, files))


def _differs(case: Case, files: RunFiles, replacements: Iterator[Replacement]) -> Fault | None:
    """The first byte of the output that is not what ``replacements`` make of the input, or None."""
    assert case.source is not None
    format = files.format(case.output, case.format)
    expected = rebuilt(files, case.source, case.format, replacements)
    at = line = 0
    with files.open(case.output) as stream:
        parts = format.comparable(stream)
        output = stream if parts is None else Joined(parts)
        for chunk in expected:
            found = output.read(len(chunk))
            if found != chunk:
                same = _same_bytes(chunk, found)
                record = line + chunk.count(b"\n", 0, same) if format.by_line else None
                return Fault(record, at + same, FRAMING)
            at += len(chunk)
            line += chunk.count(b"\n")
        return Fault(None, at, FRAMING) if output.read(1) else None


def _same_bytes(left: bytes, right: bytes) -> int:
    for start in range(0, min(len(left), len(right)), CHUNK_BYTES):
        one, other = left[start : start + CHUNK_BYTES], right[start : start + CHUNK_BYTES]
        if one != other:
            pairs = zip(one, other, strict=False)
            return start + next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return min(len(left), len(right))
