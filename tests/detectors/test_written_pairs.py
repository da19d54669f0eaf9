"""A name and its value in two places of one object, element or part of a form, in running text."""

from __future__ import annotations

import pytest
from marked import left_clear, unmarked

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

#: Each value between ⟦ ⟧ is masked whole.
FOUND = [
    'sent {"fields": [{"name": "password", "value": "⟦winterfox⟧"}, {"key": "login", "type": "text", "value": "⟦kbrand⟧"}]}',
    'got [{"label": "Last name", "answer": "⟦zorblatt⟧"}]',
    "env:\n  - name: DB_PASSWORD\n    value: ⟦winterfox⟧\n",
    '<param name="login" value="⟦kbrand⟧"/>',
    '<input type="text" name="last_name" class="w-50" value="⟦zorblatt⟧"><input name=\'password\' value=\'⟦winterfox⟧\'>',
    'Content-Disposition: form-data; name="password"\r\n\r\n⟦winterfox⟧\r\n--x',
    'Content-Disposition: form-data; name="last_name"\nContent-Type: text/plain\n\n⟦zorblatt⟧\n--x',
    "curl -F \"last_name=⟦zorblatt⟧\" --form 'city=⟦hull⟧' https://example.com",
    's:8:"password";s:9:"⟦winterfox⟧";s:9:"last_name";s:8:"⟦zorblatt⟧";',
    '["password"]=>\n  string(9) "⟦winterfox⟧"\n',
    'User { last_name: Some("⟦zorblatt⟧"), password: Some("⟦winterfox⟧") }',
    "User[lastName=Optional[⟦zorblatt⟧], password=Optional[⟦winterfox⟧]]",
    'User {lastName = Just "⟦zorblatt⟧", password = Just "⟦winterfox⟧"}',
    "{Password:{String:⟦winterfox⟧ Valid:true} LastName:{String:⟦zorblatt⟧ Valid:true}}",
    '{:login "⟦kbrand⟧" :last-name "⟦zorblatt⟧", :password "⟦winterfox⟧"}',
    '((last-name . "⟦zorblatt⟧") (password . "⟦winterfox⟧"))',
    '1) "login"\n2) "⟦kbrand⟧"\n3) "password"\n4) "⟦winterfox⟧"\n',
    '9) "login"\n10) "⟦kbrand⟧"\n',
    'User { password: Some("⟦tu\\"lip[7](desk⟧") }',
    '{:user/login "⟦kbrand⟧"} [:password "⟦winterfox⟧"] ("last-name" . "⟦zorblatt⟧")',
    "[b]Password:[/b] ⟦tulip7desk⟧[/quote]",
    '$last_name\n[1] "⟦zorblatt⟧"\n\n$password\n[1] "⟦winterfox⟧"\n',
    "UPDATE users SET last_name = '⟦O''Hope⟧', city = '⟦hull⟧' WHERE id = 3",
]
#: A value and what stands beside it, which stays.
KEPT = [
    '{"credentials": {"AccessKeyId": "⟦AKIAIOSFODNN7EXAMPLE⟧", "Status": "Active"}}',
    "'oauth_token=⟦lsdkfol23w54jlksdef⟧&realms=movies+pics&my_specific=argument'",
]
STAYS = [
    '{"name": "colour", "value": "violet"}',
    'last_name: Optional["str"] = None\npassword: Optional[str] = None',
    "f(password=Optional[SecretStr])",
    "password: Some(p2), username: Some(args.username), password: Some(self.password),",
    '{:theme "violet" :mode "login"}',
    '1) "theme"\n2) "login"\n3) "mode"\n4) "password"\n',
    '<input name="q" value="violet"><meta name="viewport" content="width=device-width">',
    'Content-Disposition: form-data; name="file"; filename="a.txt"\n\nviolet\n',
    '{"name": "password", "value": "string"}',
    "print('mode=fast')",
    "print('city=%s' % city)",
    "out.write('username={0}\\n'.format(username))",
    "if user_agent_name == 'Botocore':",
    'AWS_SESSION_TOKEN = "AWS_SESSION_TOKEN"',
    '{"Key": "Name", "Value": "MySubnet"}',
]


@pytest.mark.parametrize("marked", FOUND)
def test_the_value_of_a_pair_is_masked_whole(marked: str) -> None:
    assert left_clear(marked, MASK) == []


@pytest.mark.parametrize("text", STAYS)
def test_what_no_pair_names_stays(text: str) -> None:
    assert MASK(text, None) == ()


@pytest.mark.parametrize("marked", KEPT)
def test_what_stands_beside_a_value_stays(marked: str) -> None:
    text, values = unmarked(marked)
    assert {(span.start, span.end) for span in MASK(text, None)} == set(values)
