"""The paper plan's arithmetic, and the recipes to run elsewhere: no root, no writable root, no network."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.scale_plan import Assumed, cpu_per_gb, file_cpu, filled, plan
from redactor.version import __version__

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def run(seconds: float, cpu: float) -> dict[str, float]:
    return {
        "seconds": seconds,
        "seconds_min": seconds,
        "seconds_max": seconds,
        "cpu_seconds": cpu,
        "peak_rss_bytes": 400 * 2**20,
        "words": 3e6,
        "entities": 9e4,
        "withheld": 0,
        "audit_bytes": 2e7,
        "manifest_bytes": 5e5,
        "state_bytes": 1e6,
    }


#: 20 MB cost 201 CPU seconds, 1 of them to start: 10,000 a GB.
#: 2,000 files of 1 kB cost 31: 20 for their bytes, 1 to start, 5 ms each.
FOUND: dict[str, Any] = {
    "bytes": 20_000_000,
    "repeats": 3,
    "cores": 2,
    "machine": "x86_64",
    "python": "3.11",
    "workers": {"1": run(210, 202), "2": run(105, 201)},
    "start": run(1.5, 1),
    "small": {**run(20, 31), "files": 2_000, "bytes": 2_000_000, "workers": 2},
}


def test_the_arithmetic_of_the_plan() -> None:
    assert cpu_per_gb(FOUND) == pytest.approx(10_000)
    assert file_cpu(FOUND) == pytest.approx(0.005)
    lines = plan(FOUND, Assumed(terabytes=1, hours=10, busy=0.5, cores_a_node=100, on_demand=0.05))
    assert "10,000 s/GB × 1,000 GB = **2,778 core-hours**" in lines
    assert "**556 cores**, 6 nodes of 100" in lines
    assert "6 × 100 × 10 h = 6,000 core-hours × $0.05 = **$300 a night**" in lines


def test_the_page_is_filled_between_its_markers_and_nowhere_else(tmp_path: Path) -> None:
    results = tmp_path / "scale.json"
    results.write_text(json.dumps(FOUND), encoding="utf-8")
    page = filled(PAGE, results)
    assert "Not measured yet" not in page and "| 2 | 0.19 |" in page
    assert filled(page, results) == page
    assert re.sub(r"<!-- (\w+) -->.*?<!-- /\1 -->", "", page, flags=re.DOTALL) == re.sub(
        r"<!-- (\w+) -->.*?<!-- /\1 -->", "", PAGE, flags=re.DOTALL
    )
    with pytest.raises(ValueError, match="markers"):
        filled("no markers", results)


def test_the_page_says_what_the_results_say() -> None:
    assert filled(PAGE, ROOT / "docs" / "results" / "scale.json") == PAGE, "run: python -m benchmarks.scale --fill"


def _objects() -> list[dict[str, Any]]:
    return [
        one
        for path in sorted((ROOT / "examples" / "kubernetes").glob("*.yaml"))
        for one in yaml.safe_load_all(path.read_text(encoding="utf-8"))
    ]


def test_kubernetes_pods_have_no_rights() -> None:
    jobs = [one for one in _objects() if one["kind"] == "CronJob"]
    assert jobs
    for job in jobs:
        template = job["spec"]["jobTemplate"]["spec"]["template"]
        pod = template["spec"]
        security = pod["securityContext"]
        assert security["runAsNonRoot"] is True and security["runAsUser"] > 0
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False and pod["restartPolicy"] == "Never"
        assert not pod.keys() & {"hostNetwork", "hostPID", "hostIPC"}
        writable = {"out", "tmp", "key"}
        for container in (*pod["initContainers"], *pod["containers"]):
            own = container["securityContext"]
            assert own["readOnlyRootFilesystem"] is True and own["allowPrivilegeEscalation"] is False
            assert own["capabilities"] == {"drop": ["ALL"]} and not own.get("privileged")
            assert container["resources"]["limits"]["memory"]
            assert container["image"].endswith(f":{__version__}")
            volumes = {volume["name"] for volume in pod["volumes"]}
            for mount in container["volumeMounts"]:
                assert mount["name"] in volumes and (mount.get("readOnly") or mount["name"] in writable)


def test_kubernetes_pods_have_no_network() -> None:
    (policy,) = [one for one in _objects() if one["kind"] == "NetworkPolicy"]
    assert set(policy["spec"]["policyTypes"]) == {"Ingress", "Egress"} and not policy["spec"].keys() & {
        "ingress",
        "egress",
    }
    wanted = policy["spec"]["podSelector"]["matchLabels"].items()
    for job in (one for one in _objects() if one["kind"] == "CronJob"):
        assert wanted <= job["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["labels"].items()


def test_kubernetes_command_is_one_that_redact_batch_takes() -> None:
    from redactor.cli.batch import batch

    known = {name for param in batch.params for name in param.opts}
    for job in (one for one in _objects() if one["kind"] == "CronJob"):
        spec = job["spec"]["jobTemplate"]["spec"]
        (container,) = spec["template"]["spec"]["containers"]
        assert {word for word in container["args"] if word.startswith("--")} <= known
        rules = {rule["action"]: rule for rule in spec["podFailurePolicy"]["rules"]}
        assert rules["FailJob"]["onExitCodes"]["values"] == [1, 2, 3, 4, 75]


def test_dockerfile_runs_as_nobody_and_copies_what_there_is() -> None:
    lines = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8")).splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    last = max(i for i, (word, _) in enumerate(steps) if word == "FROM")
    final = steps[last:]
    users = [rest for word, rest in final if word == "USER"]
    assert users and users[-1].split(":")[0].isdigit() and int(users[-1].split(":")[0]) > 0
    behind = [word for word, _ in final[[word for word, _ in final].index("USER") :]]
    assert "RUN" not in behind and "COPY" not in behind
    # What runs is copied from the build, so that nothing needs the network later; no remote ADD, no secret as ARG.
    assert not {word for word, _ in steps} & {"ADD", "ARG"}
    assert any("-r requirements-runtime.txt -c constraints.txt" in rest for _, rest in steps)
    allowed = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    }
    for word, rest in steps:
        if word == "COPY" and not rest.startswith("--from"):
            for name in rest.split()[:-1]:
                assert (ROOT / name).exists() and name in allowed, name
