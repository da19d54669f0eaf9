"""Run the commands of the README's tour on ``samples/`` and put what they really print between its markers.

``python docs/tour.py`` rewrites README.md. Run it again when the model or a message has changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- tour -->", "<!-- /tour -->"
#: Wider lines are cut for the page, and the cut is shown; but not those of a step that is about one line.
_WIDTH = 160


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence, and the command that shows it; ``code`` is how it must end."""

    says: str
    command: str
    code: int = 0
    whole: bool = False


STEPS = (
    Step("A pipe: text in, masked text out.", "echo 'My name is Niels and New York is a city' | redact-batch"),
    Step(
        "Look first: `scan` shows what would be masked, with label, score and detector (in colour on a terminal).",
        "redactor scan samples/support/chat.jsonl --field text",
    ),
    Step(
        "A folder: the tree, names and formats stay, compressed files too. The last line says what was done.",
        "redact-batch samples clean",
    ),
    Step("One of the files, before and after:", "head -4 samples/people/hr-note.txt"),
    Step("", "head -4 clean/people/hr-note.txt"),
    Step(
        "Bytes outside the masks stay as they were: numbers, key order and escapes too.",
        "tail -1 clean/support/tickets.jsonl",
        whole=True,
    ),
    Step(
        "The audit has a line an entity: where it stood, where the mask stands, who found it, how surely. Never the text.",
        "head -1 clean/_redactor/audit/people/hr-note.txt.jsonl",
        whole=True,
    ),
    Step("The same command again does only what is new or changed:", "redact-batch samples clean"),
    Step(
        "`verify` proves that the files are what the run wrote, and that nothing but the masks differs from the input:",
        "redactor verify clean --input samples",
    ),
)


def tour(steps: tuple[Step, ...] = STEPS) -> str:
    """The section, markers included. Raises ``SystemExit`` when a command ends otherwise than it should."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "samples", Path(folder) / "samples")
        parts = [BEGIN]
        for step in steps:
            parts.append(f"\n{step.says}\n" if step.says else "")
            parts.append(f"```console\n$ {step.command}\n{_shown(step, Path(folder))}```")
    return "\n".join([*parts, "", END])


def _shown(step: Step, folder: Path) -> str:
    done = subprocess.run(  # noqa: S603 - the commands stand above
        ["/bin/bash", "-o", "pipefail", "-c", step.command],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    if done.returncode != step.code:
        sys.exit(f"$ {step.command}\n{said}ended with {done.returncode}, not {step.code}")
    lines = [
        line if step.whole or len(line) <= _WIDTH else line[: _WIDTH - 2].rstrip() + " …" for line in said.splitlines()
    ]
    return "".join(f"{line}\n" for line in lines)


def _environment() -> Mapping[str, str]:
    """This Python's commands first; no key of the user's, no colour."""
    own = {name: value for name, value in os.environ.items() if name != "REDACTOR_KEY"}
    return own | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{own.get('PATH', '')}",
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }


def placed(readme: str, section: str) -> str:
    """``readme`` with ``section`` in the place of the old one, or of the lone marker."""
    before, marker, rest = readme.partition(BEGIN)
    if not marker:
        sys.exit(f"README.md has no line {BEGIN}")
    after = rest.partition(END)[2] if END in rest else rest
    return before + section + after


if __name__ == "__main__":
    page = ROOT / "README.md"
    section = tour()
    page.write_text(placed(page.read_text(encoding="utf-8"), section), encoding="utf-8")
    sys.stdout.write(f"{page}: {len(STEPS)} commands run\n")
