"""What the program makes at its first text (tables, expressions, the tokenizer): a process that imports this has it made."""

from __future__ import annotations

from pathlib import Path

from redactor.engine.detection import Detection
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.records import Leaf, Record
from redactor.tagger.checkpoint import load_checkpoint

load_checkpoint()
policy = Policy.load(None)
texts = [path.read_text("utf-8") for path in sorted((Path(__file__).parent.parent / "samples").rglob("*.txt"))]
Detection(policy, Masker(policy, None), None).detect([Record(0, tuple(Leaf("body", text) for text in texts))])
