"""How a text stands on its page hides no value: in brackets and quotes, in quoted mail, in bold, spread out, as an HTML label."""

from __future__ import annotations

import re

import pytest
from marked import unmarked

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

#: The value stands between ⟦ ⟧.
SAID = [
    "Password: ⟦hunter2⟧",
    "my password is ⟦correcthorse⟧",
    "login --password ⟦S3cr3tpw⟧",
    "-p ⟦S3cr3tpw⟧",
    "seed: ⟦ripple scissors kick mammal hire column⟧",
    "PSK: ⟦correct horse battery⟧",
    "DB_PASSWORD: ⟦S3cr3tpw⟧",
    "Serial: ⟦C02XG0FDJGH5⟧",
    "Authorization: Bearer ⟦abcdef⟧",
    "DOB ⟦'84⟧",
    "Date of birth: ⟦3 7 84⟧",
    "MRN: ⟦5729183⟧",
    "plate: ⟦m-ab 123⟧",
    "see ⟦~rosa⟧/public_html",
    "⟦r o s a @ e x a m p l e . c o m⟧",
    "API key: ⟦9fKq2LmXz0TtRr41Bv⟧",
    "her number is ⟦0221 / 16 79 34 - 0⟧",
    "the place: location: ⟦37.77, -122.41⟧",
]
FRAMES = {
    "brackets": "({})",
    "square brackets": "[{}]",
    "quotes": '"{}"',
    "curly quotes": "“{}”",
    "code": "`{}`",
    "bold": "**{}**",
    "quoted mail": "> {}",
    "bullet": "- {}",
    "element": "<p>{}</p>",
    "list element": "<li>{}</li>",
    "full stop": "{}.",
    "semicolon": "{}; see above",
    "log": "2024-03-05 11:22:33,456 INFO [main] {}",
}
#: How a page changes the text itself.
LAID_OUT = {
    "spread out": (" ", "  "),
    "bold label": (r"^([\w ]+): ", r"**\1:** "),
    "bold name": (r"^([\w ]+): ", r"**\1**: "),
    "HTML label": (r"^([\w ]+): ", r"<b>\1:</b> "),
    "bold name, dash": (r"^([\w ]+): ", r"**\1** – "),
    "BBCode": (r"^([\w ]+): ", r"[b]\1:[/b] "),
}


def _missed(marked: str) -> str:
    """What of the marked part is not masked."""
    text, [(start, end)] = unmarked(marked)
    spans = MASK(text, None)
    hit = {at for span in spans for at in range(span.start, span.end)}
    return "".join(text[at] for at in range(start, end) if text[at].isalnum() and at not in hit)


@pytest.mark.parametrize("said", SAID)
def test_found_in_every_frame(said: str) -> None:
    assert not [name for name, frame in FRAMES.items() if _missed(frame.format(said))]


@pytest.mark.parametrize("said", SAID)
def test_found_however_it_is_laid_out(said: str) -> None:
    assert not [name for name, (old, new) in LAID_OUT.items() if _missed(re.sub(old, new, said))]


@pytest.mark.parametrize(
    "table",
    [
        "> | Name | SSN | Phone |\n> |---|---|---|\n> | Ann Lee | 401223344 | 4155550132 |\n> | Dana Osei | 212087745 | ⟦6285550148⟧ |",
        "> name,ssn,phone\n> Ann Lee,401223344,4155550132\n> Dana Osei,212087745,⟦6285550148⟧",
        "# name,mrn,phone\nAnn Lee,⟦5729183⟧,4155550132\nDana Osei,5729184,6285550148",
        "> Paid by card ⟦4539\n> 7319\n> 5284\n> 6071⟧ today",
        "> Password\n> ⟦hunter2⟧",
        "client_secret:\n⟦abc~9fKq2LmXz0TtRr41Bv⟧",
        "<li>Password<br>⟦hunter2⟧</li>",
        "Contract number:<br />\n⟦KX-209312⟧",
        "Mail ⟦marisol@host.docker⟧.",
        "CREATE USER rosa WITH PASSWORD ‘⟦S3cr3t!x⟧’",
    ],
)
def test_found_over_lines_and_marks(table: str) -> None:
    assert not _missed(table)


@pytest.mark.parametrize(
    "text",
    [
        "def login(password: String2): pass",
        "f(password: str1)",
        "12  34  56  78\n98  76  54  32",
        "see **bold: thing** and __init__: x",
        "Primary key\nuser_identifier_2_of_table",
        "license plate: see the next page",
        "1.0~rc1/x and $x =~tr/a/b/",
    ],
)
def test_stays(text: str) -> None:
    spans = MASK(text, None)
    assert not spans, [text[span.start : span.end] for span in spans]
