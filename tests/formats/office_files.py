"""Office files made by hand, with something to find in every part that people or programs can put text into."""

# ruff: noqa: E501  # XML in lines as long as its elements

from __future__ import annotations

import io
import zipfile

MAIL, CARD = "ann.lee@example.com", "4111 1111 1111 1111"
#: What must not be found in an output, by its bytes.
CANARIES = (MAIL.encode(), CARD.encode(), b"4155550132", b"415-555-0132", b"Marisol", b"HIDDEN")

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHOW = "application/vnd.openxmlformats-officedocument.presentationml"

PNG = b"\x89PNG\r\n\x1a\nHIDDEN ann.lee@example.com"


def package(parts: dict[str, str | bytes], types: dict[str, str], stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP of parts, with their content types."""
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    defaults += (
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    )
    defaults += '<Default Extension="bin" ContentType="application/octet-stream"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    head = f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{overrides}</Types>'
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = b"HIDDEN comment of the archive"
        for name, data in ({"[Content_Types].xml": head} if types else {}).items():
            made.writestr(_info(name), data)
        for name, data in parts.items():
            info = _info(name)
            if name in stored:
                info.compress_type = zipfile.ZIP_STORED
            else:
                info.comment = b"HIDDEN comment of the part"
            made.writestr(info, data)
    return sink.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (2024, 3, 5, 6, 7, 8))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def links(*targets: tuple[str, str] | tuple[str, str, str]) -> str:
    """A ``.rels`` part: (kind, target), or (kind, target, "External")."""
    body = "".join(
        f'<Relationship Id="rId{number}" Type="{_REL}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + mode[0] + chr(34) if mode else ""}/>'
        for number, (kind, target, *mode) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>'


def _p(*runs: str) -> str:
    return (
        "<w:p>"
        + "".join(f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
        + "</w:p>"
    )


def _row(*cells: str) -> str:
    return (
        "<w:tr>"
        + "".join(f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{_p(cell)}</w:tc>' for cell in cells)
        + "</w:tr>"
    )


def _table(*rows: tuple[str, ...]) -> str:
    grid = '<w:gridCol w:w="2000"/>' * len(rows[0])
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(_row(*row) for row in rows)}</w:tbl>'


def word() -> bytes:
    """A document with headers, notes, comments, changes, boxes, fields, properties, macros, pictures and what lies beside."""
    say = f"Write to {MAIL} or pay with {CARD}."
    body = "".join(
        (
            "<!-- HIDDEN comment --><?HIDDEN instruction?>",
            _p("Write to ", "ann.lee", "@exam", "ple.com", " today &amp; tomorrow."),
            _table(("Name", "Phone"), ("Ann", "4155550132"), ("Bob", "555")),
            _table(("Phone:", "555 0132"), ("Name:", "Bob"), ("Fax", "5550199")),
            f'<w:p><w:ins w:id="1" w:author="Marisol Vega" w:date="2024-01-02T03:04:05Z"><w:r><w:t>{say}</w:t></w:r></w:ins>'
            f'<w:del w:id="2" w:author="Marisol Vega" w:date="2024-01-02T03:04:05Z"><w:r><w:delText xml:space="preserve"> {say} </w:delText></w:r></w:del></w:p>',
            '<w:p><w:r><w:t>Ma</w:t></w:r><w:del w:id="3" w:author="x"><w:r><w:delText>HIDDEN</w:delText></w:r></w:del><w:r><w:t>rio came.</w:t></w:r></w:p>',
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "mailto:ann.</w:instrText></w:r><w:r><w:instrText>lee@example.com" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            f'<w:p><w:fldSimple w:instr=" MAILTO {MAIL} "><w:r><w:t>there</w:t></w:r></w:fldSimple><w:hyperlink r:id="rId6" w:tooltip="{say}"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>',
            f'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="a" alt="{say}"><v:textbox><w:txbxContent>{_p(say)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>',
            f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="9" cy="9"/><wp:docPr id="7" name="{MAIL}.png" descr="{say}" title="{say}"/>'
            f'<a:graphic {_A}><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"/></a:graphic></wp:inline></w:drawing></w:r></w:p>',
            f'<w:sdt><w:sdtPr><w:alias w:val="{say}"/><w:tag w:val="{MAIL}"/></w:sdtPr><w:sdtContent>{_p(say)}</w:sdtContent></w:sdt>',
            '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>Nothing here.</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
            '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/></w:sectPr>',
        )
    )
    note = f"<w:p><w:r><w:t>{say}</w:t></w:r></w:p>"
    vt = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    parts: dict[str, str | bytes] = {
        "_rels/.rels": links(("officeDocument", "word/document.xml"), ("metadata/thumbnail", "docProps/thumbnail.png"), ("metadata/core-properties", "docProps/core.xml"), ("extended-properties", "docProps/app.xml"), ("custom-properties", "docProps/custom.xml")),
        "word/document.xml": f"{_HEAD}<w:document {_W} {_R}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links(
            ("header", "header1.xml"), ("footer", "footer1.xml"), ("footnotes", "footnotes.xml"), ("comments", "comments.xml"),
            ("settings", "settings.xml"), ("hyperlink", f"mailto:{MAIL}?subject=Card%204111%201111%201111%201111", "External"), ("image", "media/image1.png"),
            ("oleObject", "embeddings/oleObject1.bin"), ("vbaProject", "vbaProject.bin"), ("people", "people.xml"), ("customXml", "../customXml/item1.xml"),
        ),
        "word/header1.xml": f"{_HEAD}<w:hdr {_W}>{note}</w:hdr>",
        "word/footer1.xml": f"{_HEAD}<w:ftr {_W}>{note}</w:ftr>",
        "word/footnotes.xml": f'{_HEAD}<w:footnotes {_W}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>',
        "word/comments.xml": f'{_HEAD}<w:comments {_W}><w:comment w:id="0" w:author="Marisol Vega" w:initials="HIDDEN" w:date="2024-01-02T03:04:05Z">{note}</w:comment></w:comments>',
        "word/settings.xml": f'{_HEAD}<w:settings {_W}><w:docVars><w:docVar w:name="mail" w:val="{MAIL}"/></w:docVars></w:settings>',
        "word/people.xml": f'{_HEAD}<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="Marisol Vega"><w15:presenceInfo w15:providerId="AD" w15:userId="S::{MAIL}::HIDDEN"/></w15:person></w15:people>',
        "word/media/image1.png": PNG,
        "word/embeddings/oleObject1.bin": b"HIDDEN ann.lee@example.com",
        "word/vbaProject.bin": b"HIDDEN macro",
        "customXml/item1.xml": f"{_HEAD}<client><email>{MAIL}</email><homePhone>555 0132 77</homePhone><![CDATA[{say}]]></client>",
        "docProps/thumbnail.png": PNG,
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Marisol Vega</dc:creator><cp:lastModifiedBy>Marisol Vega</cp:lastModifiedBy><dc:title>{say}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">2024-01-02T03:04:05Z</dcterms:created></cp:coreProperties>',
        "docProps/app.xml": f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Office Word</Application><Pages>1</Pages><Manager>Marisol Vega</Manager></Properties>',
        "docProps/custom.xml": f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="{vt}"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="Phone"><vt:lpwstr>4155550132</vt:lpwstr></property></Properties>',
    }  # fmt: skip
    kinds = {f"word/{name}.xml": f"{_WORD}.{kind}+xml" for name, kind in (("document", "document.main"), ("header1", "header"), ("footer1", "footer"), ("footnotes", "footnotes"), ("comments", "comments"), ("settings", "settings"), ("people", "people"))}  # fmt: skip
    kinds["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    kinds["docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    kinds["docProps/custom.xml"] = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    kinds["word/vbaProject.bin"] = "application/vnd.ms-office.vbaProject"
    return package(parts, kinds)


def slides() -> bytes:
    """A presentation with a slide, its notes, a comment and its author."""
    say = f"Write to {MAIL} or pay with {CARD}."

    def shape(*runs: str) -> str:
        text = "".join(f"<a:r><a:rPr/><a:t>{run}</a:t></a:r>" for run in runs)
        return f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title 1" descr="{say}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p>{text}</a:p></p:txBody></p:sp>'

    def tree(inner: str) -> str:
        return f'<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{inner}</p:spTree></p:cSld>'

    def cells(tag: str, *texts: str) -> str:
        return "".join(
            f"<a:{tag}><a:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:{tag}>"
            for text in texts
        )

    table = f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="Table 3"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tr h="1">{cells("tc", "Name", "Phone")}</a:tr><a:tr h="1">{cells("tc", "Ann", "4155550132")}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>'
    spaces = f"{_P} {_A} {_R}"
    parts: dict[str, str | bytes] = {
        "_rels/.rels": links(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'{_HEAD}<p:presentation {spaces}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": links(("slide", "slides/slide1.xml"), ("commentAuthors", "commentAuthors.xml")),
        "ppt/slides/slide1.xml": f"{_HEAD}<p:sld {spaces}>{tree(shape('Write to ', 'ann.le', 'e@example.com') + shape(say) + table)}</p:sld>",
        "ppt/slides/_rels/slide1.xml.rels": links(("notesSlide", "../notesSlides/notesSlide1.xml"), ("comments", "../comments/comment1.xml"), ("hyperlink", f"mailto:{MAIL}", "External")),
        "ppt/notesSlides/notesSlide1.xml": f"{_HEAD}<p:notes {spaces}>{tree(shape(say))}</p:notes>",
        "ppt/commentAuthors.xml": f'{_HEAD}<p:cmAuthorLst {_P}><p:cmAuthor id="0" name="Marisol Vega" initials="HIDDEN" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>',
        "ppt/comments/comment1.xml": f'{_HEAD}<p:cmLst {_P}><p:cm authorId="0" dt="2024-01-02T03:04:05.000" idx="1"><p:pos x="1" y="1"/><p:text>{say}</p:text></p:cm></p:cmLst>',
    }  # fmt: skip
    kinds = {"ppt/presentation.xml": f"{_SHOW}.presentation.main+xml", "ppt/slides/slide1.xml": f"{_SHOW}.slide+xml", "ppt/notesSlides/notesSlide1.xml": f"{_SHOW}.notesSlide+xml", "ppt/commentAuthors.xml": f"{_SHOW}.commentAuthors+xml", "ppt/comments/comment1.xml": f"{_SHOW}.comments+xml"}  # fmt: skip
    return package(parts, kinds)


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheets() -> bytes:
    """A workbook with shared, inline, numeric, dated and computed cells, comments, names, settings of a printer."""
    say = f"Write to {MAIL} or pay with {CARD}."
    shared = ["Name", "Phone", "Birth date", "Note", "Count", say, "4155550132", "HIDDEN orphan", "ok"]
    strings = "".join(f"<si><t>{text}</t></si>" for text in shared)
    strings += '<si><r><rPr><b/></rPr><t>ann.lee</t></r><r><t xml:space="preserve">@example.com</t></r><rPh sb="0" eb="1"><t>HIDDEN</t></rPh></si><si><t>5550132</t></si>'

    def row(number: int, *cells: str) -> str:
        return (
            f'<row r="{number}">'
            + "".join(cell.replace("#", f"{'ABCDEFGH'[place]}{number}") for place, cell in enumerate(cells))
            + "</row>"
        )

    def string(number: int) -> str:
        return f'<c r="#" t="s"><v>{number}</v></c>'

    rows = row(1, *map(string, range(5)))
    rows += row(2, string(9), '<c r="#"><v>4155550132</v></c>', '<c r="#" s="1"><v>29347</v></c>', string(5), string(8))
    rows += row(
        3,
        '<c r="#" t="inlineStr"><is><r><t>ann.lee@exa</t></r><r><t>mple.com</t></r></is></c>',
        string(6),
        '<c r="#" s="1"/>',
        f'<c r="#" t="str"><f>"{MAIL}"&amp;A1</f><v>{MAIL}</v></c>',
        string(8),
    )
    rows += row(
        4,
        string(8),
        '<c r="#" s="2"><f>B2</f><v>4.155550132E9</v></c>',
        '<c r="#" s="1"><v>29348.5</v></c>',
        '<c r="#" t="b"><v>1</v></c>',
        '<c r="#"><v>7</v></c>',
    )
    rows += row(5, string(8), string(10)) + row(6, string(8), string(8), '<c r="#"/>', string(8), string(10))
    parts: dict[str, str | bytes] = {
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml"), ("extended-properties", "docProps/app.xml")),
        "xl/workbook.xml": f'{_HEAD}<workbook {_S} {_R}><sheets><sheet name="Staff" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="All" comment="{say}">Staff!$A$1:$B$3</definedName><definedName name="Text">"{MAIL}"</definedName></definedNames></workbook>',
        "xl/_rels/workbook.xml.rels": links(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml"), ("calcChain", "calcChain.xml")),
        "xl/styles.xml": f'{_HEAD}<styleSheet {_S}><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" xfId="0"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'{_HEAD}<sst {_S} count="12" uniqueCount="10">{strings}</sst>',
        "xl/calcChain.xml": f'{_HEAD}<calcChain {_S}><c r="B4" i="1"/></calcChain>',
        "xl/worksheets/sheet1.xml": f'{_HEAD}<worksheet {_S} {_R}><sheetData>{rows}</sheetData><dataValidations count="1"><dataValidation type="list" sqref="D2" prompt="{say}"><formula1>"{MAIL},x"</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref="A2" r:id="rId1" tooltip="{say}"/></hyperlinks><pageSetup orientation="portrait" r:id="rId2"/><headerFooter><oddHeader>{say}</oddHeader></headerFooter></worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": links(("hyperlink", f"mailto:{MAIL}", "External"), ("printerSettings", "../printerSettings/printerSettings1.bin"), ("comments", "../comments1.xml")),
        "xl/printerSettings/printerSettings1.bin": b"HIDDEN printer",
        "xl/comments1.xml": f'{_HEAD}<comments {_S}><authors><author>Marisol Vega</author></authors><commentList><comment ref="A2" authorId="0"><text><r><t>Write to ann.</t></r><r><t>lee@example.com</t></r></text></comment></commentList></comments>',
        "docProps/app.xml": f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Manager>Marisol Vega</Manager></Properties>',
    }  # fmt: skip
    kinds = {"xl/workbook.xml": f"{_SHEET}.sheet.main+xml", "xl/worksheets/sheet1.xml": f"{_SHEET}.worksheet+xml", "xl/styles.xml": f"{_SHEET}.styles+xml", "xl/sharedStrings.xml": f"{_SHEET}.sharedStrings+xml", "xl/comments1.xml": f"{_SHEET}.comments+xml", "xl/calcChain.xml": f"{_SHEET}.calcChain+xml"}  # fmt: skip
    return package(parts, kinds)
