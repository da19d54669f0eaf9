# ruff: noqa: E501 - one kind of value and its sentences a line
# fmt: off
"""Which value stands in which sentences: a table of the detectors' labelled set, label by label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.detector_set.values import (
    addresses,
    contact,
    dates,
    finance,
    national,
    people,
    phones,
    secrets,
    things,
)
from benchmarks.detector_set.values.making import Maker, digits, of, text_of


@dataclass(frozen=True, slots=True)
class Kind:
    """How often (``weight``) which value stands in which sentences; ``{}`` is the value.

    ``regions`` are those of the policy under which the value is looked for; none stand for the default ones.
    """

    make: Maker
    sentences: tuple[str, ...]
    weight: int = 1
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kinds:
    """Of one label: ``real`` values, and hard negatives, ``false``, which must not be found under it."""

    real: tuple[Kind, ...]
    false: tuple[Kind, ...]


_ANY = (
    "{}", "It is {}.", "({})", "We noted {} and went on.", "Value: {}", "- {}\n- none", "Please use {}, thanks.", "\"{}\"", "field={}; next=none",
    "the new one\n{}\nreplaces the old one", "He wrote {} on the form.", "Ghi chú: {}.", "{} was given by the client.", "see {}; all else is unchanged", "a7,{},open", "12,{},3",
)
_MAIL = ("Write to {} today.", "<{}>", "mailto:{}", "Contact: {}", "email={}", *_ANY[:6], "From: Ann <{}>", "{},", "'{}'", "cc {}; thanks", "name|{}|x", "4,{},9")
_PHONE = ("Call {} now.", "Tel: {}", "phone {}", "Fax {}.", "My number is {}", "You can reach me at {} after six.", "{}", "({})", "Mobile: {}, ask for Ann", "Điện thoại: {}", "tel:{}", "sđt {}", "contact\n{}", "a7,{},home")
_BARE = ("The reference says {} in the margin.", "{} units", "We counted {}.", "{}", "See {} for more.", "log line {} ok", "code {} was printed", "a list: {}, and so on")


def _context(*words: str) -> tuple[str, ...]:
    return tuple(form.format(word) for word in words for form in ("{}: {{}}", "{} {{}}", "his {} is {{}}.", "{} = {{}}", "The {} ({{}}) was checked", "{}\n{{}}", "{},{{}},1"))


def _noted(*words: str) -> tuple[str, ...]:
    return tuple(form.format(word) for word in words for form in ("{}: {{}}", "{} #{{}}", "The {} is {{}}.", "{}: {{}}, seen today", "\"{}\": \"{{}}\"", "{} - {{}}"))


_HASH = "0123456789abcdef"
_NO_CONTACT = (Kind(of("@home", "user@", "@", "a@b", "icon@2x.png", "name@1.2.3", "@scope/package", "meet at noon", "look at the dot com boom", "1@2", "x @ y.", "@john_smith", "e.g.", "i.e.", "Node.js", "main.py", "README.md", "setup.cfg", "os.path.join", "self.name", "foo.bar()", "3.14", "U.S.A.", "Mr.Smith", "the end.Then it", "finished.So we", "v2.beta", "data.csv", "photo.jpeg", "a.b.c", "etc.", "http://", "www.", "://x", "archive.tar.gz", "script.sh", "lib.so", "obj.method", "np.array", "p.m.", "vs.", "Inc.", "no.5", "we looked at it dot by dot", "$f@", "foo@bar@", "App.java"), _BARE),)
_PLAIN_NUMBERS = Kind(lambda rng: digits(rng, rng.randrange(6, 15)), ("The reference says {} in the margin.", "{} units", "We counted {}.", "log line {} ok", "a list: {}, and so on", "build {}"))
_WORDS_ABOUT = Kind(of("the policy of 2024", "patients in 2019", "her account of 1945", "an employee for 30 years", "group 7", "case 12 of 40", "chapter 100", "file 404 not found", "staff of 1200", "member states: 27", "record sales of 300000", "license expires in 2027", "the plan for 2030", "passport control took 45 minutes", "drivers: 2400", "the medical records of 120 people", "an NHS trust with 1300 beds"), _BARE, 2)
_NO_PLACE = Kind(lambda rng: rng.choice((f"{rng.uniform(91, 999):.6f}, {rng.uniform(-179, 179):.6f}", f"{rng.uniform(1, 9):.2f}, {rng.uniform(1, 9):.2f}", f"{rng.uniform(1, 9):.3f} {rng.uniform(1, 9):.3f}", f"{rng.randrange(360)}°", text_of(rng, _HASH, 40), f"{rng.uniform(1, 9):.4f}, {rng.uniform(1, 9):.4f}, {rng.uniform(1, 9):.4f}", f"[{rng.random():.5f}, {rng.random():.5f}, {rng.random():.5f}]")), _BARE)
_NO_PLATE = Kind(lambda rng: rng.choice((f"AB{rng.randrange(100, 999)} XYZQ", f"part {rng.randrange(10, 99)}A-{rng.randrange(9)}", "a steel plate of 4 mm", "plate tectonics", "COVID-19", f"A{rng.randrange(9)} paper", f"page {rng.randrange(999)}", f"B{rng.randrange(10, 99)}-{rng.randrange(99)}", text_of(rng, "ABCDEFGHKLM", 7))), _BARE)
_AGELESS = Kind(dates.age_number, ("{} years of experience", "a {}-year mortgage", "page: {}", "stage {}", "{} years ago", "a {}-year warranty", "package: {}", "average {}", "image {}", "mileage: {}", "dosage: {} mg", "coverage: {} %", "voltage: {}", "for {} years", "message {}", "storage={}", "Ice Age {}", "the golden age of {} cities", "percentage: {}", "in {} months", "every {} weeks", "average age group"))

KINDS: Mapping[str, Kinds] = {
    "EMAIL_ADDRESS": Kinds((Kind(contact.email, _MAIL, 5), Kind(contact.spelled_email, ("Write to {} today.", "Mail me: {}", "{}", "Contact {}, please")), Kind(contact.wrapped_email, ("Write to {} today.", "Mail: {}", "{}"))), _NO_CONTACT),
    "URL": Kinds((Kind(contact.url, ("See {} today", "({})", "link: {}", "{}", "at {}, there", "<{}>", "href=\"{}\"", "Go to {}!")),), _NO_CONTACT),
    "DOMAIN_NAME": Kinds((Kind(contact.domain, ("the domain {} is ours", "host {}", "we run {} since May", "{}", "Visit {}.", "on {}, they say", "({})")),), _NO_CONTACT),
    "PHONE_NUMBER": Kinds((Kind(phones.phone, _PHONE),), (Kind(phones.not_phone, _BARE),)),
    "CREDIT_CARD": Kinds((Kind(finance.card, (*_ANY, *_context("card", "Visa"))),), (Kind(finance.bad_card, _ANY, 4), _PLAIN_NUMBERS)),
    "IBAN_CODE": Kinds((Kind(finance.iban, (*_ANY, *_context("IBAN"), "IBAN {} BIC below", "pay to {} today")),), (Kind(finance.bad_iban, _ANY),)),
    "SWIFT_CODE": Kinds((Kind(finance.swift, _context("SWIFT", "BIC", "SWIFT code", "SWIFT/BIC")),), (Kind(of("SWIFT ACTION", "TRANSFER", "INTERNATIONAL", "the bank of SWIFT RESPONSE", "BUSINESS", "DEUTSCHE", "a swift reply", "BICYCLE", "the BIC of a bank"), _BARE),)),
    "US_BANK_NUMBER": Kinds((Kind(lambda rng: digits(rng, rng.randrange(8, 15)), _context("account number", "bank account", "checking account", "Acct"), 2), Kind(finance.routing, _context("routing number", "ABA", "ABA routing"))), (_PLAIN_NUMBERS, Kind(of("30 percent", "12 years", "1,200.50", "2 people", "$14,000.00"), ("the bank account held {}", "account for {} of it", "checking {} now")))),
    "VAT_NUMBER": Kinds((Kind(finance.vat, (*_ANY, *_context("VAT", "VAT no"))),), (Kind(finance.bad_vat, _BARE),)),
    "VN_TAX_CODE": Kinds((Kind(finance.mst, _context("MST", "mã số thuế", "tax code")),), (_PLAIN_NUMBERS, Kind(finance.mst, ("đơn hàng {}", "order no. {}", "SKU {}")))),
    "CRYPTO": Kinds((Kind(finance.crypto, (*_ANY, *_context("wallet", "BTC"))),), (Kind(finance.bad_bitcoin, _BARE), Kind(lambda rng: text_of(rng, _HASH, rng.choice((7, 40, 64))), _BARE))),
    "US_SSN": Kinds((Kind(people.ssn, (*_ANY, *_context("SSN", "social security number")), 3), Kind(lambda rng: people.ssn(rng).replace("-", "").replace(" ", ""), _context("SSN", "Social Security Number"))), (Kind(people.bad_ssn, _BARE, 4), _PLAIN_NUMBERS)),
    "US_ITIN": Kinds((Kind(people.itin, (*_ANY, *_context("ITIN"))),), (Kind(people.bad_itin, _BARE), _PLAIN_NUMBERS)),
    "US_PASSPORT": Kinds((Kind(people.us_passport, _context("passport", "passport number", "Passport No.")),), (_PLAIN_NUMBERS, _WORDS_ABOUT)),
    "PASSPORT": Kinds((Kind(people.passport, _noted("passport", "passport number", "Passport No.", "Reisepass", "passeport", "pasaporte", "hộ chiếu", "passaporto", "travel document")),), (_PLAIN_NUMBERS, _WORDS_ABOUT, Kind(people.passport, ("order {}", "flight {} to Rome", "SKU {}", "part {} of it")))),
    "US_DRIVER_LICENSE": Kinds((Kind(people.driver_license, _noted("driver's license", "Driver License No.", "drivers licence number", "DL no.")),), (_PLAIN_NUMBERS, _WORDS_ABOUT)),
    "UK_NHS": Kinds((Kind(people.nhs, _context("NHS", "NHS number", "NHS no.")),), (Kind(lambda rng: people.nhs(rng, good=False).replace(" ", "").replace("-", ""), _BARE), _WORDS_ABOUT)),
    "UK_NINO": Kinds((Kind(people.nino, (*_ANY, *_context("NI number", "National Insurance"))),), (Kind(lambda rng: f"{rng.choice(('DQ', 'GB', 'ZZ', 'BO', 'FI'))}{text_of(rng, '0123456789', 6)}{rng.choice('EFGH')}", _BARE),)),
    "VN_CCCD": Kinds((Kind(people.cccd, (*_ANY[:-2], *_context("CCCD", "căn cước", "citizen id"))),), (Kind(lambda rng: rng.choice("3456789") + digits(rng, 11), _BARE),)),
    "US_NPI": Kinds((Kind(people.npi, _context("NPI", "NPI number")),), (Kind(people.bad_npi, ("code {} was printed", "a total of {} units")), _PLAIN_NUMBERS)),
    "MEDICAL_LICENSE": Kinds((Kind(people.dea, (*_ANY, *_context("DEA", "DEA number"))), Kind(people.id_number, _noted("medical license", "Medical License No.", "physician license number"))), (Kind(people.bad_dea, _BARE), _WORDS_ABOUT)),
    "MEDICAL_RECORD_NUMBER": Kinds((Kind(people.id_number, _noted("MRN", "Medical Record Number", "medical record no.", "hospital no.")),), (_PLAIN_NUMBERS, _WORDS_ABOUT)),
    "ID_NUMBER": Kinds((Kind(people.id_number, _noted("policy no.", "account number", "Employee ID", "member id", "claim number", "customer no.", "student ID", "badge number", "Subscriber ID"), 9), Kind(lambda rng: text_of(rng, "0123456789", 4), ("card ending in {}", "account ending {}", "the last four digits are {}"))), (_WORDS_ABOUT,)),
    "NATIONAL_ID": Kinds(
        tuple(Kind(national.number(module), _context(*row["named"][:2]), regions=(national.region_of(module),)) for module, row in national.table().items()),
        tuple(Kind(national.number(module, good=False), _BARE, regions=(national.region_of(module),)) for module in national.table() if national.proves(module)),
    ),
    "IP_ADDRESS": Kinds((Kind(things.ip, (*_ANY[:8], "ip {}", "from {} port 22", "[{}]", "host={}", "ping {} failed", "client {}, server down", "5,{},200")),), (Kind(things.bad_ip, _BARE),)),
    "MAC_ADDRESS": Kinds((Kind(things.mac, (*_ANY[:8], "mac {}", "eth0 {} up", "ether {}")),), (Kind(lambda rng: rng.choice((":".join(text_of(rng, _HASH, 2) for _ in range(rng.choice((4, 5, 7, 16, 20)))), f"{text_of(rng, 'ghijk', 2)}:aa:bb:cc:dd:ee", "12:34:56", "00-11-22")), _BARE),)),
    "IMEI": Kinds((Kind(things.imei, _context("IMEI", "device IMEI")),), (Kind(things.bad_imei, (*_BARE, "IMEI {}")),)),
    "VIN": Kinds((Kind(things.vin, (*_ANY, *_context("VIN", "chassis"))),), (Kind(things.bad_vin, _BARE), Kind(lambda rng: rng.choice((text_of(rng, "ABCDEFGHKLM", 17), digits(rng, 17))), _BARE))),
    "LICENSE_PLATE": Kinds((Kind(things.us_plate, _noted("license plate", "Plate", "plate number")), Kind(things.gb_plate, ("The car {} was parked.", "reg {}", "Registration: {}", "vehicle {}")), Kind(things.vn_plate, (*_ANY[:8], "biển số {}"))), (_NO_PLATE,)),
    "GPS_COORDINATES": Kinds((Kind(things.gps, (*_ANY[:7], "GPS {}", "at {} on the map"), 2), Kind(things.gps_short, ("GPS: {}", "coordinates {}", "Location = {}", "The coordinates ({}) were checked", "GPS\n{}"))), (_NO_PLACE,)),
    "DATE_TIME": Kinds((Kind(dates.numeric_date, (*_ANY[:8], "on {}", "dated {}, signed", "DOB: {}", "born {}", "from {} until now", "[{}] started", "7,{},done")), Kind(dates.named_date, (*_ANY[:8], "on {}", "dated {}, signed", "by {} at the latest"))), (Kind(dates.bad_date, _BARE),)),
    "AGE": Kinds((Kind(dates.age, ("He is {}.", "Ann Lee, {}, of Leeds", "{}", "the patient ({})", "a woman, {}; stable")), Kind(dates.age_number, ("Age: {}", "age={}", "a man aged {}", "\"age\": {}", "Tuổi: {}", "at the age of {}", "Ann Lee, age {}, of Leeds", "the patient (aged {})", "Alter: {}"))), (_AGELESS,)),
    "USERNAME": Kinds(
        (Kind(people.username, ("user={}", "\"username\": \"{}\"", "Username: {}", "login: {}\n", "/home/{}/src/main.py", "/Users/{}/Library", "cp notes ~{}/public_html/", "C:\\Users\\{}\\AppData", "web01 - {} [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200", "Accepted publickey for {} from web01 port 22", "RT @{}: so true", "thanks @{} for the help", "posted by u/{} today", "ssh {}@web01 uptime", "Telegram: @{}")),
         Kind(lambda rng: people.username(rng) + digits(rng, 2), ("my username is {} and it fails", "logged in as {}", "unlock account {} please", "Your user name? It's {}.", "her handle is {}.", "psn {} is mine"))),
        (Kind(of("my username is incorrect.", "logged in as an admin", "the user e.g. a clerk", "@media screen", "@Override", "@property", "/home/runner/work", "~username/public_html", "@babel/core", "user: the person", "login: successful", "username=$USER", "user=None", "C:\\Users\\Public\\x", "@param name", "self.user = user", "user=<user>", "GitHub: fixes a bug"), _BARE),),
    ),
    "SECRET": Kinds(
        (
            Kind(secrets.token, (*_ANY[:6], *_ANY[7:9], "token: {}", "Authorization: Bearer {}", "export KEY={}", "key \"{}\" leaked"), 4),
            Kind(secrets.private_key, ("{}", "key:\n{}", "cat id_rsa\n{}")),
            Kind(secrets.password, ("password={}", "PASSWORD: \"{}\"", "db_password = '{}'", "pwd={}", "export DB_PASS=\"{}\"", "\"password\": \"{}\"", "passwd := '{}'"), 2),
            Kind(secrets.api_secret, ("api_key: {}", "secret_key = \"{}\"", "client_secret={}", "\"accessToken\": \"{}\"", "X-Api-Key: {}", "AUTH_TOKEN={}", "aws_secret_access_key = {}"), 2),
        ),
        (Kind(secrets.not_secret, _BARE),),
    ),
    "ADDRESS": Kinds(
        (
            Kind(addresses.us_address, ("Ship to {} today", "{}", "He lives at {}.", "Address: {}", "at {}, near the park", "({})", "Send it to:\n{}\nThanks", "a7,{},US"), 4),
            Kind(addresses.gb_address, ("{}", "She lives at {}.", "Address: {}", "to {} please", "Send it to:\n{}\nThanks"), 2),
            Kind(addresses.vn_address, ("{}", "Địa chỉ: {}", "nhà ở {}.", "Address: {}")),
            Kind(addresses.other_address, ("{}", "Mail to {}.", "Address: {}", "Reply to {} by Friday")),
        ),
        (Kind(addresses.not_address, ("{}", "We saw that {}.", "{} and more", "It says: {}, I think")),),
    ),
}
