"""Which keys of JSON a run masks: those that are values, where the policy says so. (Else they withhold their record.)"""

from __future__ import annotations

import os
from functools import lru_cache

from redactor.engine.detection import patterns_of
from redactor.engine.key_values import key_values
from redactor.formats.protocol import MasksKey
from redactor.keys import Key
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy


def masked_keys(policy: Policy) -> MasksKey | None:
    """What a run's readers ask; None where keys are never changed."""
    if policy.keys != "mask":
        return None
    # Without its words, which say nothing about keys: their file lies beside the policy, and would be looked for elsewhere.
    return _masked_keys(policy.model_copy(update={"deny": {}}).model_dump_json())


@lru_cache(maxsize=4)
def _masked_keys(policy: str) -> MasksKey:
    made = Policy.model_validate_json(policy)
    masker = Masker(made, Key(os.urandom(32)))  # it makes no mask, so any key will do
    patterns = patterns_of(made, None)
    is_value = key_values(lambda name: masker.wanted(name, patterns.find(name), ""))
    return lambda record, place, key: is_value(key)
