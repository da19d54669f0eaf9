"""Objects inside a text: what stands in them is masked as it is in a JSON file of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import left_clear

from redactor.cli.evaluated import masked_by_patterns
from redactor.detectors.nested_objects import nested_objects

MASK = masked_by_patterns(None)

#: Each value between ⟦ ⟧ is masked whole. The forms are those of the documentation that each line names.
FOUND = [
    # PHP's lists, before and after 5.4; a list that a name is given
    "$user = array('phones' => array('home' => '⟦5550132⟧', 'work' => '⟦5550199⟧'));",
    "$phones = ['⟦5550132⟧', '⟦5550199⟧'];",
    'phones = ["⟦5550132⟧", "⟦5550199⟧"]',
    # DynamoDB's low-level API: attribute values by type
    'item {"last_name": {"S": "⟦zorblatt⟧"}, "phone": {"N": "⟦5550132⟧"}, "login": {"S": "⟦kbrand⟧"}}',
    # Firestore's REST API
    '{"fields": {"password": {"stringValue": "⟦winterfox⟧"}, "phone": {"integerValue": "⟦5550132⟧"}}}',
    # MongoDB's extended JSON
    '{"$set": {"last_name": "⟦zorblatt⟧", "phone": {"$numberLong": "⟦5550132⟧"}}}',
    # encoding/json of Go's sql.NullString
    '{"Password": {"String": "⟦winterfox⟧", "Valid": true}}',
    # JSON Patch, RFC 6902
    '[{"op": "replace", "path": "/last_name", "value": "⟦zorblatt⟧"}, {"op": "add", "path": "/phone", "value": "⟦5550132⟧"}]',
    # BigQuery's REST API
    '{"schema": {"fields": [{"name": "last_name"}, {"name": "phone"}]}, "rows": [{"f": [{"v": "⟦zorblatt⟧"}, {"v": "⟦5550132⟧"}]}]}',
    'ERROR order failed {"contact": {"phones": {"home": "⟦5550132⟧", "work": {"number": ⟦5550133⟧}}}} retrying',
    r"msg=\"{\\\"user\\\": {\\\"phones\\\": [\\\"⟦5550132⟧\\\"]}}\"".replace("\\\\", "\\"),
    "{'user': {'phones': {'home': '⟦5550132⟧', 'fax': None}, 'last_name': ['⟦zorblatt⟧', '⟦Reed⟧']}}",
    "'phones' => ['home' => '⟦5550132⟧'], 'last_name' => ['value' => '⟦zorblatt⟧']",
    "{phones: {home: '⟦5550132⟧'}, login: {value: '⟦kbrand⟧'}}",
    '"phones": ["⟦5550132⟧", "⟦5550133⟧"]',
    '{"phones": {"home": "⟦5550132⟧", "opts": [retry: 3]}}',
    'phones = {"home": "⟦5550132⟧", "work": "⟦5550133⟧"}',
    '{:user=>{:login=>"⟦kbrand⟧", :phone=>"⟦5550132⟧"}}',
    'args: ["--password", "⟦winterfox⟧", "--verbose"]',
    '{"env": [{"name": "DB_PASSWORD", "value": "⟦winterfox⟧"}]}',
]
STAYS = [
    '{"properties": {"password": {"type": "string", "minLength": 8}, "phone": {"type": "string", "pattern": "^[0-9]+$"}}}',
    '{"errors": {"email": ["taken", "invalid"], "phone": {"code": "required"}}}',
    "const labels = { phone: { label: 'Phone', hint: 'with area code' } }",
    '{"columns": {"phone": {"width": 120, "hidden": true}}}',
    "def f(user: {'a': [1, 2]}, phone: [int]) -> None: ...",
    '{"sizes": {"home": "5550132"}}',
    'params {:user=>{:role=>"editor", :plan=>"gold1", :theme=>"dark"}}',
    'phone: {:type => "mobile", :count => 20240}',
]


@pytest.mark.parametrize("case", FOUND)
def test_what_an_object_names_is_masked(case: str) -> None:
    assert left_clear(case, MASK) == []


@pytest.mark.parametrize("text", STAYS)
def test_what_is_said_about_a_field_stays(text: str) -> None:
    assert MASK(text, None) == ()


_KEYS = st.text(st.characters(categories=("L", "Nd"), include_characters="_ -.$"), min_size=1, max_size=12)
_VALUES = st.recursive(
    st.text(max_size=12) | st.integers(0, 10**12) | st.booleans() | st.none(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_KEYS, below, max_size=3),
    max_leaves=12,
)


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for below in value.values() for leaf in _leaves(below)]
    if isinstance(value, list):
        return [leaf for below in value for leaf in _leaves(below)]
    if value is None or isinstance(value, bool):
        return []
    return [
        json.dumps(value, ensure_ascii=False).strip('"')
        if isinstance(value, int)
        else json.dumps(value, ensure_ascii=False)[1:-1]
    ]


@given(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=4), st.booleans())
@settings(max_examples=200)
def test_every_text_and_number_of_json_is_a_leaf_where_it_stands(value: dict[str, Any], indented: bool) -> None:
    text = "before " + json.dumps(value, ensure_ascii=False, indent=2 if indented else None) + " behind"
    members = [member for found in nested_objects(text) for member in found]
    assert [text[slice(*place)] for _, place in members] == [leaf.text for leaf, _ in members]
    assert [leaf.text for leaf, _ in members] == _leaves(value)


@given(st.text(st.sampled_from("{}[]()\":,'\\ a1\n=>"), max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    for found in nested_objects(text):
        assert all(text[slice(*place)] == leaf.text for leaf, place in found)
