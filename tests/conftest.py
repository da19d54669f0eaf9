"""For all rooms: what lies beside this file can be imported, and two workers share the tests."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# A suite that a script started behind `&` ignores interrupts, and so would the programs that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Hundreds of programs start here: each would compile all modules anew where the machine asks for no bytecode.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

#: What shares something long to make (a trained model; a store's server or a cluster) goes to one worker, first of all.
TOGETHER = {"training": ("tests/training/",), "services": ("tests/stores/", "test_ray_", "test_arrow_examples")}


def group(test: str) -> str:
    """Tests of a group follow each other in one worker: those of ``TOGETHER``, else those of a file."""
    return next((name for name, parts in TOGETHER.items() if any(part in test for part in parts)), test.split("::")[0])


class Groups(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Groups:
    return Groups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: [*TOGETHER, group(item.nodeid)].index(group(item.nodeid)))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Path]:
    """A Ray cluster of two cores with logs and all that writes whatever it can to disk. Gives its folder."""
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'redact-batch[ray]'")
    folder = tempfile.mkdtemp(prefix="ray-", dir="/tmp")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("RAY_USAGE_STATS_ENABLED", "0")
        if "RAY_AUTH_TOKEN" not in os.environ:
            os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)  # kept: Ray remembers it for the whole process
        spills = {"object_spilling_threshold": 0.01, "min_spilling_size": 1, "worker_niceness": 0}
        options = {"_temp_dir": folder, "_node_ip_address": "127.0.0.1", "_system_config": spills}
        ray.init(address="local", num_cpus=2, include_dashboard=False, object_store_memory=80 << 20, **options)
        yield Path(folder)
        ray.shutdown()
    shutil.rmtree(folder, ignore_errors=True)
