"""Scripts that write no blanks: how a value begins and ends in them, and what they put between a name and its value."""

from __future__ import annotations

import re

_HAN_AND_KANA = "\u3005-\u30ff\u4e00-\u9fff"
#: A character of a script that parts words by no blanks.
UNSPACED = re.compile(f"[{_HAN_AND_KANA}]")
#: As that, and of Hangul, whose words carry particles: none of these goes on with a value in Latin letters or digits.
ENDS_A_VALUE = re.compile(f"[{_HAN_AND_KANA}\uac00-\ud7af]")
#: "Is", right behind the name, in Chinese, Japanese and Korean.
PARTICLES = "是为為はが는은이가"
