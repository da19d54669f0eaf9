"""``python -m benchmarks.windows FILE…``: strict F1, coverage and seconds for window sizes and overlaps on joined sentences.

Each corpus's sentences are joined, 30 a document, so that windows matter; the model is the embedded one. With
``--paragraphs`` four sentences are a paragraph, and windows that part there are measured beside windows that do not.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from redactor.tagger.checkpoint import load_checkpoint
from redactor.tagger.tagging import Tagger, load_tagger
from redactor.training.augment import joined
from redactor.training.corpora.examples import Example
from redactor.training.corpora.read import read_corpus
from redactor.training.evaluation.evaluate_tagger import as_json, evaluate

CHOICES = ((256, 32), (192, 32), (192, 24), (128, 32), (128, 24), (128, 16), (128, 12), (128, 8), (96, 24), (96, 16))


def main() -> None:
    """One line a choice."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--paragraphs", action="store_true")
    args = parser.parse_args()
    between = [" ", " ", " ", "\n\n"] * 8 if args.paragraphs else [" "] * 32
    documents = []
    for path in args.files:
        rows = read_corpus(path)
        documents += [joined(rows[at : at + 30], between[:29]) for at in range(0, len(rows), 30)]
    if args.paragraphs:
        print("windows part at paragraphs:", _line(load_tagger(), documents))
        with patch("redactor.tagger.tagging.paragraphs", return_value=[]):
            print("windows that do not:       ", _line(load_tagger(), documents))
        return
    runtime = load_tagger().runtime
    for window, overlap in CHOICES:
        tagger = Tagger(replace(load_checkpoint(), window=window, overlap=overlap), runtime)
        print(f"window {window:3} overlap {overlap:2}:", _line(tagger, documents))


def _line(tagger: Tagger, documents: list[Example]) -> str:
    began = time.perf_counter()
    found = as_json(evaluate(tagger, documents))
    seconds = time.perf_counter() - began
    micro, covered = found["schemes"]["strict_word"]["micro"], found["coverage"]["ALL"]
    return f"strict F1 {micro['f1']:.4f}  wholly masked {covered['share']:.4f}  {seconds:.1f} s"


if __name__ == "__main__":
    main()
