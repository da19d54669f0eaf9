from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import odf_files
import office_files
import program
import pytest
from harness import SETTINGS, copied, read, replaced, source, the_format
from office_files import CANARIES, MAIL, links, package

from benchmarks import canaries
from redactor.errors import FormatError
from redactor.formats.office.package import BLANK_PICTURE, Package
from redactor.formats.office.xml_pieces import Change, Piece, spliced, written
from redactor.formats.office.xml_scan import Handler, Tag, hidden, scan
from redactor.formats.office.xml_texts import Unit
from redactor.formats.protocol import FormatSettings, Unwritable
from redactor.records import Edit, Record

FILES = {
    "letter.docm": office_files.word,
    "talk.pptx": office_files.slides,
    "staff.xlsx": office_files.sheets,
    "letter.odt": odf_files.odt,
    "staff.ods": odf_files.ods,
    "talk.odp": odf_files.odp,
}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def document(body: str) -> bytes:
    text = f'<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>'
    return package(
        {"_rels/.rels": links(("officeDocument", "word/document.xml")), "word/document.xml": text},
        {"word/document.xml": "x+xml"},
    )


def run(*texts: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


@pytest.mark.parametrize("name", FILES)
def test_nothing_that_was_planted_in_any_part_is_left(name: str, tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / name).write_bytes(FILES[name]())
    done = program.redact_batch(folder, output)
    assert done.returncode in (0, 1), done.stderr
    for file in filter(Path.is_file, output.rglob("*")):
        data = file.read_bytes()
        texts = [data, *(parts(data).values() if zipfile.is_zipfile(file) else ())]
        assert not [(file.name, canary) for text in texts for canary in CANARIES if canary in text]
    checked = program.redactor("verify", output, "--input", folder, "--rescan")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", FILES)
def test_what_is_planted_in_an_attribute_is_read_or_withholds(name: str) -> None:
    copies = [(where, data) for where, data in canaries.planted(FILES[name]()) if where != "every text"]
    assert len(copies) > 20 and not [where for where, data in copies if canaries.passes(name, data)]


@pytest.mark.parametrize("name", FILES)
def test_the_same_bytes_come_out_each_time_and_a_changed_part_is_seen(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(FILES[name]())
    made = []
    for output in (tmp_path / "one", tmp_path / "two"):
        program.redact_batch(folder, output)
        made.append((output / name).read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "two" / name, "w") as other:
        for part, data in parts(made[0]).items():
            other.writestr(part, data.replace(b"here", b"HERE").replace(b"9144000", b"9144001").replace(b">7<", b">8<"))
    checked = program.redactor("verify", tmp_path / "two", "--input", folder)
    assert checked.returncode == 3 and "outside of every mask" in checked.stdout + checked.stderr


@pytest.mark.parametrize("name", FILES)
def test_unedited_parts_are_the_bytes_that_were_read(name: str) -> None:
    before, after = parts(FILES[name]()), parts(copied(name, FILES[name]()))
    changed = (".rels", "].xml", "sheet1.xml", "manifest.xml")  # links to what goes, and to a printer
    kept = [part for part in after if b"HIDDEN" not in before[part] and not part.endswith(changed)]
    assert {part: after[part] for part in kept} == {part: before[part] for part in kept}
    assert len(kept) >= 3


def test_the_libraries_of_the_field_open_the_outputs() -> None:
    docx = pytest.importorskip("docx", reason="pip install python-docx")
    pptx = pytest.importorskip("pptx", reason="pip install python-pptx")
    word = copied("a.docm", office_files.word(), edit=replaced(MAIL, "[MAIL]"))
    opened = docx.Document(io.BytesIO(word))
    assert opened.paragraphs[0].text == "Write to [MAIL] today & tomorrow."
    assert [run.text for run in opened.paragraphs[0].runs] == ["Write to ", "[MAIL]", "", "", " today & tomorrow."]
    assert opened.sections[0].header.paragraphs[0].text.startswith("Write to [MAIL]")
    shown = pptx.Presentation(io.BytesIO(copied("a.pptx", office_files.slides(), edit=replaced(MAIL, "[MAIL]"))))
    assert shown.slides[0].shapes[0].text_frame.text == "Write to [MAIL]"


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (run("Ma", "ria"), {"body[1]": "Maria"}),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/></w:r></w:p>", {"body[1]": "a\tb\n"}),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", {"body[1]": "a"}),
        (
            "<w:p><w:r><w:t>a </w:t></w:r><w:del><w:r><w:delText>old </w:delText></w:r></w:del><w:r><w:t>b</w:t></w:r></w:p>",
            {"body[1]": "a b", "body.deleted1[1]": "old "},
        ),
        (
            "<w:p><w:r><w:t>Ma</w:t></w:r><w:del><w:r><w:delText>ria</w:delText></w:r></w:del><w:r><w:t>rio</w:t></w:r></w:p>",
            {"body[1]": "Mario"},
        ),
        ("<w:p><w:r><w:t>a&amp;&#98;</w:t><w:t><![CDATA[<c>]]></w:t></w:r></w:p>", {"body[1]": "a&b<c>"}),
        (f"<w:p><w:r><w:t>out</w:t><w:txbx>{run('in')}</w:txbx><w:t>side</w:t></w:r></w:p>", {"body[2]": "in", "body[1]": "outside"}),
    ],
)  # fmt: skip
def test_paragraphs_are_texts_whose_runs_are_pieces(body: str, texts: dict[str, str]) -> None:
    record = read("a.docx", document(body))[0]
    assert {leaf.field: leaf.text for leaf in record.leaves} == texts


def test_a_mask_goes_into_the_first_run_and_breaks_stay() -> None:
    made = copied("a.docx", document(run("Dear Ma", "ria", " Lopez,")), edit=replaced("Maria Lopez", "[P<&]"))
    assert run("Dear [P&lt;&amp;]", "", ",").encode() in parts(made)["word/document.xml"]
    broken = "<w:p><w:r><w:t>Maria</w:t><w:br/><w:t>Lopez</w:t></w:r></w:p>"
    made = copied("a.docx", document(broken), edit=replaced("Maria\nLopez", "[P]"))
    assert b"<w:t>[P]</w:t><w:br/><w:t></w:t>" in parts(made)["word/document.xml"]


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("word/unknown.dat", "unknown-part"),
        ("word/media/film.mp4", "media"),
        ("word/embeddings/a.xlsx", "embedded-file"),
    ],
)
def test_what_cannot_be_looked_at_is_withheld(part: str, problem: str) -> None:
    data = package(
        {"word/document.xml": '<w:document xmlns:w="urn:w"/>', part: b"secret"}, {"word/document.xml": "x+xml"}
    )
    if problem == "unknown-part":
        assert the_format("a.docx").reader(source(data), SETTINGS).problem == problem
        return
    assert [record.problem for record in read("a.docx", data)] == [None, problem]
    assert parts(copied("a.docx", data))[part] == b""


def test_a_record_of_texts_that_is_withheld_takes_the_file_with_it() -> None:
    with pytest.raises(Unwritable):
        copied("a.docx", document(run("x")), withheld=lambda record: record.index == 0)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK\x03\x04 no", b"\x00" * 100,
        document("<w:p>"),
        document(run("a")).replace(b"PK\x01\x02", b"PK\x01\x03"),
        package({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, {"word/document.xml": "x+xml"}),
        package({"word/document.xml": "<a/>", "Word/Document.xml": "<a/>"}, {"word/document.xml": "x+xml"}),
        package({"word/document.xml": "<a/>", "word/media/a.png": b"0" * (40 << 20)}, {"word/document.xml": "x+xml"}),
    ],
)  # fmt: skip
def test_what_is_damaged_or_made_to_harm_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        read("a.docx", data)


def test_an_old_or_encrypted_file_is_named() -> None:
    reader = the_format("a.docx").reader(source(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), SETTINGS)
    assert reader.problem == "encrypted-or-old-office-file"


def test_a_document_beyond_the_limit_is_withheld() -> None:
    small = FormatSettings(max_record_bytes=1_000)
    assert the_format("a.docx").reader(source(document(run("x" * 9_000))), small).problem == "too-long"
    assert [record.problem for record in read("a.docx", document(run("x" * 2_000)), small)] == ["too-long"]


def test_utf_16_parts_are_read() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="urn:w"><w:p><w:t>Zoë</w:t></w:p></w:document>'
    data = package({"word/document.xml": text.encode("utf-16")}, {"word/document.xml": "x+xml"})
    made = parts(copied("a.docx", data, edit=replaced("Zoë", "[P]")))["word/document.xml"]
    assert made.decode("utf-8").replace(' encoding="UTF-8"', "") == text.replace(' encoding="UTF-16"', "").replace(
        "Zoë", "[P]"
    )


def test_markup() -> None:
    class Seen(Handler):
        def __init__(self) -> None:
            self.pieces: list[Piece] = []

        def start(self, name: str, attributes: dict[str, str], tag: Tag) -> None:
            self.pieces += [tag.attribute(each, "uri") for each in attributes]

        def text(self, name: str, piece: Piece) -> None:
            self.pieces.append(piece)

    data = "<a b='x%40y&amp;%5Bz'>Zoë\r\n&#x1F600;<![CDATA[<&]]><c/>é</a>".encode()
    seen = Seen()
    scan(data, seen)
    assert [piece.text for piece in seen.pieces] == ["x@y&[z", "Zoë\n😀", "<&", "é"]
    assert all(data[piece.start : piece.end].decode() == piece.raw for piece in seen.pieces)
    assert Unit("f", tuple(seen.pieces[1:])).text == "Zoë\n😀<&é"
    changes = Unit("f", tuple(seen.pieces[1:])).changes([Edit(2, 6, "[<]")])
    assert spliced(data, changes).decode() == "<a b='x%40y&amp;%5Bz'>Zo[&lt;]<![CDATA[&]]><c/>é</a>"
    assert written("[A B]", "uri") == "%5BA%20B%5D" and written("\x00]]>", "cdata") == "\ufffd]] >"
    assert hidden(b"<a><!--x--><![CDATA[<!--y-->]]><?z?></a>") == [Change(3, 11), Change(31, 36)]
    assert Package(io.BytesIO(document(""))).read("word/document.xml")


def masked(field: str, by: str) -> Callable[[Record], list[list[Edit]]]:
    """Edits that replace the whole of each leaf whose field begins so."""
    return lambda record: [
        [Edit(0, len(leaf.text), by)] if leaf.field.startswith(field) else [] for leaf in record.leaves
    ]


SCALARS = FormatSettings(
    scalars=lambda path, countable: countable and path.split(".")[1].startswith(("Phone", "Birth"))
)


def test_rows_are_records_whose_fields_the_header_names() -> None:
    records = read("a.xlsx", office_files.sheets(), SCALARS)
    rows = {leaf.field: leaf.text for record in records[1:] for leaf in record.leaves}
    assert len(records) == 7
    assert rows["sheet1.column1[1]"] == "Name"
    assert rows["sheet1.Name[2]"] == rows["sheet1.Name[3]"] == MAIL
    assert rows["sheet1.Phone[2]"] == rows["sheet1.Phone[3]"] == rows["sheet1.Phone[4]"] == "4155550132"
    assert (rows["sheet1.Birth date[2]"], rows["sheet1.Birth date[4]"]) == ("1980-05-06", "1980-05-07T12:00:00")
    assert rows["sheet1.formula4[3][1]"] == rows["sheet1.Note[3]"] == MAIL
    assert not any(field.startswith("sheet1.Count") and text == "7" for field, text in rows.items())


@pytest.mark.parametrize(
    ("field", "by", "expected"),
    [
        ("sheet1.Phone", "[PHONE]", b'<c r="B2" t="inlineStr"><is><t>[PHONE]</t></is></c>'),
        ("sheet1.Phone", "12", b'<c r="B2"><v>12</v></c>'),
        ("sheet1.Birth date", "1990-01-02", b'<c r="C2" s="1"><v>32875</v></c>'),
        ("sheet1.Birth date", "", b'<c r="C2" s="1"/>'),
        ("sheet1.Note[3]", "[M]", b"&amp;A1</f><v>[M]</v></c>"),
        ("sheet1.formula", "[M]", b"""<f>"[M]"&amp;A1</f>"""),
        ("sheet1.Name[2]", "[M]", b'<c r="A2" t="inlineStr"><is><r><rPr><b/></rPr><t>[M]</t></r>'),
        ("sheet1.Name[3]", "[M]", b"<is><r><t>[M]</t></r><r><t></t></r></is>"),
    ],
)
def test_what_a_masked_cell_becomes(field: str, by: str, expected: bytes) -> None:
    def edit(record: Record) -> list[list[Edit]]:
        return masked(field, by)(record)

    made = parts(copied("a.xlsx", office_files.sheets(), SCALARS, edit=edit))["xl/worksheets/sheet1.xml"]
    assert expected in made


def test_a_string_stays_where_another_column_still_has_it_and_goes_where_none_has() -> None:
    made = parts(copied("a.xlsx", office_files.sheets(), edit=masked("sheet1.Phone", "[X]")))
    strings = made["xl/sharedStrings.xml"]
    assert b"<t>5550132</t>" in strings and b"4155550132" not in strings and b"orphan" not in strings
    assert strings.count(b"<si>") == 11
    assert b'<c r="B5" t="inlineStr"><is><t>[X]</t></is></c>' in made["xl/worksheets/sheet1.xml"]
    assert b'<c r="E6" t="s"><v>10</v></c>' in made["xl/worksheets/sheet1.xml"]
    assert b"printer" not in b"".join(made.values()) and b"<pageSetup" in made["xl/worksheets/sheet1.xml"]


def test_fields_choose_columns_by_their_header() -> None:
    chosen = FormatSettings(fields=("Phone", "Nobody"))
    records = read("a.xlsx", office_files.sheets(), chosen)
    assert {leaf.field for record in records[2:] for leaf in record.leaves if "formula" not in leaf.field} == {
        "sheet1.Phone[3]", "sheet1.Phone[5]", "sheet1.Phone[6]",
    }  # fmt: skip
    reader = the_format("a.xlsx").reader(source(office_files.sheets()), chosen)
    list(reader)
    assert reader.absent_fields == ("Nobody",)


def test_a_withheld_row_is_empty_and_a_masked_name_of_a_sheet_withholds_the_file() -> None:
    made = copied("a.xlsx", office_files.sheets(), withheld=lambda record: record.index == 3)
    assert (
        b'<row r="3"><c r="A3"/><c r="B3"/><c r="C3" s="1"/><c r="D3"/><c r="E3"/></row>'
        in parts(made)["xl/worksheets/sheet1.xml"]
    )
    with pytest.raises(Unwritable, match="sheet-name"):
        copied("a.xlsx", office_files.sheets(), edit=masked("workbook.sheet_name", "[PERSON]"))


@pytest.mark.parametrize(
    "old_new",
    [
        (b"<v>9</v>", b"<v>99</v>"),
        (b"<sheetData>", b"<sheetData><!-- x -->"),
        (b'<row r="2">', b'<row r="2"><row r="9"/>'),
        (b'<row r="2">', b'<row r="2">Ann'),
        (b"<v>29347</v>", b"<v>ann.lee@example.com</v>"),
    ],
)
def test_a_sheet_that_is_not_understood_is_refused(old_new: tuple[bytes, bytes]) -> None:
    found = parts(office_files.sheets())
    found["xl/worksheets/sheet1.xml"] = found["xl/worksheets/sheet1.xml"].replace(*old_new)
    with pytest.raises(FormatError):
        read("a.xlsx", package({**found}, {}))


def test_openpyxl_opens_the_output() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="pip install openpyxl")
    made = copied("a.xlsx", office_files.sheets(), SCALARS, edit=masked("sheet1.Phone", "[X]"))
    sheet = openpyxl.load_workbook(io.BytesIO(made))["Staff"]
    assert [cell.value for cell in sheet["B"]] == ["Phone", "[X]", "[X]", "[X]", "[X]", "[X]"]
    assert sheet["C2"].value.year == 1980 and sheet["A2"].comment.text == "Write to ann.lee@example.com"


def test_a_typed_property_that_is_masked_becomes_a_text() -> None:
    value = "<vt:filetime>1980-05-06T00:00:00Z</vt:filetime>"
    more = '<property name="n"><vt:i4>7</vt:i4></property>'
    text = f'<Properties xmlns:vt="urn:vt"><property name="Birth date">{value}</property>{more}</Properties>'
    data = package({"docProps/custom.xml": text}, {"docProps/custom.xml": "x+xml"})
    field = "properties.Birth date[1]"
    assert {leaf.field: leaf.text for leaf in read("a.docx", data)[0].leaves}[field] == "1980-05-06T00:00:00Z"
    made = copied("a.docx", data, edit=masked(field, "[D]"))
    assert parts(made)["docProps/custom.xml"].decode() == text.replace(value, "<vt:lpwstr>[D]</vt:lpwstr>")
    assert {leaf.field: leaf.text for leaf in read("a.docx", made)[0].leaves}[field] == "[D]"


@pytest.mark.parametrize("name", ["staff.xlsx", "staff.ods"])
def test_a_rule_names_a_column_as_in_csv(name: str) -> None:
    from redactor.engine.typed_fields import wanted_scalars
    from redactor.masking.policy.policy import Policy

    policy = Policy.load({"fields": {"Phone": {"label": "PHONE_NUMBER"}, "Note": {"skip": True}}})
    records = read(name, FILES[name](), FormatSettings(scalars=wanted_scalars(policy)))
    phones = [leaf for record in records for leaf in record.leaves if leaf.field.startswith("sheet1.Phone[")]
    assert any(leaf.scalar for leaf in phones)
    for leaf in phones:
        rule = policy.field(leaf.field)
        assert (
            rule is not None
            and rule.label == "PHONE_NUMBER"
            and policy.decision("EMAIL_ADDRESS", "sheet1.Note[2]").enabled is False
        )


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="apt-get install libreoffice-writer libreoffice-calc libreoffice-impress"
)
def test_libreoffice_opens_every_output_that_it_opened_before(tmp_path: Path) -> None:
    def opened(folder: str, files: dict[str, bytes]) -> set[str]:
        (tmp_path / folder).mkdir()
        for name, data in files.items():
            (tmp_path / folder / f"{name.replace('.', '-')}{Path(name).suffix}").write_bytes(data)
        profile, sources = f"-env:UserInstallation=file://{tmp_path}/profile", sorted((tmp_path / folder).iterdir())
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path / f"{folder}-pdf",
            *sources,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert "libpng" not in done.stderr
        return {path.stem for path in (tmp_path / f"{folder}-pdf").glob("*.pdf")}

    masked = {name: copied(name, make(), edit=replaced(MAIL, "[EMAIL_ADDRESS]")) for name, make in FILES.items()}
    before = opened("before", {name: make().replace(office_files.PNG, BLANK_PICTURE) for name, make in FILES.items()})
    assert before >= {"letter-odt", "staff-ods", "talk-odp"} and opened("after", masked) >= before
