# ruff: noqa: E501 - an expression can be copied whole
"""Where a value of each shape ends that begins at a place in running text: right or wrong, with any separators."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from redactor.detectors.secret_values import beside_secret, likely_secret, mixed_secret, worded_secret
from redactor.detectors.unspaced import ENDS_A_VALUE

_CHUNK = re.compile(r"[0-9A-Za-z*•]{1,40}(?:[./·–-][0-9A-Za-z*•]{1,40}){0,12}")
_DATE = re.compile(
    r"(?:[0-9]{1,2}[-./ ][0-9]{1,2}[-./ ](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}|(?:19|20)[0-9]{2}(?:[-–/](?:19|20)?[0-9]{2})?)(?![0-9A-Za-z])"
)
_DECIMAL = re.compile(r"[0-9]{1,3}[.,][0-9]+")
_MONTHLESS = re.compile(r"(?:[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,4}|[0-9]{4,8})(?![-./][0-9])")
_PHONE = re.compile(
    r"\+?[ ]?[\[(]?[0-9](?:[ ]{0,2}(?:[\[\]().\t/_·•*~–—-]{0,2}|\)\r?\n)[ ]{0,2}[0-9]){4,24}(?:[ ]?(?:ext(?:ension|n)?\.?|x|#)[ .:]{0,2}[0-9]{1,6})?"
)
_CARD = re.compile(r"[0-9*xX•](?:[ \t./_·•–,\u200b-]{0,3}(?:\r?\n[ \t>]{0,4})?[0-9*xX•]){11,22}")
_BEFORE_LAST = re.compile(r"(?s).*[^0-9](?=[0-9*xX•]+\Z)")
_FOUR_FOURS = re.compile(r"[0-9]{4}([ \t./_·•–,-]{1,3})[0-9]{4}\1[0-9]{4}\1[0-9]{1,4}(?:\1[0-9]{1,3})?(?![0-9])")
_LAST_FOUR = re.compile(r"[0-9]{4}(?![0-9A-Za-z]|[.,:/-][0-9]|[ ][0-9])")
_IBAN = re.compile(r"[A-Z]{2}[ ]?[0-9O]{2}(?:[ \t./_-]{0,2}(?:\r?\n[ \t>]{0,4})?[0-9A-Z*]){8,32}", re.IGNORECASE)
_IP = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:/[0-9]{1,2})?")
_MAC = re.compile(
    r"[0-9A-Fa-f]{1,2}(?:[:-][0-9A-Fa-f]{1,2}){5}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12}"
)
_EMAIL = re.compile(
    r"[\w.+-]{1,64}(?:[ ]\.[ ][\w+-]{1,40}){0,2}[ ]?(?:@|#|\(at\)|\[at\]|[ ]at[ ])[ ]?[\w-]{1,60}(?:[ ]?[.,]{1,2}[ ]?[A-Za-z]{2,12}){1,4}"
)
_HANDLE = re.compile(r"@?[0-9A-Za-z][\w.@+-]{1,60}")
_NAME_WORDS = re.compile(
    r"[^\W\d_a-z][^\W\d_]*(?:['’.-]{1,2}[^\W\d_]+)*\.?(?:,?[ ](?:(?:van|von|der|den|de|da|do|dos|del|di|la|le|y|e|zu|af|bin|ibn|al)[ ]){0,3}[^\W\d_a-z][^\W\d_]*(?:['’.-]{1,2}[^\W\d_]+)*\.?){0,5}"
)
_LOWER_NAME = re.compile(r"[^\W\d_]{2,20}(?:[ '-][^\W\d_]{2,20}){1,3}(?=[ \t]*(?:$|[\r\n,;|<]|[ ]{2}))", re.MULTILINE)
_TO_END = re.compile(r"[^\r\n|;<>{}\"=\t]{2,120}")
_NEXT_LABEL = re.compile(
    r"[ ]{2,}|[ ,]{1,2}[^\W\d_]{2,20}(?:[ ][^\W\d_]{2,15}){0,2}[ ]?:|[.](?:[ ]|$)(?<!\b(?:St|No|Av|Rd|Dr|Ln|Mr|Ms|Sq|Pl|Fl|Bd|Nr|nr|ul|al|pl|os)\.[ ])(?<!\b(?:Ave|Apt|Ste|Mrs|Hwy|Cir)\.[ ])(?<![Ss]tr\.[ ])(?<!\b(?:Blvd|Bldg|Pkwy)\.[ ])"
)
#: A number of a house or box beside letters; and what an address has not.
_HOUSE = re.compile(
    r"(?<![^\W_])[0-9]{1,6}[A-Za-z]?[ ,.-].{0,60}[^\W\d_]{2}|[^\W\d_]{2}.{0,60}[ .#-][0-9]{1,6}[A-Za-z]?(?![^\W_])"
)
_CODE_MARK = re.compile(r"[()\[\]{}\\%]|(?<![\w.])\$|\$[^\w]|::|0x")
_SHORT_CODE = re.compile(r"(?:[0-9]{3}[ -][0-9]{3}|[0-9]{3,8}|(?=[A-Z]*[0-9])[0-9A-Z]{4,8})(?![./:,-][0-9])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
#: Small letters that digits follow, and no word of a sentence.
LETTERS = (
    r"(?!(?:age|an|and|any|are|as|at|be|but|by|can|day|did|do|each|el|fig|for|from|get|got|had|has|have|he|her|him|his|if|in|into|is|it|its|just|la|last|le|"
    r"len|line|max|me|min|more|my|nbr|next|no|nor|not|now|num|of|off|on|only|or|our|out|over|page|per|plus|room|row|seat|she|size|so|step|than|that|"
    r"the|then|they|this|to|type|up|us|use|used|via|was|we|week|were|when|will|with|year|you|your)[ ])[a-z]{1,4}[ ](?=[0-9])"
)
_LETTERS = re.compile(LETTERS)
#: How many of what is counted: "my account 1500 points", "the new address is 12 bytes long".
AMOUNT = (
    r"[0-9]{1,6}[ -](?:[kmg]b|bytes?|bits?|lines?|words?|char(?:acter)?s?|digits?|letters|pages|rows|columns|items|rooms|guests|people|users|customers|"
    r"followers|members|shares|votes|views|times|seconds|min(?:ute)?s?|hours?|days?|weeks?|months?|years?|points|miles|credits|dollars|bucks|euros?|pounds|"
    r"usd|eur|gbp|percent|limit|fee|bonus)(?![^\W_])"
)
_AMOUNT = re.compile(AMOUNT, re.IGNORECASE)
_SENTENCE = re.compile(r"(?:['’][a-z]{1,2})?[ ][a-z]{2}")
_COLON = re.compile(r"[ ]?[:=]")
_ANOTHER = re.compile(r"[ ][^\W\d_]+")
_PLACE_END = re.compile(r"(?![\w'’@(])(?![ ]?:)")

#: From a place in a text to the end of the value that begins there (the same place where none does).
Taker = Callable[[str, int, bool], int]


def _digits(value: str) -> int:
    return sum("0" <= char <= "9" for char in value)


def _ends(text: str, end: int) -> bool:
    """No letter, digit or at sign carries on; what a script without blanks puts behind a value does not."""
    return (
        end >= len(text) or not (text[end].isalnum() or text[end] in "@_%") or ENDS_A_VALUE.match(text, end) is not None
    )


def _matched(pattern: re.Pattern[str]) -> Taker:
    def take(text: str, at: int, strong: bool) -> int:
        match = pattern.match(text, at)
        return match.end() if match and _ends(text, match.end()) else at

    return take


def _phone(text: str, at: int, strong: bool) -> int:
    match = _PHONE.match(text, at)
    if match is None:
        return at
    end = match.end()
    while (
        _digits(text[at:end]) > 17
        or not _ends(text, end)
        or (_digits(text[at:end]) > 10 and _ends_with_date(text, at, end))
    ):
        cut = max(text.rfind(" ", at, end), text.rfind("\t", at, end))
        if cut <= at:
            return at
        end = len(text[at:cut].rstrip(" \t(.-/")) + at
    if not strong and (_digits(text[at:end]) < 6 or _begins_with_date(text, at, end)):
        return at
    return end


def _begins_with_date(text: str, at: int, end: int) -> bool:
    """Does a value begin with a date? ``01 42 68 53 00`` goes on with the same mark."""
    date = _DATE.match(text, at)
    if date is None:
        return False
    mark = text[date.end() : date.end() + 1]
    return not (date.end() < end and mark in date[0] and not re.search("[0-9]{4}", date[0]))


def _ends_with_date(text: str, at: int, end: int) -> bool:
    """Is the last group of a value a whole date?"""
    last = text.rfind(" ", at, end) + 1
    return last > at and _DATE.fullmatch(text, last, end) is not None and _digits(text[last:end]) > 4


def _card(text: str, at: int, strong: bool) -> int:
    match = _FOUR_FOURS.match(text, at) or _CARD.match(text, at)
    if match is None:
        last = _LAST_FOUR.match(text, at)
        return last.end() if last and (strong or not (_YEAR.fullmatch(last[0]) or _AMOUNT.match(text, at))) else at
    end = match.end()
    while _digits(text[at:end]) > 19 or (end < len(text) and text[end].isdigit()):
        shorter = _BEFORE_LAST.match(text[at:end])
        if shorter is None:
            return at
        end = at + len(shorter[0].rstrip(" \t./_·•–,-\r\n>"))
    masked = strong or re.search(r"[*xX•]{4}", text[at:end]) is not None
    return end if _digits(text[at:end]) >= 12 or (masked and _digits(text[at:end]) >= 2) else at


def _iban(text: str, at: int, strong: bool) -> int:
    match = _IBAN.match(text, at)
    if match is None:
        return at
    end, groups = at, 0
    for chunk in re.finditer(r"[0-9A-Za-z*]+", text[at : match.end()]):
        size = len(chunk[0])
        telling = any(map(str.isdigit, chunk[0])) or chunk[0].isupper() or "*" in chunk[0]
        if groups and (not telling or size > 4):
            break
        end, groups = at + chunk.end(), groups + 1
        if groups > 1 and size < 4 and not (groups == 2 and size == 2):
            break
    return end


def _without_word(text: str, at: int, value: str) -> str:
    """``value``, which begins at ``at``, without the "I" or "A" that a sentence goes on with."""
    return value[:-2] if value[-2:] in (" I", " A") and _SENTENCE.match(text, at + len(value)) else value


def _number(most: int, least: int, groups: int) -> Taker:
    """Groups of letters and digits, the first with a digit soon, none a word; at least ``least`` digits behind a blank, or three
    behind letters: "my claim number is kyf 176", as people write in a chat."""

    def take(text: str, at: int, strong: bool) -> int:
        end, size, digits, before, spelt = at, 0, 0, 0, False
        for count, chunk in enumerate(_CHUNK.finditer(text, at, at + 160)):
            value = chunk[0]
            numbers = _digits(value)
            letters = _LETTERS.match(text, chunk.start()) is not None
            spelt |= letters
            telling = numbers > 0 or (value.isupper() and len(value) <= 4) or "*" in value or letters
            apart = chunk.start() - end > (2 if count else 0) or text[end : chunk.start()].strip(" ")
            if apart or not telling or count == groups or size + len(value) > most:
                break
            if digits >= 5 and before != 4 and _DATE.fullmatch(value):  # a date or year behind a number is none of it
                break
            end, size, digits, before = chunk.end(), size + len(value), digits + numbers, len(value)
        value = text[at:end].rstrip("*• ")
        while len(last := value.rpartition(" ")[2]) > 2 and last != value and not _digits(last):
            value = value[: -len(last) - 1]
        end = at + len(_without_word(text, at, value))
        value = text[at:end]
        if (
            digits < (2 if strong else 3 if spelt else least)
            or (not strong and (_YEAR.fullmatch(value) or _AMOUNT.match(text, at)))
            or sum(map(str.isalnum, value)) < 3
            or not _ends(text, end)
            or _DECIMAL.fullmatch(value)
        ):
            return at
        return at if not strong and _DATE.fullmatch(value) else end

    return take


def _name(text: str, at: int, strong: bool) -> int:
    match = (_NAME_WORDS.match(text, at) or _LOWER_NAME.match(text, at)) if strong else None
    if match is None:
        return at
    end = match.end()
    # "Name: ROSA DIAZ DOB: …": the word in front of a colon is the next name.
    if _COLON.match(text, end):
        return at + max(match[0].rfind(" "), 0)
    quoted = text[end : end + 1] == "'" == text[at - 1 : at] and "==" not in text[at - 4 : at]
    return end if quoted or (_PLACE_END.match(text, end) and not _ANOTHER.match(text, end)) else at


def _line(text: str, at: int, strong: bool) -> int:
    match = _TO_END.match(text, at) if strong else None
    if match is None:
        return at
    stop = _NEXT_LABEL.search(match[0])
    return at + len((match[0][: stop.start()] if stop else match[0]).rstrip(" .,"))


def _address(text: str, at: int, strong: bool) -> int:
    end = _line(text, at, strong)
    return end if _HOUSE.search(text, at, end) and not _CODE_MARK.search(text, at, end) else at


def _code(text: str, at: int, strong: bool) -> int:
    match = _SHORT_CODE.match(text, at)
    return match.end() if match and _ends(text, match.end()) else at


def _handle(text: str, at: int, strong: bool) -> int:
    match = _HANDLE.match(text, at) if strong else None
    if match is None:
        return at
    end = at + len(match[0].rstrip(".-"))
    # "username = self.user" is code; with a digit, in quotes or behind a colon it is somebody.
    telling = re.search(r"[0-9]", text[at:end]) or (
        re.search(r"[._]", text[at:end]) and re.search(r"[:\"'`]", text[max(0, at - 3) : at])
    )
    return end if telling and (end >= len(text) or text[end] not in "([{/\\:") else at


#: Between a heading and what stands under it: an empty line, and what opens a block of code.
BLANK_LINE = r"(?:[ \t>]{0,8}(?:`{3}\w{0,12})?[ \t]{0,4}\r?\n){1,2}"
#: A line of one word, under a label: "Password:", and the value below.
_ALONE = re.compile(r"[^\s<{\[(\"'=@]\S{2,78}[^\s:,;{(\[>](?=[ \t]*(?:[\r\n]|\Z))")
_UNDER_LABEL = re.compile(
    rf"(?P<colon>:?)[*_ \t]{{0,6}}\r?\n(?:[=~-]{{3,40}}\r?\n)?(?P<apart>{BLANK_LINE})?[ \t>*]{{0,8}}\Z"
)


def _secret(text: str, at: int, strong: bool) -> int:
    """A word that has a line of its own, and says nothing about what the line above names."""
    value, above = _ALONE.match(text, at), _UNDER_LABEL.search(text, max(0, at - 60), at)
    if value is None or above is None:
        return at
    if above["apart"]:  # a chapter about passwords begins with many a word
        return value.end() if beside_secret(value[0]) else at
    told = mixed_secret(value[0]) or (above["colon"] and (likely_secret(value[0]) or worded_secret(value[0])))
    return value.end() if told else at


_PLATE_GROUPS = re.compile(r"[^\W_a-z]{1,8}(?:[ .·・-]{1,4}[^\W_a-z]{1,6}(?![^\W_])){0,4}(?![^\W_])")
#: As people type one: "m-ab 123".
_TYPED_PLATE = re.compile(r"(?=[a-z .-]{2,8}[0-9])[a-z]{1,3}(?:[ .-][0-9a-z]{1,4}){1,3}(?![^\W_])")
_GOES_ON = re.compile(r":|-[a-z]")
_ANY_CASE = _number(10, 2, 4)


def _plate(text: str, at: int, strong: bool) -> int:
    """Up to five groups of capitals, digits and letters without case, ten together; behind a blank with both. Behind a colon in
    small letters too."""
    match = _PLATE_GROUPS.match(text, at) or (_TYPED_PLATE.match(text, at) if strong else None)
    if match is None or not any(map(str.isdigit, match[0])):
        return _ANY_CASE(text, at, strong)
    value = match[0]
    while " " in value and sum(map(str.isalnum, value)) > 10:
        value = value[: value.rindex(" ")].rstrip(" .·・-")
    value = _without_word(text, at, value)
    mixed = any(map(str.isalpha, value)) or sum(map(str.isdigit, value)) > 4
    fits = any(map(str.isdigit, value)) and (strong or mixed) and not _GOES_ON.match(text, at + len(value))
    return at + len(value) if fits else at


TAKERS: Mapping[str, Taker] = {
    "phone": _phone,
    "card": _card,
    "iban": _iban,
    "iban_form": _iban,
    "number": _number(40, 4, 9),
    "id_number": _number(40, 5, 9),
    "licence": _number(30, 5, 6),
    "code": _number(40, 6, 1),
    "ssn": _number(16, 4, 6),
    "plate": _plate,
    "plate_number": _plate,
    "postcode": _number(10, 3, 3),
    "long_postcode": _number(10, 3, 3),
    "date": _matched(_MONTHLESS),
    "month_year": _matched(re.compile(r"[0-9]{1,2}[ ]?[-/. ]?[ ]?(?:20)?[0-9]{2}")),
    "card_code": _matched(re.compile(r"[0-9]{3,4}")),
    "pin": _code,
    "ip": _matched(_IP),
    "mac": _matched(_MAC),
    "email": _matched(_EMAIL),
    "name": _name,
    "place": _name,
    "address_line": _address,
    "address": _address,
    "handle": _handle,
    "login": _handle,
    "anything": _secret,
}
