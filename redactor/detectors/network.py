# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for addresses of machines, and for devices, vehicles and places on the globe."""

from __future__ import annotations

from redactor.detectors.rows import DIGITS, Pattern
from redactor.detectors.validators import (
    coordinates,
    imei,
    ipv6,
    mac,
    many_digits,
    plain_ip,
    precise_place,
    small_ip,
    tiny_ip,
    vin,
)

_HEX = "[0-9A-Fa-f]"
_VERSION = (
    "version", "ver", "v", "release", "build", "firmware", "rev", "revision", "section", "chapter", "clause", "oid", "update",
    "figure", "table", "paragraph", "appendix", "driver", "kernel", "sdk", "patch", "§", "article", "rule", "versions", "upgraded to",
    "<version>", "fileversion", "productversion", "assemblyversion", "standards-version", "pkgver",
    "chrome/", "chromium/", "headlesschrome/", "crios/", "edg/", "opr/", "version/", "electron/", "yabrowser/", "firefox/", "safari/",
)  # fmt: skip
_BROWSERS = tuple(word for word in _VERSION if word.endswith("/"))
_IP = ("ip", "address", "host", "server", "port", "subnet", "gateway", "client", "login", "from", "localhost", "dns")
_IP_ONLY = (
    "ip", "ips", "ipv4", "ip address", "ip addr", "inet", "host", "server", "subnet", "gateway", "client", "login", "localhost", "dns", "ping", "peer", "remote addr",
    "resolver", "nameserver", "netmask", "router", "proxy", "vpn", "listening", "bind", "ssh", "src", "dst", "logged in", "connected", "firewall", "cidr", "forwarded", "deny", "allow", "ban", "banned", "hits", "received",
)  # fmt: skip
_IPV4 = r"(?<![0-9A-Za-z])(?<![0-9]\.)(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:/[0-9]{1,2}(?![0-9/]))?(?![0-9A-Za-z]|\.[0-9])"
#: BSD writes a port behind a dot: "2001:db8::1.443".
_END6 = r"(?![0-9A-Za-z:]|\.[0-9]{1,5}\.|\.[0-9]{6}|\.[0-9]{1,5}[A-Za-z])"
_OCTETS = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})"
# Debian's revision, a candidate, a file: "1.2.3.4-5", "1.2.3.4.tar".
_NO_REVISION = r"(?!-[0-9a-z]|\.[a-z]|~)"
# A heading: "10.3.2.5. Leaf nodes".
_NO_SECTION = r"(?<![>\n](?=[0-9.]{7,15}\.[ ][A-Z]))"
_PLATE_WORDS = r"(?i:licen[cs]e[ _-]?plates?|number[ ]plates?|plates?|registration(?:[ ]mark)?|reg|vrm|vrn|tag|biển[ ]số(?:[ ]xe)?)"
_VN_PLATE = ("biển số", "biển kiểm soát", "plate", "xe", "bks")
_PLATE_NEAR = (
    "license plate", "licence plate", "number plate", "plate", "plates", "rego", "matrícula", "targa", "targata", "kennzeichen", "nummernschild", "plaque", "immatriculation", "immatriculée", "kenteken", "nopol",
    "nomor polisi", "placa", "rejestracyjny", "tablica", "plaka", "регистрационный", "car reg", "reg", "registration", "registered", "vehicle",
)  # fmt: skip
_PLATE_LINK = r"(?:[ _-]?(?:no|nr|num|number|#|№)\b\.?)?[\"']{0,2}[ \t]{0,3}(?:is|was|reads?)?[ \t]{0,3}[:=#>-]{0,2}[ \t]{0,3}[\"']?"
_GPS = (
    "gps",
    "latlng",
    "latlon",
    "lat/lon",
    "lat",
    "latitude",
    "long",
    "longitude",
    "lng",
    "lon",
    "coordinates",
    "coords",
    "coordinate",
    "location",
    "located",
    "position",
    "geo",
    "tọa độ",
    "koordinaten",
    "coordonnées",
    "coordenadas",
    "parked",
    "last seen",
)
_DMS = r"[0-9]{1,3}(?:\.[0-9]{1,8})?[ ]?[°º][ ]?(?:[0-9]{1,2}(?:\.[0-9]{1,6})?[ ]?['′’][ ]?(?:[0-9]{1,2}(?:\.[0-9]{1,6})?[ ]?(?:[\"″”]|'')[ ]?)?)?"

# A third number before a pair makes it a vector.
_NO_VECTOR = r"(?<![0-9A-Za-z.-])(?<![0-9],)(?<![0-9],[ ])"

_QUADS = r"re:\.(?<=[0-9a-f]\.)[0-9a-f]{4}\."

ROWS = (
    # Four small numbers are a version or a section more often than a machine: the smaller they are, the more must speak for one.
    Pattern("IP_ADDRESS", "ipv4", _IPV4, plain_ip, _IP, 0.8, refuse=_BROWSERS, anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("IP_ADDRESS", "ipv4_small", _NO_SECTION + _IPV4 + _NO_REVISION, small_ip, _IP, 0.75, refuse=_VERSION, anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("IP_ADDRESS", "ipv4_tiny", _IPV4 + _NO_REVISION, tiny_ip, _IP_ONLY, 0.6, needs_context=True, refuse=_VERSION, anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("IP_ADDRESS", "ipv4_placed", r"(?:(?<=://)|(?=[0-9.]{7,15}(?::[0-9]{2,5}(?![0-9.])|[ ]-[ ](?:-|\w)|[ ]port[ ])))" + _IPV4, tiny_ip, _IP_ONLY, 0.7, refuse=_VERSION, anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("IP_ADDRESS", "ipv6", rf"(?<![0-9A-Za-z:.])(?:{_HEX}{{1,4}}:){{1,7}}(?::|(?::?{_HEX}{{1,4}}){{1}}(?::{_HEX}{{1,4}}){{0,6}})(?:(?<=:)(?:[0-9]{{1,3}}\.){{3}}[0-9]{{1,3}})?(?:%[0-9A-Za-z]{{1,15}})?(?:/[0-9]{{1,3}})?{_END6}", ipv6, _IP, 0.85,
            anchors=(r"re::[0-9a-f]{0,4}:",), reach=(44, 64)),
    Pattern("IP_ADDRESS", "ipv6_leading", rf"(?<![0-9A-Za-z:.])::(?:(?:{_HEX}{{1,4}}:){{0,6}}(?:{_HEX}{{1,4}}|(?:[0-9]{{1,3}}\.){{3}}[0-9]{{1,3}}))(?:/[0-9]{{1,3}})?{_END6}", ipv6, _IP, 0.8,
            anchors=(r"re::(?=:)",), reach=(0, 0)),
    Pattern("IP_ADDRESS", "ipv6_mapped", rf"(?<![0-9A-Za-z:.])(?:{_HEX}{{1,4}}:){{1,6}}(?::(?:{_HEX}{{1,4}}:){{0,5}})?(?:[0-9]{{1,3}}\.){{3}}[0-9]{{1,3}}(?![0-9A-Za-z:]|\.[0-9])", ipv6, _IP, 0.85,
            anchors=(r"re::[0-9a-f]{0,4}:",), reach=(44, 64)),
    Pattern("IP_ADDRESS", "ipv6_literal", rf"(?<![0-9A-Za-z-])(?P<v>{_HEX}{{0,4}}(?:-{{1,2}}{_HEX}{{1,4}}){{1,7}}(?:-{{2}})?(?:s[0-9A-Za-z]{{1,15}})?)(?=\.ipv6-literal\.net)", None, (), 0.95, anchors=(".ipv6-literal",), reach=(60, 20), ignore_case=True),
    Pattern("IP_ADDRESS", "ip_reversed", rf"(?<![0-9A-Za-z.-])(?P<v>(?:{_OCTETS}\.){{2,3}}{_OCTETS}(?=\.in-addr\.arpa)|(?:{_HEX}\.){{8,31}}{_HEX}(?=\.ip6\.arpa))", None, (), 0.95, anchors=(".in-addr.", ".ip6."), reach=(66, 20), ignore_case=True),
    Pattern("IP_ADDRESS", "ip_in_host", rf"(?<![0-9A-Za-z])(?:(?<![0-9]-)|(?<=[A-Za-z][0-9]-))(?P<v>{_OCTETS}(?:-{_OCTETS}){{3}})(?=[.-][A-Za-z])", None, (), 0.7, anchors=(r"re:-(?<=[0-9]-)[0-9]{1,3}-[0-9]{1,3}[.-][a-z]",), reach=(12, 20)),
    Pattern("IP_ADDRESS", "ip_and_port", rf"(?<![0-9A-Za-z.])(?:(?P<v>(?:{_OCTETS}\.){{3}}{_OCTETS})(?=\.[0-9]{{1,5}}[ ]>[ ])|(?<=[ ]>[ ])(?P<w>(?:{_OCTETS}\.){{3}}{_OCTETS})(?=\.[0-9]{{1,5}}(?![0-9.])))", None, (), 0.85, anchors=(" > ",), digits=4, reach=(24, 30)),
    Pattern("MAC_ADDRESS", "mac_short", rf"(?<![0-9A-Za-z:.-])(?=[0-9:]{{0,16}}[A-Fa-f])(?=[A-Fa-f:]{{0,16}}[0-9])(?:{_HEX}{{1,2}}:){{5}}{_HEX}{{1,2}}(?![0-9A-Za-z:])", None, ("mac", "ethernet", "hardware address", "arp"), 0.8,
            anchors=(r"re::(?<=[0-9a-f]:)[0-9a-f]{1,2}:",), reach=(18, 18)),
    Pattern("MAC_ADDRESS", "mac_blanks", rf"(?<![0-9A-Za-z])(?:{_HEX}{{2}}[ ]){{5}}{_HEX}{{2}}(?![0-9A-Za-z]|[ ]{_HEX}{{2}}(?![0-9A-Za-z]))", mac, ("mac", "mac address", "hwaddr", "hardware address", "physical address", "ethernet address", "ether", "lladdr", "bssid"), 0.6, needs_context=True, anchors=DIGITS, digits=2, reach=(3, 16)),
    Pattern("MAC_ADDRESS", "mac", rf"(?<![0-9A-Za-z:-]){_HEX}{{2}}([:-])(?:{_HEX}{{2}}\1){{4}}{_HEX}{{2}}(?![0-9A-Za-z:]|-[0-9A-Fa-f])", mac, ("mac", "ethernet", "hardware address"), 0.9,
            anchors=(r"re::(?<=[0-9a-f]:)[0-9a-f]{2}:", r"re:-(?<=[0-9a-f]-)[0-9a-f]{2}-"), reach=(18, 18)),
    Pattern("MAC_ADDRESS", "mac_cisco", rf"(?<![0-9A-Za-z.-])(?=[A-Fa-f.]{{0,13}}[0-9]){_HEX}{{4}}\.{_HEX}{{4}}\.{_HEX}{{4}}(?![0-9A-Za-z]|\.[0-9A-Za-z])", mac, ("mac", "ethernet"), 0.7, anchors=(_QUADS,), reach=(5, 12)),
    Pattern("MAC_ADDRESS", "mac_cisco_letters", r"(?<![0-9A-Za-z.-])[A-Fa-f]{4}\.[A-Fa-f]{4}\.[A-Fa-f]{4}(?![0-9A-Za-z]|\.[0-9A-Za-z])", mac, ("mac", "mac address", "physical address", "ethernet", "hwaddr", "hardware address", "arp", "bssid"), 0.6, needs_context=True, anchors=(_QUADS,), reach=(5, 12)),
    Pattern("MAC_ADDRESS", "mac_odd", rf"(?<![0-9A-Za-z:.-])(?:{_HEX}{{4}}:{_HEX}{{4}}:{_HEX}{{4}}|{_HEX}{{12}}|{_HEX}{{2}}(?:-{_HEX}{{2}}){{7}})(?![0-9A-Za-z:-])", mac, ("mac", "mac address", "hwaddr", "hardware address", "physical address", "ethernet address", "ether", "lladdr", "bssid", "eui-64"), 0.6, needs_context=True, anchors=("mac", "hwaddr", "hardware address", "physical address", "ether", "lladdr", "bssid", "eui-64"), reach=(40, 90)),
    Pattern("IMEI", "imei_grouped", r"(?<![0-9A-Za-z])(?<![0-9][.-])[0-9]{2}-[0-9]{6}-[0-9]{6}-[0-9](?![0-9A-Za-z]|[.-][0-9])", imei, ("imei",), checksum=True, anchors=DIGITS, digits=15, reach=(0, 0)),
    Pattern("IMEI", "imei", r"(?<![0-9A-Za-z])(?<![0-9][.-])[0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{6}[ -]?[0-9](?![0-9A-Za-z]|[.-][0-9])", imei,
            ("imei", "handset", "device", "phone", "imei number"), needs_context=True, checksum=True, anchors=DIGITS, digits=15, reach=(2, 4)),
    Pattern("VIN", "vin", r"(?<![0-9A-Za-z])[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{8}(?![0-9A-Za-z])", vin, ("vin", "vehicle", "chassis", "car"), checksum=True, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("VIN", "vin_in_context", r"(?<![0-9A-Za-z])[A-HJ-NPR-Za-hj-npr-z0-9]{17}(?![0-9A-Za-z])", many_digits(3), ("vin", "v.i.n", "vehicle identification", "chassis", "số khung", "fahrgestellnummer"), 0.6, needs_context=True, anchors=DIGITS, digits=1, reach=(0, 0)),
    Pattern("LICENSE_PLATE", "plate", r"(?<![A-Za-z])" + _PLATE_WORDS + _PLATE_LINK + r"(?P<v>(?=[A-Z -]{0,5}[0-9])(?=[0-9 -]{0,5}[A-Z])[A-Z0-9]{1,4}[ -]?[A-Z0-9]{2,5}(?:-[A-Z0-9]{1,4})?)(?![0-9A-Za-z])", many_digits(1), (), 0.7, ("US", "CA"),
            anchors=("license plate", "licenseplate", "licenceplate", "plate", "registration", "reg ", "reg=", "reg.", "reg#", "reg\"", "reg:", "vrm", "vrn", "tag", "biển số"), digits=1, reach=(0, 0)),
    Pattern("LICENSE_PLATE", "plate_form", r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][./-])(?:[0-9]{4}[ -]?[B-DF-HJ-NP-TV-Z]{3}|[A-Z]{2}[ -]?[0-9]{1,2}[ -]?[A-Z]{1,3}[ -]?[0-9]{4}|[A-Z]{2}[ -]?[0-9]{3}[ -]?[A-Z]{2}|[A-Z]{3}[ -]?[0-9]{2,4}[A-Z]{0,2}|[A-Z]{3}[ -]?[0-9][A-Z][0-9]{2}|[0-9][A-Z]{2}[ -]?[0-9][A-Z]{2}"
            r"|[0-9]{2}-[A-Z]{2,3}-[0-9]{1,2}|[A-Z]{1,2}-[0-9]{3}-[A-Z]{1,2}|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ ]?[0-9]{1,4}[EH]?)(?![0-9A-Za-z]|[./-][0-9A-Za-z])", None, _PLATE_NEAR, 0.55, needs_context=True, anchors=DIGITS, digits=2, reach=(8, 10),
            refuse=("part", "part no", "sku", "model", "order", "invoice", "ref", "serial", "case", "flight", "version", "item", "ticket", "room", "gate", "batch", "lot", "error", "code")),
    Pattern("LICENSE_PLATE", "plate_tr", r"(?<![0-9A-Za-z])(?:0[1-9]|[1-7][0-9]|8[01])[ ]?[A-Z]{1,3}[ ]?[0-9]{2,5}(?![0-9A-Za-z])", None, ("plaka", "plakası", "plakalı", "plakalar", "plaka no", "araç plakası"), 0.7, needs_context=True, anchors=DIGITS, digits=2, reach=(0, 0)),
    Pattern("LICENSE_PLATE", "plate_gb_old", r"(?<![0-9A-Za-z])(?:[A-Z][0-9]{1,3}[ ]?[A-Z]{3}|[A-Z]{3}[ ]?[0-9]{1,3}[A-Z])(?![0-9A-Za-z])", None, ("number plate", "plate", "plates", "registration number", "vehicle registration", "reg no", "vrm", "vrn", "car reg"), 0.6, ("GB",), needs_context=True, anchors=DIGITS, digits=1, reach=(4, 6)),
    Pattern("LICENSE_PLATE", "plate_ru", r"(?<![\w])[авекмнорстух][ ]?[0-9]{3}[ ]?[авекмнорстух]{2}[ ]?[0-9]{2,3}(?![\w])", None, ("номер", "авто", "машина", "машины", "госномер", "автомобиль", "plate"), 0.75, anchors=DIGITS, digits=5, reach=(3, 4), ignore_case=True),
    Pattern("LICENSE_PLATE", "plate_gb", r"(?<![0-9A-Za-z])[A-HJ-PR-Y][A-HJ-PR-Y][0-9]{2}[ ]?[A-HJ-PR-Z]{3}(?![0-9A-Za-z])", None, ("registration", "reg", "plate", "vehicle", "car", "van", "vrm", "driving", "drove", "parked"), 0.55, ("GB",),
            anchors=DIGITS, digits=2, reach=(0, 0)),
    Pattern("LICENSE_PLATE", "plate_vn", r"(?<![0-9A-Za-z])[1-9][0-9][ -]?[A-Z][A-Z0-9]?[ -][0-9]{3}\.?[0-9]{2}(?![0-9A-Za-z])", many_digits(6), _VN_PLATE, 0.75, ("VN",), anchors=DIGITS, digits=6, reach=(0, 0)),
    Pattern("LICENSE_PLATE", "plate_vn_old", r"(?<![0-9A-Za-z])[1-9][0-9][ -]?[A-Z][A-Z0-9]?[ -][0-9]{4}(?![0-9A-Za-z])", many_digits(6), _VN_PLATE, 0.5, ("VN",), needs_context=True, anchors=DIGITS, digits=6, reach=(0, 0)),
    Pattern("GPS_COORDINATES", "gps_labelled", r"(?<![A-Za-z])lat(?:itude)?[\"']?[ ]?[:=]?[ ]?(?P<v>[-+]?[0-9]{1,2}\.[0-9]{1,12}°?[ ]?[NS]?[,;&]?\s{0,3}[\"']?(?:lon|lng|long|longitude)[\"']?[ ]?[:=]?[ ]?[-+]?[0-9]{1,3}\.[0-9]{1,12}°?[ ]?[EW]?)(?![0-9A-Za-z])", coordinates, _GPS, 0.9,
            anchors=("lat",), digits=4, reach=(0, 0), ignore_case=True),
    Pattern("GPS_COORDINATES", "gps_pair", _NO_VECTOR + r"[-+]?[0-9]{1,2}\.[0-9]{3,12}°?[ ]?(?:[NS])?[ ]?[,;/ ][ ]{0,2}[-+]?[0-9]{1,3}\.[0-9]{3,12}(?:°?[ ]?[EW])?(?![0-9A-Za-z]|\.[0-9]|,[ ]?[0-9])", coordinates, _GPS, 0.6, needs_context=True,
            anchors=DIGITS, digits=4, reach=(0, 0)),
    Pattern("GPS_COORDINATES", "gps_precise", _NO_VECTOR + r"(?:[-+]?[0-9]{1,2}\.[0-9]{5,12}[ ]?[,;][ ]{0,2}[-+]?[0-9]{1,3}\.[0-9]{5,12}|[-+]?[0-9]{1,2}\.[0-9]{2,12}°?[ ]?[NS][ ]?[,;/ ]?[ ]{0,2}[-+]?[0-9]{1,3}\.[0-9]{2,12}°?[ ]?[EW])(?![0-9A-Za-z]|\.[0-9]|,[ ]?[0-9])", precise_place, _GPS, 0.65,
            anchors=DIGITS, digits=3, reach=(0, 0)),
    Pattern("GPS_COORDINATES", "gps_degrees", rf"(?<![0-9A-Za-z.])(?:{_DMS}[NS][ ,;/]{{0,3}}{_DMS}[EWO](?![A-Za-z])|[NS][ ]?{_DMS}[ ,;/]{{0,3}}[EWO][ ]?{_DMS})", None, _GPS, 0.9, anchors=("°", "º"), reach=(8, 60)),
)  # fmt: skip
