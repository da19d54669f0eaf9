# ruff: noqa: E501 - an expression can be copied whole
"""What credentials are called, what links a name to its value, and what a value is: parts of the expressions that find them."""

from __future__ import annotations

GAP = r"[ \t]{0,12}"
# A longer one goes on behind its end: what is found is widened then.
QUOTED = "|".join(
    rf"{mark}(?P<{group}>[^{mark}\r\n]{{1,300}}(?={mark})|[^{mark}\s]{{300}}){mark}?"
    for mark, group in (('"', "v"), ("'", "w"), ("`", "x"))
)
# An ampersand goes on with a password, or begins the next part of a query.
BARE = r"(?P<y>(?:[^\s\"'`,;<>&]|&(?![\w.-]{1,40}=|amp;)){0,299}[^\s\"'`,;<>&.)])"
VALUE = rf"(?:{QUOTED}|{BARE})"
#: What a sentence, a quotation or a mark ends with.
CLOSED = r"[.,;!?)\]}\"'”»`*_]{0,3}"
#: A login on lines of its own: "u: ann", "p: …".
U_BEFORE = r"(?<![^\n])u(?:ser)?:[ ]?"
P_BEHIND = r"[ ]{0,4}(?:\r?\n|[ ,;/]{1,3})p(?:w|ass)?:[ ]?"
#: What people who speak no English call a password.
ABROAD = (
    "mật khẩu", "kennwort", "palavra-passe", "parola d'ordine", "code secret", "clave de acceso", "clave secreta", "mot de passe", "contraseña", "senha", "hasło", "wachtwoord", "пароль", "密码", "密碼", "口令", "パスワード", "暗証番号", "비밀번호", "암호",
    "parola", "parolă", "şifrem", "şifre", "sifre", "heslo", "lösenordet", "lösenord", "losenord", "adgangskoden", "adgangskode", "passordet", "passord", "salasanani", "salasana", "jelszó", "lozinka", "geslo", "κωδικός", "kata sandi", "kata laluan",
    "סיסמה", "סיסמא", "كلمة المرور", "كلمة السر", "पासवर्ड", "รหัสผ่าน",
)  # fmt: skip
#: What stands for one where somebody is asked for it.
REMEMBERED = (
    "memorable word",
    "memorable information",
    "security word",
    "secret word",
    "password hint",
    "security answer",
    "secret answer",
)
#: How it is said that one is the password.
TOLD = r"(?:[ ](?:is|was|là|ist|lautet|war|est|es|é|è|jest|är|er|je|(?<=hasło[ ])to|(?<=salasana[ ])on|(?<=salasanani[ ])on|هي|هو|will[ ]be|should[ ]be)(?:[ ](?:now|set[ ]to|changed[ ]to|still))?)"
PHRASE = rf"(?:pass(?:word(?![ ]hint)|wd|phrase|code|wort|ord)?|passwd|pwd|pw|{'|'.join((*REMEMBERED, *ABROAD)).replace(' ', '[ ]')})"
PHRASES = ("pass", "pwd", "pw", *REMEMBERED, *ABROAD)
# A word of its own, or the second half of a camelCase name ("dbPassword").
CAMEL = r"(?:(?<![A-Za-z])|(?-i:(?<=[a-z])(?=[A-Z])))"
# "PGPASSWORD", "dbpassword": the long words need no border.
PASSWORD_START = rf"(?:{CAMEL}|(?<=[A-Za-z])(?=password|passwd))"
#: What a table, a list or a store finds its rows by, and what everybody may know.
_NO_SECRET = "".join(
    rf"(?<!{word}[_ .-])(?<!{word})"
    for word in ("sort", "foreign", "primary", "partition", "bucket", "schema", "cache", "index", "group", "natural", "object", "public", "composite", "lookup", "hot", "row")
)  # fmt: skip
KEY = (
    rf"(?:{CAMEL}(?:{_NO_SECRET}key|secret|token|credential|signature)s?"
    r"|(?:(?<=api)|(?<=access)|(?<=secret)|(?<=private)|(?<=account)|(?<=auth)|(?<=subscription)|(?<=license))key|(?<=[a-z]{2})(?:token|secret))"
)
KEYS = ("key", "secret", "token", "credential", "signature")
#: What goes on behind the name: which one it is, or where it is used ("api_key_prod", "secretLive", "token2").
WHICH = (
    r"(?:(?:[ _-](?:key|id|base|value|string)|[ _-]?(?:prod(?:uction)?|live|dev(?:el(?:opment)?)?|test(?:ing)?|stag(?:e|ing)|sandbox|local|demo|beta|uat|qa|new|old|backup|default"
    r"|primary|secondary|main|super|secure|us|eu|[0-9]{1,2}))(?![a-z])){0,2}"
)
#: How programs declare what is assigned: "secret[32]", "token: str", "Token string", "API_KEY: &str".
_TYPE = (
    r"(?:\[[0-9]{0,5}\])?[\"'\]]{0,2}(?:(?:[ ]{0,2}:[ ]{0,2}|[ ]{1,2})&?(?:'static[ ])?(?:std::)?(?:str(?:ing)?|bytes|text|any|Optional\[str\]|str[ ]\|[ ]None)\??(?=[ ]{0,2}=))?"
    + GAP
)
_EQUALS = r"(?:[=-]>|[:.+?|]{1,3}={1,2}|!={1,2}(?=[ ]{0,4}[\"'`])|={1,3})"
#: The value on a line of its own: YAML's blocks, an element's text, what an equals sign or colon left for the next line.
_BLOCK = r"[|>][-+0-9]{0,2}[ \t]{0,4}\r?\n[ \t]{1,40}"
_NEXT_LINE = r"\r?\n[ \t]{1,40}(?=[\"'`])"
#: What stands before a quote: C#'s @, Python's b and r, SQL's N, what PHP tells of a value.
_LITERAL = r"(?:(?:[@brufn$]{1,2}|string\([0-9]{1,5}\)[ ])(?=[\"'`]))?"
_ELEMENT = r">\s{1,40}(?=[^\s<>]{3,300}\s{0,40}</)"
ASSIGN = rf"{_TYPE}(?:{_EQUALS}|:|(?<=[a-z0-9])>){GAP}(?:{_BLOCK}|{_NEXT_LINE}|(?<=>)\s{{1,40}}(?=[^\s<>]{{3,2000}}\s{{0,40}}</))?{_LITERAL}"
ASSIGN_EQUALS = (
    rf"{_TYPE}{_EQUALS}{GAP}(?:{_NEXT_LINE})?{_LITERAL}"
    rf"|(?<=[a-z0-9])(?:[\"']?{GAP}:{GAP}(?:{_BLOCK}|(?:{_NEXT_LINE})?{_LITERAL}(?=[\"'`]))|{_ELEMENT}|>)"
)
#: In a form's marks: "password → x", "<b>Password</b> x". Those that only set a label off are folded away (folded.py).
MARKED = r"[ ]{0,2}[→⇒][ ]{0,2}|[ \t]{1,12}\|[ \t]{0,12}|[ ]?:?(?:<(?:/(?:td|th|dt|b|strong|label|span|div|p|li|em)|br[ ]?/?)>\s{0,20}){1,3}:?\s{0,20}(?:<(?:td|dd|span|div|b|p|code)\b[^<>]{0,80}>\s{0,20}){0,3}"
#: "acme token - x"
DASH = r"[ ]{1,3}[-–—][ ]{1,3}"
