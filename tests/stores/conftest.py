"""A store of each kind for the tests of this room, and a policy."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import HDFS_USER, REAL_HDFS, HdfsServer, Server, environment, served

#: A policy that needs no model.
POLICY = 'only = ["EMAIL_ADDRESS", "PHONE_NUMBER", "IP_ADDRESS"]\n'


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    pytest.importorskip("moto", reason="moto[server] is not installed")
    yield from served("s3_server.py")


@pytest.fixture(scope="session")
def name_node() -> Iterator[str]:
    if REAL_HDFS:
        yield f"http://{REAL_HDFS}"
    else:
        yield from served("webhdfs_server.py")


@pytest.fixture
def s3(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    boto3 = pytest.importorskip("boto3")
    from redactor.storage import open_store

    for name, value in environment(endpoint).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    bucket = f"bucket-{uuid.uuid4().hex[:12]}"
    client = boto3.client("s3")
    client.create_bucket(Bucket=bucket)
    open_store.store_of.cache_clear()
    server = Server(endpoint, client, bucket)
    yield server
    server.fail(times=0)


@pytest.fixture
def hdfs(name_node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HdfsServer]:
    requests = pytest.importorskip("requests")
    from redactor.storage import open_store

    monkeypatch.setenv("HADOOP_USER_NAME", HDFS_USER)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    open_store.store_of.cache_clear()
    server = HdfsServer(name_node, requests.Session(), f"test-{uuid.uuid4().hex[:12]}")
    yield server
    server.fail(times=0)
    server.delete("")


@pytest.fixture(params=["s3", pytest.param("hdfs", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest) -> Server:
    """A store of each kind: what holds for one holds for all. Of HDFS ``test_hdfs.py`` tells at once, the rest is slow."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY)
    return path
