"""Detectors that others add: Python functions, handed over or declared by installed packages under ``redactor.detectors``."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from redactor.errors import UsageError
from redactor.plugins import code_digest, declared, installed_digest, load
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


def added(names: Sequence[str], functions: Sequence[Detector | Added]) -> tuple[Added, ...]:
    """The installed detectors of these ``names``, then the ``functions``. Raises ``UsageError`` for what cannot be used."""
    made = [_installed(name) for name in names]
    for function in functions:
        if isinstance(function, Added):
            made.append(function)
            continue
        if not callable(function):
            raise UsageError(f"a detector is a function (text, context) → spans, not {type(function).__name__}")
        name = getattr(function, "__name__", type(function).__name__)
        made.append(Added(name, function, code_digest(name, function), _labels(function)))
    return tuple(made)


def for_others(functions: Sequence[Detector | Added]) -> tuple[Detector | Added, ...]:
    """The ``functions`` for processes elsewhere: one that has a name to import stays, and its code there must be the
    same; one that has none (of a script, a notebook, a lambda) is to travel as it is, with its digest from here."""
    return tuple(one if _importable(one) else added((), (one,))[0] for one in functions)


def _importable(function: Detector | Added) -> bool:
    try:
        return b"__main__" not in pickle.dumps(function)
    except Exception:  # whatever pickling it does
        return False


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
    return Added(name, function, installed_digest(point, function), _labels(function))


def _labels(function: Detector) -> frozenset[str] | None:
    labels = getattr(function, "labels", None)
    return None if labels is None else frozenset(labels)
