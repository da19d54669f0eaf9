"""What a page looks like and does not say: marks that set a label off, two blanks between words."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: What a unit stands for, character by character: how many characters of the unit, and what they mean.
Meaning = list[tuple[int, str]]
#: (start, end, what it means, its kind) of a unit in a text.
Unit = tuple[int, int, Meaning, str]

# All its words stand two blanks apart, as on a typed or justified page. In a table the blanks are as many as a column needs.
_SPREAD = re.compile(r"^[ \t>]{0,40}(?:\S+[ ]{2}(?![ ])){2,}\S+[ \t\r]*$", re.MULTILINE)
# A label that Markdown, HTML or BBCode sets off: "**Serial:** C02", "<b>Serial</b>: C02", "**Serial** - C02"; and what lies between
# it and its value.
_CLOSE = r"(?(tag)</(?P=tag)>|(?(code)\[/(?P=code)\]|(?P=open)))"
_SET_OFF = re.compile(
    r"(?P<open>\*{1,3}|__|`|<(?P<tag>b|strong|i|em|u|span|label)\b[^<>\n]{0,80}>|\[(?P<code>b|i|u|color|size)(?:=[^\[\]\n]{1,40})?\])"
    rf"[^\n*`<>|:]{{2,40}}(?::[ ]?(?P<close>{_CLOSE})|(?P<before>{_CLOSE})(?=[ ]?:)|(?P<dash>{_CLOSE}[ ]{{1,2}}(?:--|[-–—])[ ]{{1,2}}))"
    r"|(?<!\d):?</(?:td|th|dt)>\s{0,20}<(?:td|dd)\b[^<>\n]{0,80}>|:[ ]?<br[ ]?/?>\s{0,4}",
    re.IGNORECASE,
)
_BOLD = ("**", "__", "<b", "<strong", "[b")


def _gaps(text: str) -> Iterator[Unit]:
    """The two blanks between the words of each spread line: they mean one."""
    for line in _SPREAD.finditer(text):
        start = line.end() - len(line[0].lstrip(" \t>"))
        for gap in re.finditer(r"(?<=\S)[ ]{2}(?=\S)", text[start : line.end()]):
            yield start + gap.start(), start + gap.end(), [(2, " ")], "gap"


def _set_off(text: str) -> Iterator[Unit]:
    """The marks around each label that is set off, which mean nothing, and those behind it, which mean a colon."""
    for found in _SET_OFF.finditer(text):
        if not found["open"]:
            yield *found.span(), [(len(found[0]), ": ")], "mark"
            continue
        if found["dash"] and not found["open"].lower().startswith(_BOLD):
            continue  # "`login` - authenticate" tells what a command does
        for mark in ("open", "close", "before", "dash"):
            if found[mark]:
                yield *found.span(mark), [(len(found[mark]), ": ")] if mark == "dash" else [], "mark"


#: What a page looks like and does not say: signs that there may be any of it, and what finds it.
LAYOUT = ((("  ",), _gaps), (("*", "__", "`", "</", "<b", "[/"), _set_off))
