"""What removing masks leave of a text: nothing, or blanks at its edges, which a format may not count to its leaf any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from redactor.verification.compare import Mask


@dataclass(frozen=True, slots=True)
class Kept:
    """The parts of a text outside of its masks, in order; None where a mask put something."""

    parts: tuple[str | None, ...]

    @classmethod
    def of(cls, text: str, masks: Sequence[Mask]) -> Kept:
        """What is kept of ``text``."""
        parts: list[str | None] = []
        at: int | None = 0
        for mask in masks:
            parts.append(text[at : mask.start])
            parts += [None] * (mask.out_start != mask.out_end)
            at = mask.end
        return cls((*parts, text[at:] if at is not None else None))

    @property
    def rest(self) -> str | None:
        """What is left where masks removed and put nothing; it may be no leaf of the output any more. Else None."""
        if len(self.parts) < 2 or None in self.parts:
            return None
        return "".join(part or "" for part in self.parts)

    def aligned(self, redacted: str) -> str:
        """The leaf ``redacted`` with the blanks that it had at its edges before its format took them for others.

        >>> Kept((" ", ", ", None, " ")).aligned(",[P]")
        ' ,[P] '
        """
        if len(self.parts) < 2:
            return redacted
        start = _blank(self.parts)
        end = _blank(part and part[::-1] for part in reversed(self.parts))[::-1]
        redacted = redacted if redacted.startswith(start) else start + redacted.lstrip()
        return redacted if redacted.endswith(end) else redacted.rstrip() + end


def _blank(parts: Iterable[str | None]) -> str:
    """The blanks that some parts begin with."""
    found = ""
    for part in parts:
        if part is None:
            break
        shown = part.lstrip()
        found += part[: len(part) - len(shown)]
        if shown:
            break
    return found
