"""Logins in protocols, statements and command lines, after the documents that define them."""

from __future__ import annotations

import pytest
from marked import left_clear

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

FOUND = [
    # RFC 959, RFC 1939: a session
    "USER ⟦kbrand⟧\r\n331 User name okay, need password.\r\nPASS ⟦winterfox⟧\r\n230 Logged in\r\n",
    "C: USER ⟦mrose⟧\nS: +OK\nC: PASS ⟦secret⟧\nS: +OK\n",
    # RFC 3501, 6.2.3
    "a001 LOGIN ⟦SMITH⟧ ⟦SESAME⟧\r\na001 OK LOGIN completed\r\n",
    # ssh(1), createuser of PostgreSQL, useradd(8)
    "ssh -l ⟦kbrand⟧ web1\nssh -p 22 -l ⟦mrose⟧ web1 uptime\n$ createuser --interactive ⟦kbrand⟧\nsudo useradd -m -s /bin/bash ⟦kbrand⟧\n",
    # redis.conf, snmpd.conf(5)
    "requirepass ⟦foobared⟧\nmasterauth ⟦winterfox⟧\n",
    "rocommunity ⟦winterfox⟧ 10.0.0.0/8\ncom2sec readonly default ⟦hazelnut⟧\n",
    # PostgreSQL, MySQL, SQL Server
    "CREATE USER ⟦davide⟧ WITH PASSWORD '⟦jw8s0F4⟧';",
    "CREATE USER IF NOT EXISTS '⟦jeffrey⟧'@'localhost' IDENTIFIED BY '⟦winterfox⟧';",
    "ALTER USER ⟦jeffrey⟧ IDENTIFIED WITH mysql_native_password BY '⟦winterfox⟧';",
    "ALTER ROLE ⟦davide⟧ WITH PASSWORD '⟦hu8jmn3⟧';",
    "CREATE LOGIN [⟦kbrand⟧] WITH PASSWORD = '⟦winterfox⟧'",
    "GRANT SELECT ON db.* TO '⟦jeffrey⟧'@'10.0.0.3';",
    "GRANT SELECT, INSERT ON orders TO ⟦kbrand⟧ WITH GRANT OPTION;\nREVOKE ALL ON orders FROM ⟦hvogt7⟧;",
    "ALTER TABLE orders OWNER TO ⟦kbrand⟧;",
    # Redis 6, AUTH with a user's name
    "127.0.0.1:6379> AUTH kbrand ⟦winter7fox⟧\nOK",
    # passwd(5)
    "⟦kbrand⟧:x:1001:1001:K Brand,Room 7,⟦555-0132⟧,⟦555-0133⟧:/home/⟦kbrand⟧:/bin/sh",
    "mysql -h db -u ⟦kbrand⟧ -p⟦hazelnut7⟧ app",
    "docker login -u ⟦kbrand⟧ registry.example.org",
    "runas /user:CORP\\⟦kbrand⟧ cmd",
    # git's trailers
    "Fix a leak\n\nCo-authored-by: ⟦kbrand⟧ <1@users.noreply.example.org>\nReviewed-by: ⟦Ivy Bloom⟧ <x@example.org>\n",
    "define('DB_USER', '⟦kbrand⟧');\ndefine( \"DB_PASSWORD\", \"⟦winterfox⟧\" );",
    "setenv DB_PASSWORD ⟦winterfox⟧\nset -gx FTP_PASSWORD '⟦hazelnut⟧'\nENV SMTP_PASSWORD ⟦tulipdesk⟧",
    "username:s:⟦kbrand⟧\r\nfull address:s:10.0.0.3\r\n",
    '<span class="tel">⟦5550132⟧</span>',
    "- {name: LOGIN, value: ⟦kbrand⟧}",
    "username ⟦kbrand⟧, password ⟦hasenfuss⟧",
    "login ⟦kbrand⟧ with pw ⟦hasenfuss⟧.",
    "my insta is ⟦kbrand⟧ and hers is private",
    "locker combination ⟦12-34-56⟧, the gate code is ⟦4711⟧",
    "license key ⟦ABCD-EFGH-IJKL-MNOP⟧",
    "patient ⟦5729183⟧ was seen",
    "[100]\ntype=friend\nsecret=⟦winterfox⟧\n",
]
STAYS = [
    "ls -l notes\nuseradd --help\nsu -\npasswd file\nThe vault code 2024 was rewritten. su postgres\n",
    "USER root\nRUN make\nPASS",
    "PASS src/login.test.js\nUSER tests passed\n",
    "12 LOGIN attempts failed",
    "CREATE USER MAPPING FOR CURRENT_USER SERVER s;",
    "CREATE USER name WITH PASSWORD 'password';"[:16],
    "GRANT ALL TO PUBLIC;",
    "GRANT SELECT ON t TO readonly;\nALTER TABLE t OWNER TO postgres;",
    "AUTH failed again",
    "mysql -u root < dump.sql",
    "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
    "ls -u files; sort -u names",
    "secret = get_secret(name)",
    "Signed-off-by: ",
    "requirepass",
    "username or password is wrong; user password reset; login page password field",
    "the user forgot his password and the login failed",
    "customer 2019 and 12345 customers; client 12.5; member 10,000 strong",
    "my github is private. her facebook is down",
    "the door code was changed",
    "user supplied password hashing; User enters password twice; user manager and password vaulting",
    "client 10000 requests; member 100000 times; member 20240501 joined",
    "Generated-by: Doxygen tool <doxygen>",
    "license key: XXXX-XXXX-XXXX-XXXX",
    "dict.set('title', 'Name'); list.add(\"phone\", \"Phone\")",
]


@pytest.mark.parametrize("case", FOUND)
def test_logins_are_masked(case: str) -> None:
    assert left_clear(case, MASK) == []


@pytest.mark.parametrize("text", STAYS)
def test_what_is_no_login_stays(text: str) -> None:
    assert MASK(text, None) == ()
