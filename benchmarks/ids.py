"""Numbers of countries behind their own names: facts from python-stdnum's docstrings and Faker's locales.

    python -m benchmarks.ids [--show GROUP] [--bare]

For each module of python-stdnum: the names and the valid numbers of its docstring (and more numbers that it accepts,
made by changing digits), each name with each link, under the default policy; and bare, with the country as region.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import unicodedata
from collections import Counter, defaultdict
from random import Random

import stdnum

from redactor import Redactor

LINKS = ("{n}: {v}", "{n} {v}", "{n} no. {v}", "{n} nr {v}", "{n} #{v}", "{n} № {v}", "{n} = {v}", "{n} is {v}", "The {n} number is {v}.", '"{n}": "{v}"', "{n}\n{v}", "{n}:{v}, seen today", "{n} ({v})")  # fmt: skip
PERSONS = frozenset(
    """ad.nrt ar.cuit ar.dni at.tin at.vnr au.tfn be.bis be.eid be.nn be.ssn bg.egn bg.pnf br.cpf ca.bc_phn ca.sin ch.ssn cl.rut cn.ric
    co.nit cr.cpf cr.cr cu.ni cz.rc de.idnr de.stnr dk.cpr do.cedula ec.ci ee.ik es.dni es.nie es.nif fi.hetu fi.veronumero fr.nif fr.nir
    gb.nhs gb.utr gb.upn gh.tin gr.amka hr.oib id.nik id.npwp ie.pps il.idnr in_.aadhaar in_.epic in_.pan in_.vid is_.kennitala
    it.codicefiscale jp.in_ ke.pin kr.rrn li.peid lt.asmens lv.pvn mu.nid mx.curp mx.rfc my.nric nl.bsn nl.identiteitskaartnummer nl.onderwijsnummer
    no.fodselsnummer nz.ird pe.cui pk.cnic pl.pesel pt.cc pt.nif ro.cnp se.personnummer si.emso sk.rc th.pin th.tin tr.tckimlik
    ua.rntrc us.atin us.itin us.ptin us.ssn us.tin ve.rif za.idnr za.tin gr.vat ru.inn""".split()
)
BANKS = frozenset("ar.cbu be.iban ch.esr cz.bankaccount es.ccc es.iban me.iban no.iban no.kontonr nz.bankaccount us.rtn be.ogm_vcs".split())
POSTAL = frozenset("at.postleitzahl es.postal_code nl.postcode se.postnummer".split())
#: Kinds of goods, securities, trades and schools: nobody's.
NOBODY = frozenset("de.wkn gb.sedol eu.nace eu.ecnumber eu.banknote it.aic nl.brin eu.excise".split())
_COUNTRY = re.compile(
    r"^(?:the |an? )?(?:United Kingdom \(and Isle of Man\)|United Kingdom|U\.S\.|South Korean?|New Zealand|El Salvador|San Marino|Costa Rica|Dominican Republic"
    r"|North Macedonia|South African|Faroe Islands|British Columbia|Singapore's|Andorra|Algeria|China|Egypt|Ghana|Guatemala|Guinea|Kenya|Morocco|Montenegro"
    r"|Mozambique|Paraguay|Senegal|Thailand|Tunisia|Uruguay|Vietnam|Azerbaijan|Peruvian|Liechtenstein|Taiwanese|Ukraine|Israeli|Slovenian|Slovak|French|Greek"
    r"|Dutch|Czech|Danish|Swedish|Finnish|Spanish|Polish|Turkish|British|English|Irish|Swiss|Chinese|Japanese|Maltese|Portuguese|Icelandic|Cypriot"
    r"|[A-Z][a-z]+(?:ian|ean|can|uan|rman|yan)) (?=\w+ )"
)


def names(module: object) -> list[str]:
    """What the first sentence of a docstring calls its number."""
    first = " ".join((module.__doc__ or "").strip().split("\n\n")[0].split()).rstrip(".").rstrip()
    head, _, inside = first.partition(" (")
    found = [part.strip() for part in re.split(r",| or ", head)] + [part.strip(' "') for part in inside.rstrip(")").split(",")]
    return [name for name in dict.fromkeys(found) if name and len(name) < 60 and name != "Lithuanian"]


def values(module: object, rng: Random, more: int = 6) -> list[str]:
    """Valid numbers of the docstring, as written and formatted, and made from them."""
    doc = module.__doc__ or ""
    given = re.findall(r">>> \w+\('([^'\n]+)'", doc) + re.findall(r"^\s*'([^'\n]+)'$", doc, re.M)
    good = [value.strip() for value in dict.fromkeys(given) if _valid(module, value)]
    made = []
    for value in good * 4:
        for _ in range(120):
            changed = "".join(rng.choice("0123456789") if char.isdigit() and rng.random() < 0.5 else char for char in value)
            if changed not in good and changed not in made and _valid(module, changed):
                made.append(changed)
                break
    shaped = [module.format(value) for value in good + made if hasattr(module, "format")]
    return list(dict.fromkeys(good + rng.sample(made, min(more, len(made))) + rng.sample(shaped, min(3, len(shaped)))))


def _valid(module, value: str) -> bool:
    try:
        return bool(module.is_valid(value))
    except Exception:
        return False


def plain(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


def modules():
    for found in pkgutil.walk_packages(stdnum.__path__, "stdnum."):
        module = importlib.import_module(found.name)
        short = found.name[7:]
        if "." in short and not short.startswith("iso7064") and hasattr(module, "is_valid") and short not in NOBODY:
            yield short, module


def masked(text: str, value: str, spans) -> bool:
    start = text.index(value)
    cover = [False] * len(text)
    for span in spans:
        cover[span.start : span.end] = [True] * (span.end - span.start)
    return all(cover[at] for at in range(start, start + len(value)) if text[at].isalnum())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--show")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--detectors", action="store_true", help="the table of patterns alone, no model")
    args = parser.parse_args()
    rng = Random(7)
    good, total = Counter(), Counter()
    by_module = defaultdict(list)
    from redactor.detectors.patterns import PatternDetector

    detector = PatternDetector()
    redactor = None if args.detectors else Redactor()
    for short, module in modules():
        group = "persons" if short in PERSONS else "banks" if short in BANKS else "postal" if short in POSTAL else "firms"
        cases = []
        found = values(module, rng)
        if args.bare:
            country = short.split(".")[0].rstrip("_").upper()
            if country == "EU" or short in POSTAL:
                continue
            detector = PatternDetector(regions=(country,))
            for value in found:
                cases += [(f"He wrote {value} on the form.", value), (value, value), (f"a;{value};b", value)]
        else:
            for name in names(module):
                for link in LINKS:
                    for way in (name, rng.choice((plain(name), name.lower(), name.upper(), _COUNTRY.sub("", name)))):
                        value = rng.choice(found) if found else ""
                        if value:
                            cases.append((link.format(n=way, v=value), value))
        texts = [text for text, _ in cases]
        answers = [detector.find(text) for text in texts] if redactor is None or args.bare else [answer.spans for answer in redactor.redact_many(texts)]
        for (text, value), spans in zip(cases, answers, strict=True):
            ok = masked(text, value, spans)
            total[group] += 1
            good[group] += ok
            by_module[group, short].append((ok, text))
    for (group, short), results in sorted(by_module.items(), key=lambda item: (item[0][0], sum(ok for ok, _ in item[1]) / len(item[1]))):
        share = sum(ok for ok, _ in results) / len(results)
        if args.show in (group, short):
            print(f"  {share:6.1%} {short:24}", "" if share == 1 else [text for ok, text in results if not ok][:4])
    for group in sorted(total):
        kinds = [sum(ok for ok, _ in r) / len(r) for (g, _), r in by_module.items() if g == group]
        print(f"{group:8} {good[group] / total[group]:6.1%} of {total[group]} texts; {sum(k >= 0.98 for k in kinds)} of {len(kinds)} kinds at 98 %; mean of kinds {sum(kinds)/len(kinds):6.1%}")


if __name__ == "__main__":
    main()
