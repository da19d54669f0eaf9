"""``python -m benchmarks.fuzz [SECONDS] [--random]``: texts that nobody wrote, through detectors, policies and operators.

With atheris (``pip install atheris``) the inputs follow the code's coverage; without it, or with ``--random``, they are
labelled cases mutated at random. A crash, a span outside its text, a mask that holds its value, an edit that is not the
same twice, or CPU time out of proportion to the text ends the run with an error that shows the input.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.detector_set.cases import KINDS, cases
from redactor.detectors.lists import DenyList
from redactor.detectors.patterns import PatternDetector
from redactor.detectors.propagation import Mentions, find_mentions
from redactor.detectors.table import TABLE
from redactor.errors import PolicyError
from redactor.keys import Key
from redactor.masking.masker import Masker, apply
from redactor.masking.operators.document_memory import DocumentMemory
from redactor.masking.operators.operators import OPERATORS
from redactor.masking.policy.load import PRESETS, parse, preset_source
from redactor.masking.policy.policy import Policy

KEY = Key(b"a key for fuzzing, no secret at all")
REGIONS = tuple(sorted({region for row in TABLE for region in row.regions} | {"FR"}))
DETECTOR = PatternDetector({row.label for row in TABLE} | {"PHONE_NUMBER"}, REGIONS)
DENIED = DenyList({"PERSON": ["Ann Lee", "王芳", "O'Neil"]})
MASKERS = {
    name: Masker(Policy.load().with_overrides(name), KEY) for name, kind in OPERATORS.items() if not kind.in_clear
}
#: CPU seconds that a text may take: a start, and so much a character (the detectors take about 2 µs on dense text).
START, PER_CHARACTER = 0.25, 50e-6
#: CPU seconds that a policy may take.
POLICY = 5.0

COUNTS: Counter[str] = Counter()


def a_text(text: str) -> None:
    """One text through all detectors and every operator."""
    spans = [
        *DETECTOR.find(text),
        *DENIED.find(text),
        *find_mentions(text, [Mentions([("Ann Lee", "PERSON"), (text[:20], "PERSON")])]),
    ]
    for name, masker in MASKERS.items():
        chosen = masker.select(text, spans, "")
        wanted = {place for span in masker.wanted(text, spans, "") for place in range(span.start, span.end)}
        masked = {place for span in chosen for place in range(span.start, span.end)}
        assert wanted <= masked, "a span sticks out"
        edits = masker.edits(text, chosen, "", DocumentMemory("d"))
        assert edits == masker.edits(text, chosen, "", DocumentMemory("d")), "not the same twice"
        for edit in edits:
            value = text[edit.start : edit.end]
            # A year by itself is as general as a date gets.
            same = value == edit.replacement and not (name == "generalise" and re.fullmatch("[12][0-9]{3}", value))
            assert not same or not any(map(str.isalnum, value)), f"{name} left a value"
        apply(text, edits)
    COUNTS["texts"] += 1
    COUNTS["characters"] += len(text)
    COUNTS["spans"] += len(spans)


def a_policy(source: str) -> None:
    """One text as a policy file: it is taken, or refused with the errors that a user is told."""
    try:
        Masker(parse(Policy, source, "fuzz", Path()), KEY)
        COUNTS["policies taken"] += 1
    except PolicyError:
        COUNTS["policies refused"] += 1


def timed(check: Callable[[str], None], text: str, most: float) -> None:
    """Raise where ``check`` takes more than ``most`` CPU seconds, twice: once may be the collector of garbage, or a first use."""
    for _ in range(2):
        began = time.process_time()
        check(text)
        taken = time.process_time() - began
        if taken <= most:
            return
    raise AssertionError(f"{taken:.2f} s for {len(text)} characters")


def text_in_time(text: str) -> None:
    """``a_text``, in proportion to its length."""
    timed(a_text, text, START + PER_CHARACTER * len(text) * len(MASKERS))


def policy_in_time(source: str) -> None:
    """``a_policy``, soon."""
    timed(a_policy, source, POLICY)


@cache
def _seeds() -> list[str]:
    return [case["text"] for label in KINDS for case in cases(label, 20, 77)]


def mutated(rng: Random) -> Iterator[str]:
    """Labelled cases and odd signs, cut, doubled and put together."""
    odd = "\ud800\x00\u200f\u202e\u0130ß\u0301😀王４＠．–\u00a0\ufeff\r\n\"'()[]{}<>@:;/\\=#-_.,+°"
    seeds = _seeds()
    while True:
        text = rng.choice(seeds)
        for _ in range(rng.randrange(6)):
            at = rng.randrange(len(text) + 1)
            turn = rng.random()
            if turn < 0.3:
                text = text[:at] + rng.choice(odd) * rng.choice((1, 1, 2, 40)) + text[at:]
            elif turn < 0.5:
                text = text[:at] + text[at + rng.randrange(1, 9) :]
            elif turn < 0.7:
                text = text[:at] + rng.choice(seeds) + text[at:]
            elif turn < 0.85:
                text = (
                    text[:at]
                    + chr(rng.choice((rng.randrange(0x300), rng.randrange(0xD800), rng.randrange(0x110000))))
                    + text[at:]
                )
            else:
                text = (text[: rng.randrange(1, 30)] * rng.choice((2, 10, 200)))[:6000]
        yield text


_LINES = ("[[patterns]]", 'label = "X"', 'regex = "a{1,3}[0-9]+"', "[fields.a]", "skip = true")


def mutated_policy(rng: Random) -> str:
    """A preset's lines, some gone, some twice, some with other signs."""
    lines = [*preset_source(rng.choice(PRESETS)).splitlines(), *_LINES]
    chosen = [line for line in lines if rng.random() > 0.03]
    for _ in range(rng.randrange(3)):
        at = rng.randrange(len(chosen))
        line = chosen[at]
        cut = rng.randrange(len(line) + 1)
        chosen[at] = (
            line[:cut]
            + rng.choice(("", '"', "=", "[", "]", "0", "{", "\x00", "é", "(a+)+", "inf"))
            + line[cut + rng.randrange(3) :]
        )
    return "\n".join(chosen)


def warm() -> None:
    """Libraries that are imported at first use, and expressions that are compiled then, are not measured."""
    for label in KINDS:
        for case in cases(label, 20, 78):
            spans = DETECTOR.find(case["text"])
            for masker in MASKERS.values():
                masker.edits(case["text"], masker.select(case["text"], spans, ""))


def randomly(seconds: float, seed: int) -> None:
    """Until the time is over."""
    rng, end = Random(seed), time.monotonic() + seconds
    texts = mutated(rng)
    while time.monotonic() < end:
        text = next(texts)
        try:
            text_in_time(text)
        except BaseException:
            print(f"seed {seed}, text {text!r}", file=sys.stderr)
            raise
        if COUNTS["texts"] % 4 == 0:
            source = mutated_policy(rng)
            try:
                policy_in_time(source)
            except BaseException:
                print(f"seed {seed}, policy {source!r}", file=sys.stderr)
                raise


def by_coverage(seconds: float) -> None:
    """atheris, which ends the process by itself."""
    import atheris  # type: ignore[import-not-found,unused-ignore]

    def one(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        if given.ConsumeBool():
            text_in_time(given.ConsumeUnicode(4000))
        else:
            policy_in_time(given.ConsumeUnicode(2000))

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}", "-print_final_stats=1"], one)
    atheris.Fuzz()


def main() -> None:
    """Counts of what was tried."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    seconds = float(words[0]) if words else 60.0
    warm()
    try:
        if "--random" in sys.argv:
            raise ImportError
        import atheris  # noqa: F401
    except ImportError:
        randomly(seconds, int(words[1]) if len(words) > 1 else 1)
        print(", ".join(f"{count} {name}" for name, count in COUNTS.items()))
    else:
        by_coverage(seconds)


if __name__ == "__main__":
    main()
