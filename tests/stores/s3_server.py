"""moto's S3 server on the loopback, in a process of its own, that can be told to fail.

``python s3_server.py`` prints its port. ``GET /-/fail?status=503&method=PUT&match=out/&times=3`` (times -1: for ever; 0: no more)
makes requests fail whose path and query hold ``match``; with ``slow`` (seconds) they wait first. ``GET /-/log`` tells
the requests since it was asked last. ``GET /-/fill?bucket=b&prefix=in&count=3000`` makes many small objects.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, unquote

from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

BODY = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


class Failing:
    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app, self._mutex = app, threading.Lock()
        self._faults: list[dict[str, Any]] = []
        self._log: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path, query, method = environ["PATH_INFO"], environ.get("QUERY_STRING", ""), environ["REQUEST_METHOD"]
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if path == "/-/fail":
            with self._mutex:
                self._faults = [asked | {"left": int(asked["times"])}]
            start("200 OK", [])
            return [b""]
        if path == "/-/log":
            with self._mutex:
                log, self._log = self._log, []
            start("200 OK", [])
            return [json.dumps(log).encode()]
        if path == "/-/fill":
            backend = s3_backends["123456789012"]["aws"]
            for number in range(int(asked["count"])):
                backend.put_object(
                    asked["bucket"], f"{asked['prefix']}/{number % 7}/{number}.txt", b"mail a@example.org"
                )
            start("200 OK", [])
            return [b""]
        with self._mutex:
            said = f"{method} {unquote(path)}?{query}"
            self._log.append(said)
            fault = next(
                (
                    f
                    for f in self._faults
                    if f["left"] and f.get("match", "") in said and method in f.get("method", method)
                ),
                None,
            )
            if fault is not None:
                fault["left"] -= 1
        if fault is not None:
            time.sleep(float(fault.get("slow", 0)))
            if "status" in fault:
                environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
                start(
                    f"{fault['status']} Injected",
                    [("Content-Type", "application/xml"), ("Content-Length", str(len(BODY)))],
                )
                return [BODY]
        return self._app(environ, start)


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = Failing(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True)
    print(server.port, flush=True)
    server.serve_forever()
