"""HDFS as a store. What carries it: the number of an inode, which is never given twice and names one version of a file.

A file is written under a name of its own beside its place and then renamed, by its number, to where it belongs: it
appears whole or not at all, whoever else writes there.
"""

from __future__ import annotations

import heapq
import io
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from redactor.errors import UnreachableError
from redactor.storage.hdfs.webhdfs import Body, RefusedError, WebHdfs
from redactor.storage.store import Stored

#: Reads are of this size at most: a reader may take hours over a file.
_READ_BYTES = 8 << 20
#: Seconds after which whoever was about to swap a file is taken for dead.
CLAIM_SECONDS = 15.0
#: Files on their way to their place. A killed run leaves some; no listing shows them.
_ON_THE_WAY = re.compile(r"\..*\.[0-9a-f-]{16,60}\.redactor~", re.DOTALL)


class HdfsStore:
    """One file system; see ``stores.Store``. A key is a path without its first slash."""

    def __init__(self, scheme: str, root: str) -> None:
        self._web = WebHdfs(scheme, root)

    def list(self, prefix: str) -> Iterator[Stored]:
        folder = prefix[: prefix.rfind("/") + 1]
        return (stored for stored in self._below(folder) if stored.key.startswith(prefix))

    def _below(self, folder: str) -> Iterator[Stored]:
        """In the order of whole keys, of which that of a NameNode differs twice.

        A folder's files come where its name and a slash stand, after names with ``-`` or ``.`` behind it. And bytes above
        127 come first with Hadoop, for which bytes have signs. So what is no file with an ASCII name waits: all names that
        come before an ASCII one have been told when that one is.
        """
        waiting: list[tuple[str, Stored | None]] = []
        for status in self._children(folder):
            name = str(status["pathSuffix"])
            while name.isascii() and waiting and waiting[0][0] < name:
                yield from self._due(folder, *heapq.heappop(waiting))
            if status["type"] == "DIRECTORY":
                heapq.heappush(waiting, (f"{name}/", None))
            elif _ON_THE_WAY.fullmatch(name):
                continue
            elif name.isascii():
                yield _stored(folder + name, status)
            else:
                heapq.heappush(waiting, (name, _stored(folder + name, status)))
        while waiting:
            yield from self._due(folder, *heapq.heappop(waiting))

    def _due(self, folder: str, name: str, stored: Stored | None) -> Iterator[Stored]:
        return self._below(folder + name) if stored is None else iter((stored,))

    def _children(self, folder: str) -> Iterator[dict[str, Any]]:
        """What a folder holds, by name, a page at a time."""
        after: dict[str, Any] = {}
        while True:
            try:
                page = self._told("GET", "LISTSTATUS_BATCH", f"/{folder.rstrip('/')}", **after)["DirectoryListing"]
            except FileNotFoundError:
                return
            found = page["partialListing"]["FileStatuses"]["FileStatus"]
            yield from (
                self._numbered(status) for status in found if status["pathSuffix"]
            )  # a file lists itself, unnamed
            if not found or not page["remainingEntries"]:
                return
            after = {"startAfter": found[-1]["pathSuffix"]}

    def head(self, key: str) -> Stored | None:
        status = self._status(f"/{key}")
        return _stored(key, status) if status is not None and status["type"] != "DIRECTORY" else None

    def stream(self, stored: Stored) -> Iterator[bytes]:
        for start in range(0, stored.size, _READ_BYTES):
            yield self.part(stored, start, min(start + _READ_BYTES, stored.size))

    def part(self, stored: Stored, start: int, end: int) -> bytes:
        where = f"{self._web.url}/{stored.key}"
        inode = _path_of(stored.version)
        try:
            data = self._web.ask("GET", "OPEN", inode, key=stored.key, offset=start, length=end - start)
        except RefusedError as refused:
            if refused.name == "AccessControlException":
                raise PermissionError(13, "refused", where) from None
            if self.head(stored.key) is None:
                raise FileNotFoundError(2, "not found", where) from None
            raise OSError(116, "was changed while it was read", where) from None
        # An inode can be appended to or cut.
        status = self._status(inode, stored.key)
        if len(data) != end - start or status is None or _stored(stored.key, status).tag != stored.tag:
            raise OSError(116, "was changed while it was read", where)
        return data

    def put(self, key: str, source: Path) -> Stored:
        return self._placed(key, lambda: source.open("rb"), source.stat().st_size)

    def copy(self, key: str, to: str) -> None:
        stored = self.head(key)
        if stored is None:
            raise FileNotFoundError(2, "not found", f"{self._web.url}/{key}")
        parts: Callable[[], Any] = lambda: self.stream(stored)  # noqa: E731  # a generator can be closed, as mypy cannot know
        self._placed(to, parts, stored.size)

    def _placed(self, key: str, body: Callable[[], Body], size: int) -> Stored:
        written = self._written(key, body, size)
        if not self._renamed(written, key, "OVERWRITE"):
            self._drop(written)
            raise UnreachableError(f"{self._web.url}/{key}: was taken away while it was written")
        return replace(written, key=key)

    def swap(self, key: str, data: bytes, seen: Stored | None) -> Stored | None:
        """One who swaps renames what is to be written to a name made of the version ``seen``: a claim, of which there is
        one. While it stands nobody else who claims can change the file, so that what the file is now is what it will be
        when the claim itself is renamed to its place. A claim that lasts is removed; its owner's last step, which names
        the number of the claim, then fails.
        """
        if seen is not None and not self._is(key, seen):
            return None
        written = self._written(key, lambda: io.BytesIO(data), len(data))
        if seen is None:
            done = self._renamed(written, key, "NONE")
        else:
            claimed = self._claimed(written, _beside(key, seen.tag))
            done = claimed and self._is(key, seen) and self._renamed(written, key, "OVERWRITE")
        if not done:
            self._drop(written)
        return replace(written, key=key) if done else None

    def _claimed(self, written: Stored, claim: str) -> bool:
        if self._renamed(written, claim, "NONE"):
            return True
        first, ends = self.head(claim), time.monotonic() + CLAIM_SECONDS
        while first is not None and time.monotonic() < ends:
            time.sleep(min(0.5, CLAIM_SECONDS / 4))
            now = self.head(claim)
            if now is None or now.version != first.version:
                return False
        if first is not None:
            self.delete(claim)
        return self._renamed(written, claim, "NONE")

    def _is(self, key: str, seen: Stored) -> bool:
        now = self.head(key)
        return now is not None and now.tag == seen.tag

    def delete(self, key: str) -> None:
        with suppress(FileNotFoundError):
            self._told("DELETE", "DELETE", f"/{key}")

    def _written(self, key: str, body: Callable[[], Body], size: int) -> Stored:
        """A new file beside its place, whole. Folders are made."""
        if ":" in key:
            raise UnreachableError(f"{self._web.url}/{key}: HDFS takes no colon in a name")
        temporary = _beside(key, secrets.token_hex(16))
        try:  # over what a broken try has left
            self._web.ask("PUT", "CREATE", f"/{temporary}", body, key=key, overwrite="true")
        except RefusedError as refused:
            raise UnreachableError(f"{self._web.url}/{key}: cannot be written ({refused.name})") from None
        written = self.head(temporary)
        if written is None or written.size != size:
            raise UnreachableError(f"{self._web.url}/{key}: did not arrive whole")
        return written

    def _drop(self, written: Stored) -> None:
        """Remove a file that has not come to its place, wherever it is."""
        self.delete(_path_of(written.version)[1:])

    def _renamed(self, written: Stored, to: str, option: str) -> bool:
        """Whether the very file is at ``to`` now; with ``NONE`` only where nothing was."""
        path = _path_of(written.version)
        try:
            self._web.ask("PUT", "RENAME", path, key=to, destination=f"/{to}", renameoptions=option)
            return True
        except RefusedError as refused:
            # An answer that got lost has been asked for again, and the file meets itself.
            now = self.head(to)
            if now is not None and now.version == written.version:
                return True
            if refused.name in ("FileAlreadyExistsException", "FileNotFoundException"):
                return False
            self._drop(written)
            raise UnreachableError(f"{self._web.url}/{to}: cannot be written ({refused.name})") from None

    def _status(self, path: str, key: str | None = None) -> dict[str, Any] | None:
        try:
            return self._numbered(self._told("GET", "GETFILESTATUS", path, key)["FileStatus"])
        except FileNotFoundError:
            return None

    def _numbered(self, status: dict[str, Any]) -> dict[str, Any]:
        if not status.get("fileId"):
            raise UnreachableError(
                f"{self._web.url}: it tells no inode numbers, as HttpFS does not; give the NameNode itself (Hadoop 3)"
            )
        return status

    def _told(self, method: str, op: str, path: str, key: str | None = None, **more: object) -> Any:
        answer = self._asked(method, op, path, key, **more)
        try:
            return json.loads(answer)
        except ValueError:
            raise UnreachableError(f"{self._web.url}{path}: it does not answer as WebHDFS does") from None

    def _asked(self, method: str, op: str, path: str, key: str | None, **more: object) -> bytes:
        """As ``WebHdfs.ask``, where no single file can be at fault but by being away."""
        try:
            return self._web.ask(method, op, path, None, key=key, **more)
        except RefusedError as refused:
            if refused.name == "FileNotFoundException" or self._is_below_a_file(path):
                raise FileNotFoundError(2, "not found", f"{self._web.url}{path}") from None
            raise UnreachableError(f"{self._web.url}{path}: refused ({refused.name})") from None

    def _is_below_a_file(self, path: str) -> bool:
        """A NameNode gives that as a lack of rights."""
        while path := path.rpartition("/")[0]:
            with suppress(RefusedError):
                answer = self._web.ask("GET", "GETFILESTATUS", path)
                return bool(json.loads(answer)["FileStatus"]["type"] != "DIRECTORY")
        return False


def _path_of(inode: str) -> str:
    return f"/.reserved/.inodes/{inode}"


def _beside(key: str, what: str) -> str:
    folder, slash, name = key.rpartition("/")
    # A name has 255 bytes at most.
    return f"{folder}{slash}.{name.encode()[:160].decode(errors='ignore')}.{what}.redactor~"


def _stored(key: str, status: dict[str, Any]) -> Stored:
    inode, changed, size = int(status["fileId"]), int(status["modificationTime"]), int(status["length"])
    return Stored(key, size, changed * 1_000_000, f"{inode:x}-{changed:x}-{size:x}", str(inode))
