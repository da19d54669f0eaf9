"""Policies: what they mean, what they refuse, and on which line."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from redactor.errors import PolicyError, UsageError
from redactor.masking.policy.dump import as_json, as_toml
from redactor.masking.policy.load import PRESETS, parse
from redactor.masking.policy.policy import Policy, required_key
from redactor.masking.policy.regex_safety import check_linear
from redactor.masking.policy.toml_lines import key_lines

GOLDEN = Path(__file__).parent / "cases" / "presets"


def policy(source: str, folder: Path = Path()) -> Policy:
    return parse(Policy, source, "p.toml", folder)


FULL = """
preset = "default"
regions = ["US", "GB"]
propagation = false
recall = 0.99
subject = "patient.id"

[default]
operator = "tag"

[labels.PERSON]
threshold = 0.5
operator = { name = "mask", keep_last = 4, char = "#" }
[labels.AGE]
enabled = true

[allow]
exact = ["Paris"]
casefold = ["acme"]
regex = ["T-[0-9]+"]

[deny.PERSON]
words = ["Ann"]
file = "names.txt"

[[patterns]]
label = "TICKET"
regex = "TCK-[0-9]{6}"
context = ["ticket"]
score = 0.9

[fields."customer.name"]
operator = "surrogate"
label = "PERSON"
[fields.note]
labels = ["PERSON", "PHONE_NUMBER"]
[fields.id]
skip = true

[merge]
join = [["PERSON", "PERSON"], ["ADDRESS", " ,", "LOCATION"], { first = "A", second = "B", into = "C", across = "-" }]

[label_map]
per = "PERSON"
"""


@pytest.fixture
def full(tmp_path: Path) -> Policy:
    (tmp_path / "names.txt").write_text("\ufeffBob Lee\n\n# a comment\n  Eve \n", encoding="utf-8")
    (tmp_path / "p.toml").write_text(FULL, encoding="utf-8")
    return Policy.load(tmp_path / "p.toml")


def test_everything_is_read(full: Policy) -> None:
    assert full.regions == ("US", "GB")
    assert not full.propagation
    decision = full.decision("PERSON")
    assert (decision.enabled, decision.threshold, decision.operator.name) == (True, 0.5, "mask")
    assert full.decision("AGE").redacts
    assert not full.decision("DOMAIN_NAME").redacts, "from the preset below"
    assert full.decision("NEVER_HEARD_OF").redacts, "an unknown label is masked"
    assert full.deny_words() == {"PERSON": ("Ann", "Bob Lee", "Eve")}
    assert full.decision("PERSON", "customer.name").operator.name == "surrogate"
    assert not full.decision("LOCATION", "note").redacts
    assert full.decision("PHONE_NUMBER", "note").redacts
    assert not full.decision("PERSON", "id").redacts
    assert [(join.first, join.second, join.into, join.across) for join in full.joins()] == [
        ("PERSON", "PERSON", "PERSON", " \t\u00a0"),
        ("ADDRESS", "LOCATION", "ADDRESS", " \t\u00a0,"),
        ("A", "B", "C", "-"),
    ]
    assert required_key(full) == ["surrogate"]


def test_digest_is_of_the_meaning(full: Policy, tmp_path: Path) -> None:
    again = parse(Policy, FULL.replace('["US", "GB"]', '[ "US",\n "GB" ] # same'), "elsewhere.toml", tmp_path)
    assert again.digest == full.digest
    (tmp_path / "names.txt").write_text("Bob Lee\nEva\n", encoding="utf-8")
    assert parse(Policy, FULL, "p.toml", tmp_path).digest != full.digest, "the words of a file count"
    assert full.with_overrides(labels=["PERSON"]).digest != full.digest
    assert Policy.load().digest == Policy.load("default").digest


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('prest = "x"', "p.toml:1: prest: unknown key; did you mean preset?"),
        ("\n[labels.PERSON]\nenabld = true", "p.toml:3: labels.PERSON.enabld: unknown key; did you mean enabled?"),
        ('[labels.P]\noperator = "msk"', "p.toml:2: labels.P.operator: unknown operator"),
        (
            '[labels.P.operator]\nname = "mask"\nkeep_lst = 4',
            "p.toml:3: labels.P.operator.keep_lst: unknown key; did you mean keep_last?",
        ),
        ("[labels.P]\nthreshold = 2", "p.toml:2: labels.P.threshold: "),
        ('[allow]\nregex = [\n  "a",\n  "(b",\n]', "p.toml:4: allow.regex[1]: not a regular expression"),
        (
            '[[patterns]]\nlabel = "A"\nregex = "a"\n[[patterns]]\nlabel = "B"\nregex = "(a+)+"',
            "p.toml:6: patterns[1].regex: ",
        ),
        ('[[patterns]]\nlabel = "A"', "p.toml:1: patterns[0].regex: this key is missing"),
        (
            '[[patterns]]\nlabel="A"\nregex="a"\nscor = 1',
            "p.toml:4: patterns[0].scor: unknown key; did you mean score?",
        ),
        ('[deny.PERSON]\nfile = "nowhere.txt"', "p.toml:1: deny.PERSON: the file of words cannot be read"),
        ('[fields."a.b"]\nskip = true\nlabel = "X"', 'p.toml:1: fields."a.b": skip leaves the whole field'),
        ("x = ", "p.toml:1: not TOML"),
        ("a = 1\nb = = 2", "p.toml:2: not TOML"),
        ('\npreset = "defalt"', "p.toml:2: preset: no such preset; did you mean default?"),
        ('[merge]\njoin = [["A", "B"], ["A"]]', 'p.toml:2: merge.join[1]: write ["FIRST", "SECOND"]'),
        ('regions = ["US", "usa"]', "p.toml:1: regions[1]: "),
        ("[dflt]\nx = 1", "p.toml:1: dflt: unknown key"),
    ],
)
def test_errors_name_key_file_and_line(source: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        Policy.load(path)
    assert message in str(caught.value).replace(f"{tmp_path}/", "")


def test_errors_do_not_repeat_values(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        policy(
            '[labels.P]\nthreshold = "Ann Lee"\noperator = "Bob Ray"\n[deny.P]\nwords = 5\n[allow]\nregex = ["(Eve"]'
        )
    assert not any(name in str(caught.value) for name in ("Ann", "Bob", "Eve"))
    assert str(caught.value).count("\n") == 3, "every problem at once"


def test_no_such_file() -> None:
    with pytest.raises(PolicyError, match="did you mean secrets"):
        Policy.load("secret")


def test_flags() -> None:
    base = policy('[labels.DATE_TIME]\noperator = "keep"\n[labels.NRP]\nenabled = false')
    only = base.with_overrides(labels=["person", "per", "EMAIL_ADDRESS"])
    assert only.only == ("PERSON", "EMAIL_ADDRESS")
    assert [only.decision(label).redacts for label in ("PERSON", "EMAIL_ADDRESS", "LOCATION", "X")] == [
        True,
        True,
        False,
        False,
    ]
    assert base.with_overrides(labels=["NRP"]).decision("NRP").redacts, "asked for by name"
    kept = base.with_overrides(keep=["org"])
    assert [kept.decision(label).redacts for label in ("ORGANIZATION", "PERSON")] == [False, True]
    masked = base.with_overrides(operator="mask")
    assert masked.decision("PERSON").operator.name == "mask"
    assert not masked.decision("DATE_TIME").redacts
    with pytest.raises(UsageError, match="did you mean PERSON"):
        base.with_overrides(labels=["PRESON"], known=["PERSON", "AGE"])
    with pytest.raises(UsageError):
        base.with_overrides(operator="msk")


def test_key_need_looks_at_what_is_used() -> None:
    assert required_key(policy('[default]\nenabled = false\noperator = "hash"')) == []
    assert required_key(policy('[labels.P]\nenabled = false\noperator = "hash"')) == []
    assert required_key(policy('[default]\noperator = "hash"\n[fields.x]\noperator = "encrypt"')) == ["encrypt", "hash"]


@pytest.mark.parametrize("name", PRESETS)
def test_presets_mean_what_they_meant(name: str) -> None:
    """A golden file for each preset: `redactor policy show NAME`; change one only on purpose."""
    loaded = Policy.load(name)
    golden = GOLDEN / f"{name}.toml"
    assert as_toml(loaded) == golden.read_text(encoding="utf-8")
    assert required_key(loaded) == []
    assert parse(Policy, as_toml(loaded), "shown", Path()).digest == loaded.digest
    assert json.loads(as_json(loaded))["regions"]


def test_a_label_that_a_policy_names_is_on() -> None:
    assert not Policy.load("default").decision("AGE").redacts
    assert policy("[labels.AGE]").decision("AGE").redacts
    assert policy('[labels.AGE]\noperator = "generalise"').decision("AGE").redacts
    assert not policy("[labels.AGE]\nenabled = false").decision("AGE").redacts


def test_shown_toml_reads_back(full: Policy, tmp_path: Path) -> None:
    assert parse(Policy, as_toml(full), "shown", tmp_path).digest == full.digest


def test_secrets_and_pci_leave_other_labels() -> None:
    for name, own in (("secrets", "SECRET"), ("pci", "CREDIT_CARD")):
        loaded = Policy.load(name)
        assert loaded.decision(own).redacts
        assert not loaded.decision("NRP").redacts
        assert not loaded.decision("UNKNOWN").redacts


def test_lines_of_keys() -> None:
    source = (
        '# head\na.b = 1\n[t."x.y"]\nk = """\n[not.a.table]\n"""\nl = [\n  1, # one\n  { m = 2 },\n]\n'
        "[[s]]\nn = 1\n[s.u]\n[[s]]\nn = 2\n"
    )
    lines = key_lines(source)
    assert lines["a",] == lines["a", "b"] == 2
    assert lines["t", "x.y"] == 3
    assert lines["t", "x.y", "k"] == 4
    assert (lines["t", "x.y", "l"], lines["t", "x.y", "l", 0], lines["t", "x.y", "l", 1, "m"]) == (7, 8, 9)
    assert (lines["s", 0], lines["s", 0, "u"], lines["s", 1, "n"]) == (11, 13, 15)


LINEAR = [
    r"TCK-[0-9]{6}", r"TCK-[0-9]+", r"\b[A-Z]+-\d{4}\b", r"\d+\d?", r"(?:\d{3}-)+", r"(?:\d{1,3}\.){3}\d{1,3}",
    r"(?<!\d)\d+(?!\d)", r"(?:ab?,)*",
    r"\d{1,3}[ -]?\d{1,3}[ -]?\d{1,3}", r"[A-Z]{1,64}-\d{4}", r"(?:19|20)\d{2}-\d{2}",
    r"[^ ]+", r"^\w+:",
    r"\b[а-е]+[к-я]+#", r"[一-龥]{2,4}",
    r"\b\w+@example\.com", r"(?i)emp-?\d+", r"(?:[A-Z]{2}\d+|X-\d+)", r"\b(?:ab|a)*c", r"ID: *[0-9]+",
]  # fmt: skip
NOT_LINEAR = [
    r"(a+)+", r"(a|aa)*b", r"\b(a|aa)*c", r"\d+\d+", r".*x", r"(\d)\1", r"a.*b", r"[\w.]+@\w+", r"(?:a?){40}a{40}",
    "(a|aa)" * 20 + "b", "a?" * 20 + "b", r"(?:(?:a{0,900}){0,900})b", r"[A-Z]+-\d{4}", r"(?=.*x)y",
    r"(x+x+)+y", r"x(", r"a{99999999999}",
    r"\b[а-е]+[б-д]+[в-г]+#", r"(?i)\b[А-Е]+[б-д]+[В-Г]+#", r"\b[一-龥]+[丁-万]+#", r"\b[à-ÿ]+[é-ê]+é+#", r"\b\w+[℀-⅏]+\w+!",
    r"\b[^а-е]+[ж-я]+[з-и]+#",
]  # fmt: skip


@pytest.mark.parametrize("pattern", NOT_LINEAR)
def test_patterns_that_are_not_linear_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"linear|regular expression") as caught:
        check_linear(pattern)
    assert pattern not in str(caught.value)


@pytest.mark.parametrize("pattern", LINEAR)
def test_patterns_that_are_accepted_take_linear_time(pattern: str) -> None:
    """A proof by measurement: runs of what the pattern likes most, broken at the end, four times as long."""
    import re

    check_linear(pattern)
    compiled = re.compile(pattern)
    for unit in ("a", "1", "A", "ab", "1.", "12-", "TCK-1", " ", "x", "w@", "A1", "ID: ", "111 ", "a,"):
        taken = []
        for size in (20_000, 80_000):
            text = (unit * size)[:size] + "!"
            started = time.perf_counter()
            for _ in compiled.finditer(text):
                pass
            taken.append(time.perf_counter() - started)
        assert taken[1] < max(12 * taken[0], 0.25), (pattern, unit, taken)
