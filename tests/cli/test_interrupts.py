"""Ctrl-C and SIGTERM: a run ends, wherever the exception comes up."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest
from program import CLEAN

STUCK = """
import threading, time
import click
from redactor.cli import exit

exit.GRACE_SECONDS = {grace}

@click.command()
def command():
    lock = threading.Lock()
    lock.acquire()
    try:
        print("begun", flush=True)
        time.sleep(60)
    finally:
        print("closing", flush=True)
        lock.acquire()

exit.run_command(command)
"""

OFTEN = """
import faulthandler, random, signal, sys
from redactor.cli.exit import SWITCH_SECONDS
from redactor.engine.thread_pool import ordered

def interrupt(*_):
    raise KeyboardInterrupt

sys.setswitchinterval(SWITCH_SECONDS)
signal.signal(signal.SIGALRM, interrupt)
moments = random.Random(7)
for _ in range(400):
    faulthandler.dump_traceback_later(30, exit=True)
    results = ordered(range(100_000), lambda _: sum(range(200)), 2, lambda _: 1, 6)
    try:
        signal.setitimer(signal.ITIMER_REAL, 1e-4 + 4e-3 * moments.random())
        for _ in results:
            pass
    except KeyboardInterrupt:
        pass
    finally:
        results.close()
"""


def program(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("again", [False, True])
def test_what_does_not_end_is_left(sent: signal.Signals, code: int, again: bool) -> None:
    process = program(STUCK.format(grace=240 if again else 0.5))
    assert process.stdout and process.stderr and process.stdout.readline() == b"begun\n"
    process.send_signal(sent)
    process.send_signal(sent)  # ``timeout`` sends each twice
    assert process.stdout.readline() == b"closing\n"
    if again:
        time.sleep(1.1)
        process.send_signal(sent)
    assert process.wait(120) == code
    told = b"interrupted, and left what was under way; the same command goes on where it stopped\n"
    assert process.stderr.read() == told


def test_work_in_threads_ends_whatever_the_interrupt_breaks_off() -> None:
    process = program(OFTEN)
    told = process.communicate(timeout=300)[1]
    assert process.returncode == 0, told.decode()
