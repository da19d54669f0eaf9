"""Names of fields as evidence: a table of public schemas' names, what they hold, and neighbours that hold nothing."""

from __future__ import annotations

import pytest

from redactor.detectors.field_names import FieldNames
from redactor.detectors.field_paths import steps_of
from redactor.detectors.field_table import labels
from redactor.detectors.value_shapes import SHAPES

NAMES = FieldNames()

#: Paths as schema.org, vCard, FHIR, Salesforce, HubSpot, Synthea, OpenAPI examples and forms write them.
PERSONAL = [
    ("givenName", "PERSON", "Ada"),
    ("familyName", "PERSON", "White"),
    ("person.additionalName", "PERSON", "King"),
    ("telephone", "PHONE_NUMBER", "668 5702"),
    ("faxNumber", "PHONE_NUMBER", "555-0100"),
    ("address.streetAddress", "ADDRESS", "12 Elm St"),
    ("address.postalCode", "ADDRESS", "94612"),
    ("address.addressLocality", "LOCATION", "Mobile"),
    ("birthDate", "DATE_TIME", "1980-01-02"),
    ("patient[0].name[0].family", "PERSON", "Tô"),
    ("patient[0].name[0].given[1]", "PERSON", "Jacinto644"),
    ("patient[0].contact.value", "PHONE_NUMBER", "+1 415 555 0132"),
    ("Patient.telecom[1].value", "EMAIL_ADDRESS", "ann@example.com"),
    ("MailingStreet", "ADDRESS", "1 High Road"),
    ("MailingPostalCode", "ADDRESS", "LS1 4HY"),
    ("Contact.LastName", "PERSON", "Grant"),
    ("HomePhone", "PHONE_NUMBER", "4155550132"),
    ("mobilephone", "PHONE_NUMBER", "4155550132"),
    ("DRIVERS", "US_DRIVER_LICENSE", "S99915434"),
    ("BIRTHPLACE", "LOCATION", "Boston  Massachusetts  US"),
    ("user.username", "USERNAME", "jdoe82"),
    ("customer.ssn", "US_SSN", "078051120"),
    ("ccNumber", "CREDIT_CARD", "4111111111111112"),
    ("card_cvv", "SECRET", "123"),
    ("password", "SECRET", "hunter2"),
    ('gpx.trk.trkseg.trkpt["@lat"]', "GPS_COORDINATES", "51.4545140"),
    ("environment.PGPASSWORD", "SECRET", "12345678"),
    ("headers.Cookie", "SECRET", "sessionid=k3j4h5k3j4h5k3j4h5; theme=dark"),
    ("card.holder", "PERSON", "I OKAFOR"),
    ("session", "SECRET", "9f86d081884c7d65"),
    ("aws_secret_access_key", "SECRET", "x"),
    ("AccountNo", "US_BANK_NUMBER", "12345678"),
    ("ipAddress", "IP_ADDRESS", "300.1.2.3"),
    ('["E-mail (work)"]', "EMAIL_ADDRESS", "ann at example.com"),
    ('["customer.name"]', "PERSON", "Rosa Diaz"),
    ("teléfono_móvil", "PHONE_NUMBER", "600 123 456"),
    ("date_de_naissance", "DATE_TIME", "3-7-84"),
    ("Straße", "ADDRESS", "Hauptstr. 1"),
    ("strasse", "ADDRESS", "Hauptstr. 1"),
    ("kontonummer", "US_BANK_NUMBER", "532013000"),
    ("nr_pesel", "NATIONAL_ID", "44051401458"),
    ("achternaam", "PERSON", "de Vries"),
    ("personnummer", "NATIONAL_ID", "811228-9874"),
    ("codice_fiscale", "NATIONAL_ID", "RSSMRA85T10A562S"),
    ("số_điện_thoại", "PHONE_NUMBER", "0912345678"),
    ("so_dien_thoai", "PHONE_NUMBER", "0912345678"),
    ("ho_ten", "PERSON", "Nguyễn Văn An"),
    ("billing_address.name", "PERSON", "Ann Lee"),
    ("billing_address.address1", "ADDRESS", "12 Elm St"),
    ("cc-name", "PERSON", "Ann Lee"),
    ("tax_ids[0].value", "NATIONAL_ID", "12-3456789"),
    ("Phone 1 - Value", "PHONE_NUMBER", "555 0132"),
    ("Manager's Name", "PERSON", "Per Lindqvist"),
    ("NextOfKinName", "PERSON", "Osei^Dana"),
    ("bank_account.account_holder_name", "PERSON", "Dana Osei"),
    ("OtherPatientIDs", "ID_NUMBER", "8812331"),
    ("individual.dob.year", "DATE_TIME", "1984"),
    ("card.last4", "CREDIT_CARD", "4242"),
    ("location.street.name", "ADDRESS", "Valwood Pkwy"),
    ("Dbtr.PstlAdr.PstCd", "ADDRESS", "34117"),
    ("name", "PERSON", "jean"),
    ("customer.name", "PERSON", "jean-luc"),
    ("caller", "PHONE_NUMBER", "5550142"),
    ("VORNA", "PERSON", "Dana"),
    ("date_naiss", "DATE_TIME", "07/03/1984"),
    ("電話番号", "PHONE_NUMBER", "03-1234-5678"),
    # words left out, and other words for a number
    ("lieu_naissance", "LOCATION", "gap"),
    ("numero_securite_sociale", "NATIONAL_ID", "2 85 07"),
    ("cedula_identidad", "NATIONAL_ID", "12 34 6"),
    ("acct_nbr", "US_BANK_NUMBER", "77 14"),
    ("NroDocumento", "NATIONAL_ID", "12 34 7"),
    ("rentenversicherungsnr", "NATIONAL_ID", "65 1207"),
    # whose it is behind what it is
    ("email_usuario", "EMAIL_ADDRESS", "z at br"),
    ("telefone_usuario", "PHONE_NUMBER", "11 9 88"),
    ("email_usuario", "USERNAME", "zeca7"),
    # lines of an address, fields of one's own
    ("address2", "ADDRESS", "3B"),
    ("addr_1", "ADDRESS", "rear"),
    ("SSN__c", "US_SSN", "99 00 11"),
    ("telefono_usuario", "PHONE_NUMBER", "91 12 3"),
    ("tel_cislo", "PHONE_NUMBER", "60 1 2 3"),
    ("father_number", "PHONE_NUMBER", "55 21 3"),
    ("nama_pasien", "PERSON", "budi"),
    ("birth_month", "DATE_TIME", "7"),
    ("birth_month", "DATE_TIME", "march"),
    ("default_address.province_code", "LOCATION", "ON"),
    ("user.location", "LOCATION", "ely"),
    ("card_number", "CREDIT_CARD", "3333 2664"),
    ("iban_client", "IBAN_CODE", "FR76 30"),
    ("mac_addr", "MAC_ADDRESS", "0:1e:c2:9:ff:3"),
    # who did it: a name, an address or a login
    ("created_by", "USERNAME", "kbrand"),
    ("updatedBy", "USERNAME", "k.brand2"),
    ("LAST_MODIFIED_BY", "USERNAME", "KBRAND"),
    ("assignee", "USERNAME", "acme\\kbrand"),
    ("approved_by", "PERSON", "Kim Brand"),
    ("reviewers[1]", "USERNAME", "kbrand"),
    ("committer", "EMAIL_ADDRESS", "kim@example.com"),
    ("createdBy.displayName", "PERSON", "Kim"),
    ("user.effective.name", "PERSON", "Kim"),
    ("owner", "USERNAME", "kbrand"),
    ("actor", "USERNAME", "user:kbrand"),
    ("CreatedById", "USERNAME", "kbrand7"),
    ("file.owner", "USERNAME", "kbrand"),
    # banks in other languages, utilities, a token made by hand, a birth date in part
    ("Tegenrekening", "US_BANK_NUMBER", "417164300"),
    ("Numer rachunku nadawcy", "US_BANK_NUMBER", "109010140000071219812874"),
    ("Cuenta ordenante", "US_BANK_NUMBER", "20850066623456789011"),
    ("MPAN", "ID_NUMBER", "2199 9999 9999 9"),
    ("联系方式", "PHONE_NUMBER", "13812345678"),
    ("messages[0].from", "PHONE_NUMBER", "5550133"),
    ("Núm. S.S.", "NATIONAL_ID", "281234567840"),
    ("secret", "SECRET", "hunter2"),
    # a default beside the name of a variable is a value
    ("password", "SECRET", "${DB_PASSWORD:-hunterpass}"),
    ("password", "SECRET", "{{ pw | default('S3cr3tPw') }}"),
    ("password", "SECRET", "$(echo S3cr3tPw9)"),
    ("SECRET_KEY_BASE", "SECRET", "abcd1235"),
    ("totp", "SECRET", "JBSWY3DP"),
    ("BRTHDTC", "DATE_TIME", "1984-03"),
    ("lastModifiedBy.login", "USERNAME", "kbrand"),
    ("destination.login", "USERNAME", "kbrand"),
    ("related.user[0]", "USERNAME", "kbrand"),
    ("suser", "USERNAME", "kbrand"),
    ("actor", "USERNAME", "kbrand"),
    ("user_id", "USERNAME", "kbrand"),
    ("userId", "ID_NUMBER", "u-102771"),
    ("uid", "USERNAME", "kbrand"),
    ("rabbitmq_user", "USERNAME", "kbrand"),
    ("social.github", "USERNAME", "kbrand"),
    ("commit.author", "USERNAME", "kbrand"),
    ("reviewers", "USERNAME", "kbrand;jdoe2"),
    ("merged_by.login", "USERNAME", "kbrand"),
    ("meta.user", "USERNAME", "kbrand"),
    ("x.login", "USERNAME", "kbrand"),
    ("event.user", "EMAIL_ADDRESS", "kim@example.com"),
    ("aip", "IP_ADDRESS", "1.2.3.4"),
]


@pytest.mark.parametrize(("path", "label", "value"), PERSONAL)
def test_a_personal_name_says_what_its_value_is(path: str, label: str, value: str) -> None:
    named = NAMES.named(path)
    assert named is not None
    assert named.label_of(f" {value} ") == label


@pytest.mark.parametrize(
    "path",
    [
        "line_items[0].name", "user_agent", "Department", "lastLogon", "gioi_tinh", "runs-on", "account.name",
        "job_title", "product.name", "file.name", "hostname", "class_name", "services[0].name", "sku", "price", "status", "token_count",
        "card_type", "phone_model", "email_verified", "address_type", "name_length", "password_changed_at", "card_brand", "has_phone",
        "is_active", "uuid", "color", "version", "machine.latitude", "order.state", "order_number", "invoice_no", "tracking_number",
        "column_name", "field_name", "document_name", "unit", "line_id", "line", "block", "extension", "user_agent.name",
        "part_number", "id", "created_at", "font.family", "country", "company", "data", "x[0]", "$", "", "..", '["',
        "tipo_usuario", "foto_usuario", "norm", "nodes", "parent_nodes",
        "dataset_name", "parent_location",
        "perfil_cliente", "font_name", "project_name", "urun_adi", "dosya_adi", "location", "no", "nro",
        "address2_type", "documento",
    ],
)  # fmt: skip
def test_its_neighbours_say_nothing(path: str) -> None:
    assert NAMES.named(path) is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("phone", "none"), ("first_name", "First name"), ("password", "${DB_PASS}"),
        ("phone", "iPhone 15"), ("name", "We met on Tuesday, and she said that it was all fine."),
        ("phone", "[PHONE_NUMBER]"),
        ("password", "[SECRET]"), ("password", "***"), ("password", "Password"), ("state", "active"), ("contact", "by phone"),
        ("user", "root"), ("logins", "12"), ("login_at", "2024-05-04"), ("via", "email"), ("name", "left-pad"),
        ("name", "ShowProgress"), ("arn", "arn:aws:iam::123456789012:user/Bob"), ("cap", "100"), ("sin", "0.70710678"),
        ("rfc", "2616"), ("vat", "19"), ("plate", "96-well"), ("registration", "open"), ("account", "savings"),
        ("credit_card", "12500.50"), ("credit_card", "1,250.00"), ("credit_card", "125000"), ("iban", "valid"),
        ("birth_month", "not given yet"), ("suite", "smoke"), ("attention", "causal"), ("user", "0.35s"), ("first_name", "string"),
        ("address", "0x7ffde3a0"), ("token", "hello"), ("city", "-"), ("email", "weekly"), ("card", "visa"), ("phone", ""),
    ],
)  # fmt: skip
def test_a_value_that_is_obviously_something_else_is_left_to_the_detectors(path: str, value: str) -> None:
    named = NAMES.named(path)
    assert named is not None
    assert named.label_of(value) is None


def test_a_policy_adds_names_and_takes_some_away() -> None:
    names = FieldNames({"PHONE_NUMBER": ["Zahl zum Anrufen"], "COLOUR": ["hue"]}, ignore=["phone"])
    called, hue = names.named("zahlZumAnrufen"), names.named("hue")
    assert called is not None and called.label_of("12345") == "PHONE_NUMBER" and called.label_of("red") is None
    assert hue is not None and hue.label_of("red") == "COLOUR"
    assert names.named("phone") is None


def test_every_row_of_the_table_answers_to_its_own_names() -> None:
    assert "PHONE_NUMBER" in labels()
    assert set(SHAPES) >= {"name", "phone", "anything"}
    for tokens in NAMES.last_words(SHAPES):
        assert not any(map(str.isdigit, tokens))


def test_paths_of_any_shape_have_steps() -> None:
    assert steps_of('a[0]["x.y"]["q\\"q"].b__d') == ["a", "x", "y", 'q"q', "b", "d"]
    assert steps_of("Contact.Home_Phone__c") == ["Contact", "Home_Phone"]
