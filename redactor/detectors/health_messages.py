# ruff: noqa: E501 - a row of the table stays together, and an expression can be copied whole
"""Pattern rows for what hospitals send each other: fields between pipes and carets (HL7 version 2), and headers of pictures (DICOM).

What a place in a segment names is found by ``messages``; these rows need none.
"""

from __future__ import annotations

from redactor.detectors.rows import DIGITS, Pattern

#: Segments that speak of persons: patient, kin, guarantor, insured, visit, order.
_SEGMENTS = ("pid", "pv1", "msh", "obr", "obx", "evn", "nk1", "in1", "gt1", "mrg")

ROWS = (
    Pattern("PERSON", "name_with_carets", r"(?:(?<=[|\[~])|(?<=[|\[~][0-9]\^)|(?<=\|[0-9]{4}\^)|(?<=[:=] )|(?<=[:=]))(?P<v>(?:[^\W\d_][^\W\d_'’. -]{1,30}|[^\W\d_]['’][^\W\d_]{1,30})(?:[ -][^\W\d_]{1,30}){0,2}\^[^\W\d_][^\W\d_'’. -]{0,30}(?:[ -][^\W\d_]{1,30}){0,2}(?:\^[^\W\d_]?[\w. ]{0,20}){0,4})(?=[|\]~\s&]|\Z)", None, (), 0.8, anchors=("^",), reach=(70, 80)),
    Pattern("ADDRESS", "street_with_carets", r"(?<=[|~])[0-9]{1,6}[A-Z]?[ ][^|~^\n]{2,60}(?:\^[^|~^\n]{0,40}){2,7}(?=[|~\n]|\Z)", None, (), 0.8, anchors=("^",), digits=1, reach=(110, 160)),
    Pattern("DATE_TIME", "date_in_message", r"(?<=\|)(?P<v>(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[0-9]{4}(?:[0-9]{2})?)?)(?=\||\s|\Z)", None, _SEGMENTS, 0.7, anchors=DIGITS, digits=8, reach=(0, 0)),
    Pattern("DATE_TIME", "date_in_header", r"(?<=\bDA \[)[0-9]{8}(?=\])", None, (), 0.85, anchors=("da [",), digits=8, reach=(4, 12)),
    Pattern("MEDICAL_RECORD_NUMBER", "patient_id_in_header", r"(?<=\(0010,0020\) LO \[)[^\]\n]{1,64}(?=\])", None, (), 0.85, anchors=("lo [",), digits=1, reach=(18, 70)),
)  # fmt: skip
