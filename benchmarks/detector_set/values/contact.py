"""E-mail addresses, URLs and host names."""

from __future__ import annotations

from random import Random

from benchmarks.detector_set.values.making import fake

_TOPS = (
    "com",
    "org",
    "net",
    "de",
    "co.uk",
    "com.vn",
    "edu",
    "gov",
    "io",
    "fr",
    "museum",
    "com.au",
    "co.jp",
    "eu",
    "info",
    "us",
)
_IDN = (
    "josé@correo.es",
    "用户@例子.中国",
    "pelé@exämple.de",
    "नमस्ते@उदाहरण.भारत",
    "χρήστης@παράδειγμα.ελ",
    "ngọc.ánh@thưviện.vn",
    "müller@bücher.example",
    "почта@пример.рф",
    "dörte@sörensen.example.com",
)


def _host(rng: Random) -> str:
    word = fake(rng, "domain_word")
    middle = rng.choice(("", "", "", "mail.", "eu-west.", "dept7."))
    return f"{middle}{word}.{rng.choice(_TOPS)}"


def _mailbox(rng: Random) -> str:
    first, last = fake(rng, "first_name").lower(), fake(rng, "last_name").lower()
    form = rng.choice(
        (
            "{f}.{l}",
            "{f}{l}",
            "{f}_{l}",
            "{i}{l}",
            "{f}+news",
            "{f}.{l}{n}",
            "{l}-{f}",
            "o'{l}",
            "{i}.{l}+tag.{n}",
            "{f}%{l}",
        )
    )
    return form.format(f=first, l=last, i=first[0], n=rng.randrange(100))


def email(rng: Random) -> str:
    address = f"{_mailbox(rng)}@{_host(rng)}"
    turn = rng.random()
    return (
        rng.choice(_IDN)
        if turn < 0.08
        else address.upper()
        if turn < 0.12
        else address.title()
        if turn < 0.16
        else address
    )


def spelled_email(rng: Random) -> str:
    name, host = (
        fake(rng, "first_name").lower(),
        fake(rng, "domain_word").replace("-", "") + "." + rng.choice(("com", "org", "net", "edu", "de")),
    )
    last = fake(rng, "last_name").lower()
    box = rng.choice((name, f"{name}.{last}", f"{name} dot {last}"))
    at, dot = rng.choice(
        (
            (" at ", " dot "),
            (" [at] ", " [dot] "),
            ("(at)", "(dot)"),
            (" AT ", " DOT "),
            ("[at]", "."),
            (" {at} ", " {dot} "),
            ("(at)", "."),
            (" (at) ", " dot "),
        )
    )
    return box + at + host.replace(".", dot)


def wrapped_email(rng: Random) -> str:
    box, host = _mailbox(rng), fake(rng, "domain_word").replace("-", "")
    top = rng.choice(("com", "org", "net", "edu"))
    return rng.choice(
        (
            f"{box}@\n{host}.{top}",
            f"{box}\n@{host}.{top}",
            f"{box}@{host}.\n{top}",
            f"{box}@{host}-\nlab.{top}",
            f"{box}@=\n{host}.{top}",
            f"{box}@\r\n  {host}.{top}",
            f"{box}-\njr@{host}.{top}",
        )
    )


def url(rng: Random) -> str:
    host = _host(rng)
    path = rng.choice(
        (
            "",
            "/",
            "/a/b.html",
            "/search?q=red+shoes&lang=en",
            "/~user/#top",
            "/w/Foo_(bar)",
            "/p/%7Bid%7D",
            ":8080/x",
            "/x,y;z=1",
        )
    )
    user = rng.choice(("", "", "", "", "bob:pw@", "token@"))
    return rng.choice(
        (
            f"https://{user}{host}{path}",
            f"http://{user}{host}{path}",
            f"www.{host}{path}",
            f"ftp://{host}{path}",
            f"HTTPS://{host}{path}",
        )
    )


def domain(rng: Random) -> str:
    return rng.choice(
        (
            f"{fake(rng, 'domain_word')}.{rng.choice(('com', 'org', 'net', 'edu', 'co.uk', 'de', 'io', 'com.vn', 'fr'))}",
            f"mail.{_host(rng)}",
        )
    )
