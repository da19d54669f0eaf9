"""Where the engine's time goes: each stage's share of one thread's CPU time, by clocks put around its functions."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.engine import write_jsonl
from redactor.engine.components import build
from redactor.engine.run import run
from redactor.engine.settings import RunSettings


def shares(texts: Sequence[str]) -> dict[str, float]:
    """Share (0..1) of tokenise, infer, decode, detect, mask, write and read-and-rest in a run over ``texts``."""
    from redactor.detectors.patterns import PatternDetector
    from redactor.engine.document_pass import DocumentRedactor
    from redactor.engine.output.file_sinks import PartialFiles
    from redactor.tagger.decoding import Decoder
    from redactor.tagger.onnx import OnnxRuntime
    from redactor.tagger.tagging import Tagger

    spent: Counter[str] = Counter()
    undo: list[Callable[[], None]] = []

    def clock(owner: Any, name: str, stage: str) -> None:
        work = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.thread_time()
            try:
                return work(*args, **kwargs)
            finally:
                spent[stage] += time.thread_time() - began

        setattr(owner, name, timed)
        undo.append(lambda: setattr(owner, name, work))

    for owner, name, stage in (
        (Tagger, "_encoded", "tokenise"),
        (OnnxRuntime, "logits", "infer"),
        (Decoder, "decode", "decode"),
        (Decoder, "spans", "decode"),
        (PatternDetector, "find", "detect"),
        (DocumentRedactor, "redact", "mask"),
        (PartialFiles, "event", "write"),
        (PartialFiles, "commit", "write"),
        (PartialFiles, "finished", "write"),
    ):
        clock(owner, name, stage)
    try:
        with tempfile.TemporaryDirectory() as folder:
            source = write_jsonl(texts, Path(folder) / "in.jsonl")
            settings = RunSettings(source, Path(folder) / "out.jsonl", workers=1)
            parts = build(settings)
            began = time.process_time()
            run(settings, components=parts)
            total = time.process_time() - began
    finally:
        for step in undo:
            step()
    found = {stage: spent[stage] / total for stage in ("tokenise", "infer", "decode", "detect", "mask", "write")}
    return {"read and the rest": 1 - sum(found.values()), **found}
