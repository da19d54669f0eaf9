"""Numbers, dates and flags under a rule of the policy: masked in every format, proven, found when they leak, turned back."""

from __future__ import annotations

import datetime
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.fakes import KEY, FakeTagger, components, redact, tree
from redactor.arrow import ArrowRedactor
from redactor.engine.revealing import reveal_stream
from redactor.engine.summary import Counts
from redactor.formats.jsonl import JsonlFormat
from redactor.formats.protocol import FormatSettings
from redactor.masking.policy.policy import Policy
from redactor.verification.rescan import Rescan
from redactor.verification.verify_output import verify_output

RULES: dict[str, dict[str, Any]] = {
    "ssn": {"label": "US_SSN"},
    "list[*].phone": {"label": "PHONE_NUMBER"},
    "born": {"label": "DATE_TIME"},
    "card": {"labels": ["CREDIT_CARD"]},
    "on": {"label": "CONSENT"},
}
LINES = b"""{"ssn": 536904399, "list":[{"phone":4155550132, "n": 7},{"phone": 1e3}],"n":1.5, "on": true , "s": "Niels"}
{"ssn":"536-90-4399","list": null,"card": 4111111111111111,"born": 1980}\r
{"card": 4111111111111112, "on":false,"ssn":null, "ssn": [1, 2], "huge": 123456789012345678901234567890}
[536904399, -0.0]
"""
MASKED = b"""{"ssn": "[US_SSN]", "list":[{"phone":"[PHONE_NUMBER]", "n": 7},{"phone": "[PHONE_NUMBER]"}],"n":1.5,\
 "on": "[CONSENT]" , "s": "[PERSON]"}
{"ssn":"[US_SSN]","list": null,"card": "[CREDIT_CARD]","born": "[DATE_TIME]"}\r
{"card": 4111111111111112, "on":"[CONSENT]","ssn":null, "ssn": [1, 2], "huge": 123456789012345678901234567890}
[536904399, -0.0]
"""


def policy(operator: str | dict[str, Any] | None = None) -> Policy:
    rules = {path: {**rule, **({"operator": operator} if operator else {})} for path, rule in RULES.items()}
    return Policy.model_validate({"fields": rules, "field_names": {"enabled": False}, "columns": False})


def table() -> pa.Table:
    moment = datetime.datetime(1980, 5, 6, 7, 8, 9, 123456)
    columns = {
        "ssn": pa.array([536904399, None, 0, 5], pa.int32()),
        "born": pa.array([moment.date(), None, moment.date(), datetime.date(1, 1, 1)], pa.date32()),
        "card": pa.array([4111111111111111, 4111111111111112, None, 3], pa.uint64()),
        "on": pa.array([True, False, None, True]),
        "list": pa.array(
            [[{"phone": 4155550132, "n": 1}], [], None, [{"phone": None, "n": 2}]],
            pa.list_(pa.struct([("phone", pa.int64()), ("n", pa.int16())])),
        ),
        "note": ["Niels", "x", None, "boom"],
        "other": [1.5, None, float("nan"), 4.0],
    }
    return pa.table(columns)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").write_bytes(LINES)
    pq.write_table(table(), tmp_path / "in/b.parquet")
    return tmp_path / "in"


def test_a_rule_masks_what_is_no_text_and_nothing_else_changes(source: Path, tmp_path: Path) -> None:
    summary = redact(source, tmp_path / "out", policy=policy())
    assert (tmp_path / "out/a.jsonl").read_bytes() == MASKED
    assert summary.counts.withheld == 1  # the row with what cannot be tagged
    out = pq.read_table(tmp_path / "out/b.parquet")
    assert out.schema == table().schema
    expected = table().to_pydict()
    expected |= {"ssn": [None] * 4, "born": [None] * 4, "card": [None, 4111111111111112, None, None], "on": [None] * 4}
    expected |= {"note": ["[PERSON]", "x", None, None]}
    expected["list"] = [[{"phone": None, "n": 1}], [], None, [{"phone": None, "n": 2}]]
    assert repr(out.to_pydict()) == repr(expected)


@pytest.mark.parametrize(
    "operator", [None, "surrogate", "hash", "mask", "remove", "numbered_tag", "encrypt", "shift_date", "generalise"]
)
def test_verify_proves_the_run_and_finds_what_was_put_back(source: Path, tmp_path: Path, operator: str | None) -> None:
    chosen = policy(operator)
    redact(source, tmp_path / "out", policy=chosen)
    again = Rescan(components(chosen))
    report = verify_output(tmp_path / "out", source, KEY, again=again)
    assert report.findings == () and report.quarantined == ()
    out = (tmp_path / "out/a.jsonl").read_bytes()
    assert b"536904399," not in out.split(b"\n")[0] and json.loads(out.split(b"\n")[0])["n"] == 1.5
    (tmp_path / "out/a.jsonl").write_bytes(LINES)
    assert any(
        each.file == "a.jsonl" and each.record == 0 for each in verify_output(tmp_path / "out", source, KEY).findings
    )


def test_a_number_that_changed_without_a_mask_is_found(source: Path, tmp_path: Path) -> None:
    redact(source, tmp_path / "out", policy=policy("surrogate"))
    first = (tmp_path / "out/a.jsonl").read_bytes().replace(b'"n": 7', b'"n": 8')
    (tmp_path / "out/a.jsonl").write_bytes(first)
    (finding,) = verify_output(tmp_path / "out", source, KEY).findings
    assert (finding.file, finding.record) == ("a.jsonl", 0)


def test_numbers_come_back_as_the_numbers_they_were(source: Path, tmp_path: Path) -> None:
    redact(source, tmp_path / "out", policy=policy("encrypt"))
    redacted = (tmp_path / "out/a.jsonl").read_bytes()
    assert b"536904399" not in redacted.split(b"\n")[0] and b"[US_SSN:" in redacted
    opened = io.BytesIO()
    reveal_stream(io.BytesIO(redacted), opened, JsonlFormat(), KEY, FormatSettings())
    assert opened.getvalue() == LINES.replace(b"Niels", b"[PERSON]")


def test_a_run_cut_short_goes_on_to_the_same_bytes(source: Path, tmp_path: Path) -> None:
    lines = (LINES.replace(b"Niels", b"Niels of house %d" % number) for number in range(200))
    (source / "a.jsonl").write_bytes(b"".join(lines))  # equal texts would be shown to the model once
    pq.write_table(pa.concat_tables([table()] * 100), source / "b.parquet", row_group_size=90)
    redact(source, tmp_path / "whole", policy=policy("surrogate"), checkpoint_chars=400)

    for stop in (3, 40, 90):
        calls = [0]

        def fails(texts: Any, calls: list[int] = calls, stop: int = stop) -> None:
            calls[0] += 1
            if calls[0] > stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            redact(
                source,
                tmp_path / "out",
                policy=policy("surrogate"),
                checkpoint_chars=400,
                parts={"tagger": FakeTagger(fails=fails)},
            )
    redact(source, tmp_path / "out", policy=policy("surrogate"), checkpoint_chars=400)
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_a_chosen_field_may_be_a_number_that_a_rule_masks(source: Path, tmp_path: Path) -> None:
    summary = redact(source / "a.jsonl", tmp_path / "out.jsonl", policy=policy(), fields=("list[*].phone",))
    assert summary.counts.labels == {"PHONE_NUMBER": 2} and summary.counts.withheld == 1  # a list is no object
    summary = redact(source / "a.jsonl", tmp_path / "out2.jsonl", policy=policy(), fields=("n",))
    assert summary.counts.reasons["wrong-type"] == 2  # nobody said what a number at n is


def test_a_row_that_is_withheld_has_no_numbers_left_where_null_is_forbidden(tmp_path: Path) -> None:
    fields = [
        pa.field("ssn", pa.int32(), nullable=False),
        pa.field("born", pa.date32(), nullable=False),
        ("note", pa.string()),
    ]
    rows = pa.table({"ssn": [536904399, 0], "born": [10, 0], "note": ["boom", "Niels"]}, pa.schema(fields))
    pq.write_table(rows, tmp_path / "in.parquet")
    redact(tmp_path / "in.parquet", tmp_path / "out.parquet", policy=policy())
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.schema == rows.schema
    assert out["ssn"].to_pylist() == [0, 0] and out["note"].to_pylist() == [None, "[PERSON]"]
    assert verify_output(tmp_path / "out.parquet", tmp_path / "in.parquet", KEY).findings == ()


KINDS = [
    (pa.int8(), [1, -128]),
    (pa.uint64(), [1, 2**64 - 1]),
    (pa.float16(), [1.5, 2.5]),
    (pa.float64(), [1.5, 2.5]),
    (pa.decimal128(9, 2), ["1.50", "2.50"]),
    (pa.decimal256(40, 2), ["1.50", "2.50"]),
    (pa.date64(), [datetime.date(1980, 5, 6), datetime.date(1981, 5, 6)]),
    (pa.timestamp("s"), [1, 2]),
    (pa.timestamp("ns", "Europe/Berlin"), [1, 2]),
    (pa.time32("ms"), [1, 2]),
    (pa.duration("us"), [1, 2]),
    (pa.bool_(), [True, True]),
    (pa.binary(), [b"abc", b"defg"]),
    (pa.binary(3), [b"abc", b"def"]),
    (pa.large_binary(), [b"abc", b"defg"]),
    (pa.dictionary(pa.int8(), pa.int64()), [536904399, 4155550132]),
    (pa.month_day_nano_interval(), [(1, 2, 3), (4, 5, 6)]),
]


@pytest.mark.parametrize(("kind", "values"), KINDS, ids=str)
@pytest.mark.parametrize("nullable", [True, False])
def test_every_arrow_type_keeps_its_schema_and_no_byte_of_a_masked_value(
    kind: Any, values: list[Any], nullable: bool
) -> None:
    values = [Decimal(each) if isinstance(each, str) else each for each in values]
    made = (
        pa.array(values, kind.value_type).dictionary_encode().cast(kind)
        if pa.types.is_dictionary(kind)
        else pa.array(values, kind)
    )
    schema = pa.schema([pa.field("ssn", kind, nullable=nullable), pa.field("kept", kind)])
    batch = pa.RecordBatch.from_arrays([made, made], schema=schema)
    (out,) = ArrowRedactor(policy=policy(), key=KEY.secret).batches([batch.slice(1)])
    out.validate(full=True)
    assert out.schema == schema and out["kept"].equals(batch.slice(1)["kept"])
    assert out["ssn"].null_count == nullable
    buffers = [bytes(each) for each in out["ssn"].buffers() if each is not None]
    if pa.types.is_dictionary(kind):
        buffers = [bytes(each) for each in out["ssn"].dictionary.buffers() if each is not None]
    assert not any(any(data) for data in buffers[1 if nullable else 0 :])


NAMED = b"""{"ssn": 536904399, "homePhone": 4155550132, "qty": 5, "created_at": 1700000000, "customer": {"birth_year": 1980}, "price": 9.5}
{"ssn": true, "phone_count": 4155550132, "vec": [0.25, 4111111111111111], "cards": [4111111111111112, null], "has_phone": 1}
"""
NAMED_MASKED = b"""{"ssn": "[US_SSN]", "homePhone": "[PHONE_NUMBER]", "qty": 5, "created_at": 1700000000, \
"customer": {"birth_year": "[DATE_TIME]"}, "price": 9.5}
{"ssn": true, "phone_count": 4155550132, "vec": [0.25, 4111111111111111], "cards": ["[CREDIT_CARD]", null], "has_phone": 1}
"""


def test_the_name_of_a_field_masks_its_numbers(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(NAMED)
    summary = redact(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == NAMED_MASKED
    assert summary.counts.detectors == {"field_name": 4} and not summary.counts.passed
    again = Rescan(components())
    assert verify_output(tmp_path / "out.jsonl", tmp_path / "in.jsonl", KEY, again=again).findings == ()


def test_a_policy_lets_numbers_pass_and_the_summary_names_their_fields(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(NAMED)
    chosen = Policy.model_validate({"numbers": {"named": "pass"}, "fields": {"ssn": {"label": "US_SSN"}}})
    summary = redact(tmp_path / "in.jsonl", tmp_path / "out.jsonl", policy=chosen)
    expected = NAMED.replace(b"536904399", b'"[US_SSN]"').replace(b'"ssn": true', b'"ssn": "[US_SSN]"')
    assert (tmp_path / "out.jsonl").read_bytes() == expected
    assert summary.counts.passed == {"homePhone": 1, "customer.birth_year": 1, "cards[*]": 1}
    assert "numbers passed in clear though their field is named: homePhone 1" in summary.line()
    assert Counts.from_json(summary.counts.as_json()).passed == summary.counts.passed


def test_numbers_that_nothing_names_cost_no_model(tmp_path: Path) -> None:
    tagger = FakeTagger()
    rows = pa.table(
        {"price": [1.5] * 50, "id": list(range(50)), "ssn": [536904399] * 50, "at": [datetime.date(2024, 1, 1)] * 50}
    )
    pq.write_table(rows, tmp_path / "in.parquet")
    redact(tmp_path / "in.parquet", tmp_path / "out.parquet", parts={"tagger": tagger})
    out = pq.read_table(tmp_path / "out.parquet")
    assert not any(tagger.calls) and out.schema == rows.schema
    assert out["ssn"].null_count == 50 and out.drop(["ssn"]).equals(rows.drop(["ssn"]))


def test_a_rule_that_met_no_value_is_named_and_ends_the_run_with_1(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").write_text('{"name": "x", "n": 5, "list": [{"a": "y"}]}\n' * 30)
    (tmp_path / "in/b.txt").write_text("A text has no fields.\n")
    rules: dict[str, Any] = {
        "nmae": {"label": "PERSON"},
        "name": {"skip": True},
        "n": {"skip": True},
        "list[*].a": {"labels": []},
    }
    chosen = Policy.model_validate({"fields": rules})
    for _ in range(2):  # the second time nothing has changed
        summary = redact(tmp_path / "in", tmp_path / "out", policy=chosen, checkpoint_chars=100)
        assert summary.counts.rules == {"nmae": 0, "name": 1, "n": 1, "list[*].a": 1}
        assert summary.exit_code == 1 and "for fields that no record has: nmae" in summary.line()
        assert not summary.counts.passed  # to leave a number is what the rule is for
    (tmp_path / "in/a.jsonl").write_text('{"nmae": null}\n{"nmae": 5, "name": "", "n": 1, "list": [{"a": "z"}]}\n')
    rules.pop("name")
    summary = redact(tmp_path / "in", tmp_path / "out", policy=Policy.model_validate({"fields": rules}))
    assert summary.exit_code == 0
