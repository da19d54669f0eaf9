# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for user names in logs and in what commands print: a line of sshd, a session of systemd, ``ls -l``, ``ps``, ``git blame``.

No sign parts these names from what names them, so a row is one form of line of one program, and ends where the form says. Accounts of
the system ("root", "www-data") are nobody's and stay.
"""

from __future__ import annotations

from collections.abc import Callable

from redactor.detectors.rows import Pattern
from redactor.detectors.usernames import rare_username, told_username, username

_NAME = r"[A-Za-z_][\w.@+-]{0,62}[\w$]"
_ADDRESS = r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F:]{3,45})"
_LINE = r"(?:(?<=\n)|\A)"
#: A head of syslog, or the time of a chat.
_TIME = r"[\[(]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[ ]?[AaPp][Mm])?[\])]?"
#: What stands behind "user" where no name follows.
_NOT = r"(?!(?:has|have|had|already|just|who|that|which|currently|never|gets?|got|being|been|will|must|can|cannot|may|should|could|would|does|did|profile|record|model|entity|object|class|interface|process|equipment|terminal|devices?)\b)"
#: What may stand behind somebody who has logged in.
_SAID = r"(?=[\"'”`]?(?:[.,;!?)]|[ \t]*(?:\r?\n|\Z)|[ ](?:on|from|at|to|via|and|using)\b))"


def _row(
    name: str, regex: str, anchors: tuple[str, ...], before: int, after: int, fits: Callable[[str], bool] = username
) -> Pattern:
    return Pattern("USERNAME", name, regex, fits, (), 0.85, anchors=anchors, reach=(before, after))


ROWS = (
    # sshd, PAM, logind, su, cron, polkit
    _row("sshd_user", rf"[Uu]ser[ ](?P<v>{_NAME})(?=[ ](?:from[ ])?{_ADDRESS}[ ](?:port[ ]|not[ ]allowed)|[ ]\[preauth\])", ("user ",), 1, 140),
    _row("session_user", rf"[Ss]ession[ ](?:[0-9a-z]{{1,10}}[ ]of|(?:opened|closed)[ ]for)[ ]user[ ](?P<v>{_NAME})(?=[.,:(]|[ ]by[ ]|[ \t]*(?:\r?\n|\Z))(?<!interaction)", ("session ",), 1, 120),
    _row("su_user", rf"\(to[ ]{_NAME}\)[ ](?P<v>{_NAME})[ ]on[ ]", ("(to ",), 1, 140),
    _row("cron_user", rf"\((?P<v>{_NAME})\)[ ](?:CMD|LIST|RELOAD|REPLACE|DELETE|ORPHAN|BEGIN[ ]EDIT|END[ ]EDIT|INFO|ERROR|PAM[ ]ERROR|CMDOUT|CMDEND)[ ]\(", (") cmd", ") list", ") reload", ") replace", ") delete", ") orphan", ") begin", ") end", ") info", ") error", ") pam"), 70, 20),
    _row("cron_listed", rf"\)[ ](?:LIST|REPLACE|DELETE|BEGIN[ ]EDIT|END[ ]EDIT)[ ]\((?P<v>{_NAME})\)", (") list", ") replace", ") delete", ") begin", ") end"), 1, 90),
    _row("unix_user", rf"unix-user:(?P<v>{_NAME})", ("unix-user:",), 1, 90),
    # useradd and its kin; the kernel's audit
    _row("account_changed", rf"new[ ]user:[ ]name=(?P<v>{_NAME})(?=,)", ("new user: name=",), 1, 100),
    _row("account_named", rf"(?:user|group)(?:add|mod|del)(?:\[[0-9]{{1,8}}\])?:[ ][^\n]{{0,60}}?'(?P<v>{_NAME})'", ("add[", "mod[", "del[", "add:", "mod:", "del:"), 8, 160),
    _row("password_changed", rf"(?:password[ ]changed|changed[ ](?:password[ ]expiry|user|shell|finger[ ]information))[ ](?:for[ ])?(?:user[ ])?(?P<v>{_NAME})(?=[ \t]*(?:\r?\n|\Z))", ("password changed ", "changed "), 30, 100),
    _row("audited_account", rf"(?<![\w])(?:acct|[a-z]?uid|[A-Z]?UID)=\"(?P<v>{_NAME})\"", ("acct=", "uid="), 2, 80),
    _row("identity", rf"(?:(?<![\w])[ug]id|groups|,[0-9]{{1,10}}(?=\()|context)(?:=[0-9]{{1,10}})?\((?P<v>{_NAME})\)", (r"re:\((?<=[0-9]\()[a-z_]",), 24, 80),
    # mail, files
    _row("mailbox_session", rf"(?<![\w])(?:imap|pop3|lmtp|lda|managesieve|indexer-worker)(?:-login)?\((?P<v>{_NAME})\)", ("imap(", "pop3(", "lmtp(", "lda(", "sieve(", "worker(", "login("), 16, 90),
    _row("ftp_session", rf"\[(?P<v>{_NAME})\][ ](?:OK|FAIL)[ ](?:LOGIN|DOWNLOAD|UPLOAD|MKDIR|DELETE|RENAME|CHMOD|RMDIR)|(?<![\w])USER[ ](?P<w>{_NAME}):[ ](?:Login|no[ ]such|incorrect)", ("] ok ", "] fail ", "user "), 70, 90),
    # databases, gateways, networks
    _row("user_in_quotes", rf"(?<![\w-])(?i:user(?:name)?|login|account|authentication[ ]of|principal)[ ][\"'`](?P<v>{_NAME})(?=[\"'`](?![\w:]))", (r"re:\"(?<=[ertnfl] \")[a-z_]", r"re:'(?<=[ertnfl] ')[a-z_]", r"re:`(?<=[ertnfl] `)[a-z_]"), 20, 80, told_username),
    _row("role_in_quotes", rf"role[ ]\"(?P<v>{_NAME})\"[ ](?:does[ ]not[ ]exist|is[ ]not[ ]permitted|cannot[ ]be|already[ ]exists)", ("role \"",), 1, 110),
    _row("locked_account", rf"ORA-[0-9]{{5}}:[ ]the[ ]account[ ](?P<v>{_NAME})[ ]is", (": the account ",), 12, 90),
    _row("connected_user", rf"Connect[ \t]{{1,4}}(?P<v>{_NAME})(?=@\S{{1,80}}[ ]on[ ])", ("connect\t", "connect "), 1, 170),
    _row("tunnel_user", rf"(?:openvpn(?:\[[0-9]{{1,8}}\])?:|Learn:[ ]\S{{3,60}}[ ]->)[ ](?P<v>[A-Za-z_][\w.@-]{{1,62}})/(?={_ADDRESS}:[0-9]{{2,5}})", ("openvpn", "learn: "), 1, 190),
    _row("radius_user", r"Login[ ](?:OK|incorrect)[^\n\[]{0,80}\[(?P<v>[^\s\[\]/]{2,64})(?=[\]/])", ("login ok", "login incorrect"), 1, 180),
    _row("domain_in_brackets", rf"user[ ]\[[\w.-]{{0,40}}\]\\\[(?P<v>{_NAME})\]", ("user [",), 1, 130),
    _row("proxy_user", rf"[A-Z_]{{3,24}}/[0-9]{{3}}[ ][0-9]{{1,12}}[ ][A-Z]{{3,12}}[ ]\S{{1,900}}[ ](?P<v>{_NAME})[ ](?:HIER_)?[A-Z_]{{4,30}}/", (r"re:/(?=[0-9]{3} [0-9]{1,12} [a-z]{3,12} )",), 26, 1_050),
    _row("printing_user", rf"{_LINE}[\w.-]{{1,60}}[ ][0-9]{{1,9}}[ ](?P<v>{_NAME})[ ](?=\[[0-9]{{2}}/[A-Z][a-z]{{2}}/[0-9]{{4}}:)", (r"re:\[(?<= \[)[0-9]{1,2}/[a-z]{3}/",), 150, 16),
    _row("cloud_session", r"(?<![\w])A(?:IDA|ROA|NPA|SIA|GPA)[0-9A-Z]{16,17}:(?P<v>(?!i-[0-9a-f])[\w+=,.@-]{2,64})(?![\w/])", (r"re::(?<=[0-9a-z]{16}:)",), 30, 80),
    _row("cloud_user", r"arn:aws[a-z-]{0,10}:(?:iam|sts)::[0-9]{0,12}:(?:user|assumed-role|federated-user)/(?:[\w+=,.@-]{1,64}/){0,3}(?P<v>[\w+=,.@-]{2,64})(?![\w/])", ("arn:aws",), 1, 340),
    # firewalls, switches, brokers, stores of secrets
    _row("user_of_device", rf"(?:[Uu]ser[ ]<|\([Uu]ser=[ ]|for[ ][Uu]ser[ ]\(|[ ]:[ ]user[ ]=[ ]|\[user:[ ]|(?<![\w-])[Uu]name:[ ]?)(?P<v>{_NAME})(?=>[ ]IP[ ]|[)\]]|[ ]:|[ ]From:|[ \t]*(?:\r?\n|\Z))", ("user <", "user= ", "user (", "user = ", "[user: ", "uname:"), 6, 90, rare_username),
    _row("user_of_device_told", rf"(?<![\w.-])User:(?P<v>{_NAME})(?=[ ]{{1,2}}(?:logged|Received|Negotiation)[ ])", ("user:",), 1, 90),
    _row("user_who_did", rf"(?<![\w.-])[Uu]ser[ ](?P<v>{_NOT}{_NAME})(?=[ ](?:Stored|Retrieved)[ ]file|[ ]IP[ ]{_ADDRESS}|[ ](?:dis)?connected[ ](?:from|to)[ ]{_ADDRESS}|[ ]not[ ]found:|:[ ]authentication[ ]failure|[ ]authenticated(?:[ ](?:from|via|with)[ ]|[\"'.,]|[ \t]*(?:\r?\n|\Z)))", ("user ",), 1, 150),
    _row("local_user", rf"\(LOCAL\\(?:[\w.-]{{1,64}}\\)?(?P<v>{_NAME})\)", ("(local\\",), 1, 150),
    _row("user_at_console", rf"[Cc]onfigured[ ]from[ ]\w{{3,12}}[ ]by[ ](?P<v>{_NAME})[ ]on[ ]|for[ ]client[ ]\((?P<w>{_NAME})\)[ ]on[ ]Interface", ("configured from ", "for client ("), 1, 120),
    _row("user_of_service", rf"[Ll]ogin[ ]failed:[ ]'?(?P<v>{_NAME})'?[ ]\(|as[ ]principal[ ](?P<w>{_NAME})[ ]on[ ]|userpass/login/(?P<x>{_NAME})", ("login failed: ", "as principal ", "userpass/login/"), 1, 100, rare_username),
    _row("user_of_broker", rf"\|[ ](?P<v>{_NAME})[ ](?:called[ ][\w.]{{3,200}}\[|requested[ ]/)", (" called ", " requested /"), 70, 220),
    # what commands print
    _row("owner", rf"(?:(?<=\n)|(?<=[ \t])|\A)[bcdlps-][rwxsStT-]{{9}}[.+@]?[ \t]{{1,8}}[0-9]{{1,8}}[ \t]{{1,8}}(?P<v>{_NAME})[ \t]{{1,16}}[\w.@-]{{1,64}}[ \t]{{1,16}}[0-9]", ("rw-", "rwx", "r--", "r-x"), 5, 230),
    _row("owner_of_archived", rf"(?:(?<=\n)|(?<=[ \t])|\A)[bcdhlps-][rwxsStT-]{{9}}[ ](?P<v>{_NAME})(?=/[\w.@-]{{1,64}}[ \t]{{1,16}}[0-9])", ("rw-", "rwx", "r--", "r-x"), 5, 100),
    _row("group_of_owner", rf"(?:(?<=\n)|(?<=[ \t])|\A)[bcdlps-][rwxsStT-]{{9}}(?:[.+@]?[ \t]{{1,8}}[0-9]{{1,8}}[ \t]{{1,8}}({_NAME})[ \t]{{1,16}}|[ ]({_NAME})/)(?P<v>\1|\2)(?=[ \t]{{1,16}}[0-9])", ("rw-", "rwx", "r--", "r-x"), 5, 230),
    _row("terminal_user", rf"{_LINE}(?P<v>{_NAME})[ \t]{{1,30}}[~*+?-]?[ \t]?(?:pts/[0-9]{{1,4}}|tty[\w/]{{1,6}}|:[0-9])[ \t]", ("pts/", "tty", ":0"), 100, 14),
    _row("process_user", rf"{_LINE}(?P<v>{_NAME})[ \t]{{1,16}}[0-9]{{1,8}}[ \t]{{1,8}}[0-9]{{1,3}}\.[0-9][ \t]{{1,8}}[0-9]{{1,3}}\.[0-9][ \t]{{1,8}}[0-9]{{1,12}}[ \t]", (r"re:\.(?=[0-9][ \t]{1,8}[0-9]{1,3}\.[0-9])",), 110, 40),
    _row("process_parent_user", rf"{_LINE}(?P<v>{_NAME})[ \t]{{1,16}}[0-9]{{1,8}}[ \t]{{1,8}}[0-9]{{1,8}}[ \t]{{1,8}}[0-9]{{1,3}}[ \t]{{1,8}}(?:[0-9]{{2}}:[0-9]{{2}}|[A-Z][a-z]{{2}}[ ]?[0-9]{{2}})[ \t]{{1,8}}(?:\?|pts/[0-9]{{1,4}}|tty[\w]{{1,6}})[ \t]", (r"re:\?(?<=[0-9][ \t]\?)(?=[ \t])", "pts/", "tty"), 130, 14),
    _row("revision_author", rf"{_LINE}r[0-9]{{1,9}}[ ]\|[ ](?P<v>[^|\n]{{2,60}}?)[ ]\|[ ](?=[0-9]{{4}}-)|(?<=denied[ ]to[ ])(?P<w>{_NAME})(?=[. \t]*(?:\r?\n|\Z))", (r"re:\|(?<= \|)(?= [0-9]{4}-)", "denied to "), 80, 100),
    Pattern("PERSON", "blamed_author", rf"{_LINE}\^?[0-9a-f]{{7,40}}[ ](?:[^\s()]{{1,120}}[ ]{{1,20}})?\((?P<v>[^\n()]{{2,60}}?)[ ]{{1,20}}(?=[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ ])", None, (), 0.85, anchors=(r"re:\((?<=[0-9a-f ]\()",), reach=(170, 100)),
    # chats
    _row("chat_nick", rf"{_LINE}{_TIME}[ \t]{{1,4}}(?:<[ @+%~&]?(?P<v>(?!(?:html|head|body|div|span|table|form|input|script|style|pre|code|img|ul|ol|li|td|tr|th|br|hr|em|strong|title|link|meta|main|nav|section|article|h[1-6])>){_NAME})>|-!-[ ](?P<w>{_NAME})[ ]\[|\*[ ]{{1,3}}(?P<x>{_NAME})[ ](?:has[ ](?:joined|left|quit)|is[ ]now))", (r"re:<(?<=[0-9\])m][ \t]<)", "-!- ", r"re:\*(?<=[0-9\])m][ \t]\*)"), 24, 90),
    _row("chat_login", rf"{_LINE}(?:NICK[ ]:?(?P<v>{_NAME})(?=[ \t]*(?:\r?\n|\Z))|USER[ ](?P<w>{_NAME})[ ]\S{{1,40}}[ ]\S{{1,60}}[ ]:)", ("nick ", "user "), 1, 180),
    _row("signed_in_as", rf"(?i:(?:log(?:ged|ging)?|sign(?:ed|ing)?)[ -]?(?:in|on)[ ]as)[ ](?:user[ ])?[\"'“`]?(?P<v>(?!(?:expected|necessary|usual|needed|required|follows|appropriate|before|above|below|well|normal|intended|described)\b){_NAME}){_SAID}", (" as ",), 14, 90, told_username),
    Pattern("PERSON", "directory_entry", r"(?<![\w,])(?<!,[ ])(?:CN|cn)=(?P<v>(?!(?i:domain|enterprise|schema|builtin|administrators?|users|guests?|computers|configuration|admin|group|test|\w+[ ](?:users|admins|operators|guests|computers))\b)[^\W\d_][^,=\n\"<>]{1,60})(?=(?:,[ ]?(?:OU|CN|ou|cn)=[^,=\n]{1,60}){1,6},[ ]?(?:DC|dc)=)", None, (), 0.8, anchors=("cn=",), reach=(2, 460)),
)  # fmt: skip
