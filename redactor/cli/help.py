"""Help of a command with many options, by theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
