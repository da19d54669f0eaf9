"""Which keys of JSON are values: a line with one is withheld. The lists are of public formats, none was made to fit."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from benchmarks.fakes import KEY, components, redact
from redactor.engine.detection import NAMED, Detection
from redactor.engine.revealing import reveal_stream
from redactor.formats.jsonl import JsonlFormat
from redactor.formats.protocol import FormatSettings
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.records import Record
from redactor.tagger.tagging import Failure
from redactor.verification.rescan import Rescan
from redactor.verification.verify_output import verify_output

VALUES = """
bob@example.com
user-bob@example.com
+1 415 555 0132
+14155550132
415-555-0132
415.555.0132
(415) 555-0132
1-800-555-0199
tel:+14155550132
+44 20 7946 0018
020 7946 0018
0912 345 678
4111111111111111
5555 5555 5555 4444
3782 822463 10005
536-90-4399
GB82 WEST 1234 5698 7654 32
192.0.2.7
203.0.113.255
198.51.100.0/24
2001:db8::1
00:1a:2b:3c:4d:5e
00-1A-2B-3C-4D-5E
001a.2b3c.4d5e
https://example.com/u/3
https://example.com/
https://example.com/ann-lee
https://twitter.com/phone
https://www.linkedin.com/in/ann-lee
https://www.w3.org/People/Ann-Lee/card#i
https://ann:winterfox@index.docker.io/v1/
https://index.docker.io/v1/?user=ann
https://registry.example.com/4155550132
https://api.example.com/users/77
http://192.0.2.7/claims/email
""".strip().splitlines()
NAMES = """
name
e-mail
item_12
line1
q1_2020
2021-03-04
2021/03/04
12-31-2020
31.12.2020
20210304
2021-03-04T05:06:07Z
1990-01-01 - 2000-01-01
2021-W03-4
00:00
12:30:45
08:00-12:00
1609459200
1609459200000
123456789
1234567890
550e8400-e29b-41d4-a716-446655440000
1.2.3
1.2.3.4
v1.22.333
10.0.19041.1
10.0.0.0
2.0.0-rc.1
2.16.840.1.113883
978-3-16-148410-0
10.1038/s41586-020-2649-2
sha256:abcdef0123456789
0000:00:1f.2
a:b:c:d:e:f
100-199
1000-1999
1,000,000
12-34-56
100-200-300
SKU-123-456
order-000123
user:12345:profile
GET /api/v1/users/12
E11.9
x86_64
en-US
0x7fff5fbff8c0
https://index.docker.io/v1/
https://registry.example.com:5000
https://ghcr.io
http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress
http://schemas.microsoft.com/ws/2008/06/identity/claims/role
http://schema.org/telephone
http://www.w3.org/2006/vcard/ns#tel
http://xmlns.com/foaf/0.1/name
""".strip().splitlines()


@pytest.fixture(scope="module")
def detection() -> Detection:
    policy = Policy.load(None)
    return Detection(policy, Masker(policy), None)


@pytest.mark.parametrize("key", VALUES)
def test_a_key_that_is_a_value_withholds_its_record(detection: Detection, key: str) -> None:
    assert detection.detect([Record(0, (), names=("plain", key))]) == [Failure(NAMED)]


@pytest.mark.parametrize("key", NAMES)
def test_a_key_that_names_something_does_not(detection: Detection, key: str) -> None:
    assert detection.detect([Record(0, (), names=(key,))]) == [[]]


def test_what_the_policy_leaves_in_clear_may_be_a_key() -> None:
    policy = Policy.load(None).with_overrides(None, [], ["PHONE_NUMBER"])
    detection = Detection(policy, Masker(policy), None)
    assert detection.detect([Record(0, (), names=("415-555-0132",))]) == [[]]


def test_keys_are_masked_by_a_policy_with_a_file_of_words_beside_it(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("Zebulon\n")
    (tmp_path / "policy.toml").write_text('keys = "mask"\n[deny.PERSON]\nfile = "words.txt"\n')
    (tmp_path / "in.jsonl").write_bytes(b'{"bob@example.com": "Zebulon"}\n')
    redact(tmp_path / "in.jsonl", tmp_path / "out.jsonl", policy=Policy.load(tmp_path / "policy.toml"))
    assert (tmp_path / "out.jsonl").read_bytes() == b'{"[EMAIL_ADDRESS_1]": "[PERSON]"}\n'


KEYED = b"""{"bob@example.com": "Niels", "n": 1, "Bob@example.com": {"415-555-0132": [{"item_12": "Niels", "bob@example.com": 536904399}]}}
{"bob\\u0040example.com": {"ssn": 536904399} , "bob@example.com":null, "2021-03-04": "bob@example.com"}\r
{"\\u002b1 415 555 0132": [], "bob@example.com": "", "x": {"bob@example.com": true}}
"""
KEYED_MASKED = b"""{"[EMAIL_ADDRESS_1]": "[PERSON]", "n": 1, \
"[EMAIL_ADDRESS_2]": {"[PHONE_NUMBER_1]": [{"item_12": "[PERSON]", "[EMAIL_ADDRESS_1]": 536904399}]}}
{"[EMAIL_ADDRESS_1]": {"ssn": "[US_SSN]"} , "[EMAIL_ADDRESS_1]":null, "2021-03-04": "[EMAIL_ADDRESS]"}\r
{"[PHONE_NUMBER_1]": [], "[EMAIL_ADDRESS_1]": "", "x": {"[EMAIL_ADDRESS_1]": true}}
"""


def test_keys_are_masked_where_the_policy_says_so(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(KEYED)
    policy = Policy.model_validate({"keys": "mask"})
    summary = redact(tmp_path / "in.jsonl", tmp_path / "out.jsonl", policy=policy)
    assert (tmp_path / "out.jsonl").read_bytes() == KEYED_MASKED
    assert summary.exit_code == 0 and summary.counts.withheld == 0
    audit = (tmp_path / "out.jsonl._redactor/audit").rglob("*.jsonl")
    assert not any(b"example.com" in each.read_bytes() or b"0132" in each.read_bytes() for each in audit)
    again = Rescan(components(policy))
    assert verify_output(tmp_path / "out.jsonl", tmp_path / "in.jsonl", KEY, again=again).findings == ()
    changed = KEYED_MASKED.replace(b'"[PHONE_NUMBER_1]": []', b'"415-555-0132": []')
    (tmp_path / "out.jsonl").write_bytes(changed)
    assert verify_output(tmp_path / "out.jsonl", tmp_path / "in.jsonl", KEY).findings


#: Names that are values, in formats that cannot mask them.
NAMED_SO = {
    "a.yaml": "a:\n  - {bob@example.com: 3}\n", "b.yaml": "bob@example.com: x\n", "a.toml": '"bob@example.com" = 3\n',
    "a.ini": "[bob@example.com]\nx = 1\n", "a.env": "bob@example.com=2\n", "a.xml": "<r><a xmlns='bob@example.com'/></r>",
    "a.html": "<p class='bob@example.com'>x</p>", "a.sql": "INSERT INTO t (`bob@example.com`) VALUES (1);\n",
    "a.vcf": "BEGIN:VCARD\nX-4111111111111111:1\nEND:VCARD\n",
}  # fmt: skip


def test_names_of_other_formats_withhold_their_record_or_are_masked(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in NAMED_SO.items():
        (tmp_path / "in" / name).write_text(text)
    summary = redact(tmp_path / "in", tmp_path / "out", policy=Policy.model_validate({"keys": "mask"}))
    assert summary.counts.reasons["key"] == len(NAMED_SO) - 1  # the line of a.env is a text
    said = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert not [path for path, data in said.items() if b"bob@example.com" in data or b"4111111111111111" in data]
    assert {path.name for path in said} >= NAMED_SO.keys()


@pytest.mark.parametrize("operator", ["hash", "surrogate", "mask", "remove", "numbered_tag", "fixed", "encrypt"])
def test_different_keys_stay_different_under_every_operator(tmp_path: Path, operator: str) -> None:
    (tmp_path / "in.jsonl").write_bytes(KEYED)
    policy = Policy.model_validate({"keys": "mask", "default": {"operator": operator}, "propagation": False})
    redact(tmp_path / "in.jsonl", tmp_path / "out.jsonl", policy=policy)
    report = verify_output(tmp_path / "out.jsonl", tmp_path / "in.jsonl", KEY, again=Rescan(components(policy)))
    assert report.findings == ()
    out = (tmp_path / "out.jsonl").read_bytes()
    first = json.loads(out.splitlines()[0])
    names = list(first)
    assert len(names) == 3 and names[1] == "n" and names[0] in first[names[2]].popitem()[1][0]
    if operator == "encrypt":
        opened = io.BytesIO()
        reveal_stream(io.BytesIO(out), opened, JsonlFormat(), KEY, FormatSettings())
        assert opened.getvalue() == KEYED.replace(b"\\u0040", b"@").replace(b"\\u002b", b"+")
