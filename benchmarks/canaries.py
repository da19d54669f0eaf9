"""Values planted in every part of every kind of file: none may be left in what a run gives out, nor in what it writes of itself.

    python -m benchmarks.canaries [FOLDER…]

plants mail addresses, cards and names: in the files of ``WHOLE`` by hand, and in each XML part of the office files below the
folders (say, the test files of python-docx and XlsxWriter) by a rule: one copy has them in all texts, and one copy for each
attribute of each element has one there. It runs ``redact-batch`` over the first, looks into outputs (unpacked, as text, with
entities and ``%40`` undone, in UTF-16) and ``_redactor``, prints a row a kind and ends with 1 where anything is left. Copies
with one attribute are read and written without the model: each text is masked, and a name that holds the plant withholds. A new
format is a row of ``WHOLE``, or a suffix of ``PACKAGES``.
"""

# ruff: noqa: E501  # texts of files in lines as long as they are

from __future__ import annotations

import html
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from benchmarks.rewritten import MASK, every_text, rewritten
from redactor.errors import FormatError
from redactor.formats.protocol import FormatSettings, Unwritable
from redactor.formats.registry import format_for
from redactor.records import Edit, Record

MAIL, CARD, NAME = "marisol.vega@example.com", "4111 1111 1111 1111", "Marisol Vega"
SAY = f"Dear {NAME}, write to {MAIL} or pay with {CARD}."
CANARIES = (MAIL, CARD, NAME, "Marisol")
PACKAGES = (".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp", ".odg")


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    rows = [{"note": SAY, "more": [{"inner": SAY}], "mail": MAIL}]
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return sink.getvalue()


def _notebook() -> bytes:
    cell = {"cell_type": "markdown", "metadata": {"tags": [MAIL]}, "source": [SAY, SAY]}
    code = {"cell_type": "code", "outputs": [{"output_type": "stream", "text": [SAY]}], "source": f"x = '{MAIL}'"}
    return json.dumps({"cells": [cell, code], "metadata": {"authors": [{"name": NAME}]}, "nbformat": 4}).encode()


_PAGE = f"""<!DOCTYPE html><html><head><title>{SAY}</title><meta name="author" content="{NAME}"><style>/* {MAIL} */</style>
<script>var a = "{MAIL}";</script></head><body><!-- {SAY} --><p title="{SAY}">Dear <b>Mari</b>sol Vega: <a href="mailto:{MAIL.replace("@", "%40")}">x</a></p>
<img alt="{SAY}" src="/{MAIL}.png" data-card="{CARD}"><input value="{SAY}" placeholder="{MAIL}"><p>{MAIL.replace("@", "&#64;")}</p><textarea>{SAY}</textarea></body></html>"""
#: Suffix → a file with plants in every place that its kind has.
WHOLE: dict[str, Callable[[], bytes]] = {
    ".txt": SAY.encode,
    ".log": lambda: f"2024-01-02 03:04:05 INFO user={MAIL} {SAY}\n".encode(),
    ".md": lambda: f"# {SAY}\n\n> {SAY}\n\n[x](mailto:{MAIL})\n".encode(),
    ".csv": lambda: f'Name,E-mail,Note\n{NAME},{MAIL},"{SAY}"\n{NAME},{MAIL},{CARD}\n'.encode(),
    ".tsv": lambda: f"Name\tE-mail\tNote\n{NAME}\t{MAIL}\t{SAY}\n".encode(),
    ".jsonl": lambda: (json.dumps({"note": SAY, "a": {"b": [MAIL]}}) + "\n" + json.dumps(SAY) + "\n").encode(),
    ".json": lambda: json.dumps([{"note": SAY, "deep": {"list": [[MAIL], CARD]}}, SAY], indent=1).encode(),
    ".geojson": lambda: json.dumps({"features": [{"properties": {"name": NAME, "note": SAY}}]}).encode(),
    ".ipynb": _notebook,
    ".html": _PAGE.encode,
    ".xml": lambda: f'<?xml version="1.0"?><r a="{SAY}"><!-- {SAY} --><b>{SAY}</b><![CDATA[{SAY}]]><?pi {MAIL}?></r>'.encode(),
    ".svg": lambda: f'<svg xmlns="http://www.w3.org/2000/svg"><title>{SAY}</title><text data-m="{MAIL}">{SAY}</text></svg>'.encode(),
    ".parquet": _parquet,
    ".yaml": lambda: f"# {SAY}\nmail: {MAIL}\nnote: |\n  {SAY}\nlist:\n  - {CARD}\n".encode(),
    ".toml": lambda: f'# {SAY}\nmail = "{MAIL}"\n[a]\nnote = """{SAY}"""\n'.encode(),
    ".ini": lambda: f"; {SAY}\n[a]\nmail = {MAIL}\nnote = {SAY}\n".encode(),
    ".env": lambda: f"# {SAY}\nMAIL={MAIL}\nNOTE='{SAY}'\n".encode(),
    ".sql": lambda: f"-- {SAY}\nINSERT INTO people (name, mail, note) VALUES ('{NAME}', '{MAIL}', '{SAY}');\n".encode(),
    ".vcf": lambda: f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{NAME}\r\nEMAIL:{MAIL}\r\nNOTE:{SAY}\r\nEND:VCARD\r\n".encode(),
    ".ics": lambda: f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nATTENDEE;CN={NAME}:mailto:{MAIL}\r\nDESCRIPTION:{SAY}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode(),
    ".srt": lambda: f"1\n00:00:01,000 --> 00:00:02,000\n{SAY}\n\n".encode(),
    ".eml": lambda: f"From: {NAME} <{MAIL}>\r\nTo: {MAIL}\r\nSubject: {SAY}\r\nX-Note: {SAY}\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n{_PAGE}\r\n".encode(),
}  # fmt: skip
_TEXT = re.compile(r"(?<=>)[^<>]*[^<>\s][^<>]*(?=<)")
_TAG = re.compile(r"""<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))+)\s*/?>""")
_ATTRIBUTE = re.compile(r"""\s([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
#: Attributes without which nobody can tell what a part is: what is planted there breaks the package itself.
_BREAKING = re.compile(r"xmlns.*|xml:.*|Id|r:.*|Type|TargetMode|ContentType|Extension|.*media-type")


def planted(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Copies of an office file: (where the plants are, the bytes)."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    texts = {
        info: each.decode("utf-8") for info, each in parts.items() if re.search(r"\.(xml|rels|vml|rdf)$", info.filename)
    }

    def packed(changed: dict[zipfile.ZipInfo, str]) -> bytes:
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as made:
            for info, each in parts.items():
                made.writestr(info, changed[info].encode() if info in changed else each, info.compress_type)
        return sink.getvalue()

    yield "every text", packed({info: _TEXT.sub(SAY, text) for info, text in texts.items()})
    seen = set()
    for info, text in texts.items():
        for tag in _TAG.finditer(text):
            for found in _ATTRIBUTE.finditer(tag[2]):
                where = f"{tag[1]}@{found[1]}"
                if where not in seen and not _BREAKING.fullmatch(found[1]):
                    seen.add(where)
                    start, end = tag.start(2) + found.start(2) + 1, tag.start(2) + found.end(2) - 1
                    yield where, packed({info: text[:start] + MAIL + text[end:]})


def left(data: bytes) -> list[str]:
    """The canaries in some bytes, packed or not."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            inner = [package.read(info) for info in package.infolist()] + [" ".join(package.namelist()).encode()]
        return [canary for each in inner for canary in left(each)]
    text = data.decode("utf-8", "replace")
    views = (text, html.unescape(text), unquote(text), data.decode("utf-16-le", "replace"), text.replace(r"\/", "/"))
    return [canary for canary in CANARIES if any(canary in view for view in views)]


def passes(name: str, data: bytes) -> bool:
    """Does a plant pass where every text is masked, and a file whose names hold one is withheld?"""
    found = format_for(name)
    assert found is not None
    settings = FormatSettings(scalars=lambda path, countable: True)
    names: list[str] = []
    try:
        made = rewritten(found[0], data, settings, _edits, lambda record: names.extend(record.names))
    except (FormatError, Unwritable):
        return False
    return not any(canary in name for name in names for canary in CANARIES) and bool(left(made))


def _edits(record: Record) -> list[list[Edit]]:
    """A mask over each text, of the names of sheets only over the planted one."""
    pairs = zip(record.leaves, every_text(record), strict=True)
    return [[Edit(0, len(leaf.text), MASK)] if MAIL in leaf.text else edits for leaf, edits in pairs]


def main(arguments: list[str]) -> int:
    """Plant, run, look."""
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "in"), Path(folder, "out")
        source.mkdir()
        where: dict[str, str] = {}
        counts: Counter[tuple[str, str]] = Counter()

        def put(name: str, told: str, data: bytes) -> None:
            (source / name).write_bytes(data)
            where[name] = told

        for suffix, make in WHOLE.items():
            if format_for(f"a{suffix}") is not None:
                put(f"whole{suffix}", "whole", make())
        seeds = (path for each in arguments for path in sorted(Path(each).rglob("*")) if path.suffix in PACKAGES)
        for number, seed in enumerate(seeds):
            try:
                for told, data in planted(seed.read_bytes()):
                    if told == "every text":
                        put(f"{number}{seed.suffix}", f"{seed.name}: {told}", data)
                        continue
                    counts[seed.suffix, "in attributes"] += 1
                    if passes(seed.name, data):
                        counts[seed.suffix, "left"] += 1
                        print(f"LEFT in {seed.name}: {told}")
            except (zipfile.BadZipFile, UnicodeDecodeError):
                continue
        call = "from redactor.cli.batch import main; main()"
        done = subprocess.run([sys.executable, "-c", call, "-q", source, output], capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stderr
        faults = sum(count for (_, word), count in counts.items() if word == "left")
        for path in filter(Path.is_file, output.rglob("*")):
            if found := left(path.read_bytes()):
                faults += 1
                name = path.relative_to(output).as_posix()
                counts[path.suffix, "left"] += 1
                print(f"LEFT in {name} ({where.get(name, 'of the run')}): {', '.join(found)}")
        for name in where:
            counts[Path(name).suffix, "given out" if (output / name).exists() else "withheld"] += 1
            counts[Path(name).suffix, "planted"] += 1
        faults += (bad := left((done.stdout + done.stderr).encode())) != []
        print(*(f"LEFT in messages: {each}" for each in bad), sep="\n", end="")
        words = ("planted", "given out", "withheld", "in attributes", "left")
        print("\t".join(("kind", *words)))
        for suffix in dict.fromkeys(suffix for suffix, _ in counts):
            print("\t".join((suffix, *(str(counts[suffix, word]) for word in words))))
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
