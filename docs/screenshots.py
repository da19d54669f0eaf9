"""Take the pictures of the docs: ``python docs/screenshots.py``.

It runs two commands on a terminal, makes a run on ``samples/`` with a report and an evaluation of synthetic documents,
opens both pages in a headless Chromium and stores what all that looks like in ``docs/pictures/``. It needs Debian's
``chromium`` and ``pip install "redact-batch[docs]"``; nothing is fetched. Run it again when a page or the model has changed.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
PICTURES = Path(__file__).parent / "pictures"
#: As root in a container, and without a word to anybody's servers.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
#: How a page is looked at: (width, height, colour scheme, medium).
VIEWS: Mapping[str, tuple[int, int, Any, Any]] = {
    "light": (1000, 800, "light", "screen"),
    "dark": (1000, 800, "dark", "screen"),
    "phone": (390, 800, "light", "screen"),
    "print": (794, 1123, "light", "print"),
}
#: Which part of a page a view shows ("" is its top).
SECTIONS = {
    "report": {"light": "", "dark": "certainty", "phone": "found", "print": "change"},
    "evaluation": {"light": "", "dark": "curves", "phone": "errors", "print": "reliability"},
}
#: Picture → what is typed, in a folder that holds ``samples/``.
TERMINAL = {
    "terminal-run": ["redact-batch", "samples", "redacted"],
    "terminal-scan": ["redactor", "scan", "samples/support/chat.jsonl", "--field", "text"],
}
COLUMNS = 110
#: xterm's sixteen colours: black to white, then the bright ones.
_XTERM = (
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (70, 120, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 90, 90), (0, 255, 0), (255, 255, 0), (120, 150, 255), (255, 120, 255), (0, 255, 255),
    (255, 255, 255),
)  # fmt: skip
DOCUMENTS = 300


def chromium() -> str | None:
    """The browser's program, if it is on this machine."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield running
        finally:
            running.close()


@contextmanager
def opened(running: Browser, page: Path, view: str) -> Iterator[tuple[Page, list[str]]]:
    """``page`` as ``view`` shows it, and what goes to its console (which should be nothing) or over the network."""
    width, height, scheme, medium = VIEWS[view]
    context = running.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    shown = context.new_page()
    said: list[str] = []
    shown.on("console", lambda message: said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.on("request", lambda request: said.append(request.url) if request.url != page.as_uri() else None)
    shown.emulate_media(media=medium, color_scheme=scheme)
    shown.goto(page.as_uri())
    try:
        yield shown, said
    finally:
        context.close()


def make_report(folder: Path) -> Path:
    """Three nights on ``samples/``, then the report on the last."""
    shutil.copytree(ROOT / "samples", folder / "samples")
    for night in range(3):
        letter = folder / "samples" / f"letter-{night}.txt"
        letter.write_text("Dear Maria Silva,\n\nplease call Ann Lee in Oslo on 415-555-0132.\n" * (5 + night))
        _run("redact-batch", "samples", "redacted", "--report", "--fresh", cwd=folder)
    return folder / "redacted" / "_redactor" / "report.html"


def make_evaluation(folder: Path) -> Path:
    """The shipped model on synthetic documents, at its default point and under a policy that asks for recall."""
    from redactor.training.synthesis.documents import synthesize

    data = folder / "synthetic.jsonl"
    rows = synthesize(DOCUMENTS, 1, half="test")
    data.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    (folder / "careful.toml").write_text("recall = 0.95\n")
    page = folder / "evaluation.html"
    _run(
        "redactor",
        "evaluate",
        "--data",
        data.name,
        "--against-policy",
        "careful.toml",
        "--html",
        page.name,
        "-q",
        cwd=folder,
    )
    return page


def _run(*command: str, cwd: Path) -> None:
    program = str(Path(sys.executable).parent / command[0])
    environment = {name: value for name, value in os.environ.items() if name != "REDACTOR_KEY"}
    subprocess.run([program, *command[1:]], cwd=cwd, env=environment, check=True, capture_output=True)  # noqa: S603


def typed(command: list[str], cwd: Path) -> str:
    """What a command leaves on a terminal, escapes included; bars that were wiped away are gone."""
    parent, child = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("REDACTOR_KEY", "NO_COLOR")}
    environment |= {"COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    program = str(Path(sys.executable).parent / command[0])
    running = subprocess.Popen(  # noqa: S603 - the commands stand above
        [program, *command[1:]], cwd=cwd, env=environment, stdin=child, stdout=child, stderr=child
    )
    os.close(child)
    seen = b""
    try:
        while chunk := os.read(parent, 1 << 16):
            seen += chunk
    except OSError:  # Linux says EIO at the end of a terminal
        pass
    os.close(parent)
    if running.wait():
        sys.exit(f"{command}: ended with {running.returncode}")
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in seen.decode().split("\n"))


def draw_terminal(command: list[str], cwd: Path, target: Path) -> None:
    """An SVG of the command and what it leaves on a terminal; no font is fetched for it."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        console.print(Text(f"$ {' '.join(command)}", style="bold"))
        console.print(Text.from_ansi(typed(command, cwd).rstrip("\n")))
    # The id is drawn from the content otherwise, which Python's hash seed changes.
    theme = TerminalTheme((30, 30, 30), (229, 229, 229), list(_XTERM[:8]), list(_XTERM[8:]))
    drawn = console.export_svg(title=command[0], theme=theme, unique_id=target.stem)
    target.write_text(re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL), encoding="utf-8")


def take(page: Path, name: str, running: Browser, target: Path = PICTURES) -> list[Path]:
    """One picture a view. Stops where the page says something or asks for something."""
    made = []
    for view, section in SECTIONS[name].items():
        with opened(running, page, view) as (shown, said):
            path = target / f"{name}-{view}.png"
            if section:
                shown.locator(f"#{section}").evaluate("element => element.scrollIntoView()")
            shown.screenshot(path=path)
            made.append(path)
            if said:
                sys.exit(f"{page}: {said[0]}")
    return made


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for picture, command in TERMINAL.items():
        with tempfile.TemporaryDirectory() as made:
            shutil.copytree(ROOT / "samples", Path(made) / "samples")
            draw_terminal(command, Path(made), PICTURES / f"{picture}.svg")
    with tempfile.TemporaryDirectory() as made, browser() as running:
        for name, make in (("report", make_report), ("evaluation", make_evaluation)):
            (folder := Path(made) / name).mkdir()
            for path in take(make(folder), name, running):
                sys.stdout.write(f"{path}: {path.stat().st_size // 1024} KiB\n")
