"""National ids: one family a country, under its own region alone, as a policy would have it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.blind.cases import Family, Row
from benchmarks.blind.making import said
from benchmarks.detector_set.values.national import number, proves, region_of, table

_LINES = (
    "{name}: {}",
    "{name} {}",
    "Ann Lee ({name} {}) called.",
    '"{name}": "{}"',
    "{name} = {}",
    "- {name}: {}, page 3",
)
_ELSEWHERE = ("order {}", "{}", "ref {} shipped", "lot {} of 12")
_NO_NUMBERS = said("obligatorio", "required, see page 4", "12 %", "fehlt", "n/a", "3 times")


def families() -> Iterator[tuple[str, Family]]:
    """Module of python-stdnum and its family."""
    for module, row in table().items():
        named = tuple(line.replace("{name}", name) for line in _LINES for name in row["named"])
        false: list[Row] = [(_NO_NUMBERS, tuple(f"{name} {{}}" for name in row["named"]))]
        if proves(module):
            false.append((number(module, good=False), _ELSEWHERE))
        also = frozenset({"ID_NUMBER", "VAT_NUMBER"})
        yield module, Family("NATIONAL_ID", ((number(module), named),), false, also, (region_of(module),))
