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
_PLAIN_WORD = re.compile(r"[A-Za-z]{1,16}[0-9]{0,2}")
_FILE = re.compile(r"[A-Za-z][\w.-]{0,60}\.(?:xsd|dtd|wsdl|rng|html?)", re.IGNORECASE)
_LOCATION = re.compile(r"https?://\S+|urn:\S+|[A-Za-z][\w.-]{0,60}\.(?:xsd|dtd|wsdl|rng)", re.IGNORECASE)
#: What stands behind them in a path is somebody.
_OF_PEOPLE = frozenset(str.split("u user users people person in profile profiles member members author authors"))
#: Sites whose pages are people's.
_SITES = frozenset(str.split("twitter.com x.com facebook.com instagram.com linkedin.com tiktok.com t.me"))
#: Who gives names to things, but for the first label of :data:`_NAMING`.
_VOCABULARIES = frozenset(
    str.split(
        "w3.org schema.org xmlsoap.org schemas.microsoft.com openxmlformats.org xmlns.com json-schema.org ogp.me hl7.org openid.net"
        " dublincore.org oasis-open.org opengis.net topografix.com apache.org iana.org ietf.org snomed.info loinc.org unitsofmeasure.org"
    )
)
#: First labels of hosts that are called by what they do.
_NAMING = frozenset(str.split("www schemas schema ns xmlns vocab ontology purl maven docs"))
_REGISTRIES = frozenset(str.split("docker.io ghcr.io quay.io gcr.io pkg.dev azurecr.io ecr.aws npmjs.org pypi.org"))
_SERVING = frozenset(str.split("registry docker harbor nexus artifactory"))
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
    if _is_vocabulary(host):
        return all(map(_WORD.fullmatch, words))
    first = host.partition(".")[0]
    if not words:
        return _is_under(host, _REGISTRIES) or first in _SERVING
    return first in _NAMING - {"www"} and all(map(_is_term, words))


def is_location(text: str) -> bool:
    """Is ``text`` made of URLs, URNs and files of schemas alone, as ``xsi:schemaLocation`` is?

    >>> is_location("urn:a http://a.example/a.xsd"), is_location("a.xsd"), is_location("12 Main Street")
    (True, True, False)
    """
    return all(map(_LOCATION.fullmatch, text.split()))


def without_names(text: str) -> str:
    """``text``, a namespace or where schemas lie, with its URLs read as plain words, but for those that may be somebody's.

    >>> without_names("http://www.w3.org/1999/xhtml"), without_names("http://ann:pw@example.com/ns")
    ('www.w3.org/1999/xhtml', 'http://ann:pw@example.com/ns')
    """
    return _URL.sub(lambda url: url[0].removeprefix(url["scheme"]) if _is_plain(url) else url[0], text)


def _is_plain(url: re.Match[str]) -> bool:
    """Is a URL made of words and versions alone, with the name of a file of a schema at most?"""
    host, parts = url["host"].lower().partition(":")[0], _parts(url)
    word = _WORD if _is_vocabulary(host) else _PLAIN_WORD
    return not _is_somebodys(url) and all(
        word.fullmatch(part) or _VERSION.fullmatch(part) or _FILE.fullmatch(part) for part in parts
    )


def _is_vocabulary(host: str) -> bool:
    first, _, rest = host.partition(".")
    return host in _VOCABULARIES or (first in _NAMING and rest in _VOCABULARIES)


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
