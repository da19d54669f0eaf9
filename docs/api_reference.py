"""The page ``api.md``: signatures and docstrings as they stand in the source, which is read and not imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "redactor"
#: Heading, what is imported from where, the file that says it, and what of it others may use.
PUBLIC = (
    ("Texts, tables, files", "redactor", "api.py", ("Redactor", "Redaction")),
    ("Spans", "redactor", "spans.py", ("Span",)),
    ("Policies", "redactor", "masking/policy/policy.py", ("Policy",)),
    ("Arrow", "redactor.arrow", "arrow.py", ("ArrowRedactor", "redact_batches")),
    ("Audit events", "redactor.arrow", "audit/events.py", ("Event", "Withheld")),
    ("Logging", "redactor.integrations.logging", "integrations/logging.py", ("RedactingFilter",)),
    ("Presidio", "redactor.integrations.presidio", "integrations/presidio.py", ("RedactorRecognizer",)),
    (
        "Operators of your own",
        "redactor.masking.operators.operators",
        "masking/operators/operators.py",
        ("Operator", "Context"),
    ),
    ("Formats of your own", "redactor.formats.registry", "formats/registry.py", ("FormatRow",)),
    ("What a format is", "redactor.formats.protocol", "formats/protocol.py", ("Format", "Reader", "Writer")),
    ("Records", "redactor.records", "records.py", ("Record", "Leaf")),
    ("Errors", "redactor.errors", "errors.py", ()),
)
Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = ast.ClassDef | Function


def api_reference(made: str) -> str:
    """The page; ``made`` says who writes it."""
    lines = [
        "# Python reference", "", made, "",
        "All that a program may rely on, as its source says it; what is not here may change. With examples: [from Python](python.md).", "",
    ]  # fmt: skip
    for heading, module, path, names in PUBLIC:
        lines += [f"## {heading}", ""]
        tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
        found = {node.name: node for node in tree.body if isinstance(node, Named)}
        for name in names or found:
            lines += _told(found[name], module)
    return "\n".join(lines)


def _told(node: ast.stmt, module: str) -> Iterator[str]:
    assert isinstance(node, Named)
    yield from (f"### {node.name}", "", f"`from {module} import {node.name}`", "")
    if not isinstance(node, ast.ClassDef):
        yield from (*_code(_signature(node)), *_prose(node))
        return
    yield from _prose(node)
    init = next((one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None)
    if init is not None:
        yield from _code(_signature(init, node.name))
    if fields := [ast.unparse(one) for one in node.body if isinstance(one, ast.AnnAssign) and _open(one.target)]:
        yield from _code("\n".join(fields))
    for one in node.body:
        if (
            isinstance(one, Function)
            and _open(one)
            and not any("overload" in ast.unparse(how) for how in one.decorator_list)
        ):
            yield from (f"#### {node.name}.{one.name}", "")
            kept = [f"@{ast.unparse(how)}" for how in one.decorator_list if ast.unparse(how) != "abstractmethod"]
            yield from (*_code("\n".join([*kept, _signature(one)])), *_prose(one))


def _open(node: ast.AST) -> bool:
    """Others may use it: its name says so."""
    name = getattr(node, "name", None) or getattr(node, "id", "_")
    return name in ("__call__",) or not name.startswith("_")


def _signature(node: Function, name: str = "") -> str:
    """On one line where it is short, else one argument a line."""
    begin = f"{name}(" if name else f"{'async ' if isinstance(node, ast.AsyncFunctionDef) else ''}def {node.name}("
    end = f") -> {ast.unparse(node.returns)}" if node.returns and not name else ")"
    told = re.sub(r"^self(, )?", "", ast.unparse(node.args)).replace("=", " = ")  # every argument has a type
    if len(begin + told + end) <= 100:
        return begin + told + end
    return f"{begin}\n    {_SPLIT.sub(',' + chr(10) + '    ', told)},\n{end}"


#: A comma between arguments, and not one inside brackets.
_SPLIT = re.compile(r", (?![^\[(]*[\])])")


def _prose(node: ast.AST) -> Iterator[str]:
    """A docstring as Markdown."""
    text = ast.get_docstring(node) or ""  # type: ignore[arg-type]
    for part in re.split(r"\n\n+", text):
        if part.startswith(">>>"):
            yield from ("```python", part, "```", "")
        elif part:
            yield from (part.replace("``", "`"), "")


def _code(text: str) -> Iterator[str]:
    yield from ("```python", text, "```", "")
