"""Every operator in every format, by the real command: what a detector found is masked whole, and reveal undoes encrypt."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from program import redact_batch, redactor
from share import share

from benchmarks.detector_set.cases import KINDS, cases
from redactor.masking.operators.operators import OPERATORS
from redactor.tagger.checkpoint import EMBEDDED

pytestmark = pytest.mark.skipif(not EMBEDDED.is_dir(), reason="redactor/models/en is not there")

MASKING = [name for name, kind in OPERATORS.items() if not kind.in_clear]
KEY = "a key of the tests, 32 bytes...."
#: Text, and where its value stands; one country for national ids, so that one policy finds all.
CASES = [
    (case["text"], case["spans"][0][:2])
    for label in KINDS
    for case in cases(label, 50 if label == "NATIONAL_ID" else 3, 31)
    if case["spans"] and case["regions"] in {(), ("ES",)}
]
TEXTS = [text for text, _ in CASES]
APART = "\n\n…\n\n"
LABELS = "".join(f"[labels.{label}]\nenabled = true\n" for label in KINDS)


def policy(operator: str) -> str:
    return f'regions = ["US", "GB", "VN", "ES"]\npropagation = false\n[default]\noperator = "{operator}"\n{LABELS}'


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source") / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(APART.join(TEXTS), encoding="utf-8", newline="")
    (folder / "b.jsonl").write_text(
        "".join(json.dumps({"id": n, "t": text}, ensure_ascii=False) + "\n" for n, text in enumerate(TEXTS)),
        encoding="utf-8",
    )
    with (folder / "c.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "t"), *enumerate(TEXTS)])
    pq.write_table(pa.table({"id": list(range(len(TEXTS))), "t": TEXTS}), folder / "d.parquet")
    return folder


def texts_of(path: Path) -> list[str]:
    """The texts in a file, record by record."""
    if path.suffix == ".txt":
        return [path.read_bytes().decode()]
    if path.suffix == ".jsonl":
        return [json.loads(line)["t"] for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [row["t"] for row in csv.DictReader(file)]
    return list(pq.read_table(path)["t"].to_pylist())


def values_of(path: Path) -> list[list[tuple[int, int]]]:
    """Where the values stand, record by record."""
    if path.suffix != ".txt":
        return [[span] for _, span in CASES]
    places, at = [], 0
    for text, (start, end) in CASES:
        places.append((at + start, at + end))
        at += len(text) + len(APART)
    return [places]


def without(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(ranges, reverse=True):
        text = text[:start] + text[end:]
    return text


def check(before: str, after: str, events: Sequence[Mapping[str, Any]]) -> set[int]:
    """The characters that were masked; asserts that nothing else changed and that no mask holds its value."""
    spans = [(event["start"], event["end"]) for event in events]
    masks = [(event["out_start"], event["out_end"]) for event in events]
    assert without(before, spans) == without(after, masks)
    for (start, end), (out_start, out_end) in zip(spans, masks, strict=True):
        value, mask = before[start:end], after[out_start:out_end]
        assert value != mask
        assert len(value) < 5 or value not in mask
    return {place for start, end in spans for place in range(start, end)}


@pytest.mark.parametrize("operator", share(MASKING, 3))
def test_what_was_found_is_masked(operator: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(policy(operator), encoding="utf-8")
    key = tmp_path / "key"
    key.write_text(KEY, encoding="utf-8")
    key.chmod(0o600)
    done = redact_batch(source, tmp_path / "out", "--policy", tmp_path / "p.toml", "--key-file", key)
    assert done.returncode == 0, done.stderr
    for path in sorted(source.iterdir()):
        events: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for line in (tmp_path / "out" / "_redactor" / "audit" / f"{path.name}.jsonl").read_text().splitlines():
            event = json.loads(line)
            assert event["operator"] == operator
            if event["field"] != "id":
                events[event["record"]].append(event)
        missed = 0
        both = zip(texts_of(path), texts_of(tmp_path / "out" / path.name), values_of(path), strict=True)
        for record, (before, after, values) in enumerate(both):
            masked = check(before, after, events[record])
            missed += sum(any(before[p].isalnum() and p not in masked for p in range(*span)) for span in values)
        assert missed <= len(CASES) // 100, path.name
    if operator == "encrypt":
        for path in sorted(source.iterdir()):
            back = tmp_path / f"back-{path.name}"
            told = redactor("reveal", tmp_path / "out" / path.name, back, "--key-file", key)
            assert told.returncode == 0, told.stderr
            assert texts_of(back) == texts_of(path)
            assert path.suffix == ".parquet" or back.read_bytes() == path.read_bytes()
