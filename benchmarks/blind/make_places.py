"""Addresses of three countries, coordinates, licence plates."""

from __future__ import annotations

from random import Random

from benchmarks.blind.making import drawn, shape

_STREETS = [
    "Maple",
    "Oak Hill",
    "Martin Luther King",
    "Washington",
    "Elm",
    "Sunset",
    "5th",
    "42nd",
    "Lincoln",
    "St. Charles",
    "Royale",
    "Old Mill",
    "Park",
    "N Lake Shore",
    "W. 34th",
    "O'Farrell",
    "Van Ness",
    "Cherry Blossom",
]
_KINDS = [
    "Street",
    "St",
    "St.",
    "Avenue",
    "Ave",
    "Ave.",
    "Road",
    "Rd",
    "Boulevard",
    "Blvd",
    "Drive",
    "Dr",
    "Lane",
    "Ln",
    "Court",
    "Ct",
    "Way",
    "Place",
    "Terrace",
    "Circle",
    "Parkway",
    "Square",
]
_TOWNS = [
    "Springfield, IL 62701",
    "Austin, TX 78701",
    "San Francisco, CA 94103",
    "New York, NY 10001-1234",
    "Portland, OR 97205",
    "St. Louis, MO 63101",
    "Washington, DC 20500",
]


def us(rng: Random) -> str:
    street = f"{drawn('8' + '9' * rng.randint(0, 4), rng)} {rng.choice(_STREETS)} {rng.choice(_KINDS)}"
    street += rng.choice(("", "", " NW", ", Apt 4B", ", Suite 200", " #12", " Apt. 7"))
    town = rng.choice(_TOWNS)
    return f"⟦{street}⟧" + rng.choice(("", "", f", ⟦{town}⟧", f"\n⟦{town}⟧"))


def postcode(rng: Random) -> str:
    """BS 7666: area and district, a blank, a digit and two letters none of CIKMOV."""
    area = rng.choice(["SW1A", "M1", "B33", "CR2", "DN55", "EC1A", "W1A", "LS6", "NW10", "G12", "EH1", "BT7", "CF10"])
    return f"{area} {rng.randint(0, 9)}{''.join(rng.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"


def gb(rng: Random) -> str:
    number = drawn(rng.choice(("8", "89", "899", "89b", "89-89")), rng)
    names = "Baker, High, Station, Church, Victoria, Kings, St John’s, Mill, Queen Anne’s, Forge"
    kinds = "Street Road Lane Close Gardens Crescent Avenue Terrace Grove Mews Square Place Hill Rise"
    street = f"{number} {rng.choice(names.split(', '))} {rng.choice(kinds.split())}"
    flat = rng.choice(("", "", "", f"Flat {rng.randint(1, 30)}, "))
    town, code = rng.choice(("London", "Leeds", "Manchester", "Cardiff", "Glasgow")), f"⟦{postcode(rng)}⟧"
    return f"⟦{flat}{street}⟧" + rng.choice(("", f", {town} {code}", f", {town}, {code}", f"\n{town}\n{code}"))


def vn(rng: Random) -> str:
    name = rng.choice(["Lê Lợi", "Nguyễn Huệ", "Trần Hưng Đạo", "Hai Bà Trưng", "Điện Biên Phủ", "Lý Thường Kiệt"])
    number = drawn(rng.choice(("8", "89", "899", "89/8", "899/89/8", "89A")), rng)
    head = rng.choice((
        f"{number} đường {name}", f"Số {number} phố {name}", f"{number} Đường {name}", f"số nhà {number}, đường {name}",
        f"Số {number} ngõ {rng.randint(1, 300)} phố {name}",
    ))  # fmt: skip
    ward, district = rng.choice(("Bến Nghé", "Tân Định", "7", "12")), rng.choice(("1", "3", "Ba Đình", "Tân Bình"))
    tails = ("", f", ⟦Phường {ward}⟧, ⟦Quận {district}⟧", f", ⟦quận {rng.choice(('Hoàn Kiếm', 'Cầu Giấy'))}⟧, Hà Nội")
    return f"⟦{head}⟧" + rng.choice(tails)


def po_box(rng: Random) -> str:
    name = rng.choice(("P.O. Box", "PO Box", "P O Box", "Post Office Box"))
    return f"{name} {drawn(rng.choice(('89', '8999', '89999')), rng)}"


def _degrees(most: int, digits: int, rng: Random) -> str:
    return f"{rng.choice(('', '-'))}{rng.randint(0, most)}.{drawn('9' * digits, rng)}"


def _at(digits: int, rng: Random) -> tuple[str, str]:
    return _degrees(89, digits, rng), _degrees(179, digits, rng)


def pair(rng: Random) -> str:
    return rng.choice((", ", ",", " , ")).join(_at(rng.randint(4, 7), rng))


def lat_lon(rng: Random) -> str:
    return "lat=⟦{}⟧ lon=⟦{}⟧".format(*_at(5, rng))


def lat_lng_json(rng: Random) -> str:
    return '"lat": ⟦{}⟧, "lng": ⟦{}⟧'.format(*_at(5, rng))


def latitude_json(rng: Random) -> str:
    return '"latitude": ⟦{}⟧, "longitude": ⟦{}⟧'.format(*_at(4, rng))


def latitude_lines(rng: Random) -> str:
    return "Latitude: ⟦{}⟧\nLongitude: ⟦{}⟧".format(*_at(6, rng))


def degrees(rng: Random) -> str:
    a, d = rng.randint(0, 89), rng.randint(0, 179)
    b, c, e, f = (f"{rng.randint(0, 59):02d}" for _ in range(4))
    ns, ew, more = rng.choice("NS"), rng.choice("EW"), drawn("999", rng)
    return rng.choice((
        f"{a}°{b}′{c}″{ns} {d}°{e}′{f}″{ew}", f"{a}°{b}'{c}\"{ns}, {d}°{e}'{f}\"{ew}", f"{a}.{more}° {ns}, {d}.{more}° {ew}",
        f"{ns} {a}° {b}.{more}' {ew} {d}° {e}.{more}'", f"{a}° {b}' {c}.5\" {ns} {d}° {e}' {f}.2\" {ew}",
    ))  # fmt: skip


fractions = shape("0.9999, 0.9999")


def plate_gb(rng: Random) -> str:
    """Since 2001: two letters, age 02–24 or 51–74, three letters."""
    letters = "ABCDEFGHJKLMNOPRSTUVWXY"
    age = rng.choice([*range(2, 25), *range(51, 75)])
    return (
        f"{''.join(rng.choices(letters, k=2))}{age:02d}{rng.choice((' ', ' ', ''))}{''.join(rng.choices(letters, k=3))}"
    )


def plate_vn(rng: Random) -> str:
    """Province 11–99, series letter, then 4 or 5 digits."""
    series, form = rng.choice("ABCDEFGHKLMN"), rng.choice(("{s}-999.99", "{s}-99999", "-{s}8 999.99", "{s}-9999"))
    return f"{rng.randint(11, 99)}" + drawn(form, rng).format(s=series)


postcode_like = shape("AA9 9AA")
