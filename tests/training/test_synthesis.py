"""The generator of synthetic documents: its spans, its repeatability, its halves, its noise."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from share import share

from redactor.training.synthesis import noise
from redactor.training.synthesis.documents import probes, render, synthesize, template_half
from redactor.training.synthesis.fillers.docs import Doc, Edit, Triple, edited
from redactor.training.synthesis.fillers.people import new_person
from redactor.training.synthesis.fillers.pools import in_half, load_pools, plain
from redactor.training.synthesis.fillers.slots import SLOTS, Scene
from redactor.training.synthesis.templates import fields, parts, templates

LABELS = {"PERSON", "LOCATION", "NRP", "ORGANIZATION", "DATE_TIME", "ADDRESS"}
#: Kinds that hold code and logs, in which a brace is no slot left unfilled.
_WITH_BRACES = {"json", "log", "negative", "paragraph", "software", "tech"}
LENGTH_KEPT = (
    noise.lowered,
    noise.uppered,
    noise.title_cased,
    noise.shouted_names,
    noise.lowered_names,
    noise.unaccented,
    noise.curled,
)
SHAPED = (
    noise.wrapped,
    noise.quoted,
    noise.indented,
    noise.bulleted,
    noise.spaced,
    noise.unpunctuated,
    noise.emphasised,
)
ALL_NOISE = (*LENGTH_KEPT, *SHAPED, noise.mistyped, noise.scanned, noise.noisy)


def check(text: str, spans: list[list[object]] | tuple[Triple, ...]) -> None:
    at = 0
    for start, end, label in spans:
        assert isinstance(start, int) and isinstance(end, int)
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert label in LABELS
        at = end


def digest(n: int, seed: int) -> str:
    return hashlib.sha256(json.dumps(list(synthesize(n, seed))).encode()).hexdigest()


@pytest.mark.parametrize("half", ["train", "test", "all"])
def test_spans_are_in_range_sorted_disjoint_and_trimmed(half):
    kinds = set()
    for row in synthesize(1200, 5, half=half):
        check(row["text"], row["spans"])
        assert "{" not in row["text"] or row["kind"] in _WITH_BRACES, row["text"]
        assert not set("«»⏎") & set(row["text"])
        kinds.add(row["kind"])
    assert len(kinds) >= 15


def test_every_label_and_many_empty_documents_occur():
    rows = list(synthesize(800, 1))
    assert {label for row in rows for _, _, label in row["spans"]} == LABELS
    assert 0.08 < sum(not row["spans"] for row in rows) / len(rows) < 0.4


def test_same_seed_same_documents_under_any_hash_seed():
    for hash_seed in ("0", "1"):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join([".", *sys.path])}
        code = (
            "import hashlib, json; from redactor.training.synthesis.documents import synthesize;"
            "print(hashlib.sha256(json.dumps(list(synthesize(60, 3))).encode()).hexdigest())"
        )
        found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        assert found.stdout.strip() == digest(60, 3)
    assert digest(60, 3) != digest(60, 4)


def test_more_documents_begin_with_the_same_ones():
    assert list(synthesize(30, 9))[:10] == list(synthesize(10, 9))


def test_halves_are_disjoint_on_names_places_and_templates():
    train, test = load_pools("train"), load_pools("test")
    for origin in train.names:
        for field in ("male", "female", "surnames"):
            left = {plain(name) for name in getattr(train.names[origin], field)}
            right = {plain(name) for name in getattr(test.names[origin], field)}
            assert left and right and not left & right, (origin, field)
    for words in ("city_town", "street_name", "company_word", "rare"):
        pair = (train.rare_given, test.rare_given) if words == "rare" else (train.words[words], test.words[words])
        assert pair[0] and pair[1] and not set(pair[0]) & set(pair[1])
    for kind, texts in templates().items():
        if kind != "probe":
            train_texts, test_texts = template_half(texts, "train"), template_half(texts, "test")
            assert train_texts and test_texts and not set(train_texts) & set(test_texts), kind
    share = sum(in_half(name, "test") for name in load_pools("all").rare_given) / len(load_pools("all").rare_given)
    assert 0.2 < share < 0.3


def test_every_slot_named_in_a_template_is_known():
    known = SLOTS.keys() | parts().keys()
    bank = [text for texts in templates().values() for text in texts]
    bank += [text for texts in parts().values() for text in texts] + [text for _, text in fields()]
    assert len(bank) > 400
    for text in bank:
        doc = render(text, Scene(random.Random(1), load_pools("all")))
        check(doc.text, doc.spans)
        assert text.count("«") == text.count("»"), text
    assert all(f"{{{name}" in "\n".join(bank) for name in known - {"word_name", "middle", "zip", "county", "hperson"})


def test_one_cast_member_is_one_person():
    doc = render("{given1} {surname1} is {given1}; {person1}. {person1}", Scene(random.Random(4), load_pools("all")))
    pieces = [doc.text[start:end] for start, end, _ in doc.spans]
    assert pieces[0].startswith(pieces[1]) and pieces[2] == pieces[3]


def test_a_name_of_two_slots_is_one_span():
    for half in ("train", "test"):
        for doc in synthesize(600, 8, half=half):
            spans = doc["spans"]
            for (_, end, label), (start, _, other) in pairwise(spans):
                beside = label == other == "PERSON" and doc["text"][end:start] == " "
                assert not beside, doc["text"]


def test_probes_cover_origins_and_genders():
    rows = list(probes(2, "all", per_group=5))
    assert len({(row["origin"], row["gender"]) for row in rows}) == 16
    for row in rows:
        check(row["text"], row["spans"])
        assert [label for _, _, label in row["spans"]] == ["PERSON"]


def test_a_probe_person_has_the_origin_asked_for():
    pools = load_pools("all")
    person = new_person(random.Random(0), pools, "Arabic", "female")
    assert person.given in pools.names["Arabic"].female and person.surname in pools.names["Arabic"].surnames


@pytest.mark.parametrize(
    ("edits", "text", "piece"),
    [
        ([Edit(0, 0, "> ")], "> Ann Lee!", "Ann Lee"),  # inserted at its start: outside
        ([Edit(7, 7, "*")], "Ann Lee*!", "Ann Lee"),  # inserted at its end: outside
        ([Edit(3, 4, "\n> ")], "Ann\n> Lee!", "Ann\n> Lee"),  # inside
        ([Edit(6, 8, "")], "Ann Lee!", "Ann Lee"),  # over its edge: not done
        ([Edit(0, 3, "")], " Lee!", "Lee"),  # what is left is trimmed
        ([Edit(0, 7, "")], "!", None),  # nothing is left
    ],
)
def test_edits_move_spans(edits, text, piece):
    doc = edited(Doc("Ann Lee!", ((0, 7, "PERSON"),)), edits)
    assert doc.text == text
    assert [doc.text[start:end] for start, end, _ in doc.spans] == ([piece] if piece else [])


@st.composite
def documents(draw):
    words = st.text(alphabet="abcdeLOIrnmSBß'.,-éĐİ", min_size=1, max_size=9)
    text, spans = "", []
    for chunk in draw(
        st.lists(
            st.tuples(st.lists(words, min_size=1, max_size=4), st.booleans(), st.sampled_from([" ", "\n", ", "])),
            max_size=12,
        )
    ):
        piece = " ".join(chunk[0])
        if chunk[1]:
            spans.append((len(text), len(text) + len(piece), "PERSON"))
        text += piece + chunk[2]
    return Doc(text, tuple(spans))


@pytest.mark.parametrize("change", share(ALL_NOISE, 3), ids=lambda change: change.__name__)
@given(doc=documents(), seed=st.integers(0, 999))
def test_noise_leaves_valid_spans_and_is_repeatable(change, doc, seed):
    noised = change(doc, random.Random(seed))
    check(noised.text, noised.spans)
    assert noised == change(doc, random.Random(seed))
    assert len(noised.spans) == len(doc.spans) or change in {noise.mistyped, noise.scanned, noise.noisy}


@pytest.mark.parametrize("change", LENGTH_KEPT, ids=lambda change: change.__name__)
@given(doc=documents(), seed=st.integers(0, 999))
def test_case_and_accents_keep_every_offset(change, doc, seed):
    noised = change(doc, random.Random(seed))
    assert noised.spans == doc.spans and len(noised.text) == len(doc.text)


@pytest.mark.parametrize("change", SHAPED, ids=lambda change: change.__name__)
@given(doc=documents(), seed=st.integers(0, 999))
def test_shape_changes_only_white_space_and_margins_of_a_span(change, doc, seed):
    noised = change(doc, random.Random(seed))

    def bare(text: str) -> str:
        return "".join(char for char in text if char not in " \n\t>|")

    before = [bare(doc.text[start:end]) for start, end, _ in doc.spans]
    assert [bare(noised.text[start:end]) for start, end, _ in noised.spans] == before
