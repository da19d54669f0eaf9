from __future__ import annotations

from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from harness import check_goes_on_everywhere, copied, read, replaced, shown
from hypothesis import given
from hypothesis import strategies as st

from redactor.formats import markup
from redactor.formats.protocol import FormatSettings

parts = st.sampled_from(
    # One row of what may follow on each other.
    ["<p>", "</p>", "<b>", "</b>", "<br>", "<br/>", '<a href="Bob&amp;x">', "</a>", "<!-- Bob -->", "<![CDATA[Bob]]>", "<!DOCTYPE html>",
     "<?xml version='1.0'?>", "<script>", "</script>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<input value=Bob name=phone>", "Bob", " ",  # noqa: E501
     "&amp;", "&#66;ob", "&lt", "&nope;", "<", ">", "<3", "<bob@example.com>", "\r\n", "é", "\udc80", '"', "'", "<p class='x y'>", "</", "<a b='", "<x",  # noqa: E501
     "<span itemprop='telephone'>", "</span>", "<dict>", "<key>Phone</key>", "<key>", "</key>", "</dict>", "<user name='Bob'>", "<r xmlns:Bob='http://www.w3.org/Bob'>",
     "Phone", "Ma<b>ria</b>", "<!ELEMENT x>", "<!-->", "--!>", "<имя>", "<?Bob x?>", "<!DOCTYPE x [<!ENTITY a 'Bob>'>]>"]
)  # fmt: skip
files = st.lists(parts, max_size=14).map(lambda drawn: "".join(drawn).encode("utf-8", "surrogateescape"))
names = st.sampled_from(["a.html", "a.xml"])
sizes = st.lists(st.integers(1, 30), min_size=1, max_size=3)
cuts = st.sampled_from([1, 2, 400])


@pytest.fixture(autouse=True)
def _tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "TAGS", markup.TAGS)  # given back after each test


@given(names, files, cuts, sizes)
def test_what_is_not_withheld_is_as_it_was_and_buffers_do_not_matter(
    name: str, data: bytes, tags: int, sizes: list[int]
) -> None:
    markup.TAGS = tags
    records = read(name, data)
    assert shown(read(name, data, sizes=sizes)) == shown(records)
    made = copied(name, data, sizes=sizes)
    assert made == data or records[-1].problem == "malformed-markup"
    for record in records:
        fields = [leaf.field for leaf in record.leaves]
        assert len(set(fields)) == len(fields)


@given(names, files, cuts)
def test_masks_move_no_record_and_no_field(name: str, data: bytes, tags: int) -> None:
    markup.TAGS = tags
    records, again = read(name, data), read(name, copied(name, data, edit=replaced("Bob", "[P]")))
    if not any(record.problem for record in records):
        told = [[(leaf.field, leaf.text.replace("Bob", "[P]")) for leaf in record.leaves] for record in records]
        assert [[(leaf.field, leaf.text) for leaf in record.leaves] for record in again] == told
        withheld = read(name, copied(name, data, withheld=lambda record: True))
        assert {leaf.text for record in withheld for leaf in record.leaves} <= {"[WITHHELD]"}


@given(names, files, cuts)
def test_reading_goes_on_at_every_position(name: str, data: bytes, tags: int) -> None:
    markup.TAGS = tags
    check_goes_on_everywhere(name, data)


CASES = [
    ("a.html", "<p>Ma<b>ria</b> here</p>", "Maria", "<p>[P]<b></b> here</p>"),
    ("a.html", "<p>Ann<br>\n Lee</p>", "Ann\n\n Lee", "<p>[P]</p>"),
    ("a.html", "<td>B&ouml;ll &amp; Co</td>", "Böll & Co", "<td>[P]</td>"),
    ("a.html", "<p>&ltBob&copy2", "<Bob©", "<p>[P]2"),
    ("a.html", "<input value=Bob>", "Bob", '<input value="[P]">'),
    ("a.html", "<script>var a = 'Bob <p>'</script>", "Bob", "<script>var a = '[P] <p>'</script>"),
    ("a.html", "To: Bob <bob@example.com>", "bob@example.com", "To: Bob <[P]>"),
    ("a.xml", '<r n="Bob"><![CDATA[Bob & <x>]]></r>', "Bob", '<r n="[P]"><![CDATA[[P] & <x>]]></r>'),
    ("a.html", "<!-- Bob --!>Bob<!--><p>Bob", "Bob", "<!-- [P] --!>[P]<!--><p>[P]"),
    ("a.xml", "<r><имя>Bob</имя><?Bob Bob?></r>", "Bob", "<r><имя>[P]</имя><?Bob [P]?></r>"),
    ("a.xml", "<!DOCTYPE r [<!ENTITY a 'Bob'>]><r>&a;</r>", "Bob", "<!DOCTYPE r [<!ENTITY a '[P]'>]><r>&a;</r>"),
]


@pytest.mark.parametrize(("name", "data", "word", "made"), CASES)
def test_bytes(name: str, data: str, word: str, made: str) -> None:
    assert copied(name, data.encode(), edit=replaced(word, "[P]")) == made.encode()


def test_replacements_are_escaped_also_for_the_encoding() -> None:
    data = b'<meta charset="iso-8859-1"><p>J\xfcrgen</p>'
    assert copied("a.html", data, edit=replaced("Jürgen", "Ł & <ü>")) == (
        b'<meta charset="iso-8859-1"><p>&#321; &amp; &lt;\xfc&gt;</p>'
    )
    assert read("a.html", b"<meta charset=gb2312><p>x")[0].problem == "unsupported-encoding"


def test_names_of_columns_labels_and_inputs_are_fields() -> None:
    data = (
        b"<table><tr><th>Phone<th>Name</tr><tr><td>1</td><td>Ann</td></table>"
        b'<dl><dt>Email</dt><dd>a</dd></dl><input name="ssn" value="2"><meta name="author" content="Ann">'
    )
    fields = {leaf.text: leaf.field for leaf in read("a.html", data)[0].leaves}
    assert [fields[text].rsplit(".", 1)[1] for text in ("1", "a", "2")] == ["Phone", "Email", "ssn"]


@pytest.mark.parametrize(
    ("name", "data", "word", "told"),
    [
        ("a.html", "<table><tr><th>Téléphone</th><td>1</td></tr></table>", "Téléphone", True),
        ("a.html", "<table><tr><th>nombre_padre</th><td>1</td></tr></table>", "nombre_padre", True),
        ("a.html", "<input name='addr_line2' value='1'>", "addr_line2", True),
        ("a.xml", "<a><Phone_2_-_Value>1</Phone_2_-_Value></a>", "Phone_2_-_Value", True),
        ("a.html", "<table><tr><th>Maria Phone</th><td>1</td></tr></table>", "Maria", False),
        ("a.html", "<input name='ref4471-220' value='1'>", "4471", False),
        ("a.xml", "<a><t4155550132>1</t4155550132></a>", "4155550132", False),
    ],
)
def test_names_may_have_digits_and_accents_and_are_no_values(name: str, data: str, word: str, told: bool) -> None:
    fields = {leaf.text: leaf.field for leaf in read(name, data.encode())[0].leaves}
    assert (word in fields["1"]) is told


def test_fields_of_xml_can_be_chosen() -> None:
    data = b'<r><p phone="1"><name>Ann</name></p><p phone="2"><name>Bob</name></p></r>'
    chosen = read("a.xml", data, FormatSettings(fields=("r.p.name",)))
    assert [leaf.field for leaf in chosen[0].leaves] == ["r.p[1].name[1]", "r.p[2].name[1]"]


def test_a_withheld_part_keeps_the_elements_alone() -> None:
    data = b'<?xml version="1.0"?>\n<r a="Ann"><p>Bob<q/></p></r>'
    made = copied("a.xml", data, withheld=lambda record: True)
    assert "".join(ElementTree.fromstring(made).itertext()) == "[WITHHELD]" and b"Ann" not in made


def test_the_standard_parser_sees_the_same_structure() -> None:
    data = '<!DOCTYPE html><body class="c"><p>Bob &amp; <i>Bob</i><br><img alt="Bob" src=x.png></p><!-- Bob --></body>'

    class Structure(HTMLParser):
        def __init__(self, text: str) -> None:
            super().__init__()
            self.seen: list[tuple[str, tuple[str, ...]]] = []
            self.feed(text)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.seen.append((tag, tuple(name for name, _ in attrs)))

    made = copied("a.html", data.encode(), edit=replaced("Bob", "O'<Neil> \"&")).decode()
    assert Structure(made).seen == Structure(data).seen


def test_long_tags_and_deep_elements_are_bounded() -> None:
    settings = FormatSettings(max_record_bytes=1_000)
    assert [r.problem for r in read("a.html", b"<p>x</p><a b='" + b"x" * 600_000, settings)][-1] in (
        "too-long",
        "malformed-markup",
    )
    assert copied("a.html", b"<div>" * 5_000 + b"Bob") == b"<div>" * 5_000 + b"Bob"
