"""DuckDB: redact what a query gives, batch by batch, into a new table.

python examples/arrow/duckdb_query.py DATABASE
"""

from __future__ import annotations

import sys

import duckdb
import pyarrow as pa

from redactor.arrow import ArrowRedactor


def redact_query(connection: duckdb.DuckDBPyConnection, query: str, table: str, redactor: ArrowRedactor) -> None:
    """Make ``table`` of the redacted rows of ``query``. Nothing is held but a few batches."""
    # A cursor of its own reads while the connection writes.
    rows = connection.cursor().sql(query).to_arrow_reader(1_000)
    redacted = pa.RecordBatchReader.from_batches(redactor.schema(rows.schema), redactor.batches(rows))
    connection.from_arrow(redacted).create(table)


def main(database: str = ":memory:") -> list[tuple[object, ...]]:
    connection = duckdb.connect(database)
    connection.execute("CREATE TABLE tickets AS SELECT 7 AS id, 'Call Niels on niels@example.com' AS body")
    redactor = ArrowRedactor(fields=["body"], audit="found")
    redact_query(connection, "SELECT * FROM tickets ORDER BY id", "tickets_clean", redactor)
    return connection.execute("SELECT id, body, len(found) FROM tickets_clean").fetchall()


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
