"""Disturb a run again and again, at random moments and in every way at hand, and compare what it ends with to a run that
was never disturbed.

    python -m benchmarks.chaos --kills 100 --minutes 40 --output docs/results/chaos.json

Needs no model: the tagger is the tests' own. Prints one JSON object: for each kind of fault how often it was tried and
survived, how many bytes were lost, and (``inside``) how many kills left a checkpoint in the middle of a file of which format;
ends with 1 if a byte differs or a flipped one is not found. Every second round is over documents alone.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.chaos_world import EVERY, Tally, World, every_format
from benchmarks.fake_documents import documents
from benchmarks.fakes import KEY, NAMES, faulty_disk, redact
from redactor.masking.policy.policy import Policy
from redactor.verification.verify_output import verify_output

KILLS = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
#: Calls that fail with EIO, on paths that hold this. Those on the output end the run; of an input, the file is withheld.
BAD_DISK = (
    ("write", "partial/out"), ("write", "partial/audit"), ("write", "partial/made"), ("write", "state.db"),
    ("write", "manifest.json"), ("write", "withheld"), ("write", "summary"), ("sync", "partial"), ("sync", "state.db"),
    ("sync", "/often"), ("rename", "/often/"), ("truncate", "partial"), ("read", "/in/"), ("read", "partial/"),
)  # fmt: skip


def kills(world: World, chosen: random.Random, tally: Tally) -> None:
    """Ten signals at random moments."""
    faults, odd = Counter[str](), []
    for _ in range(10):
        process = world.at_work("--slow", "0.08")
        try:
            process.wait(chosen.random() * 2)
        except subprocess.TimeoutExpired:
            how = chosen.choice(KILLS)
            process.send_signal(how)
            process.wait()
            faults[how.name] += 1
            tally.inside.update(world.begun())
        odd += world.halfway()
    tally.tell(faults, odd + world.compared(tally))


def second_run(world: World, chosen: random.Random, tally: Tally) -> None:
    """Another run of the same command while one is at work: refused at once, and the first one does not notice."""
    first = world.at_work("--slow", "0.03")
    code, said = world.ended()
    refused = code == 75 and f"process {first.pid}" in said
    struck = refused or first.poll() is None
    first.communicate()
    odd = [] if refused or not struck else [f"second run: exit {code}"]
    tally.tell(Counter({"second run": 1}) if struck else Counter(), odd + world.compared(tally))


def small_files(world: World, chosen: random.Random, tally: Tally) -> None:
    """No file may grow beyond a random size."""
    code, said = world.ended("--limit", str(chosen.randrange(500, 60_000)))
    _ended_well(world, tally, "RLIMIT_FSIZE", code, said)


def full_disk(world: World, chosen: random.Random, tally: Tally) -> None:
    """ENOSPC from a random write on."""
    if world.shim is None:
        return
    where = chosen.choice([path for calls, path in BAD_DISK if calls == "write"])
    code, said = world.ended(EIO_CALLS="write", EIO_PATH=where, EIO_AFTER=str(chosen.randrange(12)), EIO_FULL="1")
    _ended_well(world, tally, "ENOSPC", code, said)


def bad_disk(world: World, chosen: random.Random, tally: Tally) -> None:
    """EIO from a random call on."""
    if world.shim is None:
        return
    calls, where = chosen.choice(BAD_DISK)
    code, said = world.ended(EIO_CALLS=calls, EIO_PATH=where, EIO_AFTER=str(chosen.randrange(12)))
    _ended_well(world, tally, f"EIO {calls}", code, said)


def clock(world: World, chosen: random.Random, tally: Tally) -> None:
    """The time of day goes back by a day in the middle."""
    if world.shim is None:
        return
    world.ended(CLOCK_BACK="86400", CLOCK_AFTER=str(chosen.randrange(40)))
    tally.tell(Counter({"clock back": 1}), world.halfway() + world.compared(tally))


def vanishing(world: World, chosen: random.Random, tally: Tally) -> None:
    """An input goes while the run is at work, and is there again for the next one."""
    victim = chosen.choice([path for path in sorted(world.source.rglob("*")) if path.is_file()])
    aside = world.once.with_name("aside")
    process = world.at_work("--slow", "0.02")
    time.sleep(chosen.random())
    victim.rename(aside)
    process.communicate()
    aside.rename(victim)
    tally.tell(Counter({"file vanished": 1}), world.halfway() + world.compared(tally))


def unreadable(world: World, chosen: random.Random, tally: Tally) -> None:
    """An input that cannot be read, whoever runs this."""
    victim = chosen.choice([path for path in sorted(world.source.rglob("*")) if path.is_file()])
    aside = world.once.with_name("aside")
    victim.rename(aside)
    victim.symlink_to("/proc/self/mem")
    code, said = world.ended()
    victim.unlink()
    aside.rename(victim)
    odd = [] if code == 1 and "Traceback" not in said else [f"unreadable input: exit {code}"]
    tally.tell(Counter({"unreadable file": 1}), odd + world.halfway() + world.compared(tally))


def read_only(world: World, chosen: random.Random, tally: Tally) -> None:
    """The output cannot be written."""
    there = World(world.source, world.once, Path("/proc/redacted"), world.policy, world.shim)
    code, said = there.ended()
    odd = [] if code == 4 and "Traceback" not in said else [f"read-only output: exit {code}"]
    tally.tell(Counter({"read-only output": 1}), odd + world.compared(tally))


def harmed_state(world: World, chosen: random.Random, tally: Tally) -> None:
    """Killed, and then the run's own material is harmed. What was finished is looked into with ``--checksum`` alone; without
    it, ``verify`` would name the harm."""
    process = world.at_work("--slow", "0.05")
    time.sleep(0.3 + chosen.random())
    process.kill()
    process.communicate()
    left = [path for path in sorted((world.out / "_redactor").rglob("*")) if path.is_file()]
    for path in chosen.sample(left, min(3, len(left))):
        if not chosen.randrange(3):
            path.unlink()
        elif path.stat().st_size:
            _flip(path, chosen)
    world.ended("--checksum")
    tally.tell(Counter({"material harmed": 1}), world.compared(tally))


def flips(world: World, chosen: random.Random, tally: Tally) -> None:
    """A byte of each file of a finished output is flipped; ``verify`` must find every one."""
    world.ended()
    for path in [path for path in sorted(world.out.rglob("*")) if path.is_file() and path.stat().st_size]:
        data = path.read_bytes()
        _flip(path, chosen)
        found = verify_output(world.out, None, KEY).findings
        path.write_bytes(data)
        name = path.relative_to(world.out)
        tally.tell(Counter({"flipped byte": 1}), [] if found else [f"flip not found: {name}"])


def _flip(path: Path, chosen: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chosen.randrange(len(data))] ^= 1 << chosen.randrange(8)
    path.write_bytes(data)


def cut_model(world: World, chosen: random.Random, tally: Tally) -> None:
    """A file of the model is cut off: the real command refuses it and leaves nothing."""
    from redactor.tagger.checkpoint import EMBEDDED

    if not EMBEDDED.is_dir():
        return
    model = world.once.with_name("model")
    shutil.copytree(EMBEDDED, model)
    harmed = model / chosen.choice(["model.onnx", "tokenizer.json", "config.json", "redactor.json"])
    data = harmed.read_bytes()
    harmed.write_bytes(data[: chosen.randrange(len(data))])
    arguments = [str(world.source), str(world.out), "--model", str(model), "--quiet"]
    done = subprocess.run([sys.executable, "-m", "redactor.cli.batch", *arguments], capture_output=True, check=False)
    odd = [] if done.returncode == 2 and not world.out.exists() else [f"cut {harmed.name}: exit {done.returncode}"]
    tally.tell(Counter({"model cut off": 1}), odd)
    shutil.rmtree(model)


def _ended_well(world: World, tally: Tally, fault: str, code: int, said: str) -> None:
    """After a fault that ends the run or withholds a file; one that struck nothing is not counted."""
    odd = world.halfway()
    if "Traceback" in said or any(name in said for name in NAMES):
        odd.append(f"{fault}: said too much")
    odd += world.compared(tally)
    struck = code == 4 or "files not redacted" in said
    tally.tell(Counter({fault: 1}) if struck else Counter(), odd)


FAULTS = (
    kills, second_run, small_files, full_disk, full_disk, bad_disk, bad_disk, bad_disk, bad_disk, clock, vanishing, unreadable,
    read_only, harmed_state, flips, cut_model,
)  # fmt: skip
_BY_NAME = dict.fromkeys(fault.__name__ for fault in FAULTS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="go on until there were so many")
    parser.add_argument("--minutes", type=float, default=60, help="begin no round after this time")
    parser.add_argument("--size", type=int, default=900, help="sentences a file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", nargs="+", choices=_BY_NAME, default=list(_BY_NAME), help="only these")
    parser.add_argument("--output", type=Path, help="write the counts here, too")
    given = parser.parse_args()
    chosen = random.Random(given.seed)
    tally, rounds, began = Tally(), 0, time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        policy = root / "policy.toml"
        policy.write_text('[default]\noperator = "numbered_tag"\n')
        shim = faulty_disk(root)
        while _killed(tally) < given.kills and time.monotonic() - began < 60 * given.minutes:
            here = root / str(rounds)
            made = documents if rounds % 2 else every_format
            source = made(here / "in", given.seed + rounds, given.size)
            redact(source, here / "once", checkpoint_chars=EVERY, policy=Policy.load(policy))
            for fault in (fault for fault in FAULTS if fault.__name__ in given.faults):
                fault(World(source, here / "once", here / "often", policy, shim), chosen, tally)
                shutil.rmtree(here / "often", ignore_errors=True)
            shutil.rmtree(here)
            rounds += 1
            print(
                f"round {rounds}: {sum(tally.tried.values())} faults, {tally.wrong or 'nothing'} wrong", file=sys.stderr
            )
    told = {
        "tried": dict(sorted(tally.tried.items())),
        "survived": dict(sorted(tally.survived.items())),
        "all_tried": sum(tally.tried.values()),
        "all_survived": sum(tally.survived.values()),
        "inside": dict(sorted(tally.inside.items())),
        "bytes_lost": tally.bytes_lost,
        "wrong": tally.wrong,
        "rounds": rounds,
    }
    told["command"] = " ".join(["python -m benchmarks.chaos", *sys.argv[1:]])
    told["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps(told))
    if given.output:
        given.output.parent.mkdir(parents=True, exist_ok=True)
        given.output.write_text(json.dumps(told, indent=1) + "\n")
    return 1 if tally.wrong else 0


def _killed(tally: Tally) -> int:
    return sum(count for kind, count in tally.tried.items() if kind.startswith("SIG"))


if __name__ == "__main__":
    sys.exit(main())
