"""Time grows with the text: row by row of the table, on texts made of what the row likes and of what breaks it off."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from functools import cache

import pytest
from marked import unmarked
from share import share
from test_device_config import LINES
from test_log_logins import FOUND as LOGGED
from test_service_logins import FOUND as LOGINS
from test_told_values import FOUND as TOLD

from benchmarks.detector_set.cases import KINDS, cases
from redactor.detectors import national
from redactor.detectors.field_names import FieldNames
from redactor.detectors.folded import fold
from redactor.detectors.patterns import PatternDetector
from redactor.detectors.phone_rows import phone_rows
from redactor.detectors.rows import Pattern
from redactor.detectors.table import TABLE
from redactor.training.detector_suites.suites import secrets

ROWS = (*TABLE, *phone_rows(("US", "GB", "VN", "FR")))
SMALL = 2_500
GROWTH = 4
#: What no example holds, and what repeats and competes in many of the expressions.
_ALWAYS = (
    "1",
    "1-",
    "1.",
    "1 ",
    "(1",
    "a",
    "A",
    "A1",
    "Ab ",
    "a.",
    "-",
    "_",
    "/",
    ":",
    "1:",
    "@a.",
    "'",
    '"',
    "\n",
    "°1",
)


@cache
def _examples() -> dict[str, str]:
    """A text that holds a hit, for every row that has one in the labelled cases."""
    by_row: dict[str, str] = {}
    for label in KINDS:
        texts = [case["text"] for case in cases(label, 150, 9)]
        if label == "SECRET":
            texts += [case.text for case in secrets.SUITE.cases(9)]
            texts += [unmarked(line)[0] for line in LINES]
        texts += [unmarked(line)[0] for line in (*LOGINS, *LOGGED, *TOLD)]
        find = PatternDetector((), custom=[row for row in ROWS if row.label == label]).find
        for text in texts:
            for span in find(text):
                by_row.setdefault(span.detector.removeprefix("pattern:"), text)
    return {**_pictured(), **by_row}


def _pictured() -> dict[str, str]:
    """Numbers drawn after their pictures in the table of countries' numbers."""
    return {
        row.name: re.sub(r"\{.*?\}|[()]", "", number.forms[0]).translate({35: "1", 64: "A", 42: "1", 126: "Aachen"})
        for row, number in zip(national.ROWS, (number for number in national.numbers() if number.bare), strict=True)
    }


def _pieces(row: Pattern) -> set[str]:
    words = " ".join(row.context[:2])
    pieces = {anchor for anchor in row.anchors if not anchor.startswith("re:") and anchor != "0-9"}
    text = _examples().get(row.name)
    if text is not None:
        half = len(text) // 2
        pieces |= {
            text,
            text + " ",
            text[:-1],
            text[:half],
            text[half:],
            text[:-1] + "x",
            text * 2 + "~",
            f"{words} {text}",
        }
    return pieces - {""}


def seconds(work: Callable[[str], object], text: str) -> float:
    """CPU time."""
    began = time.process_time()
    work(text)
    return time.process_time() - began


def grows_too_fast(work: Callable[[str], object], piece: str) -> bool:
    """More than twice as long as a line through nought would have it; measured again before it is said."""
    text = (piece * (SMALL // len(piece) + 1))[:SMALL]
    longer = (piece * (SMALL * GROWTH // len(piece) + 1))[: SMALL * GROWTH]
    for _ in range(6):
        took = seconds(work, longer)
        if took <= 0.01 or took <= 2 * GROWTH * min(seconds(work, text), seconds(work, text)) + 0.01:
            return False
    return True


some_rows = pytest.mark.parametrize(
    "rows",
    share([[*ROWS[start : start + 12]] for start in range(0, len(ROWS), 12)], 6),
    ids=lambda rows: f"{rows[0].name} to {rows[-1].name}",
)


@some_rows
def test_what_no_row_is_for(rows: Sequence[Pattern]) -> None:
    """Some rows at a time: one that is slow is the longest by far."""
    find = PatternDetector((), custom=rows).find
    find("1 a@b.c 1")  # compiled outside the measurement
    assert [piece for piece in _ALWAYS if grows_too_fast(find, piece)] == []


@some_rows
def test_each_row_on_its_own(rows: Sequence[Pattern]) -> None:
    slow = []
    for row in rows:
        find = PatternDetector((), custom=[row]).find
        find("1 a@b.c 1")  # compiled outside the measurement
        slow += [(row.name, piece) for piece in sorted(_pieces(row)) if grows_too_fast(find, piece)]
    assert slow == []


@pytest.mark.parametrize(
    "piece",
    ["=40", "%40", "%ff", "%25", "\\", "\\u00", "&a", "=?utf-8?q?a", "(at", "\u00ad", "a\u0301", "-\n", "=\n", "=3D="],
)
def test_folding(piece: str) -> None:
    assert not grows_too_fast(fold, piece)


def test_nearly_every_row_has_an_example() -> None:
    missing = {row.name for row in ROWS} - set(_examples())
    assert len(missing) < len(ROWS) / 3, sorted(missing)


@pytest.mark.parametrize(
    "piece",
    str.split(
        "CPF_|no._|CPF no. is: 1|1 CPF_|tax id:_|tax number no. no. 12_|身份证|身份证号码1|VAT: FR 1-|A-1_|St.-Nr. 1/|1.|FN: HRB 12_",
        "|",
    ),
)
def test_named_numbers(piece: str) -> None:
    find = PatternDetector(("NATIONAL_ID", "VAT_NUMBER", "ID_NUMBER"), ()).find
    find("CPF: 1")
    assert not grows_too_fast(find, piece.replace("_", " "))


@pytest.mark.parametrize(
    "piece",
    [
        "(id, password) values (",
        "(password)=('",
        "(a, password) values ('x', \"",
        "copy t (id, password) from stdin;\n",
        "(a, password) values (            ",
        "#fields: a password\n1 2\n",
        "#fields id password\n",
        "(password\n",
        "PID|1|",
        "PID|1||77||A^B|~",
        "NM1*IL*1*A~",
        "NAD+BY+?'",
        "username x password ",
        "login | x\nzz | y\nzz | y\n",
        "login  x\n",
        "Login\nx\n",
        "password:\n",
        "login password zz\nx y zz\n",
        "login password zz ",
        "  login password\n0 x y\nabcdefghij\n",
        '"phones": ["a", ',
        '{"columns": ["login", "password"], "data": [["x", "y"], ',
        '"columns": ["login", ',
        "||login||password||\n|x|y|\n",
        "Login .... ",
        '"columns": ["login" "a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p" "q" "r" "s" "t" "u" "v" ',
        "radius server X\n" + "         address ipv4 1\n" * 9,
        '[\\"x',
        '"columns": ["login"]\n[\\"x[\\"x[\\"x[\\"x',
        "<dt>\n",
        "<login>\n",
        "login password  x\n",
        "Login     : x\n",
        'string("password"]=> ',
        "login & x \\\\\n",
        "<dt>login</dt><dd>x</dd>",
        "<tr><td>login</td><td>x</td></tr>",
        '{"name": "password", "a": "b", ',
        '<input name="login" a="b" ',
        'form-data; name="password"\na: b\n',
        "- name: login\n",
        "snmp-server user a b auth md5 ",
    ],
)
def test_lists_of_columns_tables_and_messages(piece: str) -> None:
    find = PatternDetector(None, names=FieldNames()).find
    find("password: x 1")
    assert not grows_too_fast(find, piece)
