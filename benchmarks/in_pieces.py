"""One value cut into as many pieces as its bytes allow, for each format: what ``benchmarks.limits --cases pieces`` reads.

Each shape is a file of a given size whose middle is one short part over and over: an escape, an item, a tag, a cell.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial

#: File name → (how it begins, what comes again and again, how it ends).
SHAPES: Mapping[str, tuple[bytes, bytes, bytes]] = {
    "quotes.sql": (b"INSERT INTO a VALUES ('", b"''", b"');\n"),
    "escapes.sql": (b"INSERT INTO `a` VALUES ('", b"x\\n", b"');\n"),
    "hex.sql": (b"INSERT INTO a VALUES (0x", b"4a", b");\n"),
    "row.sql": (b"INSERT INTO a VALUES (1", b",'x'", b");\n"),
    "numbers.sql": (b"INSERT INTO a VALUES (1", b",1", b");\n"),
    "rows.sql": (b"INSERT INTO a VALUES (1)", b",('x')", b";\n"),
    "statement.sql": (b"SELECT 1", b",'x'", b";\n"),
    "words.sql": (b"SELECT a", "\né".encode(), b";\n"),
    "copy.sql": (b"COPY a (b) FROM stdin;\nx", b"\tx", b"\n\\.\n"),
    "list.toml": (b"a = [", b'"x",', b"]\n"),
    "numbers.toml": (b"a = [", b"1,", b"]\n"),
    "escapes.toml": (b'a = "', b"x\\t", b'"\n'),
    "lines.toml": (b"a = [", b'"x",\n', b"]\n"),
    "list.yaml": (b"a: [", b"x,", b"x]\n"),
    "mapping.yaml": (b"a: {", b"b: x, ", b"b: x}\n"),
    "quotes.yaml": (b"a: 'x", b"''", b"'\n"),
    "block.yaml": (b"a: |\n", b"  x\n", b""),
    "folded.yaml": (b"a: x", b"\n x", b"\n"),
    "items.yaml": (b"a:\n", b"- x\n", b""),
    "parts.vcf": (b"BEGIN:VCARD\nN:", b"x;", b"\nEND:VCARD\n"),
    "escapes.vcf": (b"BEGIN:VCARD\nNOTE:", b"x\\n", b"\nEND:VCARD\n"),
    "folds.vcf": (b"BEGIN:VCARD\nNOTE:x", b"\n x", b"\nEND:VCARD\n"),
    "printable.vcf": (b"BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:x", b"=41", b"\nEND:VCARD\n"),
    "parameters.ics": (b"BEGIN:VEVENT\nATTENDEE", b";CN=x", b":x\nEND:VEVENT\n"),
    "members.ics": (b"BEGIN:VEVENT\nATTENDEE;MEMBER=x", b",x", b":x\nEND:VEVENT\n"),
    "lines.ics": (b"BEGIN:VEVENT\n", b"X:x\n", b"END:VEVENT\n"),
    "quoted.ini": (b'[a]\nb = "', b"x\\t", b'"\n'),
    "going_on.ini": (b"[a]\nb = x", b"\n x", b"\n"),
    "quoted.env": (b'A="', b"x\\n", b'"\n'),
    "joined.properties": (b"a=x", b"\\\nx", b"\n"),
    "escapes.properties": (b"a=x", b"\\t", b"\n"),
    "cue.vtt": (b"WEBVTT\n\n00:01.000 --> 00:02.000\n", b"x\n", b"\n"),
    "tags.vtt": (b"WEBVTT\n\n00:01.000 --> 00:02.000\n", b"<b>x", b"\n"),
    "speakers.vtt": (b"WEBVTT\n\n00:01.000 --> 00:02.000\n", b"<v x>x", b"\n"),
    "entities.srt": (b"1\n00:00:01,000 --> 00:00:02,000\n", b"x&lt;", b"\n\n"),
    "tags.html": (b"<p>", b"<b>x", b"</p>"),
    "entities.html": (b"<p>", b"x&lt", b"</p>"),
    "blocks.html": (b"", b"<p>x", b""),
    "attributes.html": (b"<p ", b"b=c ", b">"),
    "values.html": (b"<p a='", b"x&lt", b"'>x</p>"),
    "comments.html": (b"<p>", b"<!--x-->", b"</p>"),
    "signs.html": (b"<p>", b"<1", b"</p>"),
    "tags.xml": (b"<a>", b"<b>x</b>", b"</a>"),
    "inline.xml": (b"<a>", b"<b>x</b>y", b"</a>"),
    "entities.xml": (b"<a>", b"x&lt;", b"</a>"),
    "cdata.xml": (b"<a>", b"<![CDATA[x]]>", b"</a>"),
    "instructions.xml": (b"<a>", b"<?b c?>", b"</a>"),
    "attributes.xml": (b"<a ", b"b='c' ", b"/>"),
    "names.xml": (b"<a>", "<é/>".encode(), b"</a>"),
    "addresses.eml": (b"To: ", b"a@b.c,", b"\n\nx\n"),
    "words.eml": (b"Subject: ", b"=?utf-8?q?x?= y ", b"\n\nx\n"),
    "charsets.eml": (b"Subject: ", b"=?utf-8?q?x?= =?latin1?q?x?= ", b"\n\nx\n"),
    "folds.eml": (b"Subject: x", b"\n x", b"\n\nx\n"),
    "ids.eml": (b"References: ", b"<x>", b"\n\nx\n"),
    "parameters.eml": (b"Content-Type: text/plain", b";a=x", b"\n\nx\n"),
    "percent.eml": (b"Content-Type: text/plain; a*=utf-8''", b"%41", b"\n\nx\n"),
    "headers.eml": (b"", b"A: x\n", b"\nx\n"),
    "lines.mbox": (b"From a@b.c Thu Jan  1 00:00:00 2026\nTo: ", b"a@b.c,", b"\n\nx\n"),
    "cells.csv": (b"a,b\n", b"x,", b"x\n"),
    "quotes.csv": (b'a,b\n"', b'""', b'",x\n'),
    "rows.csv": (b"a,b\n", b"x,y\n", b""),
    "list.jsonl": (b"[", b'"x",', b'"x"]\n'),
    "escapes.jsonl": (b'["', b"x\\n", b'"]\n'),
    "keys.jsonl": (b"{", '"é":1,'.encode(), b'"x":1}\n'),
    "list.json": (b'{"a":[', b'"x",', b'"x"]}\n'),
    "lists.json": (b"[", b"[[]],", b"1]\n"),
    "fields.log": (b'{"a":1}\n{"a":[', b'"x",', b'"x"]}\n'),
    "request.log": (b'192.0.2.1 - a [10/Oct/2000:13:55:36 -0700] "GET /', b"x\\n", b' HTTP/1.0" 200 2326\n'),
    "lines.txt": (b"", b"x\n", b""),
}

_WORD, _ODT = b'<w:document xmlns:w="w"><w:body>', b'<o:d xmlns:o="o" xmlns:text="t"><o:body>'
#: Parts of packages: as above.
PACKAGES: Mapping[str, tuple[bytes, bytes, bytes]] = {
    "runs.docx": (_WORD + b"<w:p>", b"<w:r><w:t>x</w:t></w:r>", b"</w:p></w:body></w:document>"),
    "paragraphs.docx": (_WORD, b"<w:p><w:r><w:t>x</w:t></w:r></w:p>", b"</w:body></w:document>"),
    "entities.docx": (_WORD + b"<w:p><w:r><w:t>", b"x&lt;", b"</w:t></w:r></w:p></w:body></w:document>"),
    "spans.odt": (_ODT + b"<text:p>", b"<text:span>x</text:span>", b"</text:p></o:body></o:d>"),
}


def plain(shape: tuple[bytes, bytes, bytes], size: int) -> bytes:
    """A file of ``size`` bytes, about."""
    before, part, after = shape
    return before + part * (max(0, size - len(before) - len(after)) // len(part)) + after


def package(name: str, size: int) -> bytes:
    """An office file whose part is of ``size`` bytes, about."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        if name.endswith(".odt"):
            made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        else:
            made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("content.xml" if name.endswith(".odt") else "word/document.xml", plain(PACKAGES[name], size))
    return sink.getvalue()


def attached(name: str, size: int) -> bytes:
    """A message with a file of such a shape in it."""
    head = f'Content-Type: application/octet-stream; name="{name}"\nContent-Transfer-Encoding: base64\n\n'
    return head.encode() + base64.encodebytes(plain(SHAPES[name], size))


def zipped(name: str, size: int) -> bytes:
    """An archive with such a file in it."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as made:
        made.writestr(name, plain(SHAPES[name], size))
    return sink.getvalue()


#: Shapes that are tried inside of a message and of an archive, too.
INSIDE = ("rows.csv", "list.toml", "blocks.html")
#: File name → its bytes, of a given size.
FILES: Mapping[str, Callable[[int], bytes]] = {
    **{name: partial(plain, shape) for name, shape in SHAPES.items()},
    **{name: partial(package, name) for name in PACKAGES},
    **{f"{name}.eml": partial(attached, name) for name in INSIDE},
    **{f"{name}.zip": partial(zipped, name) for name in INSIDE},
}
