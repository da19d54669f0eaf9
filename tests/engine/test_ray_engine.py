"""``--engine ray`` on a real cluster: the bytes of a local run, whoever dies on the way, and nothing of the input left."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import odd_records
import pytest
from program import BATCH
from ray_world import children, line

from benchmarks.fake_documents import DOCUMENTS, documents
from benchmarks.fakes import KEY, corpus, jsonl_file, tree
from redactor import Redactor
from redactor.engine.run import run
from redactor.engine.settings import RunSettings
from redactor.engine.summary import Counts
from redactor.errors import ClusterError, ModelError, UsageError
from redactor.masking.policy.policy import Policy
from redactor.spans import Span
from redactor.tagger.checkpoint import EMBEDDED
from redactor.verification.verify_output import verify_output

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'redact-batch[ray]'")

from redactor.engine.cluster import ray_pool as engine  # noqa: E402  # after the skip

CANARY = "Zephyrine Quagmire"
EVERY = 4_000


def processes(title: bytes) -> list[int]:
    """Processes below this one whose command line begins so."""
    return [pid for pid in children(os.getpid()) if line(pid).startswith(title)]


def settings(source: Path, target: Path, **how: Any) -> RunSettings:
    single = source.is_file() and not target.is_dir()
    return RunSettings(source, target, **{"key": KEY, "single": single, "checkpoint_chars": EVERY, **how})


def on_ray(source: Path, target: Path, **how: Any) -> Any:
    observe = how.pop("observe", lambda *_: None)
    return run(settings(source, target, **{"workers": 2, **how, "engine": "ray"}), observe)


def holding(folder: Path, *canaries: bytes) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in files if any(canary in path.read_bytes() for canary in canaries)]


def test_the_bytes_of_a_local_run_in_every_format_though_a_worker_dies(cluster: Path, tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", size=90)
    (source / "note.txt").write_text(f"Dear {CANARY}, please write to zephyrine@example.com.\n" * 3)
    policy = Policy.load("default").with_overrides("surrogate", [], [])  # needs the key, and propagates
    assert run(settings(source, tmp_path / "local", policy=policy)).exit_code == 0
    killed: list[int] = []

    def observe(name: str, counts: Counts, read: int) -> None:
        if counts.records and not killed:
            killed.extend(processes(b"ray::Worker")[:1])
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    summary = on_ray(source, tmp_path / "ray", policy=policy, observe=observe)
    assert killed and summary.exit_code == 0
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    assert verify_output(tmp_path / "ray", source, KEY).findings == ()
    assert summary.details["worker_cpu_seconds"] > 0
    assert not holding(cluster, *(word.encode() for word in (*CANARY.split(), "zephyrine@example")), KEY.secret)


def test_odd_records_come_out_as_in_a_local_run(cluster: Path, tmp_path: Path) -> None:
    """Every operator, header, key and reason to withhold: what decides about a record decides wherever it is looked at."""
    source, policy = odd_records.folder(tmp_path / "in"), odd_records.policy()
    how: dict[str, Any] = {"policy": policy, "max_memory": 64 * 80_000}
    local = run(settings(source, tmp_path / "local", **how))
    remote = on_ray(source, tmp_path / "ray", **how)
    assert {"key", "malformed-json", "malformed-csv", "too-deep", "too-long"} <= local.counts.reasons.keys()
    assert remote.counts.as_json() == local.counts.as_json() and remote.problems == local.problems
    assert (remote.exit_code, remote.files) == (local.exit_code, local.files)
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    assert verify_output(tmp_path / "ray", source, KEY).findings == ()


@pytest.mark.slow
def test_documents_of_every_format_come_out_as_in_a_local_run(cluster: Path, tmp_path: Path) -> None:
    source = documents(tmp_path / "in", 7, 60)
    policy = Policy.load("default").with_overrides("surrogate", [], [])
    local = run(settings(source, tmp_path / "local", policy=policy))
    remote = on_ray(source, tmp_path / "ray", policy=policy)
    assert remote.counts.as_json() == local.counts.as_json() and local.files["redacted"] == len(DOCUMENTS)
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    assert verify_output(tmp_path / "ray", source, KEY).findings == ()


@pytest.mark.slow
def test_what_ray_spills_to_disk_tells_nothing(cluster: Path, tmp_path: Path) -> None:
    long = f"{CANARY} " * 200_000
    lines = (json.dumps({"t": f"{long} a{number}@example.com"}) + "\n" for number in range(6))
    (tmp_path / "in.jsonl").write_text("".join(lines))
    spilled: dict[Path, int] = {}
    done = threading.Event()

    def watch() -> None:
        stopped: set[int] = set()
        patience = time.monotonic() + 60
        while not done.wait(0.02):
            waiting = not spilled and time.monotonic() < patience
            for path in cluster.rglob("*-multi-*"):
                with contextlib.suppress(OSError):
                    spilled[path] = path.read_bytes().count(CANARY.encode())
            # Workers wait until Ray has spilled what waits for them.
            with contextlib.suppress(ProcessLookupError):
                for pid in set(processes(b"ray::Worker.detect")) - stopped if waiting else ():
                    os.kill(pid, signal.SIGSTOP)
                    stopped.add(pid)
                while stopped and not waiting:
                    os.kill(stopped.pop(), signal.SIGCONT)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        policy = Policy.load("default").with_overrides(None, ["EMAIL_ADDRESS"], [])
        assert on_ray(tmp_path / "in.jsonl", tmp_path / "out.jsonl", policy=policy).counts.entities == 6
        ours = dict(spilled)
        clear = [ray.put(long.encode()) for _ in range(6)]  # that what is spilled in clear would be found
        deadline = time.monotonic() + 60
        while not any(spilled.values()) and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        done.set()
        watcher.join()
    assert ours and not any(ours.values())
    assert clear and any(spilled.values())


def test_detectors_of_a_script_travel_whole_and_withhold_where_they_fail(cluster: Path, tmp_path: Path) -> None:
    """As of a notebook or a lambda: no worker can import them."""
    word = "EMP-12345"

    def badges(text: str, context: str) -> list[Span]:
        if "bad" in text:
            raise RuntimeError(text)
        return [Span(text.find(word), text.find(word) + 9, "BADGE")] if word in text else []

    (tmp_path / "in.jsonl").write_text('{"a": "EMP-12345 here"}\n{"a": "bad one, Niels"}\n')
    mine = Redactor(detectors=[badges])
    told = [
        mine.redact_file(tmp_path / "in.jsonl", f"{tmp_path}/{engine}/", engine=engine) for engine in ("local", "ray")
    ]
    assert [one["exit_code"] for one in told] == [1, 1] and told[0]["counts"] == told[1]["counts"]
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    assert '{"a": "[BADGE] here"}' in (tmp_path / "ray" / "in.jsonl").read_text()
    held = threading.Lock()
    with pytest.raises(UsageError, match="cannot be sent to the cluster's workers"):
        on_ray(tmp_path / "in.jsonl", tmp_path / "o.jsonl", detectors=(lambda text, context: held and [],))


def test_what_cannot_be_detected_is_withheld_alike(cluster: Path, tmp_path: Path) -> None:
    """A model that gives no numbers: every record that it is shown is withheld, with the reason of a local run."""
    onnx = pytest.importorskip("onnx")
    model = Path(shutil.copytree(EMBEDDED, tmp_path / "model"))
    graph = onnx.load(model / "model.onnx")
    output = graph.graph.output[0].name
    for node in graph.graph.node:
        node.output[:] = ["real" if name == output else name for name in node.output]
    graph.graph.node.append(onnx.helper.make_node("Sub", ["real", "real"], ["nought"]))
    graph.graph.node.append(onnx.helper.make_node("Div", ["nought", "nought"], [output]))
    onnx.save(graph, model / "model.onnx")
    (tmp_path / "in.jsonl").write_bytes(jsonl_file(1, 40) + b'{"body": ""}\nnot json\n')
    for name in ("local", "ray"):
        (tmp_path / name).mkdir()
    local = run(settings(tmp_path / "in.jsonl", tmp_path / "local/out.jsonl", model=model))
    remote = on_ray(tmp_path / "in.jsonl", tmp_path / "ray/out.jsonl", model=model)
    assert remote.exit_code == local.exit_code == 1
    assert remote.counts.reasons == local.counts.reasons and "inference-error:ArithmeticError" in local.counts.reasons
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")


def command(cluster: Path, *arguments: str | Path) -> tuple[list[str], dict[str, str]]:
    address = ray.get_runtime_context().gcs_address
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REDACTOR")}
    options = ["--engine", "ray", "--ray-address", address, "--workers", "2", "--no-progress"]
    return [*BATCH, *map(str, arguments), *options], environment | {"REDACTOR_KEY": KEY.secret.decode()}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Three files, the last long enough that a signal finds it under way, and what a local run makes of them."""
    root = tmp_path_factory.mktemp("three")
    (root / "in").mkdir()
    for number, records in enumerate((250, 250, 1_000)):
        (root / "in" / f"{number}.jsonl").write_bytes(jsonl_file(number, records))
    run(settings(root / "in", root / "local", checkpoint_chars=1_000_000))
    return root / "in", tree(root / "local")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (signal.SIGKILL, -9),
        (signal.SIGINT, 130),
        (signal.SIGTERM, -15),
    ],
)
@pytest.mark.slow
def test_a_driver_that_is_killed_goes_on_where_it_was(
    cluster: Path, three: tuple[Path, dict[str, bytes]], tmp_path: Path, how: signal.Signals, code: int
) -> None:
    source, local = three
    arguments, environment = command(cluster, source, tmp_path / "out")
    process = subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 300
    # A file bears its name a moment before the state knows it; the second one's name says that the first one is known.
    while not (tmp_path / "out/1.jsonl").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, how)  # as a terminal or a service manager does: the whole group
    told = process.communicate(timeout=120)[1]
    assert process.returncode == code and b"Traceback" not in told, told
    while processes(b"ray::Worker") and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not processes(b"ray::Worker")  # they end with their driver
    done = subprocess.run(arguments, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0 and b"unchanged" in done.stderr, done.stderr
    assert tree(tmp_path / "out") == local


@pytest.mark.slow
def test_a_pipe_goes_through_though_a_worker_dies(cluster: Path) -> None:
    arguments, environment = command(cluster, "--line-buffered")
    lines = [f"{number}: my name is Niels. {CANARY} lives in New York.\n".encode() for number in range(60)]
    process = subprocess.Popen(arguments, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    assert process.stdin and process.stdout
    process.stdin.write(b"".join(lines[:40]))
    first = process.stdout.readline()  # while the pipe stays open
    os.kill(processes(b"ray::Worker")[0], signal.SIGKILL)
    process.stdin.write(b"".join(lines[40:]))
    process.stdin.close()
    told = first + process.stdout.read()
    assert process.wait(timeout=300) == 0
    alone = [*BATCH, "--line-buffered"]
    local = subprocess.run(alone, env=environment, input=b"".join(lines), capture_output=True, timeout=300, check=True)
    assert told == local.stdout and told.count(b"[PERSON]") >= 60
    assert not holding(cluster, *(word.encode() for word in CANARY.split()))


class Deadly:
    """Kills the process that unpickles it."""

    def __reduce__(self) -> Any:
        return os._exit, (1,)


def test_records_that_kill_every_worker_end_the_run_and_are_not_given_out(
    cluster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in.txt").write_text("Niels")
    monkeypatch.setattr(engine, "packed", lambda records: Deadly())
    monkeypatch.setattr(engine, "TRIES", 2)
    with pytest.raises(ClusterError, match="2 workers died on the same records"):
        on_ray(tmp_path / "in.txt", tmp_path / "out.txt", workers=1)
    assert not (tmp_path / "out.txt").exists()


def test_a_node_without_the_runs_model_is_an_error(
    cluster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in.txt").write_text("Niels")
    monkeypatch.setattr(engine, "model_digest", lambda settings: "of another model")
    with pytest.raises(UsageError, match="another version of redactor, of the model"):
        on_ray(tmp_path / "in.txt", tmp_path / "out.txt", workers=1)
    with pytest.raises(ModelError, match="does not exist"):  # the driver does not look here
        on_ray(tmp_path / "in.txt", tmp_path / "out.txt", workers=1, model=tmp_path / "gone")


def test_a_cluster_without_room_is_an_error(cluster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.txt").write_text("Niels")
    monkeypatch.setattr(engine, "PATIENCE", 0.5)
    with pytest.raises(ClusterError, match="no worker came up"):
        on_ray(tmp_path / "in.txt", tmp_path / "out.txt", workers=1, device="cuda")  # there is no such node
