"""The top of the interview: back, the person, the seven stages as a map, the soft time, who writes."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame

from spie_diag.desktop.theme import Colour, Gap, Text, pixmap
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import column, label, row, say_in
from spie_diag.desktop.widgets.painting import PaintedButton, rounded, smooth_painter
from spie_diag.desktop.widgets.progress import ProgressRing, Stepper
from spie_diag.desktop.widgets.signs import Sign, paint_sign
from spie_diag.desktop.window import roomy_width
from spie_diag.forms.definition import QuestionCode
from spie_diag.french import clock_time
from spie_diag.interview.course import AGREEMENT, Progress, Stage
from spie_diag.interview.people import FieldOfWork

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet

_PLANNED_MINUTES = 90
"""A joint interview lasts one hour and a half to two hours. Source: domain §1.2."""
_LONG_SITTING_MINUTES = 8 * 60
_ROOM_FOR_TIME = 1060
_REASON = QuestionCode("CAD-01")


class KeyboardHolder(PaintedButton):
    """« Nadia écrit », in her colour and with her sign: a tap passes the keyboard."""

    def __init__(self) -> None:
        super().__init__("")
        self._sign = Sign.SOCIAL

    def show_writer(self, sheet: "Sheet") -> None:
        social = sheet.writer.field_of_work is FieldOfWork.SOCIAL
        self._sign = Sign.SOCIAL if social else Sign.EMPLOYMENT
        name = sheet.writer.name.split()[0]
        self.setText(self.tr("{name} écrit").format(name=name))
        colleague = next((one for one in sheet.pair.members if one.id != sheet.writer.id), None)
        self.setEnabled(colleague is not None)
        if colleague is None:
            self.set_hint(self.tr("Un seul professionnel : diagnostic non conjoint"))
        else:
            self.set_hint(self.tr("Passer le clavier à {name}   Ctrl T").format(name=colleague.name.split()[0]))
        self.setAccessibleName(f"{self.text()}. {self.toolTip().split('   ')[0]}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text = self.theme.metrics(Text.SMALL, 600).horizontalAdvance(self.text())
        return QSize(text + self.theme.px(76), self.theme.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, tone = self.theme, smooth_painter(self), self._sign.tone
        shape = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = self.background() or tone.soft
        rounded(painter, theme, shape, shape.height() / 2, fill=fill, border=tone.full, border_px=1.2)
        paint_sign(painter, theme, self._sign, QPointF(theme.px(18), self.height() / 2), theme.px(6))
        painter.setPen(theme.colour(Colour.INK))
        painter.setFont(theme.font(Text.SMALL, 600))
        painter.drawText(
            QRectF(theme.px(32), 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if self.isEnabled():
            turn = pixmap("repeat", tone.full, 18, theme=theme)
            painter.drawPixmap(QPointF(self.width() - theme.px(31), self.height() / 2 - theme.px(9)), turn)
        painter.end()


class Header(QFrame):
    back_asked = Signal()
    stage_asked = Signal(object)
    """The ``Stage`` that somebody wants to see."""
    pass_asked = Signal()
    discreet_asked = Signal()
    finding_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._started: datetime | None = None
        self.back = Button(
            icon="arrow-left", kind=Kind.QUIET, hint=self.tr("Revenir aux personnes, tout est enregistré")
        )
        self._name = label(style=Text.STRONG, verbatim=True)
        self._sub = label(style=Text.CAPTION, tone=Colour.INK3)
        self.stepper = Stepper([stage.title for stage in Stage])
        self._ring = ProgressRing(26)
        self._minutes = label(style=Text.SMALL, tone=Colour.INK2)
        self.writer = KeyboardHolder()
        self.finder = Button(icon="search", small=True, hint=self.tr("Chercher dans ses entretiens   Ctrl F"))
        self.discreet = Button(icon="eye-off", small=True, hint=self.tr("Écran discret   F9"))
        who = column(self._name, self._sub, gap=0)
        self.setLayout(
            row(self.back, who, (self.stepper, 1), self._ring, self._minutes, 4, self.writer, self.finder,
                self.discreet, gap=Gap.SMALL, margins=(8, 8, 16, 8))
        )  # fmt: skip
        self._minute = QTimer(self, interval=20_000)
        self._minute.timeout.connect(self._show_time)
        self._minute.start()
        self.back.clicked.connect(self.back_asked)
        self.stepper.asked.connect(lambda place: self.stage_asked.emit(list(Stage)[place]))
        self.writer.clicked.connect(self.pass_asked)
        self.finder.clicked.connect(self.finding_asked)
        self.discreet.clicked.connect(self.discreet_asked)

    def show_sheet(self, sheet: "Sheet", stage: Stage) -> None:
        self._name.setText(sheet.person.called)
        joint = sheet.pair.is_joint
        about = sheet.person.number if joint else self.tr("diagnostic non conjoint")
        if sheet.version > 1:
            about += self.tr(" · version {number}").format(number=sheet.version)
        say_in(self._sub, about)
        self.stepper.show_stage(list(Stage).index(stage), _done(sheet))
        self.writer.show_writer(sheet)
        self._started = sheet.started_at
        self._show_time()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_time()

    def _show_time(self) -> None:
        """A ring that fills, no countdown; nothing for an interview begun another day."""
        if self._started is None:
            return
        begun = self._started.astimezone()
        minutes = int((datetime.now().astimezone() - begun).total_seconds() // 60)
        shown = 0 <= minutes < _LONG_SITTING_MINUTES and roomy_width(self) >= _ROOM_FOR_TIME
        self._ring.setVisible(shown)
        self._minutes.setVisible(shown)
        spoken = self.tr("Entretien commencé à {time}. Durée prévue : une heure et demie.")
        self._ring.show_share(minutes / _PLANNED_MINUTES, spoken.format(time=clock_time(begun)))
        say_in(self._minutes, f"{minutes} min")


def _done(sheet: "Sheet") -> frozenset[int]:
    """The stages that carry a tick: what they are for has been done."""
    rated = [step for step in sheet.course.exploration if step.block.is_rated]
    opened = [step for step in rated if step.opened]
    covered = [step for step in rated if step.progress is Progress.COVERED]
    concluded = [step for step in opened if step.block.code in sheet.conclusions]
    done = {
        Stage.PREPARATION: sheet.state.value(_REASON) is not None,
        Stage.AGREEMENT: sheet.state.value(AGREEMENT) is not None,
        Stage.EXPLORATION: sheet.state.value(AGREEMENT) != "non" and bool(covered) and len(covered) == len(rated),
        Stage.CROSSED_VIEWS: bool(opened) and len(concluded) == len(opened),
        Stage.RESTITUTION: bool(sheet.syntheses.short),
        Stage.PLAN: bool(sheet.goals) and sheet.next_meeting is not None,
        Stage.SIGNATURES: sheet.is_signed,
    }
    return frozenset(place for place, stage in enumerate(Stage) if done[stage])
