"""An output in an object store: files grow in a work folder on this machine and go up when they are whole.

The work folder is laid out like an output folder. A file in it is removed as soon as it is in the store, so that the disk
has the files at hand and the state. The state goes up every half minute: on this machine a killed run goes on inside
a file, on another one with the next file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from redactor.audit.layout import Layout
from redactor.audit.results import FileResult
from redactor.audit.state import State
from redactor.engine.output.background import Background
from redactor.engine.output.file_sinks import FinishedFile
from redactor.engine.output.remote_layout import RemoteLayout, download, download_all
from redactor.engine.output.target import OnPublished
from redactor.errors import LockedError, RedactorError, UnreachableError
from redactor.storage.atomic import make_folder, write_whole
from redactor.storage.lease import Lease
from redactor.storage.lock import OutputLock
from redactor.storage.objects import ObjectFile, SortedListing
from redactor.storage.open_store import store_at
from redactor.storage.places import Place
from redactor.storage.store import Stored
from redactor.storage.streams import file_digest

#: Uploads that are under way at most, and their bytes (but always one).
_UPLOADS, _UPLOAD_BYTES = 16, 64 << 20
#: Two uploads of the state are at least 30 seconds apart, and at least 20 times what the last one took.
_STATE_SECONDS, _STATE_SHARE = 30.0, 20
#: The tag of the state in the store that the state here goes back to.
_ORIGIN = "state.origin"


@contextlib.contextmanager
def open_store_output(output: Place, work_dir: Path | None, *, single: bool) -> Iterator[StoreOutput]:
    """The output at a place in a store, locked, with a work folder that is removed when all has gone well."""
    remote = RemoteLayout(output, single=single)
    work = _work_folder(work_dir, output)
    with Lease(remote.home("lock")) as lease, OutputLock(work):
        stage = StoreOutput(remote, Layout.of(work / "out" / output.name, single=single), lease)
        stage.fetch()
        yield stage
        shutil.rmtree(work, ignore_errors=True)


def _work_folder(work_dir: Path | None, output: Place) -> Path:
    if work_dir is None:
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111  # ~ of nobody is no error
        work_dir = Path(cache) / "redactor"
    # One output, one folder, whatever else lies there.
    return work_dir / hashlib.sha256(str(output).rstrip("/").encode()).hexdigest()[:32]


class StoreOutput:
    """The work folder of a run, and what goes up from it. ``layout`` is that of the work folder."""

    def __init__(self, remote: RemoteLayout, layout: Layout, lease: Lease) -> None:
        self.layout = layout
        self._remote, self._lease = remote, lease
        self._store = store_at(remote.home(""))
        self._outputs = SortedListing(self._store, remote.tree("").key)
        self._audits = SortedListing(self._store, remote.home("").key)
        self._quarantine = SortedListing(self._store, remote.home("quarantine/").key)
        self._uploads = Background("upload", _UPLOADS, _UPLOAD_BYTES)
        self._state: State | None = None
        self._next_state = time.monotonic() + _STATE_SECONDS

    def fetch(self) -> None:
        """Bring state, withheld lines and summary of the last run, unless what a killed run left here follows them."""
        there = self._store.head(self._remote.home(self.layout.state.name).key)
        tag = there.tag or str(there.mtime_ns) if there is not None else ""
        origin = self.layout.home / _ORIGIN
        if self.layout.state.is_file() and origin.is_file() and origin.read_text(encoding="utf-8") == tag:
            return
        # What lies here was made from another state than the store's.
        shutil.rmtree(self.layout.tree, ignore_errors=True)
        make_folder(self.layout.tree)
        make_folder(self.layout.home)
        for path in (self.layout.withheld, self.layout.summary, self.layout.state):
            stored = self._store.head(self._remote.home(path.name).key)
            if stored is not None:
                download(ObjectFile(self._remote.home(path.name), stored), path)
        write_whole(origin, tag.encode())

    @contextlib.contextmanager
    def writing(self, state: State) -> Iterator[None]:
        self._state = state
        try:
            yield
        except BaseException as error:
            self._uploads.close(cancel=True)
            if not isinstance(error, UnreachableError | LockedError):  # another machine may go on
                with contextlib.suppress(RedactorError, OSError):
                    self._send_state()
            raise
        self._uploads.close()

    def has(self, known: FileResult) -> bool:
        output, audit = self._outputs.find(str(known.output)), self._audits.find(str(known.audit))
        return _is(output, known.stored.get("output")) and _is(audit, known.stored.get("audit"))

    def quarantined(self, known: FileResult) -> bool:
        place = self._remote.home(f"quarantine/{known.output}")
        stored = self._quarantine.find(str(known.output))
        return stored is not None and file_digest(ObjectFile(place, stored)) == known.output_sha256

    def digests(self, known: FileResult) -> tuple[str, str]:
        places = self._remote.tree(str(known.output)), self._remote.home(str(known.audit))
        found = [(place, self._store.head(place.key)) for place in places]
        output, audit = (file_digest(ObjectFile(place, stored)) if stored else "" for place, stored in found)
        return output, audit

    def publish(self, output: str, audit: str, whole: FinishedFile, on_published: OnPublished) -> None:
        for part in (whole.output, whole.audit):
            part.close()
        size = whole.output.size + whole.audit.size
        self._uploads.add(size, partial(self._upload, output, audit, whole, on_published))
        if time.monotonic() > self._next_state:
            self._send_state()

    def _upload(self, output: str, audit: str, whole: FinishedFile, on_published: OnPublished) -> None:
        tags = {
            "audit": self._put(self._remote.home(audit), whole.audit.path).tag,
            "output": self._put(self._remote.tree(output), whole.output.path).tag,
        }
        on_published(tags)
        whole.audit.path.unlink()
        whole.output.path.unlink()

    def _put(self, place: Place, path: Path) -> Stored:
        self._lease.check()
        return self._store.put(place.key, path)

    def remove(self, known: FileResult) -> None:
        self._lease.check()
        self._store.delete(self._remote.tree(str(known.output)).key)
        self._store.delete(self._remote.home(str(known.audit)).key)

    def drain(self) -> None:
        self._uploads.drain()

    def _send_state(self) -> None:
        """A snapshot of the state into the store."""
        began = time.monotonic()
        copy = self._copied()
        stored = self._put(self._remote.home(self.layout.state.name), copy)
        write_whole(self.layout.home / _ORIGIN, (stored.tag or str(stored.mtime_ns)).encode())
        copy.unlink()
        now = time.monotonic()
        self._next_state = now + max(_STATE_SECONDS, _STATE_SHARE * (now - began))

    def _copied(self) -> Path:
        """Equal states, equal bytes: SQLite copies page by page."""
        assert self._state is not None
        copy = self.layout.home / "state.copy"
        self._state.copy_to(copy)
        return copy

    def state_sha256(self, state: State) -> str:
        return file_digest(self._copied())

    def gather_audits(self) -> None:
        for _ in download_all(self._remote.home("audit/"), self.layout.home / "audit"):
            pass  # an audit of no run of ours

    def finish(self) -> None:
        """The state first and the summary last: it says that the run is complete."""
        self._send_state()
        layout = self.layout
        for path in (layout.withheld, layout.manifest, layout.report, layout.summary):
            if path.is_file():
                self._put(self._remote.home(path.name), path)
            else:
                self._store.delete(self._remote.home(path.name).key)


def _is(stored: Stored | None, tag: str | None) -> bool:
    """Is the object there, and, where its tag is known, still the one that was written?"""
    return stored is not None and tag in (None, "", stored.tag)
