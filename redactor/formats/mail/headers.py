"""What the headers of a message say, in texts with the names of their fields: addresses, ids, parameters, prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from redactor.formats.fields import with_index, with_key
from redactor.formats.mail.charsets import codec, encoded
from redactor.formats.mail.spelled import Change, Run, Spelled, harmless, header, percent, words
from redactor.records import Edit, Leaf

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
_ADDRESS = re.compile(r'"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)|<[^<>]*>|[,;:]|[^"(<,;:]+|.', re.DOTALL)
_ANGLES = re.compile(r"<([^<>]*)>")
_PARAMETER = re.compile(r';\s*([^=;\s"()]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_NUMBERED = re.compile(r"(.+?)(?:\*([0-9]{1,3}))?(\*)?").fullmatch
_EXTENDED = re.compile(r"([^'\s]*)'[^'\s]*'")
_WORD = re.compile(r"\S(?:.*\S)?", re.DOTALL)
#: The first word of ``Content-Type`` and ``Content-Disposition``, and what stands there for another.
_FIRST = {
    "content-type": (
        re.compile(r"[A-Za-z][A-Za-z-]{0,30}/[A-Za-z0-9][A-Za-z0-9.+_-]{0,100}|text", re.IGNORECASE).fullmatch,
        "application/octet-stream",
    ),
    "content-disposition": (re.compile(r"[A-Za-z-]{1,20}").fullmatch, "attachment"),
}


class Place(NamedTuple):
    """A text: where it stands in what the header says (in order of reading), how many of its characters are to be decided
    (-1: all), and what would end it there: ``name`` and ``address`` get quotes where they must, in a ``word`` blanks do."""

    field: str
    spans: tuple[tuple[int, int], ...]
    core: int = -1
    how: str = ""


@dataclass(slots=True)
class HeaderText:
    """A header's value, bytes ``raw`` of the message, and the texts in it. ``fixed`` is changed whatever detectors find."""

    raw: bytes
    spelled: Spelled
    charset: str
    eol: str
    places: list[Place] = field(default_factory=list)
    fixed: list[Change] = field(default_factory=list)

    @property
    def leaves(self) -> list[Leaf]:
        """The texts."""
        text = self.spelled.text
        found = []
        for place in self.places:
            said = "".join(text[start:end] for start, end in place.spans)
            found.append(Leaf(place.field, said, core_end=place.core if place.core >= 0 else len(said)))
        return found

    def written(self, edits: Sequence[Sequence[Edit]], packed: bool = True) -> bytes:
        """The value with ``edits`` made in each of the texts."""
        changes = [*self.fixed]
        text = self.spelled.text
        for place, wanted in zip(self.places, edits, strict=True):
            if wanted:
                quoted = place.how in _QUOTED_FOR and self._is_plain(place)
                changes += _changes(place, text, wanted, _QUOTED_FOR[place.how] if quoted else None)
        if not changes:
            return self.raw
        changes.sort()
        new = self.spelled.edited(changes, self.eol)
        if any(run.kind in ("q", "b") for run in self.spelled.runs):
            wanted_text = Spelled(text, (Run(0, len(text), text),)).edited(changes)
            if header(new).text.strip() != wanted_text.strip() and not any(
                run.kind == "percent" for run in self.spelled.runs
            ):
                # A blank between two encoded words says nothing: all is one such word.
                new = " " + words(wanted_text.strip(), "q", "utf-8", self.eol)
        return encoded(new, self.charset)

    def _is_plain(self, place: Place) -> bool:
        (start, end), at = place.spans[0], 0
        for run in self.spelled.runs:
            if at < end and start < at + len(run.said) and run.kind not in ("plain", "fold"):
                return False
            at += len(run.said)
        return True


#: How a text stands → what in it calls for quotes: all but the letters of an atom, or what ends an address.
_QUOTED_FOR = {"name": re.compile(r"[^A-Za-z0-9!#$%&'*+/=?^_`{|}~ \t.-]"), "address": re.compile(r"[,;:()]")}


def _changes(place: Place, text: str, edits: Sequence[Edit], quotes: re.Pattern[str] | None) -> Iterator[Change]:
    """Edits of a text as changes of the header's; where ``quotes`` matches, all of it gets quotes."""
    edits = [Edit(one.start, one.end, harmless(one.replacement)) for one in edits]
    if quotes is None:
        ends = {"": ";", "word": " ;"}.get(place.how, "()")
        edits = [Edit(one.start, one.end, re.sub(f"[{ends}]", "_", one.replacement)) for one in edits]
    else:
        start, end = place.spans[0]
        said, at = list[str](), 0
        for one in edits:
            said += (text[start + at : start + one.start], one.replacement)
            at = one.end
        whole = "".join((*said, text[start + at : end]))
        loose = whole != whole.strip() or any(quotes.search(one.replacement) for one in edits)
        if loose and '"' not in whole and "\\" not in whole:
            yield start, end, f'"{whole}"'
            return
    at = 0
    waiting = list(reversed(edits))
    for start, end in place.spans:
        size = end - start
        while waiting and waiting[-1].start < at + size:
            one = waiting[-1]
            low, high = max(one.start, at), min(one.end, at + size)
            if low < high:
                yield start + low - at, start + high - at, one.replacement if one.start >= at else ""
            if one.end > at + size:
                break
            waiting.pop()
        at += size


class Headers:
    """Reads the headers of one part, in order: what stands in them, and what they say of the body. ``prefix`` is the part's path,
    ``names`` get what cannot be masked."""

    def __init__(self, prefix: str, eol: str, names: set[str]) -> None:
        self._prefix, self._eol, self._names = prefix, eol, names
        self._seen: Counter[str] = Counter()
        self.texts: list[HeaderText] = []
        #: Header of the body → its value and parameters, and where in ``texts`` and in its value the first word stands.
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
        self.texts.append(own)
        if lower in GONE:
            own.fixed.append((0, len(own.spelled.text), f" [REMOVED {GONE[lower]}]"))
        elif lower in PARAMETERS:
            self._parameters(own, name, lower)
        elif lower == "content-transfer-encoding" and own.spelled.text.strip().lower() in ENCODINGS:
            word = _word(own.spelled.text, 0, len(own.spelled.text))
            self._say(lower, own, word, own.spelled.text[slice(*word)])
        elif lower in ADDRESSES:
            own.places += self._addresses(own, name)
        elif lower in IDS:
            own.places += self._ids(own, name)
        else:
            own.places += self._prose(self._path(name), *_after_blank(own.spelled.text, 0, len(own.spelled.text)))
        return own

    def envelope(self, raw: bytes) -> HeaderText:
        """The line ``From ADDRESS DATE`` above a message of a mailbox, without its first word."""
        own = HeaderText(
            raw, Spelled(raw.decode("latin-1"), (Run(0, len(raw), raw.decode("latin-1")),)), "latin-1", self._eol
        )
        self.texts.append(own)
        text = own.spelled.text
        if raw == UNKNOWN_SENDER:
            return own
        end = text.find(" ") if " " in text else len(text)
        path = self._path("envelope")
        own.places += self._prose(with_key(path, "email"), 0, end, "word")
        own.places += self._prose(with_key(path, "date"), *_after_blank(text, end, len(text)))
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
        for kind, how, start, end in _mailboxes(outline):
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
            yield from self._prose(self._id(name), *_after_blank(outline, 0, len(outline)))

    def _id(self, name: str) -> str:
        # All ids end in one name: equal ones are found, and masked, alike wherever they stand.
        path = self._path(name)
        return path if name.lower() == "message-id" else with_key(path, "Message-ID")

    def _parameters(self, own: HeaderText, name: str, lower: str) -> None:
        own.spelled = Spelled(own.spelled.raw, tuple(_extended(own.spelled)))
        text, outline = own.spelled.text, own.spelled.outline
        first = outline.find(";")
        main = _word(outline, 0, len(outline) if first < 0 else first)
        fits, instead = _FIRST[lower]
        word = text[slice(*main)]
        if word and not fits(word):
            own.fixed.append((*main, instead))
            word = instead
        said = self._say(lower, own, main, word)
        path, at = self._path(name), main[1]
        found: dict[str, list[tuple[int, int, int, str]]] = {}
        for match in _PARAMETER.finditer(outline, max(0, first)):
            own.places += self._rest(own, name, *_gap(outline, at, match.start()))
            at = match.end()
            start, end = _word(outline, *match.span(2))
            quoted = end - start > 1 and outline[start] == outline[end - 1] == '"'
            start, end = (start + 1, end - 1) if quoted else (start, end)
            numbered = _NUMBERED(match[1])
            base, number, star = numbered.groups() if numbered else (match[1], None, None)
            if star and (mark := _EXTENDED.match(outline, start, end)):
                start = mark.end()
            found.setdefault(base.lower(), []).append((int(number or 0), start, end, "quoted" if quoted else "name"))
        own.places += self._rest(own, name, *_gap(outline, at, len(outline)))
        for base, parts in found.items():
            parts.sort()
            value = "".join(text[start:end] for _, start, end, _ in parts)
            said.parameters[base] = value
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

_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{1,10})?\.[A-Za-z][A-Za-z0-9]{0,9}$")


def ending(name: str) -> str:
    """How a file's name ends: ``.csv``, ``.csv.gz``, or nothing that tells a format."""
    from redactor.formats.registry import format_for

    match = _ENDING.search(name)
    for end in (match[0], "." + match[0].rpartition(".")[2]) if match else ():
        if format_for("x" + end) is not None:
            return end
    return ""


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without white space around it."""
    match = _WORD.search(text, start, end)
    return match.span() if match else (start, start)


def _after_blank(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without the blank it begins with: what else is blank belongs to the text, so that masks move nothing."""
    return (start + 1 if text[start:end].startswith((" ", "\t")) else start), end


def _gap(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands between two parameters besides semicolons."""
    while start < end and (text[start].isspace() or text[start] == ";"):
        start += 1
    return start, end


def _mailboxes(outline: str) -> Iterator[tuple[str, str, int, int]]:
    """(``full_name``, ``email`` or ``next``, how it stands there, start, end), in order."""
    tokens: list[tuple[int, int]] = []
    for match in _ADDRESS.finditer(outline):
        if match[0] in (",", ";", ":"):
            yield from _mailbox(outline, tokens)
            tokens = []
        elif not match[0].isspace():
            tokens.append(match.span())
    if tokens:
        yield from _mailbox(outline, tokens)


def _mailbox(outline: str, tokens: list[tuple[int, int]]) -> Iterator[tuple[str, str, int, int]]:
    yield "next", "", 0, 0
    # Of what stands alone nobody can say whether it is an address or was one.
    kind = "full_name" if any(outline[start] == "<" and end - start > 1 for start, end in tokens) else "email"
    plain: list[tuple[int, int]] = []
    for start, end in (*tokens, (len(outline), len(outline))):
        first = outline[start : start + 1]
        if (first in ("<", "(") and end - start > 1) or not first:
            if plain:
                yield from _plain(outline, plain, kind)
                plain = []
            if first:
                yield "email" if first == "<" else "full_name", "quoted", start + 1, end - 1
        else:
            plain.append((start, end))


def _plain(outline: str, tokens: list[tuple[int, int]], kind: str) -> Iterator[tuple[str, str, int, int]]:
    start, end = _word(outline, tokens[0][0], tokens[-1][1])
    if len(tokens) == 1 and outline[start] == outline[end - 1] == '"' and end - start > 1:
        yield kind, "quoted", start + 1, end - 1
    elif start < end:
        yield kind, "name" if kind == "full_name" else "address", start, end


def _extended(spelled: Spelled) -> Iterator[Run]:
    """The runs of a value with parameters, those in percent signs read."""
    charsets: dict[str, str] = {}
    for run in spelled.runs:
        if run.kind != "plain":
            yield run
            continue
        at = run.start
        for match in re.finditer(
            r"""(?:^|(?<=[;\s]))([^\s;=*"]+)\*([0-9]*)\*?\s*=\s*(?:([^'\s;"]*)'[^'\s;"]*')?([^\s;"]*)""", run.said
        ):
            base, extended = match[1].lower(), re.search(r"\*\s*=", match[0]) is not None
            if match[3] is not None:
                charsets[base] = codec(match[3]) or "utf-8"
            if not extended or not match[4]:
                continue
            start, end = (run.start + place for place in match.span(4))
            if at < start:
                yield Run(at, start, spelled.raw[at:start])
            yield percent(spelled.raw, start, end, charsets.get(base, "utf-8"))
            at = end
        if at < run.end:
            yield Run(at, run.end, spelled.raw[at : run.end])
