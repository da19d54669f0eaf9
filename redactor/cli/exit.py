"""How commands end: an error as one line, an exit code that cron can read, never a traceback with text in it."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

import click

from redactor.cli.messages import printable
from redactor.errors import RedactorError
from redactor.extras import missing

SIGINT_EXIT = 130
SIGTERM_EXIT = 143
SIGPIPE_EXIT = 141
#: So long what an interrupt ends may take to do so, in seconds; then it is left as a kill would leave it.
GRACE_SECONDS = 30.0
#: A second interrupt ends at once, unless it comes within so many seconds: ``timeout`` sends each signal twice.
ONE_SIGNAL_SECONDS = 1.0
#: The context's object where the process is the command's alone: no program has called it.
OWN_PROCESS = object()
#: So long another thread may keep the interpreter from one that comes back from the model, in seconds; 5 ms is Python's
#: own choice, and a call of the model takes 10 (docs/speed.md).
SWITCH_SECONDS = 2e-4


def run_command(command: Callable[..., Any]) -> None:
    """Run a click command and exit. A bug is named by its class and place; its message could hold input text."""
    _in_utf_8()
    no_core_dumps()
    _let_interrupt()
    _fill_closed_streams()
    sys.setswitchinterval(SWITCH_SECONDS)
    output = sys.stdout
    try:
        code = command(standalone_mode=False, obj=OWN_PROCESS)
        if sys.stdout is not None:  # it was closed before the program began
            sys.stdout.flush()
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.Abort as abort:
        code = _interrupted(abort.__cause__)
    except click.ClickException as error:
        with suppress(OSError, ValueError):  # as in _say
            error.show()
        code = error.exit_code
    except RedactorError as error:
        code = _say(f"error: {error}", error.exit_code)
    except KeyboardInterrupt as interrupt:
        code = _interrupted(interrupt)
    except SystemExit as done:
        # click answers a broken pipe on its own: it wraps standard output and exits with 1.
        code = _pipe_closed() if sys.stdout is not output else done.code
    except BrokenPipeError:
        code = _pipe_closed()
    except OSError as error:
        code = _say(
            f"error: {error.strerror or type(error).__name__}{f' ({error.filename})' if error.filename else ''}", 4
        )
    except Exception as error:
        told = missing(error) if isinstance(error, ImportError) else None
        if told:
            code = _say(f"error: {told}", 2)
        elif _short_of_memory(error):
            code = _say("error: out of memory; give a smaller --max-memory or --workers, or a larger ulimit", 4)
        else:  # a bug; see the docstring
            code = _say(f"internal error {_where(error)}; please report it", 4)
    _let_go(1, sys.stdout)
    _let_go(2, sys.stderr)
    if code == SIGTERM_EXIT:  # who sent it is to see that it was heard
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
    sys.exit(code if isinstance(code, int) else 0)


class Terminated(KeyboardInterrupt):
    """SIGTERM: as Ctrl-C."""


def _let_interrupt() -> None:
    """Ctrl-C and SIGTERM end what is under way, in good order if that can be done soon; where one is ignored it stays so.

    The order cannot be relied on: the exception may come up anywhere in the main thread, also where a library holds a lock
    that another of its threads waits for, and then both would wait for ever. A killed run goes on to the same bytes.
    """
    first: list[float] = []

    def end(number: int, _: object) -> None:
        now = time.monotonic()
        if first:
            if now - first[0] > ONE_SIGNAL_SECONDS:
                _leave(number)
            return
        first.append(now)
        with suppress(RuntimeError):  # no more threads
            _thread.start_new_thread(_leave, (number, GRACE_SECONDS))  # without a lock, as threading would take some
        raise Terminated if number == signal.SIGTERM else KeyboardInterrupt

    with suppress(ValueError):  # not in the main thread
        for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGTERM, signal.SIG_DFL)):
            if signal.getsignal(number) == usual:
                signal.signal(number, end)


def _leave(number: int, seconds: float = 0.0) -> None:
    """End the process after ``seconds`` whatever it does, with what Python itself needs no lock for."""
    time.sleep(seconds)
    with suppress(OSError):
        os.write(2, b"interrupted, and left what was under way; the same command goes on where it stopped\n")
    os._exit(SIGTERM_EXIT if number == signal.SIGTERM else SIGINT_EXIT)


def _interrupted(by: BaseException | None) -> int:
    code = SIGTERM_EXIT if isinstance(by, Terminated) else SIGINT_EXIT
    return _say("interrupted; the same command goes on where it stopped", code)


def _in_utf_8() -> None:
    """Names of files are bytes and most often UTF-8, whatever the locale says: begin anew where Python would read them as ASCII."""
    if sys.getfilesystemencoding() != "utf-8" and os.name == "posix":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  # this very command


def _fill_closed_streams() -> None:
    """A standard stream that was closed before the program began must not lend its number to a file: what is said there
    would be written into it. Nothing is read from it; what is written to it is lost, or (standard output) refused."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:  # three rounds
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    if sys.stderr is None:
        sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115  # it stays open as the one in its place would


def _let_go(descriptor: int, stream: TextIO | None) -> None:
    """What a full or broken stream still holds is lost: Python would try once more at its end, and exit with 120."""
    try:
        if stream is not None:
            stream.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def _pipe_closed() -> int:
    """The reader has gone: nothing more can be written, not even what Python would flush at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return SIGPIPE_EXIT


def _say(message: str, code: int) -> int:
    with suppress(OSError, ValueError):  # nobody can be told where standard error is full or closed; the code is
        click.echo(printable(message), err=True)
    return code


def _short_of_memory(error: Exception) -> bool:
    """Threads that cannot be started and libraries that cannot be loaded say it in words alone."""
    words = ("can't start new thread", "annot allocate memory", "failed to map segment")
    return isinstance(error, MemoryError) or any(each in str(error) for each in words)


def _where(error: BaseException) -> str:
    frames = error.__traceback__
    while frames is not None and frames.tb_next is not None:
        frames = frames.tb_next
    place = f" at {Path(frames.tb_frame.f_code.co_filename).name}:{frames.tb_lineno}" if frames else ""
    return type(error).__name__ + place


def no_core_dumps() -> None:
    """A core dump would hold the input."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass
