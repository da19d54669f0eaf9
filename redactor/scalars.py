"""Values that are no text — numbers, dates, moments — as text that detectors and operators can read, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

_INTEGER = re.compile(r"-?[1-9][0-9]*|0").fullmatch
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z?)").fullmatch
#: 1970-01-01 as ``date`` counts days.
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1)  # all moments here are written without a zone, or in UTC
_SECONDS = (24 * 3600 * (1 - _EPOCH_DAY), 24 * 3600 * (date.max.toordinal() + 1 - _EPOCH_DAY) - 1)


@dataclass(frozen=True, slots=True)
class Scalar:
    """The type of a value that is no text, as far as masking needs to know it: what another value of it looks like.

    ``json``: a literal of a JSON text, for which any text may stand. ``key``: a key of an object that is a value, for which
    another text stands that no other key has. ``integer``: decimal digits, ``least`` to ``most``.
    ``date``: ``2021-03-04``, and ``moment``: ``2021-03-04T05:06:07.123``, ``unit`` ticks a second, in UTC (``Z``) if
    ``zoned``; both as numbers since 1970 between ``least`` and ``most``. ``other``: nothing but the value itself.
    What does not fit a type becomes null, or the type's zero where null is forbidden: that is no value to look at.
    """

    kind: Literal["json", "key", "integer", "date", "moment", "other"]
    least: int = -(1 << 63)
    most: int = (1 << 63) - 1
    unit: int = 1
    zoned: bool = False

    def written(self, number: int) -> str:
        """The number of an integer, date (days) or moment (ticks) as text; beyond the years 1–9999 the bare number.

        >>> Scalar("date").written(18690), Scalar("moment", unit=1000, zoned=True).written(1_500)
        ('2021-03-04', '1970-01-01T00:00:01.500Z')
        """
        if self.kind == "date" and 0 < number + _EPOCH_DAY <= date.max.toordinal():
            return date.fromordinal(number + _EPOCH_DAY).isoformat()
        if self.kind == "moment":
            seconds, ticks = divmod(number, self.unit)
            if _SECONDS[0] <= seconds <= _SECONDS[1]:
                fraction = f".{ticks:0{len(str(self.unit)) - 1}d}" if ticks else ""
                return (_EPOCH + timedelta(seconds=seconds)).isoformat() + fraction + ("Z" if self.zoned else "")
        return str(number)

    def read(self, text: str) -> int | None:
        """The number that ``text`` stands for; None where ``written`` would not write it so."""
        number = self._number(text)
        return (
            number
            if number is not None and self.least <= number <= self.most and self.written(number) == text
            else None
        )

    def holds(self, text: str) -> bool:
        """Whether ``text`` can stand for a value of this type."""
        return self.kind in ("json", "key") or self.read(text) is not None

    def _number(self, text: str) -> int | None:
        try:
            if self.kind == "integer":
                return int(text) if _INTEGER(text) else None
            if self.kind == "date":
                return date.fromisoformat(text).toordinal() - _EPOCH_DAY
            match = _MOMENT(text) if self.kind == "moment" else None
            if match is None:
                return None
            whole = datetime.fromisoformat(match[1]) - _EPOCH
            digits = len(str(self.unit)) - 1
            return (whole.days * 86_400 + whole.seconds) * self.unit + int((match[2] or "0").ljust(digits, "0"))
        except ValueError:
            return None


#: A number, true or false in a JSON text.
JSON = Scalar("json")
#: A key that is a value itself.
KEY = Scalar("key")
