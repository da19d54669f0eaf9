"""``redactor report``: the page for people, made from an output folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redactor.cli.help import Themed
from redactor.cli.progress import telling
from redactor.cli.values import PlaceParam
from redactor.errors import StorageError, TamperError, UsageError

if TYPE_CHECKING:
    from redactor.audit.layout import Layout
    from redactor.engine.settings import RunSettings
    from redactor.keys import Key
    from redactor.reporting.html import Check
    from redactor.storage.places import Place
    from redactor.verification.verify_output import Report

_FILE = click.Path(path_type=Path, dir_okay=False)

EXAMPLES = """
\b
Examples:
  redactor report redacted/                     writes redacted/_redactor/report.html
  redactor report redacted/ --to night.html     writes it elsewhere and touches nothing in redacted/
  redactor report redacted/ --verify --key-file key
"""


THEMES = {
    "What is written": ("to", "verifying"),
    "Keys": ("key_file", "sign_key"),
    "Messages": ("progress", "quiet"),
}


@click.command(cls=Themed, themes=THEMES, epilog=EXAMPLES)
@click.argument("output", type=PlaceParam())
@click.option("--to", type=_FILE, metavar="FILE", help="Write here. [default: _redactor/report.html]")
@click.option("--key-file", type=_FILE, metavar="FILE", help="Run key, mode 0600 (or the variable REDACTOR_KEY).")
@click.option("--sign-key", type=_FILE, metavar="FILE", help="Ed25519 private key, if the run had one.")
@click.option("--verify", "verifying", is_flag=True, help="Verify OUTPUT first and say in the report what came of it.")
@click.option("--progress/--no-progress", default=None, help="Progress line. [default: on a terminal]")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
def report(
    output: Path | Place,
    to: Path | None,
    key_file: Path | None,
    sign_key: Path | None,
    verifying: bool,
    progress: bool | None,
    quiet: bool,
) -> int:
    """Write a report on OUTPUT, a folder or file that redact-batch wrote: one HTML page, nothing loaded from elsewhere.

    It is made from audits and summaries alone and holds no text. In its usual place it becomes part of what
    redactor verify checks, so a signed summary asks for its key again. With --verify, exit code 3 if something is off.
    """
    from redactor.audit.layout import Layout
    from redactor.keys import load_key
    from redactor.storage.lock import OutputLock
    from redactor.verification.local_copy import local_copy

    if isinstance(output, Path) and not output.exists():
        raise StorageError(f"{output}: not found")
    key = load_key(key_file)
    with local_copy(output, whole=verifying, lock=to is None) as copy:
        layout = Layout.of(copy.path)
        if not layout.summary.is_file():
            raise StorageError(f"{output} holds no finished run: there is no {layout.home.name}/{layout.summary.name}")
        with telling(False if quiet else progress) as tell:
            if to is not None:
                _outside(layout, to)
                page, off = _page(layout, copy.path, key, verifying, tell)
                _write(to, page)
            else:
                with OutputLock(layout.home):
                    page, off = _page(layout, copy.path, key, verifying, tell)
                    _sealed(layout, page, key, sign_key)
                copy.send(layout.report, layout.summary)
    if not quiet:
        place = to or (layout.report if isinstance(output, Path) else f"{output}: {layout.report.name}")
        click.echo(f"{place}: written" + (f"; verification found {off} faults" if off else ""), err=True)
    return 3 if off else 0


def verified(settings: RunSettings, found: Report) -> None:
    """The report of a run that was verified at its end, written anew with what that ``found``."""
    from redactor.audit.layout import Layout
    from redactor.reporting.html import render
    from redactor.storage.lock import OutputLock
    from redactor.verification.local_copy import local_copy

    assert settings.output is not None
    good = f"read again: {found.files} files, {found.records} records, everything holds"
    check = _check(found.findings, good)
    with local_copy(settings.output, whole=False, lock=True) as copy:
        layout = Layout.of(copy.path)
        with OutputLock(layout.home):
            _sealed(layout, render(layout, _summary(layout, settings.key), [check]), settings.key, settings.sign_key)
        copy.send(layout.report, layout.summary)


def _check(findings: Sequence[object], good: str) -> Check:
    from redactor.reporting.html import Check

    wrong = f"{len(findings)} faults, the first: {findings[0]}" if findings else good
    return Check("Verified", wrong, not findings)


def _page(
    layout: Layout, output: Path, key: Key | None, verifying: bool, tell: Callable[[str], None] | None
) -> tuple[bytes, int]:
    from redactor.reporting.html import render

    summary = _summary(layout, key)
    checks: list[Check] = []
    off = 0
    if verifying:
        from redactor.verification.output_check import verify

        found = verify(output, key=key, each=(lambda name: tell(f"verifying {name}")) if tell else None)
        off = len(found)
        checks = [_check(found, f"everything holds{_unchecked(summary, key)}")]
    each = (lambda name: tell(f"counting {name}")) if tell else None
    return render(layout, summary, checks, each=each), off


def _unchecked(summary: Mapping[str, Any], key: Key | None) -> str:
    """What a verification by ``key`` alone leaves open."""
    if summary["signature"] is not None:
        return "" if key else "; no key at hand, so the HMAC signature was not checked"
    if summary["public_key"] is not None:
        return "; the Ed25519 signature is for redactor verify --public-key to check"
    return "; the run had no key, so its manifest is hashed, not signed"


def _summary(layout: Layout, key: Key | None) -> dict[str, Any]:
    """The summary, if it is as it was written. Raises ``TamperError``."""
    from redactor.audit.sealed_summary import MAX_BYTES, SummaryError, check_summary
    from redactor.storage.safe_read import open_regular, why

    try:
        with open_regular(layout.summary) as stream:
            found, wrong = check_summary(stream.read(MAX_BYTES), key, None)
    except OSError as error:
        raise StorageError(f"{layout.summary}: {why(error)}") from None
    except SummaryError as error:
        raise TamperError(f"{layout.summary} was changed: {error}") from None
    if wrong:
        raise TamperError(f"{layout.summary}: {wrong[0]}")
    return found


def _sealed(layout: Layout, page: bytes, key: Key | None, sign_key: Path | None) -> None:
    """Put the page in its place, and let the summary cover it under the signatures that it had."""
    from redactor.audit.sealed_summary import seal_summary
    from redactor.audit.signing import load_signing_key
    from redactor.storage.atomic import write_whole

    found = _summary(layout, key)
    elsewhere = "or write the report elsewhere with --to FILE"
    if found["signature"] is not None and key is None:
        raise UsageError(f"the summary is signed with a run key; give --key-file, {elsewhere}")
    signer = load_signing_key(sign_key) if sign_key is not None else None
    if found["public_key"] is not None:
        if signer is None:
            raise UsageError(f"the summary is signed with Ed25519; give --sign-key, {elsewhere}")
        if signer.public_key().public_bytes_raw().hex() != found["public_key"]:
            raise UsageError(f"the summary is signed with another Ed25519 key; give that one, {elsewhere}")
    body = {name: value for name, value in found.items() if name not in _SEALS}
    covers = found["covers"] | {layout.report.name: hashlib.sha256(page).hexdigest()}
    signer = signer if found["public_key"] is not None else None
    sealed = seal_summary(body, manifest_sha256=found["manifest_sha256"], covers=covers, key=key, signer=signer)
    write_whole(layout.report, page)
    write_whole(layout.summary, sealed)


_SEALS = ("manifest_sha256", "covers", "digest", "signature", "ed25519", "public_key")


def _outside(layout: Layout, to: Path) -> None:
    root = (layout.home if layout.single else layout.tree).resolve()
    if to.resolve().is_relative_to(root):
        raise UsageError(f"{to} lies among the output, where only a run's own files may lie; choose another place")


def _write(to: Path, page: bytes) -> None:
    from redactor.storage.atomic import write_whole

    if not to.parent.is_dir():
        raise StorageError(f"{to}: there is no folder {to.parent}")
    write_whole(to, page)
