"""A name with a symbol glued to it is found as it is beside plain words: emoji, boxes, currency, icons, letters of no alphabet we know."""

from __future__ import annotations

import random
import unicodedata

import pytest
from tokenizers import Tokenizer

from redactor.spans import Span
from redactor.tagger.checkpoint import EMBEDDED, load_checkpoint
from redactor.tagger.tagging import Failure, Tagger, load_tagger
from redactor.tagger.word_pieces import parted, visible

_KINDS = {"So", "Sm", "Sc", "Sk", "Co", "Cn"}
_STRANGE = "ꙮ𝔛ᚠⴰ߷"  # letters that the vocabulary lacks
_COMMON = "❤😀☎┃│─★•→€£¥₿♥✓✔✗©®™°±÷×¬¦§¨¯¸\ue000\uf8ff\U0001fae9"
_SYLLABLES = "ma ri sol han ne lo re bran vi ko ta shel ber ka du mir zo fel gri ton wen ski yar os".split()  # noqa: SIM905  shorter
_SENTENCES = ("My name is {}.", "{} called about the invoice.", "Please ask {} to sign the form.", "Contact: {}")
_PLACES = ("{0}{1}{0}", "{1}{0}", "{0}{1}")


def _symbols(rng: random.Random, count: int) -> list[str]:
    every = [char for char in map(chr, range(0xA0, 0x20000)) if unicodedata.category(char) in _KINDS]
    return [*_COMMON, *_STRANGE, *rng.sample(every, count - len(_COMMON) - len(_STRANGE))]


def _name(rng: random.Random) -> str:
    """An invented name, on nobody's list."""
    return " ".join("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 3))).title() for _ in range(2))


def _whole(spans: list[Span] | Failure, text: str, name: str) -> bool:
    assert isinstance(spans, list)
    start = text.index(name)
    return all(any(span.start <= at < span.end for span in spans) for at in range(start, start + len(name)))


def _found(tagger: Tagger, cases: list[tuple[str, str]]) -> list[bool]:
    answers = tagger.tag([text for text, _ in cases])
    return [_whole(spans, *case) for spans, case in zip(answers, cases, strict=True)]


def test_no_name_is_lost_beside_a_symbol() -> None:
    rng = random.Random(7)
    symbols, names = _symbols(rng, 266), [_name(rng) for _ in range(500)]
    tagger = load_tagger()
    plain = [(_SENTENCES[at % 4].format(name), name) for at, name in enumerate(names)]
    kept = [at for at, found in enumerate(_found(tagger, plain)) if found]
    assert len(kept) > 480
    cases = [
        (_SENTENCES[at % 4].format(place.format(symbols[at % len(symbols)], names[at])), names[at])
        for at in kept
        for place in _PLACES
    ]
    lost = [text for (text, _), found in zip(cases, _found(tagger, cases), strict=True) if not found]
    assert len(lost) <= len(cases) // 1000  # "¥Nefelshel" is read as the model reads "¥ Nefelshel", once


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Marisol😀", ["Marisol"]),
        ("┃Ann┃Lee", ["Ann", "Lee"]),
        ("Ann😀😀☎Lee", ["Ann", "Lee"]),
        ("Ann\ue000Lee", ["Ann", "Lee"]),
        ("Annꙮ €5", ["Ann", "ꙮ", "€", "5"]),
        ("Nguyễn O'Neil", ["Nguyễn", "O", "'", "Neil"]),
        ("José\u200b", ["José"]),
        ("日本ka", ["日", "本", "ka"]),
    ],
)
def test_words_part_at_symbols(text: str, words: list[str]) -> None:
    encoding = load_checkpoint().tokenizer.encode(visible(text), add_special_tokens=False)
    spans: dict[int, list[int]] = {}
    for number, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        spans.setdefault(number, [start, end])[1] = end
    assert [text[start:end] for start, end in spans.values()] == words


def test_the_shipped_file_parts_by_itself_and_parting_twice_changes_nothing() -> None:
    own = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
    assert own.encode("Marisol😀", add_special_tokens=False).tokens == ["maris", "##ol"]
    assert parted(own).to_str() == Tokenizer.from_file(str(EMBEDDED / "tokenizer.json")).to_str()


def test_visible_keeps_the_length() -> None:
    text = "".join(map(chr, range(0x20, 0xD800))) + "\ue000\U000f0000"
    assert len(visible(text)) == len(text)
