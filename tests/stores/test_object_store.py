"""A run from and to a store gives what a local run gives, byte for byte; the second night does what changed."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from program import redact_batch
from servers import Server
from share import share

from benchmarks.fakes import FakeTagger, corpus, jsonl_file, redact, tree
from redactor import Redactor
from redactor.cli.batch import batch
from redactor.engine import groups
from redactor.errors import StorageError, UsageError
from redactor.storage import objects, obstore_store
from redactor.storage.places import place_of

FILES = 8


@pytest.fixture
def world(s3: Server, tmp_path: Path) -> Path:
    """A corpus with withheld records, here and in the store, with the store's output of its first night."""
    source = corpus(tmp_path / "in", size=30, boom=10)
    s3.put(source, "in")
    assert dict(redact(place_of(s3.url("in")), place_of(s3.url("out"))).files) == {"redacted": FILES}
    return source


def test_all_formats_from_store_to_store(store: Server, tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", boom=20)
    store.put(source, "in")
    local = redact(source, tmp_path / "out")
    remote = redact(place_of(store.url("in")), place_of(store.url("out/")))
    assert store.tree("out") == tree(tmp_path / "out")
    assert (dict(remote.files), remote.exit_code) == (dict(local.files), local.exit_code)
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert sorted(store.names("out/_redactor/"))[-5:] == [
        f"out/_redactor/{name}" for name in ("lock", "manifest.json", "state.db", "summary.json", "withheld.jsonl")
    ]


@pytest.mark.parametrize("remote", ["input", "output"])
def test_one_end_in_a_store(store: Server, tmp_path: Path, remote: str) -> None:
    source = corpus(tmp_path / "in", size=40)
    redact(source, tmp_path / "out")
    if remote == "input":
        redact(place_of(store.put(source, "in")), tmp_path / "other")
        assert tree(tmp_path / "other") == tree(tmp_path / "out")
    else:
        redact(source, place_of(store.url("a/b/out")))
        assert store.tree("a/b/out") == tree(tmp_path / "out")


def test_the_command_and_its_exit_codes(s3: Server, tmp_path: Path, policy: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("write to niels@example.org")
    url = s3.put(tmp_path / "in", "in")
    environment = s3.environment | {"XDG_CACHE_HOME": str(tmp_path / "cache")}

    def command(*arguments: str) -> tuple[int, bytes, bytes]:
        done = redact_batch(*arguments, "--policy", policy, environment=environment)
        return done.returncode, done.stdout, done.stderr

    s3.write("in/b.exe", b"?")
    assert command(url, s3.url("out"))[0] == 1 and s3.read("out/a.txt") == b"write to [EMAIL_ADDRESS]"
    assert command(f"{url}/a.txt")[:2] == (0, b"write to [EMAIL_ADDRESS]")
    assert command(f"{url}/a.txt", s3.url("one.txt"))[0] == 0
    assert s3.read("one.txt") == b"write to [EMAIL_ADDRESS]" and "one.txt._redactor/manifest.json" in s3.names()
    code, _, told = command("s3://no-such-bucket/in", s3.url("out"))
    assert code == 4 and b"no-such-bucket" in told and b"Traceback" not in told


def test_from_python(s3: Server, policy: Path) -> None:
    redactor = Redactor(policy=policy)
    s3.write("in/a.txt", b"write to niels@example.org")
    for source, target, name in (("in", "out", "out/a.txt"), ("in/a.txt", "one.txt", "one.txt")):
        assert redactor.redact_file(s3.url(source), s3.url(target))["exit_code"] == 0
        assert s3.read(name) == b"write to [EMAIL_ADDRESS]"
    assert "one.txt._redactor/manifest.json" in s3.names()


@pytest.mark.slow
def test_from_store_to_store_on_ray(cluster: Path, s3: Server, tmp_path: Path, policy: Path) -> None:
    """The driver alone knows of the store; the second run does nothing, on either engine."""
    from ray import get_runtime_context

    url = s3.put(corpus(tmp_path / "in", size=20), "in")
    ray = ("--engine", "ray", "--ray-address", get_runtime_context().gcs_address, "--workers", "1")
    environment = s3.environment | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "REDACTOR_KEY": "k" * 32}
    environment |= {name: value for name, value in os.environ.items() if name.startswith("RAY_")}
    for target, engine in (("local", ()), ("ray", ray), ("ray", ())):
        done = redact_batch(url, s3.url(target), "--policy", policy, *engine, environment=environment)
        assert done.returncode == 0, done.stderr
    assert b"unchanged" in done.stderr and s3.tree("ray") == s3.tree("local")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["in", "in/out"], 2, "apart"),
        (["in/out", "in"], 2, "apart"),
        (["nothing", "out"], 4, "not found"),
        (["in/b.exe", "out"], 2, "unknown file type"),
        (["in"], 2, "give an OUTPUT folder"),
    ],
)
def test_places_that_cannot_be(store: Server, arguments: list[str], code: int, words: str) -> None:
    for key in ("in/a.txt", "in/out/a.txt", "in/b.exe"):
        store.write(key, b"?")
    before = store.names()
    done = CliRunner().invoke(batch, [*map(store.url, arguments)])
    error = done.exception
    assert (getattr(error, "exit_code", None) or done.exit_code) == code and words in f"{error} {done.output}"
    assert store.names() == before


def test_a_dry_run_leaves_nothing(store: Server) -> None:
    store.write("in/a.txt", b"Niels")
    summary = redact(place_of(store.url("in")), place_of(store.url("out")), dry_run=True)
    assert summary.counts.entities == 1 and store.names() == ["in/a.txt"]


def test_a_second_night_does_nothing(s3: Server, world: Path) -> None:
    before = s3.tree("out")
    tagger = FakeTagger()
    s3.log()
    summary = redact(place_of(s3.url("in")), place_of(s3.url("out")), parts={"tagger": tagger})
    assert dict(summary.files) == {"unchanged": FILES} and tagger.calls == [] and s3.tree("out") == before
    assert summary.exit_code == 1 and summary.counts.withheld == 14
    requests = s3.log()
    assert not [each for each in requests if f"GET /{s3.bucket}/in/" in each], "an input was read"
    assert not [each for each in requests if each.startswith("PUT") and "/_redactor/" not in each]
    asked = [each for each in requests if each.startswith("HEAD") and ("/audit/" in each or "/_redactor/" not in each)]
    assert {each.partition("?")[0].rpartition("/")[2] for each in asked} <= {"in", "out"}, "what is there is listed"


def test_a_log_that_did_not_change_is_not_looked_into(s3: Server) -> None:
    s3.write("in/a.log", b"2026-01-02 03:04:05 INFO user=Niels\n" * 9)
    redact(place_of(s3.url("in")), place_of(s3.url("out")))
    s3.log()
    assert dict(redact(place_of(s3.url("in")), place_of(s3.url("out"))).files) == {"unchanged": 1}
    assert not [each for each in s3.log() if f"GET /{s3.bucket}/in/a.log" in each]


def change(s3: Server, key: str) -> None:
    s3.write(key, s3.read(key) + b"Niels again\n")


CHANGES: list[tuple[Callable[[Server], object], dict[str, int]]] = [
    (lambda s3: change(s3, "in/a.txt"), {"redacted": 1, "unchanged": FILES - 1}),
    (lambda s3: s3.write("in/new.md", b"Niels"), {"redacted": 1, "unchanged": FILES}),
    (lambda s3: s3.delete("in/a.txt"), {"unchanged": FILES - 1, "without input": 1}),
    (lambda s3: (s3.write("in/z.txt", s3.read("in/a.txt")), s3.delete("in/a.txt")),
     {"redacted": 1, "unchanged": FILES - 1, "renamed": 1}),
    (lambda s3: s3.delete("out/a.txt"), {"redacted": 1, "unchanged": FILES - 1}),
    (lambda s3: s3.write("out/a.txt", b"somebody was here"), {"redacted": 1, "unchanged": FILES - 1}),
    (lambda s3: s3.delete("out/_redactor/audit/a.txt.jsonl"), {"redacted": 1, "unchanged": FILES - 1}),
    (lambda s3: s3.delete("out/_redactor/state.db"), {"redacted": FILES}),
    (lambda s3: s3.write("out/_redactor/state.db", b"no database" * 99), {"redacted": FILES}),
    (lambda s3: s3.delete("out/_redactor/withheld.jsonl"), {"redacted": 6, "unchanged": FILES - 6}),
]  # fmt: skip


@pytest.mark.parametrize(("act", "files"), share(CHANGES, 3), ids=range(len(CHANGES)))
def test_what_changed_is_done_and_the_result_is_that_of_a_first_night(
    s3: Server, world: Path, act: Callable[[Server], object], files: dict[str, int]
) -> None:
    act(s3)
    assert dict(redact(place_of(s3.url("in")), place_of(s3.url("out"))).files) == files
    redact(place_of(s3.url("in")), place_of(s3.url("out")), delete=True)
    redact(place_of(s3.url("in")), place_of(s3.url("once/out")))
    assert s3.tree("out") == s3.tree("once/out")


def test_checksum_reads(s3: Server, world: Path) -> None:
    s3.log()
    assert dict(redact(place_of(s3.url("in")), place_of(s3.url("out")), checksum=True).files) == {"unchanged": FILES}
    requests = "\n".join(s3.log())
    assert f"GET /{s3.bucket}/in/a.txt" in requests and f"GET /{s3.bucket}/out/a.txt" in requests


def test_deleted_inputs(s3: Server, world: Path) -> None:
    for key in s3.names("in/deep/"):
        s3.delete(key)
    s3.delete("in/a.txt")
    assert dict(redact(place_of(s3.url("in")), place_of(s3.url("out")), delete=True).files) == {
        "deleted": 4, "unchanged": FILES - 4,
    }  # fmt: skip
    assert not s3.names("out/deep") and "out/a.txt" not in s3.names() and not s3.names("out/_redactor/audit/deep")
    for key in s3.names("in/"):
        s3.delete(key)
    with pytest.raises(StorageError, match="not found"):  # a mistyped folder must not empty the output
        redact(place_of(s3.url("in")), place_of(s3.url("out")), delete=True)
    assert "out/rows.csv" in s3.names()


def test_a_local_output_that_was_copied_up_is_gone_on_with(s3: Server, tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", size=30, boom=10)
    redact(source, tmp_path / "out")
    s3.put(tmp_path / "out", "out")
    s3.put(source, "in")
    assert dict(redact(place_of(s3.url("in")), place_of(s3.url("out"))).files) == {"unchanged": FILES}


ODD = [
    "a b.txt",
    "a%20b.txt",
    "é.txt",
    "#?&=+.txt",
    "a-b.txt",
    "a.txt",
    "a/b.txt",
    "a0.txt",
    "[x]{y}^`|~.txt",
    "'\"<>\\.txt",
]


def test_odd_keys(s3: Server, tmp_path: Path) -> None:
    """Keys that can be file names are; of others it is said that they were not read."""
    for name in ODD:
        s3.write(f"in/{name}", b"Niels")
    for key in (
        "in//b.txt",
        "in/x/../b.txt",
        "in/tab\tx.txt",
        "in/./c.txt",
        "in/a.txt/c.txt",
        "in/" + "n" * 300 + "/x.txt",
    ):
        s3.write(key, b"Niels")
    for marker in ("in/", "in/a/", "in/empty/"):
        s3.write(marker, b"")
    s3.write("in/_redactor/a.txt", b"Niels")
    s3.write("in/x.txt._redactor/a.txt", b"Niels")
    for ours in ("in/_redactor/lock", "in/x.txt._redactor/state.db"):
        s3.write(ours, b"")
    remote = redact(place_of(s3.url("in")), place_of(s3.url("out")))
    assert dict(remote.problems) == {
        "/b.txt": "unsafe-name", "x/../b.txt": "unsafe-name", "tab\\x09x.txt": "unsafe-name", "./c.txt": "unsafe-name",
        "a.txt/c.txt": "name-taken", "n" * 300 + "/x.txt": "unsafe-name",
    }  # fmt: skip
    for name in ODD:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("Niels")
    redact(tmp_path / "in", tmp_path / "out")
    mine, other = s3.tree("out"), tree(tmp_path / "out")
    assert {name for name in mine if "_redactor" not in name} == set(ODD)
    assert {name: data for name, data in mine.items() if "/audit/" in name or "_redactor" not in name} == {
        name: data for name, data in other.items() if "/audit/" in name or "_redactor" not in name
    }


def test_thousands_of_keys_are_listed_by_page(store: Server) -> None:
    from redactor.engine.discovery import InputFile, discover

    count = 4_210
    store.fill("in", count)
    store.log()
    found = discover(place_of(store.url("in")))
    first = next(found)
    assert len(store.log()) <= 5, "the first file is there after the first page"
    names = [first.name, *(file.name for file in found if isinstance(file, InputFile))]
    assert len(names) == count and names == sorted(names)


def test_a_changed_object_is_withheld_till_the_next_run(store: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is written between listing and reading: what is read is the version that was listed, or nothing."""
    monkeypatch.setattr(objects, "SMALL_BYTES", -1)
    monkeypatch.setattr(groups, "GROUP_CHARS", 400)
    for key, data in {"0.jsonl": jsonl_file(1, 400), "a.txt": b"Niels", "b.txt": b"Niels"}.items():
        store.write(f"in/{key}", data)

    def change_b(texts: object) -> None:
        if store.read("in/b.txt") == b"Niels":
            store.write("in/b.txt", b"Niels again")

    tagger = FakeTagger(fails=lambda texts: None if tagger.calls[1:] else change_b(texts))
    summary = redact(place_of(store.url("in")), place_of(store.url("out")), parts={"tagger": tagger, "workers": 1})
    assert summary.problems == [("b.txt", "changed-while-read")] and "out/b.txt" not in store.names()
    assert dict(redact(place_of(store.url("in")), place_of(store.url("out"))).files) == {"redacted": 1, "unchanged": 2}
    assert store.read("out/b.txt") == b"[PERSON] again"


def test_an_object_that_is_refused_or_gone_is_named(s3: Server, world: Path) -> None:
    change(s3, "in/a.txt")
    s3.fail(status=403, match=f"GET /{s3.bucket}/in/a.txt")
    summary = redact(place_of(s3.url("in")), place_of(s3.url("out")))
    assert summary.problems == [("a.txt", "unreadable:StorageError")] and "out/a.txt" not in s3.names()


def test_credentials_that_run_out_end_the_run_and_keep_what_is_there(s3: Server, world: Path) -> None:
    change(s3, "in/a.txt")
    before = s3.tree("out")
    s3.fail(status=403, match=f" /{s3.bucket}")
    with pytest.raises(StorageError, match=s3.bucket):
        redact(place_of(s3.url("in")), place_of(s3.url("out")))
    s3.fail(times=0)
    assert s3.tree("out") == before


def test_places() -> None:
    assert place_of("in/x") == Path("in/x") and place_of("file:///in/a%20x") == Path("/in/a x")
    for wrong in ("http://x/y", "s3:///x", "file://host/x", "s3://key:secret@bucket/x"):
        with pytest.raises(UsageError) as caught:
            place_of(wrong)
        assert "secret" not in str(caught.value)


@pytest.mark.slow
def test_parquet_is_read_in_ranges(store: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "BLOCK_BYTES", 1 << 15)
    monkeypatch.setattr(objects, "BLOCKS", 4)
    chosen, rows = random.Random(1), 4_000
    columns = {
        "n": [chosen.random() for _ in range(rows)],
        "other": [chosen.randbytes(40).hex() for _ in range(rows)],
        "note": [f"mail {n}@example.org" for n in range(rows)],
    }
    (tmp_path / "in").mkdir()
    pq.write_table(pa.table(columns), tmp_path / "in/t.parquet", row_group_size=2_000)
    assert (tmp_path / "in/t.parquet").stat().st_size > 8 * objects.BLOCK_BYTES
    store.put(tmp_path / "in", "in")
    redact(tmp_path / "in", tmp_path / "out", fields=("note",))
    redact(place_of(store.url("in")), place_of(store.url("out")), fields=("note",))
    assert store.tree("out") == tree(tmp_path / "out")


def test_a_large_object_is_read_by_many_short_requests(
    s3: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library ends a request after a while; a reader may take hours over an object."""
    monkeypatch.setattr(obstore_store, "_READ_BYTES", 1_000)
    s3.write("in/rows.jsonl", jsonl_file(1, 200))
    size = len(s3.read("in/rows.jsonl"))
    s3.log()
    redact(place_of(s3.url("in")), place_of(s3.url("out")))
    asked = [each for each in s3.log() if each.startswith(f"GET /{s3.bucket}/in/rows.jsonl")]
    assert len(asked) == -(-size // 1_000) > 10
    assert s3.read("out/rows.jsonl").count(b"\n") == 200
