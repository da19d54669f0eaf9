"""The pattern table: every row that ships, by family, and which of them a policy's labels and regions switch on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from redactor.detectors import (
    addresses,
    coins,
    contact,
    coordinates,
    dates,
    device_config,
    finance,
    fixed_records,
    health_messages,
    identity,
    log_logins,
    mailbox_names,
    names,
    national,
    network,
    secret_code,
    secret_prose,
    secret_tokens,
    secret_writing,
    service_logins,
    spoken_numbers,
    usernames,
)
from redactor.detectors.phone_rows import phone_rows
from redactor.detectors.rows import Pattern

#: Rows that do not depend on a list of regions beyond their own ``regions``.
TABLE: tuple[Pattern, ...] = (
    *contact.ROWS,
    *spoken_numbers.ROWS,
    *finance.ROWS,
    *fixed_records.ROWS,
    *coins.ROWS,
    *identity.ROWS,
    *network.ROWS,
    *coordinates.ROWS,
    *dates.ROWS,
    *secret_tokens.ROWS,
    *secret_writing.ROWS,
    *secret_code.ROWS,
    *secret_prose.ROWS,
    *device_config.ROWS,
    *service_logins.ROWS,
    *log_logins.ROWS,
    *usernames.ROWS,
    *addresses.ROWS,
    *names.ROWS,
    *mailbox_names.ROWS,
    *health_messages.ROWS,
    *national.ROWS,
)

DEFAULT_REGIONS = ("US", "GB", "VN")


def rows_for(labels: Collection[str] | None = None, regions: Sequence[str] = DEFAULT_REGIONS) -> tuple[Pattern, ...]:
    """The rows in force. ``labels`` None means all that are on by default; a label that is named is on."""
    chosen = {region.upper() for region in regions}
    return tuple(
        row
        for row in (*TABLE, *phone_rows(regions))
        if (not row.regions or chosen.intersection(row.regions))
        and (row.default if labels is None else row.label in labels)
    )


def known_regions() -> frozenset[str]:
    """Countries that have phone numbers or rows of their own."""
    from phonenumbers import SUPPORTED_REGIONS

    return frozenset((*SUPPORTED_REGIONS, *(region for row in TABLE for region in row.regions)))
