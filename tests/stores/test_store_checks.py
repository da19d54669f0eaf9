"""``verify`` and ``report`` of an output in a store: the same findings as of a copy of it, and nothing left behind."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from servers import HdfsServer, Server
from share import share

from benchmarks.fakes import FakeTagger, components, corpus, redact
from redactor import Redactor
from redactor.cli.report import report
from redactor.cli.reveal import reveal
from redactor.cli.verify import verify
from redactor.errors import RedactorError, StorageError
from redactor.keys import Key
from redactor.storage.places import Place, place_of
from redactor.verification.local_copy import local_copy
from redactor.verification.rescan import Rescan
from redactor.verification.verify_output import verify_output

KEY = b"a key of the tests, 32 bytes...."


@pytest.fixture
def world(store: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output in the store. Temporary folders go into one of the test's own."""
    source = corpus(tmp_path / "in", size=30, boom=10)
    store.put(source, "in")
    redact(place_of(store.url("in")), place_of(store.url("out")))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "key").write_bytes(KEY)
    (tmp_path / "key").chmod(0o600)
    return tmp_path


def told(command: object, world: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(command, [*arguments, "--key-file", str(world / "key")], standalone_mode=False)  # type: ignore[arg-type]
    assert not list((world / "tmp").iterdir())
    return result


def test_a_whole_output_verifies_against_its_input(store: Server, world: Path) -> None:
    done = told(verify, world, store.url("out"), "--input", store.url("in"))
    assert done.return_value == 0 and "verified 8 files" in done.output
    assert told(verify, world, store.url("out"), "--input", str(world / "in")).return_value == 0


TAMPERING: list[tuple[Callable[[Server], object], str]] = [
    (lambda store: store.write("out/a.txt", store.read("out/a.txt")[:-1] + b"!"), "a.txt"),
    (lambda store: store.delete("out/rows.csv"), "rows.csv"),
    (lambda store: store.write("out/extra.txt", b"?"), "extra.txt"),
    (lambda store: store.write("out/x//y.txt", b"?"), "x//y.txt"),
    (lambda store: store.write("out/_redactor/audit/rows.csv.jsonl", b""), "_redactor/audit/rows.csv.jsonl"),
    (lambda store: store.write("in/a.txt", b"another"), "a.txt"),
]


@pytest.mark.parametrize(("act", "file"), share(TAMPERING, 3), ids=range(len(TAMPERING)))
def test_tampering_is_named(store: Server, world: Path, act: Callable[[Server], object], file: str) -> None:
    if "//" in file and isinstance(store, HdfsServer):
        pytest.skip("HDFS has no such names")
    act(store)
    done = told(verify, world, store.url("out"), "--input", store.url("in"), "--json")
    assert done.return_value == 3
    assert {finding["file"] for finding in json.loads(done.output)["findings"]} == {file}


def test_no_input_text_comes_on_the_disk(store: Server, world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    with local_copy(place_of(store.url("out"))) as copy:
        source = place_of(store.url("in"))
        verify_output(copy.path, source, Key(KEY), each=seen.append)
        texts = [path.read_bytes() for path in (world / "tmp").rglob("*") if path.is_file()]
    assert len(seen) == 8 and texts and not [text for text in texts if b"niels.bohr" in text]


def test_what_is_no_output_is_told(store: Server, world: Path) -> None:
    for command in (verify, report):
        error = told(command, world, store.url("in")).exception
        assert isinstance(error, StorageError) and "not an output of redact-batch" in str(error)
    assert not store.names("in/_redactor")


def test_a_single_file(store: Server, world: Path) -> None:
    redact(place_of(store.url("in/a.txt")), place_of(store.url("b.txt")))
    assert told(verify, world, store.url("b.txt"), "--input", store.url("in/a.txt")).return_value == 0
    store.write("b.txt", b"?")
    assert told(verify, world, store.url("b.txt")).return_value == 3


def test_a_report_in_its_place_and_elsewhere(store: Server, world: Path) -> None:
    assert told(report, world, store.url("out"), "--to", str(world / "r.html")).return_value == 0
    assert "out/_redactor/report.html" not in store.names()
    assert told(report, world, store.url("out"), "--verify").return_value == 0
    assert b"<html" in store.read("out/_redactor/report.html") and b"Verified" in store.read(
        "out/_redactor/report.html"
    )
    assert told(verify, world, store.url("out")).return_value == 0


def test_a_run_with_a_report_tells_of_all_files(store: Server, world: Path) -> None:
    redact(world / "in", world / "local", report=True)
    redact(place_of(store.url("in")), place_of(store.url("out")), report=True)
    assert told(verify, world, store.url("out")).return_value == 0
    rows = store.read("out/_redactor/report.html").count(b"a.txt")
    assert rows == (world / "local/_redactor/report.html").read_bytes().count(b"a.txt") > 0


def test_an_output_with_a_leak_goes_to_quarantine_and_comes_back_clean(store: Server, world: Path) -> None:
    """A tagger that was blind in the run sees in the check; the next run keeps the file away, a fresh one makes it anew."""
    output = place_of(store.url("out"))
    assert isinstance(output, Place)
    store.write("in/leak.txt", b"write to niels@example.org")
    blind = components()
    blind.detection.detect = lambda records: [[[] for _ in record.leaves] for record in records]  # type: ignore[method-assign]
    from redactor.engine.run import run
    from redactor.engine.settings import RunSettings

    run(RunSettings(place_of(store.url("in")), output, key=Key(KEY)), components=blind)
    assert store.read("out/leak.txt") == b"write to niels@example.org"

    def rescan() -> tuple[str, ...]:
        with local_copy(output) as copy:
            found = verify_output(copy.path, None, Key(KEY), again=Rescan(components(tagger=FakeTagger())))
            copy.quarantine(found.quarantined)
        return found.quarantined

    assert "leak.txt" in rescan()
    assert "out/leak.txt" not in store.names() and "out/_redactor/quarantine/leak.txt" in store.names()
    assert redact(place_of(store.url("in")), output).problems == [("leak.txt", "in-quarantine")]
    assert "out/leak.txt" not in store.names() and "out/_redactor/quarantine/leak.txt" in store.names()
    redact(place_of(store.url("in")), output, fresh=True)
    assert store.read("out/leak.txt") == b"write to [EMAIL_ADDRESS]"
    assert rescan() == () and not store.names("out/_redactor/quarantine")


def test_what_was_encrypted_is_revealed_from_a_store_into_a_file_of_this_machine(store: Server, world: Path) -> None:
    (world / "p.toml").write_text('only = ["EMAIL_ADDRESS"]\n[default]\noperator = "encrypt"\n')
    store.write("one/a.txt", b"write to niels@example.org")
    Redactor(policy=world / "p.toml", key=KEY).redact_file(store.url("one"), store.url("sealed"))
    assert b"niels" not in store.read("sealed/a.txt")
    assert told(reveal, world, store.url("sealed/a.txt"), str(world / "back.txt")).return_value == 0
    assert (world / "back.txt").read_bytes() == b"write to niels@example.org"
    for arguments, words in (
        (("sealed/a.txt", "back.txt"), "a file of this machine"),
        (("sealed/no.txt",), "not found"),
    ):
        error = told(reveal, world, *map(store.url, arguments)).exception
        assert isinstance(error, RedactorError) and words in str(error)
    assert "back.txt" not in store.names()
