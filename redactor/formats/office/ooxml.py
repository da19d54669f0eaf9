"""Word and PowerPoint files (OOXML)."""

from __future__ import annotations

from redactor.formats.office.office_format import OfficeFormat


class WordFormat(OfficeFormat):
    """Word documents and templates."""

    name = "docx"


class SlidesFormat(OfficeFormat):
    """PowerPoint presentations."""

    name = "pptx"
