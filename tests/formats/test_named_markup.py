# ruff: noqa: E501 - a row of a table stays together
"""What XML and HTML say of a value beside it (attributes, the element before), and what of them is nobody's: namespaces, schemas.

The forms are those of public formats: XHTML, SVG, Maven, GPX, Windows' events, property lists, SAML, OpenStreetMap, XML-RPC, HTML's
forms and microdata, .NET's settings.
"""

from __future__ import annotations

import pytest
from harness import check_goes_on_everywhere, read

from redactor.detectors.web_names import without_names
from redactor.engine.detection import NAMED, Detection
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.tagger.tagging import Failure

DETECTION = Detection(Policy.load(None), Masker(Policy.load(None)), None)

#: A file, and what of it is masked. All else stays.
MASKED = [
    ("a.xml", '<html xmlns="http://www.w3.org/1999/xhtml"><p>Tel. 415-555-0132</p></html>', ["415-555-0132"]),
    ("a.html", '<html xmlns="http://www.w3.org/1999/xhtml"><p>Tel. 415-555-0132</p></html>', ["415-555-0132"]),
    ("a.html", '<html xmlns:fb="http://www.facebook.com/2008/fbml"><p>Tel. 415-555-0132</p></html>', ["415-555-0132"]),
    ("a.html", '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><p>Tel. 415-555-0132</p>', ["415-555-0132"]),
    ("a.xml", '<gpx xmlns="http://www.topografix.com/GPX/1/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd"><phone>5550132</phone></gpx>', ["5550132"]),
    ("a.xml", '<r xmlns="http://s3.amazonaws.com/doc/2006-03-01/" phone="5550132"/>', ["5550132"]),
    ("a.xml", '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist><dict><key>Password</key><string>winterfox</string><key>Label</key><string>winterfox</string></dict></plist>', ["winterfox"]),
    ("a.xml", "<plist><dict><key>Command</key><dict><key>PhoneNumber</key><string>5550132</string><key>Kind</key><string>5550133</string></dict></dict></plist>", ["5550132"]),
    ("a.xml", '<saml:Attribute Name="urn:oid:2.5.4.20" FriendlyName="telephoneNumber"><saml:AttributeValue>5550132</saml:AttributeValue></saml:Attribute>', ["5550132"]),
    ("a.xml", '<saml:Attribute Name="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/mobilephone"><saml:AttributeValue>5550133</saml:AttributeValue></saml:Attribute>', ["5550133"]),
    ("a.xml", '<osm><tag k="contact:phone" v="5550132"/><tag k="amenity" v="5550133"/></osm>', ["5550132"]),
    ("a.xml", "<member><name>phone</name><value><string>5550132</string></value></member>", ["5550132"]),
    ("a.xml", '<appSettings><add key="DbPassword" value="winterfox"/><add key="LogLevel" value="winterfox"/></appSettings>', ["winterfox"]),
    ("a.xml", '<users><user name="Ann Lee" role="admin"/><user name="kbrand"/><string name="app_title">x</string></users>', ["Ann Lee", "kbrand"]),
    ("a.xml", '<doc><field name="rose">x</field><bean name="jordan" class="x.Y"/></doc>', []),
    ("a.html", '<form><input autocomplete="cc-number" name="f3" value="1234567812345678"><input type="tel" name="x1" value="5550132"><input type="text" name="x2" value="5550133"></form>', ["1234567812345678", "5550132"]),
    ("a.html", '<p>Tel. <span itemprop="telephone">415</span>-555-0132</p>', ["415-555-0132"]),
    ("a.xml", '<dict><key>phone</key></dict><string>5550132</string>', []),
    ("a.xml", '<r b:schemaLocation="Kim Brand, 415-555-0132"/>', ["415-555-0132"]),
    ("a.xml", '<tags><tag k="ann.lee@example.com" v="x"/></tags>', ["ann.lee@example.com"]),
]  # fmt: skip

#: Names that hold somebody's data.
WITHHELD = [
    '<r xmlns="http://ann:winterfox@example.com/ns"/>',
    '<r xmlns:a="mailto:ann@example.com"/>',
    '<r xmlns:a="http://example.com/ns?mail=ann%40example.com"/>',
    '<r xmlns:a="http://example.com/415-555-0132"/>',
    '<r xmlns:a="https://example.com/users/ann-lee"/>',
    '<r xmlns:a="https://facebook.com/ann-lee"/>',
    '<r xsi:schemaLocation="urn:a https://example.com/homes/ann-lee"/>',
    '<r xmlns:a="https://hooks.slack.com/services/TABCDEFGH/BABCDEFGH/abcdefghijklmnopqrstuvwx"/>',
    '<r xsi:schemaLocation="urn:a http://example.com/ann@example.com/a.xsd"/>',
    '<!DOCTYPE r SYSTEM "http://ann:winterfox@example.com/r.dtd"><r/>',
]


@pytest.mark.parametrize(("name", "text", "values"), MASKED)
def test_what_is_said_beside_a_value_counts(name: str, text: str, values: list[str]) -> None:
    records = read(name, text.encode())
    masked = []
    for record, answer in zip(records, DETECTION.detect(records), strict=True):
        assert isinstance(answer, list)
        for leaf, spans in zip(record.leaves, answer, strict=True):
            masked += sorted({leaf.text[span.start : span.end] for span in spans})
    assert masked == values
    check_goes_on_everywhere(name, text.encode())


@pytest.mark.parametrize("text", WITHHELD)
def test_a_namespace_that_is_somebodys_withholds_its_record(text: str) -> None:
    assert DETECTION.detect(read("a.xml", text.encode())) == [Failure(NAMED)]


def test_who_is_called_so_is_looked_at_and_in_no_path() -> None:
    (record,) = read(
        "a.xml", b'<r><x k="Zorblatt"/><x name="phone" key="Zorblatt">1</x><x friendlyName="Zorblatt"/></r>'
    )
    assert [leaf.text for leaf in record.leaves].count("Zorblatt") == 3
    (record,) = read("a.xml", b'<r><user name="Ann Lee">x</user><dict><key>Ann Lee</key><string>y</string></dict></r>')
    assert not [leaf.field for leaf in record.leaves if "Lee" in leaf.field]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("http://a.example/x http://a.example/x.xsd", "a.example/x a.example/x.xsd"),
        ("urn:iso:std:iso:20022", "urn:iso:std:iso:20022"),
        ("http://a.example/20040101/x", "a.example/20040101/x"),
        ("http://192.0.2.7/ns", "http://192.0.2.7/ns"),
        ("http://a.example/~ann", "http://a.example/~ann"),
    ],
)
def test_what_is_left_of_a_namespace(said: str, left: str) -> None:
    assert without_names(said) == left
