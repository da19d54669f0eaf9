from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import office_files
import program
import pytest
from harness import SETTINGS, copied, read, replaced, source, the_format

from redactor.errors import FormatError
from redactor.formats.protocol import FormatSettings, Unwritable

MAIL = "ann.lee@example.com"
MEMBERS = {
    "docs/": b"",
    "docs/letter.txt": f"\ufeffDear Ann,\nwrite to {MAIL}\n".encode(),
    "a.csv": f"Name,Mail\nAnn,{MAIL}\n".encode(),
    "b.csv": f"Ann Lee,{MAIL}\nBob,5552\n".encode(),
    "c.jsonl": f'{{"a": "{MAIL}"}}\n{{"b":2}}\n'.encode(),
    "w.docx": office_files.word(),
    "bad.jsonl": b'{"a": 1}\n{"a": \n',
    "x.bin": MAIL.encode(),
    "picture.txt": b"\x89PNG\r\n\x1a\n" + MAIL.encode(),
    "empty.txt": b"",
    "old.docx": b"PK" + MAIL.encode(),
    "in.zip": MAIL.encode(),
}
PROBLEMS = {
    "bad.jsonl": "malformed-json", "x.bin": "unknown-format", "picture.txt": "not-text:png", "old.docx": "damaged-file",
    "in.zip": "nested-archive",
}  # fmt: skip
TEXTS = [
    ("member2", f"Dear Ann,\nwrite to {MAIL}\n"), ("member3[0].Name", "Ann"), ("member3[0].Mail", MAIL),
    ("member4[0][0]", "Ann Lee"), ("member4[0][1]", MAIL), ("member4[1][0]", "Bob"), ("member4[1][1]", "5552"),
    ("member5[0].a", MAIL),
]  # fmt: skip


def zipped(members: Mapping[str, bytes] = MEMBERS) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2024, 3, 5, 6, 7, 8))
            info.external_attr, info.compress_type = 0o640 << 16, zipfile.ZIP_DEFLATED
            made.writestr(info, data)
    return sink.getvalue()


def tarred(members: Mapping[str, bytes] = MEMBERS, **more: object) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as made:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.mtime, info.mode, info.uname, info.size = 1_700_000_000, 0o640, "maria", len(data)
            info.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            for key, value in more.items():
                setattr(info, key, value)
            made.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def entries(data: bytes) -> list[tuple[str, object, int, bytes]]:
    """Of each member its name, time, mode and bytes."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as made:
            return [
                (info.filename.rstrip("/"), info.date_time, info.external_attr >> 16, made.read(info))
                for info in made.infolist()
            ]
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return [
            (info.name, info.mtime, info.mode, tar.extractfile(info).read() if info.isreg() else b"") for info in tar
        ]  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "made"), [("a.zip", zipped), ("a.tar", tarred)])
def test_members_are_records_and_stand_in_their_places_again(name: str, made: Callable[[], bytes]) -> None:
    data = made()
    records = read(name, data)
    members = dict(zip(MEMBERS, records, strict=False))
    assert {path: record.problem for path, record in members.items() if record.problem} == PROBLEMS
    assert [(leaf.field, leaf.text) for record in records[:5] for leaf in record.leaves] == TEXTS
    assert all(leaf.field.startswith("member6.") for leaf in members["w.docx"].leaves)
    assert [record.problem for record in records[len(MEMBERS) :]] == ["picture", "embedded-file", "macro"]
    out = copied(name, data, edit=replaced(MAIL, "[M]"))
    assert out == copied(name, data, edit=replaced(MAIL, "[M]")) and b"maria" not in out
    before, after = entries(data), entries(out)
    assert [entry[:3] for entry in after] == [entry[:3] for entry in before]
    for (path, *_, old), (_, *_, new) in zip(before, after, strict=True):
        if path in PROBLEMS:
            assert new == b""
        elif path != "w.docx":
            assert new == old.replace(MAIL.encode(), b"[M]")
    again = read(name, out)
    assert [record.index for record in again][: len(MEMBERS)] == list(range(len(MEMBERS)))
    assert [(leaf.field, leaf.text.replace("[M]", MAIL)) for record in again[:5] for leaf in record.leaves] == TEXTS


def test_a_tar_is_read_from_a_pipe_and_its_links_are_no_files() -> None:
    data = tarred({"a.txt": b"Ann", "b.txt": b"Bob"})
    assert copied("a.tar", data, sizes=[7, 4000]) == copied("a.tar", data)
    link = tarred({"a.txt": b""}, type=tarfile.SYMTYPE, linkname="/etc/passwd")
    assert [record.problem for record in read("a.tar", link)] == ["not-a-regular-file"]
    assert b"passwd" not in copied("a.tar", link)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", b""), ("a.zip", b"PK\x03\x04 no"), ("a.zip", zipped({"../a.txt": b"x"})), ("a.zip", zipped({"/a.txt": b"x"})),
        ("a.zip", zipped({"a.txt": b"x"}).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")),
        ("a.zip", zipped({"a.bin": bytes(40 << 20)})), ("a.zip", zipped({"@": b"x"}).replace(b"@", b"\0")),
        ("a.tar", b""), ("a.tar", b"x" * 2_000), ("a.tar", tarred()[:700]), ("a.tar", tarred()[:1_030]), ("a.tar", tarred()[:1_100]),
        ("a.tar", tarred({"../a.txt": b"x"})), ("a.tar", tarred({"a\\..\\b.txt": b"x"})),
        ("a.tar", tarred({"a.txt": bytes(2 << 20)}, type=tarfile.XHDTYPE)),
    ],
)  # fmt: skip
def test_what_is_damaged_or_made_to_harm_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(FormatError):
        read(name, data)


def test_what_does_not_fit_is_withheld_and_a_name_that_is_a_value_takes_the_archive_with_it() -> None:
    small = FormatSettings(max_record_bytes=100)
    members = {"a.txt": b"x" * 101, "b.txt": b"x" * 500, "c.jsonl": b'["a","b","c"]', "d.txt": b"fits"}
    assert [record.problem for record in read("a.zip", zipped(members), small)] == [
        "too-long",
        "too-long",
        None,
        None,
    ]
    form = the_format("a.zip")
    writer = form.writer(io.BytesIO(), SETTINGS)
    (record,) = form.reader(source(zipped({f"{MAIL}.txt": b"x"})), SETTINGS)
    assert MAIL in record.names
    with pytest.raises(Unwritable):
        writer.withhold(record, "key")


def test_a_run_redacts_archives_and_its_proof_holds(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped())
    (folder / "b.tar.gz").write_bytes(gzip.compress(tarred()))
    (folder / "c.tgz").write_bytes(gzip.compress(tarred({"a.txt": MAIL.encode()})))
    (folder / "d.zip").write_bytes(zipped({f"{MAIL}.txt": b"x"}))
    policy = tmp_path / "policy.toml"
    policy.write_text('only = ["EMAIL_ADDRESS", "WORD"]\n[deny.WORD]\nwords = ["HIDDEN"]\n')
    done = program.redact_batch(folder, output, "--policy", policy)
    assert done.returncode == 1 and not (output / "d.zip").exists(), done.stderr
    for file in ("a.zip", "b.tar.gz", "c.tgz"):
        data = (output / file).read_bytes()
        for *_, inner in entries(data if file == "a.zip" else gzip.decompress(data)):
            parts = [inner] if not inner.startswith(b"PK") else [part[-1] for part in entries(inner)]
            assert not any(canary in part for part in parts for canary in (MAIL.encode(), b"HIDDEN"))
    checked = program.redactor("verify", output, "--input", folder, "--rescan", "--policy", policy)
    assert checked.returncode == 0, checked.stdout + checked.stderr
