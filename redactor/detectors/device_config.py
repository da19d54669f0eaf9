# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for the configuration of routers, switches and firewalls, where a command and its options stand before a secret.

``tacacs-server host 192.0.2.1 key 7 0822455D0A16``: no sign parts the value from its name, so a row wants a command at the head of
its line. Sources: the command references of Cisco IOS, Arista EOS, Junos, FortiOS, Huawei VRP.
"""

from __future__ import annotations

from redactor.detectors.rows import Pattern
from redactor.detectors.secret_values import given_secret

#: The head of a line, perhaps behind a prompt ("rtr1(config)#") or "no", "set" and the like.
_HEAD = r"(?:(?<=\n)|\A)[ \t]{0,12}(?:[\w.()/@~-]{1,40}[#>][ ]?)?(?:(?:no|set|add|edit)[ ])?"
#: How the secret is written: its type, its digest, whether it is encrypted.
_TYPE = r"(?:level[ ][0-9]{1,2}|encrypted|unencrypted|clear|clear-text|cleartext|plain|plaintext|plain-text|text|hashed|hash|cipher|simple|irreversible-cipher|sha-?[0-9]{1,3}|md5|hmac-[\w-]{3,10}|hex|hexadecimal|ascii|ascii-text|ENC|value|[0-9])[ ]"
_WRITTEN = rf"(?:{_TYPE}){{0,3}}"
_VALUE = r"(?:\"(?P<v>[^\"\r\n]{1,300})\"|'(?P<w>[^'\r\n]{1,300})'|(?P<x>[^\s\"';]{3,300}))"
#: Behind it: the end of the line or of a statement, or an option that may follow.
_END = r"(?=[ \t]*(?:[;\r\n}]|\Z)|[ ](?:authenticate|hash|role|privilege|level|encrypted|group|address|hostname|timeout|ro|rw|view|authorization|local|remote|[0-9])\b)"
_NAME = r"[\w.@-]{2,64}"
_OPTIONS = r"(?:(?!key[ ]|password[ ]|secret[ ])[\w.:/-]{1,60}[ ]){0,8}?"

#: What a manual writes where a secret stands, and commands that are called so.
_WORDS = frozenset(
    str.split(
        "aging agreement already and are attempt attempts authenticate authentication based bits box bytes cache can chain change "
        "changes characters chars checksum complexity days digest digests digits disable enable encrypted encryption exchange "
        "expiration expired expiry export field file files for form from function generate guidelines has hash hashes hashing "
        "history hours import is key keys leaders length less letters login management manager minutes mode modes must name names "
        "not or page plaintext policies policy prompt protection recovery required reset results rollover rotation scanning "
        "setting settings should standards store strength string taken the times to type types validation value was will with "
        "zeroize"
    )
)


def configured_secret(value: str) -> bool:
    """What stands behind a command that takes a secret: no word of another command, no placeholder."""
    return given_secret(value) and value not in _WORDS


def _row(name: str, regex: str, anchors: tuple[str, ...], before: int = 60, after: int = 120) -> Pattern:
    return Pattern("SECRET", name, _HEAD + regex, configured_secret, (), 0.85, anchors=anchors, reach=(before, after))  # fmt: skip


ROWS = (
    _row("device_login", rf"(?:username|user|local-user|enable|ip[ ](?:ftp|scp|http|ssh)|isis|digest|l2tp[ ]tunnel|ppp[ ](?:chap|pap)|neighbor|peer|area|domain|lsp|vtp|vpdn|login|system|aaa|super|pksecret|ldap|set)(?:[ ](?!and[ ]|or[ ])[\w.:/@-]{{1,60}}){{0,8}}?[ -](?:password|secret|encrypted-password|plaintext-password)[ ]{_WRITTEN}{_VALUE}{_END}", ("password ", "secret ")),
    _row("device_password_line", rf"(?:(?:(?<=set[ ])(?:password|secret)|pksecret|psksecret|phash|encrypted-password|domain-password|area-password)[ ]{_WRITTEN}|(?:password|passwd|secret|passphrase)[ ](?:(?=\")|(?![a-z'’-]+[ \t]*(?:[;\r\n}}]|\Z)){_WRITTEN}|{_TYPE}))"
         rf"{_VALUE}(?=[ \t]*(?:[;\r\n}}]|\Z)|[ ]authenticate\b)", ("password ", "secret ", "passwd ", "passphrase ", "phash "), 40),
    _row("device_key", rf"{_OPTIONS}(?:[\w-]{{0,20}}authentication-key|message-digest-key|key-string|pre-shared-key|shared-secret|shared-key)(?:[ ](?:local|remote|[0-9]{{1,10}}(?=[ ]md5)|address[ ](?:ipv6[ ])?\S{{1,60}}(?:[ ][0-9.]{{7,15}})?(?=[ ]key)|hostname[ ]\S{{1,80}}(?=[ ]key)|key))*[ ](?:[0-9]{{1,10}}[ ](?=md5))?{_WRITTEN}{_VALUE}{_END}", ("-key ", "key-string ", "shared-secret "), 120, 340),
    _row("device_server_key", rf"(?:tacacs|radius|tacacs-server|radius-server|tacplus-server|crypto[ ]isakmp|isakmp|wlan|wpa-psk)\b{_OPTIONS}[ ]?(?:key[ ]|wpa-psk[ ]|ascii[ ]){_WRITTEN}{_VALUE}{_END}", (" key ", "wpa-psk "), 100, 100),
    _row("device_server_block", rf"(?:tacacs|radius|aaa[ ]group)[ ]server[ ]\S{{1,60}}(?:\r?\n[ \t]{{1,16}}(?![ \t]|key[ ])[^\r\n]{{1,100}}){{0,8}}\r?\n[ \t]{{1,16}}key[ ]{_WRITTEN}{_VALUE}{_END}", ("tacacs server ", "radius server "), 40, 1000),
    _row("device_wireless_key", rf"wpa-psk[ ]{_WRITTEN}{_VALUE}{_END}", ("wpa-psk ",), 20, 100),
    _row("device_key_line", rf"(?:key(?=[ ](?:hex|ascii|\"))|(?<=[ \t])key(?=[ ][0-9][ ])|key-hash|system[ ]license[ ]keys[ ]key)[ ]{_WRITTEN}{_VALUE}(?=[ \t]*(?:[;\r\n}}]|\Z))", ("key ", "key-hash "), 40),
    _row("device_session_key", rf"session-key[ ](?:inbound|outbound)[ ](?:ah|esp)[ ][0-9]{{1,10}}[ ](?:authenticator[ ]|cipher[ ])?{_VALUE}", ("session-key ",), 20, 140),
    _row("device_session_authenticator", rf"session-key[ ][^\r\n]{{1,120}}?[ ]authenticator[ ]{_VALUE}", ("authenticator ",), 160, 100),
    _row("device_authentication_text", rf"(?:(?:standby|vrrp|glbp|vrrp-group|hsrp)[ ]{_OPTIONS})?(?:authentication[ ](?:text[ ]|md5[ ]key-string[ ])|(?<=standby[ ])authentication[ ]|(?<=[0-9][ ])authentication[ ])(?!md5|text){_WRITTEN}{_VALUE}{_END}", ("authentication ",), 60),
    _row("device_login_digest", r"system[ ]login[ ]user[ ]\S{1,60}[ ]\w{5,20}[ ]\"(?P<a>\$[^\"\r\n]{5,200})\"", ("login user ",), 20),
    _row("snmp_community", rf"(?:snmp-server[ ](?:community|mib[ ]community-map)|snmp[ ](?:community|trap-group)|snmp-agent[ ]community(?:[ ](?:read|write))?|rf-switch[ ]snmp-community|(?<=set[ ])community)[ ]{_WRITTEN}(?:\"(?P<v>[^\"\r\n]{{1,100}})\"|(?P<x>[^\s\":;{{]{{3,100}}))", ("snmp", "community "), 40),
    _row("snmp_host", r"snmp-server[ ]host[ ]\S{1,60}[ ](?:vrf[ ]\S{1,40}[ ])?(?:(?:informs|traps)[ ])?(?:version[ ](?:1|2c|3[ ](?:auth|noauth|priv))[ ])?(?P<x>(?!version|informs|traps|vrf)[^\s]{3,100})", ("snmp-server host ",), 20, 160),
    _row("snmp_user_auth", rf"snmp-server[ ]user[ ][^\r\n]{{1,120}}?[ ]auth[ ](?:md5|sha)\S{{0,4}}[ ]{_VALUE}", (" auth ",), 160),
    _row("snmp_user_privacy", rf"snmp-server[ ]user[ ][^\r\n]{{1,240}}?[ ]priv[ ](?:(?:3?des|aes)(?:[ ]?(?:128|192|256))?[ ])?{_VALUE}", (" priv ",), 260),
    _row("sysconf_key", r"syscon[ ]address[ ][0-9.]{7,15}[ ](?P<x>\S{3,100})", ("syscon ",), 20),
    _row("device_typed_secret", rf"(?:[a-z][\w-]{{1,30}}[ ](?:[\w.:/-]{{1,40}}[ ]){{0,8}}?)?[\w-]{{0,20}}(?:key|password|secret|passwd|pwd|psk|pass-?phrase|authentication(?:[ -]mode)?)[ ](?:(?:[0-9]|ENC|cipher|simple|encrypted|irreversible-cipher|md5|sha-?[0-9]{{1,3}}|hmac-[\w-]{{3,10}}|hex|ascii)[ ]){{1,3}}{_VALUE}(?=[ \t]*(?:[;\r\n}}]|\Z))", (*(f" {how} " for how in ("ENC", "cipher", "simple", "encrypted", "md5", "hex", "ascii")), " hmac-", " sha", *(f" {digit} " for digit in "05678")), 160, 120),
    _row("device_user_digest", rf"snmp-agent[ ]usm-user[ ][^\r\n]{{1,160}}?[ ]authentication-mode[ ](?:md5|sha)\S{{0,8}}[ ](?:cipher[ ])?{_VALUE}", ("-mode ",), 200, 120),
    _row("device_user_privacy", rf"snmp-agent[ ]usm-user[ ][^\r\n]{{1,240}}?[ ]privacy-mode[ ]\S{{2,12}}[ ](?:cipher[ ])?{_VALUE}", ("privacy-mode ",), 260, 120),
    _row("fortinet_secret", rf"(?<=set[ ])(?:passwd[0-9]?|auth-pwd|priv-pwd|authpasswd|login-passwd|psksecret|api-key|md5-key[ ][0-9]{{1,3}}|private-key|key)[ ](?:ENC[ ])?{_VALUE}(?=[ \t]*(?:[\r\n]|\Z))", ("set passwd", "-pwd ", "-key ", "authpasswd ", "set key ", "psksecret "), 40, 400),
    _row("mikrotik_secret", rf"(?:/[a-z]|add[ ]|set[ ])[^\r\n]{{0,160}}?[ ](?:[a-z0-9-]{{0,12}}secret|tcp-md5-key)={_VALUE}", ("secret=", "md5-key="), 190, 80),
    Pattern("USERNAME", "mikrotik_user", rf"/(?:user|ppp[ ]secret)[ /]add[ ](?:[^\r\n]{{0,160}}?[ ])?name=\"?(?P<v>{_NAME})", configured_secret, (), 0.8, anchors=("/user add ", "/user/add ", "secret add "), reach=(12, 240)),
    Pattern("SECRET", "junos_secret", r"\"(?P<v>\$[89]\$[^\"\s]{5,400})\"", None, (), 0.95, anchors=("\"$9$", "\"$8$"), reach=(0, 0)),
    Pattern("USERNAME", "device_user", _HEAD + rf"(?:(?:username|local-user)[ ](?P<v>{_NAME})(?=[ ](?:privilege|password|secret|view|role|nopassword|class|autocommand|service-type|level|authentication|algorithm-type|common-criteria-policy)\b)|ppp[ ](?:chap[ ]hostname|pap[ ](?:sent-username|local-user))[ ](?P<w>{_NAME})(?=[ ]|[\t\r]*(?:\n|\Z)))", configured_secret, (), 0.8, anchors=("username ", "user ", "hostname "), reach=(50, 80)),
)  # fmt: skip
