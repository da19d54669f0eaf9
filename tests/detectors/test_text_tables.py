"""Tables in text as other libraries draw them, with the names above the values or beside them; forms laid flat."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
import tabulate
from marked import left_clear

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

NAMES = ("Login", "Password", "Last name", "Phone", "Status")
ROWS = (
    ("kbrand", "winterfox", "Zorblatt", "5550132", "open"),
    ("mlee", "snowowl", "Yarrow", "5550177", "closed"),
    ("ann.k", "Blue!House", "Quillon", "5550199", "open"),
)


def _clear(text: str) -> set[str]:
    """The values that stand in the text and are not masked whole."""
    masked = {at for span in MASK(text, None) for at in range(span.start, span.end)}
    found = {value: text.find(value) for row in ROWS for value in row[:4]}
    return {value for value, at in found.items() if at >= 0 and not masked.issuperset(range(at, at + len(value)))}


@pytest.mark.parametrize("drawn", sorted(tabulate.tabulate_formats))
def test_all_that_a_table_names_is_masked(drawn: str) -> None:
    tables = (
        tabulate.tabulate(ROWS, NAMES, tablefmt=drawn),
        tabulate.tabulate([row[:2] for row in ROWS], NAMES[:2], tablefmt=drawn),
        tabulate.tabulate(list(zip(NAMES, ROWS[0], strict=True)), tablefmt=drawn),
        tabulate.tabulate(list(zip(NAMES, ROWS[0], strict=True)), ("Field", "Value"), tablefmt=drawn),
    )
    for table in tables:
        text = f"Ticket 12\n\n{table}\n\nThanks\n"
        assert _clear(text) == set(), table
        assert all(text[span.start : span.end] not in (*NAMES, "Field", "Value") for span in MASK(text, None))


#: How a data frame is printed.
PRINTED: dict[str, Callable[[pd.DataFrame], str]] = {
    "repr": repr,
    "one column more": lambda frame: repr(frame.assign(Status="open")),
    "one row": lambda frame: repr(frame.assign(Status="open").iloc[:1]),
    "two columns": lambda frame: repr(frame[["Login", "Password"]]),
    "without an index": lambda frame: frame.to_string(index=False),
    "with an index of names": lambda frame: repr(frame.set_index("Login")),
    "turned": lambda frame: repr(frame.T),
    "a row": lambda frame: repr(frame.iloc[0]),
    "HTML": pd.DataFrame.to_html,
    "CSV": pd.DataFrame.to_csv,
    "tabs": lambda frame: frame.to_csv(sep="\t"),
    "dict": lambda frame: repr(frame.to_dict()),
    "lists": lambda frame: repr(frame.to_dict("list")),
    "records": lambda frame: repr(frame.to_dict("records")),
    "split": lambda frame: frame.to_json(orient="split"),
}


@pytest.mark.parametrize("printed", PRINTED)
def test_all_that_a_data_frame_names_is_masked(printed: str) -> None:
    frame = pd.DataFrame([row[:4] for row in ROWS], columns=NAMES[:4])
    text = f"Out[3]:\n{PRINTED[printed](frame)}\n\nThanks\n"
    assert _clear(text) == set(), text


#: Each value between ⟦ ⟧ is masked whole.
FOUND = [
    "-[ RECORD 1 ]-------\nlogin     | ⟦kbrand⟧\npassword  | ⟦winterfox⟧\nlast_name | ⟦Zorblatt⟧\n",
    "<tr><td>Name</td><td>⟦Kim Zorblatt⟧</td><td>Login</td><td>⟦kbrand⟧</td></tr>",
    "<table><tr><th>Login</th><td>⟦kbrand⟧</td></tr><tr><th>Password</th><td>⟦winterfox⟧</td></tr></table>",
    "<dl><dt>Login</dt><dd>⟦kbrand⟧</dd><dt>Password</dt><dd>⟦winterfox⟧</dd></dl>",
    "Field | Current value | Changed\nlogin | ⟦kbrand⟧ | May\npassword | ⟦winterfox⟧ | June\n",
    "| login | password |\n\n| ⟦kbrand⟧ | ⟦winterfox⟧ |\n\n| ⟦mlee⟧ | ⟦snowowl⟧ |\n",
    "Username\n\n⟦kbrand⟧\n\nPassword\n\n⟦winterfox⟧\n",
    "Login\n: ⟦kbrand⟧\nPassword\n: ⟦winterfox⟧\n",
    "* Login\n  ⟦kbrand⟧\n* Password\n  ⟦winterfox⟧\n",
    "Password:\n⟦winterfox⟧\n",
    "### Password\n\n⟦tulip7desk⟧\n\n### Phone\n\n⟦555 0132⟧\n",
    "Account number\n\n⟦5550132⟧\n\nBalance\n\n300\n",
    "Password:\n```text\n⟦tulip7desk⟧\n```\n",
    "### Password\n\n```\n⟦tulip7desk⟧\n```\n",
    "login,password\n⟦kbrand⟧,⟦winterfox⟧\n",
    "login|password\n⟦kbrand⟧|⟦winterfox⟧\n",
    "| 0 | 1 | 2 | 3 |\n|---|---|---|---|\n| Login | ⟦kbrand⟧ | Phone | ⟦5550132⟧ |\n| City | ⟦hull⟧ | Password | ⟦winterfox⟧ |\n",
    "City       | Mobile\nPassword   | ⟦winterfox⟧\nPhone      | ⟦5550132⟧\nLogin      | ⟦kbrand⟧\n",
    "| Login | ⟦kbrand⟧ |\n|---|---|\n| Password | ⟦winterfox⟧ |\n| Last name | ⟦zorblatt⟧ |\n",
    "| Field | Value |\n|---|---|\n| Password | ⟦winterfox⟧ |\n",
    "| Name | Value |\n|---|---|\n| Login | ⟦kbrand⟧ |\n| Password | ⟦winterfox⟧ |\n",
    "| Field | Value |\n|---|---|\n| Created | 2020 |\n| Region | eu |\n| Tier | gold |\n| Password | ⟦winterfox⟧ |\n",
    "| | Customer A | Customer B |\n|---|---|---|\n| Login | ⟦kbrand⟧ | ⟦mlee⟧ |\n| Password | ⟦winterfox⟧ | ⟦snowowl⟧ |\n",
    "| Login | Password | Note |\n|---|---|---|\n| ⟦kbrand⟧ | ⟦winterfox⟧ |\n| ⟦mlee⟧ | ⟦snowowl⟧ | a\\|b |\n",
    "| # | Login | Password |\n|---|---|---|\n| 1 | ⟦kbrand⟧ | ⟦winterfox⟧ |\n",
    "Login & Password & Last name \\\\ \\hline\n⟦kbrand⟧ & ⟦winterfox⟧ & ⟦zorblatt⟧ \\\\\n",
    '     login    password\n[1,] "⟦kbrand⟧" "⟦winterfox⟧"\n[2,] "⟦mlee⟧"   "⟦snowowl⟧"\n',
    "DisplayName : ⟦Kim Zorblatt⟧\nSamAccountName : ⟦kbrandt⟧\nPassword       : ⟦winterfox⟧\n",
    "Login ....... ⟦kbrandt⟧\nPassword .... ⟦winterfox⟧\n",
    "login      password\n---------- ----------\n⟦kbrandt⟧    ⟦winterfox⟧\n",
    "  login    password \n  <chr>    <chr>    \n1 ⟦kbrandt⟧  ⟦winterfox⟧\n2 ⟦mlee⟧     ⟦snowowl⟧  \n",
    "Login\n-----\n⟦kbrandt⟧\n\nPassword\n--------\n⟦winterfox⟧\n",
    "| Login | Status | City |\n| ⟦azorb⟧ | open | ⟦hull⟧ |\n",
]
STAYS = [
    "| Field | Description |\n|---|---|\n| username | The name to log in with |\n| password | The password |\n| email | Address |\n",
    "| Parameter | Type | Required |\n| username | string | yes |\n| password | string | yes |\n",
    "| Param | Type |\n|---|---|\n| username | VARCHAR(40) |\n| password | CHAR(60) |\n| email | VARCHAR(255) |\n",
    "username   string\npassword   string\nemail      string\n",
    "username    The name of the user\npassword    The password of the user\ncity        The city\n",
    "<table><tr><td>Username</td><td>string</td></tr><tr><td>Password</td><td>required</td></tr></table>",
    "Username\nPassword\nRemember me\nForgot password?\n",
    "First name\nLast name\nEmail\nPassword\nSubmit\n",
    "Password:\nRequired\n",
    "# Name\n\nUsage\n\n# Password\n\nRequired\n\n# Phone\n\nNone\n",
    "### Password\n\n*Required*\n",
    "### Password\n\nOAuth2\n",
    "# Password\n\nPORT=8080\n",
    "- `login` - authenticate\n- `passwd` - update\n- *password* - updates\n",
    "   Specifies the name of the image that the disk will be initialized\n   with.  A  new  disk  will be created from the image. To\n",
    "from antlr4.Token import Token\nfrom antlr4.Utils import escapeWhitespace\n",
    "it keeps the credential\n   API.\n",
    "class PrivateKey(metaclass=abc.ABCMeta):\n    @classmethod\n",
    "        for name, cookie in cookies:\n            if not isinstance(cookie, Morsel):\n",
    "password:\n  secretKeyRef:\n    key: x\n",
    "    model_name: str,\n    dataset_name: str | None = None,\n    column_name: str | None = None,\n",
]


@pytest.mark.parametrize("marked", FOUND)
def test_a_value_beside_or_under_its_name_is_masked_whole(marked: str) -> None:
    assert left_clear(marked, MASK) == []


@pytest.mark.parametrize("text", STAYS)
def test_what_tells_about_fields_stays(text: str) -> None:
    assert MASK(text, None) == ()
