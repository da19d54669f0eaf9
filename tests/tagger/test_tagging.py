"""The tagger on any text, and with runtimes that fail: what was not looked at is named, never passed over."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from redactor.errors import ModelError
from redactor.records import detectable
from redactor.spans import Span, check_disjoint
from redactor.tagger.checkpoint import EMBEDDED, Checkpoint, load_checkpoint
from redactor.tagger.runtime import Bools, Floats, Ints
from redactor.tagger.tagging import Failure, Tagger, load_tagger

CLASSES = ("O", "B-PERSON", "I-PERSON")
COUNT = 30
TOKENS = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "niels", "bohr", ".", ",", "a", "##b", *(f"t{i}" for i in range(COUNT))]
VOCABULARY = {token: i for i, token in enumerate(TOKENS)}


class WordRuntime:
    """Says B-PERSON for ``niels`` and I-PERSON for ``bohr``; ``spoil`` may change what it answers on the n-th call."""

    picks = False

    def __init__(
        self, spoil: Callable[[int, Floats, Ints], Floats] = lambda call, logits, ids: logits, *, pads: bool = True
    ) -> None:
        self.spoil, self.calls, self.pads = spoil, 0, pads
        self.seen: list[Ints] = []

    def logits(self, ids: Ints, mask: Ints, types: Ints, wanted: Bools | None = None) -> Floats:
        self.calls += 1
        self.seen.append(ids)
        assert self.pads or mask.all()
        logits = np.zeros((*ids.shape, 3), np.float32)
        logits[..., 0] = 5
        for tag, word in ((1, "niels"), (2, "bohr")):
            logits[ids == VOCABULARY[word], tag] = 9
        return self.spoil(self.calls, logits, ids)


def tagger(runtime: WordRuntime | None = None, window: int = 16) -> Tagger:
    tokenizer = Tokenizer(models.WordPiece(VOCABULARY, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    checkpoint = Checkpoint(Path(), tokenizer, CLASSES, {}, (1, 2, 0), window, 4, False, "first", {}, {})
    return Tagger(checkpoint, runtime or WordRuntime())


def found(text: str, spans: list[Span] | Failure) -> list[str]:
    assert isinstance(spans, list)
    return [text[span.start : span.end] for span in spans]


def all_persons(call: int, logits: Floats, ids: Ints) -> Floats:
    return np.broadcast_to(np.float32([0, 9, 0]), logits.shape)


def left(text: str, spans: Sequence[Span]) -> list[str]:
    """Letters and digits that are in no span."""
    covered = {at for span in spans for at in range(span.start, span.end)}
    return [char for at, char in enumerate(text) if at not in covered and char.isalnum()]


ODD = [
    ("", []),
    (" \n\t", []),
    ("Niels Bohr, a Niels.", ["Niels Bohr", "Niels"]),
    ("🎈🎈 Niels 👩‍👩‍👧 Bohr", ["Niels"]),
    ("Nie\u0301ls NIELS n\u0131els", ["Nie\u0301ls", "NIELS"]),
    ("\u202bNiels\u202c שלום Bohr", ["Niels"]),
    ("N\x00iels \x07Niels\x08", ["N\x00iels", "Niels"]),
    ("\udcffNiels\ud800", ["Niels"]),
    ("Niels\ufffd Bohr", ["Niels\ufffd Bohr"]),
    ("𝔑𝔦𝔢𝔩𝔰 Niels", ["Niels"]),
    ("word " * 400 + "Niels " + "word " * 400, ["Niels"]),
]


@pytest.mark.parametrize(("text", "want"), ODD, ids=range(len(ODD)))
def test_offsets_point_at_the_right_characters(text: str, want: list[str]) -> None:
    assert found(text, tagger().tag([text])[0]) == want


ANY = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("\ud800\udfff\udc80\x00\x07\u0301\u202e\u200d🎈שа .\n\r\t")),
    max_size=400,
)


@settings(max_examples=120, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=4), st.integers(8, 40))
def test_every_character_is_looked_at(texts: list[str], window: int) -> None:
    """A model that takes every token for a name leaves no letter and no digit of any text."""
    runtime = WordRuntime()
    made, everything = tagger(runtime, window), tagger(WordRuntime(all_persons), window)
    for text, spans in zip(texts, made.tag(texts), strict=True):
        assert isinstance(spans, list)
        check_disjoint(spans)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        [named] = everything.tag([text])
        assert isinstance(named, list) and left(detectable(text), named) == []
    assert all(ids.shape[1] <= window for ids in runtime.seen)


def test_a_word_of_two_megabytes() -> None:
    text = "x" * 2_000_000 + " Niels"
    assert found(text, tagger().tag([text])[0]) == ["Niels"]


@pytest.mark.parametrize("pads", [True, False])
def test_batches_do_not_change_what_is_found(pads: bool) -> None:
    texts = [f"a {'b ' * (i * 7 % 50)} Niels Bohr {'a, ' * (i % 11)}" for i in range(40)]
    together = tagger(WordRuntime(pads=pads)).tag(texts)
    assert together == [tagger().tag([text])[0] for text in texts]
    assert all(found(text, spans) == ["Niels Bohr"] for text, spans in zip(texts, together, strict=True))


def _raise(error: Exception) -> Floats:
    raise error


def _not_a_number(logits: Floats) -> Floats:
    logits[-1, -1, 1] = np.nan
    return logits


FAULTS: dict[str, tuple[Callable[[Floats], Floats], str]] = {
    "raises": (lambda logits: _raise(RuntimeError("Niels was here")), "inference-error:RuntimeError"),
    "memory": (lambda logits: _raise(MemoryError()), "inference-error:MemoryError"),
    "nan": (_not_a_number, "inference-error:ArithmeticError"),
    "infinite": (lambda logits: np.full_like(logits, np.inf), "inference-error:ArithmeticError"),
    "short": (lambda logits: logits[:, :-1], "inference-error:ArithmeticError"),
    "classes": (lambda logits: logits[..., :2], "inference-error:ArithmeticError"),
    "nothing": (lambda logits: None, "inference-error:AttributeError"),  # type: ignore[return-value,dict-item]
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_exactly_the_texts_of_a_failed_batch_fail(fault: str, nth: int) -> None:
    spoil, reason = FAULTS[fault]
    concerned: list[Ints] = []

    def spoiled(call: int, logits: Floats, ids: Ints) -> Floats:
        if call != nth:
            return logits
        concerned.append(ids)
        return spoil(logits)

    texts = [f"t{i} " * (1 + i * 17 % 400) + "Niels" for i in range(COUNT)]
    answers = tagger(WordRuntime(spoiled), window=256).tag(texts)
    failed = [i for i, answer in enumerate(answers) if isinstance(answer, Failure)]
    assert failed == [i for i in range(COUNT) if (concerned[0] == VOCABULARY[f"t{i}"]).any()]
    assert 0 < len(failed) < COUNT
    assert {answer.reason for answer in answers if isinstance(answer, Failure)} == {reason}
    good = tagger(window=256).tag(texts)
    assert [answer for answer in answers if not isinstance(answer, Failure)] == [
        good[i] for i in range(COUNT) if i not in failed
    ]


# --- the shipped model ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Tagger:
    if not EMBEDDED.is_dir():
        pytest.skip("redactor/models/en is not there")
    return load_tagger()


def test_the_tutorials_sentence(shipped: Tagger) -> None:
    text = "My name is Niels and New York is a city"
    [spans] = shipped.tag([text])
    assert isinstance(spans, list)
    assert [(text[s.start : s.end], s.label) for s in spans] == [("Niels", "PERSON"), ("New York", "LOCATION")]


def test_the_shipped_model_takes_no_padding_and_so_no_text_changes_another(shipped: Tagger) -> None:
    ids = np.full((2, 5), 2_000)
    mask = np.ones_like(ids)
    mask[1, 3:] = 0
    assert not shipped.runtime.pads
    with pytest.raises(ValueError, match="no padding"):
        shipped.runtime.logits(ids, mask, np.zeros_like(ids))
    texts = [f"{'So ' * (i % 5)}Ann Lee met Tô Lan in Oslo on {i} May." for i in range(30)]
    together = shipped.scores(texts)
    for text, found in zip(texts, together, strict=True):
        alone = shipped.scores([text])[0]
        assert not isinstance(found, Failure) and not isinstance(alone, Failure)
        assert np.array_equal(found.scores, alone.scores)


def test_the_shipped_tokenizer_covers_every_letter(shipped: Tagger) -> None:
    text = "Trần Văn Bình, שלום 中文 ёлка e\u0301 ﬁn x\u00adray İstanbul ß №5 ½ " + "z" * 300
    person = shipped.checkpoint.classes.index("B-PERSON")

    class Persons:
        picks, pads = False, True

        def logits(self, ids: Ints, mask: Ints, types: Ints, wanted: Bools | None = None) -> Floats:
            logits = np.zeros((*ids.shape, len(shipped.checkpoint.classes)), np.float32)
            logits[..., person] = 9
            return logits

    [spans] = Tagger(shipped.checkpoint, Persons()).tag([text])
    assert isinstance(spans, list) and left(text, spans) == []


# --- model folders that cannot be used ------------------------------------------------------------


def _folder(root: Path, config: object, tokenizer: bool = True) -> Path:
    root.mkdir()
    if config is not None:
        (root / "config.json").write_text(config if isinstance(config, str) else json.dumps(config))
    if tokenizer:
        tagger().checkpoint.tokenizer.save(str(root / "tokenizer.json"))
    return root


GOOD = {"id2label": {str(i): tag for i, tag in enumerate(CLASSES)}}
BAD: Sequence[tuple[object, bool, str]] = [
    (None, True, "config.json is missing"),
    ("{", True, "cannot be read as JSON"),
    ("[]", True, "is not a JSON object"),
    (GOOD, False, "has no tokenizer"),
    ({}, True, "has no id2label"),
    ({"id2label": {"0": "O", "2": "B-X"}}, True, "does not match its id2label"),
    ({**GOOD, "num_labels": 5}, True, "does not match its id2label"),
    ({"id2label": {"0": "X"}}, True, "no class 'O'"),
    ({"id2label": {"zero": "O"}}, True, "a key that is no number"),
]


@pytest.mark.parametrize(("config", "tokenizer", "message"), BAD)
def test_bad_model_folders_are_named(tmp_path: Path, config: object, tokenizer: bool, message: str) -> None:
    folder = _folder(tmp_path / "model", config, tokenizer)
    with pytest.raises(ModelError, match=message) as caught:
        load_checkpoint(folder)
    assert caught.value.exit_code == 2 and str(folder) in str(caught.value)


def test_a_folder_without_weights_or_with_broken_ones(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "model", GOOD)
    for backend, name in (
        (None, "model.onnx or model.safetensors"),
        ("onnx", "redactor export"),
        ("torch", "model.safetensors"),
    ):
        with pytest.raises(ModelError, match=name):
            load_tagger(folder, backend)
    (folder / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match="not a model that ONNX Runtime can load"):
        load_tagger(folder)
    with pytest.raises(ModelError, match="does not exist"):
        load_checkpoint(tmp_path / "nowhere")


def test_a_tokenizer_saved_with_truncation_does_not_truncate(tmp_path: Path) -> None:
    made = tagger().checkpoint.tokenizer
    made.enable_truncation(8)
    made.enable_padding(length=8)
    (tmp_path / "model").mkdir()
    (tmp_path / "model/config.json").write_text(json.dumps(GOOD))
    made.save(str(tmp_path / "model/tokenizer.json"))
    loaded = load_checkpoint(tmp_path / "model").tokenizer
    assert len(loaded.encode("a " * 50, add_special_tokens=False).ids) == 50
    assert len(loaded.encode("a", add_special_tokens=False).ids) == 1
