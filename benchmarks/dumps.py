"""SQL dumps through the real command: what comes out loads again, with the same tables, rows and values but for the masked ones.

    python -m benchmarks.dumps FOLDER…

redacts every ``.sql`` file below the folders (say, Sakila, Chinook and the Postgres samples; numbers pass, for masked keys are no
keys), and reads its rows before and after by sqlglot: those of INSERT in the dialect that parses the file, those of COPY as
Postgres says. A file that SQLite can load is loaded too. Prints a line a file: rows, values, masked ones, and faults: rows that
came or went, and values that are another one without being a mask. Ends with 1 on a fault. It needs sqlglot.
"""

from __future__ import annotations

import argparse
import logging
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.structures import COPIED

Row = tuple[str, ...]
#: What is for a client and no SQL.
_CLIENT = re.compile(r"^(?:\\\w.*|GO[ \t]*|/)\r?$", re.MULTILINE)
#: What a masked value is: a label in brackets, nothing, or zero where nothing may not stand.
_MASK = re.compile(r"\[[A-Z_]+\]|\A(?:NULL|None|\\N|0)\Z")
_DIALECTS = ("mysql", "postgres", "tsql", "oracle", "sqlite")


def rows(text: str) -> dict[str, list[Row]] | None:
    """Table → its rows; None where no dialect parses the text."""
    import sqlglot
    from sqlglot import exp

    copied: dict[str, list[Row]] = {}
    for found in COPIED.finditer(text):
        copied.setdefault(found[1], []).extend(tuple(line.split("\t")) for line in found[2].splitlines())
    rest = _CLIENT.sub("", COPIED.sub("", text))
    for dialect in _DIALECTS:
        tables = {table: list(lines) for table, lines in copied.items()}
        try:
            for statement in sqlglot.parse(rest, read=dialect):
                if isinstance(statement, exp.Insert) and isinstance(statement.expression, exp.Values):
                    table = statement.find(exp.Table)
                    for row in statement.expression.expressions:
                        values = tuple(
                            one.name if isinstance(one, exp.Literal) else one.sql() for one in row.expressions
                        )
                        tables.setdefault(table.name if table else "", []).append(values)
        except (sqlglot.errors.SqlglotError, RecursionError):
            continue
        return tables
    return None


def loaded(text: str) -> dict[str, list[Row]] | None:
    """Table → its rows, as SQLite has them; None where it does not load the text."""
    base = sqlite3.connect(":memory:")
    try:
        base.executescript(text)
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [tuple(map(str, row)) for row in base.execute(f'SELECT * FROM "{name}"')] for name in names}
    except sqlite3.Error:
        return None


def compared(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> Iterator[str]:
    """For each value ``same``, ``masked`` or ``FAULT``; a ``FAULT`` for each table with other rows."""
    if list(before) != list(after):
        yield "FAULT: other tables"
    for table, old in before.items():
        new = after.get(table, [])
        if len(old) != len(new):
            yield "FAULT: other rows"
        for one, two in zip(old, new, strict=False):
            if len(one) != len(two):
                yield "FAULT: another row"
            for value, said in zip(one, two, strict=False):
                yield "same" if value == said else "masked" if _MASK.search(said) else "FAULT: another value"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    faults = 0
    for path in (path for folder in given.folders for path in sorted(folder.rglob("*.sql"))):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / path.name
            policy = Path(folder) / "policy.toml"
            policy.write_text('[numbers]\nnamed = "pass"\n')
            command = [sys.executable, "-m", "redactor.cli.batch", str(path), str(out), "-q", "--policy", str(policy)]
            code = subprocess.run(command, check=False).returncode
            text = out.read_text("utf-8", "surrogateescape") if out.exists() else ""
        told = [f"exit {code}"]
        for how, read in (("sqlglot", rows), ("SQLite", loaded)):
            before, after = read(path.read_text("utf-8", "surrogateescape")), read(text)
            if not before:
                continue
            found = list(compared(before, after)) if after is not None else ["FAULT: does not load"]
            counts = {each: found.count(each) for each in dict.fromkeys(found)}
            faults += sum(each.startswith("FAULT") for each in counts)
            told.append(f"{how}: {sum(map(len, before.values())):,} rows, {counts}")
        print(f"{path.parent.name}/{path.name}: {'; '.join(told)}", flush=True)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
