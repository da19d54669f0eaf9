"""For pages whose blocks are run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from redactor.engine import components


@pytest.fixture(scope="module")
def one_model() -> Iterator[None]:
    """Each model is loaded once, however many runs and Redactors a page makes."""
    made: dict[str, Any] = {}

    def once(checkpoint: Any, *how: Any) -> Any:
        name = repr((checkpoint.folder, *how))
        if name not in made:
            made[name] = load(checkpoint, *how)
        return made[name]

    load = components.tagger_of
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(components, "tagger_of", once)
        yield
