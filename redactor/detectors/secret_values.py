"""Which values may be a secret beside a word that calls them one, and which are placeholders."""

from __future__ import annotations

import base64
import math
import re
from collections import Counter

#: What stands where a secret would and is none: a dummy, a word about it, a reference, a call, a template.
_PLACEHOLDER = re.compile(
    r"(?i:x{3,}|\*+|\.{3,}|-+|_+|\?+|#+|null|none|nil|true|false|undefined|required|optional|string\??|str|bytes|int|text|redacted|removed|hidden"
    r"|(?:your|my|the|some|an?|user|new|old|db|database)[-_ ]?(?:api[-_ ]?)?(?:pass(?:word|wd|phrase|code)?|pwd|token|secret|key)"
    r"|your[-_ ]\w*|(?:pass(?:word|wd|phrase|code)?|pwd|token|secret|key|credentials?|user(?:name)?)s?(?:[-_ ]?here)?"
    r"|[a-z]+(?:_[a-z]+)*_(?:pass(?:word|wd|phrase)?|pwd|secret|token|key)|--?[a-z][a-z-]*|none[:)]|example|placeholder|changeit|change[-_]?me|todo|tbd|n/?a|empty|missing|invalid|expired|incorrect|valid|correct|given|provided|value"
    r"|wrong|reset|changed|forgotten|protected|policy|field|input|prompt|getpass|sent|below|above|is|are|was|and|or|for|to|in|of|the|an?"
    r"|(?:os|process|env|string|config|self|cls|this|args|kwargs|settings|request|req|options|opts|params|secrets|vault|var|local|data|module)[.\[].*"
    r"|[a-z_]\w*\)\[[0-9]\].*|\([a-z_]\w*[.(\[].*|_\w*type|[a-z_][\w.]*\([^)]*\)?.*|[a-z_][\w.]*\[(?!/).*|[a-z_]\w*(?:\.[a-z_]\w*)+\(.*|<[^>]*>|&lt;.*"
    r"|\$?\{(?!(?=[^}]*[0-9=])[0-9a-z+/]{16,400}={0,2}\}).*|\$\(.*|\$[a-z_]+|\$[0-9]|%[a-z_]+%?|%\(\w+\)s|\[[\w -]+\]"
    r"|\[/[a-z]{1,6}\]|@\w+@)"
    r"|[A-Z]+(?:_[A-Z]+)*"
)
#: Words that go on with a sentence about a password.
_ABOUT = frozenset(
    str.split(
        "really weak strong secure safe simple complex long short too not no now still also always never very only already"
        " required needed necessary mandatory optional requested asked entered typed shown displayed used stored saved"
        " kept hashed encrypted encoded hidden visible blank empty missing wrong right correct incorrect valid invalid"
        " good bad old new different unique random generated created set unset reset changed updated rotated expired"
        " compromised leaked stolen lost forgotten known unknown shared public private sensitive confidential secret"
        " case important what that this there here a an the it its in on of for with by from at as to your my our"
        " their his her which where when how why because if then so being been going given provided sent returned"
        " found checked verified accepted rejected allowed ignored supported deprecated available active disabled"
        " enabled locked protected passed printed written read available same similar equal longer shorter at least"
        " about around between exactly length max maximum min minimum over under"
        " meant supposed must should may might can cannot will would has have had does do did or and but"
    )
)
_IN_SENTENCES = frozenset(
    str.split(
        "the your my our their his her its a an this that these those is are was were be been must should shall may can cannot will"
        " not no to of in for with from by on at as if or and please enter required optional invalid expired policy password passphrase"
    )
)
# "rfc3447.RSAPublicKey", "thingPrincipalObjects": names of a program.
_NAMES = re.compile(
    r"[a-z]\w{1,20}\.[A-Za-z_]{4,}|[a-z]\w{1,20}\.[A-Za-z][A-Za-z0-9]{2,20}(?:_[A-Za-z0-9]{1,20}){1,4}|[a-z]+(?:[A-Z][a-z]+)+|(?:[A-Z][a-z]{2,})+"
)
# "menu.item_2.title"
_NAMED_BY_DOTS = re.compile(
    r"[a-z_]{2,}[0-9]?(?:[._][a-z_]{2,}[0-9]?|[._][0-9]{1,2})*\.[a-z_]{2,}[0-9]?(?:[._][a-z_]{2,}[0-9]?)*"
)
_RUN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_WORD = re.compile(r"[A-Z]?[a-z]+[,.;'’-]?[a-z]*")  # fmt: skip


def entropy(value: str) -> float:
    """Shannon entropy in bits per character."""
    size = len(value)
    return -sum(count / size * math.log2(count / size) for count in Counter(value).values())


def _kinds(value: str) -> int:
    return (
        any(char.islower() for char in value)
        + any(char.isupper() for char in value)
        + any(char.isdigit() for char in value)
        + any(not char.isalnum() for char in value)
    )


def given_secret(value: str) -> bool:
    """What stands right of ``password=``: anything but a placeholder, a reference or a call."""
    return len(value) >= 3 and not _PLACEHOLDER.fullmatch(value)


def likely_secret(value: str) -> bool:
    """What stands right of ``Password:`` in prose: a mixture of kinds of characters or a number, not a word."""
    return (
        given_secret(value)
        and len(value) >= 4
        and (_kinds(value) >= 2 or value.isdigit())
        and not _WORD.fullmatch(value)
    )


def mixed_secret(value: str) -> bool:
    """A secret with a digit, or with three kinds of characters: where names and words stand as often."""
    return likely_secret(value) and (any(map(str.isdigit, value)) or _kinds(value) >= 3)


def leet_secret(value: str) -> bool:
    """Letters of both cases with a digit among them: no port, folder or profile that ``-p`` might mean."""
    return mixed_secret(value) and _kinds(value) >= 3 and re.search(r"[A-Za-z][0-9]+[A-Za-z]|[^\w]", value) is not None


#: Words with a number that programs are called, and passwords are not.
_PROGRAMS = re.compile(
    r"[a-z_]\w*=[\w.]+|(?:sha|md|base|oauth|utf|pbkdf|argon|bcrypt|scrypt|aes|rsa|des|ntlmv?|kerberos|win|ipv|http|tls|ssl|v|x|python|php|java|mysql|sqlite|vnc|u2f|fido|webauthn|top|htpasswd|level|type|field|version|test|step|option|table|page|chapter|section|figure|policy|part|user|rev|no|nr|cisco|pam|ldap|s3|ec|k8s|pam|log4j|junit|web)v?[-_]?[0-9]+(?:[.-][0-9]+)*\w?|[0-9]+(?:st|nd|rd|th|fa|d|x|h|m|s|ms|mb|gb|kb|px|am|pm|bit|chars?|characters?|times|days|hours|minutes|password)|[0-9]+[-+][a-z]+|[a-z]+[0-9]?\.[a-z0-9.]+|[a-z]+_[a-z0-9_]+|[a-z]+(?:-[a-z0-9]+)+|\W.*|.*\(.*",
    re.IGNORECASE,
)


def beside_secret(value: str) -> bool:
    """What stands behind ``password`` without a sign: letters and digits mixed, and no word with a number of its own."""
    return (
        len(value) >= 6
        and mixed_secret(value)
        and any(map(str.isalpha, value))
        and any(map(str.isdigit, value))
        and not _PROGRAMS.fullmatch(value)
        and not _NAMES.fullmatch(value)
    )


_HEX = re.compile(r"0[xX][0-9A-Fa-f]+").fullmatch


def short_secret(value: str) -> bool:
    """Five letters and digits or more, mixed, and no word with a number of its own: a token that was made by hand."""
    return (
        len(value) >= 5
        and value.isalnum()
        and mixed_secret(value)
        and not value.isdigit()
        and not _HEX(value)
        and not _PROGRAMS.fullmatch(value)
    )


#: What people choose who choose nothing.
_POOR = frozenset(("admin", "root", "guest", "letmein", "qwerty", "welcome", "monkey", "dragon", "iloveyou"))


def worded_secret(value: str) -> bool:
    """A word that stands alone behind ``Password:``, unless it says something about the password."""
    return value.lower() in _POOR or (len(value) >= 6 and told_secret(value) and not value[0].isupper())


def told_secret(value: str) -> bool:
    """What stands right of ``my password is``: also a word, unless it says something about the password; perhaps a number behind it."""
    word, _, number = value.partition(" ")
    if number.isdigit():  # "sunflower 22"
        return len(value) >= 6 and _no_remark(word)
    return likely_secret(value) or (len(value) >= 6 and given_secret(value) and _no_remark(value))


def _no_remark(word: str) -> bool:
    return word.lower() not in _ABOUT and not word.endswith(("ed", "ing", "able"))


def leaked_secret(value: str) -> bool:
    """What stands behind a login and a colon: no port, no place on that machine, no file there."""
    return (
        len(value) >= 6
        and mixed_secret(value)
        and any(map(str.isalpha, value))
        and not re.search(r"/|\A~|\.[a-z]\w{0,4}\Z", value)
    )


def random_secret(value: str) -> bool:
    """What stands right of ``api_key:``: long and random enough that nobody would write it by hand."""
    return (
        given_secret(value)
        and len(value) >= 8
        and not _NAMES.fullmatch(value)
        and not _NAMED_BY_DOTS.fullmatch(value)
        and entropy(value) >= 2.8
        and (_kinds(value) >= 2 or entropy(value) >= 3.6 or (value.isdigit() and len(value) >= 16))
        and any(char.isdigit() for char in value)
    )


def quoted_key(value: str) -> bool:
    """What stands right of ``secret = "`` in quotes: random, or letters that make no words."""
    return random_secret(value) or (
        len(value) >= 16
        and given_secret(value)
        and not _NAMES.fullmatch(value)
        and value.isalnum()
        and _kinds(value) >= 2
        and entropy(value) >= 3.5
    )


def made_key(value: str) -> bool:
    """As ``quoted_key``, where a name says less: long, of characters that change their kind all the time, and no place."""
    runs = _RUN.findall(value)
    return (
        len(value) >= 16
        and quoted_key(value)
        and sum(map(str.isalpha, value)) >= 4
        and not any(map(str.isspace, value))
        and "://" not in value
        and (not value.startswith(("/", "./", "#")) or value.endswith("="))
        and len(value) < 3.4 * len(runs)
    )


def holds_secret(value: str) -> bool:
    """An element's text, no template, of which one word at least is as ``random_secret``."""
    return not value.startswith(("{{", "${", "#{", "$(")) and any(
        random_secret(word.strip("{}")) for word in value.split()
    )


def made_keys(value: str) -> bool:
    """A list of quoted values of which one at least is as ``made_key``."""
    return any(map(made_key, _items(value)))


def mixed_secrets(value: str) -> bool:
    """A list of quoted values of which one at least is as ``mixed_secret``."""
    return any(map(mixed_secret, _items(value)))


def _items(value: str) -> list[str]:
    return re.split(r"[\"',\s]+", value)


def word_phrase(value: str) -> bool:
    """Words of a passphrase or seed: none that a sentence about it would need."""
    words = re.split(r"[ -]+", value.lower())
    return len(set(words)) >= 3 and not _IN_SENTENCES.intersection(words)


def cookie_secret(value: str) -> bool:
    """Names and values of a cookie of which one looks made by a machine."""
    return any(len(part) >= 8 and random_secret(part) for part in re.split(r"[=;,\s]+|%[0-9A-F]{2}", value))


def own_line_key(value: str) -> bool:
    """Base64 of 32 or 64 random bytes, as ``head -c 32 /dev/urandom | base64`` writes it."""
    body = value.rstrip("=")
    return _kinds(re.sub("[+/_-]", "", body)) == 3 and entropy(body) >= 4.4


def token_of_a_maker(value: str) -> bool:
    """A prefix, and letters of both cases with digits all through them: no hash, no name with a number."""
    body = re.split("[_-]", value)[-1]
    return (
        _kinds(body) == 3
        and sum(map(str.isdigit, body)) >= 3
        and entropy(body) >= 4
        and len(body) < 2.4 * len(_RUN.findall(body))
    )


def aws_key(value: str) -> bool:
    """Forty random characters: none of the words and paths that stand in its place."""
    return random_secret(value) and sum(map(str.isupper, value)) >= 5 and sum(map(str.islower, value)) >= 5


def basic_login(value: str) -> bool:
    """What stands right of ``Basic``: base64 of a user, a colon and a password (RFC 7617)."""
    try:
        login = base64.b64decode(
            value + "=" * (-len(value) % 4), altchars=b"-_" if "-" in value or "_" in value else None, validate=True
        )
    except ValueError:
        return False
    return b":" in login and login.decode("utf-8", "replace").isprintable()
