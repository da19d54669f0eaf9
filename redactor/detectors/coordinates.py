# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for places on the globe in the forms of maps and their data: WKT, GeoJSON, a pair in either order, degrees without marks."""

from __future__ import annotations

import re

from redactor.detectors.rows import DIGITS, Pattern

_NUMBER = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]+)?")


def on_globe(value: str) -> bool:
    """Pairs of numbers of which one can be a latitude and the other a longitude, in either order; not all whole numbers."""
    if "." not in value:
        return False
    pair = [abs(float(number)) for number in _NUMBER.findall(value)[:2]]
    return len(pair) == 2 and min(pair) <= 90 and 1 <= max(pair) <= 180


def precise_places(value: str) -> bool:
    """As ``on_globe``, with three decimals somewhere: whole and half numbers are of a drawing."""
    return on_globe(value) and re.search(r"\.[0-9]{3}", value) is not None


_DECIMAL = r"[-+]?[0-9]{1,3}\.[0-9]{2,14}"
_DEGREES = r"[0-9]{1,3}[ ]?[°º][ ]?[0-9]{1,2}(?:\.[0-9]{1,6})?[ ]?['′’]?(?:[ ]?[0-9]{1,2}(?:\.[0-9]{1,6})?[ ]?[\"″”]?)?"

ROWS = (
    Pattern("GPS_COORDINATES", "gps_wkt", r"(?:multi)?(?:point|linestring|polygon)[ ]?(?:z|m|zm)?[ ]?\((?P<v>[-+0-9., ()]{3,4000})\)", precise_places, score=0.9,
            anchors=("point", "linestring", "polygon"), digits=2, reach=(5, 400), ignore_case=True),
    Pattern("GPS_COORDINATES", "gps_geojson", r"coord(?:inate)?s?[\"']?[ ]{0,2}[:=][ ]{0,2}[\[(]+[ \n]{0,8}(?P<v>[-+0-9., \n\[\]()]{3,4000}[0-9])", precise_places, score=0.9,
            anchors=("coord",), digits=2, reach=(0, 0), ignore_case=True),
    Pattern("GPS_COORDINATES", "gps_lon_lat", rf"(?<![A-Za-z])(?:lon|lng|long|longitude)[\"']?[ ]?[:=]?[ ]?(?P<v>{_DECIMAL}°?[ ]?[EW]?[,;&]?\s{{0,3}}[\"']?lat(?:itude)?[\"']?[ ]?[:=]?[ ]?{_DECIMAL}°?[ ]?[NS]?)(?![0-9A-Za-z])", on_globe, score=0.9,
            anchors=("lon", "lng"), digits=4, reach=(0, 0), ignore_case=True),
    # One of the two is west, south, or far enough from nought: no pair of losses, rates or scores.
    Pattern("GPS_COORDINATES", "gps_signed", r"(?<![0-9A-Za-z.,/-])(?<![0-9,][ ])(?:[-+]?[0-9]{2,3}\.[0-9]{4,14},[ ]?-[0-9]{1,3}\.[0-9]{4,14}|-[0-9]{1,3}\.[0-9]{4,14},[ ]?[0-9]{2,3}\.[0-9]{4,14})(?![0-9A-Za-z]|\.[0-9]|,[ ]?[-0-9])", on_globe, score=0.65,
            anchors=DIGITS, digits=8, reach=(0, 0)),
    Pattern("GPS_COORDINATES", "gps_named_pair", r"(?<![A-Za-z])(?:location|position|coords?|coordinates|gps|geo|latlng|latlon|lat/lon|located[ ]at|geolocation|centroid)[\"']?[ ]?(?:[:=]|is|at)?[ \t]{0,3}[\"'(\[]?(?P<v>[-+]?[0-9]{1,3}\.[0-9]{2,14}[ ]?[,;/ ][ ]?[-+]?[0-9]{1,3}\.[0-9]{2,14})(?![0-9A-Za-z]|\.[0-9]|,[ ]?[-0-9])",
            on_globe, score=0.8, anchors=("location", "position", "coord", "gps", "geo", "latl", "lat/", "located", "centroid"), digits=4, reach=(0, 0), ignore_case=True),
    Pattern("GPS_COORDINATES", "gps_degrees_minutes", rf"(?<![0-9A-Za-z])(?:[NS][ ]?{_DEGREES}[ ,;/]{{0,3}}[EWO][ ]?{_DEGREES}|{_DEGREES}[ ]?[NS][ ,;/]{{0,3}}{_DEGREES}[ ]?[EWO])(?![0-9A-Za-z])", score=0.9, anchors=("°", "º"), reach=(8, 60)),
    Pattern("GPS_COORDINATES", "gps_decimal_minutes", r"(?<![0-9A-Za-z.])(?:[0-9]{1,2}[ ][0-9]{1,2}\.[0-9]{2,6}['′]?[ ]?[NS][,;/ ]{1,3}[0-9]{1,3}[ ][0-9]{1,2}\.[0-9]{2,6}['′]?[ ]?[EWO]|[NS][ ]?[0-9]{1,2}[ ][0-9]{1,2}\.[0-9]{2,6}['′]?[,;/ ]{1,3}[EWO][ ]?[0-9]{1,3}[ ][0-9]{1,2}\.[0-9]{2,6}['′]?)(?![0-9A-Za-z])", score=0.9, anchors=DIGITS, digits=3, reach=(2, 40)),
    Pattern("GPS_COORDINATES", "three_words", r"(?<![\w/:])///(?P<v>[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20})(?![\w.])", score=0.85, anchors=("///",), reach=(0, 0)),
    Pattern("GPS_COORDINATES", "grid_reference", r"(?<![A-Za-z])(?:grid[ ]ref(?:erence)?|ngr|os[ ]grid)\.?[ ]?[:=]?[ ]?(?P<v>(?-i:[A-HJ-Z]{2})[ ]?[0-9]{2,5}[ ]?[0-9]{2,5})(?![0-9A-Za-z])", score=0.85, anchors=("grid", "ngr"), digits=4, reach=(4, 40), ignore_case=True),
    Pattern("GPS_COORDINATES", "plus_code", r"(?<![0-9A-Za-z])[23456789C][23456789CFGHJMPQRV][23456789CFGHJMPQRVWX]{6}\+[23456789CFGHJMPQRVWX]{2,3}(?![0-9A-Za-z])", score=0.8, anchors=("+",), digits=0, reach=(8, 4)),
)  # fmt: skip
