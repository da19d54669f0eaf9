"""Detectors that others add: Python functions, handed over or declared by installed packages under ``redactor.detectors``."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType

from redactor.errors import UsageError
from redactor.plugins import declared, load
from redactor.spans import Span

#: ``(text, context) → spans``: what is found in a text, in its characters. ``context`` is the name of the field in plain
#: words, ``""`` in running text. A function of the two alone: answers for short texts are remembered. An attribute
#: ``labels`` says which labels it gives, ``version`` (any text) names a state that its code does not tell.
Detector = Callable[[str, str], Iterable[Span]]


@dataclass(frozen=True, slots=True)
class Added:
    """One of them. ``digest`` changes with its code; ``labels`` is None where it does not say which it gives."""

    name: str
    find: Detector
    digest: str
    labels: frozenset[str] | None

    def spans(self, text: str, context: str) -> list[Span]:
        """What it finds. Raises whatever it raises, and ``ValueError`` for what is no span of ``text``."""
        found = list(self.find(text, context))
        if not all(isinstance(span, Span) and span.end <= len(text) and 0 <= span.score <= 1 for span in found):
            raise ValueError("a detector gives spans that lie inside the text, scores in 0..1")
        return [replace(span, detector=f"plugin:{self.name}") for span in found]


def added(names: Sequence[str], functions: Sequence[Detector]) -> tuple[Added, ...]:
    """The installed detectors of these ``names``, then the ``functions``. Raises ``UsageError`` for what cannot be used."""
    made = [_installed(name) for name in names]
    for function in functions:
        if not callable(function):
            raise UsageError(f"a detector is a function (text, context) → spans, not {type(function).__name__}")
        name = getattr(function, "__name__", type(function).__name__)
        made.append(Added(name, function, _digest(name, function), _labels(function)))
    return tuple(made)


def combined(model: str, detectors: Sequence[Added]) -> str:
    """The digest of all that finds: the model's own where there is nothing else."""
    if not detectors:
        return model
    return hashlib.sha256("\0".join((model, *(one.digest for one in detectors))).encode()).hexdigest()


def _installed(name: str) -> Added:
    point = declared("detectors").get(name)
    if point is None:
        known = ", ".join(declared("detectors")) or "none"
        raise UsageError(f"no installed package brings a detector {name!r} (installed: {known})")
    function = load(point, "detectors")
    release = f"{point.dist.name} {point.dist.version}" if point.dist else ""
    return Added(name, function, _digest(f"{name}\0{release}", function), _labels(function))


def _labels(function: Detector) -> frozenset[str] | None:
    labels = getattr(function, "labels", None)
    return None if labels is None else frozenset(labels)


def _digest(name: str, function: Detector) -> str:
    """SHA-256 over name, version and code: the module's file where there is one, else (a notebook) the function's own code."""
    total = hashlib.sha256(f"{name}\0{getattr(function, 'version', '')}\0".encode())
    path = getattr(sys.modules.get(str(getattr(function, "__module__", ""))), "__file__", None)
    if path and Path(path).is_file():
        total.update(Path(path).read_bytes())
    else:
        code = getattr(function, "__code__", None) or getattr(type(function).__call__, "__code__", None)
        total.update(_spelled(code).encode() if code else b"")
    return total.hexdigest()


def _spelled(code: CodeType) -> str:
    """The code of a function in the same letters in every process."""
    constants = [_spelled(one) if isinstance(one, CodeType) else _constant(one) for one in code.co_consts]
    return repr((code.co_code.hex(), code.co_names, constants))


def _constant(value: object) -> str:
    return repr(sorted(map(repr, value))) if isinstance(value, frozenset) else repr(value)
