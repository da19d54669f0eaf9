"""The fairness table: is a name masked as surely whatever its origin and gender?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from redactor.spans import Span
from redactor.training.evaluation.evaluate_tagger import Masked
from redactor.training.evaluation.metrics import Share, wholly_covered
from redactor.training.synthesis.documents import probes
from redactor.training.synthesis.fillers.pools import Half

#: Names of a half that training never saw.
HALF: Half = "test"


def fairness(masked: Masked, seed: int = 0, lexicons: Path | None = None, per_group: int = 60) -> dict[str, Any]:
    """Shares of wholly masked names by origin, by gender and by both, with 95 % Wilson intervals, and the largest gaps."""
    rows = list(probes(seed, HALF, lexicons, per_group))
    found = masked([row["text"] for row in rows])
    hits: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row, spans in zip(rows, found, strict=True):
        hits[row["origin"], row["gender"]] += _names_covered(row, spans)
    groups = {key: Share(sum(some), len(some)) for key, some in hits.items()}
    origins = {origin: _joined(groups, 0, origin) for origin in dict.fromkeys(origin for origin, _ in groups)}
    genders = {gender: _joined(groups, 1, gender) for gender in dict.fromkeys(gender for _, gender in groups)}
    return {
        "seed": seed,
        "half": HALF,
        "lexicons": lexicons is not None,
        "per_group": per_group,
        "all": _sum(groups.values()).as_json(),
        "origins": {name: share.as_json() for name, share in origins.items()},
        "genders": {name: share.as_json() for name, share in genders.items()},
        "groups": [
            {"origin": origin, "gender": gender, **share.as_json()} for (origin, gender), share in groups.items()
        ],
        "gaps": {
            "origin": _gap(origins),
            "gender": _gap(genders),
            "group": _gap({f"{origin}, {gender}": share for (origin, gender), share in groups.items()}),
        },
    }


def _names_covered(row: Mapping[str, Any], spans: Sequence[Span]) -> list[bool]:
    names = [Span(start, end, label) for start, end, label in row["spans"] if label == "PERSON"]
    return [wholly_covered(row["text"], name, spans) for name in names]


def _joined(groups: Mapping[tuple[str, str], Share], place: int, name: str) -> Share:
    return _sum(share for key, share in groups.items() if key[place] == name)


def _sum(shares: Iterable[Share]) -> Share:
    held = list(shares)
    return Share(sum(one.covered for one in held), sum(one.support for one in held))


def _gap(shares: Mapping[str, Share]) -> dict[str, Any]:
    """The best and the worst of some shares, and how far they lie apart."""
    by_share = {name: one.covered / one.support for name, one in shares.items() if one.support}
    best, worst = max(by_share, key=by_share.__getitem__), min(by_share, key=by_share.__getitem__)
    return {"gap": by_share[best] - by_share[worst], "best": best, "worst": worst}
