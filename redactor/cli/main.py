"""``redactor``: one group for all commands, each loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from redactor.cli.exit import run_command
from redactor.cli.help import Suggesting
from redactor.version import __version__

#: Command → (module, one line for the overview). A module is imported only when its command runs.
COMMANDS = {
    "batch": ("batch", "Mask personal information in files, folders and pipes."),
    "train": ("train", "Fine-tune a tagger on labelled data."),
    "evaluate": ("evaluate", "Score a tagger on labelled data."),
    "export": ("export", "Write a trained tagger as int8 ONNX."),
    "calibrate": ("calibrate", "Choose where a tagger decides."),
    "synthesize": ("synthesize", "Make invented documents with gold spans."),
    "policy": ("policy", "Check and show policies."),
    "reveal": ("reveal", "Turn back what the operator encrypt has sealed."),
    "verify": ("verify", "Prove that an output folder is what the run wrote."),
    "scan": ("scan", "Show what would be masked, in place."),
    "report": ("report", "Write an HTML report on an output folder."),
}


class Lazy(Suggesting):
    """A group that knows its commands' names without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"redactor.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


EXAMPLES = """
\b
Examples:
  redactor scan letter.txt                       look first
  redactor batch letters/ redacted/              the same as redact-batch
  redactor verify redacted/ --input letters/     prove it
  redactor COMMAND --help                        options and examples of a command

\b
Shell completion:
  eval "$(_REDACTOR_COMPLETE=bash_source redactor)"       in .bashrc; .zshrc: zsh_source
  _REDACTOR_COMPLETE=fish_source redactor | source        in config.fish
"""


@click.command(cls=Lazy, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="redactor")
def redactor() -> None:
    """Take personal information out of documents in bulk."""


def main() -> None:
    """Entry point of ``redactor``."""
    run_command(redactor)
