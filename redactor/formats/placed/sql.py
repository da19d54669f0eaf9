# ruff: noqa: E501 - an expression can be copied whole
"""SQL dumps: rows of INSERT and COPY with their columns as fields, other literals, comments; statements stay statements.

Columns are named by the statement itself, else by the CREATE TABLE before it. A number in a text's place is masked as NULL, for
a column of numbers takes no text, and as zero where the table says NOT NULL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from redactor.formats.fields import with_index, with_key
from redactor.formats.inlaid import Inlay
from redactor.formats.placed.escapes import BACKSLASH, backslash, read
from redactor.formats.placed.placed_format import PlacedFormat
from redactor.formats.placed.units import MAY, MUST, NO, State, Unit, Value, Values, line_end, one_line, piece, plain
from redactor.formats.raw_pieces import Piece, kept
from redactor.records import WITHHELD_TEXT
from redactor.scalars import Scalar

_NAME = r"(?:\"[^\"\n]*\"|`[^`\n]*`|\[[^\]\n]*\]|[^\W\d]\w*)"
_TABLE = rf"({_NAME}(?:\s*\.\s*{_NAME}){{0,2}})"
_COLUMNS = r"\(([^()']*)\)"
_INSERT = re.compile(
    rf"\s*(?:INSERT|REPLACE)\b(?:\s+(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OR\s+\w+|OVERWRITE))*(?:\s+INTO)?(?:\s+TABLE)?\s+{_TABLE}\s*(?:{_COLUMNS})?\s*(?:OVERRIDING\s+\w+\s+VALUE\s*)?VALUES?\s*",
    re.IGNORECASE,
)
_COPY = re.compile(rf"\s*COPY\s+{_TABLE}\s*(?:{_COLUMNS})?\s+FROM\s+stdin\b[^;]*;[ \t]*\r?\n", re.IGNORECASE)
_CREATE = re.compile(rf"\s*CREATE\s+(?:\w+\s+){{0,3}}TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_TABLE}\s*\(", re.IGNORECASE)
#: Lines of a table's definition that are no columns.
_CLAUSES = frozenset(
    str.split("CONSTRAINT PRIMARY UNIQUE KEY INDEX FOREIGN CHECK FULLTEXT SPATIAL EXCLUDE LIKE PERIOD")
)
_NUMERIC = re.compile(
    r"(?:tiny|small|medium|big)?(?:int|serial)|integer|number|numeric|decimal|float|real|double|money|bit",
    re.IGNORECASE,
)
_PART = re.compile(_NAME)
_QUOTES = '"`[]'
#: One token: a comment, a literal (its start told apart), a quoted name, a number, a word, a sign.
_COMMENT = r"(?P<line>--|\#)|(?P<block>/\*)"
_TOKEN = re.compile(
    rf"\s+|{_COMMENT}|(?P<string>(?:\b[NnEeXxBb]|_\w+[ ]?)?')|(?P<dollar>\$(?:[^\W\d]\w*)?\$)|(?P<name>\"[^\"]*\"|`[^`]*`|\[[^\W\d](?:\w|[ ](?!\d)){{0,199}}\])|(?P<number>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?!\w))|(?P<word>\w+)|(?P<sign>.)",
    re.DOTALL,
)
_STANDARD = re.compile(r"[^']*+(?:''[^']*+)*+'")
_ESCAPED = re.compile(r"[^'\\]*+(?:(?:''|\\.)[^'\\]*+)*+'", re.DOTALL)
_DOUBLED = re.compile(r"'(')")
_DOUBLED_OR_LINE = re.compile(r"'(')|\\([nr])")
_DOUBLED_OR_ESCAPED = re.compile(rf"{BACKSLASH.pattern}|'(')", re.DOTALL)
_MYSQL = re.compile(r"`|mysql|mariadb", re.IGNORECASE)
_LITERAL = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)").fullmatch
#: Words that begin a statement where they begin a line; not all dumps end theirs.
_BEGINS = frozenset(("INSERT", "REPLACE", "COPY", "CREATE", "GO"))
#: What tells that no more of a statement's head is to come.
_DECIDES = re.compile(r"[;']")
_HEAD = re.compile(r"\s*(?:INSERT|REPLACE|COPY)\b", re.IGNORECASE)
#: Bytes as PostgreSQL writes them.
_BYTEA = re.compile(r"\\{1,2}x((?:[0-9A-Fa-f]{2})++)").fullmatch
#: How SQLite writes lines of a text: ``replace('a\nb','\n',char(10))``, and since 3.50 ``unistr('a\u000ab')``.
_LINES = re.compile(r"(?:,'\\[nr]',char\(1[03]\)\)){1,2}")
#: Words that statements begin with (PostgreSQL 17, MySQL 8.4, SQLite, T-SQL, Oracle), those inside of routines too.
_STATEMENTS = frozenset(
    str.split(
        "ABORT ALTER ANALYZE ATTACH BACKUP BEGIN BULK CACHE CALL CASE CHANGE CHECK CHECKPOINT CLOSE CLUSTER COMMENT COMMIT CONTINUE COPY CREATE DBCC DEALLOCATE DECLARE DEFINE DELETE DELIMITER DENY DESC DESCRIBE DETACH DISCARD DO DROP"
    )
    + str.split(
        "ELSE ELSEIF ELSIF END EXCEPTION EXEC EXECUTE EXIT EXPLAIN FETCH FLUSH FOR GO GRANT HANDLER IF IMPORT INSERT INSTALL ITERATE KILL LEAVE LISTEN LOAD LOCK LOOP MERGE MOVE NOTIFY ON OPEN OPTIMIZE PERFORM PRAGMA PREPARE PRINT PURGE"
    )
    + str.split(
        "RAISE RAISERROR REASSIGN REFRESH REINDEX RELEASE RENAME REPAIR REPEAT REPLACE RESET RESIGNAL RESTORE RETURN RETURNING REVOKE ROLLBACK SAVE SAVEPOINT SECURITY SELECT SET SHOW SIGNAL START STOP TABLE THROW TRUNCATE UNINSTALL UNLISTEN UNLOCK"
    )
    + str.split("UNTIL UPDATE UPSERT USE VACUUM VALUES WAITFOR WHEN WHENEVER WHILE WITH XA")
)
_HEX = re.compile(r"0[xX](?:[0-9A-Fa-f]{2})*+").fullmatch
_PAIRS = re.compile(r"(?:[0-9A-Fa-f]{2})*+").fullmatch
_TABLES = frozenset(("UPDATE", "FROM", "INTO", "TABLE", "JOIN"))
_CELL = re.compile(r"(?:\A|(?<=\t)|(?<=\n)|(?<=\r))([^\t\r\n]*)")
_IN_DOUBLE = re.compile(rf'{BACKSLASH.pattern}|"(")', re.DOTALL)
_TAIL = re.compile(r"\s*[,;]?\s*")
_MOST_TABLES = 1_000
_START: dict[str, Any] = {"tables": {}, "rows": None, "copy": False, "escapes": False, "alone": False, "open": False}
#: A line at which reading goes on behind a literal that does not end.
_RESUMES = re.compile(r"(?:INSERT|REPLACE)\s+INTO\s|CREATE\s|COPY\s+\S+\s*(?:\(|FROM\s)", re.IGNORECASE)
#: A line that ends as a row does.
_ROW_ENDS = re.compile(r"\)\s*[,;]\s*\Z")


def _name(written: str) -> str:
    """The last part of a name, without its quotes."""
    return str(_PART.findall(written)[-1]).strip(_QUOTES)


def _number(raw: str, decoded: str) -> str:
    return decoded if _LITERAL(decoded) else "NULL"


def _required(raw: str, decoded: str) -> str:
    return decoded if _LITERAL(decoded) else "0"


def _bytes(raw: str, decoded: str) -> str:
    return decoded if _LITERAL(decoded) else "''"


def _cell(raw: str, decoded: str) -> str:
    return decoded if _LITERAL(decoded) else "\\N"


def _quoted(decoded: str) -> str:
    return decoded.replace("'", "''")


def _quoted_and_escaped(decoded: str) -> str:
    return _quoted(decoded.replace("\\", "\\\\"))


def _in_double(decoded: str) -> str:
    return decoded.replace("\\", "\\\\").replace('"', '""')


def _in_copy(decoded: str) -> str:
    return decoded.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


class _Token(NamedTuple):
    """``kind``: comment, string, double (in double quotes), name, number, word, sign; ``[start, end)`` with quotes, ``inside`` without."""

    kind: str
    start: int
    end: int
    inside: tuple[int, int] = (0, 0)
    escapes: bool = False


def _tokens(text: str, at: int, escapes: bool, final: bool) -> Iterator[_Token | None]:
    """Tokens from ``at`` on; None, and an end, where one does not end in the text."""
    begin = at  # what stands before is not looked at: reading may go on from here
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None
        kind, start, at = match.lastgroup, at, match.end()
        if kind is None:
            continue
        end = None
        if not final and (
            match[0] in ('"', "`") or (match[0] == "[" and len(text) - at < 202 and text.find("\n", at) < 0)
        ):
            yield None  # a quote that is still open
            return
        if kind == "line":
            lone = match[0] == "#" and not escapes and start > begin and text[start - 1] != "\n"
            if lone:
                yield _Token("sign", start, at)
                continue
            end = line_end(text, at)
            yield _Token("comment", start, end, (at, end))
        elif kind == "block":
            end = text.find("*/", at) + 2
            yield _Token("comment", start, end, (at, end - 2)) if end > 1 else None
        elif kind == "dollar":
            end = text.find(match[0], at) + len(match[0])
            yield _Token("string", start, end, (at, end - len(match[0]))) if end >= at else None
        elif kind == "string":
            slashed = escapes or match[0][0] in "eE"
            found = (_ESCAPED if slashed else _STANDARD).match(text, at)
            end = found.end() if found else 0
            yield _Token("string", start, end, (at, end - 1), slashed) if found else None
        else:
            double = kind == "name" and match[0][0] == '"'
            yield _Token("double" if double else kind, start, at, (start + 1, at - 1), escapes)
            end = at
        if not end or end < start:
            return
        at = end


def _value(text: str, token: _Token, field: str, number: Callable[[str, str], str] = _number) -> Value:
    start, end = token.inside
    if token.kind == "comment":
        end = start + len(text[start:end].rstrip())
        start = end - len(text[start:end].lstrip())
        return Value(Inlay("comment", (piece(text, start, end),), _in_comment), joins=True)
    if token.kind == "number":
        whole = text[token.start : token.end]
        return Value(Inlay(field, (Piece(token.start, token.end, whole),), whole=number, scalar=_scalar(whole)))
    if token.kind == "double":
        return Value(Inlay(field, read(text, start, end, _IN_DOUBLE, _said), _in_double))
    if token.escapes:
        return Value(Inlay(field, read(text, start, end, _DOUBLED_OR_ESCAPED, _said), _quoted_and_escaped))
    if text[token.start] == "$":
        return Value(Inlay(field, (piece(text, start, end),)))
    return Value(Inlay(field, read(text, start, end, _DOUBLED, lambda match: str(match[1])), _quoted))


def _literal(text: str, token: _Token, field: str, required: bool, lines: bool) -> Iterable[Value]:
    """What stands in a row; ``lines``: what SQLite does behind it makes lines of it."""
    place, whole = (token.start, token.end), _bytes if required else _number
    if token.kind == "word":
        return _hex(text, place, (token.start + 2, token.end), field, whole) if _HEX(text, *place) else ()
    if token.kind == "string" and text[token.start] in "Xx" and _PAIRS(text, *token.inside):
        return _hex(text, place, token.inside, field, whole)
    if token.kind == "string" and (found := _BYTEA(text, *token.inside)):
        return _hex(text, place, found.span(1), field, whole)
    if lines:
        return (Value(Inlay(field, read(text, *token.inside, _DOUBLED_OR_LINE, _line), _quoted)),)
    escapes = token.escapes or (token.kind == "string" and text.startswith("unistr(", token.start - 7))
    return (_value(text, token._replace(escapes=escapes), field, _required if required else _number),)


def _scalar(literal: str) -> Scalar:
    return Scalar("integer" if literal.lstrip("-").isdigit() else "other")


def _hex(
    text: str, all_of_it: tuple[int, int], digits: tuple[int, int], field: str, number: Callable[[str, str], str]
) -> Iterator[Value]:
    """A text that stands as the hexadecimal digits of its bytes; other bytes are looked at as a number is, by their field."""
    start, end = digits
    if start == end:
        return
    with suppress(ValueError):
        decoded = bytes.fromhex(text[start:end]).decode("utf-8")
        if decoded and all(letter.isprintable() or letter.isspace() for letter in decoded):
            pieces = kept(_letters(decoded, start))
            yield Value(Inlay(field, pieces, lambda replacement: replacement.encode().hex().upper()))
            return
    yield Value(Inlay(field, (piece(text, *all_of_it),), whole=number, scalar=Scalar("other")))


def _letters(decoded: str, at: int) -> Iterator[Piece]:
    for letter in decoded:
        end = at + 2 * len(letter.encode())
        yield Piece(at, end, letter)
        at = end


def _said(match: re.Match[str]) -> str:
    return str(match[6] or backslash(match))


def _line(match: re.Match[str]) -> str:
    return str(match[1] or {"n": "\n", "r": "\r"}[match[2]])


def _in_comment(decoded: str) -> str:
    return one_line(decoded).replace("*/", "* /")


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
    for token in _tokens(row, 0, escapes, True):
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
        start, stop = cell.span(1)
        if text[start:stop] in ("\\N", ""):
            continue
        field = _field(state["rows"], number)
        whole = _required if required[number : number + 1] == [True] else _cell
        if number < len(numeric) and numeric[number] and _LITERAL(cell[1]):
            inlay = Inlay(field, (piece(text, start, stop),), whole=whole, scalar=_scalar(cell[1]))
        else:
            if bytea := _BYTEA(text, start, stop):
                values.take(_hex(text, (start, stop), bytea.span(1), field, whole))
                continue
            inlay = Inlay(field, read(text, start, stop, BACKSLASH, backslash), _in_copy)
        values.take((Value(inlay),))
    return Unit(end, values.kept, MUST, state)


def _row(text: str, at: int, final: bool, state: Any, most: int) -> Unit | None:
    """One row of an INSERT, and what parts it from the next."""
    values = Values(most)
    depth = number = known = 0
    for token in _tokens(text, at, state["escapes"], final):
        if token is None:
            return None
        if token.kind == "comment":
            if not depth:
                return (
                    Unit(token.end, (_value(text, token, ""),), NO, state) if final or token.end < len(text) else None
                )
            values.take((_value(text, token, ""),))
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
            lines = _LINES.match(text, token.end) if text.startswith("replace(", token.start - 8) else None
            required = state["rows"][3][number : number + 1] == [True]
            if token.end > known:
                values.take(_literal(text, token, _field(state["rows"], number), required, lines is not None))
                known = lines.end() if lines else 0
            if token.kind == "word" and not depth and not _HEX(text, token.start, token.end):
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
    defining = ""
    for token in _tokens(text, at, state["escapes"], final):
        if token is None:
            return None
        word = text[token.start : token.end]
        if token.kind == "comment":
            values.take((_value(text, token, ""),))
            if not before:
                if not final and token.end == len(text):
                    return None
                escapes = state["escapes"] or bool(_MYSQL.search(word))
                return Unit(token.end, values.kept, opens, {**state, "escapes": escapes})
            continue
        upper = word.upper() if token.kind == "word" else ""
        if not before and upper not in _STATEMENTS and word not in (";", "("):
            # No statement: what it says is no structure.
            end = line_end(text, token.start)
            return Unit(end, plain(text, token.start, end), opens, state) if final or text[end - 1] == "\n" else None
        if upper in _BEGINS and before and not depth and text[token.start - 1] == "\n":
            return Unit(token.start, values.kept, opens, state)
        if token.kind in ("string", "number") or (token.kind == "double" and (state["escapes"] or before == "=")):
            values.take((_value(text, token, with_key(table, column) if column else "literal"),))
        elif token.kind in ("word", "name", "double"):
            state["escapes"] = state["escapes"] or word[0] == "`"
            name = word.strip(_QUOTES)
            if before in _TABLES:
                table = name
            if create and depth == 1 and before in ("(", ",") and upper not in _CLAUSES:
                defining = name
                columns[name] = False  # of some tables only the names are written
            elif create and defining:
                columns[defining], defining = bool(_NUMERIC.fullmatch(name)), ""
            elif columns and depth == 1 and (before, upper) == ("NOT", "NULL"):
                required.append(next(reversed(columns)))
            column = name
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
        before = upper or word
    return Unit(len(text), values.kept, opens, state) if final else None
