"""Run the recipes of ``recipes.md`` and write below each command what it prints: ``python docs/recipes.py``.
``--check`` writes nothing and ends with 1 where the page says something else.

A recipe is a heading and what stands below it, done in a folder of its own with ``samples/`` in it. A block ```` ```toml title="NAME" ````
is a file; in a ``console`` block each line after ``$`` is a command, ours run in this process; a ``python`` block is doctest's.
"""

from __future__ import annotations

import contextlib
import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from transcripts import called, of_anybody

PAGE = Path(__file__).parent / "recipes.md"
SAMPLES = PAGE.parent.parent / "samples"
_RECIPE = re.compile(r"^### .*?(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<name>[^"\n]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
#: Scores differ in their last digit between processors.
_SCORE = re.compile(r"\b0\.\d+")
_OURS = ("redact-batch", "redactor")
#: Wider lines are cut for the page, and the cut is shown.
_WIDTH = 150


def refreshed(page: str) -> tuple[str, list[str]]:
    """``page`` with what its commands print, and what its Python says otherwise than is written."""
    wrong: list[str] = []

    def again(recipe: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made).resolve()
            shutil.copytree(SAMPLES, folder / "samples")
            return _BLOCK.sub(lambda block: _done(block, folder, wrong), recipe[0])

    return _RECIPE.sub(again, page), wrong


def _done(block: re.Match[str], folder: Path, wrong: list[str]) -> str:
    if block["kind"] == "console":
        lines = "".join(f"{line}\n" for line in _console(re.findall(r"^\$ (.*)$", block["text"], re.MULTILINE), folder))
        return f"```console\n{lines}```"
    if block["kind"] == "python":
        test = doctest.DocTestParser().get_doctest(block["text"], {}, PAGE.name, None, None)
        said: list[str] = []
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append)
        wrong += said
    elif block["name"]:
        (folder / block["name"]).write_text(block["text"], encoding="utf-8")
    return block[0]


def _console(commands: list[str], folder: Path) -> Iterator[str]:
    code = 0
    for command in commands:
        yield f"$ {command}"
        if command == "echo $?":
            yield str(code)
            continue
        said, code = _piped(command, folder)
        for line in said.splitlines():
            line = line.rstrip()
            yield line if len(line) <= _WIDTH else line[: _WIDTH - 2].rstrip() + " …"


def _piped(command: str, folder: Path) -> tuple[str, int]:
    """What a command prints, and how it ends: our own stages of a pipe in this process, others by the shell."""
    data, told, code = b"", b"", 0
    paths = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    shell = partial(subprocess.run, cwd=folder, capture_output=True, env=os.environ | {"PATH": paths})
    for stage in re.split(r" \| ", command):
        words = shlex.split(stage, posix=False)
        if words[0] not in _OURS:
            done = shell(["/bin/bash", "-c", stage], input=data)
            data, code = done.stdout, done.returncode
            told += done.stderr
            continue
        call, _, target = stage.partition(" > ")
        expanded = shell(["/bin/bash", "-c", f"printf '%s\\0' {call}"])
        data, said, code = _ours(expanded.stdout.decode().split("\0")[:-1], folder, data)
        told += said
        if target:
            (folder / target).write_bytes(data)
            data = b""
    return of_anybody((data + told).decode(), folder), code


def _ours(words: list[str], folder: Path, stdin: bytes) -> tuple[bytes, bytes, int]:
    """Output, messages and exit code of one of our commands, whose standard streams are files."""
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(stdin)
        files[0].seek(0)
        kept = [os.dup(number) for number in range(3)]
        before = sys.stdin, sys.stdout, sys.stderr
        for number, file in enumerate(files):
            os.dup2(file.fileno(), number)
        streams = (os.fdopen(number, mode, closefd=False) for number, mode in enumerate("rww"))
        sys.stdin, sys.stdout, sys.stderr = streams
        try:
            code = called(words, folder)
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            sys.stdin, sys.stdout, sys.stderr = before
            for number, old in enumerate(kept):
                os.dup2(old, number)
                os.close(old)
        for file in files[1:]:
            file.seek(0)
        return files[1].read(), files[2].read(), code


if __name__ == "__main__":
    before = PAGE.read_text(encoding="utf-8")
    text, odd = refreshed(before)
    sys.stdout.write("".join(odd))
    if "--check" in sys.argv:
        pairs = zip(_SCORE.sub("0", before).splitlines(), _SCORE.sub("0", text).splitlines(), strict=False)
        sys.stdout.writelines(f"{PAGE.name}: {old}\nthe program: {new}\n" for old, new in pairs if old != new)
        sys.exit(int(bool(odd) or _SCORE.sub("0", before) != _SCORE.sub("0", text)))
    PAGE.write_text(text, encoding="utf-8")
