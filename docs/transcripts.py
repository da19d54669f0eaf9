"""Run the commands of ``troubleshooting.md`` and write below each what it prints: ``python docs/transcripts.py``.
``--check`` writes nothing and ends with 1 where the page says something else.

A block is a command after ``$`` and its output. A heading that ends in ``(exit N)`` says how the commands below it end.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import ModuleType

PAGE = Path(__file__).parent / "troubleshooting.md"
#: What stands in the page for the folder that the commands run in.
HOME = "/home/you"
_PART = re.compile(r"^## .*?(?:\(exit (?P<code>\d+)\))?$|^```console\n\$ (?P<command>.*)\n(?:.*\n)*?```$", re.MULTILINE)
_PEAK = re.compile(r"peak memory \d+M")
_TAMPER = re.compile(r"echo tampered >> (\S+); (.*)")

FILES = {
    "letters/a.txt": b"Write to niels@example.com\n",
    "letters/scan.tif": b"II*\x00",
    "tickets/a.jsonl": b'{"body": "Write to niels@example.com"}\n{"body": "Write to\n{"body": 7}\n',
    "orders/orders.csv": b"name,city\nNiels,New York\n",
    "old/cut.txt.gz": b"\x1f\x8b\x08\x00\x00",
    "policy.toml": b'[labels.PERSON]\noperater = "tag"\n\n[default]\noperator = "maks"\n',
    "settings.toml": b"worker = 2\n",
    "mine/notes.txt": b"Nothing to lose\n",
    "countries.toml": b'regions = ["US", "UK"]\n',
    "idle.toml": b'subject = "customer.id"\n',
    "key": b"0123456789abcdef0123456789abcdef\n",
    "open.key": b"0123456789abcdef0123456789abcdef\n",
    "short.key": b"short\n",
}


def refreshed(page: str, folder: Path) -> tuple[str, list[str]]:
    """``page`` with what its commands print when run in ``folder``, and which of these end otherwise than said."""
    _furnish(folder)
    wrong: list[str] = []
    code = 0

    def again(part: re.Match[str]) -> str:
        nonlocal code
        if part["command"] is None:
            code = int(part["code"] or 0)
            return part[0]
        said, ended = _run(part["command"], folder)
        if ended != code:
            wrong.append(f"{part['command']}: ended with {ended}, not {code}")
        return f"```console\n$ {part['command']}\n{said}```"

    return _PART.sub(again, page), wrong


def _furnish(folder: Path) -> None:
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o644 if name == "open.key" else 0o600)


def _run(command: str, folder: Path) -> tuple[str, int]:
    """Output and exit code of one of our commands; ``echo`` may tamper with a file before."""
    if tamper := _TAMPER.fullmatch(command):
        with (folder / tamper[1]).open("a") as file:
            file.write("tampered\n")
        command = tamper[2]
    raw = io.BytesIO()
    said = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with redirect_stdout(said), redirect_stderr(said):
        code = called(shlex.split(command), folder)
    return of_anybody(raw.getvalue().decode(), folder), code


def called(words: list[str], folder: Path) -> int:
    """The exit code of one of our commands, run in this process and in ``folder``."""
    from redactor.cli.batch import main as batch
    from redactor.cli.main import main as redactor

    code: object = 0
    with _at(folder):
        before, sys.argv = (sys.argv, sys.modules["__main__"]), words
        sys.modules["__main__"] = ModuleType("__main__")  # click names a program by it, and it may be pytest
        try:
            {"redact-batch": batch, "redactor": redactor}[words[0]]()
        except SystemExit as ended:
            code = ended.code
        finally:
            sys.argv, sys.modules["__main__"] = before
    return int(str(code or 0))


def of_anybody(said: str, folder: Path) -> str:
    """What a command says, without what is the machine's and not the program's."""
    return _PEAK.sub("peak memory 180M", said).replace(str(folder), HOME)


@contextmanager
def _at(folder: Path) -> Iterator[None]:
    here, key = Path.cwd(), os.environ.pop("REDACTOR_KEY", None)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
        if key is not None:
            os.environ["REDACTOR_KEY"] = key


if __name__ == "__main__":
    before = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as made:
        text, odd = refreshed(before, Path(made).resolve())
    sys.stdout.write("".join(f"{line}\n" for line in odd))
    if "--check" in sys.argv:
        sys.exit(int(bool(odd) or text != before))
    PAGE.write_text(text, encoding="utf-8")
