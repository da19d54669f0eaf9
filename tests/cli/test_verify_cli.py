"""``verify``, ``--verify``, ``reveal`` and ``policy diff`` as a user meets them. Nothing they say holds a value."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from program import called, redact_batch, redactor

CANARY = "canary.bird@example.com"
CARD = "4111 1111 1111 1111"
SECRET = "0123456789abcdef0123456789abcdef"
SAMPLES = Path(__file__).parents[2] / "samples"


def run(module: str, *args: object, code: int, stdin: str = "") -> subprocess.CompletedProcess[str]:
    done = called(module, *args, stdin=stdin)
    assert done.returncode == code, (done.stdout, done.stderr)
    return done


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text(SECRET)
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Path:
    """The samples, every format among them, redacted by the real command."""
    folder = tmp_path_factory.mktemp("run") / "out"
    run("batch", SAMPLES, folder, "--key-file", key, "--quiet", code=0)
    return folder


def test_the_samples_verify(output: Path, key: Path) -> None:
    bare = run("main", "verify", output, code=0)
    assert "signatures were not checked" in bare.stdout and bare.stdout.splitlines()[-1].startswith("verified ")
    full = run("main", "verify", output, "--input", SAMPLES, "--key-file", key, code=0)
    assert len(full.stdout.splitlines()) == 1 and not full.stderr
    told = json.loads(run("main", "verify", output, "--json", "--key-file", key, code=0).stdout)
    assert told["findings"] == [] and told["files"] > 10


@pytest.mark.parametrize(
    "name",
    ["tutorial.txt", "support/tickets.jsonl", "people/employees.parquet", "_redactor/audit/tutorial.txt.jsonl",
     "_redactor/manifest.json", "_redactor/summary.json"],
)  # fmt: skip
def test_tampering_is_named(tmp_path: Path, output: Path, key: Path, name: str) -> None:
    copy = tmp_path / "out"
    shutil.copytree(output, copy)
    data = (copy / name).read_bytes()
    (copy / name).write_bytes(data[: len(data) // 2] + b"~" + data[len(data) // 2 + 1 :])
    done = run("main", "verify", copy, "--input", SAMPLES, "--key-file", key, code=3)
    assert done.stdout.startswith(name) and done.stdout.rstrip().endswith("findings")


def test_what_is_not_an_output_and_wrong_usage(tmp_path: Path, output: Path, key: Path) -> None:
    run("main", "verify", tmp_path, code=4)
    run("main", "verify", output, "--input", tmp_path / "none", code=4)
    run("main", "verify", output, "--policy", "default", code=2)
    run("main", "verify", output, "--rescan", "--operator", "nonsense", code=2)
    key.chmod(0o644)
    run("main", "verify", output, "--key-file", key, code=2)
    key.chmod(0o600)
    other = tmp_path / "other"
    other.write_text(SECRET[::-1])
    other.chmod(0o600)
    assert "does not match the key" in run("main", "verify", output, "--key-file", other, code=3).stdout


def test_a_leak_ends_with_3_and_in_quarantine(tmp_path: Path) -> None:
    source, output = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    lines = [{"body": f"write to {CANARY}", "footer": f"Re: {CANARY.upper()}"}, {"body": "nothing"}]
    (source / "t.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (source / "b.txt").write_text("All is well.\n")
    done = run("batch", source, output, "--field", "body", "--verify", code=3)
    assert "t.jsonl, record 0: a masked EMAIL_ADDRESS still stands at character 4 of footer" in done.stderr
    assert (output / "_redactor/quarantine/t.jsonl").is_file() and not (output / "t.jsonl").exists()
    assert CANARY not in (done.stdout + done.stderr).lower()
    assert (
        run("batch", source, output, "--verify", code=0)
        .stderr.splitlines()[-1]
        .startswith("verified 2 files, 3 records")
    )
    with (output / "b.txt").open("a") as file:
        file.write(f"card {CARD}\n")
    again = run("main", "verify", output, "--input", source, "--rescan", code=3)
    assert (
        "b.txt: pattern:credit_card sees a CREDIT_CARD in clear at character 18" in again.stdout
        and CARD not in again.stdout
    )
    run("main", "verify", output, "--rescan", "--keep", "PERSON", code=3)  # another policy, when named, is taken
    run("batch", source, "--verify", "--dry-run", code=2)


def test_rescan_asks_for_the_runs_own_policy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("All is well.\n")
    run("batch", tmp_path / "a.txt", tmp_path / "b.txt", "--keep", "PERSON", "--quiet", code=0)
    assert "another policy" in run("main", "verify", tmp_path / "b.txt", "--rescan", code=2).stderr
    run("main", "verify", tmp_path / "b.txt", "--rescan", "--keep", "PERSON", code=0)


def test_reveal_is_the_way_back(tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "encrypt.toml"
    policy.write_text('[default]\noperator = "encrypt"\n')
    text = f"Write to {CANARY}, or pay with {CARD}.\r\n" * 400
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "a.csv").write_text(f'name,mail\n"x, ""y""",{CANARY}\n')
    for name in ("a.txt", "a.csv"):
        sealed = tmp_path / f"sealed-{name}"
        run("batch", tmp_path / name, sealed, "--policy", policy, "--key-file", key, "--quiet", code=0)
        assert CANARY not in sealed.read_text()
        run("main", "reveal", sealed, tmp_path / f"back-{name}", "--key-file", key, code=0)
        assert (tmp_path / f"back-{name}").read_bytes() == (tmp_path / name).read_bytes()
        assert (tmp_path / f"back-{name}").stat().st_mode & 0o077 == 0
    sealed_text = (tmp_path / "sealed-a.txt").read_text()
    piped = run("main", "reveal", "--key-file", key, stdin=sealed_text, code=0)
    assert piped.stdout.count(CANARY) == 400
    monkeypatch.chdir(tmp_path)
    run("main", "reveal", "-", "stdin.txt", "--key-file", key, stdin=sealed_text, code=0)  # a name like any other
    assert (tmp_path / "stdin.txt").read_text().count(CANARY) == 400
    other = tmp_path / "other"
    other.write_text(SECRET[::-1])
    other.chmod(0o600)
    run("main", "reveal", tmp_path / "sealed-a.txt", tmp_path / "no.txt", "--key-file", other, code=2)
    run("main", "reveal", tmp_path / "sealed-a.txt", code=2)
    assert not (tmp_path / "no.txt").exists() and not list(tmp_path.glob("*.partial"))


def test_policies_are_compared_on_real_input(tmp_path: Path, key: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").write_text(json.dumps({"s": f"{CANARY} and {CARD}"}) + "\n")
    for name, mail in (("a", "enabled = true"), ("b", "enabled = false"), ("c", 'operator = "mask"')):
        (tmp_path / f"{name}.toml").write_text(f"[labels.EMAIL_ADDRESS]\n{mail}\n")

    def diff(b: str, *flags: object) -> tuple[list[dict[str, object]], dict[str, dict[str, int]], str]:
        done = run(
            "main",
            "policy",
            "diff",
            tmp_path / "a.toml",
            tmp_path / b,
            "--on",
            tmp_path / "in",
            "--json",
            *flags,
            code=0,
        )
        *changes, tally = map(json.loads, done.stdout.splitlines())
        return changes, tally, done.stdout + done.stderr

    changes, tally, said = diff("b.toml", "--key-file", key)
    assert [(change["side"], change["label"], change["start"]) for change in changes] == [("A", "EMAIL_ADDRESS", 0)]
    assert changes[0]["value_hmac"] and tally["only_a"] == {"EMAIL_ADDRESS": 1} and tally["b"] == {"CREDIT_CARD": 1}
    assert CANARY not in said and CARD not in said
    changes, tally, _ = diff("c.toml")
    assert (changes[0]["side"], changes[0]["operator"], changes[0]["value_hmac"]) == ("AB", "tag → mask", None)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "a.jsonl",
        "a.toml",
        "b.toml",
        "c.toml",
    ]


def test_an_older_output_is_not_that_of_this_input(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "c.bin", "niels@example.com.txt"):
        (tmp_path / "in" / name).write_text("niels@example.com")
    assert redact_batch(tmp_path / "in", tmp_path / "out", "--label", "EMAIL_ADDRESS").returncode == 1
    assert redactor("verify", tmp_path / "out", "--input", tmp_path / "in").returncode == 0
    (tmp_path / "in/b.txt").write_text("niels@example.com")
    done = redactor("verify", tmp_path / "out", "--input", tmp_path / "in")
    assert done.returncode == 3 and "b.txt: an input that the run did not know" in done.stdout


def test_a_signature_without_a_key_is_one(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secret = Ed25519PrivateKey.generate()
    pem = secret.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    (tmp_path / "s.pem").write_bytes(pem)
    (tmp_path / "s.pem").chmod(0o600)
    public = secret.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "p.pem").write_bytes(public)
    (tmp_path / "a.txt").write_text("niels@example.com")
    flags = ("--sign-key", tmp_path / "s.pem", "--label", "EMAIL_ADDRESS")
    assert redact_batch(tmp_path / "a.txt", tmp_path / "b.txt", *flags).returncode == 0
    for more, said in (((), "give --public-key"), (("--public-key", tmp_path / "p.pem"), "")):
        done = redactor("verify", tmp_path / "b.txt", *more)
        assert done.returncode == 0 and said in done.stdout and "not signed" not in done.stdout
