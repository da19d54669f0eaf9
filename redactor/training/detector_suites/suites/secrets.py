"""Credentials: tokens in the forms that their makers publish, and the places where logs, configs and commands hold them."""

from __future__ import annotations

import base64
import re
import string
import tomllib
from collections.abc import Callable, Iterator
from importlib import resources
from itertools import cycle
from random import Random

from faker import Faker

from redactor.training.detector_suites.suite import BARE, Case, Suite, case

_W = string.ascii_letters + string.digits
_KINDS = {
    "h": "0123456789abcdef",
    "l": string.ascii_lowercase + string.digits,
    "w": _W,
    "u": _W + "-_",
    "U": string.ascii_uppercase + string.digits,
    "d": string.digits,
    "b": _W + "+/",
    "q": "023456789acdefghjklmnpqrstuvwxyz",
}
_RANDOM = re.compile(r"\[([0-9]+):(\w)\]")
_PLACE = re.compile(r"\{([a-z0-9]+)\}")
#: How often each form and each way is tried.
_TIMES = 10


def _filled(form: str, rng: Random) -> str:
    """``form`` with its random parts; they end in a letter or digit, so that no sentence can take their end for its own."""

    def some(part: re.Match[str]) -> str:
        kind = _KINDS[part[2]]
        return "".join(rng.choices(kind, k=int(part[1]) - 1)) + rng.choice([char for char in kind if char.isalnum()])

    return _RANDOM.sub(some, form)


def _password(fake: Faker) -> str:
    """Letters, digits and marks, but none that would end it where it stands."""
    return "".join(char for char in fake.password(length=12) if char not in "\"'`,;<>&\\$%#!?().:") + "7x"


def _values(rng: Random, fake: Faker) -> dict[str, Callable[[], str]]:
    return {
        "token": lambda: _filled("[7:w]" + rng.choice(string.digits) + "[16:w]", rng),
        "password": lambda: _password(fake),
        "base64": lambda: base64.b64encode(rng.randbytes(64)).decode(),
        "basic": lambda: base64.b64encode(f"app:{_password(fake)}".encode()).decode(),
        "words": lambda: " ".join(fake.words(5, unique=True)),
        "salt": lambda: _filled("[8:w]", rng),
        "hash": lambda: _filled("[22:w]", rng),
        "long": lambda: _filled("[86:w]", rng),
        "digest": lambda: _filled("[64:h]", rng),
        "digest40": lambda: _filled("[40:h]", rng).upper(),
        "seed": lambda: base64.b32encode(rng.randbytes(20)).decode(),
        "key": lambda: base64.b64encode(rng.randbytes(32)).decode(),
    }


def _cases(seed: int) -> Iterator[Case]:
    rng, fake = Random(seed), Faker("en_US")
    fake.seed_instance(seed)
    table = tomllib.loads((resources.files(__package__) / "secrets.toml").read_text("utf-8"))
    bare = cycle(BARE)
    for maker, form in table["forms"].items():
        for _ in range(_TIMES):
            yield case("forms", maker, next(bare), _filled(form, rng))
    values = _values(rng, fake)
    for way, text in table["written"].items():
        for _ in range(_TIMES):
            yield _written(way, text, values)


def _written(way: str, text: str, values: dict[str, Callable[[], str]]) -> Case:
    """The last place of ``text`` is the one that is judged: a hash has its salt before it."""
    head = ""
    for name in _PLACE.findall(text):
        before, _, text = text.partition(f"{{{name}}}")
        value = values[name]()
        head += before + value
    return Case("written", way, head + text, len(head) - len(value), len(head))


SUITE = Suite(
    "secrets",
    "forms: public rules of gitleaks and detect-secrets; passwords and words: Faker",
    _cases,
    bars={"forms": 0.98, "written": 0.98},
)
