"""Values in running text of which both ends are marked, so that all between them is one: ``first_name="ollie"``, ``city=hull&zip=``.

What names them is one word of a program or form there (``customerName``), whatever stands before it in the line.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

_LONGEST = 200
_KEY = r"[\w.\[\]%+-]{1,60}"
_QUOTED_KEY = re.compile(rf"(?P<key>{_KEY})(?:=[\"']|[ ]=[ ]?'|=[ ]'|[\"']\s?:[ ]{{0,3}}[\"'])\Z")
_PAIR_IN_QUOTES = re.compile(rf"(?<![=\w])(?P<quote>[\"'])(?P<key>{_KEY})=\Z")  # -F "city=hull"
#: Parts of a form, a template, an escape.
_NO_PLAIN_VALUE = re.compile(r"[&{}%\\\n]")
_BARE_KEY = re.compile(rf"(?:^|(?P<mark>[\s&?])(?:amp;)?)(?P<key>{_KEY})=\Z")
#: A line of its own: ``billing_city: hull``. A name of one plain word could be any heading.
_LINE_KEY = re.compile(
    r"(?:^|\n)[ \t>*-]{0,8}(?P<key>[^\W\d_]+(?:_\w{1,50}|(?<=[a-z])[A-Z]\w{0,50}))[ ]?[:=][ \t]{1,8}\Z"
)
#: A pair of a form or query that others follow, and one that others stand before.
_FORM = re.compile(rf"[^&=\s\"'<>]{{1,{_LONGEST}}}(?=&(?:amp;)?{_KEY}=)")
_LAST_OF_FORM = re.compile(rf"[^&=\s\"'<>]{{1,{_LONGEST}}}(?=\s|[\"'<>]|$)")
#: One of a line of pairs: ``level=info city=hull``.
_PAIR = re.compile(rf"[^\s&=\"'<>(){{}}\[\];,]{{1,{_LONGEST}}}(?=(?P<next>[ \t]+{_KEY}=)|[ \t]*(?:[\r\n]|$))")
_PAIR_BEFORE = re.compile(r"[^\s=]=\S*[ \t]+\Z")
#: All of a line, and no line of a program.
_LINE = re.compile(r"[^\r\n=:;,{}()\[\]<>|\"'`$]{1,80}(?=[ \t]*(?:[\r\n]|$))")
#: A variable or a type, which programs write where a value will be.
_CODE_WORD = re.compile(r"\w*[a-z][A-Z]\w*|\w+_\w+|\w+\.\w+")
#: What stands for a secret to come: a variable, a template, a path.
_STANDS_FOR = re.compile(r"[${}<>()\[\]%]|^[/.~]")
#: So far back a key begins.
_BACK = 80


def closed(text: str, at: int) -> tuple[str, int] | None:
    """The key of the value that begins at ``at``, and where it ends; None where its ends are not marked.

    >>> closed('saved first_name="ollie"', 18), closed("city=hull&zip=1", 5), closed("a city=hull b", 7)
    (('first_name', 23), ('city', 9), None)
    """
    low = max(0, at - _BACK)
    before = text[at - 1 : at]
    if before in ('"', "'"):
        key = _QUOTED_KEY.search(text, low, at)
        end = text.find(before, at, at + _LONGEST)
        while end > at and text.startswith(before, end + 1):  # SQL doubles a quote inside: 'O''Neil'
            end = text.find(before, end + 2, at + _LONGEST)
        return (key["key"], end) if key and end > at and "\n" not in text[at:end] else None
    if before == "=" and (key := _PAIR_IN_QUOTES.search(text, low, at)):
        end = text.find(key["quote"], at, at + _LONGEST)
        return (key["key"], end) if end > at and not _NO_PLAIN_VALUE.search(text, at, end) else None
    if before == "=" and (key := _BARE_KEY.search(text, low, at)):
        found = _FORM.match(text, at) or (_LAST_OF_FORM.match(text, at) if key["mark"] in ("&", "?") else None)
        if found is None and (pair := _PAIR.match(text, at)):
            found = pair if pair["next"] or _PAIR_BEFORE.search(text, low, key.start("key")) else None
        if found:
            return unquote_plus(key["key"]), found.end()
    if before in (" ", "\t") and (key := _LINE_KEY.search(text, low, at)):
        found = _LINE.match(text, at)
        return (key["key"], found.end()) if found and not _CODE_WORD.fullmatch(found[0].strip()) else None
    return None


def meant(value: str, *, secret: bool) -> str:
    """What a value says, ``%40`` and ``+`` of a form undone; nothing for what only stands for one."""
    if secret and _STANDS_FOR.search(value):
        return ""
    return unquote_plus(value) if " " not in value else value
