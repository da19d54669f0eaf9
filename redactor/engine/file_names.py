"""Names of files and folders that are values themselves (``bob@example.com.txt``): what a run does with their files."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from redactor.engine.detection import patterns_of
from redactor.engine.key_values import BY_CONTEXT, surely
from redactor.formats.registry import known_suffixes
from redactor.masking.masker import Masker
from redactor.spans import Span
from redactor.storage.streams import COMPRESSIONS

_SUFFIXES = (*COMPRESSIONS, *known_suffixes().split())
#: A day in a name is most often that of the file.
_UNSAID = frozenset({"DATE_TIME"})


class FileNames:
    """Looks at names. ``noted``: how many held what may be a value but is not proven one."""

    def __init__(self, masker: Masker) -> None:
        self._masker, self._patterns = masker, patterns_of(masker.policy, None)
        self._told: Counter[str] = Counter()
        self.noted = 0
        self._part = lru_cache(maxsize=65_536)(self._looked_at)

    def masked(self, name: str) -> str | None:
        """What ``name`` is to be told as, another for each file, where a detector proves a value in it that the policy masks;
        None where none does."""
        parts = [self._part(part) for part in name.split("/")]
        if not any(sure for _, sure, _ in parts):
            self.noted += any(unsure for _, _, unsure in parts)
            return None
        told = "/".join(text for text, _, _ in parts)
        self._told[told] += 1
        return told if self._told[told] == 1 else f"{told}~{self._told[told]}"

    def _looked_at(self, part: str) -> tuple[str, bool, bool]:
        """A part of a name with its values masked, whether they are proven, and whether there is one that is not."""
        stem = part
        while (suffix := next((one for one in _SUFFIXES if stem.lower().endswith(one)), "")) and stem != suffix:
            stem = stem[: -len(suffix)]
        found: list[Span] = []
        for text in {stem, stem.replace("_", " "), stem.replace("_", " ").replace("-", " ")}:
            spans = self._masker.wanted(text, self._patterns.find(text), "")
            found += [span for span in spans if span.detector not in BY_CONTEXT and span.label not in _UNSAID]
        sure = any(surely(stem, span) for span in found)
        told, at = "", 0
        for span in sorted(found, key=lambda one: (one.start, -one.end)):
            if span.end > at:
                told += f"{stem[at : span.start]}[{span.label}]" if span.start >= at else ""
                at = span.end
        return told + part[at:], sure, bool(found) and not sure
