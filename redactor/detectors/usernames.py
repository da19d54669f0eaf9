# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for names by which people are known to machines: logins, handles, and home folders.

On by default is what a word or a place calls a user: ``user=``, ``/home/…``, ``RT @…``. A bare ``@name`` is not: decorators,
annotations, style sheets, packages and make files write the same.
"""

from __future__ import annotations

import re

from redactor.detectors.answers import ANSWER
from redactor.detectors.plain_words import is_plain
from redactor.detectors.rows import EXPRESSION, Pattern
from redactor.detectors.secret_names import P_BEHIND, U_BEFORE

#: Accounts that are nobody, and words that stand where a name would.
_NOBODY = frozenset(
    str.split(
        "anyone someone everyone whoever person people operator developer customer visitor member owner manager moderator root admin administrator adm sudo nobody anonymous anon guest public shared default all users user username user_name userid"
        " login name me you myself self system service daemon bin sys sync mail news www www-data http httpd apache nginx postgres"
        " postgresql mysql mongodb redis oracle sa dba git gitlab jenkins hudson ci runner build builder travis circleci ubuntu debian"
        " centos fedora ec2-user azureuser vagrant docker node app application appuser web webapp deploy deployer ansible test tester"
        " testuser demo example foo bar baz none null nil undefined true false unknown empty required optional missing invalid valid"
        " string str text int bool object any id uid email e-mail password passwd token secret key value field param input output host"
        " server client bot noreply no-reply postmaster webmaster hostmaster support info sales contact office help service jovyan pi"
        " kali linuxbrew homebrew is was are the a an and or not no yes on off ok for from with by to in of at as it this that your my"
        " his her our their new old other another same each every current local remote first last successful successfully failed failure"
        " success error denied accepted rejected locked disabled enabled active inactive logged page screen form button prompt shell"
        " time date type list table group groups role roles data account accounts session sessions agent space defined experience"
        " interface guide manual friendly input-output supplied provided specified given created deleted updated changed set get"
    )
) | {"all users", "default user"}
_TEMPLATE = re.compile(r"\..*|0x.*|string\??|node_modules|std(?:in|out|err)|[A-Z]+(?:_[A-Z]+)+|_+[A-Z].*|__.*|(?:\w*_)?(?:user|handle|name|id|login)(?:_(?:id|name|obj|data|info|handle))?|[$%<{\[(].*|.*[>}\])]|x{3,}|\*+|(?i:your|my[-_]?user|some).*|.*\(|[a-z_]\w*\.[A-Z]\w*|self\..*|args\..*|os\..*|.*\.(?:get|name|user|username|id)")  # fmt: skip
#: Words that a text about programs writes behind an at sign.
_TAGS = frozenset(
    str.split(
        "media import charset font-face keyframes supports page layer include mixin extend use if else for each while param params"
        " return returns throws exception see since author version deprecated link code override property staticmethod classmethod"
        " dataclass cached_property contextmanager wraps pytest fixture abstractmethod overload nullable nonnull notnull autowired"
        " inject test before after mock valid here channel everyone all latest next beta alpha types interface implementation end"
        " selector protocol synthesize objc escaping state binding published echo file dir ts-ignore click change input submit"
        " function functypedef struct enum union typedef class namespace file brief todo"
        " component module injectable entity column table id default private public protected static final const type typedef"
    )
)


def username(value: str) -> bool:
    """A name that is somebody's: neither an account of the system, nor a word, nor a template."""
    value = value.strip("@\"'").rstrip(".")
    return (
        len(value) >= 2
        and value.lower() not in _NOBODY
        and not _TEMPLATE.fullmatch(value)
        and not value.replace(".", "").isdigit()
    )


def told_username(value: str) -> bool:
    """As ``username``, and no plain word: with a digit, a mark or letters in an odd case."""
    return username(value) and (not value.isalpha() or value.islower())


def odd_username(value: str) -> bool:
    """As ``username``, with a digit or a mark inside, as no plain word, no "e.g" and no file has it."""
    file = _FILE_ENDS.fullmatch(value) and value[-3:].isalnum()  # "ann.md" is somebody
    return username(value) and _ODD.search(value) is not None and not _SHORT_FORM.fullmatch(value) and not file


def rare_username(value: str) -> bool:
    """As ``username``, and no word of every day, where a state may stand: "timeout", "global"."""
    return username(value) and not is_plain(value)


def own_username(value: str) -> bool:
    """As ``username``, and none of the words that say how it is: "incorrect", "blocked", "not working"."""
    return username(value) and not _SAYS_HOW.fullmatch(value)


def handle(value: str) -> bool:
    """What follows an at sign, when it is no tag of a program."""
    return username(value) and value.strip("@").lower() not in _TAGS


_ODD = re.compile(r"[0-9_.]")
_SHORT_FORM = re.compile(
    r"(?:[A-Za-z]\.)+[A-Za-z]?|[A-Za-z]+[._]?1|(?i:v[\d.]+|[a-z]\d\d[a-z]|agent_\w+|x86_64|ipv[46]|utf-?\d+|oauth2|http2|sha\d+)"
)
_SAYS_HOW = re.compile(
    r"(?i:(?:in)?(?:correct|active)|.*(?:ed|ing|ible|able|ful)|gone|down|up|out|off|dead|back|full|open|mine|empty|broken|old|wrong|taken|also|still|always|never|just|only|so|too|now|what|which|case|found|longer|unique|hard|easy|long|short|here|there|below|above|unknown|hidden|safe|fine|good|bad)"
)

_LINK = r"[\"'\]]{0,2}[ \t]{0,4}(?:=(?![ \t=])|(?:=>|:=|={1,3}|:)[ \t]{0,4}(?=\\?[\"']))"
_VALUE = r"(?:\\?[\"'](?P<v>[^\"'\s\\]{2,64})\\?[\"']|(?P<w>\w[\w.@+\\-]{0,62}[\w$]))"
_USER = r"(?:default[ _-]?user[ _-]?name|[sd]user|(?:un|x)?auth[ _-]?user|usr[ _-]?name|user[ _-]?name|user[ _-]?id|user|uname|login(?:[ _-]?(?:name|id))?|log[ _-]?in[ _-]name|logon(?:[ _-]?name)?|screen[ _-]?name|nick[ _-]?name|account[ _-]?name|sam[ _-]?account[ _-]?name|uid|benutzer(?:name)?|utilisateur|usuario|utente|gebruiker(?:snaam)?|tên[ ]đăng[ ]nhập)"
_CALLED = r"(?:user[ _-]?name|user[ _-]?id|login(?:[ _-]?(?:name|id))?|log[ -]in[ ]name|screen[ _-]?name|nick[ _-]?name|gamer[ _-]?tag|handle|account[ _-]?name|benutzername|nutzername|nom[ ]d['’]utilisateur|(?:nombre[ ]de[ ])?usuario|nome[ ]utente|gebruikersnaam|tên[ ]đăng[ ]nhập)"
_NETWORK = r"(?:ig|insta(?:gram)?|snap(?:chat)?|skype|telegram|tg|twitter|tik[ ]?tok|discord|wechat|line[ ]id|kik|psn|xbox|gamertag|steam|venmo|cash[ ]?app|git[ ]?hub|gitlab|linkedin|facebook|fb|mastodon|threads|reddit|youtube|twitch|bluesky|slack)"
#: How most of them begin.
_NETWORKS = ("insta", "ig", "snap", "skype", "telegram", "tg", "twitter", "tiktok", "tik tok", "discord", "wechat", "steam", "venmo", "github", "gitlab", "linkedin", "facebook", "fb", "mastodon", "reddit", "twitch", "slack")  # fmt: skip
_SAID = (
    "rt", "via", "cc", "follow", "followed", "following", "twitter", "x.com", "instagram", "insta", "ig", "telegram", "tg", "tiktok", "threads", "mastodon", "bluesky",
    "dm", "ping", "pinged", "thanks", "thank you", "thx", "hi", "hello", "hey", "tweet", "tweets", "tweeted", "retweet", "mention", "mentioned", "ask", "asked", "contact", "discord",
    "snapchat", "venmo", "credit", "photo by", "reported by", "patch by", "fixed by", "contributed by", "suggested by", "find me", "reach me", "replying to", "posted by", "contacts",
)  # fmt: skip
_HOME = r"(?:(?:/mnt/[a-z]|/cygdrive/[a-z]|/[a-z]|/export|/var|/data|/nfs|/net|/srv|/usr)?/(?:home|(?i:Users))/|(?i:[a-z]:\\{1,4}(?:Users|Documents and Settings)\\{1,4})|(?i:[a-z]:/(?:Users|Documents and Settings)/)|(?i:\\\\[\w.-]{1,60}\\(?:users|home)\$?\\))"

_FOLDER = r"[^\s/\\:*?\"<>|]{1,32}"

#: A domain of Windows, and not a hive of its registry nor a root of paths.
_DOMAIN = r"(?<![\w\\/.:$-])(?!HK(?:LM|CU|CR|CC|U)\\)[A-Z][A-Z0-9-]{1,14}\\{1,2}(?!\\)"
_DOMAIN_END = r"(?![\w\\/(){}\[\]+*?:-])"
_FILE_ENDS = re.compile(
    r".*\.(?:txt|exe|dll|ini|log|bat|cmd|c|h|cpp|py|docx?|pdf|xml|json|sys|inf|cab|msi|dat|bin|png|jpg|ps1|vbs|cfg|conf|config|cs|js|md|csv|htm|html|zip|xlsx?|lnk|reg|rc|sln)",
    re.IGNORECASE,
)


def domain_user(value: str) -> bool:
    """As ``username``, and no file in a folder whose name stands in capitals."""
    return username(value) and not _FILE_ENDS.fullmatch(value)


ROWS = (
    Pattern("USERNAME", "user_assigned", rf"(?<![A-Za-z]){_USER}{_LINK}{_VALUE}(?![\w(\[])", username, (), 0.8, anchors=(rf"{EXPRESSION}=(?<=[a-z\"'\] ]=)", rf"{EXPRESSION}:(?<=[a-z\"']:)[ \t]{{0,4}}[\\\"'=]"), reach=(26, 80), ignore_case=True),
    Pattern("USERNAME", "user_named", r"(?<![A-Za-z])(?:user[ _-]?name|login(?:[ _-]?name)?|screen[ _-]?name|nick[ _-]?name|handle|account[ _-]?name|user[ _-]?id|user|benutzername|tên[ ]đăng[ ]nhập)[ ]?:[ \t]{1,8}(?:(?P<v>@?\w[\w.+-]{1,62})(?=[ \t]*(?:[,;|)]|/[ \t]|\r?\n|\Z))|(?P<w>[a-z][a-z._-]{1,40}[0-9]{1,6})(?=\.?[ ](?:(?-i:[A-Z])|and[ ])))", told_username, (), 0.75, anchors=(rf"{EXPRESSION}:(?<=[a-z]:)[ \t]|:(?<=[a-z][ ]:)[ \t]",), reach=(22, 80), ignore_case=True),
    Pattern("USERNAME", "user_told", rf"(?<![A-Za-z_.-])(?:{_CALLED}(?:[ ](?:is|was|ist|est|es|è|é|là)[ ]|['’]s[ ])|(?:{_USER}|account)[ ])[\"'“`]?(?P<v>@?[A-Za-z][\w.-]{{0,40}}\w)(?![\w(@:/=\[-])", odd_username, (), 0.75, anchors=("user", "utilisateur", "usuario", "utente", "gebruikersnaam", "login", "log in name", "log-in name", "name", "gamer", "handle", "account", "tên đăng nhập"), reach=(12, 80), ignore_case=True),
    Pattern("USERNAME", "user_answered", rf"(?<![A-Za-z_.-]){_CALLED}(?!\w){ANSWER}[\"'“`]?(?P<v>@?[A-Za-z][\w.-]{{0,40}}\w)(?![\w(@:/=\[-])", odd_username, (), 0.7, anchors=("user", "utilisateur", "usuario", "utente", "gebruikersnaam", "login", "name", "gamer", "handle"), reach=(12, 180), ignore_case=True),
    Pattern("USERNAME", "own_user_told", rf"(?<![A-Za-z])(?:my|his|her|their|mein|mon|mi)[ ](?:new[ ]|old[ ]|current[ ])?{_CALLED}(?:[ ](?:is|was|ist|est|es)[ ]|['’]s[ ])[\"'“`]?(?P<v>@?[A-Za-z][\w.-]{{0,40}}\w)(?=[\"'”`]|[.,;!?]?(?:\r?\n|\Z)|[.,;!?][ ]|[ ](?:and|but|on)[ ])", own_username, (), 0.75, anchors=("user", "utilisateur", "usuario", "utente", "login", "log in name", "log-in name", "name", "gamer", "handle"), reach=(20, 80), ignore_case=True),
    Pattern("USERNAME", "logged_in_as", r"(?<![A-Za-z])(?:log(?:ged|ging|s)?[ -]?in|sign(?:ed|ing|s)?[ -]?in|log(?:ged)?[ -]?on|logon|authenticated|impersonat(?:e|ed|ing)|ssh|connected|registered|posted|posting)[ ](?:back[ ])?as[ ](?:the[ ])?(?:user[ ])?[\"'“`]?(?P<v>@?[A-Za-z][\w.-]{0,40}\w)(?![\w(@:/=\[-])", odd_username, (), 0.75, anchors=(" as ",), reach=(16, 70), ignore_case=True),
    Pattern("USERNAME", "login_before_password", r"(?<![a-z])login[ \t]{1,4}(?P<v>[^\s\"']{2,64})\s{1,8}password[ \t]|(?<![\w.@:$-])(?P<w>[\w.@-]{2,64}):\$?(?=\$(?:2[abxy]|1|5|6|apr1|y|gy|7)\$|\{S?SHA\}|\{CRYPT\})", username, (), 0.85, anchors=(r"re:login(?=[ \t])", r"re::(?=\$|\{(?:s?sha|crypt)\})"), reach=(66, 90), ignore_case=True),
    Pattern("USERNAME", "user_before_p", U_BEFORE + r"(?P<v>\S{2,64})" + P_BEHIND + r"\S{4,64}(?=\s|\Z)", username, (), 0.75, anchors=("u:", "user:"), reach=(0, 0), ignore_case=True),
    Pattern("USERNAME", "home_folder", rf"(?<![\w]){_HOME}(?P<v>[^\s/\\:*?\"'<>|,;)\]]{{2,64}})(?=[/\\\s:\"'<>|,;)\]]|\Z)", username, (), 0.85, anchors=("/home/", "users", "and settings", "\\home"), reach=(80, 80)),
    Pattern("USERNAME", "home_folder_of_two_words", rf"(?<![\w])(?i:[a-z]:[\\/]{{1,4}}Users[\\/]{{1,4}}|/mnt/[a-z]/Users/)(?P<v>{_FOLDER}(?:[ ]{_FOLDER}){{1,2}})(?=[\\/])", username, (), 0.85, anchors=("users",), reach=(12, 110)),
    Pattern("USERNAME", "home_of", r"(?:(?<=[\s/\"'“‘`(\[{:>*|])|(?<![\s\S]))~(?P<v>[a-z_][\w.-]{1,31})(?=/)", username, (), 0.75, anchors=("~",), reach=(1, 36)),
    Pattern("USERNAME", "domain_user", rf"{_DOMAIN}(?P<v>(?![nrtbfuxdwsv])[a-z][\w.-]{{0,30}}\w|[a-z]{{2}}[a-z-]{{0,20}}(?:[._][a-z][\w.]{{0,30}}|[0-9]\w{{0,20}}))\$?{_DOMAIN_END}", domain_user, (), 0.7, anchors=("\\",), reach=(18, 40)),
    Pattern("USERNAME", "domain_user_named", rf"{_DOMAIN}(?P<v>[A-Za-z][\w.-]{{0,30}}\w)\$?{_DOMAIN_END}", domain_user, ("user", "username", "user name", "account", "account name", "login", "logon", "logged", "domain", "runas", "by", "subject", "member", "owner"), 0.7, needs_context=True, anchors=("\\",), reach=(18, 40)),
    Pattern("USERNAME", "reddit_user", r"(?<![\w/.:-])/?u/(?P<v>[0-9A-Za-z_-]{3,20})(?![\w/-])", username, (), 0.8, anchors=(r"re:/(?<=u/)[0-9a-z_-]{3}",), reach=(3, 24)),
    Pattern("USERNAME", "log_user", r"(?<=[ ]-[ ])(?P<v>[\w.@-]{2,64})(?=[ ]\[[0-9]{1,2}/[A-Z][a-z]{2}/[0-9]{4}:)", username, (), 0.9, anchors=(r"re:\[(?<= \[)[0-9]{1,2}/[a-z]{3}/",), reach=(68, 16)),
    Pattern("USERNAME", "login_in_brackets", r"(?<![A-Za-z])user=<(?P<v>[^<>\s@]{2,64})>", username, (), 0.85, anchors=("user=<",), reach=(1, 90)),
    Pattern("USERNAME", "login_user", r"(?<![\w-])(?:(?:for|for[ ](?:invalid|illegal)[ ]user|user|by)[ ](?P<v>[a-z_][\w.-]{1,31}\$?)(?=[ ](?:from|on)[ ](?:[0-9a-fA-F:.]{3,45}|\S{1,64}[ ]port|/dev/\S{1,32})(?:\s|\Z)|[ ]logged[ ](?:in|out|off|on)\b|\(uid=|[ ]by[ ]\(uid|[ ]\(uid)|(?<=sudo:)[ ]{1,12}(?P<w>[a-z_][\w.-]{1,31})(?=[ ]:[ ]))", username, (), 0.85, anchors=(" from ", " on /dev/", " logged ", "(uid", "sudo:"), reach=(60, 90)),
    Pattern("USERNAME", "handle", r"(?:(?<=\S[ (\[\"',;:])|(?<=\S,[ ])|(?<![\s\S]))@(?P<v>[A-Za-z_][\w.]{1,28}\w)(?![\w@/({\\=-]|\.\w|[ ]{0,2}[=;\[])", handle, _SAID, 0.7, needs_context=True, anchors=(r"re:@(?![\s@{(\"'\[])(?:(?<=\s@)|(?<=[\[(\"',;:]@))",), reach=(1, 34)),
    Pattern("USERNAME", "handle_alone", r"(?<![\s\S])@(?P<v>[A-Za-z][\w.]{0,28}[0-9_][\w.]{0,28}\w)(?!\s{0,2}\S)", handle, (), 0.7, anchors=(r"re:@(?<![\s\S]@)",), reach=(0, 0)),
    Pattern("USERNAME", "network_handle_beside", r"(?<![\w])(?:ig|insta|snap(?:chat)?|skype|discord|telegram|kik|wechat|psn|gamertag|kakao(?:talk)?(?:[ ]id)?|tiktok)[ ](?P<v>[a-z]{3,20}(?:[._][a-z][\w.]{0,20}|_?[a-z]{0,10}[0-9]{2,6}))(?![\w./@:(-])", told_username, (), 0.65, anchors=("ig ", "insta ", "snap ", "chat ", "skype ", "discord ", "telegram ", "kik ", "psn ", "gamertag ", "kakao", "tiktok "), reach=(14, 50), ignore_case=True),
    Pattern("USERNAME", "network_handle", rf"(?<![A-Za-z_]){_NETWORK}(?:[ ](?:id|handle|user(?:name)?|name|account|profile))?(?:[ ]?[:=][ ]?|[ ](?=@)|[ ](?:id|handle|user(?:name)?)[ ](?:is[ ])?)(?P<v>@\w[\w.-]{{1,40}}\w|(?:live:)?\w[\w-]{{0,40}}[._#0-9][\w.#-]{{0,40}}\w|(?<!hub:)(?<!hub:[ ])(?<!lab:)(?<!lab:[ ])[a-z][\w-]{{1,40}}(?=[ ]*(?:[,;|)]|\r?\n|\Z)))(?![\w:/@])", told_username, (), 0.75, anchors=(rf"{EXPRESSION}:(?<=[a-z]:)[ ]?[@a-z0-9_]", rf"{EXPRESSION}@(?<=[a-z][ ]@)", rf"{EXPRESSION}=(?<=[a-z]=)"), reach=(24, 70), ignore_case=True),
    Pattern("USERNAME", "network_handle_told", rf"(?<![A-Za-z_]){_NETWORK}(?:[ ]\((?P<v>[\w.-]{{2,40}}\w)\)|[.,][ ](?:my|his|her)[ ](?:id|name|handle)[ ]is[ ](?P<w>[\w.-]{{2,40}}\w)(?!\w))", odd_username, (), 0.75, anchors=_NETWORKS, reach=(0, 0), ignore_case=True),
    Pattern("USERNAME", "own_network_handle", rf"(?<![A-Za-z])(?:my|his|her|their)[ ]{_NETWORK}(?:[ ](?:id|handle|user(?:name)?|name))?(?:[ ]is[ ]|[ ]?:[ ]?)@?(?P<v>[a-z][\w.-]{{1,40}}\w)(?=[.,;!?)]?(?:[ ]*(?:\r?\n|\Z)|[ ](?:and|but|if|so)[ ]))", own_username, (), 0.75, anchors=_NETWORKS, reach=(8, 90), ignore_case=True),
    Pattern("USERNAME", "handle_on_network", rf"(?<![A-Za-z])(?:i['’]?m|i[ ]am|me[ ](?:as|at)|add|as|it['’]?s)[ ](?P<v>[\w.-]{{3,40}}\w)[ ]on[ ]{_NETWORK}(?!\w)", odd_username, (), 0.75, anchors=tuple(f" on {name}" for name in _NETWORKS), reach=(50, 16), ignore_case=True),
    Pattern("USERNAME", "matrix_user", r"(?<![\w@/.])@(?!types:)(?P<v>[a-z0-9._=/+-]{1,64}:(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,20})(?![\w])", username, (), 0.85, anchors=(r"re:@(?=[a-z0-9._=/+-]{1,64}:[a-z0-9-]{1,63}\.)",), reach=(0, 0), ignore_case=True),
    Pattern("USERNAME", "signal_user", r"(?<![\w])signal(?:[ ](?:id|user(?:name)?|handle))?[ ]?[:=][ ]?(?P<v>[a-z_][a-z0-9_]{2,31}\.[0-9]{2,6})(?![\w.])", username, (), 0.85, anchors=("signal",), digits=2, reach=(0, 0), ignore_case=True),
    Pattern("USERNAME", "skype_live", r"(?<![\w.])live:(?P<v>[\w.-]{2,63}\w)", username, (), 0.8, anchors=("live:",), reach=(5, 66)),
    Pattern("USERNAME", "discord_tag", r"(?<![\w#./@-])(?!(?:[A-Z]{2,4}|(?i:issue|ticket|bug|case|item|room|unit|order|suite|debian))#)(?P<v>[\w.]{2,32}#[0-9]{4})(?![\w#])", username, ("discord", "tag", "gamertag", "battletag", "battle.net", "blizzard", "user", "friend"), 0.7, needs_context=True, anchors=(r"re:\#(?<=\w\#)[0-9]{4}",), reach=(34, 6)),
    Pattern("USERNAME", "user_at_address", r"(?:(?<![\w.+%@/:-])|(?<=//)|(?<=\bsip:)|(?<=\bsips:))(?P<v>[a-z_][\w.-]{1,31})(?=@(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w.]))", username, (), 0.75, anchors=(r"re:@(?<=\w@)[0-9]",), reach=(42, 18), ignore_case=True),
    Pattern("USERNAME", "user_in_directory", r"(?:(?<=\n)|\A)(?:member)?uid:[ ](?P<v>[A-Za-z][\w.@-]{1,63})(?=[ \t]*(?:\r?\n|\Z))", username, ("dn", "cn", "sn", "objectclass", "uidnumber", "gidnumber", "mail"), 0.75, needs_context=True, anchors=("uid:",), reach=(8, 70), ignore_case=True),
    Pattern("USERNAME", "user_at_host", r"(?<![\w.+@/-])(?P<v>[a-z_][\w.-]{1,31})@[a-z][a-z0-9-]{1,62}(?=:|[ ]|\Z|[~\]\"')\s])(?!:[0-9])", username, ("ssh", "scp", "sftp", "rsync", "ssh-rsa", "ssh-ed25519", "sshd", "mosh"), 0.7, needs_context=True, anchors=(r"re:@(?<=\w@)[a-z]",), reach=(34, 66)),
    Pattern("USERNAME", "key_comment", r"(?<![\w-])(?:ssh-(?:rsa|dss|ed25519)|(?:sk-)?ecdsa-sha2-[\w-]{4,20}|sk-ssh-ed25519)(?:@openssh\.com)?[ ]AAAA[0-9A-Za-z+/=]{8,1200}[ ](?P<v>[\w.+-]{1,64}@[\w.-]{1,100})", None, (), 0.95, anchors=("ssh-", "ecdsa-"), reach=(0, 0)),
    Pattern("USERNAME", "shell_prompt", r"(?<![\w.+@/-])(?P<v>[a-z_][\w.-]{1,31})@[\w.-]{1,63}:(?:~|/)[^\s$#]{0,120}[$#](?=\s)", username, (), 0.8, anchors=(r"re::(?<=\w:)[~/]",), reach=(98, 130)),
)  # fmt: skip
