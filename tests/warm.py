"""The program in processes that begin with its libraries loaded.

From nothing the program takes half a second of a core to start, and five with torch; the suite starts it hundreds of times.
``Warm.run`` is ``subprocess.run`` of ``python -c CODE …`` by a server that has imported what is wanted and forks: arguments,
environment, pipes and exit code are a process's own. Tests of the start itself, of signals and of memory start from nothing.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path


class Warm:
    """A server with ``modules``, under ``environment``. It starts when it is needed first, and ends with this process."""

    def __init__(self, *modules: str, environment: Mapping[str, str] | None = None) -> None:
        self._modules, self._environment = modules, environment
        self._server: socket.socket | None = None

    def _started(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, __file__, str(theirs.fileno()), *self._modules]
            subprocess.Popen(command, env=self._environment, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
        return ours

    def begin(self, command: Sequence[str], streams: Sequence[int], env: Mapping[str, str], cwd: Path | None) -> None:
        """Start ``command`` with these file descriptors as its standard streams."""
        self._server = self._server or self._started()
        with tempfile.TemporaryFile("w+") as asked:
            json.dump({"argv": command[2:], "cwd": str(cwd or Path.cwd()), "env": dict(env)}, asked)
            asked.seek(0)
            socket.send_fds(self._server, [b"."], [*streams, asked.fileno()])

    def end(self, timeout: float) -> int:
        """The exit code of what was begun."""
        assert self._server is not None
        self._server.settimeout(timeout)
        return int.from_bytes(self._server.recv(4), "big", signed=True)

    def run(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        input: bytes | None = b"",
        cwd: Path | None = None,
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[bytes]:
        """``subprocess.run``, its output captured."""
        (stdin, to), (out, stdout), (err, stderr) = (os.pipe() for _ in range(3))
        self.begin(command, (stdin, stdout, stderr), env, cwd)
        for end in (stdin, stdout, stderr):
            os.close(end)
        said = [b"", b""]

        def read(place: int, end: int) -> None:
            with open(end, "rb") as pipe:
                said[place] = pipe.read()

        readers = [threading.Thread(target=read, args=pair) for pair in enumerate((out, err))]
        for reader in readers:
            reader.start()
        with contextlib.suppress(BrokenPipeError), open(to, "wb", 0) as pipe:
            pipe.write(input or b"")
        code = self.end(timeout)
        for reader in readers:
            reader.join()
        return subprocess.CompletedProcess(command, code, *said)


def serve(asked: socket.socket) -> str:
    """Fork for each command that is asked for, and answer its exit code. Returns in the fork alone: the code to run."""
    while True:
        word, ends, _, _ = socket.recv_fds(asked, 1, 4)
        if not word:
            sys.exit()
        child = os.fork()
        if not child:
            asked.close()
            return become(ends)
        for end in ends:
            os.close(end)
        answer = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        asked.sendall(answer.to_bytes(4, "big", signed=True))


def become(ends: Sequence[int]) -> str:
    """Make this process what the command would find itself in."""
    with open(ends[3], encoding="utf-8") as file:
        told = json.load(file)
    for number in range(3):
        os.dup2(ends[number], number)
        os.close(ends[number])
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115  # as at a start
    sys.stderr = open(2, "w", 1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.chdir(told["cwd"])
    os.environ.clear()
    os.environ.update(told["env"])
    tempfile.tempdir = None  # read from the environment again
    code, *arguments = told["argv"]
    sys.argv, sys.path[0] = ["-c", *arguments], ""
    return str(code)


def leave(ended: Sequence[int]) -> None:
    """The last thing that Python runs at its end: what follows would take the libraries apart, and copy them for that."""
    if ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended[0])


if __name__ == "__main__":
    codes: list[int] = []
    atexit.register(leave, codes)
    for name in sys.argv[2:]:
        with contextlib.suppress(ImportError):  # of an extra that is not installed
            importlib.import_module(name)
    gc.freeze()  # what is shared stays so: a collection in a fork would copy it
    try:
        exec(serve(socket.socket(fileno=int(sys.argv[1]))), {"__name__": "__main__"})
    except SystemExit as end:
        codes += [end.code] if isinstance(end.code, int) else []
        raise
