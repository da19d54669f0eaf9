"""Numbers of countries: the names and valid numbers in python-stdnum's docstrings, and numbers made from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import cycle
from pkgutil import walk_packages
from random import Random
from types import ModuleType

from redactor.training.detector_suites.suite import BARE, Case, Suite, case

#: How a name and its number stand: ``<>`` is the name.
_NAMED = (
    "<>: {}", "<> {}", "<> no. {}", "<> nr {}", "<> #{}", "<> № {}", "<> = {}", "<> is {}", "The <> number is {}.",
    '"<>": "{}"', "<>\n{}", "<>:{}, seen today", "<> ({})",
)  # fmt: skip
#: Modules that number neither people nor firms, nor their accounts and addresses: schools, wares, trades, securities.
_NOBODY = frozenset(("de.wkn", "gb.sedol", "eu.nace", "eu.ecnumber", "eu.banknote", "it.aic", "nl.brin", "eu.excise"))
_GROUPS: Mapping[str, str] = {
    "persons": """ad.nrt ar.cuit ar.dni at.tin at.vnr au.tfn be.bis be.eid be.nn be.ssn bg.egn bg.pnf br.cpf ca.bc_phn ca.sin ch.ssn
        cl.rut cn.ric co.nit cr.cpf cr.cr cu.ni cz.rc de.idnr de.stnr dk.cpr do.cedula ec.ci ee.ik es.dni es.nie es.nif fi.hetu
        fi.veronumero fr.nif fr.nir gb.nhs gb.upn gb.utr gh.tin gr.amka gr.vat hr.oib id.nik id.npwp ie.pps il.idnr in_.aadhaar
        in_.epic in_.pan in_.vid is_.kennitala it.codicefiscale jp.in_ ke.pin kr.rrn li.peid lt.asmens lv.pvn mu.nid mx.curp mx.rfc
        my.nric nl.bsn nl.identiteitskaartnummer nl.onderwijsnummer no.fodselsnummer nz.ird pe.cui pk.cnic pl.pesel pt.cc pt.nif
        ro.cnp ru.inn se.personnummer si.emso sk.rc th.pin th.tin tr.tckimlik ua.rntrc us.atin us.itin us.ptin us.ssn us.tin ve.rif
        za.idnr za.tin""",
    "accounts": """ar.cbu be.iban be.ogm_vcs ch.esr cz.bankaccount es.ccc es.iban me.iban no.iban no.kontonr nz.bankaccount us.rtn""",
    "postcodes": "at.postleitzahl es.postal_code nl.postcode se.postnummer",
}
_COUNTRIES = re.compile(
    r"(?:the |an? )?(?:United Kingdom|U\.S\.|South Korean?|New Zealand|El Salvador|San Marino|Costa Rica|Dominican Republic|South African"
    r"|North Macedonia|Faroe Islands|Andorra|Algeria|China|Egypt|Ghana|Guatemala|Guinea|Kenya|Morocco|Montenegro|Mozambique|Paraguay"
    r"|Senegal|Thailand|Tunisia|Uruguay|Vietnam|Azerbaijan|Liechtenstein|Taiwanese|Ukraine|Israeli|Slovak|French|Greek|Dutch|Czech"
    r"|Danish|Swedish|Finnish|Spanish|Polish|Turkish|English|Irish|Swiss|Chinese|Japanese|Maltese|Portuguese|Icelandic|Cypriot"
    r"|[A-Z][a-z]+(?:ian|ean|can|uan|rman|yan)) (?=\w+ )"
)


def _cases(seed: int) -> Iterator[Case]:
    rng, bare = Random(seed), cycle(BARE)
    group_of = {module: group for group, modules in _GROUPS.items() for module in modules.split()}
    for kind, module in _modules():
        values = _values(module, rng)
        group = group_of.get(kind, "firms and others")
        for name in _names(module) if values else ():
            for sentence in _NAMED:
                for written in (name, rng.choice((_plain(name), name.lower(), name.upper(), _COUNTRIES.sub("", name)))):
                    yield case(f"{group}, named", kind, sentence.replace("<>", written), rng.choice(values))
        country = kind.partition(".")[0].rstrip("_").upper()
        if country != "EU" and group != "postcodes":
            for value in values:
                yield case(f"{group}, bare, own region", kind, next(bare), value, (country,))


def _modules() -> Iterator[tuple[str, ModuleType]]:
    import stdnum

    for found in walk_packages(stdnum.__path__, "stdnum."):
        kind = found.name.removeprefix("stdnum.")
        if "." in kind and not kind.startswith("iso7064") and kind not in _NOBODY:
            module = import_module(found.name)
            if hasattr(module, "is_valid"):
                yield kind, module


def _names(module: ModuleType) -> list[str]:
    """What the first sentence of a module calls its number: "CPF (Cadastro de Pessoas Físicas, Brazilian …)"."""
    first = " ".join((module.__doc__ or "").strip().split("\n\n")[0].split()).rstrip(". ")
    head, _, inside = first.partition(" (")
    names = [*re.split(r",| or ", head), *inside.rstrip(")").split(",")]
    return [
        name
        for name in dict.fromkeys(name.strip(' "') for name in names)
        if 0 < len(name) < 60 and name != "Lithuanian"
    ]


def _values(module: ModuleType, rng: Random) -> list[str]:
    """Numbers of the docstring, as many made of them by other digits, and some as the module formats them."""
    doc = module.__doc__ or ""
    quoted = re.findall(r">>> \w+\('([^'\n]+)'", doc) + re.findall(r"^\s*'([^'\n]+)'$", doc, re.MULTILINE)
    good = [value.strip() for value in dict.fromkeys(quoted) if _valid(module, value)]
    made = [value for number in good for value in (_changed(module, number, rng),) if value]
    written = [str(module.format(value)) for value in (good + made)[:6] if hasattr(module, "format")]
    return list(dict.fromkeys((*good, *made, *written)))


def _changed(module: ModuleType, number: str, rng: Random) -> str | None:
    for _ in range(200):
        value = "".join(rng.choice("0123456789") if char.isdigit() and rng.random() < 0.5 else char for char in number)
        if value != number and _valid(module, value):
            return value
    return None


def _valid(module: ModuleType, value: str) -> bool:
    try:
        return bool(module.is_valid(value))
    except Exception:  # some modules trip over forms that are not theirs
        return False


def _plain(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


SUITE = Suite(
    "numbers",
    "python-stdnum: docstrings",
    _cases,
    {
        "persons, named": 0.98,
        "firms and others, named": 0.95,
        "accounts, named": 0.95,
        "postcodes, named": 0.95,
        "persons, bare, own region": 0.8,
    },
)
