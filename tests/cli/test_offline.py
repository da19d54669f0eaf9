"""No network, no torch, and nothing imported that a run does not need."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import BATCH, CLEAN, redact_batch

from redactor.tagger.checkpoint import EMBEDDED

NEEDS_MODEL = pytest.mark.skipif(not EMBEDDED.is_dir(), reason="redactor/models/en is not there")
HEAVY = (
    "torch",
    "transformers",
    "seqeval",
    "pyarrow",
    "matplotlib",
    "huggingface_hub",
    "faker",
    "onnxruntime",
    "pydantic",
    "obstore",
    "boto3",
    "fsspec",
)

SHOWS = """
import sys
from redactor.cli.batch import main
try:
    main()
except SystemExit as done:
    print("exit", done.code, *sorted(set(sys.modules) & set({heavy!r})), file=sys.stderr)
"""
BLOCKS = """
import sys, socket
for name in ("torch", "transformers", "seqeval", "pyarrow.dataset", "huggingface_hub"):
    sys.modules[name] = None
def blocked(*args, **kwargs):
    raise OSError("the network is blocked")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = blocked
"""


def python(code: str, *arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env=CLEAN,
        timeout=120,
        check=False,
    )


def test_help_and_version_are_light() -> None:
    for option in ("--help", "--version"):
        done = python(SHOWS.format(heavy=HEAVY), option)
        assert done.returncode == 0 and done.stderr.split() == [b"exit", b"0"], done.stderr


@NEEDS_MODEL
def test_a_run_on_text_imports_neither_torch_nor_pyarrow() -> None:
    done = python(SHOWS.format(heavy=HEAVY), stdin=b"write to niels@example.org")
    assert done.stdout == b"write to [EMAIL_ADDRESS]"
    assert set(done.stderr.split()) <= {b"exit", b"0", b"onnxruntime", b"pydantic"}, done.stderr


@NEEDS_MODEL
def test_all_formats_without_torch_and_without_network(tmp_path: Path) -> None:
    samples = Path(__file__).parents[2] / "samples"
    done = python(BLOCKS + SHOWS.format(heavy=()), samples, tmp_path / "out", "--quiet")
    assert done.returncode == 0 and done.stderr.strip() == b"exit 0", done.stderr
    assert (tmp_path / "out/people/employees.parquet").exists()


@NEEDS_MODEL
def test_in_a_network_namespace_of_its_own() -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespaces here")
    done = subprocess.run(
        [unshare, "-rn", *BATCH], input=b"niels@example.org", capture_output=True, env=CLEAN, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"[EMAIL_ADDRESS]")


@NEEDS_MODEL
def test_settings_from_a_file_and_flags_that_win(tmp_path: Path) -> None:
    (tmp_path / "redactor.toml").write_text('operator = "remove"\nmax-memory = "500M"\nlabel = ["EMAIL_ADDRESS"]\n')
    assert redact_batch(cwd=tmp_path, stdin=b"<niels@example.org>").stdout == b"<>"
    assert redact_batch("--operator", "tag", cwd=tmp_path, stdin=b"<niels@example.org>").stdout == b"<[EMAIL_ADDRESS]>"
    assert (
        redact_batch(
            "--operator", "hash", cwd=tmp_path, environment={"REDACTOR_KEY": "k" * 32}, stdin=b"<niels@example.org>"
        ).returncode
        == 0
    )


@NEEDS_MODEL
def test_nothing_is_left_among_temporary_files(tmp_path: Path) -> None:
    """ONNX Runtime would leave a session id there, which is what its telemetry sends."""
    done = redact_batch(stdin=b"Niels", environment={"TMPDIR": str(tmp_path)})
    assert done.returncode == 0 and done.stdout == b"[PERSON]"
    assert not list(tmp_path.iterdir())


@NEEDS_MODEL
def test_the_runtime_leaves_nothing_of_its_own_in_the_temporary_folder(tmp_path: Path) -> None:
    """ONNX Runtime's telemetry sleeps where a variable says CI: here none does."""
    code = "import time; from redactor import Redactor; Redactor().redact('Niels'); time.sleep(1)"
    not_ci = {
        name: value for name, value in CLEAN.items() if name not in ("CI", "TF_BUILD", "GITHUB_ACTIONS", "TRAVIS")
    }
    subprocess.run([sys.executable, "-c", code], env={**not_ci, "TMPDIR": str(tmp_path)}, check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []
