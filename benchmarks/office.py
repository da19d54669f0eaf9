"""Office files that others made: every text of each is masked, and the field's own library opens what comes out.

    python -m benchmarks.office FOLDER

reads every office file below FOLDER (say, the test files of python-docx, python-pptx and XlsxWriter). For each suffix it counts
what opened before and after, what was refused with a reason, and faults: a traceback, or a text that is left. It needs
python-docx, python-pptx and openpyxl, which redactor itself does not.
"""

from __future__ import annotations

import io
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx

from redactor.errors import FormatError
from redactor.formats.protocol import FormatSettings, Unwritable
from redactor.formats.registry import format_for
from redactor.records import Edit

OPEN: dict[str, Callable[[io.BytesIO], Any]] = {
    "docx": docx.Document,
    "pptx": pptx.Presentation,
    "xlsx": openpyxl.load_workbook,
}
SETTINGS = FormatSettings(scalars=lambda path, countable: countable)


def masked(name: str, data: bytes) -> bytes:
    """The file with all of its texts masked but the names of sheets. Raises what its format raises."""
    found = format_for(name)
    assert found is not None
    sink = io.BytesIO()
    reader, writer = found[0].reader(io.BytesIO(data), SETTINGS), found[0].writer(sink, SETTINGS)
    if reader.problem is not None:
        raise FormatError(reader.problem)
    for record in reader:
        if record.problem is not None:
            writer.withhold(record, record.problem)
            continue
        named = [leaf.field.startswith("workbook.sheet_name") for leaf in record.leaves]
        pairs = zip(record.leaves, named, strict=True)
        writer.write(record, [[] if kept else [Edit(0, len(leaf.text), "[X]")] for leaf, kept in pairs])
    writer.close()
    return sink.getvalue()


def outcome(name: str, data: bytes) -> str:
    """What becomes of one file."""
    found = format_for(name)
    assert found is not None
    open_it = OPEN[found[0].name]
    try:
        open_it(io.BytesIO(data))
    except Exception:
        return "does not open before"
    try:
        made = masked(name, data)
        texts = [leaf for record in found[0].reader(io.BytesIO(made), SETTINGS) for leaf in record.leaves]
    except (FormatError, Unwritable) as error:
        return f"refused: {error}"
    except Exception as error:
        return f"FAULT: {type(error).__name__}"
    if any(leaf.text.strip() != "[X]" for leaf in texts if not leaf.field.startswith("workbook.sheet_name")):
        return "FAULT: a text is left"
    try:
        open_it(io.BytesIO(made))
    except Exception:
        return "FAULT: does not open after"
    return "opens before and after"


def main() -> None:
    warnings.simplefilter("ignore")
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted(Path(sys.argv[1]).rglob("*")):
        found = format_for(path.name)
        if found is not None and found[0].name in OPEN:
            told = outcome(path.name, path.read_bytes())
            counts[path.suffix, told] += 1
            if told.startswith("FAULT"):
                print(f"{path}: {told}")
    for (suffix, told), count in sorted(counts.items()):
        print(f"{suffix}\t{count}\t{told}")


if __name__ == "__main__":
    main()
