"""Detection for a run that is driven elsewhere: what travels to a worker, what a worker does, what it answers.

Nothing here knows which scheduler starts workers and carries messages. That scheduler may write messages to disk, log
an exception with its message, and speak in clear over a network: so messages are sealed, and a worker never raises.
"""

from __future__ import annotations

import os
import pickle
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from redactor.detectors.added import for_others
from redactor.engine.components import build
from redactor.engine.detection import Detected, Detects
from redactor.engine.settings import RunSettings
from redactor.errors import RedactorError, UsageError
from redactor.keys import Key
from redactor.records import Leaf, Record
from redactor.version import __version__

_NONCE = 12
_dumps = partial(pickle.dumps, protocol=pickle.HIGHEST_PROTOCOL)


class Seal:
    """Shuts and opens messages with a secret that one run makes and forgets (AES-256-GCM)."""

    def __init__(self, secret: bytes | None = None) -> None:
        self.secret = secret or AESGCM.generate_key(256)
        self._cipher = AESGCM(self.secret)

    def shut(self, value: Any, dumps: Callable[[Any], bytes] = _dumps) -> bytes:
        """``value`` as bytes that tell nothing without the secret. ``dumps`` makes what pickle can load."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, dumps(value), None)

    def opened(self, sealed: bytes) -> Any:
        """What was shut. Raises ``InvalidTag`` for what this secret has not shut, before anything of it is unpickled."""
        return pickle.loads(self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None))  # noqa: S301  # ours: see above


@dataclass(frozen=True, slots=True)
class Loaded:
    """A worker that came up: what it would detect with, or why it cannot."""

    version: str = ""
    model_digest: str = ""
    error: RedactorError | None = None
    #: The class of an exception that nobody expected.
    bug: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker found in a group, and the CPU seconds it took; ``bug`` as in ``Loaded``."""

    detected: list[Detected]
    cpu_seconds: float = 0.0
    bug: str = ""


def for_workers(settings: RunSettings) -> RunSettings:
    """``settings`` without what decides nothing about what is found: the run key, and any path but the model's."""
    return replace(
        settings,
        input=None,
        output=None,
        key=None,
        audit=None,
        work_dir=None,
        sign_key=None,
        key_file=None,
        ray_address=None,
        workers=1,
        detectors=for_others(settings.detectors),
        model=settings.model.absolute() if settings.model else None,
    )


def packed(records: Sequence[Record]) -> list[Any]:
    """What detection sees of ``records``, without what only their format and the audit want back; as tuples, which pickle fast."""
    return [
        (
            record.index,
            [
                (leaf.field, leaf.text, leaf.offset, leaf.core_start, leaf.core_end, leaf.scalar, (), leaf.misread)
                for leaf in record.leaves
            ],
            record.problem,
            record.final,
            record.names,
        )
        for record in records
    ]


def unpacked(rows: Sequence[Any]) -> list[Record]:
    """The records that were packed."""
    return [
        Record(index, tuple(Leaf(*leaf) for leaf in leaves), problem=problem, final=final, names=names)
        for index, leaves, problem, final, names in rows
    ]


class Worker:
    """One loaded model that answers one call at a time. No method raises: see above."""

    def __init__(self, secret: bytes) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold the input
        self._seal = Seal(secret)
        self._detection: Detects | None = None

    def load(self, settings: bytes) -> Loaded:
        """Get ready to detect with the sealed ``settings``."""
        try:
            opened: RunSettings = self._seal.opened(settings)
        except (AttributeError, ImportError) as error:
            lacks = f"a node of the cluster lacks {error.name or 'a module'}, code of a plugin or detector; install it on every node"
            return Loaded(error=UsageError(lacks))
        except Exception as error:
            return Loaded(bug=type(error).__name__)
        try:
            # Detection asks the masker which fields the policy settles alone; no mask is made here, so any key will do.
            parts = build(replace(opened, key=Key(os.urandom(32))))
        except RedactorError as error:
            return Loaded(error=error)
        except Exception as error:
            return Loaded(bug=type(error).__name__)
        self._detection = parts.detection
        return Loaded(__version__, parts.model_digest)

    def detect(self, records: bytes) -> Answer:
        """What is in a sealed group of records."""
        began = time.process_time()
        try:
            assert self._detection is not None
            detected = self._detection.detect(unpacked(self._seal.opened(records)))
        except Exception as error:
            return Answer([], bug=type(error).__name__)
        return Answer(detected, time.process_time() - began)
