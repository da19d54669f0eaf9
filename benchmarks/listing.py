"""``python -m benchmarks.listing``: how a bucket of a million keys is listed: keys a second, and peak memory beside that of
a thousandth of them.

The server answers ListObjectsV2 with keys that it makes up, 1,000 a page, as S3 does; no store that runs here holds so many.
The lister is the program's own (``shards.discover``), in a process of its own for each size.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGE = 1_000
LISTER = """
import resource, time
from redactor.engine.discovery import discover
from redactor.storage.places import place_of
began = time.perf_counter()
count = sum(1 for _ in discover(place_of("s3://bucket/in")))
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{count:9,} keys: {seconds:6.1f} s, {count / seconds:7,.0f} keys/s, peak {peak:.0f} MiB")
"""


class Bucket(BaseHTTPRequestHandler):
    """A bucket ``keys`` wide; a token is the number of the next key."""

    keys = 0
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        first = int(parse_qs(urlsplit(self.path).query).get("continuation-token", ["0"])[0])
        last = min(self.keys, first + PAGE)
        parts = [
            f"<Contents><Key>in/{n // 1000:06}/{n:09}.txt</Key><Size>100</Size><ETag>&quot;{n:032x}&quot;</ETag>"
            "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
            for n in range(first, last)
        ]
        more = last < self.keys
        parts.append(f"<IsTruncated>{str(more).lower()}</IsTruncated><KeyCount>{last - first}</KeyCount>")
        if more:
            parts.append(f"<NextContinuationToken>{last}</NextContinuationToken>")
        body = f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{"".join(parts)}</ListBucketResult>'
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


def main() -> None:
    """One line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, nargs="+", default=[1_000, 1_000_000])
    args = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
    }
    for keys in args.keys:
        Bucket.keys = keys
        subprocess.run([sys.executable, "-c", LISTER], env=environment, check=True)


if __name__ == "__main__":
    main()
