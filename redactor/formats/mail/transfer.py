"""Transfer encodings of mail, undone and done again: lines that say the same stay as they were written."""

from __future__ import annotations

import base64
import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]|=[^=\s]|=\s*[A-Za-z0-9+/]")
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})|=[ \t]*\r?\n|=[ \t]*\Z")
_LOGICAL = re.compile(rb"(?:[^\n]*=[ \t]*\r?\n)*[^\n]*(?:\n|\Z)")
_LONGEST = 76


def undone(raw: bytes, encoding: str) -> bytes | None:
    """What ``raw`` says; None for base64 with something else in it, which a reader would pass over."""
    if encoding == "quoted-printable":
        return _unquoted(raw)
    if encoding != "base64":
        return raw
    if _NOT_BASE64.search(raw):
        return None
    packed = raw.translate(None, b" \t\r\n=")
    packed = packed[: len(packed) - (len(packed) % 4 == 1)]
    try:
        return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
    except binascii.Error:
        return None


def redone(new: bytes, encoding: str, raw: bytes, old: bytes) -> bytes:
    """``new`` as ``raw``, which says ``old``, is written."""
    if new == old:
        return raw
    eol = b"\r\n" if b"\r\n" in raw else b"\n"
    if encoding == "quoted-printable":
        return _requoted(new, raw, old, eol)
    return _rebased(new, raw, eol) if encoding == "base64" else new


def _unquoted(raw: bytes) -> bytes:
    return _QUOTED.sub(lambda found: bytes([int(found[1], 16)]) if found[1] else b"", raw)


def _rebased(new: bytes, raw: bytes, eol: bytes) -> bytes:
    first = len(raw.lstrip().split(b"\n", 1)[0].strip())
    width = first - first % 4 if b"\n" in raw.strip() and 4 <= first <= 1_000 else _LONGEST
    packed = base64.b64encode(new)
    lines = eol.join(packed[at : at + width] for at in range(0, len(packed), width))
    return raw[: len(raw) - len(raw.lstrip())] + lines + raw[len(raw.rstrip()) :]


def _requoted(new: bytes, raw: bytes, old: bytes, eol: bytes) -> bytes:
    """Lines that say the same as before, from the top and from the end, or one for one, keep their spelling."""
    spelled = [line for line in _LOGICAL.findall(raw) if line]
    decoded = [_unquoted(line) for line in spelled]
    wanted = re.findall(rb"[^\n]*\n|[^\n]+", new)
    if len(wanted) == len(decoded):
        return b"".join(
            line if one == other else _quoted(one, eol)
            for one, other, line in zip(wanted, decoded, spelled, strict=True)
        )
    top = 0
    while top < min(len(decoded), len(wanted)) and decoded[top] == wanted[top]:
        top += 1
    end = 0
    while end < min(len(decoded), len(wanted)) - top and decoded[-1 - end] == wanted[-1 - end]:
        end += 1
    middle = [_quoted(line, eol) for line in wanted[top : len(wanted) - end]]
    return b"".join((*spelled[:top], *middle, *spelled[len(spelled) - end :]))


def _quoted(line: bytes, eol: bytes) -> bytes:
    """A line in quoted-printable, wrapped."""
    body = line.rstrip(b"\r\n")
    tokens = [
        bytes([byte]) if (33 <= byte < 127 and byte != 61) or byte in b" \t" else b"=%02X" % byte for byte in body
    ]
    if tokens and tokens[-1] in (b" ", b"\t"):
        tokens[-1] = b"=%02X" % tokens[-1][0]
    parts, size = list[bytes](), 0
    for token in tokens:
        if size + len(token) > _LONGEST - 1:
            parts.append(b"=" + eol)
            size = 0
        parts.append(token)
        size += len(token)
    return b"".join(parts) + line[len(body) :]
