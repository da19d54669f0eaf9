"""Write the pages that are made from the program itself: ``python docs/generate.py``.

``policy-reference.md`` comes from the pydantic models, the operator table, the pattern table and the presets;
``command-reference.md`` from click; ``api.md`` from docstrings (``api_reference.py``).
``tests/docs/test_docs.py`` fails when a page is not what this would write now.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from api_reference import api_reference
from pydantic import BaseModel

from redactor.cli.batch import batch
from redactor.cli.main import redactor as redactor_group
from redactor.detectors.phone_rows import phone_rows
from redactor.detectors.rows import Pattern
from redactor.detectors.table import DEFAULT_REGIONS, TABLE
from redactor.keys import Key
from redactor.labels import TAGGER_LABELS
from redactor.masking.merge import DEFAULT_JOINS
from redactor.masking.operators.document_memory import DocumentMemory
from redactor.masking.operators.operators import ALIASES, CLI_OPERATORS, OPERATORS, Context, Operator
from redactor.masking.policy import schema
from redactor.masking.policy.load import PRESETS, parse, preset_source
from redactor.masking.policy.policy import Policy
from redactor.spans import Span

DOCS = Path(__file__).parent
_WIDTH = 100
_HEAD = ("| label | name | checked by | score | needs context | regions | on |", "|---|---|---|---|---|---|---|")
_MADE = "<!-- Written by docs/generate.py: change that, not this. -->"

#: What the keys mean. A key of a model that is missing here stops the script.
MEANINGS: Mapping[type[BaseModel], Mapping[str, str]] = {
    Policy: {
        "preset": 'What this policy stands on: a preset, or `"none"` for nothing. A policy file that names none stands on `default`.',
        "regions": "Countries whose phone numbers, national ids and address forms are looked for (two capital letters each).",
        "keys": 'A JSON key that surely is a value `"withhold"`s its line, or is `"mask"`ed: equal keys stay equal, others differ. '
        "In formats other than JSON such a name always withholds its record.",
        "columns": "Mask all values of a field of which most are one thing, as its first records show.",
        "propagation": "Mask other mentions of a name (found with a score of 0.8 or more), number or login (0.7) in the same document.",
        "detectors": "Detectors of other installed packages, by name: [a detector of your own](python.md#a-detector-of-your-own).",
        "recall": "Use the model's calibrated thresholds that reach this recall; the model must be calibrated for it.",
        "subject": 'Field path that names whom a record is about, for `shift_date` with `per = "subject"`.',
        "only": "As `--label`: mask only these labels.",
        "keep": "As `--keep`: leave these labels in clear.",
        "default": "What holds for every label that has no table of its own: [`[default]`](#default).",
        "labels": "A table a label: [`[labels.LABEL]`](#labelslabel).",
        "allow": "Values that stay in clear: [`[allow]`](#allow).",
        "deny": "Words that are masked in every value, a table a label: [`[deny.LABEL]`](#denylabel).",
        "patterns": "Your own patterns: [`[[patterns]]`](#patterns).",
        "fields": "Rules for one field, a table a field path: [`[fields.PATH]`](#fieldspath).",
        "field_names": "What names of fields and columns say of their values: [`[field_names]`](#field_names).",
        "numbers": "Values of named fields that are no text: [`[numbers]`](#numbers).",
        "mail": "Parts of mail that nobody can look at: [`[mail]`](#mail).",
        "merge": "Which neighbouring entities become one: [`[merge]`](#merge).",
        "label_map": "Names of a model's own labels → the names used here; goes before the model folder's map.",
    },
    schema.Defaults: {
        "enabled": "`false` leaves labels that the policy does not name in clear.",
        "threshold": "Entities with a lower score stay in clear (the deny list does not ask for a score).",
        "operator": "What becomes of an entity: a name, or a table with arguments. See [operators](#operators).",
    },
    schema.LabelPolicy: {
        "enabled": "`false` leaves this label in clear. A label with a table is on, unless its table here or in the preset says `false`.",
        "threshold": "Instead of the default's.",
        "operator": "Instead of the default's.",
    },
    schema.Allow: {
        "exact": "Values as they are written.",
        "casefold": "Values in any case and spacing.",
        "regex": "Expressions that match the whole value; they must run in linear time.",
    },
    schema.Deny: {
        "words": "Words or names, found as whole words in any case and spacing.",
        "file": "A UTF-8 file beside the policy, one entry a line; `#` begins a comment line.",
    },
    schema.CustomPattern: {
        "label": "Label of what it finds; may be a new one.",
        "regex": "Expression (Python's syntax, linear time). With a named group, that is the value.",
        "context": "Lower-case words that raise the score when they stand near by.",
        "score": "Score of a match.",
    },
    schema.FieldPolicy: {
        "operator": "Operator for what is masked in this field.",
        "label": "Mask the whole field as one entity of this label, without looking.",
        "labels": "Look for these labels only.",
        "threshold": "Threshold in this field.",
        "skip": "Leave the whole field in clear. Goes with no other key.",
    },
    schema.FieldNamesPolicy: {
        "enabled": "`false`: the name of a field or column is no evidence.",
        "words": 'Names that the built-in table lacks, a list a label: `PHONE_NUMBER = ["rufnr"]`. A new label takes any value.',
        "ignore": "Names of the built-in table that say nothing here.",
    },
    schema.NumbersPolicy: {
        "named": '`"mask"` them as what the name says, or let them `"pass"`; the summary names the fields of those that passed.'
        " A rule of `[fields]` with a label masks them anyway.",
    },
    schema.MailPolicy: {
        "attachments": '`"remove"` them, with a placeholder that says what went; `"keep"` them, unread; or `"withhold"` the message.',
    },
    schema.MergePolicy: {
        "join": 'List of `["FIRST", "SECOND"]` or `["FIRST", " ,", "SECOND"]` (with the characters that may lie between), '
        "or tables as below. Replaces the built-in joins.",
    },
    schema.JoinPolicy: {
        "first": "Label of the first part.",
        "second": "Label of the part behind it.",
        "into": "Label of the whole; `first` unless given.",
        "across": "Characters that may lie between; a blank stands for tabs and hard blanks too, `\\n` for any line end.",
    },
}

ARGUMENTS: Mapping[tuple[str, str], str] = {
    ("tag", "numbered"): "`true` is the operator `numbered_tag`",
    ("mask", "char"): "what stands for each hidden character",
    ("mask", "keep_last"): "letters or digits at the end that may stay",
    ("mask", "keep_first"): "letters or digits at the start that may stay",
    ("mask", "keep_shape"): "blanks and ASCII punctuation stay",
    ("fixed", "text"): "the text",
    ("hash", "length"): "hex digits",
    ("shift_date", "days"): "how far at most",
    ("shift_date", "per"): "who shares an offset",
    ("shift_date", "weekdays"): "move by whole weeks",
    ("generalise", "band"): "years of an age band",
    ("generalise", "top_age"): "this age and over is one band",
    ("generalise", "earliest_year"): "years before it become tags",
}

EXAMPLE = """\
preset = "default"
regions = ["US", "GB"]

[labels.PERSON]
operator = "numbered_tag"

[labels.CREDIT_CARD]
operator = { name = "mask", keep_last = 4, keep_shape = true }

[labels.ORGANIZATION]
enabled = false

[allow]
casefold = ["Help Desk"]

[deny.PROJECT]
words = ["Blue Heron"]

[[patterns]]
label = "CASE_ID"
regex = "CASE-[0-9]{6}"

[fields."customer.name"]
label = "PERSON"

[fields."messages[*].id"]
skip = true
"""

#: Operator → label and value that show what it does.
_SHOWN: Mapping[str, tuple[str, str]] = {
    "mask": ("CREDIT_CARD", "4111 1111 1111 1111"),
    "shift_date": ("DATE_TIME", "14 March 2024"),
    "generalise": ("DATE_TIME", "14 March 2024"),
}


def pages() -> dict[str, str]:
    """File name → text, of all pages that this script writes."""
    return {
        "policy-reference.md": policy_reference(),
        "command-reference.md": command_reference(),
        "api.md": api_reference(_MADE),
    }


def policy_reference() -> str:
    """Tables, keys, operators, labels, detectors and presets."""
    return "\n".join((*_keys(), *_operators(), *_labels(), *_detectors(), *_presets()))


def command_reference() -> str:
    """Every command with the help that it prints."""
    lines = [
        "# Commands",
        "",
        _MADE,
        "",
        "`redact-batch` and `redactor batch` are the same command. Exit codes: [nightly jobs](nightly.md#exit-codes).",
        "Options of `redact-batch` can stand in a `redactor.toml` in the working folder (or `--config FILE`), under their names",
        'without dashes before them: `policy = "gdpr"`, `label = ["PERSON"]`, `max-memory = "2G"`. Flags win.',
        "",
        *_help("redact-batch", batch),
    ]
    root = click.Context(redactor_group, info_name="redactor")
    lines += _help("redactor", redactor_group)
    for name in redactor_group.list_commands(root):
        command = redactor_group.get_command(root, name)
        if command is not None and command is not batch:
            lines += _with_commands(f"redactor {name}", command)
    return "\n".join(lines)


def _with_commands(name: str, command: click.Command) -> Iterator[str]:
    yield from _help(name, command)
    if isinstance(command, click.Group):
        for below, one in sorted(command.commands.items()):
            yield from _with_commands(f"{name} {below}", one)


def _help(name: str, command: click.Command) -> list[str]:
    settings = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    # Below "redactor" every command has both names; click remembers the first help option that it ever made.
    settings["help_option_names"] = ["-h", "--help"]
    command._help_option = None
    context = click.Context(command, info_name=name, **settings)
    return [f"## {name}", "", "```text", *(line.rstrip() for line in command.get_help(context).splitlines()), "```", ""]


def _keys() -> Iterator[str]:
    parse(Policy, EXAMPLE, "example", DOCS)
    yield from (
        "# Policies",
        "",
        _MADE,
        "",
        "A policy says what is masked and how. `--policy` takes a preset's name or a TOML file. A file is laid over its",
        "preset: tables merge key by key, any other value replaces the preset's. What no key speaks of is masked.",
        "",
        "```sh",
        "redactor policy check my-policy.toml       # what is wrong, line by line",
        "redactor policy show my-policy.toml        # with all that its preset brings",
        "redact-batch --policy my-policy.toml in/ out/",
        "```",
        "",
        "For a span the flags `--label` and `--keep` are asked first, then the field, the label, and the default.",
        "",
        "An example:",
        "",
        "```toml",
        *EXAMPLE.splitlines(),
        "```",
        "",
        "## Keys",
        "",
    )
    yield from _table(Policy)
    for title, model in (
        ("[default]", schema.Defaults), ("[labels.LABEL]", schema.LabelPolicy), ("[allow]", schema.Allow),
        ("[deny.LABEL]", schema.Deny), ("[[patterns]]", schema.CustomPattern),
        ("[fields.PATH]", schema.FieldPolicy), ("[field_names]", schema.FieldNamesPolicy), ("[numbers]", schema.NumbersPolicy),
        ("[mail]", schema.MailPolicy), ("[merge]", schema.MergePolicy),
    ):  # fmt: skip
        yield from (f"### {title}", "", _flat(model.__doc__), "")
        yield from _table(model)
    yield from ("A join as a table:", "")
    yield from _table(schema.JoinPolicy)
    yield from ("The built-in joins:", "", "| first | second | into |", "|---|---|---|")
    yield from (f"| {join.first} | {join.second} | {join.into} |" for join in DEFAULT_JOINS)
    yield ""


def _table(model: type[BaseModel]) -> Iterator[str]:
    schema = model.model_json_schema(by_alias=False)
    yield from ("| key | type | default | meaning |", "|---|---|---|---|")
    for name, field in model.model_fields.items():
        default = "must be given" if field.is_required() else _default(field.get_default(call_default_factory=True))
        yield f"| `{name}` | {_type(name, schema['properties'][name], schema)} | {default} | {MEANINGS[model][name]} |"
    yield ""


def _default(value: Any) -> str:
    if value is None:
        return "not set"
    if isinstance(value, Operator):
        return f'`"{value.model_dump()["name"]}"`'
    if isinstance(value, BaseModel) or value in ((), {}):
        return "empty"
    return f"`{json.dumps(value)}`"


def _type(name: str, schema: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """A JSON schema in a few words."""
    if name == "operator":
        return "operator"
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    kind = kinds[0]
    if "$ref" in kind:
        return "table"
    if kind.get("type") == "array":
        items = kind["items"]
        inner = "table" if "$ref" in items else _type("", items, root)
        return {"table": "list of tables"}.get(inner, f"list of {inner}s")
    if kind.get("type") == "object":
        inside = kind.get("additionalProperties")
        return "tables by name" if isinstance(inside, dict) and "$ref" in inside else "table of texts"
    if "enum" in kind:
        return " or ".join(f'`"{value}"`' for value in kind["enum"])
    named = {"string": "text", "boolean": "true or false", "integer": "whole number", "number": "number"}[kind["type"]]
    if kind["type"] not in ("integer", "number"):
        return "one character" if kind.get("maxLength") == 1 else named
    low, high = kind.get("minimum"), kind.get("maximum")
    bounds = (
        f", {low:g} to {high:g}"
        if low is not None and high is not None
        else f", {low:g} or more"
        if low is not None
        else ""
    )
    return named + bounds


def _operators() -> Iterator[str]:
    yield from (
        "## Operators",
        "",
        'Written as `operator = "mask"` or `operator = { name = "mask", keep_last = 4 }`. '
        f"`--operator` takes {', '.join(f'`{name}`' for name in CLI_OPERATORS)} and other names without arguments.",
        f"Other spellings: {', '.join(f'`{alias}` for `{name}`' for alias, name in ALIASES.items())}.",
        "",
        "The examples are made with a key that stands in `docs/generate.py`; with yours, keyed ones look different.",
        "",
        "| operator | does | needs a key | example |",
        "|---|---|---|---|",
    )
    key = Key(b"only for the examples of the docs")
    for name, made in OPERATORS.items():
        label, value = _SHOWN.get(name, ("PERSON", "Ana Schmidt"))
        operator = made(keep_last=4, keep_shape=True) if name == "mask" else made()  # type: ignore[call-arg]
        shown = operator.apply(value, Span(0, len(value), label), Context(key, DocumentMemory("docs")))
        what = (
            f"`{value}` → "
            + (f"`{shown}`" if shown else "nothing")
            + (" (`keep_last = 4, keep_shape = true`)" if name == "mask" else "")
        )
        yield f"| `{name}` | {_flat(made.__doc__)} | {'yes' if made.needs_key else 'no'} | {what} |"
    yield from ("", "Arguments:", "", "| operator | argument | type | default | meaning |", "|---|---|---|---|---|")
    for name, made in OPERATORS.items():
        schema = made.model_json_schema()
        for argument, field in made.model_fields.items():
            if argument != "name":
                kind = _type(argument, schema["properties"][argument], schema)
                yield f"| `{name}` | `{argument}` | {kind} | {_default(field.get_default())} | {ARGUMENTS[name, argument]} |"
    yield ""


def _labels() -> Iterator[str]:
    policy = Policy.load()
    by_label: dict[str, list[Pattern]] = {}
    for row in (*TABLE, *phone_rows(DEFAULT_REGIONS)):
        by_label.setdefault(row.label, []).append(row)
    yield from (
        "## Labels",
        "",
        "What the shipped model and the patterns can find. A model of your own, a deny list or a pattern may bring more.",
        "The column *on* says what the preset `default` does.",
        "",
        "| label | found by | on |",
        "|---|---|---|",
    )
    for label in (*TAGGER_LABELS, *sorted(set(by_label) - set(TAGGER_LABELS))):
        found = ["the model"] if label in TAGGER_LABELS else []
        if rows := by_label.get(label):
            found.append(f"{len(rows)} pattern{'s' if len(rows) > 1 else ''}")
        yield f"| {label} | {', '.join(found)} | {'yes' if policy.decision(label).redacts else 'no'} |"
    yield ""


def _detectors() -> Iterator[str]:
    yield from (
        "## Pattern detectors",
        "",
        "A name stands in the audit as `pattern:NAME`. *Score* is that of a bare match: a context word near by adds 0.2, up to",
        "0.94; a checksum that comes out right makes it 1. *Needs context*: counts only with a context word near by, which may",
        "also be part of a key such as `routingNumber`, `tax_code` or `<IBAN>`.",
        "*Regions*: used only when the policy's `regions` has one of them. *On*: by default. The expressions themselves stand in",
        "[`redactor/detectors/`](../redactor/detectors/).",
        "",
        *_HEAD,
    )
    numbers = [row for row in TABLE if row.label == "NATIONAL_ID"]
    phones = phone_rows(DEFAULT_REGIONS)
    policy = Policy.load()
    yield from (_row(row, policy) for row in TABLE if row.label != "NATIONAL_ID")
    yield from (
        "",
        "Phone numbers: valid by the library phonenumbers. `phone_international`, `phone_plus`, `phone_shape` are looked for",
        f"everywhere, the others as dialled in the policy's regions; these are the rows for {', '.join(DEFAULT_REGIONS)}:",
        "",
        *_HEAD,
    )
    yield from (_row(row, policy) for row in phones)
    yield from (
        "",
        "National ids, checked by the modules of python-stdnum:",
        "",
        *_HEAD,
    )
    yield from (_row(row, policy) for row in sorted(numbers, key=lambda row: (row.regions, row.name)))
    yield ""


def _row(row: Pattern, policy: Policy) -> str:
    score = "1 (checksum)" if row.checksum else f"{row.score:g}"
    checked = _check(row.validator)
    on = row.default and policy.decision(row.label).redacts
    return (
        f"| {row.label} | {row.name} | {checked} | {score} | {'yes' if row.needs_context else 'no'} "
        f"| {' '.join(row.regions) or 'all'} | {'yes' if on else 'no'} |"
    )


def _check(validator: Callable[[str], bool] | None) -> str:
    """The name of a check, without what Python adds for functions made by functions."""
    if validator is None:
        return "form alone"
    made_by = getattr(validator, "__qualname__", "a check").split(".<locals>")[0]
    if made_by == "stdnum":
        return f"`stdnum.{inspect.getclosurevars(validator).nonlocals['name']}`"
    return "phonenumbers" if made_by in {"number_in", "grouped_in", "international"} else f"`{made_by}`"


def _presets() -> Iterator[str]:
    yield from ("## Presets", "", "As they stand in the package. `redactor policy presets` lists them.", "")
    for name in PRESETS:
        yield from (f"### {name}", "", "```toml", *preset_source(name).rstrip().splitlines(), "```", "")


def _flat(text: str | None) -> str:
    """The text of a docstring on one line, as Markdown in a table."""
    plain = " ".join((text or "").split()).replace("``", "`").replace("|", "\\|")
    return plain.replace("None means", "a key that is not set means")


def write(folder: Path, made: Iterable[tuple[str, str]]) -> None:
    """Write the pages into ``folder``."""
    for name, text in made:
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(f"{folder / name}: written")


if __name__ == "__main__":
    write(DOCS, pages().items())
