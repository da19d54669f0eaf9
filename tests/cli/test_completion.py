"""Completion in the shells themselves, those that are on this machine."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import CLEAN

ENVIRONMENT = CLEAN | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb"}
#: (program, what was typed, what must be offered)
CASES = [
    ("redact-batch", "--pol", "--policy"),
    ("redact-batch", "--on-error wi", "withhold"),
    ("redactor", "ver", "verify"),
    ("redactor", "evaluate --against-p", "--against-policy"),
]


def source(program: str, shell: str) -> str:
    return f"_{program.upper().replace('-', '_')}_COMPLETE={shell}_source {program}"


def shell(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this machine")
    return found


@pytest.mark.parametrize(("program", "typed", "offered"), CASES)
def test_bash(program: str, typed: str, offered: str) -> None:
    words = [program, *typed.split()]
    script = (
        f'eval "$({source(program, "bash")})"\n'
        f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}\n"
        f"_{program.replace('-', '_')}_completion {program}\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\ncomplete -p ' + program
    )
    done = subprocess.run([shell("bash"), "--norc", "-c", script], env=ENVIRONMENT, capture_output=True, text=True)
    *replies, registered = done.stdout.splitlines()
    assert offered in replies, done.stderr
    assert program in registered


@pytest.mark.parametrize(("program", "typed", "offered"), CASES)
def test_fish(program: str, typed: str, offered: str, tmp_path: Path) -> None:
    script = f'env {source(program, "fish")} | source; complete --do-complete "{program} {typed}"'
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [shell("fish"), "--no-config", "-c", script], env=ENVIRONMENT | home, capture_output=True, text=True
    )
    assert offered in [line.split("\t")[0] for line in done.stdout.splitlines()], done.stdout + done.stderr


@pytest.mark.parametrize(("program", "typed", "offered"), CASES[::3])
def test_zsh(program: str, typed: str, offered: str, tmp_path: Path) -> None:
    """A real line editor: the word is completed when the tab key is hit."""
    import pty

    zsh = shell("zsh")  # asked before the fork: a skip in the child would go on as a second pytest
    child, terminal = pty.fork()
    if child == 0:
        os.execve(zsh, ["zsh", "-f", "-i"], ENVIRONMENT | {"HOME": str(tmp_path)})
    try:
        _type(terminal, "autoload -U compinit && compinit -u -D; PS1='>'\n")
        _type(terminal, f'eval "$({source(program, "zsh")})"; echo re""ady\n')
        assert "ready" in _seen(terminal, "ready")
        _type(terminal, f"{program} {typed}\t")
        assert offered in _seen(terminal, offered).replace("\r", "").replace("\x08", "")
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def _type(terminal: int, keys: str) -> None:
    os.write(terminal, keys.encode())


def _seen(terminal: int, wanted: str, seconds: float = 60) -> str:
    seen = ""
    end = time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 1 << 16).decode(errors="replace")
    return seen
