"""What an XLSForm says, in all the spellings that authors use."""

from datetime import date, datetime
from pathlib import Path

import pytest

from spie_diag.forms.contents import content_of
from spie_diag.forms.definition import Choice, Question, QuestionType
from spie_diag.forms.spreadsheets import import_workbook
from tests.forms.spreadsheets.making import form_of, survey, workbook

MOMENT = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001  # a spreadsheet knows no time zone
SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)


def only(path: Path) -> Question:
    (question,) = form_of(path).survey
    return question


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("relevant", "relevant"), ("Relevance", "relevant"), ("bind::relevant", "relevant"),
        ("bind:relevant", "relevant"), ("constraint", "constraint"), ("bind::constraint", "constraint"),
        ("calculation", "calculation"), ("calculate", "calculation"), ("bind::calculate", "calculation"),
        ("choice_filter", "choice_filter"), ("choice filter", "choice_filter"), ("default", "default"),
        ("count", "repeat_count"), ("repeat_count", "repeat_count"), ("Repeat Count", "repeat_count"),
        ("jr:count", "repeat_count"), ("control::jr:count", "repeat_count"), ("hint", "hint"),
        ("guidance_hint", "guidance_hint"), ("constraint_message", "constraint_message"),
        ("constraining message", "constraint_message"), ("jr:constraintMsg", "constraint_message"),
        ("bind::jr:constraintMsg", "constraint_message"), ("required_message", "required_message"),
        ("requiredMsg", "required_message"), ("bind::jr:requiredMsg", "required_message"),
    ],
)  # fmt: skip
def test_every_spelling_of_a_column_is_understood(tmp_path: Path, heading: str, key: str) -> None:
    path = survey(tmp_path / "f.xlsx", ("text", "a", "A", "'x'"), headings=("type", "name", "label", heading))
    assert getattr(only(path), key) == "'x'"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("text", QuestionType.TEXT), ("string", QuestionType.TEXT), ("add text prompt", QuestionType.TEXT),
        ("int", QuestionType.INTEGER), ("Integer", QuestionType.INTEGER), ("q decimal", QuestionType.DECIMAL),
        ("datetime", QuestionType.DATETIME), ("date time", QuestionType.DATETIME), ("note", QuestionType.NOTE),
        ("trigger", QuestionType.ACKNOWLEDGE), ("acknowledge", QuestionType.ACKNOWLEDGE),
        ("get start time", QuestionType.START), ("end", QuestionType.END), ("today", QuestionType.TODAY),
        ("hidden", QuestionType.HIDDEN), ("rank ville", QuestionType.RANK),
        ("select_one ville", QuestionType.SELECT_ONE), ("select one ville", QuestionType.SELECT_ONE),
        ("select1 ville", QuestionType.SELECT_ONE), ("select one from ville", QuestionType.SELECT_ONE),
        ("add select one prompt using ville", QuestionType.SELECT_ONE),
        ("select_multiple  ville", QuestionType.SELECT_MULTIPLE),
        ("select all that apply from ville", QuestionType.SELECT_MULTIPLE),
        ("geopoint", QuestionType.FOREIGN), ("add image prompt", QuestionType.FOREIGN),
    ],
)  # fmt: skip
def test_every_spelling_of_a_type_is_understood(tmp_path: Path, written: str, kind: QuestionType) -> None:
    question = only(survey(tmp_path / "f.xlsx", (written, "a", "A")))
    assert question.type is kind
    if kind in SELECTS or kind is QuestionType.RANK:
        assert [choice.name for choice in question.choices] == ["nice", "lille"]
        assert question.list_name == "ville"


def test_types_of_other_programs_keep_their_name(tmp_path: Path) -> None:
    assert only(survey(tmp_path / "f.xlsx", ("geopoint", "lieu", "Où ?"))).foreign == "geopoint"


def test_groups_nest_in_groups_and_repeats_in_repeats(tmp_path: Path) -> None:
    path = survey(
        tmp_path / "f.xlsx",
        ("begin group", "a", "A"),
        ("begin_repeat", "b", "B"),
        ("begin repeat", "c", "C"),
        ("text", "d", "D"),
        ("end repeat", None, None),
        ("end_repeat", None, None),
        ("text", "e", "E"),
        ("end group", None, None),
        ("text", "f", "F"),
    )
    a, f = form_of(path).survey
    b, e = a.children
    (c,) = b.children
    assert (a.type, b.type, c.type) == (QuestionType.GROUP, QuestionType.REPEAT, QuestionType.REPEAT)
    assert [one.name for one in (a, b, c, *c.children, e, f)] == ["a", "b", "c", "d", "e", "f"]


def test_numbers_truths_and_days_are_texts(tmp_path: Path) -> None:
    headings = ("type", "name", "label", "default", "required", "read_only")
    rows = [
        ("integer", "a", "A", 1.0, True, "yes"),
        ("decimal", "b", 2.5, 2.5, "no", False),
        ("date", "c", "C", date(2026, 11, 24), "TRUE", None),
        ("dateTime", "d", "D", MOMENT, "${a} > 1", "false"),
    ]
    a, b, c, d = form_of(survey(tmp_path / "f.xlsx", *rows, headings=headings)).survey
    assert [one.default for one in (a, b, c, d)] == ["1", "2.5", "2026-11-24", "2026-11-24T09:30:00"]
    assert [one.required for one in (a, b, c, d)] == ["yes", "", "yes", "${a} > 1"]
    assert [one.read_only for one in (a, b, c, d)] == [True, False, False, False]
    assert b.label == "2.5"


def test_smart_quotes_of_a_word_processor_become_straight(tmp_path: Path) -> None:
    headings = ("type", "name", "label", "relevant")
    question = only(survey(tmp_path / "f.xlsx", ("text", "a", "L’âge  ?", "${b} = ‘oui’"), headings=headings))
    assert question.relevant == "${b} = 'oui'"
    assert question.label == "L'âge ?", "as Kobo and ODK show it"


def test_translations_stand_by_language_and_the_default_one_is_the_forms_own(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "f.xlsx",
        survey=[
            ("type", "name", "label::English (en)", "label::Français (fr)", "hint"),
            ("text", "a", "Age", "Âge", "!"),
        ],
        settings=[("form_id", "default_language"), ("essai", "Français (fr)")],
    )
    form = form_of(path)
    assert (form.language, form.languages) == ("Français (fr)", ("English (en)",))
    (question,) = form.survey
    assert (question.label, question.said("label", "English (en)"), question.hint) == ("Âge", "Age", "!")


def test_a_form_with_translations_only_speaks_the_first(tmp_path: Path) -> None:
    headings = ("type", "name", "label:English", "label:French")
    form = form_of(survey(tmp_path / "f.xlsx", ("text", "a", "Age", "Âge"), headings=headings))
    assert (form.language, form.languages) == ("English", ("French",))
    assert form.survey[0].texts == {"French": {"label": "Âge"}}


def test_or_other_adds_a_choice_and_a_question(tmp_path: Path) -> None:
    select, specify = form_of(survey(tmp_path / "f.xlsx", ("select_one ville or_other", "v", "Ville"))).survey
    assert [choice.name for choice in select.choices] == ["nice", "lille", "other"]
    assert (specify.name, specify.relevant) == ("v_other", "selected(${v}, 'other')")


def test_choices_keep_their_columns_for_the_filter(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "f.xlsx",
        survey=[("type", "name", "label", "choice_filter"), ("select_one v", "a", "A", "région = ${r}")],
        choices=[("list name", "value", "label", "label::English", "région"), ("v", "n", "Nice", "Nizza", "sud")],
    )
    question = only(path)
    assert question.choices == (Choice(name="n", label="Nice", texts={"English": "Nizza"}, extra={"région": "sud"}),)
    assert question.choice_filter == "région = ${r}"


def test_a_list_in_a_csv_file_beside_is_read(tmp_path: Path) -> None:
    (tmp_path / "villes.csv").write_text("name,label,dep\nnice,Nice,06\n", encoding="utf-8")
    question = only(survey(tmp_path / "f.xlsx", ("select_one_from_file villes.csv", "a", "A")))
    assert question.choices == (Choice(name="nice", label="Nice", extra={"dep": "06"}),)
    assert question.choices_file == "villes.csv"


def test_a_csv_file_that_is_missing_is_said_with_its_row(tmp_path: Path) -> None:
    found = import_workbook(survey(tmp_path / "f.xlsx", ("select_one_from_file villes.csv", "a", "A")))
    assert [str(one) for one in found.remarks if "villes.csv" in one.sentence]
    assert found.form.survey[0].choices_file == "villes.csv"


def test_disabled_rows_and_comments_are_left_out(tmp_path: Path) -> None:
    path = survey(
        tmp_path / "f.xlsx",
        ("text", "a", "A", "yes", None),
        ("text", "b", "B", None, "à revoir"),
        (None, None, None, None, "note à moi-même"),
        headings=("type", "name", "label", "disabled", "mes notes"),
    )
    found = import_workbook(path)
    (question,) = found.form.survey
    assert (question.name, question.columns) == ("b", {"mes notes": "à revoir"})
    assert "ni type, ni nom" in found.remarks[0].sentence


def test_parameters_appearance_trigger_and_columns_of_others_are_kept(tmp_path: Path) -> None:
    headings = ("type", "name", "label", "parameters", "appearance", "trigger", "media::image")
    row = ("range", "a", "A", "start=0; end=10 , step=2", "vertical no-ticks", "${b}, ${c}", "a.png")
    question = only(survey(tmp_path / "f.xlsx", row, headings=headings))
    assert question.parameters == {"start": "0", "end": "10", "step": "2"}
    assert question.appearance == {"vertical", "no-ticks"}
    assert question.trigger == ("b", "c")
    assert question.columns == {"media::image": "a.png"}


def test_a_note_without_a_name_takes_the_one_that_pyxform_gives(tmp_path: Path) -> None:
    assert only(survey(tmp_path / "f.xlsx", ("note", None, "Bonjour"))).name == "generated_note_name_2"


def test_settings_are_read_in_all_their_spellings(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "f.xlsx",
        survey=[("type", "name", "label"), ("text", "a", "A")],
        settings=[("id_string", "Form Title", "version", "style"), ("essai", "Un essai", 2026112401, "pages")],
    )
    form = form_of(path)
    assert (form.name, form.title, form.version, form.settings) == (
        "essai",
        "Un essai",
        "2026112401",
        {"style": "pages"},
    )


def test_a_form_without_settings_has_the_name_of_its_file(tmp_path: Path) -> None:
    assert form_of(survey(tmp_path / "mobilite.xlsx", ("text", "a", "A"))).name == "mobilite"


def test_each_question_knows_its_sheet_and_row(tmp_path: Path) -> None:
    place = form_of(survey(tmp_path / "f.xlsx", ("text", "a", "A"), (), ("text", "b", "B"))).survey[1].place
    assert place is not None
    assert (place.sheet, place.line) == ("survey", 4)


CSV = """survey,,,
,type,name,label
,select_one ville,v,"Quelle
ville, au juste ?"
,text,b,B
choices,,,
,list_name,name,label
,ville,nice,Nice
settings,,,
,form_id,form_title,
,essai,Essai,
"""
MARKDOWN = """
# Un essai
| survey |                  |      |       |
|        | type             | name | label |
|--------|------------------|------|-------|
|        | select_one ville | v    | Quelle ville, au juste ? |
|        | text             | b    | B     |
| choices |
|        | list_name | name | label |
|        | ville     | nice | Nice  |
| settings |
|        | form_id | form_title |
|        | essai   | Essai |
"""


def test_csv_and_markdown_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "f.md").write_text(MARKDOWN, encoding="utf-8")
    of_csv, of_markdown = form_of(tmp_path / "f.csv"), form_of(tmp_path / "f.md")
    assert of_csv.survey[0].label == "Quelle\nville, au juste ?"
    assert of_csv.survey[1].place is not None
    assert of_csv.survey[1].place.line == 5, "the line of the file, whatever cells hold"
    (tmp_path / "f.csv").write_text(CSV.replace("Quelle\nville", "Quelle ville"), encoding="utf-8")
    assert content_of(form_of(tmp_path / "f.csv")) == content_of(of_markdown)


def test_csv_of_a_french_spreadsheet_has_semicolons(tmp_path: Path) -> None:
    text = CSV.replace(",", ";").replace("Quelle\nville; au juste ?", "Quelle ville ?")
    (tmp_path / "f.csv").write_text(text, encoding="utf-8-sig")
    assert form_of(tmp_path / "f.csv").survey[0].label == "Quelle ville ?"


def test_csv_in_the_encoding_of_windows_is_read_and_said(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_bytes(CSV.replace("Quelle\nville", "Où").encode("cp1252"))
    found = import_workbook(tmp_path / "f.csv")
    assert found.form.survey[0].label == "Où, au juste ?"
    assert ["Windows-1252" in one.sentence for one in found.remarks] == [True]
