# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for passwords and codes as sentences and calls tell them: ``reset your password to X``, ``log in with ann / X``, ``login("ann", "X")``.

In a sentence a word may go on with it ("changed the password to a new one"), so a value needs digits among its letters; in a call
its place says what it is.
"""

from __future__ import annotations

from redactor.detectors.rows import Pattern
from redactor.detectors.secret_names import PHRASE, PHRASES
from redactor.detectors.secret_values import beside_secret, given_secret, likely_secret
from redactor.detectors.usernames import username

_WORD = r"[\"'“`]?(?P<v>[^\s\"'“”`<>]{5,64}?)(?=[\"'”`]?[.,;:?)]{0,2}(?:\s|\Z))"
#: What was done to a password that the sentence then tells.
_CHANGED = r"(?:re)?set(?:ting)?|chang(?:e|ed|ing)|updat(?:e|ed|ing)|rotat(?:e|ed|ing)|switch(?:ed)?|put"
_WHERE = r"(?:[ ](?:of|for|on|at|do|da|del|de|du|für|vom|van|voor)[ ](?:the[ ]|my[ ]|our[ ]|your[ ]|la[ ]|das[ ]|den[ ]|het[ ])?[\w.@'’-]{1,40}(?:[ ][\w.@'’-]{1,30})?)"
_CHANGED_START = rf"(?<![a-z])(?:{_CHANGED})[ ](?:[\w'’-]{{1,20}}[ ]){{0,4}}?{PHRASE}{_WHERE}?[ ]"
_PAIR = r"(?:logins?|log(?:ged)?[ -]?(?:in|on)[ ](?:with|using|as)|sign(?:ed)?[ -]?in[ ](?:with|using|as)|(?:user(?:[ ]?name)?|login|id)[ ]?(?:/|and|&)[ ]?(?:pw|pwd|pass(?:word)?s?)[ ]?:)[ ]"
#: Functions and constructors whose last two arguments but for names and options are a login and its password.
_CALLS = r"(?:\.(?:login|authenticate|auth|sign_?in|logon)|\bauth[ ]?=[ ]?|BasicAuth\w{0,14}|getConnection|basic_auth|UsernamePassword\w{0,20}|NetworkCredential|PlainAuthProvider|PlainCredentials|SimpleCredentials)"
_FIRST = rf"{_CALLS}\(\s{{0,20}}(?:[\w.\[\]]{{1,60}},\s{{0,20}}|jdbc:[^,()]{{1,200}},\s{{0,20}}|\"(?:jdbc|https?|ldap)[^\"\n]{{1,200}}\",\s{{0,20}})?"
_CONNECT = r"(?:\.(?:connect|Connection)|\bFTP(?:_TLS)?)\(\s{0,20}[\"'][^\"'\n]{0,100}[\"'],\s{0,20}"
_QUOTED = r"(?:\"(?P<v>(?:[^\"\\\n]|\\.){2,200})\"|'(?P<w>(?:[^'\\\n]|\\.){2,200})')"
_ANY_QUOTED = r"(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[\w.\[\]]{1,60})"
_CALLED = (
    ".login(",
    ".authenticate(",
    "auth=(",
    "auth = (",
    ".auth(",
    "signin(",
    "sign_in(",
    ".logon(",
    "basicauth",
    "getconnection(",
    "basic_auth(",
    "usernamepassword",
    "networkcredential",
    "plainauth",
    "credentials(",
)
_PAIRED = (
    "login ",
    "logins ",
    "log in ",
    "log-in ",
    "logged in ",
    "logged on ",
    "log on ",
    "sign in ",
    "signed in ",
    "pw:",
    "pwd:",
    "pass:",
    "password:",
    "passwords:",
)
_MAKERS = r"(?:whatsapp|google|telegram|facebook|instagram|amazon|uber|paypal|apple|microsoft|signal|discord|steam|tiktok|twitter|linkedin|ebay|netflix|airbnb|zalo|viber)"

ROWS = (
    Pattern("SECRET", "password_changed_to", _CHANGED_START + rf"(?:from[ ]\S{{3,64}}[ ])?(?:back[ ]|now[ ])?to[ :]{{1,3}}{_WORD}", beside_secret, (), 0.75, anchors=PHRASES, reach=(110, 190), ignore_case=True),
    Pattern("SECRET", "password_changed_from", _CHANGED_START + r"from[ ][\"'“`]?(?P<v>[^\s\"'“”`<>]{5,64}?)(?=[\"'”`]?[ ]to[ ])", beside_secret, (), 0.75, anchors=PHRASES, reach=(110, 190), ignore_case=True),
    Pattern("SECRET", "password_of_something_told", rf"(?<![a-z]){PHRASE}{_WHERE}[ ](?:is|was|will[ ]be|lautet|ist|é|es|est|è)[ ]:?{_WORD}", beside_secret, (), 0.75, anchors=PHRASES, reach=(1, 150), ignore_case=True),
    Pattern("SECRET", "password_changed_german", r"(?:kennwort|passwort|pin|zugangscode)[ ][^.!?\n]{0,40}?[ ]?auf[ ][\"'„“]?(?P<v>[^\s\"'“”„]{4,64})[\"'“”]?[ ](?:geändert|gesetzt|zurückgesetzt|umgestellt)", beside_secret, (), 0.75, anchors=("geändert", "gesetzt", "zurückgesetzt", "umgestellt"), reach=(150, 16), ignore_case=True),
    Pattern("SECRET", "password_remarked", rf"(?<![a-z]){PHRASE}[ ]?[(\[][^()\[\]\n]{{1,40}}[)\]][ ]?[:=][ ]{{0,4}}{_WORD}", likely_secret, (), 0.75, anchors=PHRASES, reach=(1, 130), ignore_case=True),
    Pattern("USERNAME", "login_of_pair", rf"(?<![a-z]){_PAIR}(?P<v>[A-Za-z0-9][\w.@-]{{1,63}})[ ]?[/|:][ ]?(?=(?=[^\s]{{0,60}}[0-9])[^\s\"'`,;<>()=/\\|]{{5,64}}[.,;!?)]?(?:\s|\Z))", username, (), 0.75, anchors=_PAIRED, reach=(24, 150), ignore_case=True),
    Pattern("SECRET", "password_of_pair", rf"(?<![a-z]){_PAIR}[A-Za-z0-9][\w.@-]{{1,63}}[ ]?[/|:][ ]?(?P<v>[^\s\"'`,;<>()=/\\|]{{5,64}}?)(?=[.,;!?)]?(?:\s|\Z))", beside_secret, (), 0.75, anchors=_PAIRED, reach=(24, 150), ignore_case=True),
    Pattern("USERNAME", "login_argument", _FIRST + _QUOTED + r",\s{0,20}[\"'][^\"'\n]{2,200}[\"']", username, (), 0.8, anchors=_CALLED, reach=(8, 360)),
    Pattern("SECRET", "password_argument_behind_login", _FIRST + _ANY_QUOTED + r",\s{0,20}" + _QUOTED, given_secret, (), 0.8, anchors=_CALLED, reach=(8, 360)),
    Pattern("USERNAME", "login_to_connect", _CONNECT + _QUOTED + r",\s{0,20}[\"'][^\"'\n]{2,200}[\"']", username, (), 0.8, anchors=(".connect(", ".connection(", "ftp(", "ftp_tls("), reach=(1, 260)),
    Pattern("SECRET", "password_to_connect", _CONNECT + _ANY_QUOTED + r",\s{0,20}" + _QUOTED, given_secret, (), 0.8, anchors=(".connect(", ".connection(", "ftp(", "ftp_tls("), reach=(1, 400)),
    Pattern("SECRET", "combination_told", r"(?<![a-z])(?:(?:the|its|my|our)[ ]combination|lock[ -]?box(?:[ ]code)?|key[ -]?safe(?:[ ]code)?|combo)(?:[ ]is|[ ]?:)[ ]{1,2}(?P<v>[0-9]{1,2}(?:[ ]?[-–][ ]?[0-9]{1,2}){2,3}|[0-9]{4,8})(?![0-9-])", None, (), 0.75, anchors=("combination", "lockbox", "lock box", "lock-box", "key safe", "keysafe", "key-safe", "combo"), reach=(5, 50), ignore_case=True),
    Pattern("SECRET", "code_of_maker", rf"(?<![a-z]){_MAKERS}[ ](?:account[ ]|web[ ])?(?:verification[ ]|login[ ]|security[ ])?(?:code|otp)(?:[ ]is[ ]|[ ]?:[ ]?)(?P<v>(?:[A-Z]-)?[0-9]{{3}}[ -]?[0-9]{{3,4}}|[0-9]{{4,8}})(?![\w-])", None, (), 0.85, anchors=(" code", " otp"), reach=(44, 30), ignore_case=True),
    Pattern("SECRET", "memory_told", r"(?<![a-z])(?:my|his|her|your|their|mother['’]s)[ ](?:first|childhood)[ ](?:pet|car|school|teacher)(?:['’]s[ ]name)?[ ](?:is|was)(?:[ ]called|[ ]named)?[ ](?!a[ ]|an[ ]|the[ ]|in[ ]|at[ ]|my[ ])(?P<v>[A-Z][\w'’-]{1,24}(?:[ ][A-Z][\w'’-]{1,24})?)", None, (), 0.65, anchors=("first pet", "first car", "first school", "first teacher", "childhood pet"), reach=(12, 90)),
)  # fmt: skip
