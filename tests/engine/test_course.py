"""The course of a run in few points."""

from __future__ import annotations

from itertools import pairwise

from redactor.engine.timeline import MOST, Timeline


def test_it_stays_small_and_even() -> None:
    now = 0.0
    course = Timeline(lambda: now, lambda: int(now))
    for step in range(100_000):
        now = step / 10
        course.see(f"{step // 1000}", step % 1000)
    points = course.as_json()
    assert len(points) <= MOST + 2 and points[0] == (0.0, 0, 0)
    gaps = [after[0] - before[0] for before, after in pairwise(points[:-1])]
    assert max(gaps) < 2.1 * min(gaps)
    # Each file brings 999 words after its first step, and words never grow less.
    assert points[-1][1] == 100 * 999 and all(before[1] <= after[1] for before, after in pairwise(points))


def test_what_an_earlier_run_did_is_not_counted() -> None:
    now = [0.0]
    course = Timeline(lambda: now[0], lambda: 0)
    course.see("a", 500)
    course.see("a", 510)
    now[0] = 1.0
    assert course.as_json()[-1] == (1.0, 10, 0)


def test_a_run_without_a_step() -> None:
    assert Timeline(lambda: 0.0, lambda: 7).as_json() == [(0.0, 0, 7)]
