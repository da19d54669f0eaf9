# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for e-mail addresses, URLs and host names."""

from __future__ import annotations

import re

from redactor.detectors.hosts import email_host, is_top, plain_domain, registered, top_of
from redactor.detectors.rows import Pattern
from redactor.detectors.validators import plain_ip

# Every character of a local part but spaces, brackets, quotes and separators: other scripts and their marks are in.
_LOCAL = r"[^\s@<>()\[\]{},;:\"\\|\x00-\x20\ufffd\u200e\u200f\u202a-\u202e“”‘’«»„、，]"
# Where one can begin: not in the middle of one, and not with a quote or a full stop.
_START = r"(?<![\w.+%~$-])(?=[\w+%~$\"-])"
# What stands before an address and is no part of it, though an address may hold an equals sign: "ADMIN_EMAIL=ann@…".
_KEYED = r"(?:(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|(?i:[\w.-]{0,30}(?:mail|user|username|login|contact|sender|recipient|from|to|cc)))='?)?"
_LABEL = r"(?:[^\W_]|[\u0300-\u036f\u0900-\u097f\u0e31-\u0e4e-])"
_HOST = _LABEL + r"{1,63}(?:\." + _LABEL + r"{1,63}){1,8}"
# A line wrap (also quoted-printable's, and a mail's "> ") inside an address.
_WRAP = r"(?:=?\r?\n[ \t>]{0,8})"
# Letters that carry on a top label would be another word.
_HOST_END = r"(?![^\W_])"

#: What the sign and the dot are called where mail is spoken of.
_AT_WORDS = "at|ät|arroba|arobase|chiocciola|małpa|malpa|apenstaartje|zavináč|kukac|собака"
_DOT_WORDS = "dot|punkt|punto|ponto|point|kropka|tečka|pont|точка"
_DOT = rf"(?:[ ]?[\[({{<-][ ]?(?:{_DOT_WORDS})[ ]?[\])}}>-][ ]?|[ ](?:{_DOT_WORDS})[ ])"
_AT = rf"(?:[ ]?[\[({{<-][ ]?(?:{_AT_WORDS}|@)[ ]?[\])}}>-][ ]?|[ ](?:{_AT_WORDS})[ ]|[ ]?@[ ]?)"
_WORD = r"[^\W_][\w+-]{0,40}"

# "look at the dot com boom", "arrived at noon. Dot com": words that are no mailbox or no host.
_NO_LOCAL = frozenset(
    str.split(
        "look looked looking was is are were be been am met meet meeting arrived arrive stay stayed live"
        " lives lived work works worked working stop stopped start started aim aimed laugh laughed stare"
        " stared shout yell here there it that this they them he she we you i me us him her good bad better"
        " best not and or but so then sold bought available found located based held only even just all one"
        " point points"
    )
)
_NO_HOST = frozenset(
    str.split(
        "the a an this that these those his her its our their my your polka every each any some no least most"
        " last first"
    )
)
_SPELLED = re.compile(_AT, re.IGNORECASE)
_FOREIGN_DOT = re.compile(rf"[ ](?:{_DOT_WORDS.removeprefix('dot|')})[ ]", re.IGNORECASE)
_SPELLED_DOT = re.compile(_DOT, re.IGNORECASE)


def spelled_email(value: str) -> bool:
    """``name at host dot com``: a known top label, and words that can be a mailbox and a host."""
    parts = _SPELLED.split(value)
    if len(parts) != 2:
        return False
    local = _SPELLED_DOT.split(parts[0])[-1].lower()
    labels = re.split(r"\.", _SPELLED_DOT.sub(".", parts[1].lower()))
    bracketed = re.search(r"[\[({<]", value) is not None
    if " at " in value.lower() and _FOREIGN_DOT.search(value):  # "at one point in time"
        return False
    if not bracketed and (local in _NO_LOCAL or labels[0] in _NO_HOST):
        return False
    return len(labels) > 1 and is_top(top_of(labels[-1]))


def _wrapped_host(value: str) -> bool:
    """For a wrap after a dot: what stands before it is no whole address yet, or the sentence simply ended there."""
    head, _, tail = value.partition("\n")
    host = head.rpartition("@")[2].rstrip(".=\r")
    if "." in host and is_top(top_of(host)):
        return False
    return tail.strip(" \t>").islower() and email_host(value)


#: Who gives out mailboxes: their names are enough, however the rest is mistyped.
_PROVIDERS = r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|gmx|aol|proton(?:mail)?|live|msn|yandex)"
#: What stands behind a dot after an at sign in programs: files, and units of systemd.
_NO_TOPS = frozenset(
    str.split(
        "png jpg jpeg gif svg webp ico css scss js mjs ts jsx tsx json yaml yml toml html htm xml md rst txt log py rb rs go java class"
        " service socket target timer mount device slice scope path swap length size shape data mean item items value values"
    )
)


def mistyped_email(value: str) -> bool:
    """An address under no top label that there is: ``.comm``, ``.docker``; not a file or a unit of systemd."""
    local, _, host = value.rpartition("@")
    return len(local) >= 2 and host.rpartition(".")[2].lower() not in _NO_TOPS and not email_host(value)


#: Behind an at sign without a dot: which version of a package, not which host.
_NO_MACHINES = frozenset(
    str.split(
        "latest next canary beta alpha stable nightly dev head main master trunk everyone here channel all experimental"
    )
)
#: What mail providers call their own machines: ``smtp.gmail.com`` is nobody's mailbox.
_SERVICES = frozenset(
    str.split(
        "smtp imap pop pop3 mail www login accounts account support help web webmail m mobile api auth my calendar drive mx in us uk de fr contacts sites news finance sports answers search ads developer developers status"
    )
)


def machine_email(value: str) -> bool:
    """``rosa@mailhost``: mail within a house; not the version of a package."""
    local, _, host = value.rpartition("@")
    return host.lower() not in _NO_MACHINES and local.lower() not in ("git", "import", "media", "types")


def email_at_ip(value: str) -> bool:
    """The host is an address, and no version of a package (``foo@1.2.3.4``)."""
    return plain_ip(value.rpartition("@")[2])


def dotted_email(value: str) -> bool:
    """``rosa.gmail.com``: a mailbox whose at sign was left out, not a machine of the provider."""
    return value.split(".")[0].lower() not in _SERVICES


def joined_email(value: str) -> bool:
    """``rosa_at_example.com``: the host is one."""
    host = re.split(r"[_-]at[_-]", value.lower(), maxsplit=1)[1]
    return plain_domain(re.sub(r"[_-]dot[_-]", ".", host))


def hosted_path(value: str) -> bool:
    """The host before a path is one, and no name of a package (``com.example.app/…``)."""
    host = value.partition("/")[0].partition(":")[0]
    return host.partition(".")[0] not in ("com", "org", "net", "io", "android", "java", "javax") and plain_domain(host)


# Up to the next space, less the punctuation of the sentence around it; a bracket that opens inside keeps its partner.
_URL_REST = r"(?:[^\s<>\"()]*\([^\s<>\"]*[^\s<>\".,;:!?'’”]|[^\s<>\"()]*[^\s<>\"().,;:!?'’”\]}*|])"

_DOMAIN_CONTEXT = (
    "domain", "website", "site", "visit", "host", "hostname", "server", "dns", "url", "web", "homepage", "browse",
    "subdomain", "nameserver", "ping", "resolve", "resolves", "whois", "cname", "mx record",
)  # fmt: skip
_BRACKETED = tuple(rf"re:\{mark}(?:(?<=at\{mark})|(?<=at \{mark})|(?<=dot\{mark})|(?<=@\{mark}))" for mark in ")]}>")
_AT_SIGN = r"re:@(?<=\S@)[\w\[-]"
_HOST_DOT = r"re:\.(?<=\w\.)[^\W\d_]"
_HOST_SLASH = r"re:/(?<=[a-z0-9]/)(?<![a-z0-9]//)"
_BARE_HOST = r"(?<![\w@./\\%-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,6}(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,24})(?![\w@(\\-]|\.[^\W_])"

ROWS = (
    Pattern("EMAIL_ADDRESS", "email", rf"{_START}{_KEYED}(?P<v>(?:\"[^\"\n]{{1,64}}\"|{_LOCAL}{{1,254}})@(?:{_HOST}{_HOST_END}|\[(?:IPv6:)?[0-9A-Fa-f:.]{{7,45}}\]))",
            email_host, score=0.95, anchors=(_AT_SIGN,), reach=(258, 90), shrink=2),  # ann@example.com.tar.gz
    Pattern("EMAIL_ADDRESS", "email_wrapped_at", rf"{_START}{_LOCAL}{{1,64}}(?:@{_WRAP}|{_WRAP}@){_HOST}{_HOST_END}",
            email_host, score=0.85, anchors=(r"re:@(?:=?\r?\n|(?<=\n@))",), reach=(80, 120)),
    Pattern("EMAIL_ADDRESS", "email_wrapped_local", rf"{_START}{_LOCAL}{{1,64}}(?:(?<=[-_+])\r?\n|=\r?\n)[ \t>]{{0,8}}{_LOCAL}{{1,64}}@{_HOST}{_HOST_END}",
            email_host, score=0.8, anchors=("re:\n" r"(?:(?<=[-_+=]\n)|(?<=[-_+=]\r\n))",), reach=(66, 160)),
    Pattern("EMAIL_ADDRESS", "email_wrapped_host", rf"{_START}{_LOCAL}{{1,64}}@(?:{_LABEL}{{1,63}}\.){{0,4}}{_LABEL}{{0,63}}(?:\.{_WRAP}|{_WRAP}\.|(?<=-){_WRAP}|=\r?\n){_LABEL}{{1,63}}(?:\.{_LABEL}{{1,63}}){{0,4}}(?!\w)",
            _wrapped_host, score=0.8, anchors=(_AT_SIGN,), reach=(66, 160)),
    Pattern("EMAIL_ADDRESS", "email_spelled", rf"(?<![\w.+-]){_WORD}(?:(?:\.|{_DOT}){_WORD}){{0,3}}{_AT}{_WORD}(?:(?:\.|{_DOT}){_WORD}){{0,3}}(?:\.|{_DOT})[^\W\d_]{{2,24}}{_HOST_END}",
            spelled_email, score=0.8, anchors=(*(f" {word} " for word in _DOT_WORDS.split("|")), *(f" {word} " for word in _AT_WORDS.split("|") if len(word) > 2), *_BRACKETED), reach=(120, 120), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_shouted_at", rf"(?<![\w.+-]){_WORD}(?:\.{_WORD}){{0,3}}[ ](?-i:AT)[ ][a-z0-9-]{{2,40}}(?:\.[a-z0-9-]{{2,40}}){{1,3}}{_HOST_END}",
            spelled_email, score=0.7, anchors=(" at ",), reach=(90, 90), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_at_ip", r"(?<![\w.+%@/:-])[a-z_][\w.+-]{0,40}@(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w-]|\.[0-9])", email_at_ip, score=0.8, anchors=(r"re:@(?<=\w@)[0-9]",), reach=(42, 18), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_provider", rf"(?<![\w.+%-])[a-z0-9][\w.+%-]{{0,62}}[ ]?@[ ]?{_PROVIDERS}[ ]?[.,]{{1,2}}[ ]?[a-z]{{2,6}}{_HOST_END}",
            score=0.75, anchors=(r"re:@(?= ?(?:g|hot|out|yah|icl|aol|prot|liv|msn|yan))",), reach=(66, 40), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_at_provider", rf"(?<![\w.+%-])[a-z0-9][\w.+-]{{1,62}}[ ]at[ ]{_PROVIDERS}\.[a-z]{{2,3}}{_HOST_END}",
            spelled_email, score=0.7, anchors=(" at gm", " at hotm", " at outl", " at yah", " at icl", " at prot"), reach=(66, 30), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_unknown_top", r"(?<![\w.+%~$/-])[a-z][\w+-]{1,40}(?:\.[\w+-]{1,40}){0,3}@[a-z][a-z0-9-]{2,40}\.[a-z]{3,12}(?![\w(:/@-]|\.\w)",
            mistyped_email, score=0.6, anchors=(_AT_SIGN,), reach=(170, 60)),
    Pattern("EMAIL_ADDRESS", "email_marks_twice", r"(?<![\w.+%~$@/-])[a-z0-9][\w.+%-]{1,62}(?:@@[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,3}\.[a-z]{2,12}|@[a-z0-9-]{2,40}(?:\.[a-z0-9-]{1,40}){0,3}(?:\.\.[a-z]{2,6}|[,;](?:com|org|net|edu|gov|info)|\.(?:c0m|0rg|n3t|c[ ]om|co[ ]m)))(?![\w@(-])",
            score=0.75, anchors=(_AT_SIGN, r"re:@(?=@)"), reach=(66, 100), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_near_provider", rf"(?<![\w.+%@/-])(?:[a-z0-9][\w.+%-]{{1,62}}@{_PROVIDERS}(?:com|net|de|fr|couk)?|[a-z0-9][\w.+-]{{2,62}}[#*!&]{_PROVIDERS}\.[a-z]{{2,3}})(?![\w@(/-]|\.\w)",
            score=0.75, anchors=(r"re:@(?=g|hot|out|yah|icl|aol|prot|liv|msn|yan)", *(rf"re:\{sign}(?=gm|goo|hot|out|yah|icl|aol|prot|live|msn|yan)" for sign in "#*!&")), reach=(66, 30), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_without_at", r"(?<![\w@./-])[a-z][\w-]{2,40}(?:\.[\w-]{1,40}){0,2}\.(?:gmail|googlemail|hotmail|yahoo|ymail|icloud|gmx|aol|protonmail|outlook)\.(?:com|de|net|fr|es|it|ca|in|co\.uk|com\.br|com\.au)(?![\w@/-]|\.\w)",
            dotted_email, score=0.75, anchors=(r"re:\.(?=(?:g(?:oogle)?mail|hotmail|yahoo|ymail|icloud|gmx|aol|protonmail|outlook)\.)",), reach=(84, 30), ignore_case=True),
    # As dictation and chats without marks leave it: "smith 678 gmailcom", "smith678gmailcom".
    Pattern("EMAIL_ADDRESS", "email_without_marks", r"(?<![\w.+@/-])(?:(?!(?:my|the|an?|in|on|at|to|use|via|with|from|your|of|and|or|is|by|for|new|old|me|id|account|address|domain|e-?mail|free|mail|provider|server)[ ])[a-z][\w.+-]{1,40}[ ](?:[0-9]{1,6}[ ])?(?:at[ ])?(?:gmail|hotmail|yahoo|outlook|icloud|rediffmail|ymail)[ ]?(?:dot[ ])?(?:com|co[ ]?(?:in|uk)|net)|[a-z][a-z0-9._-]{2,40}(?:gmail|hotmail|yahoo|outlook|icloud)com)(?![\w@./-])",
            None, ("mail", "e-mail", "email", "mail id", "id", "send", "contact", "address"), 0.75, needs_context=True, anchors=("gmail", "hotmail", "yahoo", "outlook", "icloud", "rediffmail", "ymail"), reach=(52, 16), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_joined", r"(?<![\w.+-])[a-z0-9][a-z0-9.+]{0,30}(?:[_-][a-z0-9.+]{1,30}){0,3}([_-])at\1[a-z0-9-]{1,40}(?:(?:\.|\1dot\1)[a-z0-9]{2,40}){1,3}(?![\w@(/-])",
            joined_email, score=0.7, anchors=("_at_", "-at-"), reach=(100, 90), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_spaced_out", r"(?<![^\s\"'“`(\[{<>*:])[a-z0-9](?:[ ][a-z0-9._+-]){1,40}[ ]@(?:[ ][a-z0-9-]){1,40}[ ]\.(?:[ ][a-z0-9.-]){2,24}(?![^\s\"'”`)\]}<>*,;!?.])", score=0.9,
            anchors=(r"re:@(?<= @) [a-z0-9] ",), reach=(84, 130), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_spaced_at", rf"{_START}[a-z0-9][\w.+-]{{1,62}}(?:[ ]{{1,2}}@[ ]{{0,2}}|@[ ]{{1,2}}){_HOST}{_HOST_END}", email_host, ("mail", "e-mail", "email", "write", "contact", "send", "sent", "address", "reach", "correo", "courriel", "to", "cc"), 0.65,
            needs_context=True, anchors=(r"re:@(?= ?[a-z0-9-]{1,40}\.[a-z])",), reach=(66, 90), ignore_case=True),
    Pattern("EMAIL_ADDRESS", "email_of_a_machine", r"(?:(?<![\s\S])|(?<=<))[a-z][\w.+-]{2,40}@[a-z][a-z0-9-]{3,40}(?=>|\s{0,2}(?![\s\S]))", machine_email, score=0.7, anchors=(r"re:@(?<=[a-z0-9]@)[a-z]",), reach=(44, 44)),
    Pattern("EMAIL_ADDRESS", "email_of_a_machine_named", r"(?<![\w.+@/:-])[a-z][\w.+-]{2,40}@[a-z][a-z0-9-]{3,40}(?![\w.@:/(-])", machine_email, ("mail", "e-mail", "email", "mailbox", "contact", "write to", "reply-to", "mailto", "sender", "recipient"), 0.6,
            needs_context=True, anchors=(r"re:@(?<=[a-z0-9]@)[a-z]",), reach=(44, 44)),
    Pattern("EMAIL_ADDRESS", "email_wrapped_dot", rf"(?:(?<![\s\S])|(?<=[<\n:])|(?<=: ))[a-z][\w+-]{{1,40}}\.\r?\n[ \t>]{{0,8}}[a-z][\w.+-]{{1,62}}@{_HOST}{_HOST_END}", email_host, score=0.8, anchors=("re:\n" r"(?<=\.\n)[ \t>]{0,8}[a-z][\w.+-]{1,62}@", "re:\r" r"(?<=\.\r)\n[ \t>]{0,8}[a-z][\w.+-]{1,62}@"), reach=(46, 160)),
    Pattern("URL", "url", r"(?<![A-Za-z0-9])[a-z][a-z0-9+.-]{1,20}://(?!\\)" + _URL_REST, score=0.95, anchors=("://",), reach=(24, 200), ignore_case=True),
    Pattern("URL", "url_www", r"(?<![\w./@-])www[0-9]?\.[^\W_]" + _URL_REST, score=0.9, anchors=("www",), reach=(0, 0), ignore_case=True),
    Pattern("URL", "url_path", r"(?<![\w@./\\%-])(?P<v>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}(?:com|org|net|edu|gov|io|co|uk|vn|de|fr|ly|me|dev|app|ai)(?::[0-9]{2,5})?/" + _URL_REST + ")", score=0.8, anchors=(_HOST_SLASH,), reach=(80, 60), ignore_case=True),
    Pattern("URL", "url_host_path", r"(?<![\w@./\\%-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,24}(?::[0-9]{2,5})?/" + _URL_REST, hosted_path, score=0.75, anchors=(_HOST_SLASH,), reach=(80, 60)),
    Pattern("DOMAIN_NAME", "domain", _BARE_HOST, plain_domain, _DOMAIN_CONTEXT, score=0.7, anchors=(_HOST_DOT,), reach=(64, 64)),
    Pattern("DOMAIN_NAME", "domain_in_context", _BARE_HOST, registered, _DOMAIN_CONTEXT, score=0.6, needs_context=True, anchors=(_HOST_DOT,), reach=(64, 64)),
)  # fmt: skip
