"""Names of files and folders that are values themselves (``bob@example.com.txt``): what a run does with their files."""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import lru_cache

from redactor.detectors.proven import BY_CONTEXT, surely
from redactor.engine.components import Components
from redactor.engine.detection import Detects, patterns_of
from redactor.engine.settings import RunSettings
from redactor.formats.registry import known_suffixes
from redactor.keys import Key
from redactor.masking.masker import Masker
from redactor.records import Leaf, Record
from redactor.spans import Span
from redactor.storage.streams import COMPRESSIONS
from redactor.tagger.tagging import Failure

_SUFFIXES = (*COMPRESSIONS, *known_suffixes().split())
#: A day in a name is most often that of the file.
_UNSAID = frozenset({"DATE_TIME"})
#: What a masked name ends with before its suffixes: without it names that differ in their values alone would be one.
_DIGEST = re.compile(r"~([0-9a-f]{12})(?=\.|$)")
#: A longer part of a name is told by its digest alone, so that it fits where the name itself did.
_LONGEST = 160


def digest_of(name: str, key: Key) -> str:
    """What tells the masked name of ``name`` from others: equal names have equal ones, and nobody guesses them without the key."""
    return key.digest("name", name)[:12]


def digest_in(shown: str) -> str | None:
    """The digest in a name that was masked as a whole; None in any other."""
    found = _DIGEST.findall(shown.rpartition("/")[2])
    return found[-1] if found else None


def names_of(settings: RunSettings, parts: Components) -> FileNames | None:
    """What looks at the names of a run's files; None where they pass."""
    if settings.names == "pass":
        return None
    if settings.names == "withhold" or settings.key is None:  # a run that is to mask names has a key
        return FileNames(parts.masker)
    return MaskedNames(parts.masker, parts.detection, settings.key)


class FileNames:
    """Looks at names."""

    def __init__(self, masker: Masker) -> None:
        self._masker, self._patterns = masker, patterns_of(masker.policy, None)
        self._shown: Counter[str] = Counter()
        #: How many names held what may be a value but is not proven one.
        self.noted = 0
        self._part = lru_cache(maxsize=65_536)(self._looked_at)

    def masked(self, name: str) -> str | None:
        """What ``name`` is to be told as, another for each file, where a detector proves a value in it that the policy masks;
        None where none does."""
        parts = [self._part(part) for part in name.split("/")]
        if not any(sure for *_, sure, _ in parts):
            self.noted += any(unsure for *_, unsure in parts)
            return None
        shown = "/".join(stem + end for stem, end, _, _ in parts)
        self._shown[shown] += 1
        return shown if self._shown[shown] == 1 else f"{shown}~{self._shown[shown]}"

    def _looked_at(self, part: str) -> tuple[str, str, bool, bool]:
        """The stem of a part of a name with its values masked, its suffixes, whether a value is proven, and whether there is
        one that is not."""
        stem = part
        while (suffix := next((one for one in _SUFFIXES if stem.lower().endswith(one)), "")) and stem != suffix:
            stem = stem[: -len(suffix)]
        found: list[Span] = []
        for text in {stem, stem.replace("_", " "), stem.replace("_", " ").replace("-", " ")}:
            spans = self._masker.wanted(text, self._found(text), "")
            found += [span for span in spans if span.detector not in BY_CONTEXT and span.label not in _UNSAID]
        sure = any(surely(stem, span) for span in found)
        shown, at = "", 0
        for span in sorted(found, key=lambda one: (one.start, -one.end)):
            if span.end > at:
                shown += f"{stem[at : span.start]}[{span.label}]" if span.start >= at else ""
                at = span.end
        return shown + stem[at:], part[len(stem) :], sure, bool(found) and not sure

    def _found(self, text: str) -> list[Span]:
        return self._patterns.find(text)


class MaskedNames(FileNames):
    """Names for outputs, in which all is masked that the run's detectors find, the model among them. A function of the name,
    so an output has the same name every night."""

    def __init__(self, masker: Masker, detection: Detects, key: Key) -> None:
        super().__init__(masker)
        self._detection, self._key = detection, key

    def masked(self, name: str) -> str | None:
        """The name to be used in place of ``name``, where anything in it is to be masked."""
        parts = [self._part(part) for part in name.split("/")]
        if not any(sure or unsure for *_, sure, unsure in parts) and digest_in(name) is None:
            return None
        shown, above = [], ""
        for number, (part, (stem, end, *found)) in enumerate(zip(name.split("/"), parts, strict=True)):
            above = f"{above}/{part}" if above else part
            if any(found) or number == len(parts) - 1:
                stem = stem if len(os.fsencode(stem)) <= _LONGEST else ""
                end = f"~{digest_of(above, self._key)}{end}"
            shown.append(stem + end)
        return "/".join(shown)

    def _looked_at(self, part: str) -> tuple[str, str, bool, bool]:
        try:
            return super()._looked_at(part)
        except _UnseenError:
            return "[NAME]", "", True, False

    def _found(self, text: str) -> list[Span]:
        (detected,) = self._detection.detect([Record(-1, (Leaf("", text),))])
        if isinstance(detected, Failure):
            raise _UnseenError
        return detected[0]


class _UnseenError(Exception):
    """A name that could not be looked at."""
