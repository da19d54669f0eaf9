"""Public technical text found on the machine: licences, package metadata, code, changelogs and manual pages.

What is personal in it is left out by rule, not by a look at what we find: lines with an at sign or an address of the web
(they name maintainers), and lines with a date or an address of a street, which are what their labels say they are.
"""

from __future__ import annotations

import gzip
import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from random import Random

from redactor.training.detector_suites.suite import Case, Suite

_SITE = Path(sysconfig.get_paths()["purelib"])
_STANDARD = Path(sysconfig.get_paths()["stdlib"])
#: Kind of text → where it lies, as far as this machine has it.
_PLACES = {
    "metadata": ((_SITE, "*.dist-info/METADATA"),),
    "licences": ((_SITE, "*.dist-info/licenses/*"), (Path("/usr/share/common-licenses"), "*")),
    "code": ((_STANDARD, "*.py"), (_STANDARD, "*/*.py"), (_SITE, "*/*.py")),
    "changelogs": ((Path("/usr/share/doc"), "*/changelog*.gz"), (Path("/usr/share/doc"), "*/NEWS*.gz")),
    "manuals": ((Path("/usr/share/man/man1"), "*.gz"), (Path("/usr/share/man/man5"), "*.gz")),
}
_FILES, _CHARS = 40, 20_000
_PERSONAL = re.compile(
    r"@|://|www\.|\b(?:tel|phone|fax)\b|(?:19|20)[0-9]{2}|\b[A-Z]{2}[ ]+[0-9]{5}\b"
    r"|\b(?:Street|St|Avenue|Drive|Road|Blvd|Box)\b",
    re.IGNORECASE,
)


def text_of(path: Path) -> str:
    """What a file holds, unpacked; nothing where it is no text."""
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (OSError, ValueError, EOFError):
        return ""


def _cases(seed: int) -> Iterator[Case]:
    rng = Random(seed)
    for kind, places in _PLACES.items():
        paths = sorted(path for folder, pattern in places for path in folder.glob(pattern) if path.is_file())
        for path in rng.sample(paths, min(_FILES, len(paths))):
            lines = text_of(path)[:_CHARS].split("\n")[:-1]
            text = "\n".join(line for line in lines if not _PERSONAL.search(line))
            if text.strip() and "\0" not in text:
                yield Case("technical text", kind, text)


SUITE = Suite(
    "negatives",
    "site-packages, the standard library, /usr/share/doc and /usr/share/man of this machine",
    _cases,
    noise={"technical text": 0.5},
)
