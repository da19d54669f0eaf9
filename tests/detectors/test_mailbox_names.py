"""The name of a mailbox is masked as its form gives it, whatever it looks like."""

from __future__ import annotations

import pytest

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

FOUND = [
    'To: ⟦winterfox⟧ <kim@example.org>, "⟦Brand, Kim⟧" <k@example.org>; ⟦ann lee⟧ <a@example.org>',
    "Cc: ⟦Kim Brand⟧ <kim@example.org>,\n  ⟦ann⟧ <a@example.org>",
    "> From: ⟦kim⟧ <kim@example.org>",
    "⟦winterfox⟧ <kim@example.org>",
    '"⟦winterfox⟧" <kim@example.org>',
    'Reply-To:  "⟦kim brand⟧"  <kim@example.org>',
    "Author: ⟦Kim Brand⟧ <kim@example.org>\r\nDate: x",
    " -- ⟦winterfox⟧ <kim@example.org>  Mon",
    "⟦Kim van Brand⟧ <kim@example.org> wrote:",
    "Committer: ⟦Kim Brand (Acme, north)⟧ <kim@example.org>",
    "From: kim@example.org (⟦Kim Brand⟧)",
]
STAYS = [
    "Send patches to the list <dev@example.org> please",
    "see the docs <dev@example.org>",
    "Questions <help@example.org>",
    "To: Foo users <foo-users@example.org>",
    'From: "GitHub" <x@example.org>',
    "kim@example.org (personal)",
    "kim@example.org (Customer Support)",
]


@pytest.mark.parametrize("marked", FOUND)
def test_the_name_of_a_mailbox(marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    found = {text[span.start : span.end] for span in MASK(text, None) if span.label == "PERSON"}
    assert found == {part.partition("⟧")[0] for part in marked.split("⟦")[1:]}


@pytest.mark.parametrize("text", STAYS)
def test_what_is_nobody_stays(text: str) -> None:
    assert [span for span in MASK(text, None) if span.label == "PERSON"] == []
