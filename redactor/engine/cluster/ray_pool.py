"""Detect in a pool of Ray actors, each with one loaded model. With ``ray_session`` the only file that imports ray.

The driver reads, folds, writes and commits as a local run does; only detection, a pure function of a group of records,
goes elsewhere. So the bytes are those of a local run, whatever the number of workers and whichever of them die.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import ray
from ray.exceptions import RayError

from redactor.engine.cluster.ray_session import Session, connected, knock
from redactor.engine.cluster.sealed_worker import Answer, Loaded, Seal, Worker, for_workers, packed
from redactor.engine.components import Components, model_digest
from redactor.engine.detection import Detected
from redactor.engine.settings import RunSettings
from redactor.errors import ClusterError, UsageError
from redactor.masking.masker import Masker
from redactor.records import Record
from redactor.version import __version__

#: Calls under way with one worker: the next one waits there, so that no worker waits for the driver.
DEPTH = 2
#: Workers at most where --workers does not say; a driver feeds fewer (docs/scale.md).
MOST = 64
#: So many workers may die on the same records, or while they come up, before the run gives up.
TRIES = 5
#: Seconds without any worker before the run gives up: an autoscaler needs minutes to bring a node.
PATIENCE = 900.0
#: The same where there is no node to wait for.
OWN_PATIENCE = 180.0
#: So often the cluster's head is knocked at, and so long it may be silent, in seconds.
BEAT, SILENCE = 5.0, 45.0


@contextlib.contextmanager
def cluster(settings: RunSettings) -> Iterator[Components]:
    """Components whose detection is done by Ray actors. Raises what ``build`` raises, ``UsageError``, ``ClusterError``."""
    masker = Masker(settings.policy, settings.key)
    digest = model_digest(settings)
    with connected(settings.ray_address, settings.workers) as session:
        pool = Pool(settings, digest, session)
        try:
            yield Components(masker, pool, digest, pool.calls, pool)
        finally:
            pool.halt()


class _HaltedError(Exception):
    """The run ends; nobody wants the answer."""


@dataclass(slots=True, eq=False)
class _Actor:
    handle: Any
    calls: int = 0


class Pool:
    """Workers that come with the demand and are replaced when they die. ``detect`` may be called from many threads.

    A worker that is lost costs the calls that were under way with it: others get them. A new one is asked for in its
    place, and takes calls only once it is up, so that no call waits for a node that never comes.
    """

    tagger = None

    def __init__(self, settings: RunSettings, digest: str, session: Session) -> None:
        self._seal = Seal()
        self._settings = self._sealed(settings)
        self._digest, self._head = digest, session.head
        self._most, self._at_once = settings.workers or session.cores or MOST, bool(settings.workers or session.cores)
        self._patience = OWN_PATIENCE if session.cores else PATIENCE
        gpus = 1 if (settings.device or "").startswith("cuda") else 0
        self._worker = ray.remote(Worker).options(num_cpus=1, num_gpus=gpus, max_restarts=0, max_task_retries=0)
        self._changed = threading.Condition()
        self._ready: list[_Actor] = []
        #: Those that come up, by the reference to what ``load`` will answer.
        self._coming: dict[Any, _Actor] = {}
        self._closed = False
        self._failed = 0
        self._looked = 0.0
        #: Since when there is no worker, when the head was knocked at, and since when it does not answer (0: it does).
        self._without = self._knocked = self._silent = 0.0
        #: CPU seconds that workers have spent on answers so far.
        self.cpu_seconds = 0.0

    def _sealed(self, settings: RunSettings) -> bytes:
        """What workers load. A detector of a script or notebook travels whole, as cloudpickle writes it."""
        try:
            return self._seal.shut(for_workers(settings), ray.cloudpickle.dumps)
        except Exception as error:  # whatever a detector holds
            what = f"a detector cannot be sent to the cluster's workers ({type(error).__name__}); does it hold a file, lock or connection?"
        raise UsageError(what)

    @property
    def calls(self) -> int:
        """Calls that may be under way at once, when all workers are there."""
        return DEPTH * self._most

    def detect(self, records: Sequence[Record]) -> list[Detected]:
        """What a local Detection finds in ``records``. Raises ``ClusterError`` where the cluster does not hold."""
        sealed = self._seal.shut(packed(records))
        for _ in range(TRIES):
            actor = self._take()
            try:
                answer = self._answer(actor.handle.detect.remote(sealed))
            except RayError:
                self._lose(actor)
                continue
            self._give_back(actor, answer.cpu_seconds)
            if answer.bug:
                raise RuntimeError(f"{answer.bug} in a worker")
            return answer.detected
        raise ClusterError(
            f"{TRIES} workers died on the same records; the same command goes on. Does a worker's node have enough memory?"
        )

    def halt(self) -> None:
        """End all workers. Calls under way and to come fail."""
        with self._changed:
            self._closed = True
            actors = [*self._ready, *self._coming.values()]
            self._ready, self._coming = [], {}
            self._changed.notify_all()
        for actor in actors:
            with contextlib.suppress(Exception):  # the cluster may have gone before
                ray.kill(actor.handle)

    def _answer(self, reference: Any) -> Answer:
        """What a call gives. Never waits for a cluster that has gone, nor beyond ``halt``."""
        while not ray.wait([reference], timeout=1.0)[0]:
            self._check()
        return cast(Answer, ray.get(reference))

    def _check(self) -> None:
        """Raise where waiting is of no use: the run has ended, or the cluster's head is silent."""
        if self._closed:
            raise _HaltedError
        now = time.monotonic()
        if not self._head or now - self._knocked < BEAT:
            return
        self._knocked = now
        try:
            knock(self._head)
            self._silent = 0.0
        except OSError:
            self._silent = self._silent or now
            if now - self._silent > SILENCE:
                raise ClusterError("the cluster's head does not answer any more; the same command goes on") from None

    def _take(self) -> _Actor:
        """The worker with the fewest calls under way; waits for one."""
        with self._changed:
            while True:
                self._check()
                self._welcome()
                actor = min(self._ready, key=lambda one: one.calls, default=None)
                if actor is not None and actor.calls < DEPTH:
                    actor.calls += 1
                    return actor
                self._grow()
                self._changed.wait(0.05)

    def _give_back(self, actor: _Actor, seconds: float) -> None:
        with self._changed:
            actor.calls -= 1
            self.cpu_seconds += seconds
            self._changed.notify()

    def _lose(self, actor: _Actor) -> None:
        with self._changed:
            if actor in self._ready:
                self._ready.remove(actor)
            self._changed.notify_all()
        with contextlib.suppress(Exception):  # if it only could not be reached, it must not stay
            ray.kill(actor.handle)

    def _grow(self) -> None:
        """All are busy: ask for more. What cannot be placed yet is what an autoscaler acts on."""
        now = time.monotonic()
        self._without = 0.0 if self._ready else self._without or now
        if self._without and now - self._without > self._patience:
            raise ClusterError(f"no worker came up within {self._patience:.0f} s; has the cluster a free core?")
        wanted = self._most if self._at_once else min(self._most, max(1, 2 * len(self._ready)))
        while len(self._ready) + len(self._coming) < wanted:
            actor = _Actor(self._worker.remote(self._seal.secret))
            self._coming[actor.handle.load.remote(self._settings)] = actor

    def _welcome(self) -> None:
        """Take in those that have come up. Raises where they cannot do the run's work."""
        if not self._coming or time.monotonic() - self._looked < 0.05:
            return
        self._looked = time.monotonic()
        done, _ = ray.wait(list(self._coming), num_returns=len(self._coming), timeout=0)
        for reference in done:
            actor = self._coming.pop(reference)
            try:
                loaded: Loaded = ray.get(reference)
            except RayError as error:
                loaded = Loaded(bug=type(error).__name__)
            if loaded.bug:
                self._failed += 1
                if self._failed >= TRIES:
                    raise ClusterError(
                        f"{self._failed} workers could not start ({loaded.bug}); is redactor {__version__} installed on every node?"
                    )
                continue
            if loaded.error is not None:
                raise loaded.error
            if (loaded.version, loaded.model_digest) != (__version__, self._digest):
                raise UsageError(
                    "a node of the cluster has another version of redactor, of the model or of a detector; install the same on every node"
                )
            self._failed, self._without = 0, 0.0
            self._ready.append(actor)
            self._changed.notify_all()
