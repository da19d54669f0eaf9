# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for logins as protocols, databases and their clients carry them: ``USER ann⏎PASS …``, ``CREATE USER ann``, ``mysql -u ann``.

Sources: RFC 959 (FTP), RFC 1939 (POP3), RFC 3501 (IMAP), passwd(5), the statements of PostgreSQL, MySQL, Oracle and SQL Server,
redis.conf, snmpd.conf(5).
"""

from __future__ import annotations

from redactor.detectors.accounts import is_somebodys
from redactor.detectors.rows import Pattern
from redactor.detectors.secret_values import given_secret
from redactor.detectors.usernames import told_username, username

#: The head of a line, perhaps behind who says it ("C: ", "-> ", "ftp> ") or the time.
_HEAD = r"(?:(?<=\n)|\A)[ \t]{0,12}(?:[\w:.,/@()\[\]-]{0,40}[>:\]][ ]{1,3}){0,3}"
_END = r"(?=[ \t]{0,4}(?:\r?\n|\Z))"
#: What a server answers between two commands.
_ANSWERED = r"[ \t]{0,4}\r?\n(?:(?![^\n]{0,60}(?:USER|PASS)[ ])[^\n]{0,200}\n){0,3}"
_QUOTE = r"[\"'`\[]?"
#: Clients that take a user's name behind an option.
_CLIENTS = r"(?:mysql\w{0,8}|mariadb[\w-]{0,10}|psql|pg_\w{4,10}|createdb|mongo\w{0,8}|docker[ ]login|podman[ ]login|helm[ ]\w{4,10}|sqlcmd|mosquitto_\w{2,3}|bcp|cqlsh|clickhouse-client|influx|rabbitmqadmin|curl|ldap\w{3,8}|smbclient|rpcclient|sshpass)"
#: What IMAP puts before a command.
_TAGGED_LOGIN = rf"{_HEAD}[A-Za-z]{{1,8}}[0-9]{{1,8}}[ ]LOGIN"
_SAID = r"(?<![A-Za-z_-])(?i:user(?:[ ]?name|[ ]?id)?|login(?:[ ]name)?)[ ]"
_SAID_ANCHORS = ("user ", "username ", "user name ", "userid ", "user id ", "login ", "login name ")
_OPTION = r"(?:-[uU][ ]?|--user(?:name)?[ =])"
#: Options of a command, each perhaps with its value.
_FLAGS = r"(?:-{1,2}[\w-]{1,24}(?:[ =](?:\"[^\"\n]{0,80}\"|'[^'\n]{0,80}'|[^\s\"'-]\S{0,80}))??[ ]){0,8}"

ROWS = (
    Pattern("USERNAME", "protocol_user", rf"{_HEAD}USER[ ](?P<v>[^\s:]{{2,64}})(?={_ANSWERED}{_HEAD}PASS[ ])", username, (), 0.85, anchors=("user ",), reach=(160, 900)),
    Pattern("SECRET", "protocol_password", rf"{_HEAD}USER[ ]\S{{2,64}}{_ANSWERED}{_HEAD}PASS[ ](?P<v>\S{{3,100}}){_END}", None, (), 0.85, anchors=("user ",), reach=(160, 1_100)),
    # RFC 4954: "Username:" and "Password:" in base64, and what the client answers
    Pattern("USERNAME", "mail_user_answered", rf"334[ ]VXNlcm5hbWU6[ \t]{{0,4}}\r?\n{_HEAD}(?P<v>[0-9A-Za-z+/]{{2,200}}={{0,2}}){_END}", None, (), 0.9, anchors=("334 vxnlcm5hbwu6",), reach=(0, 0)),
    Pattern("SECRET", "mail_password_answered", rf"334[ ]UGFzc3dvcmQ6[ \t]{{0,4}}\r?\n{_HEAD}(?P<v>[0-9A-Za-z+/]{{2,400}}={{0,2}}){_END}", None, (), 0.9, anchors=("334 ugfzc3dvcmq6",), reach=(0, 0)),
    Pattern("USERNAME", "mailbox_user", rf"{_TAGGED_LOGIN}[ ]\"?(?P<v>[^\s\"]{{2,100}})\"?[ ]\S", username, (), 0.85, anchors=(" login ",), reach=(180, 220)),
    Pattern("SECRET", "mailbox_password", rf"{_TAGGED_LOGIN}[ ]\S{{2,100}}[ ]\"?(?P<v>[^\s\"]{{3,100}})\"?{_END}", None, (), 0.85, anchors=(" login ",), reach=(180, 320)),
    Pattern("SECRET", "server_password", rf"{_HEAD}(?:requirepass|masterauth)[ ]{{1,4}}\"?(?!off[ \t]*(?:\r?\n|\Z))(?P<v>[^\s\"#]{{3,200}})\"?{_END}", given_secret, (), 0.85, anchors=("requirepass ", "masterauth "), reach=(160, 220)),
    Pattern("SECRET", "agent_community", rf"{_HEAD}(?:com2sec6?[ \t]{{1,8}}(?:-Cn[ ]\S{{1,40}}[ ])?\S{{1,64}}[ \t]{{1,8}}\S{{1,64}}[ \t]{{1,8}}|r[ow]community6?[ \t]{{1,8}})(?P<v>[^\s#]{{3,100}})", given_secret, (), 0.85, anchors=("com2sec", "rocommunity", "rwcommunity"), reach=(160, 300)),
    Pattern("SECRET", "secret_line", r"(?:(?<=\n)|\A)[ \t]{0,12}secret[ ]?=[ ]?(?!(?:base64|base32|foo|bar|true|false|none|null|secret|value)[ \t]*(?:\r?\n|\Z))(?P<v>[^\s\"'(){}<>;,$]{3,100})" + _END, given_secret, (), 0.75, anchors=("secret=", "secret ="), reach=(14, 130), ignore_case=True),
    Pattern("SECRET", "identified_with", r"(?-i:IDENTIFIED)[ ]WITH[ ][\"'`]?\w{2,40}[\"'`]?[ ](?:BY|AS)[ ](?:\"(?P<v>[^\"\r\n]{3,200})\"|'(?P<w>[^'\r\n]{3,200})')", given_secret, (), 0.85, anchors=("identified with",), reach=(1, 280), ignore_case=True),
    Pattern("USERNAME", "user_of_statement", rf"(?<![\w.])(?:(?:CREATE|ALTER|DROP|RENAME)[ ](?:USER|LOGIN)|(?:CREATE|ALTER)[ ]ROLE(?=[ ]\S{{2,70}}[ ](?:WITH[ ])?(?:LOGIN|(?:ENCRYPTED[ ])?PASSWORD)\b)|GRANT[ ][\w ,().*`\"]{{2,200}}?[ ]TO(?=[ ]\S{{2,70}}@)|SET[ ]PASSWORD[ ]FOR)[ ](?:IF[ ](?:NOT[ ])?EXISTS[ ])?(?!IF\b|MAPPING\b|FOR\b|TO\b){_QUOTE}(?P<v>\w[\w.$-]{{1,63}})(?![\w(])", username, (), 0.8, anchors=("create user", "alter user", "drop user", "rename user", "create login", "alter login", "drop login", "create role", "alter role", "grant ", "set password for"), reach=(10, 330)),
    Pattern("USERNAME", "grantee", rf"(?<![\w.])(?:GRANT[ ][\w ,().*`\"]{{2,200}}?[ ]TO|REVOKE[ ][\w ,().*`\"]{{2,200}}?[ ]FROM|OWNER[ ]TO)[ ]{_QUOTE}(?!pg_|rds|azure)(?P<v>\w[\w.$-]{{1,63}})(?![\w(@])(?=[\"'`\]]?[ \t]{{0,4}}(?:;|,|\r?\n|\Z|WITH\b))", is_somebodys, (), 0.8, anchors=("grant ", "revoke ", "owner to "), reach=(10, 330)),
    Pattern("USERNAME", "redis_user", r"(?<![\w-])AUTH[ ](?P<v>[a-z][\w.@-]{1,63})(?=[ ](?=[^\s]{0,60}[0-9])[^\s\"]{6,200}[ \t]{0,4}(?:\r?\n|\Z))", username, (), 0.75, anchors=("auth ",), reach=(0, 0)),
    Pattern("USERNAME", "client_user", rf"(?<![\w./-]){_CLIENTS}(?![\w.])(?:[^\r\n|;]|\\\r?\n){{0,200}}?[ \t]{_OPTION}{_QUOTE}(?P<v>[A-Za-z_][\w.@-]{{1,63}})(?=[\s\"':]|\Z)", username, (), 0.8, anchors=(r"re:-(?<=[ \t]-)(?:u|-user)",), reach=(250, 90)),
    Pattern("SECRET", "password_of_client", r"(?<![\w./-])(?:(?:openssl[ ](?:[^\r\n|;]{0,160}?[ ])?(?:-k[ ]|-(?:passin|passout|pass)[ ]pass:)|mosquitto_(?:pub|sub|rr)[ ](?:[^\r\n|;]{0,160}?[ ])?-P[ ]|(?:un)?zip[ ](?:[^\r\n|;]{0,80}?[ ])?-P[ ]|sshpass[ ]-p[ ]?)|(?:xfreerdp|rdesktop|mstsc|wlfreerdp)\w{0,4}[ ](?:[^\r\n|;]{0,160}?[ ])?/p:)(?:\"(?P<w>[^\"\r\n]{2,100})\"|'(?P<x>[^'\r\n]{2,100})'|(?P<v>[^\s\"'`]{3,100}))", given_secret, (), 0.85, anchors=("openssl ", "mosquitto_", "zip ", "sshpass ", "freerdp", "rdesktop", "mstsc"), reach=(4, 280)),
    Pattern("USERNAME", "user_and_password_option", r"(?<=[ ]-U[ ])[\"'`]?(?P<v>[A-Za-z_][\w.@\\-]{1,63})(?=%\S)", username, (), 0.85, anchors=(" -u ",), reach=(1, 80)),
    Pattern("USERNAME", "htpasswd_user", r"(?<![\w-])htpasswd[ ](?:-\w+[ ]){0,4}\S{1,100}[ ](?P<v>[A-Za-z_][\w.@-]{1,63})(?=[ ]\S|[ \t]*(?:\r?\n|\Z))", username, (), 0.8, anchors=("htpasswd",), reach=(1, 200)),
    Pattern("PERSON", "comment_of_account", r"(?<![\w-])(?:useradd|usermod|adduser)[ ](?:[^\r\n|;]{0,120}?[ ])?(?:-c|--comment|--gecos)[ =][\"'](?P<v>[^\W\d_a-z][\w'’.-]{1,30}(?:[ ][^\W\d_a-z][\w'’.-]{1,30}){1,3})", None, (), 0.8, anchors=("useradd ", "usermod ", "adduser "), reach=(1, 200)),
    Pattern("SECRET", "password_of_directory", rf"{_HEAD}(?:bindpw|rootpw|rootbindpw|ldap_default_authtok)[ \t=]{{1,6}}(?:\"(?P<w>[^\"\r\n]{{2,200}})\"|(?P<v>[^\s\"'`#]{{3,200}}))", given_secret, (), 0.85, anchors=("bindpw", "rootpw", "rootbindpw", "ldap_default_authtok"), reach=(160, 220)),
    Pattern("SECRET", "password_of_rule", r"(?i:ACL[ ]SETUSER|(?<![^\n])user)[ ][\w.-]{1,64}[ ](?:on|off)[ ](?:[^\s>]{1,40}[ ]){0,8}>(?P<v>[^\s]{3,200}(?:[ ]>[^\s]{3,200}){0,4})", given_secret, (), 0.85, anchors=("acl setuser ", "user "), reach=(1, 300)),
    Pattern("USERNAME", "user_of_thin_url", r"jdbc:oracle:\w{2,6}:(?P<v>[A-Za-z_][\w.$-]{1,63})(?=/\S{1,100}@)", username, (), 0.85, anchors=("jdbc:oracle:",), reach=(1, 100)),
    Pattern("USERNAME", "remote_user", rf"(?<![\w.-])(?:ssh|sftp|rsh|rlogin|mosh|slogin)[ ](?:[^\r\n|;]{{0,120}}?[ ])?-l[ ]?{_QUOTE}(?P<v>[A-Za-z_][\w.@-]{{1,63}})(?=[\s\"']|\Z)", username, (), 0.8, anchors=(r"re:-(?<=[ ]-)l[ ]?[\"'a-z_]",), reach=(140, 80)),
    Pattern("USERNAME", "account_made", rf"(?:{_HEAD}|(?<=[;|&$#][ ])|(?<=sudo[ ]))(?:createuser|dropuser|useradd|adduser|userdel|deluser|usermod)[ ]{_FLAGS}{_QUOTE}(?P<v>[A-Za-z_][\w.@-]{{1,63}})[\"'`]?{_END}", username, (), 0.75, anchors=("createuser ", "dropuser ", "useradd ", "adduser ", "userdel ", "deluser ", "usermod "), reach=(160, 900)),
    Pattern("USERNAME", "account_at_prompt", rf"(?:(?<=[$#][ ])|(?<=sudo[ ]))(?:passwd|chage|su)[ ]{_FLAGS}{_QUOTE}(?P<v>[A-Za-z_][\w.@-]{{1,63}})[\"'`]?{_END}", username, (), 0.75, anchors=("passwd ", "chage ", "su "), reach=(6, 900)),
    Pattern("USERNAME", "windows_user", r"(?<![\w/])/(?:u|user):(?:[\w.-]{1,40}\\{1,2})?(?P<v>[A-Za-z_][\w.-]{1,63})(?=[\s\"']|\Z)", username, (), 0.8, anchors=("/u:", "/user:"), reach=(1, 120), ignore_case=True),
    Pattern("USERNAME", "account_line", r"(?:(?<=\n)|\A)(?P<v>[a-z_][\w.-]{1,31}\$?):(?:x|\*|!{0,2}):[1-9][0-9]{3,9}:[0-9]{1,10}:", username, (), 0.85, anchors=(r"re::(?=(?:x|\*|!{0,2}):[1-9][0-9]{3})",), reach=(34, 40)),
    *(Pattern("PHONE_NUMBER", name, rf":[0-9]{{1,10}}:[0-9]{{1,10}}:(?:[^:,\n]{{0,80}},){{{place}}}(?P<v>[0-9+][0-9 ()+-]{{4,20}})(?=[,:])", None, (), 0.85, anchors=(r"re::(?=[0-9]{1,10}:[0-9]{1,10}:)",), reach=(1, 320)) for name, place in (("account_phone", 2), ("account_home_phone", 3))),
    # as people say them
    Pattern("USERNAME", "said_user", _SAID + r"(?P<v>[a-z][\w.@-]{1,63})(?:,[ ](?:and[ ])?|[ ](?:and|with|/)[ ])(?i:password|passwd|pass|pwd|pw)[ ](?!reset|change|policy|is[ ]not|for[ ]|to[ ]|and[ ]|or[ ]|[a-z]+ing\b|input|field)", told_username, (), 0.75, anchors=_SAID_ANCHORS, reach=(1, 110)),
    Pattern("SECRET", "said_password", _SAID + r"(?!name\b|id\b|and\b|or\b|with\b)[a-z][\w.@-]{1,63}(?:,[ ](?:and[ ])?|[ ](?:and|with|/)[ ])(?i:password|passwd|pwd|pw)[ ](?!reset|change|policy|is[ ]|for[ ]|to[ ]|and[ ]|or[ ]|input|field|protect|manag|auth|[a-z]+ing\b)(?P<v>[^\s\"'<>,;()]{5,64}?)(?=[.,;!?)]?(?:\s|\Z))", given_secret, (), 0.7, anchors=_SAID_ANCHORS, reach=(1, 200)),
    Pattern("SECRET", "combination", r"(?<![A-Za-z])(?:locker|safe|padlock|vault|lock|gate|door|garage|alarm)(?:['’]s)?[ ](?:combination|combo|code)(?:(?:[ ]is|[ ]?[:=])[ ]{0,2}|[ ]{1,2}(?!(?:19|20)[0-9]{2}(?![0-9])))(?P<v>[0-9]{1,2}(?:[ ]?[-–][ ]?[0-9]{1,2}){2,3}(?![0-9-])|[0-9]{4,8}(?![0-9]))", None, (), 0.8, anchors=(" combination", " combo", " code"), reach=(12, 50), ignore_case=True),
    Pattern("SECRET", "product_key", r"(?<![A-Za-z])(?:licen[cs]e|product|activation|cd|registration|serial)[ -]key[ ]?[:=#]?[ ]{1,3}(?!X{4}|Y{4}|A{4}-B{4}|THIS-|YOUR-)(?P<v>[0-9A-Z]{4,8}(?:-[0-9A-Z]{4,8}){2,7})(?![\w-])", None, (), 0.8, anchors=(" key", "-key"), reach=(14, 90)),
    Pattern("ID_NUMBER", "person_number", r"(?<![A-Za-z-])(?:patient|employee|student|member|customer|client|subscriber|claimant|applicant|inmate|policyholder|cardholder)[ ](?P<v>(?![0-9]{1,2}0{4}|20[0-9]{6}(?![0-9]))[0-9]{5,12})(?![\w.,-]?[0-9]|[ ]?%|[ ](?:times|connect|request|order|item|entr|record|row)[a-z]*)", None, (), 0.7, anchors=("patient ", "employee ", "student ", "member ", "customer ", "client ", "subscriber ", "claimant ", "applicant ", "inmate ", "policyholder ", "cardholder "), digits=5, reach=(1, 40), ignore_case=True),
    # git's trailers
    Pattern("PERSON", "trailer", r"(?:(?<=\n)|\A)[A-Z][a-z]{1,14}(?:-[a-z]{1,14}){0,2}-by:[ ](?P<v>(?![^<\n]{0,50}(?i:\b(?:team|project|github|gitlab)\b|\[bot\])[^<\n]{0,20}<)[^\W\d_][^<>\r\n@:]{1,60}?)[ ]<[^<>\s@]{1,100}@[^<>\s]{1,100}>", None, (), 0.85, anchors=("-by: ",), reach=(50, 300)),
)  # fmt: skip
