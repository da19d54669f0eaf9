"""Values planted in every part of every kind of file: none may be left in what a run gives out, nor in what it writes of itself.

    python -m benchmarks.canaries [FOLDER…]

plants mail addresses, cards and names: in the files of ``plants`` and ``plants_office``, one a place, and in each XML part of
the office files below the folders (say, the test files of python-docx and XlsxWriter) by a rule: one copy has them in all texts,
and one copy for each attribute of each element has one there. It runs ``redact-batch`` over the first, looks into outputs
(``canary_search``: unpacked, decoded, without tags) and ``_redactor/``, prints a row a kind and ends with 1 where anything is left.
Copies with one attribute are read and written without the model: each text is masked, and a name that holds the plant
withholds. A new format is a row of ``plants.TEXTS``, or a suffix of ``PACKAGES``. Counts of one run: docs/results/canaries.txt.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks.canary_search import left
from benchmarks.plants import MAIL, SAY, planted_files
from benchmarks.plants_office import planted_packages
from benchmarks.rewritten import MASK, every_text, rewritten
from redactor.errors import FormatError
from redactor.formats.protocol import FormatSettings, Unwritable
from redactor.formats.registry import format_for
from redactor.records import Edit, Record

PACKAGES = (".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp", ".odg")
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
    return not any(left(name.encode("utf-8", "replace")) for name in names) and bool(left(made))


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

        for number, (suffix, place, data) in enumerate(chain(planted_files(), planted_packages())):
            put(f"place{number}{suffix}", place, data)
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
                print(f"LEFT in {name} ({where.get(name, 'of the run')}): {', '.join(sorted(found))}")
        for name in where:
            counts[Path(name).suffix, "given out" if (output / name).exists() else "withheld"] += 1
            counts[Path(name).suffix, "planted"] += 1
        faults += bool(bad := left((done.stdout + done.stderr).encode()))
        print(*(f"LEFT in messages: {each}" for each in bad), sep="\n", end="")
        words = ("planted", "given out", "withheld", "in attributes", "left")
        print("\t".join(("kind", *words)))
        for suffix in dict.fromkeys(suffix for suffix, _ in counts):
            print("\t".join((suffix, *(str(counts[suffix, word]) for word in words))))
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
