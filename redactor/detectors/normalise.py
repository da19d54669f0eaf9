"""Views of a text that have the same length, so that offsets hold: plain digits and dashes, lower case, digits misread as letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What an attacker, a phone keyboard or a typesetter writes for an ASCII digit, space, dash, dot, colon or at sign.
_ODD = re.compile(
    "[\u00a0\u2000-\u200a\u202f\u205f\u3000"  # spaces
    "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"  # dashes
    "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59"  # decimal digits of other scripts
    "\u2500-\u2570"  # lines that boxes are drawn with
    "\uff01-\uff5e\u3002\ufe52\ufe6b]"  # full-width forms, ideographic full stop, small forms
)
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_UPRIGHT, _LEVEL = "│┃┆┇┊┋╎╏║", "─━┄┅┈┉╌╍═"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"


@lru_cache(maxsize=512)
def _plain_char(char: str) -> str:
    if char in _SPACES:
        return " "
    if char in _DASHES:
        return "-"
    if char in "\u3002\ufe52":
        return "."
    if "\u2500" <= char <= "\u2570":
        return "|" if char in _UPRIGHT else "-" if char in _LEVEL else "+"
    plain = unicodedata.normalize("NFKC", char)
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    return plain if len(plain) == 1 else char


def plain(text: str) -> str:
    """``text`` with odd spaces, dashes, digits, lines of boxes and full-width forms as ASCII; of the same length.

    >>> plain("４１１１–１１１１")
    '4111-1111'
    """
    if text.isascii():
        return text
    return _ODD.sub(lambda match: _plain_char(match[0]), text)


def lowered(text: str) -> str:
    """``text.lower()`` of the same length: U+0130 is the one character whose lower case is longer."""
    return text.replace("\u0130", "i").lower()


#: The digits that programs which read pictures take for letters, and those letters.
_MISREAD = str.maketrans("OoQDIil|!ZzASsGbTBgq", "00001111122455667899")
_MISREAD_RUN = re.compile(r"(?<![^\W_])(?=[^0-9\s]{0,8}[0-9])[0-9OoQDIil|!ZzASsGbTBgq]{3,32}(?![^\W_])")


def as_digits(text: str) -> str:
    """``text`` of the same length, with letters that may be misread digits as those, in groups that are mostly digits.

    >>> as_digits("card A111 1l11, Sal, B12 and O143")
    'card 4111 1111, Sal, 812 and 0143'
    """
    return _MISREAD_RUN.sub(_mostly_digits, text)


def _mostly_digits(run: re.Match[str]) -> str:
    digits = sum(map(str.isdigit, run[0]))
    return run[0].translate(_MISREAD) if 2 * digits >= len(run[0]) else run[0]
