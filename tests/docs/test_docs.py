"""The pages say what the program does: generated pages, commands in shell blocks, messages, the tour."""

from __future__ import annotations

import builtins
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

from redactor import errors
from redactor.cli.batch import batch
from redactor.cli.main import redactor as redactor_group
from redactor.masking.operators.operators import OPERATORS
from redactor.masking.policy.load import PRESETS

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "redactor" / "models" / "en" / "README.md",
    *sorted((ROOT / "examples").rglob("*.md")),
    *sorted(DOCS.rglob("*.md")),
)
_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^(?P<run><!-- run -->\n)?```sh\n(?P<script>.*?)^```", re.MULTILINE | re.DOTALL)
_STOPS = frozenset(";|&<>()")
#: What may stand before a command.
_BEFORE = re.compile(r"nice|-n|\d+|time|\w+=.*")


def _script(name: str) -> ModuleType:
    if str(DOCS) not in sys.path:
        sys.path.append(str(DOCS))
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


@pytest.mark.parametrize("name", ["policy-reference.md", "command-reference.md", "api.md"])
def test_a_generated_page_is_what_the_script_would_write_now(name: str) -> None:
    made = _script("generate").pages()[name]
    assert (DOCS / name).read_text(encoding="utf-8") == made, "run: python docs/generate.py"


def test_shell_blocks_call_commands_and_options_that_exist() -> None:
    calls = list(_calls())
    assert len(calls) > 20
    assert not [f"{page}: {shlex.join(words)}: {wrong}" for page, words in calls if (wrong := _wrong(words))]


@pytest.mark.parametrize(
    "words", ["redact-batch --polcy x", "redactor scann", "redact-batch --format pfd a", "redactor verify --fresh o"]
)
def test_a_wrong_call_would_be_noticed(words: str) -> None:
    assert _wrong(words.split())


def test_calls_are_found_behind_paths_pipes_and_line_ends() -> None:
    script = "cat a | nice /opt/bin/redact-batch --quiet \\\n    in out >>log 2>&1 && redactor scan a  # redactor b\n"
    assert list(_commands(script)) == [["redact-batch", "--quiet", "in", "out"], ["redactor", "scan", "a"]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_shell_blocks_are_shell(page: Path) -> None:
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        done = subprocess.run(["/bin/bash", "-n"], input=block["script"], capture_output=True, text=True)
        assert done.returncode == 0, f"{done.stderr}{block['script']}"


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower().replace("`", "")).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_anchors_lead_somewhere(page: Path) -> None:
    for _, link in _LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def test_an_anchor_is_what_github_makes_of_a_heading(tmp_path: Path) -> None:
    page = tmp_path / "p.md"
    page.write_text("# Exit codes\n## `verify`: is it so?\n```sh\n# no heading\n```\n", encoding="utf-8")
    assert _anchors(page) == {"exit-codes", "verify-is-it-so"}


def test_every_picture_is_made_by_the_script_and_shown() -> None:
    script = _script("screenshots")
    made = {f"{name}-{view}.png" for name, views in script.SECTIONS.items() for view in views}
    made |= {f"{name}.svg" for name in script.TERMINAL}
    assert {path.name for path in (DOCS / "pictures").iterdir()} == made
    plots = {path.name for path in (DOCS / "plots").iterdir()}  # made by benchmarks
    shown = {Path(link).name for page in PAGES for mark, link in _LINK.findall(page.read_text("utf-8")) if mark}
    assert made | plots == shown
    for path in (DOCS / "pictures").iterdir():
        assert path.stat().st_size < 200_000
        assert path.suffix != ".svg" or not re.search(r"url\(.?http|<script|href=.http", path.read_text("utf-8"))


def test_nightly_recipes_write_metrics_where_they_may() -> None:
    service = (ROOT / "examples" / "systemd" / "redactor-nightly.service").read_text(encoding="utf-8")
    (call,) = re.findall(r"^ExecStart=(.+)$", service, re.MULTILINE)
    (folder,) = re.findall(r"^StateDirectory=(.+)$", service, re.MULTILINE)
    path = f"/var/lib/{folder}/redactor.prom"
    for words in (list(_commands(call)), [words for page, words in _calls() if page == "nightly.md"]):
        assert any(path in words for words in words)
        assert all(not _wrong(one) for one in words)
    assert f"-o redactor -g redactor /var/lib/{folder}" in (DOCS / "nightly.md").read_text(encoding="utf-8")


RUN = [page.name for page in PAGES if "<!-- run -->" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize(
    # The quick start is README's first command at greater length.
    "page",
    [pytest.param(page, marks=pytest.mark.slow) if page == "quick-start.md" else page for page in RUN],
)
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


@pytest.mark.slow
def test_messages_are_those_of_the_program() -> None:
    """In a process of its own: the commands keep below --max-memory, and this one may hold more already."""
    check = [sys.executable, str(DOCS / "transcripts.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, ""), f"run: python docs/transcripts.py {done.stderr}"


@pytest.mark.skipif(not all(map(shutil.which, ("openssl", "zcat"))), reason="recipes call openssl and zcat")
def test_recipes_print_what_they_say() -> None:
    """In a process of its own, as the messages."""
    page = (DOCS / "recipes.md").read_text(encoding="utf-8")
    assert page.count("\n### ") >= 50
    check = [sys.executable, str(DOCS / "recipes.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, ""), f"run: python docs/recipes.py {done.stderr}"


def test_the_tour_calls_what_exists_and_stands_in_the_readme() -> None:
    tour = _script("tour")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split(tour.BEGIN)[1].split(tour.END)[0]
    for step in tour.STEPS:
        assert f"\n$ {step.command}\n" in section, "run: python docs/tour.py"
        for words in _commands(step.command):
            _check(words)
    assert tour.placed(readme, tour.BEGIN + section + tour.END) == readme


def test_the_site_is_whole(tmp_path: Path) -> None:
    """Every page in its place, every link and anchor true, and nothing asked of the network."""
    pytest.importorskip("material", reason="mkdocs-material is not installed: pip install mkdocs-material")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    pages = {page.relative_to(DOCS).with_suffix(".html") for page in DOCS.rglob("*.md")}
    assert pages <= {page.relative_to(tmp_path) for page in tmp_path.rglob("*.html")}
    for page in tmp_path.rglob("*.html"):
        assert not re.search(
            r"<(?:script|img|link|iframe)[^>]*(?:src|href)=.?https?:", page.read_text(encoding="utf-8")
        ), page


def test_every_page_is_in_the_index() -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", (DOCS / "index.md").read_text(encoding="utf-8")))
    assert linked >= {page.name for page in DOCS.glob("*.md")} - {"index.md"}


def test_exceptions_that_the_pages_name_exist() -> None:
    known = {*vars(errors), *vars(builtins), "ApartError"}
    for page in PAGES:
        named = set(re.findall(r"`(?:redactor\.errors\.)?([A-Z]\w+Error)`", page.read_text(encoding="utf-8")))
        assert named <= known, (page.name, named - known)
