"""Work in the background: bounded, complete when settled, and no failure goes unheard."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from redactor.audit.layout import Layout
from redactor.engine.output.background import Background
from redactor.engine.output.local_output import LocalOutput
from redactor.storage.atomic import make_folder


def test_all_is_done_when_settled_and_no_more_at_a_time_than_asked() -> None:
    background, lock = Background("test", 3, 100), threading.Lock()
    running: list[int] = []
    most: list[int] = []
    done: list[int] = []
    others = threading.Barrier(3)

    def work(number: int) -> None:
        with lock:
            running.append(number)
            most.append(len(running))
        others.wait(10)  # three run beside each other, or nobody goes on
        with lock:
            running.remove(number)
            done.append(number)

    for number in range(9):
        background.add(1, partial(work, number))
    background.drain()
    background.close()
    assert sorted(done) == list(range(9))
    assert max(most) == 3


def test_large_pieces_go_one_by_one() -> None:
    background = Background("test", 4, 100)
    running = threading.Semaphore(1)

    def work() -> None:
        assert running.acquire(blocking=False), "two at a time"
        running.release()

    for _ in range(20):
        background.add(101, work)
    background.drain()
    background.close()


def test_a_failure_is_raised_when_settling() -> None:
    background = Background("test", 2, 100)
    background.add(1, partial(int, "no number"))
    with pytest.raises(ValueError, match="invalid literal"):
        background.drain()
    background.close()


def test_an_emptied_folder_does_not_go_while_a_file_is_on_its_way_into_it(tmp_path: Path) -> None:
    layout = Layout.of(tmp_path, single=False)
    folder, made, go_on = LocalOutput(layout), threading.Event(), threading.Event()
    for path in (layout.tree / "d" / "old.txt", layout.home / "audit" / "d" / "old.txt.jsonl"):
        path.parent.mkdir(parents=True)
        path.write_text("old")

    class Slow:
        size = 1

        def publish(self, final: Path, root: Path) -> None:
            make_folder(final.parent, root)
            made.set()
            assert go_on.wait(10)
            final.write_text("new")

    whole: Any = SimpleNamespace(output=Slow(), audit=Slow())
    folder.publish("d/new.txt", "audit/d/new.txt.jsonl", whole, lambda _: None)
    assert made.wait(10)
    known: Any = SimpleNamespace(output="d/old.txt", audit="audit/d/old.txt.jsonl")
    removing = threading.Thread(target=folder.remove, args=(known,))
    removing.start()
    removing.join(0.3)
    go_on.set()
    removing.join(10)
    folder.drain()
    assert (layout.tree / "d" / "new.txt").read_text() == "new" and not (layout.tree / "d" / "old.txt").exists()
