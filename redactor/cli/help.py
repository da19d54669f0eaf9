"""Help by theme for commands with many options, and "did you mean …?" for mistyped names (click says so for options)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from redactor.errors import UsageError
from redactor.extras import missing
from redactor.near import meant

#: What other programs call it → (the parameter that ours has, what to write instead).
_ELSEWHERE = {
    **dict.fromkeys(("-i", "--input"), ("places", "INPUT is the first argument")),
    **dict.fromkeys(("-o", "--out", "--output", "--outdir"), ("places", "OUTPUT is the last argument")),
    **dict.fromkeys(("-r", "--recursive"), ("places", "of a folder all is read, at any depth")),
    **dict.fromkeys(("--inplace", "--in-place"), ("places", "the input is never changed; give an OUTPUT")),
    **dict.fromkeys(("-j", "--jobs", "--threads", "--processes"), ("workers", "say --workers N")),
    **dict.fromkeys(("--entity", "--entities", "--types"), ("labels", "say --label L")),
    **dict.fromkeys(("--score", "--threshold", "--confidence"), ("min_score", "say --min-score SCORE")),
    **dict.fromkeys(("--column", "--columns", "--cols"), ("fields", "say --field NAME")),
    **dict.fromkeys(("--lang", "--language"), ("model", "the model says which: --model DIR")),
    **dict.fromkeys(("--country", "--countries"), ("regions", "say --regions DE,FR")),
    **dict.fromkeys(("--overwrite",), ("force", "say --force")),
}


class Themed(click.Command):
    """A command whose help shows options under headings. ``themes``: heading → names of parameters; ``extra`` brings all
    libraries that it needs."""

    def __init__(
        self, *args: Any, themes: Mapping[str, Sequence[str]], extra: str | None = None, **attributes: Any
    ) -> None:
        super().__init__(*args, **attributes)
        self.themes, self.extra = themes, extra

    def invoke(self, ctx: click.Context) -> Any:
        """As click does, and of a library that is not there say how all of them come."""
        try:
            return super().invoke(ctx)
        except ImportError as error:
            if self.extra and (told := missing(error, self.extra)):
                raise UsageError(told) from None
            raise

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, and of a flag of other programs say what it is here."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            name, hint = _ELSEWHERE.get(error.option_name, ("", ""))
            if name not in (param.name for param in self.params):
                raise
            raise click.UsageError(f"No such option '{error.option_name}'; {hint}", ctx) from None

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
    return meant(name, names) or (f"; known: {', '.join(names)}" if names else "")


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
