"""The labels that a run can find: one that a policy or a caller misspelt would mask nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from redactor.detectors.added import Added
from redactor.detectors.field_table import labels as named_by_fields
from redactor.detectors.phone_rows import phone_rows
from redactor.detectors.table import DEFAULT_REGIONS, TABLE, known_regions
from redactor.errors import UsageError
from redactor.labels import TAGGER_LABELS, mapped, split_tag
from redactor.masking.policy.policy import Policy
from redactor.near import meant
from redactor.tagger.checkpoint import Checkpoint

#: What people write for the two letters of a country (ISO 3166-1).
_COUNTRIES = {"UK": "; did you mean GB?", "EN": "; did you mean GB or US?", "EL": "; did you mean GR?"}


def known_labels(policy: Policy, checkpoint: Checkpoint, detectors: Iterable[Added] = ()) -> frozenset[str]:
    """Every label that model, detectors and policy can give."""
    return frozenset(
        (
            *_in_tables(policy),
            *named_by_fields(),
            *(mapped(split_tag(tag)[1], checkpoint.label_map) for tag in checkpoint.classes if tag != "O"),
            *(label for one in detectors for label in one.labels or ()),
        )
    )


def unheard_of(policy: Policy, checkpoint: Checkpoint, detectors: Collection[Added] = ()) -> dict[str, str]:
    """Labels that a policy sets and that nothing can give, with what may be meant. Nobody knows where a detector of
    others does not tell its own."""
    if any(one.labels is None for one in detectors):
        return {}
    rules = policy.fields.values()
    joins = (label for join in policy.joins() for label in (join.first, join.second))
    in_fields = (label for rule in rules for label in rule.labels or ())
    asked = {*policy.labels, *policy.only, *policy.keep, *in_fields, *joins}
    if asked <= _in_tables(policy):  # nearly every policy: the names of fields need not be read, which takes a while
        return {}
    known = known_labels(policy, checkpoint, detectors)
    return {label: _meant(label, known) for label in sorted(asked - known)}


def check_regions(policy: Policy) -> None:
    """Raise ``UsageError`` for a country that no phone number and no detector is of."""
    if policy.regions != DEFAULT_REGIONS and (strange := set(policy.regions) - known_regions()):
        one = min(strange)
        raise UsageError(f"no such region: {one}{_COUNTRIES.get(one, '; write a country in two letters, as DE')}")


def check_labels(policy: Policy, checkpoint: Checkpoint, detectors: Collection[Added] = ()) -> None:
    """Raise ``UsageError`` for the first label that ``unheard_of`` tells of, or a country that nobody knows."""
    check_regions(policy)
    for label, hint in unheard_of(policy, checkpoint, detectors).items():
        raise UsageError(f"the policy speaks of a label that nothing gives: {label}{hint}")


def _in_tables(policy: Policy) -> set[str]:
    """Labels of the pattern tables, of our tagger, and of the policy itself."""
    return {*(row.label for row in (*TABLE, *phone_rows(DEFAULT_REGIONS))), *TAGGER_LABELS, *given_labels(policy)}


def given_labels(policy: Policy) -> set[str]:
    """Labels that the policy itself gives."""
    rules = policy.fields.values()
    return {
        *(part.label for part in policy.patterns),
        *policy.deny,
        *policy.label_map.values(),
        *policy.field_names.words,
        *(rule.label for rule in rules if rule.label),
        *(rule.into for rule in policy.merge.join or () if rule.into),
    }


def _meant(label: str, known: Collection[str]) -> str:
    return meant(label, known) or f"; known: {', '.join(sorted(known))}"
