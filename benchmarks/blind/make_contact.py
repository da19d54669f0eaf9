"""E-mail addresses, telephone numbers, URLs."""

from __future__ import annotations

from random import Random

import phonenumbers

from benchmarks.blind.making import Maker, drawn, either, shape, such

_LOCALS = [
    "maria.santos",
    "j.doe",
    "info",
    "o'brien.k",
    "ana_lopez",
    "k-nguyen",
    "tom+news",
    "x",
    "support42",
    "r2.d2",
    "anne.marie.smith",
    "HR-Dept",
    "first.last99",
    "user%relay",
    "mail4tim",
    "müller",
    "josé",
    "ли.вэй",
    "user.name+tag+sorting",
]
_HOSTS = [
    "example.com",
    "example.co.uk",
    "mail.example.org",
    "uni-bonn.de",
    "acme.io",
    "corp.example.com.au",
    "example.vn",
    "sub.dept.example.edu",
    "münchen.de",
    "xn--mnchen-3ya.de",
    "EXAMPLE.COM",
    "123-shop.net",
    "a.museum",
    "bücher.example",
    "firma.com.pl",
]


def email(rng: Random) -> str:
    return f"{rng.choice(_LOCALS)}@{rng.choice(_HOSTS)}"


def spelled_email(rng: Random) -> str:
    forms = ((" at ", " dot "), (" [at] ", " [dot] "), ("(at)", "(dot)"), (" (at) ", "."), ("[at]", "."))
    at, dot = rng.choice(forms)
    name, host = rng.choice(("maria", "jdoe", "tom", "kim.lee", "support")), rng.choice(("example", "acme", "gmail"))
    return f"{name}{at}{host}{dot}{rng.choice(('com', 'org', 'net', 'co.uk' if dot == '.' else 'de'))}"


def wrapped_email(rng: Random) -> str:
    name = rng.choice(("maria.santos", "jonathan.doe", "support"))
    host, _, rest = rng.choice(("example.com", "acme.io", "mail.example.org")).partition(".")
    return rng.choice((f"{name}@\n{host}.{rest}", f"{name}\n@{host}.{rest}", f"{name}@{host}.\n{rest}"))


def _numbers(region: str, *forms: str) -> Maker:
    def holds(value: str) -> bool:
        try:
            return phonenumbers.is_valid_number(phonenumbers.parse(value, region))
        except phonenumbers.NumberParseException:
            return False

    return either(*(such(shape(form), holds) for form in forms))


US = _numbers(
    "US", "(899) 899-9999", "899-899-9999", "899.899.9999", "899 899 9999", "1-899-899-9999", "1 (899) 899-9999",
    "+1 899 899 9999", "+1-899-899-9999", "+1 (899) 899-9999", "+18998999999", "(899)899-9999",
)  # fmt: skip
GB = _numbers(
    "GB", "020 7999 9999", "020 8999 9999", "0121 499 9999", "01623 499999", "07700 900999", "07899 999999", "07899999999",
    "(020) 7999 9999", "+44 20 7999 9999", "+44 7899 999999", "+44 (0)20 7999 9999", "0161 999 9999", "+447899999999",
    "01223 399999",
)  # fmt: skip
VN = _numbers(
    "VN", "0989 999 999", "098 999 9999", "0912.999.999", "0903-999-999", r"+\84 98 999 99 99", r"+\84 912 999 999",
    "(024) 3899 9999", "028 3899 9999", "0379999999", r"+\84989999999", "0899 99 99 99", r"(+\84) 912 999 999",
)  # fmt: skip
ABROAD = _numbers(
    "US", r"+4\9 30 99999999", r"+4\9 151 99999999", "+33 6 99 99 99 99", "+33 1 42 99 99 99", r"+\81 3-3999-9999",
    r"+\81 90-9999-9999", r"+\91 98999 99999", "+61 2 9999 9999", "+61 499 999 999", "+55 11 98999-9999",
    r"+\86 138 9999 9999", "+34 699 999 999", r"+3\9 06 999 9999", r"+4\8 699 999 999", "+353 87 999 9999",
    "+41 44 999 99 99", "+65 8999 9999", r"+\82 10-9999-9999",
)  # fmt: skip
us_phone_bare = _numbers("US", "8998999999")


def us_phone_extension(rng: Random) -> str:
    return US(rng) + drawn(rng.choice((r" e\xt. 99", r" \x999", r" e\xt. 9999")), rng)


_PATHS = (
    "", "/", "/a/b", "/users/42?tab=posts#top", "/wiki/Berlin_(disambiguation)", "/search?q=jo%20lee&p=2", "/index.html",
    "/@jo/lists", "/~smith/cv.pdf", "/đường",
)  # fmt: skip


def url(rng: Random) -> str:
    scheme = rng.choice(("https://", "http://", "ftp://", "HTTPS://", "https://www.", "sftp://"))
    hosts = "example.com sub.example.co.uk münchen.de localhost intranet 192.0.2.7 [2001:db8::7] user:pw@example.com"
    return scheme + rng.choice(hosts.split()) + rng.choice((*_PATHS, ":8080/health"))


def www(rng: Random) -> str:
    return "www." + rng.choice(("example.com", "acme.io", "example.co.uk", "uni-bonn.de")) + rng.choice(_PATHS)


def user(rng: Random) -> str:
    return rng.choice(("jsantos", "maria.santos", "k_nguyen", "tom84", "liwei", "anne-marie", "obrien"))
