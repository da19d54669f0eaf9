"""A unit that is withheld, in every kind of file: what is written is a file of its kind, and ``verify`` proves it and no more."""

# ruff: noqa: E501  # units in lines as long as they are

from __future__ import annotations

import configparser
import csv
import io
import json
import sqlite3
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import odf_files
import office_files
import pdf_files
import pytest
import yaml
from lxml import etree

from benchmarks.fakes import BOOM, KEY, components, parquet_file, redact
from redactor.formats import markup
from redactor.formats.placed import unit_reader
from redactor.formats.registry import format_for, format_names
from redactor.masking.policy.policy import Policy
from redactor.verification.file_check import HASH
from redactor.verification.rescan import Rescan
from redactor.verification.verify_output import verify_output

#: Longer than a record may be in these runs.
LONG = "y" * 70_000
#: Suffix → what a file begins with, a unit (``@`` is its number, ``SAY`` what it says), what it ends with.
TEXTS = {
    ".txt": ("", "Niels @ SAY\n\n", ""),
    ".jsonl": ("", '{"a": "Niels @", "b": "SAY"}\n', ""),
    ".json": ("[", '{"a": "Niels @", "b": "SAY"},\n', "1]"),
    ".html": ("<!DOCTYPE html><html><body>", "<p title='x'>Niels SAY</p><p>Niels</p>\n", "</body></html>"),
    ".xml": ("<?xml version='1.0'?><a>", "<p>Niels SAY</p><q>Niels</q>\n", "</a>"),
    ".yaml": ("", "# Niels\nk@: Niels SAY # Niels\n", ""),
    ".yml": ("a:\n", "  - a: Niels\n    b: 'SAY'\n", ""),
    ".toml": ("# Niels\n", "[t@]\na = 'Niels SAY' # Niels\nb = '''Niels'''\n# Niels\n", ""),
    ".vcf": ("", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Niels\r\nNOTE:SAY\r\nEND:VCARD\r\n", ""),
    ".ics": ("BEGIN:VCALENDAR\r\n", "BEGIN:VEVENT\r\nSUMMARY:Niels\r\nCOMMENT:SAY\r\nEND:VEVENT\r\n", "END:VCALENDAR\r\n"),
    ".srt": ("", "@\n00:00:01,000 --> 00:00:02,000\nNiels SAY\n\n", ""),
    ".vtt": ("WEBVTT\n\n", "00:01.000 --> 00:02.000\nNiels SAY\n\n", "NOTE Niels\n"),
    ".log": ("", '192.0.2.1 - Niels [10/Oct/2000:13:55:36 -0700] "GET /@ HTTP/1.0" 200 2326\n{"a": "Niels @", "b": "SAY"}\n', ""),
    ".sql": ("CREATE TABLE u (phone int, n int, a text);\nCREATE TABLE t (n int, a text, b text);\nINSERT INTO t VALUES ", "(@, 'Niels', 'SAY'),\n", "(0, 'Niels', 'boom');\n-- Niels\nINSERT INTO t VALUES (0, 'Niels', 'SAY');\nDELETE FROM t WHERE n IN (1, 'Niels');\nINSERT INTO u VALUES (4155550132, 1, 'SAY');\n"),
    ".ini": ("[a]\n", "; Niels\n[s@]\nj = Niels\nk = Niels SAY\n", ""),
    ".conf": ("", "k@ = Niels SAY\n", ""),
    ".properties": ("", "k.@ = Niels SAY\n", ""),
    ".env": ("", "K@='Niels SAY'\n", ""),
    ".csv": ("id,name,note\n", "@,Niels,SAY\n", ""),
    ".tsv": ("id\tname\tnote\n", "@\tNiels\tSAY\n", ""),
    ".eml": ("From: Niels <a@example.com>\nSubject: SAY\n\n", "Niels\n", ""),
    ".mbox": ("", "From a@example.com Mon Jan  1 00:00:00 2024\nSubject: Niels\n\nNiels SAY\n\n", ""),
}  # fmt: skip

#: What has no lines that could be too long.
PROSE = (".txt", ".html", ".xml", ".eml", ".mbox")


def made(suffix: str, said: str) -> bytes:
    """A file in which some units say what nobody can look at."""
    head, unit, tail = TEXTS[suffix]
    says = [*["x"] * 9, said, *["y"] * 3, said if len(said) < 9 else "y", *["z"] * 12]
    units = (unit.replace("@", str(number)).replace("SAY", say) for number, say in enumerate(says))
    return (
        "".join((head.replace("SAY", BOOM), *units, tail.replace("SAY", said)))
        .replace("Niels", "ann.lee@example.com")
        .encode()
    )


def packed(data: bytes) -> bytes:
    """A package that says what cannot be looked at."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {info: old.read(info).replace(b"Write to", BOOM.encode()) for info in old.infolist()}
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as new:
        for info, part in parts.items():
            new.writestr(info, part)
    return sink.getvalue()


def archives(folder: Path) -> None:
    members = {"a.txt": b"Niels", "b.csv": f"a,b\n{BOOM},Niels\n".encode(), "c.txt": b"Niels"}
    with zipfile.ZipFile(folder / "a.zip", "w") as zipped, tarfile.open(folder / "a.tar", "w") as tar:
        for name, data in members.items():
            zipped.writestr(name, data)
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of every kind, with what fails or is too long."""
    folder = tmp_path_factory.mktemp("in")
    for suffix in TEXTS:
        for name, said in (("a", BOOM), *([("long", LONG)] if suffix not in PROSE else [])):
            (folder / f"{name}{suffix}").write_bytes(made(suffix, said))
    for name, package in {
        "a.docx": office_files.word(), "a.pptx": office_files.slides(), "a.xlsx": office_files.sheets(),
        "a.odt": odf_files.odt(), "a.ods": odf_files.ods(), "a.odp": odf_files.odp(),
    }.items():  # fmt: skip
        (folder / name).write_bytes(packed(package))
    (folder / "a.pdf").write_bytes(
        pdf_files.pages(pdf_files.text("Niels"), pdf_files.text(BOOM), pdf_files.text("Niels"))
    )
    parquet_file(folder / "a.parquet", 1, 60, 7)
    archives(folder)
    return folder


def _sql(data: bytes) -> None:
    sqlite3.connect(":memory:").executescript(data.decode())


def _ini(data: bytes) -> None:
    configparser.RawConfigParser().read_string(data.decode())


LOADS: dict[str, Callable[[bytes], Any]] = {
    ".json": json.loads, ".jsonl": lambda data: [json.loads(line) for line in data.splitlines()],
    ".xml": etree.fromstring, ".yaml": yaml.safe_load, ".yml": yaml.safe_load, ".toml": lambda data: tomllib.loads(data.decode()),
    ".sql": _sql, ".ini": _ini, ".csv": lambda data: [*csv.reader(io.StringIO(data.decode()), strict=True)],
}  # fmt: skip


def test_every_kind_of_file_is_written_and_proven_around_what_is_withheld(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_reader, "_LEAST", 10)  # small files of several records
    monkeypatch.setattr(markup, "TAGS", 10)
    names = sorted(path.name for path in folder.iterdir())
    assert {"log"} | {format_for(name)[0].name for name in names} == set(format_names())  # type: ignore[index]
    output = tmp_path / "out"
    policy = Policy.load(None).with_overrides("surrogate")
    summary = redact(folder, output, max_memory=1, policy=policy)
    written = [name for name in names if (output / name).exists()]
    assert set(names) - set(written) == {name for name, _ in summary.problems}
    assert verify_output(output, folder, KEY, again=Rescan(components(policy))).findings == ()
    for name in written:
        load = LOADS.get(Path(name).suffix)
        if load:
            load((output / name).read_bytes())
    for name in written:  # a byte is missing; in a mask, of which no one knows the text, another one would do
        data = (output / name).read_bytes()
        (output / name).write_bytes(data[: len(data) // 2] + data[len(data) // 2 + 1 :])
    found = {finding.file: finding.what for finding in verify_output(output, folder, KEY).findings}
    assert [name for name in written if found.get(name, HASH) == HASH] == []
