from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import UsageError
from redactor.formats.fields import AnyItem, AnyKey, matches, parse, with_index, with_key
from redactor.formats.registry import format_for


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("a", ("a",)),
        ("a.b[*].text", ("a", "b", AnyItem(), "text")),
        ("[0]", (0,)),
        ("[0][12].x", (0, 12, "x")),
        ('["x.y"].z', ("x.y", "z")),
        ('a."x.y"', ("a", "x.y")),
        ('["q\\"\\u00e9"]', ('q"é',)),
        ("*", (AnyKey(),)),
        ("a.*.b", ("a", AnyKey(), "b")),
        ("$", ()),
        ("$.a[0]", ("a", 0)),
        ("first name", ("first name",)),
        ("tên", ("tên",)),
    ],
)
def test_parse(path: str, steps: tuple[object, ...]) -> None:
    assert parse(path) == steps


@pytest.mark.parametrize(
    "path",
    ["", ".", "a.", ".a", "a..b", "a[", "a[x]", "a[-1]", "a[0]b", 'a["x]', '["\\q"]', "a*", "*a", "a[*", "$a..", "$."],
)
def test_slips_are_refused(path: str) -> None:
    with pytest.raises(UsageError, match="field path"):
        parse(path)


@given(st.lists(st.one_of(st.text(), st.integers(0, 10**9)), min_size=1, max_size=5))
def test_what_is_rendered_parses_back(steps: list[str | int]) -> None:
    path = ""
    for step in steps:
        path = with_key(path, step) if isinstance(step, str) else with_index(path, step)
    assert parse(path) == tuple(steps)
    assert matches([path], path)


def test_matches() -> None:
    assert matches(["b", "a[*].*"], "a[3].x")
    assert not matches(["a[*]"], "a[3].x")
    assert matches([], "anything[0]")
    assert not matches(["a"], "a[*]") and not matches(["a"], "b")


@pytest.mark.parametrize(
    ("name", "override", "expected"),
    [
        ("a/b.txt", None, ("text", None)),
        ("A.LOG.GZ", None, ("text", "gzip")),
        ("x.md", None, ("text", None)),
        (".env", None, ("settings", None)),
        ("a/.env.local", None, ("settings", None)),
        (".envelope.json", None, ("json", None)),
        ("x.text.zst", None, ("text", "zstd")),
        ("x.ndjson", None, ("jsonl", None)),
        ("x.jsonl.gz", None, ("jsonl", "gzip")),
        ("x.csv.zst", None, ("csv", "zstd")),
        ("x.tsv", None, ("csv", None)),
        ("x.parquet", None, ("parquet", None)),
        ("x.parquet.gz", None, None),
        ("x.tif", None, None),
        ("x.gz", None, None),
        ("noext", None, None),
        ("-", "jsonl", ("jsonl", None)),
        ("x.tif", "text", ("text", None)),
        ("x.gz", "text", ("text", "gzip")),
        ("x.csv", "text", ("text", None)),
    ],
)
def test_table(name: str, override: str | None, expected: tuple[str, str | None] | None) -> None:
    found = format_for(name, override)
    assert (found and (found[0].name, found[1])) == expected


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"choose from text, jsonl, .*csv, parquet"):
        format_for("a", "word-perfect")


def test_text_and_jsonl_import_no_arrow() -> None:
    code = (
        "import sys; from redactor.formats.registry import format_for\n"
        "for name in ('a.txt', 'a.jsonl', 'a.csv.gz'): format_for(name)\n"
        "import redactor.storage.streams\n"
        "assert not {'pyarrow', 'numpy', 'backports.zstd'} & set(sys.modules), 'heavy imports'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
