"""Pushing to a hub, against a stub on the loopback; the token is in the requests and nowhere else."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import tiny
from warm import Warm

pytest.importorskip("huggingface_hub")
TOKEN = "hf_thisisnotarealtokenatall00000000"


class Stub(ThreadingHTTPServer):
    """Records requests and answers as the hub does; ``refuse`` makes the commit fail, quoting the token."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, str, str, bytes]] = []
        self.refuse = False


class Handler(BaseHTTPRequestHandler):
    server: Stub

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._answer({"id": "me/tagger", "sha": "0" * 40, "siblings": [], "private": True})

    def do_POST(self) -> None:
        body = self._body()
        self.server.requests.append((self.command, self.path, self.headers.get("Authorization", ""), body))
        if self.path.endswith("/repos/create"):
            self._answer(
                {"url": f"http://127.0.0.1:{self.server.server_port}/me/tagger", "name": "me/tagger", "id": "1"}
            )
        elif "/preupload/" in self.path:
            files = json.loads(body)["files"]
            self._answer(
                {"files": [{"path": one["path"], "uploadMode": "regular", "shouldIgnore": False} for one in files]}
            )
        elif "/commit/" in self.path and self.server.refuse:
            self._answer({"error": f"forbidden for {self.headers.get('Authorization')}"}, 403)
        elif "/commit/" in self.path:
            url = f"http://127.0.0.1:{self.server.server_port}/me/tagger/commit/{'1' * 40}"
            self._answer({"success": True, "commitOid": "1" * 40, "commitUrl": url, "hookOutput": ""})
        else:
            self._answer({})

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _answer(self, value: Any, status: int = 200) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    server = Stub()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def hub(stub: Stub) -> Stub:
    stub.requests, stub.refuse = [], False
    return stub


@pytest.fixture(scope="module")
def environment(stub: Stub, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """With all that the hub's library can be made to say."""
    return {
        "HF_ENDPOINT": f"http://127.0.0.1:{stub.server_port}",
        "HF_TOKEN": TOKEN,
        "HF_HUB_OFFLINE": "0",
        "HF_HOME": str(tmp_path_factory.mktemp("home")),
        "HF_DEBUG": "1",
        "HF_HUB_VERBOSITY": "debug",
        "NO_PROXY": "127.0.0.1",
    }


Push = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def pushed(environment: dict[str, str], tiny_base: Path, tiny_corpus: Path) -> Push:
    """Trains into a folder and pushes; the hub's library reads most of its environment when it is imported."""
    warm = Warm(*tiny.MODULES, environment=tiny.CALM | environment)

    def push(folder: Path, **more: str) -> CompletedProcess[str]:
        call = ("train", "--data", tiny_corpus, "--base", tiny_base, "--output", folder, "--epochs", 1)
        return tiny.redactor(*call, "--push-to-hub", "me/tagger", warm=warm, env=tiny.CALM | environment | more)

    return push


@pytest.mark.slow
def test_training_pushes_one_private_commit(
    hub: Stub, pushed: Push, environment: dict[str, str], tmp_path: Path
) -> None:
    done = pushed(tmp_path / "m")
    assert done.returncode == 0, done.stderr
    assert "pushed to me/tagger" in done.stdout
    paths = [path for _, path, _, _ in hub.requests]
    assert any(path.endswith("/api/repos/create") for path in paths)
    assert any("/preupload/" in path for path in paths)
    (commit,) = (body for _, path, _, body in hub.requests if "/commit/" in path)
    files = {line["value"]["path"] for line in map(json.loads, commit.splitlines()) if line["key"] == "file"}
    assert {
        "model.safetensors",
        "config.json",
        "tokenizer.json",
        "README.md",
        "redactor.json",
        "training.json",
    } <= files
    assert not any(name.startswith(".") or name == "checkpoint.pt" for name in files)
    created = json.loads(next(body for _, path, _, body in hub.requests if path.endswith("create")))
    assert created.get("private") is True or created.get("visibility") == "private", "as the library's version says it"
    assert {authorization for _, _, authorization, _ in hub.requests} == {f"Bearer {TOKEN}"}
    assert TOKEN not in done.stdout + done.stderr
    folders = tmp_path, Path(environment["HF_HOME"])
    assert not any(TOKEN.encode() in path.read_bytes() for one in folders for path in one.rglob("*") if path.is_file())


@pytest.mark.slow
def test_a_refusal_names_the_status_and_not_the_token(hub: Stub, pushed: Push, tmp_path: Path) -> None:
    hub.refuse = True
    done = pushed(tmp_path / "m")
    assert done.returncode == 4 and "HTTP 403" in done.stderr
    assert TOKEN not in done.stdout + done.stderr
    assert (tmp_path / "m" / "model.safetensors").exists(), "what was trained stays"


def test_exceptions_do_not_carry_the_token(
    hub: Stub,
    environment: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    import traceback

    from redactor.errors import StorageError
    from redactor.training.hub import push

    hub.refuse = True
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "README.md").write_text("x")
    with caplog.at_level("DEBUG"), pytest.raises(StorageError) as caught:
        push(tmp_path / "m", "me/tagger")
    assert TOKEN not in "".join(traceback.format_exception(caught.value)) + caplog.text


@pytest.mark.slow
def test_without_a_token_nothing_is_trained(pushed: Push, tmp_path: Path) -> None:
    done = pushed(tmp_path / "m", HF_TOKEN="")
    assert done.returncode == 2 and "HF_TOKEN" in done.stderr and not (tmp_path / "m").exists()
