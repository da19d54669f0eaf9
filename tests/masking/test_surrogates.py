"""Surrogates: the same other value everywhere, in the same shape, and nothing of the first one left."""

from __future__ import annotations

import ipaddress
import os
import re
import subprocess
import sys
import time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn

from benchmarks.detector_set.cases import KINDS, cases
from redactor.keys import Key
from redactor.masking.operators.date_shifts import written
from redactor.masking.operators.document_memory import normalised
from redactor.masking.operators.name_lists import english
from redactor.masking.operators.surrogates import MAKERS, surrogate

SECRET = b"0123456789abcdef0123456789abcdef"
KEY = Key(SECRET)
OTHER = Key(b"another key of enough bytes")
REGIONS = ("US", "GB", "VN")


def words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", text)}


def test_one_person_in_many_spellings() -> None:
    plain = surrogate("John Smith", "PERSON", KEY)
    given_name, family = plain.split()
    assert surrogate("JOHN SMITH", "PERSON", KEY) == plain.upper()
    assert surrogate("john  smith", "PERSON", KEY) == f"{given_name}  {family}".lower()
    assert surrogate("Smith, John", "PERSON", KEY) == f"{family}, {given_name}"
    assert surrogate("Dr. John Smith Jr.", "PERSON", KEY) == f"Dr. {plain} Jr."
    assert surrogate("John Smith’s", "PERSON", KEY) == f"{plain}’s"
    assert surrogate("John Smith", "PERSON", OTHER) != plain


def test_gender_is_kept_where_the_lists_know_it() -> None:
    lists = english()
    only_female = [name for name in lists.female if name not in set(lists.male)][:60]
    only_male = [name for name in lists.male if name not in set(lists.female)][:60]
    assert all(surrogate(f"{name} Quux", "PERSON", KEY).split()[0] in lists.female for name in only_female)
    assert all(surrogate(f"{name} Quux", "PERSON", KEY).split()[0] in lists.male for name in only_male)
    assert surrogate("Mrs Xqzw Quux", "PERSON", KEY).split()[1] in lists.female


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("J. Smith", r"[A-IK-Z]\. [A-Z]\w+"),
        ("John A. Smith", r"[A-Z]\w+ [B-Z]\. [A-Z]\w+"),
        ("Mary-Jane O'Neill", r"[A-Z]\w+-[A-Z]\w+ [A-Z]\w+"),
        ("Ludwig van Beethoven", r"[A-Z]\w+ [a-z]+ [A-Z]\w+"),
        ("Nguyễn Văn An", r"\w+ \w+ \w+"),
        ("Nguyen Van An", r"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+"),
        ("Иван Петров", r"[А-Я][а-я]{3} [А-Я][а-я]{5}"),
        ("王小明", r"[\u4e00-\u9fff]{3}"),
        ("John Smith 536", r"[A-Z]\w+ [A-Z]\w+ \d{3}"),
        ("Smith", r"[A-Z]\w+"),
    ],
)
def test_names_keep_their_shape(value: str, shape: str) -> None:
    found = surrogate(value, "PERSON", KEY)
    assert re.fullmatch(shape, found), found
    assert not words(found) & words(value)
    assert not (set(re.findall(r"\d+", value)) & set(re.findall(r"\d+", found)))


@given(st.sampled_from(english().male), st.sampled_from(english().family), st.binary(min_size=16, max_size=16))
def test_never_a_word_of_the_name_itself(given_name: str, family: str, secret: bytes) -> None:
    found = surrogate(f"{given_name} {family}", "PERSON", Key(secret))
    assert not words(found) & {given_name.casefold(), family.casefold()}


@given(
    st.sampled_from([kind for kind, _ in MAKERS] + ["US_SSN", "UNKNOWN"]),
    st.text(alphabet="Ab1 ,.-@/:\n’é中\u0301😀", max_size=25).filter(lambda text: text != ""),
)
def test_anything_gets_some_other_value(label: str, value: str) -> None:
    found = surrogate(value, label, KEY, REGIONS)
    assert found
    assert found != value
    assert surrogate(value, label, KEY, REGIONS) == found


@pytest.mark.parametrize("value", ["4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005"])
def test_cards(value: str) -> None:
    found = surrogate(value, "CREDIT_CARD", KEY)
    assert re.sub(r"\d", "0", found) == re.sub(r"\d", "0", value)
    assert luhn.is_valid(re.sub(r"\D", "", found))
    assert found[0] == value[0]
    assert found != value


@pytest.mark.parametrize("value", ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "nl91 abna 0417 1643 00"])
def test_ibans(value: str) -> None:
    found = surrogate(value, "IBAN_CODE", KEY)
    assert re.sub(r"\w", "0", found) == re.sub(r"\w", "0", value)
    assert iban.is_valid(found, check_country=False)
    assert found[:2].upper() == value[:2].upper()


@pytest.mark.parametrize(
    ("value", "region"),
    [("(415) 555-2671", "US"), ("+44 20 7946 0958", "GB"), ("0912 345 678", "VN"), ("+1 415-555-2671 ext. 12", "US")],
)
def test_phones(value: str, region: str) -> None:
    found = surrogate(value, "PHONE_NUMBER", KEY, REGIONS)
    assert re.sub(r"\d", "0", found) == re.sub(r"\d", "0", value)
    number = phonenumbers.parse(found, region)
    assert phonenumbers.is_valid_number(number)
    assert phonenumbers.region_code_for_country_code(number.country_code or 0) == region
    assert found != value


def test_machines_and_mail() -> None:
    assert re.fullmatch(
        r"[a-z]+\.[a-z]+\d\d@example\.(com|org|net)", surrogate("john.smith82@acme.com", "EMAIL_ADDRESS", KEY)
    )
    assert surrogate("JOHN.SMITH82@ACME.COM", "EMAIL_ADDRESS", KEY).casefold() == surrogate(
        "john.smith82@acme.com", "EMAIL_ADDRESS", KEY
    )
    assert re.fullmatch(r"[a-z]+ at example dot (com|org|net)", surrogate("john at acme dot com", "EMAIL_ADDRESS", KEY))
    assert ipaddress.ip_address(surrogate("10.1.2.3", "IP_ADDRESS", KEY)) in ipaddress.ip_network("198.18.0.0/15")
    assert ipaddress.ip_address(surrogate("fe80::1", "IP_ADDRESS", KEY)) in ipaddress.ip_network("2001:db8::/32")
    assert re.fullmatch(
        r"https://example\.(com|org|net)/[a-z]/[a-z]{4}\?[a-z]{2}=\d\d",
        surrogate("https://a.io/u/john?id=12", "URL", KEY),
    )
    assert re.fullmatch(r"([0-9A-F]{2}:){5}[0-9A-F]{2}", surrogate("00:1A:2B:3C:4D:5E", "MAC_ADDRESS", KEY))
    assert re.fullmatch(r"\d{3}-\d{2}-\d{4}", surrogate("536-22-1234", "US_SSN", KEY))


def test_mailboxes_of_one_firm_move_to_one_domain() -> None:
    domains = {
        surrogate(f"{name}@{firm}", "EMAIL_ADDRESS", KEY).partition("@")[2]
        for name in ("ann", "bob.lee", "info")
        for firm in ("acme.co.uk", "ACME.co.uk")
    }
    assert len(domains) == 1
    several = {surrogate(f"ann@firm{n}.com", "EMAIL_ADDRESS", KEY).partition("@")[2]: n for n in range(40)}
    assert len(several) == 3
    assert surrogate("ann@example.com", "EMAIL_ADDRESS", KEY).partition("@")[2] != "example.com"


@pytest.mark.parametrize("label", [label for label in KINDS if label != "SECRET"])
def test_labelled_values_become_others_and_always_the_same(label: str) -> None:
    for case in cases(label, 40, 12):
        for start, end, _ in case["spans"]:
            value = case["text"][start:end]
            found = surrogate(value, label, KEY, REGIONS)
            assert found == surrogate(value, label, KEY, REGIONS)
            assert found.strip()
            assert normalised(value) not in normalised(found) or len(value) < 3
            assert normalised(found) != normalised(value)


@given(st.sampled_from(["4", "51", "2221", "37", "6011", "36", "3530", "62"]), st.integers(0, 10**9))
def test_cards_of_every_brand_stay_of_it(prefix: str, number: int) -> None:
    size = {"37": 14, "36": 13}.get(prefix, 15)
    body = prefix + f"{number:014d}"[len(prefix) - size :]
    value = body + luhn.calc_check_digit(body)
    found = surrogate(value, "CREDIT_CARD", KEY)
    assert luhn.is_valid(found) and len(found) == len(value) and found != value
    assert found[: 2 if prefix[0] == "3" else 1] == value[: 2 if prefix[0] == "3" else 1]


PEOPLE = (
    "John Smith",
    "JOHN SMITH",
    "Smith, John",
    "john smith",
    "Dr. John Smith",
    "J. Smith",
    "Trần Văn Bình",
    "王小明",
)
PEOPLE_PROGRAM = f"""
from redactor.keys import Key
from redactor.masking.operators.surrogates import surrogate
for value in {PEOPLE!r}:
    print(surrogate(value, "PERSON", Key({SECRET!r})))
"""


def test_one_person_in_separate_processes() -> None:
    here = [surrogate(value, "PERSON", KEY) for value in PEOPLE]
    for seed in ("0", "1", "random"):
        done = subprocess.run(
            [sys.executable, "-c", PEOPLE_PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines() == here
    given_name, family = here[0].split()
    assert here[1] == here[0].upper() and here[2] == f"{family}, {given_name}" and here[3] == here[0].lower()
    assert here[4] == f"Dr. {here[0]}"
    assert not any(words(new) & words(old) - {"dr"} for new, old in zip(here, PEOPLE, strict=True))


def test_places_and_times() -> None:
    assert re.fullmatch(
        r"\d\d \w+ Street, \w+, [A-Z]{2} \d{5}", surrogate("12 High Street, Springfield, IL 62701", "ADDRESS", KEY)
    )
    assert surrogate("France", "LOCATION", KEY) != "France"
    assert surrogate("GERMAN", "NRP", KEY).isupper()
    found = written(surrogate("4 March 2021", "DATE_TIME", KEY, REGIONS))
    assert found is not None
    assert surrogate("yesterday", "DATE_TIME", KEY) == "[DATE_TIME]"
    assert re.fullmatch(r"[1-9]\d", surrogate("34", "AGE", KEY))


PROGRAM = """
from redactor.keys import Key
from redactor.masking.masker import Masker, apply
from redactor.masking.operators.document_memory import DocumentMemory
from redactor.masking.policy import Policy
from redactor.spans import Span
text = "John Smith, Ann Lee; john@acme.com 2021-03-04 Paris John Smith"
spans = [Span(0, 10, "PERSON"), Span(12, 19, "PERSON"), Span(21, 34, "EMAIL_ADDRESS"), Span(35, 45, "DATE_TIME"),
         Span(46, 51, "LOCATION"), Span(52, 62, "PERSON")]
for operator in ("tag", "numbered_tag", "mask", "hash", "surrogate", "shift_date", "generalise", "encrypt"):
    masker = Masker(Policy.load().with_overrides(operator), Key(b"k" * 32))
    chosen = masker.select(text, set(spans), "")
    print(masker.policy.digest, apply(text, masker.edits(text, chosen, "", DocumentMemory("d"))))
"""


def test_hash_seed_changes_nothing() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1
    assert "[PERSON_1], [PERSON_2]; [EMAIL_ADDRESS_1] [DATE_TIME_1] [LOCATION_1] [PERSON_1]" in outputs.pop()


def test_masking_imports_no_heavy_library() -> None:
    program = (
        "import sys, redactor.masking.masker, redactor.masking.policy.load\n"
        "heavy = ('faker', 'cryptography', 'phonenumbers', 'stdnum', 'click', 'torch')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_surrogates_are_quick_enough() -> None:
    surrogate("Warm Up", "PERSON", KEY)
    started = time.perf_counter()
    for number in range(500):
        surrogate(f"Anna{chr(97 + number % 26)} Smith{chr(97 + number // 26)}", "PERSON", KEY)
    assert time.perf_counter() - started < 5
