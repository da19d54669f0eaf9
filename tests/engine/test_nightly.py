"""The same command every night: only what changed is done, and what is lost costs time alone."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.fakes import BOOM, FakeTagger, components, corpus, redact, tree
from redactor.engine.run import run
from redactor.engine.settings import RunSettings
from redactor.errors import LockedError, StorageError, UsageError
from redactor.keys import Key
from redactor.masking.policy.policy import Policy
from redactor.storage.lock import OutputLock

FILES = 8


@pytest.fixture
def world(tmp_path: Path) -> tuple[Path, Path]:
    """A corpus with withheld records, and the output of its first night."""
    source, out = corpus(tmp_path / "in", size=30, boom=10), tmp_path / "out"
    assert dict(redact(source, out).files) == {"redacted": FILES}
    return source, out


def test_a_second_run_does_nothing(world: tuple[Path, Path]) -> None:
    source, out = world
    before = tree(out)
    tagger = FakeTagger()
    summary = redact(source, out, parts={"tagger": tagger})
    assert dict(summary.files) == {"unchanged": FILES} and tagger.calls == [] and tree(out) == before
    assert summary.exit_code == 1 and summary.counts.withheld == 14  # what was withheld still is


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"Niels again\n")


CHANGES: list[tuple[Callable[[Path], object], dict[str, int]]] = [
    (lambda root: change(root / "a.txt"), {"redacted": 1, "unchanged": FILES - 1}),
    (lambda root: (root / "new.md").write_text("Niels"), {"redacted": 1, "unchanged": FILES}),
    (lambda root: (root / "a.txt").unlink(), {"unchanged": FILES - 1, "without input": 1}),
    (lambda root: (root / "a.txt").rename(root / "z.txt"), {"redacted": 1, "unchanged": FILES - 1, "renamed": 1}),
    (lambda root: os.utime(root / "a.txt", (1, 1)), {"unchanged": FILES}),
    (lambda root: (root.parent / "out/a.txt").unlink(), {"redacted": 1, "unchanged": FILES - 1}),
    (lambda root: (root.parent / "out/_redactor/audit/a.txt.jsonl").unlink(), {"redacted": 1, "unchanged": FILES - 1}),
    (lambda root: (root.parent / "out/_redactor/state.db").unlink(), {"redacted": FILES}),
    (lambda root: (root.parent / "out/_redactor/state.db").write_bytes(b"no database" * 99), {"redacted": FILES}),
    (lambda root: (root.parent / "out/_redactor/withheld.jsonl").unlink(), {"redacted": 6, "unchanged": FILES - 6}),
    (
        lambda root: (root.parent / "out/_redactor/withheld.jsonl").write_text('{"fi'),
        {"redacted": 6, "unchanged": FILES - 6},
    ),
]


@pytest.mark.parametrize(("act", "files"), CHANGES, ids=range(len(CHANGES)))
def test_what_changed_is_done_and_the_result_is_that_of_a_first_night(
    world: tuple[Path, Path], tmp_path: Path, act: Callable[[Path], object], files: dict[str, int]
) -> None:
    source, out = world
    act(source)
    assert dict(redact(source, out, delete=False).files) == files
    redact(source, out, delete=True)
    (tmp_path / "once").mkdir()
    redact(source, tmp_path / "once/out")
    mine, other = tree(out), tree(tmp_path / "once/out")
    mine.pop("_redactor/state.db.bad", None)
    assert mine == other


@pytest.mark.parametrize("delete", [False, True])
def test_outputs_without_input(world: tuple[Path, Path], delete: bool) -> None:
    source, out = world
    (source / "a.txt").unlink()
    shutil.rmtree(source / "deep")
    summary = redact(source, out, delete=delete)
    assert dict(summary.files) == {"deleted" if delete else "without input": 4, "unchanged": FILES - 4}
    assert (out / "a.txt").exists() is not delete and (out / "_redactor/audit/a.txt.jsonl").exists() is not delete
    held = {json.loads(line)["file"] for line in (out / "_redactor/withheld.jsonl").read_bytes().splitlines()}
    assert ("a.txt" in held) is not delete
    again = redact(source, out, delete=delete)
    assert again.files["unchanged"] == FILES - 4


OTHERS = [
    {"policy": Policy.load("secrets")},
    {"key": Key(b"another key of sixteen bytes")},
    {"key": None},
    {"parts": {"model": "other"}},
    {"fields": ("body", "note")},
    {"line_buffered": True},
    {"fresh": True},
]


@pytest.mark.parametrize("how", OTHERS, ids=lambda how: next(iter(how)))
def test_other_settings_do_all_again(world: tuple[Path, Path], how: dict[str, object]) -> None:
    source, out = world
    assert redact(source, out, **how).files["unchanged"] == 0  # type: ignore[arg-type]


def test_checksum_sees_what_size_and_time_hide(world: tuple[Path, Path]) -> None:
    source, out = world
    path = source / "a.txt"
    was = path.stat()
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"!")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert dict(redact(source, out).files) == {"unchanged": FILES}
    assert dict(redact(source, out, checksum=True).files) == {"redacted": 1, "unchanged": FILES - 1}
    (out / "rows.csv").write_bytes(b"somebody was here")
    assert dict(redact(source, out, checksum=True).files) == {"redacted": 1, "unchanged": FILES - 1}


def test_a_second_run_at_once_is_refused(world: tuple[Path, Path]) -> None:
    source, out = world
    with OutputLock(out / "_redactor"), pytest.raises(LockedError, match="in use by process") as caught:
        redact(source, out)
    assert caught.value.exit_code == 75


def test_a_file_that_changes_while_it_is_read_is_withheld_till_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / "in" / name).write_text("Niels was here\n")

    def fails(texts: object) -> None:
        if "b" in str(texts):
            change(tmp_path / "in/b.txt")

    (tmp_path / "in/b.txt").write_text("b Niels\n")
    summary = redact(tmp_path / "in", tmp_path / "out", parts={"tagger": FakeTagger(fails=fails)})
    assert summary.problems == [("b.txt", "changed-while-read")] and not (tmp_path / "out/b.txt").exists()
    assert dict(redact(tmp_path / "in", tmp_path / "out").files) == {"redacted": 1, "unchanged": 2}
    assert (tmp_path / "out/b.txt").read_text() == "b [PERSON]\n[PERSON] again\n"


def test_a_file_that_vanishes_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    """Between the listing of its folder and its turn; and while it is read."""
    source = tmp_path / "in"
    source.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (source / name).write_text("Niels\n" * 9_000)

    def gone(texts: object) -> None:
        for name in ("a.txt", "c.txt"):
            (source / name).unlink(missing_ok=True)

    summary = redact(source, tmp_path / "out", parts={"tagger": FakeTagger(fails=gone), "workers": 1})
    assert summary.exit_code == 1 and summary.files["redacted"] == 1
    assert {name: reason.partition(":")[0] for name, reason in summary.problems} == {
        "a.txt": "changed-while-read",
        "c.txt": "unreadable",
    }
    assert sorted(path.name for path in (tmp_path / "out").glob("*.txt")) == ["b.txt"]


def test_a_file_that_breaks_takes_its_old_output_with_it(world: tuple[Path, Path]) -> None:
    source, out = world
    path = source / "deep/old.txt.gz"
    path.write_bytes(gzip.compress(b"Niels")[:-4])
    summary = redact(source, out)
    assert summary.problems == [("deep/old.txt.gz", "damaged-file")] and not (out / "deep/old.txt.gz").exists()
    assert not (out / "_redactor/audit/deep/old.txt.gz.jsonl").exists()
    assert not (out / "_redactor/partial").exists()


def test_withheld_lines_stand_in_the_order_of_the_files_whatever_is_new(tmp_path: Path) -> None:
    root = tmp_path / "in"
    (root / "b").mkdir(parents=True)
    for name in ("a.txt", "b/x.txt", "b.txt", "d.txt"):
        (root / name).write_text(BOOM)
    for name in ("a.bin", "c.exe", "b/y.zip"):
        (root / name).write_text(BOOM)

    def files() -> list[str]:
        redact(root, tmp_path / "out")
        return [
            json.loads(line)["file"] for line in (tmp_path / "out/_redactor/withheld.jsonl").read_bytes().splitlines()
        ]

    first = files()
    assert first == ["a.bin", "a.txt", "b.txt", "b/x.txt", "b/y.zip", "c.exe", "d.txt"]
    change(root / "b.txt")
    assert files() == first and files() == first


def test_a_single_file_has_its_material_beside_it(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Niels")
    redact(tmp_path / "x.txt", tmp_path / "y.txt")
    assert (tmp_path / "y.txt").read_text() == "[PERSON]"
    assert {path.name for path in (tmp_path / "y.txt._redactor").iterdir()} == {
        "audit",
        "lock",
        "manifest.json",
        "state.db",
        "summary.json",
        "withheld.jsonl",
    }
    assert dict(redact(tmp_path / "x.txt", tmp_path / "y.txt").files) == {"unchanged": 1}


def test_files_and_folders_are_for_the_owner_alone(world: tuple[Path, Path]) -> None:
    _, out = world
    modes = {path: path.stat().st_mode & 0o777 for path in [out, *out.rglob("*")]}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_tables_must_have_the_chosen_field(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    root = tmp_path / "in"
    root.mkdir()
    (root / "a.csv").write_text("note,x\nNiels,Niels\n")
    (root / "b.csv").write_text("other,x\nNiels,Niels\n")
    pq.write_table(pa.table({"other": ["Niels"]}), root / "c.parquet")
    pq.write_table(pa.table({"note": [1]}), root / "d.parquet")
    pq.write_table(pa.table({"note": ["Niels"], "blob": [b"Niels"]}), root / "e.parquet")
    summary = redact(root, tmp_path / "out", fields=("note",))
    assert summary.problems == [
        ("b.csv", "missing-field (no note; columns: other, x)"),
        ("c.parquet", "missing-field (no note; columns: other)"),
        ("d.parquet", "field-not-text"),
    ]
    assert (tmp_path / "out/a.csv").read_text() == "note,x\n[PERSON],Niels\n"
    assert dict(summary.counts.unread_columns) == {"blob": 1} and "blob in 1 file" in summary.line()
    assert dict(redact(root, tmp_path / "out", fields=("note",)).counts.unread_columns) == {"blob": 1}


# --- inputs that make no sense --------------------------------------------------------------------


def places(root: Path) -> list[tuple[Path, Path, type[Exception]]]:
    return [
        (root / "none", root / "out", StorageError),
        (root / "in", root / "in", UsageError),
        (root / "in", root / "in/out", UsageError),
        (root / "in", root, UsageError),
        (root / "in/a.txt", root / "in", UsageError),
        (root / "in/a.txt", root / "in/a.txt", UsageError),
        (root / "in/a.txt", root / "link.txt", UsageError),
        (root / "in/x.bin", root / "y.bin", UsageError),
    ]


@pytest.mark.parametrize("case", range(8))
def test_places_that_cannot_be(tmp_path: Path, case: int) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("Niels")
    (tmp_path / "in/x.bin").write_text("Niels")
    (tmp_path / "link.txt").symlink_to(tmp_path / "in/a.txt")
    source, target, error = places(tmp_path)[case]
    before = tree(tmp_path)
    with pytest.raises(error):
        redact(source, target)
    assert tree(tmp_path) == before and not (tmp_path / "out").exists()


def test_loops_odd_names_and_odd_files(tmp_path: Path) -> None:
    root = tmp_path / "in"
    (root / "sub").mkdir(parents=True)
    (root / "sub/a.txt").write_text("Niels")
    (root / "sub/loop").symlink_to(root)
    (root / "gone.txt").symlink_to(root / "nowhere.txt")
    os.mkfifo(root / "pipe.txt")
    (root / "eio.txt").symlink_to("/proc/self/mem")
    (root / "line\nbreak.txt").write_text("Niels")
    (root / ("n" * 250 + ".txt")).write_text("Niels")
    Path(os.fsdecode(os.fsencode(root) + b"/\xff.txt")).write_text("Niels")
    summary = redact(root, tmp_path / "out")
    reasons = dict(summary.problems)
    assert reasons == {
        "eio.txt": "not-a-regular-file",
        "gone.txt": "unreadable",
        "line\\x0abreak.txt": "undecodable-name",
        "n" * 250 + ".txt": "name-too-long",
        "pipe.txt": "not-a-regular-file",
        "sub/loop": "directory-loop",
        "\\xff.txt": "undecodable-name",
    }
    assert [name for name in tree(tmp_path / "out") if not name.startswith("_redactor")] == ["sub/a.txt"]


LINKS = [
    "a.txt",
    "_redactor/withheld.jsonl",
    "_redactor/withheld.jsonl.new",
    "_redactor/partial/out/a.txt",
    "_redactor/audit/a.txt.jsonl",
]


@pytest.mark.parametrize("name", LINKS)
def test_a_planted_link_is_not_followed(tmp_path: Path, name: str) -> None:
    """It is replaced, or the run ends; what it points to stays as it was."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(f"Niels {BOOM}")
    (tmp_path / "victim").write_text("precious")
    path = tmp_path / "out" / name
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "victim")
    with contextlib.suppress(StorageError):
        assert redact(tmp_path / "in", tmp_path / "out", force=True).exit_code == 1
        assert (tmp_path / "out/a.txt").read_text() == "[WITHHELD]"
    assert (tmp_path / "victim").read_text() == "precious"


FOLDERS = ["sub", "_redactor", "_redactor/audit", "_redactor/audit/sub", "_redactor/partial", "_redactor/partial/out"]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_planted_link_to_a_folder_is_not_followed(tmp_path: Path, name: str) -> None:
    """Not to write, and not to remove what another file of the same name is there."""
    source, out, elsewhere = tmp_path / "in", tmp_path / "out", tmp_path / "elsewhere"
    for folder in (source / "sub", elsewhere, (out / name).parent):
        folder.mkdir(parents=True)
    (source / "sub/a.txt").write_text("Niels")
    (out / name).symlink_to(elsewhere)
    with pytest.raises(StorageError, match="is a link"):
        redact(source, out, force=True)
    assert list(elsewhere.iterdir()) == []
    (out / name).unlink()
    redact(source, out)
    if name == "sub":
        (out / "sub").rename(elsewhere / "sub")
        (out / "sub").symlink_to(elsewhere / "sub")
        shutil.rmtree(source / "sub")
        with pytest.raises(StorageError, match="is a link"):
            redact(source, out, delete=True, max_delete=1.0)
        assert (elsewhere / "sub/a.txt").read_text() == "[PERSON]"


def test_a_name_that_was_a_file_s_is_a_folder_s_and_back_again(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()

    def night(*names: str) -> dict[str, int]:
        shutil.rmtree(source)
        for name in names:
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(f"Niels in {name}")
        summary = redact(source, out)
        once = tmp_path / "once" / str(len(list(tmp_path.glob("once/*"))))
        redact(source, once)
        assert tree(out) == tree(once)
        return dict(summary.files)

    assert night("x.txt") == {"redacted": 1}
    assert night("x.txt/y.txt", "x.txt/z/z.txt") == {"redacted": 2, "replaced": 1}
    assert night("x.txt") == {"redacted": 1, "replaced": 2}
    assert night("x.txt.jsonl/y.txt") == {"redacted": 1, "replaced": 1}
    assert night("x.txt", "x.txt.jsonl/y.txt") == {"redacted": 1, "not redacted": 1, "replaced": 1}  # one audit's place


def test_a_dry_run_leaves_nothing(world: tuple[Path, Path], tmp_path: Path) -> None:
    source, _ = world
    summary = redact(source, tmp_path / "none", dry_run=True)
    assert summary.counts.entities > 30 and not (tmp_path / "none").exists() and "would mask" in summary.line()
    assert run(RunSettings(source, None, dry_run=True), components=components(key=None)).counts == summary.counts
