"""A folder of odd records: keys that are values, headers, every reason to withhold, every operator, and plain ones between."""

from __future__ import annotations

import datetime
import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.fakes import sentences
from redactor.masking.operators.operators import OPERATORS
from redactor.masking.policy.policy import Policy

VALUES = (
    "Niels Bohr", "niels.bohr@example.org", "+44 20 7946 0018", "415-555-0132", "4111 1111 1111 1111", "536-90-4399", "192.0.2.7",
    "00:1a:2b:3c:4d:5e", "GB82 WEST 1234 5698 7654 32", "3 March 1980", "1980-03-03", "12 Main Street, Springfield", "the ACME Corp.",
    "", " ", "\u200bNiels\u00a0Bohr", "a" * 700, "\ud83d\ude00 Ada Lovelace", "x\ty", "ZEBRA-17",
)  # fmt: skip
#: Lines that are withheld, or nearly: not JSON, too deep, a key that is a value, and their harmless neighbours.
LINES = (
    "", "   ", "NaN", '{"a": Infinity}', '{"a" "b"}', '{"a": "b', "\x00", "\ufeff{}", "[" * 600 + "]" * 600,
    '{"a":' * 300 + "1" + "}" * 300, '{"bob@example.com": 3}', '{"x": {"415-555-0132": {"y": "Niels"}}}', '{"4111111111111111": null}',
    '{"192.0.2.7": "up"}', '{"536-90-4399": "Niels"}', '{"00:1a:2b:3c:4d:5e": []}', '{"2021-03-04": "Niels", "item_12": "B", "1.2.3.4": 5}',
    '{"a": "Niels", "a": "Bohr", "a": 536904399}', '"Niels Bohr"', "536904399", '["Niels", ["niels@example.org"]]',
    '{"\\ud800": "\\udc00 Niels"}', '{"long": "' + "Niels and Ada. " * 6_000 + '"}', '{"' + "k" * 9_000 + '": "Niels"}',
)  # fmt: skip


def policy() -> Policy:
    """Every operator, each in a field of its own, and fields that are masked whole."""
    rules: dict[str, dict[str, object]] = {name: {"operator": name} for name in OPERATORS}
    rules |= {
        "ssn": {"label": "US_SSN", "operator": "surrogate"},
        "born": {"label": "DATE_TIME", "operator": "shift_date"},
    }
    rules |= {"list[*].card": {"labels": ["CREDIT_CARD"], "operator": "encrypt"}, "skipped": {"skip": True}}
    deny = {"PROJECT": {"words": ["ZEBRA-17"]}}
    return Policy.model_validate({"fields": rules, "deny": deny, "subject": "subject"})


def folder(root: Path, seed: int = 5, lines: int = 300) -> Path:
    """``root`` with JSON lines, tables and texts."""
    chosen = random.Random(seed)
    plain = iter(sentences(seed, lines * 4))
    rows = []
    for number in range(lines):
        names = chosen.sample([*OPERATORS, "skipped", "note", "subject", "q1_2020"], 4)
        record: dict[str, object] = {name: chosen.choice([*VALUES, next(plain)]) for name in names}
        record |= {"ssn": chosen.choice([536904399, "536-90-4399", None, -5, 1.5]), "n": chosen.randrange(9)}
        record["list"] = [{"card": chosen.choice([4111111111111111, 4111111111111112, "5555 5555 5555 4444"])}] * (
            number % 3
        )
        rows.append(json.dumps(record, ensure_ascii=bool(number % 2)))
        if number % 3 == 0:
            rows.append(chosen.choice(LINES))
    root.mkdir(parents=True)
    ends = ["\n", "\n", "\r\n"]
    text = "".join(row + chosen.choice(ends) for row in (*LINES, *rows))
    (root / "rows.jsonl").write_bytes(text.encode("utf-8", "surrogatepass"))
    cells = [",".join(f'"{chosen.choice(VALUES)}"' for _ in range(chosen.choice([4, 4, 4, 5, 1]))) for _ in range(60)]
    table = "\n".join(['tag,note,"niels@example.org",surrogate', *cells, 'x,"not closed\n'])
    (root / "rows.csv").write_bytes(table.encode("utf-8", "surrogatepass"))
    (root / "wide.csv").write_bytes("name,mail\nNiels,niels@example.org\n".encode("utf-16"))
    (root / "note.txt").write_text("\n\n".join(sentences(seed + 1, 80)))
    (root / "wide.txt").write_bytes("Dear Niels Bohr,\nniels@example.org\n".encode("utf-16"))
    (root / "broken.jsonl.gz").write_bytes(b"\x1f\x8b\x08nothing")
    (root / "broken.parquet").write_bytes(b"PAR1nothingPAR1")
    days = [datetime.date(1980, 5, chosen.randint(1, 28)) for _ in range(60)]
    numbers = [chosen.choice([536904399, None, 7]) for _ in range(60)]
    columns = {
        "born": days,
        "ssn": pa.array(numbers, pa.int32()),
        "hash": sentences(seed + 2, 60),
        "raw": [b"Niels"] * 60,
    }
    pq.write_table(pa.table(columns), root / "rows.parquet", row_group_size=25)
    return root
