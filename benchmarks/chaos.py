"""Kill a run again and again, at random moments, and compare what it ends with to a run that was never disturbed.

    python benchmarks/chaos.py --kills 100

Needs no model: the tagger is the tests' own. Prints one JSON object; ends with 1 if a byte differs.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests" / "engine"
sys.path.insert(0, str(TESTS))

from fakes import KEY, corpus, redact, tree  # noqa: E402

from redactor.engine.verification import verify_output  # noqa: E402
from redactor.masking.policy import Policy  # noqa: E402

EVERY = 9_000
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def command(source: Path, out: Path, policy: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        str(TESTS / "fakes.py"),
        str(source),
        str(out),
        "--every",
        str(EVERY),
        "--policy",
        str(policy),
        *more,
    ]


def disturbed(arguments: list[str], chosen: random.Random, longest: float) -> str:
    """Start it, wait a random while, and end it; what happened."""
    process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    try:
        process.wait(0.2 + chosen.random() * longest)
    except subprocess.TimeoutExpired:
        how = chosen.choice(SIGNALS)
        process.send_signal(how)
        process.wait()
        return how.name
    return "ended"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--size", type=int, default=900, help="sentences a file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full-disks", type=int, default=10, help="runs with a bound on file sizes")
    given = parser.parse_args()
    chosen = random.Random(given.seed)
    faults: dict[str, int] = {}
    rounds = findings = 0
    differing: list[str] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        policy = root / "policy.toml"
        policy.write_text('[default]\noperator = "numbered_tag"\n')
        while sum(faults.values()) < given.kills + given.full_disks:
            here = root / str(rounds)
            source = corpus(here / "in", seed=given.seed + rounds, size=given.size, boom=100)
            redact(source, here / "once", checkpoint_chars=EVERY, policy=Policy.load(policy))
            want = tree(here / "once")
            arguments = command(source, here / "often", policy)
            limit = str(chosen.randrange(500, 60_000))
            if subprocess.run([*arguments, "--limit", limit], stderr=subprocess.DEVNULL, check=False).returncode == 4:
                faults["disk full"] = faults.get("disk full", 0) + 1
            for _ in range(10):
                what = disturbed([*arguments, "--slow", "0.03"], chosen, 1.5)
                if what != "ended":
                    faults[what] = faults.get(what, 0) + 1
            subprocess.run(arguments, stderr=subprocess.DEVNULL, check=False)
            got = tree(here / "often")
            differing += [
                f"{rounds}: {path}" for path in sorted(got.keys() | want.keys()) if got.get(path) != want.get(path)
            ]
            findings += len(verify_output(here / "often", source, KEY).findings)
            rounds += 1
            print(f"round {rounds}: {sum(faults.values())} faults, {differing or 'no'} files differ", file=sys.stderr)
    told = {"faults": faults, "rounds": rounds, "files_that_differ": differing, "findings_of_verify": findings}
    print(json.dumps({**told, "seconds": round(time.monotonic() - began, 1)}))
    return 1 if differing or findings else 0


if __name__ == "__main__":
    sys.exit(main())
