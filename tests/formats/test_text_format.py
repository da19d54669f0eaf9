from __future__ import annotations

import io
import os
import threading

import pytest
from harness import SETTINGS, Trickle, copied, read, replaced, shown, the_format
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.formats.lines import WIDE_MARKS
from redactor.formats.protocol import FormatSettings
from redactor.pieces import CONTEXT_CHARS
from redactor.records import Edit

LINES = FormatSettings(line_buffered=True, max_record_bytes=40)

#: Long texts out of few draws: pieces of every length, with breaks, marks, and bytes that are no UTF-8.
chunks = st.tuples(
    st.sampled_from(
        ["word ", "é", "😀", "\n", "\n\n", "\r\n", "\r", "\0", ". ", ".\n", "a" * 700, " x" * 900, "\ufeff"]
    ),
    st.integers(1, 6),
).map(lambda drawn: (drawn[0] * drawn[1]).encode())
texts = st.lists(st.one_of(chunks, st.binary(max_size=8)), max_size=40).map(b"".join)
sizes = st.lists(st.integers(1, 5000), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(texts, sizes)
def test_no_edits_change_nothing_and_read_sizes_decide_nothing(data: bytes, sizes: list[int]) -> None:
    whole = read("a.txt", data)
    assert shown(read("a.txt", data, sizes=sizes)) == shown(whole)
    if not any(record.problem for record in whole):
        assert copied("a.txt", data, sizes=sizes) == data


@given(st.binary(max_size=300), st.lists(st.integers(1, 3), min_size=1))
def test_any_bytes_by_line(data: bytes, sizes: list[int]) -> None:
    assert shown(read("a.log", data, LINES, sizes=sizes)) == shown(read("a.log", data, LINES))
    roomy = FormatSettings(line_buffered=True)
    if not any(record.problem for record in read("a.log", data, roomy)):
        assert copied("a.log", data, roomy, sizes=sizes) == data


@given(texts)
def test_cores_cover_each_character_once_and_contexts_are_its_neighbours(data: bytes) -> None:
    records = read("a.txt", data)
    leaves = [leaf for record in records for leaf in record.leaves]
    if not leaves or any(record.problem for record in records) or data.startswith(WIDE_MARKS):
        return
    text = data.decode("utf-8", "surrogateescape")
    at = int(text.startswith("\ufeff"))
    for leaf in leaves:
        assert leaf.offset + leaf.core_start == at
        assert leaf.text == text[leaf.offset : leaf.offset + len(leaf.text)]
        at = leaf.offset + leaf.core_end
        assert len(leaf.text) - leaf.core_end == min(CONTEXT_CHARS, len(text) - at)
    assert at == len(text)
    assert [record.final for record in records] == [False] * (len(records) - 1) + [True]


@given(texts, st.data())
def test_reading_goes_on_from_every_position(data: bytes, draw: st.DataObject) -> None:
    whole = read("a.txt", data)
    if len(whole) > 1 and not any(record.problem for record in whole):
        i = draw.draw(st.integers(0, len(whole) - 2))
        for sizes in (None, [7, 1000]):
            assert shown(read("a.txt", data, position=whole[i].position, sizes=sizes)) == shown(whole[i + 1 :])


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["Niels", "Niels Niels", " ", ".\n", "\n\n", "x" * 500, "é " * 333]), max_size=80))
def test_edits_land_exactly_also_across_cuts(parts: list[str]) -> None:
    text = "".join(parts)
    # A name without a blank in it can be cut; it begins in one core and ends in the next.
    assert copied("a.txt", text.encode(), edit=replaced("Niels", "[P]")) == text.replace("Niels", "[P]").encode()


def test_an_entity_over_a_cut_is_written_once_and_resumed_behind() -> None:
    data = b"a" * 8190 + b"NIELS" + b"b" * 3000
    fmt = the_format("a.txt")
    first, _ = fmt.reader(io.BytesIO(data), SETTINGS)
    assert first.leaves[0].core_end == 8192
    sink = io.BytesIO()
    writer = fmt.writer(sink, SETTINGS)
    writer.write(first, [[Edit(8190, 8195, "[P]")]])
    assert writer.position == {"char": 8195}
    again = fmt.writer(sink, SETTINGS, writer.position)
    (rest,) = fmt.reader(io.BytesIO(data), SETTINGS, first.position)
    again.write(rest, [[]])
    assert sink.getvalue() == b"a" * 8190 + b"[P]" + b"b" * 3000


def test_a_late_edit_over_what_is_written_still_hides_the_rest() -> None:
    first, second = read("a.txt", b"a" * 8190 + b"NIELS" + b"b" * 3000)
    sink = io.BytesIO()
    writer = the_format("a.txt").writer(sink, SETTINGS)
    writer.write(first, [[]])
    start = second.leaves[0].core_start
    writer.write(second, [[Edit(start - 2, start + 3, "[P]")]])
    assert sink.getvalue() == b"a" * 8190 + b"NI[P]" + b"b" * 3000


@pytest.mark.parametrize(
    "edits", [[Edit(3, 2, "")], [Edit(0, 99, "")], [Edit(2, 4, ""), Edit(3, 5, "")], [Edit(-1, 2, "")]]
)
def test_bad_edits_are_refused_and_nothing_is_written(edits: list[Edit]) -> None:
    (record,) = read("a.txt", b"some text")
    sink = io.BytesIO()
    with pytest.raises(ValueError, match="edits"):
        the_format("a.txt").writer(sink, SETTINGS).write(record, [edits])
    assert sink.getvalue() == b""


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_read_and_written_back(encoding: str) -> None:
    text = "\ufeff\ufeffHello Niels 😀\r\n" + "Niels é " * 3000
    data = text.encode(encoding)
    for sizes in (None, [1], [3, 1001]):
        assert copied("a.txt", data, edit=replaced("Niels", "[P]"), sizes=sizes) == text.replace("Niels", "[P]").encode(
            encoding
        )
    records = read("a.txt", data)
    assert shown(read("a.txt", data, position=records[0].position)) == shown(records[1:])


@given(st.binary(max_size=60), st.sampled_from([b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff"]), sizes)
def test_broken_wide_text_is_withheld_from_where_it_breaks(data: bytes, mark: bytes, sizes: list[int]) -> None:
    records = read("a.txt", mark + data)
    assert shown(read("a.txt", mark + data, sizes=sizes)) == shown(records)
    if any(record.problem for record in records):
        assert records[-1].problem == "broken-encoding"
        assert "[WITHHELD]" in copied("a.txt", mark + data).decode(
            "utf-32" if mark[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff") else "utf-16", "ignore"
        )
    else:
        assert copied("a.txt", mark + data) == mark + data


def test_wide_text_without_a_mark_is_withheld() -> None:
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le"):
        data = "My name is Niels and this is a text.\n".encode(encoding)
        for how in (SETTINGS, FormatSettings(line_buffered=True)):
            assert [record.problem for record in read("a.txt", data, how)] == ["unsupported-encoding"]
            assert b"N" not in copied("a.txt", data, how).replace(b"[WITHHELD]", b"")


def test_withheld_pieces_and_problem_lines_keep_their_place() -> None:
    assert copied("a.txt", b"secret", withheld=lambda record: True) == b"[WITHHELD]"
    data = b"short\r\n" + b"x" * 41 + b"\r\n" + b"y" * 40 + b"\r\n" + b"z" * 90
    assert copied("a.log", data, LINES) == b"short\r\n[WITHHELD]\r\n" + b"y" * 40 + b"\r\n[WITHHELD]"
    assert [r.problem for r in read("a.log", data, LINES)] == [None, "too-long", None, "too-long"]


def test_lines_resume() -> None:
    whole = read("a.log", b"\xef\xbb\xbfa\n\nb\r\nc", LINES)
    assert [[leaf.text for leaf in r.leaves] for r in whole] == [["a"], [], ["b"], ["c"]]
    for i, record in enumerate(whole):
        assert shown(read("a.log", b"\xef\xbb\xbfa\n\nb\r\nc", LINES, position=record.position, sizes=[2])) == shown(
            whole[i + 1 :]
        )


@pytest.mark.parametrize(("how", "text"), [(LINES, b"one line\n"), (SETTINGS, b"word " * 3000)])
def test_records_come_as_soon_as_they_are_decided(how: FormatSettings, text: bytes) -> None:
    out, into = os.pipe()
    with os.fdopen(out, "rb") as pipe, os.fdopen(into, "wb", buffering=0) as tap:
        records = iter(the_format("a.log").reader(pipe, how))
        got: list[object] = []
        thread = threading.Thread(target=lambda: got.append(next(records)), daemon=True)
        thread.start()
        tap.write(text)
        thread.join(5)
        assert got, "the reader waits for more than it needs"


def test_one_huge_line_takes_little_memory() -> None:
    class Endless(Trickle):
        left = 600

        def read1(self, size: int = -1) -> bytes:
            self.left -= 1
            return b"y" * 65536 if self.left > 0 else b""

    import tracemalloc

    for name, how in (
        ("a.txt", SETTINGS),
        ("a.log", LINES),
        ("a.jsonl", FormatSettings(max_record_bytes=100_000)),
        ("a.csv", FormatSettings(max_record_bytes=100_000)),
    ):
        tracemalloc.start()
        for _ in the_format(name).reader(Endless(b""), how):  # type: ignore[arg-type]
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 4_000_000, name
