"""``evaluate --html``, ``--against``, ``--probes``: what stands behind the page, and the command itself."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import numpy as np
import pytest
import tiny

from redactor.labels import bio_tags
from redactor.spans import Span
from redactor.tagger.decoding import Decoder
from redactor.tagger.tagging import Scored
from redactor.tagger.word_pieces import words_of
from redactor.training.corpora.examples import IGNORED, from_tokens
from redactor.training.evaluation.curves import bias_curves, covered_until, rebiased, score_curves
from redactor.training.evaluation.evaluate_tagger import Answer, Evaluation
from redactor.training.evaluation.mistakes import FALSE, LEAK, WRONG, apart, worst
from redactor.training.evaluation.reliability import measure_reliability

BOTH = frozenset({"PERSON", "LOCATION"})
CLASSES = bio_tags(("PERSON", "LOCATION"))
DECODER = Decoder(CLASSES, {"person": "PERSON", "location": "LOCATION"})


def answer(tokens: list[str], tags: list[str], rows: list[list[float]], spans: list[Span] | None = None) -> Answer:
    example = from_tokens(tokens, tags, BOTH)
    words = words_of(example.words, range(len(example.words)))
    scored = Scored(example.text, words, np.log(np.asarray(rows, dtype=np.float32)))
    (path,) = DECODER.decode([scored.scores])
    return example, scored, DECODER.spans(example.text, words, scored.scores, path) if spans is None else spans


#: "Ann" is found as PERSON, "Bo" only with 1 nat more, "train" is told to be a LOCATION.
ANSWERS = [
    answer(["Ann", "waits"], ["B-PERSON", "O"], [[0.1, 0.8, 0.05, 0.03, 0.02], [0.96, 0.01, 0.01, 0.01, 0.01]]),
    answer(["call", "Bo"], ["O", "B-PERSON"], [[0.96, 0.01, 0.01, 0.01, 0.01], [0.6, 0.3, 0.04, 0.03, 0.03]]),
    answer(["train"], ["O"], [[0.2, 0.05, 0.05, 0.65, 0.05]]),
]


def test_bias_curves_are_what_decoding_gives() -> None:
    location, person = bias_curves(ANSWERS, DECODER, BOTH)
    assert (location.label, person.label, person.chosen) == ("LOCATION", "PERSON", 0.0)
    at = {point.at: point for point in person.points}
    assert (at[0.0].precision, at[0.0].recall, at[0.0].coverage) == (1.0, 0.5, 0.5)
    assert (at[1.0].precision, at[1.0].recall, at[1.0].coverage) == (1.0, 1.0, 1.0)
    assert at[6.0].precision < 1.0 and at[-3.0].recall == 0.0 and at[-3.0].precision == 1.0
    assert {point.at: point.precision for point in location.points}[0.0] == 0.0
    assert rebiased(DECODER, "PERSON", 1.0).bias.tolist() == [0, 1, 1, 0, 0] and not DECODER.bias.any()


def test_score_curves_fall_where_scores_lie() -> None:
    _, person = score_curves(ANSWERS, BOTH, {"PERSON": 0.4})
    recalls = {point.at: point.recall for point in person.points}
    assert recalls[0.0] == recalls[0.8] == 0.5 and recalls[0.9] == 0.0 and person.chosen == 0.4
    assert covered_until("Ann", Span(0, 3, "PERSON"), [Span(0, 1, "PERSON", 0.9)]) == -1


def test_words_that_nobody_labelled_are_no_errors() -> None:
    ignored = answer(["train"], [IGNORED], [[0.2, 0.05, 0.05, 0.65, 0.05]])
    counts, shown = worst(Evaluation((), BOTH, frozenset(), (ignored,)), DECODER)
    assert not any(counts.values()) and not shown
    _, location = score_curves([ignored], BOTH, {})[::-1]
    assert location.points[0].precision == 1.0


def test_worst_errors_are_sorted_and_cut() -> None:
    mistaken = answer(["Oslo"], ["B-LOCATION"], [[0.05, 0.9, 0.01, 0.03, 0.01]])
    counts, shown = worst(Evaluation((), BOTH, frozenset(), (*ANSWERS, mistaken)), DECODER)
    assert counts == {LEAK: 1, FALSE: 1, WRONG: 1}
    leak, false, wrong = shown
    assert (leak.number, leak.gold, leak.predicted) == (2, "PERSON", "") and leak.sure == pytest.approx(
        1 - 0.34, abs=1e-5
    )
    assert [(piece.text, piece.gold, piece.predicted, piece.here) for piece in leak.pieces] == [
        ("call ", False, False, False),
        ("Bo", True, False, True),
    ]
    assert false.predicted == "LOCATION 0.70" and wrong.gold == "LOCATION" and wrong.predicted.startswith("PERSON")
    long = answer(["x" * 200, "Bo"], ["O", "B-PERSON"], [[0.96, 0.01, 0.01, 0.01, 0.01], [0.6, 0.3, 0.04, 0.03, 0.03]])
    (_, (cut,)) = worst(Evaluation((), BOTH, frozenset(), (long,)), DECODER)
    assert cut.cut_before and not cut.cut_after and sum(len(piece.text) for piece in cut.pieces) < 100


def test_what_one_side_finds_alone() -> None:
    found = Evaluation(
        (), BOTH, frozenset(), tuple((example, one, [Span(0, 99, "X", 1.0)]) for example, one, _ in ANSWERS)
    )
    own = Evaluation((), BOTH, frozenset(), tuple(ANSWERS))
    assert apart(found, own)[0] == 1 and apart(own, found)[0] == 0 and apart(found, own, shown=0)[1] == []


def test_reliability_before_and_after() -> None:
    scored = [(example, one) for example, one, _ in ANSWERS]
    found = measure_reliability(scored, DECODER, 1.0)
    assert not found.fitted and found.ece_before == found.ece_after and found.words == 2
    # "Ann" at 0.85 is right, "train" at 0.70 is not.
    assert found.ece_before == pytest.approx((0.15 + 0.70) / 2, abs=1e-5)
    assert measure_reliability(scored, DECODER, None).fitted


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        {"tokens": ["My", "name", "is", "Niels", "Bohr", "."], "tags": ["O", "O", "O", "B-per", "I-per", "O"]},
        {"tokens": ["We", "live", "in", "Zzyx", "."], "tags": ["O", "O", "O", "B-geo", "O"]},
    ]
    return tiny.write_rows(tmp_path_factory.mktemp("data") / "texts.jsonl", rows * 4)


def test_the_page_of_two_policies(texts: Path, tmp_path: Path) -> None:
    policy = tmp_path / "names.toml"
    policy.write_text('[deny.LOCATION]\nwords = ["Zzyx"]\n')
    page, numbers = tmp_path / "page.html", tmp_path / "n.json"
    done = tiny.redactor("evaluate", "--data", texts, "--against-policy", policy, "--html", page, "--json", numbers)
    assert done.returncode == 0, done.stderr
    assert "wholly masked" in done.stdout and "Zzyx" not in done.stdout + done.stderr
    shown = page.read_text(encoding="utf-8")
    assert "A: the embedded model, policy default" in shown and "B: the embedded model, policy names.toml" in shown
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    found = json.loads(numbers.read_text())
    assert found["against"]["coverage"]["LOCATION"]["share"] == 1.0
    assert found["reliability"]["words"] and found["against"]["name"].endswith("names.toml")


def test_probes(tmp_path: Path) -> None:
    done = tiny.redactor("evaluate", "--probes", "--json", tmp_path / "f.json")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "f.json").read_text())["fairness"]
    assert found["all"]["support"] == 960 and set(found["genders"]) == {"female", "male"} and len(found["origins"]) == 8
    assert len(found["groups"]) == 16 and all(one["low"] <= one["share"] <= one["high"] for one in found["groups"])
    shares = [one["share"] for one in found["origins"].values()]
    assert found["gaps"]["origin"]["gap"] == pytest.approx(max(shares) - min(shares))
    assert "largest gap by origin" in done.stdout


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--labels", "PERSN"], "did you mean PERSON?"),
        (["--html", "nowhere/x.html"], "there is no folder nowhere"),
        (["--policy", "default", "--backend", "onnx"], "a policy names its own operating point"),
        (["--policy", "defualt"], "default"),
        (["--aganst", "x"], "--against"),
    ],
)
def test_what_is_wrong_is_said_before_the_work(texts: Path, args: list[str], told: str) -> None:
    done = tiny.redactor("evaluate", "--data", texts, *args)
    assert done.returncode in (2, 4) and told in done.stderr and "Traceback" not in done.stderr
    assert not done.stdout


def test_a_page_needs_data() -> None:
    assert tiny.redactor("evaluate", "--probes", "--html", "x.html").returncode == 2


def test_quiet_says_nothing(texts: Path, tmp_path: Path) -> None:
    done = tiny.redactor("evaluate", "--data", texts, "--quiet", "--json", tmp_path / "n.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "") and (tmp_path / "n.json").stat().st_size
