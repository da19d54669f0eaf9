"""``python -m benchmarks.formats``: the same words in every format, and what CPU they cost beside plain text.

CPU seconds of the whole process, start-up taken off (a text of one word). 100 % is the plain text of the same run; a busy machine
does not change it much. ``--lines`` is the number of 80-character lines; the first and last run are plain text, so that their
difference tells how far to trust the rest.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from benchmarks.engine import redact_batch
from benchmarks.shapes import short

Lines = Sequence[str]
Rows = Sequence[Sequence[object]]


def _each(form: str, write: Callable[[str], str] = str, head: str = "", end: str = "") -> Callable[[Lines], bytes]:
    """Every line in ``form``, as ``write`` writes it."""
    return lambda lines: (head + "".join(form.format(write(line)) for line in lines) + end).encode()


def _csv(rows: Rows) -> bytes:
    sink = io.StringIO()
    csv.writer(sink).writerows(rows)
    return sink.getvalue().encode()


def _mailbox(lines: Lines) -> bytes:
    head = "From a Thu Jan  1 00:00:00 2026\nFrom: office@example.org\nSubject: rooms\n\n"
    letters = ("\n".join(line.removeprefix("From ") for line in lines[at : at + 20]) for at in range(0, len(lines), 20))
    return "\n\n".join(head + letter for letter in letters).encode() + b"\n"


def _docx(lines: Lines) -> bytes:
    import docx

    made, sink = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(sink)
    return sink.getvalue()


def _xlsx(rows: Rows) -> bytes:
    import openpyxl

    made, sink = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(sink)
    return sink.getvalue()


def _column(lines: Lines) -> Rows:
    """A row for each line."""
    return [["note"], *([line] for line in lines)]


def _table(lines: Lines) -> Rows:
    """Rows of six cells around each line."""
    return [["id", "status", "amount", "room", "ok", "note"]] + [
        [number, "open", number / 4, f"room {number % 90}", True, line] for number, line in enumerate(lines)
    ]


#: Name → how the lines are written. The suffix stands behind the last dot.
FORMATS: dict[str, Callable[[Lines], bytes]] = {
    "plain.txt": _each("{}\n"),
    "a.md": _each("{}\n"),
    "a.jsonl": _each('{{"note": {}}}\n', json.dumps),
    "a.json": lambda lines: json.dumps([{"note": line} for line in lines], indent=1).encode(),
    "a.csv": lambda lines: _csv(_column(lines)),
    "a.yaml": _each("- note: {}\n", json.dumps),
    "a.toml": _each("[[row]]\nnote = {}\n", json.dumps),
    "a.ini": _each("note = {}\n", head="[all]\n"),
    "a.sql": _each("INSERT INTO t (note) VALUES ('{}');\n", lambda line: line.replace("'", "''")),
    "a.html": _each("<p>{}</p>\n", escape),
    "a.xml": _each("<r>{}</r>\n", escape, "<all>", "</all>"),
    "a.vcf": _each("BEGIN:VCARD\nVERSION:3.0\nNOTE:{}\nEND:VCARD\n"),
    "a.ics": _each("BEGIN:VEVENT\nSUMMARY:{}\nEND:VEVENT\n", head="BEGIN:VCALENDAR\n", end="END:VCALENDAR\n"),
    "a.srt": _each("1\n00:00:01,000 --> 00:00:02,000\n{}\n\n"),
    "a.log": _each('{{"level": "info", "message": {}}}\n', json.dumps),
    "a.mbox": _mailbox,
    "a.docx": _docx,
    "a.xlsx": lambda lines: _xlsx(_column(lines)),
    "table.csv": lambda lines: _csv(_table(lines)),
    "table.xlsx": lambda lines: _xlsx(_table(lines)),
    "again.txt": _each("{}\n"),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=5_000)
    parser.add_argument("--only", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    lines = short(given.lines)
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "one.txt").write_text("word\n")
        start = redact_batch(root / "one.txt", root / "one.out.txt").cpu
        plain = 0.0
        for name in dict.fromkeys(("plain.txt", *given.only)):
            (root / name).write_bytes(FORMATS[name](lines))
            cpu = redact_batch(root / name, root / f"out.{name}").cpu - start
            plain = plain or cpu
            found[name] = {"cpu_seconds": round(cpu, 2), "of_plain_text": round(plain / cpu, 3)}
            print(f"{name:12} {cpu:7.2f} s {plain / cpu:7.0%}", flush=True)
    if given.json:
        told = {"lines": len(lines), "words": sum(len(line.split()) for line in lines), "formats": found}
        given.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
