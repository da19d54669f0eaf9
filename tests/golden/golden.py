"""What a run makes of ``samples/``, as one digest a file: outputs, audit and the manifest's rows.

``python tests/golden/golden.py`` writes them anew. Do that where a change of the bytes is meant, and commit the difference:
it names the files that changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "samples"
GOLDEN = HERE / "samples.json"
RENEW = "if that is meant: python tests/golden/golden.py, and commit tests/golden/samples.json"
#: One run with tags, one that needs a key and knows values again.
RUNS = {"tags": [], "surrogates": ["--operator", "surrogate"]}
KEY = "a key of the tests, 32 bytes...."
PARTS = ("output", "audit", "row of the manifest")
#: Hold scores, or digests of them: the last digit of a model's score differs from processor to processor.
SCORED = ("audit_sha256", "chain")


def event(line: bytes) -> dict[str, Any]:
    """An event of the audit, with the score where no model had a hand in it."""
    told = json.loads(line)
    del told["chain"]
    if not told["detector"].startswith("pattern:"):
        del told["score"]
    return told


def digests(out: Path) -> dict[str, str]:
    """File → a digest for each of ``PARTS``."""
    manifest = json.loads((out / "_redactor/manifest.json").read_bytes())
    made = {}
    for row in manifest["files"]:
        events = [event(line) for line in (out / "_redactor" / row["audit"]).read_bytes().splitlines()]
        told = {name: value for name, value in row.items() if name not in SCORED}
        parts = (out / row["output"]).read_bytes(), json.dumps(events).encode(), json.dumps(told).encode()
        made[row["path"]] = " ".join(hashlib.sha256(part).hexdigest()[:16] for part in parts)
    return made


def made(name: str) -> dict[str, str]:
    """The digests of a run of the real program."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REDACTOR")}
    command = [sys.executable, "-c", "from redactor.cli.batch import main; main()"]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        arguments = [SAMPLES, out, "--quiet", *RUNS[name]]
        subprocess.run([*command, *arguments], env=environment | {"REDACTOR_KEY": KEY}, cwd=folder, check=True)
        return digests(out)


def changes(name: str) -> list[str]:
    """What is not as it was: ``customers.csv: audit``."""
    was, now = json.loads(GOLDEN.read_bytes())[name], made(name)
    none = " ".join("-" * len(PARTS))
    return [
        f"{path}: {part}"
        for path in sorted(was.keys() | now.keys())
        for part, before, after in zip(PARTS, was.get(path, none).split(), now.get(path, none).split(), strict=True)
        if before != after
    ]


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps({name: made(name) for name in RUNS}, indent=1) + "\n")
