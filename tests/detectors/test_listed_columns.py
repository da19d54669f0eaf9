"""Columns that a statement or the head of a log lists name the values behind, in text as in files of their own."""

from __future__ import annotations

import pytest
from marked import left_clear

from redactor.cli.evaluated import masked_by_patterns

MASK = masked_by_patterns(None)

#: Each value between ⟦ ⟧ is masked whole.
FOUND = [
    "INSERT INTO customers (first_name, last_name, phone, ssn) VALUES ('⟦Violet⟧', '⟦White⟧', '⟦555-0142⟧', '⟦123456789⟧'), "
    "('⟦Grant⟧','⟦O''Hope⟧','⟦5550143⟧','⟦987654321⟧');",
    "insert into `users`\n  (`id`, `password`)\nvalues\n  (1, '⟦hunter⟧'),\n  (2, N'⟦let me in⟧');",
    'REPLACE INTO "t" ("id", "passport_number") VALUES (7, "⟦X1234567⟧")',
    "DETAIL:  Key (email, phone)=(ann, ⟦0302555⟧) already exists.",
    "INSERT INTO t (created, last_name) VALUES (now(), '⟦Hope⟧')",
    "COPY public.users (id, name, password) FROM stdin;\n1\t⟦Violet White⟧\t⟦hunter⟧\n2\t⟦Grant Hope⟧\t⟦letmein⟧\n\\.\n",
    "#Fields: date cs-username c-ip\n2026-11-29 ⟦mkovacs⟧ -\n2026-11-29 ⟦bob7⟧ -\n",
    "#fields\tts\tuser\tpassword\n#types\ttime\tstring\tstring\n1.5\t⟦mkovacs⟧\t⟦hunter⟧\n1.6\t⟦bob7⟧\t⟦letmein⟧\n",
    "INSERT INTO t (id, password) VALUES (1, 'hunter'::text), -- one\n(2, '⟦marigold⟧'), (3, crypt('x', gen_salt('bf'))), (4, '⟦tulip⟧')",
    "INSERT INTO t (id, password) VALUES ROW(1, '⟦hunter⟧'), ROW(2, _utf8'⟦marigold⟧')",
    "UPDATE t SET (id, password) = (1, '⟦hunter⟧')",
    "COPY t (id, password) FROM stdin WITH CSV;\n1,⟦hunter⟧\n2,⟦tulip⟧\n",
    "#Fields: time cs-username uri\n10:00 ⟦bokafor⟧ /\n10:01 - /\n10:02 - /\nbroken\n10:03 ⟦zokafor⟧ /\n",
    "> #Fields: time password uri\n> 10:00 ⟦hunter⟧ /\n> 10:01 ⟦tulip⟧ /\n",
]
STAYS = [
    "INSERT INTO colours (id, shade) VALUES (1, 'Violet'), (2, 'White');",
    "the values (a, b) are not (c, d)",
    "f(name)=(x + y)",
    "INSERT INTO t (first_name) VALUES ($1), (?), (NULL)",
    "INSERT INTO users (name, password) VALUES (%s, :password), (@n, $2), ('{}', '%s'), (s.name, hash(new.pw))",
    "my ($login, $pass, $acct) = (undef, undef, undef);",
    "(nd, nm) = (self.size, mask.size)",
    "#Fields: date time status\n2026-11 x 200\n",
]


@pytest.mark.parametrize("marked", FOUND)
def test_a_listed_columns_values_are_masked_whole(marked: str) -> None:
    assert left_clear(marked, MASK) == []


@pytest.mark.parametrize("text", STAYS)
def test_what_no_column_names_stays(text: str) -> None:
    assert MASK(text, None) == ()
