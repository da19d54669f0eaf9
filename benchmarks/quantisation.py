"""``python -m benchmarks.quantisation MODEL TRAIN TEST``: how far the int8 graph's spans agree with fp32's, by what its ranges hold.

MODEL is a folder that ``redactor train`` wrote, TRAIN the corpus whose activations are measured, TEST the one compared on.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from redactor.tagger.tagging import load_tagger
from redactor.training.corpora.read import read_corpus
from redactor.training.evaluation.evaluate_tagger import answers
from redactor.training.evaluation.metrics import span_agreement
from redactor.training.static_int8 import static_int8

KEPT = (0.9999, 0.99999, 0.999995, 1.0)
CALIBRATION, SENTENCES = 256, 2_000


def main() -> None:
    """One line a choice."""
    model, train, test = (Path(name) for name in sys.argv[1:4])
    rows = read_corpus(train)
    texts = [example.text for example in rows[:: max(1, len(rows) // CALIBRATION)]]
    examples = read_corpus(test)[:SENTENCES]
    fp32 = [found for _, _, found in answers(load_tagger(model, "torch", threads=2), examples)]
    for kept in KEPT:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "int8"
            shutil.copytree(model, target, ignore=shutil.ignore_patterns("*.safetensors"))
            static_int8(model, target / "model.onnx", texts, kept)
            int8 = [found for _, _, found in answers(load_tagger(target), examples)]
            print(f"ranges hold {kept:.6f} of the values: span agreement {span_agreement(fp32, int8):.4f}", flush=True)


if __name__ == "__main__":
    main()
