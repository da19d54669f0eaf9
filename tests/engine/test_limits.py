"""What one record may take: seconds, spans, memory. Past it, it is withheld, and nothing else changes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fakes import FakeTagger, components, jsonl_file, redact, tree
from redactor.detectors.patterns import PatternDetector
from redactor.detectors.rows import Pattern
from redactor.engine import memory
from redactor.engine.groups import GROUP_CHARS
from redactor.engine.memory import Guard, rss
from redactor.engine.model_answers import TAG_CHARS
from redactor.engine.record_limits import Bounds, OvertimeError, Spent
from redactor.engine.thread_pool import ordered
from redactor.masking.policy.policy import Policy
from redactor.records import Leaf, Record
from redactor.tagger.tagging import Failure

HUGE = 50


class PacedTagger(FakeTagger):
    """Takes its time for every character."""

    def tag(self, texts: Sequence[str]) -> Any:
        time.sleep(5e-6 * sum(map(len, texts)))
        return super().tag(texts)


def rows(root: Path) -> Path:
    """A hundred short lines, and one that takes a second."""
    huge = " ".join(f"Niels {i} went home." for i in range(12_000))
    texts = [huge if i == HUGE else f"Line {i}: Niels is in Zürich." for i in range(101)]
    root.mkdir(exist_ok=True)
    (root / "x.jsonl").write_text("".join(json.dumps({"t": text}) + "\n" for text in texts))
    return root / "x.jsonl"


@pytest.mark.parametrize("workers", [1, 3])
def test_a_record_that_takes_too_long_is_withheld_and_the_others_stay(tmp_path: Path, workers: int) -> None:
    source = rows(tmp_path)
    redact(source, tmp_path / "free.jsonl")
    tagger = PacedTagger()
    summary = redact(source, tmp_path / "out.jsonl", record_timeout=0.6, parts={"tagger": tagger, "workers": workers})
    assert (summary.exit_code, dict(summary.counts.reasons)) == (1, {"timeout": 1})
    free, out = ((tmp_path / name).read_bytes().splitlines() for name in ("free.jsonl", "out.jsonl"))
    assert out[HUGE] == b'{"_redactor": {"withheld": "timeout"}}' and b"[PERSON]" in free[HUGE]
    assert out[:HUGE] + out[HUGE + 1 :] == free[:HUGE] + free[HUGE + 1 :]
    told = (tmp_path / "out.jsonl._redactor/withheld.jsonl").read_text()
    assert '"record":50,"reason":"timeout"' in told and "Niels" not in told
    asked = sum(len(text) for texts in tagger.calls for text in texts)
    assert asked < len(source.read_bytes()) - TAG_CHARS / 2, "the model is not asked about what is given up"


def test_another_timeout_is_another_run(tmp_path: Path) -> None:
    source = rows(tmp_path)
    redact(source, tmp_path / "out.jsonl", record_timeout=0.3, parts={"tagger": PacedTagger()})
    assert redact(source, tmp_path / "out.jsonl").counts.withheld == 0
    assert b"withheld" not in (tmp_path / "out.jsonl").read_bytes()


@pytest.mark.slow
def test_a_bound_that_nothing_reaches_changes_no_byte(tmp_path: Path) -> None:
    source = rows(tmp_path)
    for name, seconds in (("a", 0.0), ("b", 3_600.0)):
        redact(source, tmp_path / name / "x.jsonl", record_timeout=seconds)
    same = [
        {path: data for path, data in tree(tmp_path / name).items() if "manifest" not in path} for name in ("a", "b")
    ]
    assert same[0] == same[1]


def test_patterns_count_too_and_a_late_answer_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = PatternDetector.find

    def slow(self: PatternDetector, text: str, *more: Any) -> Any:
        time.sleep(0.3 if "Ada" in text else 0)
        return real(self, text, *more)

    monkeypatch.setattr(PatternDetector, "find", slow)
    (tmp_path / "x.jsonl").write_text('{"t": "Niels"}\n{"t": "Ada Lovelace"}\n{"t": "Niels"}\n')
    assert redact(tmp_path / "x.jsonl", tmp_path / "y.jsonl", record_timeout=0.1).counts.reasons == {"timeout": 1}
    assert [b"withheld" in line for line in (tmp_path / "y.jsonl").read_bytes().splitlines()] == [False, True, False]


def test_the_clock_is_looked_at_between_a_policys_own_patterns(tmp_path: Path) -> None:
    """Each of them takes a quarter of a second, which is as slow as an accepted one gets; all of them would take a minute."""
    slow = "".join(
        f'[[patterns]]\nlabel = "PERSON"\nregex = "[a-z]{{1,27}}[a-z]{{1,27}}[a-z]{{1,27}}{i}#"\n' for i in range(240)
    )
    (tmp_path / "policy.toml").write_text(slow)
    (tmp_path / "x.jsonl").write_text(f'{{"t": "Niels"}}\n{{"t": "{"a" * 9_000}"}}\n')
    began = time.process_time()
    how = {"policy": Policy.load(tmp_path / "policy.toml"), "record_timeout": 0.2}
    assert redact(tmp_path / "x.jsonl", tmp_path / "y.jsonl", **how).counts.reasons == {"timeout": 1}
    assert time.process_time() - began < 10


_SLOW = "[a-z]{1,27}[a-z]{1,27}[a-z]{1,27}1#"


def test_the_clock_reaches_into_the_search_for_a_policys_own_pattern() -> None:
    calls = 0

    def tick() -> None:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise OvertimeError

    with pytest.raises(OvertimeError):
        PatternDetector((), custom=[Pattern("X", "policy_0", _SLOW)]).find("a" * 9_000, "", tick)


@pytest.mark.parametrize(
    "regex", [_SLOW, r"\bb+\b", r"(?<=a )b", "^b", "b$", "(?i)B|c", r"(?=(?P<x>b))\w{3}", r"(?m)^\w{2}\b"]
)
def test_a_clock_changes_nothing_of_what_is_found(regex: str) -> None:
    detector = PatternDetector((), custom=[Pattern("X", "policy_0", regex)])
    for text in ("b", "a b", "a bbb\nbb c" * 30, f"{'a' * 100}1# bb", ""):
        assert detector.find(text, "", lambda: None) == detector.find(text)


def test_of_a_text_the_piece_is_withheld(tmp_path: Path) -> None:
    slow = FakeTagger(fails=lambda texts: time.sleep(0.4 if "Lovelace" in texts[0] else 0))
    (tmp_path / "x.txt").write_text("Niels.\n\n" * 600 + "Ada Lovelace.\n\n" + "Niels.\n\n" * 600)
    summary = redact(tmp_path / "x.txt", tmp_path / "y.txt", record_timeout=0.2, parts={"tagger": slow})
    said = (tmp_path / "y.txt").read_text()
    assert summary.counts.reasons == {"timeout": 1}
    assert said.count("[WITHHELD]") == 1 and said.count("[PERSON]") > 500 and "Lovelace" not in said


def test_time_is_shared_by_characters() -> None:
    now = [0.0]
    spent = Spent(Bounds(seconds=1.0), lambda: now[0])
    for seconds, chars in ((1.5, {0: 10, 1: 90}), (0.4, {0: 1})):
        with spent.shared(chars):
            now[0] += seconds
    assert [spent.stopped(number, []) for number in (0, 1, 2)] == [[], Failure("timeout"), []]
    assert spent.all_stopped([1]) == Failure("timeout") and spent.all_stopped([0, 1]) is None


def test_a_record_of_nothing_but_names_is_too_complex(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"t": "%s"}\n{"t": "Niels"}\n' % ("Niels " * 2_000))
    summary = redact(tmp_path / "x.jsonl", tmp_path / "y.jsonl", max_memory=1)  # the least a record may have is 64 KiB
    assert summary.counts.reasons == {"too-complex": 1} and summary.counts.entities == 1


# --- memory ---------------------------------------------------------------------------------------


def test_a_run_without_room_withholds_and_says_so(tmp_path: Path) -> None:
    """Nothing can be given back here, so nothing may be begun: all is withheld, and the run ends by itself."""
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(jsonl_file(1, 100))
    summary = redact(tmp_path / "in", tmp_path / "out", own_process=True, max_memory=rss())
    assert summary.exit_code == 1
    assert summary.problems == [("a.jsonl", "out-of-memory"), ("b.jsonl", "out-of-memory")]
    assert not list((tmp_path / "out").glob("*.jsonl"))
    assert redact(tmp_path / "in", tmp_path / "out").exit_code == 0


def test_a_long_record_is_given_up_when_memory_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = " ".join(f"Niels {i}" for i in range(GROUP_CHARS))
    assert len(texts) > 2 * TAG_CHARS
    tagger = FakeTagger()
    used = iter([False, True])
    monkeypatch.setattr(Guard, "used_up", lambda self: next(used))
    parts = components(tagger=tagger, bounds=Bounds(memory=1))
    assert parts.detection.detect([Record(0, (Leaf("t", texts),))]) == [Failure("out-of-memory")]
    assert len(tagger.calls) == 1


@pytest.mark.parametrize("room", [True, False])
def test_without_room_one_thing_is_done_at_a_time(room: bool) -> None:
    at_work: list[int] = []
    most = 0

    def source() -> Iterator[int]:
        for i in range(8):
            nonlocal most
            at_work.append(i)
            most = max(most, len(at_work))
            yield i

    for item, _ in ordered(source(), str, 3, room=lambda: room):
        time.sleep(0.03)
        at_work.remove(item)
    assert not at_work and (most > 2 if room else most == 1)


def test_the_guard_gives_back_before_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    held = [1000]
    monkeypatch.setattr(memory, "rss", lambda: held[0])
    monkeypatch.setattr(memory, "children_rss", lambda: 0)
    monkeypatch.setattr(memory, "give_back", lambda: held.__setitem__(0, 700))
    assert Guard(2000).room() and not Guard(2000).used_up() and not Guard(0).used_up()
    assert Guard(1000).room() and held == [700]
    held[0] = 950
    assert not Guard(1000).used_up() and held == [700]
    monkeypatch.setattr(memory, "give_back", lambda: None)
    held[0] = 950
    assert Guard(1000).used_up() and not Guard(1000).room()


def test_memory_of_children_is_counted() -> None:
    import subprocess
    import sys

    before = memory.children_rss()
    code = "held = bytearray(60 << 20); print(len(held), flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert memory.children_rss() - before > 60 << 20
        child.communicate(b"\n")
