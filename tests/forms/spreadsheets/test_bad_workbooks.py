"""Workbooks that are wrong, damaged or hostile: one sentence each, with its place, in bounded time and memory."""

import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.spreadsheets import import_workbook
from tests.forms.spreadsheets.making import faults_of, places_of, survey, workbook

SURVEY = [("type", "name", "label"), ("text", "a", "A")]
QUICK_S = 3.0


def sentence_of(path: Path) -> str:
    """The only fault of a file."""
    (fault,) = faults_of(path)
    return fault.sentence


def test_all_faults_are_told_at_once_each_at_its_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "f.xlsx",
        survey=[
            ("type", "name", "label", "trigger"),
            ("txet", "a", "A", None),
            ("text", "a b", "A", None),
            ("text", None, "A", None),
            (None, "c", "C", None),
            ("select_one vile", "d", "D", None),
            ("select_one", "e", "E", None),
            ("calculate", "f", None, "a"),
            ("end_group", None, None, None),
            ("begin_loop over ville", "g", None, None),
            ("end_loop", None, None, None),
            ("begin_repeat", "h", None, None),
        ],
        choices=[("list_name", "name", "label"), ("ville", "nice", "Nice"), ("ville", None, "Lille")],
    )
    faults = faults_of(path)
    assert sorted(places_of(faults)) == [
        ("choices", 3, "name"),
        *[("survey", 2, "type"), ("survey", 3, "name"), ("survey", 4, "name"), ("survey", 5, "type")],
        *[("survey", 6, "type"), ("survey", 7, "type"), ("survey", 8, "trigger"), ("survey", 9, "type")],
        *[("survey", 10, "type"), ("survey", 12, "type")],
    ]
    advice = {one.place.line: one.advice for one in faults if one.place is not None and one.place.sheet == "survey"}
    assert "text" in advice[2]
    assert "ville" in advice[6]


@pytest.mark.parametrize("name", ["../../x.csv", "/etc/x.csv", "C:\\x.csv"])
def test_a_list_outside_the_folder_of_the_workbook_is_a_fault_at_its_cell(tmp_path: Path, name: str) -> None:
    (fault,) = faults_of(survey(tmp_path / "f.xlsx", (f"select_one_from_file {name}", "q", "Q")))
    assert fault.sentence == f"« {name} » sort du dossier du formulaire."
    assert fault.place is not None
    assert (fault.place.sheet, fault.place.line) == ("survey", 2)


def test_a_group_closed_by_the_end_of_a_repeat_is_told(tmp_path: Path) -> None:
    (fault,) = faults_of(survey(tmp_path / "f.xlsx", ("begin_group", "a", "A"), ("end_repeat", None, None)))
    assert "ouvert ligne 2" in fault.sentence
    assert "end_group" in fault.advice


@pytest.mark.parametrize(
    "headings",
    [("type", "name", "label", "label"), ("type", "name", "label", "Label"), ("type", "name", "relevant", "relevance")],
)
def test_two_columns_that_say_the_same_are_told(tmp_path: Path, headings: Sequence[str]) -> None:
    (fault,) = faults_of(survey(tmp_path / "f.xlsx", ("text", "a", "A", "B"), headings=headings))
    assert places_of([fault]) == [("survey", 1, headings[3])]


def test_missing_sheets_and_columns_are_told_with_what_was_meant(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", surveys=SURVEY, settings=[("form_id",), ("a",)])
    assert "surveys" in faults_of(path)[0].advice
    path = workbook(tmp_path / "g.xlsx", survey=[("types", "name", "label"), ("text", "a", "A")])
    assert "types" in faults_of(path)[0].advice


def test_one_sheet_alone_is_the_survey_whatever_its_name(tmp_path: Path) -> None:
    assert import_workbook(workbook(tmp_path / "f.xlsx", Feuille1=SURVEY)).form.survey


def test_an_error_of_the_spreadsheet_is_told_at_its_cell(tmp_path: Path) -> None:
    faults = faults_of(survey(tmp_path / "f.xlsx", ("text", "a", "#REF!")))
    assert places_of(faults) == [("survey", 2, "label")]


# --- what spreadsheets do ------------------------------------------------------------------------------------------


def test_formulas_that_were_never_computed_are_told_by_cell(tmp_path: Path) -> None:
    path = survey(tmp_path / "f.xlsx", ("text", "a", "A"), ("text", "b", "=1+1"), ("text", "c", "=1+2"))
    found = import_workbook(path)
    (remark,) = found.remarks
    assert "C3 à C4" in remark.sentence
    assert "lues vides" in remark.sentence
    assert "enregistrez-le" in remark.advice
    assert remark.excerpt == "=1+1"
    assert places_of([remark]) == [("survey", 3, "label")]
    assert found.form.survey[1].label == "", "no spreadsheet has computed it"


@pytest.mark.parametrize("heading", ["relevant", "bind::relevant", "required", "calculation", "name", "repeat_count"])
def test_a_condition_that_was_never_computed_is_a_fault(tmp_path: Path, heading: str) -> None:
    headings = ("type", "titre" if heading == "name" else "name", "label", heading)
    path = survey(tmp_path / "f.xlsx", ("text", "b", "B", '="${a}=1"'), headings=headings)
    assert ("survey", 2, heading) in places_of(faults_of(path))


def test_a_choice_or_a_heading_that_was_never_computed_is_a_fault(tmp_path: Path) -> None:
    choices = [("list_name", "name", "label", "region"), ("v", "nice", "Nice", "=A1"), ("v", "lille", "=A1", "nord")]
    path = workbook(tmp_path / "f.xlsx", survey=[(*SURVEY[0], "=A1"), SURVEY[1]], choices=choices)
    assert places_of(faults_of(path)) == [("survey", 1, ""), ("choices", 2, "region")]


def test_a_column_of_formulas_is_told_once(tmp_path: Path) -> None:
    rows = [("text", f"a{number}", "=X1" if number % 3 else "A") for number in range(2, 9)]
    path = survey(tmp_path / "f.xlsx", *rows)
    replace_in(path, "xl/worksheets/sheet1.xml", b"<f>X1</f><v></v>", *(b"<f>X1</f><v>1</v>",) * 5)
    (remark,) = import_workbook(path).remarks
    assert "La colonne C contient des formules, lignes 2, 4, 5, 7 et 8" in remark.sentence


def test_what_a_spreadsheet_computed_is_kept_and_told(tmp_path: Path) -> None:
    path = survey(
        tmp_path / "f.xlsx", ("text", "a", "A", "=X1"), ("text", "b", "B", "=X1"), headings=(*SURVEY[0], "relevant")
    )
    kept = (b' t="str"><f>X1</f><v>true()</v>', b' t="str"><f>X1</f><v></v>')
    replace_in(path, "xl/worksheets/sheet1.xml", b"><f>X1</f><v></v>", *kept)
    found = import_workbook(path)
    (remark,) = found.remarks
    assert "La colonne D contient des formules, lignes 2 et 3" in remark.sentence
    assert [one.relevant for one in found.form.survey] == ["true()", ""], "the second one gave an empty text"


def replace_in(path: Path, part: str, old: bytes, *new: bytes) -> None:
    """Write a part of a workbook again, each next occurrence of some bytes with the next replacement."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for bytes_ in new:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, bytes_, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_merged_cells_are_told_with_their_row(tmp_path: Path) -> None:
    path = survey(tmp_path / "f.xlsx", ("text", "a", "A"), ("text", "b", "B"))
    made = load_workbook(path)
    made["survey"].merge_cells("C2:C3")
    made.save(path)
    found = import_workbook(path)
    (remark,) = found.remarks
    assert places_of([remark]) == [("survey", 2, "")]
    assert "C2:C3" in remark.sentence
    assert [one.label for one in found.form.survey] == ["A", ""]


def test_hidden_sheets_are_read_and_told(tmp_path: Path) -> None:
    path = survey(tmp_path / "f.xlsx", ("select_one ville", "a", "A"))
    made = load_workbook(path)
    made["choices"].sheet_state = "hidden"
    made.save(path)
    found = import_workbook(path)
    assert ["masquée" in one.sentence for one in found.remarks] == [True]
    assert found.form.survey[0].choices


def test_macros_are_left_out_and_told(tmp_path: Path) -> None:
    path = survey(tmp_path / "f.xlsm", ("text", "a", "A"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    found = import_workbook(path)
    assert ["macros" in one.sentence for one in found.remarks] == [True]


def test_cells_without_a_heading_are_told(tmp_path: Path) -> None:
    found = import_workbook(
        survey(tmp_path / "f.xlsx", ("text", "a", "A", "perdu"), headings=("type", "name", None, "x"))
    )
    assert ["C2" in one.sentence for one in found.remarks] == [True]


# --- damaged and hostile files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["f.xlsx", "f.xlsm", "f.xls", "f.csv", "f.md"])
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, b"\x00\xff" * 50, b"bonjour"]
)
def test_a_file_that_is_no_form_is_refused_in_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert faults_of(tmp_path / name)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One workbook for every example: the time of day is in it, and changes its length."""
    return survey(tmp_path_factory.mktemp("f") / "f.xlsx", ("select_one ville", "a", "A")).read_bytes()


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused_never_worse(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("f")
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(content)) | st.just(len(content)))
    (folder / "g.xlsx").write_bytes(bytes(content[:end]))
    faults_of(folder / "g.xlsx")


PARTS = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml")


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one part of its zip replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, text in {**parts, name: content}.items():
            archive.writestr(one, text)
    return path


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("content", [b"", b"<a/>", b"<a", b"\xff\xfe<\x00a\x00/\x00>\x00"])
def test_a_part_that_is_not_what_it_should_be_is_refused_or_unused(tmp_path: Path, part: str, content: bytes) -> None:
    faults_of(with_part(survey(tmp_path / "f.xlsx", ("text", "a", "A")), part, content))


def test_xml_entities_never_grow(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "ha">{levels}]><sst><si><t>&l9;</t></si></sst>'
    path = with_part(survey(tmp_path / "f.xlsx", ("text", "a", "A")), "xl/sharedStrings.xml", bomb.encode())
    assert "XML" in sentence_of(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = with_part(survey(tmp_path / "f.xlsx", ("text", "a", "A")), "xl/worksheets/sheet1.xml", b" " * 40_000_000)
    started = time.process_time()
    assert "trop gros" in sentence_of(path)
    assert time.process_time() - started < 1


def test_a_hundred_thousand_rows_are_refused_quickly(tmp_path: Path) -> None:
    row = b"<row><c t='inlineStr'><is><t>text</t></is></c></row>"
    sheet = b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>%s</sheetData></worksheet>"
    path = with_part(survey(tmp_path / "f.xlsx"), "xl/worksheets/sheet1.xml", sheet % (row * 100_000))
    started = time.process_time()
    assert "20000 lignes" in sentence_of(path).replace("\u202f", "")
    assert time.process_time() - started < QUICK_S


def test_a_sheet_whose_only_row_is_the_last_one_is_read_quickly(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "survey"
    for column, (heading, text) in enumerate(zip(*SURVEY, strict=True), 1):
        sheet.cell(1, column, heading)
        sheet.cell(1_048_576, column, text)
    made.save(tmp_path / "f.xlsx")
    started = time.process_time()
    assert faults_of(tmp_path / "f.xlsx")
    assert time.process_time() - started < QUICK_S


def test_a_csv_of_a_hundred_thousand_rows_is_refused_quickly(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("survey,,\n,type,name\n" + ",text,a\n" * 100_000, encoding="utf-8")
    started = time.process_time()
    assert "lignes" in faults_of(tmp_path / "f.csv")[0].sentence
    assert time.process_time() - started < QUICK_S


def test_a_password_is_told(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0" + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "f.xlsx").write_bytes(content)
    assert "mot de passe" in sentence_of(tmp_path / "f.xlsx")


def test_a_workbook_of_another_program_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f.xlsx", "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert "OpenDocument" in sentence_of(tmp_path / "f.xlsx")


def test_mixed_encodings_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_bytes("survey,,\n,type,name\n,text,é\n".encode() + b",text,\x81\n")
    faults = faults_of(tmp_path / "f.csv")
    assert places_of(faults)[0][1] == 4


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "n’existe pas" in sentence_of(tmp_path / "f.xlsx")
    assert "n’est pas un fichier" in sentence_of(tmp_path)


def test_nobody_learns_of_cells_from_the_error_itself(tmp_path: Path) -> None:
    with pytest.raises(WrongFormError) as caught:
        import_workbook(survey(tmp_path / "f.xlsx", ("txet", "a", "A")))
    assert caught.value.found == caught.value.problems
