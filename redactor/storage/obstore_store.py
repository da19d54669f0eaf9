"""S3, Google Cloud Storage and Azure through obstore (the Rust crate object_store): one code path, one meaning each.

S3 is listed by boto3, since obstore gives up a whole listing at a key like ``a//b``; and boto3 finds the credentials
(environment, profiles, SSO, containers, instances) for both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import from_url

from redactor.errors import UnreachableError
from redactor.storage.store import Stored, patience, tag_of

_RETRIES = 12
#: One answer of a store, and how long it may take on its way, in seconds.
_READ_BYTES, _ANSWER_SECONDS = 8 << 20, 120
#: A larger file goes up in parts, of which a store takes 10,000. It appears when the last of them is there.
_PART_BYTES, _MOST_PARTS, _PARTS_AT_ONCE = 8 << 20, 9_000, 4
#: Answers that say nothing about an object: request timeout, too many requests.
_BUSY = ("408", "429")
_STATUS = re.compile(r"status code: (\d{3}[ \w]*)")
_GIVEN_UP = "it does not answer as it should"


def open_object_store(scheme: str, root: str) -> ObjectStore:
    """The bucket ``root``. Raises ``ImportError`` where a library is missing, ``UnreachableError``."""
    url = f"{scheme}://{root}"
    client: dict[str, Any] = {"timeout": timedelta(seconds=_ANSWER_SECONDS)}
    options: dict[str, Any] = {"retry_config": _retries(), "client_options": client}
    if scheme == "s3":
        from redactor.storage.s3_listing import Bucket

        bucket = Bucket(root, patience())
        options |= bucket.options()
        client["allow_http"] = str(options.get("endpoint", "")).startswith("http://")
        return ObjectStore(url, from_url(url, **options), bucket.list)
    with _faults(url, whole=True):
        store = from_url(f"{url}/", **options)
    return ObjectStore(url, store)


def _retries() -> dict[str, Any]:
    # The library waits a random time below a bound that doubles.
    backoff = {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=15), "base": 2}
    return {"max_retries": _RETRIES, "retry_timeout": timedelta(seconds=patience()), "backoff": backoff}


class ObjectStore:
    """One bucket or container; see ``stores.Store``. ``lister`` lists it where the library's own listing will not do."""

    def __init__(self, url: str, store: Any, lister: Callable[[str], Iterator[Stored]] | None = None) -> None:
        self._url, self._store = url, store
        self._lister = lister or self._listed

    def list(self, prefix: str) -> Iterator[Stored]:
        return self._lister(prefix)

    def _listed(self, prefix: str) -> Iterator[Stored]:
        with _faults(f"{self._url}/{prefix}", whole=True):
            before: Stored | None = None
            for page in obstore.list(self._store, prefix.rstrip("/") or None):
                for meta in page:
                    now = _stored(meta)
                    # An empty object that stands for a folder: the library has dropped the slash at its end.
                    if before is not None and (before.size or not now.key.startswith(before.key + "/")):
                        yield before
                    before = now
            if before is not None:
                yield before

    def head(self, key: str) -> Stored | None:
        with _faults(f"{self._url}/{key}", whole=True):
            try:
                return _stored(obstore.head(self._store, key))
            except (FileNotFoundError, ValueError):  # ValueError: a key that the library cannot name is none of ours
                return None

    def stream(self, stored: Stored) -> Iterator[bytes]:
        # Not one long answer: the library ends a request after some time, however slowly its reader takes it.
        for start in range(0, stored.size, _READ_BYTES):
            yield self.part(stored, start, min(start + _READ_BYTES, stored.size))

    def part(self, stored: Stored, start: int, end: int) -> bytes:
        options: Any = {"range": (start, end)}
        if stored.tag:
            options["if_match"] = stored.tag
        with self._reading(stored):
            return bytes(obstore.get(self._store, stored.key, options=options).bytes())

    @contextmanager
    def _reading(self, stored: Stored) -> Iterator[None]:
        """A refusal is the object's own fault only while the store still answers."""
        try:
            with _faults(f"{self._url}/{stored.key}"):
                yield
        except PermissionError:
            next(self.list(stored.key), None)
            raise

    def put(self, key: str, source: Path) -> Stored:
        with _faults(f"{self._url}/{key}", whole=True):
            size = source.stat().st_size
            part = max(_PART_BYTES, -(-size // _MOST_PARTS))
            answer = obstore.put(self._store, key, source, chunk_size=part, max_concurrency=_PARTS_AT_ONCE)
            return _written(key, size, answer)

    def swap(self, key: str, data: bytes, seen: Stored | None) -> Stored | None:
        mode: Any = "create"
        if seen is not None:
            condition = {"e_tag": seen.tag, "version": seen.version}
            mode = {name: value for name, value in condition.items() if value}
        with _faults(f"{self._url}/{key}", whole=True):
            try:
                return _written(key, len(data), obstore.put(self._store, key, data, mode=mode, use_multipart=False))
            except (AlreadyExistsError, PreconditionError):
                return None

    def copy(self, key: str, to: str) -> None:
        with _faults(f"{self._url}/{key}", whole=True):
            obstore.copy(self._store, key, to)

    def delete(self, key: str) -> None:
        with _faults(f"{self._url}/{key}", whole=True):
            try:
                obstore.delete(self._store, key)
            except FileNotFoundError:
                return


def _stored(meta: Any) -> Stored:
    mtime_ns = int(meta["last_modified"].timestamp()) * 1_000_000_000
    return Stored(meta["path"], meta["size"], mtime_ns, tag_of(meta.get("e_tag")), meta.get("version") or "")


def _written(key: str, size: int, result: Any) -> Stored:
    now = int(datetime.now(UTC).timestamp()) * 1_000_000_000
    return Stored(key, size, now, tag_of(result.get("e_tag")), result.get("version") or "")


@contextmanager
def _faults(where: str, *, whole: bool = False) -> Iterator[None]:
    """The library's errors as ours; with ``whole`` no single object can be at fault. Its messages quote what the server
    said, so they are not passed on."""
    try:
        yield
    except PreconditionError:
        raise OSError(116, "was changed while it was read", where) from None
    except FileNotFoundError:
        if whole:
            raise UnreachableError(f"{where}: there is no such bucket") from None
        raise FileNotFoundError(2, "not found", where) from None
    except (BaseError, OSError) as error:
        status = _STATUS.search(str(error))
        status_line = status[1].strip() if status else _GIVEN_UP
        if not whole and (
            isinstance(error, PermissionError) or (status_line[0] == "4" and status_line[:3] not in _BUSY)
        ):
            raise PermissionError(13, "refused", where) from None
        raise UnreachableError(f"{where}: {status_line} ({type(error).__name__})") from None
