"""``python -m benchmarks.windows FILE…``: strict F1, coverage and seconds for window sizes and overlaps on joined sentences.

Each corpus's sentences are joined, 30 a document, so that windows matter; the model is the embedded one.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

from redactor.tagger.checkpoint import load_checkpoint
from redactor.tagger.tagging import Tagger, load_tagger
from redactor.training.augment import joined
from redactor.training.corpora import read_corpus
from redactor.training.evaluate import as_json, evaluate

CHOICES = ((256, 32), (192, 32), (192, 24), (128, 32), (128, 24), (128, 16), (128, 12), (128, 8), (96, 24), (96, 16))


def main() -> None:
    """One line a choice."""
    documents = []
    for name in sys.argv[1:]:
        rows = read_corpus(Path(name))
        documents += [joined(rows[at : at + 30], [" "] * 29) for at in range(0, len(rows), 30)]
    runtime = load_tagger().runtime
    for window, overlap in CHOICES:
        tagger = Tagger(replace(load_checkpoint(), window=window, overlap=overlap), runtime)
        began = time.perf_counter()
        found = as_json(evaluate(tagger, documents))
        seconds = time.perf_counter() - began
        micro, covered = found["schemes"]["strict_word"]["micro"], found["coverage"]["ALL"]
        print(
            f"window {window:3} overlap {overlap:2}: strict F1 {micro['f1']:.4f}  wholly masked {covered['share']:.4f}  {seconds:.1f} s"
        )


if __name__ == "__main__":
    main()
