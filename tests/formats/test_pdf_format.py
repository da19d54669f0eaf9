from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pdf_files
import program
import pytest
from harness import SETTINGS, copied, read, replaced, source, the_format
from pdf_files import CANARIES, FONTS, MAIL, image, pages, pdf, text

from benchmarks.fakes import redact
from redactor.engine.reading import UnfitError, fit
from redactor.errors import FormatError
from redactor.formats.pdf.page import GREY, NOWHERE, cover, touching
from redactor.formats.pdf.page_columns import by_columns
from redactor.formats.protocol import FormatSettings
from redactor.records import Record
from redactor.verification.verify_output import verify_output

pdfium = pytest.importorskip("pypdfium2", reason="pip install 'redact-batch[pdf]'")


def unpacked(data: bytes) -> Iterator[bytes]:
    """The file, and each of its streams unpacked."""
    yield data
    for found in re.finditer(rb"/Length (\d+)[^\n]*\nstream\n", data):
        yield zlib.decompress(data[found.end() : found.end() + int(found[1])])


def texts(data: bytes) -> list[str]:
    """What PDFium reads on each page."""
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data)]


def picture(data: bytes, page: int = 0) -> np.ndarray:
    """A page of an output, a dot a dot of its picture."""
    return pdfium.PdfDocument(data)[page].render(scale=150 / 72).to_numpy()


def test_nothing_that_was_planted_anywhere_is_left(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf_files.everywhere())
    policy = tmp_path / "policy.toml"
    policy.write_text('only = ["EMAIL_ADDRESS", "WORD"]\n[deny.WORD]\nwords = ["Marisol"]\n')
    done = program.redact_batch(folder, output, "--policy", policy)
    assert done.returncode == 1, done.stderr
    for file in filter(Path.is_file, output.rglob("*")):
        data = file.read_bytes()
        found = [
            canary
            for each in (unpacked(data) if file.suffix == ".pdf" else (data,))
            for canary in CANARIES
            if canary in each
        ]
        assert not found, file.name
    made = output / "a.pdf"
    told = [*texts(made.read_bytes())]
    if shutil.which("pdftotext"):
        told.append(subprocess.run(["pdftotext", made, "-"], capture_output=True, text=True, check=True).stdout)
    for each in told:
        assert MAIL not in each and "Marisol" not in each and ("[EMAIL_ADDRESS]" in each or "[WORD]" in each)
    counts = json.loads((output / "_redactor/summary.json").read_text())["counts"]
    assert counts["reasons"] == {"picture": 1, "embedded-file": 1}
    assert counts["dropped"] == {"annotation": 1, "form": 1, "outline": 1, "script": 1}
    assert counts["labels"]["EMAIL_ADDRESS"] == 8
    checked = program.redactor("verify", output, "--input", folder, "--rescan", "--policy", policy)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    read_texts = {
        leaf.field: leaf.text for record in read("a.pdf", (folder / "a.pdf").read_bytes()) for leaf in record.leaves
    }
    for event in map(json.loads, (output / "_redactor/audit/a.pdf.jsonl").read_text().splitlines()):
        page, _, word = event["field"].partition(", word ")
        before = read_texts[page][: event["start"]]
        assert page.startswith("page ") and int(word) == len((before + "x").split())


FORM = "/Type /XObject /Subtype /Form /BBox [0 0 400 300]"
SPACED = ["(0)", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
DRAWN = {
    "plain": pages(text("Dear Marisol,")),
    "bold by a second copy": pages(text("Dear Marisol,") + text("Dear Marisol,", 41)),
    "a shadow": pages("0.5 g " + text("Dear Marisol,", 43, 197, 20) + "0 g " + text("Dear Marisol,", 40, 200, 20)),
    "turned": pages("BT /C 12 Tf 0 1 -1 0 200 50 Tm (Dear Marisol,) Tj ET"),
    "slanted": pages("BT /C 12 Tf 0.7 0.7 -0.7 0.7 100 50 Tm (Dear Marisol,) Tj ET"),
    "a turned page": pages(text("Dear Marisol,"), page="/Rotate 90"),
    "a cut page": pages(text("Dear Marisol,"), page="/MediaBox [20 50 380 280] /CropBox [30 60 350 250]"),
    "letter by letter": pages(f"BT /C 12 Tf 1 0 0 1 40 200 Tm [(Dear ) -900 {' -300 '.join(SPACED)}] TJ ET"),
    "outlined": pages(text("Dear Marisol,", size=40, y=100, more="1 Tr 4 w")),
    "in a form": pages(
        "q 0.5 0 0 0.5 30 20 cm /F Do Q",
        resources="/XObject << /F 5 0 R >>",
        objects=[(f"{FORM} /Matrix [1 0 0 1 5 9] /Resources << {FONTS} >>", text("Dear Marisol,").encode())],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_the_output_does_not_depend_on_what_is_masked(name: str) -> None:
    """Courier is as wide for all letters, and the two names have the same ones: nothing but their order differs."""
    made = []
    for word in ("Marisol", "Mlosira"):
        data = DRAWN[name].replace(b"Marisol", word.encode())
        for one, other in zip(SPACED, (f"({letter})" for letter in word), strict=True):
            data = data.replace(one.encode(), other.encode())
        (leaf,) = read("a.pdf", data)[0].leaves
        (found,) = re.findall(r"M *[losiar](?: *[losiar]){5}", leaf.text)
        made.append(copied("a.pdf", data, edit=replaced(found, "[P]")))
    assert made[0] == made[1]


def row(y: int, *said: str, step: int = 130) -> str:
    return "".join(text(each, 10 + step * number, y, 7) for number, each in enumerate(said))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (row(200, "as I told Marisol", "the north wind and") + row(190, "Vega her card 4111", "the cold rain in the")
         + row(180, "1111 1111 1111 is", "long winter nights"),
         "as I told Marisol\nVega her card 4111\n1111 1111 1111 is\nthe north wind and\nthe cold rain in the\nlong winter nights"),
        (row(210, "a title") + "".join(row(y, f"a b {y}", f"c d {y}", f"e f {y}") for y in (200, 190, 180)) + row(170, "an end"),
         "a title\na b 200\na b 190\na b 180\nc d 200\nc d 190\nc d 180\ne f 200\ne f 190\ne f 180\nan end"),
        (row(200, "Name", "Phone", "Card number") + row(190, "Xu Wei", "668 5702", "4539 7300 1234 5678")
         + row(180, "Ada Obi", "555 0143", "4111 1111 1111 1111"),
         "Name\tPhone\tCard number\nXu Wei\t668 5702\t4539 7300 1234 5678\nAda Obi\t555 0143\t4111 1111 1111 1111"),
        (text("Dear Mari-") + text("sol Lee", y=186), "Dear Mari-\nsol Lee"),
        (
            text("left one") + text("left two", y=186) + text("right one", 220) + text("right two", 220, 186),
            "left one\nleft two\nright one\nright two",
        ),
        (text("one line") + text("the next", y=186), "one line\nthe next"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_read(content: str, expected: str) -> None:
    (record,) = read("a.pdf", pages(content))
    assert [leaf.text for leaf in record.leaves] == ([expected] if expected else [])
    assert all(leaf.field == "page 1" for leaf in record.leaves) and record.problem is None
    assert not record.leaves or len(record.source.boxes) == len(expected)


@pytest.mark.parametrize(
    ("words", "blank", "expected"),
    [
        ({0: "ab", 13: "cd", 26: "ef"}, " ", "ab cd ef"),
        ({0: "ab", 30: "cd", 60: "ef"}, " ", "ab cd ef"),  # a line that was stretched
        ({0: "ab", 13: "cd", 50: "ef"}, " ", "ab cd\tef"),
        ({0: "ab", 55: "cd", 110: "ef"}, " ", "ab\tcd\tef"),
        ({30: "ab", 0: "cd"}, "", "ab\tcd"),  # letters on top of others, as hidden texts have them
        ({0: "ab", 11: "cd"}, "", "abcd"),
    ],
)
def test_a_wide_gap_sets_apart(words: dict[int, str], blank: str, expected: str) -> None:
    chars: list[str] = []
    rects: list[tuple[float, ...]] = []
    for start, word in words.items():
        chars += [blank] * bool(chars and blank) + list(word)
        rects += [NOWHERE] * bool(rects and blank) + [
            (start + 5 * at, 0, start + 5 * at + 5, 10) for at in range(len(word))
        ]
    made, places = by_columns(chars, rects)  # type: ignore[arg-type]
    assert made == expected and len(places) == len(made)


def test_the_redacted_text_lies_behind_its_line() -> None:
    data = pages(text("Dear Marisol,") + text("yours", y=100), text("second"))
    made = copied("a.pdf", data, edit=replaced("Marisol", "[PERSON Zoë 😀]"))
    assert texts(made) == ["Dear [PERSON Zoë 😀],\r\nyours", "second"]
    written = read("a.pdf", made, replace(SETTINGS, written=True))
    assert [leaf.text for record in written for leaf in record.leaves] == ["Dear [PERSON Zoë 😀],\nyours", "second"]
    sides = list(the_format("a.pdf").side_texts(source(made), SETTINGS))
    assert [side.text for side in sides] == texts(made)
    seen = picture(made)
    assert seen.shape[:2] == (625, 834) and seen.min() < 9
    assert (picture(copied("a.pdf", data)) < 128).sum() < (seen < 128).sum()


TEXT = replace(SETTINGS, pdf="text")


def test_a_pdf_becomes_its_redacted_text() -> None:
    data = pages(text("Dear Marisol,") + text("yours", y=100), "", "0 0 m 100 100 l S", text("Marisol"))
    made = copied("a.pdf", data, TEXT, edit=replaced("Marisol", "[PERSON Zoë]"))
    assert made.decode() == "Dear [PERSON Zoë],\nyours\n\f\n\f[WITHHELD]\n\f[PERSON Zoë]\n\f"
    written = read("a.pdf", made, replace(TEXT, written=True))
    assert [[leaf.text for leaf in record.leaves] for record in written] == [
        ["Dear [PERSON Zoë],\nyours"], [], ["[WITHHELD]"], ["[PERSON Zoë]"],
    ]  # fmt: skip
    assert [record.problem for record in read("a.pdf", pictured("q 9 0 0 9 0 0 cm /I Do Q"), TEXT)] == ["no-text"]
    assert [record.problem for record in read("a.pdf", untold(), TEXT)] == [None, "unreadable-text"]
    with pytest.raises(FormatError):
        read("a.pdf", made[:-3], replace(TEXT, written=True))


def test_the_text_has_a_name_of_its_own(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    pdf_file, other = folder / "a.pdf", folder / "a.pdf.txt"
    pdf_file.write_bytes(pages(text("Niels was here")))

    def run(expected: dict[str, str | None], **settings: object) -> None:
        summary = redact(folder, output, **settings)
        outputs = {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()}
        assert outputs.keys() == expected.keys(), summary.line()
        assert all(said is None or outputs[name].decode() == said for name, said in expected.items())
        assert not verify_output(output, folder, whole=True).findings or summary.files["not redacted"]

    run({"a.pdf": None})
    run({"a.pdf.txt": "[PERSON] was here\n\f"}, pdf="text")
    other.write_text("Niels too")
    run({"a.pdf.txt": "[PERSON] was here\n\f"}, pdf="text")
    run({"a.pdf": None, "a.pdf.txt": "[PERSON] too"})
    run({"a.pdf.txt": "[PERSON] was here\n\f"}, pdf="text")
    pdf_file.unlink()
    run({"a.pdf.txt": "[PERSON] too"}, pdf="text", delete=True)


def pictured(content: str) -> bytes:
    return pages(content, resources="/XObject << /I 5 0 R >>", objects=[image()])


def untold() -> bytes:
    """Letters of a font that draws them and does not say which they are."""
    font = (
        "/Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /x 5 0 R >>"
        " /Encoding << /Differences [97 /x /x] >> /FirstChar 97 /LastChar 98 /Widths [1 1]"
    )
    data = pages(text("ab"), resources=f"/Font << /C << {font} >> >>", objects=[("", b"1 0 d0 0 0 1 1 re f")])
    return data.replace(FONTS.encode(), b" " * len(FONTS))


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (pictured("q 400 0 0 300 0 0 cm /I Do Q"), ["no-text"]),
        (pages("0 0 m 100 100 l S"), ["no-text"]),
        (pictured(text("x") + "q 9 0 0 9 0 0 cm /I Do Q"), [None, "picture"]),
        (pages(text("x") + "q 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI Q"), [None, "picture"]),
        (untold(), [None, "unreadable-text"]),
    ],
)
def test_what_nobody_looked_at_is_withheld(data: bytes, problems: list[str | None]) -> None:
    assert [record.problem for record in read("a.pdf", data)] == problems
    made = copied("a.pdf", data)
    assert len(pdfium.PdfDocument(made)) == 1
    if problems == ["no-text"]:
        assert texts(made) == ["[WITHHELD]"]
        assert [leaf.text for leaf in read("a.pdf", made, replace(SETTINGS, written=True))[0].leaves] == ["[WITHHELD]"]
    if "picture" in problems:
        assert (picture(made)[-5, 5] == GREY).all()


def test_an_encrypted_file_is_named_and_a_broken_one_refused(tmp_path: Path) -> None:
    locked = pdf(
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>",
        f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>",
        trailer=f"/Encrypt 3 0 R /ID [<{'43' * 16}> <{'43' * 16}>]",
    )  # fmt: skip
    assert the_format("a.pdf").reader(source(locked), SETTINGS).problem == "encrypted-file"
    (tmp_path / "a.pdf").write_bytes(locked)
    seen = program.redactor("scan", "--label", "EMAIL_ADDRESS", tmp_path / "a.pdf")
    assert "encrypted-file" in seen.stdout + seen.stderr and seen.returncode == 1
    for broken in (b"", b"%PDF-1.7\n", b"\x00" * 500, pages(text("x"))[:300]):
        with pytest.raises(FormatError):
            read("a.pdf", broken)


def test_without_the_library_a_file_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    reader = the_format("a.pdf").reader(source(pages(text("x"))), SETTINGS)
    assert reader.problem == "needs-extra:pdf" and not list(reader)
    with pytest.raises(UnfitError) as refused:
        next(fit(reader, the_format("a.pdf"), SETTINGS))
    assert refused.value.told == "needs-extra:pdf (pip install 'redact-batch[pdf]')"


def test_a_page_beyond_the_limit_is_withheld_and_the_others_are_not() -> None:
    small = FormatSettings(max_record_bytes=8)
    assert [record.problem for record in read("a.pdf", pages(text("too long here"), text("short")), small)] == [
        "too-long",
        None,
    ]


@pytest.mark.parametrize("settings", [SETTINGS, TEXT])
def test_a_killed_run_goes_on_to_the_same_bytes(settings: FormatSettings) -> None:
    data = pages(*(text(f"page {number} Marisol") for number in range(1, 7)))
    whole = copied("a.pdf", data, settings, edit=replaced("Marisol", "[P]"))
    form = the_format("a.pdf")
    sink = io.BytesIO()
    writer = form.writer(sink, settings)
    reader: list[Record] = read("a.pdf", data, settings)
    for record in reader[:3]:
        writer.write(record, replaced("Marisol", "[P]")(record))
    here, there = json.loads(json.dumps([writer.position, reader[2].position]))
    writer = form.writer(sink, settings, here)
    for record in form.reader(source(data), settings, there):
        writer.write(record, replaced("Marisol", "[P]")(record))
    writer.close()
    assert sink.getvalue() == whole


@pytest.mark.parametrize("count", [0, 1, 64, 65, 200])
def test_what_a_killed_run_must_remember_does_not_grow(count: int) -> None:
    """Each page is written by a writer that knows no more than the position of the one before; PDFium and we read them all."""
    form, sink, position = the_format("a.pdf"), io.BytesIO(), None
    (record,) = read("a.pdf", pages(text("Marisol"), page="/MediaBox [0 0 60 20]"))
    for number in range(count):
        writer = form.writer(sink, SETTINGS, position)
        writer.write(record, replaced("Marisol", f"[{number}]")(record))
        position = json.loads(json.dumps(writer.position))
        assert len(json.dumps(position)) < 4_000
    form.writer(sink, SETTINGS, position).close()
    made = sink.getvalue()
    assert len(pdfium.PdfDocument(made)) == count if count else made.endswith(b"%%EOF\n")
    written = read("a.pdf", made, replace(SETTINGS, written=True))
    assert [leaf.text for record in written for leaf in record.leaves] == [f"[{number}]" for number in range(count)]
    assert [record.index for record in written] == list(range(count))


def test_boxes_cover_what_lies_between_letters_of_a_line_and_nothing_else() -> None:
    dots = np.full((40, 100, 1), 255, np.uint8)
    boxes = np.array([[5, 5, 10, 15], [0, 0, 0, 0], [14, 6, 20, 15], [5, 25, 9, 35]], np.int32)
    cover(dots, boxes)
    expected = np.full((40, 100), 255)
    expected[5:15, 5:10] = expected[6:15, 10:20] = expected[25:35, 5:9] = 0
    assert (dots[:, :, 0] == expected).all()
    assert touching(boxes, np.array([[9, 14, 14, 30]], np.int32)).tolist() == [True, False, False, False]
