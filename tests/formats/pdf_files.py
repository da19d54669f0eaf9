"""PDF files made by hand, with something to find wherever people or programs can put text."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

MAIL = "ann.lee@example.com"
#: What must not be found in an output, neither in its bytes nor unpacked.
CANARIES = (MAIL.encode(), b"Marisol", b"HIDDEN", MAIL.encode("utf-16-be").hex().encode(), b"Marisol".hex().encode())
FONTS = "/Font << /C << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >>"


def pdf(*objects: str | tuple[str, bytes], trailer: str = "") -> bytes:
    """A file of objects from 1 on: what stands between ``obj`` and ``endobj``, or (entries, data) of a stream."""
    made, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        offsets.append(len(made))
        body = (
            each.encode("latin-1")
            if isinstance(each, str)
            else b"<< %s /Length %d >>\nstream\n%s\nendstream" % (each[0].encode(), len(each[1]), each[1])
        )
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, at = len(objects) + 1, len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, trailer.encode(), at,
    )  # fmt: skip
    return bytes(made)


def pages(
    *contents: str,
    page: str = "",
    resources: str = "",
    objects: Sequence[str | tuple[str, bytes]] = (),
    catalogue: str = "",
    trailer: str = "",
) -> bytes:
    """A file with a page for each content stream; ``objects`` are numbered behind the pages, from 3 + 2 * pages on."""
    count = len(contents)
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(count))
    head = [f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>", f"<< /Type /Pages /Count {count} /Kids [{kids}] >>"]
    body: list[str | tuple[str, bytes]] = []
    for number, content in enumerate(contents):
        box = "" if "/MediaBox" in page else "/MediaBox [0 0 400 300]"
        body += (
            f"<< /Type /Page /Parent 2 0 R {box} /Contents {4 + 2 * number} 0 R /Resources << {FONTS} {resources} >> {page} >>",
            ("", content.encode("latin-1")),
        )
    return pdf(*head, *body, *objects, trailer=trailer)


def text(said: str, x: int = 40, y: int = 200, size: int = 12, more: str = "") -> str:
    """Content that shows a text."""
    return f"BT /C {size} Tf {more} 1 0 0 1 {x} {y} Tm ({said}) Tj ET "


def image(data: bytes = b"HIDDEN ann.lee@example.com ") -> tuple[str, bytes]:
    """An image whose bytes say something."""
    return (
        "/Type /XObject /Subtype /Image /Width 4 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode",
        zlib.compress(data[:24].ljust(24)),
    )


def everywhere() -> bytes:
    """Canaries in texts seen and unseen, in pictures, forms, annotations, metadata, outline, scripts, embedded files."""
    shown = (
        text(f"Write to {MAIL} now") + text(MAIL, 60, 180, more="3 Tr") + "1 1 1 rg " + text(MAIL, 60, 160)
        + "0 g q 0 0 1 1 re W n " + text(MAIL, 60, 140) + "Q " + text(MAIL, 900, 140)
        + "q 50 0 0 50 300 20 cm /I Do Q q 1 0 0 1 0 -80 cm /F Do Q "
        + "/Span << /ActualText (Marisol) >> BDC " + text("plain", 40, 30) + "EMC "
    )  # fmt: skip
    first = 7  # two pages stand before
    objects: list[str | tuple[str, bytes]] = [
        image(),
        (f"/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << {FONTS} >>", text(f"in {MAIL}").encode()),
        f"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (HIDDEN {MAIL}) /T (Marisol) >>",
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /V ({MAIL}) /Rect [40 100 300 120] /AP << /N {first + 4} 0 R >> /F 4 >>",
        (f"/Type /XObject /Subtype /Form /BBox [0 0 260 20] /Resources << {FONTS} >>", text(MAIL, 2, 4).encode()),
        f"<< /Title (HIDDEN) /Author (Marisol) /Subject ({MAIL}) >>",
        f"<< /First {first + 7} 0 R /Last {first + 7} 0 R /Count 1 >>",
        f"<< /Title (HIDDEN) /Parent {first + 6} 0 R >>",
        f"<< /S /JavaScript /JS (app.alert\\('{MAIL}'\\)) >>",
        f"<< /Type /Filespec /F (HIDDEN.txt) /EF << /F {first + 10} 0 R >> >>",
        ("/Type /EmbeddedFile", MAIL.encode()),
        ("/Type /Metadata /Subtype /XML", b"<x>HIDDEN</x>"),
    ]
    return pages(
        shown,
        text("Marisol called again"),
        page=f"/Annots [{first + 2} 0 R {first + 3} 0 R]",
        resources=f"/XObject << /I {first} 0 R /F {first + 1} 0 R >>",
        objects=objects,
        catalogue=f"/Outlines {first + 6} 0 R /Metadata {first + 11} 0 R /AcroForm << /Fields [{first + 3} 0 R] >> "
        f"/Names << /JavaScript << /Names [(a) {first + 8} 0 R] >> /EmbeddedFiles << /Names [(b) {first + 9} 0 R] >> >>",
        trailer=f"/Info {first + 5} 0 R",
    )
