"""The public sets behind the shipped model: where each lies, what it covers, how much it weighs (docs/training.md)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from redactor.labels import label_map_for
from redactor.training.corpora.examples import IGNORED, Example, from_tokens, relabelled, runs

_PLP = frozenset({"PERSON", "LOCATION", "ORGANIZATION"})
#: Corpus labels that are no answer either way.
_IGNORED = frozenset({"TIME_VAGUE", "USERNAME"})
#: Corpus labels that say "something else": right as O, or as a label the corpus does not cover.
_OTHER = frozenset({"MISC", "PHONE", "EMAIL", "ID"})


@dataclass(frozen=True, slots=True)
class Source:
    """One training set: file below the data folder, the labels it covers, how often an epoch sees it, and in which
    share of its sentences the names are changed (``mentions.renamed``), and of its persons written as hashtags."""

    name: str
    path: str
    covered: frozenset[str]
    weight: float = 1.0
    renamed: float = 0.35
    hashtags: float = 0.0


SOURCES = (
    Source("gmb", "gmb/seed_split.train.jsonl.gz", _PLP | {"NRP", "DATE_TIME", "ADDRESS"}, 0.6, renamed=0.1),
    Source("uner_en_ewt", "ner/uner_en_ewt.train.jsonl.gz", _PLP, 1.5),
    Source("litbank", "ner/litbank.train.jsonl.gz", _PLP, 2.0),
    Source("btc", "ner/btc.train.jsonl.gz", _PLP, 2.0, hashtags=0.12),
    Source("wnut17", "ner/wnut17.train.jsonl.gz", _PLP, 2.0, hashtags=0.08),
    Source("gum", "ner/gum.train.jsonl.gz", _PLP | {"DATE_TIME"}, 5.0),
    Source("tweebank", "ner/tweebank.train.jsonl.gz", _PLP, 1.5, hashtags=0.08),
    Source("crossner", "ner/crossner.train.jsonl.gz", _PLP, 1.0),
    Source("crossner_dev", "ner/crossner.dev.jsonl.gz", _PLP, 1.0),
    Source("lifebench", "ner/lifebench.train.jsonl.gz", _PLP, 0.06, renamed=0.0),
)


def read_rows(path: Path) -> Iterator[dict[str, object]]:
    """The rows of a ``.jsonl`` or ``.jsonl.gz`` file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_source(source: Source, folder: Path) -> list[Example]:
    """Every example of one source, with our labels."""
    return [example_of(row, source.covered) for row in read_rows(folder / source.path)]


def example_of(row: dict[str, object], covered: frozenset[str]) -> Example:
    """One row: ``tokens`` or ``words`` with ``tags`` (and perhaps ``text``), or ``text`` with ``spans``."""
    if "spans" in row:
        return from_spans(str(row["text"]), row["spans"], covered)  # type: ignore[arg-type]
    tokens, tags = row.get("tokens", row.get("words")), row["tags"]
    labels = label_map_for(tag[2:] for tag in tags)  # type: ignore[attr-defined]
    text = row.get("text")
    return from_tokens(tokens, relabelled(tags, labels, _IGNORED, _OTHER), covered, text)  # type: ignore[arg-type]


def from_spans(text: str, spans: list[tuple[int, int, str]], covered: frozenset[str]) -> Example:
    """An example from character spans; its words are the spans and the blank-separated runs between them."""
    words: list[tuple[int, int]] = []
    tags: list[str] = []
    at = 0
    for start, end, label in [*sorted(spans), (len(text), len(text), "")]:
        for gap in runs(text, at, start):
            words.append(gap)
            tags.append("O")
        if start >= end:
            continue
        name = label_map_for([label]).get(label.casefold(), label)
        silver_address = name == "LOCATION" and any(map(str.isdigit, text[start:end]))
        for i, run in enumerate(runs(text, max(at, start), end)):
            words.append(run)
            if label in _OTHER:
                tags.append("O")
            else:
                tags.append(IGNORED if silver_address and "ADDRESS" not in covered else ("I-" if i else "B-") + name)
        at = max(at, end)
    return Example(text, tuple(words), tuple(tags), covered)
