"""A tiny run for the tests: redacts marked names in text and JSONL and leaves a whole output folder."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from redactor.audit.chain import Chain, genesis
from redactor.audit.events import Event, Withheld, event_body, withheld_line
from redactor.audit.layout import Layout
from redactor.audit.manifest import FileRow, Head, build_manifest
from redactor.audit.results import FileResult, Fingerprint
from redactor.audit.sealed_summary import seal_summary
from redactor.audit.state import State
from redactor.keys import Key

KEY = Key(b"a key of the tests, 32 bytes....")
NAME = re.compile(r"[A-Z][a-zé]+")
TEXTS = {
    "notes/a.txt": "my name is Niels and Renée is here\r\n\udcff\udcfe end Bob",
    "t.jsonl": '{"n": 1.50, "s": "ask Niels now"}\n{"s": "Ann or Bea", "k": "x"}\n{"s": "withhold Carl"}\n',
}


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def redact(text: str, file: str, record: int, field: str, key: Key | None) -> tuple[str, list[Event]]:
    out, end, events = "", 0, []
    for match in NAME.finditer(text):
        out += text[end : match.start()]
        place = (match.start(), match.end(), len(out), len(out) + len("[PERSON]"))
        digest = key.digest("value", match[0]) if key else None
        events.append(Event(file, record, field, *place, "PERSON", 0.98765, "model", "tag", digest))
        out += "[PERSON]"
        end = match.end()
    return out + text[end:], events


def redact_file(file: str, text: str, key: Key | None) -> tuple[bytes, list[Event], list[Withheld], int]:
    if file.endswith(".txt"):
        out, events = redact(text, file, 0, "", key)
        return raw(out), events, [], 1
    lines, events, withheld = [], [], []
    for record, line in enumerate(text.splitlines(keepends=True)):
        if "withhold" in line:
            withheld.append(Withheld(file, record, "too-long"))
            lines.append('{"_redactor": {"withheld": "too-long"}}\n')
            continue
        value = json.loads(line)["s"]
        out, found = redact(value, file, record, "s", key)
        events += found
        lines.append(line.replace(value, out))
    return raw("".join(lines)), events, withheld, len(lines)


def run(
    root: Path,
    *,
    key: Key | None = KEY,
    signer: Ed25519PrivateKey | None = None,
    texts: dict[str, str] | None = None,
) -> tuple[Path, Path]:
    """Input and output folder of a finished run."""
    source, output = root / "in", root / "out"
    layout = Layout.of(output)
    fingerprint = Fingerprint("policy", "model", key.id if key else None, "0.1.0", "options")
    rows, all_withheld = [], []
    layout.home.mkdir(parents=True)
    with State.open(layout.state, key) as state:
        for file, text in sorted((texts or TEXTS).items()):
            out, events, withheld, records = redact_file(file, text, key)
            all_withheld += withheld
            chain = Chain(genesis(file))
            audit = b"".join(chain.seal(event_body(event)) for event in events)
            for path, data in (
                (source / file, raw(text)),
                (output / file, out),
                (layout.home / layout.audit(file), audit),
            ):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            row = FileRow(
                file, "text" if file.endswith(".txt") else "jsonl", sha(raw(text)), file, sha(out),
                layout.audit(file), sha(audit), chain.head, records, len(events), len(withheld),
            )  # fmt: skip
            rows.append(row)
            state.finish(file, FileResult("done", len(text), 123, row.input_sha256, fingerprint, row.format))
        digest = state.digest()
    layout.withheld.write_bytes(b"".join(map(withheld_line, all_withheld)))
    others = {"withheld.jsonl": sha(layout.withheld.read_bytes())}
    head = Head("0.1.0", "policy", "model", key.id if key else None, {"fields": ["s"]})
    manifest = b"".join(build_manifest(head, rows, others=others, state=digest, key=key, signer=signer))
    layout.manifest.write_bytes(manifest)
    layout.summary.write_bytes(
        seal_summary(
            {"seconds": 1.25, "host": "vm", "counts": {"PERSON": 5}},
            manifest_sha256=sha(manifest),
            key=key,
            signer=signer,
        )
    )
    layout.lock.write_bytes(b"")
    return source, output
