# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Rows for national ids of the countries that python-stdnum validates; used for the regions a policy names."""

from __future__ import annotations

from redactor.detectors.rows import DIGITS, Pattern
from redactor.detectors.validators import stdnum

_GENERAL = (
    "national id", "id number", "identity number", "identification", "personal number", "tax id", "tax number", "social security",
    "citizen", "national insurance", "personal id", "id no", "id card", "identity card",
)  # fmt: skip

#: Region, stdnum module, form of the number, words for it, may it stand without them (long, or with a letter or fixed marks).
NUMBERS: tuple[tuple[str, str, str, tuple[str, ...], bool], ...] = (
    ("AR", "ar.dni", r"[0-9]{1,2}\.?[0-9]{3}\.?[0-9]{3}", ("dni", "d.n.i", "documento nacional"), False),
    ("AR", "ar.cuit", r"[0-9]{2}-?[0-9]{8}-?[0-9]", ("cuit", "cuil"), False),
    ("AT", "at.vnr", r"[0-9]{4} ?[0-9]{6}", ("svnr", "sv-nummer", "sv-nr", "versicherungsnummer", "sozialversicherungsnummer"), False),
    ("AU", "au.tfn", r"[0-9]{3} ?[0-9]{3} ?[0-9]{3}", ("tfn", "tax file number"), False),
    ("BE", "be.nn", r"[0-9]{2}[. ]?[0-9]{2}[. ]?[0-9]{2}[- ]?[0-9]{3}[. ]?[0-9]{2}", ("rijksregisternummer", "numéro national", "nn"), True),
    ("BG", "bg.egn", r"[0-9]{6} ?[0-9]{3} ?[0-9]", ("egn", "егн"), False),
    ("BR", "br.cpf", r"[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]{2}", ("cpf",), True),
    ("CA", "ca.sin", r"[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{3}", ("sin", "social insurance", "nas"), False),
    ("CH", "ch.ssn", r"756[. ]?[0-9]{4}[. ]?[0-9]{4}[. ]?[0-9]{2}", ("ahv", "avs"), True),
    ("CL", "cl.rut", r"[0-9]{1,2}\.?[0-9]{3}\.?[0-9]{3}-?[0-9Kk]", ("rut", "run", "r.u.t"), False),
    ("CN", "cn.ric", r"[0-9]{17}[0-9Xx]", ("身份证",), True),
    ("CO", "co.nit", r"[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]", ("nit", "n.i.t", "cédula"), False),
    ("CZ", "cz.rc", r"[0-9]{6}/?[0-9]{3,4}", ("rodné číslo", "rč"), False),
    ("DE", "de.idnr", r"[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", ("steuer-id", "idnr", "steueridentifikationsnummer", "steuernummer"), True),
    ("DK", "dk.cpr", r"[0-9]{6}-?[0-9]{4}", ("cpr", "personnummer"), False),
    ("EE", "ee.ik", r"[1-8][0-9]{10}", ("isikukood",), True),
    ("ES", "es.dni", r"[0-9]{8}-?[A-Za-z]", ("dni", "nif"), True),
    ("ES", "es.nie", r"[XYZxyz]-?[0-9]{7}-?[A-Za-z]", ("nie",), True),
    ("FI", "fi.hetu", r"[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Z]", ("hetu", "henkilötunnus"), True),
    ("FR", "fr.nir", r"[12][ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9][0-9AB][ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{2}", ("sécurité sociale", "nir", "insee"), True),
    ("GR", "gr.amka", r"[0-9]{11}", ("αμκα", "amka"), True),
    ("HR", "hr.oib", r"(?:HR ?)?[0-9]{11}", ("oib", "osobni identifikacijski broj"), False),
    ("ID", "id.nik", r"[0-9]{16}", ("nik", "ktp"), False),
    ("IE", "ie.pps", r"[0-9]{7}[A-Wa-w][A-IWa-iw]?", ("pps", "ppsn"), True),
    ("IL", "il.idnr", r"[0-9]{1,8}-?[0-9]", ("teudat zehut", "תעודת זהות", "ת.ז", "ת״ז"), False),
    ("IN", "in_.aadhaar", r"[2-9][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}", ("aadhaar", "uidai", "आधार"), False),
    ("IN", "in_.pan", r"[A-Z]{5}[0-9]{4}[A-Z]", ("pan",), True),
    ("IS", "is_.kennitala", r"[0-9]{6}-?[0-9]{4}", ("kennitala", "kt"), False),
    ("IT", "it.codicefiscale", r"[A-Za-z]{6}[0-9LMNP-Vlmnp-v]{2}[A-Za-z][0-9LMNP-Vlmnp-v]{2}[A-Za-z][0-9LMNP-Vlmnp-v]{3}[A-Za-z]", ("codice fiscale", "cf"), True),
    ("KR", "kr.rrn", r"[0-9]{6}-?[0-9]{7}", ("주민등록번호", "rrn"), True),
    ("LT", "lt.asmens", r"[1-6][0-9]{10}", ("asmens kodas",), True),
    ("MX", "mx.curp", r"[A-Z]{4}[0-9]{6}[HM][A-Z]{5}[0-9A-Z][0-9]", ("curp",), True),
    ("MX", "mx.rfc", r"[A-Z&Ñ]{3,4}[ -]?[0-9]{6}[ -]?[0-9A-Z]{3}", ("rfc",), True),
    ("MY", "my.nric", r"[0-9]{6}-[0-9]{2}-[0-9]{4}", ("nric", "mykad", "kad pengenalan"), True),
    ("NL", "nl.bsn", r"[0-9]{4}[. ]?[0-9]{2}[. ]?[0-9]{3}", ("bsn", "burgerservicenummer", "burgerservicenr", "sofinummer"), False),
    ("NO", "no.fodselsnummer", r"[0-9]{6} ?[0-9]{5}", ("fødselsnummer", "personnummer"), True),
    ("NZ", "nz.ird", r"[0-9]{2,3}-?[0-9]{3}-?[0-9]{3}|[0-9]{7,8}-[0-9]", ("ird",), False),
    ("PK", "pk.cnic", r"[0-9]{5}-[0-9]{7}-[0-9]", ("cnic",), True),
    ("PL", "pl.pesel", r"[0-9]{11}", ("pesel",), True),
    ("PT", "pt.nif", r"(?:PT ?)?[1-9][0-9]{2} ?[0-9]{3} ?[0-9]{3}", ("nif", "contribuinte"), False),
    ("RO", "ro.cnp", r"[1-9][0-9]{12}", ("cnp",), True),
    ("SE", "se.personnummer", r"(?:19|20)?[0-9]{6}[-+]?[0-9]{4}", ("personnummer", "personnr", "pnr", "samordningsnummer"), False),
    ("SI", "si.emso", r"[0-9]{13}", ("emšo", "emso"), True),
    ("SK", "sk.rc", r"[0-9]{6}/?[0-9]{3,4}", ("rodné číslo", "rč"), False),
    ("TH", "th.pin", r"[1-8]-?[0-9]{4}-?[0-9]{5}-?[0-9]{2}-?[0-9]", ("บัตรประชาชน",), True),
    ("TR", "tr.tckimlik", r"[1-9][0-9]{10}", ("kimlik", "tckn", "tc"), True),
    ("UA", "ua.rntrc", r"[0-9]{10}", ("рнокпп", "іпн"), False),
    ("ZA", "za.idnr", r"[0-9]{6} ?[0-9]{4} ?[0-9]{2} ?[0-9]", ("id no", "rsa id"), True),
    ("GB", "gb.utr", r"[0-9]{5} ?[0-9]{5}K?", ("utr", "unique taxpayer reference"), False),
    ("US", "us.ein", r"[0-9]{2}-[0-9]{7}", ("ein", "employer identification", "federal tax id", "fein"), False),
)  # fmt: skip

#: Numbers whose module knows the form and the ranges, and has no check digit to prove anything.
_FORM_ONLY = frozenset(("ar.dni", "id.nik", "in_.pan", "my.nric", "pk.cnic", "us.ein"))


def _row(region: str, module: str, form: str, words: tuple[str, ...], alone: bool) -> Pattern:
    return Pattern(
        "NATIONAL_ID",
        f"national_{module.replace('_', '').replace('.', '_')}",
        rf"(?<![0-9A-Za-z])(?<![0-9][./-])(?:{form})(?![0-9A-Za-z]|[./-][0-9])",
        stdnum(module),
        (*words, *(_GENERAL if alone else _GENERAL[:4])),
        score=0.6,
        regions=(region,),
        needs_context=not alone,
        checksum=module not in _FORM_ONLY,
        anchors=DIGITS,
        digits=4,
        reach=(8, 24),
    )


ROWS = tuple(_row(*number) for number in NUMBERS)
