"""Corpora in all forms; the tutorial's split; errors that name file and row and never the text."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from redactor.errors import RedactorError, StorageError, UsageError
from redactor.training.corpora.examples import IGNORED, Example, spans_of
from redactor.training.corpora.gmb import tutorial_sentences, tutorial_split
from redactor.training.corpora.read import read_corpus, read_rows

GMB = (
    b"Sentence #,Word,POS,Tag\r\n"
    b'Sentence: 1,Ann,NNP,B-per\r\n,said,VBD,O\r\n,"""",``,O\r\n,S\xe9oul,NNP,B-geo\r\n,Iraqi,JJ,B-gpe\r\n'
    b"Sentence: 2,Storm,NN,B-nat\r\n,hit,VBD,O\r\n"
    b"Sentence: 3,Bo,NNP,B-per\r\nSentence: 4,Bo,NNP,B-per\r\nSentence: 5,None,DT,O\r\n,came,VBD,O\r\n"
)
CONLL = (
    "-DOCSTART- -X- O O\n\nAnn NNP B-NP B-PER\nLee NNP I-NP I-PER\nruns VBZ O O\n\n# a comment\nOslo NNP B-NP B-LOC\n"
)
ROW = {"tokens": ["Ann", "'s", "in", "Oslo"], "tags": ["B-PERSON", "O", "O", "B-LOC"], "text": "Ann's in  Oslo"}


def entities(examples: list[Example]) -> list[list[tuple[str, str]]]:
    return [
        [(one.text[span.start : span.end], span.label) for span in spans_of(one.words, one.tags)] for one in examples
    ]


def test_gmb_is_read_as_the_tutorial_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "ner_dataset.csv"
    path.write_bytes(GMB)
    examples = read_corpus(path)
    # Sentence 2 lost its first row and so continues sentence 1; 4 repeats 3; pandas reads "None" as a gap.
    assert [one.text for one in examples] == ['Ann said " Séoul Iraqi hit', "Bo", "Bo came"]
    assert entities(examples)[0] == [("Ann", "PERSON"), ("Séoul", "LOCATION"), ("Iraqi", "NRP")]
    assert examples[1].covered == {"PERSON", "LOCATION", "NRP"}
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        archive.writestr("readme.md", "no corpus")
        archive.writestr("ner_dataset.csv", GMB)
    assert read_corpus(tmp_path / "archive.zip") == examples


def test_a_blank_inside_a_word_parts_it() -> None:
    text = "Sentence #,Word,POS,Tag\nSentence: 1,New York,NNP,B-geo\n,\x85,:,O\n,is,VBZ,O\n"
    (sentence,) = tutorial_sentences(text, "x")
    assert sentence.words == ("New", "York", "is") and sentence.tags == ("B-geo", "I-geo", "O")


def test_conll_columns(tmp_path: Path) -> None:
    for name, text in (("a.conll", CONLL), ("b.txt", CONLL.replace("\n", "\r\n")), ("c.tsv", CONLL.replace(" ", "\t"))):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        examples = read_corpus(path)
        assert entities(examples) == [[("Ann Lee", "PERSON")], [("Oslo", "LOCATION")]], name


def test_jsonl_and_parquet_rows(tmp_path: Path) -> None:
    plain, packed, table = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz", tmp_path / "a.parquet"
    plain.write_text(json.dumps(ROW) + "\n\n", encoding="utf-8")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    pq.write_table(pa.Table.from_pylist([ROW]), table)
    examples = read_corpus(plain)
    assert examples[0].text == ROW["text"] and entities(examples) == [[("Ann", "PERSON"), ("Oslo", "LOCATION")]]
    assert read_corpus(packed) == examples == read_corpus(table)
    assert read_corpus(plain, covered=["PERSON"])[0].covered == {"PERSON"}


def test_spans_and_ignored_labels(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"text": "Call Ann Lee(Oslo) now", "spans": [[5, 12, "PERSON"], [13, 17, "LOC"], [19, 22, "TIME_VAGUE"]]}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (one,) = read_corpus(path)
    assert entities([one]) == [[("Ann Lee", "PERSON"), ("Oslo", "LOCATION")]]
    assert one.tags[-1] == IGNORED and one.covered == {"PERSON", "LOCATION"}
    assert [one.text[start:end] for start, end in one.words] == ["Call", "Ann", "Lee", "(", "Oslo", ")", "now"]


SECRET = "Zebedee"


@pytest.mark.parametrize(
    ("name", "content", "where", "kind"),
    [
        ("a.jsonl", f'{{"tokens": ["{SECRET}"], "tags": ["O"]}}\n{{"tokens": ["{SECRET}"', "row 2", UsageError),
        ("a.jsonl", f'{{"tokens": ["{SECRET}"], "tags": []}}', "row 1", UsageError),
        ("a.jsonl", f'{{"tokens": ["{SECRET}"], "tags": ["{SECRET}"]}}', "row 1", UsageError),
        ("a.jsonl", f'{{"text": "{SECRET}", "spans": [[0, 99, "X"]]}}', "row 1", UsageError),
        ("a.jsonl", f'{{"text": "{SECRET}", "spans": [7]}}', "row 1", UsageError),
        ("a.jsonl", f'"{SECRET}"', "row 1", UsageError),
        ("a.jsonl", "", "empty", UsageError),
        ("a.conll", f"{SECRET} B-PER\n{SECRET}\n", "row 2", UsageError),
        ("a.csv", f"id,{SECRET}\n", "row 1", UsageError),
        ("a.csv", f"Sentence #,Word,POS,Tag\nSentence: 1,{SECRET}\n", "row 2", UsageError),
        ("a.docx", SECRET, ".docx", UsageError),
        ("a.jsonl.gz", SECRET, "broken", StorageError),
        ("a.zip", SECRET, "broken", StorageError),
        ("a.parquet", SECRET, "Parquet", StorageError),
        ("missing.csv", None, "cannot be read", StorageError),
    ],
)
def test_errors_name_file_and_row_and_never_text(
    tmp_path: Path, name: str, content: str | None, where: str, kind: type[RedactorError]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(kind) as caught:
        read_corpus(path)
    message = str(caught.value)
    assert str(path) in message and where in message and SECRET not in message


def test_the_split_is_pandas_own() -> None:
    # pandas.DataFrame(range(10)).sample(frac=0.8, random_state=200)
    train, test = tutorial_split(range(10))
    assert sorted(train + test) == list(range(10)) and len(train) == 8 and test == sorted(test)


@pytest.mark.slow
@pytest.mark.shared
def test_the_split_of_the_real_file_is_the_tutorials(shared: Path) -> None:
    rows = read_rows(shared / "gmb" / "ner_dataset.csv.zip")
    assert len(rows) == 47_571
    for name, part in zip(("train", "test"), tutorial_split(rows), strict=True):
        with gzip.open(shared / "gmb" / f"seed_split.{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            wanted = [json.loads(line) for line in lines]
        assert [(list(row.tokens), list(row.tags)) for row in part] == [(row["words"], row["tags"]) for row in wanted]
