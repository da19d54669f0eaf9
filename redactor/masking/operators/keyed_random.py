"""Keyed draws: choices that look random and are the same for the same value, with no state anywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from redactor.keys import Key

_TRIES = 64
#: Ranges of letters for scripts other than Latin: a surrogate keeps the script.
_ALPHABETS = (
    ("\u0370", "\u03ff", "αβγδεζηθικλμνοπρστυφχψω"),
    ("\u0400", "\u04ff", "абвгдежзиклмнопрстуфхцчшэюя"),
    ("\u0590", "\u05ff", "אבגדהוזחטיכלמנסעפצקרשת"),
    ("\u0600", "\u06ff", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    ("\u0900", "\u097f", "अआइउकखगघचछजटडतदनपफबमयरलवशसह"),
    ("\u0e00", "\u0e7f", "กขคงจชซดตถทธนบปผพมยรลวสหอ"),
    ("\u3040", "\u309f", "あいうえおかきくけこさしすせそたちつてとなにのはまみもやゆよらりるわ"),
    ("\u30a0", "\u30ff", "アイウエオカキクケコサシスセソタチツテトナニノハマミモヤユヨラリルワ"),
    ("\u4e00", "\u9fff", "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程明华文建国志伟秀英玉兰"),
    ("\uac00", "\ud7af", "김이박최정강조윤장임한오서신권황안송류전홍민준서연지우현수영"),
)
_LATIN = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=8192)
def _number(key: Key, purpose: str, value: str) -> int:
    return int(key.digest(purpose, value)[:32], 16)


@dataclass(frozen=True, slots=True)
class Draws:
    """The choices for one value: each is named, so that adding one does not move the others."""

    key: Key
    label: str
    value: str
    attempt: int = 0

    def number(self, what: str, below: int) -> int:
        """A number in ``range(below)``."""
        return _number(self.key, f"surrogate:{self.label}:{what}:{self.attempt}", self.value) % below

    def one(self, what: str, choices: Sequence[str], never: Collection[str] = ()) -> str:
        """One of ``choices`` whose case-folded form is not in ``never`` (unless all are)."""
        found = choices[self.number(what, len(choices))]
        for turn in range(1, _TRIES):
            if found.casefold() not in never:
                return found
            found = choices[self.number(f"{what}/{turn}", len(choices))]
        return found

    def digits(self, what: str, count: int) -> str:
        """``count`` decimal digits."""
        found = ""
        while len(found) < count:
            found += f"{self.number(f'{what}+{len(found)}', 10**18):018d}"
        return found[:count]

    def sign(self, what: str, like: str) -> str:
        """Another character of the same kind: digit, letter of the script and case, or ``like`` itself."""
        if like.isdigit():
            return "0123456789"[self.number(what, 10)]
        if not like.isalpha():
            return like
        alphabet = next((letters for low, high, letters in _ALPHABETS if low <= like <= high), _LATIN)
        found = alphabet[self.number(what, len(alphabet))]
        return found.upper() if like.isupper() else found

    def shape(self, text: str, what: str = "shape") -> str:
        """``text`` with every letter and digit drawn anew; a first digit other than 0 stays other than 0."""
        found = [self.sign(f"{what}{place}", char) for place, char in enumerate(text)]
        for place, char in enumerate(text):
            if char.isdigit() and char != "0" and found[place] == "0" and not text[place - 1 : place].isalnum():
                found[place] = "123456789"[self.number(f"{what}:first{place}", 9)]
        return "".join(found)


def cased(word: str, like: str) -> str:
    """``word`` in the case of ``like``: capitals, small letters, or as the list has it."""
    letters = [char for char in like if char.isalpha()]
    if len(letters) > 1 and like.isupper():
        return word.upper()
    return word.lower() if like.islower() else word


def latin(word: str) -> bool:
    """True for letters of the Latin alphabet, accents included."""
    return all(char < "\u0250" or "\u1e00" <= char <= "\u1eff" for char in word)
