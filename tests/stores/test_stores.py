"""Stores below the run: listings side by side, reads at any place, writes by condition. On the library's store in memory."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

obstore = pytest.importorskip("obstore")
from obstore.store import MemoryStore  # noqa: E402

from redactor.audit.results import FileResult, Fingerprint  # noqa: E402
from redactor.audit.state import State  # noqa: E402
from redactor.engine.discovery import InputFile, discover  # noqa: E402
from redactor.engine.incremental import Gone  # noqa: E402
from redactor.storage import objects  # noqa: E402
from redactor.storage.objects import SortedListing, _Body  # noqa: E402
from redactor.storage.obstore_store import ObjectStore  # noqa: E402

names = st.lists(st.text("ab.-/", min_size=1, max_size=5).filter(lambda n: "//" not in n and not n.endswith("/") and n[0] != "/"
                 and not {".", ".."} & set(n.split("/"))), max_size=12, unique=True)  # fmt: skip


def filled(**objects: bytes) -> ObjectStore:
    memory = MemoryStore()
    for key, data in objects.items():
        obstore.put(memory, key, data)
    return ObjectStore("memory://x", memory)


@given(names, names, st.booleans())
def test_a_listing_walked_side_by_side_finds_what_is_there(there: list[str], asked: list[str], ascend: bool) -> None:
    store = filled(**{f"p/{name}": b"x" for name in there})
    listing = SortedListing(store, "p/")
    for name in sorted(asked) if ascend else asked:
        assert (listing.find(name) is not None) == (name in there)


@given(
    st.binary(max_size=300), st.lists(st.tuples(st.integers(0, 320), st.integers(0, 100)), max_size=8), st.booleans()
)
def test_an_object_reads_as_a_file_does(data: bytes, moves: list[tuple[int, int]], first: bool) -> None:
    store = filled(k=data)
    stored = store.head("k")
    assert stored is not None
    before, objects.BLOCK_BYTES = objects.BLOCK_BYTES, 37
    try:
        mine, other = io.BufferedReader(_Body(store, stored), 16), io.BytesIO(data)
        if first:
            assert mine.read(50) == other.read(50)
        for at, size in moves:
            assert mine.seek(at) == other.seek(at) and mine.read(size) == other.read(size)
        assert mine.seek(0, io.SEEK_END) == len(data)
        mine.seek(0)
        assert mine.read() == data
    finally:
        objects.BLOCK_BYTES = before


def test_another_version_is_not_read() -> None:
    store = filled(k=b"one")
    stored = store.head("k")
    assert stored is not None
    obstore.put(store._store, "k", b"two")
    for read in (lambda: list(store.stream(stored)), lambda: store.part(stored, 0, 1)):
        with pytest.raises(OSError, match="changed while it was read"):
            read()
    obstore.delete(store._store, "k")
    with pytest.raises(FileNotFoundError):
        list(store.stream(stored))


def test_writes_by_condition() -> None:
    store = filled()
    first = store.swap("lock", b"1", None)
    assert first is not None and store.swap("lock", b"2", None) is None
    second = store.swap("lock", b"3", first)
    assert second is not None and store.swap("lock", b"4", first) is None
    assert b"".join(store.stream(second)) == b"3"


def test_empty_objects_that_stand_for_folders_are_passed_over() -> None:
    """The library lists ``a/`` as ``a``; an empty file that nothing lies below stays."""
    store = filled(**{"a": b"", "a/x.txt": b"x", "b": b"x", "b/x.txt": b"x", "c": b""})
    assert [stored.key for stored in store.list("")] == ["a/x.txt", "b", "b/x.txt", "c"]


def test_files_come_in_the_order_of_their_whole_names(tmp_path: Path) -> None:
    for name in ("a.txt", "a/b.txt", "a-b/c.txt", "a0.txt", "a/b/c.txt", "a/b-c.txt", "é.txt", "Z.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x")
    found = [file.name for file in discover(tmp_path) if isinstance(file, InputFile)]
    assert len(found) == 8 and found == sorted(found)


@given(st.sets(st.text("ab/", min_size=1, max_size=3)), st.lists(st.text("ab/", min_size=1, max_size=3)), st.booleans())
def test_what_has_gone_is_what_was_not_seen(known: set[str], seen: list[str], ascend: bool) -> None:
    class Known:
        def files(self) -> list[tuple[str, None]]:
            return [(name, None) for name in sorted(known)]

        def count(self) -> int:
            return len(known)

    gone = Gone(Known())  # type: ignore[arg-type]
    for name in sorted(seen) if ascend else seen:
        gone.see(name)
    assert sorted(gone.names()) == sorted(known - set(seen)) and gone.any is bool(known)


def test_a_snapshot_of_the_state_and_a_digest_without_tags(tmp_path: Path) -> None:
    def result(tag: str) -> FileResult:
        return FileResult("redacted", 1, 2, "ab", Fingerprint("p", "m", None, "1", "o"), "text", stored={"output": tag})

    digests = []
    for tag in ("one", "two"):
        with State.open(tmp_path / tag) as state:
            state.finish("a", result(tag))
            state.copy_to(tmp_path / f"{tag}.copy")
            state.finish("b", result(tag))
            digests.append(state.digest())
        with State.open(tmp_path / f"{tag}.copy") as copy:
            assert list(copy.files()) == [("a", result(tag))]
        assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(tag)) == [tag, f"{tag}.copy"]
    assert digests[0] == digests[1]
