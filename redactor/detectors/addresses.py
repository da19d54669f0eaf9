# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for postal addresses: what has a form (number, street word, state, postcode); the model finds the rest."""

from __future__ import annotations

import re

from redactor.detectors.rows import DIGITS, Pattern
from redactor.detectors.value_ends import AMOUNT

_STATES = r"(?:A[AEKLPRSZ]|C[AOT]|D[CE]|F[LM]|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY])"
_KINDS = (
    r"(?:St(?:reet)?|Ave(?:nue)?|Av|Blvd|Boulevard|R(?:oa)?d|Dr(?:ive)?|Ln|Lane|C(?:our)?t|Crt|Pl(?:ace)?|Sq(?:uare)?|Ter(?:race|r)?|Way|Pkwy|Parkway"
    r"|Cir(?:cle)?|H(?:igh)?wy|Highway|Trl|Trail|Close|Crescent|Cres|Gardens|Gdns|Mews|Row|Grove|Walk|Hill|Loop|Plaza|Pike|Turnpike|Alley|Aly"
    r"|Path|Run|Point|Pt|Ridge|Route|Rte|Expy|Expressway|Fwy|Freeway|Quay|Rise|Vale|View|Green|Park|Broadway|Esplanade|Junctions?|Junction|Mall|Manor|Meadows?"
    r"|Mill|Mount|Orchard|Pass|Springs?|Squares|Station|Valley|Villages?|Village|Ville|Vista|Wells?|Bypass|Causeway|Centers?|Corners?|Courts|Coves?|Creek"
    r"|Crossing|Crossroads?|Curve|Dale|Dam|Divide|Estates?|Extensions?|Falls?|Ferry|Fields?|Flats?|Fords?|Forest|Forges?|Forks?|Fort|Garden|Gateway|Glens?"
    r"|Harbors?|Haven|Heights|Hills|Hollow|Inlet|Islands?|Isle|Keys?|Knolls?|Lakes?|Landing|Light|Loaf|Locks?|Lodge|Motorway|Mountains?|Neck|Oval|Overpass"
    r"|Parks|Parkways|Passage|Plains?|Points|Ports?|Prairie|Radial|Ramp|Ranch|Rapids?|Rest|Ridges|River|Roads|Shoals?|Shores?|Skyway|Spurs?|Stravenue"
    r"|Stream|Streets|Summit|Throughway|Trace|Track|Trafficway|Tunnel|Underpass|Unions?|Viaduct|Walks|Wall|Ways|Camp|Canyon|Cape|Cliffs?|Club|Common|Timeline|Brook|Brooks|Burgs?|Bluffs?|Bottom|Branch|Bridge|Beach|Bend|Bayou|Arcade|Anex|Circles|Crest|Drives|Greens|Groves|Land|Lights|Manors|Mills|Mission|Pines?|Rue|Valleys|Via|Views)"
)
# Street words that hardly mean anything else; the long list above counts only with a state, a postcode or a unit behind.
_SURE_KINDS = (
    r"(?:Street|St|Avenue|Ave|Boulevard|Blvd|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Place|Pl|Square|Sq|Terrace|Parkway|Pkwy|Circle|Cir|Highway|Hwy|Trail|Trl"
    r"|Crescent|Cres|Close|Mews|Gardens|Grove|Way|Walk|Row|Turnpike|Quay|Alley|Plaza|Loop|Broadway)"
)
_UPPER_KINDS = r"(?:STREET|ST|AVENUE|AVE|BOULEVARD|BLVD|ROAD|RD|DRIVE|DR|LANE|LN|COURT|CT|PLACE|PL|SQUARE|SQ|TERRACE|PARKWAY|PKWY|CIRCLE|CIR|HIGHWAY|HWY|CRESCENT|CLOSE|WAY)"
_NUMBER = r"(?<![0-9A-Za-z$€£#./-])(?<![0-9][ :])(?<![$€£][0-9],)(?<![$€£][0-9]{2},)(?<![$€£][0-9]{3},)[0-9]{1,6}(?:-[0-9]{1,4})?[A-Za-z]?(?:[ ]1/2)?"
_WORD = r"(?:[^\W\d_a-z][\w'’.-]{0,24}|[0-9]{1,3}(?:st|nd|rd|th)|of|de|la|del|the|and|von)"
_WAY = r"(?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.?[ ])?"
_TAIL_WAY = r"(?:[ ](?:NE|NW|SE|SW|[NSEW]|North|South|East|West)(?![\w'’-])\.?)?"
_UNIT = r"(?:,?[ ]{1,2}(?i:Apt|Apartment|Suite|Ste|Unit|Flat|Fl|Floor|Bldg|Building|Room|Rm|Lot|Trlr|Space|Spc|PH|Penthouse|#)\b\.?[ ]?#?[ ]?[0-9A-Za-z-]{1,6}|,?[ ]#[ ]?[0-9A-Za-z-]{1,6}|,?[ ][0-9]{1,2}(?i:st|nd|rd|th)[ ](?i:Floor)){0,2}"
_GAP = r"(?:,?[ ]{1,3}|,?[ ]?\r?\n[ \t]{0,12})"
_CITY = r"[^\W\d_a-z][\w'’.-]{1,24}(?:[ -][^\W\d_a-z][\w'’.-]{0,24}){0,3}"
_CITY_STATE = rf"{_CITY},?[ ]{{1,2}}{_STATES}\.?,?(?:[ ]{{1,3}}[0-9]{{5}}(?:-[0-9]{{4}})?)?(?![0-9A-Za-z])"
_POSTCODE = (
    r"(?:GIR[ ]?0AA|(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|M[EKL]?"
    r"|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)[0-9][0-9A-Z]?[ ]?[0-9][ABD-HJLNP-UW-Z]{2})(?![0-9A-Za-z])"
)
_VN_STREET = r"(?:đường|phố|ngõ|hẻm|ngách|đ\.|Đường|Phố|Ngõ|Hẻm|Ngách|Đ\.)"
_VN_PART = r"(?:,[ ](?:(?:phường|quận|huyện|xã|thị[ ]xã|thành[ ]phố|tỉnh|tp\.?|p\.|q\.|Phường|Quận|Huyện|Xã|Thị[ ]xã|Thành[ ]phố|Tỉnh|TP\.?|P\.|Q\.)[ ]?)?[^\W_a-z][\w.]{0,12}(?:[ ][^\W_a-z][\w.]{0,12}){0,4}){0,5}"

#: Of the continent: "Am Alten Markt 3a, 50667 Köln", "Karl Johans gate 22, 0159 Oslo", "Calle Mayor 12, 3º B, 28013 Madrid".
_ANY_NAME = r"[^\W\d_a-z][\w'’.-]{0,24}(?:[ ][^\W\d_][\w'’.-]{0,24}){0,4}"
_HOUSE = r"[0-9]{1,4}[ ]?[A-Za-z]?(?:[ ]?[-/][ ]?(?:[0-9]{1,4}[A-Za-z]?|[A-Z]{1,3})){0,3}\.?(?:[ ][A-Z](?:[ ][0-9]{1,3})?)?(?:,?[ ](?:bis|ter|[0-9]{1,2}[ºª°][ ]?[A-Z]?|(?:apto|apt|app|int|piso|kv|bl)\.?[ ][0-9A-Z]{1,4}))?"
_PLACE_CODE = r"(?:[A-Z]{1,2}-)?(?:[0-9]{4}-[0-9]{3}|[0-9]{2}-[0-9]{3}|[0-9]{5}-[0-9]{3}|[0-9]{3}[ ][0-9]{2}|[0-9]{4}[ ]?[A-Z]{2}(?![A-Za-z])|[0-9]{4,5})"
_TOWN = r"[^\W\d_a-z][\w'’.-]{1,24}(?:[ /-][^\W\d_a-z][\w'’.-]{0,24}){0,2}(?:[ ][0-9]{1,2}(?![0-9A-Za-z.,:/-]))?"
#: Words before a street's name, and what may stand between the name and its number.
_STREET_WORDS = str.split(
    "calle avenida avda av plaza pza paseo pº camino carrera cra ronda carrer glorieta rambla via viale v.le corso c.so piazza p.za piazzale vicolo strada rua"
    " travessa praça alameda largo estrada ul al pl os ulica aleja plac str bd bulevardul calea şoseaua șoseaua jalan jl ул улица пр пр-т просп проспект пер"
    " переулок бул бульвар наб шоссе вул вулиця λεωφόρος λεωφ οδός οδ"
)
_LEADING = "(?:C/[ ]?|(?i:{})\\.?[ ])".format("|".join(map(re.escape, _STREET_WORDS)))
#: Between such a word and the name: "Rua das Flores", "piazza della Libertà".
_OF = r"(?:(?:de|del|della|delle|dello|dei|degli|di|da|das|do|dos|la|las|los|el)[ ]|dell['’]|d['’]|l['’]){0,3}"
#: Those that are no English word, so that they may stand in small letters.
_FOREIGN_WAYS = frozenset(
    str.split("calle avenida paseo carretera rua travessa praça piazza viale vicolo ulica ulicy ulicą jalan")
)
#: Names that end in what a street is: "Lindenstraße 12", "Dorpsstraat 3", "Lillgatan 3".
_COMPOUND = (
    r"(?:[^\W\d_a-z][\w'’.-]{2,24}(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|damm|(?<!ä)(?<![Ll]a)ufer|straat|laan|gracht|plein|singel|gatan|vägen|gränd|veien|vegen|vej|stræde|katu|kuja"
    r"|(?<![Ff]ra)(?<![Rr]e)gata|(?<![Bb]ri)(?<!ene)gade)"
    r"|(?:Markt|Bahnhofs?|Rathaus|Kirch|Schloss|Dom|Schul|Haupt|Theater|Linden|Königs?|Karls|Wilhelms|Friedrichs|Ludwigs|Marien|Alexander|Goethe|Schiller|Bismarck)platz)"
)
#: Of what no address is made: "Radweg 7".
_NO_COMPOUND = re.compile(
    r"(?:rad|flucht|geh|halte|hin|rück|aus|um|lebens|lösungs|rechts|verkehrs|transport|übertragungs)weg[ ]",
    re.IGNORECASE,
)
#: A street that a preposition names, where the words around speak of a home: "wohnhaft Am Anger 3".
_AT_PLACE = r"(?:Am|Im|Zum|Zur|(?:An|Auf|In|Hinter|Unter|Vor)[ ]d(?:er|en|em))[ ](?!(?:Jahre?|Zimmer|Gleis|Kapitel|Abschnitt|Haus|Stock|Block|Raum|Platz|Fall|Alter|Monat|Tag|Teil|Artikel|Absatz|Bild|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)[A-ZÄÖÜ][a-zäöüß]{2,20}(?:[ ][A-ZÄÖÜ][a-zäöüß]{2,20})?[ ][0-9]{1,3}(?:[ ]?[a-e](?!\w))?(?![0-9A-Za-z.,:/-][0-9]|\w)"
_NUMBER_OF = r"(?:,?[ ](?:n[º°.r]?\.?|nr\.?|no\.?|Nº|N°|č\.|д\.|дом|буд\.)?[ ]?|,[ ]?)"
_FLAT_OF = r"(?:,?[ ](?:кв|оф|корп|к|стр|ap|apto|apt|sc|et|bl|m|esc|piso|int)\.?[ ]?[0-9]{1,4}[A-Za-z]?){0,3}"
#: "Box 12" of the post, as the world writes it.
_BOX_WORDS = (
    "postbus", "postfach", "postboks", "postbox", "boîte postale", "b.p.", "apartado", "apartado de correos", "apartado postal", "apdo.", "apdo. de correos", "casella postale", "c.p.",
    "caixa postal", "skrytka pocztowa", "skr. poczt.", "skr. pocztowa", "private bag", "locked bag", "gpo box", "cutie poștală", "p.k.", "а/я", "hộp thư", "postafiók", "pf.",
)  # fmt: skip
_BOXES = "(?i:{})".format("|".join(sorted(map(re.escape, _BOX_WORDS), key=len, reverse=True)))
_NO_STREET = frozenset(
    str.split(
        "table figure fig section chapter version page pages volume vol article step issue item day room level phase windows question part rule line note no nr appendix grade release week"
        " about around since until before after from over under in on at than and or of by with to the a an approximately between nearly almost only"
        " jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december"
    )
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\.?[ ][0-9]")
#: What ends the name of a street and hardly any other word; only such a street has a town whose postcode looks like a year.
_STREET_WORD = re.compile(
    r"(?i:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|ufer|damm|straat|gracht|laan|plein|kade|singel|dijk|gatan|gata|gate|vägen|veien|vej|gade|katu|tie|utca|[uú]t|tér|náměstí|ulice|třída)(?=[ ][0-9])"
)
_YEAR = re.compile(r"(?:,|\n)\s*(?:19|20)[0-9]{2}[ ]")


def street_after_word(value: str) -> bool:
    """The word has a capital, or is short and has a point ("al. Jerozolimskie", not "Al Gore"); no year ends the value."""
    word = value.split(maxsplit=1)[0]
    if re.search(r"[ ](?:19|20)[0-9]{2}\Z", value):
        return False
    return (
        word.endswith((".", "/"))
        or not word.isascii()
        or word in ("Via", "Rua")
        or word.lower() in _FOREIGN_WAYS
        or (len(word) > 3 and word[0].isupper())
    )


def continental(value: str) -> bool:
    """A name before the number that is no word of a sentence, and no year in place of a postcode."""
    last = _LAST_WORD.search(value)
    if last is None or last[1].lower() in _NO_STREET:
        return False
    return not _YEAR.search(value) or _STREET_WORD.search(value) is not None


def compound_street(value: str) -> bool:
    """No place that is numbered otherwise, and no year behind it."""
    return _NO_COMPOUND.match(value) is None and re.search(r"[ ](?:19|20)[0-9]{2}\Z", value) is None


ROWS = (
    Pattern("ADDRESS", "street_compound", rf"(?<![\w'’-]){_COMPOUND}[ ][0-9]{{1,4}}(?:[ ]?[a-hA-H](?!\w))?(?:[-/][0-9]{{1,4}}[a-h]?)?(?![\w%€$]|[.,:][0-9]|[ ](?:Monate?n?|Jahren?|Tagen?|Stunden|Minuten|Wochen|Prozent|Euro|Kilometer|km|m|Meter)\b)", compound_street, (), 0.75,
            anchors=("aße ", "asse ", "str. ", "weg ", "allee ", "damm ", "platz ", "ufer ", "straat ", "laan ", "gracht ", "plein ", "singel ", "gatan ", "vägen ", "gränd ", "gata ", "veien ", "vegen ", "gade ", "vej ", "stræde ", "katu ", "kuja "), digits=1, reach=(34, 16)),
    Pattern("ADDRESS", "street_french", rf"{_NUMBER}(?:[ ]?(?:bis|ter|quater))?,?[ ](?:(?:rue|avenue|av\.|boulevard|bd|allées?|impasse|chemin|place|quai|cours|route|faubourg|ruelle|montée|sentier|Rue|Boulevard|Allée|Impasse|Chemin|Quai|Faubourg|Ruelle)[ ](?:(?:de|du|des|la|le|les|l['’]|d['’])[ ]?){{0,3}}|(?:Avenue|Place|Cours|Route)[ ](?:(?:de|du|des|la|l['’]|d['’])[ ]?){{1,3}})[A-ZÀ-ÖØ-Þ][\w'’.-]{{0,24}}(?:(?:[ -](?:de|du|des|la|le|les|et|en|sur|sous)){{0,3}}[ -][A-ZÀ-ÖØ-Þ][\w'’.-]{{0,24}}){{0,3}}(?:,?[ ]{_PLACE_CODE}[ ]{_TOWN})?(?![\w'’])", None, (), 0.8, anchors=DIGITS, reach=(0, 0)),
    Pattern("ADDRESS", "street_at_place", rf"(?<![\w'’-]){_AT_PLACE}", None, ("wohnhaft", "wohne", "wohnen", "wohnt", "wohnte", "adresse", "anschrift", "gemeldet", "zuhause", "ziehe", "lebt"), 0.7, needs_context=True, anchors=("am ", "im ", "zum ", "zur ", "an d", "auf d", "in d", "hinter d", "unter d", "vor d"), digits=1, reach=(0, 0)),
    Pattern("ADDRESS", "street_and_town", rf"(?<![\w'’-]){_ANY_NAME},?[ ]{_HOUSE}(?:,[ ]?|[ ]?\r?\n[ \t]{{0,12}}){_PLACE_CODE}[ ]{_TOWN}(?![\w'’])", continental, (), 0.75,
            anchors=(r"re:,(?<=[0-9a-zºª.],)[ ]?(?:[a-z]{1,2}-)?[0-9]{2,5}[ -]", "re:\n" r"(?<=[0-9a-zºª.,\r]\n)[ \t]{0,12}(?:[a-z]{1,2}-)?[0-9]{2,5}[ -]"), reach=(150, 96)),
    Pattern("ADDRESS", "street_word_first", rf"(?<![\w'’./-]){_LEADING}{_OF}{_ANY_NAME}{_NUMBER_OF}[0-9]{{1,5}}[A-Za-zА-я]?(?:[/-][0-9]{{1,4}}[A-Za-zА-я]?)?{_FLAT_OF}(?:,[ ]{_PLACE_CODE}[ ]{_TOWN})?(?![\w/])", street_after_word, (), 0.7, anchors=("c/", *(word + end for word in _STREET_WORDS for end in (" ", ". "))), digits=1, reach=(0, 0)),
    Pattern("ADDRESS", "street_turkish", r"(?<![\w'’-])(?:[^\W\d_a-z][\w'’.-]{0,24}[ ]){1,5}?(?:Cad(?:desi)?|Sok(?:ak|ağı)?|Sk|Bulvar[ıi]|Blv|Mah(?:allesi)?)\b\.?,?[ ](?:[^\W\d_a-z][\w'’.-]{0,24}[ ]){0,5}?No[ ]?[:.][ ]?[0-9]{1,5}(?:[/-][0-9A-Z]{1,4})?(?:,?[ ](?:D|Daire|Kat|K|Blok)[ ]?[:.]?[ ]?[0-9A-Z]{1,4}){0,3}", None, (), 0.85,
            anchors=("cad", "sok", "sk.", "bulvar", "blv", "mah"), digits=1, reach=(120, 120)),
    Pattern("ADDRESS", "street_japanese", r"(?<![0-9A-Za-z-])[0-9]{1,4}(?:-[0-9]{1,4}){1,3},?[ ](?:[A-Z][\w-]{1,24},?[ ]){0,4}[A-Z][a-z]{1,20}-(?:ku|shi|cho|machi|gun|ken|fu|to|son|mura|chome)\b(?:,?[ ][A-Z][\w-]{1,24}){0,3}(?:,?[ ](?:〒[ ]?)?[0-9]{3}-[0-9]{4}(?![0-9]))?", None, (), 0.85,
            anchors=(r"re:-(?:ku|shi|cho|machi|gun|ken|fu|to|son|mura|chome)(?![a-z])",), reach=(130, 100)),
    Pattern("ADDRESS", "street_han", r"(?:〒[ ]?[0-9]{3}-?[0-9]{4}\s{0,2})?(?:(?:北海道|東京都|京都府|大阪府|[\u4e00-\u9fff]{2,3}[県省]|[\u4e00-\u9fff]{2,4}市)[\u3005-\u30ff\u4e00-\u9fff]{1,30}[0-9]{1,5}(?:(?:丁目|番地?|号|號|室|楼|樓|弄|[-－−ー])[0-9]{0,5}){0,5}|〒[ ]?[0-9]{3}-?[0-9]{4})", None, (), 0.8, anchors=tuple("〒都府県省市道"), digits=1, reach=(8, 60)),
    Pattern("ADDRESS", "street_of_the_east", r"(?<![\w])(?:(?:شارع|طريق)[ ][\u0600-\u06ff]{2,16}(?:[ ][\u0600-\u06ff]{2,16}){0,3}[ ،]{1,2}(?:رقم[ ])?[0-9]{1,5}|(?:רחוב|שדרות|רח['׳]|שד['׳])[ ][\u0590-\u05ff'\"]{2,16}(?:[ ][\u0590-\u05ff'\"]{2,16}){0,3}[ ][0-9]{1,4}|[가-힣]{1,4}(?:특별시|광역시|특별자치시|시|도)[ ](?:[가-힣]{1,6}[시군구][ ]){1,2}(?:[가-힣]{1,6}[읍면][ ])?[가-힣0-9]{1,12}[로길동리][ ]?[0-9]{1,4}(?:-[0-9]{1,4})?(?:번지|호)?)(?![0-9])", None, (), 0.8,
            anchors=("شارع", "طريق", "רחוב", "שדרות", "רח'", "שד'", "시 ", "도 "), digits=1, reach=(12, 90)),
    Pattern("ADDRESS", "post_box", rf"(?<![\w./-]){_BOXES}[ :]{{1,2}}(?:n[º°]?\.?[ ])?[0-9]{{1,3}}(?:[ ]?[0-9]{{2,3}}){{0,2}}(?![0-9A-Za-z/])(?:,?[ ]{_PLACE_CODE}[ ]{_TOWN}(?![\w'’]))?", None, (), 0.75, anchors=tuple(word + " " for word in _BOX_WORDS), digits=1, reach=(0, 0)),
    # In medicine BP is blood pressure: with a town behind only.
    Pattern("ADDRESS", "post_box_bp", rf"(?<![\w./-])BP[ ][0-9]{{1,6}}(?:,|[ ]-)?[ ]{_PLACE_CODE}[ ]{_TOWN}(?![\w'’])", None, (), 0.75, anchors=("bp ",), digits=1, reach=(0, 0)),
    Pattern("ADDRESS", "freepost", r"(?<![\w])(?i:freepost)[ ]+(?:[A-Z]{4}-[A-Z]{4}-[A-Z]{4}|[A-Z]{2,4}[0-9]{1,6})(?![\w-])", None, (), 0.85, anchors=("freepost",), reach=(0, 0)),
    Pattern("ADDRESS", "rural_box", r"(?<![\w])(?:RR|HC|Rural[ ]Route|Rt|Route)\.?[ ][0-9]{1,3},?[ ]Box[ ][0-9A-Z]{1,6}(?![\w-])", None, (), 0.8, anchors=("box",), digits=1, reach=(24, 20)),
    Pattern("ADDRESS", "street", rf"{_NUMBER}[ ]{{1,2}}{_WAY}(?:{_WORD}[ ]){{1,4}}?{_SURE_KINDS}\b\.?{_TAIL_WAY}{_UNIT}(?:{_GAP}{_CITY_STATE})?(?:(?:{_GAP}{_CITY}){{0,3}}{_GAP}{_POSTCODE})?", None, (), 0.75, anchors=DIGITS, reach=(0, 0)),
    Pattern("ADDRESS", "street_upper", rf"{_NUMBER}[ ]{{1,2}}(?:[A-Z0-9][A-Z0-9'.-]{{0,20}}[ ]){{1,4}}?{_UPPER_KINDS}\b\.?(?:[ ](?:NE|NW|SE|SW|[NSEW])\b)?{_UNIT}(?:{_GAP}{_CITY_STATE})?", None, (), 0.7, anchors=DIGITS, reach=(0, 0)),
    # To the end of the clause, as people tell it without capitals: "my new address is 85 five way building".
    Pattern("ADDRESS", "address_told", r"(?<![a-z])(?:(?:my|his|her|their|our|new|current|home|street|mailing|shipping|billing|delivery|postal|correct|right)[ ]){1,3}address(?:[ ](?:is|was|should[ ]be|will[ ]be)|['’]s|:|,)?[ ](?:now[ ])?(?P<v>(?:(?:no|number|flat|apt|unit|house|door)[. ]{1,2}){0,2}#?(?!0x|" + AMOUNT + r")[0-9]{1,6}[a-z]?[ ,/-]{1,2}(?:[a-z][ ])?[^\W\d_]{2}[^\n.;!?]{3,90}?)(?=[ ]?(?:[.;!?\n]|\Z|,[ ](?:and|my|but|the)[ ]|[ ](?:and|but)[ ](?:my|the|i|phone|contact|number|email|name|it|we)\b))",
            None, (), 0.7, anchors=("address",), reach=(36, 130), ignore_case=True),
    Pattern("ADDRESS", "street_named_number", rf"{_NUMBER}[ ]{{1,2}}{_WAY}(?:Broadway|(?:{_WORD}[ ]){{1,3}}?{_KINDS})\b\.?{_TAIL_WAY}{_UNIT}{_GAP}{_CITY_STATE}", None, (), 0.8, ("US",), anchors=DIGITS, digits=2, reach=(0, 0)),
    Pattern("ADDRESS", "street_any_case", r"(?<![0-9A-Za-z$€£#.,:/-])[0-9]{1,6}[ ](?:(?:[a-z][a-z'.-]{1,20}|[0-9]{1,3}(?:st|nd|rd|th))[ ]){1,3}?(?:street|avenue|ave|boulevard|blvd|road|rd|drive|lane|court|terrace|parkway|crescent)\b\.?(?:,?[ ](?:apt|suite|unit|flat|#)\.?[ ]?[0-9a-z]{1,5})?,[ ][a-z]{2,20}(?:[ ][a-z]{2,20}){0,2},?[ ][a-z]{2}[ ][0-9]{5}(?![0-9])", None, (), 0.7, ("US",), anchors=DIGITS, reach=(0, 0)),
    Pattern("ADDRESS", "flat_street", rf"(?<![0-9A-Za-z])(?:Flat|Apartment|Apt|Unit|Suite)\b\.?[ ][0-9A-Za-z]{{1,5}},[ ](?:[^\W\d_a-z][\w'’-]{{1,20}}(?:[ ][^\W\d_a-z][\w'’-]{{1,20}}){{0,2}},[ ])?{_NUMBER}[ ](?:{_WORD}[ ]){{1,4}}?{_SURE_KINDS}\b(?:(?:{_GAP}{_CITY}){{0,3}}{_GAP}{_POSTCODE})?", None, (), 0.8, anchors=("flat", "apartment", "apt", "unit", "suite"), reach=(0, 0)),
    Pattern("ADDRESS", "city_state_zip", rf"(?<![\w'’-]){_CITY},?[ ]{{1,2}}{_STATES}(?<!PR(?=[ ]{{1,3}}(?!00[679])))[ ]{{1,3}}[0-9]{{5}}(?:-[0-9]{{4}})?(?![0-9A-Za-z])", None, (), 0.8, ("US",), anchors=DIGITS, digits=5, reach=(70, 12)),
    Pattern("ADDRESS", "uk_postcode", rf"(?<![0-9A-Za-z]){_POSTCODE}", None, ("postcode", "address", "london", "street", "road", "lives", "live"), 0.7, ("GB",), anchors=DIGITS, digits=1, reach=(5, 5)),
    Pattern("ADDRESS", "uk_postcode_lower", rf"(?<![0-9A-Za-z])(?=[A-Za-z]{{1,3}}[0-9A-Za-z]{{1,2}}[ ]){_POSTCODE}", None, ("postcode", "address", "london", "street", "road", "lives", "live"), 0.6, ("GB",), anchors=DIGITS, digits=2, reach=(0, 0), ignore_case=True),
    Pattern("ADDRESS", "ca_postcode", r"(?<![0-9A-Za-z])[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][ -][0-9][ABCEGHJ-NPRSTV-Z][0-9](?![0-9A-Za-z])", None, ("postal code", "address"), 0.65, anchors=DIGITS, digits=3, reach=(0, 0)),
    Pattern("ADDRESS", "po_box", rf"(?<![A-Za-z])(?:P\.?[ ]?O\.?|Post[ ]Office|Postal)[ ]?Box[ ]#?[0-9]{{1,6}}(?![0-9])(?:{_GAP}{_CITY_STATE})?", None, (), 0.9, anchors=("box",), reach=(14, 120), ignore_case=False),
    Pattern("ADDRESS", "military", rf"(?<![0-9A-Za-z])(?:(?:PSC|CMR|Unit|UNIT)[ ][0-9]{{1,5}},?[ ]B(?:ox|OX)[ ][0-9]{{1,5}}|(?:USS|USNS|USNV|USCGC)[ ][A-Z][\w]{{1,20}}){_GAP}(?:[AFD]PO)[ ]A[AEP][ ][0-9]{{5}}(?![0-9])", None, (), 0.85, ("US",), anchors=("po a",), digits=5, reach=(60, 24)),
    Pattern("ADDRESS", "military_box", r"(?<![0-9A-Za-z])(?:PSC|CMR|Unit|UNIT)[ ][0-9]{2,5},?[ ]B(?:ox|OX)[ ][0-9]{1,5}(?![0-9A-Za-z])", None, (), 0.8, ("US",), anchors=("psc ", "cmr ", "unit "), digits=2, reach=(0, 0)),
    Pattern("ADDRESS", "vn_street", rf"(?<![\w/])[0-9]{{1,5}}[A-Za-z]?(?:/[0-9]{{1,4}}[A-Za-z]?){{0,4}},?[ ]{_VN_STREET}[ ]?[^\W_a-z][\w.]{{0,12}}(?:[ ][^\W_a-z][\w.]{{0,12}}){{0,4}}{_VN_PART}", None, (), 0.8, ("VN",), anchors=DIGITS, reach=(0, 0)),
    Pattern("ADDRESS", "vn_numbered", rf"(?<![\w/])[Ss]ố[ ](?:nhà[ ])?[0-9]{{1,5}}[A-Za-z]?(?:/[0-9]{{1,4}}[A-Za-z]?){{0,4}},?[ ](?:(?:ngõ|hẻm|ngách|Ngõ|Hẻm|Ngách)[ ][0-9]{{1,4}}(?:/[0-9]{{1,4}}){{0,3}},?[ ]){{0,2}}(?:{_VN_STREET}[ ]?)?[^\W_a-z][\w.]{{0,12}}(?:[ ][^\W_a-z][\w.]{{0,12}}){{0,4}}{_VN_PART}", None, (), 0.75, ("VN",), anchors=("số ",), digits=1, reach=(0, 0)),
    Pattern("ADDRESS", "vn_ward", rf"(?<![\w/])[0-9]{{1,5}}[A-Za-z]?(?:/[0-9]{{1,4}}[A-Za-z]?){{0,4}}[ ][^\W_a-z][\w.]{{0,12}}(?:[ ][^\W_a-z][\w.]{{0,12}}){{0,4}},[ ](?=(?:phường|quận|p\.|q\.|xã|huyện|Phường|Quận|P\.|Q\.|Xã|Huyện|tp\.?|TP\.?|thành[ ]phố|Thành[ ]phố)[ ]?[\w])[^,\n]{{2,40}}{_VN_PART}", None, (), 0.8, ("VN",), anchors=DIGITS, reach=(0, 0)),
)  # fmt: skip
