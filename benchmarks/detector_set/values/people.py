"""Numbers that offices give to people."""

from __future__ import annotations

from random import Random

from benchmarks.detector_set.values.making import DIGITS, UPPER, digits, fake, grouped, stdnum, text_of


def username(rng: Random) -> str:
    return fake(rng, "user_name")


def ssn(rng: Random) -> str:
    area = rng.choice([number for number in range(1, 900) if number != 666])
    mark = rng.choice(("-", "-", "-", " "))
    return f"{area:03d}{mark}{rng.randrange(1, 100):02d}{mark}{rng.randrange(1, 10000):04d}"


def bad_ssn(rng: Random) -> str:
    return rng.choice(
        (
            f"000-{rng.randrange(1, 100):02d}-{digits(rng, 4)}",
            f"666-{rng.randrange(1, 100):02d}-{digits(rng, 4)}",
            f"{rng.randrange(100, 900)}-00-{digits(rng, 4)}",
            f"{rng.randrange(100, 900)}-{rng.randrange(1, 100):02d}-0000",
            f"{digits(rng, 4)}-{digits(rng, 2)}-{digits(rng, 3)}",
        )
    )


def itin(rng: Random) -> str:
    group = rng.choice([*range(50, 66), *range(70, 89), 90, 91, 92, *range(94, 100)])
    return f"9{text_of(rng, DIGITS, 2)}-{group}-{text_of(rng, DIGITS, 4)}"


def bad_itin(rng: Random) -> str:
    return (
        f"9{text_of(rng, DIGITS, 2)}-{rng.choice(('00', '12', '49', '66', '69', '89', '93'))}-{text_of(rng, DIGITS, 4)}"
    )


def nhs(rng: Random, *, good: bool = True) -> str:
    while True:
        number = rng.choice("4567") + text_of(rng, DIGITS, 9)
        if stdnum("gb.nhs").is_valid(number) == good:
            return grouped(number, (3, 3, 4), rng.choice(("", " ", " ", "-"))).strip(" -")


def nino(rng: Random) -> str:
    prefix = rng.choice("ABCEGHJKLMNPRSTWXYZ") + rng.choice("ABCEGHJKLMNPRSTWXYZ")
    if prefix in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
        prefix = "AB"
    mark = rng.choice(("", " "))
    return mark.join((prefix, *(text_of(rng, DIGITS, 2) for _ in range(3)), rng.choice("ABCD")))


def cccd(rng: Random) -> str:
    return (
        rng.choice(("001", "079", "048", "031", "092", "024"))
        + rng.choice("0123")
        + f"{rng.randrange(100):02d}"
        + text_of(rng, DIGITS, 6)
    )


def npi(rng: Random) -> str:
    body = rng.choice("12") + text_of(rng, DIGITS, 8)
    return body + str(stdnum("luhn").calc_check_digit("80840" + body))


def bad_npi(rng: Random) -> str:
    number = npi(rng)
    return number[:-1] + str((int(number[-1]) + rng.randrange(1, 10)) % 10)


def dea(rng: Random, *, good: bool = True) -> str:
    body = text_of(rng, DIGITS, 6)
    numbers = [int(char) for char in body]
    check = (sum(numbers[0::2]) + 2 * sum(numbers[1::2]) + (0 if good else rng.randrange(1, 10))) % 10
    return rng.choice("ABFGMPR") + rng.choice(UPPER) + body + str(check)


def bad_dea(rng: Random) -> str:
    return dea(rng, good=False)


def us_passport(rng: Random) -> str:
    return rng.choice((digits(rng, 9), rng.choice(UPPER) + digits(rng, 8)))


def driver_license(rng: Random) -> str:
    return rng.choice(
        (
            rng.choice(UPPER) + digits(rng, 7),
            digits(rng, 8),
            rng.choice(UPPER) + digits(rng, 12),
            f"{rng.choice(UPPER)}{digits(rng, 3)}-{digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 3)}-0",
            text_of(rng, UPPER, 2) + digits(rng, 6),
            digits(rng, 3) + " " + digits(rng, 3) + " " + digits(rng, 3),
        )
    )


def id_number(rng: Random) -> str:
    return rng.choice(
        (
            digits(rng, 6),
            digits(rng, 8),
            f"{text_of(rng, UPPER, 2)}-{digits(rng, 6)}",
            f"{rng.choice(UPPER)}{digits(rng, 5)}",
            f"{digits(rng, 4)}-{digits(rng, 4)}",
            f"{text_of(rng, UPPER, 3)}{digits(rng, 9)}",
            "00" + digits(rng, 5),
        )
    )


def passport(rng: Random) -> str:
    """As Britain, Germany, France, Spain, Vietnam, India and others number them."""
    return rng.choice(
        (
            digits(rng, 9),
            text_of(rng, UPPER, 1) + digits(rng, 7),
            text_of(rng, UPPER, 2) + digits(rng, 7),
            f"{digits(rng, 2)}{text_of(rng, UPPER, 2)}{digits(rng, 5)}",
            f"C{digits(rng, 2)}{text_of(rng, 'CFGHJKLMNPRTVWXYZ', 2)}{digits(rng, 4)}",
            text_of(rng, UPPER, 3) + digits(rng, 6),
            text_of(rng, UPPER, 1) + digits(rng, 8),
        )
    )
