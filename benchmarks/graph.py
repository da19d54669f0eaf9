"""``python -m benchmarks.graph``: the shipped graph in one thread: tokens a second by batch budget, and its time by operator."""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import onnxruntime

from benchmarks.corpus import documents
from redactor.engine.groups import GROUP_CHARS
from redactor.tagger import tagging
from redactor.tagger.tagging import Tagger, load_tagger

BUDGETS = (128, 256, 512, 1_024, 2_048)
REPEATS = 3


def main() -> None:
    """Two tables."""
    tagger = load_tagger()
    texts = documents(120, 1_500)
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    for name, some in (("documents", texts), ("lines", lines)):
        best: dict[int, float] = {}
        for _ in range(REPEATS):
            for budget in BUDGETS:
                best[budget] = max(best.get(budget, 0.0), rate(tagger, some, budget))
        for budget, found in best.items():
            print(f"{name:10} {budget:5} tokens a call: {found:8,.0f} tokens/s")
    shares = operators(tagger)
    for kind, spent in shares.most_common(10):
        print(f"{kind:28} {spent / shares.total():6.1%}")


def rate(tagger: Tagger, texts: list[str], budget: int) -> float:
    """Tokens a second of CPU time, on windows grouped as the engine groups them."""
    tagging.BATCH_TOKENS = budget
    batches = [one for group in _groups(texts) for one in tagger._batches(tagger._encoded(group))]
    began = time.thread_time()
    for one in batches:
        tagger.runtime.logits(one.ids, one.mask, one.types, one.wanted)
    return sum(one.ids.size for one in batches) / (time.thread_time() - began)


def _groups(texts: list[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    size = 0
    for text in texts:
        if size >= GROUP_CHARS:
            groups.append([])
            size = 0
        groups[-1].append(text)
        size += len(text)
    return groups


def operators(tagger: Tagger, rows: int = 4, tokens: int = 110, runs: int = 60) -> Counter[str]:
    """Microseconds by operator, from ONNX Runtime's own profile of calls of one shape."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_profiling = True
    with tempfile.TemporaryDirectory() as folder:
        options.profile_file_prefix = f"{folder}/profile"
        session = onnxruntime.InferenceSession(str(tagger.checkpoint.weights("onnx")[1]), options)
        ids = np.random.default_rng(0).integers(1_000, 20_000, (rows, tokens))
        feeds = {"input_ids": ids, "token_type_ids": np.zeros_like(ids), "rows": np.arange(0, ids.size, 2)}
        for _ in range(runs):
            session.run(None, feeds)
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    spent: Counter[str] = Counter()
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            spent[event["args"]["op_name"]] += event["dur"]
    return spent


if __name__ == "__main__":
    main()
