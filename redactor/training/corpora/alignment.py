"""Project an example's labels onto the pre-tokenizer's words and their pieces, as the engine will meet them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from redactor.tagger.shapes import shape_ids
from redactor.tagger.word_pieces import visible, words_of
from redactor.training.corpora.examples import IGNORED, Example, spans_of


@dataclass(frozen=True, slots=True)
class Encoded:
    """Model input of one window with, for each piece, a bit set of the classes that are right.

    ``allowed[i]`` has bit ``c`` set where class ``c`` is a right answer for piece ``i``; 0 means that the piece is ignored.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    allowed: tuple[int, ...]


def encode(
    example: Example, tokenizer: object, classes: Sequence[str], *, every_piece: bool = False, shapes: bool = True
) -> Encoded:
    """Encode without special tokens. ``classes`` are the model's IOB2 tags in order.

    The first piece of each pre-tokenizer word carries the label; with ``every_piece`` all pieces do (the tutorial's way).
    """
    encoding = tokenizer.encode(visible(example.text), add_special_tokens=False)  # type: ignore[attr-defined]
    offsets, words = encoding.offsets, encoding.word_ids
    index = {tag: i for i, tag in enumerate(classes)}
    known = {tag[2:] for tag in classes if tag != "O"}
    outside = 1 << index["O"]
    for tag, bit in index.items():
        if tag != "O" and tag[2:] not in example.covered:
            outside |= 1 << bit
    spans = spans_of(example.words, example.tags)
    ignored = [span for span, tag in zip(example.words, example.tags, strict=True) if tag == IGNORED]
    allowed: list[int] = []
    at = skip = 0
    begun = previous_word = -1
    # A word's label is found by all of it, as in use: a SentencePiece word may begin with a piece that is its blank alone.
    units = words_of(offsets, words)
    whole = {word.first: (word.start, word.end) for word in units}
    for piece, (place, word) in enumerate(zip(offsets, words, strict=True)):
        start, end = whole.get(piece, place)
        if word == previous_word and not every_piece:
            allowed.append(0)
            continue
        while at < len(spans) and spans[at].end <= start:
            at += 1
        while skip < len(ignored) and ignored[skip][1] <= start:
            skip += 1
        if at < len(spans) and spans[at].start < end:
            label = spans[at].label
            if label not in known:
                allowed.append(0)
            elif word == previous_word:
                allowed.append(allowed[-1])
            else:
                allowed.append(1 << index[("I-" if begun == at else "B-") + label])
            begun = at
        elif skip < len(ignored) and ignored[skip][0] < end:
            allowed.append(0)
        else:
            allowed.append(outside)
        previous_word = word
    types = shape_ids(example.text, units).tolist() if shapes else [0] * len(offsets)
    return Encoded(tuple(encoding.ids), tuple(types), tuple(allowed))
