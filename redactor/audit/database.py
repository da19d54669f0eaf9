"""The SQLite file under the state: opened safely, checked, and replaced when it is damaged.

Journal: WAL with ``synchronous=FULL``. A commit is one fsync (2.4 ms on the machine this was written on)
where a rollback journal needs four (9 ms), and is as durable. ``locking_mode=EXCLUSIVE`` keeps the
WAL index in memory, so no shared-memory file appears and network file systems are fine; the output folder
has one writer anyway (lock.py).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from redactor.errors import StorageError

SCHEMA = 1
TABLES = ("files", "checkpoints")
#: A damaged database is renamed to this (one is kept), with its companions dropped.
BAD_SUFFIX = ".bad"
COMPANIONS = ("-wal", "-shm", "-journal")

_PRAGMAS = (
    "PRAGMA locking_mode = EXCLUSIVE",  # before the journal mode: SQLite then needs no shared memory
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
)
_CREATE = "CREATE TABLE IF NOT EXISTS {} (path BLOB PRIMARY KEY, row TEXT NOT NULL, seal TEXT NOT NULL) WITHOUT ROWID"
#: What comes of reading a damaged database: SQLite's own errors, and names in it that are no text.
FAULTS = (sqlite3.Error, UnicodeDecodeError)
# What SQLite says when the disk and not the database is at fault. (Python 3.10 gives no error codes.)
_DISK = ("disk i/o error", "disk is full", "unable to open", "readonly", "locked", "out of memory")


def connect(path: Path) -> sqlite3.Connection:
    """An open, whole database with its tables.

    Raises one of ``FAULTS`` for a damaged one, ``StorageError`` where the file cannot be made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StorageError(f"state {path}: {error.strerror}") from None
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
    connection.text_factory = _text
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma).fetchall()
        version = _checked(connection)
        for table in TABLES:
            connection.execute(_CREATE.format(table))
            connection.execute(f"SELECT path, row, seal FROM {table} LIMIT 1").fetchall()  # noqa: S608 - a constant
        if version != SCHEMA:
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """The database as it lies there, untouched. Raises one of ``FAULTS`` for a damaged one."""
    # immutable: no lock, no log, no write at all, also in a folder that may not be written
    address = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    connection.text_factory = _text
    try:
        _checked(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")  # a damaged row must reach its seal, which tells


def _checked(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, SCHEMA) or connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("not a state of this program version")
    return version


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """A snapshot of an open database in a new file of the owner's alone."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
    with contextlib.closing(sqlite3.connect(path)) as target:
        connection.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def replace(path: Path) -> sqlite3.Connection:
    """Set the database at ``path`` aside and open a new one. Raises ``StorageError``."""
    try:
        for companion in COMPANIONS:  # first, so that a kill in between leaves no old log beside a new database
            path.with_name(path.name + companion).unlink(missing_ok=True)
        path.replace(path.with_name(path.name + BAD_SUFFIX))
        return connect(path)
    except OSError as error:
        raise StorageError(f"state {path}: {error.strerror}") from None
    except FAULTS as error:
        raise storage_error(path, error) from None


def raise_if_disk(path: Path, error: Exception) -> None:
    """Raise ``StorageError`` when the disk is at fault; return when the database is."""
    if any(phrase in str(error).lower() for phrase in _DISK):
        raise storage_error(path, error) from None


def storage_error(path: Path, error: Exception) -> StorageError:
    """SQLite's message names tables and causes, never a value."""
    return StorageError(f"state {path}: {error if isinstance(error, sqlite3.Error) else 'damaged'}")
