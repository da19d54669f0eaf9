"""Fielded data: ``python -m benchmarks.fields`` for speed beside Presidio's batch engine, ``--accuracy`` for what is masked.

Every line of output is a bar, what was measured, and whether it is met. ``--json FILE`` keeps the numbers, ``--show`` lists
the columns that fell short.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.corpus import documents
from benchmarks.engine import redact_batch, write_jsonl
from benchmarks.field_tables import (
    LOCALES,
    OTHER_SCRIPTS,
    PERSONAL,
    Kind,
    Table,
    as_csv,
    as_jsonl,
    made,
    table,
    write_parquet,
)
from redactor import Redactor

FORMATS = ("jsonl", "csv", "parquet")
Ranges = dict[tuple[int, str], list[tuple[int, int, str]]]


@dataclass
class Score:
    """Values of a kind of column: how many, wholly masked, touched, and of the masked those with a right label."""

    values: int = 0
    whole: int = 0
    touched: int = 0
    right: int = 0
    labels: Counter[str] = field(default_factory=Counter)

    def see(self, value: str, found: Iterable[tuple[int, int, str]], kind: Kind) -> None:
        """Count one value with what was masked of it."""
        spans = list(found)
        clear = "".join(
            char for at, char in enumerate(value) if char.isalnum() and not any(s <= at < e for s, e, _ in spans)
        )
        self.values += 1
        self.whole += bool(spans) and not clear
        self.touched += bool(spans)
        self.right += bool(spans) and all(label in kind.labels for _, _, label in spans)
        self.labels.update(label for _, _, label in spans)

    def add(self, other: Score) -> None:
        """Count in another."""
        for name in ("values", "whole", "touched", "right"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.labels.update(other.labels)


def masked(audit: Path) -> Ranges:
    """(record, field) → what was masked there."""
    found: Ranges = defaultdict(list)
    for line in audit.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if "field" in event:
            found[event["record"], event["field"]].append((event["start"], event["end"], event["label"]))
    return found


def scores(one: Table, found: Ranges, paths: Sequence[str], rows: range | None = None) -> Iterator[tuple[Kind, Score]]:
    """A score for each column; ``paths`` are the fields' names in the audit."""
    for place, kind in enumerate(one.kinds):
        score = Score()
        for number in rows or range(len(one.rows)):
            value = one.rows[number][place]
            if value.strip():
                score.see(value, found.get((number, paths[place]), ()), kind)
        yield kind, score


def path_of(name: str) -> str:
    """A column's field path, as the audit writes it (see docs/formats.md)."""
    from redactor.formats.fields import with_key

    return with_key("", name)


def redacted(files: dict[str, Callable[[Path], object]], key: bytes = b"0" * 32) -> tuple[Path, dict[str, Ranges]]:
    """Files made, redacted as one folder; where, and what was masked in each."""
    home = Path(tempfile.mkdtemp())
    source, output = home / "in", home / "out"
    source.mkdir()
    for name, write in files.items():
        write(source / name)
    Redactor(key=key).redact_file(source, output)
    return home, {name: masked(output / "_redactor" / "audit" / f"{name}.jsonl") for name in files}


def _written(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


class Bars:
    """Prints each bar as it is measured."""

    def __init__(self) -> None:
        self.result: dict[str, Any] = {}

    def told(self, what: str, measured: float, bar: float, *, least: bool = True, unit: str = "%") -> None:
        """``least``: the bar is a least, else a most."""
        met = measured >= bar if least else measured <= bar
        scale = 100 if unit == "%" else 1
        sign = "≥" if least else "≤"
        print(
            f"{'met  ' if met else 'SHORT'} {what}: {measured * scale:.2f}{unit} (bar {sign} {bar * scale:g}{unit})",
            flush=True,
        )
        self.result[what] = {"measured": round(measured, 5), "bar": bar, "met": met}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def accuracy(bars: Bars, rounds: int, rows: int, show: bool, forms: Sequence[str]) -> None:
    """Everything that the bars of masking ask."""
    named = [table(locale, number, rows) for number in range(rounds) for locale in LOCALES]
    bare = [table(locale, number, rows, telling=False) for number in range(rounds) for locale in LOCALES]
    files: dict[str, Callable[[Path], object]] = {}
    of: dict[str, Table] = {}
    for one in (*named, *bare):
        makes: dict[str, Callable[[Path], object]] = {
            f"{one.name}.jsonl": _written(as_jsonl(one)),
            f"{one.name}.csv": _written(as_csv(one)),
            f"{one.name}.parquet": lambda path, one=one: write_parquet(one, path),  # type: ignore[misc]
        }
        for name, make in makes.items():
            if name.rpartition(".")[2] in forms:
                files[name], of[name] = make, one
    _, found = redacted(files)
    for form in forms:
        telling, nothing, other = Score(), Score(), Score()
        by_kind: defaultdict[str, Score] = defaultdict(Score)
        latin = Score()
        for name, one in of.items():
            if not name.endswith(form):
                continue
            bare_one = one.name.endswith("-bare")
            for kind, score in scores(one, found[name], [path_of(each) for each in one.names]):
                group = ("bare " if bare_one else "") + kind.name
                by_kind[group].add(score)
                (other if not kind.labels else nothing if bare_one else telling).add(score)
                if kind.labels and bare_one and one.locale not in OTHER_SCRIPTS:
                    latin.add(score)
        bars.told(f"{form}: telling names, wholly masked", _share(telling.whole, telling.values), 0.995)
        bars.told(f"{form}: telling names, right label", _share(telling.right, telling.values), 0.97)
        bars.told(f"{form}: empty names, wholly masked", _share(nothing.whole, nothing.values), 0.97)
        bars.told(f"{form}: empty names, Latin scripts alone", _share(latin.whole, latin.values), 0.97)
        bars.told(f"{form}: not personal, touched", _share(other.touched, other.values), 0.01, least=False)
        if show:
            for group, score in sorted(by_kind.items()):
                whole, right, touched = (
                    100 * _share(n, score.values) for n in (score.whole, score.right, score.touched)
                )
                print(f"    {group:16} {score.values:6} whole {whole:6.2f}  right {right:6.2f}  touched {touched:6.2f}"
                      f"  {dict(score.labels.most_common(4))}")  # fmt: skip


def heads(bars: Bars, shapes: int = 200, rows: int = 24) -> None:
    """Tables with a header (the header must stay), and without one (the first row must not)."""
    files: dict[str, Callable[[Path], object]] = {}
    with_head: dict[str, Table] = {}
    without: dict[str, Table] = {}
    for number in range(shapes):
        locale = LOCALES[number % len(LOCALES)]
        one = table(locale, 1000 + number, rows, personal=1 + number % 5, other=number % 4)
        suffix, delimiter = (("csv", ","), ("csv", ";"), ("tsv", "\t"), ("csv", "|"))[number % 4]
        titles = ("Export of customers", "")[: number % 7 == 3 and 2]
        files[f"head-{number}.{suffix}"] = _written(as_csv(one, delimiter, titles=titles))
        with_head[f"head-{number}.{suffix}"] = one
        files[f"bare-{number}.{suffix}"] = _written(as_csv(one, delimiter, header=False))
        without[f"bare-{number}.{suffix}"] = one
        swapped = Table(one.name, one.locale, one.kinds, one.names, (one.rows[1], one.rows[0], *one.rows[2:]))
        files[f"second-bare-{number}.{suffix}"] = _written(as_csv(swapped, delimiter, header=False))
    home, found = redacted(files)
    manifest = (home / "out" / "_redactor" / "manifest.json").read_text(encoding="utf-8")
    heads = {row["path"]: row.get("head", 1) for row in json.loads(manifest)["files"]}
    kept = sum(
        heads[name] == (3 if "Export" in data.split("\n", 1)[0] else 1)
        and not any(record == -1 for record, _ in found[name])
        for name, data in ((name, (home / "in" / name).read_text(encoding="utf-8")) for name in with_head)
    )
    bars.told("tables with a header: kept as it was", _share(kept, len(with_head)), 0.995)
    first, second = Score(), Score()
    for name, one in without.items():
        swapped = Table(one.name, one.locale, one.kinds, one.names, (one.rows[1], one.rows[0], *one.rows[2:]))
        paths = [f"[{place}]" for place in range(len(one.kinds))]
        for score, file, of, row in ((first, name, one, 0), (second, f"second-{name}", swapped, 1)):
            told = found[file]
            if heads[file]:  # taken for a header
                told = {(record + 1, path): spans for (record, path), spans in told.items()}
            for kind, each in scores(of, told, paths, range(row, row + 1)):
                if kind.labels:
                    score.add(each)
    bars.told(
        f"tables without a header: a row that stands first ({first.whole} of {first.values} masked) behind itself as second",
        max(0.0, _share(second.whole, second.values) - _share(first.whole, first.values)), 0.002, least=False,
    )  # fmt: skip


#: What Faker makes, and what forms call it; the last digit is changed, so that no check digit is right.
NAMED = {
    "credit_card_number": ("Card number", "Credit Card", "cc_number"),
    "iban": ("IBAN", "Bank account (IBAN)"),
    "ssn": ("SSN", "Social security number"),
    "phone_number": ("Phone", "Telephone", "Mobile no."),
}
_WRITTEN = ("{}: {}", "{} = {}", "Your {} is {} now.", "- {}: {}\n- Status: open", "<td>{}</td><td>{}</td>", "{}:\n{}")


def named_values(bars: Bars, count: int = 25) -> None:
    """Values behind their names in text, with wrong check digits."""
    redactor, texts, values = Redactor(), list[str](), list[str]()
    for maker, names in NAMED.items():
        for locale in LOCALES if maker in ("iban", "phone_number") else ("en_US",):
            for number in range(count if maker in ("iban", "phone_number") else count * 10):
                value = made(maker, locale, number)
                values.append(
                    value[:-1] + str((int(value[-1]) + 1 + number % 9) % 10) if value[-1].isdecimal() else value
                )
                texts.append(_WRITTEN[number % len(_WRITTEN)].format(names[number % len(names)], values[-1]))
    score = Score()
    for text, value, found in zip(texts, values, redactor.redact_many(texts), strict=True):
        at = text.index(value)
        inside = ((span.start - at, span.end - at, span.label) for span in found.spans)
        score.see(value, (each for each in inside if each[0] < len(value) and each[1] > 0), PERSONAL[0])
    bars.told("named values in text with wrong check digits, wholly masked", _share(score.whole, score.values), 0.99)


def speed(bars: Bars, records: int) -> None:
    """Records of twelve short fields beside Presidio, a table of numbers beside prose."""
    names = ("name", "mail", "phone", "street", "city", "zip", "birth", "card")
    kinds = {kind.name: kind for kind in PERSONAL}
    people = table("en_US", 1, records, personal=8, other=4, only=tuple(kinds[name] for name in names))
    words = sum(len(cell.split()) for row in people.rows for cell in row)
    texts = documents(200, 1_500)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "people.jsonl").write_bytes(as_jsonl(people))
        (home / "one.jsonl").write_text('{"a":"b"}\n')
        numbers = "\n".join(
            ",".join(f"{(row * 7919 + place * 104729) % 99991 / 7:.3f}" for place in range(20)) for row in range(4_000)
        )
        (home / "numbers.csv").write_text(",".join(f"m{place}" for place in range(20)) + "\n" + numbers + "\n")
        write_jsonl(texts, home / "prose.jsonl")
        started = redact_batch(home / "one.jsonl", home / "one.out")
        runs = {
            name: redact_batch(home / name, home / f"{name}.out")
            for name in ("people.jsonl", "numbers.csv", "prose.jsonl")
        }
    cost = {name: run.cpu - started.cpu for name, run in runs.items()}
    prose = cost["prose.jsonl"] / sum(len(text.split()) for text in texts) * 1e6
    bars.told(
        "CPU seconds per million words of short fields", cost["people.jsonl"] / words * 1e6, 80, least=False, unit=" s"
    )
    bars.told("CPU seconds per million words of prose", prose, 110, least=False, unit=" s")
    bars.told(
        "a word of a table of numbers, in words of prose",
        cost["numbers.csv"] / 80_000 * 1e6 / prose,
        1,
        least=False,
        unit="",
    )
    rate = records / (runs["people.jsonl"].seconds - started.seconds)
    print(
        f"      {rate:.0f} records/s, {cost['people.jsonl']:.1f} CPU s for {records} records of {len(people.names)} fields"
    )
    if not peers.has_presidio():
        print("      Presidio is not installed (see benchmarks.peers.has_presidio)")
        return
    few = people.rows[: max(100, records // 10)]
    other = len(few) / peers.presidio_table(few, os.cpu_count() or 1)
    bars.told(f"records/s beside Presidio's ({other:.0f})", rate / other, 4, unit=" times")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fields", description=__doc__)
    parser.add_argument("--accuracy", action="store_true", help="what is masked, not how fast")
    parser.add_argument("--rounds", type=int, default=1, help="tables of each sort a locale")
    parser.add_argument("--rows", type=int, default=120)
    parser.add_argument("--records", type=int, default=4_000, help="for speed")
    parser.add_argument("--show", action="store_true", help="each kind of column")
    parser.add_argument("--format", dest="formats", action="append", choices=FORMATS, help="repeatable; all by default")
    parser.add_argument("--only", choices=["columns", "heads", "text"])
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    bars = Bars()
    if args.accuracy:
        if args.only in (None, "columns"):
            accuracy(bars, args.rounds, args.rows, args.show, args.formats or FORMATS)
        if args.only in (None, "heads"):
            heads(bars)
        if args.only in (None, "text"):
            named_values(bars)
    else:
        speed(bars, args.records)
    if args.json:
        args.json.write_text(json.dumps(bars.result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
