# ruff: noqa: E501 - one case a line
"""Credentials as source code, configuration, tools and people write them; and what only looks like one."""

from __future__ import annotations

import pytest

from redactor.cli.evaluated import masked_by_patterns
from redactor.detectors.patterns import PatternDetector
from redactor.engine.detection import Detection
from redactor.masking.masker import Masker
from redactor.masking.policy.policy import Policy
from redactor.records import Leaf, Record

SECRETS = PatternDetector(["SECRET"])
DETECTION = Detection(Policy(only=("SECRET",)), Masker(Policy(only=("SECRET",))), None)
KEY = "Vq3Zk81LmT0xWs5Rb7Yd9Jhu"
HEX = "5f0c9e27ab418d63"
LONG = "aB3-dE6_gH9jK2mN5" * 80

# The value stands between ⟦ and ⟧.
FOUND = [
    # declared, assigned and compared
    f'let apiKey: String = "⟦{KEY}⟧"',
    f'var bot_token string = "⟦{KEY}⟧"',
    f'API_TOKEN: str = "⟦{KEY}⟧"',
    'char admin_pwd[16] = "⟦blue7river⟧";',
    f'$authToken .= "⟦{KEY}⟧";',
    f'SIGNING_KEY :::= "⟦{KEY}⟧"',
    f'if (token !== "⟦{KEY}⟧") return',
    f'#define MQTT_TOKEN "⟦{KEY}⟧"',
    '# define WIFI_PASS "⟦blue7river⟧"',
    f"mail_api_key_prod = '⟦{KEY}⟧'",
    "DB_PASSWORD_STAGING=⟦blue7river⟧",
    f"token2 = '⟦{KEY}⟧'",
    "MAIL_PASSWORD: ⟦blue7river⟧",
    f"secret: ⟦{'4821907365' * 2}⟧",
    # the value elsewhere than right behind
    f'conf.put("auth.token", "⟦{KEY}⟧");',
    f"ENV.fetch('MAPS_KEY', '⟦{KEY}⟧')",
    f"const t = process.env.API_TOKEN ?? '⟦{KEY}⟧';",
    "const p = process.env.DB_PASSWORD || '⟦blue7river⟧';",
    'user.setPassword("⟦blue7river⟧")',
    f"tokens = [⟦'{KEY}', '{KEY[::-1]}'⟧]",
    f"client_secret: >-\n    ⟦{KEY}⟧\n",
    f"<clientSecret>\n   ⟦{KEY}⟧\n</clientSecret>",
    f'apiKey =\n   "⟦{KEY}⟧"',
    '"admin_password": {\n  "sensitive": true,\n  "value": "⟦blue7river⟧"\n}',
    f'"name": "api_token",\n    "value": "⟦{KEY}⟧"',
    f"| Access key | ⟦{KEY}⟧ |",
    f"sandbox token - '⟦{KEY}⟧'",
    f"webToken,⟦{KEY}⟧,2026",
    f'storeToken "⟦{KEY}⟧"',
    "192.0.2.7 : PSK '⟦bl7ue!River⟧'",
    f"api_key\t⟦{KEY}⟧\n",
    f"new api key below\n\n```\n⟦{KEY}⟧\n```",
    f"set('fs.account.key.store.example', '⟦{KEY}⟧')",
    "WITH PASSWORD = N'⟦blue7river⟧'",
    "'db_password' => string(10) \"⟦blue7river⟧\"",
    "rootPassword: ⟦blue7river⟧",
    '<s:Password Type="#PasswordText">⟦blueriver⟧</s:Password>',
    f"password_hash: '⟦{HEX * 4}⟧'",
    "the pw for the staging server is ⟦blue7river⟧.",
    "ann@example.com:⟦blue7river⟧\nbob@example.com:x",
    "kind: Secret\nmetadata:\n  name: db\ndata:\n⟦  config.yaml: Y29uZmln\n  other: aGVsbG8=⟧\n---\nkind: ConfigMap\ndata:\n  level: aGVsbG8=\n",
    "apiVersion: v1\ndata:\n⟦  config.yaml: Y29uZmln⟧\nkind: Secret\n",
    # a value longer than any expression looks
    f"refresh_token=⟦{LONG}⟧&next=1",
    f'"id_token": "⟦{LONG}⟧"',
    # as people say it
    f"⟦{KEY}⟧ is my api key",
    "⟦blue7River9⟧ is the password of the printer",
    f"use ⟦{KEY}⟧ as the token",
    f"the key that we use here is ⟦{KEY}⟧.",
    "u: app\np: ⟦blue7river⟧",
    "Temporary password - ⟦bl7ue!River⟧",
    # files and tools
    "<passphrase>⟦{AQAAABAAAAAQq83Jx0ZbT1m9s2Wn5Yk7Pd4L=}⟧</passphrase>",
    f"<secret>⟦first {KEY}⟧</secret>",
    "<AdministratorPassword>\n <Value>⟦blue river⟧</Value>",
    "userPassword:: ⟦e1NTSEF9Zk3mmQp0xQ0Vt9⟧",
    "rabbitmqctl add_user app ⟦blueriver⟧",
    "schtasks /create /ru app /rp ⟦blue7river⟧",
    f"$ANSIBLE_VAULT;1.1;AES256\n⟦{HEX * 5}\n{HEX * 5}⟧\n",
    f'{{"kty":"oct","k":"⟦{KEY}{KEY[::-1]}⟧"}}',
    "2fa: scan or enter ⟦krsx g5ct nbqx wzlo⟧",
    "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA\n---- END SSH2 ENCRYPTED PRIVATE KEY ----".join("⟦⟧"),
    f"-----BEGIN OpenVPN Static key V1-----\n{HEX}\n-----END OpenVPN Static key V1-----".join("⟦⟧"),
    # by their form alone
    f"got ⟦acme_live_{KEY}{KEY[:9]}⟧ back",
    f"⟦v4.local.{KEY}{KEY}⟧",
    f"⟦ghs_4821_eyJhbGciOiJIUzI1NiJ9.eyJ{KEY}.{KEY}⟧",
    f"⟦eyJhdXRocyI6{KEY}⟧",
    f"AS '⟦*{HEX.upper() * 2}{HEX.upper()[:8]}⟧'",
    f"$krb5asrep$⟦23$app@EXAMPLE.ORG:{HEX * 2}${HEX * 8}⟧",
    "⟦L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ⟧",
]
STAYS = [
    "in bytes, pass `item_size=2` to it",
    "password += string.digits",
    'sort_key = "created_at_2"',
    "primaryKey: 'user_id_2'",
    '{"key": "menu.item_2.title"}',
    '<entry key="ui.button_2.label" value="Save 2"/>',
    'token_type = "Bearer2"',
    "token_count: 128000",
    'key_type: "rsa-sha2-512"',
    "keyid:FE:E4:EC:53:24:F0:95:95:C7:10:B5:E1",
    'keys = ["2017-10-25T16:25:04.151", "2017-10-25T16:25:04.252"]',
    "keys = ['user_1', 'user_2', 'created_at_2']",
    'tokens = ["hello_world_1", "good_morning_2"]',
    'set("cache_key", "user_profile_page_v2")',
    'add("key", "https://example.com/a1b2c3d4e5f6a7b8")',
    "const token = process.env.TOKEN || 'my-default-token';",
    'assertEquals(token, "expected value 1 of the test")',
    '#define KEY_PATH "/etc/app/key2.pem"',
    '#define API_KEY ""',
    "password: |\n",
    "token: >\n  see the manual\n",
    "<token>\n  <id>1</id>\n</token>",
    "the key to success is perseverance2",
    "version2 is the token of the year",
    "this is the password policy2 of ours",
    "a token - 3rd of its kind",
    "reset password - step2",
    "if password != other.password2:",
    "Pass `capture_all=True` or pass 'v2.1' to it",
    "c1KEY\nWQPJIrSPnNVeKtelttQKbfi3QBFGmh95DmK",
    "the key\nis on the table",
    "password_hash: 'argon2id'",
    "git@example.com:org/repo2.git",
    "scp x2 ann@host.example.com:backup2.tar",
    "ann@example.com:2222",
    '<label for="password" class="x2">Password2</label>',
    "the password of the account is expired",
    "PASS: 12 tests, 0 failed",
    "%admin ALL=(ALL) NOPASSWD: ALL",
    "(hf_requiredCharacteristicTypesForDisplayMetadata)",
    "img_9c1185a5c5e9fc54612808977ee8f548b2258d31",
    "user_01H8XGJWBWBAQ4Z4RDTC3V5K2M joined",
    "_ZNSt8ios_base4InitC1EvSt6vectorIiSaIiEE",
    "header_navWrapper__3xYzQ",
    "test_that_the_function_returns_42_when_called",
    'kind: Secret\nmetadata:\n  resourceVersion: "123456"',
    "kind: ConfigMap\ndata:\n  level: aGVsbG8=\nkind: Pod",
    "kind: Secret\nmetadata:\n  name: x\n---\nkind: ConfigMap\ndata:\n  level: aGVsbG8=\n",
    "kind: SecretStore\ndata:\n  level: aGVsbG8=\n",
    '{"d": "M10 20 L30 40", "k": "v"}',
    "MFA TEAM MEET NEXT WEEK",
    "menu: a\np: b",
    "password: ${DB_PASSWORD}",
    "<password>{{ vault_password_2 }}</password>",
    "password = {user.passwordField2}",
]


def _marked(text: str) -> tuple[str, int, int]:
    return text.replace("⟦", "").replace("⟧", ""), text.index("⟦"), text.index("⟧") - 1


@pytest.mark.parametrize("marked", FOUND, ids=range(len(FOUND)))
def test_found_whole(marked: str) -> None:
    text, start, end = _marked(marked)
    covered = {at for span in SECRETS.find(text) for at in range(span.start, span.end)}
    missing = [text[at] for at in range(start, end) if at not in covered and text[at].isalnum()]
    assert not missing, SECRETS.find(text)
    before = [text[at] for at in covered if at < start - 1]
    assert not before, SECRETS.find(text)


@pytest.mark.parametrize("text", STAYS, ids=range(len(STAYS)))
def test_stays(text: str) -> None:
    assert not [span for span in masked_by_patterns(None)(text, None) if span.label == "SECRET"]


def _masked(*fields: tuple[str, str]) -> list[bool]:
    (answer,) = DETECTION.detect([Record(0, tuple(Leaf(path, text) for path, text in fields))])
    assert isinstance(answer, list)
    return [any(len(span) == len(text) for span in spans) for spans, (_, text) in zip(answer, fields, strict=True)]


@pytest.mark.parametrize("name", ["ACME_KEY", "mapsKey", "hmac-key", "app.signKey", "unseal_keys[0]", "service key"])
def test_a_field_by_any_name_that_ends_in_key_holds_one_if_it_looks_like_one(name: str) -> None:
    assert _masked((name, KEY)) == [True]
    assert _masked((name, "orders_by_customer_2")) == _masked((name, "2024/01/img_8f3a9c2d7e.png")) == [False]


@pytest.mark.parametrize("name", ["key", "sort_key", "publicKey", "items[0].key", "keyboard", "cache key", "turnkey"])
def test_no_key_is_what_rows_are_found_by(name: str) -> None:
    assert _masked((name, KEY)) == [False]


def test_all_that_a_secret_of_kubernetes_keeps() -> None:
    secret = (("data.config", "aGVsbG8="), ("stringData.greeting", "hello"), ("metadata.labels.app", "hello"))
    assert _masked(("kind", "Secret"), *secret) == [False, True, True, False]
    assert _masked(("items[3].kind", "Secret"), ("items[3].data.x", "aGVsbG8=")) == [False, True]
    assert _masked(("items[3].kind", "Secret"), ("items[4].data.x", "aGVsbG8=")) == [False, False]
    assert _masked(("kind", "ConfigMap"), *secret) == [False] * 4


def test_private_numbers_of_a_web_key() -> None:
    assert _masked(("kty", "RSA"), ("n", KEY), ("d", KEY)) == [False, False, True]
    assert _masked(("type", "RSA"), ("n", KEY), ("d", KEY)) == [False] * 3
