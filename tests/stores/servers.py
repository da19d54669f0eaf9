"""Servers that a test of stores talks to: an S3 of moto's, and a NameNode; each test has a bucket or folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
HDFS_USER = "root"
#: A NameNode that runs already (``hadoop.py``), instead of the server of our own.
REAL_HDFS = os.environ.get("REDACTOR_TEST_WEBHDFS", "")
#: A program that holds the lock at the place it is given, until its input ends.
HOLD = """
import sys
from redactor.storage.lease import Lease
from redactor.storage.places import place_of
with Lease(place_of(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True)
class Server:
    """The S3 server, and a bucket of the test's own."""

    endpoint: str
    client: Any
    bucket: str

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.endpoint)

    def url(self, key: str) -> str:
        return f"s3://{self.bucket}/{key}"

    def request(self, method: str, key: str) -> str:
        """How a request for a key, or for keys that begin so, is told of."""
        return f"{method} /{self.bucket}/{key}"

    def put(self, root: Path, prefix: str) -> str:
        """A folder as objects; its URL."""
        for path in sorted(root.rglob("*")):
            if path.is_file():
                self.write(f"{prefix}/{path.relative_to(root).as_posix()}", path.read_bytes())
        return self.url(prefix)

    def write(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=key, Body=data)

    def read(self, key: str) -> bytes:
        return bytes(self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read())

    def names(self, prefix: str = "") -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return [found["Key"] for page in pages for found in page.get("Contents", ())]

    def tree(self, prefix: str, *, state: bool = False) -> dict[str, bytes]:
        """As ``fakes.tree``, of a folder of keys."""
        skipped = set() if state else {"state.db", "summary.json", "lock"}
        keys = self.names(f"{prefix}/")
        return {key[len(prefix) + 1 :]: self.read(key) for key in keys if key.rpartition("/")[2] not in skipped}

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def fail(self, **how: object) -> None:
        """Make requests fail: see ``s3_server.py``."""
        self._ask("fail?" + urllib.parse.urlencode({"times": -1, **how}))

    def fill(self, prefix: str, count: int) -> None:
        """Many small text files."""
        self._ask("fill?" + urllib.parse.urlencode({"bucket": self.bucket, "prefix": prefix, "count": count}))

    def log(self) -> list[str]:
        """The requests since this was called last."""
        return list(json.loads(self._ask("log")))

    def _ask(self, what: str) -> bytes:
        with urllib.request.urlopen(f"{self.endpoint}/-/{what}") as answer:
            return bytes(answer.read())


@dataclass(frozen=True)
class HdfsServer(Server):
    """The same of a file system, in which ``bucket`` is a folder. ``client`` is a session of requests."""

    @property
    def environment(self) -> dict[str, str]:
        return {"HADOOP_USER_NAME": HDFS_USER}

    def url(self, key: str) -> str:
        return f"web{self.endpoint.replace('http:', 'hdfs:')}/{self.bucket}/{key}"

    def request(self, method: str, key: str) -> str:
        return f"{method} /webhdfs/v1/{self.bucket}/{key}"

    def write(self, key: str, data: bytes) -> None:
        assert self.ask("PUT", "CREATE", key, data, overwrite="true").status_code == 201

    def read(self, key: str) -> bytes:
        answer = self.ask("GET", "OPEN", key)
        assert answer.status_code == 200, answer.text
        return bytes(answer.content)

    def names(self, prefix: str = "") -> list[str]:
        folder = prefix[: prefix.rfind("/") + 1]
        found = sorted(name for name in self._below(folder) if name.startswith(prefix))
        return [name for name in found if not name.endswith(".redactor~")]  # on its way when a run was killed

    def _below(self, folder: str) -> Iterator[str]:
        after: dict[str, str] = {}
        while True:
            answer = self.ask("GET", "LISTSTATUS_BATCH", folder.rstrip("/"), **after)
            if answer.status_code == 404:
                return
            page = answer.json()["DirectoryListing"]
            found = page["partialListing"]["FileStatuses"]["FileStatus"]
            for status in found:
                name = folder + status["pathSuffix"]
                yield from self._below(f"{name}/") if status["type"] == "DIRECTORY" else (name,)
            if not page["remainingEntries"]:
                return
            after = {"startAfter": found[-1]["pathSuffix"]}

    def delete(self, key: str) -> None:
        self.ask("DELETE", "DELETE", key, recursive="true")

    def ask(self, method: str, op: str, key: str, data: bytes | None = None, **more: str) -> Any:
        url = f"{self.endpoint}/webhdfs/v1/{urllib.parse.quote(f'{self.bucket}/{key}'.rstrip('/'))}"
        asked = {"op": op, "user.name": HDFS_USER, **more}
        answer = self.client.request(method, url, params=asked, allow_redirects=False)
        if answer.status_code == 307:
            sent = {"data": data, "headers": {"Content-Type": "application/octet-stream"}}
            answer = self.client.request(method, answer.headers["Location"], **sent)
        return answer

    def _ask(self, what: str) -> bytes:
        if REAL_HDFS:
            if what.endswith("times=0"):
                return b""
            pytest.skip("a real NameNode cannot be told to fail")
        return super()._ask(what)


def environment(endpoint: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def served(script: str) -> Iterator[str]:
    """A server that says on which port it listens."""
    with subprocess.Popen([sys.executable, str(HERE / script)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.kill()
