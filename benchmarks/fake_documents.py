"""Made-up files of the formats that people have, for runs that are killed and runs on Ray: each a row of ``DOCUMENTS``."""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.fakes import docx_file, html_file, pdf_file, sentences, xlsx_file
from benchmarks.plants import packed_zip

_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def _lines(form: str, head: str = "", end: str = "\n") -> Callable[[int, int], bytes]:
    """A file of ``count`` times ``form``, which is told a number and a sentence."""
    return lambda seed, count: (
        head + end.join(form.format(number, said) for number, said in enumerate(sentences(seed, count))) + end
    ).encode()


def _list(seed: int, count: int) -> bytes:
    return json.dumps(
        [{"n": number, "note": said} for number, said in enumerate(sentences(seed, count))], indent=1
    ).encode()


def _message(said: Sequence[str], number: int = 0) -> bytes:
    plain = base64.encodebytes("\n".join(said).encode()).decode()
    return (
        f"From: Ada Lovelace <ada@example.org>\nTo: niels.bohr@example.org\nSubject: {said[0]}\nMessage-ID: <{number}@example.org>\n"
        'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
        f"Content-Transfer-Encoding: base64\n\n{plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>{said[-1]}</p>\n--b--\n"
    ).encode()


def _mailbox(seed: int, count: int) -> bytes:
    said = sentences(seed, count)
    messages = (_message(said[at : at + 12], at) for at in range(0, count, 12))
    return b"".join(b"From ada@example.org Thu Jan  1 00:00:00 2026\n" + one + b"\n" for one in messages)


def _ods(seed: int, count: int) -> bytes:
    rows = "".join(
        "<table:table-row>" + f'<table:table-cell office:value-type="string"><text:p>{said}</text:p></table:table-cell>' * 2
        + "</table:table-row>"
        for said in ("Note", *sentences(seed, count))
    )  # fmt: skip
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" '
        f'xmlns:text="{_OFFICE}:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="A">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0" manifest:version="1.2">'
        f"{entry.format('/', _SPREADSHEET)}{entry.format('content.xml', 'text/xml')}</manifest:manifest>"
    )
    parts = {"mimetype": _SPREADSHEET, "content.xml": content, "META-INF/manifest.xml": manifest}
    return packed_zip({name: text.encode() for name, text in parts.items()})


def _saved(make: Callable[[Path, int, int], None], name: str) -> Callable[[int, int], bytes]:
    def made(seed: int, count: int) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder) / name, seed, count)
            return (Path(folder) / name).read_bytes()

    return made


def _archive(seed: int, count: int) -> bytes:
    return packed_zip({f"part{number}.txt": said.encode() for number, said in enumerate(sentences(seed, count))})


#: Suffix → (seed, number of sentences) → the file.
DOCUMENTS: dict[str, Callable[[int, int], bytes]] = {
    ".json": _list,
    ".html": html_file,
    ".xml": lambda seed, count: b"<all>" + _lines("<r n='{0}'>{1}</r>")(seed, count) + b"</all>",
    ".yaml": _lines("- n: {0}\n  note: {1}"),
    ".toml": _lines('[[row]]\nn = {0}\nnote = "{1}"'),
    ".ini": _lines("key{0} = {1}", "[all]\n"),
    ".sql": _lines("INSERT INTO t VALUES ({0}, '{1}');", "CREATE TABLE t (n int, note text);\n"),
    ".vcf": _lines("BEGIN:VCARD\nVERSION:3.0\nFN:Niels\nNOTE:{0} {1}\nEND:VCARD"),
    ".ics": _lines("BEGIN:VEVENT\nUID:{0}\nSUMMARY:{1}\nEND:VEVENT", "BEGIN:VCALENDAR\n"),
    ".srt": _lines("{0}\n00:00:01,000 --> 00:00:02,000\n{1}\n"),
    ".eml": lambda seed, count: _message(sentences(seed, count)),
    ".mbox": _mailbox,
    ".docx": _saved(docx_file, "a.docx"),
    ".xlsx": _saved(xlsx_file, "a.xlsx"),
    ".ods": _ods,
    ".pdf": lambda seed, count: pdf_file(seed, min(count, 70)),
    ".zip": _archive,
}


def documents(root: Path, seed: int, count: int) -> Path:
    """A file of each kind, ``a.json`` and so on, in a new folder."""
    root.mkdir(parents=True)
    for number, (suffix, made) in enumerate(DOCUMENTS.items()):
        (root / f"a{suffix}").write_bytes(made(seed + number, count))
    return root
