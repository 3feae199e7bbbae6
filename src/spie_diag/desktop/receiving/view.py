"""The page « Recevoir »: the steps from a file to somebody's file, one at a time."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from spie_diag.desktop.cases.rail import Rail
from spie_diag.desktop.receiving.dropping import FileDrop
from spie_diag.desktop.receiving.file_panel import FilePanel
from spie_diag.desktop.receiving.news_view import NewsView
from spie_diag.desktop.receiving.persons_part import PersonsPart
from spie_diag.desktop.receiving.shown import Asked, Judged, News, Owner, Step, Taken
from spie_diag.desktop.receiving.verdict_part import VerdictPart
from spie_diag.desktop.theme import Gap, Text, theme_of
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, column, label, panel, row
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.progress import Stepper
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.desktop.window import mark_region
from spie_diag.errors import SpieError

_TEXT_PX = 720


class ReceivingView(QWidget):
    step_asked = Signal(object)
    """A step gone through already."""
    taken_up = Signal(object, object)
    """What a lock had put down, and what to call once it is shown."""

    def __init__(self, rail: Rail) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = (
            ("Ctrl O", self.tr("choisir un fichier")),
            (self.tr("Échap"), self.tr("revenir à l’étape d’avant")),
        )
        self.rail = rail
        self._texts: Mapping[str, str] = {}
        self._here, self._asks_beside = Step.FILE, False
        self.steps = Stepper([step.value for step in Step])
        self.file = FilePanel()
        self.verdict = VerdictPart()
        self.persons = PersonsPart()
        self.news = NewsView()
        self.done = TakenPart()
        self.drop = FileDrop(self)
        self._pages: Mapping[Step, QWidget] = {
            Step.FILE: self.file,
            Step.VERDICT: self.verdict,
            Step.PERSON: self.persons,
            Step.NEWS: self.news,
            Step.DONE: self.done,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._lay_out()
        self.steps.asked.connect(self._step_clicked)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._step_back)
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self._choose)

    def show_choice(self) -> None:
        self._show(Step.FILE)
        self.file.show_choice()

    def show_waiting(self, name: str) -> None:
        self._show(Step.FILE)
        self.file.show_waiting(name)

    def ask_password(self, name: str) -> None:
        self._show(Step.FILE)
        self.file.ask_password(name)

    def ask_own_key(self, name: str, owners: tuple[Owner, ...]) -> None:
        self._show(Step.FILE)
        self.file.ask_own_key(name, owners)

    def show_key_error(self, error: SpieError) -> None:
        self.file.show_key_error(error)

    def show_unread(self, error: SpieError) -> None:
        self._show(Step.FILE)
        self.file.show_unread(error)

    def show_judged(self, judged: Judged) -> None:
        self._asks_beside = bool(judged.fingerprints)
        self._show(Step.VERDICT)
        self.file.end()
        self.verdict.show_judged(judged)

    def show_asked(self, asked: Asked, number: str) -> None:
        self._show(Step.PERSON)
        self.file.end()
        self.persons.show_asked(asked, number)

    def show_person_error(self, error: SpieError) -> None:
        self.persons.show_error(error)

    def show_news(self, news: News) -> None:
        self._show(Step.NEWS)
        self.news.show_news(news)

    def show_taking_in(self) -> None:
        self.news.show_taking_in()

    def show_not_taken(self, error: SpieError) -> None:
        self.news.show_error(error)

    def show_taken(self, taken: Taken) -> None:
        self._show(Step.DONE)
        self.done.show_taken(taken)

    def remember(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def half_written(self) -> Mapping[str, str]:
        """Which file was being received, and how far; never what opens it."""
        return self._texts

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        self.taken_up.emit(texts, then)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._here is Step.FILE and self.file.choose.isVisible():
            self.file.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _lay_out(self) -> None:
        mark_region(self.rail, self.tr("Rubriques"))
        head = column(label(self.tr("Recevoir un document"), Text.H1), self.steps, gap=Gap.SMALL)
        mark_region(self.steps, self.tr("Étapes"))
        self._column = box(column((self._stack, 1)))
        centre = row((column(None), 1), (self._column, 100), (column(None), 1), gap=0, margins=(20, 18, 12, 14))
        self._body = mark_region(panel(centre), Step.FILE.value)
        main = column(head, (self._body, 1), gap=Gap.MEDIUM, margins=(24, 16, 24, 14))
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.rail)
        page.addLayout(main, 1)

    def _show(self, step: Step) -> None:
        moved, self._here = step is not self._here, step
        self._stack.setCurrentWidget(self._pages[step])
        gone_through = frozenset(range(step.place))
        self.steps.show_stage(step.place, gone_through)
        for place, button in enumerate(self.steps.stages):
            button.setEnabled(place <= step.place and step is not Step.DONE)
        self._body.setAccessibleName(step.value)
        self._share_room()
        if moved and self.isVisible():
            announce(self, step.value)

    def _step_clicked(self, place: int) -> None:
        step = list(Step)[place]
        if step.place < self._here.place:
            self.step_asked.emit(step)

    def _step_back(self) -> None:
        if self._here is Step.NEWS and self.news.step_back():
            return
        if self._here is Step.DONE or (self._here is Step.FILE and self.file.is_choosing):
            self.rail.persons_asked.emit()
        else:
            self.step_asked.emit(list(Step)[max(0, self._here.place - 1)])

    def _choose(self) -> None:
        if self.file.choose.isVisible():
            self.file.choose.click()

    def _share_room(self) -> None:
        """Tables and columns side by side take the whole width; a column of text no more than can be read."""
        wide = self._here in (Step.PERSON, Step.NEWS) or (self._here is Step.VERDICT and self._asks_beside)
        self._column.setMaximumWidth(16_777_215 if wide else theme_of(self).px(_TEXT_PX))


class TakenPart(QWidget):
    """It is done: what was kept, and where to go from here."""

    person_asked = Signal()
    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.notice = Notice()
        self.person = Button(self.tr("Ouvrir son dossier"), icon="folder-open", kind=Kind.PRIMARY)
        self.another = Button(self.tr("Recevoir un autre document"), icon="file-down")
        deeds = box(FlowLayout(self.person, self.another))
        self.setLayout(column(None, self.notice, deeds, None, gap=Gap.LARGE))
        self.person.clicked.connect(self.person_asked)
        self.another.clicked.connect(self.another_asked)

    def show_taken(self, taken: Taken) -> None:
        self.notice.say(taken.sentence, taken.advice, Gravity.GOOD)
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)
