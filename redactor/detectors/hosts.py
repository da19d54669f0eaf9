"""Host names against the public suffix list that tldextract ships; no network, no cache folder."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

#: Reserved or private top labels (RFC 2606, 6761, 6762, common practice): good in an e-mail address.
_PRIVATE_TOPS = frozenset(
    str.split("local localhost internal corp lan home intranet intra private test example invalid arpa onion")
)

#: Top labels that are also English words or file suffixes: a bare name under one is usually no host at all.
_AMBIGUOUS_TOPS = frozenset(
    str.split(
        "it is in so to at be no me my am us as by do la he id im id ps pm py md sh rs pl cc zip mov app name"
        " int map box link live click call help here page post read run open play now today new news one and"
        " or are can case care cars city cool date day deal dog fail fan fit foo fun game gift go goo how ink"
        " kim land law lease li life log lol love man men mm mo ms mt na ne ng nu pe pet pin plus pub red rest"
        " rip room sale save school search sex shop show site sky so soy space star store study style sucks"
        " tax team tel tips top tube vet vote wang watch win work works world wow wtf zero zone java bar bet"
        " best bio bot cat cab cam car cash chat dot eat fast fish food free gal gay hot inc joy makeup med"
        " mini mom moi moto music off ong onl pay phd pics ping pink pro prod py rs rocks sc sr st sv tc td tf"
        " tk tm tt vi void ws data info lc ml mk mw mx nc ni nr pf pg pk pn pr pt pw re ro ru sb sd se si sl"
        " sm ss sx sy sz"
    )
) - frozenset(("ru", "ro", "se", "si", "pt", "mx", "info", "shop"))

_HOST_PREFIX = re.compile(
    r"(?:www[0-9]?|mail|e?smtp|imap|pop3?|ftp|api|app|dev|staging|ns[0-9]|mx[0-9]?|vpn|static|cdn|login|portal|intranet|webmail"
    r"|blog|shop|m|secure|db|git|host[0-9]*|srv[0-9]*|server[0-9]*)\.",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _extract() -> Any:
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)


@lru_cache(maxsize=1)
def _tops() -> frozenset[str]:
    return frozenset(suffix.rpartition(".")[2] for suffix in _extract().tlds)


def _puny(label: str) -> str:
    """A label in the list's own spelling (it holds both, most of the time Unicode)."""
    if label.startswith("xn--"):
        try:
            return label.encode("ascii").decode("idna")
        except (UnicodeError, ValueError):
            return label
    return label


def top_of(host: str) -> str:
    """The last label, folded."""
    return _puny(host.rstrip(".").rpartition(".")[2].lower())


def is_top(label: str) -> bool:
    """A public or a reserved top label."""
    return label in _PRIVATE_TOPS or label in _tops()


def email_host(value: str) -> bool:
    """The part behind the at sign ends in a known top label."""
    host = re.sub(r"\s|=\r?\n", "", value.rpartition("@")[2])
    if host.startswith("[") or "." not in host:
        return host.startswith("[")
    return is_top(top_of(host))


def registered(value: str) -> bool:
    """A registrable name under a public suffix, written in one case."""
    top = value.rpartition(".")[2]
    if not (top.islower() or top.isupper() or not top.isascii()):
        return False
    found = _extract()(value.lower())
    return bool(found.domain and found.suffix)


def plain_domain(value: str) -> bool:
    """As ``registered``, and no mistake for a file name, a method call or a missing space after a full stop."""
    top = top_of(value)
    if top in _AMBIGUOUS_TOPS and not (_HOST_PREFIX.match(value) and value.count(".") > 1):
        return False
    return registered(value)
