"""What offices give to a person, ages and dates."""

from __future__ import annotations

from random import Random

from stdnum import luhn
from stdnum.gb import nhs as gb_nhs

from benchmarks.blind.making import Maker, drawn, grouped, shape, such
from redactor.training.synthesis.fillers.times import MONTHS


def ssn_digits(rng: Random) -> str:
    """Area 001–899 but 666, group 01–99, serial 0001–9999 (SSA)."""
    area = rng.choice([number for number in range(1, 900) if number != 666])
    return f"{area:03d}{rng.randint(1, 99):02d}{rng.randint(1, 9999):04d}"


def ssn_grouped(rng: Random) -> str:
    return grouped(ssn_digits(rng), (3, 2), "-")


def ssn_spaced(rng: Random) -> str:
    return grouped(ssn_digits(rng), (3, 2), " ")


no_ssn = shape("000-89-8999", "666-89-8999", "899-00-8999", "899-89-0000")


def itin(rng: Random) -> str:
    """9xx, then 50–65, 70–88, 90–92 or 94–99 (IRS)."""
    group = rng.choice([*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)])
    return f"9{drawn('99', rng)}{group}{drawn('9999', rng)}"


def itin_dashed(rng: Random) -> str:
    return grouped(itin(rng), (3, 2), "-")


def itin_grouped(rng: Random) -> str:
    return grouped(itin(rng), (3, 2), rng.choice("- "))


nhs = such(shape("8999999999"), gb_nhs.is_valid)
_no_nhs = such(shape("8999999999"), lambda value: not gb_nhs.is_valid(value))


def nhs_grouped(rng: Random) -> str:
    return grouped(nhs(rng), (3, 3), rng.choice((" ", " ", "-", "")))


def broken_nhs(rng: Random) -> str:
    return grouped(_no_nhs(rng), (3, 3), rng.choice((" ", "-", "")))


def _nino(rng: Random) -> str:
    """HMRC: first letter none of DFIQUV, second none of DFIOQUV, not BG GB KN NK NT TN ZZ; suffix A–D."""
    first, second = "ABCEGHJKLMNOPRSTWXYZ", "ABCEGHJKLMNPRSTWXYZ"
    never = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
    pair = such(lambda one: one.choice(first) + one.choice(second), lambda value: value not in never)(rng)
    return pair + drawn("999999", rng) + rng.choice("ABCD")


def nino(rng: Random) -> str:
    return grouped(_nino(rng), (2, 2, 2, 2), rng.choice((" ", "")))


def nino_lower(rng: Random) -> str:
    return _nino(rng).lower()


#: Decree 137/2015, its annex of provinces.
_PROVINCES = [
    "001",
    "002",
    "004",
    "006",
    "008",
    "010",
    "011",
    "012",
    "014",
    "015",
    "017",
    "019",
    "020",
    "022",
    "024",
    "025",
    "026",
    "027",
    "030",
    "031",
    "033",
    "034",
    "035",
    "036",
    "037",
    "038",
    "040",
    "042",
    "044",
    "045",
    "046",
    "048",
    "049",
    "051",
    "052",
    "054",
    "056",
    "058",
    "060",
    "062",
    "064",
    "066",
    "067",
    "068",
    "070",
    "072",
    "074",
    "075",
    "077",
    "079",
    "080",
    "082",
    "083",
    "084",
    "086",
    "087",
    "089",
    "091",
    "092",
    "093",
    "094",
    "095",
    "096",
]


def cccd(rng: Random) -> str:
    """Province, century and gender, year of birth, six digits."""
    century, year = rng.choice(((rng.choice("01"), rng.randint(40, 99)), (rng.choice("23"), rng.randint(0, 24))))
    return f"{rng.choice(_PROVINCES)}{century}{year:02d}{drawn('999999', rng)}"


def cccd_spaced(rng: Random) -> str:
    return grouped(cccd(rng), (3, 3, 3), " ")


def npi(rng: Random) -> str:
    digits = rng.choice("12") + drawn("99999999", rng)
    return digits + luhn.calc_check_digit("80840" + digits)


broken_npi = such(shape("1999999999", "2999999999"), lambda value: not luhn.is_valid("80840" + value))


def dea(rng: Random) -> str:
    digits = drawn("999999", rng)
    check = sum(map(int, digits[::2])) + 2 * sum(map(int, digits[1::2]))
    return rng.choice("ABCDEFGHJKLMPR") + drawn("A", rng) + digits + str(check % 10)


def broken_dea(rng: Random) -> str:
    value = dea(rng)
    return value[:-1] + str((int(value[-1]) + rng.randint(1, 9)) % 10)


def _number(least: int, most: int) -> Maker:
    return lambda rng: str(rng.randint(least, most))


age, months, count = _number(1, 99), _number(2, 23), _number(2, 60)

_FORMS = (
    "{y}-{m:02}-{d:02}", "{m}/{d}/{y}", "{d:02}/{m:02}/{y}", "{d:02}.{m:02}.{y}", "{name} {d}, {y}", "{d} {name} {y}",
    "{short} {d}, {y}", "{d} {short} {y}", "{nth} {name} {y}", "{name} {nth}, {y}", "{d}-{short}-{y}", "{y}/{m:02}/{d:02}",
    "{m:02}/{d:02}/{two:02}", "ngày {d} tháng {m} năm {y}", "{y}-{m:02}-{d:02}T10:22:31Z", "{d:02}-{m:02}-{y}",
    "{capitals} {d}, {y}", "{nth} of {name} {y}", "{d}/{m}/{y}", "{short}. {d}, {y}", "{d}.{m}.{y}",
)  # fmt: skip


def date(rng: Random) -> str:
    year, month, day = rng.randint(1925, 2029), rng.randint(1, 12), rng.randint(1, 28)
    name = MONTHS[month - 1]
    end = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    parts = {"y": year, "m": month, "d": day, "name": name, "short": name[:3], "two": year % 100}
    return rng.choice(_FORMS).format(**parts, nth=f"{day}{end}", capitals=name.upper())
