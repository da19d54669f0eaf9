"""Text in an encoding that is not read is recognised, and withheld; every 8-bit text is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from faker import Faker
from program import redact_batch

from redactor.formats.encodings import is_foreign

LOCALES = ("vi_VN", "ru_RU", "zh_CN", "ja_JP", "ko_KR", "el_GR", "he_IL", "ar_AA", "hi_IN", "th_TH", "de_DE", "en_US")
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
EBCDIC = ("cp037", "cp500", "cp1140", "cp273", "cp875")
READ = (
    "utf-8", "cp1252", "iso8859-2", "iso8859-15", "cp1251", "koi8-r", "iso8859-7", "cp1255", "cp1256", "tis-620",
    "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "cp1258", "cp850", "cp866", "mac-roman", "iso2022_jp",
)  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_not_read_is_told_from_what_is(locale: str) -> None:
    fake = Faker(locale)
    fake.seed_instance(7)
    texts = [fake.text(300), "\n".join(f"{fake.name()},{fake.phone_number()}" for _ in range(8))]
    for text in texts:
        assert all(is_foreign(text.encode(code)) for code in WIDE)
        for codes, foreign in ((EBCDIC, True), (READ, False)):
            for code in codes:
                try:
                    data = text.encode(code)
                except UnicodeEncodeError:
                    continue
                assert is_foreign(data) is foreign, code


@pytest.mark.parametrize("locale", LOCALES)
def test_names_are_told_by_less(locale: str) -> None:
    """Two words, and a line of a table: in what is not read, all but a few of the shortest; in what is read, few are withheld."""
    fake = Faker(locale)
    fake.seed_instance(9)
    names = [name for name in (fake.name() for _ in range(60)) if len(name) > 4]
    texts = [*(f"{name}, {fake.phone_number()}\n" for name in names), *names]
    for codes, foreign in (((*WIDE, *EBCDIC, "cp424"), True), (READ, False)):
        for code in codes:
            told = []
            for text in texts:
                try:
                    told.append(is_foreign(text.encode(code)) is foreign)
                except UnicodeEncodeError:
                    continue
            east = foreign and code in WIDE and locale in ("zh_CN", "ja_JP", "ko_KR")
            assert sum(told) >= (0.85 if east else 0.95) * len(told), code


@pytest.mark.parametrize("text", ["Ann", "Ann Lee", "Иван", "דוד כהן", "Müller", "प्रदीप"])
def test_of_a_few_letters_what_can_be_told(text: str) -> None:
    wide = [code for code in WIDE if len(text.encode(code)) > 6]
    assert all(is_foreign(text.encode(code)) for code in wide)
    assert not is_foreign(text.encode("utf-8"))
    if text.isascii() and " " in text:
        assert all(is_foreign(text.encode(code)) for code in EBCDIC)
    if text == "דוד כהן":
        assert is_foreign(text.encode("cp424"))


@pytest.mark.parametrize(
    "data",
    [
        b"root@localhost",
        b"a@b",
        b"@ann@bob",
        b"M\xfcller",
        b"caf\xe9",
        b"-\n-\n-\n",
        b"Y\tN\tY\tN\t",
        b"\xc9lan",
        b"name\x01phone\x01mail\x01" * 9,  # Hive
        b"8=FIX.4.2\x019=178\x0135=8\x01" * 9,
        b"one\0two\0three\0four\0five\0six\0",
        b"Y\nN\nY\nY\nN\nY\nN\nN\nY\n",
        b"N\x08NA\x08AM\x08ME\x08E\n",
        b"\x1b[31mred\x1b[0m and \x1b[1mbold\x1b[0m",
        b"m\xfcller@example.de\n" * 9,
        b"\t\t\t\n\t\t\t\n\t\t\t\n\t\t\t\n",
    ],
)
def test_odd_texts_are_texts(data: bytes) -> None:
    assert not is_foreign(data)


@pytest.mark.parametrize("code", ["utf-16-le", "utf-16-be", "utf-32-be", "cp037"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl"])
def test_nothing_of_such_a_file_is_given_out(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "in").mkdir()
    text = "name,mail\nIvan,niels@example.com\n" if code == "cp037" else "имя,почта\nИван Петров,niels@example.com\n"
    (tmp_path / "in" / name).write_bytes(text.encode(code) * 9)
    done = redact_batch(tmp_path / "in", tmp_path / "out", "--label", "EMAIL_ADDRESS")
    assert done.returncode == 1 and f"{name}: unsupported-encoding" in done.stderr.decode()
    assert not (tmp_path / "out" / name).exists()
    piped = redact_batch("--label", "EMAIL_ADDRESS", stdin=(tmp_path / "in" / name).read_bytes())
    assert (piped.returncode, piped.stdout) == (1, b"")
