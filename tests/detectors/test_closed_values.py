# ruff: noqa: E501 - a row of a table stays together
"""Values whose ends are marked (quotes, ``&``, the end of a line) are taken whole, as their keys name them; what must stay."""

from __future__ import annotations

import pytest

from redactor.detectors.field_names import FieldNames
from redactor.detectors.named_values import NamedValues
from redactor.detectors.next_labels import cut_at_labels
from redactor.spans import Span

NAMES = FieldNames()
VALUES = NamedValues(NAMES)


def found(text: str) -> dict[str, str]:
    return {text[span.start : span.end]: span.label for span in VALUES.find(text, text.lower())}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('INFO saved customerName="atelier" ok', {"atelier": "PERSON"}),
        ("saved first_name='wim' city='ely'", {"wim": "PERSON", "ely": "LOCATION"}),
        ('{"last_name": "oak", "street_addr": "rear mill"}', {"oak": "PERSON", "rear mill": "ADDRESS"}),
        ("recipient-name=zed&ship-address-1=rear+4&sku=AB", {"zed": "PERSON", "rear+4": "ADDRESS"}),
        ("/pay?step=2&billing_city=s%C3%A3o+tom%C3%A9", {"s%C3%A3o+tom%C3%A9": "LOCATION"}),
        ("level=info city=hull first_name=ty", {"hull": "LOCATION", "ty": "PERSON"}),
        ("billing_city: ayr\nbillingStreet: rear mill\n", {"ayr": "LOCATION", "rear mill": "ADDRESS"}),
        ("nombre_padre='juan' dni_titular='12 34 9'", {"juan": "PERSON", "12 34 9": "NATIONAL_ID"}),
        ("telefonoCliente='33 12 3' x", {"33 12 3": "PHONE_NUMBER"}),
        ("telephoneNumber='55 13 1'", {"55 13 1": "PHONE_NUMBER"}),
        ("failed logins user=jsmith ip=1", {"jsmith": "USERNAME"}),
        ("clave=luna&x=1", {"luna": "SECRET"}),
        ('lat="51.45" lon="-2.58"', {"51.45": "GPS_COORDINATES", "-2.58": "GPS_COORDINATES"}),
        ("birth_month=march&x=1", {"march": "DATE_TIME"}),
    ],
)
def test_all_between_the_marks_is_the_value(text: str, expected: dict[str, str]) -> None:
    assert found(text).items() >= expected.items()


@pytest.mark.parametrize(
    "text",
    [
        'product_name="Oak stool" name="left-pad" class="btn"', "file_name=report&page_title=Home&sort=name", "first_name: str\nlast_name: string\n",
        "first_name: Optional[str] = None", "firstName: string;", "last_name: customerName", "city: cityName,", "f(first_name=fname, city=c)",
        "first_name=first_name", 'password="$DB_PASS" mot_de_passe="{{ secret }}"', "state=ESTABLISHED region=EU level=info", "username='root' x=1", "real=1.2s user=0.35s sys=0.1s", "user=nginx pid=1", "user=jsmith",
        "level=info card_type=visa user_agent=curl", 'placeholder="First name" label="City"', "first_name and last_name=", 'location="main" x="1"',
        "the city = x", 'city=""', "user_count=41&phone_model=Pixel+8&customer_tier=gold", "address_type=home&email_status=sent&x=1",
    ],
)  # fmt: skip
def test_what_must_stay(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "span", "left"),
    [
        ("adresse: 3 rue\nnum_rue: 12 bis\n", "3 rue\nnum_rue: 12 bis", ["3 rue", "12 bis"]),
        ("fornamn: Bo\nefternamn: Ek", "Bo\nefternamn", ["Bo"]),
        ("a=Ann&town=Lee", "Ann&town=Lee", ["Ann", "Lee"]),
        ("City=hull&Business+Postal=1", "&Business", []),
        ("Ann Lee\nBob Dunn: hello", "Ann Lee\nBob Dunn", ["Ann Lee\nBob Dunn"]),
        ("Ann Lee\nHull", "Ann Lee\nHull", ["Ann Lee\nHull"]),
        ("Smith & Sons = one", "Smith & Sons", ["Smith & Sons"]),
        ("Tom & Ann: hello", "Tom & Ann", ["Tom & Ann"]),
    ],
)
def test_the_name_of_the_next_value_is_none_of_this_one(text: str, span: str, left: list[str]) -> None:
    at = text.index(span)
    cut = cut_at_labels(text, [Span(at, at + len(span), "PERSON", 0.9, "model")], NAMES)
    assert [text[part.start : part.end] for part in cut] == left
