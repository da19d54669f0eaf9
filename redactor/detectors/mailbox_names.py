# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for the name of a mailbox (RFC 5322, "display-name"): ``To: winterfox <kim@example.org>, "Brand, Kim" <k@example.org>``.

The tagger finds names that look like names; here the form says that one is. A name ends at its address; what it begins with is a
header, the address before, a quotation mark or the line.
"""

from __future__ import annotations

from redactor.detectors.rows import Pattern

_LINE = r"(?:(?<=\n)|\A)[ \t>]{0,8}"
_WORD = r"[^\W\d_][\w.'’-]{0,30}"
_LARGE = r"[^\W\d_a-z][\w.'’-]{0,30}"
#: Mailboxes of many, and of programs.
_MANY = r"(?i:\b(?:team|group|project|maintainers|developers|users|support|no-?reply|lists?|bot|github|gitlab|inc|ltd|gmbh|foundation|info|sales|help|office|security|admin|newsletter|questions|contact|bugs|patches|e-?mail|services?|undisclosed)\b)"
_ONE = rf"(?![^<\n]{{0,50}}{_MANY}[^<\n]{{0,20}}<)"
_ADDRESS = r"[^<>()\s@]{1,80}@[^<>()\s]{1,100}"
_BRACKETED = rf"[\"']?[ ]{{0,2}}<{_ADDRESS}>"
_AT = (r"re:@(?<=[\w.-]@)",)

ROWS = (
    Pattern("PERSON", "mailbox_in_header", rf"(?:{_LINE}[\w-]{{2,24}}:[ \t]{{1,6}}|>[,;][ \t\r\n]{{1,6}})[\"']?{_ONE}(?P<v>[^\W\d_][^<>\r\n@:;\"]{{0,60}}?){_BRACKETED}", None, (), 0.85, anchors=_AT, reach=(240, 110)),
    Pattern("PERSON", "mailbox_in_line", rf"{_LINE}(?:--[ ])?[\"']?{_ONE}(?P<v>{_WORD}|{_LARGE}(?:,?[ ](?:{_LARGE}|van|von|der|den|de|da|la|bin)){{1,4}}){_BRACKETED}", None, (), 0.85, anchors=_AT, reach=(240, 110)),
    Pattern("PERSON", "mailbox_in_comment", rf"(?<![\w<]){_ADDRESS}[ ]\((?![^()\n]{{0,50}}{_MANY})(?P<v>{_LARGE}(?:[ ]{_LARGE}){{1,3}})\)", None, (), 0.8, anchors=_AT, reach=(90, 240)),
)  # fmt: skip
