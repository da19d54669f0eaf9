"""Lines of progress, drawn in this process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from redactor.cli import progress
from redactor.engine.summary import Counts


class Line:
    """What the bar is told."""

    total, n, postfix = 0, 0, ""

    def update(self, more: int) -> None:
        self.n += more

    def set_description_str(self, text: str, refresh: bool) -> None:
        pass

    def set_postfix_str(self, text: str, refresh: bool) -> None:
        self.postfix = text


def test_bytes_that_were_read_ahead_are_not_done_when_a_file_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()

    @contextmanager
    def drawn(total: int, **_: Any) -> Iterator[Line]:
        line.total = total
        yield line

    monkeypatch.setattr(progress, "_drawn", drawn)
    done = []
    with progress.bar(True, lambda: iter([("a", 600), ("b", 400)])) as observe:
        for name, records, entities, read in (
            ("a", 0, 0, 600), ("a", 1, 3, 600), ("b", 0, 0, 400), ("b", 1, 1, 400), ("b", 1, 1, 400),
        ):  # fmt: skip
            observe(name, Counts(records, entities), read)
            done.append(line.n)
    assert (done, line.total, line.postfix) == ([0, 600, 600, 1000, 1000], 1000, "2 records, 4 entities")


def test_the_clock_goes_on_while_nothing_happens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_TICK", 0.01)
    seen = ""
    with progress.telling(True) as tell:
        assert tell is not None
        tell("calibrating")
        for _ in range(3_000):  # half a minute at most: a slow machine is no failure
            seen += capsys.readouterr().err
            if seen.count("calibrating [") > 3:
                break
            time.sleep(0.01)
    assert seen.count("calibrating [") > 3
