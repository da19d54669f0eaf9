# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for names of persons that their own form gives away: in the names of files, by endings, patronymics and titles.

The tagger reads English; names in other scripts and in names of files it seldom sees. What is taken here is what grammar or
a title says, not a list of all names.
"""

from __future__ import annotations

import re

from redactor.detectors.rows import Pattern

_PAPER = (
    r"(?:cv|resum[eé]|résumé|lebenslauf|curriculum(?:[_-]?vitae)?|vitae|passport|reisepass|passeport|pasaporte|driver[_-]?licen[cs]e|drivers[_-]?license|ssn|id[_-]?card|birth[_-]?cert(?:ificate)?|cover[_-]?letter|bewerbung"
    r"|payslip|pay[_-]?stub|w-?2|w-?4|1099|medical[_-]?records?|offer[_-]?letter|contract|headshot|portrait|transcript|diploma|nda|timesheet|invoice|statement)"
)
_FILE = r"(?:[_-][0-9A-Za-z]{1,12}){0,3}\.(?:docx?|pdf|odt|rtf|txt|pages|jpe?g|png|heic|tiff?|zip)(?![\w])"
#: Words that stand in the names of such files and are nobody's.
_NO_NAME = frozenset(
    str.split(
        "my new final draft updated latest copy old the your our software engineer data scientist senior junior manager developer analyst marketing sales product project sample example template blank"
        " form test company letter standard general official english german french spanish scan scanned signed page part version all full short long master latex academic functional modern simple"
        " professional creative monthly annual weekly daily bank account tax credit card medical health birth driver job work student employee client customer vendor service lease rental sub"
    )
)
_PARTS = re.compile(r"[_-]|(?<=[a-z])(?=[A-Z])")


def in_file_name(value: str) -> bool:
    """Two words of which none belongs to the paper rather than to a person."""
    return not _NO_NAME.intersection(part.lower() for part in _PARTS.split(value))


_RU, _RU_CAP = r"[а-яёіїєґ]", r"[А-ЯЁІЇЄҐ]"
_RU_WORD = rf"{_RU_CAP}{_RU}{{1,15}}"
_PATRONYMIC = rf"{_RU_CAP}{_RU}{{2,12}}(?:ович|евич|ьич|овна|евна|ична|инична|івна|ївна|йович)(?:а|у|ем|ом|е|ы|ой|і)?"
_SURNAME = rf"{_RU_CAP}{_RU}{{1,14}}(?:(?:ов|ев|ёв|ин|ын)(?:а|у|ым|ой|е)?|[сц]к(?:ий|ая|ого|ому|ой|им|ую)|енко|чук|щук|[нл]юк|швили|адзе|идзе|[оая]нян|ович|евич)"
#: Words with a capital before such an ending that are no given name; and so is no adjective.
_RU_THINGS = frozenset(
    str.split(
        "город города городе улица улице улицы проспект село деревня посёлок поселок район площадь станция метро банк группа система аэропорт порт озеро река остров бульвар переулок театр музей парк"
        " школа завод университет институт больница компания партия орден премия премии в на из от по для при над под о об это как если когда где ул пр г д"
    )
)
_RU_ADJECTIVE = re.compile(r".*(?:ий|ый|ая|яя|ое|ые|ие|ого|ому|ым|ой|ство|ость|ция|ние)")


def russian_name(value: str) -> bool:
    """The first word is neither a thing that bears a name nor an adjective."""
    first = value.split()[0].lower()
    return first not in _RU_THINGS and (
        _RU_ADJECTIVE.fullmatch(first) is None
        or first
        in (
            "юрий",
            "дмитрий",
            "григорий",
            "валерий",
            "василий",
            "анатолий",
            "аркадий",
            "геннадий",
            "евгений",
            "виталий",
            "георгий",
            "николай",
            "сергей",
            "андрей",
            "алексей",
            "мария",
            "анастасия",
            "виктория",
        )
    )


_HI = r"[\u0900-\u097f]"
_HINDI = "शर्मा|वर्मा|सिंह|कुमार|कुमारी|गुप्ता|यादव|पटेल|मिश्रा|मिश्र|पांडे|पाण्डेय|जोशी|राव|रेड्डी|नायर|मेहता|अग्रवाल|चौधरी|खान|दास|सक्सेना|श्रीवास्तव|तिवारी|दुबे|त्रिपाठी|ठाकुर|चौहान|राजपूत|देसाई|कपूर|मल्होत्रा|चोपड़ा|बंसल|जैन|भट्ट|देवी|शुक्ला|द्विवेदी|कुलकर्णी|पाटिल|शाह|बनर्जी|मुखर्जी|अय्यर"
_KO = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길"
_NO_KOREAN = frozenset(
    str.split(
        "고객 선생 사장 부모 이사 조교 교수 공주 임금 주인 도련 신부 여왕 하느 주민 서방 조상 지인 소년 소녀 여러 고양 한양 안내"
    )
)
_NO_HAN = frozenset(
    str.split(
        "皆 皆々 皆様 客 各位 神 王 奥 御客 会員 担当 担当者 関係者 保護者 会社 弊社 御社 貴社 患者 利用者 店員 医者 役者 学生 先生 多数 同 両 某 彼 同氏 摂 華 人"
    )
)


def korean_name(value: str) -> bool:
    """A family name and a given name, and none of the words that take the same titles."""
    return value not in _NO_KOREAN


def japanese_name(value: str) -> bool:
    """No word for people in general."""
    return value not in _NO_HAN and not value.endswith(("者", "員", "社", "客", "長", "方", "各位", "店", "屋"))


#: How messengers date a line of an exported chat: ``[31/12/2023, 22:15:03] Ann: …``, ``12/31/23, 10:15 PM - Ann: …``.
_DAY = r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4},?"
_TIME = r"[ ][0-9]{1,2}[:.][0-9]{2}"
_HALF = r"(?:[ \u202f]?[APap]\.?[ ]?[Mm]\.?)?"
_SENT = rf"(?:(?<=\n)|(?<=\u200e)|(?<![\s\S]))(?:\[(?![0-9]{{4}}[^,]*\]){_DAY}{_TIME}(?:[:.][0-9]{{2}})?{_HALF}\]|{_DAY}{_TIME}{_HALF}[ ]-)[ ]"
_NO_SENDER = re.compile(r".*(?:[A-Z]{4}|[][(){}<>=/\\|\"]| - )|[^\W\d_]*[a-z][A-Z_]").match


def sender(value: str) -> bool:
    """Whoever stands before the colon of a line of a chat, and no level or part of a log."""
    return any(map(str.isalpha, value)) and not _NO_SENDER(value)


#: What people say before their own name.
_INTRODUCTIONS = (
    "my name is", "my name's", "name's", "they call me", "ich heiße", "ich heisse", "mein name ist", "ich bin der", "ich bin die", "hier ist", "hier spricht", "je m'appelle", "je m’appelle", "mon nom est", "je me nomme",
    "me llamo", "mi nombre es", "se llama", "meu nome é", "me chamo", "chamo-me", "mi chiamo", "il mio nome è", "mijn naam is", "ik heet", "nazywam się", "mam na imię", "jag heter", "mitt namn är", "jeg heter", "jeg hedder", "mit navn er", "mitt navn er",
    "minun nimeni on", "nimeni on", "jmenuji se", "jmenuju se", "volám sa", "a nevem", "mă numesc", "numele meu este", "zovem se", "ime mi je", "benim adım", "adım", "tên tôi là", "tôi tên là", "tôi là", "nama saya", "меня зовут", "мене звати", "казвам се", "με λένε", "ονομάζομαι",
)  # fmt: skip
_INTRODUCED = "(?i:{})".format("|".join(re.escape(words).replace("\\ ", "[ ]") for words in _INTRODUCTIONS))
#: Who somebody is, where a name could stand.
_NO_ONE = frozenset(
    str.split(
        "not a an the on in of here there from just still very so also only now und auch nur nicht ein eine der die das hier da aus in im am la le les un une el los las o os um uma il lo gli een het de en inte en ett ikke nie nem"
    )
)


#: Small words inside a name.
_NAME_PARTICLES = ("van", "von", "de", "der", "da", "del", "la", "bin", "al")


def introduced(value: str) -> bool:
    """No article or other small word first; of words in small letters one alone."""
    words = [word for word in value.split() if word not in _NAME_PARTICLES] or [""]
    return words[0].lower() not in _NO_ONE and not (len(words) > 1 and words[0].islower() != words[1].islower())


#: Plurals that a house or a family may belong to and that are no name.
_NO_FAMILY = frozenset(
    str.split(
        "parents grandparents neighbours neighbors friends students teachers girls boys kids children owners sellers buyers tenants brothers sisters cousins twins couples ladies guys workers farmers doctors nurses patients players members guests"
        " visitors clients customers employees landlords families birds dogs cats horses cows bees ants managers voters drivers users soldiers officers others days weeks months years its lovers lads folks babies widows orphans priests monks nuns"
        " kings queens lords monarchs presidents governors actors artists writers authors poets singers dancers painters bankers lawyers judges merchants peasants slaves servants masters states nations peoples companies firms banks carpenters bakers hunters fishermen"
        " in-laws aunts uncles sons daughters mothers fathers husbands wives ancestors hosts neighbourhoods gardeners candidates witches ghosts vampires dolls animals heroes villains americans germans russians democrats republicans"
    )
)


def family(value: str) -> bool:
    """A plural that names a family: no people in general."""
    return value.lower() not in _NO_FAMILY


#: "K as in kilo", "P wie Paula".
_SPELLED = r"[A-ZÄÖÜ](?:,)?[ ](?:as[ ]in|for|like|wie|comme|come|de)[ ][^\W\d_]{2,14}"
_AR = r"[\u0621-\u064a]"
_HAN = r"[\u3005\u4e00-\u9fff]"
_HANGUL = "[가-힣]"
_HEBREW = "[א-ת]"
#: The same where a name has no capitals, and words may stand without blanks: what is said before it, the name, what ends it.
_INTRODUCED_EAST = {
    "chinese": (("我叫", "名叫", "我的名字是", "我的名字叫"), rf"{_HAN}{{2,4}}(?=[，。,.、；;！!\s]|\Z)"),
    "japanese": (
        ("私の名前は", "名前は", "氏名は"),
        rf"(?:{_HAN}{{2,4}}(?:[ 　]{_HAN}{{1,3}})?|[ァ-ヶー]{{2,10}}(?:[ ・][ァ-ヶー]{{2,10}})?)(?<!必須)(?<!任意)(?<!可能)(?<!不可)(?<!不要)(?<!必要)(?=です|と(?:申|い|言))",
    ),
    "korean": (("제 이름은 ", "내 이름은 ", "저의 이름은 "), rf"{_HANGUL}{{2,4}}?(?=입니다|이고|고|이에요|예요|이며|며|이라고|라고|[,.\s]|\Z)"),
    "arabic": (("اسمي ", "إسمي ", "اسمه ", "اسمها "), rf"(?!(?:في|من|على|هو|هي|عن|إلى|لا|غير|كان|كانت|قد|لم|باللغة)\b){_AR}{{2,14}}(?:[ ](?!و|ه[وي]\b|في\b|من\b|على\b){_AR}{{2,14}}){{0,3}}"),
    "hindi": (("मेरा नाम ", "उनका नाम ", "उसका नाम "), rf"{_HI}{{2,16}}(?:[ ](?!है){_HI}{{2,16}}){{0,2}}(?=[ ]है)"),
    "hebrew": (("שמי ", "קוראים לי "), rf"{_HEBREW}{{2,12}}(?:[ ](?:בן[ ]|בת[ ])?(?!ו){_HEBREW}{{2,12}})?(?![א-ת])"),
}  # fmt: skip

ROWS = (
    Pattern("PERSON", "chat_sender", rf"{_SENT}(?P<v>[^:\n]{{1,60}})(?=:[ ])", sender, (), 0.9, anchors=(r"re:\](?<=[0-9m.]\])[ ]", r"re:-(?<=[0-9m.][ ]-)[ ]"), reach=(36, 64)),
    Pattern("PERSON", "name_in_file", rf"(?<![\w-])(?:(?P<v>(?:[a-z]{{2,14}}[_-][a-z]{{2,16}}|[A-Z][a-z]{{1,14}}[_-]?[A-Z][a-z]{{1,16}}))[_-]?(?i:{_PAPER}){_FILE}|(?i:{_PAPER})[_-](?P<w>(?:[a-z]{{2,14}}[_-][a-z]{{2,16}}|[A-Z][a-z]{{1,14}}[_-]?[A-Z][a-z]{{1,16}})){_FILE})", in_file_name, (), 0.7,
            anchors=(r"re:\.(?=(?:docx?|pdf|odt|rtf|txt|pages|jpe?g|png|heic|tiff?|zip)(?!\w))(?<=[\w)]\.)",), reach=(90, 6)),
    Pattern("PERSON", "name_introduced", rf"(?<![\w]){_INTRODUCED}[ ]{{1,2}}(?P<v>[^\W\d_][\w'’-]{{1,20}}(?:[ ](?:(?:{'|'.join(_NAME_PARTICLES)})[ ]){{0,2}}(?=[^\W\d_a-z])[^\W\d_][\w'’-]{{1,20}}){{0,3}})(?![\w@])", introduced, (), 0.75, anchors=tuple(_INTRODUCTIONS), reach=(0, 0)),
    *(
        Pattern("PERSON", f"{script}_name_introduced", "(?:{})(?P<v>{})".format("|".join(words), name), None, (), 0.75, anchors=words, reach=(0, 0))
        for script, (words, name) in _INTRODUCED_EAST.items()
    ),
    Pattern("PERSON", "name_spelled", rf"(?<![\w]){_SPELLED}(?:[,;.]?[ ]{{1,2}}(?:and[ ]|und[ ]|then[ ])?{_SPELLED}){{2,24}}", None, (), 0.75, anchors=(" as in ", " wie ", " for ", " comme ", " come ", " like "), reach=(300, 300)),
    Pattern("PERSON", "family_possessive", r"(?<![\w])(?i:the)[ ](?P<v>[^\W\d_]{3,20}s)(?=['’][ ](?:house|home|place|garden|kids|children|son|daughter|dog|cat|car|farm|flat|apartment|address|wedding|party|cottage|lawyer|doctor|phone|number|email|door|driveway|backyard|yard|barn|estate)\b)", family, (), 0.65, anchors=("s'", "s’"), reach=(28, 14)),
    Pattern("PERSON", "russian_patronymic", rf"(?<![\w])(?:{_RU_WORD}[ ])?(?:{_RU_WORD}[ ])?{_PATRONYMIC}(?:[ ]{_SURNAME})?(?![\w])", None, (), 0.8, anchors=("ович", "евич", "ьич", "овна", "евна", "ична", "івна", "ївна"), reach=(48, 30)),
    Pattern("PERSON", "russian_surname", rf"(?<![\w])(?<![\w][ ]г\.[ ]){_RU_WORD}[ ]{_SURNAME}(?![\w-])", russian_name, (), 0.65,
            anchors=("ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ская", "цкая", "ск", "енко", "чук", "щук", "юк", "швили", "дзе", "нян"), reach=(36, 8)),
    Pattern("PERSON", "greek_surname", r"(?<![\w])[\u0386-\u03ab][\u03ac-\u03ce]{1,14}[ ][\u0386-\u03ab][\u03ac-\u03ce]{1,14}(?:όπουλος|οπούλου|όπουλο|ίδης|ίδου|ίδη|άκης|άκη|ιάδης|ιάδου|ούλης|άτος|έλλης|ούδης|άκος)(?![\w])", None, (), 0.7,
            anchors=("πουλο", "πούλου", "ίδη", "ίδου", "άκη", "άδη", "ιάδου", "ούλης", "άτος", "έλλης", "άκος"), reach=(40, 8)),
    Pattern("PERSON", "hindi_surname", rf"(?<!{_HI}){_HI}{{2,14}}[ ](?:(?:कुमार|सिंह|चंद्र|प्रसाद|राम|देवी|लाल)[ ])?(?:{_HINDI})(?!{_HI})", None, (), 0.7, anchors=tuple(_HINDI.split("|")), reach=(32, 20)),
    Pattern("PERSON", "korean_with_title", rf"(?<![가-힣])(?P<v>[{_KO}][가-힣]{{1,2}})(?=[ ]?(?:씨|님|군|양|선생님|과장|부장|대리|사장|대표|교수|박사|팀장|이사)(?:[은는이가을를의에께도와과],?)?(?:[ ,.\n]|에게|께서|한테|\Z))", korean_name, (), 0.7,
            anchors=("씨", "님", "군", "양", "선생", "과장", "부장", "대리", "사장", "대표", "교수", "박사", "팀장", "이사"), reach=(6, 8)),
    Pattern("PERSON", "japanese_with_title", r"(?<![\u3005\u4e00-\u9fff])(?P<v>[\u3005\u4e00-\u9fff]{2,3}[ 　]?[\u3005\u4e00-\u9fff]{1,3}|[\u3005\u4e00-\u9fff]{2}|[\u30a1-\u30fc]{2,8})(?=様|さん|氏[はがのをに、。]|殿|くん|ちゃん)", japanese_name, (), 0.7, anchors=("様", "さん", "氏", "殿", "くん", "ちゃん"), reach=(10, 4)),
    Pattern("PERSON", "arabic_with_title", rf"(?<![\w])(?:السيدة?|الدكتورة?|الأستاذة?|المهندسة?|الشيخ|الآنسة)[ ]/?[ ]?(?P<v>{_AR}{{2,14}}[ ](?:(?:بن|بنت|ابن|أبو|عبد)[ ])?{_AR}{{2,14}})(?![\w])", None, (), 0.7, anchors=("السيد", "الدكتور", "الأستاذ", "المهندس", "الشيخ", "الآنسة"), reach=(0, 0)),
)  # fmt: skip
