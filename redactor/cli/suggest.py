"""Did you mean …? for mistyped names (click itself says so for options)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import click


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
