"""What a person at a terminal sees, and what a log file or a machine sees instead."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from program import BATCH, REDACTOR, on_terminal, redact_batch, redactor

from redactor.cli.batch import batch
from redactor.cli.help import Themed
from redactor.cli.main import COMMANDS
from redactor.cli.main import redactor as group

TEXT = "Please write to niels.bohr@canary-example.com.\n"
#: An escape that colours; tqdm's own are carriage returns and cursor moves alone.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TEXT * 200, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def output(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "out"
    done = redact_batch(source, folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_run_shows_progress_and_a_table(source: Path, tmp_path: Path) -> None:
    code, seen = on_terminal([*BATCH, str(source), str(tmp_path / "o")])
    assert code == 0
    # File at hand, share done, bytes of all, rate, time left, records and entities.
    assert re.search(r"[ab]\.txt: +\d+%\|.*\| [\d.]+k?/[\d.]+k \[\d\d:\d\d<", seen), seen
    assert "B/s" in seen
    # What is read ahead is not done: half of the bytes are a.txt's. What was masked is told while the run goes on.
    first = re.search(r"a\.txt: +(\d+)%\|", seen)
    assert first and int(first[1]) <= 50, seen
    assert re.search(r"[ab]\.txt: [^\r]* \d+ records, [1-9]\d* entities", seen)
    table = seen[seen.rindex("per 1,000 words") :]
    assert re.search(r"EMAIL_ADDRESS\W+400", table) and "masked 400 entities" in table and COLOUR.search(seen)


def test_what_is_unchanged_is_no_work(source: Path, output: Path, tmp_path: Path) -> None:
    again, out = shutil.copytree(source, tmp_path / "in"), shutil.copytree(output, tmp_path / "out")
    (again / "ab.txt").write_text(TEXT, encoding="utf-8")
    _, seen = on_terminal([*BATCH, str(again), str(out)], {"TQDM_MININTERVAL": "0"})  # drawn however fast it goes
    assert "2 unchanged" in seen
    # b.txt lies behind it and is not known to be unchanged before the run is there; a.txt is.
    assert re.search(r"ab\.txt: .*/9\.45k ", seen), seen


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (["verify", "OUT"], r"\d/2 \[\d\d:\d\d<"),
        (["verify", "OUT", "--input", "IN", "--rescan"], r"rescan: [ab]\.txt: .*\d/4 \["),
        (["report", "OUT", "--to", "PAGE", "--verify"], r"counting b\.txt \[\d\d:\d\d\]"),
    ],
)
def test_checks_show_progress_on_a_terminal_alone(
    source: Path, output: Path, tmp_path: Path, command: list[str], shown: str
) -> None:
    names = {"OUT": str(output), "IN": str(source), "PAGE": str(tmp_path / "p.html")}
    told = [names.get(word, word) for word in command]
    code, seen = on_terminal([*REDACTOR, *told], {"TQDM_MININTERVAL": "0"})  # drawn however fast it goes
    assert code == 0 and re.search(shown, seen), seen
    plain = redactor(*told)
    assert plain.returncode == 0 and "\r" not in plain.stderr + plain.stdout and "%|" not in plain.stderr
    assert "%|" not in on_terminal([*REDACTOR, *told, "--no-progress"])[1]
    assert on_terminal([*REDACTOR, *told, "--quiet"]) == (0, "")


def test_no_colour_when_it_is_not_wanted(source: Path, tmp_path: Path) -> None:
    _, seen = on_terminal([*BATCH, str(source), str(tmp_path / "o")], {"NO_COLOR": "1"})
    assert "per 1,000 words" in seen and not COLOUR.search(seen)
    assert b"\x1b" not in redact_batch(source, tmp_path / "p").stderr
    _, seen = on_terminal([*REDACTOR, "scan", str(source / "a.txt")], {"NO_COLOR": "1"})
    assert "EMAIL_ADDRESS" in seen and not COLOUR.search(seen)
    assert COLOUR.search(on_terminal([*REDACTOR, "scan", str(source / "a.txt")])[1])


def test_quiet_runs_say_nothing(source: Path, tmp_path: Path) -> None:
    assert on_terminal([*BATCH, str(source), str(tmp_path / "o"), "--quiet"]) == (0, "")
    tampered = tmp_path / "o" / "a.txt"
    tampered.write_text("changed")
    code, seen = on_terminal([*REDACTOR, "verify", str(tmp_path / "o"), "--quiet"])
    assert code == 3 and "a.txt" in seen


def test_json_logs_are_lines_of_json_also_when_it_fails(source: Path, tmp_path: Path) -> None:
    done = redact_batch(source, tmp_path / "o", "--log-format", "json")
    (line,) = done.stderr.splitlines()
    assert json.loads(line)["counts"]["entities"] == 400
    failed = redact_batch(tmp_path / "nothing", tmp_path / "o", "--log-format", "json")
    (line,) = failed.stderr.splitlines()
    told = json.loads(line)
    assert failed.returncode == told["exit_code"] == 4 and told["level"] == "error" and "nothing" in told["message"]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("redact-batch --polcy x", "'--policy'"),
        ("redact-batch IN OUT --operator hsh", "no such operator: hsh; did you mean hash?"),
        ("redact-batch IN OUT --label PERSN", "no such label: PERSN; did you mean PERSON?"),
        ("redact-batch IN OUT --policy defualt", "did you mean default?"),
        ("redact-batch IN OUT --policy BAD", ":2: lables: unknown key; did you mean labels?"),
        ("redact-batch IN OUT --config CONFIG", "unknown key 'wrokers'; did you mean workers?"),
        ("redactor evaluate --data x --operating-point recal-0.99", "did you mean recall-0.99?"),
        ("redactor evalute", "Did you mean 'evaluate'?"),
        ("redactor help", "No such command 'help'. There are: batch, train,"),
        ("redact-batch IN", "is a folder: give an OUTPUT folder too"),
        ("redactor policy shw", "Did you mean 'show'?"),
        ("redactor verify --inptu x y", "Did you mean '--input'?"),
        ("redactor policy check ODD", "PERSN is a label that nothing gives; did you mean PERSON?"),
    ],
)
def test_what_was_mistyped_is_guessed(source: Path, tmp_path: Path, command: str, told: str) -> None:
    (tmp_path / "bad.toml").write_text("recall = 0.95\n[lables.PERSON]\noperator = 'tag'\n")
    (tmp_path / "odd.toml").write_text("[labels.PERSN]\noperator = 'tag'\n")
    (tmp_path / "config.toml").write_text("wrokers = 2\n")
    names = {"IN": source, "OUT": tmp_path / "o", "BAD": tmp_path / "bad.toml", "CONFIG": tmp_path / "config.toml"}
    names["ODD"] = tmp_path / "odd.toml"
    program, *words = command.split()
    arguments = [str(names.get(word, word)) for word in words]
    if program == "redact-batch":
        said = redact_batch(*arguments).stderr.decode()
    else:
        done = redactor(*arguments)
        said = done.stderr + done.stdout
    assert told in said and "Traceback" not in said
    assert said.count("Did you mean") <= 1  # click's own guess, or ours
    assert not (tmp_path / "o").exists()


def test_every_label_that_a_pattern_gives_can_be_asked_for() -> None:
    done = redact_batch("--label", "PHONE_NUMBER", stdin=b"Call Ann on 415-555-0132\n")
    assert (done.returncode, done.stdout) == (0, b"Call Ann on [PHONE_NUMBER]\n"), done.stderr


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", one) for below, one in command.commands.items())


@pytest.mark.parametrize("name", [name for name, _ in commands() if name != "policy presets"])
def test_help_has_examples_and_themes(name: str) -> None:
    command = dict(commands())[name]
    shown = command.get_help(click.Context(command, info_name=name))
    assert "Examples:" in shown
    arguments = {
        param.make_metavar(click.Context(command)) for param in command.params if isinstance(param, click.Argument)
    }
    assert not arguments & {line.strip() for line in shown.splitlines()}  # without a word beside them they say nothing
    options = [param for param in command.params if isinstance(param, click.Option) and not param.hidden]
    if len(options) > 5:
        assert isinstance(command, Themed)
        named = [own for names in command.themes.values() for own in names]
        assert len(named) == len(set(named))
        # What a theme names exists; what none names is click's own.
        assert {str(option.name) for option in options} - {"version"} == set(named)
        assert all(f"\n{heading}:\n" in shown for heading in command.themes)


def test_the_overview_has_examples() -> None:
    done = redactor("--help")
    assert "Examples:" in done.stdout and all(f"  {name} " in done.stdout for name in COMMANDS)
    assert batch.get_help(click.Context(batch)).count("--policy") >= 2
