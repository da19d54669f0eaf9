"""The engine with a tagger that needs no model: groups, order, failures, offsets, bytes that depend on nothing."""

from __future__ import annotations

import gzip
import io
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fakes import BOOM, KEY, NAMES, FakeTagger, components, corpus, redact, text_file, tree
from redactor.engine import run as run_module
from redactor.engine.file_task import FileTask
from redactor.engine.groups import GROUP_CHARS, GROUP_RECORDS, grouped
from redactor.engine.output.file_sinks import StdoutSink
from redactor.engine.pipeline import redact_files
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Counts
from redactor.engine.thread_pool import ordered
from redactor.formats.registry import format_for
from redactor.pieces import CONTEXT_CHARS, MAX_CHARS, MIN_CHARS
from redactor.records import Leaf, Record
from redactor.storage.streams import HashingReader
from redactor.verification.verify_output import verify_output


def through(
    data: bytes, name: str = "x.txt", sizes: Sequence[int] = (), workers: int = 2, tagger: FakeTagger | None = None
) -> bytes:
    """``data`` redacted as a pipe would be, read in chunks of ``sizes``."""
    found = format_for(name)
    assert found is not None
    given = RunSettings(None, None)
    out = io.BytesIO()
    task = FileTask(name, found[0], given.for_formats, Bytes(data, sizes), lambda: StdoutSink(out, None, name))
    parts = components(key=None, workers=workers, tagger=tagger)
    redact_files(iter([task]), parts, given, lambda _: None)
    return out.getvalue()


class Bytes:
    """A source in memory."""

    read_bytes = 0

    def __init__(self, data: bytes, sizes: Sequence[int]) -> None:
        self._data, self._sizes = data, sizes

    def open(self) -> io.BytesIO:
        return Chopped(self._data, self._sizes) if self._sizes else io.BytesIO(self._data)

    def finish(self) -> None:
        pass


class Chopped(io.BytesIO):
    def __init__(self, data: bytes, sizes: Sequence[int]) -> None:
        super().__init__(data)
        self._sizes = list(sizes)

    def seekable(self) -> bool:
        return False

    def read1(self, size: int | None = -1) -> bytes:
        return super().read1(self._sizes.pop() if self._sizes else size)

    def read(self, size: int | None = -1) -> bytes:
        return self.read1(size)


# --- groups ---------------------------------------------------------------------------------------

RECORDS = st.lists(st.integers(0, 3 * GROUP_CHARS // 2), max_size=40).map(
    lambda sizes: [Record(i, (Leaf("", "x" * size),), position={"row": i + 1}) for i, size in enumerate(sizes)]
)


@settings(max_examples=40, deadline=None)
@given(RECORDS, st.integers(1, 100_000))
def test_groups_keep_every_record_in_order_and_bounded(records: list[Record], every: int) -> None:
    groups = list(grouped(iter(records), every=every))
    assert [record for group in groups for record in group.records] == records
    assert all(len(group.records) <= GROUP_RECORDS for group in groups)
    assert all(sum(len(r.leaves[0].text) for r in group.records[:-1]) < GROUP_CHARS for group in groups)


@settings(max_examples=40, deadline=None)
@given(RECORDS, st.integers(1, 100_000))
def test_groups_after_a_checkpoint_are_those_of_a_run_that_begins_there(records: list[Record], every: int) -> None:
    groups = list(grouped(iter(records), every=every))
    for number, group in enumerate(groups):
        if group.checkpoint:
            left = records[group.records[-1].index + 1 :]
            assert list(grouped(iter(left), every=every)) == groups[number + 1 :]


# --- order, threads, weight -----------------------------------------------------------------------


def test_a_head_that_does_not_come_first_keeps_nobody_waiting() -> None:
    records = [Record(index, (Leaf("a", "x"),)) for index in (-1, 0, 1, -1, 2)]
    groups = list(grouped(records, columns=True))
    assert [([record.index for record in group.records], group.first) for group in groups] == [
        ([-1], False), ([0, 1], True), ([-1], False), ([2], False),
    ]  # fmt: skip


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_order_whatever_takes_long(workers: int) -> None:
    delays = [0.01 * random.Random(i).random() for i in range(30)]
    got = list(ordered(range(30), lambda i: time.sleep(delays[i]) or -i, workers))
    assert got == [(i, -i) for i in range(30)]


def test_an_error_of_the_source_is_raised_after_all_that_came_before() -> None:
    def source() -> object:
        yield from (1, 2, 3)
        raise LookupError

    got = []
    with pytest.raises(LookupError):
        for item, _ in ordered(source(), str, 2):  # type: ignore[arg-type]
            got.append(item)
    assert got == [1, 2, 3]


def test_heavy_items_wait_for_each_other() -> None:
    drawn: list[int] = []

    def source() -> object:
        for i in range(6):
            drawn.append(i)
            yield i

    for item, _ in ordered(source(), str, 4, weigh=lambda _: 10, most=20):  # type: ignore[arg-type,misc]
        time.sleep(0.03)
        assert len(drawn) <= item + 4  # two under way, one at the door, one just laid down


# --- the same bytes -------------------------------------------------------------------------------


def test_a_step_that_has_grown_under_way_leaves_room_for_the_next() -> None:
    """Python keeps a text's UTF-8 once it was asked for, and then the text weighs more."""
    sizes = [[1], [1], [50], [1], [50]]
    done = ordered(iter(sizes), lambda item: item.append(9), 2, weigh=sum, most=20)  # type: ignore[arg-type]
    assert [item[0] for item, _ in done] == [1, 1, 50, 1, 50]


def test_any_number_of_workers_gives_the_same_files(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", size=150, boom=50)
    seen = []
    for workers in (1, 2, 4):
        slow = random.Random(workers)
        tagger = FakeTagger(fails=lambda _, slow=slow: time.sleep(slow.random() * 0.004))  # type: ignore[misc]
        redact(source, tmp_path / f"out{workers}", parts={"workers": workers, "tagger": tagger})
        seen.append(tree(tmp_path / f"out{workers}"))
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) == 18


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 3_000), max_size=30), st.sampled_from([1, 2, 4]))
def test_read_sizes_do_not_matter(sizes: list[int], workers: int) -> None:
    assert through(LONG, sizes=sizes, workers=workers) == PLAIN


LONG = (text_file(7, 700) + "Ada\nLovelace, schließlich – Zürich 🎈".encode() * 50) + b"\xff\xfe end Niels"
PLAIN = through(LONG, workers=1)


def test_that_text_is_redacted_and_nothing_else() -> None:
    assert b"Niels" not in PLAIN and b"Lovelace" not in PLAIN and b"niels.bohr" not in PLAIN
    assert PLAIN.count(b"[LOCATION]") >= 51 and b"\xff\xfe end [PERSON]" in PLAIN


# --- pieces ---------------------------------------------------------------------------------------

CUTS = [MIN_CHARS, MIN_CHARS + 2, MAX_CHARS // 2, MAX_CHARS - 5, MAX_CHARS, MAX_CHARS + 7, 2 * MAX_CHARS, CONTEXT_CHARS]


@pytest.mark.parametrize("before", CUTS)
@pytest.mark.parametrize("filler", ["word ", "wordword", "a b.\n", "x\n\n"])
@pytest.mark.parametrize("name", ["Ada Lovelace", "Ada\nLovelace", "Ada\r\nLovelace", "Trần\nVăn Bình"])
def test_a_name_around_a_cut_is_found(before: int, filler: str, name: str) -> None:
    for shift in (0, 3, 7):
        head = (filler * before)[: before - shift]
        text = head + " " + name + " was here" + " and left." * 300
        label = "[PERSON]"
        assert through(text.encode()) == (head + " " + label + " was here" + " and left." * 300).encode()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_names_anywhere_in_long_texts_are_found(data: st.DataObject) -> None:
    filler = data.draw(st.sampled_from(["word ", "a b.\n", "x y z\n\n", "> q\n>\n> r\n"]))
    # At least a character between two names: with blanks alone they are one.
    places = data.draw(st.lists(st.integers(1, 4_000), min_size=1, max_size=6))
    names = [data.draw(st.sampled_from(sorted(NAMES))) for _ in places]
    text = "".join((filler * place)[:place] + f" {name} " for place, name in zip(places, names, strict=True))
    want = "".join((filler * place)[:place] + f" [{NAMES[name]}] " for place, name in zip(places, names, strict=True))
    assert through(text.encode()).decode() == want


def test_a_name_is_known_in_later_pieces_and_not_in_earlier_ones() -> None:
    far = "nothing to see here. " * 900
    text = f"Lovelace. {far} Ada Lovelace. {far} Mrs. Lovelace called."
    assert through(text.encode()).decode() == f"Lovelace. {far} [PERSON]. {far} Mrs. [PERSON] called."


# --- failures -------------------------------------------------------------------------------------


def test_what_cannot_be_tagged_is_withheld_in_its_place(tmp_path: Path) -> None:
    """Every format's placeholder; neighbours are redacted; order and number of records are kept; exit code 1."""
    import pyarrow.parquet as pq

    source = corpus(tmp_path / "in", size=90, boom=30)
    summary = redact(source, tmp_path / "out")
    out = tmp_path / "out"
    assert (
        summary.exit_code == 1
        and summary.counts.reasons["inference-error:RuntimeError"] == summary.counts.withheld >= 15
    )
    left = [json.loads(line) for line in (out / "rows.jsonl").read_bytes().splitlines()]
    assert [row.get("n") for row in left] == [None if i % 30 == 29 else i for i in range(90)]
    assert left[29] == {"_redactor": {"withheld": "inference-error:RuntimeError"}}
    rows = (out / "rows.csv").read_text().splitlines()
    assert len(rows) == 91 and rows[0] == "id,note" and rows[30] == ',""'
    table = pq.read_table(out / "deep/table.parquet")
    assert table.column("note").to_pylist()[29::30] == [None] * 3 and table.num_rows == 90
    assert table.column("id").to_pylist() == list(range(90))
    assert b"[WITHHELD]" in (out / "a.txt").read_bytes()
    assert not any(
        BOOM.encode() in data for name, data in tree(out).items() if not name.endswith((".gz", ".zst", ".parquet"))
    )
    assert BOOM.encode() not in gzip.decompress((out / "deep/old.txt.gz").read_bytes())
    lines = [json.loads(line) for line in (out / "_redactor/withheld.jsonl").read_bytes().splitlines()]
    assert len(lines) == summary.counts.withheld
    assert [each["record"] for each in lines if each["file"] == "rows.jsonl"] == [29, 59, 89]


@pytest.mark.parametrize("error", [RuntimeError, MemoryError, ValueError, AssertionError])
def test_a_tagger_that_raises_on_the_nth_batch_withholds_that_batch(tmp_path: Path, error: type[Exception]) -> None:
    calls = 0

    def fails(texts: Sequence[str]) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise error(f"secret {texts[0]}")

    (tmp_path / "x.jsonl").write_text("".join(json.dumps({"t": f"row {i} " + "y" * 1000}) + "\n" for i in range(60)))
    summary = redact(
        tmp_path / "x.jsonl", tmp_path / "y.jsonl", parts={"tagger": FakeTagger(fails=fails), "workers": 1}
    )
    rows = [json.loads(line) for line in (tmp_path / "y.jsonl").read_bytes().splitlines()]
    gone = [i for i, row in enumerate(rows) if "_redactor" in row]
    assert len(rows) == 60 and gone == list(range(gone[0], gone[-1] + 1)) and gone[0] > 0 and gone[-1] < 59
    assert dict(summary.counts.reasons) == {f"tagger-error:{error.__name__}": len(gone)}


def test_a_tagger_that_answers_too_little_withholds_all(tmp_path: Path) -> None:
    class Short(FakeTagger):
        def tag(self, texts: Sequence[str]):  # type: ignore[no-untyped-def]
            return super().tag(texts)[:-1]

    (tmp_path / "x.txt").write_text("Niels was here")
    assert redact(tmp_path / "x.txt", tmp_path / "y.txt", parts={"tagger": Short()}).counts.withheld == 1
    assert (tmp_path / "y.txt").read_text() == "[WITHHELD]"


def test_stop_on_error(tmp_path: Path) -> None:
    from redactor.errors import StoppedError

    (tmp_path / "x.txt").write_text(f"Niels {BOOM}")
    with pytest.raises(StoppedError) as caught:
        redact(tmp_path / "x.txt", tmp_path / "y.txt", on_error="stop")
    assert "Niels" not in str(caught.value) and not (tmp_path / "y.txt").exists()


def test_a_reader_that_breaks_withholds_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text("Niels")
    (source / "b.jsonl").write_text('{"t": "Niels"}\n')
    monkeypatch.setattr("redactor.formats.jsonl.scan", lambda *_: 1 / 0)
    summary = redact(source, tmp_path / "out")
    assert summary.problems == [("b.jsonl", "reader-error:ZeroDivisionError")] and summary.exit_code == 1
    assert (tmp_path / "out/a.txt").read_text() == "[PERSON]" and not (tmp_path / "out/b.jsonl").exists()


def test_a_writer_that_breaks_withholds_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.jsonl").write_text('{"t": "Niels"}\n' * 2_000)
    (source / "b.txt").write_text("Niels")
    monkeypatch.setattr("redactor.formats.jsonl.spliced", lambda *_: 1 / 0)
    summary = redact(source, tmp_path / "out", checkpoint_chars=10)
    assert summary.problems == [("a.jsonl", "writer-error:ZeroDivisionError")] and summary.counts.entities == 1
    assert [name for name in tree(tmp_path / "out") if "_redactor" not in name] == ["b.txt"]


# --- proof ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("boom", [0, 40])
def test_output_minus_masks_is_input_minus_spans_in_every_format(tmp_path: Path, boom: int) -> None:
    """The auditor's own proof, from nothing but input, output and audit."""
    source = corpus(tmp_path / "in", seed=5, size=120, boom=boom)
    (source / "bad.txt").write_bytes(b"\xef\xbb\xbfNiels \xff\xfe\r\nNiels\x00" + text_file(9, 200))
    (source / "wide.txt").write_bytes("Niels in Zürich".encode("utf-16"))
    (source / "broken-wide.txt").write_bytes("Niels in Zürich".encode("utf-16") + b"\xd8")
    (source / "header.csv").write_bytes("niels.bohr@example.org,x\nNiels,Zürich\n".encode())
    summary = redact(source, tmp_path / "out")
    assert summary.counts.entities > 100
    assert verify_output(tmp_path / "out", source, KEY).findings == ()


def test_the_head_of_a_table_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("niels.bohr@example.org,x\nNiels,1\nZ,2\n")
    summary = redact(tmp_path / "x.csv", tmp_path / "y.csv")
    assert (tmp_path / "y.csv").read_text() == "[EMAIL_ADDRESS],x\n[PERSON],1\nZ,2\n"
    assert summary.counts.records == 2 and summary.counts.entities == 2


def test_progress_tells_bytes_and_records(tmp_path: Path) -> None:
    told = []
    (tmp_path / "x.jsonl").write_bytes(b'{"t": "Niels"}\n' * 2_000)
    settings = RunSettings(tmp_path / "x.jsonl", tmp_path / "y.jsonl", single=True)

    def observe(file: str, counts: Counts, read: int) -> None:
        told.append((file, counts.records, counts.entities, read))

    run_module.run(settings, observe, components(key=None))
    assert told[-1] == ("x.jsonl", 2_000, 2_000, 2_000 * 15)
    assert [step[1] for step in told] == sorted(step[1] for step in told)


def test_a_hashing_reader_counts_what_it_gave() -> None:
    reader = HashingReader(io.BytesIO(b"abc" * 10))  # type: ignore[arg-type]
    assert (reader.read(4), reader.read1(2), reader.size, reader.seekable()) == (b"abca", b"bc", 6, False)
    assert reader.drain() == __import__("hashlib").sha256(b"abc" * 10).hexdigest()
