"""Office files inside of office files: read by their own readers, in their place, or emptied and told."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import odf_files
import office_files
import program
import pytest
from harness import copied, read, replaced
from office_files import MAIL, links, package

from benchmarks.canary_search import left
from redactor.formats.protocol import FormatSettings

PLANT = re.compile(re.escape(MAIL))


def holding(inner: dict[str, bytes]) -> bytes:
    """A document with files embedded."""
    text = f'<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>{MAIL}</w:t></w:r></w:p></w:body></w:document>'
    parts: dict[str, str | bytes] = {
        "_rels/.rels": links(("officeDocument", "word/document.xml")),
        "word/document.xml": text,
    }
    return package(
        {**parts, **{f"word/embeddings/{name}": data for name, data in inner.items()}}, {"word/document.xml": "x+xml"}
    )


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(f"word/embeddings/{name}")


FILES = {
    "a.docm": office_files.word(),
    "b.xlsx": office_files.sheets(),
    "c.pptx": office_files.slides(),
    "d.odt": odf_files.odt(),
}


@pytest.mark.parametrize("name", FILES)
def test_an_embedded_file_is_redacted_as_it_would_be_alone(name: str) -> None:
    own = replaced(MAIL, "[M]")
    made = part(copied("a.docx", holding({name: FILES[name]}), edit=own), name)
    alone = copied(name, FILES[name], edit=own)

    def parts(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {each: packed.read(each) for each in packed.namelist()}

    assert parts(made) == parts(alone) and b"[M]" in b"".join(parts(made).values())
    record, *rest = read("a.docx", holding({name: FILES[name]}))
    fields = [leaf.field for leaf in record.leaves]
    assert len(set(fields)) == len(fields) and any(field.startswith("embedded1") for field in fields)
    assert sorted(str(each.problem) for each in rest) == sorted(
        str(each.problem) for each in read(name, FILES[name]) if each.problem
    )


@pytest.mark.parametrize("name", FILES)
def test_one_without_a_suffix_is_known_by_what_is_in_it(name: str) -> None:
    own = replaced(MAIL, "[M]")
    made = copied("a.odt", odf_files.odf("text", "", {"Object 1": FILES[name]}), edit=own)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.read("Object 1") == copied(name, FILES[name], edit=own)


def test_files_in_files_are_read_to_a_depth_and_what_cannot_be_read_is_empty() -> None:
    data = holding({"a.xlsx": b"PK no", "b.bin": b"secret", "c.docx": holding({})})
    _, *rest = read("a.docx", data)
    assert [each.problem for each in rest] == ["embedded-file", "embedded-file"]
    made = copied("a.docx", data)
    assert (part(made, "a.xlsx"), part(made, "b.bin")) == (b"", b"") and part(made, "c.docx")
    deep = holding({})
    for _ in range(6):
        deep = holding({"c.docx": deep})
    assert len(read("a.docx", deep)[0].leaves) == 4
    for turn in range(3):
        deep = copied("a.docx", deep) if turn == 0 else part(deep, "c.docx")
    assert part(deep, "c.docx") and not part(part(deep, "c.docx"), "c.docx")
    small = FormatSettings(max_record_bytes=500)
    assert [each.problem for each in read("a.docx", holding({"c.docx": holding({})}), small)] == [None, "embedded-file"]


def test_a_run_reads_them_and_its_proof_holds(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.docx").write_bytes(holding({**FILES, "deep.docx": holding(FILES)}))
    done = program.redact_batch(folder, output, "-q")
    assert done.returncode == 1, done.stderr
    assert left((folder / "a.docx").read_bytes(), PLANT)
    assert not [path for path in output.rglob("*") if path.is_file() and left(path.read_bytes(), PLANT)]
    checked = program.redactor("verify", output, "--input", folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
