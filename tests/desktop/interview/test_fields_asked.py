"""Fields of groups, tables and lines follow their own conditions on the page, as whole questions do."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from spie_diag.desktop.interview.questions.choosing import PickEditor
from spie_diag.desktop.interview.questions.editor import Editor
from spie_diag.desktop.interview.questions.grids import TableEditor, WeekEditor
from spie_diag.desktop.interview.questions.panel import QuestionPanel
from spie_diag.desktop.interview.questions.rows import FieldsEditor, RowsEditor
from spie_diag.forms.definition import Form, QuestionCode, Value
from tests.desktop.interview.conftest import let_go
from tests.forms.writing import form_of, state_of

SURVEY = """
        - {name: statut, code: TST-01, type: select_one, label: Statut, choices: {loc: Locataire, prop: Propriétaire}}
        - name: bail
          code: TST-02
          type: group
          label: Bail
          fields:
          - {name: aide, type: select_one, label: Aide, choices: aides, choice_filter: "pour = ${statut}"}
          - {name: montant, type: integer, label: Montant, relevant: "${aide} = 'apl'"}
        - name: enfants
          code: TST-03
          type: repeat
          label: Enfants
          fields:
          - {name: age, type: integer, label: Âge}
          - {name: garde, type: text, label: Garde, relevant: "${age} < 12"}
        - name: avis
          code: TST-04
          type: group
          label: Avis
          appearance: table-list
          fields:
          - {name: un, type: select_one, label: Un, choices: {oui: Oui, non: Non}}
          - {name: deux, type: select_one, label: Deux, choices: {oui: Oui, non: Non}, relevant: "${un} = 'oui'"}
        - name: semaine
          code: TST-05
          type: group
          label: Semaine
          appearance: week
          fields:
          - {name: lun, type: select_multiple, label: Lundi, choices: {m: Matin, s: Soir}}
          - {name: mar, type: select_multiple, label: Mardi, choices: {m: Matin, s: Soir}, relevant: "${lun} != ''"}
"""
LISTS = "aides: {apl: {label: APL, pour: loc}, anah: {label: Anah, pour: prop}}"
LEASE, CHILDREN, VIEWS, WEEK = (QuestionCode(f"TST-0{number}") for number in (2, 3, 4, 5))
Shown = Callable[[dict[str, Value], QuestionCode], Editor]


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form_of(tmp_path_factory.mktemp("fields"), SURVEY, lists=LISTS)


@pytest.fixture
def shown(app: QApplication, form: Form) -> Iterator[Shown]:
    panel = QuestionPanel()

    def show(given: dict[str, Value], code: QuestionCode) -> Editor:
        states = tuple(state_of(form, given).questions.values())
        panel.show_questions(states, drafts={}, specialists=(), frozen=False)
        return panel.rows[code].editor

    yield show
    let_go(panel)


def asked(fields: FieldsEditor) -> list[str]:
    return [name for name, editor in fields.editors.items() if editor.isVisibleTo(fields)]


def offered(editor: Editor) -> list[str]:
    assert isinstance(editor, PickEditor)
    return [str(editor.list.itemData(place)) for place in range(1, editor.list.count())]


def test_a_field_of_a_group_is_asked_once_its_condition_holds(shown: Shown) -> None:
    editor = shown({"TST-01": "loc"}, LEASE)
    assert isinstance(editor, FieldsEditor)
    assert asked(editor) == ["aide"]
    shown({"TST-01": "loc", "TST-02": {"aide": "apl", "montant": 300}}, LEASE)
    assert asked(editor) == ["aide", "montant"]
    shown({"TST-01": "loc", "TST-02": {"montant": 300}}, LEASE)
    assert asked(editor) == ["aide"]
    assert editor.value() == {"montant": 300}, "what is not asked any more is kept"


def test_a_field_offers_the_choices_that_go_with_the_other_answers(shown: Shown) -> None:
    editor = shown({"TST-01": "loc", "TST-02": {"aide": "apl"}}, LEASE)
    assert isinstance(editor, FieldsEditor)
    pick = editor.editors["aide"]
    assert isinstance(pick, PickEditor)
    assert (offered(pick), pick.list.chosen()) == (["apl"], "apl")
    shown({"TST-01": "prop", "TST-02": {"aide": "apl"}}, LEASE)
    assert (offered(pick), pick.list.chosen()) == (["anah"], "")
    shown({"TST-01": "loc", "TST-02": {"aide": "apl"}}, LEASE)
    assert pick.list.chosen() == "apl"


def test_each_line_asks_what_its_own_answers_call_for(shown: Shown) -> None:
    editor = shown({"TST-03": [{"age": 3}, {"age": 20}]}, CHILDREN)
    assert isinstance(editor, RowsEditor)
    assert [asked(line.fields) for line in editor.lines] == [["age", "garde"], ["age"]]
    editor.add.click()
    assert asked(editor.lines[2].fields) == ["age"]
    shown({"TST-03": [{"age": 13}, {"age": 2}]}, CHILDREN)
    assert [asked(line.fields) for line in editor.lines] == [["age"], ["age", "garde"]]


def test_lines_of_a_table_and_days_of_a_week_come_and_go(shown: Shown) -> None:
    stories: tuple[tuple[dict[str, Value], bool], ...] = (
        ({}, False),
        ({"TST-04": {"un": "oui"}, "TST-05": {"lun": ["m"]}}, True),
    )
    for given, there in stories:
        table, week = shown(given, VIEWS), shown(given, WEEK)
        assert isinstance(table, TableEditor)
        assert isinstance(week, WeekEditor)
        assert table.cells["un", "oui"].isVisibleTo(table)
        assert table.cells["deux", "oui"].isVisibleTo(table) is there
        assert week.cells["mar", "m"].isVisibleTo(week) is there
