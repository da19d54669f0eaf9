# ruff: noqa: E501 - a row of a table stays together
"""Named values in running text and in tables of it: wrong check digits, every kind of link, and what must stay."""

from __future__ import annotations

import time
from itertools import product

import pytest
from share import share

from redactor.detectors.field_names import FieldNames
from redactor.detectors.named_values import NamedValues
from redactor.detectors.patterns import PatternDetector
from redactor.spans import Span

VALUES = NamedValues(FieldNames())


def found(text: str) -> set[tuple[str, str]]:
    return {(text[span.start : span.end], span.label) for span in VALUES.find(text, text.lower())}


@pytest.mark.parametrize(
    ("value", "label", "words"),
    [
        ("664-686-9458", "PHONE_NUMBER", ["Phone", "Tel.", "Mobile number", "WhatsApp ID", "Fax no.", "số điện thoại", "Handynummer", "tlf"]),
        ("4111 1111 1111 1112", "CREDIT_CARD", ["Card number", "credit card", "numéro de carte", "Kreditkarte"]),
        ("4111/1111/1111/1112", "CREDIT_CARD", ["Card number", "cc"]),
        ("078-05-1120", "US_SSN", ["SSN", "Social Security Number", "social security no."]),
        ("12345678Z", "NATIONAL_ID", ["DNI", "national ID", "Personalausweis Nr."]),
        ("86 095 742 719", "NATIONAL_ID", ["Steuer-ID", "tax id"]),
        ("C01X00T47", "PASSPORT", ["Passport", "passport no.", "Reisepass-Nr.", "hộ chiếu số"]),
        ("DE89370400440532013001", "IBAN_CODE", ["IBAN", "iban no"]),
        ("GB29 NWBK 6016 1331 9268 18", "IBAN_CODE", ["IBAN"]),
        ("12345678", "US_BANK_NUMBER", ["account number", "Kontonummer", "Acct #"]),
        ("M-AB 123", "LICENSE_PLATE", ["license plate", "Kennzeichen", "number plate"]),
        ("XK-4471-220", "ID_NUMBER", ["Policy number", "employee ID", "Kundennummer", "student no."]),
        ("01304-001", "ADDRESS", ["CEP", "postcode", "zip code"]),
        ("417", "SECRET", ["CVV", "cvc", "security code"]),
    ],
)  # fmt: skip
def test_a_named_value_is_found_behind_every_link(value: str, label: str, words: list[str]) -> None:
    for word, link in product(words, (": ", " ", " is ", "=", ": #", " → ", "</td><td>")):
        text = f"see <td>{word}{link}{value}</td> today" if "<" in link else f"She said: {word}{link}{value}, and left."
        assert (value, label) in found(text), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PATIENT NAME: ROSA DIAZ  WARD: 4B", ("ROSA DIAZ", "PERSON")),
        ("Nom : Lefèvre  Prénom : Chantal", ("Lefèvre", "PERSON")),
        ("Benutzer: hbrandt82", ("hbrandt82", "USERNAME")),
        ("first_name=Rosa&password=x", ("Rosa", "PERSON")),
        ("Vorname: Hannelore Nachname: Brandt", ("Hannelore", "PERSON")),
        ("First name: rosa maria\n", ("rosa maria", "PERSON")),
        ("City: Mobile", ("Mobile", "LOCATION")),
        ("Mailing address: 12 Elm St, Springfield  Phone: 1", ("12 Elm St, Springfield", "ADDRESS")),
        ("Phone\n668 5702\n", ("668 5702", "PHONE_NUMBER")),
        ("Mobile no.:\n0458-073 08\n", ("0458-073 08", "PHONE_NUMBER")),
        ("cc_number:\n3558073021573681", ("3558073021573681", "CREDIT_CARD")),
        ("> IBAN: DE89 3704 0044\n> 0532 0130 01", ("DE89 3704 0044\n> 0532 0130 01", "IBAN_CODE")),
        ("Fax (412) 268-7395", ("(412) 268-7395", "PHONE_NUMBER")),
        ('{"cvc":"417","sku":"9"}', ("417", "SECRET")),
        ("<phone>668 5702</phone>", ("668 5702", "PHONE_NUMBER")),
        ("email: ann @ example . com", ("ann @ example . com", "EMAIL_ADDRESS")),
    ],
)
def test_forms_and_markup(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Can you check my account number? It's 00123456.", ("00123456", "US_BANK_NUMBER")),
        ("Agent: Your member ID, please.\nAnn: sure, one moment, KX-20931", ("KX-20931", "ID_NUMBER")),
        ("[10:32] Bot: And your zip code?\n[10:33] User: 90210", ("90210", "ADDRESS")),
        ("> May I have your policy number?\n> 4471-22-X I think", ("4471-22-X", "ID_NUMBER")),
        ("What was the plate? 7ABC123 I believe", ("7ABC123", "LICENSE_PLATE")),
        ("¿Cuál es su número de cuenta? Es el 00123456.", ("00123456", "US_BANK_NUMBER")),
        ("Số tài khoản của bạn là gì? Dạ 00123456", ("00123456", "US_BANK_NUMBER")),
        ("KX-20931 ist meine Kundennummer", ("KX-20931", "ID_NUMBER")),
        ("KX-20931 is my member ID.", ("KX-20931", "ID_NUMBER")),
        ("4000123412341234, that's her card number", ("4000123412341234", "CREDIT_CARD")),
        ("my claim number is kyf 176 and", ("kyf 176", "ID_NUMBER")),
        ("booking number a 97 fg 8", ("a 97 fg 8", "ID_NUMBER")),
        ("credit card no 8631", ("8631", "CREDIT_CARD")),
        ("his new number is 5550142 now", ("5550142", "PHONE_NUMBER")),
        ("The account number (on file) is 00123456", ("00123456", "US_BANK_NUMBER")),
        ("I have 00123456 as my account number", ("00123456", "US_BANK_NUMBER")),
        ("over 00123456 is my account number", ("00123456", "US_BANK_NUMBER")),
        ("visa 4242 declined", ("4242", "CREDIT_CARD")),
    ],
)
def test_an_answer_is_what_was_asked_for(text: str, expected: tuple[str, str]) -> None:
    assert {value for value, _ in found(text)} == {expected[0]}
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Do you know the account? In 2019 we closed 20 of them.",
        "Please check the account number\nTotal: 4471223",
        "What is your name? 12 people asked.",
        "In 2019 it was the phone number.",
        "5000 is the account number limit",
        "The policy number for 2019 was lost, and the credit card 2020 was new.",
        "my number one fan",
        "Page 12 is the account number, and 1.5 is my account number.",
        "The credit card 3000 dollars limit, amex 5000 points, my account 4500 USD balance.",
        "The confirmation number of 1200 shares, the policy number max 1000, booking number room 101.",
        "Is the phone number right? We tried 3 times, at 17:20.",
    ],
)
def test_what_follows_a_question_and_does_not_answer_it_stays(text: str) -> None:
    assert not found(text)


TABLES = [
    "| Customer | SSN | Phone |\n|---|---|---|\n" + "".join(f"| Rosa Diaz | 0780511{n} | 555 01{n} |\n" for n in range(10, 40)),
    "sku\tssn\tphone\n" + "".join(f"A{n}\t0780511{n}\t555 01{n}\n" for n in range(10, 40)),
    "Item      SSN          Phone\n" + "".join(f"x{n}       0780511{n}    555 01{n}\n" for n in range(10, 40)),
    "item,ssn,phone\n" + "".join(f'"a, {n}",0780511{n},555 01{n}\n' for n in range(10, 40)),
    "<table><tr><th>SSN<th>Phone</tr>" + "".join(f"<tr><td>0780511{n}<td>555 01{n}</tr>" for n in range(10, 40)) + "</table>",
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_a_header_stands_over_every_row(table: str) -> None:
    spans = found(f"Some text before.\n{table}\nSome text behind: 07805119.\n")
    for n in range(10, 40):
        assert {(f"0780511{n}", "US_SSN"), (f"555 01{n}", "PHONE_NUMBER")} <= spans


@pytest.mark.parametrize(
    "text",
    [
        "**Password:** hunter2",
        "<td>contraseña</td> <td>hunter2</td>",
        "password → hunter2",
        "| password | hunter2 |",
        "*Kennwort*: hunter2",
    ],
)
def test_a_password_in_the_marks_of_a_form(text: str) -> None:
    spans = PatternDetector(names=FieldNames()).find(text)
    # Two rows may find it, at one place.
    assert [text[start:end] for start, end in {(span.start, span.end) for span in spans}] == ["hunter2"]


@pytest.mark.parametrize(
    ("text", "labels", "names"),
    [
        ("- **Passwort:** geheim77", ["Passwort"], []),
        ("Telefon: 668 5702 Tan", ["Telefon"], ["Tan"]),
        ("| Qty | Telefon |\n|---|---|\n| 12 | 668 5702 |\n| Tan | 668 5703 |", ["Qty", "Telefon"], ["Tan"]),
        ("<tr><th>Qty</th><th>SSN</th></tr><tr><td>Sandi</td><td>078051120</td></tr>", ["Qty", "SSN"], ["Sandi"]),
        ("Tan: I will come.", [], ["Tan"]),
        ("Tan: 555 0132", [], ["Tan"]),
        ("GET /search?q=rosa+lindqvist&phone=4155550132", [], ["rosa+lindqvist"]),
    ],
)
def test_what_a_model_takes_for_a_name_may_be_the_label_of_a_value(
    text: str, labels: list[str], names: list[str]
) -> None:
    detector = PatternDetector(names=FieldNames())
    model = [Span(at := text.index(word), at + len(word), "PERSON", 0.9, "model") for word in (*labels, *names)]
    left = detector.without_labels(text, model, detector.find(text))
    assert [text[span.start : span.end] for span in left] == names


@pytest.mark.parametrize(
    "text",
    [
        "Order number: 415-555-0132-99", "First Name: ____ Last Name: ____ Phone: ____", "License: Apache-2.0", "License: LGPL-2.1+", "name: build-and-test", "File name: report.pdf", "Product name: Blue Widget",
        "codec for CP 858", "RFC 5735", "call 3 times", "The address is wrong.", "address: 0x7ffde3a0", "phone model: 15", "card type: visa", "a policy of 2019-2024",
        "invoice no. 12345678", "Part no. 536-90-43", "username = request.user", "The state of the art is 42.", "Hostname: db-1", "The name, address and phone of\nRosa, in the city, and more",
        "yield match.start(4), Operator, address\nyield match.start(5), Other, name",
    ],
)  # fmt: skip
def test_what_must_stay(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "unit", share(["phone: ", "phone|", "phone,ssn,card\n", "card 4", "iban DE89 ", "id.", "<tr><td>phone", "name: A", "address: 1 a ", "tel (", "pin\n", "|ssn|phone|\n",
                   'first_name="a" ', 'first_name="', "a=1&first_name=b&", "city=", "first_name: a\n", "user=a ", "first_name_a="], 3)
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    detector = PatternDetector(names=FieldNames())

    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        return min(_timed(detector, text) for _ in range(3))

    assert cost(80_000) < 12 * cost(20_000) + 0.05


def _timed(detector: PatternDetector, text: str) -> float:
    start = time.process_time()
    detector.find(text)
    return time.process_time() - start
