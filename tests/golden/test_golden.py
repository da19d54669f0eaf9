"""The bytes of ``samples/`` stay: in every format the output, audit and row of the manifest that were made before."""

from __future__ import annotations

import pytest
from golden import RENEW, RUNS, changes

from redactor.tagger.checkpoint import EMBEDDED


@pytest.mark.skipif(not EMBEDDED.is_dir(), reason="redactor/models/en is not there")
@pytest.mark.parametrize("name", RUNS)
def test_samples_are_redacted_as_before(name: str) -> None:
    assert changes(name) == [], RENEW
