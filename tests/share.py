"""Long tables of long cases: a share of them at once, the others in the slow tests, which CI runs too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def share(rows: Iterable[Any], every: int) -> list[Any]:
    """Every ``every``-th of the rows, from the first on, without the mark ``slow``. A tuple is a row of several arguments."""
    return [
        pytest.param(*(row if isinstance(row, tuple) else (row,)), marks=[pytest.mark.slow] if number % every else [])
        for number, row in enumerate(rows)
    ]
