"""What the audit calls the parts of a package."""

from __future__ import annotations

import posixpath
import re

#: Parts by the beginning of their names. What is not in the table is called by its number.
_STEMS = {
    "document": "body", "header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes",
    "comments": "comments", "comment": "comments", "commentsExtended": "comments_more", "commentAuthors": "comments", "authors": "comments",
    "people": "people", "settings": "settings", "styles": "styles", "stylesWithEffects": "styles_more",
    "numbering": "numbering", "glossary": "glossary",
    "slide": "slide", "notesSlide": "notes", "slideLayout": "layout", "slideMaster": "master", "notesMaster": "notes_master",
    "handoutMaster": "handout_master", "presentation": "presentation", "core": "properties", "app": "properties",
    "custom": "properties", "chart": "chart", "data": "diagram", "drawing": "drawing", "vmlDrawing": "drawing_old",
    "workbook": "workbook", "table": "table", "persons": "people", "person": "people", "threadedComment": "comments_threaded",
    "modernComment": "comments_modern", "sharedStrings": "strings", "content": "body", "meta": "properties",
    "manifest": "manifest", "theme": "theme", "fontTable": "fonts", "tag": "tags",
}  # fmt: skip
_NAME = re.compile(r"([A-Za-z]+)(\d{0,5})")


def part_name(path: str, number: int) -> str:
    """What the audit calls a part, in words that say nothing of its content.

    >>> part_name("word/document.xml", 3), part_name("ppt/slides/slide7.xml", 9), part_name("customXml/maria.xml", 4)
    ('body', 'slide7', 'part4')
    """
    stem, extension = posixpath.splitext(posixpath.basename(path))
    if extension == ".rels":
        return f"targets{number}"
    match = _NAME.fullmatch(stem)
    if "/glossary/" in path or match is None or match[1] not in _STEMS:
        return f"part{number}"
    return _STEMS[match[1]] + match[2]
