"""The pages say what the program does: generated pages, commands in shell blocks, messages, the tour."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from redactor.cli.batch import batch
from redactor.cli.main import redactor as redactor_group
from redactor.masking.operators import OPERATORS
from redactor.masking.policy_file import PRESETS

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
_BLOCK = re.compile(r"^(?P<run><!-- run -->\n)?```sh\n(?P<script>.*?)^```", re.MULTILINE | re.DOTALL)
_STOPS = frozenset(";|&<>()")
#: What may stand before a command.
_BEFORE = re.compile(r"nice|-n|\d+|time|\w+=.*")


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _commands(script: str) -> Iterator[list[str]]:
    """The words of every call of ours in a shell script, from the command's name on."""
    for line in re.sub(r"\\\n\s*", " ", script).splitlines():
        try:
            lexer = shlex.shlex(line, posix=True, punctuation_chars="".join(_STOPS))
            lexer.commenters, lexer.whitespace_split = "#", True
            words = list(lexer)
        except ValueError:
            continue  # a quotation over several lines
        call: list[str] = []
        for word in (*words, ";"):
            if set(word) <= _STOPS:
                if call and Path(call[0]).name in ("redact-batch", "redactor"):
                    yield [Path(call[0]).name, *call[1:]]
                call = []
            elif call or not _BEFORE.fullmatch(word):
                call.append(word)


def _check(words: list[str]) -> None:
    """Parse a call with click; no file needs to be there. Raises ``click.UsageError`` for what is not accepted."""
    name, *args = words
    command: click.Command = batch if name == "redact-batch" else redactor_group
    while isinstance(command, click.Group) and args and not args[0].startswith("-"):
        found = command.get_command(click.Context(command), args[0])
        if found is None:
            raise click.UsageError(f"no command {args[0]}")
        command, args = found, args[1:]
    context = click.Context(command, info_name=name)
    values, _, _ = command.make_parser(context).parse_args(list(args))
    for param in command.params:
        if param.name in values and isinstance(param, click.Option) and not isinstance(param.type, click.Path):
            value = param.type_cast_value(context, values[param.name])
            if param.name == "operator":
                assert value in OPERATORS
            if param.name == "policy":
                assert value in PRESETS or str(value).endswith(".toml")


def _wrong(words: list[str]) -> str:
    try:
        _check(words)
    except click.UsageError as error:
        return error.format_message()
    return ""


def _calls() -> Iterator[tuple[str, list[str]]]:
    for page in PAGES:
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            for words in _commands(block["script"]):
                yield page.name, words


@pytest.mark.parametrize("name", ["policy-reference.md", "command-reference.md"])
def test_a_generated_page_is_what_the_script_would_write_now(name: str) -> None:
    made = _script("generate").pages()[name]
    assert (DOCS / name).read_text(encoding="utf-8") == made, "run: python docs/generate.py"


def test_shell_blocks_call_commands_and_options_that_exist() -> None:
    calls = list(_calls())
    assert len(calls) > 20
    assert not [f"{page}: {shlex.join(words)}: {wrong}" for page, words in calls if (wrong := _wrong(words))]


@pytest.mark.parametrize(
    "words", ["redact-batch --polcy x", "redactor scann", "redact-batch --format pdf a", "redactor verify --fresh o"]
)
def test_a_wrong_call_would_be_noticed(words: str) -> None:
    assert _wrong(words.split())


def test_calls_are_found_behind_paths_pipes_and_line_ends() -> None:
    script = "cat a | nice /opt/bin/redact-batch --quiet \\\n    in out >>log 2>&1 && redactor scan a  # redactor b\n"
    assert list(_commands(script)) == [["redact-batch", "--quiet", "in", "out"], ["redactor", "scan", "a"]]


@pytest.mark.parametrize("page", [page.name for page in PAGES if "<!-- run -->" in page.read_text(encoding="utf-8")])
def test_blocks_that_are_marked_run(page: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    blocks = _BLOCK.finditer((DOCS / page).read_text(encoding="utf-8"))
    script = "".join(block["script"] for block in blocks if block["run"])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {name: value for name, value in os.environ.items() if name != "REDACTOR_KEY"} | {"PATH": path}
    done = subprocess.run(
        ["/bin/bash", "-euxo", "pipefail", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Niels" not in done.stdout


def test_messages_are_those_of_the_program(tmp_path: Path) -> None:
    transcripts = _script("transcripts")
    page = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
    again, wrong = transcripts.refreshed(page, tmp_path.resolve())
    assert not wrong
    assert again == page, "run: python docs/transcripts.py"


def test_the_tour_calls_what_exists_and_stands_in_the_readme() -> None:
    tour = _script("tour")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split(tour.BEGIN)[1].split(tour.END)[0]
    for step in tour.STEPS:
        assert f"\n$ {step.command}\n" in section, "run: python docs/tour.py"
        for words in _commands(step.command):
            _check(words)
    assert tour.placed(readme, tour.BEGIN + section + tour.END) == readme


def test_every_page_is_in_the_index() -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", (DOCS / "index.md").read_text(encoding="utf-8")))
    assert linked >= {page.name for page in DOCS.glob("*.md")} - {"index.md"}
