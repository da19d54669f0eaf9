"""Secrets in the configuration of routers, switches and firewalls, where a command and its options stand in front of them."""

from __future__ import annotations

import pytest
from marked import unmarked

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

#: Each value between ⟦ ⟧ is masked whole.
LINES = [
    "username ⟦hbrandt⟧ privilege 15 password 7 ⟦0822455D0A16⟧",
    "username ⟦noc⟧ secret sha512 ⟦$6$abc$def⟧",
    "enable secret ⟦Winter-99⟧",
    "enable password level 12 ⟦letmein9⟧",
    "rtr1(config)# enable password ⟦letmein⟧",
    " password 7 ⟦0822455D0A16⟧",
    " ip ospf authentication-key ⟦blueSky⟧",
    " ip ospf message-digest-key 1 md5 7 ⟦0822455D0A16⟧",
    "neighbor 192.0.2.1 password ⟦bgp-Secret1⟧",
    "tacacs-server key 7 ⟦14141B180F0B⟧",
    "tacacs-server host 192.0.2.9 single-connection key ⟦Tac4cs⟧",
    "radius-server host 192.0.2.9 auth-port 1812 acct-port 1813 key ⟦R4dius⟧",
    "crypto isakmp key ⟦cisco123⟧ address 0.0.0.0 0.0.0.0",
    "crypto isakmp key 6 ⟦FLgBaJHXdYY⟧ hostname peer.example",
    "pre-shared-key address 192.0.2.1 key 6 ⟦FLgBaJHXdYY⟧",
    "ntp authentication-key 5 md5 ⟦SecretNtp⟧ 7",
    "snmp-server community ⟦s3cretRO⟧ RO",
    "snmp-server host 192.0.2.7 traps version 2c ⟦s3cretTrap⟧",
    "snmp-server user ops grp v3 auth sha ⟦authPass1⟧ priv aes 128 ⟦privPass2⟧",
    "standby 1 authentication md5 key-string ⟦hsrpKey⟧ timeout 30",
    "  vrrp 2 authentication text ⟦vrrpKey⟧",
    "ppp chap hostname ⟦branch12⟧",
    "area-password ⟦isisKey1⟧ authenticate snp validate",
    'set system tacplus-server 192.0.2.4 secret "⟦$9$tap0BlKMx7⟧"',
    'set security ike policy p1 pre-shared-key ascii-text "⟦$9$tap0BlKMx7⟧"',
    'authentication-key "⟦$9$tap0BlKMx7⟧";',
    "set snmp community ⟦s3cretRO⟧ authorization read-only",
    "set psksecret ENC ⟦SH2nlSm9QL9tapc⟧",
    "local-user ⟦ann2⟧ password irreversible-cipher ⟦$1c$abc⟧",
    "wpa-psk ascii 0 ⟦wirelessPw1⟧",
    "key hexadecimal ⟦ABCDEF123456⟧",
    " server-private 10.1.1.1 key 7 ⟦0822455D0A16⟧",
    " authentication mode hmac-sha-256 ⟦wint3rfox⟧",
    "set auth-pwd ENC ⟦SH2nlSm9QL9tapc⟧",
    "set passwd ⟦wint3rfox⟧",
    'chap-secret "⟦$9$tap0BlKMx7⟧"; ## SECRET-DATA',
    "snmp-agent usm-user v3 ops authentication-mode md5 ⟦Winter11⟧ privacy-mode aes128 ⟦Foxes22⟧",
    "/ppp secret add name=x secret=⟦winterfox⟧",
    "username ⟦bokafor⟧ algorithm-type scrypt secret ⟦Winter11⟧",
]
STAYS = [
    "username and password required",
    "enable password recovery",
    "set password policy",
    "password manager",
    "secret santa",
    "community standards matter",
    "The pre-shared-key authentication method",
    "key 5 is used",
    "hostname rtr-berlin",
    "ntp authentication-key is not set",
    "password must be changed",
    "snmp-server enable traps",
    "authentication text input",
    "Enable password login",
    "set secret name",
    "Set Community Standards",
    "pre-shared-key mode",
    "shared-key cache",
    "Username taken",
    "username already",
    "key 3 results",
    "password hash function",
]


@pytest.mark.parametrize("marked", LINES)
@pytest.mark.parametrize("frame", ["{}", "!\n{}\n!", "\tline\n {}\r\nend"])
def test_a_commands_secret_is_masked_whole(marked: str, frame: str) -> None:
    text, values = unmarked(frame.format(marked))
    masked = {at for span in MASK(text, None) for at in range(span.start, span.end)}
    for start, end in values:
        assert masked.issuperset(range(start, end)), text[start:end]


@pytest.mark.parametrize("text", STAYS)
def test_prose_about_secrets_stays(text: str) -> None:
    assert MASK(text, None) == ()
