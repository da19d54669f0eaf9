"""Somebody else's package adds a format and an operator: a module each, and nothing of ours is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from redactor.tagger.checkpoint import EMBEDDED

REDACT_BATCH = Path(sys.executable).parent / "redact-batch"

FORMAT = '''
from redactor.formats.protocol import Format, Reader, check_edits, edited
from redactor.formats.registry import FormatRow
from redactor.records import Leaf, Record, WITHHELD_TEXT

ROW = FormatRow("shouts", "toy_format:ShoutFormat", (".shout",))


class ShoutFormat(Format):
    """Sentences, each ended by !"""

    name = "shouts"
    has_fields = False

    def reader(self, source, settings, position=None):
        return ShoutReader(source)

    def writer(self, sink, settings, position=None):
        return ShoutWriter(sink)


class ShoutReader(Reader):
    def __init__(self, source):
        self._source = source

    def __iter__(self):
        for index, part in enumerate(self._source.read().decode().split("!")):
            yield Record(index, (Leaf("", part),) if part else (), source="!" if index else "")


class ShoutWriter:
    position = None

    def __init__(self, sink):
        self._sink = sink

    def write(self, record, edits):
        check_edits(record, edits)
        text = edited(record.leaves[0].text, edits[0]) if record.leaves else ""
        self._sink.write((record.source + text).encode())

    def withhold(self, record, reason):
        self._sink.write((record.source + WITHHELD_TEXT).encode())

    def flush(self):
        self._sink.flush()

    def close(self):
        self.flush()
'''

OPERATOR = '''
from typing import Literal

from redactor.masking.operators.operators import Operator


class Stars(Operator):
    """As many stars as a value has words."""

    name: Literal["stars"] = "stars"
    sign: str = "*"

    def apply(self, value, span, ctx):
        return self.sign * len(value.split())
'''

ENTRY_POINTS = """\
[redactor.formats]
shouts = toy_format:ROW

[redactor.operators]
stars = toy_operator:Stars

[redactor.models]
toy = toy_model:FOLDER
"""


@pytest.fixture
def package(tmp_path: Path) -> dict[str, str]:
    """An installed package, as an environment in which it is found."""
    site = tmp_path / "site"
    info = site / "toy-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "toy_format.py").write_text(FORMAT)
    (site / "toy_operator.py").write_text(OPERATOR)
    (site / "toy_model.py").write_text(f"from pathlib import Path\nFOLDER = Path({str(EMBEDDED)!r})\n")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    path = os.pathsep.join((str(site), os.environ.get("PYTHONPATH", "")))
    return os.environ | {"PYTHONPATH": path}


def run(*arguments: object, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(REDACT_BATCH), *map(str, arguments)], env=env, capture_output=True, text=True, timeout=120
    )


def test_a_format_and_an_operator_of_another_package(package: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.shout").write_text("Write to niels@example.com! Or call 415-555-0132!")
    (tmp_path / "policy.toml").write_text('[labels.EMAIL_ADDRESS]\noperator = {name = "stars", sign = "#"}\n')
    done = run(tmp_path / "a.shout", f"{tmp_path}/out/", "--policy", tmp_path / "policy.toml", "--verify", env=package)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/a.shout").read_text() == "Write to #! Or call [PHONE_NUMBER]!"
    piped = subprocess.run(
        [str(REDACT_BATCH), "--format", "shouts", "--operator", "stars"],
        env=package, input="niels@example.com!", capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert piped.stdout == "*!", piped.stderr


def test_a_model_of_another_package_goes_by_its_name(package: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ivy Bloom lives in Oslo.")
    for name in ("toy", "en"):
        done = run(tmp_path / "a.txt", "--model", name, env=package)
        assert (done.returncode, done.stdout) == (0, "[PERSON] lives in [LOCATION]."), done.stderr
    done = run(tmp_path / "a.txt", "--model", "tog", env=package)
    assert (done.returncode, done.stdout) == (2, "") and "did you mean toy" in done.stderr and "en, toy" in done.stderr


@pytest.mark.slow
def test_code_of_a_plugin_that_changed_does_the_work_again_and_what_fails_withholds(
    package: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.shout").write_text("Write to niels@example.com! Or not!")
    command = (tmp_path / "in", tmp_path / "out", "--operator", "stars", "--quiet")

    def made() -> tuple[int, str]:
        code = run(*command, env=package).returncode
        return code, (tmp_path / "out" / "a.shout").read_text()

    def change(module: str, old: str, new: str) -> None:
        path = tmp_path / "site" / module
        path.write_text(path.read_text().replace(old, new))
        # Of the same second and size, it would be taken for the module that was compiled before.
        shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)

    assert made() == (0, "Write to *! Or not!")
    change("toy_operator.py", 'sign: str = "*"', 'sign: str = "%"')
    assert made() == (0, "Write to %! Or not!")
    change("toy_format.py", "record.source + text", "record.source + text.upper()")
    assert made() == (0, "WRITE TO %! OR NOT!")
    change("toy_operator.py", "return self.sign", "raise RuntimeError(value)")
    assert made() == (1, "[WITHHELD]! OR NOT!")
    change("toy_format.py", "for index, part in", "raise RuntimeError('niels')\n        for index, part in")
    done = run(*command[:-1], env=package)
    assert done.returncode == 1 and "RuntimeError" in done.stderr and "niels" not in done.stderr
    assert not (tmp_path / "out" / "a.shout").exists()


def test_a_plugin_that_cannot_be_loaded_ends_the_run(package: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "site/toy_operator.py").write_text("1 / 0")
    (tmp_path / "a.txt").write_text("niels@example.com")
    done = run(tmp_path / "a.txt", env=package)
    assert (done.returncode, done.stdout) == (2, "") and "plugin stars" in done.stderr


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """``examples/plugin``, installed by pip."""
    site = tmp_path_factory.mktemp("example") / "site"
    source = tmp_path_factory.mktemp("source") / "plugin"
    shutil.copytree(Path(__file__).parent.parent / "examples" / "plugin", source)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-build-isolation"]
    done = subprocess.run([*pip, "--target", str(site), str(source)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return os.environ | {"PYTHONPATH": os.pathsep.join((str(site), os.environ.get("PYTHONPATH", "")))}


POLICY = """\
detectors = ["employee_ids"]

[labels.PERSON]
operator = "initials"

[labels.EMPLOYEE_ID]
operator = "fixed"
"""


def test_the_example_installs_and_a_policy_names_it(example: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"note": "EMP-12345 is Niels Jansen", "employee": "54321", "order": "54321"}\n')
    (tmp_path / "policy.toml").write_text(POLICY)
    command = (tmp_path / "a.jsonl", f"{tmp_path}/out/", "--policy", tmp_path / "policy.toml")
    done = run(*command, env=example)
    assert done.returncode == 0, done.stderr
    wanted = '{"note": "[REDACTED] is N. J.", "employee": "[REDACTED]", "order": "54321"}\n'
    assert (tmp_path / "out" / "a.jsonl").read_text() == wanted
    assert "1 unchanged" in run(*command, env=example).stderr
    # Code that changed finds something else: the file is redacted again.
    site = Path(example["PYTHONPATH"].split(os.pathsep)[0])
    module = site / "redactor_example" / "__init__.py"
    before = module.read_text()
    module.write_text(before.replace("EMP-", "EMQ-"))
    try:
        assert "1 unchanged" not in run(*command, env=example).stderr
        assert "EMP-12345" in (tmp_path / "out" / "a.jsonl").read_text()
        module.write_text(before.replace("for found in", "raise RuntimeError(text)\n    for found in"))
        done = run(*command, env=example)
        assert done.returncode == 1 and "detector-error" in done.stderr and "Niels" not in done.stderr
        assert (tmp_path / "out" / "a.jsonl").read_text() == (
            '{"_redactor": {"withheld": "detector-error:RuntimeError"}}\n'
        )
    finally:
        module.write_text(before)


def test_a_policy_that_names_a_detector_nobody_has(example: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('detectors = ["employe_ids"]\n')
    done = run("--policy", tmp_path / "policy.toml", env=example)
    assert done.returncode == 2 and "policy.toml:1: detectors[0]: " in done.stderr
    assert "did you mean employee_ids?" in done.stderr


def test_a_label_of_the_plugin_is_known_and_another_is_not(example: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('detectors = ["employee_ids"]\n[labels.EMPLOYE_ID]\noperator = "mask"\n')
    done = run("--policy", tmp_path / "policy.toml", Path(__file__), env=example)
    assert done.returncode == 2 and "did you mean EMPLOYEE_ID?" in done.stderr
