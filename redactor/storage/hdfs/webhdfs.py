"""WebHDFS, the REST interface of every NameNode: one question, asked again where that can help.

A question goes to the NameNode; where bytes travel it answers with the DataNode to ask. Messages name paths and the kind
of an error alone: URLs hold tokens, and servers quote what they please.
"""

from __future__ import annotations

import getpass
import importlib
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import requests

from redactor.errors import UnreachableError
from redactor.storage.hdfs import WEB_PORTS
from redactor.storage.store import patience

#: A delegation token, as ``hdfs fetchdt`` prints it and WebHDFS takes it.
TOKEN_VARIABLE = "REDACTOR_HDFS_TOKEN"  # noqa: S105  # the name of a variable
_CONNECT_SECONDS, _ANSWER_SECONDS = 10, 120
_LONGEST_PAUSE = 15.0
_BUSY = (408, 429)
#: Answers for good. All else (a NameNode that starts, a DataNode without one, blocks away) is asked for again.
_FOR_GOOD = {
    "AccessControlException", "FileAlreadyExistsException", "FileNotFoundException", "IllegalArgumentException",
    "InvalidPathException", "ParentNotDirectoryException", "PathIsNotEmptyDirectoryException",
    "UnsupportedOperationException",
}  # fmt: skip
_NOT_ACTIVE = ("StandbyException", "ObserverRetryOnActiveException")
_NOT_YOU = ("SecurityException", "InvalidToken", "SecretManager$InvalidToken", "AuthenticationException")
_KERBEROS = f"kinit and pip install requests-gssapi, or give a delegation token in {TOKEN_VARIABLE}"


class Body(Protocol):
    """What is sent: an open file, or an iterator of parts."""

    def __iter__(self) -> Any: ...
    def close(self) -> None: ...


class RefusedError(Exception):
    """A NameNode or DataNode will not; ``name`` is Hadoop's name of the error."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _LaterError(Exception):
    """What may go better the next time."""


@dataclass(frozen=True, slots=True)
class _Question:
    method: str
    op: str
    path: str
    body: Callable[[], Body] | None
    more: dict[str, object]
    where: str


class WebHdfs:
    """The NameNodes of one file system. ``url`` is how messages name it."""

    def __init__(self, scheme: str, root: str) -> None:
        self.url = f"{scheme}://{root}"
        self._http = "https" if scheme == "swebhdfs" else "http"
        self._nodes = addresses(scheme, root, hadoop_settings())
        self._active = 0
        self._user, self._auth = _identity()
        self._own = threading.local()

    def ask(
        self,
        method: str,
        op: str,
        path: str,
        body: Callable[[], Body] | None = None,
        key: str | None = None,
        **more: object,
    ) -> bytes:
        """The answer to one question; ``key`` is what messages name in place of ``path``.

        Raises ``RefusedError`` where asking again is of no use, ``UnreachableError``.
        """
        question = _Question(method, op, path, body, more, self.url + (path if key is None else f"/{key}"))
        ends, pause, without = time.monotonic() + patience(), 0.1, set[str]()
        while True:
            known = len(without)
            try:
                return self._once(question, without)
            except _LaterError as error:
                said = str(error)
            if len(without) == known:
                without.clear()  # it may be that there are no other DataNodes
            wait = random.uniform(0, pause)
            if time.monotonic() + wait > ends:
                raise UnreachableError(f"{question.where}: it does not answer as it should ({said})") from None
            time.sleep(wait)
            pause = min(_LONGEST_PAUSE, 2 * pause)

    def _once(self, question: _Question, without: set[str]) -> bytes:
        node, data_node, method, where = self._active, "", question.method, question.where
        url = f"{self._http}://{self._nodes[node]}/webhdfs/v1{quote(question.path)}"
        asked: dict[str, Any] = {"op": question.op, **self._user, **question.more}
        if without:
            asked["excludedatanodes"] = ",".join(sorted(without))
        try:
            answer = self._request(method, url, params=asked)
            if answer.status_code == 307:
                url = answer.headers.get("Location", "")
                data_node = urlsplit(url).hostname or ""
                if not data_node or not url.startswith(self._http):
                    raise UnreachableError(f"{where}: it names no DataNode, or one without TLS")
                answer = self._sent(method, url, question.body)
        except requests.RequestException as error:
            if data_node:
                without.add(data_node)
            else:
                self._turn(node)
            raise _LaterError(type(error).__name__) from None
        return self._understood(answer, where, node)

    def _sent(self, method: str, url: str, body: Callable[[], Body] | None) -> requests.Response:
        if body is None:
            return self._request(method, url)
        with closing(body()) as data:
            return self._request(method, url, data=data, headers={"Content-Type": "application/octet-stream"})

    def _request(self, method: str, url: str, **more: Any) -> requests.Response:
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()  # which threads should not share
            self._own.session.auth = self._auth() if self._auth else None
        session: requests.Session = self._own.session
        return session.request(method, url, allow_redirects=False, timeout=(_CONNECT_SECONDS, _ANSWER_SECONDS), **more)

    def _understood(self, answer: requests.Response, where: str, node: int) -> bytes:
        status = answer.status_code
        if 200 <= status < 300:
            return bytes(answer.content)
        if status == 401:
            raise UnreachableError(f"{where}: it asks who you are; {_KERBEROS}")
        name = _remote_name(answer)
        if name in _FOR_GOOD:
            raise RefusedError(name)
        if name in _NOT_YOU:
            raise UnreachableError(f"{where}: it does not take your token or name ({name})")
        if name in _NOT_ACTIVE or status in _BUSY or status >= 500:
            self._turn(node)
        elif not name:
            raise UnreachableError(f"{where}: this is no WebHDFS (status {status})")
        raise _LaterError(name or str(status))

    def _turn(self, node: int) -> None:
        """To the next NameNode, unless another thread did so."""
        if self._active == node:
            self._active = (node + 1) % len(self._nodes)


def _remote_name(answer: requests.Response) -> str:
    """Hadoop's name of an error; nothing of what it says besides."""
    try:
        said = answer.json()["RemoteException"]["exception"]
    except (ValueError, KeyError, TypeError):
        return ""
    return said if isinstance(said, str) and re.fullmatch(r"[A-Za-z$]{1,80}", said) else "unknown"


def _identity() -> tuple[dict[str, str], Any]:
    """Who asks, as parameters and as what makes a handler of the library: a token, a name, else Kerberos if installed."""
    token, name = os.environ.get(TOKEN_VARIABLE), os.environ.get("HADOOP_USER_NAME")
    if token:
        return {"delegation": token}, None
    if not name:
        try:
            kerberos = importlib.import_module("requests_gssapi")
        except ImportError:
            name = getpass.getuser()
        else:
            return {}, lambda: kerberos.HTTPSPNEGOAuth(mutual_authentication=kerberos.OPTIONAL)
    return {"user.name": name}, None


def hadoop_settings() -> dict[str, str]:
    """``hdfs-site.xml`` of ``HADOOP_CONF_DIR``, if there is one."""
    folder = os.environ.get("HADOOP_CONF_DIR")
    path = Path(folder or "") / "hdfs-site.xml"
    if not folder or not path.is_file():
        return {}
    try:
        found = ElementTree.parse(path).getroot().iter("property")  # noqa: S314  # the machine's own configuration
    except (OSError, ElementTree.ParseError) as error:
        raise UnreachableError(f"{path}: cannot be read as Hadoop's configuration ({type(error).__name__})") from None
    return {(each.findtext("name") or "").strip(): (each.findtext("value") or "").strip() for each in found}


def addresses(scheme: str, root: str, settings: dict[str, str]) -> list[str]:
    """Where the NameNodes of a host or nameservice listen.

    >>> addresses("webhdfs", "nn", {}), addresses("swebhdfs", "nn:50470", {})
    (['nn:9870'], ['nn:50470'])
    >>> names = {"dfs.ha.namenodes.c": "a, b", "dfs.namenode.http-address.c.a": "x:9870"}
    >>> addresses("webhdfs", "c", names | {"dfs.namenode.http-address.c.b": "y:9870"})
    ['x:9870', 'y:9870']
    >>> addresses("webhdfs", "nn", {"dfs.namenode.http-address": "0.0.0.0:50070"})
    ['nn:50070']
    """
    if ":" in root:
        return [root]
    setting = "dfs.namenode.https-address" if scheme == "swebhdfs" else "dfs.namenode.http-address"
    nodes: Iterable[str] = re.split(r"[\s,]+", settings.get(f"dfs.ha.namenodes.{root}", ""))
    named = [settings[f"{setting}.{root}.{node}"] for node in nodes if f"{setting}.{root}.{node}" in settings]
    port = settings.get(setting, "").rpartition(":")[2]
    return named or [f"{root}:{port if port.isdigit() else WEB_PORTS[scheme]}"]
