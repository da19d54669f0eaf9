# ruff: noqa: E501 - a line of a log stays whole
"""User names in logs and in what commands print. The forms of the lines are those of the programs that write them."""

from __future__ import annotations

import pytest
from marked import left_clear

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

FOUND = [
    # Cisco's ASA, FTD and IOS, Apache, ActiveMQ, MongoDB, Vault, Nextcloud
    "%FTD-6-303002: FTP connection from net:10.0.0.1/63656 to fw1:10.0.0.2/21, user ⟦kbrand⟧ Stored file /export/tmp.log",
    "%FTD-4-313005: icmp src srcif:10.0.0.1(LOCAL\\staff\\⟦kbrand⟧) dst dstif:10.0.0.2(LOCAL\\⟦mrose⟧) (type 3, code 3)",
    "%ASA-5-502103: User priv level changed: Uname: ⟦kbrand⟧ From: 1 To: 15\n%ASA-6-611102: User authentication failed: IP address: 10.0.0.87, Uname: ⟦kbrand⟧",
    "%ASA-4-722051: Group <VPN5> User <⟦kbrand⟧> IP <10.0.0.3> assigned\n%ASA-6-716002: Group other User ⟦kbrand⟧ IP 10.0.0.3 WebVPN session terminated",
    "%ASA-6-602303: IPSEC: An outbound SA between 10.0.0.1 and 10.0.0.2 (user= ⟦kbrand⟧) has been created.\n%ASA-5-713049: negotiation complete for User (⟦kbrand⟧) Responder",
    "%ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server = 10.0.0.1 : user = ⟦kbrand⟧ : user IP = 10.0.0.2",
    "%SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: ⟦kbrand⟧] [Source: 10.0.0.1]\n%SYS-5-CONFIG_I: Configured from console by ⟦kbrand⟧ on vty0 (10.0.0.1)",
    "%PARSER-5-CFGLOG_LOGGEDCMD: User:⟦kbrand⟧  logged command:interface Gi0/1\n%AUTHMGR-5-START: Starting 'dot1x' for client (⟦kbrand⟧) on Interface Gi1/0/1",
    '[client 10.0.0.1] user ⟦kbrand⟧ not found: /private\nAH01617: user ⟦kbrand⟧: authentication failure for "/x": Password Mismatch',
    'vpn: user ⟦kbrand⟧ connected from 10.0.0.1\n{"log": "user ⟦kbrand⟧ authenticated", "stream": "stdout"}',
    "INFO  | ⟦kbrand⟧ called org.apache.activemq.broker.jmx.QueueView.retryMessages[] at 15\nWARN  | ⟦kbrand⟧ requested /admin/queues.jsp from 127.0.0.1",
    "Successfully authenticated as principal ⟦kbrand⟧ on admin\nPUT auth/userpass/login/⟦kbrand⟧\nLogin failed: ⟦kbrand⟧ (Remote IP: 10.0.0.3)",
    'devname="fw" unauthuser="⟦mrose⟧" xauthuser=⟦kbrand⟧',
    "Nov 30 10:00:00 h sshd[1]: Accepted publickey for ⟦kbrand⟧ from 10.0.0.3 port 22 ssh2: RSA SHA256:abc",
    "Nov 30 10:00:00 h sshd[1]: Failed password for invalid user ⟦kbrand⟧ from 10.0.0.3 port 22 ssh2",
    "Nov 30 10:00:00 h sshd[1]: Invalid user ⟦kbrand⟧ from 10.0.0.3 port 22",
    "Nov 30 10:00:00 h sshd[1]: Connection closed by authenticating user ⟦kbrand⟧ 10.0.0.3 port 22 [preauth]",
    "Nov 30 10:00:00 h sshd[1]: pam_unix(sshd:session): session opened for user ⟦kbrand⟧(uid=1000) by (uid=0)",
    "Nov 30 10:00:00 h sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.0.0.3  user=⟦kbrand⟧",
    "Nov 30 10:00:00 h sshd[1]: Disconnected from user ⟦kbrand⟧ 10.0.0.3 port 22",
    "Nov 30 10:00:00 h sshd[1]: User ⟦kbrand⟧ from 10.0.0.3 not allowed because not listed in AllowUsers",
    "Nov 30 10:00:00 h systemd-logind[1]: New session 3 of user ⟦kbrand⟧.",
    "Nov 30 10:00:00 h systemd[1]: Started Session 3 of user ⟦kbrand⟧.",
    "Nov 30 10:00:00 h sudo:   ⟦kbrand⟧ : TTY=pts/0 ; PWD=/home/⟦kbrand⟧ ; USER=root ; COMMAND=/bin/ls",
    "Nov 30 10:00:00 h su[1]: (to root) ⟦kbrand⟧ on pts/0",
    "Nov 30 10:00:00 h su: pam_unix(su:session): session opened for user root by ⟦kbrand⟧(uid=1000)",
    "Nov 30 10:00:00 h useradd[1]: new user: name=⟦kbrand⟧, UID=1001, GID=1001, home=/home/⟦kbrand⟧, shell=/bin/bash",
    "Nov 30 10:00:00 h passwd[1]: pam_unix(passwd:chauthtok): password changed for ⟦kbrand⟧",
    "Nov 30 10:00:00 h userdel[1]: delete user '⟦kbrand⟧'",
    "Nov 30 10:00:00 h usermod[1]: add '⟦kbrand⟧' to group 'wheel'",
    "Nov 30 10:00:00 h groupadd: chage[1]: changed password expiry for ⟦kbrand⟧",
    'type=USER_LOGIN msg=audit(1700000000.000:1): pid=1 uid=0 auid=1000 ses=3 msg=\'op=login acct="⟦kbrand⟧" exe="/usr/sbin/sshd" hostname=? addr=10.0.0.3 terminal=ssh res=failed\'',
    "Nov 30 10:00:00 h dovecot: imap-login: Login: user=<⟦kbrand⟧>, method=PLAIN, rip=10.0.0.3",
    "Nov 30 10:00:00 h dovecot: imap(⟦kbrand⟧)<1><abc>: Logged out in=1 out=2",
    'Nov 30 10:00:00 h vsftpd: [⟦kbrand⟧] OK LOGIN: Client "10.0.0.3"',
    "Nov 30 10:00:00 h proftpd[1]: h (x[10.0.0.3]) - USER ⟦kbrand⟧: Login successful.",
    "-rw-r--r-- 1 ⟦kbrand⟧ ⟦kbrand⟧ 1024 Mar 1 10:00 a.txt\ndrwxr-xr-x 2 ⟦kbrand⟧ staff 64 Mar 1 10:00 b",
    "-rw-r--r-- ⟦kbrand⟧/⟦kbrand⟧ 1024 2024-03-01 10:00 a.txt\n-rw-r--r-- ⟦mrose⟧/staff 64 2024-03-01 10:00 b.txt",
    "UID          PID    PPID  C STIME TTY          TIME CMD\n⟦kbrand⟧    1234     1  0 10:00 ?        00:00:01 bash\n⟦mrose⟧  22 1  0 Nov30 pts/0 00:00:00 vi",
    "1700000000.123 45 10.0.0.3 TCP_MISS/200 123 GET http://x.org/ ⟦kbrand⟧ DIRECT/10.1.1.1 text/html",
    '2026-11-30 10:00:00 UTC FATAL:  password authentication failed for user "⟦kbrand⟧"',
    'FATAL: role "⟦kbrand⟧" does not exist',
    "Access denied for user '⟦kbrand⟧'@'localhost' (using password: YES)",
    "ORA-28000: the account ⟦kbrand⟧ is locked",
    "Login failed for user '⟦kbrand⟧'. Reason: Password did not match",
    "30 10:00:00 Connect\t⟦kbrand⟧@localhost on app using TCP/IP",
    "openvpn[1]: 10.0.0.3:1194 TLS: Username/Password authentication succeeded for username '⟦kbrand⟧' [CN SET]",
    '"principalId": "AROA2DFDF0C1FDFCAD2B2:⟦john.doe⟧", "arn": "arn:aws:sts::123456789012:assumed-role/eagle/⟦kbrand⟧"',
    "openvpn[1]: ⟦kbrand⟧/10.0.0.3:1194 MULTI: Learn: 10.8.0.6 -> ⟦kbrand⟧/10.0.0.3:1194",
    "charon: 05[IKE] authentication of '⟦kbrand⟧' with EAP successful",
    "radiusd[1]: (1) Login OK: [⟦kbrand⟧] (from client ap port 1 cli 00-11-22-33-44-55)",
    "smbd[1]: Auth: [SMB2,(null)] user [CORP]\\[⟦kbrand⟧] at [Mon, 30 Nov 2026] with [NTLMv2] status [NT_STATUS_OK] workstation [PC1]",
    "HP_LaserJet 42 ⟦kbrand⟧ [30/Nov/2026:10:00:00 +0000] 1 1 - localhost",
    "polkitd[1]: Operator of unix-session:2 successfully authenticated as unix-user:⟦kbrand⟧ to gain",
    "gdm-password]: pam_unix(gdm-password:session): session opened for user ⟦kbrand⟧ by (uid=0)",
    "CROND[1]: (⟦kbrand⟧) CMD (/usr/bin/x)",
    "crontab[1]: (⟦kbrand⟧) LIST (⟦kbrand⟧)",
    "<Data Name='TargetUserName'>⟦kbrand⟧</Data><Data Name='TargetDomainName'>CORP</Data>",
    "Subject:\n\tSecurity ID:\t\tS-1-5-21-1-2-3-1001\n\tAccount Name:\t\t⟦kbrand⟧\n\tAccount Domain:\t\tCORP",
    "git: remote: Permission to org/repo.git denied to ⟦kbrand⟧.",
    "drwxr-xr-x 2 ⟦kbrand⟧ staff 4096 Nov 30 10:00 docs",
    "⟦kbrand⟧    pts/0        10.0.0.3         Mon Nov 30 10:00   still logged in",
    "USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n⟦kbrand⟧    1234  0.0  0.1  12345  1234 pts/0    Ss   10:00   0:00 bash",
    "uid=1000(⟦kbrand⟧) gid=1000(⟦kbrand⟧) groups=1000(⟦kbrand⟧),27(sudo)",
    "commit abc\nAuthor: ⟦kbrand⟧ <k@x.org>\n",
    "^abcdef12 (⟦kbrand⟧ 2026-11-30 10:00:00 +0000 1) line",
    "r1234 | ⟦kbrand⟧ | 2026-11-30 10:00:00 +0000 (Mon, 30 Nov 2026) | 1 line",
    "10:00 <⟦kbrand⟧> hello there\n10:01 -!- ⟦kbrand⟧ [~k@host] has joined #x",
    "CN=⟦kbrand⟧,OU=Users,DC=x,DC=org",
    "Signed in as ⟦kbrand⟧",
]
#: Of the system, or no user at all; some are lines of loghub's samples (OpenSSH, Linux, Hadoop, HDFS, Mac).
STAYS = [
    "Login failed: timeout (30s)",
    "Settings for user (global)",
    "user <name> IP 10.0.0.1",
    "a user profile not found: x",
    "the user has authenticated.",
    "Uname: root",
    "login failed: denied (x)",
    "user (optional)",
    "def f(user: str) -> None",
    "INFO | it called org.x.Y[] and",
    "path auth/userpass/login/:username",
    "Configured from memory by console",
    "sshd[1]: Failed password for root from somewhere port 22 ssh2",
    "sshd(pam_unix)[1]: session closed for user root",
    "crond(pam_unix)[1]: session closed for user news",
    "input_userauth_request: invalid user admin [preauth]",
    "LeaseRenewer: Address change detected. Old: namenode-41/server:9000 New: namenode-41:9000",
    "(root) CMD (run-parts /etc/cron.hourly)",
    "uid=0(root) gid=0(root) groups=0(root)",
    "drwxr-xr-x 2 root root 4096 docs",
    "root      pts/0        x         Mon   still logged in",
    "Logged in as an administrator, you can change it. Sign in as follows: open the page.",
    'the role "button" does the user \'s work; set the user "name" and the "login"',
    "<b> bold <i> it",
    "CN=Users,OU=x is a container; CN=DigiCert Global Root CA,OU=www.example.com,O=Example",
    "a function user (name) and session 3 of the course",
    "Connect to the network on a device",
    "The shell for humans, set a password for later\nlogged in as expected.",
    "12:00 <html> tag, 10:30 <div> was rendered",
    "Maintainer: Debian Python Team <team@example.org>",
]


@pytest.mark.parametrize("case", FOUND)
def test_user_names_of_logs_are_masked(case: str) -> None:
    assert left_clear(case, MASK) == []


@pytest.mark.parametrize("text", STAYS)
def test_what_is_nobody_stays(text: str) -> None:
    assert [span for span in MASK(text, None) if span.label in ("USERNAME", "PERSON")] == []
