"""Office files with plants in one part each: a small file of its kind, and beside it every part that programs write."""

# ruff: noqa: E501  # XML in lines as long as its elements

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from benchmarks.plants import SAY, TEXTS, filled, packed_zip

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PNG = b"\x89PNG\r\n\x1a\ntEXt" + SAY.encode()

#: Parts that all three have: place → (name below the folder of its kind, or from the root with a slash; content).
_SHARED: dict[str, tuple[str, str | bytes]] = {
    "core properties": ("/docProps/core.xml", '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>NAME</dc:creator><cp:lastModifiedBy>NAME</cp:lastModifiedBy><dc:title>SAY</dc:title><dc:subject>MAIL</dc:subject><cp:keywords>CARD</cp:keywords><dc:description>SAY</dc:description><cp:category>MAIL</cp:category><cp:contentStatus>MAIL</cp:contentStatus><dc:identifier>MAIL</dc:identifier><cp:version>MAIL</cp:version></cp:coreProperties>'),
    "app properties": ("/docProps/app.xml", '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><Template>MAIL.dotm</Template><Manager>NAME</Manager><Company>MAIL</Company><HyperlinkBase>mailto:MAIL</HyperlinkBase><TitlesOfParts><vt:vector><vt:lpstr>SAY</vt:lpstr></vt:vector></TitlesOfParts><HLinks><vt:vector><vt:variant><vt:lpwstr>mailto:MAIL</vt:lpwstr></vt:variant></vt:vector></HLinks><Application>MAIL</Application></Properties>'),
    "custom properties": ("/docProps/custom.xml", '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property name="Client"><vt:lpwstr>NAME</vt:lpwstr></property><property name="MAIL"><vt:lpwstr>SAY</vt:lpwstr></property><property name="Card"><vt:i8>4111111111111111</vt:i8></property><property name="x" linkTarget="MAIL"><vt:blob>CARD</vt:blob></property></Properties>'),
    "thumbnail": ("/docProps/thumbnail.jpeg", _PNG), "picture": ("media/image1.png", _PNG), "sound": ("media/a.mp3", _PNG), "font": ("fonts/font1.odttf", _PNG), "macros": ("vbaProject.bin", _PNG), "ActiveX": ("activeX/activeX1.xml", '<ax:ocx xmlns:ax="urn:ax"><ax:ocxPr ax:name="Text" ax:value="SAY"/></ax:ocx>'), "ActiveX data": ("activeX/activeX1.bin", _PNG),
    "OLE": ("embeddings/oleObject1.bin", _PNG), "custom XML": ("/customXml/item1.xml", "<client><email>MAIL</email><a b='SAY'>SAY</a><![CDATA[SAY]]><!-- SAY --><?x SAY?></client>"), "custom XML properties": ("/customXml/itemProps1.xml", '<ds:datastoreItem xmlns:ds="urn:ds"><ds:schemaRefs><ds:schemaRef ds:uri="MAIL"/></ds:schemaRefs></ds:datastoreItem>'),
    "chart": ("charts/chart1.xml", '<c:chartSpace xmlns:c="urn:c" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:title><c:tx><c:rich><a:p><a:r><a:t>SAY</a:t></a:r></a:p></c:rich></c:tx></c:title><c:ser><c:tx><c:strRef><c:f>S!$A$1</c:f><c:strCache><c:pt idx="0"><c:v>MAIL</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strLit><c:pt><c:v>SAY</c:v></c:pt></c:strLit></c:cat><c:val><c:numRef><c:numCache><c:formatCode>"MAIL"0</c:formatCode><c:pt><c:v>4111111111111111</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:chartSpace>'),
    "chart style": ("charts/style1.xml", '<cs:chartStyle xmlns:cs="urn:cs" id="MAIL"/>'), "diagram": ("diagrams/data1.xml", '<dgm:dataModel xmlns:dgm="urn:dgm" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:pt><dgm:t><a:p><a:r><a:t>SAY</a:t></a:r></a:p></dgm:t><dgm:prSet custT="MAIL" phldrT="SAY"/></dgm:pt></dgm:dataModel>'),
    "theme": ("theme/theme1.xml", '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="SAY"><a:themeElements><a:clrScheme name="MAIL"/></a:themeElements></a:theme>'), "ink": ("ink/ink1.xml", "<inkml:ink xmlns:inkml='urn:ink'><inkml:trace>SAY</inkml:trace></inkml:ink>"),
    "links": ("_rels/more.xml.rels", f'<Relationships {_RELS}><Relationship Id="rId1" Type="{_KIND}/hyperlink" Target="mailto:MAIL?subject=SAY" TargetMode="External"/><Relationship Id="rId2" Type="{_KIND}/attachedTemplate" Target="file:///C:/MAIL/a.dotm" TargetMode="External"/></Relationships>'), "link inside": ("_rels/more.xml.rels", f'<Relationships {_RELS}><Relationship Id="rId1" Type="{_KIND}/hyperlink" Target="MAIL.xml"/></Relationships>'),
    "signature": ("/_xmlsignatures/sig1.xml", "<Signature>SAY</Signature>"), "web extension": ("/word/webextensions/webextension1.xml", '<we:webextension xmlns:we="urn:we" id="SAY"><we:properties><we:property name="x" value="SAY"/></we:properties></we:webextension>'), "label": ("/docMetadata/LabelInfo.xml", '<clbl:labelList xmlns:clbl="urn:clbl"><clbl:label id="x" name="SAY"/></clbl:labelList>'),
    "embedded book": ("embeddings/book.xlsx", b"BOOK"), "embedded document": ("embeddings/letter.docx", b"LETTER"), "embedded text": ("embeddings/a.txt", SAY.encode()), "embedded page": ("afchunk.htm", SAY.encode()), "unknown part": ("a.dat", SAY.encode()), "name of a part": ("MAIL.xml", "<a/>"), "VML": ("drawings/vmlDrawing1.vml", '<xml xmlns:v="urn:v" xmlns:o="urn:o"><v:shape alt="SAY" title="MAIL" href="mailto:MAIL"><v:textbox><div>SAY<font>MAIL</font></div></v:textbox><v:imagedata o:title="SAY"/></v:shape></xml>'),
    "tags": ("tags/tag1.xml", f'<p:tagLst {_P}><p:tag name="MAIL" val="SAY"/></p:tagLst>'), "printer": ("printerSettings/printerSettings1.bin", _PNG),
}  # fmt: skip


def _runs(text: str) -> str:
    return "".join(
        f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text[at : at + 5]}</w:t></w:r>'
        for at in range(0, len(text), 5)
    )


_TABLE = (
    "<w:tbl>"
    + "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>' for cell in row)}</w:tr>"
        for row in (("Name", "Card"), ("NAME", "CARD"), ("x", "MAIL"))
    )
    + "</w:tbl>"
)
_NOTE = "<w:p><w:r><w:t>SAY</w:t></w:r></w:p>"
_DEL = '<w:del w:id="1" w:author="NAME" w:date="2024-01-02T03:04:05Z"><w:r><w:delText>SAY</w:delText></w:r></w:del>'
_BODY = {
    "runs": f"<w:p>{_runs(SAY)}</w:p>", "table": _TABLE, "inserted": '<w:p><w:ins w:id="1" w:author="NAME"><w:r><w:t>SAY</w:t></w:r></w:ins></w:p>', "deleted": f"<w:p>{_DEL}</w:p>", "moved": '<w:p><w:moveFrom w:id="1" w:author="NAME"><w:r><w:t>SAY</w:t></w:r></w:moveFrom><w:moveTo w:author="NAME"><w:r><w:t>MAIL</w:t></w:r></w:moveTo></w:p>',
    "deleted code": '<w:p><w:r><w:delInstrText>HYPERLINK "mailto:MAIL"</w:delInstrText></w:r></w:p>', "cut out of a word": f"<w:p><w:r><w:t>Ma</w:t></w:r>{_DEL}<w:r><w:t>rio</w:t></w:r></w:p>", "deleted in runs": '<w:p><w:del w:author="x"><w:r><w:delText>marisol.</w:delText></w:r></w:del><w:del w:author="y"><w:r><w:delText>vega@example.com</w:delText></w:r></w:del></w:p>',
    "field": '<w:p><w:fldSimple w:instr="AUTHOR &quot;SAY&quot;"><w:r><w:t>NAME wrote MAIL</w:t></w:r></w:fldSimple><w:r><w:instrText>INCLUDETEXT "MAIL"</w:instrText></w:r></w:p>', "form field": '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="x"/><w:helpText w:val="SAY"/><w:statusText w:val="SAY"/><w:textInput><w:default w:val="MAIL"/></w:textInput><w:ddList><w:listEntry w:val="MAIL"/></w:ddList></w:ffData></w:fldChar></w:r></w:p>',
    "hyperlink": '<w:p><w:hyperlink w:anchor="x" w:tooltip="SAY" w:docLocation="MAIL"><w:r><w:t>SAY</w:t></w:r></w:hyperlink></w:p>', "bookmark": '<w:p><w:bookmarkStart w:id="0" w:name="MAIL"/></w:p>', "content control": '<w:sdt><w:sdtPr><w:alias w:val="SAY"/><w:tag w:val="MAIL"/><w:dropDownList><w:listItem w:displayText="SAY" w:value="MAIL"/></w:dropDownList><w:dataBinding w:xpath="/a[MAIL]"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>SAY</w:t></w:r></w:p></w:sdtContent></w:sdt>',
    "text box": f'<w:p><w:r><w:pict><v:shape alt="SAY" id="x"><v:textbox><w:txbxContent>{_NOTE}</w:txbxContent></v:textbox><v:textpath string="SAY"/></v:shape></w:pict></w:r></w:p>', "alternate text box": f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">{_NOTE}</mc:Choice><mc:Fallback>{_NOTE}</mc:Fallback></mc:AlternateContent>',
    "alt text": '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="7" name="MAIL.png" descr="SAY" title="SAY"/></wp:inline></w:drawing></w:r></w:p>', "mathematics": '<w:p><m:oMath xmlns:m="urn:m"><m:r><m:t>MAIL</m:t></m:r></m:oMath></w:p>', "ruby": "<w:p><w:ruby><w:rt><w:r><w:t>SAY</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>MAIL</w:t></w:r></w:rubyBase></w:ruby></w:p>", "smart tag": '<w:p><w:smartTag w:element="PersonName"><w:smartTagPr><w:attr w:name="x" w:val="MAIL"/></w:smartTagPr><w:r><w:t>NAME wrote MAIL</w:t></w:r></w:smartTag></w:p>',
    "symbols": "<w:p><w:r><w:t>marisol</w:t><w:noBreakHyphen/><w:t>MAIL</w:t><w:softHyphen/></w:r></w:p>", "hidden": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>SAY</w:t></w:r></w:p>", "property change": '<w:p><w:pPr><w:pPrChange w:author="NAME"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>', "unknown element": "<w:p><x:y xmlns:x='urn:x' x:z='SAY'>SAY</x:y></w:p>", "comment": "<!-- SAY --><?x SAY?><w:p/>", "CDATA": "<w:p><w:r><w:t><![CDATA[SAY]]></w:t></w:r></w:p>", "between": "<w:p>SAY<w:r>MAIL</w:r></w:p>", "table caption": '<w:tbl><w:tblPr><w:tblCaption w:val="SAY"/><w:tblDescription w:val="SAY"/></w:tblPr></w:tbl>',
}  # fmt: skip


def _settings(inner: str) -> str:
    return f"<w:settings {_W}>{inner}</w:settings>"


_WORD: dict[str, tuple[str, str | bytes]] = {
    **{f"body, {place}": ("document.xml", f"<w:document {_W}><w:body>{inner}</w:body></w:document>") for place, inner in _BODY.items()},
    "header": ("header1.xml", f"<w:hdr {_W}>{_NOTE}</w:hdr>"), "footer": ("footer1.xml", f"<w:ftr {_W}>{_NOTE}{_TABLE}</w:ftr>"), "footnotes": ("footnotes.xml", f'<w:footnotes {_W}><w:footnote w:id="2">{_NOTE}</w:footnote></w:footnotes>'), "endnotes": ("endnotes.xml", f'<w:endnotes {_W}><w:endnote w:id="2">{_NOTE}</w:endnote></w:endnotes>'),
    "comments": ("comments.xml", f'<w:comments {_W}><w:comment w:id="0" w:author="NAME" w:initials="Marisol">{_NOTE}</w:comment></w:comments>'), "comments extended": ("commentsExtended.xml", f'<w15:commentsEx {_W}><w15:commentEx w15:paraId="MAIL"/></w15:commentsEx>'), "comment ids": ("commentsIds.xml", f'<w15:x {_W} w15:durableId="MAIL"/>'), "people": ("people.xml", f'<w15:people {_W}><w15:person w15:author="NAME"><w15:presenceInfo w15:providerId="AD" w15:userId="S::MAIL::1"/></w15:person></w15:people>'),
    "variables": ("settings.xml", _settings('<w:docVars><w:docVar w:name="MAIL" w:val="SAY"/></w:docVars>')), "mail merge": ("settings.xml", _settings('<w:mailMerge><w:connectString w:val="User=MAIL"/><w:query w:val="SAY"/><w:addressFieldName w:val="MAIL"/><w:mailSubject w:val="SAY"/><w:odso><w:udl w:val="MAIL"/><w:table w:val="MAIL"/><w:fieldMapData><w:name w:val="MAIL"/><w:mappedName w:val="SAY"/></w:fieldMapData></w:odso></w:mailMerge>')), "settings": ("settings.xml", _settings('<w:writeProtection w:edited="MAIL"/><w:attachedSchema w:val="MAIL"/><w:themeFontLang w:val="MAIL"/><w:captions><w:caption w:name="MAIL"/></w:captions><w:clickAndTypeStyle w:val="MAIL"/>')), "recipients": ("recipientData.xml", f'<w:recipients {_W}><w:recipientData><w:uniqueTag w:val="MAIL"/></w:recipientData></w:recipients>'),
    "web settings": ("webSettings.xml", f'<w:webSettings {_W}><w:frameset><w:frame><w:name w:val="MAIL"/><w:sourceFileName r:id="x"/></w:frame></w:frameset></w:webSettings>'), "styles": ("styles.xml", f'<w:styles {_W}><w:style w:styleId="x"><w:name w:val="MAIL"/></w:style></w:styles>'), "numbering": ("numbering.xml", f'<w:numbering {_W}><w:abstractNum><w:name w:val="MAIL"/><w:lvl><w:lvlText w:val="SAY"/></w:lvl></w:abstractNum></w:numbering>'), "fonts": ("fontTable.xml", f'<w:fonts {_W}><w:font w:name="SAY"><w:altName w:val="MAIL"/></w:font></w:fonts>'),
    "glossary": ("glossary/document.xml", f'<w:glossaryDocument {_W}><w:docParts><w:docPart><w:docPartPr><w:name w:val="MAIL"/><w:category><w:name w:val="SAY"/></w:category><w:description w:val="SAY"/></w:docPartPr><w:docPartBody>{_NOTE}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>'), "glossary settings": ("glossary/settings.xml", _settings('<w:docVars><w:docVar w:name="a" w:val="SAY"/></w:docVars>')), "macro data": ("vbaData.xml", "<x>SAY</x>"), "bibliography": ("/customXml/item2.xml", "<b:Sources xmlns:b='urn:b'><b:Source><b:Author><b:NameList><b:Person><b:Last>Vega</b:Last><b:First>Marisol</b:First></b:Person></b:NameList></b:Author><b:Title>SAY</b:Title></b:Source></b:Sources>"), "stylesheet": ("stylesWithEffects.xml", f'<w:styles {_W}><w:style><w:name w:val="MAIL"/></w:style></w:styles>'),
}  # fmt: skip


def _sheet(cells: str, more: str = "") -> str:
    return f'<worksheet {_S}><sheetData><row r="1">{cells}</row></sheetData>{more}</worksheet>'


_INLINE = '<c r="{}1" t="inlineStr"><is><t>{}</t></is></c>'
_BOOK = f'<workbook {_S}><sheets><sheet name="{{}}" sheetId="1" r:id="rId1"/></sheets>{{}}</workbook>'
_SHEETS: dict[str, tuple[str, str | bytes]] = {
    "inline": ("worksheets/sheet1.xml", _sheet(_INLINE.format("A", "SAY") + '<c r="B1" t="inlineStr"><is><r><t>marisol.vega</t></r><r><t>@example.com</t></r><rPh sb="0" eb="1"><t>MAIL</t></rPh></is></c>')), "results": ("worksheets/sheet1.xml", _sheet('<c r="A1" t="str"><f>"MAIL"&amp;"SAY"</f><v>SAY</v></c><c r="B1" t="str"><v>MAIL</v></c>')), "numbers": ("worksheets/sheet1.xml", f'<worksheet {_S}><sheetData><row r="1">{_INLINE.format("A", "Credit card")}</row><row r="2"><c r="A2"><v>4111111111111111</v></c></row><row r="3"><c r="A3"><v>4.111111111111111E15</v></c></row></sheetData></worksheet>'),
    "shared strings": ("sharedStrings.xml", f"<sst {_S}><si><t>SAY</t></si><si><r><t>marisol.vega</t></r><r><t>@example.com</t></r></si><si><t>MAIL</t><rPh><t>SAY</t></rPh></si><si><t>MAIL orphan</t></si></sst>"),
    "validation": ("worksheets/sheet1.xml", _sheet("", '<dataValidations><dataValidation prompt="SAY" error="SAY" promptTitle="MAIL" errorTitle="MAIL"><formula1>"MAIL,x"</formula1><formula2>"SAY"</formula2></dataValidation></dataValidations>')), "hyperlinks": ("worksheets/sheet1.xml", _sheet("", '<hyperlinks><hyperlink ref="A1" location="MAIL" display="SAY" tooltip="SAY"/></hyperlinks>')), "page": ("worksheets/sheet1.xml", _sheet("", "<headerFooter><oddHeader>&amp;LSAY</oddHeader><oddFooter>MAIL</oddFooter><evenHeader>MAIL</evenHeader><firstFooter>SAY</firstFooter></headerFooter>")), "formatting": ("worksheets/sheet1.xml", _sheet("", '<conditionalFormatting><cfRule operator="equal" text="MAIL"><formula>A1="MAIL"</formula></cfRule></conditionalFormatting>')),
    "filter": ("worksheets/sheet1.xml", _sheet("", '<autoFilter><filterColumn><filters><filter val="MAIL"/></filters><customFilters><customFilter val="SAY"/></customFilters></filterColumn></autoFilter>')), "scenarios": ("worksheets/sheet1.xml", _sheet("", '<scenarios><scenario name="SAY" user="NAME" comment="SAY"><inputCells r="A1" val="MAIL"/></scenario></scenarios>')), "protected ranges": ("worksheets/sheet1.xml", _sheet("", '<protectedRanges><protectedRange name="MAIL" securityDescriptor="SAY"/></protectedRanges>')), "code name": ("worksheets/sheet1.xml", f'<worksheet {_S}><sheetPr codeName="MAIL"/><sheetData/></worksheet>'), "extension": ("worksheets/sheet1.xml", _sheet("", '<extLst><ext uri="MAIL"><x:y xmlns:x="urn:x" x:z="SAY">SAY</x:y></ext></extLst>')), "between rows": ("worksheets/sheet1.xml", f'<worksheet {_S}><sheetData>SAY<row r="1">MAIL</row></sheetData></worksheet>'), "comment between": ("worksheets/sheet1.xml", f"<worksheet {_S}><!-- SAY --><sheetData/></worksheet>"), "custom views": ("worksheets/sheet1.xml", _sheet("", '<customSheetViews><customSheetView guid="MAIL"><headerFooter><oddHeader>SAY</oddHeader></headerFooter></customSheetView></customSheetViews>')),
    "second sheet": ("worksheets/sheet7.xml", _sheet(_INLINE.format("A", "SAY"))), "chart sheet": ("chartsheets/sheet1.xml", f"<chartsheet {_S}><headerFooter><oddHeader>SAY</oddHeader></headerFooter></chartsheet>"), "dialog sheet": ("dialogsheets/sheet1.xml", f"<dialogsheet {_S}><headerFooter><oddHeader>SAY</oddHeader></headerFooter></dialogsheet>"), "macro sheet": ("macrosheets/sheet1.xml", f'<xm:macrosheet xmlns:xm="urn:xm" {_S}><sheetData><row><c t="str"><f>"MAIL"</f><v>SAY</v></c></row></sheetData></xm:macrosheet>'),
    "sheet name": ("workbook.xml", _BOOK.format("MAIL", "")), "defined names": ("workbook.xml", _BOOK.format("S", '<definedNames><definedName name="x" comment="SAY">"MAIL"</definedName><definedName name="y" description="SAY" help="MAIL" statusBar="SAY">S!$A$1</definedName></definedNames>')), "name of a name": ("workbook.xml", _BOOK.format("S", '<definedNames><definedName name="MAIL">1</definedName></definedNames>')), "sharing": ("workbook.xml", f'<workbook {_S}><fileSharing userName="NAME"/><fileVersion codeName="MAIL"/><mc:AlternateContent><mc:Choice><x15ac:absPath xmlns:x15ac="urn:x" url="C:\\Users\\MAIL\\"/></mc:Choice></mc:AlternateContent><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets><customWorkbookViews><customWorkbookView name="NAME wrote MAIL" guid="x"/></customWorkbookViews></workbook>'),
    "comments": ("comments1.xml", f'<comments {_S}><authors><author>NAME</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>SAY</t></r></text></comment></commentList></comments>'), "threaded comments": ("threadedComments/threadedComment1.xml", '<ThreadedComments xmlns="urn:tc"><threadedComment ref="A1" personId="x"><text>SAY</text><mentions><mention mentionpersonId="MAIL"/></mentions></threadedComment></ThreadedComments>'), "persons": ("persons/person.xml", '<personList xmlns="urn:p"><person displayName="NAME" id="x" userId="S::MAIL::1" providerId="AD"/></personList>'),
    "table": ("tables/table1.xml", f'<table {_S} name="T" displayName="T" comment="SAY"><tableColumns><tableColumn name="MAIL" totalsRowLabel="SAY"><calculatedColumnFormula>"MAIL"</calculatedColumnFormula></tableColumn></tableColumns></table>'), "pivot cache": ("pivotCache/pivotCacheDefinition1.xml", f'<pivotCacheDefinition {_S} refreshedBy="NAME"><cacheFields><cacheField name="x"><sharedItems><s v="SAY"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>'), "pivot records": ("pivotCache/pivotCacheRecords1.xml", f'<pivotCacheRecords {_S}><r><s v="MAIL"/></r></pivotCacheRecords>'), "pivot table": ("pivotTables/pivotTable1.xml", f'<pivotTableDefinition {_S} name="x" dataCaption="SAY" rowHeaderCaption="MAIL"><pivotFields><pivotField name="SAY"><items><item n="MAIL"/></items></pivotField></pivotFields></pivotTableDefinition>'),
    "slicer": ("slicers/slicer1.xml", f'<slicers {_S}><slicer name="x" caption="SAY"/></slicers>'), "slicer cache": ("slicerCaches/slicerCache1.xml", f'<slicerCacheDefinition {_S} sourceName="MAIL"><data><tabular><items><i x="0" n="SAY"/></items></tabular></data></slicerCacheDefinition>'), "external link": ("externalLinks/externalLink1.xml", f'<externalLink {_S}><externalBook><sheetNames><sheetName val="MAIL"/></sheetNames><definedNames><definedName name="x" refersTo="MAIL"/></definedNames><sheetDataSet><sheetData><row r="1"><cell r="A1" t="str"><v>SAY</v></cell></row></sheetData></sheetDataSet></externalBook><ddeLink ddeService="x" ddeTopic="MAIL"><ddeItems><ddeItem name="SAY"><values><value t="str"><val>SAY</val></value></values></ddeItem></ddeItems></ddeLink></externalLink>'),
    "connections": ("connections.xml", f'<connections {_S}><connection name="MAIL" description="SAY" odcFile="C:/MAIL"><dbPr connection="User=MAIL" command="SAY"/><parameters><parameter name="x" prompt="SAY" string="MAIL"/></parameters></connection></connections>'), "query table": ("queryTables/queryTable1.xml", f'<queryTable {_S} name="MAIL"><queryTableRefresh><queryTableFields><queryTableField name="MAIL"/></queryTableFields></queryTableRefresh></queryTable>'), "XML map": ("xmlMaps.xml", f'<MapInfo {_S}><Schema ID="x"><a b="SAY">SAY</a></Schema><Map Name="MAIL"/></MapInfo>'), "metadata": ("metadata.xml", f'<metadata {_S}><metadataStrings><s v="SAY"/></metadataStrings></metadata>'), "revisions": ("revisions/revisionLog1.xml", f'<revisions {_S}><rcc><nc r="A1" t="inlineStr"><is><t>SAY</t></is></nc><oc t="inlineStr"><is><t>MAIL</t></is></oc></rcc><rsnm oldName="SAY"/></revisions>'), "revision heads": ("revisions/revisionHeaders.xml", f'<headers {_S}><header userName="NAME" guid="MAIL"/></headers>'), "users": ("revisions/userNames.xml", f'<users {_S}><userInfo name="NAME" guid="x"/></users>'),
    "drawing": ("drawings/drawing1.xml", '<xdr:wsDr xmlns:xdr="urn:xdr" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp macro="MAIL" textlink="x"><xdr:cNvPr id="1" name="MAIL" descr="SAY" title="SAY"/><xdr:txBody><a:p><a:r><a:t>SAY</a:t></a:r><a:fld><a:t>MAIL</a:t></a:fld></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'), "styles": ("styles.xml", f'<styleSheet {_S}><numFmts><numFmt numFmtId="164" formatCode="&quot;MAIL&quot;0"/></numFmts><cellStyles><cellStyle name="MAIL"/></cellStyles></styleSheet>'), "control": ("ctrlProps/ctrlProp1.xml", '<formControlPr xmlns="urn:f" fmlaLink="x"><itemLst><item val="SAY"/></itemLst></formControlPr>'), "rich values": ("richData/rdrichvalue.xml", '<rvData xmlns="urn:r"><rv><v>SAY</v></rv></rvData>'), "calculation": ("calcChain.xml", f'<calcChain {_S}><c r="MAIL"/></calcChain>'), "volatile": ("volatileDependencies.xml", f'<volTypes {_S}><main first="MAIL"><tp t="str"><v>SAY</v><stp>MAIL</stp></tp></main></volTypes>'), "power query": ("/customXml/item2.xml", "<DataMashup>U0FZ</DataMashup>"), "model": ("model/item.data", _PNG), "timeline": ("timelines/timeline1.xml", f'<timelines {_S}><timeline name="x" caption="SAY"/></timelines>'),
}  # fmt: skip


def _tree(inner: str) -> str:
    return f'<p:cSld name="{{}}"><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/></p:nvGrpSpPr>{inner}</p:spTree></p:cSld>'.replace(
        "{}", "SAY"
    )


_SHAPE = '<p:sp><p:nvSpPr><p:cNvPr id="2" name="MAIL" descr="SAY" title="SAY"><a:hlinkClick r:id="x" tooltip="SAY" action="MAIL"/></p:cNvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>Dear Mari</a:t></a:r><a:r><a:t>sol Vega, marisol.vega@</a:t></a:r><a:r><a:t>example.com</a:t></a:r><a:br/><a:fld><a:t>SAY</a:t></a:fld></a:p></p:txBody></p:sp>'
_SLIDES: dict[str, tuple[str, str | bytes]] = {
    **{place: (f"{name}.xml", f"<p:{root} {_P}>{_tree(_SHAPE)}</p:{root}>") for place, name, root in (("slide", "slides/slide1", "sld"), ("notes", "notesSlides/notesSlide1", "notes"), ("layout", "slideLayouts/slideLayout1", "sldLayout"), ("master", "slideMasters/slideMaster1", "sldMaster"), ("notes master", "notesMasters/notesMaster1", "notesMaster"), ("handout master", "handoutMasters/handoutMaster1", "handoutMaster"))},
    "slide table": ("slides/slide1.xml", f"<p:sld {_P}>{_tree('<a:tbl><a:tr>' + ''.join(f'<a:tc><a:txBody><a:p><a:r><a:t>{c}</a:t></a:r></a:p></a:txBody></a:tc>' for c in ('NAME wrote MAIL', 'CARD')) + '</a:tr></a:tbl>')}</p:sld>"),
    "header of pages": ("slides/slide1.xml", f'<p:sld {_P}><p:cSld><p:custDataLst><p:custData r:id="MAIL"/></p:custDataLst></p:cSld><p:timing><p:attr name="SAY"/></p:timing><p:transition><p:snd name="SAY"/></p:transition><p:extLst><x xmlns="urn:x" a="SAY">SAY</x></p:extLst></p:sld>'),
    "comments": ("comments/comment1.xml", f"<p:cmLst {_P}><p:cm authorId='0'><p:text>SAY</p:text></p:cm></p:cmLst>"), "modern comments": ("comments/modernComment_1.xml", f'<p188:cmLst xmlns:p188="urn:c" {_P}><p188:cm authorId="MAIL"><p188:txBody><a:p><a:r><a:t>SAY</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>'), "authors": ("commentAuthors.xml", f'<p:cmAuthorLst {_P}><p:cmAuthor id="0" name="NAME" initials="Marisol"/></p:cmAuthorLst>'), "modern authors": ("authors.xml", '<p188:authorLst xmlns:p188="urn:c"><p188:author id="x" name="NAME" initials="Marisol" userId="MAIL" providerId="x"/></p188:authorLst>'),
    "presentation": ("presentation.xml", f'<p:presentation {_P}><p:custShowLst><p:custShow name="SAY" id="0"/></p:custShowLst><p:extLst><p14:sectionLst xmlns:p14="urn:p14"><p14:section name="SAY"/></p14:sectionLst></p:extLst><p:modifyVerifier saltData="MAIL"/><p:photoAlbum/></p:presentation>'), "show properties": ("presProps.xml", f'<p:presentationPr {_P}><p:htmlPubPr title="SAY"/></p:presentationPr>'), "view properties": ("viewProps.xml", f'<p:viewPr {_P} lastView="MAIL"/>'), "table styles": ("tableStyles.xml", '<a:tblStyleLst xmlns:a="urn:a"><a:tblStyle styleName="SAY"/></a:tblStyleLst>'), "changes": ("changesInfos/changesInfo1.xml", '<pc:chgInfo xmlns:pc="urn:pc"><pc:docChgLst><pc:chgData name="NAME wrote MAIL" userId="MAIL" providerId="AD"/></pc:docChgLst></pc:chgInfo>'), "revision": ("revisionInfo.xml", '<p1510:revInfo xmlns:p1510="urn:x"><p1510:client id="MAIL" v="1"/></p1510:revInfo>'), "captions": ("media/captions1.vtt", SAY.encode()),
}  # fmt: skip

_BASE = {
    "word": ("document.xml", f"<w:document {_W}><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>"),
    "xl": ("workbook.xml", _BOOK.format("S", "")),
    "ppt": ("presentation.xml", f"<p:presentation {_P}/>"),
}
_ODF = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"), ("meta", "meta"), ("svg", "svg-compatible"), ("form", "form"), ("config", "config"), ("presentation", "presentation"), ("script", "script"), ("number", "datastyle"), ("chart", "chart"))) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
_CHANGE = "<office:change-info><dc:creator>NAME</dc:creator><dc:date>2024-01-02T03:04:05</dc:date></office:change-info>"
#: Place → (the kind of OpenDocument, what stands in its body).
_CONTENT = {
    "paragraph": ("text", "<text:p>Dear <text:span>Mari</text:span>sol<text:s/>Vega, <text:span>marisol.vega@</text:span>example.com SAY</text:p><text:h>SAY</text:h>"), "table": ("text", "<table:table table:name='x'><table:title>SAY</table:title><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>Credit card</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>NAME wrote MAIL</text:p></table:table-cell><table:table-cell office:value-type='float' office:value='4111111111111111'><text:p>4.11E15</text:p></table:table-cell></table:table-row></table:table>"), "changes": ("text", f"<text:tracked-changes><text:changed-region text:id='c'><text:deletion>{_CHANGE}<text:p>SAY</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>x</text:p>"), "note": ("text", "<text:p>x<text:note><text:note-citation text:label='SAY'>MAIL</text:note-citation><text:note-body><text:p>SAY</text:p></text:note-body></text:note></text:p>"), "annotation": ("text", "<text:p>x<office:annotation office:name='MAIL'><dc:creator>NAME</dc:creator><meta:creator-initials>Marisol</meta:creator-initials><text:p>SAY</text:p></office:annotation></text:p>"),
    "link": ("text", "<text:p><text:a xlink:href='mailto:MAIL' office:title='SAY' office:name='SAY'>SAY</text:a></text:p>"), "frame": ("text", "<text:p><draw:frame draw:name='MAIL'><draw:text-box><text:p>SAY</text:p></draw:text-box><svg:title>SAY</svg:title><svg:desc>SAY</svg:desc></draw:frame></text:p>"), "picture inside": ("text", "<text:p><draw:image><office:binary-data>SAY</office:binary-data></draw:image></text:p>"), "form": ("text", "<office:forms><form:form form:name='x' form:command='SAY'><form:textarea form:current-value='SAY' form:value='MAIL' form:label='SAY' form:title='SAY'/><form:properties><form:property form:property-name='x' office:string-value='SAY'/></form:properties></form:form></office:forms>"), "fields": ("text", "<text:user-field-decls><text:user-field-decl text:name='x' office:value-type='string' office:string-value='SAY'/></text:user-field-decls><text:variable-decls/><text:p><text:author-name>NAME</text:author-name><text:sender-email>MAIL</text:sender-email><text:placeholder text:description='SAY'>MAIL</text:placeholder><text:hidden-text text:string-value='SAY' text:condition='ooow:\"MAIL\"'>x</text:hidden-text><text:user-defined text:name='MAIL' office:string-value='SAY'>SAY</text:user-defined></text:p>"), "bookmark": ("text", "<text:p><text:bookmark text:name='MAIL'/></text:p>"), "index": ("text", "<text:alphabetical-index><text:index-body><text:p>SAY</text:p></text:index-body></text:alphabetical-index><text:p><text:alphabetical-index-mark text:string-value='MAIL' text:key1='SAY'/><text:bibliography-mark text:author='NAME' text:title='SAY'>MAIL</text:bibliography-mark></text:p>"), "section": ("text", "<text:section text:name='SAY'><text:section-source xlink:href='MAIL.odt'/><text:p>SAY</text:p></text:section>"), "comment": ("text", "<!-- SAY --><?x SAY?><text:p>x</text:p>"), "ruby": ("text", "<text:p><text:ruby><text:ruby-base>MAIL</text:ruby-base><text:ruby-text>SAY</text:ruby-text></text:ruby></text:p>"), "script": ("text", "<office:scripts><office:script script:language='x'>SAY</office:script></office:scripts>"), "unknown": ("text", "<x:y xmlns:x='urn:x' x:z='SAY'>SAY</x:y>"), "between": ("text", "SAY<text:list>MAIL</text:list>"), "meta field": ("text", "<text:p><text:meta-field>SAY</text:meta-field></text:p>"),
    "cells": ("spreadsheet", "<table:table table:name='S'><table:table-row><table:table-cell office:value-type='string'><text:p>Note</text:p></table:table-cell><table:table-cell office:value-type='string'><text:p>Credit card</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type='string' office:string-value='MAIL'><text:p>SAY</text:p></table:table-cell><table:table-cell office:value-type='float' office:value='4111111111111111'><text:p>###</text:p></table:table-cell></table:table-row></table:table>"), "formula": ("spreadsheet", "<table:table table:name='S'><table:table-row><table:table-cell table:formula='of:=&quot;MAIL&quot;' office:value-type='string'><text:p>SAY</text:p></table:table-cell></table:table-row></table:table>"), "cell note": ("spreadsheet", "<table:table table:name='S'><table:table-row><table:table-cell><office:annotation><dc:creator>NAME</dc:creator><text:p>SAY</text:p></office:annotation></table:table-cell></table:table-row></table:table>"), "sheet name": ("spreadsheet", "<table:table table:name='MAIL'/>"), "validation": ("spreadsheet", "<table:content-validations><table:content-validation table:name='x' table:condition='of:cell-content-is-in-list(&quot;MAIL&quot;)'><table:error-message table:title='SAY'><text:p>SAY</text:p></table:error-message></table:content-validation></table:content-validations>"), "names": ("spreadsheet", "<table:named-expressions><table:named-expression table:name='x' table:expression='&quot;MAIL&quot;'/></table:named-expressions>"), "filter": ("spreadsheet", "<table:database-ranges><table:database-range table:name='x'><table:filter><table:filter-condition table:value='MAIL'/></table:filter></table:database-range></table:database-ranges>"), "pivot": ("spreadsheet", "<table:data-pilot-tables><table:data-pilot-table table:name='x'><table:data-pilot-field table:source-field-name='MAIL'><table:data-pilot-level><table:data-pilot-members><table:data-pilot-member table:name='SAY'/></table:data-pilot-members></table:data-pilot-level></table:data-pilot-field></table:data-pilot-table></table:data-pilot-tables>"), "sheet changes": ("spreadsheet", f"<table:tracked-changes><table:cell-content-change>{_CHANGE}<table:previous><table:change-track-table-cell office:value-type='string'><text:p>SAY</text:p></table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>"), "linked sheet": ("spreadsheet", "<table:table table:name='S'><table:table-source xlink:href='MAIL' table:table-name='MAIL'/></table:table>"), "external table": ("spreadsheet", "<table:table table:name=\"'file:///C:/MAIL'#S\"><table:table-row><table:table-cell office:value-type='string'><text:p>SAY</text:p></table:table-cell></table:table-row></table:table>"), "scenario": ("spreadsheet", "<table:table table:name='S'><table:scenario table:comment='SAY'/></table:table>"),
    "slide": ("presentation", "<draw:page draw:name='SAY'><draw:frame draw:name='x'><draw:text-box><text:list><text:list-item><text:p>SAY</text:p></text:list-item></text:list></draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>SAY</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>"), "declarations": ("presentation", "<presentation:footer-decl>SAY</presentation:footer-decl><presentation:header-decl>MAIL</presentation:header-decl><presentation:date-time-decl>SAY</presentation:date-time-decl><presentation:settings><presentation:show presentation:name='SAY'/></presentation:settings>"), "media": ("presentation", "<draw:page><draw:frame><draw:plugin xlink:href='MAIL'><draw:param draw:name='x' draw:value='SAY'/></draw:plugin></draw:frame></draw:page>"),
}  # fmt: skip
_ODF_PARTS: dict[str, tuple[str, str | bytes]] = {
    "styles": ("styles.xml", f"<office:document-styles {_ODF}><office:master-styles><style:master-page style:name='x' style:display-name='SAY'><style:header><text:p>SAY</text:p></style:header><style:footer-left><text:p>MAIL</text:p></style:footer-left></style:master-page></office:master-styles></office:document-styles>"), "meta": ("meta.xml", f"<office:document-meta {_ODF}><office:meta><meta:generator>MAIL</meta:generator><meta:initial-creator>NAME</meta:initial-creator><dc:creator>NAME</dc:creator><meta:printed-by>NAME</meta:printed-by><dc:title>SAY</dc:title><dc:subject>SAY</dc:subject><dc:description>SAY</dc:description><meta:keyword>MAIL</meta:keyword><meta:user-defined meta:name='MAIL'>SAY</meta:user-defined><meta:template xlink:href='MAIL' xlink:title='SAY'/><meta:hyperlink-behaviour office:target-frame-name='MAIL'/></office:meta></office:document-meta>"), "settings": ("settings.xml", f"<office:document-settings {_ODF}><office:settings><config:config-item-set config:name='x'><config:config-item config:name='y' config:type='string'>SAY</config:config-item><config:config-item config:name='PrinterName' config:type='string'>MAIL</config:config-item></config:config-item-set></office:settings></office:document-settings>"), "rdf": ("manifest.rdf", "<rdf:RDF xmlns:rdf='urn:rdf'><rdf:Description rdf:about='MAIL'><x>SAY</x></rdf:Description></rdf:RDF>"), "signatures": ("META-INF/documentsignatures.xml", "<a>SAY</a>"), "thumbnail": ("Thumbnails/thumbnail.png", _PNG), "picture": ("Pictures/1.png", _PNG), "macros": ("Basic/Standard/Module1.xml", "<module>SAY</module>"), "toolbar": ("Configurations2/toolbar/a.xml", "<a>SAY</a>"), "OLE": ("Object 1", _PNG), "object": ("Object 2/content.xml", f"<office:document-content {_ODF}><office:body><office:chart><text:p>SAY</text:p></office:chart></office:body></office:document-content>"), "object's properties": ("Object 2/meta.xml", f"<office:document-meta {_ODF}><office:meta><dc:creator>NAME</dc:creator><dc:title>SAY</dc:title></office:meta></office:document-meta>"), "old version": ("Versions/Version1", _PNG), "list of versions": ("VersionList.xml", "<a>SAY</a>"), "form's XML": ("Forms/Obj11/content.xml", "<a>SAY</a>"), "unknown part": ("a.dat", SAY.encode()), "name of a part": ("MAIL.xml", "<a/>"), "layout cache": ("layout-cache", _PNG), "embedded font": ("Fonts/a.ttf", _PNG), "media": ("Media/a.mp4", _PNG), "embedded document": ("Object 3/content.xml", f"<office:document-content {_ODF}><office:body><office:text><text:p>SAY</text:p></office:text></office:body></office:document-content>"), "embedded package": ("Object 4", b"LETTER"), "embedded book": ("EmbeddedFiles/a.xlsx", b"BOOK"),
}  # fmt: skip


def _package(folder: str, path: str, part: str | bytes) -> bytes:
    name, base = _BASE[folder]
    kinds = "".join(
        f'<Default Extension="{each}" ContentType="application/{each}"/>' for each in ("xml", "rels", "bin", "png")
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{kinds}</Types>',
        "_rels/.rels": f'<Relationships {_RELS}><Relationship Id="rId1" Type="{_KIND}/officeDocument" Target="{folder}/{name}"/></Relationships>',
        f"{folder}/{name}": base,
    }
    if folder == "xl":
        sheets = "".join(
            f'<Relationship Id="rId{number}" Type="{_KIND}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number in (1,)
        )
        parts["xl/_rels/workbook.xml.rels"] = f"<Relationships {_RELS}>{sheets}</Relationships>"
        used = (
            "".join(f'<c r="{"ABCD"[at]}1" t="s"><v>{at}</v></c>' for at in range(3)) if "sharedStrings" in path else ""
        )
        parts["xl/worksheets/sheet1.xml"] = _sheet(used)
    parts[path[1:] if path.startswith("/") else f"{folder}/{path}"] = part
    return packed_zip({filled(name): _bytes(data) for name, data in parts.items()})


def _bytes(part: str | bytes) -> bytes:
    if isinstance(part, str):
        return filled(part).encode()
    inner = {b"BOOK": ("xl", *_SHEETS["inline"]), b"LETTER": ("word", *_WORD["body, runs"])}
    return _package(*inner[part]) if part in inner else part


def _odf(kind: str, content: str, more: dict[str, str | bytes]) -> bytes:
    parts: dict[str, str | bytes] = {
        "content.xml": f"<office:document-content {_ODF}><office:body><office:{kind}>{content}</office:{kind}></office:body></office:document-content>",
        **more,
    }
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in parts)
    parts["META-INF/manifest.xml"] = (
        f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</m:manifest>'
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for name, part in parts.items():
            made.writestr(filled(name), _bytes(part))
    return sink.getvalue()


def planted_packages() -> Iterator[tuple[str, str, bytes]]:
    """(suffix, place, file) of each."""
    for suffix, folder, own in ((".docx", "word", _WORD), (".xlsx", "xl", _SHEETS), (".pptx", "ppt", _SLIDES)):
        for place, (path, part) in {**_SHARED, **own}.items():
            yield suffix, place, _package(folder, path, part)
    suffixes = {"text": ".odt", "spreadsheet": ".ods", "presentation": ".odp"}
    for place, (kind, content) in _CONTENT.items():
        yield suffixes[kind], place, _odf(kind, content, {})
    for kind, suffix in suffixes.items():
        for place, (name, part) in _ODF_PARTS.items():
            yield suffix, place, _odf(kind, "", {name: part})
    yield (
        ".docx",
        "comment of the archive",
        packed_zip({"word/document.xml": b"<a/>"}, comment=SAY.encode(), note=SAY.encode()),
    )
    # A page of mail and a table attached to each other: the archive's rows.
    yield (
        ".zip",
        "office files",
        packed_zip({f"a{suffix}": _bytes(word) for suffix, word in ((".docx", b"LETTER"), (".xlsx", b"BOOK"))}),
    )
    yield ".zip", "page", packed_zip({"a.html": filled(TEXTS[".html"]["texts"]).encode()})
