"""pandas: redact some columns of a frame; index and dtypes stay.

python examples/arrow/pandas_frame.py
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from redactor.arrow import ArrowRedactor


def redact_frame(frame: pd.DataFrame, redactor: ArrowRedactor) -> pd.DataFrame:
    """``frame`` redacted. A column of objects must hold one kind of value, or Arrow refuses it."""
    return redactor(pa.Table.from_pandas(frame)).to_pandas()


def main() -> list[dict[str, object]]:
    frame = pd.DataFrame({"id": [7], "body": ["Call Niels on niels@example.com"]}, index=pd.Index([70], name="row"))
    clean = redact_frame(frame, ArrowRedactor(fields=["body"]))
    assert clean.index.equals(frame.index) and list(clean.dtypes) == list(frame.dtypes)
    return clean.to_dict("records")


if __name__ == "__main__":
    print(main())
