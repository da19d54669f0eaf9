"""Keys of a policy that can do nothing in a run: most likely a slip, so that what was meant is masked otherwise or not at all."""

from __future__ import annotations

from collections.abc import Collection

from redactor.detectors.added import Added
from redactor.detectors.field_table import labels as named_by_fields
from redactor.detectors.field_table import strange_names
from redactor.detectors.table import rows_for
from redactor.engine.known_labels import given_labels
from redactor.labels import mapped, split_tag
from redactor.masking.policy.policy import Policy, operators_of
from redactor.tagger.checkpoint import Checkpoint


def idle_keys(policy: Policy, checkpoint: Checkpoint, detectors: Collection[Added] = ()) -> tuple[str, ...]:
    """The keys that ``policy`` itself sets (not those of its preset), as it writes them."""
    return (
        *(f"labels.{label}" for label in _unfound(policy, checkpoint, detectors)),
        *(f"label_map.{name}" for name in sorted(policy.label_map.keys() - _classes(checkpoint))),
        *_of_subject(policy),
        *_of_field_names(policy),
    )


def _unfound(policy: Policy, checkpoint: Checkpoint, detectors: Collection[Added]) -> list[str]:
    """Labels with a table that no detector of this run gives, since its countries or its model are others."""
    preset = Policy.load(policy.preset) if policy.preset not in (None, "none") else Policy()
    own = {label for label, part in policy.labels.items() if part.enabled and part != preset.labels.get(label)}
    own -= {row.label for row in rows_for(own, policy.regions)} | given_labels(policy)
    if not own or any(one.labels is None for one in detectors):
        return []
    own -= {label for one in detectors for label in one.labels or ()}
    own -= {mapped(name, {**checkpoint.label_map, **policy.label_map}) for name in _classes(checkpoint)}
    return sorted(own - named_by_fields()) if own and policy.field_names.enabled else sorted(own)


def _classes(checkpoint: Checkpoint) -> set[str]:
    return {split_tag(tag)[1] for tag in checkpoint.classes if tag != "O"}


def _of_subject(policy: Policy) -> list[str]:
    wanted = policy.subject is None or any(getattr(one, "per", None) == "subject" for one in operators_of(policy))
    return [] if wanted else ["subject"]


def _of_field_names(policy: Policy) -> list[str]:
    names = policy.field_names
    if names.enabled:
        return [f"field_names.ignore ({name})" for name in strange_names(names.ignore)] if names.ignore else []
    return [f"field_names.{key}" for key in ("words", "ignore") if getattr(names, key)]
