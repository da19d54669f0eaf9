"""For all rooms: what lies beside this file can be imported, and two workers share the tests."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

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
