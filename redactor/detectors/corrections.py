"""Numbers that are said again because they were wrong: ``my PIN is 4711. Sorry, 4712``.

>>> text = "my PIN is 4711. No, sorry, 4712"
>>> [text[span.start : span.end] for span in corrections(text, [Span(10, 14, "SECRET", 0.7, "pattern:pin")])]
['4712']
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from redactor.spans import Span

DETECTOR = "pattern:correction"
_NO_NUMBERS = frozenset(("DATE_TIME", "IP_ADDRESS", "URL", "EMAIL_ADDRESS", "PERSON"))
#: Who speaks, if somebody else does or the line begins anew.
_SPEAKER = r"(?:\r?\n[ \t>]{0,8}(?:[^\n:\d]{1,30}:[ ]{1,3})?|[ ]{1,3})"
_DELAY = r"(?:(?:oh|no|nope|wait|hang on|hold on|uh+|um+|er+|nein|halt|non|pardon)[ ,.!…-]{1,3}){0,4}"
_SORRY = (
    r"(?:sorry|apologies|correction|i mean|i meant|rather|actually|make that|scratch that|my mistake|wrong"
    r"|entschuldigung|verzeihung|ich meine|falsch|désolée?|je veux dire|perdón|perdona|digo|scusi|scusa"
    r"|volevo dire|desculpe|quero dizer|xin lỗi|nhầm)"
)
_CORRECTED = re.compile(
    rf"[\"'.,;!?)…-]{{0,3}}{_SPEAKER}{_DELAY}{_SORRY}[ ,.:!…-]{{1,3}}"
    r"(?:(?:it['’]?s|it is|that['’]?s|should be|the|is|das ist|c'est|es|è|é)[ ]){0,2}"
    r"(?P<v>[0-9](?:[0-9 /-]{1,24}[0-9]))(?![\w.,]?[0-9]|[^\W\d_])",
    re.IGNORECASE,
)


def corrections(text: str, found: Iterable[Span]) -> list[Span]:
    """What stands right behind a number of ``found`` in its place, with its label. Each end is looked at once."""
    by_end = {
        span.end: span for span in found if text[span.end - 1 : span.end].isdigit() and span.label not in _NO_NUMBERS
    }
    corrected = ((_CORRECTED.match(text, end), span) for end, span in sorted(by_end.items()))
    return [
        Span(match.start("v"), match.end("v"), span.label, span.score, DETECTOR) for match, span in corrected if match
    ]
