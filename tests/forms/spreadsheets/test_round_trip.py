"""A form that goes to a workbook comes back the same, and Kobo and ODK take the workbook."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from spie_diag.forms.contents import content_of
from spie_diag.forms.definition import (
    Block,
    BlockCode,
    BlockKind,
    Choice,
    Form,
    Lead,
    Nature,
    Objective,
    ObjectiveCode,
    Question,
    QuestionCode,
    QuestionType,
    Situation,
    SituationCode,
)
from spie_diag.forms.errors import UnexportableFormError
from spie_diag.forms.reading import read_form
from spie_diag.forms.spreadsheets import import_workbook, read_workbook, write_workbook
from spie_diag.forms.spreadsheets.acceptance import conversion_fault
from spie_diag.forms.writing import write_form
from spie_diag.paths import shipped
from tests.forms.any_forms import LANGUAGES, labels, plain_forms, questions, texts, translations
from tests.forms.writing import form_of

CODES = ("LOG", "EMP")


@st.composite
def blocks(draw: st.DrawFn, code: str) -> Block:
    number = iter(range(1, 100))
    asked = draw(st.lists(questions({}, depth=1), min_size=1, max_size=2))
    return Block(
        code=BlockCode(code),
        name=draw(labels),
        label=draw(texts),
        kind=draw(st.sampled_from(BlockKind)),
        lead=draw(st.sampled_from(Lead)),
        texts=draw(translations("label", "open_question", "prompts")),
        open_question=draw(texts),
        prompts=tuple(draw(st.lists(texts, max_size=2))),
        anchors=tuple(draw(st.lists(texts, max_size=2))),
        relevant=draw(texts),
        manual=draw(st.booleans()),
        services=tuple(draw(st.lists(labels, max_size=2))),
        questions=tuple(replace(one, code=QuestionCode(f"{code}-{next(number):02}")) for one in asked),
        situations=(
            Situation(
                code=SituationCode(f"{code}.S01"), nature=draw(st.sampled_from(Nature)), label=draw(texts), relevant=""
            ),
        ),
        objectives=(Objective(code=ObjectiveCode(f"{code}-O1"), label=draw(texts), actions=(draw(texts),)),),
        sharing=draw(st.dictionaries(st.sampled_from(["FT", "CD"]), texts, max_size=2)),
    )


@st.composite
def forms_of_the_method(draw: st.DrawFn) -> Form:
    return Form(
        name=draw(labels),
        title=draw(texts),
        version="1",
        language="fr",
        languages=LANGUAGES,
        blocks=tuple(draw(blocks(code)) for code in CODES),
        calculations=tuple(
            Question(name=name, code=None, type=QuestionType.CALCULATE, label="", calculation=draw(texts))
            for name in draw(st.lists(st.sampled_from(["age", "logement"]), unique=True))
        ),
    )


@settings(max_examples=25, deadline=None)
@given(plain_forms() | forms_of_the_method())
def test_any_form_comes_back_the_same(tmp_path_factory: pytest.TempPathFactory, form: Form) -> None:
    path = tmp_path_factory.mktemp("f") / "form.xlsx"
    write_workbook(form, path)
    assert content_of(read_workbook(path)) == content_of(form)


@pytest.fixture(scope="module")
def common() -> Form:
    return read_form(shipped("forms", "diagnostic-commun.yaml"))


@pytest.fixture(scope="module")
def exported(common: Form, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("commun") / "commun.xlsx"
    write_workbook(common, path)
    return path


def test_the_common_form_goes_from_yaml_to_a_workbook_and_back(common: Form, exported: Path, tmp_path: Path) -> None:
    found = import_workbook(exported)
    assert content_of(found.form) == content_of(common)
    assert not found.remarks
    write_form(found.form, tmp_path / "commun.yaml")
    assert content_of(read_form(tmp_path / "commun.yaml")) == content_of(common)


def test_kobo_and_odk_take_the_common_form(exported: Path) -> None:
    assert conversion_fault(exported.read_bytes()) is None


def test_what_other_programs_compute_differently_is_said_with_its_place(common: Form, tmp_path: Path) -> None:
    remarks = write_workbook(common, tmp_path / "commun.xlsx")
    assert {one.question for one in remarks} >= {"age", "nb_enfants"}
    by_hand = {block.code for block in common.blocks if block.manual}
    assert by_hand <= {one.question for one in remarks if "à la main" in one.sentence}
    assert all(one.place is not None and not one.grave for one in remarks)


# --- what authors see and change -----------------------------------------------------------------------------------


def plain_form(*asked: Question) -> Form:
    return Form(name="essai", title="Essai", version="1", language="fr", blocks=(), survey=asked)


def text_question(name: str, label: str, **told: str) -> Question:
    return Question(name=name, code=None, type=QuestionType.TEXT, label=label, **told)  # type: ignore[arg-type]


def cell_of(sheet: Worksheet, name: str, heading: str) -> str:
    """The coordinate of a cell, by the name of its row and its heading."""
    headings = [cell.value for cell in sheet[1]]
    column = headings.index(heading)
    names = headings.index("name")
    row = next(row for row in sheet.iter_rows() if row[names].value == name)
    return str(row[column].coordinate)


def edited(path: Path, change: Callable[[Worksheet], None], sheet: str = "survey") -> Form:
    """The form of a workbook once an author has changed a sheet."""
    workbook = load_workbook(path)
    change(workbook[sheet])
    workbook.save(path.with_stem("edited"))
    return read_workbook(path.with_stem("edited"))


def test_a_changed_cell_wins_over_what_was_kept(common: Form, exported: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[cell_of(sheet, "age", "calculation")] = "2 + 2"
        sheet[cell_of(sheet, "logement_type", "label")] = "Où dormez-vous ?"

    form = edited(exported, change)
    assert form.calculations[0].calculation == "2 + 2"
    (changed,) = [one for one in form.questions.values() if one.name == "logement_type"]
    assert changed.label == "Où dormez-vous ?"
    untouched = content_of(replace(form, calculations=(), blocks=()))
    assert untouched == content_of(replace(common, calculations=(), blocks=()))
    assert form.calculations[1:] == tuple(
        replace(one, place=found.place)
        for one, found in zip(common.calculations[1:], form.calculations[1:], strict=True)
    )


EXACT = "answered(${ne}) and difference-in-years(${ne}, today()) >= 18"
ADULT = f"""
- {{name: ne, code: TST-01, type: date, label: Né le}}
- {{name: avis, code: TST-02, type: text, label: Avis, relevant: "{EXACT}"}}
"""


def test_a_question_that_gets_another_name_keeps_what_it_said_exactly(tmp_path: Path) -> None:
    write_workbook(form_of(tmp_path, ADULT), tmp_path / "f.xlsx")

    def change(sheet: Worksheet) -> None:
        sheet[cell_of(sheet, "avis", "name")] = "opinion"

    renamed = edited(tmp_path / "f.xlsx", change).questions[QuestionCode("TST-02")]
    assert (renamed.name, renamed.relevant) == ("opinion", EXACT)


@pytest.mark.parametrize(("key", "text"), [("relevant", "1 = 1"), ("code", "TST-03")])
def test_what_was_kept_and_is_not_taken_is_remarked(tmp_path: Path, key: str, text: str) -> None:
    write_workbook(form_of(tmp_path, ADULT), tmp_path / "f.xlsx")

    def change(sheet: Worksheet) -> None:
        sheet[cell_of(sheet, "avis", key)] = text

    edited(tmp_path / "f.xlsx", change)
    told = [str(one) for one in import_workbook(tmp_path / "edited.xlsx").remarks]
    assert len(told) == 1
    assert "spie_originaux" in told[0]
    assert "« relevant » de « TST-02 »" in told[0].replace("\u00a0", " ")


def test_a_row_that_an_author_adds_is_read(exported: Path) -> None:
    def change(sheet: Worksheet) -> None:
        row = sheet[cell_of(sheet, "logement_type", "name")].row
        sheet.insert_rows(row + 1)
        for heading, text in {"type": "text", "name": "l_quartier", "label": "Quartier", "code": "L-LOG-01"}.items():
            column = [cell.value for cell in sheet[1]].index(heading) + 1
            sheet.cell(row + 1, column, text)

    form = edited(exported, change)
    added = form.questions[QuestionCode("L-LOG-01")]
    assert (added.name, added.lead) == ("l_quartier", Lead.SOCIAL), "it takes the lead of its block"


def test_a_language_that_an_author_adds_is_read(exported: Path) -> None:
    def change(sheet: Worksheet) -> None:
        column = sheet.max_column + 1
        sheet.cell(1, column, "label::Kurdî (ku)")
        sheet.cell(sheet[cell_of(sheet, "logement_type", "name")].row, column, "Li ku dimînin?")

    form = edited(exported, change)
    assert form.languages == ("Kurdî (ku)",)
    assert form.questions[QuestionCode("LOG-01")].said("label", "Kurdî (ku)") == "Li ku dimînin?"


def test_a_sheet_of_originals_that_was_removed_only_loses_what_it_kept(common: Form, exported: Path) -> None:
    workbook = load_workbook(exported)
    del workbook["spie_originaux"]
    workbook.save(exported.with_stem("without"))
    form = read_workbook(exported.with_stem("without"))
    assert form.questions.keys() == common.questions.keys()
    assert form.calculations[0].calculation.startswith("int((decimal-date-time(")


def test_a_sheet_of_originals_that_was_spoilt_is_said(exported: Path) -> None:
    workbook = load_workbook(exported)
    workbook["spie_originaux"]["D2"] = "|{broken|"
    workbook.save(exported.with_stem("spoilt"))
    found = import_workbook(exported.with_stem("spoilt"))
    assert [one.place.sheet for one in found.remarks if one.place] == ["spie_originaux"]


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    signs = ["=1+1", "+33 6", "-", "@marie", "=HYPERLINK(\"x\")"]  # fmt: skip
    form = plain_form(*(text_question(f"q{number}", label) for number, label in enumerate(signs)))
    write_workbook(form, tmp_path / "f.xlsx")
    sheet = load_workbook(tmp_path / "f.xlsx")["survey"]
    found = [sheet.cell(row, 3) for row in range(2, 2 + len(signs))]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in found] == [(sign, "s", True) for sign in signs]
    assert content_of(read_workbook(tmp_path / "f.xlsx")) == content_of(form)


def test_headings_stay_in_sight_and_texts_wrap(exported: Path) -> None:
    workbook = load_workbook(exported)
    assert workbook.sheetnames[0] == "lisez-moi"
    survey = workbook["survey"]
    assert survey.freeze_panes == "C2"
    assert survey["C2"].alignment.wrap_text
    assert 9 <= survey.column_dimensions["C"].width <= 48


def test_fields_of_the_same_name_get_names_of_their_own(tmp_path: Path) -> None:
    def group(name: str) -> Question:
        fin = Question(name="fin", code=None, type=QuestionType.DATE, label="Fin")
        return Question(name=name, code=None, type=QuestionType.GROUP, label="", children=(fin,))

    asked = text_question("a", "Jusqu’au ${pass/fin} ?", relevant="${contrat/fin} != '' and ${pass/fin} != ''")
    form = plain_form(group("contrat"), group("pass"), asked)
    write_workbook(form, tmp_path / "f.xlsx")
    assert conversion_fault((tmp_path / "f.xlsx").read_bytes()) is None
    sheet = load_workbook(tmp_path / "f.xlsx")["survey"]
    assert sheet[cell_of(sheet, "a", "relevant")].value == "${fin} != '' and ${pass_fin} != ''"
    assert sheet[cell_of(sheet, "a", "label")].value == "Jusqu’au ${pass_fin} ?"
    assert content_of(read_workbook(tmp_path / "f.xlsx")) == content_of(form)


def test_choices_of_the_same_name_are_announced_to_other_programs(tmp_path: Path) -> None:
    twice = (Choice(name="a", label="A"), Choice(name="a", label="B"))
    select = Question(name="q", code=None, type=QuestionType.SELECT_ONE, label="Q", choices=twice, list_name="l")
    write_workbook(plain_form(select), tmp_path / "f.xlsx")
    assert conversion_fault((tmp_path / "f.xlsx").read_bytes()) is None
    assert content_of(read_workbook(tmp_path / "f.xlsx")) == content_of(plain_form(select))


def test_a_csv_list_goes_beside_the_workbook(tmp_path: Path) -> None:
    choices = (Choice(name="nice", label="Nice", extra={"dep": "06"}),)
    select = Question(
        name="q", code=None, type=QuestionType.SELECT_ONE, label="Q", choices=choices, choices_file="villes.csv"
    )
    write_workbook(plain_form(select), tmp_path / "f.xlsx")
    assert (tmp_path / "villes.csv").exists()
    assert content_of(read_workbook(tmp_path / "f.xlsx")) == content_of(plain_form(select))


def test_a_choice_whose_name_no_cell_can_hold_comes_back(tmp_path: Path) -> None:
    choices = (Choice(name="\x07", label="A"), Choice(name="b", label="B"))
    select = Question(
        name="q", code=None, type=QuestionType.SELECT_ONE, label="Q", choices=choices, list_name="a\x07 b"
    )
    write_workbook(plain_form(select), tmp_path / "f.xlsx")
    assert content_of(read_workbook(tmp_path / "f.xlsx")) == content_of(plain_form(select))


def test_a_form_that_nothing_holds_together_is_refused(common: Form, tmp_path: Path) -> None:
    block = next(block for block in common.blocks if block.situations)
    with pytest.raises(UnexportableFormError):
        write_workbook(replace(common, blocks=(block, block)), tmp_path / "f.xlsx")
    assert not [*tmp_path.iterdir()]
