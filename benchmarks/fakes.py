"""A run without a model: a tagger that knows a handful of names, inputs of every format, and a command around them.

``python -m benchmarks.fakes INPUT OUTPUT …`` is that command, for tests that kill it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import zstandard

from redactor.engine.components import Components
from redactor.engine.detection import Detection
from redactor.engine.discovery import is_one_file
from redactor.engine.record_limits import Bounds
from redactor.engine.run import run
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Summary
from redactor.errors import RedactorError
from redactor.keys import Key
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.spans import Span
from redactor.storage.objects import is_file
from redactor.storage.places import Place, place_of
from redactor.storage.several import Several
from redactor.tagger.tagging import Failure

NAMES = {
    "Niels": "PERSON",
    "Ada Lovelace": "PERSON",
    "Trần Văn Bình": "PERSON",
    "Zürich": "LOCATION",
    "New York": "LOCATION",
}
_NAME = re.compile("|".join(re.escape(name).replace(r"\ ", r"\s+") for name in NAMES))
KEY = Key(b"a key of the tests, 32 bytes....")
NO_BOUNDS = Bounds()
#: A text that holds this cannot be tagged.
BOOM = "boom"


class FakeTagger:
    """Finds ``NAMES``, also across a line break. Fails on ``BOOM``, or in whichever way ``fails`` says."""

    steady = True

    def __init__(self, slow: float = 0.0, fails: Callable[[Sequence[str]], None] = lambda _: None) -> None:
        self.slow, self.fails = slow, fails
        self.calls: list[list[str]] = []

    def tag(self, texts: Sequence[str]) -> list[list[Span] | Failure]:
        time.sleep(self.slow)
        self.calls.append(list(texts))
        self.fails(texts)
        return [Failure("inference-error:RuntimeError") if BOOM in text else self._spans(text) for text in texts]

    def _spans(self, text: str) -> list[Span]:
        label = {re.sub(r"\s", "", name): label for name, label in NAMES.items()}
        return [Span(m.start(), m.end(), label[re.sub(r"\s", "", m[0])], 0.95) for m in _NAME.finditer(text)]


def components(
    policy: Policy | None = None,
    key: Key | None = KEY,
    workers: int = 2,
    tagger: FakeTagger | None = None,
    model: str = "fake",
    bounds: Bounds = NO_BOUNDS,
) -> Components:
    policy = policy or Policy.load(None)
    masker = Masker(policy, key)
    return Components(masker, Detection(policy, masker, tagger or FakeTagger(), bounds), model, workers)  # type: ignore[arg-type]


def redact(
    source: Path | Place | Several, target: Path | Place, *, parts: dict[str, Any] | None = None, **how: Any
) -> Summary:
    """One run of the engine. ``how`` are run settings, ``parts`` what ``components`` takes."""
    policy = how.get("policy") or Policy.load(None)
    key = how.pop("key", KEY)
    single = is_one_file(source, target, str(target))
    if isinstance(target, Path):
        target.parent.mkdir(parents=True, exist_ok=True)
    settings = RunSettings(source, target, **{"policy": policy, "key": key, "single": single, **how})
    return run(settings, components=components(policy, key, **{"bounds": settings.bounds, **(parts or {})}))


def tree(root: Path, *, state: bool = False) -> dict[str, bytes]:
    """Files below ``root`` that are the same after equal runs: not the clock (summary), the lock, SQLite's pages."""
    skipped = set() if state else {"state.db", "summary.json", "lock"}
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in skipped
    }


def sentences(seed: int, count: int, boom: int = 0) -> list[str]:
    """Made-up sentences of which about one in three holds a name or an address."""
    chosen = random.Random(seed)
    words = [
        "the",
        "invoice",
        "was",
        "sent",
        "to",
        "our",
        "office",
        "and",
        "paid",
        "within",
        "seven",
        "days",
        "so",
        "left",
    ]
    found = []
    for number in range(count):
        line = chosen.choices(words, k=chosen.randint(3, 14))
        if chosen.random() < 0.35:
            line.insert(chosen.randrange(len(line)), chosen.choice([*NAMES, "niels.bohr@example.org", "Mr. Lovelace"]))
        if boom and number % boom == boom - 1:
            line.append(BOOM)
        found.append(" ".join(line) + ".")
    return found


def text_file(seed: int, count: int, boom: int = 0) -> bytes:
    chosen = random.Random(seed)
    ends = ["\n", "\n", "\n\n", " ", "\r\n"]
    return "".join(line + chosen.choice(ends) for line in sentences(seed, count, boom)).encode()


def jsonl_file(seed: int, count: int, boom: int = 0) -> bytes:
    lines = sentences(seed, count, boom)
    rows = [
        json.dumps({"n": i, "body": line, "more": [line.split()[0], 1.50]}, ensure_ascii=i % 2 == 0)
        for i, line in enumerate(lines)
    ]
    return "".join(row + "\n" for row in rows).encode()


def csv_file(seed: int, count: int, boom: int = 0) -> bytes:
    return ("id,note\n" + "".join(f'{i},"{line}"\n' for i, line in enumerate(sentences(seed, count, boom)))).encode()


def json_file(seed: int, count: int, boom: int = 0) -> bytes:
    rows = [{"n": i, "body": line} for i, line in enumerate(sentences(seed, count, boom))]
    return json.dumps({"about": "Niels", "rows": rows}, indent=1, ensure_ascii=False).encode()


def html_file(seed: int, count: int, boom: int = 0) -> bytes:
    lines = "".join(
        f'<p title="{line}">{line.replace(" ", " <b>", 1)}</b></p>\n' for line in sentences(seed, count, boom)
    )
    return f"<!DOCTYPE html>\n<html><body>\n{lines}</body></html>\n".encode()


def docx_file(path: Path, seed: int, count: int) -> None:
    import docx

    made = docx.Document()
    for line in sentences(seed, count):
        made.add_paragraph(line)
    made.save(str(path))


def xlsx_file(path: Path, seed: int, count: int) -> None:
    import openpyxl

    made = openpyxl.Workbook()
    made.active.append(["id", "note"])
    for row in enumerate(sentences(seed, count)):
        made.active.append(row)
    made.save(path)


def pdf_file(seed: int, count: int) -> bytes:
    """A page of text."""
    lines = "".join(f"({line}) '\n" for line in sentences(seed, count)).encode("latin-1", "ignore")
    content = b"BT /F1 8 Tf 10 TL 30 820 Td\n" + lines + b"ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(places)
    return made + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(made)


def parquet_file(path: Path, seed: int, count: int, boom: int = 0) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines = sentences(seed, count, boom)
    pq.write_table(
        pa.table({"id": list(range(count)), "note": lines, "raw": [b"x"] * count}),
        path,
        row_group_size=max(1, count // 3),
    )


def corpus(root: Path, seed: int = 1, size: int = 120, boom: int = 0) -> Path:
    """A folder with every format, compressed ones too. ``boom``: every so-many-th sentence cannot be tagged."""
    (root / "deep/er").mkdir(parents=True)
    (root / "a.txt").write_bytes(text_file(seed, size, boom))
    (root / "a/").mkdir()
    (root / "a/b.log").write_bytes(text_file(seed + 1, size // 4))
    (root / "rows.jsonl").write_bytes(jsonl_file(seed + 2, size, boom))
    (root / "rows.csv").write_bytes(csv_file(seed + 3, size, boom))
    (root / "deep/old.txt.gz").write_bytes(gzip.compress(text_file(seed + 4, size, boom), mtime=0))
    (root / "deep/er/rows.jsonl.zst").write_bytes(zstandard.compress(jsonl_file(seed + 5, size, boom)))
    parquet_file(root / "deep/table.parquet", seed + 6, size, boom)
    (root / "empty.txt").write_bytes(b"")
    return root


def faulty_disk(folder: Path) -> Path | None:
    """``eio.c``, made into a library to be preloaded; None where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    made = folder / "eio.so"
    source = Path(__file__).with_name("eio.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True)
    return made


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=place_of)
    parser.add_argument("target", type=place_of)
    parser.add_argument("--slow", type=float, default=0.0)
    parser.add_argument("--every", type=int, default=1_000_000)
    parser.add_argument("--policy")
    parser.add_argument("--checksum", action="store_true")
    parser.add_argument("--limit", type=int, help="RLIMIT_FSIZE, in bytes")
    given = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background begins with it ignored
    if given.limit:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (given.limit, given.limit))
    policy = Policy.load(given.policy)
    single = is_file(given.source)
    settings = RunSettings(
        given.source, given.target, policy, KEY, single=single, checkpoint_chars=given.every, checksum=given.checksum
    )
    try:
        summary = run(settings, components=components(policy, KEY, 2, FakeTagger(given.slow)))
    except (RedactorError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return getattr(error, "exit_code", 4)
    print(summary.line(), file=sys.stderr)
    return summary.exit_code


if __name__ == "__main__":
    sys.exit(main())
