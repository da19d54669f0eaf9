"""Word shapes as token types: an uncased encoder learns about capitals without a second vocabulary.

An uncased BERT cannot tell ``will`` from ``Will``. Its token-type embedding is unused in tagging, so the shape
of each word goes there: it costs no time and leaves every pre-trained weight as it is.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from redactor.tagger.word_pieces import Words

#: Token types: lower case or no letters, Capitalised, ALL CAPS, mIxed; then the same for words with letters outside ASCII.
#: The encoder's tokenizer drops accents too, and without them "Tô" is the word "to". Older models know the first four.
SHAPES = ("lower", "title", "upper", "mixed", "lower-accented", "title-accented", "upper-accented", "mixed-accented")
_CASES = 4


@lru_cache(1 << 14)
def shape(word: str) -> int:
    """The index in SHAPES of one word.

    >>> [shape(w) for w in ("will", "Will", "WILL", "iPhone", "J", "42", "Tô", "…")]
    [0, 1, 2, 3, 1, 0, 5, 0]
    """
    return _case(word) if word.isascii() or not word[0].isalpha() else _case(word) + _CASES


def _case(word: str) -> int:
    if word.islower() or not (word[0].isupper() or any(map(str.isupper, word))):
        return 0
    if len(word) == 1 or (word[0].isupper() and word[1:].islower()):
        return 1
    return 2 if word.isupper() else 3


def shape_ids(text: str, words: Words, known: int = len(SHAPES)) -> NDArray[np.int64]:
    """One token type a piece: the shape of the whole word it belongs to, of the first ``known`` (a multiple of four)."""
    places = zip(words.start.tolist(), words.end.tolist(), strict=True)
    kinds = np.fromiter((shape(text[start:end] or " ") for start, end in places), np.int64, len(words))
    return np.repeat(kinds % known, words.last - words.first)
