"""Values planted in every part of PDF files: none may be left in what a run gives out, nor in what it writes of itself.

    python -m benchmarks.pdf_canaries FOLDER [MOST]

takes up to MOST (60) of the smaller PDFs below FOLDER (say, the test files of pdf.js and PDFBox), and in each puts mail addresses,
cards and names into all that can hold text: every string of every object, and beside that texts on pages (seen, invisible,
white, clipped, off the page, in forms, as ActualText), notes, links, fields, outline, metadata, scripts, embedded files, labels,
layers, tags, private data, images. It runs ``redact-batch`` with ``--pdf boxes`` and ``--pdf text`` and looks into outputs (as they
lie there; all objects as pikepdf reads them, unpacked; what pdftotext reads; what Tesseract reads of the pages as pdftoppm draws
them) and into ``_redactor``. The name is on the policy's deny list: what the model finds is no question of formats. It needs pikepdf.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from benchmarks.canary_search import left
from benchmarks.plants import MAIL, NAME, SAY

POLICY = f'[deny.PERSON]\nwords = ["{NAME}", "Marisol"]\n'
LARGEST, MOST = 300_000, 60
#: Strings that are no text but say how to read others: with a plant there a file is a broken one.
KEPT = {"/ID", "/Registry", "/Ordering", "/DA", "/CharSet", "/Panose", "/O", "/U", "/OE", "/UE", "/Perms", "/Lookup"}


def planted(data: bytes) -> bytes:
    """A copy of a file with plants. Raises ``pikepdf.PdfError`` for one that cannot be read."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for each in list(pdf.objects):
            _fill(each, 0)
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for page in list(pdf.pages)[:3]:
            _page(pdf, page, font)
        _document(pdf)
        sink = io.BytesIO()
        pdf.save(sink, fix_metadata_version=False)
    return sink.getvalue()


def _fill(each: pikepdf.Object, depth: int) -> None:
    """Put the plants in place of all strings in an object."""
    if depth > 20 or not isinstance(each, Dictionary | Stream | Array):
        return
    if isinstance(each, Array):
        if len(each) and each[0] == Name.Indexed:
            return
        keys = range(len(each))
    else:
        keys = [key for key in each.keys() if key not in KEPT and key != "/Length"]  # noqa: SIM118  # no mapping
    for key in keys:
        if isinstance(each[key], String):
            each[key] = String(SAY)
        elif isinstance(each[key], pikepdf.Object) and not each[key].is_indirect:
            _fill(each[key], depth + 1)


def _page(pdf: Pdf, page: pikepdf.Page, font: pikepdf.Object) -> None:
    said = SAY.encode()
    own = Dictionary(Font=Dictionary(RdctF=font))
    form = pdf.make_stream(b"BT /RdctF 7 Tf 20 65 Td (%s) Tj ET" % said)
    form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 900, 900]), Resources=own))
    image = pdf.make_stream(said[:24].ljust(24))
    image.update(
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=4, Height=2, BitsPerComponent=8, ColorSpace=Name.DeviceRGB
        )
    )
    image.Metadata = pdf.make_stream(b"<x>%s</x>" % said)
    resources = page.obj.get("/Resources", Dictionary())
    for kind, names in (("/Font", {"/RdctF": font}), ("/XObject", {"/RdctX": form, "/RdctI": image})):
        held = resources.get(kind, Dictionary())
        resources[kind] = Dictionary({**{key: held[key] for key in held.keys()}, **names})  # noqa: SIM118
    page.obj.Resources = resources
    page.contents_add(
        b"\nq 0 g BT /RdctF 7 Tf 20 20 Td (%(s)s) Tj 0 9 Td 3 Tr (%(s)s) Tj 0 9 Td 0 Tr 1 g (%(s)s) Tj 0 g 5000 0 Td (%(s)s) Tj ET\n"
        b"q 0 0 1 1 re W n BT /RdctF 7 Tf 20 47 Td (%(s)s) Tj ET Q\n"
        b"/Span << /ActualText (%(s)s) >> BDC BT /RdctF 7 Tf 20 56 Td (plain) Tj ET EMC\n"
        b"BT /RdctF 0.2 Tf 20 74 Td (%(s)s) Tj ET /RdctX Do q 9 0 0 9 1 1 cm /RdctI Do Q Q\n" % {b"s": said}
    )
    look = pdf.make_stream(b"BT /RdctF 7 Tf 2 2 Td (%s) Tj ET" % said)
    look.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 500, 12]), Resources=own))
    box = Array([20, 80, 520, 92])
    notes = page.obj.get("/Annots", Array())
    page.obj.Annots = Array(notes) if isinstance(notes, Array) else Array()
    for entries in (
        Dictionary(Subtype=Name.Text, Contents=SAY, T=NAME),
        Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=f"mailto:{MAIL}")),
        Dictionary(Subtype=Name.FreeText, Contents=SAY, DA="/Helv 7 Tf", AP=Dictionary(N=look)),
        Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=NAME, V=SAY, TU=SAY, AP=Dictionary(N=look), F=4),
    ):
        page.obj.Annots.append(
            pdf.make_indirect(Dictionary({"/Type": Name.Annot, "/Rect": box, **dict(entries.items())}))
        )
    page.obj.PieceInfo = Dictionary(App=Dictionary(Private=SAY))
    page.obj.Thumb = image


def _document(pdf: Pdf) -> None:
    pdf.docinfo["/Title"], pdf.docinfo["/Author"], pdf.docinfo["/Own"] = SAY, NAME, MAIL
    root = pdf.Root
    root.Metadata = pdf.make_stream(f"<x>{SAY}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=f"app.alert('{SAY}')")
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=SAY)]))
    root.OCProperties = Dictionary(
        OCGs=Array([pdf.make_indirect(Dictionary(Type=Name.OCG, Name=SAY))]), D=Dictionary(Name=SAY)
    )
    root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Dictionary(S=Name.P, Alt=SAY, ActualText=SAY, T=SAY))
    root.Lang = SAY
    pdf.attachments[f"{MAIL}.txt"] = SAY.encode()
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SAY, 0))


def views(data: bytes) -> Iterator[bytes]:
    """All that other tools read in a PDF: pikepdf in its objects and streams, pdftotext on its pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for each in pdf.objects:
            yield repr(each).encode()
            if isinstance(each, Stream):
                stream = each.read_bytes()
                yield stream
                for code in re.findall(rb"<([0-9A-Fa-f]{2,})>", stream):
                    yield (
                        bytes.fromhex(code.decode().ljust(len(code) + len(code) % 2, "0"))
                        .decode("utf-16-be", "replace")
                        .encode()
                    )
    yield subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout


def drawn(path: Path) -> Iterator[bytes]:
    """What Tesseract reads on the first pages of a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["pdftoppm", "-gray", "-r", "200", "-l", "3", path, Path(folder, "p")], check=True, capture_output=True
        )
        for page in sorted(Path(folder).iterdir()):
            yield subprocess.run(["tesseract", page, "stdout"], capture_output=True).stdout


def main(arguments: list[str]) -> int:
    """Plant, run, look."""
    most = int(arguments[1]) if len(arguments) > 1 else MOST
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        source, policy = Path(folder, "in"), Path(folder, "policy.toml")
        source.mkdir()
        policy.write_text(POLICY)
        for number, path in enumerate(sorted(Path(arguments[0]).rglob("*.pdf"))):
            if counts["planted"] < most and path.stat().st_size <= LARGEST:
                try:
                    (source / f"{number}.pdf").write_bytes(planted(path.read_bytes()))
                    counts["planted"] += 1
                except Exception as error:  # whatever others' libraries say of others' files
                    counts[f"not planted: {type(error).__name__}"] += 1
        call = "from redactor.cli.batch import main; main()"
        for how in ("boxes", "text"):
            output = Path(folder, how)
            command = [sys.executable, "-c", call, "--pdf", how, "--policy", policy, source, output]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode in (0, 1), done.stderr
            print(f"{how}: {done.stderr.strip().splitlines()[-1]}")
            found: list[str] = []
            for path in filter(Path.is_file, output.rglob("*")):
                data = path.read_bytes()
                looks = [data, *(views(data) if path.suffix == ".pdf" else ())]
                if path.suffix == ".pdf" and shutil.which("tesseract"):
                    looks += drawn(path)
                    counts["read by Tesseract"] += 1
                counts[f"given out, {how}"] += "_redactor" not in path.relative_to(output).parts
                found += [
                    f"{path.relative_to(output)}: {value}" for value in {one for each in looks for one in left(each)}
                ]
            found += [f"messages: {value}" for value in left((done.stdout + done.stderr).encode())]
            counts[f"left, {how}"] += len(found)
            print(*found, sep="\n", end="\n" * bool(found))
    for what, count in counts.items():
        print(f"{count}\t{what}")
    return int(any(count for what, count in counts.items() if what.startswith("left")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
