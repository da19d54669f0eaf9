# ruff: noqa: E501 - an expression can be copied whole
"""Names and values that stand in two places of one thing, written out in running text: an input of a form with its name and value, a
part of a posted form, two arguments of a call. (Those of JSON's objects ``nested_objects`` finds, those of fields ``names_beside``.)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redactor.detectors.cells import Cell

_NAME = r"name|key|field|label|id|title|question|attribute|property|param|parameter|variable"
_SAYS = r"value|val|content|answer|response|stringValue|valueString"
_ATTRIBUTES = r"(?:[\w:.-]{1,40}(?:=(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}'|[^\s\"'<>]{1,80}))?\s{1,20}){0,12}"
#: What stands between two quotes.
_ESCAPED = r"(?:[^\"\\\n]|\\.){1,300}"
#: Words of which one stands in the text, and an expression with a name ``k`` and its value ``v``.
_WAYS = tuple(
    (told, re.compile(expression, re.IGNORECASE))
    for told, expression in (
        # an object in YAML
        (("value: ", "content: ", "answer: "), rf"(?:^|\n)[ \t]{{0,40}}(?:- )?(?:{_NAME}):[ ](?P<k>[^\s:,]{{1,80}})[ \t]*\r?\n[ \t]{{1,40}}(?:{_SAYS}):[ ](?P<v>[^\r\n#{{}}\[\]]{{1,200}})(?=\r?\n|\Z)"),
        # the same in a row of it
        (("value: ", "content: ", "answer: "), rf"\{{[^{{}}\n]{{0,80}}\b(?:{_NAME}):[ ](?P<k>[\w.-]{{1,80}}),[ ](?:{_SAYS}):[ ](?P<v>[^\s\"',{{}}\[\]]{{1,200}})(?=[ ]?[,}}])"),
        # an element with both as attributes
        (("value=", "content="), rf"<[\w:.-]{{1,40}}\s{_ATTRIBUTES}(?:name|id|key)=(?P<q>[\"'])(?P<k>[^\"'<>]{{1,80}})(?P=q)\s{{1,20}}{_ATTRIBUTES}(?:value|content)=(?P<r>[\"'])(?P<v>[^\"'<>]{{1,300}})(?P=r)"),
        # an element with its name as attribute
        (("name=",), rf"<(?!a[ ])[\w:.-]{{1,40}}\s{_ATTRIBUTES}name=(?P<q>[\"'])(?P<k>[^\"'<>]{{1,80}})(?P=q)(?:\s[^<>]{{0,200}})?>(?P<v>[^<>\n]{{1,300}})</"),
        # PHP's serialize() and var_dump()
        (('";s:',), r"s:[0-9]{1,4}:\"(?P<k>[^\"\n]{1,80})\";s:[0-9]{1,6}:\"(?P<v>[^\"\n]{1,300})\""),
        (("string(",), r"\[\"(?P<k>[^\"\n]{1,80})\"(?::\w{1,20}){0,2}\]=>\s{1,40}string\([0-9]{1,6}\)[ ]\"(?P<v>[^\"\n]{1,300})\""),
        # a variant of Rust, Swift, Haskell; of Java; Go's sql.NullString
        (("some(\"", "optional(\"", "just \""), rf"(?<![\w.])(?P<k>[\w.-]{{1,60}})[\"']?\s?[:=]\s?(?:(?:Some|Optional)\(|Just[ ])\"(?P<v>{_ESCAPED})\""),
        (("=optional[",), r"(?<![\w.])(?P<k>[\w.-]{1,60})=Optional\[(?!(?:str|int|bytes|float|bool|dict|list|(?-i:(?:[A-Z][a-z]+){2,}))\])(?P<v>[^\"\n\[\]]{1,300})\]"),
        (("{string:",), r"(?<![\w.])(?P<k>[\w.-]{1,60}):\{String:(?P<v>[^\n{}]{1,300}?),?[ ]Valid:true\}"),
        # Clojure's maps, lists of pairs in Lisp
        (('{:', '(:', '[:', '" :', ' . "'), rf"(?<![\w:\"'])(?P<colon>:)?(?(colon)(?:[\w.-]{{1,40}}/)?|\(\"?)(?P<k>[a-z][\w-]{{0,40}})(?(colon)|\"?\s\.)\s{{1,4}}\"(?P<v>{_ESCAPED})\"(?=[\s)}}\],])"),
        # what Redis and R print
        ((') "',), rf"(?<![0-9])[0-9]{{0,5}}[13579]\)[ ]\"(?P<k>[^\"\n]{{1,80}})\"\r?\n\s{{0,8}}[0-9]{{1,6}}\)[ ]\"(?P<v>{_ESCAPED})\""),
        (('[1] "',), rf"\$`?(?P<k>[\w. -]{{1,60}})`?\s{{1,4}}\[1\][ ]\"(?P<v>{_ESCAPED})\""),
        # two arguments of a call, two words of a shell
        (("', '", '", "', "','", '","'), r"(?<![A-Za-z])(?:define|(?:set|put|with)[A-Za-z]{0,20})\([ ]?(?P<q>[\"'])(?P<k>[\w.-]{1,60})(?P=q),[ ]?(?P<r>[\"'])(?P<v>(?:(?!(?P=r))[^\\\n]){1,300})(?P=r)[ ]?[,)]"),
        (("setenv ", "set -", "setx ", "env "), r"(?<![\w.-])(?:(?-i:ENV)|set(?:env|x)|set[ ]-[Ugx]{1,2})[ ]{1,4}(?P<k>[A-Z][A-Z0-9_]{2,60})[ ]{1,4}(?P<q>[\"']?)(?P<v>[^\s\"';=][^\s\"';]{0,200})(?P=q)(?=\s|;|\Z)"),
        # Windows' file of a remote desktop
        ((":s:",), r"(?<![^\n])(?P<k>[a-z ]{3,40}):s:(?P<v>[^\r\n]{2,200})"),
        # RFC 7578
        (("form-data",), r"form-data;[ ]name=\"(?P<k>[^\"\r\n]{1,80})\"[^\r\n]{0,200}\r?\n(?:[\w-]{1,40}:[^\r\n]{0,200}\r?\n){0,4}\r?\n(?P<v>[^\r\n]{1,300})"),
    )
)  # fmt: skip


def writes_pairs(lower: str) -> bool:
    """May a text (in lower case) hold any?"""
    return any(word in lower for told, _ in _WAYS for word in told)


def written_pairs(text: str, lower: str) -> Iterator[tuple[Cell, Cell]]:
    """The name and the value of each, as ranges of ``text``."""
    for told, expression in _WAYS:
        if any(word in lower for word in told):
            for match in expression.finditer(text):
                yield match.span("k"), match.span("v")
