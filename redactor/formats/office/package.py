"""The ZIP package around an office file: read within bounds, its parts told apart, and written back in the same order."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from redactor.errors import FormatError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: A package with more parts, or one that unpacks to more than so many times its size (and more than the floor), is an attack.
MOST_PARTS = 20_000
_RATIO, _FLOOR = 300, 32 << 20
_CHUNK = 1 << 18

#: A grey point. Programs look at a picture's bytes, not at its name, so it stands for pictures of any kind.
BLANK_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGM4AAAAwgDBUl5XUQAAAABJRU5ErkJggg=="
)
BLANK_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

XML = re.compile(r"\.(?:xml|rels|vml|rdf)$", re.IGNORECASE)
_MACRO = re.compile(r"^word/vbaData|^(?:Basic|Dialogs|Scripts)/")
#: What goes without a trace, with all that points to it: it says again what the document says, or is void once that changes.
_DROPPED = re.compile(
    r"(?:^|/)(?:thumbnail\.\w+|_xmlsignatures/.*|printerSettings/[^/]*|printerSettings\d*\.bin|Thumbnails/.*|layout-cache)$"
    r"|^META-INF/\w*signatures\.xml$|(?:^|/)Configurations2/|(?:^|/)calcChain\.xml$|^VersionList\.xml$",
    re.IGNORECASE,
)
#: (parts, what they are). They cannot be looked at: their place stays, empty, and is told as withheld.
_UNREAD = tuple(
    (re.compile(pattern, re.IGNORECASE), what)
    for pattern, what in (
        (r"(?:^|/)(?:vbaProject|vbaData|attachedToolbars)\w*\.(?:bin|xml)$|^(?:Basic|Dialogs|Scripts)/", "macro"),
        (r"^Versions/", "old-version"),
        (
            r"\.(?:png|jpe?g|jpe|jfif|gif|bmp|dib|tiff?|emf|wmf|emz|wmz|wdp|hdp|pict?|pcx|eps|webp|heic|avif|ico|svg|svm)$",
            "picture",
        ),
        (r"(?:^|/)fonts?/[^/]+$|\.(?:odttf|fntdata|ttf|otf)$", "font"),
        (r"\.(?:mp[34]|m4[av]|wav|avi|mov|wm[av]|mpe?g|aac|ogg|mid|au|webm|mkv|glb|model3d)$", "media"),
        (
            r"(?:^|/)(?:embeddings|activeX|ctrlProps|ink|ObjectReplacements|Pictures)/|\.bin$|(?:^|/)Obj[ \w-]*$",
            "embedded-file",
        ),
    )
)


def dropped(name: str) -> bool:
    """Does a part go without a trace?"""
    return bool(_DROPPED.search(name))


def unread(name: str) -> str | None:
    """What a part is that cannot be looked at; ``unknown-part`` for one of which nobody knows; None for a part of XML."""
    if _MACRO.search(name) or not XML.search(name):
        return next((what for pattern, what in _UNREAD if pattern.search(name)), "unknown-part")
    return None


def placeholder(name: str, what: str) -> bytes | None:
    """What stands in the place of such a part; None where it goes, with all that points to it."""
    if what == "picture":
        return BLANK_DRAWING if name.lower().endswith(".svg") else BLANK_PICTURE
    return None if what in ("macro", "font", "old-version") else b""


class Package:
    """A package that is being read. Raises ``FormatError`` for what is none, or is made to harm."""

    def __init__(self, source: BinaryIO) -> None:
        problem = ""
        try:
            source.seek(0)
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, UnicodeDecodeError):
            problem = "not a readable ZIP package"
        if problem:
            raise FormatError(problem)
        self.infos = {info.filename: info for info in self._zip.infolist()}
        size = source.seek(0, 2)
        unpacked = sum(info.file_size for info in self._zip.infolist())
        folded = {name.casefold() for name in self.infos}
        if len(folded) != len(self._zip.infolist()) or len(folded) > MOST_PARTS or "" in folded:
            raise FormatError("a ZIP package with too many parts, two of one name, or one without a name")
        if unpacked > max(_FLOOR, _RATIO * size):
            raise FormatError("a ZIP package that unpacks to far more than it holds")
        if any(info.flag_bits & 0x1 for info in self.infos.values()):
            raise FormatError("an encrypted ZIP package")

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, never more than its entry says."""
        problem = ""
        try:
            with self._zip.open(self.infos[name]) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError):
            problem = "a damaged part of a ZIP package"
        if problem:
            raise FormatError(problem)

    def read(self, name: str) -> bytes:
        """A part whole."""
        return b"".join(self.chunks(name))


#: The part, or a folder, that a package of each kind has; of OpenDocument what its ``mimetype`` ends in.
_KINDS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
_ODF_KINDS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odp"}


def kind_inside(data: bytes) -> str | None:
    """The name of the format of a package that is called by no suffix, as its parts tell; None for what is none. Raises
    ``FormatError``."""
    if not data.startswith(b"PK"):
        return None
    package = Package(io.BytesIO(data))
    if "mimetype" in package.infos:
        return _ODF_KINDS.get(package.read("mimetype")[:80].decode("latin-1").rpartition(".")[2].partition("-")[0])
    return next((_KINDS[top] for top in (name.partition("/")[0] for name in package.infos) if top in _KINDS), None)


def unpacked(data: bytes) -> int:
    """How many bytes a package says that it unpacks to. Raises ``FormatError``."""
    return sum(info.file_size for info in Package(io.BytesIO(data)).infos.values())


class Forward:
    """A sink that ``zipfile`` may not seek in."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink

    def write(self, data: ReadableBuffer) -> int:
        self._sink.write(data)
        return memoryview(data).nbytes

    def flush(self) -> None:
        self._sink.flush()


class _Archive(zipfile.ZipFile):
    def __del__(self) -> None:
        """One that was given up is not ended."""


class _Unclosed(Forward):
    """A part among others of one stream."""

    def close(self) -> None:
        """The stream goes on."""


class PackageWriter:
    """A package that grows, in the order that its parts are given. Names, times and methods are those of the entries read;
    comments and extra fields, which nobody sees, are not. With ``packed`` false it writes what ``contents`` would read."""

    def __init__(self, sink: BinaryIO, *, packed: bool = True) -> None:
        self._sink = sink
        self._zip = _Archive(cast(BinaryIO, Forward(sink)), "w") if packed else None

    def open(self, like: zipfile.ZipInfo) -> BinaryIO:
        """A stream into a part with an entry ``like`` the one that was read, to be closed before the next is opened."""
        if self._zip is None:
            self._sink.write(_title(like))
            return cast(BinaryIO, _Unclosed(self._sink))
        return cast(BinaryIO, self._zip.open(self._like(like), "w", force_zip64=like.file_size > (1 << 30)))

    @staticmethod
    def _like(like: zipfile.ZipInfo) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(like.filename, like.date_time)
        info.external_attr, info.create_system = like.external_attr, like.create_system
        info.compress_type = zipfile.ZIP_STORED if like.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
        return info

    @staticmethod
    def _store(archive: zipfile.ZipFile, info: zipfile.ZipInfo, data: bytes) -> None:
        """What ``zipfile`` writes to a sink that can seek."""
        assert archive.fp is not None
        info.CRC, info.file_size, info.compress_size = zlib.crc32(data), len(data), len(data)
        info.header_offset = archive.fp.tell()
        archive.fp.write(info.FileHeader() + data)
        archive.filelist.append(info)
        archive.NameToInfo[info.filename] = info
        archive.start_dir = archive.fp.tell()

    def add(self, like: zipfile.ZipInfo, chunks: Iterable[bytes]) -> None:
        """Add a part whole. One that is stored says its size before it, as readers of ``mimetype`` want."""
        if self._zip is not None and like.compress_type == zipfile.ZIP_STORED:
            self._store(self._zip, self._like(like), b"".join(chunks))
            return
        part = self.open(like)
        for chunk in chunks:
            part.write(chunk)
        part.close()

    def close(self) -> None:
        """Write the directory."""
        if self._zip is not None:
            self._zip.close()


def contents(source: BinaryIO) -> Iterator[bytes]:
    """Names, times and unpacked bytes of all parts: what two packages must have in common to be the same."""
    package = Package(source)
    for name, info in package.infos.items():
        yield _title(info)
        yield from package.chunks(name)


def _title(info: zipfile.ZipInfo) -> bytes:
    return f"{info.filename}\n{info.date_time}\n".encode("utf-8", "surrogateescape")
