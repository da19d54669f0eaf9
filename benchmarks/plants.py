"""Files with plants in every place of every kind of text, mail and archive: one file a place, so that one which is withheld
hides no other. In the rows ``SAY`` stands for a sentence with all plants, ``MAIL``, ``CARD`` and ``NAME`` for one."""

# ruff: noqa: E501  # texts of files in lines as long as they are

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import quopri
import re
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from email.header import Header

MAIL, CARD, NAME = "marisol.vega@example.com", "4111 1111 1111 1111", "Marisol Vega"
SAY = f"Dear {NAME}, write to {MAIL} or pay with {CARD}."

_PLANTS = {"SAY": SAY, "MAIL": MAIL, "CARD": CARD, "NAME": NAME}
_PLANT = re.compile(r"(?<![A-Z])(?:SAY|MAIL|CARD|NAME)(?![A-Z_])")


def filled(template: str) -> str:
    """A row with its plants."""
    return _PLANT.sub(lambda found: _PLANTS[found[0]], template)


_MAILTO = MAIL.replace("@", "%40")
_BOM = "\ufeff"
#: Suffix → place → the text of a file. (A name alone stands where its field says that it is one.)
TEXTS: dict[str, dict[str, str]] = {
    ".txt": {"prose": "SAY", "lines": "Dear Marisol\nVega,\n\nMAIL\nCARD\n", "form": "Name: NAME\nMail: MAIL\nCard: CARD\n", "crlf": "SAY\r\n\r\nSAY", "no end": "x\nMAIL"},
    ".log": {"line": "2024-01-02 03:04:05 INFO user=MAIL SAY\n", "json": '{"level": "info", "msg": "SAY", "ctx": {"mail": "MAIL"}}\n{"level": "info"}\n', "json key": '{"MAIL": 1}\n',
             "web server": '192.0.2.7 - MAIL [02/Jan/2024:03:04:05 +0000] "GET /?m=MAIL&c=4111111111111111 HTTP/1.1" 200 5 "https://example.com/MAIL" "SAY"\n'},
    ".md": {"all": f"# SAY\n\n> SAY\n\n[x](mailto:{_MAILTO} \"SAY\")\n\n<!-- SAY -->\n\n```\nMAIL\n```\n\n| Name | Mail |\n|---|---|\n| NAME | MAIL |\n"},
    ".rst": {"all": "SAY\n===\n\n.. SAY\n\n.. image:: MAIL\n   :alt: SAY\n"},
    ".tex": {"all": "% SAY\n\\author{NAME}\\footnote{MAIL}\n\\begin{document}SAY\\end{document}\n"},
    ".csv": {"cells": 'Name,E-mail,Note\nNAME,MAIL,"SAY"\nNAME,MAIL,CARD\n', "header": "MAIL,Note\n1,x\n2,y\n", "titles": "SAY,,\nName,E-mail,Note\nNAME,MAIL,x\n", "long row": "Name,Note\nNAME,x,MAIL,CARD\n",
             "quoted": 'Note\n"a ""MAIL"" b\n\nSAY"\n', "semicolon": "Name;Card\nNAME;CARD\n", "form": "Name;NAME\nCard;CARD\nE-mail;MAIL\n", "number": "card_number,x\n4111111111111111,1\n", "bom": _BOM + "Name,E-mail\nNAME,MAIL\n"},
    ".tsv": {"cells": "Name\tE-mail\tNote\nNAME\tMAIL\tSAY\n"},
    ".jsonl": {"values": '{"note": "SAY", "a": {"b": ["MAIL"]}}\n"SAY"\n["MAIL", [["CARD"]]]\n', "key": '{"MAIL": 1}\n{"a": 2}\n', "deep key": '{"a": [{"CARD": 1}]}\n', "number": '{"card_number": 4111111111111111}\n', "escapes": '{"note": "marisol.vega\\u0040example.com", "n": "\\u004darisol Vega wrote to MAIL"}\n',
               "malformed": '{"note": "SAY"\n{"a": 1}\n', "twice": '{"a": "x", "a": "MAIL"}\n', "behind": '{"a": 1} SAY\n'},
    ".json": {"values": '[{"note": "SAY", "deep": {"list": [["MAIL"], "CARD"]}}, "SAY"]', "key": '{"a": {"MAIL": 1}}', "number": '{"credit_card": 4111111111111111}', "several": '{"a": "SAY"}\n\n{"b": "MAIL"}', "broken off": '[{"a": "SAY"}, {"b": "MAIL', "behind": '{"a": 1} SAY', "comment": '{"a": 1 /* SAY */}'},
    ".geojson": {"all": '{"type": "FeatureCollection", "features": [{"properties": {"name": "NAME", "note": "SAY"}}]}'},
    ".ipynb": {"all": '{"cells": [{"cell_type": "markdown", "metadata": {"tags": ["MAIL"]}, "source": ["SAY", "SAY"]}, {"cell_type": "code", "outputs": [{"output_type": "stream", "text": ["SAY"]}, {"data": {"text/html": ["<b>MAIL</b>"]}}], "source": "x = \'MAIL\'"}], "metadata": {"authors": [{"name": "NAME"}]}, "nbformat": 4}'},
    ".har": {"all": f'{{"log": {{"entries": [{{"request": {{"url": "https://example.com/?m={_MAILTO}", "headers": [{{"name": "From", "value": "MAIL"}}], "postData": {{"text": "SAY"}}}}}}]}}}}'},
    ".webmanifest": {"all": '{"name": "SAY", "author": "NAME <MAIL>"}'},
    ".html": {"texts": "<!DOCTYPE html><html><head><title>SAY</title></head><body><p>SAY</p><textarea>SAY</textarea><pre>MAIL</pre><noscript>SAY</noscript><template>SAY</template></body></html>",
              "tags": "<p>Dear <b>Mari</b>sol <i>Vega</i>, marisol.<wbr>vega@<span>example.com</span>", "attributes": '<meta name="author" content="NAME"><img alt="SAY" src="/MAIL.png" data-card="CARD" srcset="MAIL 2x"><input value="SAY" placeholder="MAIL"><p title="SAY" aria-label="SAY" onclick="f(\'MAIL\')">x</p><option label="MAIL">',
              "links": f'<a href="mailto:{_MAILTO}">x</a><a href="https://example.com/?c=4111%201111%201111%201111">y</a><form action="mailto:MAIL"></form>', "comment": "<p>x</p><!-- SAY --><!--[if IE]><p>SAY</p><![endif]-->", "script": '<script>var a = "MAIL", b = "SAY";</script><script type="application/ld+json">{"name": "NAME", "email": "MAIL"}</script>',
              "style": "<style>/* MAIL */ a::after { content: 'SAY' }</style>", "entities": "<p>marisol.vega&#64;example&period;com &#x34;111 1111 1111 1111</p>", "layout": '<p class="MAIL">x</p>', "id": '<p id="MAIL">x</p>', "tag": "<MAIL>x</MAIL>", "table": "<table><tr><th>Name<th>Card<tr><td>NAME wrote MAIL<td>CARD</table>",
              "broken off": "<p>x</p><!-- SAY", "bare attribute": "<a href=mailto:MAIL title=MAIL>x</a>", "cdata": "<p>x<![CDATA[SAY]]></p>", "instruction": "<p>x<?php echo 'SAY' ?></p>", "doctype": '<!DOCTYPE html "MAIL"><p>x</p>', "frame": "<iframe srcdoc='<p>SAY</p>'></iframe>", "picture": "<img src='data:text/plain,MAIL'><svg><desc>SAY</desc></svg>", "style attribute": "<p style=\"background: url('MAIL')\">x</p>"},
    ".xml": {"texts": "<r><b>SAY</b><c>MAIL</c>SAY</r>", "attributes": '<r a="SAY" mail="MAIL"/>', "comment": "<!-- SAY --><r><!-- MAIL --></r><!-- SAY -->", "cdata": "<r><![CDATA[SAY]]></r>", "instruction": '<?xml version="1.0"?><?pi MAIL?><r><?a SAY?></r>', "tag": "<r><MAIL/></r>", "namespace": '<r xmlns:a="MAIL"/>',
             "entity": '<!DOCTYPE r [<!ENTITY a "SAY">]><r>&a;</r>', "doctype": '<!DOCTYPE r SYSTEM "MAIL"><r/>', "references": "<r>marisol.vega&#64;example.com</r>", "broken off": "<r><a>SAY</a><b>MAIL"},
    ".svg": {"all": '<svg xmlns="http://www.w3.org/2000/svg"><title>SAY</title><desc>SAY</desc><metadata>SAY</metadata><text data-m="MAIL">Mari<tspan>sol Vega, MAIL</tspan></text><a href="mailto:MAIL"/></svg>'},
    ".yaml": {"values": "mail: MAIL\nnote: |\n  SAY\nfolded: >-\n  Dear Marisol\n  Vega, MAIL\nlist:\n  - CARD\nflow: {a: MAIL, b: ['SAY', \"MAIL\"]}\n", "comment": "a: 1 # SAY\n# MAIL\n", "key": "a:\n  MAIL: 1\n", "flow key": "a: {MAIL: 1}\n", "complex key": "? MAIL\n: 1\n", "anchor": "a: &x MAIL\nb: *x\n", "tag": "a: !!str MAIL\n", "documents": "--- MAIL\n---\nSAY\n...\n", "no yaml": "a: b: c\n\tSAY\n}}} MAIL\n", "number": "credit_card: 4111111111111111\n"},
    ".toml": {"values": 'mail = "MAIL"\n[a]\nnote = """SAY"""\nraw = \'MAIL\'\nlist = ["MAIL", {b = "SAY"}]\n', "comment": "# SAY\na = 1 # MAIL\n", "key": '"MAIL" = 1\n', "table": '["MAIL"]\na = 1\n', "no toml": "a == SAY\n[[[MAIL\n", "escape": 'a = "marisol.vega\\u0040example.com"\n'},
    ".ini": {"values": "[a]\nmail = MAIL\nnote: SAY\n more MAIL\n", "comment": "; SAY\n# MAIL\na=1 ; SAY\n", "section": "[MAIL]\na=1\n", "key": "MAIL = 1\n", "bare": "SAY\n"},
    ".conf": {"values": "server MAIL;\nnote \"SAY\"\nmore = a \\\n  MAIL\n<Location MAIL>\n", "comment": "# SAY\n"},
    ".properties": {"values": "a.mail=MAIL\nnote:SAY\nlong=x\\\n   MAIL\nu=marisol.vega\\u0040example.com\n", "comment": "! SAY\n# MAIL\n", "key": "MAIL=1\n"},
    ".env": {"values": "SENDER=MAIL\nNOTE='SAY'\nexport D=\"MAIL\"\n", "comment": "# SAY\nA=1 # MAIL\n"},
    ".sql": {"insert": "INSERT INTO people (name, mail, note) VALUES ('NAME', 'MAIL', 'SAY');\n", "comment": "-- SAY\n/* MAIL */ # SAY\nSELECT 1;\n", "copy": "COPY people (name, mail) FROM stdin;\nNAME\tMAIL\n\\.\n", "hex": f"INSERT INTO a (b) VALUES (0x{MAIL.encode().hex()}), (X'{MAIL.encode().hex()}');\n", "name": "CREATE TABLE `MAIL` (a int);\n",
             "default": "CREATE TABLE a (b text DEFAULT 'MAIL' COMMENT 'SAY');\n", "dollar": "SELECT $x$SAY$x$;\n", "update": "UPDATE a SET b = 'MAIL' WHERE c = \"MAIL\";\n", "number": "INSERT INTO p (credit_card) VALUES (4111111111111111);\n"},
    ".vcf": {"all": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:NAME\r\nN:Vega;Marisol;;;\r\nEMAIL;TYPE=home:MAIL\r\nNOTE:SAY\r\nX-CARD;X-WHO=MAIL:CARD\r\nitem1.URL:mailto:MAIL\r\nEND:VCARD\r\n", "folded": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Marisol\r\n  Vega\r\nEMAIL:marisol.vega@exa\r\n mple.com\r\nEND:VCARD\r\n",
             "quoted-printable": "BEGIN:VCARD\r\nVERSION:2.1\r\nEMAIL;ENCODING=QUOTED-PRINTABLE:marisol.vega=40exa=\r\nmple.com\r\nEND:VCARD\r\n", "picture": f"BEGIN:VCARD\r\nVERSION:3.0\r\nPHOTO;ENCODING=b;TYPE=JPEG:{base64.b64encode(SAY.encode()).decode()}\r\nEND:VCARD\r\n", "key": "BEGIN:VCARD\r\nMAIL:x\r\nEND:VCARD\r\n"},
    ".ics": {"all": "BEGIN:VCALENDAR\r\nPRODID:SAY\r\nBEGIN:VEVENT\r\nUID:MAIL\r\nATTENDEE;CN=NAME:mailto:MAIL\r\nORGANIZER;SENT-BY=\"mailto:MAIL\":mailto:MAIL\r\nDESCRIPTION;ALTREP=\"cid:MAIL\":SAY\r\nX-ALT-DESC;FMTTYPE=text/html:<p>SAY</p>\r\nBEGIN:VALARM\r\nDESCRIPTION:SAY\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
             "attached": f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:{base64.b64encode(SAY.encode()).decode()}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"},
    ".srt": {"all": "1\n00:00:01,000 --> 00:00:02,000\nDear Marisol\n\n2\n00:00:03,000 --> 00:00:04,000\nVega, <i>MAIL</i>\n\nSAY\n"},
    ".vtt": {"all": "WEBVTT SAY\n\nNOTE SAY\n\nSTYLE\n::cue(MAIL) {}\n\nMAIL\n00:01.000 --> 00:02.000 align:start\n<v NAME>SAY</v>\n"},
}  # fmt: skip


def _mail(head: str, body: str | bytes = "x") -> bytes:
    text = filled(head).replace("\n", "\r\n").encode("utf-8", "surrogateescape") + b"\r\n\r\n"
    return text + (body if isinstance(body, bytes) else filled(body).replace("\n", "\r\n").encode("utf-8"))


def _part(kind: str, body: bytes, name: str = "", encoding: str = "base64") -> bytes:
    """A multipart message around one part, packed."""
    packed = base64.encodebytes(body) if encoding == "base64" else quopri.encodestring(body)
    head = f"Content-Type: {kind}{name and f'; name={chr(34)}{name}{chr(34)}'}\nContent-Transfer-Encoding: {encoding}\nContent-Disposition: attachment\n\n"
    inner = f"--b\n\nhello\n--b\n{head}".encode() + packed + b"\n--b--\n"
    return _mail("Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b", inner)


def _mails() -> Iterator[tuple[str, bytes]]:
    for name in [
        "From",
        "To",
        "Cc",
        "Bcc",
        "Reply-To",
        "Sender",
        "Return-Path",
        "Delivered-To",
        "X-Original-To",
        "Disposition-Notification-To",
        "Errors-To",
    ]:
        yield f"header {name}", _mail(f'{name}: "NAME" <MAIL>')
    for name in [
        "Subject",
        "Comments",
        "Keywords",
        "X-Note",
        "Received",
        "List-Unsubscribe",
        "Organization",
        "User-Agent",
        "Authentication-Results",
        "X-Spam-Report",
        "Thread-Topic",
        "Autocrypt",
        "DKIM-Signature",
        "X-Face",
        "References",
        "Message-ID",
        "In-Reply-To",
        "Content-ID",
        "Content-Description",
    ]:
        yield f"header {name}", _mail(f"{name}: <MAIL> SAY")
    yield "header of a strange name", _mail("MAIL: x")
    yield (
        "encoded words",
        _mail(
            f"Subject: {Header(SAY + ' ü', 'utf-8').encode()}\nX-B: {Header(MAIL + 'é', 'iso-8859-1').encode()}\nTo: {Header(NAME + ' ü', 'utf-8').encode()} <MAIL>"
        ),
    )
    yield "folded", _mail("Subject: Dear Marisol\n Vega, marisol.vega@\n example.com or MAIL")
    for place, name in {
        "plain": "MAIL.pdf",
        "cut": '"x";\n filename*0="marisol.vega@"; filename*1="example.com"',
        "coded": f"x; filename*=utf-8''{_MAILTO}.pdf",
    }.items():
        yield (
            f"name of a file, {place}",
            _mail(f"Content-Type: application/pdf\nContent-Disposition: attachment; filename={name}"),
        )
    yield "parameters", _mail("Content-Type: text/plain; x=MAIL; charset=utf-8; format=flowed")
    yield "boundary", _mail('Content-Type: multipart/mixed; boundary="MAIL"', "--MAIL\n\nx\n--MAIL--")
    yield "body", _mail("Subject: x", "SAY\n\nDear Marisol\nVega: MAIL\n")
    for encoding, packed in {
        "base64": base64.encodebytes(SAY.encode()),
        "quoted-printable": quopri.encodestring(SAY.replace("@", "=40").encode()).replace(b"=3D40", b"=40"),
    }.items():
        yield f"body in {encoding}", _mail(f"Content-Transfer-Encoding: {encoding}", packed)
    for charset in ("utf-16", "utf-7", "iso-2022-jp", "windows-1252"):
        yield (
            f"body in {charset}",
            _mail(
                f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64",
                base64.encodebytes(SAY.encode(charset)),
            ),
        )
    page = "".join(map(filled, TEXTS[".html"].values()))
    yield "HTML", _mail("Content-Type: text/html", page)
    yield (
        "HTML in quoted-printable",
        _mail(
            "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable", quopri.encodestring(page.encode())
        ),
    )
    yield (
        "preamble and epilogue",
        _mail("Content-Type: multipart/mixed; boundary=b", "SAY\n--b\n\nx\n--b--\nMAIL\n--b\nSAY"),
    )
    yield "no end", _mail("Content-Type: multipart/mixed; boundary=b", "--b\n\nSAY")
    yield "message inside", _mail("Content-Type: message/rfc822", "From: NAME <MAIL>\nSubject: SAY\n\nSAY")
    yield "message inside, packed", _part("message/rfc822", filled("From: NAME <MAIL>\n\nSAY").encode())
    yield (
        "delivery report",
        _mail(
            "Content-Type: multipart/report; boundary=b",
            "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; MAIL\nDiagnostic-Code: smtp; SAY\n--b\nContent-Type: text/rfc822-headers\n\nTo: MAIL\n--b--",
        ),
    )
    yield (
        "uuencoded",
        _mail(
            "Subject: x",
            "begin 644 a.txt\n"
            + "".join(binascii.b2a_uu(SAY.encode()[at : at + 45]).decode() for at in range(0, len(SAY), 45))
            + "`\nend\n",
        ),
    )
    for kind, body in {"text/plain": SAY, "text/csv": filled("Name,Mail\nNAME,MAIL\n"), "application/json": json.dumps({"a": SAY}), "text/calendar": filled(TEXTS[".ics"]["all"]), "text/vcard": filled(TEXTS[".vcf"]["all"]), "text/x-log": SAY, "text/rtf": SAY, "application/pdf": SAY, "image/png": SAY, "application/octet-stream": SAY, "text/html": page, "application/x-unknown": SAY, "": SAY}.items():  # fmt: skip
        yield f"attached {kind or 'nothing'}", _part(kind, body.encode())
        yield (
            f"attached {kind or 'nothing'} in quoted-printable",
            _part(kind, body.encode(), encoding="quoted-printable"),
        )
    yield "attached zip", _part("application/zip", packed_zip({"a.txt": SAY.encode()}), "a.zip")
    yield "attached gzip", _part("application/gzip", gzip.compress(SAY.encode()), "a.csv.gz")
    yield "no headers", filled("SAY\nMAIL\n").encode()
    yield "bare line ends", filled("Subject: SAY\n\nSAY\n").encode()


def packed_zip(files: dict[str, bytes], comment: bytes = b"", extra: bytes = b"", note: bytes = b"") -> bytes:
    """A ZIP of ``files``; what says of an OpenDocument what it is lies in it unpacked."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = comment
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.comment, info.extra = note, extra
            made.writestr(info, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def packed_tar(name: str, data: bytes, **more: object) -> bytes:
    """A tar of one file whose header says ``more``."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.PAX_FORMAT) as made:
        info = tarfile.TarInfo(name)
        for key, value in more.items():
            setattr(info, key, value)
        info.size = len(data)
        made.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def _archives() -> Iterator[tuple[str, str, bytes]]:
    say, field = SAY.encode(), struct.pack("<HH", 0x7075, len(MAIL)) + MAIL.encode()
    members = {suffix: filled(rows[next(iter(rows))]).encode() for suffix, rows in TEXTS.items()}
    yield (
        ".zip",
        "members",
        packed_zip({f"a/{number}{suffix}": data for number, (suffix, data) in enumerate(members.items())}),
    )
    for place, data in {
        "comment": packed_zip({"a.txt": b"x"}, comment=say), "comment of a member": packed_zip({"a.txt": b"x"}, note=say), "extra field": packed_zip({"a.txt": b"x"}, extra=field),
        "name": packed_zip({f"{MAIL}.txt": b"x"}), "folder": packed_zip({f"{MAIL}/a.txt": b"x"}), "zip inside": packed_zip({"a.zip": packed_zip({"a.txt": say})}), "gzip inside": packed_zip({"a.txt.gz": gzip.compress(say)}), "unknown": packed_zip({"a.dat": say}),
        "mail": packed_zip({"a.eml": _mail("From: NAME <MAIL>", SAY)}), "before": say + packed_zip({"a.txt": b"x"}), "behind": packed_zip({"a.txt": b"x"}) + say,
    }.items():  # fmt: skip
        yield ".zip", place, data
    for place, data in {
        "member": packed_tar("a.txt", say), "name": packed_tar(f"{MAIL}.txt", b"x"), "owner": packed_tar("a.txt", b"x", uname=MAIL[:31], gname=MAIL[:31]), "link": packed_tar("a.txt", b"", type=tarfile.SYMTYPE, linkname=MAIL),
        "pax header": packed_tar("a.txt", b"x", pax_headers={"comment": SAY, "SCHILY.xattr.user.x": SAY}), "tar inside": packed_tar("a.tar", packed_tar("a.txt", say)), "behind": packed_tar("a.txt", b"x") + say,
    }.items():  # fmt: skip
        yield ".tar", place, data
    yield ".tgz", "member", gzip.compress(packed_tar("a.csv", filled("Name,Mail\nNAME,MAIL\n").encode()))
    named = io.BytesIO()
    with gzip.GzipFile(f"{MAIL}.txt", "wb", fileobj=named) as packed:
        packed.write(say)
    yield ".txt.gz", "name in the head", named.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    table = pa.Table.from_pylist([{"note": SAY, "more": [{"inner": SAY}], "mail": MAIL}])
    pq.write_table(table, sink)
    return sink.getvalue()


def planted_files() -> Iterator[tuple[str, str, bytes]]:
    """(suffix, place, file) of each."""
    for suffix, rows in TEXTS.items():
        for place, template in rows.items():
            yield suffix, place, filled(template).encode()
    for suffix in (".txt", ".csv", ".json", ".xml", ".yaml"):
        template = next(iter(TEXTS[suffix].values()))
        yield suffix, "in UTF-16", filled(template).encode("utf-16")
    for place, data in _mails():
        yield ".eml", place, data
    box = b"".join(
        b"From MAIL Tue Jan  2 03:04:05 2024\n".replace(b"MAIL", MAIL.encode()) + data.replace(b"\r\n", b"\n") + b"\n\n"
        for _, data in _mails()
    )
    yield ".mbox", "all of mail", box
    yield (
        ".mht",
        "page",
        _mail(
            "Content-Type: multipart/related; boundary=b",
            "--b\nContent-Type: text/html\nContent-Location: mailto:MAIL\n\n<p>SAY</p>\n--b--",
        ),
    )
    yield from _archives()
    yield ".parquet", "columns", _parquet()
