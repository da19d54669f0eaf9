"""The path of a field, and the names on it: ``a[0]["b.c"].d``."""

from __future__ import annotations

import json
import re

_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[[0-9*]*\]|([^.\[\]]+)')
_INNER = re.compile(r"[./>|\\]|:{1,2}|__")
#: A URL that names a field (a claim, a term of a vocabulary) says so in the last part of its path, or behind "#".
_OF_URL = re.compile(r"https?://[^/#]*(?:.*[/#](?=[^/#]))?", re.IGNORECASE)
#: Prefixes of XML and JSON-LD, which say who named the thing and not what it is: ``saml:AttributeValue``.
_PREFIX = re.compile(r"(?:ns[0-9]*|tns|saml2?|soap(?:env)?|env|cbc|cac|wsse|xs|dc|dcterms|schema|foaf|vcard):(?=\w)")
#: What Salesforce puts behind the names of an organisation's own fields.
_CUSTOM = re.compile(r"__p?c$")


def steps_of(path: str) -> list[str]:
    """The names on the way to a field, outermost first; items of lists have none.

    >>> steps_of('a[0]["b.c"].d')
    ['a', 'b', 'c', 'd']
    >>> steps_of('["http://www.w3.org/2006/vcard/ns#tel"]')
    ['tel']
    >>> steps_of('["saml:Attribute"][1]["contact:phone"]')
    ['Attribute', 'contact', 'phone']
    """
    steps: list[str] = []
    for quoted, bare in _STEP.findall(path):
        step = bare
        if quoted:
            try:
                step = str(json.loads(f'"{quoted}"'))
            except ValueError:
                step = quoted
        if "://" in step:
            step = _OF_URL.sub("", step)
        elif ":" in step and (prefix := _PREFIX.match(step)):
            step = step[prefix.end() :]
        steps += [part for part in _INNER.split(_CUSTOM.sub("", step)) if part]
    return steps
