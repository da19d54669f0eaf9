# ruff: noqa: E501 - the forms of one value stand on one line, next to each other
"""Postal addresses of three countries."""

from __future__ import annotations

from random import Random

from benchmarks.detector_set.values.making import fake, text_of

_VN_STREETS = (
    "Nguyễn Huệ",
    "Lê Lợi",
    "Trần Hưng Đạo",
    "Hai Bà Trưng",
    "Điện Biên Phủ",
    "Lý Thường Kiệt",
    "Phan Chu Trinh",
)


def us_address(rng: Random) -> str:
    number, name = rng.randrange(1, 9999), fake(rng, "last_name")
    kind = rng.choice(
        (
            "Street",
            "St",
            "St.",
            "Avenue",
            "Ave",
            "Road",
            "Rd.",
            "Drive",
            "Dr",
            "Lane",
            "Ln",
            "Boulevard",
            "Blvd.",
            "Court",
            "Place",
            "Way",
            "Parkway",
            "Terrace",
        )
    )
    unit = rng.choice(("", "", "", ", Apt 4", " Apt. 12B", ", Suite 300", " #5", ", Unit 7"))
    way = rng.choice(("", "", "", "N ", "West ", "S. "))
    street = (
        f"{number} {way}{rng.choice((name, name, '5th', 'Martin Luther King', f'{name} Hill', 'Oak'))} {kind}{unit}"
    )
    city, state, code = (
        fake(rng, "city"),
        fake(rng, "state_abbr", include_territories=False),
        f"{rng.randrange(501, 99951):05d}",
    )
    return rng.choice(
        (
            street,
            f"{street}, {city}, {state} {code}",
            f"{street}\n{city}, {state} {code}",
            f"{street}, {city} {state} {code}-{rng.randrange(1000, 9999)}",
            fake(rng, "address"),
            f"{street}, {city}, {state}".upper(),
            f"{street}, {city}, {state} {code}".lower().replace(".", "")
            if unit == "" and way == "" and kind in {"Street", "Avenue", "Road", "Drive", "Lane", "Court"}
            else street,
        )
    )


def gb_address(rng: Random) -> str:
    number, name = rng.randrange(1, 300), fake(rng, "last_name", "en_GB")
    kind = rng.choice(("Street", "Road", "Lane", "Avenue", "Close", "Crescent", "Gardens", "Mews", "Terrace", "Square"))
    code = f"{rng.choice(('SW1A', 'EC1A', 'M1', 'B33', 'CR2', 'DN55', 'LS2', 'G12', 'EH1'))} {rng.randrange(1, 9)}{text_of(rng, 'ABDEFGHJLNPQRSTUWXYZ', 2)}"
    town = rng.choice(("London", "Leeds", "Manchester", "Glasgow", "Stoke-on-Trent", "Edinburgh"))
    return rng.choice(
        (
            f"{number} {name} {kind}, {town} {code}",
            f"{number}{rng.choice('ABC')} {name} {kind}, {town}, {code}",
            f"Flat {rng.randrange(1, 40)}, {number} {name} {kind}, {town} {code}",
            f"{number} {name} {kind}\n{town}\n{code}",
            code,
        )
    )


def vn_address(rng: Random) -> str:
    number = rng.choice(
        (str(rng.randrange(1, 500)), f"{rng.randrange(1, 99)}/{rng.randrange(1, 40)}", f"{rng.randrange(1, 99)}A")
    )
    street = rng.choice(_VN_STREETS)
    tail = rng.choice(
        (
            ", Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh",
            ", phường Hàng Bài, quận Hoàn Kiếm, Hà Nội",
            ", P. Bến Thành, Q. 1",
            ", Quận 3, TP.HCM",
        )
    )
    return rng.choice((f"{number} đường {street}{tail}", f"{number} {street}{tail}", f"số {number} đường {street}"))


def other_address(rng: Random) -> str:
    return rng.choice(
        (
            f"P.O. Box {rng.randrange(1, 9999)}",
            f"PO Box {rng.randrange(1, 9999)}, {fake(rng, 'city')}, {fake(rng, 'state_abbr', include_territories=False)} {rng.randrange(10000, 99999)}",
            f"{fake(rng, 'city')}, {fake(rng, 'state_abbr', include_territories=False)} {rng.randrange(10000, 99999)}",
        )
    )


def not_address(rng: Random) -> str:
    return rng.choice(
        (
            f"{rng.randrange(2, 90)} people walked down the street",
            f"{rng.randrange(2, 90)} years on the road",
            f"in {rng.randrange(1950, 2030)} the court ruled",
            f"{rng.randrange(2, 99)} Main Points",
            f"Route {rng.randrange(1, 99)}",
            f"{rng.randrange(2, 50)} Great Ideas for Way Out West Records",
            f"the top {rng.randrange(2, 50)} Drivers",
            f"{rng.randrange(100, 900)} St Bernard dogs",
            f"box {rng.randrange(1, 99)} of the form",
            f"version {rng.randrange(1, 9)} IN {rng.randrange(10, 999)}",
            f"{rng.randrange(2, 20)} Lanes were closed",
            f"Chapter {rng.randrange(2, 20)} Roadmap",
            f"{rng.randrange(2, 20)} drive bays",
            f"a {rng.randrange(2, 90)} Squares grid",
            f"{rng.randrange(1, 30)} May Day Parades",
            f"grade A{rng.randrange(1, 9)} {rng.randrange(10, 99)}BB",
            f"{rng.randrange(200, 900)} Park Rangers",
        )
    )
