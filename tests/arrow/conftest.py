"""An ArrowRedactor without a model: the engine's fake tagger, which knows a handful of names."""

from __future__ import annotations

import pytest

import redactor.arrow
from benchmarks import fakes
from redactor.engine.components import Components
from redactor.engine.settings import RunSettings


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(settings: RunSettings) -> Components:
        return fakes.components(settings.policy, settings.key, settings.workers or 2)

    monkeypatch.setattr(redactor.arrow, "build", build)
