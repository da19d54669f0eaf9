"""kill -9, a store that fails for a while or for good, another machine: the same command ends with the same bytes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from servers import Server
from share import share

from benchmarks.fakes import FakeTagger, corpus, redact, tree
from redactor.audit.state import State
from redactor.engine.output import store_output
from redactor.errors import StorageError, UnreachableError
from redactor.storage.open_store import store_of
from redactor.storage.places import place_of

COMMAND = [sys.executable, "-m", "benchmarks.fakes"]
EVERY = 9_000


def started(store: Server, *more: str) -> subprocess.Popen[str]:
    arguments = [store.url("in"), store.url("out"), "--every", str(EVERY), *more]
    return subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.PIPE, text=True)


class Killed(BaseException):
    """Stands for a kill, where it is to be at a certain place."""


def test_kills_and_the_bytes_of_an_undisturbed_run(store: Server, tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", size=400, boom=100)
    store.put(source, "in")
    redact(source, tmp_path / "once", checkpoint_chars=EVERY)
    for round in range(2):
        process = started(store, "--slow", "0.15")
        deadline = time.monotonic() + 60
        # Each time a little further: the first is killed before anything is up.
        while len([key for key in store.names("out/") if "/_redactor/" not in key]) < 2 * round:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        while not round and not list((tmp_path / "cache").rglob("partial")):
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        here = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
        assert not [path for path in here if b"niels.bohr" in path.read_bytes()]
        # Whatever bears a final name is whole.
        for key, data in store.tree("out").items():
            if not key.startswith("_redactor"):
                assert data == (tmp_path / "once" / key).read_bytes()
    assert redact(place_of(store.url("in")), place_of(store.url("out")), checkpoint_chars=EVERY).exit_code == 1
    assert store.tree("out") == tree(tmp_path / "once")


def killed_at(monkeypatch: pytest.MonkeyPatch, s3: Server, count: int, **how: object) -> None:
    """Run until the ``count``-th checkpoint and stop there as a kill would: nothing more goes to the store."""
    real, left = State.checkpoint, [count]

    def checkpoint(self: State, path: str, row: object) -> None:
        real(self, path, row)  # type: ignore[arg-type]
        left[0] -= 1
        if not left[0]:
            raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(State, "checkpoint", checkpoint)
        patched.setattr(store_output.StoreOutput, "_send_state", lambda self: None)
        redact(place_of(s3.url("in")), place_of(s3.url("out")), checkpoint_chars=2_000, **how)  # type: ignore[arg-type]


def test_on_this_machine_a_killed_run_goes_on_inside_a_file(
    s3: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = corpus(tmp_path / "in", size=600)
    s3.write("in/rows.jsonl", (source / "rows.jsonl").read_bytes())
    full, rest = FakeTagger(), FakeTagger()
    (tmp_path / "one").mkdir()
    (source / "rows.jsonl").rename(tmp_path / "one/rows.jsonl")
    redact(tmp_path / "one", tmp_path / "once", checkpoint_chars=2_000, parts={"tagger": full})
    killed_at(monkeypatch, s3, 2)
    assert "out/rows.jsonl" not in s3.names()
    redact(place_of(s3.url("in")), place_of(s3.url("out")), checkpoint_chars=2_000, parts={"tagger": rest})
    assert 0 < sum(map(len, rest.calls)) < sum(map(len, full.calls))
    assert s3.tree("out") == tree(tmp_path / "once")


def test_on_another_machine_finished_files_are_not_done_again(
    s3: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state goes up now and on_published; what was finished since is done again, with the same bytes."""
    source = corpus(tmp_path / "in", size=60, boom=30)
    s3.put(source, "in")
    redact(source, tmp_path / "once", checkpoint_chars=2_000)
    monkeypatch.setattr(store_output, "_STATE_SECONDS", 0.0)
    monkeypatch.setattr(store_output, "_STATE_SHARE", 0)

    def stop(texts: object) -> None:
        if "out/deep/old.txt.gz" in s3.names():
            raise Killed

    with pytest.raises(Killed):
        redact(place_of(s3.url("in")), place_of(s3.url("out")), checkpoint_chars=2_000,
               parts={"tagger": FakeTagger(fails=stop), "workers": 1})  # fmt: skip
    summary = redact(
        place_of(s3.url("in")), place_of(s3.url("out")), checkpoint_chars=2_000, work_dir=tmp_path / "other"
    )
    assert summary.files["unchanged"] >= 1 and sum(summary.files.values()) == 8
    assert s3.tree("out") == tree(tmp_path / "once")
    # The first machine comes back: what it still has here is older than the store.
    assert dict(redact(place_of(s3.url("in")), place_of(s3.url("out")), checkpoint_chars=2_000).files) == {
        "unchanged": 8
    }
    assert s3.tree("out") == tree(tmp_path / "once")


def test_an_output_of_another_policy_that_no_state_speaks_of_is_made_again(store: Server, tmp_path: Path) -> None:
    """A killed run with other settings wrote over a file; the state in the store still speaks of the one before."""
    source = corpus(tmp_path / "in", size=20)
    store.put(source, "in")
    redact(place_of(store.url("in")), place_of(store.url("out")))
    before = store.tree("out")
    store.write("out/a.txt", b"as another policy wrote it")
    assert dict(redact(place_of(store.url("in")), place_of(store.url("out"))).files) == {"redacted": 1, "unchanged": 7}
    assert store.tree("out") == before


@pytest.mark.parametrize("status", share([503, 500, 429], 3))
def test_a_store_that_fails_for_a_while_is_asked_again(s3: Server, tmp_path: Path, status: int) -> None:
    source = corpus(tmp_path / "in", size=20)
    s3.put(source, "in")
    redact(source, tmp_path / "once")
    s3.fail(status=status, times=12, match=f"/{s3.bucket}")
    assert dict(redact(place_of(s3.url("in")), place_of(s3.url("out"))).files) == {"redacted": 8}
    assert s3.tree("out") == tree(tmp_path / "once")


@pytest.mark.parametrize(
    "match",
    share(["PUT /{}/out/deep", "GET /{}/in/deep/table", "PUT /{}/out/_redactor/manifest", "GET /{}?list"], 2),
)
def test_a_store_that_fails_for_good_ends_with_4_and_no_half_object(
    s3: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, match: str
) -> None:
    monkeypatch.setenv("REDACTOR_STORE_PATIENCE", "1")
    store_of.cache_clear()
    source = corpus(tmp_path / "in", size=20)
    s3.put(source, "in")
    redact(source, tmp_path / "once")
    s3.fail(status=503, match=match.format(s3.bucket))
    with pytest.raises(UnreachableError, match=rf"s3://{s3.bucket}/") as caught:
        redact(place_of(s3.url("in")), place_of(s3.url("out")))
    assert caught.value.exit_code == 4 and "Niels" not in str(caught.value) and "SlowDown<" not in str(caught.value)
    s3.fail(times=0)
    for key, data in s3.tree("out").items():
        assert data == tree(tmp_path / "once")[key]
    assert json.loads(s3.read("out/_redactor/lock"))["free"] if "out/_redactor/lock" in s3.names() else True
    redact(place_of(s3.url("in")), place_of(s3.url("out")))
    assert s3.tree("out") == tree(tmp_path / "once")


def test_an_outage_takes_no_older_output_away(s3: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that does not answer says nothing about its files: an output of them, also here, must stay."""
    monkeypatch.setenv("REDACTOR_STORE_PATIENCE", "1")
    store_of.cache_clear()
    source = corpus(tmp_path / "in", size=20)
    s3.put(source, "in")
    redact(place_of(s3.url("in")), tmp_path / "out")
    before = tree(tmp_path / "out")
    s3.write("in/a.txt", b"Niels is new")
    s3.fail(status=500, match=f"GET /{s3.bucket}/in/")
    with pytest.raises(StorageError):
        redact(place_of(s3.url("in")), tmp_path / "out")
    after = tree(tmp_path / "out")
    assert {
        name: data for name, data in after.items() if not name.endswith(".new") and "/partial/" not in name
    } == before


@pytest.mark.slow
def test_the_disk_holds_what_is_at_hand_alone(s3: Server, tmp_path: Path) -> None:
    for number in range(60):
        s3.write(f"in/{number:02}.txt", f"Niels was here {number}.\n".encode() * 400)
    most = 0

    def measure(texts: object) -> None:
        nonlocal most
        files = [path for path in (tmp_path / "cache").rglob("*") if "partial" in str(path) and path.is_file()]
        most = max(most, len(files))

    redact(place_of(s3.url("in")), place_of(s3.url("out")), parts={"tagger": FakeTagger(fails=measure), "workers": 1})
    assert 0 < most <= 2 * (store_output._UPLOADS + 1)
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
