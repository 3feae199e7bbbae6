"""« Registre » and « Conservation » over a real vault, through the real page."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from spie_diag.casework import alarms, registering, retention, rights
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.receiving import NewPerson, add_person, persons
from spie_diag.desktop.safe.register_presenter import PAGE, RegisterPresenter
from spie_diag.desktop.safe.register_view import RegisterView
from spie_diag.desktop.safe.retention_presenter import FileLine, going_of
from spie_diag.desktop.safe.retention_view import RetentionView
from spie_diag.desktop.safe.tables import TableModel, TableRow
from spie_diag.desktop.work import PromptWork
from spie_diag.interview.people import Person
from spie_diag.vault.auditing import Alarm, AlarmKind
from spie_diag.vault.deeds import Deed
from spie_diag.vault.journals import Journals
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.pair import NADIA
from tests.desktop.safe.conftest import OpenSafe


class LaterClock:
    """The clock of the machine, some time later."""

    def __init__(self, later: timedelta) -> None:
        self.later = later

    def now(self) -> datetime:
        return datetime.now().astimezone() + self.later


def register_in(page: QWidget) -> RegisterView:
    found = page.findChild(RegisterView)
    assert found is not None
    return found


def retention_in(page: QWidget) -> RetentionView:
    found = page.findChild(RetentionView)
    assert found is not None
    return found


def test_the_model_keeps_the_promises_of_a_model(app: QApplication) -> None:
    model = TableModel(["Quand", "Qui"])
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows([TableRow(1, ("hier", "Nadia"))], has_more=True)
    asked: list[bool] = []
    model.more_asked.connect(lambda: asked.append(True))
    model.fetchMore(model.index(-1, -1))
    model.fetchMore(model.index(-1, -1))
    assert asked == [True], "asked once until they come"
    model.add_rows([TableRow(2, ("lundi", "Karim"))], has_more=False)
    assert model.rowCount() == 2
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "lundi. Karim"
    assert "Nadia" not in repr(model.row(0))
    model.show_rows([])


def test_the_register_tells_of_everybody_then_of_one(own_casebook: Casebook, safe: OpenSafe) -> None:
    amina = add_person(own_casebook, NewPerson(called="Amina"))
    rights.oppose(own_casebook, amina.case)
    add_person(own_casebook, NewPerson(called="Brune"))
    registering.note(own_casebook, Deed.CHECKED)
    view = register_in(safe(own_casebook, "register"))
    said = [view.model.index(place, 2).data() for place in range(view.model.rowCount())]
    assert said[0] == "Coffre vérifié"
    assert "Opposition au partage notée" in said
    assert not view.only.isEnabled(), "the vault itself is no person"
    view.table.selectRow(said.index("Opposition au partage notée"))
    assert view.only.isEnabled()
    view.only.click()
    assert {view.model.index(place, 3).data() for place in range(view.model.rowCount())} == {f"Amina ({amina.number})"}
    assert "Seulement\u00a0: Amina" in view._about.text()
    view.all.click()
    assert view.model.rowCount() == len(said)


def test_a_long_register_comes_page_by_page(own_casebook: Casebook, safe: OpenSafe) -> None:
    for _ in range(PAGE + 20):
        registering.note(own_casebook, Deed.CHECKED)
    view = register_in(safe(own_casebook, "register"))
    assert view.model.rowCount() >= PAGE
    while view.model.canFetchMore(view.table.rootIndex()):
        view.model.fetchMore(view.table.rootIndex())
    everything = registering.register(own_casebook, 10_000)
    assert view.model.rowCount() == len(everything)


def test_a_page_that_comes_after_another_choice_is_dropped(own_casebook: Casebook, safe: OpenSafe) -> None:
    view = register_in(safe(own_casebook, "register"))
    before = view.model.rowCount()
    presenter = RegisterPresenter(screen=view, casebook=own_casebook, work=PromptWork())
    presenter.case = add_person(own_casebook, NewPerson(called="Amina")).case
    presenter._show(None, registering.register(own_casebook, 5))
    assert view.model.rowCount() == before


@pytest.fixture
def two_years_on(own_casebook: Casebook) -> Iterator[tuple[Casebook, tuple[Person, ...]]]:
    """Three files that nobody touched for two years."""
    people = tuple(add_person(own_casebook, NewPerson(called=name)) for name in ("Amina", "Brune", "Chloé"))
    present = own_casebook.clock
    own_casebook.clock = LaterClock(timedelta(days=740))
    yield own_casebook, people
    own_casebook.clock = present


def test_what_is_due_is_archived_brought_back_and_erased_by_decision(
    two_years_on: tuple[Casebook, tuple[Person, ...]], safe: OpenSafe
) -> None:
    casebook, _people = two_years_on
    view = retention_in(safe(casebook, "retention"))
    assert view.due_model.rowCount() == 3
    assert not view.archive.isEnabled()
    view.due.selectRow(0)
    view.archive.click()
    assert "1\u00a0dossier archivé" in view.outcome.said()
    assert (view.due_model.rowCount(), view.archive_model.rowCount()) == (2, 1)
    view.lying.selectRow(0)
    view.back.click()
    assert view.archive_model.rowCount() == 0
    assert len(persons(casebook)) == 3

    rows = view.due_model.rowCount()
    view.due.setFocus()
    view.due.selectAll()
    view.erase_due.click()
    assert "Effacer" in view._title.text()
    view.decision.word.setText("EFFACER")
    view.decision.proof.secret.edit.setText("une autre phrase")
    view.decision.act.click()
    assert view.decision.proof.notice.said()
    view.decision.proof.secret.edit.setText(NADIA)
    QTest.keyClick(view.decision.proof.secret.edit, Qt.Key.Key_Return)
    assert "effacés" in view.outcome.said()
    assert len(persons(casebook)) == 3 - rows
    assert view.currentWidget() is view._lists


def test_durations_are_settled_for_everybody(own_casebook: Casebook, safe: OpenSafe) -> None:
    view = retention_in(safe(own_casebook, "retention"))
    view.kept.pick("36")
    view.before.pick("6")
    view.settle.click()
    assert retention.rule(own_casebook) == retention.Rule(months=36, alert_months=30, archive_months=24)


def test_many_names_are_cut_short_and_counted() -> None:
    from uuid import UUID

    from spie_diag.interview.people import CaseId

    lines = [FileLine(case=CaseId(UUID(int=n)), name=f"P{n}", cells=(f"P{n}",), is_archived=False) for n in range(15)]
    preview = rights.ErasurePreview(
        number="D", interviews=1, entries=0, documents=2, copies=("avant",), holders=("CCAS",)
    )
    going = going_of(lines, [preview] * 15)
    assert going.names.endswith("et 3\u00a0autres")
    assert going.goes == "15\u00a0entretiens et 30\u00a0documents signés"
    assert going.copies == "avant"
    assert going.holders[1] == "P1 : CCAS"
    assert "P1" not in repr(going)


@pytest.mark.parametrize(("scale", "dark"), [(1.0, False), (2.0, True)])
def test_every_word_is_whole_and_spoken(
    two_years_on: tuple[Casebook, tuple[Person, ...]], safe: OpenSafe, scale: float, dark: bool
) -> None:
    casebook, (amina, *_) = two_years_on
    rights.oppose(casebook, amina.case)
    retention.archive(casebook, [amina.case])
    page = safe(casebook, "register", scale=scale, dark=dark)
    for section in ("register", "retention"):
        page.open_section(section)
        for _ in range(4):
            QApplication.processEvents()
        assert list(cut_texts(page)) == []
        assert all(spoken_name(widget) for widget in stops(page.window()))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_register_says_what_does_not_hold_and_who_saw_it(
    own_casebook: Casebook, safe: OpenSafe, scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (Alarm(kind=AlarmKind.CHANGED, chain="ab", number=3), Alarm(kind=AlarmKind.CUT_SHORT, chain="ab", number=9))
    monkeypatch.setattr(Journals, "audit_in_steps", lambda _journals: iter([found]))
    changed, _cut = alarms.alarms_of(own_casebook)
    alarms.acknowledge(own_casebook, [changed])
    page = safe(own_casebook, "register")
    view = register_in(page)
    said = [label.text() for label in view.alarms.findChildren(QLabel) if label.isVisible()]
    assert changed.sentence in said
    (seen,) = (text for text in said if text.startswith("Vue par"))
    assert own_casebook.writing.name in seen
    assert "Personne ne l’a encore vue." in said
    assert view.model.index(0, 2).data() == "Alerte vue"
    assert view.model.index(0, 4).data() == "entrée modifiée après signature"
    assert not list(cut_texts(page.window()))


def test_a_register_in_health_shows_no_alarm(own_casebook: Casebook, safe: OpenSafe) -> None:
    assert register_in(safe(own_casebook, "register")).alarms.isHidden()
