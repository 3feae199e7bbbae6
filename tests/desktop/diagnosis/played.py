"""A real vault, an interview played up to where these stages begin, and one stage of it in a real window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework import assessing, concluding, interviewing, receiving
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.desktop.interview.stage import Sitting, StagePage
from spie_diag.desktop.memory import Memory
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.orientation import Orientation, Pathway
from spie_diag.errors import SpieError
from spie_diag.followup.checklist import ToDo
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage, SweepAnswer
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import FieldOfWork, InterviewId, Specialist, Voice

MOB, LOG, FAM = BlockCode("MOB"), BlockCode("LOG"), BlockCode("FAM")
SECRET = "Karim pense au vélo électrique"
"""What Karim wrote of mobility: nobody else may read it before both views are uncovered."""


@dataclass(slots=True)
class Seat:
    """One stage of one interview on the screen, and what it asked of its frame."""

    book: Casebook
    interview: InterviewId
    window: MainWindow
    page: StagePage
    went_to: list[tuple[Stage, BlockCode | None]] = field(default_factory=list)
    led_to: list[ToDo] = field(default_factory=list)
    said_removed: list[str] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        return draw(self.book, self.interview)

    def texts(self) -> str:
        """Everything written anywhere in the page, seen or not."""
        parts = [self.page.widget, *self.page.widget.findChildren(QWidget)]
        found = [part.accessibleName() + part.toolTip() for part in parts]
        found += [part.text() for part in parts if isinstance(part, QLabel | QLineEdit)]
        found += [part.toPlainText() for part in parts if isinstance(part, QPlainTextEdit)]
        return "\n".join(found)


SeatFactory = Callable[..., Seat]


def specialist(book: Casebook, work: FieldOfWork) -> Specialist:
    return next(one for one in book.specialists.values() if one.field_of_work is work)


def begin(book: Casebook, *, alone: bool = False, missing: bool = True) -> InterviewId:
    """An interview with agreement, two domains opened, both views on them, and one view missing on a third."""
    social, employment = (specialist(book, work) for work in FieldOfWork)
    book.writer = social.id
    person = receiving.add_person(book, receiving.NewPerson(called="Amina B.", born_on=date(1991, 4, 7)))
    sheet = receiving.start_interview(book, person, social=social.id, employment=None if alone else employment.id)
    interview = sheet.interview
    for code, value in (("CAD-08", "oui"), ("CAD-09", "oui"), ("ATT-01", "« Retravailler, pas le soir. »")):
        interviewing.answer(book, interview, QuestionCode(code), Answer(value=value))
    for block in (MOB, LOG):
        interviewing.sweep(book, interview, block, Voice.PERSON, SweepAnswer.EXPLORE)
    interviewing.add_note(book, interview, MOB, NoteKind.VERBATIM, "Le bus du soir me fait peur.")
    give(book, interview, social, {MOB: Level.PREVENTS, LOG: Level.WATCH, **({FAM: Level.FINE} if missing else {})})
    if not alone:
        give(book, interview, employment, {MOB: Level.WATCH, LOG: Level.WATCH}, reason=SECRET)
    book.writer = social.id
    return interview


def give(
    book: Casebook,
    interview: InterviewId,
    who: Specialist,
    levels: dict[BlockCode, Level],
    reason: str = "Peu de bus",
) -> None:
    book.writer = who.id
    for block, level in levels.items():
        assessing.give_view(book, interview, block, level, strength=False, reason=reason)


def make_ready(book: Casebook, interview: InterviewId) -> None:
    """Everything that signing needs."""
    assessing.reveal(book, interview)
    concluding.conclude(book, interview, MOB, Level.COMPLICATES, strength=False, text="Le soir reste difficile.")
    concluding.conclude(book, interview, LOG, Level.FINE, strength=True, text="Un logement stable.")
    interviewing.answer(book, interview, QuestionCode("ATT-08"), Answer(value="oui"))
    proposal = Orientation(proposal=Pathway.BOTH, reason="Les deux ensemble.", referent="À désigner")
    concluding.propose_orientation(book, interview, proposal)
    concluding.set_next_meeting(book, interview, NextMeeting(on=date(2027, 1, 5)))


def inside(layout: QLayout | None, place: int) -> QWidget:
    """The widget at one place of a layout."""
    item = layout.itemAt(place) if layout is not None else None
    widget = item.widget() if item is not None else None
    assert widget is not None
    return widget


@pytest.fixture
def seat(casebook: Casebook, app: QApplication, qtbot: QtBot) -> Iterator[SeatFactory]:
    """Shows one stage, opened by its own function, in a real window; errors away from a field fail the test."""
    seats: list[Seat] = []

    def failed(error: SpieError) -> None:
        raise AssertionError(error)

    def seated(
        opener: Callable[[Sitting], StagePage], interview: InterviewId, size: tuple[int, int] = (1366, 768)
    ) -> Seat:
        window = MainWindow(Memory(), keep=lambda _memory: None)
        window.resize(*size)
        made: list[Seat] = []
        sitting = Sitting(
            casebook=casebook,
            interview=interview,
            work=PromptWork(),
            shown=lambda sheet: made[0].page.screen.show_sheet(sheet),
            go_to=lambda stage, block: made[0].went_to.append((stage, block)),
            lead_to=lambda point: made[0].led_to.append(point),
            removed=lambda words: made[0].said_removed.append(words),
            failed=failed,
            pass_keyboard=lambda: None,
        )
        made.append(Seat(casebook, interview, window, opener(sitting)))
        window.show_page(made[0].page.widget)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        made[0].page.screen.show_sheet(made[0].sheet)
        made[0].page.screen.refocus()
        QApplication.processEvents()
        seats.append(made[0])
        return made[0]

    yield seated
    for one in seats:
        one.window.close()
        one.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
