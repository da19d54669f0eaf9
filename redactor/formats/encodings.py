"""Whether bytes that call themselves nothing are text that is read as UTF-8 or any 8-bit code page: ASCII stands in it as
itself, so that patterns see it. What is not would seem to hold nothing to find, and pass."""

from __future__ import annotations

import codecs
import re

#: So much of a text is looked at.
LOOK_BYTES = 4096
#: Fewer bytes than this tell nothing.
_LEAST_BYTES = 4
#: Controls that texts have: backspace (overstruck pages), tab, line ends, form feed, and the escape of terminals.
_TEXT_CONTROLS = b"\b\t\n\v\f\r\x1b"
_CONTROLS = bytes(byte for byte in (*range(32), 127) if byte not in _TEXT_CONTROLS)
_BELOW_BLANK = bytes(range(32))
_PRINTED = bytes(range(32, 127))
#: Bytes that code pages 037, 500, 1140 … (EBCDIC) print as a sign of ASCII, and their line ends; and those of Hebrew letters
#: and the blank in code page 424, which are letters and ``@`` in ASCII.
_EBCDIC = bytes(byte for byte in range(256) if " " <= bytes([byte]).decode("cp037") <= "~") + b"\x15\x25\r\n"
_HEBREW = bytes(byte for byte in range(256) if "א" <= bytes([byte]).decode("cp424", "replace") <= "ת") + b"@"
#: Ideographs, kana, Hangul, their marks in full width, and the blanks, digits and line ends between them.
_EAST_ASIAN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9f\r\n 0-9.,()+-]{2,}")
_INDIC = b"\t\n\v\f\r"
_EAST_ASIAN_CODES = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "tis_620")
#: Digits, blank and marks of ASCII: controls in EBCDIC, but for a line's end.
_NO_EBCDIC = bytes(byte for byte in range(0x20, 0x40) if byte != 0x25)


def is_foreign(data: bytes) -> bool:
    """Whether ``data`` surely is no such text: UTF-16 or UTF-32 without a mark, EBCDIC, or no text at all.

    >>> [is_foreign(f"Tôi tên là Nguyễn Văn Đức {end}".encode(code)) for code, end in (("utf-16-le", ""), ("utf-8", ""))]
    [True, False]
    >>> is_foreign("Dear Niels, call Ann".encode("cp037")), is_foreign(b"one\\x01two\\x01three\\x01four\\x01")
    (True, False)
    """
    data = data[:LOOK_BYTES]
    if len(data) < _LEAST_BYTES:
        return False
    controls = data.translate(None, _all_but(_CONTROLS))
    utf8 = _is_utf8(data)
    if _has_ebcdic_blanks(data, utf8=utf8) or _is_indic(data) or (not utf8 and _is_east_asian(data, controls)):
        return True
    if not controls:
        return not utf8 and _is_ebcdic(data)
    return _is_wide(data, controls, utf8=utf8) or (
        not utf8 and (_is_ebcdic(data) or (len(controls) > 0.01 * len(data) and len(set(controls)) >= 5))
    )


def _is_wide(data: bytes, controls: bytes, *, utf8: bool) -> bool:
    """UTF-16 and UTF-32: every other byte is the small number of a script (or all but one of four), or, where there are
    thousands of signs, the zeros of blanks, digits and line ends stand at even places alone, or at odd ones."""
    lanes = data[0::2], data[1::2]
    low, high = sorted(len(lane.translate(None, _all_but(_BELOW_BLANK))) / len(lane) for lane in lanes)
    if high >= 0.8 and low <= 0.6 and len(controls) > 0.1 * len(data):
        return True
    zeros = sorted(lane.count(0) for lane in lanes)
    printed = len(data) - len(data.translate(None, _PRINTED))
    one_lane = zeros[0] == 0 < zeros[1] and (
        zeros[1] >= 0.4 * len(lanes[0]) or (not utf8 and printed < 0.7 * len(data))
    )
    return one_lane or _is_utf32(data)


def _is_indic(data: bytes) -> bool:
    """UTF-16 of India's scripts: their numbers are tabs and line ends in ASCII, between which digits and letters would stand."""
    if len(data) < 8 or len(data.translate(None, _INDIC)) > 0.6 * len(data):
        return False
    lanes = data[0::2], data[1::2]
    for numbers, others in (lanes, lanes[::-1]):
        signs = sum(not chr(byte).isalnum() and not chr(byte).isspace() for byte in others)
        # Lines of one sign, as ".\n.\n", are none.
        if (
            max(map(numbers.count, _INDIC)) >= 0.8 * len(numbers)
            and signs >= 0.2 * len(others)
            and len(set(others)) > 1
        ):
            return True
    return False


def _is_east_asian(data: bytes, controls: bytes) -> bool:
    """UTF-16 of Chinese, Japanese or Korean, in which no byte tells: all signs are of these, and it is no other code of theirs."""
    for code in ("utf-16-le", "utf-16-be"):
        try:
            text = data[: len(data) & ~1].decode(code)
        except UnicodeDecodeError:
            continue
        if _EAST_ASIAN.fullmatch(text):
            return bool(controls) or not any(_decodes(data, each) for each in _EAST_ASIAN_CODES)
    return False


def _decodes(data: bytes, code: str) -> bool:
    try:
        codecs.getincrementaldecoder(code)().decode(data)  # it may be cut inside a sign
    except UnicodeDecodeError:
        return False
    return True


def _is_utf32(data: bytes) -> bool:
    quarters = len(data) // 4
    zeros = [data[at::4].count(0) for at in range(4)]
    return max(zeros[0], zeros[3]) >= 0.95 * quarters and sum(zeros) >= 1.4 * quarters


def _is_ebcdic(data: bytes) -> bool:
    """Nearly all signs of ASCII by the one code, few by the other; or the blanks of the one and none of the other."""
    printed = len(data) - len(data.translate(None, _PRINTED))
    blanks = b" " not in data and data.count(0x40) >= 0.05 * len(data)
    return printed < 0.5 * len(data) and (blanks or len(data.translate(None, _EBCDIC)) <= 0.1 * len(data))


def _has_ebcdic_blanks(data: bytes, *, utf8: bool) -> bool:
    """Blanks that are ``@`` in ASCII, and nothing that is a control in EBCDIC. Where all is ASCII, Hebrew letters between them."""
    if (
        not data.count(b"@") >= 0.03 * len(data) > 0
        or b"\n" in data
        or len(data.translate(None, _NO_EBCDIC)) < len(data)
    ):
        return False
    return not utf8 or len(data.translate(None, _HEBREW)) <= 0.25 * len(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    return True


def _all_but(kept: bytes) -> bytes:
    return _OTHERS[kept]


_OTHERS = {kept: bytes(byte for byte in range(256) if byte not in kept) for kept in (_CONTROLS, _BELOW_BLANK)}
