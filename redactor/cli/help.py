"""Help by theme for commands with many options, and "did you mean …?" for mistyped names (click says so for options)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click


class Themed(click.Command):
    """A command whose help shows options under headings. ``themes``: heading → names of parameters."""

    def __init__(self, *args: Any, themes: Mapping[str, Sequence[str]], **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.themes = themes

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each theme as a section."""
        # Arguments stand in the usage line and in the text; some versions of click would list them once more, without a word.
        params = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        told = {str(param.name): param.get_help_record(ctx) for param in params}
        named = {name for names in self.themes.values() for name in names}
        *_, last = self.themes
        for heading, names in self.themes.items():
            # What click adds of its own, such as --help, closes the last theme.
            own = [*names, *(name for name in told if name not in named)] if heading == last else names
            records = [record for name in own if (record := told[name]) is not None]
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown name: the nearest known one, else all of them.

    >>> nearest("PERSN", ["PERSON", "LOCATION"]), nearest("x", ["PERSON", "LOCATION"])
    ('; did you mean PERSON?', '; known: LOCATION, PERSON')
    """
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1) or difflib.get_close_matches(name.upper(), names, n=1)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; known: {', '.join(names)}" if names else ""


class Suggesting(click.Group):
    """A group that names the nearest command, or all of them, when there is none of the given name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            own = getattr(error, "possibilities", None)  # newer versions of click say it themselves
            if own or not args or args[0].startswith("-"):
                raise
            names = self.list_commands(ctx)
            near = difflib.get_close_matches(args[0], names, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names)}."
            raise click.UsageError(f"{error.message.rstrip('.')}. {hint}", ctx) from None
