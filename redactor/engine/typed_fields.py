"""Which values that are no text — numbers, dates, flags — a run looks at: those whose field a rule or its name singles out."""

from __future__ import annotations

from functools import lru_cache

from redactor.detectors.field_names import field_names
from redactor.formats.fields import shape
from redactor.formats.protocol import WantsScalar
from redactor.masking.policy.policy import Policy, names_of

_MOST_PATHS = 65_536
#: What numbers, dates and moments look like: a name whose values look like none of them says nothing of a number.
_SAMPLES = (
    "7",
    "42",
    "2345",
    "67890",
    "6785432",
    "536904399",
    "4155550132",
    "4111111111111111",
    "12.345",
    "1980-05-06",
)


def wanted_scalars(policy: Policy) -> WantsScalar | None:
    """What a run's readers ask; None where no value can be wanted.

    A rule of ``[fields]`` wants whatever stands there if it gives labels (or skips: then it is seen to have had an effect),
    the name of a field only what can be counted.
    """
    ruled = {shape(path) for path, rule in policy.fields.items() if rule.label or rule.labels}
    skipped = {shape(path) for path, rule in policy.fields.items() if rule.skip}
    if policy.subject:
        ruled.add(shape(policy.subject))
    part = policy.field_names
    names = field_names(part.words, part.ignore) if part.enabled else None
    if not ruled and not skipped and names is None:
        return None

    def wanted(path: str, countable: bool) -> bool:
        if any(name in ruled or name in skipped for name in names_of(path)):
            return True
        named = names.named(path) if countable and names is not None else None
        if named is None:
            return False
        kinds = (kind for kind in named.kinds if policy.decision(kind.label, path).redacts)
        return any(kind.fits(sample) for kind in kinds for sample in _SAMPLES)

    return lru_cache(_MOST_PATHS)(wanted)
