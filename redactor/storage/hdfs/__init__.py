"""HDFS through WebHDFS: a plugin of ``redactor.stores`` for the schemes hdfs, webhdfs and swebhdfs."""

from __future__ import annotations

import re

from redactor.errors import UsageError
from redactor.extras import install
from redactor.storage.places import Place
from redactor.storage.store import Store

#: The web port of a NameNode, which a place is spelled without.
WEB_PORTS = {"webhdfs": 9870, "swebhdfs": 9871}


def open(scheme: str, root: str) -> Store:  # the name that the group of plugins asks for
    """The file system of a NameNode. Raises ``UsageError`` where requests is not installed."""
    try:
        from redactor.storage.hdfs.hdfs_store import HdfsStore
    except ImportError:
        raise UsageError(f"{scheme}:// needs a library: {install('hdfs')}") from None
    return HdfsStore(scheme, root)


def place(scheme: str, root: str, key: str) -> Place:
    """One spelling for one place of HDFS, whose paths know no empty parts.

    >>> from redactor.storage.places import place_of
    >>> str(place_of("hdfs://NameNode/in//a.txt")), str(place_of("webhdfs://namenode:9870/in"))
    ('webhdfs://namenode/in/a.txt', 'webhdfs://namenode/in')
    """
    given, scheme = scheme, "webhdfs" if scheme == "hdfs" else scheme
    host, colon, port = root.partition(":")
    if not host:
        raise UsageError(f"{given}:// needs a NameNode, as in {given}://host/folder")
    if given == "hdfs" and colon:
        raise UsageError(
            f"hdfs://{root}: {port or 'this'} is a port of Hadoop's RPC, which is not spoken here; write "
            f"hdfs://{host}/... (the web port {WEB_PORTS[scheme]}) or webhdfs://{host}:PORT/..."
        )
    root = host.lower() + (f":{port}" if port and port != str(WEB_PORTS[scheme]) else "")
    return Place(scheme, root, re.sub("/+", "/", key).lstrip("/"))
