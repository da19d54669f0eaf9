"""SQL dumps: rows of INSERT and COPY with their columns as fields, other literals, comments; statements stay statements.

Columns are named by the statement itself, else by the CREATE TABLE before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from redactor.formats.fields import with_index, with_key
from redactor.formats.placed.placed_format import PlacedFormat
from redactor.formats.placed.sql_tokens import NAME, QUOTES, tokens
from redactor.formats.placed.sql_values import HEX, LINES, comment, in_copy, in_row, literal
from redactor.formats.placed.sql_words import (
    ACCOUNT_COLUMNS,
    BEGINS,
    CLAUSES,
    GRANTS,
    NAMES_OF_ACCOUNTS,
    NUMERIC,
    STATEMENTS,
    TABLES,
)
from redactor.formats.placed.units import MAY, MUST, NO, State, Unit, Values, line_end, plain
from redactor.records import WITHHELD_TEXT

_TABLE = rf"({NAME}(?:\s*\.\s*{NAME}){{0,2}})"
_COLUMNS = r"\(([^()']*)\)"
_INSERT = re.compile(
    rf"\s*(?:INSERT|REPLACE)\b(?:\s+(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OR\s+\w+|OVERWRITE))*(?:\s+INTO)?(?:\s+TABLE)?\s+{_TABLE}\s*(?:{_COLUMNS})?\s*(?:OVERRIDING\s+\w+\s+VALUE\s*)?VALUES?\s*",
    re.IGNORECASE,
)
_COPY = re.compile(rf"\s*COPY\s+{_TABLE}\s*(?:{_COLUMNS})?\s+FROM\s+stdin\b[^;]*;[ \t]*\r?\n", re.IGNORECASE)
_CREATE = re.compile(rf"\s*CREATE\s+(?:\w+\s+){{0,3}}TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_TABLE}\s*\(", re.IGNORECASE)
_PART = re.compile(NAME)
_MYSQL = re.compile(r"`|mysql|mariadb", re.IGNORECASE)
#: What tells that no more of a statement's head is to come.
_DECIDES = re.compile(r"[;']")
_HEAD = re.compile(r"\s*(?:INSERT|REPLACE|COPY)\b", re.IGNORECASE)
_CELL = re.compile(r"(?:\A|(?<=\t)|(?<=\n)|(?<=\r))([^\t\r\n]*)")
_TAIL = re.compile(r"\s*[,;]?\s*")
_MOST_TABLES = 1_000
_START: dict[str, Any] = {"tables": {}, "rows": None, "copy": False, "escapes": False, "alone": False, "open": False}
#: A line at which reading goes on behind a literal that does not end.
_RESUMES = re.compile(r"(?:INSERT|REPLACE)\s+INTO\s|CREATE\s|COPY\s+\S+\s*(?:\(|FROM\s)", re.IGNORECASE)
#: A line that ends as a row does.
_ROW_ENDS = re.compile(r"\)\s*[,;]\s*\Z")


def _name(written: str) -> str:
    """The last part of a name, without its quotes."""
    return str(_PART.findall(written)[-1]).strip(QUOTES)


class SqlFormat(PlacedFormat):
    """SQL. The state: columns of tables that were created, whose rows come, whether backslashes escape (MySQL), whether a row has
    just ended."""

    name = "sql"
    placeholders = re.compile(re.escape(f"-- {WITHHELD_TEXT}\n"))

    def withheld(self, raw: str) -> str | None:
        return None if raw else f"-- {WITHHELD_TEXT}\n"

    def placeholder(self, raw: str, before: State, after: State) -> str:
        before, after = before or _START, after or _START
        if before["rows"] is None or not raw:
            return f"-- {WITHHELD_TEXT}\n"
        if before["copy"]:
            cells = _cells(before["rows"], raw.count("\t") + 1, WITHHELD_TEXT, "\\N")
            return "\t".join(cells) + "\n"
        cells = _cells(before["rows"], _count(raw, before["escapes"]), f"'{WITHHELD_TEXT}'", "NULL")
        ended = after["rows"] is None or raw.rstrip().endswith(";")
        return f"({', '.join(cells)}){';' if ended else ','}\n"

    def broken(self, raw: str, state: State) -> State:
        state = state or _START
        if state["copy"] or (state["rows"] is not None and _ROW_ENDS.search(raw)):
            return state
        return {**state, "rows": None, "open": True}

    def scan(self, text: str, at: int, final: bool, state: State, most: int) -> Unit | None:
        state = state or _START
        if state["copy"]:
            return _copied(text, at, final, state, most)
        if state.get("open") and not _RESUMES.match(text, at):
            # Inside or behind a literal that does not end: what looks like words of a statement may be said in it.
            end = line_end(text, at)
            return Unit(end, plain(text, at, end), MAY, state) if final or text[end - 1] == "\n" else None
        if state["rows"] is not None:
            return _row(text, at, final, state, most)
        opens = MUST if state["alone"] else MAY
        state = {**state, "alone": False, "open": False}
        head = _INSERT.match(text, at) or _COPY.match(text, at)
        if head is None and not final and _HEAD.match(text, at) and not _DECIDES.search(text, at):
            return None
        if head is None or (text[head.end() : head.end() + 1] != "(" and head.re is _INSERT):
            if head and head.end() == len(text) and not final:
                return None
            return _statement(text, at, final, state, opens, most)
        table = _name(head[1])
        known, required = state["tables"].get(table, [[[], []], []])
        columns = [_name(one) for one in head[2].split(",") if _PART.search(one)] if head[2] else known[0]
        types = dict(zip(*known, strict=True))
        state["copy"] = head.re is _COPY
        numeric = [types.get(one, False) for one in columns]
        state["rows"] = [table, columns, numeric, [one in required for one in columns]]
        state["escapes"] = state["escapes"] or "`" in head[0]
        return Unit(head.end(), (), opens, state)


def _cells(rows: Any, count: int, text: str, nothing: str) -> Iterator[str]:
    """What stands for the cells of a row that is withheld: it fits its table, as far as that is known."""
    _, columns, numeric, required = rows
    for number in range(len(columns) or count):
        if number < len(numeric) and numeric[number]:
            yield "0" if required[number] else nothing
        else:
            yield text


def _count(row: str, escapes: bool) -> int:
    """How many cells a row has."""
    depth, count = 0, 1
    for token in tokens(row, 0, escapes, True):
        sign = row[token.start] if token is not None and token.kind == "sign" else ""
        depth += (sign == "(") - (sign == ")")
        count += sign == "," and depth == 1
    return count


def _field(rows: Any, number: int) -> str:
    table, columns, *_ = rows
    return with_key(table, columns[number]) if number < len(columns) else with_index(table, number)


def _copied(text: str, at: int, final: bool, state: Any, most: int) -> Unit | None:
    """A line of a table that COPY takes."""
    end = line_end(text, at)
    if not final and text[end - 1] != "\n":
        return None
    values = Values(most)
    close = at + len(text[at:end].rstrip("\r\n"))
    if text[at:close] == "\\.":
        return Unit(end, (), MUST, {**state, "copy": False, "rows": None, "alone": True})
    numeric, required = state["rows"][2:]
    for number, cell in enumerate(_CELL.finditer(text, at, close)):
        if cell[1] not in ("\\N", ""):
            known = number < len(numeric)
            field = _field(state["rows"], number)
            values.take(in_copy(text, *cell.span(1), field, known and numeric[number], known and required[number]))
    return Unit(end, values.kept, MUST, state)


def _row(text: str, at: int, final: bool, state: Any, most: int) -> Unit | None:
    """One row of an INSERT, and what parts it from the next."""
    values = Values(most)
    depth = number = known = 0
    for token in tokens(text, at, state["escapes"], final):
        if token is None:
            return None
        if token.kind == "comment":
            if not depth:
                return Unit(token.end, (comment(text, token),), NO, state) if final or token.end < len(text) else None
            values.take((comment(text, token),))
        elif token.kind == "sign":
            sign = text[token.start]
            depth += (sign == "(") - (sign == ")")
            number += sign == "," and depth == 1
            if depth <= 0:
                tail = _TAIL.match(text, token.end)
                end = tail.end() if tail else token.end
                if end == len(text) and not final:
                    return None
                going_on = bool(tail and "," in tail[0]) and sign == ")"
                state = {**state, "rows": state["rows"] if going_on else None, "alone": not going_on}
                return Unit(end, values.kept, MUST, state)
        elif token.kind in ("string", "number", "double", "word"):
            lines = LINES.match(text, token.end) if text.startswith("replace(", token.start - 8) else None
            required = state["rows"][3][number : number + 1] == [True]
            if token.end > known:
                values.take(in_row(text, token, _field(state["rows"], number), required, lines is not None))
                known = lines.end() if lines else 0
            if token.kind == "word" and not depth and not HEX(text, token.start, token.end):
                return _statement(text, at, final, {**state, "rows": None}, MUST, most)
        elif not depth:
            return _statement(text, at, final, {**state, "rows": None}, MUST, most)
    return None if not final else Unit(len(text), values.kept, MUST, {**state, "rows": None})


def _statement(text: str, at: int, final: bool, state: Any, opens: int, most: int) -> Unit | None:
    """Any other statement, or a comment before one."""
    values = Values(most)
    create = _CREATE.match(text, at)
    table, column, before, depth = "", "", "", 0
    columns: dict[str, bool] = {}
    required: list[str] = []
    defining = statement = ""
    for token in tokens(text, at, state["escapes"], final):
        if token is None:
            return None
        word = text[token.start : token.end]
        if token.kind == "comment":
            values.take((comment(text, token),))
            if not before:
                if not final and token.end == len(text):
                    return None
                escapes = state["escapes"] or bool(_MYSQL.search(word))
                return Unit(token.end, values.kept, opens, {**state, "escapes": escapes})
            continue
        upper = word.upper() if token.kind == "word" else ""
        if not before and upper not in STATEMENTS and word not in (";", "("):
            # No statement: what it says is no structure.
            end = line_end(text, token.start)
            return Unit(end, plain(text, token.start, end), opens, state) if final or text[end - 1] == "\n" else None
        statement = statement or upper
        if upper in BEGINS and before and not depth and text[token.start - 1] == "\n":
            return Unit(token.start, values.kept, opens, state)
        if token.kind in ("string", "number") or (token.kind == "double" and (state["escapes"] or before == "=")):
            values.take((literal(text, token, with_key(table, column) if column else "literal"),))
        elif token.kind in ("word", "name", "double"):
            state["escapes"] = state["escapes"] or word[0] == "`"
            name = word.strip(QUOTES)
            if before in TABLES:
                table = name
            if create and depth == 1 and before in ("(", ",") and upper not in CLAUSES:
                defining = name
                columns[name] = False  # of some tables only the names are written
            elif create and defining:
                columns[defining], defining = bool(NUMERIC.fullmatch(name)), ""
            elif columns and depth == 1 and (before, upper) == ("NOT", "NULL"):
                required.append(next(reversed(columns)))
            grantee = statement in GRANTS and upper in ("TO", "FROM")
            column = "username" if grantee else NAMES_OF_ACCOUNTS.get((before, upper), name)
        elif word == ";":
            tail = _TAIL.match(text, token.end - 1)
            end = tail.end() if tail else token.end
            if end == len(text) and not final:
                return None
            if create and columns:
                tables = dict([*state["tables"].items()][1 - _MOST_TABLES :])
                state["tables"] = {**tables, _name(create[1]): [[list(columns), list(columns.values())], required]}
            return Unit(end, values.kept, opens, state)
        else:
            depth += (word == "(") - (word == ")")
            if column in ACCOUNT_COLUMNS and word in ("@", "="):
                column = "host" if word == "@" else "password"  # 'ann'@'localhost'; SET PASSWORD FOR 'ann' = '…'
        before = upper or word
    return Unit(len(text), values.kept, opens, state) if final else None
