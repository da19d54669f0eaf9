# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for credentials that the words around them name: assignments, options, headers, cookies, statements, commands."""

from __future__ import annotations

from redactor.detectors.answers import ANSWER
from redactor.detectors.rows import Pattern
from redactor.detectors.secret_names import (
    ASSIGN,
    ASSIGN_EQUALS,
    CLOSED,
    DASH,
    GAP,
    KEY,
    KEYS,
    MARKED,
    PASSWORD_START,
    PHRASE,
    PHRASES,
    QUOTED,
    TOLD,
    VALUE,
    WHICH,
)
from redactor.detectors.secret_values import (
    basic_login,
    beside_secret,
    cookie_secret,
    given_secret,
    leet_secret,
    likely_secret,
    made_key,
    mixed_secret,
    quoted_key,
    random_secret,
    told_secret,
    word_phrase,
    worded_secret,
)
from redactor.detectors.unspaced import PARTICLES
from redactor.detectors.value_ends import BLANK_LINE

_SCHEME = r"(?:(?:basic|bearer|token|api-?key|apitoken|key|negotiate|ntlm|oauth|hawk|splunk|genie-?key|sso-key|digest|jwt|aws|klaviyo-api-key)[ ]{1,2})"
_SESSION = r"(?:sess(?:ion)?(?:[_-]?(?:id|key|token))?|sid|jsessionid|phpsessid|aspsessionid\w{0,10}|asp\.net_sessionid|connect\.sid|cfid|cftoken|(?:csrf|xsrf)(?:[_-]?(?:middleware)?token)?|remember(?:[_-]?(?:me|token))?|auth[_-]?(?:id|cookie|sess\w{0,6})?|nonce|code_verifier|client_assertion|(?<=[?&])code)"
#: Where names of sessions end, before an equals sign or a colon.
_SESSION_ENDS = tuple(end + mark for mark in ("=", ":", "\":") for end in ("id", "sess", "session", "key", "token", "csrf", "xsrf", "auth", "me", "nonce", "cookie", "verifier", "assertion", "code"))  # fmt: skip
_SIGNED = ("signature", "response", "cnonce", "credential", "oauth_token", "oauth_nonce", "consumer_key", "sig", "security-token")  # fmt: skip
_WORDS = r"[a-z]{2,14}(?:[ -][a-z]{2,14}){2,23}(?![a-z])"
#: Names of what is said in several words.
_PHRASE_OF_WORDS = r"(?:pass[ _-]?phrase|psk|pre-?shared[ _-]key|(?:recovery|seed|secret|mnemonic|backup)[ _-](?:phrase|words)|mnemonic|seed|wi-?fi[ _-](?:key|password|pass))"
_ONE_TIME = r"(?:verification|security|log-?in|sign-?in|one[- ]time|access|authenti[a-z]{2,9}|confirmation|activation|otp|passcode|2fa|mfa|pin)(?:[ ](?:code|pin|password|passcode|number))?"
#: A code that somebody copies by hand: a digit among letters, or digits in groups.
_CODE = r"(?=[0-9a-z-]{0,30}[0-9])[0-9a-z]{4,12}(?:[- ](?=[0-9a-z]{0,11}[0-9])[0-9a-z]{4,12}){0,7}(?![0-9a-z])"
#: A shell's own variable: where it is.
_NO_FOLDER = r"(?!pwd[\"']?[ ]?[:=][ ]?[\"']?(?:/|~|[a-z]:\\))"
_SHELL = r"(?:\"(?P<v>[^\"\r\n]{1,200})\"|'(?P<w>[^'\r\n]{1,200})'|(?P<y>[^\s\"'<>|;-][^\s\"'|;]{0,200}))"
_LOGIN = r"(?:\"(?P<v>[^\"\r\n]{1,200})\"|'(?P<w>[^'\r\n]{1,200})'|(?P<y>[^\s\"'<>|;/][^\s\"'|;]{0,200}))"
#: What may stand right before an option: a blank, a quotation, a mark; and the dash that begins one there.
_OPENED = r"\s\"'“`(\[{>*"
_DASH_BEGINS = rf"re:-(?:(?<=[{_OPENED}]-)|(?<![\s\S]-))"
#: Before the word: no parameter of a call ("login(password: …"), and no "PASS" of a test.
_NO_CALL = r"(?<![a-z_])(?<!\w\()(?!(?-i:PASS(?!WORD|CODE|PHRASE|WORT)|PW\b))"
#: Of a command line, the option that may carry a password.
_OPTION = (r"re:-(?<=[ \t]-)(?:[puaw]|-(?:user|proxy-user|auth)[ =])", "/rp ")


def _command(name: str, tool: str, option: str, value: str = _SHELL) -> Pattern:
    """A password on a command line: behind an option of a tool."""
    regex = rf"(?<![\w.-])(?:{tool})(?![\w.])(?:[^\r\n|;]|\\\r?\n){{0,200}}?[ \t](?:{option}){value}"
    return Pattern("SECRET", name, regex, given_secret, (), 0.85, anchors=_OPTION, reach=(220, 210))


ROWS = (
    Pattern("SECRET", "connection_string", r"(?<![0-9A-Za-z])(?P<v>[a-z][a-z0-9+.-]{1,24}://(?:[^\s:/@\"'<>?#]{0,128}:[^\s/@\"'<>]{1,256}|[0-9a-z_-]{20,200})@[^\s\"'<>]{0,512}[^\s\"'<>.,;:!?)\]])", None, (), 0.95, anchors=("://",), reach=(26, 920), ignore_case=True),
    Pattern("SECRET", "jdbc_login", r"jdbc:[a-z0-9]{2,20}:(?:thin|oci8?):[^\s/@\"']{1,64}/(?P<v>[^\s/@\"']{1,64})@", given_secret, (), 0.9, anchors=("thin:", "oci:", "oci8:"), reach=(30, 140), ignore_case=True),
    Pattern("SECRET", "pgpass", r"(?<![^\n])[\w.*-]{1,100}:(?:5432|5433|6432|3306|1521|1433|\*):[\w*-]{1,64}:[\w*.-]{1,64}:(?P<v>[^\s:]{3,100})(?=\s|\Z)", given_secret, (), 0.85, anchors=(r"re::(?=(?:5432|5433|6432|3306|1521|1433|\*):)",), reach=(101, 240)),
    Pattern("SECRET", "netrc", r"(?<![a-z])login[ \t]{1,4}\S{1,100}\s{1,8}password[ \t]{1,4}(?P<v>\S{1,200})", given_secret, (), 0.9, anchors=("login",), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "authorization_header", rf"(?<![a-z])authorization[\"']?{GAP}[:=,]{GAP}[\"']?(?:{_SCHEME}(?P<v>[^\s\"',;<>]{{3,4000}})|(?P<w>(?![a-z]{{1,15}}\b)[0-9A-Za-z_.~+/=:-]{{8,4000}}))", given_secret, (), 0.9, anchors=("auth",), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "signed_request", r"(?<![a-z])(?:signature|response|cnonce|credential|oauth_(?:token|signature|nonce|consumer_key)|sig|x-amz-(?:signature|security-token|credential))=\"?(?P<v>[0-9A-Za-z%+/=_.~-]{16,2000})", random_secret, (), 0.85, anchors=tuple(f"{one}=" for one in _SIGNED), reach=(26, 120), ignore_case=True),
    Pattern("SECRET", "authorization", r"(?<![A-Za-z])(?:bearer|token)[ ](?P<v>[0-9A-Za-z_.~+/-]{12,4000}={0,2})", quoted_key, (), 0.85, anchors=("bearer ", "token"), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "basic_authorization", r"(?<![A-Za-z])basic[ ](?P<v>[0-9A-Za-z+/_-]{4,4000}={0,2})(?![0-9A-Za-z+/_=-])", basic_login, (), 0.85, anchors=("basic ",), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "basic_login", r"(?<![a-z])_?auth[\"']?[ ]{0,2}[:=][ ]{0,2}[\"']?(?P<v>[0-9A-Za-z+/_-]{8,4000}={0,2})(?![0-9A-Za-z+/_=-])", basic_login, (), 0.85, anchors=("auth",), reach=(1, 6), ignore_case=True),
    Pattern("SECRET", "cookie", r"(?<![a-z])(?:(?<=set-)cookie2?[\"']?[ ]?[:=][ ]?[\"']?(?P<v>[\w.-]{1,80}=[^;\r\n\"']{4,4000})|(?<!set-)cookie[\"']?[ ]?[:=][ ]?[\"']?(?P<w>[\w.-]{1,80}=(?:(?!cookie:)[^\r\n\"']){4,4000}))", cookie_secret, (), 0.85, anchors=("cookie",), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "session", rf"(?<![a-z]){_SESSION}(?:[\"']?{GAP}(?:=|:{GAP}(?=[\"'])|:[ ]){GAP})" + VALUE, random_secret, (), 0.8, anchors=_SESSION_ENDS, reach=(26, 120), ignore_case=True),
    Pattern("SECRET", "password_assignment", PASSWORD_START + _NO_FOLDER + PHRASE + WHICH + "(?:" + ASSIGN_EQUALS + ")" + VALUE, given_secret, (), 0.85, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_named", _NO_CALL + _NO_FOLDER + PHRASE + r"[\"')]?[ ]?(?:::?|：)[ \t]{0,4}(?!\()" + VALUE, likely_secret, (), 0.75, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    # In a form's marks: "password → x", "<b>Password</b> x".
    Pattern("SECRET", "password_marked", _NO_CALL + PHRASE + rf"(?:{MARKED})" + VALUE, mixed_secret, (), 0.75, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "key_marked", KEY + WHICH + rf"(?:{MARKED}|{DASH})" + VALUE, random_secret, (), 0.75, anchors=KEYS, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_of_something", r"(?:(?<=[a-z0-9]_)|(?-i:(?<=[a-z])(?=P)))(?!(?-i:PASS(?!WORD|CODE|PHRASE|WORT)|PW\b))" + PHRASE + r"[ ]?:[ \t]{1,4}(?!\()" + VALUE, mixed_secret, (), 0.75, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    # Right behind the word, without any sign: "pwd x7Gh2kk", "password (hunter2)".
    Pattern("SECRET", "password_beside", r"(?<![a-z_/.-])(?!pass\b)(?<!your[ ])(?<!the[ ])" + PHRASE + r"[ ]{1,3}\(?(?P<v>[^\s\"'`,;<>()=:/\\\[\]{}|]{5,64}?)(?=[.,;!?)]?(?:\s|\Z))", beside_secret, (), 0.7, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_answered", r"(?<![a-z_/.-])(?!pass\b)" + PHRASE + ANSWER + r"[\"'“`]?(?P<v>[^\s\"'”`,;<>]{5,64}?)(?=[\"'”`.,;!?]?(?:\s|\Z))", beside_secret, (), 0.7, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "pass_beside", r"(?<![\w/.-])pass[ ]{1,2}(?P<v>[^\s\"'`,;<>()=:/\\\[\]{}|.]{6,64})(?=[.,;!?]?(?:\s|\Z))", leet_secret, (), 0.65, anchors=("pass",), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "login_and_password", r"(?<![a-z])(?:creds?|credentials|logins?|(?:user(?:name)?|login|pin)[ ]?(?:/|and|&)[ ]?pass(?:word)?s?)(?:[ ](?:with|as|is|are|using))?[ ]?[:=]?[ ]{1,3}\S{2,64}?[ ]?(?:[/:|]|[ ])[ ]?(?P<v>[^\s\"'`,;<>()=:/\\|]{5,64}?)(?=[.,;!?]?(?:\s|\Z))", beside_secret, (), 0.7, anchors=("cred", "login", "password", "/pass", "user/"), reach=(12, 150), ignore_case=True),
    # A word that is all of a form's line.
    Pattern("SECRET", "password_word", r"(?:(?<![a-z_(\"'])|(?<=[a-z])(?=kennwort|passwort))(?!pass\b)" + PHRASE + r"[ ]?[:：][ \t]{1,4}(?P<v>[^\W\d_]{5,32})(?=[ \t]*(?:\r?\n|\Z))", worded_secret, (), 0.65, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_told", r"(?<![a-z])" + PHRASE + rf"[\"')]?{TOLD}[ ]?:?[ ]{{0,2}}(?:{QUOTED}|(?P<y>[^\s\"'`,;<>&]{{3,100}}?(?:[ ][0-9]{{1,6}})?)(?={CLOSED}(?:\s|</|\Z)))", told_secret, (), 0.75, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_told_glued", PHRASE + f"[{PARTICLES}]" + r"[ :：]{0,2}[\"'「『]?(?P<v>[!-%(-+.-:=?-~]{4,100})(?=[\"'」』]?(?:[,.;!?]?[\u3000-\u30ff\u4e00-\u9fff가-힣\uff00-\uffef]|[,.;!?]?(?:\s|\Z)))", beside_secret, (), 0.75, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_line", r"(?<![^\s>|*-])(?!pass\b)" + PHRASE + r"[ \t]{0,4}:?[ \t]{0,4}\r?\n[ \t>]{0,8}(?P<v>[^\s>][^\s]{3,63}(?<![:({,;]))(?=[ \t]{0,4}(?:\r?\n|\Z))", mixed_secret, (), 0.7, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_under", r"(?<![^\s>|*-])(?!pass\b)" + PHRASE + rf"[ \t]{{0,4}}:?[ \t]{{0,4}}\r?\n{BLANK_LINE}[ \t>]{{0,8}}(?P<v>[^\s>][^\s]{{3,63}}(?<![:({{,;]))(?=[ \t]{{0,4}}(?:\r?\n|\Z))", beside_secret, (), 0.7, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "key_below", r"(?<![0-9])(?-i:(?<![A-Z]))" + KEY + r"[ \t]{0,4}:?[ \t]{0,4}\r?\n[ \t>]{0,8}(?P<v>[^\s>]{16,200})(?=[ \t]{0,4}(?:\r?\n|\Z))", made_key, (), 0.7, anchors=KEYS, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_statement", r"(?:(?<![a-z])|(?<=require)|(?<=master))(?!pass[ ]?[\"'(])(?:" + PHRASE + r"|(?-i:IDENTIFIED[ ]BY)|identified[ ]by(?=[ ]'[^'\s]{1,100}'[ ]?;)|(?<=master)auth)(?:[ ]{1,3}|[ ]?\([ ]?)" + r"(?:\"(?P<v>[^\"\s]{1,200})\"|'(?P<w>[^'\s]{1,200})'|[“”](?P<x>[^“”\s]{1,200})”|[‘’](?P<y>[^‘’\s]{1,200})’)", given_secret, (), 0.85, anchors=(*PHRASES, "identified", "auth"), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "identified_by", r"(?:(?-i:IDENTIFIED[ ]BY)|(?<=require)pass|(?<=master)auth)[ ]{1,3}(?P<v>[^\s\"';]{3,100})", likely_secret, (), 0.8, anchors=("identified", "pass", "auth"), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_argument", PASSWORD_START + PHRASE + r"[\"'],[ ]?(?:\"(?P<v>[^\"\s]{4,200})\"|'(?P<w>[^'\s]{4,200})')", mixed_secret, (), 0.75, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_value", r"(?:" + PASSWORD_START + PHRASE + "|" + KEY + r")(?:[\"'][ ]{1,4}(?:\w{1,20}=[\"'][^\"'<>]{0,60}[\"'][ ]{1,4}){0,4}value=[\"'](?P<v>[^\"'<>\r\n]{1,300})[\"']|[\"']?,\s{0,40}[\"']?value[\"']?[ ]{0,2}[:=][ ]{0,2}(?:[\"'](?P<w>[^\"'\r\n]{1,300})[\"']|(?P<z>[^\s\"',;{}()]{3,300})(?=[ ]?\}))|[\"']?[ \t]{0,8}\r?\n[ \t]{0,40}value:[ ]{1,4}[\"']?(?P<x>[^\s\"']{1,300}))", given_secret, (), 0.85, anchors=(*PHRASES, *KEYS), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "secret_element", rf"(?:(?:name|key)=[\"'][\w.-]{{0,40}}?(?:{PASSWORD_START}{PHRASE}|{KEY})[\"'][^<>\r\n]{{0,80}}|<(?:key|name)>[\w.-]{{0,40}}?(?:{PASSWORD_START}{PHRASE}|{KEY})</(?:key|name)>\s{{0,20}}<(?:string|value))>(?P<v>[^<>\s]{{3,300}})</", given_secret, (), 0.85, anchors=("name=", "key=", "<key>", "<name>"), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "password_option", r"(?<![\w-])--?[a-z0-9_-]{0,30}?(?:" + PHRASE + r"|key|token|secret|secret-id)(?:in|out)?(?:=|[ ]{1,3})(?:pass:)?" + VALUE, likely_secret, (), 0.85, anchors=(_DASH_BEGINS + "[a-z-]",), reach=(1, 120), ignore_case=True),
    Pattern("SECRET", "password_phrase", rf"(?<![a-z])(?!(?-i:PASS):)(?:{_PHRASE_OF_WORDS}|{PHRASE})[\"']?{GAP}(?:(?:[:=]|is){GAP}[\"']?|[\"'])(?P<v>{_WORDS})(?=[,;]|{CLOSED}[ \t]*(?:[|<]|\r?\n|\Z))", word_phrase, (), 0.75, anchors=(*PHRASES, "psk", "phrase", "seed", "mnemonic", "key"), reach=(16, 160), ignore_case=True),
    Pattern("SECRET", "password_short_option", rf"(?<![^{_OPENED}])-p[ ]{{0,2}}(?P<v>[^\s\"'”`/\\.,:;=|<>()\[\]{{}}*-]{{6,64}})(?={CLOSED}(?:\s|<|\Z))", leet_secret, (), 0.7, anchors=(_DASH_BEGINS + "p",), reach=(1, 70)),
    Pattern("SECRET", "code_told", rf"(?<![0-9A-Za-z-])(?P<v>(?:[A-Z]-)?[0-9]{{3}}[ -]?[0-9]{{3}}|[0-9]{{4,8}})[ ](?:is|as)[ ](?:your|the|a)[ ](?:[\w'’.-]{{1,20}}[ ]){{0,4}}?{_ONE_TIME}\b", None, (), 0.85, anchors=(" is your ", " as your ", " is the ", " is a "), reach=(14, 120), ignore_case=True),
    Pattern("SECRET", "psk", rf"(?<![a-z])(?:wpa[_-]?)?psk[\"']?{GAP}[:=]{GAP}(?:{QUOTED}|(?P<y>[^\s\"'`,;<>]{{8,64}}))", given_secret, (), 0.85, anchors=("psk",), reach=(5, 80), ignore_case=True),
    Pattern("SECRET", "wifi_code", r"WIFI:(?:[TSHR]:[^;]{0,64};){0,4}P:(?P<v>[^;]{1,100});", None, (), 0.9, anchors=("wifi:",), reach=(1, 200)),
    Pattern("SECRET", "key_assignment", KEY + WHICH + "(?:" + ASSIGN + r"|[ ](?:is|was)[ ]:?[ ]?)" + VALUE, random_secret, (), 0.8, anchors=KEYS, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "key_quoted", KEY + WHICH + "(?:" + ASSIGN + rf"|\([ ]?)(?:{QUOTED})", quoted_key, (), 0.8, anchors=KEYS, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "key_said", r"(?<![a-z])(?:api|access|secret|auth|private|license|product|signing|signature|encryption|client|consumer|app|shared|webhook|totp|2fa|jwt|master|deploy|session|refresh|bearer|account|storage|service)[ _-]?(?:key|token|secret)s?[ ]{1,2}(?P<v>[0-9A-Za-z_+/=-]{12,200})", random_secret, (), 0.75, anchors=("key", "token", "secret"), reach=(12, 40), ignore_case=True),
    Pattern("SECRET", "php_define", r"define[ ]?\([ ]{0,4}[\"']\w{0,40}(?:KEY|SALT|SECRET|TOKEN)[\"'],[ ]{0,8}(?:\"(?P<v>[^\"\r\n]{8,200})\"|'(?P<w>[^'\r\n]{8,200})')", mixed_secret, (), 0.8, anchors=("define(", "define ("), reach=(1, 270)),
    Pattern("SECRET", "terraform_variable", r"variable[ ]\"\w{0,40}(?:password|passwd|secret|token|_key)\"[ ]?\{[^{}]{0,300}?\sdefault[ ]{0,20}=[ ]?\"(?P<v>[^\"\r\n]{3,200})\"", given_secret, (), 0.8, anchors=("variable \"",), reach=(1, 600)),
    _command("mysql_password", r"mysql\w{0,8}|mariadb[\w-]{0,10}", r"-p(?=[\"']?[^\s\"'])"),
    _command("client_password", r"mongo\w{0,8}|sshpass|psexec(?:64)?|winrs|wmic|docker[ ]login|podman[ ]login|helm|az|sqlcmd|bcp|sftp|lftp|7z|zip|unzip|rar|net|expect", r"-[pP][ ]?"),
    _command("curl_login", r"curl|wget|http|https|xh|lftp", r"(?:-u|-U|--user|--proxy-user|-a|--auth)[ =]{0,4}[\"']?[^\s\"':]{0,64}[\"']?:", _LOGIN),
    _command("redis_password", r"redis-cli|valkey-cli", r"-a[ ]"),
    _command("ldap_password", r"ldap\w{3,8}", r"-w[ ]?"),
    _command("task_password", r"schtasks", r"/rp[ ]"),
    _command("samba_login", r"smbclient|rpcclient|smbget|winexe|net", r"-U[ ]?[\"']?[^\s\"'%]{1,64}%"),
    Pattern("SECRET", "net_user", r"(?<![\w.-])net[ ](?:user[ ]\S{1,64}[ ](?P<v>[^\s/*]\S{2,100})|use[ ][^\r\n]{1,120}?/user:\S{1,64}[ ](?P<w>[^\s/*]\S{2,100})|use[ ](?:\w:[ ])?\\\\\S{2,120}[ ](?P<x>[^\s/*]\S{2,100})(?=[ ]/user:))", given_secret, (), 0.85, anchors=("net use", "net user"), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "sqlplus_login", r"(?<![\w.-])(?:sqlplus|impdp|expdp|sqlldr)[ ](?:-\w[ ]){0,3}[\w.$-]{1,64}/(?P<v>[^\s/@]{2,64})(?=@|\s|\Z)", given_secret, (), 0.85, anchors=(r"re:/(?<=\w/)[^\s/@]{2,64}(?:@|\s|\Z)",), reach=(90, 4), ignore_case=True),
    Pattern("SECRET", "user_added", r"(?<![\w.-])rabbitmqctl[ ](?:-\w[ ]\S{1,40}[ ])?(?:add_user|change_password)[ ]\S{1,64}[ ](?P<v>\S{3,100})", given_secret, (), 0.85, anchors=("rabbitmqctl",), reach=(0, 0)),
    Pattern("SECRET", "piped_password", r"(?<![\w.-])echo[ ](?:-[ne][ ])?[\"']?(?:[\w.-]{1,64}:)?(?P<v>[^\s\"':|]{3,100})[\"']?[ ]?\|[ ]?(?:sudo[ ]-S|chpasswd|passwd|su[ ]|docker[ ]login|gh[ ]auth|kinit)", given_secret, (), 0.85, anchors=(r"re:\|(?= ?(?:sudo|chpasswd|passwd|su |docker|gh |kinit))",), reach=(180, 20)),
    Pattern("SECRET", "secure_string", r"ConvertTo-SecureString[ ](?:-String[ ])?" + rf"(?:{QUOTED})", given_secret, (), 0.9, anchors=("convertto-securestring",), reach=(1, 330), ignore_case=True),
    Pattern("SECRET", "openssl_password", r"(?<![a-z])pass:(?P<v>[^\s\"':;,)]{3,100})", given_secret, (), 0.85, anchors=("pass",), reach=(0, 0)),
    Pattern("SECRET", "htpasswd_password", r"(?<=ht)passwd[ ](?:-\w+[ ]){0,4}-\w*b\w*[ ]\S{1,100}[ ]\S{1,64}[ ](?P<v>\S{3,100})", given_secret, (), 0.85, anchors=("pass",), reach=(0, 0)),
    Pattern("SECRET", "cisco_password", r"(?<![a-z])(?:(?:password|secret|key-string|pre-shared-key)[ ](?:[057-9][ ])|snmp-server[ ]community[ ])(?P<v>[^\s]{4,200})", given_secret, (), 0.85, anchors=("pass", "secret", "key", "snmp-server"), reach=(16, 40), ignore_case=True),
    Pattern("SECRET", "password_set", r"(?-i:SET[ ]PASSWORD)(?:[ ]FOR[ ]\S{1,100})?[ ]?(?:=|TO)[ ]?'(?P<v>[^'\s]{1,200})'", given_secret, (), 0.85, anchors=("set password",), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "redis_auth", r"(?<![\w-])\"?AUTH\"?[ ](?:\"?[A-Za-z][\w.@-]{1,63}\"?[ ])?\"?(?P<v>[^\s\"]{6,200})\"?(?=[ \t]{0,4}(?:\r?\n|\Z))", beside_secret, (), 0.7, anchors=("auth",), reach=(1, 16)),
    # Eight groups of six digits: the key that gets a disk back (BitLocker).
    Pattern("SECRET", "recovery_key", r"(?<![0-9A-Za-z-])[0-9]{6}(?:-[0-9]{6}){7}(?![0-9A-Za-z-])", None, (), 0.95, anchors=(r"re:-(?<=[0-9]{6}-)[0-9]{6}-",), reach=(8, 60)),
    # One after another, as a site gives them out.
    Pattern("SECRET", "backup_codes", rf"(?<![a-z])(?:backup|recovery|rescue|scratch|emergency)[ _-]?(?:codes?|keys?)(?:[\"']?{GAP}[:=]{GAP}[\"'\[]{{0,2}}|[ ](?:are|is)[ ]:?[ ]?)(?P<v>{_CODE}(?:[,;]?\s{{1,8}}{_CODE}){{0,19}})", None, (), 0.8, anchors=("backup", "recovery", "rescue", "scratch", "emergency"), reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "tan", r"(?<![A-Za-z])(?:m|sms|SMS|photo|chip|push|i)?-?TAN[ ]?[:=]?[ ](?P<v>[0-9]{6})(?![0-9A-Za-z])", None, (), 0.75, anchors=("tan",), digits=6, reach=(8, 16)),
    Pattern("SECRET", "ldif_password", r"(?<![\w-])(?:userPassword|unicodePwd|sambaNTPassword|sambaLMPassword|krbPrincipalKey)::?[ ](?P<v>\S{3,400})", given_secret, (), 0.85, anchors=("userpassword:", "unicodepwd:", "sambantpassword:", "sambalmpassword:", "krbprincipalkey:"), reach=(0, 0)),
    # Windows' answer files.
    Pattern("SECRET", "password_in_element", PASSWORD_START + PHRASE + r">\s{0,40}<value>(?P<v>[^<>\r\n]{1,400})</value>", given_secret, (), 0.85, anchors=PHRASES, reach=(0, 0), ignore_case=True),
    Pattern("SECRET", "mail_login", r"(?<![\w])(?:PASS[ ](?!\S{1,90}\.(?:[jt]sx?|[cm]js|py|rb)\b)(?P<v>\S{3,100})|AUTH[ ]PLAIN[ ](?P<w>[0-9A-Za-z+/]{8,400}={0,2})|LOGIN[ ]\S{1,100}[ ](?P<x>\S{3,100}))(?=[ \t]{0,4}(?:\r?\n|\Z))", likely_secret, (), 0.8, anchors=("pass", "auth", "login"), reach=(0, 0)),
)  # fmt: skip
