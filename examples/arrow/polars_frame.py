"""Polars: redact a frame, or the frames of a lazy query.

python examples/arrow/polars_frame.py
"""

from __future__ import annotations

import polars as pl

from redactor.arrow import ArrowRedactor


def redact_frame(frame: pl.DataFrame, redactor: ArrowRedactor) -> pl.DataFrame:
    """``frame`` redacted."""
    redacted = pl.from_arrow(redactor(frame.to_arrow()))
    assert isinstance(redacted, pl.DataFrame)
    return redacted


def main() -> list[dict[str, object]]:
    redactor = ArrowRedactor(fields=["body", "people[*].name"])
    frame = pl.DataFrame(
        {"id": [7], "body": ["Call Niels on niels@example.com"], "people": [[{"name": "Niels", "age": 30}]]}
    )
    eager = redact_frame(frame, redactor)
    # Lazily: the schema stays, so the plan may go on around it.
    lazy = (
        frame.lazy()
        .map_batches(lambda part: redact_frame(part, redactor), schema=frame.schema)
        .filter(pl.col("id") > 0)
        .collect()
    )
    assert eager.equals(lazy)
    return eager.to_dicts()


if __name__ == "__main__":
    print(main())
