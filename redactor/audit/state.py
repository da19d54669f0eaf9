"""What was done so far, in SQLite: files that are finished, and where to go on in those that are not.

Only paths, numbers and digests are stored, never text. Losing the database costs time, never correctness:
each row carries a seal, and a row that does not match its seal is as good as absent.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from redactor.audit import database
from redactor.audit.canonical import canonical
from redactor.audit.results import FileResult, Fingerprint, ResumePoint, as_row, from_row
from redactor.keys import Key
from redactor.storage.safe_read import sha256_file

_TABLES = database.TABLES
#: What says where and when files lay, not what was made of them.
_NOT_OURS = frozenset({"ctime_ns", "mtime_ns", "stored", "tag"})

T = TypeVar("T")


class State:
    """One run's memory. Each call is one transaction, on disk when it returns; threads may share it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, key: Key | None, *, repair: bool = True) -> None:
        self._path = path
        self._repair = repair
        self._db = connection
        self._key = key
        self._mutex = threading.Lock()
        self._closed = False

    @classmethod
    def open(cls, path: Path, key: Key | None = None) -> State:
        """The state at ``path``, new if there is none; a database that cannot be read is set aside.

        With a ``key``, seals are keyed: nobody without it can make the run take a planted row for its own.
        """
        try:
            return cls(path, database.connect(path), key)
        except database.FAULTS as error:
            database.raise_if_disk(path, error)
        return cls(path, database.replace(path), key)

    @classmethod
    def peek(cls, path: Path, key: Key | None = None) -> State:
        """The state at ``path`` as it lies there, for reading alone. Raises ``database.FAULTS`` when damaged."""
        return cls(path, database.connect_for_reading(path), key, repair=False)

    def checkpoint(self, path: str, checkpoint: ResumePoint) -> None:
        """Remember where ``path`` stands. Output and audit must be on disk (fsync) before this is called."""
        self._write(lambda: self._put("checkpoints", path, as_row(checkpoint)))

    def resume(self, path: str, fingerprint: Fingerprint) -> ResumePoint | None:
        """Where to go on in ``path``, or None to start it anew (nothing known, or made with other settings)."""
        row = self._read(lambda: self._get("checkpoints", path))
        found = from_row(ResumePoint, row)
        return found if found is not None and found.fingerprint == fingerprint else None

    def finish(self, path: str, result: FileResult) -> None:
        """``path`` is done: its result replaces its checkpoint, in one transaction."""

        def work() -> None:
            self._put("files", path, as_row(result))
            self._db.execute("DELETE FROM checkpoints WHERE path = ?", (_blob(path),))

        self._write(work)

    def finished(self, path: str) -> FileResult | None:
        """What became of ``path`` when it was last finished, or None."""
        return from_row(FileResult, self._read(lambda: self._get("files", path)))

    def forget(self, path: str) -> None:
        """Nothing is known of ``path`` any more."""

        def work() -> None:
            for table in _TABLES:
                self._db.execute(f"DELETE FROM {table} WHERE path = ?", (_blob(path),))  # noqa: S608 - a constant

        self._write(work)

    def files(self) -> Iterator[tuple[str, FileResult]]:
        """All finished files, sorted by path, a page at a time; calls in between are fine."""
        for path, row in self._rows("files"):
            result = from_row(FileResult, row)
            if result is not None:
                yield path, result

    def count(self) -> int:
        """How many files are finished."""
        found = self._read(lambda: self._db.execute("SELECT count(*) FROM files").fetchone())
        return int(found[0]) if found else 0

    def below(self, folder: str) -> list[str]:
        """Names of finished files below ``folder``, sorted."""
        query = "SELECT path FROM files WHERE path > ? AND path < ? ORDER BY path"
        bounds = _blob(f"{folder}/"), _blob(f"{folder}0")  # 0 is the sign behind /
        found = self._read(lambda: self._db.execute(query, bounds).fetchall()) or []
        return [_name(blob) for (blob,) in found]

    def checkpoints(self) -> Iterator[str]:
        """Paths of the files that were begun and not finished, sorted."""
        for path, row in self._rows("checkpoints"):
            if row is not None:
                yield path

    def digest(self) -> str:
        """A hash over all rows that hold, without time stamps and a store's tags: equal runs, equal digests."""
        total = hashlib.sha256()
        for table in _TABLES:
            for path, row in self._rows(table):
                if row is not None:
                    total.update(canonical([table, path, {k: v for k, v in row.items() if k not in _NOT_OURS}]))
                    total.update(b"\n")
        return total.hexdigest()

    def file_sha256(self) -> str:
        """The SHA-256 of the database file, which stays so until the next write. Raises ``StorageError``."""
        with self._mutex:
            try:
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                return sha256_file(self._path)
            except (*database.FAULTS, OSError) as error:
                raise database.storage_error(self._path, error) from None

    def copy_to(self, path: Path) -> None:
        """The state as it is now in a file of its own, without a log beside it. Raises ``StorageError``."""
        with self._mutex:
            try:
                database.copy(self._db, path)
            except (*database.FAULTS, OSError) as error:
                raise database.storage_error(path, error) from None

    def broken(self) -> list[str]:
        """Paths of rows that do not match their seal."""
        return [path for table in _TABLES for path, row in self._rows(table) if row is None]

    def close(self) -> None:
        """Fold the write-ahead log back into the database file and let go of it."""
        with self._mutex:
            self._closed = True
            self._db.close()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _seal(self, table: str, path: str, row: str) -> str:
        content = canonical([database.SCHEMA, table, path, row])
        return self._key.digest("state", content.decode()) if self._key else hashlib.sha256(content).hexdigest()

    def _put(self, table: str, path: str, row: dict[str, Any]) -> None:
        text = canonical(row).decode()
        self._db.execute(
            f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)",  # noqa: S608 - a constant
            (_blob(path), text, self._seal(table, path, text)),
        )

    def _get(self, table: str, path: str) -> dict[str, Any] | None:
        query = f"SELECT row, seal FROM {table} WHERE path = ?"  # noqa: S608 - a constant
        found = self._db.execute(query, (_blob(path),)).fetchone()
        return self._unsealed(table, path, *found) if found else None

    def _unsealed(self, table: str, path: str, row: Any, seal: Any) -> dict[str, Any] | None:
        if not isinstance(row, str) or self._seal(table, path, row) != seal:
            return None
        parsed: dict[str, Any] = json.loads(row)
        return parsed

    def _rows(self, table: str) -> Iterator[tuple[str, dict[str, Any] | None]]:
        query = f"SELECT path, row, seal FROM {table} WHERE path > ? ORDER BY path LIMIT 256"  # noqa: S608 - a constant
        last: Any = b""
        while True:
            page = self._read(lambda after=last: self._db.execute(query, (after,)).fetchall()) or []  # type: ignore[misc]
            for blob, row, seal in page:
                path = _name(blob)
                yield path, self._unsealed(table, path, row, seal)
            if not page:
                return
            last = page[-1][0]

    def _read(self, work: Callable[[], T]) -> T | None:
        with self._mutex:
            try:
                return work()
            except database.FAULTS as error:
                self._start_anew(error)
                return None

    def _write(self, work: Callable[[], None]) -> None:
        with self._mutex:
            try:
                self._transaction(work)
            except database.FAULTS as error:
                self._start_anew(error)
                try:
                    self._transaction(work)
                except database.FAULTS as again:
                    raise database.storage_error(self._path, again) from None

    def _transaction(self, work: Callable[[], None]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            work()
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _start_anew(self, error: Exception) -> None:
        """A database found damaged in the middle of a run: what it knew is lost, the run goes on."""
        if not self._repair or self._closed:  # a thread that comes too late must not take closed for damaged
            raise error
        database.raise_if_disk(self._path, error)
        self._db.close()
        self._db = database.replace(self._path)


def _blob(path: str) -> bytes:
    # A BLOB, because file names need not be UTF-8; its byte order is the order of the strings.
    return path.encode("utf-8", "surrogatepass")


def _name(blob: bytes) -> str:
    try:
        return blob.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:  # of a damaged row; its seal will tell
        return blob.decode("utf-8", "replace")
