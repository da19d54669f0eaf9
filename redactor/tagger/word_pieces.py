"""The pre-tokenizer's words of a text: the units that labels are given to, in training and in use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import Replace
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import BertPreTokenizer, Split
from tokenizers.pre_tokenizers import Sequence as Steps

Places = NDArray[np.int32]

#: No name goes on behind a blank line.
PARAGRAPH = re.compile(r"\n[^\S\n]*\n")

#: Private-use characters (icon fonts). BERT's normalizer drops them, and what stood on both sides would be one word.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def parted(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer, changed so that words part at symbols and at letters which its vocabulary lacks.

    BERT parts words at blanks and punctuation alone, and WordPiece knows nothing of a word with one unknown character:
    "Ann" with an emoji glued to it would be ``[UNK]``. Other kinds of tokenizer, and one changed before, stay as they are.
    """
    if not (isinstance(tokenizer.model, WordPiece) and isinstance(tokenizer.pre_tokenizer, BertPreTokenizer)):
        return tokenizer
    vocabulary = (token for token in tokenizer.get_vocab() if len(token) == 1 and not token.isascii())
    known = "".join(sorted(char for char in vocabulary if unicodedata.category(char)[0] in "LMN"))
    symbols = Split(Regex(rf"[^\s!-~{known}]+"), "isolated")
    tokenizer.pre_tokenizer = Steps([symbols, BertPreTokenizer()])
    # What is neither a letter nor known is a blank: the model then reads "Ann" beside an emoji as it reads "Ann".
    seen = "".join(sorted(token for token in tokenizer.get_vocab() if len(token) == 1 and not token.isascii()))
    blank = Replace(Regex(rf"[^\s\x00-~\p{{L}}\p{{M}}\p{{N}}\p{{P}}\p{{Cf}}{seen}]"), " ")
    tokenizer.normalizer = Normalizers([blank, tokenizer.normalizer]) if tokenizer.normalizer else blank
    return tokenizer


def visible(text: str) -> str:
    """``text`` with each private-use character as a blank, so that words part there; as long as before."""
    return _PRIVATE.sub(" ", text)


class Word(NamedTuple):
    """Characters ``[start, end)`` and pieces ``[first, last)``."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All words of one text, as arrays (words,): a text has hundreds, and few of them are ever looked at one by one."""

    start: Places
    end: Places
    first: Places
    last: Places

    def __len__(self) -> int:
        return len(self.start)

    def __iter__(self) -> Iterator[Word]:
        columns = (self.start, self.end, self.first, self.last)
        return map(Word._make, zip(*(column.tolist() for column in columns), strict=True))


def words_of(offsets: Sequence[tuple[int, int]], ids: Sequence[int | None]) -> Words:
    """Runs of pieces with one word id; a piece without one is a word of its own.

    A byte-level tokenizer's leading blank belongs to no word, see ``Decoder.spans``.

    >>> list(words_of([(0, 2), (2, 5), (6, 9)], [0, 0, 1]))
    [Word(start=0, end=5, first=0, last=2), Word(start=6, end=9, first=2, last=3)]
    """
    count = len(ids)
    if not count:
        empty = np.empty(0, dtype=np.int32)
        return Words(empty, empty, empty, empty)
    places = np.fromiter(chain.from_iterable(offsets), np.int32, 2 * count).reshape(count, 2)
    numbers = np.asarray([-1 if number is None else number for number in ids] if None in ids else ids, dtype=np.int64)
    begins = np.ones(count, dtype=np.bool_)
    begins[1:] = (numbers[1:] != numbers[:-1]) | (numbers[1:] < 0)
    first = np.flatnonzero(begins).astype(np.int32)
    last = np.append(first[1:], np.int32(count))
    return Words(places[first, 0], places[last - 1, 1], first, last)


def paragraphs(text: str, words: Words) -> list[int]:
    """The pieces that the paragraphs of a text begin with, all but the first's.

    >>> paragraphs("One.\\n\\nTwo", words_of([(0, 3), (3, 4), (6, 9)], [0, 1, 2]))
    [2]
    """
    ends = [match.end() for match in PARAGRAPH.finditer(text)]
    numbers = sorted({*np.searchsorted(words.start, ends).tolist()} - {0, len(words)})
    return [int(words.first[number]) for number in numbers]
