"""PDF files that others made: every text of each is masked, and nothing is left in what comes out.

    python -m benchmarks.pdf FOLDER

reads every PDF below FOLDER (say, the test files of pdf.js and PDFBox). It counts what was written whole, what was written
with parts withheld, what was refused with which reason, and faults: a traceback, an output that does not open or lacks pages,
or a text in it that PDFium (and poppler's pdftotext, where it is) still reads. It needs pypdfium2.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.rewritten import MASK, every_text, rewritten
from redactor.errors import FormatError
from redactor.formats.pdf.pdf_format import PdfFormat
from redactor.formats.protocol import FormatSettings
from redactor.records import Record

SETTINGS = FormatSettings()
LEFT = str.maketrans("", "", f"{MASK}WITHHELD \r\n\f")


def masked(data: bytes, told: Counter[str]) -> bytes:
    """The file with all of its texts masked; counts what is withheld of it. Raises what its format raises."""

    def see(record: Record) -> None:
        if record.problem is not None:
            told[record.problem] += 1

    return rewritten(PdfFormat(), data, SETTINGS, every_text, see)


def outcome(data: bytes, told: Counter[str]) -> str:
    """What becomes of one file; ``told`` counts what was withheld of it."""
    try:
        made = masked(data, told)
    except FormatError as error:
        return f"refused: {error}"
    except Exception as error:
        return f"FAULT: {type(error).__name__}"
    document = pdfium.PdfDocument(made)
    texts = [page.get_textpage().get_text_range() for page in document]
    if shutil.which("pdftotext"):
        texts.append(subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True).stdout.decode())
    if any(text.translate(LEFT) for text in texts):
        return "FAULT: a text is left"
    return "written, parts withheld" if told else "written"


def main() -> None:
    counts: Counter[str] = Counter()
    withheld: Counter[str] = Counter()
    slowest = (0.0, "")
    for path in sorted(Path(sys.argv[1]).rglob("*.pdf")):
        begun, told = time.monotonic(), Counter[str]()
        what = outcome(path.read_bytes(), told)
        slowest = max(slowest, (time.monotonic() - begun, path.name))
        counts[what] += 1
        withheld.update(told)
        if what.startswith(("FAULT", "refused: the file")):
            print(f"{path}: {what}", flush=True)
    for name, table in (("files", counts), ("withheld parts", withheld)):
        for what, count in sorted(table.items()):
            print(f"{name}\t{count}\t{what}")
    print(f"slowest\t{slowest[0]:.1f} s\t{slowest[1]}")
    held = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"held at most\t{held >> 10} MiB")


if __name__ == "__main__":
    main()
