# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Rows for postal addresses: what has a form (number, street word, state, postcode); the model finds the rest."""

from __future__ import annotations

from redactor.detectors.rows import DIGITS, Pattern

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

ROWS = (
    Pattern("ADDRESS", "street", rf"{_NUMBER}[ ]{{1,2}}{_WAY}(?:{_WORD}[ ]){{1,4}}?{_SURE_KINDS}\b\.?{_TAIL_WAY}{_UNIT}(?:{_GAP}{_CITY_STATE})?(?:(?:{_GAP}{_CITY}){{0,3}}{_GAP}{_POSTCODE})?", None, (), 0.75, anchors=DIGITS, reach=(0, 0)),
    Pattern("ADDRESS", "street_upper", rf"{_NUMBER}[ ]{{1,2}}(?:[A-Z0-9][A-Z0-9'.-]{{0,20}}[ ]){{1,4}}?{_UPPER_KINDS}\b\.?(?:[ ](?:NE|NW|SE|SW|[NSEW])\b)?{_UNIT}(?:{_GAP}{_CITY_STATE})?", None, (), 0.7, anchors=DIGITS, reach=(0, 0)),
    Pattern("ADDRESS", "street_named_number", rf"{_NUMBER}[ ]{{1,2}}{_WAY}(?:Broadway|(?:{_WORD}[ ]){{1,3}}?{_KINDS})\b\.?{_TAIL_WAY}{_UNIT}{_GAP}{_CITY_STATE}", None, (), 0.8, ("US",), anchors=DIGITS, digits=2, reach=(0, 0)),
    Pattern("ADDRESS", "street_any_case", r"(?<![0-9A-Za-z$€£#.,:/-])[0-9]{1,6}[ ](?:(?:[a-z][a-z'.-]{1,20}|[0-9]{1,3}(?:st|nd|rd|th))[ ]){1,3}?(?:street|avenue|ave|boulevard|blvd|road|rd|drive|lane|court|terrace|parkway|crescent)\b\.?(?:,?[ ](?:apt|suite|unit|flat|#)\.?[ ]?[0-9a-z]{1,5})?,[ ][a-z]{2,20}(?:[ ][a-z]{2,20}){0,2},?[ ][a-z]{2}[ ][0-9]{5}(?![0-9])", None, (), 0.7, ("US",), anchors=DIGITS, reach=(0, 0)),
    Pattern("ADDRESS", "flat_street", rf"(?<![0-9A-Za-z])(?:Flat|Apartment|Apt|Unit|Suite)\b\.?[ ][0-9A-Za-z]{{1,5}},[ ](?:[^\W\d_a-z][\w'’-]{{1,20}}(?:[ ][^\W\d_a-z][\w'’-]{{1,20}}){{0,2}},[ ])?{_NUMBER}[ ](?:{_WORD}[ ]){{1,4}}?{_SURE_KINDS}\b(?:(?:{_GAP}{_CITY}){{0,3}}{_GAP}{_POSTCODE})?", None, (), 0.8, anchors=("flat", "apartment", "apt", "unit", "suite"), reach=(0, 0)),
    Pattern("ADDRESS", "city_state_zip", rf"(?<![\w'’-]){_CITY},?[ ]{{1,2}}{_STATES}[ ]{{1,3}}[0-9]{{5}}(?:-[0-9]{{4}})?(?![0-9A-Za-z])", None, (), 0.8, ("US",), anchors=DIGITS, digits=5, reach=(70, 12)),
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
