"""URLs that are names: of a vocabulary's term, a claim, a namespace, a registry. They are nobody's, where others are masked.

>>> is_name("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"), is_name("https://index.docker.io/v1/")
(True, True)
>>> is_name("https://example.com/ann-lee"), is_name("https://bob@registry.example.com/")
(False, False)
"""

from __future__ import annotations

import re
from itertools import pairwise

from redactor.detectors.field_names import field_names

_URL = re.compile(
    r"(?P<scheme>https?://)(?P<host>[^\s/?#\"'<>]+)(?P<path>[^\s?#\"'<>]*)(?P<rest>[^\s\"'<>]*)", re.IGNORECASE
)
_PARTED = re.compile(r"[/#]+")
#: A login, a question that is asked, somebody's home.
_TELLS = re.compile(r"[@?~]|%40")
_VERSION = re.compile(r"v?[0-9]{1,4}(?:[.-][0-9]{1,3}){0,3}|(?:19|20)[0-9]{6}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[0-9][^0-9]{0,2}){5}")
_MACHINE = re.compile(r"[0-9.:\[\]]+")
#: Words so short may be somebody.
_SHORT_NAME = 4
_WORD = re.compile(r"[A-Za-z][\w.-]{0,60}")
#: What stands behind them in a path is somebody.
_OF_PEOPLE = frozenset(str.split("u user users people person in profile profiles member members author authors"))
#: Sites whose pages are people's.
_SITES = frozenset(str.split("twitter.com x.com facebook.com instagram.com linkedin.com tiktok.com t.me"))
#: Who gives names to things; so do hosts that are called by what they do.
_VOCABULARIES = frozenset(
    str.split(
        "w3.org schema.org xmlsoap.org openxmlformats.org xmlns.com json-schema.org ogp.me hl7.org openid.net dublincore.org"
        " oasis-open.org opengis.net topografix.com apache.org iana.org ietf.org microsoft.com snomed.info loinc.org unitsofmeasure.org"
    )
)
_NAMING_HOSTS = frozenset(str.split("schemas schema ns xmlns vocab ontology"))
_REGISTRIES = frozenset(
    str.split("docker.io ghcr.io quay.io gcr.io pkg.dev azurecr.io amazonaws.com ecr.aws npmjs.org pypi.org")
)
_SERVING_HOSTS = frozenset(str.split("registry index api auth docker hub harbor nexus artifactory packages repo npm"))
#: Words of such paths that no field is called by.
_PATH_WORDS = frozenset(
    str.split(
        "claims claim identity ws ns xmlns schema schemas xsd vocab terms ontology rdf dc spec groups permissions tenant role name mail org"
    )
)


def is_name(url: str) -> bool:
    """Is all of ``url`` the name of a thing, and so a key that is nobody's?"""
    found = _URL.fullmatch(url)
    if found is None or _is_somebodys(found):
        return False
    host = found["host"].lower().partition(":")[0]
    words = [part for part in _parts(found) if not _VERSION.fullmatch(part)]
    if not words:
        return _is_under(host, _REGISTRIES | _VOCABULARIES) or not _SERVING_HOSTS.isdisjoint(_labels(host))
    if _is_under(host, _VOCABULARIES) or not _NAMING_HOSTS.isdisjoint(_labels(host)):
        return all(map(_WORD.fullmatch, words))
    return all(map(_is_term, words))


def without_names(text: str) -> str:
    """``text``, a namespace or where schemas lie, with its URLs read as plain words, but for those that are somebody's.

    >>> without_names("http://www.w3.org/1999/xhtml"), without_names("http://ann:pw@example.com/ns")
    ('www.w3.org/1999/xhtml', 'http://ann:pw@example.com/ns')
    """
    return _URL.sub(lambda url: url[0] if _is_somebodys(url) else url[0].removeprefix(url["scheme"]), text)


def _parts(url: re.Match[str]) -> list[str]:
    return [part for part in _PARTED.split(url["path"] + url["rest"]) if part]


def _is_somebodys(url: re.Match[str]) -> bool:
    """Does the URL say whose it is: a login, a query, a number, a page of a person?"""
    if _TELLS.search(url[0]) or _MACHINE.fullmatch(url["host"]):
        return True
    parts = _parts(url)
    if any(_NUMBER.search(part) and not _VERSION.fullmatch(part) for part in (*_labels(url["host"]), *parts)):
        return True
    if parts and not parts[0].isdigit() and _is_under(url["host"].lower(), _SITES):
        return True
    if parts and not _OF_PEOPLE.isdisjoint(_labels(url["host"])):
        return True
    behind = (part for above, part in pairwise(parts) if above.lower() in _OF_PEOPLE)
    return any(not part.lower().startswith("v") or not _VERSION.fullmatch(part) for part in behind)


def _labels(host: str) -> list[str]:
    return host.lower().partition(":")[0].split(".")


def _is_under(host: str, domains: frozenset[str]) -> bool:
    labels = _labels(host)
    return any(".".join(labels[at:]) in domains for at in range(len(labels)))


def _is_term(part: str) -> bool:
    """Is a part of a path what a field is called, and nobody ("nick")?"""
    names = field_names()
    return part.lower() in _PATH_WORDS or (
        len(part) > _SHORT_NAME and (names.is_heading(part) or names.is_label(part, None, ""))
    )
