# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for credentials that their own form gives away: tokens with a maker's prefix, key blocks, password hashes."""

from __future__ import annotations

import re

from redactor.detectors.rows import Pattern
from redactor.detectors.secret_values import aws_key, own_line_key, token_of_a_maker

_B = r"(?<![0-9A-Za-z_-])"
_E = r"(?![0-9A-Za-z_-])"
_HEX = "[0-9a-fA-F]"
_W = "[0-9A-Za-z]"
_URL64 = "[0-9A-Za-z_-]"
_B64 = "[0-9A-Za-z+/_=-]"
_UUID = rf"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"

#: Who makes tokens, the prefixes they begin with, and what follows. The forms are those that the makers publish and that
#: the public rules of gitleaks and detect-secrets look for.
MAKERS: tuple[tuple[str, str, str], ...] = (
    ("1password", "ops_", rf"eyJ{_B64}{{100,}}"),
    ("1password_secret_key", "A3-", r"[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}"),
    ("adobe", "p8e-", rf"{_W}{{32}}"),
    ("age", "AGE-SECRET-KEY-", r"1[0-9A-Z]{58}"),
    ("alibaba", "LTAI", rf"{_W}{{12,24}}"),
    ("anthropic", "sk-ant-", rf"{_URL64}{{20,255}}"),
    ("artifactory", "AKCp", rf"{_W}{{20,80}}"),
    ("artifactory_reference", "cmVmd", rf"{_W}{{59}}"),
    ("atlassian", "ATATT3 ATCTT3 ATBB", rf"{_B64}{{20,300}}"),
    ("authress", "sc_ ext_ scauth_ authress_", rf"{_W}{{5,30}}\.{_W}{{4,6}}\.acc[_-][0-9A-Za-z-]{{10,32}}\.{_B64}{{30,120}}"),
    ("aws_key_id", "AKIA ASIA ABIA ACCA", r"[A-Z0-9]{16}"),
    ("aws_bedrock", "ABSK", r"[0-9A-Za-z+/]{109,269}={0,2}"),
    ("aws_bedrock_short", "bedrock-api-key-", rf"{_B64}{{20,1000}}"),
    ("aws_mws", "amzn.mws.", _UUID),
    ("buildkite", "bkua_ bkpt_", r"[0-9a-f]{40,64}"),
    ("circleci", "CCIPAT_ CCIPRJ_", rf"{_W}{{22}}_[0-9a-f]{{40}}"),
    ("clickhouse", "4b1d", rf"{_W}{{38}}"),
    ("clojars", "CLOJARS_", rf"{_W}{{60}}"),
    ("cloudflare_origin", "v1.0-", r"[0-9a-f]{24}-[0-9a-f]{100,160}"),
    ("contentful", "CFPAT-", rf"{_URL64}{{43}}"),
    ("databricks", "dapi", r"[0-9a-fA-F]{32}(?:-[0-9])?"),
    ("defined", "dnkey-", r"[0-9A-Za-z=_-]{26}-[0-9A-Za-z=_-]{52}"),
    ("digitalocean", "dop_v1_ doo_v1_ dor_v1_", r"[0-9a-f]{64}"),
    ("docker", "dckr_pat_ dckr_oat_", rf"{_URL64}{{20,60}}"),
    ("doppler", "dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.", rf"(?:[0-9a-z_-]{{2,35}}\.)?{_W}{{40,44}}"),
    ("dropbox", "sl.", r"[0-9A-Za-z_=-]{100,1200}"),
    ("duffel", "duffel_test_ duffel_live_", r"[0-9A-Za-z_=-]{43}"),
    ("dynatrace", "dt0c01. dt0s01. dt0s02.", rf"{_W}{{24}}\.{_W}{{64}}"),
    ("easypost", "EZ", rf"[AT]K{_W}{{54}}"),
    ("facebook_graph", "EAACEdEose0cBA", r"[0-9A-Za-z]{10,400}"),
    ("facebook", "EAA", rf"[A-Z]{_W}{{60,400}}"),
    ("figma", "figd_ figo_", rf"{_URL64}{{35,60}}"),
    ("flutterwave", "FLWSECK_TEST- FLWPUBK_TEST- FLWSECK- FLWPUBK-", r"[0-9A-Za-z]{12,40}(?:-X)?"),
    ("fly", "fo1_ fm1r_ fm1a_ fm2_", rf"{_B64}{{43,1500}}"),
    ("frameio", "fio-u-", r"[0-9A-Za-z_=-]{64}"),
    ("github_token", "ghp_ gho_ ghu_ ghs_ ghr_", rf"(?:{_W}{{36,255}}|[0-9]{{1,12}}_eyJ{_URL64}{{8,400}}\.{_URL64}{{8,1200}}\.{_URL64}{{20,800}})"),
    ("github_fine", "github_pat_", r"[0-9A-Za-z_]{22,255}"),
    ("gitlab_token", "glpat- gldt- glrt- glrtr- glsoat- glcbt- glptt- glft- glimt- glagent- glffct- gloas-", rf"[0-9A-Za-z_.-]{{18,300}}{_URL64}"),
    ("gitlab_runner", "GR1348941", rf"{_URL64}{{20,50}}"),
    ("gocardless", "live_ sandbox_", rf"(?=[a-z_]{{0,39}}[0-9A-Z-])(?=[0-9A-Z_-]{{0,39}}[a-z]){_URL64}{{40}}"),
    ("google_key", "AIza", rf"{_URL64}{{35}}"),
    ("google_client", "GOCSPX-", rf"{_URL64}{{20,40}}"),
    ("google_access", "ya29.", rf"{_URL64}{{20,500}}"),
    ("google_refresh", "1//0", rf"{_URL64}{{40,120}}"),
    ("google_code", "4/0A", rf"{_URL64}{{12,120}}"),
    ("grafana_key", "eyJrIjoi", rf"{_B64}{{40,400}}"),
    ("grafana_token", "glc_ glsa_", r"[0-9A-Za-z+/_=]{32,400}"),
    ("harness", "pat. sat.", rf"{_URL64}{{22}}\.{_W}{{24}}\.{_W}{{20}}"),
    ("hashicorp_vault", "hvs. hvb. hvr.", rf"{_URL64}{{20,300}}"),
    ("hashicorp_vault_old", "s.", rf"(?=[A-Za-z]{{0,23}}[0-9])(?=[0-9a-z]{{0,23}}[A-Z]){_W}{{24}}"),
    ("heroku", "HRKU-", rf"(?:AA{_URL64}{{58}}|{_UUID})"),
    ("huggingface", "hf_ api_org_", rf"(?![a-z]+(?:[A-Z][a-z]+)+(?![0-9A-Za-z])){_W}{{30,60}}"),
    ("infracost", "ico-", rf"{_W}{{32}}"),
    ("intra42", "s-s4t2ud- s-s4t2af-", r"[0-9a-f]{64}"),
    ("linear", "lin_api_ lin_oauth_", rf"{_W}{{40,64}}"),
    ("lob", "live_ test_ live_pub_ test_pub_", r"[0-9a-f]{31,35}"),
    ("mailgun", "key- pubkey-", r"[0-9a-f]{32}"),
    ("mapbox", "pk. sk. tk.", rf"eyJ[0-9A-Za-z_-]{{20,200}}\.{_URL64}{{20,60}}|(?<=[pst]k\.)[0-9a-z]{{60}}\.[0-9a-z]{{22}}"),
    ("netlify", "nfp_", rf"{_W}{{36,40}}"),
    ("newrelic", "NRJS- NRII- NRAK- NRAA- NRRA- NRAL-", r"[0-9A-Za-z-]{19,42}"),
    ("notion", "ntn_ secret_", rf"(?=[A-Za-z]{{0,42}}[0-9]){_W}{{43,46}}"),
    ("nostr", "nsec1", "[02-9ac-hj-np-z]{58}"),
    ("npm", "npm_", rf"{_W}{{36}}"),
    ("octopus", "API-", r"[A-Z0-9]{25,36}"),
    ("openai", "sk-", rf"(?=[A-Za-z_-]{{0,255}}[0-9])(?=[0-9a-z_-]{{0,255}}[A-Z]){_URL64}{{20,255}}"),
    ("openrouter", "sk-or-v1- sk-lf- pk-lf-", r"[0-9a-f-]{32,64}"),
    ("openshift", "sha256~", rf"{_URL64}{{43}}"),
    ("paseto", "v1.local. v2.local. v3.local. v4.local. v1.public. v2.public. v3.public. v4.public.", rf"{_URL64}{{40,4000}}(?:\.{_URL64}{{1,400}})?"),
    ("paystack", "sk_live_ sk_test_", rf"{_W}{{40}}"),
    ("perplexity", "pplx-", rf"{_W}{{40,60}}"),
    ("plaid", "access-sandbox- access-development- access-production-", _UUID),
    ("planetscale", "pscale_tkn_ pscale_oauth_ pscale_pw_", r"[0-9A-Za-z=._-]{31,64}"),
    ("posthog", "phc_ phx_ phs_", rf"{_W}{{40,50}}"),
    ("postman", "PMAK-", r"[0-9a-fA-F]{24}-[0-9a-fA-F]{34}"),
    ("prefect", "pnu_", rf"{_W}{{36}}"),
    ("pulumi", "pul-", r"[0-9a-f]{40}"),
    ("pypi", "pypi-", rf"{_URL64}{{50,1000}}"),
    ("readme", "rdme_", r"[0-9a-z]{70}"),
    ("replicate", "r8_", rf"{_W}{{37,40}}"),
    ("rubygems", "rubygems_", r"[0-9a-f]{48}"),
    ("scalingo", "tk-us- tk-eu-", rf"{_URL64}{{48}}"),
    ("sendgrid", "SG.", r"[0-9A-Za-z_=.-]{47,90}[0-9A-Za-z_-]"),
    ("sendinblue", "xkeysib- xsmtpsib-", rf"[0-9a-f]{{64}}-{_W}{{16}}"),
    ("sentry_user", "sntryu_", r"[0-9a-f]{64}"),
    ("sentry_org", "sntrys_", rf"eyJ{_B64}{{40,500}}"),
    ("settlemint", "sm_aat_ sm_pat_ sm_sat_", rf"{_W}{{16}}"),
    ("shippo", "shippo_live_ shippo_test_", r"[0-9a-fA-F]{40}"),
    ("shopify", "shpat_ shpca_ shppa_ shpss_ shpua_", r"[0-9A-Za-z]{24,64}"),
    ("slack_token", "xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs- xoxc- xoxd- xoxe.xoxb- xoxe.xoxp-", r"[0-9A-Za-z%-]{10,255}"),
    ("slack_app", "xapp-", r"[0-9]-[0-9A-Za-z-]{10,255}"),
    ("sonarqube", "squ_ sqp_ sqa_", r"[0-9a-f]{40}"),
    ("sourcegraph", "sgp_ slk_", r"(?:(?:[0-9a-fA-F]{16}|local)_)?[0-9a-fA-F]{40,64}"),
    ("square", "sq0atp- sq0csp- sq0idp-", r"[0-9A-Za-z\\_-]{22,60}"),
    ("square_access", "EAA", rf"A{_URL64}{{22,60}}"),
    ("stripe_key", "sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_ pk_live_ pk_test_", rf"{_W}{{10,255}}"),
    ("stripe_webhook", "whsec_", r"[0-9A-Za-z+/=]{20,100}"),
    ("supabase", "sbp_ sb_secret_ sb_publishable_", rf"{_URL64}{{20,60}}"),
    ("tailscale", "tskey-", rf"{_URL64}{{20,120}}"),
    ("typeform", "tfp_", r"[0-9A-Za-z_.=-]{40,60}"),
    ("vercel", "vcp_ vci_ vca_ vcr_ vck_", rf"{_W}{{20,60}}"),
    ("wandb", "wandb_v1_", rf"{_URL64}{{20,120}}"),
    ("xai", "xai-", rf"{_W}{{60,100}}"),
    ("groq", "gsk_", rf"{_W}{{40,60}}"),
    ("yandex", "AQVN YCAJ", rf"{_URL64}{{30,50}}"),
    ("yandex_iam", "t1.", r"[0-9A-Za-z_-]{10,300}={0,2}\.[0-9A-Za-z_-]{86}={0,2}"),
    ("zapier", "zapcp_", rf"{_URL64}{{20,80}}"),
)  # fmt: skip


def _rows() -> tuple[Pattern, ...]:
    rows = []
    for name, written, body in MAKERS:
        prefixes = written.split()
        regex = f"{_B}(?:{'|'.join(map(re.escape, prefixes))})(?:{body}){_E}"
        rows.append(
            Pattern("SECRET", name, regex, None, (), 0.98, anchors=tuple(dict.fromkeys(map(str.lower, prefixes))))
        )
    return tuple(rows)


#: As crypt writes them; where a dollar sign begins a variable (Compose), each is doubled.
_CRYPT = (
    r"\$(?:2[abxy]?\${1,2}[0-9]{2}\${1,2}[./0-9A-Za-z]{53}|argon2(?:id|i|d)\$[0-9A-Za-z+/=,$]{20,300}|(?:1|5|6|apr1|md5|sha1|y|gy|7)\$[./0-9A-Za-z=$,]{8,200}"
    r"|[PHS]\$[./0-9A-Za-z]{20,60}|scrypt\$[0-9A-Za-z+/=,$]{20,300}|pbkdf2(?:-[a-z0-9]{3,8})?\$[0-9A-Za-z+/=.,$]{20,300})"
)

ROWS = (
    *_rows(),
    Pattern("SECRET", "private_key", r"-{4,5} ?BEGIN [A-Za-z0-9 ]{0,40}(?:PRIVATE KEY(?: BLOCK)?|(?i:static key v1)) ?-{4,5}[\s\S]*?(?:-{4,5} ?END [A-Za-z0-9 ]{0,40}(?:PRIVATE KEY(?: BLOCK)?|(?i:static key v1)) ?-{4,5}|\Z)", None, (), 1.0, anchors=("-----begin", "---- begin"), reach=(0, 0)),
    Pattern("SECRET", "private_key_tail", r"(?<![0-9A-Za-z+/=])(?:[0-9A-Za-z+/=]{16,76}(?:\s{1,4}|\\n)){0,100}[0-9A-Za-z+/=]{0,76}(?:\s{1,4}|\\n)?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----", None, (), 0.95, anchors=("-----end",), reach=(8000, 80)),
    Pattern("SECRET", "private_key_base64", r"(?<![0-9A-Za-z+/=])LS0tLS1CRUdJTi[0-9A-Za-z+/]{2,40}(?:BQUklWQVRFIEtFW|UFJJVkFURSBLRV|QUklWQVRFIEtFWS)[0-9A-Za-z+/]*(?:\s{1,12}[0-9A-Za-z+/]{40,76})*[0-9A-Za-z+/]*={0,2}", None, (), 0.98, anchors=("ls0tls1crudjti",), reach=(0, 0)),
    Pattern("SECRET", "putty_key", r"PuTTY-User-Key-File-[0-9]:[\s\S]*?(?:Private-MAC: ?[0-9a-f]{1,64}|\Z)", None, (), 0.95, anchors=("putty-user-key-file",), reach=(0, 0)),
    Pattern("SECRET", "key_file", r"(?<![^\n])(?<![0-9A-Za-z+/=]\n)(?:[0-9A-Za-z+/]{43}=|[0-9A-Za-z+/]{86}==|[0-9A-Za-z_-]{43}=)(?=[ \t]*\r?(?:\n(?![0-9A-Za-z+/=]{16})|\Z))", own_line_key, (), 0.6, anchors=(r"re:=(?=[ \t\r]*(?:\n|\Z))(?<=[0-9a-z+/_-]{43}=|[0-9a-z+/_-]{42}==)",), reach=(90, 4)),
    Pattern("SECRET", "password_hash", r"(?<![0-9A-Za-z$])\$?" + _CRYPT + r"(?![0-9A-Za-z$])", None, (), 0.97, anchors=(r"re:\$(?=[0-9a-z][0-9a-z-]{0,12}\$)",), reach=(2, 94)),
    Pattern("SECRET", "password_hash_named", r"(?<![0-9A-Za-z])(?:(?:pbkdf2_sha(?:1|256|512)|bcrypt(?:_sha256)?|scrypt|argon2|sha1|md5)\$[0-9A-Za-z+/=.,$_-]{20,300}|(?:pbkdf2:sha(?:1|256|512)(?::[0-9]{1,8})?|scrypt:[0-9]{1,7}:[0-9]{1,3}:[0-9]{1,3})\$[0-9A-Za-z]{4,40}\$[0-9a-f]{40,128})(?![0-9A-Za-z])", None, (), 0.97, anchors=(r"re:\$(?<=[0-9a-z]\$)[0-9a-z]",), reach=(34, 60)),
    Pattern("SECRET", "password_hash_ldap", r"\{(?:S?SHA(?:256|384|512)?|S?MD5|CRYPT)\}[./0-9A-Za-z+=$]{13,200}", None, (), 0.97, anchors=(r"re:\{(?:s?sha|s?md5|crypt)",), reach=(0, 0)),
    Pattern("SECRET", "password_hash_database", r"(?<![\w*])(?:\*[0-9A-F]{40}(?![0-9A-Za-z])|S:[0-9A-F]{60}(?:;[HT]:[0-9A-F]{32,160}){0,2}(?![0-9A-Za-z]))", None, (), 0.95, anchors=(r"re:\*(?=[0-9a-f]{40})", r"re:s:(?=[0-9a-f]{60})"), reach=(1, 60)),
    Pattern("SECRET", "password_hash_kerberos", r"\$krb5(?:tgs|asrep|tgt|pa)\$(?P<v>[^\s\"']{32,4000})", None, (), 0.95, anchors=("$krb5",), reach=(0, 0)),
    Pattern("SECRET", "password_hash_lm", r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{32}:[0-9A-Fa-f]{32}(?=:::)", None, (), 0.97, anchors=(":::",), reach=(66, 4)),
    # "acme_live_" and what a machine made: thirty characters and more of every kind.
    Pattern("SECRET", "maker_and_token", r"(?<![0-9A-Za-z_./+=@%&?#-])[A-Za-z][a-z0-9]{1,11}[_-](?:[a-z0-9]{2,10}[_-]){0,2}(?=[0-9]{0,30}[A-Za-z])[0-9A-Za-z]{30,80}(?![0-9A-Za-z_./+=@%-])", token_of_a_maker, (), 0.75, anchors=(r"re:_(?=[0-9a-z]{30})", r"re:-(?=[0-9a-z]{30})"), reach=(36, 84)),
    Pattern("SECRET", "airtable", _B + r"pat[0-9A-Za-z]{14}\.[0-9a-f]{64}" + _E, None, (), 0.98, anchors=(r"re:\.(?<=pat[0-9a-z]{14}\.)",), reach=(18, 70)),
    Pattern("SECRET", "microsoft_entra", r"(?<![0-9A-Za-z_~.-])[0-9A-Za-z_~.-]{3}[0-9]Q~[0-9A-Za-z_~.-]{30,34}(?![0-9A-Za-z_~.-])", None, (), 0.98, anchors=(r"re:q~(?<=[0-9]q~)",), reach=(5, 40)),
    Pattern("SECRET", "terraform_cloud", _B + r"[0-9A-Za-z]{14}\.atlasv1\.[0-9A-Za-z_=-]{60,70}" + _E, None, (), 0.98, anchors=(".atlasv1.",), reach=(15, 80)),
    Pattern("SECRET", "maxmind", _B + r"[0-9A-Za-z]{6}_[0-9A-Za-z]{29}_mmk" + _E, None, (), 0.98, anchors=("_mmk",), reach=(38, 4)),
    Pattern("SECRET", "mailchimp", _B + r"[0-9a-f]{32}-us[0-9]{1,2}" + _E, None, (), 0.98, anchors=(r"re:-(?<=[0-9a-f]{8}-)us[0-9]",), reach=(34, 4)),
    Pattern("SECRET", "discord_bot", _B + r"[MNO][0-9A-Za-z_-]{22,27}\.[0-9A-Za-z_-]{6}\.[0-9A-Za-z_-]{27,45}" + _E, None, (), 0.97, anchors=(r"re:\.(?<=[0-9a-z_-]{22}\.)[0-9a-z_-]{6}\.",), reach=(30, 50)),
    Pattern("SECRET", "facebook_app", r"(?<![0-9])[0-9]{15,17}(?:\||%7C)[0-9A-Za-z_-]{27,40}" + _E, None, (), 0.95, anchors=(r"re:\|(?<=[0-9]{15}\|)", r"re:%(?<=[0-9]{15}%)7c"), reach=(18, 50)),
    Pattern("SECRET", "webhook", r"https?://(?:hooks\.slack\.com/(?:services|workflows|triggers)/|(?:\w+\.)?discord(?:app)?\.com/api/(?:v[0-9]+/)?webhooks/|[\w-]+\.webhook\.office\.com/|hooks\.zapier\.com/hooks/|maker\.ifttt\.com/trigger/|hooks\.airtable\.com/)[^\s\"'<>]{8,600}", None, (), 0.97, anchors=("webhook", "hooks."), reach=(40, 60), ignore_case=True),
    Pattern("SECRET", "aws_secret", r"(?<![0-9A-Za-z/+=])[0-9A-Za-z/+]{40}(?![0-9A-Za-z/+=])", aws_key, ("aws", "secret_access_key", "secret access key", "aws_secret", "secretaccesskey"), 0.7, needs_context=True, anchors=("aws", "secret"), reach=(1, 120)),
    Pattern("SECRET", "twilio", _B + r"(?:AC|SK)[0-9a-fA-F]{32}" + _E, None, (), 0.9, anchors=(r"re:ac(?=[0-9a-f]{32})", r"re:sk(?=[0-9a-f]{32})"), reach=(1, 36)),
    Pattern("SECRET", "telegram_bot", r"(?<![0-9A-Za-z_-])(?:bot)?(?P<v>[0-9]{5,16}:A[0-9A-Za-z_-]{34})" + _E, None, (), 0.97, anchors=(r"re::(?<=[0-9]{5}:)a",), reach=(20, 40)),
    Pattern("SECRET", "jwt", r"(?<![0-9A-Za-z_.-])eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{4,}(?:\.[0-9A-Za-z_-]*){0,3}", None, (), 0.95, anchors=("eyj",), reach=(0, 0)),
    Pattern("SECRET", "jwt_base64", r"(?<![0-9A-Za-z+/=_-])ZXlK[0-9A-Za-z+/_-]{60,4000}={0,2}", None, (), 0.9, anchors=("zxlk",), reach=(0, 0)),
    Pattern("SECRET", "extended_key", _B + r"[xyztuv](?:prv|pub)[1-9A-HJ-NP-Za-km-z]{100,112}" + _E, None, (), 0.98, anchors=(r"re:prv(?<=[xyztuv]prv)", r"re:pub(?<=[xyztuv]pub)[1-9a-z]{100}"), reach=(2, 120)),
)  # fmt: skip
