# ruff: noqa: E501 - the forms of one value stand on one line, next to each other
"""Tokens, keys, passwords."""

from __future__ import annotations

import base64
from random import Random

from benchmarks.detector_set.values.making import BASE62, UPPER, digits, fake, text_of


def _b64(rng: Random, size: int) -> str:
    return base64.urlsafe_b64encode(rng.randbytes(size)).decode().rstrip("=")


def jwt(rng: Random) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{base64.urlsafe_b64encode(b'{' + repr(rng.random()).encode() + b'}').decode().rstrip('=')}.{_b64(rng, 32)}"


def private_key(rng: Random) -> str:
    kind = rng.choice(("RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED "))
    body = "\n".join(base64.b64encode(rng.randbytes(48)).decode() for _ in range(rng.randrange(3, 12)))
    end = f"\n-----END {kind}PRIVATE KEY-----" if rng.random() < 0.8 else ""
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{body}{end}"


def token(rng: Random) -> str:
    return rng.choice((
        lambda: "AKIA" + text_of(rng, UPPER + "234567", 16), lambda: rng.choice(("ghp_", "gho_", "ghs_")) + text_of(rng, BASE62, 36), lambda: "github_pat_" + text_of(rng, BASE62, 22) + "_" + text_of(rng, BASE62, 59),
        lambda: "glpat-" + text_of(rng, BASE62, 20), lambda: f"xoxb-{digits(rng, 12)}-{digits(rng, 12)}-{text_of(rng, BASE62, 24)}", lambda: rng.choice(("sk_live_", "rk_live_", "sk_test_")) + text_of(rng, BASE62, 24),
        lambda: "AIza" + text_of(rng, BASE62 + "-_", 34) + "x", lambda: "npm_" + text_of(rng, BASE62, 36), lambda: "hf_" + text_of(rng, BASE62, 34), lambda: "sk-proj-" + text_of(rng, BASE62, 48), lambda: jwt(rng), lambda: jwt(rng),
        lambda: f"{digits(rng, 9)}:AA{text_of(rng, BASE62 + '-_', 32)}x", lambda: f"SG.{text_of(rng, BASE62, 22)}.{text_of(rng, BASE62, 43)}",
        lambda: f"{rng.choice(('postgresql', 'mysql', 'mongodb+srv', 'redis', 'amqp'))}://{fake(rng, 'user_name')}:{text_of(rng, BASE62 + '!$%', 12)}@db{rng.randrange(9)}.internal:5432/app",
    ))()  # fmt: skip


def password(rng: Random) -> str:
    return rng.choice(
        (
            fake(rng, "password").replace('"', "x").replace("'", "x"),
            text_of(rng, BASE62, 16),
            f"{fake(rng, 'word').title()}{rng.randrange(10, 9999)}!",
            f"{fake(rng, 'word')}-{fake(rng, 'word')}-{rng.randrange(99)}",
            text_of(rng, BASE62, 8) + "7",
        )
    )


def api_secret(rng: Random) -> str:
    return rng.choice(
        (
            text_of(rng, "0123456789abcdef", 32),
            text_of(rng, BASE62, 40),
            _b64(rng, 24) + "4",
            text_of(rng, BASE62, 20) + "9",
        )
    )


def not_secret(rng: Random) -> str:
    return rng.choice(
        (
            f"commit {text_of(rng, '0123456789abcdef', 40)}",
            f"sha256:{text_of(rng, '0123456789abcdef', 64)}",
            f"md5 {text_of(rng, '0123456789abcdef', 32)}",
            "password: required",
            "Forgot your password?",
            "the token is missing",
            "password = os.environ['PW']",
            "api_key = None",
            "secret: true",
            "token: string",
            "passwords are bad",
            "<password>",
            "password=${DB_PASS}",
            "private key",
            "-----BEGIN CERTIFICATE-----",
            f"uuid {text_of(rng, '0123456789abcdef', 8)}-{text_of(rng, '0123456789abcdef', 4)}-4{text_of(rng, '0123456789abcdef', 3)}-a{text_of(rng, '0123456789abcdef', 3)}-{text_of(rng, '0123456789abcdef', 12)}",
            "eyJ",
            "the key is under the mat",
            "key: value",
            "password: ********",
            "pass: the salt",
            "sk-learn",
            "sk_buff",
            "AKIA",
            "ghp_",
            "primary_key=True",
            "password_field",
            "a secret garden",
            "tokens: 512",
            "max_tokens=4096",
            "keyboard: qwerty",
            "the password is wrong",
            "basic understanding",
            "bearer of bad news",
        )
    )
