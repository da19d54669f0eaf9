"""Whether bytes that call themselves nothing are text that is read as UTF-8 or any 8-bit code page: ASCII stands in it as
itself, so that patterns see it. What is not would seem to hold nothing to find, and pass."""

from __future__ import annotations

#: So much of a text is looked at.
LOOK_BYTES = 4096
#: Fewer bytes than this tell nothing.
_LEAST_BYTES = 16
#: Controls that texts have: backspace (overstruck pages), tab, line ends, form feed, and the escape of terminals.
_TEXT_CONTROLS = b"\b\t\n\v\f\r\x1b"
_CONTROLS = bytes(byte for byte in (*range(32), 127) if byte not in _TEXT_CONTROLS)
_BELOW_BLANK = bytes(range(32))
_PRINTED = bytes(range(32, 127))
#: Bytes that code pages 037, 500, 1140 … (EBCDIC) print as a sign of ASCII, and their line ends.
_EBCDIC = bytes(byte for byte in range(256) if " " <= bytes([byte]).decode("cp037") <= "~") + b"\x15\x25\r\n"


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


def _is_utf32(data: bytes) -> bool:
    quarters = len(data) // 4
    zeros = [data[at::4].count(0) for at in range(4)]
    return max(zeros[0], zeros[3]) >= 0.95 * quarters and sum(zeros) >= 1.4 * quarters


def _is_ebcdic(data: bytes) -> bool:
    """Nearly all signs of ASCII by the one code, few by the other; or the blanks of the one and none of the other."""
    printed = len(data) - len(data.translate(None, _PRINTED))
    blanks = b" " not in data and data.count(0x40) >= 0.05 * len(data)
    return printed < 0.5 * len(data) and (blanks or len(data.translate(None, _EBCDIC)) <= 0.1 * len(data))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    return True


def _all_but(kept: bytes) -> bytes:
    return _OTHERS[kept]


_OTHERS = {kept: bytes(byte for byte in range(256) if byte not in kept) for kept in (_CONTROLS, _BELOW_BLANK)}
