"""What the headers of a message say, in texts with the names of their fields: addresses, ids, parameters, prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from redactor.formats.fields import with_index, with_key
from redactor.formats.mail.charsets import codec
from redactor.formats.mail.grammar import after_blank, extended, gap, mailboxes, parameters, stripped
from redactor.formats.mail.header_text import HeaderText, Place
from redactor.formats.mail.media_types import ending
from redactor.formats.mail.spelled import Run, Spelled, header

#: Headers by what they hold, in lower case. Any other is prose.
ADDRESSES = frozenset(
    str.split(
        "from to cc bcc reply-to sender return-path delivered-to errors-to envelope-to envelope-from apparently-to"
        " resent-from resent-to resent-cc resent-bcc resent-sender resent-reply-to mail-followup-to mail-reply-to"
        " disposition-notification-to return-receipt-to x-original-to x-original-from x-envelope-from x-envelope-to"
        " x-sender x-receiver x-forwarded-to x-forwarded-for x-real-to x-rcpt-to x-return-path x-apparently-to approved"
        " abuse-reports-to x-complaints-to followup-to x-google-original-from original-recipient-address"
    )
)
IDS = frozenset(
    str.split(
        "message-id in-reply-to references content-id resent-message-id original-message-id x-original-message-id"
        " x-message-id supersedes obsoletes"
    )
)
PARAMETERS = frozenset(("content-type", "content-disposition"))
#: What goes, and as what: signatures and digests do not fit the text any more, and tell of what it was; the others are
#: pictures and keys, with names in them that nobody can look at.
GONE: Mapping[str, str] = {
    **dict.fromkeys(
        str.split(
            "dkim-signature domainkey-signature x-google-dkim-signature x-domainkey-signature arc-seal"
            " arc-message-signature content-md5 x-pgp-sig"
        ),
        "signature",
    ),
    "face": "picture",
    "x-face": "picture",
    "x-image-data": "picture",
    "autocrypt": "key",
    "autocrypt-gossip": "key",
}
ENCODINGS = frozenset(("7bit", "8bit", "binary", "quoted-printable", "base64"))

_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{0,60}[0-9]{0,3}").fullmatch
_ANGLES = re.compile(r"<([^<>]*)>")
#: The first word of ``Content-Type`` and ``Content-Disposition``, and what stands there for another.
_FIRST = {
    "content-type": (
        re.compile(r"[A-Za-z][A-Za-z-]{0,30}/[A-Za-z0-9][A-Za-z0-9.+_-]{0,100}|text", re.IGNORECASE).fullmatch,
        "application/octet-stream",
    ),
    "content-disposition": (re.compile(r"[A-Za-z-]{1,20}").fullmatch, "attachment"),
}


class Headers:
    """Reads the headers of one part, in order: what stands in them, and what they say of the body. ``prefix`` is the part's path,
    ``names`` get what cannot be masked."""

    def __init__(self, prefix: str, eol: str, names: set[str]) -> None:
        self._prefix, self._eol, self._names = prefix, eol, names
        self._seen: Counter[str] = Counter()
        #: Header of the body → what it says.
        self.says: dict[str, Said] = {}

    def read(self, name: str, raw: bytes) -> HeaderText:
        """Take in a header."""
        charset = "utf-8"
        try:
            value = raw.decode("utf-8")
        except UnicodeDecodeError:
            charset, value = "latin-1", raw.decode("latin-1")
        lower = name.lower()
        if not _PLAIN_NAME(name):
            self._names.add(name)
            name = "odd"
        own = HeaderText(raw, header(value), charset, self._eol)
        if lower in GONE:
            own.fixed.append((0, len(own.spelled.text), f" [REMOVED {GONE[lower]}]"))
        elif lower in PARAMETERS:
            self._parameters(own, name, lower)
        elif lower == "content-transfer-encoding" and own.spelled.text.strip().lower() in ENCODINGS:
            word = stripped(own.spelled.text, 0, len(own.spelled.text))
            self._say(lower, own, word, own.spelled.text[slice(*word)])
        elif lower in ADDRESSES:
            own.places += self._addresses(own, name)
        elif lower in IDS:
            own.places += self._ids(own, name)
        else:
            own.places += self._prose(self._path(name), *after_blank(own.spelled.text, 0, len(own.spelled.text)))
        return own

    def envelope(self, raw: bytes) -> HeaderText:
        """The line ``From ADDRESS DATE`` above a message of a mailbox, without its first word."""
        text = raw.decode("latin-1")
        own = HeaderText(raw, Spelled(text, (Run(0, len(text), text),)), "latin-1", self._eol)
        if raw == UNKNOWN_SENDER:
            return own
        end = text.find(" ") if " " in text else len(text)
        path = self._path("envelope")
        own.places += self._prose(with_key(path, "email"), 0, end, "word")
        own.places += self._prose(with_key(path, "date"), *after_blank(text, end, len(text)))
        return own

    def _path(self, name: str) -> str:
        """The path of the next header of a name; the second and later ones have a number."""
        self._seen[name] += 1
        path = with_key(self._prefix, name)
        return path if self._seen[name] == 1 else with_index(path, self._seen[name])

    def _prose(self, path: str, start: int, end: int, how: str = "prose") -> Iterator[Place]:
        if start < end:
            yield Place(path, ((start, end),), how=how)

    def _rest(self, own: HeaderText, name: str, start: int, end: int) -> Iterator[Place]:
        """What stands between the texts that a header is made of."""
        number = self._seen[f"{name} text"] = self._seen[f"{name} text"] + 1
        path = with_key(with_key(self._prefix, name), "text")
        if own.spelled.text[start:end].strip():
            yield from self._prose(with_index(path, number), start, end)

    def _addresses(self, own: HeaderText, name: str) -> Iterator[Place]:
        outline = own.spelled.outline
        for kind, how, start, end in mailboxes(outline):
            if kind == "next":
                self._seen[name] += 1
                continue
            path = with_index(with_key(self._prefix, name), self._seen[name])
            number = self._seen[f"{path} {kind}"] = self._seen[f"{path} {kind}"] + 1
            path = with_key(path, kind)
            yield from self._prose(path if number == 1 else with_index(path, number), start, end, how)

    def _ids(self, own: HeaderText, name: str) -> Iterator[Place]:
        outline, at = own.spelled.outline, 0
        for match in _ANGLES.finditer(outline):
            yield from self._rest(own, name, at, match.start())
            yield from self._prose(self._id(name), *match.span(1), "id")
            at = match.end()
        if at:
            yield from self._rest(own, name, at, len(outline))
        else:
            yield from self._prose(self._id(name), *after_blank(outline, 0, len(outline)))

    def _id(self, name: str) -> str:
        # All ids end in one name: equal ones are found, and masked, alike wherever they stand.
        path = self._path(name)
        return path if name.lower() == "message-id" else with_key(path, "Message-ID")

    def _parameters(self, own: HeaderText, name: str, lower: str) -> None:
        own.spelled = Spelled(own.spelled.raw, tuple(extended(own.spelled)))
        text, outline = own.spelled.text, own.spelled.outline
        first = outline.find(";")
        main = stripped(outline, 0, len(outline) if first < 0 else first)
        fits, instead = _FIRST[lower]
        word = text[slice(*main)]
        if word and not fits(word):
            own.fixed.append((*main, instead))
            word = instead
        parsed = self._say(lower, own, main, word)
        path, at = self._path(name), main[1]
        found: dict[str, list[tuple[int, int, int, str]]] = {}
        for one in parameters(outline, max(0, first)):
            own.places += self._rest(own, name, *gap(outline, at, one.place[0]))
            at = one.place[1]
            found.setdefault(one.name, []).append((one.number, one.start, one.end, one.how))
        own.places += self._rest(own, name, *gap(outline, at, len(outline)))
        for base, parts in found.items():
            parts.sort()
            value = "".join(text[start:end] for _, start, end, _ in parts)
            parsed.parameters[base] = value
            if base == "charset" and codec(value) is not None:
                continue
            if base == "boundary":
                self._names.add(value)
                continue
            key = base if _PLAIN_NAME(base) else "odd"
            if key == "odd":
                self._names.add(base)
            # The ending of a file's name says how it is read, and stays.
            core = len(value) - len(ending(value)) if base in ("name", "filename") else -1
            spans = tuple((start, end) for _, start, end, _ in parts if start < end)
            if spans:
                own.places.append(Place(with_key(path, key), spans, core, parts[0][3] if len(parts) == 1 else ""))

    def _say(self, lower: str, own: HeaderText, main: tuple[int, int], word: str) -> Said:
        if lower in self.says:
            raise AmbiguousError
        self.says[lower] = Said(word.lower(), {}, own, main)
        return self.says[lower]


class AmbiguousError(Exception):
    """Two headers say different things of one body."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a header says of the body: its first ``word``, in lower case, which stands at ``place``, and its parameters."""

    word: str
    parameters: dict[str, str]
    header: HeaderText
    place: tuple[int, int]


#: What stands above a message of a mailbox that was withheld.
UNKNOWN_SENDER = b"MAILER-DAEMON Thu Jan  1 00:00:00 1970"
