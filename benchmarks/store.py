"""``python -m benchmarks.store``: 200 MB from an S3 server to it and back, beside the same run on local folders.

The server is moto's, on the loopback and in memory, so the numbers say what the program adds and not what a network
takes. No model runs. It compares all bytes, and fills docs/scale.md (``--json FILE`` elsewhere leaves the page alone).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.corpus import documents
from benchmarks.scale import CHARS, DIFFERENT, MODEL_FREE, jsonl, small

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "docs" / "results" / "store.json"
PAGE = ROOT / "docs" / "scale.md"
BUCKET = "bucket"
#: What differs between equal runs.
CLOCKED = ("state.db", "summary.json", "lock")


def corpus(folder: Path, megabytes: float, files: int) -> int:
    """Half of it one JSONL, a fifth Parquet, the rest text and so many small files; gives the bytes of all."""
    folder.mkdir()
    jsonl(folder / "large.jsonl", megabytes / 2)
    texts = documents(DIFFERENT, CHARS)
    rows = int(megabytes * 1e6 / 5 / CHARS)
    notes = [f"{number}: {texts[number % len(texts)]}" for number in range(rows)]
    table = pa.table({"id": range(rows), "note": notes})
    pq.write_table(table, folder / "table.parquet", row_group_size=2_000, compression="none", use_dictionary=False)
    with (folder / "long.txt").open("w", encoding="utf-8") as file:
        number = 0
        while file.tell() < megabytes * 3e5 - files * 1_000:
            file.write(f"{number}: {texts[number % len(texts)]}\n\n")
            number += 1
    small(folder / "small", files)
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@contextmanager
def server() -> Iterator[dict[str, str]]:
    """An S3 server with a bucket; gives the environment that leads to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(started, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    environment = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }
    os.environ.update(environment)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        yield environment
    finally:
        process.kill()
        process.wait()


def run(source: str, target: str, work: Path) -> dict[str, float]:
    """One ``redact-batch``: seconds, CPU seconds and memory of its own process, and the most its work folder held."""
    command = [sys.executable, "-m", "redactor.cli.batch", source, target, "-q", *MODEL_FREE]
    if "://" in target:
        command += ["--work-dir", str(work)]
    done, most = threading.Event(), [0]

    def watch() -> None:
        while not done.wait(0.2):
            sizes = (path.stat().st_size for path in work.rglob("*") if path.is_file())
            try:
                most[0] = max(most[0], sum(sizes))
            except OSError:
                continue  # one was removed meanwhile

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.perf_counter()
    code = subprocess.run(command, check=False).returncode
    seconds = time.perf_counter() - began
    done.set()
    watcher.join()
    if code:
        raise SystemExit(f"redact-batch {source} {target} ended with {code}")
    data = read(f"{target}/_redactor/summary.json")
    summary = json.loads(data)
    told = {name: summary[name] for name in ("cpu_seconds", "peak_rss_bytes")}
    return {"seconds": round(seconds, 1), **told, "work_bytes": most[0], "entities": summary["counts"]["entities"]}


def read(place: str) -> bytes:
    """A file or an object."""
    if "://" not in place:
        return Path(place).read_bytes()
    key = place.removeprefix(f"s3://{BUCKET}/")
    return bytes(boto3.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read())


def same(local: Path, prefix: str) -> bool:
    """Do folder and keys hold the same bytes?"""
    client = boto3.client("s3")
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{prefix}/")
    keys = {found["Key"][len(prefix) + 1 :] for page in pages for found in page["Contents"]}
    files = {path.relative_to(local).as_posix() for path in local.rglob("*") if path.is_file()}
    wanted = {name for name in keys if name.rpartition("/")[2] not in CLOCKED}
    if wanted != {name for name in files if name.rpartition("/")[2] not in CLOCKED}:
        return False
    return all((local / name).read_bytes() == read(f"s3://{BUCKET}/{prefix}/{name}") for name in sorted(wanted))


def measure(megabytes: float, files: int) -> dict[str, Any]:
    """All numbers."""
    with tempfile.TemporaryDirectory() as name, server():
        folder = Path(name)
        size = corpus(folder / "in", megabytes, files)
        client = boto3.client("s3")
        for path in sorted((folder / "in").rglob("*")):
            if path.is_file():
                client.upload_file(str(path), BUCKET, f"in/{path.relative_to(folder / 'in').as_posix()}")
        urls = [f"s3://{BUCKET}/in", f"s3://{BUCKET}/out"]
        found = {
            "bytes": size,
            "files": files + 3,
            "cores": len(os.sched_getaffinity(0)),
            "python": platform.python_version(),
            "load_before": round(os.getloadavg()[0], 2),
            "local": run(str(folder / "in"), str(folder / "out"), folder / "work"),
            "store": run(urls[0], urls[1], folder / "work"),
            "again": run(urls[0], urls[1], folder / "work"),
            "load_after": round(os.getloadavg()[0], 2),
        }
        return {**found, "same_bytes": same(folder / "out", "out")}


def table(found: dict[str, Any]) -> str:
    """The numbers as the page shows them."""
    names = {"local": "local folders", "store": "store to store", "again": "store to store, the second night"}
    rows = [
        "| | seconds | CPU seconds | peak memory, MiB | work folder at most, MB |",
        "| --- | --- | --- | --- | --- |",
    ]
    for key, title in names.items():
        one = found[key]
        memory, work = one["peak_rss_bytes"] / 2**20, one["work_bytes"] / 1e6
        rows.append(f"| {title} | {one['seconds']:.0f} | {one['cpu_seconds']:.0f} | {memory:.0f} | {work:.0f} |")
    says = "the same bytes" if found["same_bytes"] else "**other bytes**"
    return "\n".join(rows) + (
        f"\n\n{found['bytes'] / 1e6:.0f} MB in {found['files']:,} files, no model, {found['cores']} cores shared with "
        f"moto's server (load {found['load_before']} before, {found['load_after']} after), one run: {says} in store and folder."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=200)
    parser.add_argument("--files", type=int, default=2_000, help="small files among them")
    parser.add_argument("--json", type=Path, default=RESULTS)
    given = parser.parse_args()
    found = measure(given.megabytes, given.files)
    given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(table(found))
    if given.json == RESULTS:
        page = PAGE.read_text(encoding="utf-8")
        filled = re.sub(
            r"(<!-- store -->\n).*?(\n<!-- /store -->)",
            lambda m: f"{m[1]}\n{table(found)}\n{m[2]}",
            page,
            flags=re.DOTALL,
        )
        PAGE.write_text(filled, encoding="utf-8")


if __name__ == "__main__":
    main()
