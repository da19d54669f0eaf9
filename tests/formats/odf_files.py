"""OpenDocument files made by hand, with something to find in every part that people or programs can put text into."""

# ruff: noqa: E501  # XML in lines as long as its elements

from __future__ import annotations

from office_files import CARD, MAIL, PNG, package

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"), ("meta", "meta"), ("svg", "svg-compatible"),
        ("form", "form"), ("config", "config"), ("presentation", "presentation"), ("script", "script"), ("number", "datastyle"), ("fo", "xsl-fo-compatible"), ("chart", "chart"),
    )
)  # fmt: skip
_SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:calcext="urn:calcext" xmlns:loext="urn:loext"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SAY = f"Write to {MAIL} or pay with {CARD}."
_NOTE = f'<office:annotation office:name="1"><dc:creator>Marisol Vega</dc:creator><dc:date>2024-01-02T03:04:05</dc:date><meta:creator-initials>HIDDEN</meta:creator-initials><text:p>{SAY}</text:p></office:annotation>'


def _part(root: str, body: str) -> str:
    return f'{_HEAD}<office:{root} {_SPACES} office:version="1.2">{body}</office:{root}>'


def odf(kind: str, body: str, more: dict[str, str | bytes] | None = None) -> bytes:
    """A package around the body of a document."""
    parts: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": _part("document-content", f"<office:body>{body}</office:body>"),
        **(more or {}),
    }
    entries = (
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.{kind}"/>'
    )
    entries += "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{"text/xml" if name.endswith("xml") else ""}"/>'
        for name in (*parts, "Basic/", "Basic/Standard/")
        if name != "mimetype"
    )
    parts["META-INF/manifest.xml"] = f'{_HEAD}<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</manifest:manifest>'  # fmt: skip
    return package(parts, {}, stored=("mimetype",))


def _common() -> dict[str, str | bytes]:
    header = f'<text:p text:style-name="Header">{SAY}</text:p>'
    return {
        "styles.xml": _part("document-styles", f'<office:automatic-styles><number:date-style style:name="N1"><number:day/><number:text>.</number:text></number:date-style></office:automatic-styles><office:master-styles><style:master-page style:name="Standard"><style:header>{header}</style:header><style:footer>{header}</style:footer></style:master-page></office:master-styles>'),
        "meta.xml": _part("document-meta", f'<office:meta><meta:generator>LibreOffice/7.4.7.2$Linux_X86_64</meta:generator><meta:initial-creator>Marisol Vega</meta:initial-creator><dc:creator>Marisol Vega</dc:creator><meta:printed-by>Marisol Vega</meta:printed-by><meta:creation-date>2024-01-02T03:04:05</meta:creation-date><dc:title>{SAY}</dc:title><meta:keyword>{MAIL}</meta:keyword><meta:template xlink:href="file:///home/{MAIL}/a.ott" xlink:title="{SAY}"/><meta:user-defined meta:name="Phone">4155550132</meta:user-defined><meta:user-defined meta:name="Home phone" meta:value-type="float">4155550132</meta:user-defined></office:meta>'),
        "settings.xml": _part("document-settings", f'<office:settings><config:config-item-set config:name="a"><config:config-item config:name="PrinterName" config:type="string">HIDDEN printer</config:config-item><config:config-item config:name="Zoom" config:type="short">100</config:config-item><config:config-item config:name="Source" config:type="string">{MAIL}</config:config-item></config:config-item-set></office:settings>'),
        "manifest.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="content.xml"/></rdf:RDF>',
        "Pictures/1.png": PNG, "Object 1": b"HIDDEN ole", "ObjectReplacements/Object 1": PNG, "Thumbnails/thumbnail.png": PNG, "layout-cache": b"HIDDEN",
        "Basic/Standard/Module1.xml": f"<module>HIDDEN {MAIL}</module>", "Versions/Version1": b"HIDDEN", "VersionList.xml": "<a>HIDDEN</a>",
        "Object 2/content.xml": _part("document-content", f"<office:body><office:chart><text:p>{SAY}</text:p><table:table><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>Phone</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell/><table:table-cell office:value-type=\"float\" office:value=\"4155550132\"><text:p>4.16E+009</text:p></table:table-cell></table:table-row></table:table></office:chart></office:body>"),
    }  # fmt: skip


def _frame(inner: str) -> str:
    return f'<draw:frame draw:name="{MAIL}.png" draw:style-name="fr1">{inner}<svg:title>{SAY}</svg:title><svg:desc>{SAY}</svg:desc></draw:frame>'


def odt() -> bytes:
    """A text with headers, notes, changes, fields, frames, forms, properties, macros, pictures and what lies beside."""

    def changed(number: int, kind: str, inner: str) -> str:
        return f'<text:changed-region text:id="ct{number}"><text:{kind}><office:change-info><dc:creator>Marisol Vega</dc:creator><dc:date>2024-01-02T03:04:05</dc:date></office:change-info>{inner}</text:{kind}></text:changed-region>'

    def cells(*texts: str) -> str:
        return "".join(
            f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" if text else "<table:table-cell/>"
            for text in texts
        )

    body = "".join(
        (
            f"<!-- HIDDEN --><text:tracked-changes>{changed(1, 'insertion', '')}{changed(2, 'deletion', f'<text:p>{SAY}</text:p>')}{changed(3, 'deletion', '<text:p>HIDDEN</text:p>')}</text:tracked-changes>",
            f'<text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value="{SAY}" text:name="f"/></text:user-field-decls>',
            f'<office:forms><form:form form:name="Form"><form:text form:name="a" form:current-value="{SAY}" form:value="{MAIL}"/></form:form></office:forms>',
            '<text:h text:outline-level="1">Write to <text:span text:style-name="T1">ann.lee</text:span>@exam<text:span>ple.com</text:span> today &amp; tomorrow.</text:h>',
            f'<text:p>Ask <text:a xlink:href="mailto:{MAIL}?subject=Card%204111%201111%201111%201111" office:title="{SAY}">here</text:a><text:s text:c="2"/>now<text:tab/>then.{_NOTE}</text:p>',
            f'<text:p>So<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>{SAY}</text:p></text:note-body></text:note> it is.</text:p>',
            '<text:p>Ma<text:change text:change-id="ct3"/>rio came. <text:change text:change-id="ct2"/> Done.</text:p>',
            f"<text:p>{_frame('<draw:image xlink:href=' + chr(34) + 'Pictures/1.png' + chr(34) + '/>')}{_frame(f'<draw:text-box><text:p>{SAY}</text:p></draw:text-box>')}</text:p>",
            f"<text:p>{_frame('<draw:object xlink:href=' + chr(34) + './Object 2' + chr(34) + '/>')}</text:p>",
            f'<table:table table:name="Table1"><table:table-header-rows><table:table-row>{cells("Name", "Phone", "Note")}</table:table-row></table:table-header-rows><table:table-row>{cells("Ann", "4155550132", "x")}</table:table-row>'
            '<table:table-row><table:table-cell><text:p>Bob</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="4155550132" calcext:value-type="float"><text:p>4155550132</text:p></table:table-cell></table:table-row></table:table>',
            f'<text:p><text:date text:date-value="2024-01-02">2 Jan</text:date><text:placeholder text:placeholder-type="text" text:description="{SAY}">&lt;x&gt;</text:placeholder></text:p>',
        )
    )
    return odf("text", f"<office:text>{body}</office:text>", _common())


def ods() -> bytes:
    """A spreadsheet with texts, numbers, dates, formulas, notes, repeated cells and rows, hidden texts and names."""

    def text(*shown: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string" calcext:value-type="string"{more}>{"".join(f"<text:p>{each}</text:p>" for each in shown)}</table:table-cell>'

    def number(value: str, shown: str, more: str = "") -> str:
        return f'<table:table-cell{more} office:value-type="float" office:value="{value}" calcext:value-type="float"><text:p>{shown}</text:p></table:table-cell>'

    def day(value: str, shown: str) -> str:
        return f'<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="{value}"><text:p>{shown}</text:p></table:table-cell>'

    def row(*cells: str, more: str = "") -> str:
        return f'<table:table-row table:style-name="ro1"{more}>{"".join(cells)}<table:table-cell table:number-columns-repeated="16379"/></table:table-row>\n'

    rows = (
        "<table:table-header-rows>"
        + row(*map(text, ("Name", "Phone", "Birth date", "Note", "Count")))
        + "</table:table-header-rows>"
    )
    rows += row(text('<text:span text:style-name="T1">ann.lee</text:span>@example.com'), number("4155550132", "4155550132"), day("1980-05-06", "06.05.80"), text(SAY + _NOTE, "2nd line"), number("7", "7"))  # fmt: skip
    rows += row(text("ok"), number("4155550132", "4.16E+009", ' table:formula="of:=LEN(&quot;ann.lee@example.com&quot;)"'), "<table:table-cell/>", text("see", more=f' office:string-value="{SAY}"'), number("1", "415-555-0132"))  # fmt: skip
    rows += row(number("1234.5", "1,234.50 €", ' table:number-columns-repeated="1"'), text("415 555 0132", more=' table:number-columns-repeated="2"'), text(f'<text:a xlink:href="mailto:{MAIL}">there</text:a>'), '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>', more=' table:number-rows-repeated="3"')  # fmt: skip
    shape = f"<table:shapes>{_frame(f'<draw:text-box><text:p>{SAY}</text:p></draw:text-box>')}</table:shapes>"
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    validation = f'<table:content-validations><table:content-validation table:name="v" table:condition="of:cell-content-is-in-list(&quot;{MAIL}&quot;;&quot;x&quot;)"><table:help-message table:title="{SAY}"><text:p>{SAY}</text:p></table:help-message></table:content-validation></table:content-validations>'
    names = f'<table:named-expressions><table:named-expression table:name="All" table:expression="&quot;{MAIL}&quot;"/></table:named-expressions>'
    second = '<table:table table:name="More">' + row(text("E-mail")) + row(text("x")) + "</table:table>"
    body = f'{validation}<table:table table:name="Staff">{shape}<table:table-column/>{rows}{blank}</table:table>{second}{names}'
    return odf("spreadsheet", f"<office:spreadsheet>{body}</office:spreadsheet>", _common())


def odp() -> bytes:
    """A presentation with a slide and its notes."""
    page = f'<draw:page draw:name="page1">{_frame(f"<draw:text-box><text:p>Write to <text:span>ann.le</text:span>e@example.com</text:p><text:list><text:list-item><text:p>{SAY}</text:p></text:list-item></text:list></draw:text-box>")}{_NOTE}'
    page += f"<presentation:notes>{_frame(f'<draw:text-box><text:p>{SAY}</text:p></draw:text-box>')}</presentation:notes></draw:page>"
    footer = f'<presentation:footer-decl presentation:name="ftr1">{SAY}</presentation:footer-decl>'
    return odf("presentation", f"<office:presentation>{footer}{page}</office:presentation>", _common())
