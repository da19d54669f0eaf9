"""Documents composed of many templates: paragraphs, forms, tables, JSON records."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from redactor.training.synthesis.templates import fields

Banks = Mapping[str, tuple[str, ...]]


def _paragraph(banks: Banks, rng: random.Random) -> str:
    some = banks["sentence"] + banks["negative"] + banks["tech"] + banks["clinic"] + banks["software"]
    gap = rng.choice((" ", " ", " ", "\n", "\n\n"))
    return gap.join(rng.choice(some) for _ in range(rng.randint(2, 5)))


def _form(banks: Banks, rng: random.Random) -> str:
    chosen = rng.sample(fields(), rng.randint(2, 8))
    mark = rng.choice((": ", ": ", ":", " : ", " - ", "\t", ":\n", " = ", " | "))
    case = rng.choice((str, str, str.upper, str.lower, str.title))
    end = rng.choice(("\n", "\n", "\n", "\n\n", "; ", ", ", " | ", " "))
    return end.join(f"{case(heading)}{mark}{template}" for heading, template in chosen)


def _table(banks: Banks, rng: random.Random) -> str:
    chosen = [field for field in rng.sample(fields(), rng.randint(3, 6)) if "_lines" not in field[1]]
    mark = rng.choice((",", ", ", "\t", " | ", ";", "  "))
    head = [mark.join(heading for heading, _ in chosen)] if rng.random() < 0.7 else []
    rows = [mark.join(template for _, template in chosen) for _ in range(rng.randint(1, 5))]
    if mark == " | " and rng.random() < 0.5:
        rows, head = [f"| {row} |" for row in rows], [f"| {row} |" for row in head]
    return "\n".join((*head, *rows))


def _snake(heading: str) -> str:
    return heading.lower().replace(" ", "_")


def _camel(heading: str) -> str:
    return heading.title().replace(" ", "")


def _json(banks: Banks, rng: random.Random) -> str:
    chosen = [field for field in rng.sample(fields(), rng.randint(2, 6)) if "_lines" not in field[1]]
    tag = rng.choice((_snake, _camel, str))
    if rng.random() < 0.25:
        return "\n".join(f"<{tag(heading)}>{template}</{tag(heading)}>" for heading, template in chosen)
    pairs = [f'"{tag(heading)}": "{template}"' for heading, template in chosen]
    return "{" + rng.choice((", ", ",\n  ", ",")).join(pairs) + "}"


def _constant(heading: str) -> str:
    return heading.upper().replace(" ", "_")


def _field(banks: Banks, rng: random.Random) -> str:
    """One field as the engine shows a value beside its name: ``last_name: White``."""
    heading, template = rng.choice(fields())
    tag = rng.choice((_snake, _snake, _camel, _constant, str, str.lower, str.upper))
    return f"{tag(heading)}{rng.choice((': ', ': ', ': ', ':', ' = ', '='))}{template}"


COMPOSED: Mapping[str, Callable[[Banks, random.Random], str]] = {
    "paragraph": _paragraph,
    "form": _form,
    "field": _field,
    "table": _table,
    "json": _json,
}


def template(kind: str, banks: Banks, rng: random.Random) -> str:
    """A template of the kind, drawn or composed."""
    composed = COMPOSED.get(kind)
    if composed is not None and not (banks.get(kind) and rng.random() < 0.3):
        return composed(banks, rng)
    return rng.choice(banks[kind])
