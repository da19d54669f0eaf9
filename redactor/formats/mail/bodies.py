"""The bodies of a message's parts: texts in any charset, files that another format reads, and what goes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from redactor.errors import FormatError
from redactor.formats.fields import with_index, with_key
from redactor.formats.inner import UnreadableError, bounded, headed, spoils, written
from redactor.formats.lines import UTF8_MARK
from redactor.formats.mail.charsets import charset_of, decoded, encoded
from redactor.formats.mail.spelled import Run, Spelled
from redactor.formats.mail.transfer import redone
from redactor.formats.markup import MarkupFormat
from redactor.formats.office.office_format import OfficeFormat
from redactor.formats.protocol import Format, FormatSettings, WantsScalar
from redactor.records import Edit, Leaf, Record

#: What stands in the place of a body that nobody could look at.
PLACEHOLDER = re.compile(rb"\[REMOVED [a-z]{1,20}\]\s*").fullmatch
#: Blocks inside a text that hide what they say: (pattern, what it is).
_BLOCKS = tuple(
    (re.compile(pattern, re.MULTILINE), what)
    for pattern, what in (
        (r"^begin [0-7]{3,4} [^\n]+\n(?:[ -`]{1,62}\r?\n)*end[ \t]*\r?$", "attachment"),
        (r"^begin-base64 [0-7]{3,4} [^\n]+\n(?:[A-Za-z0-9+/=]{1,80}\r?\n)*====[ \t]*\r?$", "attachment"),
        (r"^-----BEGIN PGP MESSAGE-----(?:(?!-----)[\s\S])*-----END PGP MESSAGE-----", "encrypted"),
        (r"^-----BEGIN PGP SIGNATURE-----(?:(?!-----)[\s\S])*-----END PGP SIGNATURE-----", "signature"),
        (r"^-----BEGIN PGP (PUBLIC|PRIVATE) KEY BLOCK-----(?:(?!-----)[\s\S])*-----END PGP \1 KEY BLOCK-----", "key"),
    )
)
_META = re.compile(rb"""<meta[^>]{1,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextBody:
    """A text; ``spelled`` is how it was written before ``charset`` and ``encoding`` were put on it."""

    path: str
    raw: bytes
    data: bytes
    spelled: Spelled
    charset: str
    encoding: str

    @property
    def leaves(self) -> list[Leaf]:
        """The text."""
        text = self.spelled.text
        return [Leaf(self.path, text)] if text else []

    @property
    def removed(self) -> list[str]:
        """What nobody could look at and goes; signatures always go."""
        gone = [run.decoded.strip().removeprefix("[REMOVED ")[:-1] for run in self.spelled.runs if run.kind == "gone"]
        return [what for what in gone if what != "signature"]

    def written(self, edits: Sequence[Sequence[Edit]], packed: bool = True) -> bytes:
        """The body with ``edits`` made."""
        wanted = edits[0] if edits else []
        if not wanted and not any(run.kind == "gone" for run in self.spelled.runs):
            return self.raw
        text = self.spelled.edited([(one.start, one.end, one.replacement) for one in wanted])
        return redone(encoded(text, self.charset), self.encoding, self.raw, self.data)


def text_body(path: str, raw: bytes, data: bytes, label: str, encoding: str) -> TextBody | None:
    """The body of a part that is text; None for one that is none in its charset."""
    charset = charset_of(label, data)
    text = decoded(data, charset) if charset else None
    if text is None or charset is None:
        return None
    runs: list[Run] = []
    at = 0
    blocks = [(*match.span(), what) for pattern, what in _BLOCKS for match in pattern.finditer(text)]
    for start, end, what in sorted(blocks):
        if start >= at:
            runs += [Run(at, start, text[at:start])] * (at < start)
            runs.append(Run(start, end, f"[REMOVED {what}]", "gone"))
            at = end
    runs += [Run(at, len(text), text[at:])] * (at < len(text))
    return TextBody(path, raw, data, Spelled(text, tuple(runs)), charset, encoding)


def placeholder(path: str, what: str, end: bytes) -> TextBody:
    """What stands for a part that goes: a text from now on, and before the line's ``end``."""
    text = Run(0, 0, f"[REMOVED {what}]{end.decode('ascii')}", "gone")
    return TextBody(path, b"", b"", Spelled("", (text,)), "utf-8", "7bit")


@dataclass(slots=True)
class FileBody:
    """A file that ``format`` reads. ``charset`` is that of the part where the format reads UTF-8 in its place."""

    path: str
    raw: bytes
    data: bytes
    encoding: str
    format: Format
    settings: FormatSettings
    charset: str = ""
    records: list[Record] = field(default_factory=list)
    #: What of it could not be looked at and goes.
    removed: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    leaves: list[Leaf] = field(default_factory=list)

    def read(self) -> bool:
        """Take in all of it. False for what the format cannot read. Raises ``UnreadableError`` where it has a bug."""
        try:
            self.settings = headed(self.format, self.source, self.settings)
            reader = self.format.reader(self.source(), self.settings)
            if reader.problem is not None:
                return False
            self.records = list(bounded(reader, self.settings.most_leaves))
            if reader.unread_columns or not self.records:
                return not self.records and not self.data.strip()
        except FormatError:
            return False
        except (MemoryError, RecursionError, UnreadableError):
            raise
        except Exception as error:  # a bug, of which no policy says that its text may pass
            raise UnreadableError(f"reader-error:{type(error).__name__}") from None
        for record in self.records:
            if record.problem is not None:
                if spoils(self.format, record):
                    return False
                self.removed.append(record.problem)
                continue
            self.names.update(record.names)
            self.leaves += [replace(leaf, field=self._path(record, leaf.field)) for leaf in record.leaves]
        return True

    def _path(self, record: Record, path: str) -> str:
        outer = row_path(self.path, self.format, record.index)
        return outer + path if path[:1] in ("[", "{") else f"{outer}.{path}" if path else outer

    def source(self) -> BinaryIO:
        """What the format reads."""
        if not self.charset:
            return io.BytesIO(self.data)
        return io.BytesIO((decoded(self.data, self.charset) or "").encode("utf-8", "surrogateescape"))

    def written(self, edits: Sequence[Sequence[Edit]], packed: bool = True) -> bytes:
        """The body with ``edits`` made. ``packed`` false: a package as what is in it."""
        unpacked = not packed and self.format.comparable(io.BytesIO(self.data)) is not None
        if not (unpacked or any(edits) or self.removed):
            return self.raw
        new = written(self.format, replace(self.settings, packed=packed), self.records, edits)
        if unpacked:
            return new
        if self.charset:
            text = new.decode("utf-8", "surrogateescape")
            new = (
                _for_markup(text, self.charset)
                if isinstance(self.format, MarkupFormat)
                else encoded(text, self.charset)
            )
        return redone(new, self.encoding, self.raw, self.data)


def row_path(path: str, format: Format, index: int) -> str:
    """The path of a record of a file; where a file is one text, or its paths tell their places, the file's own."""
    if not format.has_fields:
        return path
    return with_key(path, "header") if index < 0 else with_index(with_key(path, "row"), index + 1)


def _for_markup(text: str, charset: str) -> bytes:
    """What a charset lacks stands as a number in mark-up."""
    try:
        return text.encode(charset, "surrogateescape")
    except UnicodeEncodeError:
        return "".join(char if _has(charset, char) else f"&#{ord(char)};" for char in text).encode(
            charset, "surrogateescape"
        )


def _has(charset: str, char: str) -> bool:
    try:
        char.encode(charset, "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def file_body(
    path: str,
    raw: bytes,
    data: bytes,
    encoding: str,
    label: str,
    format: Format,
    settings: FormatSettings,
    message: int,
) -> FileBody | None:
    """The body of a part that a format reads; None for one that it cannot read."""
    if not (format.byte_exact and (format.textual or isinstance(format, OfficeFormat))):
        return None
    charset = ""
    if format.textual and not data.startswith(UTF8_MARK):
        meta = _META.search(data[:4096]) if format.name == "html" else None
        label = label or (meta[1].decode("ascii") if meta else "")
        if label:
            found = charset_of(label, data)
            if found is None or decoded(data, found) is None:
                return None
            charset = found
            if isinstance(format, MarkupFormat):
                format = replace(format, encoding="utf-8")
    own = replace(
        settings,
        fields=(),
        line_buffered=False,
        scalars=_scalars(settings.scalars, path, format),
        keys=_keys(settings.keys, path, format, message),
    )
    body = FileBody(path, raw, data, encoding, format, own, charset)
    return body if body.read() else None


def _scalars(wanted: WantsScalar | None, path: str, format: Format) -> WantsScalar | None:
    if wanted is None:
        return None
    outer = row_path(path, format, 0)
    return lambda inner, countable: wanted(
        f"{outer}.{inner}" if inner[:1] not in ("[", "{") else outer + inner, countable
    )


def _keys(
    wanted: Callable[[int, str, str], bool] | None, path: str, format: Format, message: int
) -> Callable[[int, str, str], bool] | None:
    if wanted is None:
        return None
    return lambda index, place, key: wanted(message, f"{row_path(path, format, index)}.{place}", key)
