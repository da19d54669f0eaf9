"""Documents that others made: every text of each is masked, and the format's own library finds the same structure in what comes out.

    python -m benchmarks.documents FOLDER… [--output FILE]

reads every file below the folders of a kind in ``benchmarks.structures`` (say, html5lib-tests, the XML test suite, the
yaml-test-suite, toml-test, JSONTestSuite, the test files of libical, CPython's email, python-docx). For each kind it counts
what was tried, redacted, withheld with which reason, and faults: a traceback, a hang, other bytes where nothing was masked, a
text that is left, another structure; and what memory one file took at most. It ends with 1 on a fault. Each file has a process of its own.
Counts of one run: docs/results/documents.txt.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import re
import resource
import sys
import warnings
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.rewritten import MASK, rewritten
from benchmarks.structures import STRUCTURE
from redactor.errors import FormatError
from redactor.formats.office.package import dropped
from redactor.formats.placed.placed_format import PlacedFormat
from redactor.formats.protocol import Format, FormatSettings, Unwritable
from redactor.formats.registry import format_for
from redactor.records import Edit, Leaf, Record

SETTINGS = FormatSettings(scalars=lambda path, countable: countable)
_SLOW = 60
_SIZE = 1 << 20
#: Fields that a mask over all of them would break: names of sheets, declarations of XML.
_KEPT = re.compile(r"workbook\.sheet_name|(?:.*\.)?code(?:\[|\Z)").match
#: What this program puts where something was.
_PLACEHOLDER = re.compile(r"\[WITHHELD\]|\[REMOVED [\w -]+\]")
#: What stands in SQL where nothing may not stand.
_EMPTY = ("0", "''")
#: Parts of a package that name others.
_POINTS = re.compile(r"\.rels\Z|\AMETA-INF/manifest\.xml\Z|\A\[Content_Types\]\.xml\Z")
#: What a document remembers of a printer, which always goes.
_PRINTER = re.compile(rb'(config:name="Printer(?:Name|Setup|PaperFromSetup)"[^>/]*>)[^<]+')
#: What goes out of mail whatever is masked.
_SIGNED = re.compile(rb"signature|dkim|arc-|autocrypt|content-md5|x-face", re.IGNORECASE)
#: Problems of parts that have no text to mask; None is a record without one.
_REPLACED = (None, "picture", "embedded-file", "macro", "media", "font", "old-version")


def _all(record: Record) -> list[list[Edit]]:
    """A mask over every text, without white space around it, but ``_KEPT`` and the endings of files' names."""
    return [[Edit(*_core(one), MASK)] if _masked(one) else [] for one in record.leaves]


def _core(leaf: Leaf) -> tuple[int, int]:
    text = leaf.text[: leaf.core_end]
    return leaf.core_start + len(text[leaf.core_start :]) - len(text[leaf.core_start :].lstrip()), len(text.rstrip())


def _masked(leaf: Leaf) -> bool:
    start, end = _core(leaf)
    return start < end and not _KEPT(leaf.field)


def _none(record: Record) -> Sequence[Sequence[Edit]]:
    return [[] for _ in record.leaves]


def _left(form: Format, data: bytes) -> Iterator[str]:
    """Texts of a file that are more than parts of masks."""
    for record in form.reader(io.BytesIO(data), SETTINGS):
        for leaf in record.leaves:
            text = leaf.text[leaf.core_start : leaf.core_end]
            if (
                _masked(leaf)
                and text not in _EMPTY
                and any(char.isalnum() and char != MASK[1] for char in _PLACEHOLDER.sub("", text))
            ):
                yield text


def _alike(made: bytes, data: bytes) -> bool:
    """Are files the same? Packages may lack what always goes: parts, what points to those, settings of printers."""
    if made == data or not zipfile.is_zipfile(io.BytesIO(data)):
        return made == data
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        left = new.namelist()
        went = set(old.namelist()).difference(left)
        return all(dropped(name) or name.endswith("/") for name in went) and all(
            _PRINTER.sub(rb"\1", old.read(name)) == new.read(name) for name in left if not _POINTS.search(name)
        )


def outcome(form: Format, data: bytes, suffix: str = "") -> str:
    """What becomes of one file. Raises what its format raises."""
    problems: Counter[str | None] = Counter()
    gone: list[Record] = []
    odd: list[str] = []

    def see(record: Record) -> None:
        problems[record.problem] += 1
        odd.extend(one.field for one in record.leaves if one.field == "text")
        if record.removed:
            gone.append(record)

    made = rewritten(form, data, SETTINGS, _all, see)
    reasons = sorted(problem for problem in problems if problem is not None)
    if any(problem not in _REPLACED for problem in problems):
        whole = "withheld" if not problems[None] else "withheld in part"
        return f"{whole}: {', '.join(reasons)}"
    same = rewritten(form, data, SETTINGS, _none) if form.byte_exact and not reasons and not gone else data
    if not _alike(same, data) and not (form.name in ("eml", "mbox") and _SIGNED.search(data)):
        return "FAULT: other bytes without a mask"
    if any(_left(form, made)):
        return "FAULT: a text is left"
    if odd and isinstance(form, PlacedFormat) and form.name != "captions":
        return "redacted, lines that are not understood as text"
    structure = STRUCTURE.get(suffix) or STRUCTURE[form.name]
    try:
        before = structure(data)
    except ImportError as error:
        return f"redacted ({error})"
    except Exception:
        return "redacted (its library opens it neither before nor after)"
    try:
        same = structure(made) == before
    except Exception as error:
        return f"FAULT: does not open after ({type(error).__name__})"
    if not same:
        return "FAULT: another structure"
    return "redacted, same structure" + (", parts went" if gone else "")


def _tried(form: Format, path: Path, answer: Connection) -> None:
    warnings.simplefilter("ignore")
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  # it ends with the process
    resource.setrlimit(resource.RLIMIT_CPU, (_SLOW, _SLOW))  # of the process: others may use the machine as well
    try:
        told = outcome(form, path.read_bytes(), suffix_of(path))
    except (FormatError, Unwritable) as error:
        told = f"withheld: {error}"
    except Exception as error:
        told = f"FAULT: {type(error).__name__}"
    used = resource.getrusage(resource.RUSAGE_SELF)
    answer.send((told, used.ru_maxrss, used.ru_utime + used.ru_stime))


def tried(form: Format, path: Path) -> tuple[str, float, float]:
    """What becomes of a file in a process of its own, how many MiB that took beside the program, and its CPU seconds."""
    answer, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_tried, args=(form, path, there))
    process.start()
    there.close()
    try:
        told, held, seconds = answer.recv() if answer.poll(10 * _SLOW) else ("FAULT: hangs", 0, 10 * _SLOW)
    except EOFError:
        told, held, seconds = "FAULT: hangs, or the process died", 0, _SLOW
    process.kill()
    process.join()
    return told, held / 1024, seconds


def files(folders: Sequence[Path]) -> Iterator[tuple[str, Format, Path]]:
    """(suffix, format, path) of every file of a kind that is known here."""
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        found = format_for(path.name)
        if found and found[0].name in STRUCTURE and not found[1] and path.is_file() and path.stat().st_size <= _SIZE:
            yield suffix_of(path), found[0], path


def suffix_of(path: Path) -> str:
    return ".env" if path.name.startswith(".env") else path.suffix.lower() or path.name


def main() -> int:
    """Try all files below the folders."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, help="write the counts here, too")
    given = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    most: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for suffix, form, path in files(given.folders):
        told, held, seconds = tried(form, path)
        counts[suffix, told] += 1
        most[suffix] = [max(pair) for pair in zip(most[suffix], (held, seconds), strict=True)]
        if told.startswith("FAULT"):
            print(f"{path}: {told}", flush=True)
    rows = [f"{suffix}\t{count}\t{told}" for (suffix, told), count in sorted(counts.items())]
    rows += [
        f"{suffix}\tat most {held:.0f} MiB, {seconds:.1f} CPU s a file" for suffix, (held, seconds) in most.items()
    ]
    print("\n".join(rows))
    if given.output:
        given.output.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return int(any(told.startswith("FAULT") for _, told in counts))


if __name__ == "__main__":
    sys.exit(main())
