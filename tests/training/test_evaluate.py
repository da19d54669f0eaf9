"""Scores: by hand where that is possible, and equal to what the production path answers."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from redactor.cli.calibrate import calibrate as command
from redactor.errors import UsageError
from redactor.labels import bio_tags
from redactor.spans import Span
from redactor.tagger.decoding import log_softmax
from redactor.tagger.tagging import Tagger
from redactor.tagger.word_pieces import words_of
from redactor.training.calibrate import Measured, calibrate, choose, save
from redactor.training.corpora.examples import IGNORED, Example, from_tokens
from redactor.training.corpora.read import read_corpus
from redactor.training.evaluation import metrics
from redactor.training.evaluation.evaluate_tagger import Evaluation, answers, as_json, confusion, evaluate, repeated
from redactor.training.evaluation.judging import AnswerTable, blanked, judge
from redactor.training.model_folder import at_operating_point, open_tagger

CLASSES = bio_tags(("PERSON", "LOCATION"))
TABLE = AnswerTable(CLASSES, ("", "PERSON", "PERSON", "LOCATION", "LOCATION"))
BOTH = frozenset({"PERSON", "LOCATION"})


@given(st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share(case: tuple[int, int]) -> None:
    hits, total = case
    low, high = metrics.wilson(hits, total)
    assert 0 <= low <= high <= 1
    if total:
        assert low <= hits / total <= high


@pytest.mark.parametrize(
    ("spans", "covered"),
    [
        ([], False),
        ([(0, 7)], True),
        ([(0, 3), (4, 7)], True),  # only a blank between the two is open
        ([(0, 3), (5, 7)], False),
        ([(1, 9)], False),
        ([(0, 6)], False),
        ([(8, 11)], False),
    ],
)
def test_wholly_covered(spans: list[tuple[int, int]], covered: bool) -> None:
    found = [Span(start, end, "ORGANIZATION") for start, end in spans]
    assert metrics.wholly_covered("Ann Lee in Oslo", Span(0, 7, "PERSON"), found) is covered


def test_strict_and_default_differ_on_a_stray_inside() -> None:
    gold, told = [["B-PERSON", "I-PERSON", "O"]], [["I-PERSON", "I-PERSON", "O"]]
    assert metrics.seqeval_scores(gold, told, ["PERSON"], strict=True)["micro"]["f1"] == 0
    assert metrics.seqeval_scores(gold, told, ["PERSON"], strict=False)["labels"]["PERSON"]["f1"] == 1


def test_nothing_to_find_and_nothing_found_is_no_crash() -> None:
    scores = metrics.seqeval_scores([["O"]], [["O"]], ["PERSON"], strict=True)
    assert scores["micro"]["support"] == 0 and scores["labels"]["PERSON"]["f1"] == 0


def test_span_agreement() -> None:
    a, b, c = Span(0, 2, "X"), Span(3, 4, "X"), Span(3, 4, "Y")
    assert metrics.span_agreement([[a, b]], [[a, b]]) == 1
    assert metrics.span_agreement([[a, b]], [[a, c]]) == 0.5
    assert metrics.span_agreement([[]], [[]]) == 1


def test_calibration_error_by_hand() -> None:
    assert metrics.calibration_error([0.95, 0.95], [True, False], 10) == pytest.approx(0.45)


def test_blanking_repairs_what_it_beheads() -> None:
    assert blanked(["B-PERSON", "I-PERSON", "I-PERSON"], [True, False, False]) == ["O", "B-PERSON", "I-PERSON"]


def judged(
    example: Example, told: list[Span], probabilities: list[list[float]]
) -> tuple[tuple[str, ...], tuple[str, ...], float, int, int]:
    words = words_of(example.words, range(len(example.words)))
    scores = np.log(np.asarray(probabilities, dtype=np.float32))
    one = judge(example, words, scores, told, TABLE, BOTH & example.covered, [1] * len(words))
    return one.gold, one.predicted, one.nll, one.right, one.scored


def test_judging_by_hand() -> None:
    example = from_tokens(
        ["Ann", "in", "Oslo", "soon"], ["B-PERSON", "O", "B-LOCATION", IGNORED], frozenset({"PERSON"})
    )
    told = [Span(0, 3, "PERSON"), Span(7, 11, "LOCATION"), Span(12, 16, "PERSON")]
    rows = [[0.1, 0.6, 0.1, 0.1, 0.1], [0.8, 0.05, 0.05, 0.05, 0.05], [0.2, 0.1, 0.1, 0.5, 0.1], [0.2] * 5]
    gold, predicted, nll, right, scored = judged(example, told, rows)
    assert gold == ("B-PERSON", "O", "O", "O")  # LOCATION is not covered, the last word is ignored
    assert predicted == ("B-PERSON", "O", "O", "O")
    # O of an uncovered label's word: O, B-LOCATION and I-LOCATION are all right.
    assert nll == pytest.approx(-math.log(0.6) - math.log(0.9) - math.log(0.8), abs=1e-5)
    assert (right, scored) == (3, 3)


def test_a_checkpoint_without_begin_classes_can_be_right() -> None:
    table = AnswerTable(("O", "I-PER"), ("", "PERSON"))
    allowed = table.allowed("B-PERSON", BOTH)
    assert allowed is not None and allowed.tolist() == [False, True]
    assert table.allowed("B-LOCATION", BOTH) is None


def test_pieces_repeat_the_words_tag() -> None:
    assert repeated(["B-PERSON", "O"], [3, 0]) == ["B-PERSON"] * 3


def test_confusion_counts_words() -> None:
    example = from_tokens(["Ann", "in"], ["B-PERSON", "O"], BOTH)
    words = words_of(example.words, range(len(example.words)))
    one = judge(
        example, words, log_softmax(np.zeros((2, 5), np.float32)), [Span(0, 3, "LOCATION")], TABLE, BOTH, [1, 1]
    )
    names, table = confusion(Evaluation((one,), BOTH, frozenset()))
    assert names == ["LOCATION", "PERSON", "O"] and table == [[0, 0, 0], [1, 0, 0], [0, 0, 1]]


def test_the_answers_are_the_taggers_own(trained: Path, tiny_corpus: Path) -> None:
    from redactor.training.corpora.read import read_corpus

    tagger = open_tagger(trained, "torch")
    examples = [
        *read_corpus(tiny_corpus)[:20],
        from_tokens(['"', "", "\x92", "Ann"], ["O", "O", "O", "B-PERSON"], BOTH),
        from_tokens([""], ["O"], BOTH),
    ]
    assert [spans for _, _, spans in answers(tagger, examples)] == tagger.tag([one.text for one in examples])
    result = as_json(evaluate(tagger, examples))
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert set(result["schemes"]) == {"strict_word", "default_word", "wordpiece"}
    for scores in result["schemes"].values():
        assert set(scores["micro"]) >= {"precision", "recall", "f1"} and set(scores["labels"]) == {"PERSON", "LOCATION"}
    assert set(result["coverage"]) == {"PERSON", "LOCATION", "ALL"}
    assert set(result["coverage"]["ALL"]) == {"covered", "support", "share", "low", "high"}
    assert set(result["sentences_without_leak"]) >= {"share", "low", "high", "support"}
    assert 0 < result["loss"] < 5 and 0 <= result["accuracy"] <= 1


def test_unknown_and_chosen_labels(trained: Path) -> None:
    tagger = open_tagger(trained, "torch")
    examples = [from_tokens(["Ann", "x"], ["B-PERSON", "B-MISC"], frozenset({"PERSON", "MISC"}))]
    assert as_json(evaluate(tagger, examples))["labels_unknown_to_model"] == ["MISC"]
    assert as_json(evaluate(tagger, examples))["labels"] == ["PERSON"]
    assert as_json(evaluate(tagger, examples, ["MISC"]))["coverage"]["MISC"]["support"] == 1


def test_calibration_ends_in_the_model_folder(trained: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(trained, folder)
    examples = read_corpus(tiny_corpus)[:30]
    found = calibrate(open_tagger(folder, "torch"), examples)
    save(folder, found)
    kept = json.loads((folder / "redactor.json").read_text())
    assert kept["label_map"] and kept["temperature"] == found.reliability.temperature
    assert set(kept["operating_points"]) == {"balanced", "recall-0.95", "recall-0.98", "recall-0.99"}
    for name in ("balanced", "recall-0.99"):
        tagger = at_operating_point(open_tagger(folder, "torch"), name)
        told = as_json(evaluate(tagger, examples[1::2]))
        measured = found.measured[name]
        assert {label: told["coverage"][label]["share"] for label in ("PERSON", "LOCATION")} == measured.coverage
        assert told["schemes"]["strict_word"]["micro"]["f1"] == pytest.approx(measured.f1)


def test_the_recall_points_reach_what_they_say_where_they_are_chosen(trained: Path, tiny_corpus: Path) -> None:
    tagger, examples = open_tagger(trained, "torch"), read_corpus(tiny_corpus)[:30]
    found = calibrate(tagger, examples)

    def told(bias: Mapping[str, float]) -> dict[str, Any]:
        return as_json(evaluate(Tagger(replace(tagger.checkpoint, bias=dict(bias)), tagger.runtime), examples[::2]))

    balanced, most = told(found.bias), told(found.operating_points["recall-0.99"])
    micro = [scores["schemes"]["strict_word"]["micro"]["f1"] for scores in (told({}), balanced)]
    assert micro[1] >= micro[0] - 1e-9
    for label in ("PERSON", "LOCATION"):
        share = most["coverage"][label]["share"]
        assert share >= balanced["coverage"][label]["share"] or share >= 0.99


def test_the_command_that_calibrates(trained: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(trained, folder)
    told = CliRunner().invoke(
        command, ["--model", str(folder), "--data", str(tiny_corpus), "--limit", "20", "--default", "PERSON=0.8"]
    )
    assert told.exit_code == 0, told.output
    assert json.loads((folder / "redactor.json").read_text())["bias"] == {"LOCATION": 0.0, "PERSON": 0.8}
    assert [line.split()[0] for line in told.output.splitlines()] == [
        *("point", "balanced", "recall-0.95", "recall-0.98", "recall-0.99", "temperature")
    ]
    for wrong in ("PERSON", "PERSON=much", "PERSON=nan", "PERSON=1,PERSON=2"):
        refused = CliRunner().invoke(command, ["--model", str(folder), "--data", str(tiny_corpus), "--default", wrong])
        assert refused.exit_code == 2 and "LABEL=NATS" in refused.output
    with pytest.raises(UsageError, match="PERSON"):
        calibrate(open_tagger(folder, "torch"), read_corpus(tiny_corpus)[:4], {"PERSONS": 1.0})
    with pytest.raises(UsageError, match="two"):
        calibrate(open_tagger(folder, "torch"), read_corpus(tiny_corpus)[:1])


def test_operating_points_of_a_known_function() -> None:
    def measure(bias: dict[str, float]) -> Measured:
        quality = 1 - sum((value - 0.4) ** 2 for value in bias.values()) / 50
        return Measured(
            quality, quality, quality, {label: min(1.0, 0.9 + 0.05 * value) for label, value in bias.items()}
        )

    points = choose(measure, ["A", "B"], recalls=(0.95,))  # type: ignore[arg-type]
    assert points == {"balanced": {"A": 0.4, "B": 0.4}, "recall-0.95": {"A": 1.0, "B": 1.0}}


def test_the_command(trained: Path, tiny_corpus: Path, tmp_path: Path) -> None:
    other = tiny.write_rows(tmp_path / "other.jsonl", tiny.rows(20, 5))
    done = tiny.redactor(
        "evaluate",
        "--model",
        trained,
        "--backend",
        "torch",
        "--data",
        tiny_corpus,
        "--data",
        other,
        "--limit",
        10,
        "--json",
        tmp_path / "e.json",
        "--confusion",
        tmp_path / "c.png",
        "--curve",
        tmp_path / "t.png",
    )
    assert done.returncode == 0, done.stderr
    assert "strict IOB2 by word" in done.stdout and "seqeval default by word piece" in done.stdout
    result = json.loads((tmp_path / "e.json").read_text())
    assert result["sentences"] == 20 and result["model_labels"] == {"PERSON": "PERSON", "LOCATION": "LOCATION"}
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in ("c.png", "t.png"))


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--data", "missing.jsonl"], 4),
        ([], 2),
        (["--data", "CORPUS", "--model", "nowhere"], 2),
        (["--data", "CORPUS", "--model", "MODEL", "--backend", "onnx"], 2),
        (["--data", "CORPUS", "--model", "MODEL", "--operating-point", "recall-0.5"], 2),
    ],
)
def test_exit_codes(trained: Path, tiny_corpus: Path, args: list[str], code: int) -> None:
    names = {"CORPUS": str(tiny_corpus), "MODEL": str(trained)}
    done = tiny.redactor(
        "evaluate", *(["--model", trained] if "--model" not in args else []), *(names.get(arg, arg) for arg in args)
    )
    assert done.returncode == code and done.stderr.strip() and "Traceback" not in done.stderr
