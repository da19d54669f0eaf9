"""Open the store that a place lies in: an object store, or one that a plugin knows."""

from __future__ import annotations

from functools import cache

from redactor.errors import UsageError
from redactor.extras import install
from redactor.storage.places import SCHEMES, Place, plugin_for
from redactor.storage.store import Store


@cache
def store_of(scheme: str, root: str) -> Store:
    """The bucket, container or file system of a place. Raises ``UsageError`` where the library for it is missing."""
    try:
        if scheme in SCHEMES:
            from redactor.storage.obstore_store import open_object_store

            return open_object_store(scheme, root)
        plugin = plugin_for(scheme)
        assert plugin is not None, "a place of this scheme was made by its plugin"
        store: Store = plugin.open(scheme, root)
        return store
    except ImportError:
        extra = SCHEMES.get(scheme, scheme)
        raise UsageError(f"{scheme}:// needs a library: {install(extra)}") from None


def store_at(place: Place) -> Store:
    """The store that a place lies in."""
    return store_of(place.scheme, place.root)
