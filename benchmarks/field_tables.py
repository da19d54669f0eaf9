"""Tables for ``benchmarks.fields``: values by Faker in thirty locales, columns called as public schemas call them.

Nothing here is taken from the product: no name of a column, no list of words. The schemas: Salesforce's Contact, HubSpot's
contact properties, Synthea's patients.csv, WooCommerce's orders, Google Contacts' export, FHIR's Patient flattened,
schema.org's Person, and the sample tables that go round (Kaggle's churn and HR tables, the "SSN and CCN" list).
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faker import Faker

LOCALES = tuple(
    str.split(
        "ar_AA cs_CZ da_DK de_DE el_GR en_AU en_GB en_IN en_US es_ES es_MX fi_FI fr_FR he_IL hi_IN hu_HU it_IT ja_JP ko_KR"
        " nl_NL no_NO pl_PL pt_BR ro_RO ru_RU sv_SE tr_TR uk_UA vi_VN zh_CN"
    )
)
#: Locales whose names are not written in Latin letters.
OTHER_SCRIPTS = frozenset(str.split("ar_AA el_GR he_IL hi_IN ja_JP ko_KR ru_RU uk_UA zh_CN"))
Make = Callable[[Faker], object]


@dataclass(frozen=True)
class Kind:
    """A kind of column: its values, the labels that are right for them, and what schemas call it."""

    name: str
    make: Make
    names: tuple[str, ...]
    labels: frozenset[str] = frozenset()
    #: A person could tell it by its values alone.
    plain: bool = False


def _kind(name: str, make: Make, names: str, labels: str = "", plain: bool = False) -> Kind:
    return Kind(name, make, tuple(names.split("|")), frozenset(labels.split()), plain)


_ID = (
    "US_SSN US_ITIN NATIONAL_ID TAX_ID ID_NUMBER UK_NINO UK_NHS VN_CCCD US_PASSPORT PASSPORT US_DRIVER_LICENSE"
    " DRIVER_LICENSE MEDICAL_LICENSE"
)
PERSONAL = (
    _kind("name", lambda f: f.name(), "name|Name|full_name|FullName|customer_name|AssistantName|patient.name.text"
          "|account_holder_name|Customer Name|contact_name", "PERSON", True),
    _kind("first", lambda f: f.first_name(), "FirstName|firstname|FIRST|billing_first_name|Given Name|fname|givenName"
          "|name.given|first_name", "PERSON", True),
    _kind("last", lambda f: f.last_name(), "LastName|lastname|LAST|billing_last_name|Family Name|lname|familyName"
          "|Surname|MAIDEN|maiden_name", "PERSON", True),
    _kind("mail", lambda f: f.email(), "Email|email|billing_email|E-mail 1 - Value|email_address|work_email"
          "|contactPoint.email|user_email", "EMAIL_ADDRESS", True),
    _kind("phone", lambda f: f.phone_number(), "Phone|MobilePhone|HomePhone|phone|mobilephone|billing_phone|telephone"
          "|Phone 1 - Value|telecom.value|cell_phone|phone_number", "PHONE_NUMBER", True),
    _kind("street", lambda f: f.street_address().replace("\n", " "), "MailingStreet|OtherStreet|address|ADDRESS"
          "|billing_address_1|Address 1 - Street|streetAddress|address.line|shipping_address_1", "ADDRESS LOCATION", True),
    _kind("city", lambda f: f.city(), "MailingCity|city|CITY|billing_city|Address 1 - City|addressLocality|address.city"
          "|shipping_city", "LOCATION ADDRESS", True),
    _kind("zip", lambda f: f.postcode(), "MailingPostalCode|zip|ZIP|billing_postcode|Address 1 - Postal Code|postalCode"
          "|address.postalCode|zipcode", "ADDRESS LOCATION ZIP_CODE POSTAL_CODE POSTCODE"),
    _kind("birth", lambda f: f.date_of_birth().isoformat(), "Birthdate|date_of_birth|BIRTHDATE|Birthday|birthDate|dob"
          "|DateOfBirth|birth_date", "DATE_TIME DATE_OF_BIRTH", True),
    _kind("ssn", lambda f: f.ssn(), "SSN|ssn|social_security_number|taxID|national_id|identifier.ssn", _ID, True),
    _kind("card", lambda f: f.credit_card_number(), "cc_number|CCN|credit_card_number|card_number|cardNumber|CreditCard",
          "CREDIT_CARD", True),
    _kind("iban", lambda f: f.iban(), "iban|IBAN|bank_iban|payout_iban", "IBAN_CODE", True),
    _kind("account", lambda f: f.numerify("##########"), "account_number|AccountNumber|bank_account_number|acct_no",
          "BANK_ACCOUNT US_BANK_NUMBER ACCOUNT_NUMBER BANK_ACCOUNT_NUMBER"),
    _kind("user", lambda f: f.user_name(), "username|user_name|userName|login|Username", "USERNAME USER_NAME PERSON"),
    _kind("password", lambda f: f.password(), "password|user_pass|Password|passwd", "PASSWORD SECRET CREDENTIAL"),
    _kind("plate", lambda f: f.license_plate(), "license_plate|licensePlate|plate_number|vehicle_registration",
          "LICENSE_PLATE VEHICLE VEHICLE_ID"),
    _kind("passport", lambda f: f.passport_number(), "PASSPORT|passport_number|passportNumber|passport_no",
          "PASSPORT US_PASSPORT UK_PASSPORT PASSPORT_NUMBER"),
    _kind("ip", lambda f: f.ipv4(), "ip_address|customer_ip_address|ipAddress|last_login_ip", "IP_ADDRESS", True),
)  # fmt: skip
_GOODS = ["Chair", "Table", "Lamp", "Shoes", "Jacket", "Kettle", "Bike", "Keyboard", "Backpack", "Mug"]
_STUFF = ["Steel", "Wooden", "Cotton", "Granite", "Rubber", "Leather", "Plastic", "Wool"]


def _pick(*values: str) -> Make:
    return lambda f: f.random_element(values)


def _decimal(low: float, high: float, digits: int) -> Make:
    return lambda f: f"{f.pyfloat(min_value=low, max_value=high):.{digits}f}"


IMPERSONAL = (
    _kind("job", lambda f: f.job(), "Title|jobtitle|job_title|jobTitle|Occupation|JobRole"),
    _kind("sku", lambda f: f.bothify("??-####-??").upper(), "sku|SKU|product_sku|item_code"),
    _kind("price", _decimal(1, 999, 2), "price|unit_price|HEALTHCARE_EXPENSES|order_total|Amount"),
    _kind("quantity", lambda f: f.random_int(1, 500), "quantity|qty|NumOfProducts|line_items.quantity|Tenure"),
    _kind("status", _pick("processing", "on hold", "completed", "refunded", "pending payment"), "status|order_status|LeadStatus"),
    _kind("uuid", lambda f: f.uuid4(), "Id|uuid|record_id|transaction_id|order_key"),
    _kind("color", lambda f: f.safe_color_name(), "color|Color|colour|product_color"),
    _kind("product", lambda f: f"{f.random_element(_STUFF)} {f.random_element(_GOODS)}", "product_name|item|ProductName|line_items.name"),
    _kind("text", lambda f: f"{f.catch_phrase()} for every {f.random_element(_GOODS).lower()}, made of {f.random_element(_STUFF).lower()}",
          "product_description|short_description|item_details"),
    _kind("hash", lambda f: f.sha256(), "sha256|checksum|file_hash|etag"),
    _kind("version", lambda f: f.numerify("#.##.#"), "version|app_version|firmware_version|ApiVersion"),
    _kind("place", _decimal(-400, 400, 3), "pos_x|x|axis_y|machine_z|spindle_x"),
    _kind("flag", _pick("true", "false"), "IsDeleted|HasCrCard|is_active|IsActiveMember"),
    _kind("code", _pick("DE", "US", "FR", "VN", "JP"), "currency_iso|country_code|locale_code|CurrencyIsoCode"),
    _kind("size", _pick("S", "M", "L", "XL"), "size|Size|shirt_size"),
    _kind("score", lambda f: f.random_int(300, 850), "CreditScore|score|rating|points"),
)  # fmt: skip
ENGLISH = frozenset(("job", "product", "text"))
EMPTY = ("c{}", "field_{}", "col{}", "x{}", "Unnamed: {}", "attr_{}", "V{}")


@dataclass(frozen=True)
class Table:
    """Rows of strings under names; ``kinds`` in the order of ``names``."""

    name: str
    locale: str
    kinds: tuple[Kind, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@cache
def _faker(locale: str) -> Faker:
    return Faker(locale)


def _value(kind: Kind, locale: str, seed: int) -> str:
    faker = _faker("en_US" if kind.name in ENGLISH else locale)
    faker.seed_instance(seed)
    try:
        return str(kind.make(faker))
    except AttributeError:  # a provider that the locale lacks
        english = _faker("en_US")
        english.seed_instance(seed)
        return str(kind.make(english))


def made(maker: str, locale: str, seed: int) -> str:
    """What a provider of Faker makes of a seed."""
    faker = _faker(locale)
    faker.seed_instance(seed)
    return str(getattr(faker, maker)())


def table(
    locale: str, number: int, rows: int, *, telling: bool = True, personal: int = 7, other: int = 5,
    only: tuple[Kind, ...] = (),
) -> Table:  # fmt: skip
    """A table of so many columns of each sort (or just those personal ones), in any order; a cell in forty is empty."""
    rng = random.Random(f"{locale} {number} {telling}")
    some = list(only) or rng.sample([kind for kind in PERSONAL if telling or kind.plain], personal)
    kinds = [*some, *rng.sample(IMPERSONAL, other)]
    rng.shuffle(kinds)
    names: list[str] = []
    for place, kind in enumerate(kinds):
        free = [name for name in kind.names if name not in names]
        names.append(rng.choice(free) if telling or not kind.labels else EMPTY[number % len(EMPTY)].format(place + 1))
    values = [
        tuple("" if rng.random() < 0.025 else _value(kind, locale, rng.randrange(1 << 30)) for kind in kinds)
        for _ in range(rows)
    ]
    return Table(f"{locale}-{number}{'' if telling else '-bare'}", locale, tuple(kinds), tuple(names), tuple(values))


def as_jsonl(one: Table) -> bytes:
    """A line a row; an empty cell is an empty string."""
    return "".join(
        json.dumps(dict(zip(one.names, row, strict=True)), ensure_ascii=False) + "\n" for row in one.rows
    ).encode()


def as_csv(one: Table, delimiter: str = ",", *, header: bool = True, titles: Sequence[str] = ()) -> bytes:
    """A table as programs write it."""
    text = io.StringIO(newline="")
    text.writelines(f"{title}\r\n" for title in titles)
    csv.writer(text, delimiter=delimiter).writerows([one.names, *one.rows] if header else one.rows)
    return text.getvalue().encode()


def write_parquet(one: Table, path: Path) -> None:
    """Columns of strings."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [pa.array([row[i] for row in one.rows], pa.string()) for i in range(len(one.names))]
    pq.write_table(pa.table(columns, names=list(one.names)), path)
