"""One person beside the list: her facts, her interviews, and the one thing to do next."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from spie_diag.desktop.cases.form_choice import FormChoice
from spie_diag.desktop.cases.lines import Details, Past
from spie_diag.desktop.receiving.received_list import ReceivedList
from spie_diag.desktop.theme import Colour, Gap, Text, Tone, theme_of
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.layouts import IconLabel, box, clear, column, label, panel, row, rule, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.painting import PaintedSign, smooth_painter
from spie_diag.desktop.widgets.signs import Avatar
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, FieldOfWork, InterviewId, Specialist

_ALL_DEEDS_FROM_PX = 480


class PersonPanel(QWidget):
    beginning_asked = Signal(object, object, object, str)
    """The person’s file, the id of the social and of the employment specialist, or None, and the form’s fingerprint."""
    resumption_asked = Signal(object)
    export_asked = Signal(object, str, bool)
    """The interview, the file, and whether the copy is for the person herself."""
    handing_over_asked = Signal(object)
    """The interview from which something leaves."""
    rights_asked = Signal(object)
    finding_asked = Signal(object, str)
    """The person’s file, and how she is called."""

    def __init__(self, specialists: tuple[Specialist, ...]) -> None:
        super().__init__()
        self._case: CaseId | None = None
        self._past: tuple[Past, ...] = ()
        self._number = ""
        self._ticks = {one.id: (one, Tick(one.name)) for one in specialists}
        for _, tick in self._ticks.values():
            tick.setChecked(True)
            tick.toggled.connect(self._pair_changed)
        self._avatar = Avatar("", size_px=52)
        self._name = label("", Text.H2, wrap=True, verbatim=True)
        self._facts = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._next = label("", Text.STRONG, wrap=True)
        self._next_icon = IconLabel("calendar-clock", Colour.PRIMARY, 20)
        self._next_card = panel(row(self._next_icon, (self._next, 1), gap=Gap.MEDIUM, margins=10), Tone.PRIMARY)
        self._course: QVBoxLayout = column(gap=0)
        asked = label(self.tr("Qui la reçoit ?"), Text.STRONG)
        self.form = FormChoice()
        self._who = box(column(rule(), 4, asked, *(tick for _, tick in self._ticks.values()), 4, self.form))
        self._alone = Notice()
        self.notice = Notice()
        self.act = Button("", kind=Kind.PRIMARY, icon="arrow-right", trailing_icon=True, wide=True)
        self.again = Button(self.tr("Commencer un nouvel entretien"), icon="plus", wide=True)
        self.export = Button(self.tr("Enregistrer une copie du document"), icon="download", wide=True)
        self.hand_over = Button(self.tr("Transmettre ou imprimer"), icon="handshake", wide=True)
        self.open_copy = Button(self.tr("Ouvrir la copie"), icon="file-text", wide=True)
        self.rights = Button(self.tr("Droits de la personne"), icon="scale", kind=Kind.QUIET, wide=True)
        self.finding = Button(self.tr("Chercher dans ses entretiens"), icon="search", kind=Kind.QUIET, wide=True)
        self.opposition = Notice()
        self.received = ReceivedList()
        self._copy = ""
        self._lay_out()
        self.act.clicked.connect(self._act)
        self.again.clicked.connect(self._begin_again)
        self.export.clicked.connect(self._choose_place)
        self.hand_over.clicked.connect(self._ask_handing_over)
        self.open_copy.clicked.connect(self._open_copy)
        self.rights.clicked.connect(self._ask_rights)
        self.finding.clicked.connect(self.ask_finding)

    def show_person(self, details: Details) -> None:
        if details.case != self._case:
            self.form.choose_common()
            self.show_standing(details.case, "")
        self._case, self._past, self._number = details.case, details.past, details.number
        self._avatar.show_name(details.full_name)
        self._name.setText(details.called)
        say_in(self._facts, "\n".join(details.facts))
        say_in(self._next, details.due)
        self._next_icon.show_as(details.due_icon, Colour.PRIMARY)
        self._show_course(details.past)
        self._choose_deeds()
        self.notice.clear()
        self.open_copy.hide()

    def show_standing(self, case: CaseId, opposed_since: str) -> None:
        """Since when she opposes sharing, in words; what leaves the app is then hers alone."""
        if opposed_since and case == self._case:
            self.opposition.say(
                self.tr("Elle s’oppose au partage"),
                self.tr("Depuis le {0}. Une copie ne peut être que pour elle.").format(opposed_since),
                Gravity.WARNING,
                aloud=False,
            )
            self.export.set_text(self.tr("Enregistrer sa copie, pour elle"))
        elif not opposed_since:
            self.opposition.clear()
            self.export.set_text(self.tr("Enregistrer une copie du document"))

    def show_error(self, error: SpieError) -> None:
        self.notice.say_error(error)

    def show_exported(self, file: Path) -> None:
        self._copy = str(file)
        self.notice.say(
            self.tr("Copie enregistrée."),
            self.tr("Elle n’est pas chiffrée : gardez-la en lieu sûr, ou effacez-la après usage."),
            Gravity.GOOD,
        )
        self.open_copy.show()
        self.open_copy.setFocus()

    def focus_deed(self) -> None:
        self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._body = column(
            row(self._avatar, (column(self._name, self._facts, gap=2), 1), gap=Gap.MEDIUM),
            self._next_card,
            self.opposition,
            label(self.tr("Ses entretiens"), Text.STRONG),
            self._course,
            self.received,
            self._who,
            self._alone,
            self.notice,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 18, 18, 8),
        )
        others = (self.again, self.hand_over, self.export, self.open_copy, self.finding, self.rights)
        self._others = box(column(*others, gap=Gap.SMALL))
        self._deeds = column(self.act, self._others, gap=Gap.SMALL, margins=(18, 4, 18, 16))
        self.setLayout(column((scrolled(self._body), 1), self._deeds, gap=0))
        self.open_copy.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._share_room()

    def _share_room(self) -> None:
        """Where there is little height only the first deed stays in sight: the others scroll with her facts."""
        wanted = self._body if self.height() / theme_of(self).scale < _ALL_DEEDS_FROM_PX else self._deeds
        if wanted.indexOf(self._others) < 0:
            wanted.addWidget(self._others)

    def _show_course(self, past: tuple[Past, ...]) -> None:
        clear(self._course)
        if not past:
            self._course.addWidget(label(self.tr("Premier entretien : rien à relire."), tone=Colour.INK2, wrap=True))
        for place, one in enumerate(past):
            last = place == len(past) - 1
            lines = [label(one.words, Text.STRONG if last else Text.BODY)]
            if one.detail:
                lines.append(label(one.detail, Text.CAPTION, tone=Colour.INK3))
            bead = _Bead(done=one.is_signed, first=place == 0, last=last)
            when = label(one.day, Text.CAPTION, tone=Colour.INK2)
            self._course.addLayout(row(bead, column(*lines, gap=0), None, when, gap=Gap.MEDIUM))

    def _choose_deeds(self) -> None:
        latest = self._past[-1] if self._past else None
        ongoing = latest is not None and not latest.is_signed
        self.act.set_text(
            self.tr("Reprendre l’entretien")
            if ongoing
            else self.tr("Relire l’entretien signé")
            if latest is not None
            else self.tr("Commencer l’entretien")
        )
        self.again.setVisible(latest is not None and latest.is_signed)
        self.export.setVisible(latest is not None and latest.signatures > 0)
        self.hand_over.setVisible(latest is not None)
        self.finding.setVisible(latest is not None)
        self._who.setVisible(not ongoing)
        self._pair_changed()

    def _pair_changed(self) -> None:
        chosen = [one for one, tick in self._ticks.values() if tick.isChecked()]
        begins = not self._past or self._past[-1].is_signed
        (self.again if self._past else self.act).setEnabled(bool(chosen) or not begins)
        if begins and len(chosen) == 1:
            self._alone.say(
                self.tr("Diagnostic non conjoint"),
                self.tr("Avec un seul spécialiste, chaque page du document le dit."),
                Gravity.INFO,
                aloud=False,
            )
        elif begins and not chosen:
            self._alone.say(self.tr("Cochez au moins une personne du binôme."), "", Gravity.INFO, aloud=False)
        else:
            self._alone.clear()

    def _act(self) -> None:
        if self._past:
            self.resumption_asked.emit(self._past[-1].interview)
        else:
            self._begin_again()

    def _begin_again(self) -> None:
        ids = {one.field_of_work: one.id for one, tick in self._ticks.values() if tick.isChecked()}
        if self._case is not None and ids:
            social, employment = ids.get(FieldOfWork.SOCIAL), ids.get(FieldOfWork.EMPLOYMENT)
            self.beginning_asked.emit(self._case, social, employment, self.form.chosen())

    def _choose_place(self) -> None:
        latest = self._past[-1]
        name = f"diagnostic-{self._number}-v{latest.version}.pdf"
        self._dialog = file_dialog(self, self.tr("Enregistrer une copie du document"), name)
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.setNameFilter(self.tr("Documents PDF (*.pdf)"))
        self._dialog.setDefaultSuffix("pdf")
        self._dialog.selectFile(name)
        self._dialog.fileSelected.connect(self._place_chosen)
        self._dialog.open()

    def _place_chosen(self, file: str) -> None:
        interview: InterviewId = self._past[-1].interview
        self.export_asked.emit(interview, file, bool(self.opposition.said()))

    def _ask_handing_over(self) -> None:
        """From the last signed interview; where none is, from the last one, which says what is possible."""
        signed = [one for one in self._past if one.is_signed]
        self.handing_over_asked.emit((signed or list(self._past))[-1].interview)

    def _ask_rights(self) -> None:
        if self._case is not None:
            self.rights_asked.emit(self._case)

    def ask_finding(self) -> None:
        """Look for words in what was written of her, where something was."""
        if self._case is not None and self._past:
            self.finding_asked.emit(self._case, self._name.text())

    def _open_copy(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._copy))


class _Bead(PaintedSign):
    """A dot on the thread of the interviews: filled once signed, ringed while it lasts."""

    def __init__(self, *, done: bool, first: bool, last: bool) -> None:
        super().__init__()
        self._done, self._first, self._last = done, first, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(20), self.theme.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        colour = self.theme.colour(Colour.PRIMARY)
        centre = QPointF(self.width() / 2, self.height() / 2)
        painter.setPen(QPen(colour, 2))
        if not self._first:
            painter.drawLine(QPointF(centre.x(), 0), centre)
        if not self._last:
            painter.drawLine(centre, QPointF(centre.x(), self.height()))
        radius = self.theme.px(6.5)
        painter.setBrush(colour if self._done else self.theme.colour(Colour.SURFACE))
        painter.drawEllipse(centre, radius, radius)
        if not self._done:
            painter.setBrush(colour)
            painter.drawEllipse(centre, radius * 0.4, radius * 0.4)
        painter.end()
