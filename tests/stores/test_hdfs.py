"""What is HDFS's own: files that come to their place by number, claims that are fenced, order, names, refusals, the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from program import redact_batch
from servers import HOLD, REAL_HDFS, HdfsServer
from share import share

from redactor.cli.verify import verify
from redactor.errors import StorageError, UnreachableError, UsageError
from redactor.storage import open_store, store
from redactor.storage.hdfs import hdfs_store, webhdfs
from redactor.storage.hdfs.hdfs_store import HdfsStore, _beside
from redactor.storage.open_store import store_of
from redactor.storage.places import Place, place_of

RACE = """
import sys
from redactor.storage.open_store import store_at
from redactor.storage.places import place_of
place = place_of(sys.argv[1])
store, won = store_at(place), 0
for _ in range(int(sys.argv[2])):
    try:
        seen = store.head(place.key)
        count = int(b"".join(store.stream(seen)))
    except OSError:  # another one was faster
        continue
    won += store.swap(place.key, b"%d" % (count + 1), seen) is not None
print(won)
"""


@pytest.fixture
def files(hdfs: HdfsServer) -> HdfsStore:
    found = store_of("webhdfs", hdfs.endpoint.removeprefix("http://"))
    assert isinstance(found, HdfsStore)
    return found


def there(hdfs: HdfsServer, folder: str) -> list[str]:
    return sorted(name for name in hdfs._below(folder))


def test_of_many_who_swap_one_wins_each_version(hdfs: HdfsServer, files: HdfsStore) -> None:
    """A counter that processes raise: each version has one successor, and nothing is left beside it."""
    hdfs.write("count", b"0")
    command = [sys.executable, "-c", RACE, hdfs.url("count"), "12"]
    racers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    key, mine = f"{hdfs.bucket}/count", []

    def race() -> None:
        for _ in range(12):
            seen = files.head(key)
            assert seen is not None
            try:
                count = int(b"".join(files.stream(seen)))
            except OSError:
                continue
            if files.swap(key, b"%d" % (count + 1), seen) is not None:
                mine.append(count)

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = len(mine) + sum(int(racer.communicate()[0]) for racer in racers)
    assert len(set(mine)) == len(mine) and won == int(hdfs.read("count")) > 0
    assert there(hdfs, "") == ["count"]


def test_who_creates_by_swapping_is_one(hdfs: HdfsServer, files: HdfsStore) -> None:
    won: list[int] = []
    start = threading.Barrier(6)

    def race(number: int) -> None:
        start.wait()
        if files.swap(f"{hdfs.bucket}/a/lock", b"%d" % number, None) is not None:
            won.append(number)

    threads = [threading.Thread(target=race, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1 and hdfs.read("a/lock") == b"%d" % won[0] and there(hdfs, "") == ["a/lock"]


def test_a_dead_claim_is_taken_over_and_its_owner_comes_too_late(
    hdfs: HdfsServer, files: HdfsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner stops between its claim and its last step; so a killed one locks nothing for ever, a slow one harms nothing."""
    monkeypatch.setattr(hdfs_store, "CLAIM_SECONDS", 0.6)
    hdfs.write("lock", b"0")
    key, renamed, wakes = f"{hdfs.bucket}/lock", HdfsStore._renamed, threading.Event()
    asleep, told = threading.Event(), []

    def slow(self: HdfsStore, written: store.Stored, to: str, option: str) -> bool:
        if option == "OVERWRITE" and threading.current_thread() is sleeper:
            asleep.set()
            assert wakes.wait(60)
        elif option == "OVERWRITE":  # the other's claim lies where the sleeper's was
            wakes.set()
            sleeper.join()
        return renamed(self, written, to, option)

    monkeypatch.setattr(HdfsStore, "_renamed", slow)
    seen = files.head(key)
    sleeper = threading.Thread(target=lambda: told.append(files.swap(key, b"late", seen)))
    sleeper.start()
    assert asleep.wait(60)
    began = time.monotonic()
    written = files.swap(key, b"taken", seen)
    assert written is not None and time.monotonic() - began >= 0.6
    assert told == [None] and hdfs.read("lock") == b"taken" and files.head(key) == written
    assert there(hdfs, "") == ["lock"]


def test_one_who_is_about_to_swap_is_waited_for(
    hdfs: HdfsServer, files: HdfsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim that goes away by itself was a living one's: whoever waited has lost, and at once."""
    hdfs.write("lock", b"0")
    key = f"{hdfs.bucket}/lock"
    seen = files.head(key)
    assert seen is not None
    claim = _beside(key, seen.tag)
    hdfs.write(claim.removeprefix(f"{hdfs.bucket}/"), b"1")
    monkeypatch.setattr(hdfs_store.time, "sleep", lambda seconds: files.delete(claim))
    assert files.swap(key, b"2", seen) is None and hdfs.read("lock") == b"0"


names = st.lists(st.text("aé𝄞-./", min_size=1, max_size=4), max_size=9, unique=True)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names)
def test_a_listing_has_the_order_of_whole_keys(hdfs: HdfsServer, files: HdfsStore, chosen: list[str]) -> None:
    """Hadoop puts ``é`` before ``a`` and a folder before what its name goes on with."""
    hdfs.delete("sorted")
    written = set()
    for name in chosen:
        if not {"", ".", ".."} & set(name.split("/")) and hdfs.ask("PUT", "CREATE", f"sorted/{name}", b"x").ok:
            written.add(f"{hdfs.bucket}/sorted/{name}")
    listed = [stored.key for stored in files.list(f"{hdfs.bucket}/sorted/")]
    assert listed == sorted(written)
    some = f"{hdfs.bucket}/sorted/a"
    assert [stored.key for stored in files.list(some)] == [key for key in listed if key.startswith(some)]


def test_what_is_on_its_way_is_no_input(hdfs: HdfsServer, files: HdfsStore) -> None:
    hdfs.write(_beside("in/a.txt", "0123456789abcdef" * 2), b"Niels")
    for name in ("in/.a.txt", "in/.a.redactor~", "in/a.txt.redactor~"):
        hdfs.write(name, b"?")
    listed = [stored.key.partition("/")[2] for stored in files.list(f"{hdfs.bucket}/in/")]
    assert listed == ["in/.a.redactor~", "in/.a.txt", "in/a.txt.redactor~"]


def test_a_version_is_read_or_nothing(hdfs: HdfsServer, files: HdfsStore, tmp_path: Path) -> None:
    key = f"{hdfs.bucket}/a"
    (tmp_path / "a").write_bytes(b"one")
    first = files.put(key, tmp_path / "a")
    assert files.head(key) == first and b"".join(files.stream(first)) == b"one"
    second = files.put(key, tmp_path / "a")  # the same bytes
    assert second.tag != first.tag and there(hdfs, "") == ["a"]
    for read in (lambda: list(files.stream(first)), lambda: files.part(first, 0, 1)):
        with pytest.raises(OSError, match="changed while it was read"):
            read()
    files.copy(key, f"{hdfs.bucket}/b/c")
    files.delete(key)
    files.delete(key)
    assert hdfs.read("b/c") == b"one"
    with pytest.raises(FileNotFoundError):
        list(files.stream(second))


def test_what_is_below_a_file_is_not_there_and_what_may_not_be_seen_is_told(hdfs: HdfsServer, files: HdfsStore) -> None:
    """A NameNode answers both in the same way."""
    hdfs.write("a.txt", b"?")
    assert files.head(f"{hdfs.bucket}/a.txt/b/c") is None and not list(files.list(f"{hdfs.bucket}/a.txt/b/"))
    files.delete(f"{hdfs.bucket}/a.txt/b")
    hdfs.fail(match=f"{hdfs.bucket}/in", exception="AccessControlException")
    for see in (lambda: files.head(f"{hdfs.bucket}/in/a"), lambda: list(files.list(f"{hdfs.bucket}/in/"))):
        with pytest.raises(UnreachableError, match=r"refused \(AccessControlException\)"):
            see()


def test_a_slow_write_does_not_show(hdfs: HdfsServer, files: HdfsStore) -> None:
    """While bytes travel, what was there is there; a write that breaks off leaves it."""
    hdfs.write("a", b"old")
    seen: list[bytes] = []

    def parts() -> object:
        yield b"new "
        seen.append(hdfs.read("a"))
        yield b"bytes"

    files._placed(f"{hdfs.bucket}/a", parts, 9)
    assert seen == [b"old"] and hdfs.read("a") == b"new bytes"
    with pytest.raises(UnreachableError, match="did not arrive whole"):
        files._placed(f"{hdfs.bucket}/a", parts, 8)
    assert hdfs.read("a") == b"new bytes"


@pytest.mark.parametrize(("name", "in_the_way"), [("a.txt/c", "a.txt"), ("d", "d/e"), ("a:b", "x")])
def test_a_place_that_cannot_be_is_named(
    hdfs: HdfsServer, files: HdfsStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, in_the_way: str
) -> None:
    monkeypatch.setenv("REDACTOR_STORE_PATIENCE", "1")
    hdfs.write(in_the_way, b"?")
    (tmp_path / "a").write_bytes(b"Niels")
    with pytest.raises(UnreachableError, match=rf"/{name}: "):
        files.put(f"{hdfs.bucket}/{name}", tmp_path / "a")
    assert hdfs.names() == [in_the_way]


FAULTS: list[dict[str, object]] = [
    {"status": 503}, {"exception": "StandbyException"}, {"exception": "RetriableException", "method": "PUT"},
    {"drop": 1}, {"drop": 1, "where": "data"}, {"status": 500, "where": "data"},
    {"exception": "ConnectException", "where": "data"}, {"exception": "IOException", "method": "GET"},
]  # fmt: skip


@pytest.mark.parametrize("how", share(FAULTS, 4), ids=str)
def test_what_fails_for_a_while_is_asked_again(
    hdfs: HdfsServer, files: HdfsStore, tmp_path: Path, how: dict[str, object]
) -> None:
    key = f"{hdfs.bucket}/a"
    (tmp_path / "a").write_bytes(b"one")
    hdfs.fail(times=3, match=hdfs.bucket, **how)
    first = files.put(key, tmp_path / "a")
    hdfs.fail(times=3, match=".inodes", **how)
    assert b"".join(files.stream(first)) == b"one"
    hdfs.fail(times=3, match=hdfs.bucket, **how)
    assert files.swap(key, b"two", first) is not None and there(hdfs, "") == ["a"]


def test_an_answer_that_got_lost_is_no_defeat(
    hdfs: HdfsServer, files: HdfsStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every rename is done, its answer is lost, and it is asked for again."""
    once = webhdfs.WebHdfs._once

    def twice(self: webhdfs.WebHdfs, question: webhdfs._Question, without: set[str]) -> bytes:
        if question.op == "RENAME":
            once(self, question, without)
        return once(self, question, without)

    monkeypatch.setattr(webhdfs.WebHdfs, "_once", twice)
    key = f"{hdfs.bucket}/a"
    (tmp_path / "a").write_bytes(b"one")
    first = files.put(key, tmp_path / "a")
    second = files.swap(key, b"two", first)
    assert second is not None and files.swap(key, b"no", first) is None and hdfs.read("a") == b"two"
    assert files.swap(f"{key}b", b"x", None) is not None and there(hdfs, "") == ["a", "ab"]


def test_no_message_tells_a_token_or_what_the_server_said(
    hdfs: HdfsServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REDACTOR_STORE_PATIENCE", "1")
    monkeypatch.setenv(webhdfs.TOKEN_VARIABLE, "TheToken")
    files = HdfsStore("webhdfs", hdfs.endpoint.removeprefix("http://"))
    (tmp_path / "a").write_bytes(b"x")
    for how in ({"status": 503}, {"status": 401}, {"status": 404}, {"exception": "InvalidToken"}, {"drop": 1},
                {"exception": "AccessControlException"}, {"drop": 1, "where": "data"}):  # fmt: skip
        hdfs.fail(match=hdfs.bucket, **how)
        with pytest.raises(UnreachableError) as caught:
            files.put(f"{hdfs.bucket}/a", tmp_path / "a")
        said = str(caught.value)
        assert f"{hdfs.bucket}/" in said and "TheToken" not in said and "secret" not in said, said
        assert caught.value.__context__ is None or caught.value.__suppress_context__
    hdfs.fail(times=0)
    assert not HdfsStore("webhdfs", hdfs.endpoint.removeprefix("http://")).head(f"{hdfs.bucket}/a")


def test_the_active_name_node_is_found(hdfs: HdfsServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A nameservice of two, of which the first does not answer; named in Hadoop's own configuration."""
    values = {"dfs.ha.namenodes.cluster": "a,b", "dfs.namenode.http-address.cluster.a": "127.0.0.1:9",
              "dfs.namenode.http-address.cluster.b": hdfs.endpoint.removeprefix("http://")}  # fmt: skip
    rows = "".join(f"<property><name>{name}</name><value>{value}</value></property>" for name, value in values.items())
    (tmp_path / "hdfs-site.xml").write_text(f"<configuration>{rows}</configuration>")
    monkeypatch.setenv("HADOOP_CONF_DIR", str(tmp_path))
    hdfs.write("in/a.txt", b"Niels")
    place = place_of(f"hdfs://cluster/{hdfs.bucket}/in")
    assert isinstance(place, Place)
    assert [stored.key for stored in open_store.store_at(place).list(place.prefix)] == [f"{hdfs.bucket}/in/a.txt"]


def test_a_gateway_that_tells_no_numbers_is_refused(files: HdfsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """HttpFS leaves ``fileId`` out (Hadoop's FSOperations.java), and options of a rename too."""
    status = {"pathSuffix": "a", "type": "FILE", "length": 1, "modificationTime": 1}
    page = {"partialListing": {"FileStatuses": {"FileStatus": [status]}}, "remainingEntries": 0}
    said = json.dumps({"FileStatus": status, "DirectoryListing": page}).encode()
    monkeypatch.setattr(webhdfs.WebHdfs, "ask", lambda *asked, **more: said)
    for see in (lambda: files.head("in/a"), lambda: list(files.list("in/"))):
        with pytest.raises(UnreachableError, match="give the NameNode itself"):
            see()


def test_places_of_hdfs() -> None:
    assert place_of("hdfs://nn") == Place("webhdfs", "nn", "") and place_of("swebhdfs://nn:9871/x").root == "nn"  # type: ignore[union-attr]
    for wrong, words in (("hdfs://nn:8020/in", "8020 is a port of Hadoop's RPC"), ("hdfs:///in", "needs a NameNode"),
                         ("webhdfs://me:word@nn/in", "must not hold credentials")):  # fmt: skip
        with pytest.raises(UsageError, match=words) as caught:
            place_of(wrong)
        assert "word@" not in str(caught.value)


def test_the_command(hdfs: HdfsServer, tmp_path: Path) -> None:
    """A night, the next one, two at once, what changed, a check, and a leak that somebody put there."""
    environment = hdfs.environment | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "REDACTOR_KEY": "k" * 32}

    def command(*arguments: str) -> tuple[int, str]:
        done = redact_batch(*arguments, "--label", "EMAIL_ADDRESS", environment=environment)
        return done.returncode, done.stderr.decode()

    for number in range(3):
        hdfs.write(f"in/{number}/é {number}.txt", b"write to niels@example.org")
    assert command(hdfs.url("in"), hdfs.url("out"))[0] == 0
    assert hdfs.read("out/2/é 2.txt") == b"write to [EMAIL_ADDRESS]"
    before = hdfs.tree("out")
    hold = [sys.executable, "-c", HOLD, hdfs.url("out/_redactor/lock")]
    with subprocess.Popen(hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | environment) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        code, told = command(hdfs.url("in"), hdfs.url("out"))
        assert code == 75 and f"held by process {holder.pid}" in told
        holder.kill()
    hdfs.write("in/1/é 1.txt", b"now bohr@example.org")
    code, told = command(hdfs.url("in"), hdfs.url("out"))
    assert code == 0 and "2 unchanged" in told and hdfs.read("out/1/é 1.txt") == b"now [EMAIL_ADDRESS]"
    assert {name for name, data in hdfs.tree("out").items() if before.get(name) != data} == {
        "1/é 1.txt", "_redactor/manifest.json", "_redactor/audit/1/é 1.txt.jsonl",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("act", "code"), [(lambda _: None, 0), (lambda hdfs: hdfs.write("out/a.txt", b"niels@example.org"), 3)]
)
def test_verify(hdfs: HdfsServer, tmp_path: Path, act: Callable[[HdfsServer], object], code: int) -> None:
    from click.testing import CliRunner

    from benchmarks.fakes import redact

    hdfs.write("in/a.txt", b"Niels")
    redact(place_of(hdfs.url("in")), place_of(hdfs.url("out")))
    act(hdfs)
    (tmp_path / "key").write_bytes(b"a key of the tests, 32 bytes....")
    (tmp_path / "key").chmod(0o600)
    asked = [hdfs.url("out"), "--input", hdfs.url("in"), "--key-file", str(tmp_path / "key"), "--json"]
    done = CliRunner().invoke(verify, asked, standalone_mode=False)
    assert done.return_value == code, done.output
    assert [finding["file"] for finding in json.loads(done.output)["findings"]] == ["a.txt"] * (code > 0)


@pytest.mark.skipif(bool(REAL_HDFS), reason="a real NameNode cannot be told to fail")
def test_a_file_that_is_refused_is_named_and_the_run_goes_on(hdfs: HdfsServer) -> None:
    from benchmarks.fakes import redact

    for name in ("a.txt", "b.txt"):
        hdfs.write(f"in/{name}", b"Niels")
    refused = hdfs.ask("GET", "GETFILESTATUS", "in/a.txt").json()["FileStatus"]["fileId"]
    hdfs.fail(match=f".inodes/{refused}?op=OPEN", exception="AccessControlException")
    summary = redact(place_of(hdfs.url("in")), place_of(hdfs.url("out")))
    assert summary.problems == [("a.txt", "unreadable:StorageError")] and hdfs.read("out/b.txt") == b"[PERSON]"
    hdfs.fail(match="LISTSTATUS", exception="AccessControlException")
    with pytest.raises(StorageError, match="refused"):
        redact(place_of(hdfs.url("in")), place_of(hdfs.url("out")))
