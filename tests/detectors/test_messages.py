"""Messages between machines: a segment's name and a place say what a value is (HL7 version 2, X12, EDIFACT, SWIFT)."""

from __future__ import annotations

import random

import pytest
from marked import unmarked

from redactor.cli.evaluated import masked_by_patterns
from redactor.detectors.messages import find_messages, table

MASK = masked_by_patterns(None)

#: Each value between ⟦ ⟧ is found whole; so is nothing of what stands between ⟪ ⟫.
MESSAGES = [
    "MSH|^~\\&|⟪ADT1⟫|MCM\rPID|1||⟦10006579⟧^^^1^MRN||⟦DUCK^DONALD^D⟧||⟦19241010⟧|⟪M⟫||1|⟦111 DUCK ST^^FOWL^CA^999990000⟧"
    "||⟦8885551212⟧|⟦8885551213⟧|1|⟪2⟫||⟦40007716⟧^^^AccMgr|⟦123121234⟧|⟦D1234567⟧\r",
    "PID|||⟦A77⟧~⟦B78⟧||⟦Osei^Dana⟧~⟦Mensah^Dana⟧||||||||⟦^PRN^PH^^49^30^901820⟧",
    'PID|1||⟦77⟧||⟦Osei^Dana⟧|⟦Mensah⟧|⟪""⟫|F',
    "MSH|^~\\&|A\nMRG|⟦55-12⟧^^^MRN\nORC|⟪RE⟫||||||||||⟦77^Grey^Meredith⟧|⟦^Shepherd⟧",
    "NK1|1|⟦Osei^Per⟧|⟪SPO⟫|⟦Main 5^^Town⟧|⟦555 0142⟧||",
    "IN1|1|⟪PPO⟫|PA|⟦Blue Cross⟧^L|⟦PO Box 12^^Phoenix⟧||||||||||||⟪SELF⟫|⟦19241010⟧",
    "MSH$^~\\&$⟪ADT1⟫\rPID$1$$⟦10006579⟧$$⟦DUCK^DONALD⟧",
    "ISA|00|  |00|  |ZZ|⟪SENDER⟫~NM1|IL|1|⟦OKAFOR⟧|⟦BO⟧|T|||MI|⟦W123456789⟧~",
    "OBX|1|⟪NM⟫|⟪Glucose⟫||⟪120⟫|mg/dl",
    "log: \\rPID|1||⟦77⟧||⟦Osei^Dana⟧\\rPV1|1|⟪I⟫|⟪W3⟫",
    "ISA*00*  *00*  *ZZ*⟪SENDER⟫~NM1*IL*1*⟦SMITH⟧*⟦JOHN⟧*A***34*⟦202443307⟧~PER*IP**HP*⟦7172343334⟧*WP*⟦7172341240⟧~",
    "NM1*85*2*⟦ACME CLINIC⟧*****XX*⟦1234567893⟧~N3*⟦100 MARKET ST⟧*⟦APT 3G⟧~N4*⟦CAMP HILL⟧*⟪PA⟫*⟦17011⟧~DMG*⟪D8⟫*⟦19400816⟧*⟪M⟫~",
    "ST*834*0001~REF*0F*⟦890111⟧~REF*SY*⟦202443307⟧~REF*⟪38⟫*⟪MASTER⟫~",
    "UNB+UNOC:3+⟪SENDER⟫'NAD+BY+5412345000013::9++⟦Osei ?+ Sons⟧"
    "+⟦Main St 5⟧+⟦Accra⟧++⟦00233⟧+⟪GH⟫'CTA+⟪IC⟫+:⟦Dana Osei⟧'COM+⟦0302555⟧:⟪TE⟫'",
    ":50K:/⟦12345678901⟧\n⟦JAN PEETERS⟧\n⟦KERKSTRAAT 12⟧\n⟦9000 GENT⟧"
    "\n:59F:/X1\r\n1/⟦HANNELORE BRANDT⟧\r\n⟦2/LINDENSTR 5⟧\r\n:70:⟪INVOICE⟫",
]
STAYS = [
    "PID|USER|TIME|COMMAND|STATE|NAME",
    "USER|PID|CPU|MEM",
    "| PID | NAME |",
    "a*N3*b and 2*PER*x",
    "NAD+ is a coenzyme; NAD+/NADH",
    "It is 12:50:30 now",
    "MSH|^~\\&|A|B|C|D|202301011200||ACK|1|P|2.5\rMSA|AA|1\r",
    "HL7 messages begin with MSH|^~\\& and so on.",
    "ISA*00*x*ZZ*A~ST*997*0001~AK1*HC*1~",
    "UNB+UNOC:3+SENDER+RECV'UNH+1+CONTRL:D:3:UN'UCI+1'",
    "|ID|PID|Shade|Size|Colour|\n|1|2|x|",
    "N1*x + N2*y + N1*AB*z*k",
]


@pytest.mark.parametrize("marked", MESSAGES)
def test_a_place_names_its_value(marked: str) -> None:
    text, named = unmarked(marked, "⟦⟧")
    _, others = unmarked(marked, "⟪⟫")
    masked = {at for span in MASK(text, None) for at in range(span.start, span.end)}
    for start, end in named:
        assert {at for at in range(start, end) if text[at].isalnum()} <= masked, text[start:end]
    for start, end in others:
        assert not masked.intersection(range(start, end)), text[start:end]


@pytest.mark.parametrize("text", STAYS)
def test_what_is_no_message_stays(text: str) -> None:
    assert find_messages(text) == []
    assert not [span for span in MASK(text, None) if span.label in ("PERSON", "ADDRESS")]


def test_every_name_and_address_and_phone_of_the_standard_is_in_the_table() -> None:
    """hl7apy's fields of HL7 2.5 whose type is a person, an address or a phone, in each segment that the table has."""
    fields = pytest.importorskip("hl7apy.v2_5.fields", reason="hl7apy holds the standard's fields").FIELDS
    kinds = {"XPN": "PERSON", "XCN": "PERSON", "PPN": "PERSON", "XAD": "ADDRESS", "XTN": "PHONE_NUMBER"}
    rows = table()["hl7"]
    checked = 0
    for name, (_, _, kind, *_) in fields.items():
        segment, _, place = name.rpartition("_")
        if segment in rows and kind in kinds:
            checked += 1
            assert (kinds[kind], int(place)) in {(row.label, row.place) for row in rows[segment]}, name
    assert checked > 90


def test_many_segments_take_time_in_proportion() -> None:
    rng = random.Random(5)
    text = "".join(f"PID|{n}||{rng.randrange(9**9)}||A^B||||||||5550{n:04}\r" for n in range(3_000))
    assert len(find_messages(text)) == 9_000
