# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for numbers as they are said: ``my number is five five five, one two double four``, ``PIN? Customer: vier eins zwei zwei``.

Transcripts of calls have them. Digits are read singly, in pairs or in tens; words from CLDR's spell-out rules of each language.
"""

from __future__ import annotations

import re
from itertools import pairwise

from redactor.detectors.answers import ANSWER
from redactor.detectors.rows import Pattern

#: Language → its digits in order, and what else they are called.
DIGITS = {
    "en": "zero one two three four five six seven eight nine oh o nought naught niner double triple",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zwo doppel",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf double",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve doble",
    "it": "zero uno due tre quattro cinque sei sette otto nove doppio",
    "pt": "zero um dois três quatro cinco seis sete oito nove duas meia",
    "nl": "nul een twee drie vier vijf zes zeven acht negen één dubbel",
    "vi": "không một hai ba bốn năm sáu bảy tám chín tư lăm bẩy",
}
_TENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
    " zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
    " dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante"
    " diez once doce trece catorce quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
    " dieci venti trenta quaranta cinquanta sessanta settanta ottanta novanta dez vinte trinta quarenta cinquenta"
    " tien twintig dertig veertig vijftig zestig zeventig tachtig negentig mười mươi"
)
_WORDS = frozenset(word for words in (*DIGITS.values(), _TENS) for word in words.split())
_ONE = f"(?:{'|'.join(sorted(_WORDS, key=lambda word: (-len(word), word)))}|[0-9]{{1,4}})"
#: Between two of them: a blank or a mark, perhaps a word for a dash or for nothing.
_JOINT = r"(?:[ ]?(?:[,;–…-]|\.{1,3})\s?|\s)(?:(?:dash|hyphen|space|then|uh|um|er|and|und|et|y|e|bindestrich|strich|guion|tiret)[ ,]{1,2})?"


def _said(least: int) -> str:
    """``least`` numerals or more."""
    return rf"(?<![\w-])(?:plus[ ])?(?P<v>{_ONE}(?:{_JOINT}{_ONE}(?!\w)){{{least - 1},24}})(?![\w-])"


#: Two digits of one language: no number is said without.
_ANCHORS = tuple(
    dict.fromkeys(
        f"{first}{joint}{second}"
        for words in DIGITS.values()
        for first in words.split()
        for second in words.split()
        for joint in (" ", ", ", "-")
    )
)


#: What a name and its number are joined by; "… ending in", "… is, uh,".
_LINK = r"(?:['’]s)?(?:[ ](?:numbers?|digits?|nummer|no))?(?:[ ]{0,2}[:=,–-][ ]{1,2}|[ ](?:(?:is|was|are|ending|ends|in|on|at|lautet|ist|est|es|è|é|là|le|el|il|lo|het|with|uh|um|er|now|still)[ ,]{1,2}){0,4})"


def _named(names: str) -> str:
    return rf"(?<![\w-])(?:{names})(?:{_LINK}|{ANSWER})"


_REACH = (130, 40)
_PHONE = (
    r"(?:(?:tele)?phone|cell(?:phone)?|mobile|fax|landline|call[ -]?back|whatsapp|extension|ext)(?:[ ](?:number|no))?|(?:my|his|her|their|our|your)[ ](?:new[ ]|best[ ]|other[ ])?(?:number|digits)"
    r"|(?:telefon|handy|ruf|mobil|fax|durchwahl)\w{0,8}|nummer|(?:numéro|téléphone|portable)(?:[ ]de[ ](?:téléphone|portable))?|(?:número|teléfono|móvil|celular)(?:[ ]de[ ](?:teléfono|celular|móvil))?"
    r"|(?:numero|telefono|cellulare)(?:[ ]di[ ](?:telefono|cellulare))?|(?:telefone|telemóvel)|(?:telefoon|mobiel)\w{0,8}|số(?:[ ]điện[ ]thoại)?(?:[ ](?:của[ ])?(?:tôi|em|anh|chị|mình))?"
)
_CODE = (
    r"(?:security|access|verification|one[ -]time|door|gate|alarm)?[ ]?(?:pass)?code|p\.?i\.?n\.?|cvv2?|cvc2?|ccv|otp|password|passphrase"
    r"|passwort|geheimzahl|kennwort|código|codice|contraseña|senha|mot[ ]de[ ]passe|wachtwoord|mật[ ]khẩu|mã(?:[ ](?:pin|otp))?"
)
_NUMBER = (
    r"(?:account|routing|sort[ ]code|membership|policy|confirmation|passport|medicare|konto\w{0,8}|kunden\w{0,8}|ausweis\w{0,8}|compte|cuenta|conto|conta|rekening\w{0,8})(?:[ ](?:number|no|id|code|reference))?"
    r"|(?:customer|client|patient|employee|student|member|order|booking|reference|case|claim|licen[cs]e|tracking|insurance|tax|record|invoice|serial)[ ](?:number|no|id|code)|id"
    r"|last[ ](?:three|four|five|six|[3-6])(?:[ ](?:digits|numbers))?(?:[ ](?:of|on)[^.?!\n]{0,30})?|ending|ends|tài[ ]khoản|cccd|cmnd"
)
_CARD = r"(?:credit|debit|bank|visa|master)?[ ]?card(?:[ ](?:number|no))?|kreditkarte\w{0,8}|kartennummer|carte(?:[ ]bancaire)?|tarjeta|carta[ ]di[ ]credito|cartão|số[ ]thẻ|thẻ"
_EXPIRY = r"expir(?:y|es|ation)(?:[ ]date)?|exp(?:[ ]date)?|valid[ ](?:until|thru|through|to)|gültig[ ]bis"


def not_counted(value: str) -> bool:
    """Digits, and no counting: "one, two, three, four", "two hundred thousand"."""
    words = re.findall(r"\w+", value.lower())
    ones = max(_ORDERS, key=lambda digits: sum(word in digits for word in words))
    ranks = [ones.index(word) if word in ones else -1 for word in words]
    counted = sum(after - before == 1 for before, after in pairwise(ranks))
    return 2 * counted < len(words) and not {"hundred", "thousand"}.intersection(words)


_ORDERS = tuple(words.split()[:10] for words in DIGITS.values())


def _row(label: str, name: str, names: str, least: int = 3) -> Pattern:
    return Pattern(
        label, name, _named(names) + _said(least), None, (), 0.75, anchors=_ANCHORS, reach=_REACH, ignore_case=True
    )


ROWS = (
    _row("PHONE_NUMBER", "spoken_phone", _PHONE),
    _row("PHONE_NUMBER", "spoken_phone_called", r"(?:call|ring|reach|dial|text|phone)(?:[ ](?:me|us|him|her|them))?(?:[ ]back)?", 5),
    _row("US_SSN", "spoken_ssn", r"social(?:[ ]security)?(?:[ ]number)?|ssn"),
    _row("CREDIT_CARD", "spoken_card", _CARD),
    _row("DATE_TIME", "spoken_expiry", _EXPIRY),
    _row("SECRET", "spoken_code", _CODE),
    _row("ID_NUMBER", "spoken_id", _NUMBER),
    _row("ADDRESS", "spoken_postcode", r"zip(?:[ ]code)?|post[ -]?code|postleitzahl|plz", 4),
    # So many of them count nothing.
    Pattern("ID_NUMBER", "spoken_number", _said(8), not_counted, (), 0.6, anchors=_ANCHORS, reach=_REACH, ignore_case=True),
)  # fmt: skip
