"""Where masks leave nothing, or blanks that a format does not count to its leaf, ``verify`` still proves the file, and sees changes."""

from __future__ import annotations

import re
from pathlib import Path

import odf_files
import office_files
import program
import pytest

from benchmarks import fakes
from benchmarks.canary_search import left
from redactor.masking.policy.policy import Policy
from redactor.verification.kept import Kept
from redactor.verification.verify_output import verify_output

MAIL = b"ann.lee@example.com"
PLANT = re.compile(re.escape(MAIL.decode()))
FILES = {
    "a.csv": b"Name;Maria Gonzalez\nPhone;668 5702\nCity;Paris\n",
    "head.csv": b"Maria Gonzalez;Phone\nAnn Lee;668 5702\n",
    "a.sql": b"-- MAIL \nINSERT INTO a (mail, note) VALUES ('MAIL', ' MAIL ');\n",
    "a.yaml": b"mail: MAIL\nnote: MAIL writes # MAIL \nlist: [MAIL, ' MAIL ']\n",
    "a.toml": b"a = ' MAIL '\nb = 'MAIL' # MAIL\n",
    "a.ini": b"[a]\nmail = MAIL\nnote = MAIL writes\n",
    "a.json": b'{"a": "MAIL", "b": [" MAIL", "MAIL"], "a": "x"}',
    "a.html": b"<p>MAIL</p><p title='MAIL'> <b>MAIL</b> </p>",
    "a.eml": b"From: MAIL\nSubject: MAIL\nTo: a <MAIL>\n\n MAIL \n",
    "a.vcf": b"BEGIN:VCARD\nEMAIL:MAIL\nNOTE:MAIL \nEND:VCARD\n",
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nMAIL\n",
    "b.srt": b"1\n00:00:01,000 --> 00:00:02,000\nann.lee@\n\n2\n00:00:03,000 --> 00:00:04,000\nexample.com\n",
    "c.ini": b"; MAIL\n[a]\nmail = MAIL ; MAIL\n# MAIL\nx = 1\n; MAIL\n; MAIL and more\n",
    "c.json": b'{"a": "x", "a": "MAIL", "b": {"a": "MAIL", "a": " MAIL y"}}',
    "c.vtt": b"WEBVTT\n\nMAIL\n00:00.000 --> 00:02.000\n<v MAIL>Hi\n\nNOTE MAIL\nMAIL\n\nMAIL and I\n00:00.000 --> 00:02.000\n- MAIL\n",
    "b.log": b'MAIL - - [02/Jan/2024:03:04:05 +0000] "GET / HTTP/1.1" 200 5\n',
    "b.docx": office_files.package(
        {
            "word/document.xml": '<w:document xmlns:w="urn:w"><w:p><w:r><w:t>ann.lee@</w:t><w:br/>'
            "<w:t>example.com</w:t></w:r></w:p></w:document>"
        },
        {"word/document.xml": "x+xml"},
    ),
    "a.docm": office_files.word(),
    "a.xlsx": office_files.sheets(),
    "a.ods": odf_files.ods(),
    "a.odt": odf_files.odt(),
}


@pytest.mark.parametrize("operator", ["remove", "tag"])
def test_a_run_is_proven_also_where_masks_cross_breaks_and_a_changed_byte_is_seen(
    operator: str, tmp_path: Path
) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data.replace(b"MAIL", MAIL) if data[:2] != b"PK" else data)
    done = program.redact_batch(folder, output, "--operator", operator, "-q")
    assert done.returncode in (0, 1), done.stderr
    assert not [name for name in FILES if left((output / name).read_bytes(), PLANT)]
    assert b"00:00:03,000" in (output / "b.srt").read_bytes() and b"example" not in (output / "b.srt").read_bytes()
    checked = program.redactor("verify", output, "--input", folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    (output / "a.sql").write_bytes((output / "a.sql").read_bytes().replace(b"-- ", b"--  "))
    assert program.redactor("verify", output, "--input", folder).returncode == 3


MIXED = {
    "a.ini": "; MAIL\n[a]\nmail = MAIL ; Niels\n# MAIL\nx = Niels\n; MAIL\n; MAIL and Niels\n",
    "a.sql": "-- MAIL\n-- Niels MAIL\nINSERT INTO a (mail, note) VALUES ('MAIL', 'Niels'), (' MAIL ', 'MAIL Niels');\n",
    "a.vtt": "WEBVTT\n\nMAIL\n00:00.000 --> 00:02.000\n<v MAIL>Niels\n\nNOTE MAIL\nNiels\n\nNiels and I\n00:00.000 --> 00:02.000\n- MAIL\n",
    "a.yaml": "a: MAIL\nb: Niels MAIL # MAIL\n# MAIL\n# Niels\n# MAIL\n# MAIL Niels\nc: [MAIL, Niels, MAIL Niels]\n",
    "a.html": "<p title='MAIL'> <b>MAIL</b> Niels </p><!-- MAIL --><p>MAIL<br>Niels",
    "a.eml": "From: MAIL\nSubject: MAIL Niels\nCc: MAIL, Niels <MAIL>\n\n MAIL \nNiels\nMAIL\n",
    "a.csv": "a,b\nMAIL,Niels\n MAIL Niels MAIL ,x\n",
    "a.jsonl": '{"a": "MAIL", "b": "Niels", "a": "Niels", "b": "x MAIL", "a": "y"}\n{"a": "x", "a": "Niels", "a": " MAIL"}\n',
}


@pytest.mark.parametrize("operator", ["tag", "surrogate"])
@pytest.mark.parametrize(("removed", "other"), [("EMAIL_ADDRESS", "PERSON"), ("PERSON", "EMAIL_ADDRESS")])
def test_what_removes_beside_what_replaces_is_proven(operator: str, removed: str, other: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in MIXED.items():
        (tmp_path / "in" / name).write_bytes(text.encode().replace(b"MAIL", MAIL))
    policy = f"[labels.{removed}]\noperator = 'remove'\n[labels.{other}]\noperator = '{operator}'\n"
    (tmp_path / "p.toml").write_text(policy)
    fakes.redact(tmp_path / "in", tmp_path / "out", policy=Policy.load(str(tmp_path / "p.toml")))
    assert verify_output(tmp_path / "out", tmp_path / "in", fakes.KEY).findings == ()
    for name in MIXED:
        assert b"Niels" not in (tmp_path / "out" / name).read_bytes()


@pytest.mark.parametrize(
    ("parts", "read", "aligned"),
    [
        ((" a ",), "a", "a"),
        (("", " and b"), "and b", " and b"),
        (("", " and b"), " and b", " and b"),
        (("a ", " ", " "), "a", "a   "),
        (("", " ", None, " "), "[P]", " [P] "),
        (("a", None, "b"), "a[P]b", "a[P]b"),
    ],
)
def test_blanks_that_were_left_at_the_edges_of_a_leaf_are_known(
    parts: tuple[str | None, ...], read: str, aligned: str
) -> None:
    assert Kept(parts).aligned(read) == aligned
