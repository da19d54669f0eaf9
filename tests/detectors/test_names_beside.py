"""A value whose name stands in the field beside it, as FHIR, HAR, Kubernetes, AWS tags, form answers and EAV tables write them."""

from __future__ import annotations

import pytest

from redactor.detectors.names_beside import pairs
from redactor.engine.detection import Detection
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.records import Leaf, Record

LABELS = ("PHONE_NUMBER", "EMAIL_ADDRESS", "SECRET", "PERSON", "US_SSN", "DATE_TIME")
DETECTION = Detection(Policy(only=LABELS), Masker(Policy(only=LABELS)), None)

#: (name's field, name, value's field, value, label of the whole value)
NAMED = [
    ("telecom[0].system", "phone", "telecom[0].value", "5550142", "PHONE_NUMBER"),
    ("telecom[1].system", "email", "telecom[1].value", "ann at example", "EMAIL_ADDRESS"),
    ("headers[3].name", "Authorization", "headers[3].value", "opaque", "SECRET"),
    ("params[0].name", "password", "params[0].value", "hunter2", "SECRET"),
    ("spec.env[0].name", "DB_PASSWORD", "spec.env[0].value", "hunter2", "SECRET"),
    ("Tags[0].Key", "OwnerPhone", "Tags[0].Value", "5550142", "PHONE_NUMBER"),
    ("field_name", "last_name", "value", "Rose", "PERSON"),
    ("attribute", "ssn", "new_value", "123456789", "US_SSN"),
    ("question", "What is your phone number?", "answer", "5550142", "PHONE_NUMBER"),
    ("label", "Geburtsdatum", "valueString", "4.5.90", "DATE_TIME"),
    ('["@name"]', "phone", '["#text"]', "5550142", "PHONE_NUMBER"),
    # Magento, WordPress, OpenStreetMap, curl's forms, change logs of Jira and GitHub
    ("attribute_code", "telephone", "value", "5550142", "PHONE_NUMBER"),
    ("meta_key", "_billing_phone", "meta_value", "5550142", "PHONE_NUMBER"),
    ("tags[0].k", "ssn", "tags[0].v", "123456789", "US_SSN"),
    ("option", "smtp_pass", "setting", "hunter2", "SECRET"),
    ("form[0].name", "tel", "form[0].contents", "5550142", "PHONE_NUMBER"),
    ("column", "phone", "before", "5550142", "PHONE_NUMBER"),
    ("items[0].field", "phone", "items[0].to", "5550142", "PHONE_NUMBER"),
    # a value that is an object, or in XML-RPC an element, of its own
    ("name", "Phone", "value.text", "5550142", "PHONE_NUMBER"),
    ("member[1].name[1]", "phone", "member[1].value[1].string[1]", "5550142", "PHONE_NUMBER"),
]
PASSED = [
    ("env[0].name", "LOG_LEVEL", "env[0].value", "5550142"),
    ("env[0].name", "phone", "env[1].value", "5550142"),
    ("key", "phone", "remarks", "5550142"),
    ("name", "has_phone", "value", "5550142"),
    ("column", "colour", "before", "5550142"),
    ("k", "amenity", "v", "5550142"),
    ("key", "phone", "remarks.text", "5550142"),
    ("title", "Phone", "content", "It rang twice, and 10 people looked up."),
]


def _found(*fields: tuple[str, str]) -> list[list[str]]:
    (answer,) = DETECTION.detect([Record(0, tuple(Leaf(path, text) for path, text in fields))])
    assert isinstance(answer, list)
    return [
        [span.label for span in spans if len(span) == len(text)]
        for spans, (_, text) in zip(answer, fields, strict=True)
    ]


@pytest.mark.parametrize(("name_field", "name", "value_field", "value", "label"), NAMED)
def test_a_value_is_what_the_field_beside_it_says(
    name_field: str, name: str, value_field: str, value: str, label: str
) -> None:
    assert _found((name_field, name), (value_field, value)) == [[], [label]]
    assert _found((value_field, value), (name_field, name)) == [[label], []]


@pytest.mark.parametrize(("name_field", "name", "value_field", "value"), PASSED)
def test_what_no_field_beside_it_names_stays(name_field: str, name: str, value_field: str, value: str) -> None:
    assert _found((name_field, name), (value_field, value)) == [[], []]


def test_a_name_of_somebody_is_no_label_though_it_ends_like_one() -> None:
    assert _found(("name", "Penny Price"), ("text", "hello")) == [["PERSON"], []]
    assert _found(("name", "Price"), ("text", "hello")) == [["PERSON"], []]
    assert _found(("name", "price"), ("value", "12")) == [[], []]


@pytest.mark.parametrize("somebody", ["Sid", "Swift", "Nick", "Tan", "Street", "Ville", "Neves", "sid"])
@pytest.mark.parametrize("said", ["hello", "see you at nine, then"])
def test_a_word_of_the_table_that_is_a_persons_name_is_masked_beside_what_they_say(somebody: str, said: str) -> None:
    assert _found(("name", somebody), ("text", said))[0] == ["PERSON"]


@pytest.mark.parametrize("somebody", ["Tan", "Sims", "Rut", "Master Key"])
def test_a_name_beside_a_number_may_be_its_owners(somebody: str) -> None:
    assert _found(("customer.name", somebody), ("customer.number", "123456"))[0] == ["PERSON"]
    assert _found(("name", "phone"), ("number", "5550142")) == [[], ["PHONE_NUMBER"]]


def test_words_of_the_table_are_labels_beside_what_they_name_or_nothing() -> None:
    for name, value in (
        ("Password", "hunter2"),
        ("Phone", "[PHONE_NUMBER_1]"),
        ("password", ""),
        ("phone", "n/a"),
        ("status", "open"),
    ):
        assert _found(("name", name), ("value", value))[0] == []


def test_a_name_beside_takes_nothing_from_what_the_values_own_field_or_another_name_says() -> None:
    assert _found(("phone.type", "status"), ("phone.number", "5550142")) == [[], ["PHONE_NUMBER"]]
    assert _found(("name", "Sid"), ("type", "phone"), ("value", "5550142")) == [["PERSON"], [], ["PHONE_NUMBER"]]
    assert _found(("name", "status"), ("type", "phone"), ("value", "5550142"))[2] == ["PHONE_NUMBER"]


def test_of_several_names_the_telling_one_counts() -> None:
    fields = [("id", "phone"), ("type", "text"), ("label", "Your number"), ("value", "5550142")]
    assert _found(*fields)[3] == ["PHONE_NUMBER"]
    assert [pair.name for pair in pairs([Leaf(*one) for one in fields])] == [2, 0, 1]


def test_objects_in_each_other_keep_their_names_apart() -> None:
    fields = [
        ("a.name", "phone"),
        ("a.b.name", "ssn"),
        ("a.b.value", "123456789"),
        ("a.value", "5550142"),
        ("value", "5550143"),
    ]
    assert _found(*fields) == [[], [], ["US_SSN"], ["PHONE_NUMBER"], []]
    fields = [("key", "phone"), ("va.key", "ssn"), ("va.value", "123456789"), ("value", "5550143")]
    assert _found(*fields) == [[], [], ["US_SSN"], ["PHONE_NUMBER"]]
    fields = [("value.key", "ssn"), ("value.value", "123456789"), ("key", "phone")]
    assert _found(*fields) == [[], ["US_SSN"], []]


def test_a_policy_without_names_of_fields_pairs_none() -> None:
    plain = Policy.model_validate({"only": LABELS, "field_names": {"enabled": False}})
    answer = Detection(plain, Masker(plain), None).detect(
        [Record(0, (Leaf("name", "phone"), Leaf("value", "5550142")))]
    )
    assert answer == [[[], []]]
