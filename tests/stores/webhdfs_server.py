"""A WebHDFS server on the loopback, in memory: a NameNode and a DataNode, each on a port of its own.

``python webhdfs_server.py`` prints its port. What it answers was compared with a NameNode of Hadoop 3.3.6 (``hadoop.py``), against
which the same tests run. It can be told to fail like ``s3_server.py``: ``GET /-/fail?status=503&method=PUT&match=out/&
times=3``, also with ``exception=StandbyException``; ``where=data`` is the DataNode. ``GET /-/log``; ``GET /-/fill``.
"""

from __future__ import annotations

import itertools
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

ROOT, INODES, PAGE = "/webhdfs/v1", "/.reserved/.inodes/", 100


class Refused(Exception):
    def __init__(self, name: str, status: int = 403) -> None:
        super().__init__(name)
        self.name, self.status = name, status


numbers = itertools.count(16_386)


@dataclass
class Node:
    """A file, or a folder if ``data`` is None. The number is never given again; a rename changes nothing of it."""

    data: bytes | None = None
    number: int = field(default_factory=lambda: next(numbers))
    changed: int = field(default_factory=lambda: int(time.time() * 1000))

    def status(self, name: str = "") -> dict[str, Any]:
        return {
            "fileId": self.number, "pathSuffix": name, "modificationTime": self.changed, "owner": "hdfs",
            "length": len(self.data or b""), "type": "DIRECTORY" if self.data is None else "FILE",
        }  # fmt: skip


class Tree:
    def __init__(self) -> None:
        self.mutex = threading.RLock()
        self.nodes: dict[str, Node] = {"/": Node()}

    def path(self, path: str) -> str:
        if path.startswith(INODES):
            number = int(path.removeprefix(INODES))
            return next((at for at, node in self.nodes.items() if node.number == number), path)
        parts = path.strip("/").split("/")
        if path != "/" and any(part in ("", ".", "..") or ":" in part or len(part.encode()) > 255 for part in parts):
            raise Refused("IllegalArgumentException", 400)
        return path.rstrip("/") or "/"

    def find(self, path: str) -> Node:
        path = self.path(path)
        if path in self.nodes:
            return self.nodes[path]
        above = path.split("/")[1:-1]
        if any(
            self.nodes.get("/" + "/".join(above[: n + 1]), tree.nodes["/"]).data is not None for n in range(len(above))
        ):
            raise Refused("AccessControlException")
        raise Refused("FileNotFoundException", 404)

    def folders(self, path: str) -> None:
        above = path.rpartition("/")[0] or "/"
        if above != "/" and above not in self.nodes:
            self.folders(above)
            self.nodes[above] = Node()
        if self.nodes[above].data is not None:
            raise Refused("ParentNotDirectoryException")

    def list(self, path: str, after: str) -> dict[str, Any]:
        path, node = self.path(path), self.find(path)
        if node.data is not None:
            children = {"": node}
        else:
            above = path.rstrip("/") + "/"
            below = {at: found for at, found in self.nodes.items() if at.startswith(above) and at != "/"}
            children = {at[len(above) :]: found for at, found in below.items() if "/" not in at[len(above) :]}
        names = sorted(children, key=signed)
        names = [name for name in names if not after or signed(name) > signed(after)]
        found = [children[name].status(name) for name in names[:PAGE]]
        listing = {"partialListing": {"FileStatuses": {"FileStatus": found}}}
        return {"DirectoryListing": listing | {"remainingEntries": len(names[PAGE:])}}

    def create(self, path: str, overwrite: bool) -> Node:
        path = self.path(path)
        there = self.nodes.get(path)
        if there is not None and (there.data is None or not overwrite):
            raise Refused("FileAlreadyExistsException")
        self.folders(path)
        self.nodes[path] = Node(b"")
        return self.nodes[path]

    def rename(self, path: str, to: str, options: str) -> None:
        source, to = self.path(path), self.path(to)
        node, there = self.find(source), self.nodes.get(to)
        if source == to or (there is not None and options != "OVERWRITE"):
            raise Refused("FileAlreadyExistsException")
        if there is not None and there.data is None:
            raise Refused("IOException")
        if (to.rpartition("/")[0] or "/") not in self.nodes:
            raise Refused("FileNotFoundException", 404)
        if node.data is None:
            raise Refused("UnsupportedOperationException", 400)  # of which the tests have no need
        self.nodes[to] = self.nodes.pop(source)

    def delete(self, path: str, recursive: bool) -> bool:
        path = self.path(path)
        below = [at for at in self.nodes if at.startswith(f"{path}/")]
        if below and not recursive:
            raise Refused("PathIsNotEmptyDirectoryException")
        for at in below:
            del self.nodes[at]
        return self.nodes.pop(path, None) is not None


def signed(name: str) -> list[int]:
    """Hadoop compares bytes as Java has them, with a sign."""
    return [byte - 256 if byte > 127 else byte for byte in name.encode()]


tree = Tree()
faults: list[dict[str, Any]] = []
log: list[str] = []


class Handler(BaseHTTPRequestHandler):
    protocol_version, where = "HTTP/1.1", "name"
    disable_nagle_algorithm = True
    data_port = 0

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def told(self, what: object) -> None:
        self.answer(200, json.dumps(what).encode(), **{"Content-Type": "application/json"})

    def handle_any(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = unquote(parts.path).removeprefix(ROOT)
        try:
            if parts.path.startswith("/-/"):
                self.control(parts.path[3:], asked)
            elif not self.failed(unquote(parts.path) + "?" + parts.query):
                (self.data_node if self.where == "data" else self.name_node)(path or "/", asked)
        except Refused as refused:
            self.close_connection = self.where == "data"
            said = {"exception": refused.name, "javaClassName": f"java.{refused.name}", "message": f"{path}: a secret"}
            body = json.dumps({"RemoteException": said}).encode()
            self.answer(refused.status, body, **{"Content-Type": "application/json"})

    do_GET = do_PUT = do_DELETE = handle_any

    def control(self, what: str, asked: dict[str, str]) -> None:
        with tree.mutex:
            if what == "fail":
                faults[:] = [asked | {"left": int(asked["times"])}]
                self.answer(200)
            elif what == "log":
                said, log[:] = list(log), []
                self.told(said)
            else:
                for number in range(int(asked["count"])):
                    path = f"/{asked['bucket']}/{asked['prefix']}/{number % 7}/{number}.txt"
                    tree.create(path, True).data = b"mail a@example.org"
                self.answer(200)

    def failed(self, what: str) -> bool:
        said = f"{self.command} {what}"
        with tree.mutex:
            log.append(said)
            fault = next((each for each in faults if self.hit(each, said)), None)
            if fault is None:
                return False
            fault["left"] -= 1
        if fault.get("drop"):
            self.close_connection = True
            self.connection.close()
            return True
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "exception" in fault:
            raise Refused(fault["exception"])
        self.answer(int(fault["status"]), b"no JSON, and a secret")
        return True

    def hit(self, fault: dict[str, Any], said: str) -> bool:
        here = fault.get("where", "name") == self.where and fault.get("match", "") in said
        return bool(fault["left"]) and here and self.command in fault.get("method", self.command)

    def name_node(self, path: str, asked: dict[str, str]) -> None:
        op = f"{self.command} {asked['op']}"
        assert asked.get("user.name") or asked.get("delegation"), "nobody asks"
        with tree.mutex:
            if op == "GET GETFILESTATUS":
                self.told({"FileStatus": tree.find(path).status()})
            elif op == "GET LISTSTATUS_BATCH":
                self.told(tree.list(path, asked.get("startAfter", "")))
            elif op == "PUT RENAME":
                tree.rename(path, asked["destination"], asked["renameoptions"])
                self.answer(200)
            elif op == "DELETE DELETE":
                self.told({"boolean": tree.delete(path, asked.get("recursive") == "true")})
            elif op in ("GET OPEN", "PUT CREATE"):
                assert not int(self.headers.get("Content-Length") or 0), "bytes go to a DataNode"
                if op == "GET OPEN":
                    self.slice(path, asked)
                elif asked.get("overwrite") != "true" and tree.path(path) in tree.nodes:
                    raise Refused("FileAlreadyExistsException")
                query = urlencode(asked | {"namenoderpcaddress": "127.0.0.1:8020"})
                to = f"http://127.0.0.1:{self.data_port}{urlsplit(self.path).path}?{query}"
                self.answer(307, Location=to)
            else:
                raise Refused("UnsupportedOperationException", 400)

    def slice(self, path: str, asked: dict[str, str]) -> bytes:
        node, start = tree.find(path), int(asked.get("offset", 0))
        if node.data is None:
            raise Refused("FileNotFoundException", 404)
        if start and start >= len(node.data):
            raise Refused("IOException")
        return node.data[start : start + int(asked.get("length", 1 << 60))]

    def data_node(self, path: str, asked: dict[str, str]) -> None:
        self.close_connection = True
        if self.command == "GET":
            with tree.mutex:
                data = self.slice(path, asked)
            self.answer(200, data, Connection="close")
            return
        assert self.headers["Content-Type"] == "application/octet-stream"
        with tree.mutex:
            node = tree.create(path, asked.get("overwrite") == "true")
        parts = self.body()
        with tree.mutex:  # meanwhile it is there, and empty
            node.data, node.changed = parts, int(time.time() * 1000)
        self.answer(201, Connection="close")

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers["Content-Length"]))
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found


class DataHandler(Handler):
    where = "data"


if __name__ == "__main__":
    ThreadingHTTPServer.request_queue_size = 128
    data = ThreadingHTTPServer(("127.0.0.1", 0), DataHandler)
    Handler.data_port = data.server_address[1]
    threading.Thread(target=data.serve_forever, daemon=True).start()
    names = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(names.server_address[1], flush=True)
    names.serve_forever()
