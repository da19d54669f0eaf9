"""Mail that others made: every text of each message is masked, and Python's own library reads what comes out.

    python -m benchmarks.mail FOLDER

reads every ``.eml``, ``.msg``, ``.mbox`` and ``.txt`` file below FOLDER as mail (say, the test files of CPython, james-mime4j,
mikel/mail, nodemailer/mailparser and stalwartlabs/mail-parser). It counts what was read whole, what went, what was withheld
with a reason, and faults: a traceback, more than ten seconds, a text that is left, or parts that are other ones than before.
"""

from __future__ import annotations

import email
import sys
import time
from collections import Counter
from email.message import Message
from pathlib import Path

from benchmarks.rewritten import MASK, rewritten
from redactor.formats.protocol import FormatSettings
from redactor.formats.registry import format_named
from redactor.records import Edit, Record

SETTINGS = FormatSettings()


def edits(record: Record) -> list[list[Edit]]:
    """Every text of a record masked, but for the endings of files' names."""
    return [[Edit(0, leaf.core_end, MASK)] if leaf.core_end else [] for leaf in record.leaves]


def masked(name: str, data: bytes, *, whole: bool = True) -> tuple[bytes, list[Record]]:
    """The file with all of its texts masked (or with none), and its records."""
    form = format_named(name)
    assert form is not None
    records: list[Record] = []
    made = rewritten(
        form, data, SETTINGS, edits if whole else lambda record: [[] for _ in record.leaves], records.append
    )
    return made, records


def shape(message: Message) -> list[str]:
    """The kinds of a message's parts, in order; one that went is text."""
    if not message.is_multipart() or message.get_content_type() == "message/delivery-status":
        return ["part"]
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    return [message.get_content_maintype(), *(kind for part in parts for kind in shape(part))]


def outcome(name: str, data: bytes) -> str:
    """What becomes of one file."""
    began = time.monotonic()
    try:
        made, records = masked(name, data)
        same, _ = masked(name, data, whole=False)
        _, again = masked(name, made)
    except Exception as error:
        return f"FAULT: {type(error).__name__}"
    if time.monotonic() - began > 10:
        return "FAULT: too slow"
    if any(record.problem for record in records):
        return f"withheld: {next(record.problem for record in records if record.problem)}"
    removed = any(record.removed for record in records)
    if not removed and b"[REMOVED " not in same and same != data:
        return "FAULT: other bytes without a mask"
    wanted = [[(leaf.field, MASK if leaf.core_end else "") for leaf in record.leaves] for record in records]
    found = [[(leaf.field, leaf.text[: leaf.core_end]) for leaf in record.leaves] for record in again]
    if [[(field, said.replace("?", "[")[:1]) for field, said in one] for one in found] != [
        [(field, said[:1]) for field, said in one] for one in wanted
    ]:
        return "FAULT: other texts after the mask"
    if name == "eml" and shape(email.message_from_bytes(made)) != shape(email.message_from_bytes(data)):
        return "FAULT: other parts after the mask"
    return "read, and parts went" if removed else "read"


def main() -> None:
    counts: Counter[str] = Counter()
    for path in sorted(Path(sys.argv[1]).rglob("*")):
        if path.is_file() and path.suffix.lower() in (".eml", ".msg", ".mbox", ".txt"):
            name = "mbox" if path.suffix == ".mbox" else "eml"
            told = outcome(name, path.read_bytes())
            counts[f"{name}, {told}"] += 1
            if told.startswith("FAULT"):
                print(f"{path}: {told}")
    for told, number in sorted(counts.items()):
        print(f"{number:6} {told}")


if __name__ == "__main__":
    main()
