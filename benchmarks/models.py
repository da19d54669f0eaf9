"""What the larger model costs: words in a second of ``en`` and another model on the same texts, in turn, as a ratio.

``python -m benchmarks.models models/en-accurate/redactor_en_accurate``
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from redactor.tagger.tagging import Tagger, load_tagger

ROUNDS = 5


def rate(tagger: Tagger, texts: list[str]) -> float:
    """Words in a second, one thread."""
    began = time.perf_counter()
    tagger.scores(texts)
    return sum(len(text.split()) for text in texts) / (time.perf_counter() - began)


def main() -> None:
    """Print the median rates and their ratio."""
    from redactor.training.synthesis.documents import synthesize

    parser = argparse.ArgumentParser(prog="python -m benchmarks.models", description=__doc__)
    parser.add_argument("model", type=Path)
    other = load_tagger(parser.parse_args().model, "onnx")
    texts, shipped = [row["text"] for row in synthesize(300, 1, half="test")], load_tagger(None, "onnx")
    pairs = [(rate(shipped, texts), rate(other, texts)) for _ in range(ROUNDS + 1)][1:]  # the first is warming up
    fast, slow = (sorted(rates)[ROUNDS // 2] for rates in zip(*pairs, strict=True))
    print(f"en {fast:,.0f} words/s, the other {slow:,.0f}: {fast / slow:.1f} times the time")


if __name__ == "__main__":
    main()
