"""What does not hold in the vault, above the list: in sight until it was seen, quiet afterwards, never in the way."""

from dataclasses import dataclass, field
from itertools import count

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework import alarms
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.receiving import NewPerson, add_person
from spie_diag.desktop.cases.alarm_lines import NOTHING_SHOWN, ShownAlarms, shown_from
from spie_diag.desktop.cases.alarming import AlarmPresenter
from spie_diag.desktop.cases.opening import open_cases
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork
from spie_diag.errors import SpieError
from spie_diag.vault.auditing import Alarm, AlarmKind
from spie_diag.vault.errors import DiskFullError
from spie_diag.vault.journals import Journals
from tests.desktop.conftest import Show
from tests.desktop.looking import cut_texts, stops

CHANGED = Alarm(kind=AlarmKind.CHANGED, chain="ab", number=3)
CUT = Alarm(kind=AlarmKind.CUT_SHORT, chain="ab", number=9)
_CHAINS = count()


@dataclass
class Paper:
    """A screen that keeps what it is told."""

    shown: list[ShownAlarms] = field(default_factory=list)
    errors: list[SpieError] = field(default_factory=list)

    def show_alarms(self, shown: ShownAlarms) -> None:
        self.shown.append(shown)

    def show_error(self, error: SpieError) -> None:
        self.errors.append(error)


@pytest.fixture
def audited(casebook: Casebook, monkeypatch: pytest.MonkeyPatch) -> Casebook:
    """The vault of Nadia and Karim, in which the audit found something that no test before this one met."""
    chain = str(next(_CHAINS))
    found = tuple(Alarm(kind=one.kind, chain=chain, number=one.number) for one in (CHANGED, CUT))
    monkeypatch.setattr(Journals, "audit_in_steps", lambda _journals: iter([found]))
    alarms.alarms_of(casebook)
    return casebook


@pytest.fixture
def page(audited: Casebook) -> CasesView:
    add_person(audited, NewPerson(called="Amina"))
    made = open_cases(
        MainWindow(keep=lambda _memory: None),
        audited,
        PromptWork(),
        open_interview=lambda _one: None,
        lock=lambda: None,
        open_safe=lambda: None,
        open_backups=lambda: None,
    )
    assert isinstance(made, CasesView)
    return made


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_an_alarm_is_whole_beside_the_list_new_folded_and_read_again(
    page: CasesView, show: Show, qtbot: QtBot, scale: float
) -> None:
    show(page, scale=scale)
    panel = page.alarm
    assert CHANGED.sentence in panel.said()
    assert not page.reminder.isVisible(), "what only reminds waits"
    _is_whole(page, qtbot)
    assert panel.seen in stops(page.window())
    panel.seen.click()
    assert page.list.hasFocus()
    _is_whole(page, qtbot)
    panel.unfold.click()
    assert CUT.sentence in panel.said_folded()
    _is_whole(page, qtbot)
    panel.unfold.click()
    assert CUT.sentence not in panel.said_folded()
    assert panel.said_folded().startswith("2\u00a0alertes vues, la dernière le ")


def _is_whole(page: CasesView, qtbot: QtBot) -> None:
    inner = page.alarm.findChild(QWidget, "scroll")
    assert inner is not None
    qtbot.waitUntil(lambda: inner.visibleRegion().boundingRect() == inner.rect(), timeout=2000)
    qtbot.waitUntil(lambda: not list(cut_texts(page.alarm)), timeout=2000)
    assert page.list.height() > 0


def test_a_great_many_alarms_leave_the_list_in_sight_and_can_be_scrolled_by_the_keyboard(
    page: CasesView, show: Show, qtbot: QtBot
) -> None:
    window = show(page, scale=1.0)
    many = tuple(f"Alerte {number} : une phrase assez longue pour prendre sa place." for number in range(40))
    page.alarm.show_alarms(ShownAlarms(many, "", (), ""))
    qtbot.waitUntil(lambda: page.alarm.height() > 200, timeout=2000)
    assert page.alarm.height() < window.height() / 2
    assert page.list.isVisible()
    assert any(page.alarm.isAncestorOf(one) and one is not page.alarm.seen for one in stops(window))


def test_an_alarm_that_cannot_be_noted_as_seen_stays(audited: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Paper()
    presenter = AlarmPresenter(screen=paper, casebook=audited, work=PromptWork())
    presenter.refresh()

    def refuse(*_arguments: object) -> None:
        raise DiskFullError

    monkeypatch.setattr(Journals, "write_all", refuse)
    presenter.acknowledge()
    (error,) = paper.errors
    assert isinstance(error, DiskFullError)
    presenter.refresh()
    assert paper.shown[-1] == paper.shown[0]
    assert paper.shown[0].new


def test_what_came_after_the_page_was_drawn_is_not_put_away(audited: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Paper()
    presenter = AlarmPresenter(screen=paper, casebook=audited, work=PromptWork())
    presenter.refresh()
    found = (*audited.alarms, alarms.Alert(kind=alarms.AlertKind.LOST, sentence="Perdu.", marks=frozenset({"l"})))
    audited.alarms = found
    presenter.acknowledge()
    assert [*paper.shown[-1].new] == ["Perdu."]
    presenter.acknowledge()
    assert not paper.shown[-1].new
    assert len(paper.shown[-1].folded) == 2, "what is over is in the register alone"


def test_nothing_is_shown_in_health() -> None:
    assert shown_from(()) == NOTHING_SHOWN
