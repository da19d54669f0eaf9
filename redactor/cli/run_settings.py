"""How the flags of ``redact-batch`` become one RunSettings in one step."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redactor.detectors.added import Added
    from redactor.engine.settings import RunSettings
    from redactor.masking.policy.policy import Policy
    from redactor.storage.places import Place
    from redactor.storage.several import Several
    from redactor.tagger.checkpoint import Checkpoint


def settings_of(
    flags: Mapping[str, Any], source: Path | Place | Several | None, target: Path | Place | None, *, single: bool
) -> RunSettings:
    """One frozen object of all flags. Raises ``PolicyError``, ``KeyFileError``, ``UsageError``, ``ModelError``."""
    from redactor.detectors.added import added
    from redactor.engine.idle_keys import idle_keys
    from redactor.engine.settings import RunSettings
    from redactor.formats.fields import select
    from redactor.keys import load_key
    from redactor.masking.policy.policy import Policy
    from redactor.tagger.checkpoint import load_checkpoint

    fields = tuple(flags.get("fields", ()))
    select(fields)  # a path that cannot be parsed is told before anything is read
    folder: Path | None = flags["model"]
    written, checkpoint = Policy.load(flags["policy"]), load_checkpoint(folder)
    detectors = added(written.detectors, ())
    policy = _under_flags(written, checkpoint, detectors, flags)
    # As it is written, for the flags touch every label, but under their countries.
    idle = idle_keys(written.model_copy(update={"regions": policy.regions}), checkpoint, detectors)
    made: dict[str, Any] = {
        "policy": policy,
        "key": load_key(flags["key_file"]),
        "model": folder,
        "fields": fields,
        "single": single,
        "idle": idle,
    }
    # Every other flag that is named like a setting is that setting.
    names = {field.name for field in dataclasses.fields(RunSettings)} - made.keys()
    given = {name: value for name, value in flags.items() if name in names and value is not None}
    return RunSettings(source, target, **made, **given)


def chosen_policy(name: str | None, model: Path | None, flags: Mapping[str, Any]) -> Policy:
    """The policy of this name under the flags. Raises ``UsageError`` for labels that nothing can find."""
    from redactor.detectors.added import added
    from redactor.masking.policy.policy import Policy
    from redactor.tagger.checkpoint import load_checkpoint

    policy = Policy.load(name)
    return _under_flags(policy, load_checkpoint(model), added(policy.detectors, ()), flags)


def _under_flags(
    policy: Policy, checkpoint: Checkpoint, detectors: Sequence[Added], flags: Mapping[str, Any]
) -> Policy:
    from redactor.engine.known_labels import check_labels, known_labels

    check_labels(policy, checkpoint, detectors)
    told = all(one.labels is not None for one in detectors)
    return policy.with_overrides(
        flags.get("operator"),
        flags.get("labels") or (),
        flags.get("keep") or (),
        known=known_labels(policy, checkpoint, detectors) | policy.named_labels() if told else (),
        regions=flags.get("regions"),
        min_score=flags.get("min_score"),
        recall=flags.get("recall"),
    )
