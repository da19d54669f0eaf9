"""What people write beside the usual forms: found whole, and what only looks like it stays."""

from __future__ import annotations

import pytest
from marked import unmarked

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

#: The value stands between ⟦ ⟧.
FOUND = [
    "Call ⟦1-800-FLOWERS⟧ now",
    "dial ⟦1 (888) CALL-NOW⟧",
    "Tel: ⟦0800 REVERSE⟧",
    "Tél. ⟦01 42 68 53 00⟧",
    "Mobile - ⟦0412345678⟧",
    "on file: ⟦XXXX-XXXX-XXXX-6071⟧",
    "paid with ⟦453973******6071⟧",
    "Paid by MC⟦5412731952846070⟧",
    "⟦4539731952846071⟧USD",
    "⟦4539:7319:5284:6071⟧",
    "Paid by card ⟦(4539) 7319 5284 6071⟧",
    '{"securityCode":"⟦417⟧"}',
    '{"customerPhone": "⟦4155550132⟧"}',
    "cardnumber=⟦1234567812345678⟧",
    "cvv2 is ⟦417⟧",
    "SSN (last 4): ⟦4399⟧",
    "compte n° ⟦00012345678⟧",
    "account for ticket ⟦12345678⟧",
    "Inmate ⟦A12-3456⟧",
    "S/N ⟦C02XG0FDJGH5⟧",
    "receipt ⟦EAC1234567890⟧",
    "A# ⟦A123456789⟧",
    "⟦P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<⟧",
    "\n⟦L898902C36UTO7408122F1204159ZE184226B<<<<<10⟧",
    "SIM ⟦8944500102198304826⟧",
    "IBAN ⟦DE89/3704/0044/0532/0130/00⟧",
    "⟦rosa arroba example punto com⟧",
    "⟦rosa(ät)example.de⟧",
    "⟦rosa AT example.com⟧",
    "⟦rosa@198.51.100.7⟧",
    "CORP\\⟦jdoe⟧",
    "login EXAMPLE\\⟦rosa.lindqvist⟧ failed",
    "/mnt/c/Users/⟦rosa⟧/x",
    "D:\\Users\\⟦Ann Lee⟧\\Desktop",
    "c:/users/⟦Mary Jane O'Neil⟧/x.txt",
    "https://cs.example.edu/~⟦jsantos⟧/papers",
    "pwd ⟦x7Gh2kk⟧",
    "user rosa, password ⟦hunter2⟧",
    "heslo: ⟦Leto2024⟧",
    "비밀번호: ⟦abc12345⟧",
    "Kennwort lautet ⟦Sommer2024⟧",
    "creds: rosa / ⟦hunter2⟧",
    "ansible_ssh_pass: ⟦hunter2⟧",
    '<string name="api_key">⟦9fKq2LmXz0TtRr41Bv⟧</string>',
    "<key>password</key><string>⟦hunter2⟧</string>",
    "SET PASSWORD FOR rosa = '⟦hunter2⟧'",
    "⟦123456-234567-345678-456789-567890-678901-789012-890123⟧",
    "my name's ⟦naga⟧",
    "Ich heiße ⟦Annegret Schulze⟧",
    "меня зовут ⟦Иван⟧",
    "the ⟦quinteros⟧' house",
    "NK1|1|⟦OSEI^PER⟧|SPO",
    "PID|1||5729183^^^MRN||OSEI^DANA^K||⟦19800101⟧|F",
    "PID|1||⟦5729183⟧^^^MRN||OSEI^DANA^K||19800101|F",
    "номер ⟦А123ВС77⟧",
    "LMP ⟦3/7⟧",
    # Broken at a line end.
    "⟦+1 212 555\n0143⟧",
    "Ring ⟦+1 (212)\r\n555 0143⟧, please",
    "> the office (⟦+44 20 7946\n> 0958⟧)",
    "Ring ⟦(212) 555\n0143⟧ today",
    "Ring ⟦212-555\n-0143⟧ today",
    "my SSN is ⟦536 90\n4399⟧",
    "Ring ⟦+1 212 555\n\n  0143⟧",  # <br> at the end of a line
    "Aadhaar ⟦2345 6789\n0124⟧",
    "Rückruf unter ⟦0176 5550 1234⟧",
    "Bitte rufen Sie mich unter ⟦0176 5550 1234⟧ an.",
    "Llámame al ⟦612 345 678⟧",
    "Bel mij op nummer ⟦06 12345678⟧",
    "telefonare al ⟦347 1234567⟧",
    "Tel. Mann ⟦0361 5550199⟧",
    "mobile (wife): ⟦+44 7700 900461⟧",
    "Emergency contact: ⟦Mark Rose⟧ 555-0142",
    "Emergency contact: Mark Rose ⟦555-0142⟧",
    "Login: ⟦socallaghan⟧ / P@ssw0rd!2024",
    "2FA backup codes: ⟦8f3k-22mq, 9d1x-77aa⟧",
    "recovery codes are ⟦1234 5678⟧\nand",
    "loyalty no. ⟦3081 4711 9921 0⟧",
    "Green card ⟦A123-456-789⟧",
    "last4: ⟦6789⟧",
]

STAYS = [
    "1-800 numbers are free",
    "Since 1800 BCE",
    "HKLM\\software\\x",
    "SRC\\main.c",
    "C:\\Users\\All Users\\x",
    "~/bin and ~ user/x",
    "$x =~tr/a/b/ and 1.0~rc1/x",
    "~username/public_html",
    "approx. ~10/day",
    'HEAD\\x00")',
    "DONE\\nnext",
    "pwd: /usr/local/lib",
    "PWD=/usr/local/lib",
    "password sha256 digest",
    "password reset link",
    "pw 2 of 3",
    "at one point in time",
    "the parents' house",
    "my name is not important",
    "x^2 + y^2",
    "OBX|1|NM|718-7^HGB^LN||12.1|g/dL|12-16|N",
    "<version>10.20.30.40</version>",
    "47223179-9330-4259-b66c-f2db26efb20c",
    '<a href="#special-keys">Special keys</a>',
    "tan 45 is 1",
    "foo@1.2.3.4",
    # Numbers under each other, or that end a line and begin one.
    "2010 312 415\n2011 330 420\n2012 350 460",
    "call for papers\n415 555\n2011\n",
    "Visitors: 415 622\n2021 budget",
    "+12.345\n-23.456\n+12345678\n-12345678",
    "in 2019\n2000 people came",
    '"GET /call HTTP/1.0" 200 2326 "-"',
    "Belgium 2020 1234567",
    "cell division 0.12345678",
    "mobile share was 0.1250 0.2500",
    "backup codes are stored in 2 places",
    "recovery key 2019 edition",
]


@pytest.mark.parametrize("marked", FOUND)
def test_found_whole(marked: str) -> None:
    text, [(start, end)] = unmarked(marked)
    masked = {at for span in MASK(text, None) for at in range(span.start, span.end)}
    assert {at for at in range(start, end) if text[at].isalnum()} <= masked


@pytest.mark.parametrize("text", STAYS)
def test_stays(text: str) -> None:
    assert MASK(text, None) == ()


def test_rows_that_begin_with_numbers_of_one_length_do_not_go_on() -> None:
    text = "43042 ssn 129145\n43043 ssn 1383532\n"
    assert all("\n" not in text[span.start : span.end] for span in MASK(text, None))
