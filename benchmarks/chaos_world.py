"""What chaos is done to: an input in every format, what an undisturbed run makes of it, an output, and what was lost of it."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import zstandard

from benchmarks import fakes
from benchmarks.fake_documents import DOCUMENTS, documents
from benchmarks.fakes import KEY, corpus, csv_file, jsonl_file, text_file, tree
from redactor.audit.state import State
from redactor.verification.verify_output import verify_output

#: Characters between checkpoints: small inputs checkpoint often.
EVERY = 9_000


@dataclass(slots=True)
class Tally:
    """What was tried, what it came to, and what was lost."""

    tried: Counter[str] = field(default_factory=Counter)
    survived: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    bytes_lost: int = 0
    wrong: list[str] = field(default_factory=list)

    def tell(self, faults: Counter[str], wrong: list[str]) -> None:
        """``faults`` that struck one output, which is whole but for ``wrong``."""
        self.tried += faults
        self.survived += Counter() if wrong else faults
        self.wrong += wrong


@dataclass(frozen=True, slots=True)
class World:
    """An input, what an undisturbed run makes of it, and an output that is to be made under faults."""

    source: Path
    once: Path
    out: Path
    policy: Path
    shim: Path | None

    def run(self, *more: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start the command."""
        command = [sys.executable, "-m", fakes.__name__, str(self.source), str(self.out), "--every", str(EVERY)]
        preload = {"LD_PRELOAD": str(self.shim)} if environment and self.shim else {}
        return subprocess.Popen(
            [*command, "--policy", str(self.policy), *more],
            stderr=subprocess.PIPE,
            env={**os.environ, **environment, **preload},
        )

    def at_work(self, *more: str) -> subprocess.Popen[bytes]:
        """Start the command, and wait until it holds the output: moments count from there, however long Python takes."""
        process, lock = self.run(*more), self.out / "_redactor/lock"
        while process.poll() is None and f'"pid": {process.pid},' not in _said(lock):
            time.sleep(0.01)
        return process

    def ended(self, *more: str, **environment: str) -> tuple[int, str]:
        """Run the command to its end: exit code, and what it said."""
        process = self.run(*more, **environment)
        said = process.communicate()[1].decode()
        return process.returncode, said

    def compared(self, tally: Tally) -> list[str]:
        """Run undisturbed, and name what is not as it should be."""
        self.ended()
        got, want = tree(self.out), tree(self.once)
        differ = [path for path in sorted(got.keys() | want.keys()) if got.get(path) != want.get(path)]
        for path in differ:
            tally.bytes_lost += _lost(got.get(path, b""), want.get(path, b""))
        found = [str(finding) for finding in verify_output(self.out, self.source, KEY).findings]
        return [f"differs: {path}" for path in differ] + found

    def begun(self) -> Iterator[str]:
        """Suffixes of the files inside of which a killed run left a checkpoint."""
        state = self.out / "_redactor/state.db"
        if not state.is_file():
            return
        with tempfile.TemporaryDirectory() as folder:
            for path in state.parent.glob("state.db*"):  # a copy, so that it is this run that mends it
                shutil.copy(path, folder)
            with State.open(Path(folder) / state.name, KEY) as copy:
                yield from ("".join(Path(name).suffixes) for name in copy.checkpoints())

    def halfway(self) -> list[str]:
        """What a disturbed run must never leave: a value in clear, or half a file under its final name."""
        want = tree(self.once)
        odd = []
        for path, data in tree(self.out).items():
            if not path.startswith("_redactor") and want.get(path) != data:
                odd.append(f"half-written: {path}")
            if b"niels.bohr" in data:
                odd.append(f"in clear: {path}")
        return odd


def _said(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


def _lost(got: bytes, want: bytes) -> int:
    return sum(a != b for a, b in zip(got, want, strict=False)) + abs(len(got) - len(want))


def every_format(root: Path, seed: int, size: int) -> Path:
    """The tests' own corpus, every other format, and each that is text in each compression."""
    corpus(root, seed=seed, size=size, boom=100)
    documents(root / "documents", seed + 40, size // 3)
    plain = {suffix: DOCUMENTS[suffix] for suffix in (".json", ".html")}
    packed = {".txt": text_file, ".jsonl": jsonl_file, ".csv": csv_file, **plain}
    for number, (suffix, made) in enumerate(packed.items()):
        data = made(seed + 10 + number, size)
        (root / f"packed{suffix}.gz").write_bytes(gzip.compress(data, mtime=0))
        (root / f"packed{suffix}.zst").write_bytes(zstandard.compress(data))
    return root
