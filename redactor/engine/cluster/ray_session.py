"""A session with a Ray cluster: one that runs, or one of this machine alone that ends with the run and leaves nothing."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

import ray

from redactor.engine.cluster import janitor
from redactor.errors import ClusterError

#: What a host that is there takes at most to accept a connection, in seconds.
KNOCK_SECONDS = 10.0
#: Bytes of shared memory of a cluster that the run starts itself; messages are small and few.
STORE_BYTES = 128 << 20
#: A Unix socket's path has 107 characters at most, and Ray takes some 82 of them.
_LONGEST_TEMP = 23
_ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    # Ray ends a process that has lost the cluster's head with exit code 1 and without a word, after this number of seconds.
    # The pool notices sooner, and ends the run as runs end.
    "RAY_gcs_rpc_server_reconnect_timeout_s": "3600",
}
_QUIET: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL, "namespace": "redactor"}


@dataclass(frozen=True, slots=True)
class Session:
    """``cores`` of a cluster that was started for this run, else 0; ``head`` is ``host:port``, or empty if a proxy
    watches over it."""

    cores: int = 0
    head: str = ""


@contextlib.contextmanager
def connected(address: str | None, workers: int) -> Iterator[Session]:
    """A session with the cluster at ``address``: see ``RunSettings.ray_address``. Raises ``ClusterError``.

    A session that the program around has begun is used as it is.
    """
    if ray.is_initialized():
        yield Session()
        return
    os.environ.update(_ENVIRONMENT)
    terminate = signal.getsignal(signal.SIGTERM)
    cores = 0
    with contextlib.ExitStack() as stack:
        stack.enter_context(_bytes_alone())
        wanted = address or os.environ.get("RAY_ADDRESS")
        if wanted == "local" or not _joined(wanted):
            cores = workers or len(os.sched_getaffinity(0))
            _start(cores, stack.enter_context(_folder()))
        stack.callback(ray.shutdown)
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, terminate)  # Ray's own handler would end the run with 15
        proxied = (wanted or "").startswith("ray://")
        yield Session(cores, "" if proxied else ray.get_runtime_context().gcs_address)


def knock(address: str) -> None:
    """Raise ``OSError`` where nobody listens at ``[ray://]host:port``: Ray itself would try for many minutes."""
    host, colon, port = address.removeprefix("ray://").partition("/")[0].rpartition(":")
    if colon and port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), timeout=KNOCK_SECONDS).close()


def _joined(wanted: str | None) -> bool:
    """Join the cluster; False where none was asked for and none is running."""
    try:
        knock(wanted or "auto")
        ray.init(address=wanted or "auto", **_QUIET)
    except Exception as error:
        if wanted is None and isinstance(error, ConnectionError):
            return False
        raise ClusterError(
            f"no Ray cluster answers at {wanted or 'auto'} ({type(error).__name__}); start one, or say --ray-address local"
        ) from None
    return True


def _start(cores: int, folder: str) -> None:
    """A cluster of this machine alone: on the loopback, without dashboard, and never writing a message to disk."""
    # Else Ray would write a token into the home folder, which may be read-only and is not ours to write to.
    if not os.environ.keys() & {"RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH", "RAY_AUTH_MODE"}:
        os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)
    key = os.environ.pop("REDACTOR_KEY", None)  # no process of Ray's is to have it
    try:
        ray.init(
            address="local",
            num_cpus=cores,
            include_dashboard=False,
            object_store_memory=STORE_BYTES,
            _node_ip_address="127.0.0.1",
            _temp_dir=folder,
            # Ray's workers are nice (15) unless told; here they are all the work there is.
            _system_config={"automatic_object_spilling_enabled": False, "worker_niceness": 0},
            **_QUIET,
        )
    except Exception as error:
        ray.shutdown()
        raise ClusterError(f"Ray could not be started on this machine ({type(error).__name__})") from None
    finally:
        if key is not None:
            os.environ["REDACTOR_KEY"] = key


@contextlib.contextmanager
def _folder() -> Iterator[str]:
    """A private folder for a cluster's sockets and logs, removed with it: by another process, which this one may not outlive."""
    base = tempfile.gettempdir()
    # Ray opens its own folder to everybody, so it gets one inside.
    folder = tempfile.mkdtemp(prefix="redactor-", dir=base if len(base) <= _LONGEST_TEMP else "/tmp")  # noqa: S108  # 0700
    command = [sys.executable, "-I", "-S", janitor.__file__, folder]
    # In an environment of its own, which has no key.
    behind = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, env={})  # noqa: S603  # this very Python
    try:
        yield f"{folder}/r"
    finally:
        behind.communicate()


@contextlib.contextmanager
def _bytes_alone() -> Iterator[None]:
    """Ray prints a message to standard output whenever a worker dies, also in the middle of what a pipe is given."""
    output = sys.stdout
    sys.stdout = _Silent(output)
    try:
        yield
    finally:
        sys.stdout = output


class _Silent(io.TextIOBase):
    """Swallows text; bytes may pass."""

    def __init__(self, output: TextIO) -> None:
        self._output = output

    @property
    def buffer(self) -> Any:
        return self._output.buffer

    def write(self, text: str) -> int:
        return len(text)
