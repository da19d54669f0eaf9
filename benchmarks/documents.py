"""Documents that others made: every text of each is masked, and the format's own library finds the same structure in what comes out.

    python -m benchmarks.documents FOLDER…

reads every file below the folders of a kind in ``STRUCTURE`` (say, the test files of python-docx, python-pptx and XlsxWriter,
JSONTestSuite, html5lib-tests). For each kind it counts what was tried, redacted, withheld with which reason, and faults: a
traceback, a text that is left, another structure. It ends with 1 on a fault. It needs python-docx, python-pptx, openpyxl and
odfpy, which redactor itself does not. Counts of one run: docs/results/documents.txt.
"""

from __future__ import annotations

import io
import json
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.parsers import expat

from benchmarks.rewritten import MASK, every_text, rewritten
from redactor.errors import FormatError
from redactor.formats.protocol import FormatSettings, Unwritable
from redactor.formats.registry import format_for

SETTINGS = FormatSettings(scalars=lambda path, countable: countable)
_SLOW = 60.0
#: Problems of parts that have no text to mask; None is a record without one.
_REPLACED = (None, "picture", "embedded-file", "macro", "media", "font", "old-version")


def _docx(data: bytes) -> object:
    import docx

    found = docx.Document(io.BytesIO(data))
    return len(found.paragraphs), len(found.tables), len(found.sections), [len(one.runs) for one in found.paragraphs]


def _pptx(data: bytes) -> object:
    import pptx

    return [len(slide.shapes) for slide in pptx.Presentation(io.BytesIO(data)).slides]


def _xlsx(data: bytes) -> object:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    return [(sheet.title, getattr(sheet, "dimensions", "")) for sheet in book.worksheets]


def _odf(data: bytes) -> object:
    from odf.opendocument import load

    found = load(io.BytesIO(data))
    names = (element.qname[1] for element in _below(found.body))
    return found.mimetype, Counter(name for name in names if not name.endswith("-initials"))


def _below(element: Any) -> Any:
    for child in element.childNodes:
        if child.nodeType == child.ELEMENT_NODE:
            yield child
            yield from _below(child)


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items()}
    return [_shape(each) for each in value] if isinstance(value, list) else None


def _json(data: bytes) -> object:
    return _shape(json.loads(data))


def _xml(data: bytes) -> object:
    tags: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: tags.append(name)
    parser.EndElementHandler = lambda name: tags.append("/" + name)
    parser.Parse(data, True)
    return tags


def _html(data: bytes) -> object:
    tags: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            tags.append("/" + tag)

    Tags().feed(data.decode("utf-8", "replace"))
    return tags


#: Format → what stays the same of a document when its texts are masked. Raises where the file does not open.
STRUCTURE: dict[str, Callable[[bytes], object]] = {
    "docx": _docx, "pptx": _pptx, "xlsx": _xlsx, "odt": _odf, "ods": _odf, "odp": _odf, "json": _json, "xml": _xml, "html": _html,
}  # fmt: skip


def masked(name: str, data: bytes) -> tuple[bytes, int]:
    """The file with all of its texts masked but the names of sheets, and how many records were withheld. Raises what its format raises."""
    found = format_for(name)
    assert found is not None
    problems: Counter[str | None] = Counter()
    made = rewritten(found[0], data, SETTINGS, every_text, lambda record: problems.update([record.problem]))
    return made, sum(count for problem, count in problems.items() if problem not in _REPLACED)


def outcome(name: str, data: bytes) -> str:
    """What becomes of one file."""
    found = format_for(name)
    assert found is not None
    structure = STRUCTURE[found[0].name]
    try:
        before: object = structure(data)
    except Exception:
        before = None
    begun = time.process_time()
    try:
        made, withheld = masked(name, data)
        texts = [leaf for record in found[0].reader(io.BytesIO(made), SETTINGS) for leaf in record.leaves]
    except (FormatError, Unwritable) as error:
        return f"withheld: {error}"
    except Exception as error:
        return f"FAULT: {type(error).__name__}"
    if time.process_time() - begun > _SLOW:
        return "FAULT: slow"
    if withheld:
        return "withheld in part"
    if found[0].name != "html" and any(
        leaf.text.strip() != MASK for leaf in texts if not leaf.field.startswith("workbook.sheet_name")
    ):
        return "FAULT: a text is left"
    if before is None:
        return "redacted (the library opens it neither before nor after)"
    try:
        return "redacted, same structure" if structure(made) == before else "FAULT: another structure"
    except Exception:
        return "FAULT: does not open after"


def main() -> int:
    """Try all files below the folders."""
    warnings.simplefilter("ignore")
    counts: Counter[tuple[str, str]] = Counter()
    for path in (path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*")) if path.is_file()):
        found = format_for(path.name)
        if found is not None and found[0].name in STRUCTURE and not found[1]:
            told = outcome(path.name, path.read_bytes())
            counts[path.suffix, told] += 1
            if told.startswith("FAULT"):
                print(f"{path}: {told}")
    for (suffix, told), count in sorted(counts.items()):
        print(f"{suffix}\t{count}\t{told}")
    return int(any(told.startswith("FAULT") for _, told in counts))


if __name__ == "__main__":
    sys.exit(main())
