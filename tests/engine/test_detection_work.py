"""What the tagger is spared: texts without letters, values of things, and what it has seen before in the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from benchmarks.fakes import FakeTagger, components
from redactor.records import Leaf, Record
from redactor.spans import Span
from redactor.tagger.tagging import Failure


def asked(*fields: tuple[str, str], times: int = 1) -> list[str]:
    tagger = FakeTagger()
    detection = components(tagger=tagger).detection
    records = [Record(number, (Leaf(name, text),)) for number, (name, text) in enumerate(fields)]
    for _ in range(times):
        detection.detect(records)
    return [text for call in tagger.calls for text in call]


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("c1", "Niels came", True),
        ("c1", "12.5", False),
        ("c1", "(555) 010-0123", False),
        ("product_color", "Rose", False),
        ("", "12.5", True),  # a text of its own, not a field
    ],
)
def test_the_model_sees_what_it_can_tell_about(name: str, text: str, shown: bool) -> None:
    assert asked((name, text)) == ([text] if shown else [])


def test_equal_values_are_looked_at_once_over_the_run() -> None:
    assert asked(("c1", "Niels came"), ("c2", "Niels came"), times=3) == ["Niels came"]
    long = "Niels came " * 20
    assert asked(("c1", long), times=2) == [long, long]


def test_patterns_look_at_things_too() -> None:
    ((spans,),) = components().detection.detect([Record(0, (Leaf("product_color", "a@example.com"),))])  # type: ignore[misc]
    assert [span.label for span in spans] == ["EMAIL_ADDRESS"]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (
            (("tr.th", "teléfono"), ('tr.td["teléfono"]', "x y")),
            [],
        ),  # the head of the cell beside it, and a phone's field
        ((("label", "senha:"), ('input["@value"].senha', "")), []),
        ((("a", "teléfono"), ("b", "")), ["teléfono"]),
        (
            (("sheet1.column1[1]", "teléfono"), ("sheet1.column2[1]", "Vorname"), ("sheet1.column3[1]", "Rosa")),
            ["Rosa"],
        ),  # a header
        (
            (("sheet1.column1[1]", "teléfono"), ("sheet1.column2[1]", "Rosa"), ("sheet1.column3[1]", "Ann")),
            ["teléfono", "Rosa"],
        ),
        ((("a", "Nick"), ("nick", ""), ("Nick", "")), ["Nick"]),  # somebody, perhaps
        ((("a", "Rosa"), ("Rosa", "")), ["Rosa"]),
    ],
)
def test_heads_of_cells_are_no_values(texts: tuple[tuple[str, str], ...], shown: list[str]) -> None:
    tagger = FakeTagger()
    components(tagger=tagger).detection.detect([Record(0, tuple(Leaf(name, text) for name, text in texts))])
    assert [
        text for call in tagger.calls for text in call if text in ("teléfono", "senha:", "Nick", "Rosa", "Vorname")
    ] == shown


class Padded(FakeTagger):
    """Its scores depend on what is asked together, as those of models that pad do in their last digits."""

    steady = False

    def tag(self, texts: Sequence[str]) -> list[list[Span] | Failure]:
        found = super().tag(texts)
        return [
            each if isinstance(each, Failure) else [replace(span, score=1 - len(texts) / 100) for span in each]
            for each in found
        ]


def test_what_a_worker_saw_before_changes_no_answer() -> None:
    """A worker that takes the place of a killed one has seen nothing, and must give the same audit."""
    first, second = [
        [Record(number, (Leaf("c1", text),)) for number, text in enumerate(texts)]
        for texts in (("Niels came", "Zürich"), ("Niels came", "Niels went", "Zürich"))
    ]
    seasoned = components(tagger=Padded()).detection
    seasoned.detect(first)
    assert seasoned.detect(second) == components(tagger=Padded()).detection.detect(second)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("card A111 1111 l1l1 1111 is", "A111 1111 l1l1 1111"),
        ("Ring +1 212 S55 OI43 soon", "+1 212 S55 OI43"),
        ("Ring +1 212 555 0143 or SIS B12", "+1 212 555 0143"),
    ],
)
def test_letters_of_a_picture_may_be_digits(text: str, found: str) -> None:
    def longest(leaf: Leaf) -> str:
        ((spans,),) = components().detection.detect([Record(0, (leaf,))])  # type: ignore[misc]
        return max((text[span.start : span.end] for span in spans), key=len, default="")

    assert longest(Leaf("page1", text, misread=True)) == found
    assert (longest(Leaf("page1", text)) == found) == ("0143" in found)
