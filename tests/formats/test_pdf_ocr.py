"""Scans: a stand-in prints the table that Tesseract would; where Tesseract itself is, it reads one page."""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from harness import SETTINGS, copied, read, replaced, source, the_format
from pdf_files import image, pages, text

from redactor.errors import UsageError
from redactor.formats.pdf.ocr import Seen, Tesseract, check

pdfium = pytest.importorskip("pypdfium2", reason="pip install 'redact-batch[pdf]'")

HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"
OCR = replace(SETTINGS, ocr="eng")
Install = Callable[[str], Tesseract]


def table(*words: str) -> str:
    """Rows of words: ``block line left top width height sureness text``; and rows that are none."""
    rows = [HEAD, "1 1 0 0 0 0 0 0 900 900 -1 ", "2 1 1 0 0 0 10 10 90 90 -1 "]
    for word in words:
        block, line, *place, said = word.split(" ", 7)
        rows.append(" ".join(("5 1", block, "1", line, "1", *place, said)))
    return "\n".join(row.replace(" ", "\t", 11) for row in rows) + "\n"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a program of this name on the path that takes a picture and prints a table."""

    def installed(said: str, script: str = 'cat "$0.tsv"') -> Tesseract:
        program = tmp_path / "tesseract"
        (tmp_path / "tesseract.tsv").write_text(said)
        program.write_text(
            f'#!/bin/sh\n[ "$1" = --list-langs ] && printf "List:\\neng\\ndeu\\n" && exit\ncat > /dev/null\n{script}\n'
        )
        program.chmod(0o700)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        return Tesseract(str(program), "eng")

    return installed


WHITE = np.full((100, 200), 255, np.uint8)
LINE = ("1 1 10 10 20 5 95 Dear", "1 1 40 10 30 5 96.5 Maribel,")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (LINE, "Dear Maribel,"),
        ((*LINE, "1 2 10 20 20 5 91 Mari-", "1 3 10 30 20 5 91 sol", "2 1 90 10 20 5 91 yours"),
         "Dear Maribel,\nMari-\nsol\n\nyours"),
        ((*LINE, "1 1 80 10 20 5 31.5 L33"), "Dear Maribel, \ufffd"),
        (('1 1 10 10 20 5 95 "Dear', "1 1 10 10 20 5 95 \x01\ue000"), '"Dear \ufffd\ufffd'),
        (("1 1 10 10 20 5 95  ",), ""),
        ((), ""),
    ],
)  # fmt: skip
def test_words_become_lines(install: Install, words: tuple[str, ...], expected: str) -> None:
    seen = install(table(*words)).read(WHITE)
    assert isinstance(seen, Seen) and seen.text == expected
    assert len(seen.boxes) == len(expected) and seen.turns == 0 and not seen.more
    assert seen.unreadable == any("L33" in word for word in words)
    for char, box in zip(seen.text, seen.boxes, strict=True):
        assert box.any() != char.isspace()
    assert not words or not seen.text or seen.boxes[0].tolist() == [10, 10, 30, 15]


@pytest.mark.parametrize(
    ("second", "turns", "box"),
    [
        ("1 1 40 10 20 5 95 b", 0, [10, 10, 30, 15]),
        ("1 1 10 40 20 5 95 b", 1, [10, 170, 15, 190]),
        ("1 1 2 10 20 5 95 b", 2, [170, 85, 190, 90]),
        ("1 1 10 2 20 5 95 b", 3, [85, 10, 90, 30]),
    ],
)
def test_a_page_that_lies_is_set_upright(install: Install, second: str, turns: int, box: list[int]) -> None:
    seen = install(table("1 1 10 10 20 5 95 a", second)).read(WHITE)
    assert isinstance(seen, Seen) and (seen.turns, seen.boxes[0].tolist()) == (turns, box)


def test_ink_outside_of_words_is_told(install: Install) -> None:
    dots = WHITE.copy()
    dots[10:15, 10:30] = 0
    assert install(table(*LINE)).read(dots).more is False  # type: ignore[union-attr]
    dots[60:70, 60:90] = 0
    assert install(table(*LINE)).read(dots).more is True  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("script", "problem"), [("exit 1", "ocr-failed"), ("kill -XCPU $$", "ocr-timeout"), (":", "no-text")]
)
def test_a_page_that_cannot_be_read_is_withheld(install: Install, script: str, problem: str) -> None:
    install("", script)  # type: ignore[call-arg]
    assert [record.problem for record in read("a.pdf", scan(), OCR)] == [problem]
    assert [record.problem for record in read("a.pdf", scan())] == ["no-text"]


def scan(behind: str = "") -> bytes:
    """A picture over the page, and perhaps a text."""
    return pages(
        f"q 400 0 0 300 0 0 cm /I Do Q {behind}", resources="/XObject << /I 5 0 R >>", objects=[image(b"\xff" * 24)]
    )


@pytest.mark.parametrize("behind", ["", text("Dear Mari8el", more="3 Tr")])
def test_a_scan_is_written_as_what_was_read(install: Install, behind: str) -> None:
    install(table("1 1 100 100 80 30 95 Dear", "1 1 200 100 150 30 95 Maribel,", "1 2 100 150 99 30 95 Grüße"))
    (record,) = read("a.pdf", scan(behind), OCR)
    assert [(leaf.text, leaf.misread) for leaf in record.leaves] == [("Dear Maribel,\nGrüße", True)]
    made = copied("a.pdf", scan(behind), OCR, edit=replaced("Maribel", "[P]"))
    page = pdfium.PdfDocument(made)[0]
    assert page.get_textpage().get_text_range() == "Dear [P],\r\nGrüße" and page.get_size() == (400, 300)
    assert page.render().to_numpy().min() < 128, "the text is to be seen"
    pictures = [
        zlib.decompress(found[1]) for found in re.finditer(rb"/Image .*?\nstream\n(.*?)\nendstream", made, re.DOTALL)
    ]
    assert pictures == [b"\xff"], "no dot of the scan is given out"
    assert copied("a.pdf", scan(behind), replace(OCR, pdf="text"), edit=replaced("Maribel", "[P]")).decode() == (
        "Dear [P],\nGrüße\n\f"
    )


def test_a_note_on_a_scan_is_told(install: Install) -> None:
    install(table(*LINE))
    noted = pages(
        "q 400 0 0 300 0 0 cm /I Do Q",
        page="/Annots [6 0 R]",
        resources="/XObject << /I 5 0 R >>",
        objects=[image(), "<< /Type /Annot /Subtype /Text /Rect [9 9 30 30] /Contents (Marisol) >>"],
    )
    reader = the_format("a.pdf").reader(source(noted), OCR)
    assert [leaf.text for record in reader for leaf in record.leaves] == ["Dear Maribel,"]
    assert reader.dropped == ("annotation",)


def test_a_page_with_text_is_read_as_ever(install: Install) -> None:
    install(table(*LINE))
    records = read("a.pdf", scan(text("yours")), OCR)
    assert [[leaf.text for leaf in record.leaves] for record in records] == [["yours"], []]
    assert [record.problem for record in records] == [None, "picture"]


def test_without_the_program_or_its_language_nothing_begins(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("")
    check("deu+eng")
    with pytest.raises(UsageError, match="no 'fra'; it has eng deu"):
        check("eng+fra")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="apt install tesseract-ocr"):
        check("eng")
    assert [record.problem for record in read("a.pdf", scan(), OCR)] == ["no-text"]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="apt install tesseract-ocr")
def test_tesseract_reads_a_page_that_lies_on_its_side() -> None:
    drawn = pdfium.PdfDocument(
        pages(text("Dear Maribel, your parcel", 40, 200, 20) + text("comes on Monday.", 40, 160, 20))
    )
    dots = np.rot90(drawn[0].render(scale=300 / 72, grayscale=True).to_numpy().reshape(1250, -1))
    program = shutil.which("tesseract")
    assert program
    seen = Tesseract(program, "eng").read(np.ascontiguousarray(dots))
    assert isinstance(seen, Seen)
    assert (seen.text.split(), seen.turns) == (["Dear", "Maribel,", "your", "parcel", "comes", "on", "Monday."], 3)
    assert not seen.unreadable and not seen.more
