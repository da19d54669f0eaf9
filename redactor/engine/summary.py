"""Counts of a run, its exit code, and the line that a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from redactor.audit.events import Event
from redactor.formats.fields import shape
from redactor.masking.policy.policy import names_of
from redactor.records import Edit, Record

#: So many fields are named in ``Counts.passed``.
MAX_PASSED = 1_000
TABLES = (
    "labels",
    "detectors",
    "reasons",
    "score_bands",
    "unread_columns",
    "dropped",
    "fields",
    "heads",
    "columns",
    "passed",
    "rules",
    "parts_removed",
    "parts_kept",
)
#: Those of them that are of what was masked in this run; the others hold as long as a file stays as it is.
_OF_MASKS = frozenset(("labels", "detectors", "score_bands"))

#: Columns that a run lists, those of the most files.
MOST_COLUMNS = 1_000


@dataclass(slots=True)
class Counts:
    """What was done to one file, or to all. ``words`` are runs of non-blank characters."""

    records: int = 0
    entities: int = 0
    withheld: int = 0
    words: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    detectors: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    score_bands: Counter[str] = field(default_factory=Counter)
    #: Parts of records that nobody could look at and that went, by what they were.
    parts_removed: Counter[str] = field(default_factory=Counter)
    #: Parts that passed though nobody could look at them, as the policy says.
    parts_kept: Counter[str] = field(default_factory=Counter)
    #: Columns of bytes, which pass through unread, and in how many files.
    unread_columns: Counter[str] = field(default_factory=Counter)
    #: Parts that no output keeps (an outline, scripts), and in how many files.
    dropped: Counter[str] = field(default_factory=Counter)
    #: Chosen fields, and in how many files any record had them; 0 for one that none had.
    fields: Counter[str] = field(default_factory=Counter)
    #: Number of first rows that are no data, where it is not one, and how many tables begin so.
    heads: Counter[str] = field(default_factory=Counter)
    #: ``field: LABEL`` of columns that were taken for one thing as a whole, and in how many files.
    columns: Counter[str] = field(default_factory=Counter)

    #: Fields with values that are no text and were looked at (their name or a rule speaks of them), yet passed: how many.
    passed: Counter[str] = field(default_factory=Counter)

    #: Fields that rules of the policy speak of, and in how many files any record had a value there; 0 for none.
    rules: Counter[str] = field(default_factory=Counter)

    def look(self, record: Record, edits: Sequence[Sequence[Edit]], skipped: frozenset[str] = frozenset()) -> None:
        """Count the words of a record that is given out, and its numbers that pass though a name or rule speaks of them:
        unless it says to leave them (``skipped``, items of lists as ``[*]``)."""
        self.words += sum(len(leaf.text[leaf.core_start : leaf.core_end].split()) for leaf in record.leaves)
        for leaf, made in zip(record.leaves, edits, strict=True):
            if leaf.scalar is not None and not made:
                name = shape(leaf.field)
                if not skipped.isdisjoint((name, *names_of(leaf.field))):
                    continue
                if name in self.passed or len(self.passed) < MAX_PASSED:
                    self.passed[name] += 1

    def see(self, event: Event) -> None:
        """Count one masked entity."""
        self.entities += 1
        self.labels[event.label] += 1
        self.detectors[event.detector] += 1
        self.score_bands[f"{min(int(event.score * 10), 9) / 10:.1f}"] += 1

    def add(self, other: Counts) -> None:
        """Count in another file."""
        self.records += other.records
        self.entities += other.entities
        self.withheld += other.withheld
        self.words += other.words
        for name in TABLES:
            getattr(self, name).update(getattr(other, name))
        self._few_columns()

    def still(self, other: Counts) -> None:
        """Count in a file that did not change: what was withheld of it and what it lacks still holds."""
        self.withheld += other.withheld
        for name in TABLES:
            if name not in _OF_MASKS:
                getattr(self, name).update(getattr(other, name))
        self._few_columns()

    def _few_columns(self) -> None:
        """Files whose keys are values would name ever more columns."""
        if len(self.columns) > 2 * MOST_COLUMNS:
            kept = sorted(self.columns.items(), key=lambda one: (-one[1], one[0]))[:MOST_COLUMNS]
            self.columns = Counter(dict(kept))

    @property
    def absent_fields(self) -> tuple[str, ...]:
        """Chosen fields that no record of any file had: misspelt, most likely, so that what was meant passed in clear."""
        return tuple(name for name, files in self.fields.items() if not files)

    @property
    def unmet_rules(self) -> tuple[str, ...]:
        """Fields of the policy's rules that no record of any file had a value in: misspelt, most likely."""
        return tuple(name for name, files in self.rules.items() if not files)

    def as_json(self) -> dict[str, Any]:
        """Plain numbers, keys sorted."""
        numbers = {"records": self.records, "entities": self.entities, "withheld": self.withheld, "words": self.words}
        return {**numbers, **{name: dict(sorted(getattr(self, name).items())) for name in TABLES}}

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> Counts:
        """What ``as_json`` gave."""
        tables = {name: Counter(saved.get(name, {})) for name in TABLES}
        numbers = {name: int(saved.get(name, 0)) for name in ("records", "entities", "withheld", "words")}
        return cls(**numbers, **tables)  # type: ignore[arg-type]  # mypy sees one dict of numbers and tables


@dataclass(slots=True)
class Summary:
    """The run as a whole. ``files`` counts by what became of them; ``problems`` are (file, reason)."""

    counts: Counts = field(default_factory=Counts)
    files: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)
    problem_count: int = 0
    drifted: tuple[str, ...] = ()
    #: Where ``--delete`` was refused: how many inputs had gone, and of how many.
    kept_outputs: tuple[int, int] | None = None
    #: Files whose names may hold values that nothing proves.
    noted_names: int = 0
    #: Files without a suffix whose first bytes told the format: how many of which.
    guessed: Counter[str] = field(default_factory=Counter)
    #: Keys of the policy that could do nothing.
    idle_keys: tuple[str, ...] = ()
    keyed: bool = False
    dry_run: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    MAX_PROBLEMS = 1_000

    def problem(self, file: str, reason: str, detail: str = "") -> None:
        """Remember a whole file that was not redacted; beyond MAX_PROBLEMS only their number (all stand in withheld.jsonl)."""
        reason += f" ({detail})" if detail else ""
        self.problem_count += 1
        if len(self.problems) < self.MAX_PROBLEMS:
            self.problems.append((file, reason))

    @property
    def chose_nothing(self) -> bool:
        """Did ``--include`` and ``--exclude`` leave out every file that there is?"""
        return self.files["excluded"] == self.files.total() > 0

    @property
    def exit_code(self) -> int:
        """0 nothing was withheld; 1 something was withheld, a chosen field or one of the policy's rules was nowhere (or label rates
        moved and ``--fail-on-drift`` asks about it)."""
        counts = self.counts
        wanting = (
            counts.withheld or counts.parts_removed or self.problem_count or counts.absent_fields or counts.unmet_rules
        )
        return 1 if wanting or self.drifted or self.kept_outputs or self.chose_nothing or self.idle_keys else 0

    def as_json(self) -> dict[str, Any]:
        """For ``summary.json``."""
        return {
            "exit_code": self.exit_code,
            "counts": self.counts.as_json(),
            "files": dict(sorted(self.files.items())),
            "problems": [{"file": file, "reason": reason} for file, reason in self.problems],
            "problem_count": self.problem_count,
            "drifted": list(self.drifted),
            "noted_names": self.noted_names,
            "idle_keys": list(self.idle_keys),
            "guessed": dict(sorted((+self.guessed).items())),
            "kept_outputs": list(self.kept_outputs or ()),
            "keyed": self.keyed,
            "dry_run": self.dry_run,
            **self.details,
        }

    def line(self) -> str:
        """One line for a person: what was done, what was skipped, what needs a look."""
        parts = [f"{number} {what}" for what, number in sorted(self.files.items())]
        text = f"{'would mask' if self.dry_run else 'masked'} {self.counts.entities} entities in {self.counts.records} records"
        text += f" (files: {', '.join(parts)})" if parts else ""
        if self.counts.withheld:
            text += f"; {self.counts.withheld} records withheld ({_most(self.counts.reasons)})"
        if self.chose_nothing:
            text += "; no file is left by --include and --exclude"
        if +self.guessed:
            kinds = ", ".join(f"{number} as {name}" for name, number in (+self.guessed).most_common())
            text += f"; without a suffix, read as their first bytes say: {kinds}"
        if self.counts.parts_removed:
            text += f"; parts that could not be looked at and went: {_most(self.counts.parts_removed)}"
        if self.counts.parts_kept:
            text += f"; parts that passed unread: {_most(self.counts.parts_kept)}"
        if self.problem_count:
            text += f"; {self.problem_count} files not redacted"
        if self.counts.absent_fields:
            text += f"; chosen fields that no record has: {', '.join(self.counts.absent_fields)}"
        if self.counts.unmet_rules:
            text += f"; rules of the policy for fields that no record has: {', '.join(self.counts.unmet_rules)}"
        if self.idle_keys:
            text += f"; keys of the policy that can do nothing here: {', '.join(self.idle_keys)}"
        if self.counts.unread_columns:
            text += f"; columns of bytes passed through unread: {_most(self.counts.unread_columns, ' in ')} files"
        if self.counts.dropped:
            text += f"; not kept: {_most(self.counts.dropped, ' of ')} files"
        if self.counts.passed:
            text += f"; numbers passed in clear though their field is named: {_most(self.counts.passed)}"
        if self.noted_names:
            text += f"; {self.noted_names} names of files may hold values"
        if self.kept_outputs:
            lost, of = self.kept_outputs
            text += f"; nothing deleted: {lost} of {of} earlier files have gone; is the input whole? (--max-delete)"
        if self.drifted:
            text += f"; label rates moved: {', '.join(self.drifted)}"
        if self.details.get("peak_rss_bytes"):
            text += f"; peak memory {self.details['peak_rss_bytes'] >> 20}M"
        return text if self.keyed else text + "; no key: audit values and manifest are unsigned"


def _most(counts: Counter[str], joint: str = " ") -> str:
    """The five most frequent, each with its number."""
    return ", ".join(f"{what}{joint}{number}" for what, number in counts.most_common(5))
