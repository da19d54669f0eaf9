from __future__ import annotations

import json
import shutil
import tracemalloc
from pathlib import Path

import pytest
from audit_world import KEY, raw, redact, run, sha
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from redactor.audit.chain import Chain, genesis, links
from redactor.audit.events import Event, Withheld, event_body, parse_event, withheld_line
from redactor.audit.findings import Finding
from redactor.audit.layout import Layout
from redactor.audit.manifest import FileRow, Head, Tail, build_manifest, read_manifest
from redactor.audit.sealed_summary import seal_summary
from redactor.audit.withheld_log import WithheldIndex
from redactor.formats.protocol import FormatSettings
from redactor.keys import Key
from redactor.verification.char_stream import Chars
from redactor.verification.compare import FRAMING, compare, judge, mask_of
from redactor.verification.output_check import read_head, verify
from redactor.verification.proof import Case, prove
from redactor.verification.run_files import RunFiles

OTHER = Key(b"another key, of 32 bytes........")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return run(tmp_path)


def resigned(output: Path, change: dict[str, dict[str, object]], **extra: object) -> None:
    """What someone without the key can do at best: new hashes everywhere, no signature."""
    layout = Layout.of(output)
    head, *rows, tail = read_manifest(layout.manifest.read_bytes().splitlines(keepends=True))
    assert isinstance(head, Head) and isinstance(tail, Tail)
    new = []
    for part in rows:
        assert isinstance(part, tuple)
        row = {name: getattr(part[1], name) for name in FileRow.__slots__} | change.get(part[1].path, {})
        new.append(FileRow(**row))
    data = b"".join(build_manifest(head, new, others=tail.others, state=tail.state, **extra))
    layout.manifest.write_bytes(data)
    layout.summary.write_bytes(seal_summary({}, manifest_sha256=sha(data), **extra))


@pytest.mark.parametrize("key", [KEY, None])
@pytest.mark.parametrize("at_hand", [False, True])
def test_a_whole_folder_holds(tmp_path: Path, key: Key | None, at_hand: bool) -> None:
    source, output = run(tmp_path, key=key)
    assert verify(output, source if at_hand else None, key) == []
    assert verify(output, source if at_hand else None, None) == []
    head = read_head(output)
    assert head is not None and head.settings == {"fields": ["s"]}


def test_verifying_writes_nothing(folders: tuple[Path, Path]) -> None:
    def listing() -> list[tuple[str, int, int]]:
        return sorted((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in folders[1].rglob("*"))

    before = listing()
    verify(folders[1], folders[0], KEY)
    assert listing() == before


def test_a_wrong_key_is_one_finding_about_the_signature(folders: tuple[Path, Path]) -> None:
    source, output = folders
    assert [finding.file for finding in verify(output, source, OTHER)] == [
        "_redactor/manifest.json",
        "_redactor/summary.json",
    ]
    assert all("signature does not match" in finding.what for finding in verify(output, source, OTHER))


def test_a_stripped_signature_is_seen_by_who_holds_the_key(folders: tuple[Path, Path]) -> None:
    resigned(folders[1], {})
    assert verify(folders[1], None, None) == []
    assert "not signed" in verify(folders[1], None, KEY)[0].what


def test_ed25519(tmp_path: Path) -> None:
    signer, stranger = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    paths = []
    for name, key in (("signer", signer), ("stranger", stranger)):
        paths.append(tmp_path / f"{name}.pem")
        paths[-1].write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    _, output = run(tmp_path / "run", signer=signer)
    assert verify(output, None, KEY, paths[0]) == verify(output, None, None, paths[0]) == verify(output) == []
    assert "another Ed25519 key" in verify(output, None, None, paths[1])[0].what
    resigned(output, {}, signer=stranger)
    assert "another Ed25519 key" in verify(output, None, None, paths[0])[0].what
    resigned(output, {}, key=KEY)
    assert "not signed with Ed25519" in verify(output, None, None, paths[0])[0].what


def files_of(output: Path) -> list[str]:
    return sorted(p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_file())


@pytest.mark.parametrize("stride", [17, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("key", [KEY, None])
def test_a_flip_of_any_byte_of_any_file_is_found(tmp_path: Path, key: Key | None, stride: int) -> None:
    """With and without the key. The state's slack is harmless: its digest tells; the lock says nothing."""
    _, output = run(tmp_path, key=key)
    names = [name for name in files_of(output) if not name.endswith(("/lock", "/state.db"))]
    assert len(names) == 7
    for name in names:
        path = output / name
        whole = path.read_bytes()
        for at in range(0, len(whole), stride):
            changed = bytearray(whole)
            changed[at] ^= 1 << at % 8
            path.write_bytes(changed)
            found = verify(output, None, key)
            assert found, (name, at)
            assert any(finding.file == name for finding in found), (name, at)
        path.write_bytes(whole)
    assert verify(output, None, key) == []


@pytest.mark.parametrize("stride", [353, pytest.param(13, marks=pytest.mark.slow)])
def test_flips_in_the_state_are_found_or_harmless(folders: tuple[Path, Path], stride: int) -> None:
    output = folders[1]
    state = Layout.of(output).state
    whole = state.read_bytes()
    found = 0
    for at in range(0, len(whole), stride):
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        state.write_bytes(changed)
        found += bool(verify(output, None, KEY))
    assert found > 2
    at = whole.index(b'"input_sha256"') + 20
    state.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert "changed" in verify(output, None, KEY)[0].what
    state.unlink()
    assert verify(output, None, KEY) == []


NAMES = [
    "notes/a.txt",
    "_redactor/audit/t.jsonl.jsonl",
    "_redactor/manifest.json",
    "_redactor/summary.json",
    "_redactor/withheld.jsonl",
]


@pytest.mark.parametrize("name", NAMES)
def test_missing_and_foreign_files_are_found(folders: tuple[Path, Path], name: str) -> None:
    output = folders[1]
    path = output / name
    whole = path.read_bytes()
    path.unlink()
    assert Finding(name, None, None, "missing") in verify(output, None, KEY)
    path.symlink_to(output / "t.jsonl")
    assert any(finding.file == name for finding in verify(output, None, KEY))
    path.unlink()
    path.mkdir()
    assert any(finding.file == name for finding in verify(output, None, KEY))
    path.rmdir()
    path.write_bytes(whole)
    stray = path.with_name("stray.txt")
    stray.write_text("x")
    relative = stray.relative_to(output).as_posix()
    assert verify(output, None, KEY) == [Finding(relative, None, None, "not in the manifest")]


def test_the_byte_is_named(folders: tuple[Path, Path]) -> None:
    source, output = folders
    path = output / "notes/a.txt"
    whole = path.read_bytes()
    at = whole.index(b" is here") + 3
    path.write_bytes(whole[:at] + b"X" + whole[at + 1 :])
    assert verify(output, None, KEY)[0].byte is None
    first = verify(output, source, KEY)[0]
    assert (first.file, first.byte) == ("notes/a.txt", at) and FRAMING in first.what
    path.write_bytes(whole.replace(b"[PERSON] is", b"[PERSOM] is"))
    for source_or_none in (None, source):
        first = verify(output, source_or_none, KEY)[0]
        assert (first.file, first.record, first.byte) == ("notes/a.txt", 0, whole.index(b"[PERSON] is"))
        assert "not the tag" in first.what
    path.write_bytes(whole[:-3])
    assert verify(output, source, KEY)[0].byte is not None


def test_the_record_and_byte_of_a_jsonl_are_named(folders: tuple[Path, Path]) -> None:
    source, output = folders
    path = output / "t.jsonl"
    whole = path.read_bytes()
    for old, new, record in ((b"1.50", b"1.51", 0), (b" or ", b" xr ", 1), (b"too-long", b"Carl....", 2)):
        path.write_bytes(whole.replace(old, new))
        first = verify(output, source, KEY)[0]
        at = next(i for i, (a, b) in enumerate(zip(whole, path.read_bytes(), strict=True)) if a != b)
        assert (first.file, first.record, first.byte) == ("t.jsonl", record, at), old
    path.write_bytes(whole.replace(b'"[PERSON] or', b'"[PERSOM] or'))
    for source_or_none in (None, source):
        first = verify(output, source_or_none, KEY)[0]
        assert (first.file, first.record) == ("t.jsonl", 1) and "not the tag" in first.what
    path.write_bytes(whole.replace(b'{"n"', b'}"n"'))
    first = verify(output, source, KEY)[0]
    assert (first.file, first.record, first.byte) == ("t.jsonl", 0, 0)


def test_a_changed_audit_line_names_its_record(folders: tuple[Path, Path]) -> None:
    output = folders[1]
    path = output / "_redactor/audit/t.jsonl.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1].replace(b'"end":3', b'"end":4') + lines[2])
    assert verify(output, None, KEY)[0] == Finding(
        "_redactor/audit/t.jsonl.jsonl", 1, len(lines[0]), "the line does not follow from the line before it"
    )


def test_a_run_that_lied_about_its_masks_is_found_with_the_input_at_hand(folders: tuple[Path, Path]) -> None:
    """Hashes, chains and signature are all made anew with the key: only the proof from the input can tell."""
    source, output = folders
    layout = Layout.of(output)
    audit = layout.home / layout.audit("notes/a.txt")
    events = [parse_event(link.body) for link in links(audit.read_bytes().splitlines(keepends=True))]

    def rewritten(kept: list[object], text: bytes) -> list[Finding]:
        chain = Chain(genesis("notes/a.txt"))
        data = b"".join(chain.seal(event_body(event)) for event in kept)  # type: ignore[arg-type]
        audit.write_bytes(data)
        (output / "notes/a.txt").write_bytes(text)
        row = {"audit_sha256": sha(data), "chain": chain.head, "entities": len(kept), "output_sha256": sha(text)}
        resigned(output, {"notes/a.txt": row}, key=KEY)
        assert verify(output, None, KEY) == []
        return verify(output, source, KEY)

    whole = (output / "notes/a.txt").read_bytes()
    assert rewritten(events, whole) == []
    (found,) = rewritten(events[1:], whole)
    assert (found.file, found.what) == ("notes/a.txt", "the audit's offsets do not fit each other")
    (found,) = rewritten(events[:2], whole)
    assert found.what == FRAMING and found.byte == whole.rindex(b"[PERSON]")
    (found,) = rewritten(events, whole.replace(b" end ", b" and "))
    assert found.what == FRAMING and found.byte == whole.index(b" end ") + 1


def test_a_changed_or_missing_input_gives_no_proof(folders: tuple[Path, Path]) -> None:
    source, output = folders
    (source / "t.jsonl").write_text("{}")
    (source / "notes/a.txt").unlink()
    found = verify(output, source, KEY)
    assert [(finding.file, "input" in finding.what) for finding in found] == [("notes/a.txt", True), ("t.jsonl", True)]


@pytest.mark.parametrize("bad", ["../x", "/etc/passwd", "a/../../x", ""])
def test_no_row_leads_outside(folders: tuple[Path, Path], bad: str) -> None:
    output = folders[1]
    resigned(output, {"notes/a.txt": {"output": bad}}, key=KEY)
    assert any("outside" in finding.what for finding in verify(output, None, KEY))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    """Offsets count a UTF-8 mark as a character and the others as none (as formats/text.py does)."""
    text = "hello Niels, é and Renée 😀"
    mark = "\ufeff" if encoding == "utf-8-sig" else ""
    out, events = redact(mark + text, "f", 0, "", KEY)
    wide = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    before, after = tmp_path / "a", tmp_path / "b"
    before.write_bytes(("\ufeff" + text).encode(wide))
    after.write_bytes(("\ufeff" + out.removeprefix(mark)).encode(wide))
    with before.open("rb") as left, after.open("rb") as right:
        assert compare(Chars.of_document(left), Chars.of_document(right), map(mask_of, events), judge(KEY)) is None


TEXT = "see Niels, then [bad part] and Ann; the end"


@pytest.mark.parametrize(
    ("parts", "output", "fault"),
    [
        ([(16, 26, 19, 29)], "see [PERSON], then [WITHHELD] and [PERSON]; the end", None),
        ([(16, 16, 19, 19), (16, 26, 19, 29)], "see [PERSON], then [WITHHELD] and [PERSON]; the end", None),
        ([(16, 26, 19, 29)], "see [PERSON], then [bad par] and [PERSON]; the end", 0),
        ([(16, 26, 19, 29)], "see [PERSON], then [WITHHELD] und [PERSON]; the end", None),
        ([(16, None, 19, None)], "see [PERSON], then [WITHHELD]", None),
        ([(16, None, 19, None)], "see [PERSON], then [WITHHELD] and Ann", 0),
    ],
)
def test_withheld_parts_of_a_text(parts: list[tuple[int, ...]], output: str, fault: int | None) -> None:
    spans = [("Niels", 4, 9, 4, 12), ("Ann", 31, 34, 34, 42)]
    events = [Event("f", 0, "", *place, "PERSON", 1, "model", "tag", KEY.digest("value", v)) for v, *place in spans]
    masks = [*map(mask_of, events), *(mask_of(Withheld("f", 0, "broken", *part)) for part in parts)]
    masks = sorted((mask for mask in masks if parts[0][1] or mask.start < 17), key=lambda mask: mask.start)
    found = compare(Chars.of_text(TEXT), Chars.of_text(output), masks, judge(KEY))
    if "und" in output:
        assert found is not None and found.what == FRAMING and found.byte == output.index("und")
    elif fault is None:
        assert found is None
    else:
        assert found is not None and found.what == "a withheld part is not replaced by its placeholder"


def test_lines_as_records(tmp_path: Path) -> None:
    """With ``line_buffered`` each line counts its own characters: the engine's reader takes it apart."""

    before, after = tmp_path / "a", tmp_path / "b"
    before.write_text("hi Niels\nand Ann")
    after.write_text("hi [PERSON]\nand [PERSON]")
    events = [redact(line, "f", n, "", KEY)[1][0] for n, line in enumerate(before.read_text().split("\n"))]
    case = Case("text", False, before, after, lambda: iter(events), lambda: iter(()))
    files = RunFiles(Layout.of(tmp_path / "out"), FormatSettings(line_buffered=True))
    assert prove(case, files, judge(KEY)) is None
    after.write_text("hi [PERSON]\nund [PERSON]")
    fault = prove(case, files, judge(KEY))
    assert fault is not None and fault.record == 1


@pytest.mark.parametrize(
    ("files", "good"),
    [(["b", "a/c", "a.txt"], True), (["b", "a", "b"], False), (["b", "b"], True)],
)
def test_withheld_lines_of_a_file_stand_together(tmp_path: Path, files: list[str], good: bool) -> None:
    path = tmp_path / "w"
    path.write_bytes(b"".join(withheld_line(Withheld(file, n, "x")) for n, file in enumerate(files)))
    index = WithheldIndex(path)
    assert (list(index.findings("w")) == []) == good
    if good:
        assert [entry.record for entry in index.of("b")] == [n for n, file in enumerate(files) if file == "b"]


def test_a_single_file_s_output(tmp_path: Path) -> None:
    source, output = run(tmp_path, texts={"a.txt": "hello Niels"})
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(output / "a.txt", folder / "a.txt")
    shutil.copytree(output / "_redactor", folder / "a.txt._redactor")
    (folder / "unrelated").write_text("x")
    target = folder / "a.txt"
    assert Layout.of(target).single == "a.txt"
    assert verify(target, source / "a.txt", KEY) == []
    target.write_bytes(b"hello Niels")
    assert verify(target, source / "a.txt", KEY)[0].file == "a.txt"


@pytest.mark.slow
def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    peaks = []
    for size in (20_000, 120_000):
        source, output = run(tmp_path / str(size), texts={"a.txt": "word and Niels. " * (size // 16)})
        tracemalloc.start()
        assert verify(output, source, KEY) == []
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 900_000


def test_findings_never_quote(folders: tuple[Path, Path]) -> None:
    source, output = folders
    (output / "t.jsonl").write_bytes(raw("Canary Xyzzy {"))
    (output / "_redactor/summary.json").write_text(json.dumps({"Canary": "Xyzzy"}))
    (output / "_redactor/withheld.jsonl").write_text("Canary Xyzzy")
    (output / "_redactor/audit/notes/a.txt.jsonl").write_text("Canary Xyzzy")
    told = "\n".join(map(str, verify(output, source, KEY)))
    assert told.count("\n") >= 3 and "Xyzzy" not in told and "Canary" not in told
