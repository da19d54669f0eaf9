"""``redactor policy``: check a policy file, show what a policy or preset comes to."""

from __future__ import annotations

from pathlib import Path

import click

from redactor.cli.suggest import Suggesting
from redactor.masking.policy import Policy, required_key
from redactor.masking.policy_file import PRESETS
from redactor.masking.policy_text import as_json, as_toml


@click.group(cls=Suggesting)
def policy() -> None:
    """Check and show policies: what is masked, and how."""


@policy.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Read FILE and say what is wrong with it, line by line (exit 2), or what it needs."""
    loaded = Policy.load(file)
    needed = required_key(loaded)
    click.echo(f"{file}: ok, digest {loaded.digest}")
    if needed:
        click.echo(f"needs a key (--key-file or REDACTOR_KEY) for: {', '.join(needed)}")


@policy.command()
@click.argument("name", metavar="[NAME|FILE]", default="default")
@click.option("--format", "as_format", type=click.Choice(["toml", "json"]), default="toml", show_default=True)
def show(name: str, as_format: str) -> None:
    """Print the effective policy of a preset or file, with everything that its preset brings."""
    loaded = Policy.load(name)
    click.echo(as_json(loaded) if as_format == "json" else as_toml(loaded), nl=as_format == "json")


@policy.command()
def presets() -> None:
    """List the presets that come with the package."""
    click.echo("\n".join(PRESETS))
