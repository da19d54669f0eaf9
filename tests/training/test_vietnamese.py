"""docs/train-your-own.md, from end to end: Vietnamese on a multilingual base (a tiny XLM-RoBERTa stands in for the real one)."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import tiny

PEOPLE = ("Nguyễn Văn An", "Trần Thị Bích", "Lê Hoàng Nam", "Phạm Minh Đức", "Đỗ Thu Hà")
PLACES = ("Đà Nẵng", "Hà Nội", "Cần Thơ", "Huế")
FRAMES = (
    "Anh {PERSON} đang sống ở {LOCATION} .",
    "Hôm qua chị {PERSON} gặp {PERSON} tại {LOCATION} .",
    "Chuyến tàu đi {LOCATION} bị trễ .",
    "Vui lòng gọi cho {PERSON} trước thứ sáu .",
)


def conll(count: int, seed: int) -> str:
    """Token, tab, tag; a blank line between sentences: what the page tells people to write."""
    rng = random.Random(seed)
    lines: list[str] = []
    for _ in range(count):
        for part in rng.choice(FRAMES).split():
            values = {"{PERSON}": PEOPLE, "{LOCATION}": PLACES}.get(part)
            words = rng.choice(values).split() if values else [part]
            label = part.strip("{}")
            lines += [f"{word}\t{('I-' if i else 'B-') + label if values else 'O'}" for i, word in enumerate(words)]
        lines.append("")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A 2-layer XLM-RoBERTa with random weights and a SentencePiece vocabulary, as ``xlm-roberta-base`` has."""
    import torch
    from tokenizers import SentencePieceUnigramTokenizer
    from transformers import PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaForMaskedLM

    folder = tmp_path_factory.mktemp("base") / "tiny-xlm-roberta"
    trained = SentencePieceUnigramTokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    texts = [conll(300, 1).replace("\t", " ")]
    trained.train_from_iterator(texts, vocab_size=300, special_tokens=special, unk_token="<unk>", show_progress=False)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=trained._tokenizer, bos_token="<s>", eos_token="</s>", cls_token="<s>", sep_token="</s>",
        pad_token="<pad>", unk_token="<unk>", mask_token="<mask>",
    )  # fmt: skip
    torch.manual_seed(1)
    config = XLMRobertaConfig(
        vocab_size=len(tokenizer), hidden_size=48, num_hidden_layers=2, num_attention_heads=2, intermediate_size=96,
        max_position_embeddings=130, pad_token_id=1, bos_token_id=0, eos_token_id=2, type_vocab_size=1,
    )  # fmt: skip
    XLMRobertaForMaskedLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_the_page_from_end_to_end(base: Path, tmp_path: Path) -> None:
    for name, count, seed in (("train", 240, 1), ("dev", 40, 2), ("test", 40, 3)):
        (tmp_path / f"vi-{name}.conll").write_text(conll(count, seed), encoding="utf-8")
    model, small = tmp_path / "vi-model", tmp_path / "vi-int8"
    data = ("--data", tmp_path / "vi-train.conll", "--dev", tmp_path / "vi-dev.conll")
    how = ("--epochs", 10, "--learning-rate", "5e-3", "--batch-tokens", 256, "--no-bf16")
    done = tiny.redactor("train", "--base", base, *data, *how, "--output", model, "--log-format", "json")
    assert done.returncode == 0, done.stderr
    assert all(json.loads(line)["event"] for line in done.stderr.splitlines())
    page, numbers = tmp_path / "vi.html", tmp_path / "vi.json"
    test = ("--data", tmp_path / "vi-test.conll", "--model", model)
    done = tiny.redactor("evaluate", *test, "--html", page, "--json", numbers)
    assert done.returncode == 0, done.stderr
    assert json.loads(numbers.read_text())["coverage"]["ALL"]["share"] > 0.9
    assert "Nguyễn" in page.read_text(encoding="utf-8") or "Worst errors" in page.read_text(encoding="utf-8")
    done = tiny.redactor("export", "--model", model, "--output", small, "--data", tmp_path / "vi-dev.conll", "--fp32")
    assert done.returncode == 0, done.stderr
    (tmp_path / "thu.txt").write_text("Anh Nguyễn Văn An đang sống ở Đà Nẵng .\n", encoding="utf-8")
    done = tiny.redactor("batch", tmp_path / "thu.txt", "--model", small)
    assert (done.returncode, done.stdout) == (0, "Anh [PERSON] đang sống ở [LOCATION] .\n"), done.stderr


def test_a_base_without_a_fast_tokenizer_is_refused_with_a_reason(tmp_path: Path) -> None:
    """PhoBERT's own tokenizer is such a one."""
    from transformers import PhobertTokenizer, RobertaConfig

    (tmp_path / "vocab.txt").write_text("xin 5\nchào 4\n", encoding="utf-8")
    (tmp_path / "bpe.codes").write_text("x i 1\n", encoding="utf-8")
    folder = tmp_path / "phobert"
    RobertaConfig(vocab_size=6, tokenizer_class="PhobertTokenizer").save_pretrained(folder)
    PhobertTokenizer(str(tmp_path / "vocab.txt"), str(tmp_path / "bpe.codes")).save_pretrained(folder)
    data = tmp_path / "a.conll"
    data.write_text(conll(10, 1), encoding="utf-8")
    done = tiny.redactor("train", "--data", data, "--base", folder, "--output", tmp_path / "m")
    assert done.returncode == 2 and "no fast tokenizer" in done.stderr, done.stderr
