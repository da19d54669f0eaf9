# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for credentials as source code, configuration and sentences hold them apart from their names: arguments, defaults, lists, nested values."""

from __future__ import annotations

from redactor.detectors.rows import Pattern
from redactor.detectors.secret_names import (
    ASSIGN,
    DASH,
    GAP,
    KEY,
    KEYS,
    P_BEHIND,
    PASSWORD_START,
    PHRASE,
    PHRASES,
    QUOTED,
    U_BEFORE,
    VALUE,
    WHICH,
)
from redactor.detectors.secret_values import (
    beside_secret,
    given_secret,
    holds_secret,
    leaked_secret,
    made_key,
    made_keys,
    mixed_secret,
    mixed_secrets,
    own_line_key,
    random_secret,
)

#: ``os.getenv("API_KEY", "…")``, ``header("X-Api-Key", "…")``: the name is an argument, the value the next.
_NEXT_ARGUMENT = r"[\w.-]{0,60}[\"'],\s{0,20}"
#: ``process.env.TOKEN || "…"``: what is taken where nothing is set.
_ELSE = r"[\"')\]]{0,3}[ ]{0,2}(?:\|\||\?\?|\?:|[ ]or[ ])[ ]{0,2}"
#: ``"db_password": {"sensitive": true, "value": "…"}``, as Terraform writes its outputs.
_NESTED = rf"[\"']?{GAP}[:=]{GAP}\{{[^{{}}]{{0,120}}?[\"'\s]value[\"']?{GAP}[:=]{GAP}"
_ITEMS = rf"[\"']?{GAP}[:=]{{1,2}}{GAP}[\[({{]\s{{0,20}}(?P<v>(?:\"[^\"\r\n]{{4,300}}\"|'[^'\r\n]{{4,300}}')(?:,\s{{0,20}}(?:\"[^\"\r\n]{{4,300}}\"|'[^'\r\n]{{4,300}}')){{0,49}})"
#: What is said of a value that stands before its name: "k3yQ… is the password", "use k3yQ… as your API key".
_SAID_OF = r"[\"'`]?[ ](?:is|as|ist)[ ](?:the|my|your|our|das|mein)[ ](?:[\w-]{1,15}[ ]){0,2}?"
_KEPT = r"(?:[ \t]{1,8}[\w.-]{1,80}:[ ]\S{1,4000}[ \t]{0,4}(?:\r?\n|\Z)){1,40}"
_TOTP = ("2fa", "totp", "otp", "mfa", "authenticator", "two-factor", "two factor", "setup key", "google auth")

ROWS = (
    Pattern("SECRET", "key_argument", KEY + WHICH + _NEXT_ARGUMENT + rf"(?:{QUOTED})", made_key, (), 0.75, anchors=KEYS, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "key_cell", KEY + WHICH + r",(?P<v>[0-9A-Za-z_+/=.-]{16,300})(?=,|[ \t]*(?:\r?\n|\Z))", made_key, (), 0.7, anchors=KEYS, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "key_blank", KEY + WHICH + rf"[\"']?[ \t]{{1,4}}(?:{QUOTED}|(?<=\t)(?P<y>[^\s\"'`]{{16,300}})(?=[\t\r\n]|\Z))", made_key, (), 0.75, anchors=KEYS, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "key_line", r"(?<![0-9A-Za-z/+])" + KEY + WHICH + r"(?:[ ](?:below|here|follows))?[ \t]{0,4}:?[ \t]{0,4}\r?\n(?:[ \t]{0,8}(?:```\w{0,12})?[ \t]{0,4}\r?\n){0,3}[ \t>*-]{0,8}`?(?P<v>[0-9A-Za-z_.+/=-]{16,300})(?=`?[ \t]{0,4}(?:\r?\n|\Z))", made_key, (), 0.7, anchors=KEYS, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "key_else", KEY + WHICH + _ELSE + rf"(?:{QUOTED})", made_key, (), 0.75, anchors=KEYS, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_else", PASSWORD_START + PHRASE + WHICH + _ELSE + rf"(?:{QUOTED})", mixed_secret, (), 0.75, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_set_by", r"(?<=set)" + PHRASE + rf"\([ ]?(?:{QUOTED})", mixed_secret, (), 0.75, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_blank", rf"(?:{PASSWORD_START}{PHRASE}|(?<![a-z])psk)[ ]{{1,3}}(?:{QUOTED})", beside_secret, (), 0.75, anchors=(*PHRASES, "psk"), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_dash", rf"(?<![a-z_/.-]){PHRASE}{DASH}{VALUE}", beside_secret, (), 0.7, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_further_on", rf"(?<![a-z_/.-]){PHRASE}(?:[ ][a-z']{{1,12}}){{1,6}}[ ](?:is|was|ist)[ ]?:?[ ]{{1,2}}[\"'`“]?(?P<v>[^\s\"'`“”,;<>]{{6,64}}?)(?=[\"'`”.,;!?)]{{0,2}}(?:\s|\Z))", beside_secret, (), 0.7, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_digest", rf"{PASSWORD_START}{PHRASE}[_ -]?(?:hash|digest|salt)(?:{ASSIGN}){VALUE}", made_key, (), 0.8, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "element_with_attributes", rf"(?:{PASSWORD_START}{PHRASE}|{KEY})[ ][\w:.-]{{1,30}}=[\"'][^<>\r\n]{{1,120}}>(?P<v>[^<>\s]{{3,400}})</", given_secret, (), 0.8, anchors=(*PHRASES, *KEYS), reach=(0, 0), ignore_case=True),
    # As lists of leaked logins have them.
    Pattern("SECRET", "mail_and_password", r"(?<![^\s\"',])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}[:|](?P<v>[^\s:|\"',]{4,64})(?=\s|\Z)", leaked_secret, (), 0.75, anchors=(r"re:@(?=[a-z0-9-]{1,63}\.[a-z0-9.-]{2,120}[:|][^\s/])",), reach=(66, 190)),
    Pattern("SECRET", "secret_nested", rf"(?:{PASSWORD_START}{PHRASE}|{KEY}){WHICH}{_NESTED}(?:{QUOTED})", given_secret, (), 0.8, anchors=(*PHRASES, *KEYS), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "secret_text", rf"(?:{PASSWORD_START}{PHRASE}|{KEY}){WHICH}>(?P<v>[^<>\r\n]{{8,400}})</", holds_secret, (), 0.8, anchors=(*PHRASES, *KEYS), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "u_and_p", U_BEFORE + r"\S{2,64}" + P_BEHIND + r"(?P<v>\S{4,64})(?=\s|\Z)", given_secret, (), 0.75, anchors=("u:", "user:"), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "macro", rf"#[ ]?define[ \t]{{1,8}}\w{{0,40}}(?:PASS(?:WORD|WD|PHRASE)?|PWD|PSK|KEY|SECRET|TOKEN)(?:_?[0-9])?[ \t]{{1,20}}(?:{QUOTED})", mixed_secret, (), 0.8, anchors=("#define", "# define"), reach=(0, 0)),
    Pattern("SECRET", "key_items", rf"(?<![a-z])(?:\w{{1,30}}_)?(?:keys|tokens|secrets|credentials){_ITEMS}", made_keys, (), 0.75, anchors=("keys", "tokens", "secrets", "credentials"), reach=(32, 60), ignore_case=True),
    Pattern("SECRET", "password_items", rf"(?<![a-z])(?:\w{{1,30}}_)?(?:passwords|passwds|passphrases){_ITEMS}", mixed_secrets, (), 0.75, anchors=("passwords", "passwds", "passphrases"), reach=(32, 60), ignore_case=True),
    Pattern("SECRET", "key_named_before", rf"(?<![\w./+=-])(?P<v>[0-9A-Za-z_.+/=-]{{16,200}}){_SAID_OF}(?:(?:api|access|auth|secret|private|license|encryption|bearer)[ -]?)?(?:key|token|secret)\b", made_key, (), 0.75, anchors=KEYS, reach=(262, 12), ignore_case=True),
    Pattern("SECRET", "password_named_before", rf"(?:(?<![\w./+=-])|(?<=//))(?P<v>[^\s\"'`,;:<>()\[\]{{}}/|]{{6,64}}){_SAID_OF}{PHRASE}\b", beside_secret, (), 0.7, anchors=PHRASES, reach=(124, 12), ignore_case=True),
    Pattern("SECRET", "key_further_on", KEY + r"(?:[ ][a-z']{1,12}){1,5}[ ](?:is|was)[ ]?:?[ ]{1,2}[\"'`]?(?P<v>[0-9A-Za-z_.+/=-]{16,300})", made_key, (), 0.75, anchors=KEYS, reach=(0, 0), ignore_case=True),
    # All that a Secret holds, names and values, as a manifest and as kubectl write it in a log or a page.
    Pattern("SECRET", "kubernetes_secret", rf"kind:[ ]Secret[ \t]{{0,4}}\r?\n(?:(?!kind:|---)[^\n]{{0,200}}\n){{0,20}}?(?:data|stringData):[ \t]{{0,4}}\r?\n(?P<v>{_KEPT})", None, (), 0.85, anchors=("kind: secret",), reach=(0, 0)),
    Pattern("SECRET", "kubernetes_secret_before", rf"(?<![^\n])(?:data|stringData):[ \t]{{0,4}}\r?\n(?P<v>{_KEPT})kind:[ ]Secret(?!\w)", None, (), 0.85, anchors=("data:\n", "data:\r\n", "stringdata:\n", "stringdata:\r\n"), reach=(0, 0)),
    Pattern("SECRET", "docker_logins", r"(?<![0-9A-Za-z+/=])eyJhdXRocyI6[0-9A-Za-z+/]{20,8000}={0,2}", None, (), 0.98, anchors=("eyjhdxrocyi6",), reach=(0, 0)),
    Pattern("SECRET", "ansible_vault", r"\$ANSIBLE_VAULT;[0-9.]{1,5};AES256?[^\r\n]{0,40}\s{1,40}(?P<v>[0-9a-f]{40,2000}(?:\s{1,40}[0-9a-f]{2,100}){0,400})", None, (), 0.9, anchors=("$ansible_vault",), reach=(0, 0)),
    Pattern("SECRET", "json_web_key", r"\"(?:d|p|q|dp|dq|qi|k)\"[ ]?:[ ]?\"(?P<v>[0-9A-Za-z_-]{40,1400})\"", own_line_key, (), 0.8, anchors=tuple(f'"{name}"' for name in ("d", "p", "q", "dp", "dq", "qi", "k")), reach=(0, 0)),
    Pattern("SECRET", "one_time_seed", r"(?<![0-9A-Za-z])(?:[A-Z2-7]{16}(?:[A-Z2-7]{8}){0,6}|[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,15}|[a-z2-7]{4}(?:[ ][a-z2-7]{4}){3,15})(?![0-9A-Za-z])", random_secret, _TOTP, 0.7, needs_context=True, anchors=("2fa", "otp", "mfa", "authenticator", "two", "setup", "google"), reach=(64, 140)),
)  # fmt: skip
