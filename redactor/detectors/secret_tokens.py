# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Rows for credentials: tokens with a maker's prefix, key blocks, connection strings, assignments."""

from __future__ import annotations

import base64
import math
import re
from collections import Counter

from redactor.detectors.rows import Pattern

_B = r"(?<![0-9A-Za-z_-])"
_E = r"(?![0-9A-Za-z_-])"
#: What stands where a secret would and is none: a dummy, a word about it, a reference, a call, a template.
_PLACEHOLDER = re.compile(
    r"(?i:x{3,}|\*+|\.{3,}|-+|_+|null|none|nil|true|false|undefined|required|optional|string|str|bytes|int|text|redacted|removed|hidden"
    r"|your[-_ ]?\w*|my[-_]?(?:password|token|secret|key)|example|placeholder|todo|tbd|n/?a|empty|missing|invalid|expired|incorrect"
    r"|wrong|reset|changed|forgotten|protected|policy|field|input|prompt|getpass|sent|below|above"
    r"|(?:os|process|env|config|self|args|settings|request|options|params|secrets|vault)[.\[].*|[a-z_][\w.]*\([^)]*\)"
    r"|<[^>]*>|\$?\{.*|\$\(.*|\$[a-z_]+|%[a-z_]+%?|%\(\w+\)s|\[[\w -]+\])"
)


def entropy(value: str) -> float:
    """Shannon entropy in bits per character."""
    size = len(value)
    return -sum(count / size * math.log2(count / size) for count in Counter(value).values())


def _kinds(value: str) -> int:
    return (
        any(char.islower() for char in value)
        + any(char.isupper() for char in value)
        + any(char.isdigit() for char in value)
        + any(not char.isalnum() for char in value)
    )


def given_secret(value: str) -> bool:
    """What stands right of ``password=``: anything but a placeholder, a reference or a call."""
    return len(value) >= 3 and not _PLACEHOLDER.fullmatch(value)


def likely_secret(value: str) -> bool:
    """What stands right of ``Password:`` in prose: a mixture of kinds of characters, not a word."""
    return (
        given_secret(value)
        and len(value) >= 4
        and _kinds(value) >= 2
        and not re.fullmatch(r"[A-Z]?[a-z]+[,.;'’-]?[a-z]*|[0-9]{1,3}", value)
    )


def random_secret(value: str) -> bool:
    """What stands right of ``api_key:``: long and random enough that nobody would write it by hand."""
    return (
        given_secret(value)
        and len(value) >= 8
        and entropy(value) >= 2.8
        and (_kinds(value) >= 2 or entropy(value) >= 3.6)
        and any(char.isdigit() for char in value)
    )


def basic_login(value: str) -> bool:
    """What stands right of ``Basic``: base64 of a user, a colon and a password (RFC 7617)."""
    try:
        login = base64.b64decode(
            value + "=" * (-len(value) % 4), altchars=b"-_" if "-" in value or "_" in value else None, validate=True
        )
    except ValueError:
        return False
    return b":" in login and login.decode("utf-8", "replace").isprintable()


_ASSIGN = r"[\"']?[ \t]{0,4}(?:=>|:=|==?|:|(?<=[a-z])>)[ \t]{0,4}"
_ASSIGN_EQUALS = r"[\"']?[ \t]{0,4}(?:=>|:=|==?)[ \t]{0,4}|(?<=[a-z0-9])(?:[\"']?[ \t]{0,4}:[ \t]{0,4}(?=[\"'])|>)"
_VALUE = r"(?:\"(?P<v>[^\"\r\n]{1,300})\"|'(?P<w>[^'\r\n]{1,300})'|`(?P<x>[^`\r\n]{1,300})`|(?P<y>[^\s\"'`,;<>]{0,299}[^\s\"'`,;<>.]))"
_PHRASE = r"(?:pass(?:word|wd|phrase|code|wort)?|passwd|pwd|pw|mật[ ]khẩu|kennwort|mot[ ]de[ ]passe|contraseña|senha|hasło|wachtwoord|пароль|密码|密碼)"
_PHRASES = (
    "pass",
    "pwd",
    "pw",
    "mật khẩu",
    "kennwort",
    "mot de p",
    "contrase",
    "senha",
    "hasło",
    "wachtwoord",
    "пароль",
    "密码",
    "密碼",
)
# A word of its own, or the second half of a camelCase name ("dbPassword").
_CAMEL = r"(?:(?<![A-Za-z])|(?-i:(?<=[a-z])(?=[A-Z])))"
# "PGPASSWORD", "dbpassword": the long words need no border.
_PASSWORD_START = rf"(?:{_CAMEL}|(?<=[A-Za-z])(?=password|passwd))"
_KEY = (
    _CAMEL + r"(?:key|secret|token|credential|signature)s?"
    r"|(?:(?<=api)|(?<=access)|(?<=secret)|(?<=private)|(?<=account)|(?<=auth))key"
    r"|(?:(?<=auth)|(?<=access)|(?<=api)|(?<=csrf))token|(?<=client)secret"
)
_KEY = rf"(?:{_KEY})"

ROWS = (
    Pattern("SECRET", "private_key", r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)", None, (), 1.0, anchors=("-----begin",), reach=(0, 0)),
    Pattern("SECRET", "private_key_tail", r"(?<![0-9A-Za-z+/=])(?:[0-9A-Za-z+/=]{16,76}(?:\s{1,4}|\\n)){0,100}[0-9A-Za-z+/=]{0,76}(?:\s{1,4}|\\n)?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----", None, (), 0.95, anchors=("-----end",), reach=(8000, 80)),
    Pattern("SECRET", "putty_key", r"PuTTY-User-Key-File-[0-9]:[\s\S]*?(?:Private-MAC: ?[0-9a-f]{1,64}|\Z)", None, (), 0.95, anchors=("putty-user-key-file",), reach=(0, 0)),
    Pattern("SECRET", "aws_key_id", _B + r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}" + _E, None, (), 0.95, anchors=("akia", "asia", "abia", "acca"), reach=(0, 0)),
    Pattern("SECRET", "aws_secret", r"(?<![0-9A-Za-z/+=])[0-9A-Za-z/+]{40}(?![0-9A-Za-z/+=])", random_secret, ("aws", "secret_access_key", "secret access key", "aws_secret", "secretaccesskey"), 0.7, needs_context=True, anchors=("aws", "secret"), reach=(1, 120)),
    Pattern("SECRET", "github_token", _B + r"(?:gh[pousr]_[0-9A-Za-z]{36,255}|github_pat_[0-9A-Za-z_]{22,255})" + _E, None, (), 0.98, anchors=(r"re:_(?:(?<=gh[pousr]_)|(?<=github_)pat_)",), reach=(7, 60)),
    Pattern("SECRET", "gitlab_token", _B + r"(?:glpat|gldt|glrt|glsoat|glcbt|glptt|glft|glimt|glagent)-[0-9A-Za-z_-]{20,255}" + _E, None, (), 0.98, anchors=(r"re:-(?:(?<=gl..-)|(?<=gl...-)|(?<=gl....-)|(?<=gl.....-))",), reach=(8, 60)),
    Pattern("SECRET", "slack_token", _B + r"(?:xox[abeoprs]-[0-9A-Za-z-]{10,255}|xapp-[0-9]-[0-9A-Za-z-]{10,255})" + _E, None, (), 0.98, anchors=(r"re:-(?:(?<=xox.-)|(?<=xapp-))",), reach=(6, 60)),
    Pattern("SECRET", "stripe_key", _B + r"(?:(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{10,255}|whsec_[0-9A-Za-z+/=]{20,100})" + _E, None, (), 0.98, anchors=(r"re:_(?:(?<=[srp]k_)(?:live|test)_|(?<=whsec_))",), reach=(6, 60)),
    Pattern("SECRET", "google_key", _B + r"(?:AIza[0-9A-Za-z_-]{35}|GOCSPX-[0-9A-Za-z_-]{20,40}|ya29\.[0-9A-Za-z_-]{20,300})" + _E, None, (), 0.98, anchors=("aiza", r"re:-(?<=gocspx-)", r"re:\.(?<=ya29\.)"), reach=(7, 60)),
    Pattern("SECRET", "vendor_token", _B + r"(?:sk-(?:ant-|proj-|svcacct-)?[0-9A-Za-z_-]{20,255}|hf_[0-9A-Za-z]{30,60}|npm_[0-9A-Za-z]{36}|pypi-[0-9A-Za-z_-]{50,300}|SG\.[0-9A-Za-z_-]{16,32}\.[0-9A-Za-z_-]{30,60}|do[opr]_v1_[0-9a-f]{64}|hv[sbr]\.[0-9A-Za-z_-]{20,200}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|dckr_pat_[0-9A-Za-z_-]{20,60}|key-[0-9a-f]{32}|sq0[a-z]{3}-[0-9A-Za-z_-]{22,43})" + _E,
            None, (), 0.95, anchors=(r"re:-(?:(?<=sk-)|(?<=pypi-)|(?<=key-)|(?<=sq0...-))", r"re:_(?:(?<=hf_)|(?<=npm_)|(?<=do[opr]_)v1_|(?<=shp.._)|(?<=dckr_)pat_)", r"re:\.(?:(?<=sg\.)|(?<=hv[sbr]\.))"), reach=(8, 100)),
    Pattern("SECRET", "twilio", _B + r"(?:AC|SK)[0-9a-f]{32}" + _E, None, ("twilio", "sid", "account sid"), 0.8, anchors=("twilio", "sid"), reach=(60, 80)),
    Pattern("SECRET", "telegram_bot", _B + r"[0-9]{8,10}:AA[0-9A-Za-z_-]{33}" + _E, None, (), 0.95, anchors=(r"re::(?=aa)",), reach=(11, 40)),
    Pattern("SECRET", "jwt", r"(?<![0-9A-Za-z_.-])eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{4,}(?:\.[0-9A-Za-z_-]*){0,3}", None, (), 0.95, anchors=("eyj",), reach=(0, 0)),
    Pattern("SECRET", "connection_string", r"(?<![0-9A-Za-z])(?P<v>[a-z][a-z0-9+.-]{1,24}://[^\s:/@\"'<>?#]{0,128}:[^\s/@\"'<>]{1,256}@[^\s\"'<>]{0,512}[^\s\"'<>.,;:!?)\]])", None, (), 0.95, anchors=("://",), reach=(26, 920), ignore_case=True),
    Pattern("SECRET", "authorization", r"(?<![A-Za-z])bearer[ ](?P<v>[0-9A-Za-z_.~+/-]{12,4000}={0,2})", random_secret, (), 0.85, anchors=("bearer ",), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "basic_authorization", r"(?<![A-Za-z])basic[ ](?P<v>[0-9A-Za-z+/_-]{4,4000}={0,2})(?![0-9A-Za-z+/_=-])", basic_login, (), 0.85, anchors=("basic ",), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_assignment", _PASSWORD_START + _PHRASE + r"(?:_?[0-9])?(?:" + _ASSIGN_EQUALS + ")" + _VALUE, given_secret, (), 0.85, anchors=_PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_named", r"(?<![a-z])" + _PHRASE + r"[\"')]?(?:[ ]?:[ \t]{0,4}|[ ](?:is|was|là)(?:[ ](?:now|set[ ]to|changed[ ]to))?[ ]?:?[ ]{0,2})" + _VALUE, likely_secret, (), 0.75, anchors=_PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "key_assignment", _KEY + r"(?:[ _-](?:key|id|base|value))?(?:" + _ASSIGN + r"|[ ](?:is|was)[ ]:?[ ]?)" + _VALUE, random_secret, (), 0.8, anchors=("key", "secret", "token", "credential", "signature"), reach=(0, 0), ignore_case=True),
)  # fmt: skip
