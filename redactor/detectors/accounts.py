# ruff: noqa: E501 - an expression can be copied whole
"""Accounts: how logins are written, and which are nobody's: the system's, a program's, a department's."""

from __future__ import annotations

import re

from redactor.detectors.plain_words import is_plain

_LOGIN = re.compile(
    r"(?:user:)?(?:[A-Za-z0-9]{1,20}\\)?(?:[a-z][a-z0-9]{0,30}(?:[._-][a-z0-9]{1,30}){0,3}|[A-Z][A-Z0-9]{2,30}(?:[._-][A-Z0-9]{1,30}){0,3})(?:@[a-z0-9]{2,30})?"
)
#: Accounts that belong to nobody.
ROLES = frozenset(
    str.split(
        "root admin administrator system guest nobody anonymous public test user daemon www-data postgres service bot default nginx apache mysql"
        " oracle ubuntu centos ec2-user git jenkins docker sa dbo runner backup sshd deploy vagrant elastic kafka hadoop hdfs spark airflow redis"
        " mongodb tomcat nouser"
    )
)
#: What does things that nobody did.
_PROGRAMS = frozenset(
    str.split(
        "import importer export exporter migration migrator batch cron scheduler schedule api trigger automation workflow script worker job jobs process robot"
        " sync integration webhook self online web website mobile app application kiosk vendor supplier customer client owner author staff hr it ops devops qa"
        " security finance billing legal marketing sales support engineering management team group dispatch reception unassigned queue pool auto automatic"
        " automatically etl pipeline terraform ansible helm airflow zapier hubspot salesforce shopify stripe github actions gitlab renovate dependabot crawler"
        " committee board council inspection courier hand fax phone post mail letter default design request timer"
        " frontend backend backlog openai vllm kubelet gunicorn celery slurm systemd jekyll wordpress molecule controller dhl ups fedex typescript javascript"
        " sig reviewers approvers owners uuid int integer bool boolean varchar datetime timestamp readonly writeonly asc desc nullable enum json null admin"
        " data user users account internal external manual unknown server database db engine agent device gateway portal store shop partner plugin module"
    )
)
_NOBODY = _PROGRAMS | ROLES


def is_somebodys(account: str) -> bool:
    """Is ``account`` written as logins are, in small letters or in large ones, and neither a program, a department nor a word of every day?

    >>> [is_somebodys(account) for account in ("kbrand", "acme\\\\k.brand2", "nightly-sync", "pending")]
    [True, True, False, False]
    """
    name = account.removeprefix("user:").rpartition("\\")[2]
    words = re.split(r"[._-]", name.lower())
    known = _NOBODY.intersection(words)
    return (
        _LOGIN.fullmatch(account) is not None
        and not (known if "-" in name else known.issuperset(words))
        and not is_plain(name)
    )
