from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("engine", "cli")]
HERE = Path(__file__).parent
#: A policy that needs no model.
POLICY = 'only = ["EMAIL_ADDRESS", "PHONE_NUMBER", "IP_ADDRESS"]\n'


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

    def put(self, root: Path, prefix: str) -> str:
        """A folder as objects; its URL."""
        for path in sorted(root.rglob("*")):
            if path.is_file():
                key = f"{prefix}/{path.relative_to(root).as_posix()}"
                self.client.put_object(Bucket=self.bucket, Key=key, Body=path.read_bytes())
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


def environment(endpoint: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    pytest.importorskip("moto", reason="moto[server] is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, str(HERE / "s3_server.py"), str(port)], stderr=subprocess.PIPE)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


@pytest.fixture
def s3(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    boto3 = pytest.importorskip("boto3")
    from redactor.formats import stores

    for name, value in environment(endpoint).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    bucket = f"bucket-{uuid.uuid4().hex[:12]}"
    client = boto3.client("s3")
    client.create_bucket(Bucket=bucket)
    stores.store_of.cache_clear()
    server = Server(endpoint, client, bucket)
    yield server
    server.fail(times=0)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY)
    return path
