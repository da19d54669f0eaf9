# ruff: noqa: E501 - one kind of value and its sentences a line
# fmt: off
"""A labelled set for the pattern detectors, made by a seed: positives and hard negatives per family, and the score.

>>> case = next(iter(cases("phone", 1, seed=1)))
>>> sorted(case)
['family', 'spans', 'text']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from redactor.spans import Span
from redactor.training import detector_values as v
from redactor.training.detector_values import Maker

Case = dict[str, Any]
Detect = Callable[[str], Sequence[Span]]

#: Where precision and recall must be; phones and addresses are read with less to hold on to.
BAR = 0.99
LOWER_BARS: Mapping[str, float] = {"PHONE_NUMBER": 0.97, "ADDRESS": 0.97}

#: Labels that may stand for each other on the same characters: masking is right under any of them.
FAMILIES: Mapping[str, frozenset[str]] = {
    "contact": frozenset({"EMAIL_ADDRESS", "URL", "DOMAIN_NAME"}),
    "phone": frozenset({"PHONE_NUMBER"}),
    "finance": frozenset({"CREDIT_CARD", "IBAN_CODE", "SWIFT_CODE", "US_BANK_NUMBER", "VAT_NUMBER", "VN_TAX_CODE", "CRYPTO", "ID_NUMBER", "NATIONAL_ID"}),
    "identity": frozenset(
        str.split(
        "US_SSN US_ITIN US_PASSPORT PASSPORT US_DRIVER_LICENSE UK_NHS UK_NINO VN_CCCD US_NPI MEDICAL_LICENSE"
        " MEDICAL_RECORD_NUMBER ID_NUMBER NATIONAL_ID US_BANK_NUMBER VN_TAX_CODE"
    )
    ),
    "network": frozenset({"IP_ADDRESS", "MAC_ADDRESS", "URL", "DOMAIN_NAME"}),
    "things": frozenset({"IMEI", "VIN", "LICENSE_PLATE", "GPS_COORDINATES", "ID_NUMBER"}),
    "dates": frozenset({"DATE_TIME", "AGE"}),
    "secrets": frozenset({"SECRET", "URL", "EMAIL_ADDRESS", "DOMAIN_NAME"}),
    "addresses": frozenset({"ADDRESS"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """How often (``weight``) which value stands in which sentences; ``label`` None makes a hard negative.

    A sentence's ``{}`` is the value; where it names its label in brackets, ``{}`` may stand next to what needs no label.
    """

    label: str | None
    make: Maker
    sentences: tuple[str, ...]
    weight: int = 1


_ANY = (
    "{}", "It is {}.", "({})", "We noted {} and went on.", "Value: {}", "- {}\n- none", "Please use {}, thanks.", "\"{}\"", "field={}; next=none",
    "the new one\n{}\nreplaces the old one", "He wrote {} on the form.", "Ghi chú: {}.", "{} was given by the client.", "see {}; all else is unchanged",
)  # fmt: skip
_MAIL = ("Write to {} today.", "<{}>", "mailto:{}", "Contact: {}", "email={}", *_ANY[:6], "From: Ann <{}>", "{},", "'{}'", "cc {}; thanks", "name|{}|x")
_PHONE = ("Call {} now.", "Tel: {}", "phone {}", "Fax {}.", "My number is {}", "You can reach me at {} after six.", "{}", "({})", "Mobile: {}, ask for Ann", "Điện thoại: {}", "tel:{}", "sđt {}", "contact\n{}")
_BARE = ("The reference says {} in the margin.", "{} units", "We counted {}.", "{}", "See {} for more.", "log line {} ok", "code {} was printed", "a list: {}, and so on")


def _context(*words: str) -> tuple[str, ...]:
    return tuple(form.format(word) for word in words for form in ("{}: {{}}", "{} {{}}", "his {} is {{}}.", "{} = {{}}", "The {} ({{}}) was checked", "{}\n{{}}"))


def _noted(*words: str) -> tuple[str, ...]:
    return tuple(form.format(word) for word in words for form in ("{}: {{}}", "{} #{{}}", "The {} is {{}}.", "{}: {{}}, seen today", "\"{}\": \"{{}}\"", "{} - {{}}"))


KINDS: Mapping[str, tuple[Kind, ...]] = {
    "contact": (
        Kind("EMAIL_ADDRESS", v.email, _MAIL, 5),
        Kind("EMAIL_ADDRESS", v.spelled_email, ("Write to {} today.", "Mail me: {}", "{}", "Contact {}, please"), 1),
        Kind("EMAIL_ADDRESS", v.wrapped_email, ("Write to {} today.", "Mail: {}", "{}"), 1),
        Kind("URL", v.url, ("See {} today", "({})", "link: {}", "{}", "at {}, there", "<{}>", "href=\"{}\"", "Go to {}!"), 3),
        Kind("DOMAIN_NAME", v.domain, ("the domain {} is ours", "host {}", "we run {} since May", "{}", "Visit {}.", "on {}, they say", "({})"), 2),
        Kind(None, v.of("@home", "user@", "@", "a@b", "icon@2x.png", "name@1.2.3", "@scope/package", "meet at noon", "look at the dot com boom", "1@2", "x @ y.", "@john_smith", "e.g.", "i.e.", "Node.js", "main.py", "README.md", "setup.cfg", "os.path.join", "self.name", "foo.bar()", "3.14", "U.S.A.", "Mr.Smith", "the end.Then it", "finished.So we", "v2.beta", "data.csv", "photo.jpeg", "a.b.c", "etc.", "http://", "www.", "://x", "archive.tar.gz", "script.sh", "lib.so", "obj.method", "np.array", "p.m.", "vs.", "Inc.", "no.5", "we looked at it dot by dot", "$f@", "foo@bar@"), _BARE, 8),
    ),
    "phone": (
        Kind("PHONE_NUMBER", v.phone, _PHONE, 5),
        Kind(None, v.not_phone, _BARE, 5),
    ),
    "finance": (
        Kind("CREDIT_CARD", v.card, (*_ANY, *_context("card", "Visa")), 3),
        Kind(None, v.bad_card, _ANY, 3),
        Kind("IBAN_CODE", v.iban, (*_ANY, *_context("IBAN"), "IBAN {} BIC below", "pay to {} today"), 2),
        Kind(None, v.bad_iban, _ANY, 2),
        Kind("SWIFT_CODE", v.swift, _context("SWIFT", "BIC", "SWIFT code", "SWIFT/BIC"), 1),
        Kind(None, v.of("SWIFT ACTION", "TRANSFER", "INTERNATIONAL", "the bank of SWIFT RESPONSE", "BUSINESS", "DEUTSCHE"), _BARE, 1),
        Kind("US_BANK_NUMBER", lambda rng: v.digits(rng, rng.randrange(8, 15)), _context("account number", "bank account", "checking account", "Acct"), 2),
        Kind("US_BANK_NUMBER", v.routing, _context("routing number", "ABA", "ABA routing"), 1),
        Kind(None, lambda rng: v.digits(rng, rng.randrange(11, 15)), _BARE, 2),
        Kind("VAT_NUMBER", v.vat, (*_ANY, *_context("VAT", "VAT no")), 1),
        Kind(None, v.bad_vat, _BARE, 1),
        Kind("VN_TAX_CODE", v.mst, _context("MST", "mã số thuế", "tax code"), 1),
        Kind("CRYPTO", v.crypto, (*_ANY, *_context("wallet", "BTC")), 1),
        Kind(None, v.bad_bitcoin, _BARE, 1),
    ),
    "identity": (
        Kind("US_SSN", v.ssn, (*_ANY, *_context("SSN", "social security number")), 3),
        Kind("US_SSN", lambda rng: v.ssn(rng).replace("-", "").replace(" ", ""), _context("SSN", "Social Security Number"), 1),
        Kind(None, v.bad_ssn, _BARE, 3),
        Kind("US_ITIN", v.itin, (*_ANY, *_context("ITIN")), 1),
        Kind("US_PASSPORT", v.us_passport, _context("passport", "passport number", "Passport No."), 1),
        Kind("US_DRIVER_LICENSE", v.driver_license, _noted("driver's license", "Driver License No.", "drivers licence number", "DL no."), 1),
        Kind("UK_NHS", v.nhs, _context("NHS", "NHS number", "NHS no."), 1),
        Kind(None, lambda rng: v.nhs(rng, good=False).replace(" ", "").replace("-", ""), _BARE, 1),
        Kind("UK_NINO", v.nino, (*_ANY, *_context("NI number", "National Insurance")), 1),
        Kind(None, lambda rng: f"{rng.choice(('DQ', 'GB', 'ZZ', 'BO', 'FI'))}{v.digits(rng, 6)}{rng.choice('EFGH')}", _BARE, 1),
        Kind("VN_CCCD", v.cccd, (*_ANY, *_context("CCCD", "căn cước", "citizen id")), 1),
        Kind(None, lambda rng: rng.choice("3456789") + v.digits(rng, 11), _BARE, 2),
        Kind("US_NPI", v.npi, _context("NPI", "NPI number"), 1),
        Kind(None, v.bad_npi, ("code {} was printed", "a total of {} units"), 1),
        Kind("MEDICAL_LICENSE", v.dea, (*_ANY, *_context("DEA", "DEA number")), 1),
        Kind(None, v.bad_dea, _BARE, 1),
        Kind("MEDICAL_RECORD_NUMBER", v.id_number, _noted("MRN", "Medical Record Number", "medical record no."), 1),
        Kind("ID_NUMBER", v.id_number, _noted("policy no.", "account number", "Employee ID", "member id", "claim number", "customer no.", "student ID", "badge number", "Subscriber ID"), 3),
        Kind(None, v.of("the policy of 2024", "patients in 2019", "her account of 1945", "an employee for 30 years", "group 7", "case 12 of 40", "chapter 100", "file 404 not found", "staff of 1200", "member states: 27", "record sales of 300000", "license expires in 2027", "the plan for 2030"), _BARE, 3),
    ),
    "network": (
        Kind("IP_ADDRESS", v.ip, (*_ANY[:8], "ip {}", "from {} port 22", "[{}]", "host={}", "ping {} failed", "client {}, server down"), 4),
        Kind(None, v.bad_ip, _BARE, 5),
        Kind("MAC_ADDRESS", v.mac, (*_ANY[:8], "mac {}", "eth0 {} up", "ether {}"), 2),
        Kind(None, lambda rng: rng.choice((":".join(v.text_of(rng, "0123456789abcdef", 2) for _ in range(rng.choice((4, 5, 7, 16, 20)))), f"{v.text_of(rng, 'ghijk', 2)}:aa:bb:cc:dd:ee", "12:34:56", "00-11-22")), _BARE, 2),
    ),
    "things": (
        Kind("IMEI", v.imei, _context("IMEI", "device IMEI"), 1),
        Kind(None, v.bad_imei, (*_BARE, "IMEI {}"), 1),
        Kind("VIN", v.vin, (*_ANY, *_context("VIN", "chassis")), 1),
        Kind(None, v.bad_vin, _BARE, 1),
        Kind("LICENSE_PLATE", v.us_plate, _noted("license plate", "Plate", "plate number"), 1),
        Kind("LICENSE_PLATE", v.gb_plate, ("The car {} was parked.", "reg {}", "Registration: {}", "vehicle {}"), 1),
        Kind("LICENSE_PLATE", v.vn_plate, (*_ANY[:8], "biển số {}"), 1),
        Kind("GPS_COORDINATES", v.gps, (*_ANY[:7], "GPS {}", "at {} on the map"), 2),
        Kind("GPS_COORDINATES", v.gps_short, _context("GPS", "coordinates", "Location"), 1),
        Kind(None, lambda rng: rng.choice((f"{rng.uniform(91, 999):.6f}, {rng.uniform(-179, 179):.6f}", f"{rng.uniform(1, 9):.2f}, {rng.uniform(1, 9):.2f}", f"{rng.uniform(1, 9):.3f} {rng.uniform(1, 9):.3f}", f"{rng.randrange(360)}°", v.text_of(rng, "0123456789abcdef", 40), v.text_of(rng, "ABCDEFGHKLM", 17), f"AB{rng.randrange(100, 999)} XYZQ", f"{rng.uniform(1, 9):.4f}, {rng.uniform(1, 9):.4f}, {rng.uniform(1, 9):.4f}")), _BARE, 4),
    ),
    "dates": (
        Kind("DATE_TIME", v.numeric_date, (*_ANY[:8], "on {}", "dated {}, signed", "DOB: {}", "born {}", "from {} until now", "[{}] started"), 3),
        Kind("DATE_TIME", v.named_date, (*_ANY[:8], "on {}", "dated {}, signed", "by {} at the latest"), 3),
        Kind(None, v.bad_date, _BARE, 6),
    ),
    "secrets": (
        Kind("SECRET", v.token, (*_ANY[:6], *_ANY[7:9], "token: {}", "Authorization: Bearer {}", "export KEY={}", "key \"{}\" leaked"), 4),
        Kind("SECRET", v.private_key, ("{}", "key:\n{}", "cat id_rsa\n{}"), 1),
        Kind("SECRET", v.password, ("password={}", "PASSWORD: \"{}\"", "db_password = '{}'", "pwd={}", "export DB_PASS=\"{}\"", "\"password\": \"{}\"", "passwd := '{}'"), 2),
        Kind("SECRET", v.api_secret, ("api_key: {}", "secret_key = \"{}\"", "client_secret={}", "\"accessToken\": \"{}\"", "X-Api-Key: {}", "AUTH_TOKEN={}", "aws_secret_access_key = {}"), 2),
        Kind(None, lambda rng: rng.choice((
            f"commit {v.text_of(rng, '0123456789abcdef', 40)}", f"sha256:{v.text_of(rng, '0123456789abcdef', 64)}", f"md5 {v.text_of(rng, '0123456789abcdef', 32)}", "password: required", "Forgot your password?", "the token is missing", "password = os.environ['PW']", "api_key = None",
            "secret: true", "token: string", "passwords are bad", "<password>", "password=${DB_PASS}", "private key", "-----BEGIN CERTIFICATE-----", f"uuid {v.text_of(rng, '0123456789abcdef', 8)}-{v.text_of(rng, '0123456789abcdef', 4)}-4{v.text_of(rng, '0123456789abcdef', 3)}-a{v.text_of(rng, '0123456789abcdef', 3)}-{v.text_of(rng, '0123456789abcdef', 12)}",
            "eyJ", "the key is under the mat", "key: value", "password: ********", "pass: the salt", "sk-learn", "sk_buff", "AKIA", "ghp_", "primary_key=True", "password_field", "a secret garden", "tokens: 512", "max_tokens=4096", "keyboard: qwerty", "the password is wrong", "basic understanding", "bearer of bad news",
        )), _BARE, 9),
    ),
    "addresses": (
        Kind("ADDRESS", v.us_address, ("Ship to {} today", "{}", "He lives at {}.", "Address: {}", "at {}, near the park", "({})", "Send it to:\n{}\nThanks"), 4),
        Kind("ADDRESS", v.gb_address, ("{}", "She lives at {}.", "Address: {}", "to {} please", "Send it to:\n{}\nThanks"), 2),
        Kind("ADDRESS", v.vn_address, ("{}", "Địa chỉ: {}", "nhà ở {}.", "Address: {}"), 1),
        Kind("ADDRESS", v.other_address, ("{}", "Mail to {}.", "Address: {}", "Reply to {} by Friday"), 1),
        Kind(None, v.not_address, ("{}", "We saw that {}.", "{} and more", "It says: {}, I think"), 8),
    ),
}  # fmt: skip


def cases(family: str, positives: int, seed: int) -> Iterator[Case]:
    """``positives`` labelled texts of a family, and as many hard negatives where it has any; the same for a seed."""
    rng = Random(f"{family}:{seed}")
    for wanted in (True, False):
        kinds = [kind for kind in KINDS[family] if (kind.label is not None) == wanted]
        for kind in rng.choices(kinds, weights=[kind.weight for kind in kinds], k=positives if kinds else 0):
            yield _case(family, kind, rng)


def _case(family: str, kind: Kind, rng: Random) -> Case:
    head, _, tail = rng.choice(kind.sentences).partition("{}")
    value = kind.make(rng)
    spans = [] if kind.label is None else [(len(head), len(head) + len(value), kind.label)]
    return {"text": head + value + tail, "spans": spans, "family": family}


@dataclass(slots=True)
class Tally:
    """Counts of one label, and what follows from them."""

    found: int = 0
    missed: int = 0
    right: int = 0
    wrong: int = 0

    def as_dict(self, label: str) -> dict[str, Any]:
        """Precision, recall and whether both reach the bar."""
        precision = self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0
        recall = self.found / (self.found + self.missed) if self.found + self.missed else 1.0
        bar = LOWER_BARS.get(label, BAR)
        return {
            "precision": precision,
            "recall": recall,
            "positives": self.found + self.missed,
            "predicted": self.right + self.wrong,
            "bar": bar,
            "passed": precision >= bar and recall >= bar,
        }


def _same_family(first: str, second: str) -> bool:
    return first == second or any(first in labels and second in labels for labels in FAMILIES.values())


def _covered(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Is every character of ``[start, end)`` inside one of the sorted ``spans``?"""
    for span in spans:
        if span.start <= start < span.end:
            start = span.end
    return start >= end


def score(detect: Detect, examples: Iterable[Case]) -> dict[str, dict[str, Any]]:
    """Precision and recall per label: a positive counts when its characters are wholly covered by its label's spans,
    a prediction is wrong when it touches no labelled span of a family that its label belongs to."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for case in examples:
        predicted = sorted(detect(case["text"]))
        for start, end, label in case["spans"]:
            hit = _covered(start, end, (span for span in predicted if span.label == label))
            tallies[label].found += hit
            tallies[label].missed += not hit
        for span in predicted:
            touched = any(
                span.start < end and start < span.end and _same_family(span.label, label)
                for start, end, label in case["spans"]
            )
            tallies[span.label].right += touched
            tallies[span.label].wrong += not touched
    return {label: tallies[label].as_dict(label) for label in sorted(tallies)}


def detector_report(n: int = 2_000, seed: int = 20_240_513) -> dict[str, Any]:
    """The score of the shipped table on ``n`` positives (and as many hard negatives) per family."""
    from redactor.detectors.patterns import PatternDetector

    detect = PatternDetector().find
    families = {family: score(detect, cases(family, n, seed)) for family in KINDS}
    labels = score(detect, (case for family in KINDS for case in cases(family, n, seed)))
    return {"n": n, "seed": seed, "labels": labels, "families": families, "passed": all(row["passed"] for row in labels.values())}
