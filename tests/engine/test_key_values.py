"""Which keys of JSON are values: a line with one is withheld. The lists are of public formats, none was made to fit."""

from __future__ import annotations

import pytest

from redactor.engine.detection import NAMED, Detection
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.records import Record
from redactor.tagger.tagging import Failure

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
