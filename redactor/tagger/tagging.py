"""The tagger: texts in, model spans out, batch by batch, with failures named and never swallowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Encoding

from redactor.records import detectable
from redactor.spans import Span
from redactor.tagger.checkpoint import Checkpoint, load_checkpoint
from redactor.tagger.decoding import Decoder, combine
from redactor.tagger.runtime import Bools, Floats, Ints, Runtime
from redactor.tagger.shapes import shape_ids
from redactor.tagger.windows import Window, batches, plan
from redactor.tagger.word_pieces import Words, paragraphs, visible, words_of

#: Padded tokens in one call of the runtime (measured by ``python -m benchmarks.graph``).
BATCH_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a text could not be tagged: a fixed reason and the name of an exception class, never its message."""

    reason: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A text with the words it was decided by and log-probabilities (words, classes), before bias and decoding."""

    text: str
    words: Words
    scores: Floats


@dataclass(frozen=True, slots=True)
class _Encoded:
    text: str
    ids: Ints
    types: Ints
    words: Words
    windows: list[Window]
    #: The pieces whose logits decide: all, or each word's first.
    wanted: Bools


@dataclass(frozen=True, slots=True)
class _Batch:
    """Windows that go through the runtime together: (text, window) of each row, and arrays (rows, tokens)."""

    rows: list[tuple[int, Window]]
    ids: Ints
    mask: Ints
    types: Ints
    wanted: Bools


class Tagger:
    """Finds entities with a token classifier. Safe to call from several threads."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        runtime: Runtime,
        bias: Mapping[str, float] | None = None,
        label_map: Mapping[str, str] | None = None,
    ) -> None:
        self.checkpoint = checkpoint
        self.runtime = runtime
        names = {**checkpoint.label_map, **{name.casefold(): label for name, label in (label_map or {}).items()}}
        biases = {**checkpoint.bias, **(bias or {})}
        self.decoder = Decoder(checkpoint.classes, names, biases, checkpoint.temperature)
        self.bos, self.eos, self.pad = checkpoint.special

    @property
    def steady(self) -> bool:
        """Is the answer for a text the same to the last bit whatever is asked beside it? Not where rows are padded."""
        return not self.runtime.pads

    def tag(self, texts: Sequence[str]) -> list[list[Span] | Failure]:
        """Spans of each text, sorted and disjoint, or a Failure. Batches are a function of ``texts`` alone."""
        encoded = self._encoded(texts)
        results, failed = self._logits(encoded)
        answers: list[list[Span] | Failure] = []
        scores = [
            combine(logits, one.words, self.checkpoint.pieces) for one, logits in zip(encoded, results, strict=True)
        ]
        for index, (one, score, path) in enumerate(zip(encoded, scores, self.decoder.decode(scores), strict=True)):
            answers.append(failed[index] if index in failed else self.decoder.spans(one.text, one.words, score, path))
        return answers

    def scores(self, texts: Sequence[str]) -> list[Scored | Failure]:
        """What ``tag`` decodes: evaluation and calibration run the model once and decode often."""
        encoded = self._encoded(texts)
        results, failed = self._logits(encoded)
        return [
            failed[index]
            if index in failed
            else Scored(one.text, one.words, combine(logits, one.words, self.checkpoint.pieces))
            for index, (one, logits) in enumerate(zip(encoded, results, strict=True))
        ]

    def _encoded(self, texts: Sequence[str]) -> list[_Encoded]:
        texts = [detectable(text) for text in texts]
        # All at once: unlike ``encode``, this lets other threads run meanwhile.
        encodings = self.checkpoint.tokenizer.encode_batch(list(map(visible, texts)), add_special_tokens=False)
        return [self._planned(text, encoding) for text, encoding in zip(texts, encodings, strict=True)]

    def _planned(self, text: str, encoding: Encoding) -> _Encoded:
        ids = np.asarray(encoding.ids, dtype=np.int64)
        words, windows = windowed(self.checkpoint, text, encoding)
        shapes = self.checkpoint.shapes
        types = shape_ids(text, words, shapes) if shapes else np.zeros_like(ids)
        wanted = np.ones(len(ids), dtype=np.bool_)
        if self.checkpoint.pieces == "first":
            wanted[:] = False
            wanted[words.first] = True
        return _Encoded(text, ids, types, words, windows, wanted)

    def _batches(self, encoded: Sequence[_Encoded]) -> Iterator[_Batch]:
        """All windows of all texts, those of like length side by side."""
        jobs = [(index, window) for index, one in enumerate(encoded) for window in one.windows]
        lengths = [window.end - window.start + 2 for _, window in jobs]
        for group in batches(lengths, BATCH_TOKENS, alike=not self.runtime.pads):
            rows = [jobs[i] for i in group]
            width = max(window.end - window.start for _, window in rows) + 2
            ids = np.full((len(rows), width), self.pad, dtype=np.int64)
            types, mask = np.zeros_like(ids), np.zeros_like(ids)
            wanted = np.zeros(ids.shape, dtype=np.bool_)
            wanted[0, 0] = True  # never none
            for row, (index, window) in enumerate(rows):
                one, end = encoded[index], window.end - window.start + 1
                own, place = _own(window)
                ids[row, 0], ids[row, end] = self.bos, self.eos
                ids[row, 1:end] = one.ids[window.start : window.end]
                types[row, 1:end] = one.types[window.start : window.end]
                mask[row, : end + 1] = 1
                wanted[row, place] = one.wanted[own]
            yield _Batch(rows, ids, mask, types, wanted)

    def _logits(self, encoded: Sequence[_Encoded]) -> tuple[list[Floats], dict[int, Failure]]:
        """Logits (pieces, classes) of each text, and which texts failed."""
        results = [np.zeros((len(one.ids), len(self.checkpoint.classes)), dtype=np.float32) for one in encoded]
        failed: dict[int, Failure] = {}
        for batch in self._batches(encoded):
            try:
                logits = self.runtime.logits(batch.ids, batch.mask, batch.types, batch.wanted)
                picked = logits[batch.wanted] if self.runtime.picks else logits
                if logits.shape != (*batch.ids.shape, len(self.checkpoint.classes)) or not np.isfinite(picked).all():
                    raise ArithmeticError
            except Exception as error:  # whatever it was, these texts were not looked at
                failed.update((index, Failure(f"inference-error:{type(error).__name__}")) for index, _ in batch.rows)
                continue
            for row, (index, window) in enumerate(batch.rows):
                own, place = _own(window)
                results[index][own] = logits[row, place]
        return results, failed


def windowed(checkpoint: Checkpoint, text: str, encoding: Encoding) -> tuple[Words, list[Window]]:
    """The words of a text, and the windows in which the model sees it."""
    words = words_of(encoding.offsets, encoding.word_ids)
    tokens, size = len(encoding.ids), checkpoint.window - 2
    breaks = paragraphs(text, words) if tokens > size else ()  # most texts are one window
    return words, plan(tokens, size, checkpoint.overlap, breaks)


def _own(window: Window) -> tuple[slice, slice]:
    """What a window decides, as tokens of its text and as places in its row, which begins with a special token."""
    shift = 1 - window.start
    return slice(window.own_start, window.own_end), slice(window.own_start + shift, window.own_end + shift)


def load_tagger(
    folder: Path | None = None,
    backend: str | None = None,
    device: str | None = None,
    threads: int = 1,
    bias: Mapping[str, float] | None = None,
    label_map: Mapping[str, str] | None = None,
) -> Tagger:
    """The tagger in a model folder (the embedded one by default). Raises ``ModelError``."""
    return tagger_of(load_checkpoint(folder), backend, device, threads, bias, label_map)


def tagger_of(
    checkpoint: Checkpoint,
    backend: str | None = None,
    device: str | None = None,
    threads: int = 1,
    bias: Mapping[str, float] | None = None,
    label_map: Mapping[str, str] | None = None,
) -> Tagger:
    """The tagger of a model folder that has been read. Raises ``ModelError``."""
    chosen, path = checkpoint.weights("torch" if device and device.startswith("cuda") else backend)
    runtime: Runtime
    if chosen == "onnx":
        from redactor.tagger.onnx import OnnxRuntime

        runtime = OnnxRuntime(path, len(checkpoint.classes), threads)
    else:
        from redactor.tagger.torch import TorchRuntime

        runtime = TorchRuntime(checkpoint.folder, len(checkpoint.classes), device, threads)
    return Tagger(checkpoint, runtime, bias, label_map)
