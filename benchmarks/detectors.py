"""``python -m benchmarks.detectors [MB]``: CPU milliseconds per megabyte of each part that is not the model.

CPU time, not wall time: the machine may be busy. The corpus is that of ``benchmarks.corpus``: prose of the public domain,
and synthetic mail, forms and logs, each measured apart. The share is of one run whose model takes ``MODEL`` CPU-ms a MB.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from random import Random

from benchmarks.corpus import documents, prose
from redactor.detectors.anchors import find_digits
from redactor.detectors.lists import DenyList
from redactor.detectors.normalise import lowered, plain
from redactor.detectors.patterns import PatternDetector
from redactor.detectors.propagation import Mentions, find_mentions
from redactor.detectors.rows import Pattern
from redactor.keys import Key
from redactor.masking.masker import Masker
from redactor.masking.operators.document_memory import DocumentMemory
from redactor.masking.policy.policy import Policy
from redactor.records import detectable
from redactor.spans import Span

#: What the shipped tagger takes on this machine: about one CPU second for 6,500 words, or 40 kB.
MODEL = 25_000
KEY = Key(b"a key for measuring, no secret at all")
#: Forms that firms give their own numbers; a policy's rows run everywhere, without any anchor.
_OWN = (
    "{0}{1}-[0-9]{{6}}",
    r"\b{0}{1}[0-9]{{5}}\b",
    r"(?i:\b{0}{1} ?no\.? ?[0-9]{{4,8}}\b)",
    r"\b[0-9]{{3}}{0}{1}[0-9]{{2}}\b",
)


def own_rows(count: int) -> tuple[Pattern, ...]:
    """``count`` patterns of a policy's own."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return tuple(
        Pattern("OWN", f"own{place}", _OWN[place % len(_OWN)].format(letters[place % 24], letters[place // 24]))
        for place in range(count)
    )


def names(count: int) -> list[str]:
    """``count`` invented full names."""
    from faker import Faker

    rng, faker = Random(7), Faker("en_US")
    faker.seed_instance(7)
    first, last = [faker.first_name() for _ in range(700)], [faker.last_name() for _ in range(1000)]
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"{rng.choice(first)} {rng.choice('ABCDEFGHIJKLM')}. {rng.choice(last)}"] = None
    return list(found)


def cost(texts: Sequence[str], work: Callable[[str], object], rounds: int = 3) -> float:
    """CPU milliseconds per million characters: the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - began)
    return best * 1000 / (sum(map(len, texts)) / 1e6)


def parts(texts: Sequence[str]) -> Iterable[tuple[str, Callable[[str], object]]]:
    """Each part by name, as a function of one text."""
    shipped, wider = PatternDetector(), PatternDetector(custom=own_rows(60))
    deny = DenyList({"PERSON": names(100_000)})
    masker = Masker(Policy.load())
    found = {
        text: tuple(Span(s.start, s.end, s.label, s.score, s.detector) for s in shipped.find(text)) for text in texts
    }
    chosen = {text: masker.select(text, found[text], "") for text in texts}
    people = [(name, "PERSON") for name in names(20)]
    yield "odd signs folded", detectable
    yield "views of a text", lambda text: lowered(plain(text))
    yield "groups of digits", find_digits
    yield "the table's patterns", shipped.find
    yield "the same, and 60 of a policy", wider.find
    yield "deny list of 100,000 names", deny.find
    yield "other mentions of 20 names", lambda text: find_mentions(text, [Mentions(people)])
    yield "merge", lambda text: masker.select(text, found[text], "")
    for operator in ("tag", "mask", "hash", "surrogate", "shift_date", "generalise", "encrypt"):
        made = Masker(Policy.load().with_overrides(operator), KEY)
        yield f"operator {operator}", lambda text, made=made: made.edits(text, chosen[text], "", DocumentMemory())  # type: ignore[misc]


def main() -> None:
    """Two tables: prose, and documents full of entities."""
    size = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    count = max(1, int(size * 1_000_000 / 4_000))
    sets = (("prose", prose(count, 4_000)), ("prose and synthetic documents", documents(count, 4_000)))
    for name, texts in sets:
        print(f"\n{name}: {sum(map(len, texts)) / 1e6:.1f} MB in {len(texts)} documents")
        print(f"{'':32} {'CPU ms/MB':>10} {'of the model':>13}")
        for part, work in parts(texts):
            milliseconds = cost(texts, work)
            print(f"{part:32} {milliseconds:10.1f} {milliseconds / MODEL:13.2%}", flush=True)


if __name__ == "__main__":
    main()
