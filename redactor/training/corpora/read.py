"""Labelled corpora in the forms people have them: GMB/Kaggle CSV, CoNLL columns, JSONL, Parquet."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from redactor.errors import StorageError, UsageError
from redactor.labels import label_map_for, split_tag
from redactor.training.corpora.examples import IGNORED, Example, from_tokens, relabelled, tokens_around
from redactor.training.corpora.gmb import decoded, tutorial_sentences

#: Corpus labels that are no answer either way; their words count nowhere.
IGNORED_LABELS = frozenset({"TIME_VAGUE", "USERNAME"})


@dataclass(frozen=True, slots=True)
class Row:
    """One text with the corpus's own tags: ``tokens`` (perhaps with their ``text``), or ``words`` of ``text``."""

    tags: tuple[str, ...]
    tokens: tuple[str, ...] = ()
    text: str | None = None
    words: tuple[tuple[int, int], ...] | None = None


def read_corpus(path: Path, covered: Iterable[str] | None = None) -> list[Example]:
    """Every example of a corpus file, with our labels.

    ``covered`` names the labels (ours) that the corpus annotates everywhere; by default those that occur in it.
    Raises ``StorageError`` for what cannot be read, and ``UsageError`` that names file and row.
    """
    rows = read_rows(path)
    label_map = corpus_map(rows)
    tags = [relabelled(row.tags, label_map, IGNORED_LABELS, frozenset()) for row in rows]
    labels = frozenset(covered) if covered is not None else labels_in(tags)
    return [_example(row, own, labels) for row, own in zip(rows, tags, strict=True)]


def corpus_map(rows: Iterable[Row]) -> Mapping[str, str]:
    """The label map that fits the whole corpus."""
    return label_map_for({split_tag(tag)[1] for row in rows for tag in row.tags})


def labels_in(tags: Iterable[Iterable[str]]) -> frozenset[str]:
    """The labels that occur in tag sequences."""
    return frozenset(split_tag(tag)[1] for sequence in tags for tag in sequence if tag not in ("O", IGNORED))


def read_rows(path: Path) -> list[Row]:
    """The rows of a corpus file with its own labels, the form chosen by the suffix."""
    name, data = unpacked(path)
    suffix = PurePath(name).suffix.casefold()
    reader = _READERS.get(suffix)
    if reader is None:
        raise UsageError(
            f"{path}: {suffix or 'no suffix'} is no corpus form; known are {', '.join(_READERS)}, .gz and .zip of them"
        )
    rows = reader(data, str(path))
    if not rows:
        raise UsageError(f"{path}: the corpus is empty")
    return rows


def unpacked(path: Path) -> tuple[str, bytes]:
    """(name that carries the suffix, bytes), unpacked from .gz or from the first known file in a .zip."""
    try:
        if path.suffix.casefold() == ".gz":
            with gzip.open(path) as packed:
                return path.stem, packed.read()
        if path.suffix.casefold() == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if PurePath(name).suffix.casefold() in _READERS and not name.startswith("__MACOSX"):
                        return name, archive.read(name)
            raise UsageError(f"{path}: holds no corpus file; known are {', '.join(_READERS)}")
        return path.name, path.read_bytes()
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile):
        raise StorageError(f"{path}: cannot be unpacked, it is broken") from None
    except OSError as error:
        raise StorageError(f"{path}: cannot be read ({error.strerror or type(error).__name__})") from None


def _gmb(data: bytes, name: str) -> list[Row]:
    return [Row(sentence.tags, sentence.words) for sentence in tutorial_sentences(decoded(data), name)]


def _columns(data: bytes, name: str) -> list[Row]:
    """CoNLL: token first, tag last, blank line between sentences; comments and -DOCSTART- lines are skipped."""
    rows: list[Row] = []
    tokens: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*decoded(data).split("\n"), ""], 1):
        # Split on tabs where there are any: tweets hold tokens with odd blanks in them.
        fields = line.rstrip("\r").split("\t") if "\t" in line else line.split()
        if not line.strip() or fields[0] == "-DOCSTART-":
            if tokens:
                rows.append(Row(tuple(tags), tuple(tokens)))
            tokens, tags = [], []
        elif line.startswith("#") and not _is_tag(fields[-1].strip()):
            continue  # a comment; "#" with a tag is a token
        elif len(fields) > 1:
            tokens.append(fields[0])
            tags.append(_tag(fields[-1].strip(), name, number))
        else:
            raise UsageError(f"{name}: row {number} has one column; a token and a tag are needed")
    return rows


def _jsonl(data: bytes, name: str) -> list[Row]:
    rows = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError:
            raise UsageError(f"{name}: row {number} is not JSON") from None
        rows.append(_row(value, name, number))
    return rows


def _parquet(data: bytes, name: str) -> list[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        values = pq.read_table(pa.BufferReader(data)).to_pylist()
    except pa.ArrowException:
        raise StorageError(f"{name}: is not a Parquet file that can be read") from None
    return [_row(value, name, number) for number, value in enumerate(values, 1)]


def _row(value: Any, name: str, number: int) -> Row:
    """A JSON or Parquet row: ``tokens`` or ``words`` with ``tags`` (or ``ner_tags``), or ``text`` with ``spans``."""
    where = f"{name}: row {number}"
    if not isinstance(value, dict):
        raise UsageError(f"{where} is not an object")
    text = value.get("text")
    if text is not None and not isinstance(text, str):
        raise UsageError(f"{where}: text is not a string")
    if value.get("spans") is not None:
        return _span_row(text, value["spans"], where)
    tokens, tags = value.get("tokens", value.get("words")), value.get("tags", value.get("ner_tags"))
    if tokens is None or tags is None or not _strings(tokens) or not _strings(tags):
        raise UsageError(f"{where} needs tokens (or words) and tags, two lists of strings, or text and spans")
    if len(tokens) != len(tags):
        raise UsageError(f"{where} has {len(tokens)} tokens but {len(tags)} tags")
    return Row(tuple(_tag(tag, name, number) for tag in tags), tuple(tokens), text)


def _span_row(text: str | None, spans: Any, where: str) -> Row:
    if text is None:
        raise UsageError(f"{where} has spans but no text")
    checked: list[tuple[int, int, str]] = []
    for span in spans if isinstance(spans, list) else [None]:
        parts = [span.get(key) for key in ("start", "end", "label")] if isinstance(span, dict) else span
        start, end, label = parts if isinstance(parts, list) and len(parts) == 3 else (None, None, None)
        if not (
            isinstance(start, int) and isinstance(end, int) and isinstance(label, str) and 0 <= start < end <= len(text)
        ):
            raise UsageError(f"{where}: a span is not [start, end, label] inside the text")
        checked.append((start, end, label))
    words, tags = tokens_around(text, checked)
    return Row(tuple(tags), text=text, words=tuple(words))


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_tag(tag: str) -> bool:
    return tag == "O" or (tag[:2] in {"B-", "I-", "E-", "S-", "L-", "U-"} and len(tag) > 2)


def _tag(tag: str, name: str, number: int) -> str:
    if _is_tag(tag):
        return tag
    raise UsageError(f"{name}: row {number}: a tag is neither O nor like B-LABEL or I-LABEL")


def _example(row: Row, tags: list[str], covered: frozenset[str]) -> Example:
    if row.words is not None and row.text is not None:
        return Example(row.text, row.words, tuple(tags), covered)
    return from_tokens(row.tokens, tags, covered, row.text)


_READERS: dict[str, Callable[[bytes, str], list[Row]]] = {
    ".csv": _gmb,
    ".conll": _columns,
    ".iob": _columns,
    ".iob2": _columns,
    ".bio": _columns,
    ".tsv": _columns,
    ".txt": _columns,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".parquet": _parquet,
}
