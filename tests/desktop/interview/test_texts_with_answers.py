"""Words that name answers, as « Garde de ${prenom} », follow them on the page: choices, fields and lines too."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.choosing import ChoiceEditor, PickEditor
from spie_diag.desktop.interview.questions.grids import TableEditor
from spie_diag.desktop.interview.questions.panel import QuestionPanel
from spie_diag.desktop.interview.questions.rows import FieldsEditor, RowsEditor
from spie_diag.desktop.interview.questions.wording import in_words
from spie_diag.forms.definition import Form, QuestionCode, Value
from tests.desktop.interview.conftest import let_go
from tests.forms.writing import form_of, state_of

SURVEY = """
        - {name: prenom, code: TST-01, type: text, label: Prénom}
        - name: parle
          code: TST-02
          type: select_one
          label: Qui ?
          choices: {moi: {label: "Moi, ${prenom}", "label::English (en)": "Me, ${prenom}"}, autre: Autre}
        - name: bail
          code: TST-03
          type: group
          label: Bail
          fields:
          - {name: debut, type: text, label: "Bail de ${prenom}"}
          - {name: avec, type: select_one, label: Avec, choices: {a: "Avec ${prenom}", b: Autre}}
        - name: enfants
          code: TST-04
          type: repeat
          label: "Enfant ${nom}"
          fields:
          - {name: nom, type: text, label: Nom}
          - {name: mode, type: select_one, label: "Garde de ${nom}", choices: {c: "Chez ${nom}", n: Non}}
        - name: avis
          code: TST-05
          type: group
          label: Avis
          appearance: table-list
          fields:
          - {name: un, type: select_one, label: "Pour ${prenom}", choices: {oui: "Oui, ${prenom}", non: Non}}
"""
SPEAKER, LEASE, CHILDREN, VIEWS = (QuestionCode(f"TST-0{number}") for number in (2, 3, 4, 5))
Show = Callable[[dict[str, Value]], QuestionPanel]


@pytest.fixture(scope="module")
def naming(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form_of(tmp_path_factory.mktemp("naming"), SURVEY)


@pytest.fixture
def show(app: QApplication, naming: Form) -> Iterator[Show]:
    panel = QuestionPanel()

    def shown(given: dict[str, Value]) -> QuestionPanel:
        states = tuple(state_of(naming, given).questions.values())
        panel.show_questions(states, drafts={}, specialists=(), frozen=False)
        return panel

    yield shown
    let_go(panel)


def titles(editor: FieldsEditor) -> list[str]:
    return [label.text() for label in editor.findChildren(QLabel)]


def test_choices_follow_the_answer_that_they_name_in_every_language(show: Show) -> None:
    editor = show({}).rows[SPEAKER].editor
    assert isinstance(editor, ChoiceEditor)
    for name in ("Zoé", "Ali"):
        show({"TST-01": name})
        assert editor.field.chips["moi"].text() == f"Moi, {name}"
        assert editor.field.chips["moi"].accessibleName() == f"Moi, {name}"
    show({"TST-01": "Ali"}).rows[SPEAKER].speak(Language("English (en)", "Français (fr)"))
    show({"TST-01": "Lou"})
    assert editor.field.chips["moi"].text() == "Me, Lou"


def test_fields_and_their_lists_follow_it(show: Show) -> None:
    for name in ("Zoé", "Ali"):
        panel = show({"TST-01": name, "TST-03": {"debut": "mars"}})
        editor = panel.rows[LEASE].editor
        assert isinstance(editor, FieldsEditor)
        assert titles(editor) == [f"Bail de {name}", "Avec"]
        picked = editor.editors["avec"]
        assert isinstance(picked, PickEditor)
        assert picked.list.itemText(picked.list.findData("a")) == f"Avec {name}"
        table = panel.rows[VIEWS].editor
        assert isinstance(table, TableEditor)
        assert table.cells["un", "oui"].accessibleName() == f"Pour {name}\N{NO-BREAK SPACE}: Oui, {name}"


def test_each_line_is_headed_and_worded_by_its_own_answers(show: Show) -> None:
    editor = show({"TST-04": [{"nom": "Lou"}, {"nom": "Max"}]}).rows[CHILDREN].editor
    assert isinstance(editor, RowsEditor)
    assert [line.heading.text() for line in editor.lines] == ["Enfant Lou", "Enfant Max"]
    assert [titles(line.fields) for line in editor.lines] == [["Nom", "Garde de Lou"], ["Nom", "Garde de Max"]]
    show({"TST-04": [{"nom": "Max"}]})
    assert [(line.heading.text(), titles(line.fields)[1]) for line in editor.lines] == [("Enfant Max", "Garde de Max")]


def test_a_line_without_answers_yet_has_no_heading_and_does_not_shift_the_others(show: Show) -> None:
    editor = show({"TST-04": [{"nom": "Lou"}]}).rows[CHILDREN].editor
    assert isinstance(editor, RowsEditor)
    editor.add.click()
    assert [line.heading.text() for line in editor.lines] == ["Enfant Lou", ""]
    editor.add.click()
    editor.lines[2].fields.show_value({"nom": "Max"})
    show({"TST-04": [{"nom": "Lou"}, {"nom": "Max"}]})
    assert [line.heading.text() for line in editor.lines] == ["Enfant Lou", "", "Enfant Max"]


def test_what_is_being_written_stays_when_a_line_takes_its_heading(show: Show) -> None:
    editor = show({"TST-04": [{"nom": "Lou", "mode": "c"}]}).rows[CHILDREN].editor
    assert isinstance(editor, RowsEditor)
    kept = editor.lines[0].fields.editors["mode"]
    assert isinstance(kept, PickEditor)
    show({"TST-04": [{"nom": "Loup", "mode": "c"}]})
    assert editor.lines[0].fields.editors["mode"] is kept
    assert (kept.list.chosen(), kept.list.currentText()) == ("c", "Chez Loup")


def test_lines_that_are_set_aside_are_read_in_their_own_words(naming: Form) -> None:
    rows: Value = [{"mode": "c", "nom": "Lou"}, {"nom": "Max", "mode": "c"}]
    asked = state_of(naming, {"TST-04": rows}).questions[CHILDREN]
    assert asked.answer is not None
    assert in_words(asked.question, asked.answer, asked.rows) == "Chez Lou, Lou ; Max, Chez Max"
