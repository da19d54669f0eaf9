from __future__ import annotations

import json

import pytest
from harness import copied, read, replaced, shown, the_format
from hypothesis import given
from hypothesis import strategies as st

from redactor.engine.document_pass import DocumentRedactor, RedactedRecord
from redactor.formats.protocol import FormatSettings
from redactor.formats.registry import format_for
from redactor.keys import Key
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.spans import Span

#: What may follow on each other, a row each.
LINES = (
    'From: Bob <bob@x>', 'To: Bob, "Bob L" <b@x>, c@x (Bob)', "Cc: g: Bob <a@b>, =?utf-8?q?B=C3=B6b?= Bob;", "Subject: Bob", "", "\r",
    "Subject: =?utf-8?b?Qm9i?= Bob =?iso-8859-1?q?=FC?=", "subject:Bob\n Bob\n\t=?utf-8?q?Bob_Bob?=", "odd line Bob",
    "References: <Bob@x> Bob <c@d>\n <>", "Message-ID: <Bob>", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b",
    "--b", "--b--", "--c", "--c--", ">From Bob", "Content-Type: text/html; charset=iso-8859-1", "Content-Type: text/csv",
    "Content-Type: text/plain; charset=utf-8", 'Content-Type: multipart/signed;\n boundary="c"; name=Bob', "Received: from Bob (Bob)",
    "Content-Transfer-Encoding: quoted-printable", "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: 8bit",
    "Content-Type: application/pdf; name=Bob.pdf", "Content-Type: message/rfc822", "From Bob Tue Nov 17", "DKIM-Signature: Bob",
    "Content-Disposition: attachment; filename*0*=utf-8''B%6fb; filename*1=Bob.json", "<p>Bob <b>Bo</b>b=FC</p>", "[REMOVED picture]",
    "Bob=\nBob =C3=BC", "Qm9i", "Name,Bob\nBob,1", '{"Bob": "Bob"}', "Hé Bob", "\udcfc Bob", "begin 644 Bob\n#0F]B\nend",
    'Content-Type: Bob; x=Bob; y="B; Bob"',
)  # fmt: skip
lines = st.sampled_from([*(line + "\n" for line in LINES), "Bob, Bob"])
files = st.lists(lines, max_size=16).map(lambda drawn: "".join(drawn).encode("utf-8", "surrogateescape"))
names = st.sampled_from(["a.eml", "a.mbox"])
boxes = files.map(lambda data: b"From a\nTo: Bob\n\n" + data)
sizes = st.lists(st.integers(1, 30), min_size=1, max_size=3)
by = st.sampled_from(["[P]", "", "Bö ß", 'a;b (c) "d" <e>, f: \\ g', "x" * 90])


def pairs(records):  # type: ignore[no-untyped-def]
    return [[(leaf.field, leaf.text) for leaf in record.leaves] for record in records]


@given(names, boxes, sizes)
def test_what_is_read_is_as_it_was_and_buffers_do_not_matter(name: str, data: bytes, sizes: list[int]) -> None:
    records = read(name, data)
    assert shown(read(name, data, sizes=sizes)) == shown(records)
    made = copied(name, data, sizes=sizes)
    assert made == data or b"[REMOVED " in made or any(record.problem for record in records)
    assert pairs(read(name, made)) == pairs(records) or any(record.problem for record in records)
    for record in records:
        fields = [leaf.field for leaf in record.leaves]
        assert len(set(fields)) == len(fields)


@given(names, boxes, by)
def test_masks_move_no_text_and_no_message(name: str, data: bytes, by: str) -> None:
    records, again = read(name, data), read(name, copied(name, data, edit=replaced("Bob", by)))
    assert len(records) == len(again)
    for old, new in zip(records, again, strict=True):
        if old.problem:
            assert {leaf.text for leaf in new.leaves} <= {"[WITHHELD]", old.problem}
            continue
        left = [
            leaf.field
            for leaf in old.leaves
            if (
                leaf.text[: leaf.core_end].replace("Bob", by) + leaf.text[leaf.core_end :]
            ).strip()  # blanks are no text
        ]
        assert [leaf.field for leaf in new.leaves if leaf.text.strip()] == left
        assert "Bob" not in "".join(leaf.text[: leaf.core_end] for leaf in new.leaves)
        for leaf, other in zip(old.leaves if by else (), new.leaves, strict=bool(by)):
            assert len(leaf.text) + leaf.text[: leaf.core_end].count("Bob") * (len(by) - 3) == len(other.text)


@given(boxes)
def test_reading_goes_on_at_every_message(data: bytes) -> None:
    records = read("a.mbox", data)
    for number, record in enumerate(records[:-1]):
        position = json.loads(json.dumps(record.position))
        assert shown(read("a.mbox", data, position=position)) == shown(records[number + 1 :])


def message(*headers: str, body: str = "", eol: str = "\n") -> bytes:
    return "\n".join((*headers, "", body)).replace("\n", eol).encode("utf-8", "surrogateescape")


#: A message's lines, what is masked in it, and the lines of which it then consists.
CASES = [
    ("From: Bob Ross <b@x>", "Bob", 'From: "[P] Ross" <b@x>'),
    ('To: "Ross, Bob" <b@x>, c@x (Bob)', "Bob", 'To: "Ross, [P]" <b@x>, c@x ([P])'),
    ("Subject: =?utf-8?q?f=C3=BCr_Bob?= and Bob", "Bob", "Subject: =?utf-8?q?f=C3=BCr_=5BP=5D?= and [P]"),
    ("Subject: =?iso-8859-1?b?Zvxy?=\n =?iso-8859-1?b?IEJvYg==?=", "Bob", "Subject: =?iso-8859-1?b?ZvxyIFtQXQ==?="),
    ("Subject: see\n\tBob\n Ross", "Bob Ross", "Subject: see\n\t[P]"),
    ("References: <a.Bob@x>\n <b@x>", "a.Bob@x", "References: <[P]>\n <b@x>"),
    ("Content-Disposition: inline; filename*=utf-8''B%6Fb.txt", "Bob", "Content-Disposition: inline; filename*=utf-8''%5BP%5D.txt"),
    ("Content-Disposition: inline; filename*0=B; filename*1=ob.txt", "Bob", "Content-Disposition: inline; filename*0=[P]; filename*1=.txt"),
    ("Content-Type: text/plain; name=Bob.txt", "Bob", 'Content-Type: text/plain; name="[P].txt"'),
    ("DKIM-Signature: v=1; bh=abc=", "Bob", "DKIM-Signature: [REMOVED signature]"),
    ("X-A: 1\n\nDear Bob", "Bob", "X-A: 1\n\nDear [P]"),
    ("Content-Transfer-Encoding: quoted-printable\n\n=41 soft=\n break\nBob=3D=FC", "Bob",
     "Content-Transfer-Encoding: quoted-printable\n\n=41 soft=\n break\n[P]=3D=FC"),
    ("Content-Transfer-Encoding: base64\n\nRGVh\nciBC\nb2I=", "Bob", "Content-Transfer-Encoding: base64\n\nRGVh\nciBb\nUF0="),
    ("Content-Type: text/html; charset=iso-8859-1\n\n<p>B<b>ob</b> \udcfc</p>", "Bob",
     "Content-Type: text/html; charset=iso-8859-1\n\n<p>[P]<b></b> \udcfc</p>"),
    ("Content-Type: message/rfc822\n\nSubject: Bob\n\nBob", "Bob", "Content-Type: message/rfc822\n\nSubject: [P]\n\n[P]"),
    ("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nVG86IEJvYg==", "Bob",
     "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nVG86IFtQXQ=="),
    ("Content-Type: application/pdf; name=Bob.pdf\nContent-Transfer-Encoding: base64\n\nQm9i\n", "Bob",
     'Content-Type: text/plain; name="[P].pdf"\nContent-Transfer-Encoding: 7bit\n\n[REMOVED attachment]\n'),
    ("X: 1\n\nhi\n-----BEGIN PGP MESSAGE-----\n\nBob\n-----END PGP MESSAGE-----\n", "Bob", "X: 1\n\nhi\n[REMOVED encrypted]\n"),
    ("Content-Type: multipart/mixed; boundary=b\n\nBob\n--b\n\nBob\n--b--\nBob", "Bob",
     "Content-Type: multipart/mixed; boundary=b\n\n[P]\n--b\n\n[P]\n--b--\n[P]"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "word", "after"), CASES)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_masks_are_written_as_what_they_stand_in_is(before: str, word: str, after: str, eol: str) -> None:
    made = copied("a.eml", message(before, eol=eol), edit=replaced(word, "[P]"))
    assert made.decode("utf-8", "surrogateescape") == message(after, eol=eol).decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"Content-Type: multipart/mixed\n\nBob", "malformed-mail"),
        (b"Content-Type: multipart/mixed; boundary=b\n\nBob", "malformed-mail"),
        (b"Content-Type: text/plain\nContent-Type: text/html\n\nBob", "malformed-mail"),
        (b"Content-Transfer-Encoding: base64\n\nQm9i\nBob Ross, in clear", "broken-encoding"),
        ("Subject: Bob".encode("utf-16"), "unsupported-encoding"),
        (b"Content-Type: message/rfc822\n\n" * 30, "too-deep"),
        (b"A: b\n" * 20_000, "too-complex"),
        (b"A: b\n\n" + b"x" * 400_000, "too-long"),
    ],
)
def test_a_message_that_cannot_be_read_is_withheld_and_its_neighbours_are_not(data: bytes, problem: str) -> None:
    small = FormatSettings(max_record_bytes=65_536)
    assert [record.problem for record in read("a.eml", data, small)] == [problem]
    if problem != "unsupported-encoding":
        near = b"From a\nTo: Ann\n\n"
        box = near + b"From a\n" + data + b"\n\n" + near
        assert [record.problem for record in read("a.mbox", box, small)] == [None, problem, None]
        made = copied("a.mbox", box, small)
        assert made.startswith(near) and made.endswith(near) and len(mailbox(made)) == 3


def mailbox(data: bytes) -> list[bytes]:
    return [record.source.message.written([[] for _ in record.leaves]) for record in read("a.mbox", data)]


@pytest.mark.parametrize(("policy", "problem"), [("remove", None), ("keep", None), ("withhold", "picture")])
def test_what_nobody_can_look_at_goes_or_stays_as_the_policy_says(policy: str, problem: str | None) -> None:
    data = message("Content-Type: image/png", "Content-Transfer-Encoding: base64", body="Qm9i\n")
    settings = FormatSettings(attachments=policy)
    (record,) = read("a.eml", data, settings)
    assert record.problem == problem
    assert record.removed == ((("body", "picture"),) if policy == "remove" else ())
    assert record.unread == (("picture",) if policy == "keep" else ())
    assert (copied("a.eml", data, settings) == data) == (policy == "keep")


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    ("policy", "problem"), [("remove", None), ("keep", "damaged-text"), ("withhold", "damaged-text")]
)
def test_a_damaged_text_of_the_message_itself_never_passes_unread(
    policy: str, problem: str | None, inside: bool
) -> None:
    part = ("Content-Type: text/html", "Content-Transfer-Encoding: base64")
    data = message(*part, body="PGI+Qm9i\nBob Ross, in clear")
    if inside:
        body = "\n".join(("--b", *part, "", "PGI+Qm9i\nBob Ross, in clear", "--b--"))
        data = message("Content-Type: multipart/alternative; boundary=b", body=body)
    settings = FormatSettings(attachments=policy)
    (record,) = read("a.eml", data, settings)
    assert record.problem == problem and b"Bob" not in copied("a.eml", data, settings)
    attached = data.replace(b"text/html", b"text/html; name=a.html")
    assert read("a.eml", attached, FormatSettings(attachments="keep"))[0].unread == ("attachment",)


@pytest.mark.parametrize("policy", ["remove", "keep", "withhold"])
def test_a_bug_in_the_reader_of_an_attachment_withholds_the_message(
    policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(the_format("a.json").__class__, "reader", lambda *_: {}["bug"])
    data = message("Content-Type: application/json", body='{"a": "Bob"}')
    (record,) = read("a.eml", data, FormatSettings(attachments=policy))
    assert (record.problem, record.leaves) == ("reader-error:KeyError", ())
    assert b"Bob" not in copied("a.eml", data, FormatSettings(attachments=policy))


def test_blocks_that_go_out_of_a_text_are_told_or_withhold_the_message() -> None:
    data = b"Subject: x\n\nhello\nbegin 644 a.txt\n#0F]B\n`\nend\n"
    (record,) = read("a.eml", data)
    assert record.removed == (("body", "attachment"),)
    (record,) = read("a.eml", data, FormatSettings(attachments="withhold"))
    assert record.problem == "attachment"


def test_files_of_a_maildir_are_messages() -> None:
    names = ("box/cur/1204680122.27c448_2.mail.example.com:2,S", "new/1204680122.M1P2.host", "cur/x,U=1:2,")
    assert {the_format(name).name for name in names} == {"eml"}
    assert format_for("new/notes.unknown") is None


@pytest.mark.parametrize("row", ["Ann Lee,{}", "{},Ann Lee", "Ann Lee, {}"])
def test_a_table_without_a_header_is_read_the_same_with_its_masks(row: str) -> None:
    table = "\n".join((row, "Bob,{}", "")).replace("{}", "ann@example.com")
    data = message("Content-Type: text/csv; name=a.csv", body=table)
    made = copied("a.eml", data, edit=replaced("ann@example.com", "[EMAIL_ADDRESS]"))
    assert made == data.replace(b"ann@example.com", b"[EMAIL_ADDRESS]")
    before, after = (pairs(read("a.eml", each))[0] for each in (data, made))
    assert [(field, text.replace("ann@example.com", "[EMAIL_ADDRESS]")) for field, text in before] == after


BOX = b"From a\nMessage-ID: <1@x>\n\nHi\n\nFrom b\nMessage-Id: <2@x>\nIn-Reply-To: <1@x>\nReferences: <0@x>\n <1@x>\n\nHi\n"


@pytest.mark.parametrize("operator", ["tag", "numbered_tag"])
@pytest.mark.parametrize("key", [None, Key(b"0" * 32)])
def test_masked_ids_keep_the_threads_of_a_mailbox_also_after_a_resume(operator: str, key: Key | None) -> None:
    masker = Masker(Policy.load({"default": {"operator": operator}}), key)
    records = read("a.mbox", BOX)
    found = [
        [[Span(0, len(leaf.text), "EMAIL_ADDRESS", 1.0, "x")] if "@" in leaf.text else [] for leaf in one.leaves]
        for one in records
    ]

    def document(file: str) -> DocumentRedactor:
        return DocumentRedactor.of(masker, file, the_format("a.mbox"), FormatSettings())

    def tags(made: list[RedactedRecord]) -> list[tuple[str, str]]:
        texts = [leaf.text for record in records for leaf in record.leaves]
        edits = [edits for record in made for edits in record.edits]
        return [(text, one[0].replacement) for text, one in zip(texts, edits, strict=True) if one]

    own, other = document("a.mbox"), document("b.mbox")
    made = [own.redact(*pair) for pair in zip(records, found, strict=True)]
    pairs = tags(made)
    assert len(pairs) == 5 and len(set(pairs)) == len({tag for _, tag in pairs}) == 3
    elsewhere = {tag for _, tag in tags([other.redact(*pair) for pair in zip(records, found, strict=True)])}
    assert elsewhere & {tag for _, tag in pairs} == ({tag for _, tag in pairs} if key else set())
    resumed = document("a.mbox")
    resumed.restore({"done": 0, "shift": 0}, [(event, "1@x") for event in made[0].events] if resumed.remembers else ())
    assert resumed.redact(records[1], found[1]) == made[1]
