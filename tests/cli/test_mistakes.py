"""Mistakes of users: each ends with the exit code that the README tells, one line that says what, where and what to do, and
nothing that claims success."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from program import redact_batch, redactor

MAIL = b"Write to niels@example.com\n"
KEY = b"a key of the tests, 32 bytes....\n"


def zipped(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(name, MAIL)
    return made.getvalue()


FILES: dict[str, bytes] = {
    "in/a.txt": MAIL,
    "in/rows.csv": b"id,name,note\n1,Ann,Write to niels@example.com\n",
    "old/in/b.txt": MAIL,
    "report.docx": zipped("word/document.xml"),
    "scan.pdf": b"%PDF-1.7\n" + MAIL,
    "scan.tif": b"II*\0" + MAIL,
    "mixed/sheet.xlsx": zipped("xl/workbook.xml"),
    "mixed/table.parquet": b"PAR1" + MAIL + b"PAR1",
    "mixed/a.txt": MAIL,
    "archive.txt": zipped("a.txt"),
    "wide.txt": (MAIL * 9).decode().encode("utf-16-le"),
    "pretty.jsonl": json.dumps({"note": MAIL.decode(), "n": [1, 2]}, indent=1).encode(),
    "table.jsonl": b"id,note\n1,Write to niels@example.com\n",
    "rows.jsonl": b'{"note": "Write to niels@example.com", "card": 4111111111111111}\n',
    "x.abc": MAIL,
    "mine.txt": b"nobody's but mine\n",
    "mine/notes.txt": b"nobody's but mine\n",
    "key": KEY,
    "open.key": KEY,
    "short.key": b"short",
    "rule.toml": b'[fields."nmae"]\nlabel = "PERSON"\n',
    "label.toml": b'[labels.PERSN]\noperator = "mask"\n',
    "key.toml": b'[labels.PERSON]\noperater = "mask"\n',
    "regions.toml": b'regions = ["US", "UK"]\n',
    "subject.toml": b'subject = "customer.id"\n',
    "join.toml": b'[merge]\njoin = [["PERSN", "LOCATION"]]\n',
    "ignore.toml": b'[field_names]\nignore = ["emial"]\n',
    "broken.toml": b"a = = 1",
    "odd.toml": b"polcy = 'gdpr'\n",
}

#: arguments, exit code, words of the one line that says it.
MISTAKES = [
    # places
    ("leters out", 4, "error: input leters: No such file or directory"),
    ("in", 2, "Error: in is a folder: give an OUTPUT folder too"),
    ("in in/out", 2, "error: output in/out lies in the input in; choose"),
    ("in/a.txt in/a.txt", 2, "lies in the input in/a.txt; choose"),
    ("in/a.txt mine.txt", 2, "error: output mine.txt is there and no run made it; choose another, or write into it with --force"),
    ("in mine", 2, "error: output mine is there and no run made it; choose another, or write into it with --force"),
    ("in srv/out", 2, "error: output srv/out: there is no folder srv; make it (mkdir -p), or correct OUTPUT"),
    ("in/a.txt srv/a.txt", 2, "error: output srv/a.txt: there is no folder srv; make it (mkdir -p), or correct OUTPUT"),
    ("in rows.jsonl mine.txt", 2, "Error: several INPUTs need a folder as OUTPUT, the last argument"),
    ("in old/in out", 2, "error: input old/in would have no name of its own in OUTPUT; redact it in a run of its own"),
    ("in - out", 2, "Error: standard input (-) goes alone, not beside other inputs"),
    ("in leters out", 4, "error: input leters: No such file or directory"),
    ("in/a.txt out.docx", 2, "error: output out.docx: what is written stays text; give it such a name"),
    ("in/rows.csv out.parquet", 2, "error: output out.parquet: what is written stays csv; give it such a name"),
    ("s3:/bucket/in out", 2, "error: s3:/: a store's URL has two slashes, as in s3://bucket/folder"),
    ("s4://bucket/in out", 2, "error: s4:// is not a store this program knows (s3, gs, az, abfs, hdfs"),
    ("in/a.txt /dev/full", 4, "error: /dev/full is no regular file; give - for standard output, or the name of a file"),
    # flags of other programs
    ("in -o out", 2, "Error: No such option '-o'; OUTPUT is the last argument"),
    ("--input in out", 2, "Error: No such option '--input'; INPUT is the first argument"),
    ("in out --jobs 4", 2, "Error: No such option '--jobs'; say --workers N"),
    ("in out --threshold 0.5", 2, "Error: No such option '--threshold'; say --min-score SCORE"),
    # kinds of files
    ("scan.tif out.tif", 2, "error: scan.tif: a tiff file, which is not read; make a text of it first"),
    ("scan.pdf out.txt --format text", 1, "not redacted: scan.pdf: not-text:pdf"),
    ("report.docx out.docx --format text", 1, "not redacted: report.docx: not-text:zip"),
    ("archive.txt out.txt", 1, "not redacted: archive.txt: not-text:zip"),
    ("mixed out --format text", 1, "not redacted: table.parquet: not-text:parquet"),
    ("wide.txt out.txt", 1, "not redacted: wide.txt: unsupported-encoding"),
    ("pretty.jsonl out.jsonl", 1, "records withheld (malformed-json "),
    ("table.jsonl out.jsonl", 1, "2 records withheld (malformed-json 2)"),
    ("x.abc out.abc", 2, "if it is text, say --format text"),
    ("in out --format .abc=txt", 2, "no such format: txt; did you mean text?"),
    ("in out --format abc=text", 2, "write a suffix as .abc=text"),
    ("in out --include *.tx", 1, "no file is left by --include and --exclude"),
    ("in out --on-unknown ignore", 2, "'ignore' is not one of 'withhold', 'skip', 'copy'"),
    # fields
    ("in/rows.csv out.csv --field nmae", 1, "not redacted: rows.csv: missing-field (no nmae; columns: id, name, note)"),
    ("rows.jsonl out.jsonl --field nmae", 1, "not redacted: rows.jsonl: missing-field (no nmae)"),
    ("rows.jsonl out.jsonl --field note..x", 2, "error: not a field path: 'note..x'"),
    ("in out --header maybe", 2, "'maybe' is not one of 'auto', 'yes', 'no'"),
    # policy
    ("rows.jsonl out.jsonl --policy rule.toml", 1, "rules of the policy for fields that no record has: nmae"),
    ("in out --policy label.toml", 2, "a label that nothing gives: PERSN; did you mean PERSON?"),
    ("in out --policy key.toml", 2, "key.toml:2: labels.PERSON.operater: unknown key; did you mean operator?"),
    ("in out --policy regions.toml", 2, "error: no such region: UK; did you mean GB?"),
    ("in out --regions Germany", 2, "error: regions are countries of two capital letters, as DE,FR"),
    ("in out --policy join.toml", 2, "a label that nothing gives: PERSN; did you mean PERSON?"),
    ("in out --policy subject.toml", 1, "keys of the policy that can do nothing here: subject"),
    ("in out --policy ignore.toml", 1, "keys of the policy that can do nothing here: field_names.ignore (emial)"),
    ("in out --policy broken.toml", 2, "error: broken.toml:1: not TOML"),
    ("in out --policy gdrp", 2, "did you mean gdpr?"),
    ("in out --policy in", 2, "error: policy file in: Is a directory"),
    ("in out --label email", 2, "error: no such label: email; did you mean EMAIL_ADDRESS?"),
    ("in out --keep PERSON --label PERSON", 2, "error: PERSON cannot be wanted and kept at once; give one of the two"),
    ("in out --recall 0.999", 2, "error: the model is not calibrated for a recall of 0.999; it knows: 0.95, 0.98, 0.99"),
    ("in out --keep EMIAL_ADDRESS", 2, "error: no such label: EMIAL_ADDRESS; did you mean EMAIL_ADDRESS?"),
    ("in out --operator shufle", 2, "error: no such operator: shufle (known: tag, "),
    ("in out --min-score 95", 2, "95.0 is not in the range 0<=x<=1"),
    ("in out --config odd.toml", 2, "Error: odd.toml: unknown key 'polcy'; did you mean policy?"),
    # keys
    ("in out --operator hash", 2, "error: the policy uses hash, which needs a key of 16 bytes or more; give --key-file FILE"),
    ("in out --key-file open.key", 2, "run: chmod 600 open.key"),
    ("in out --key-file short.key", 2, "make one: head -c 32 /dev/urandom | base64 > key"),
    ("in out --sign-key key", 2, "make one: openssl genpkey -algorithm ed25519 -out sign.pem"),
    ("in out --sign-key sign.pem", 2, "error: key sign.pem: No such file or directory"),
    # asking for what cannot be
    ("in out --verify --dry-run", 2, "Error: --verify needs an OUTPUT folder or file"),
    ("in out --audit audit.jsonl", 2, "Error: --audit is for standard output; a folder's audit lies in OUTPUT/_redactor/audit"),
    ("in out --max-memory lots", 2, "write a size as 800M or 2G"),
]  # fmt: skip
#: What none of these may need: the model.
PATTERNS_ALONE = ("--label", "EMAIL_ADDRESS", "--no-progress")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("mistakes")
    for name, data in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
        (root / name).chmod(0o644 if name == "open.key" else 0o600)
    return root


@pytest.mark.parametrize(("typed", "code", "words"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_a_mistake(
    place: Path,
    typed: str,
    code: int,
    words: str,
    in_process: Callable[..., CompletedProcess[bytes]],
    request: pytest.FixtureRequest,
) -> None:
    arguments = typed.split()
    given = set(place.iterdir())
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    # What other tests have started (servers, a cluster) counts as the run's own memory here.
    more = ("--max-memory", "64G") if code == 1 else ()
    more += () if "--policy" in typed or "--keep" in typed else PATTERNS_ALONE
    done = in_process(*arguments, *more, cwd=place)
    made = set(place.iterdir()) - given
    request.addfinalizer(lambda: [clear(path) for path in made])
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (code, b""), said
    (told,) = [line for line in said.splitlines() if words in line][:1] or [None]
    assert told is not None, said
    assert not re.search(r"Traceback|internal error|niels@", said)
    assert {path: path.read_bytes() for path in before} == before, "what was there stays"
    if code in (2, 4):
        assert not made and "masked" not in said, said
        assert sum(bool(re.match(r"(?i)error: ", line)) for line in said.splitlines()) == 1, said
    elif code == 1:
        assert re.search(r"not redacted|withheld|no record has|can do nothing|no file is left", said.splitlines()[-1])
    written = [path for root in made for path in ([root] if root.is_file() else root.rglob("*")) if path.is_file()]
    assert not any(b"niels@" in path.read_bytes() for path in written) or "--keep" in typed


def clear(path: Path) -> None:
    import shutil

    shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_a_rule_for_a_number_is_kept(place: Path, tmp_path: Path, in_process: Callable[..., object]) -> None:
    """Of a field that a rule calls a card, the card goes, text or number."""
    (tmp_path / "p.toml").write_text('[fields."card"]\nlabel = "CREDIT_CARD"\n')
    in_process(
        place / "rows.jsonl",
        "out.jsonl",
        "--policy",
        "p.toml",
        *PATTERNS_ALONE[:1],
        "CREDIT_CARD",
        "--max-memory",
        "64G",
        cwd=tmp_path,
    )
    assert json.loads((tmp_path / "out.jsonl").read_text())["card"] == "[CREDIT_CARD]"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["", "out"], "INPUT or OUTPUT is an empty text; is a variable of the shell not set?"),
        (["in", ""], "INPUT or OUTPUT is an empty text; is a variable of the shell not set?"),
        (["in", "out", "--regions", ""], "Invalid value for '--regions': write countries as DE,FR"),
    ],
)
def test_a_variable_that_is_not_set(
    place: Path, typed: list[str], words: str, in_process: Callable[..., CompletedProcess[bytes]]
) -> None:
    done = in_process(*typed, *PATTERNS_ALONE, cwd=place)
    assert (done.returncode, done.stdout) == (2, b"") and words in done.stderr.decode()


def test_a_variable_that_is_misspelt(
    place: Path, in_process: Callable[..., CompletedProcess[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDACTOR_KEY_FILE", "key")
    done = in_process("in", "out", *PATTERNS_ALONE, cwd=place)
    assert done.returncode == 2 and b"error: the variable REDACTOR_KEY_FILE means nothing; give" in done.stderr


SCANS = [
    ("in/rows.csv --field nmae", "would not be redacted: missing-field (no nmae; columns: id, name, note)"),
    ("in/rows.csv --field nmae --fields", "would not be redacted: missing-field (no nmae; columns: id, name, note)"),
    ("rows.jsonl --field note --field nmae", "chosen fields that no record has: nmae"),
    ("archive.txt", "would not be redacted: not-text:zip"),
    ("in/rows.csv --header no --field name", "would not be redacted: missing-field (no name)"),
    ("in/rows.csv --format .csv=json", "record 0 would be withheld: malformed-json"),
]


@pytest.mark.parametrize(("typed", "words"), SCANS, ids=[row[0] for row in SCANS])
def test_a_scan_of_what_a_run_would_refuse(
    place: Path, typed: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from redactor.cli.main import redactor

    monkeypatch.chdir(place)
    assert redactor(["scan", *typed.split(), "--label", "EMAIL_ADDRESS"], standalone_mode=False) == 1
    assert words in capsys.readouterr().err.splitlines()


@pytest.mark.parametrize("typed", ["scan in/rows.csv", "policy diff default gdpr --on in"])
def test_other_commands_read_scans_as_a_run_does(
    place: Path, typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from redactor.cli.main import redactor
    from redactor.errors import UsageError

    monkeypatch.chdir(place)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="apt install tesseract-ocr"):
        redactor([*typed.split(), "--ocr"], standalone_mode=False)


def test_compressed_bytes_in_a_pipe() -> None:
    import gzip

    done = redact_batch("--label", "EMAIL_ADDRESS", stdin=gzip.compress(MAIL))
    assert (done.returncode, done.stdout) == (1, b"") and b"not redacted: stdin: not-text:gzip" in done.stderr


def test_what_is_taken_for_an_output_or_a_text(place: Path) -> None:
    done = redactor("verify", place / "in")
    assert done.returncode == 4 and "not an output of redact-batch" in done.stderr
    done = redactor("scan", place / "scan.tif")
    assert done.returncode == 2 and "a tiff file, which is not read" in done.stderr and "--format" not in done.stderr


def test_a_library_that_is_missing_comes_with_all_that_the_command_needs() -> None:
    import click

    from redactor.cli.help import Themed
    from redactor.errors import UsageError

    @click.command(cls=Themed, themes={"": ()}, extra="train")
    def trains() -> None:
        raise ModuleNotFoundError(name="faker")

    with pytest.raises(UsageError, match=r"faker is not installed: pip install --use-pep517 'redact-batch\[train\]'"):
        trains.main([], standalone_mode=False)


def test_python_speaks_python() -> None:
    from redactor import Policy, Redactor
    from redactor.arrow import ArrowRedactor
    from redactor.errors import KeyFileError, UsageError

    with pytest.raises(KeyFileError, match=r"uses hash, which needs a key of 16 bytes or more; give Redactor\(key=…\)"):
        Redactor(operator="hash", labels=["EMAIL_ADDRESS"])
    with pytest.raises(KeyFileError, match=r"give ArrowRedactor\(key=…\)"):
        ArrowRedactor(policy=Policy.load(None).with_overrides("hash", []))
    with pytest.raises(UsageError, match="no such region: UK; did you mean GB"):
        Redactor(regions=["UK"], labels=["EMAIL_ADDRESS"])
    with pytest.raises(TypeError, match="a key is bytes, not str"):
        Redactor(key="a key of the tests, 32 bytes....", labels=["EMAIL_ADDRESS"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="detectors is a list of functions"):
        Redactor(detectors=print, labels=["EMAIL_ADDRESS"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"a text is a str, not float \(a gap of a frame\?"):
        Redactor(labels=["EMAIL_ADDRESS"]).redact(float("nan"))  # type: ignore[call-overload]
