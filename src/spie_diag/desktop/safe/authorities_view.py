"""« Autorités reconnues »: the authorities and the signers that this computer believes, and how one is added."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from spie_diag.desktop.safe.authorities_presenter import Candidate, Kind, TrustLine
from spie_diag.desktop.safe.comparing import Comparing
from spie_diag.desktop.safe.confirming import Confirming
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, clear, column, label, row, rule
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.errors import SpieError


class AuthoritiesView(QStackedWidget):
    """Two pages: whom this computer believes, and the comparison before somebody new is believed."""

    shown = Signal()
    file_chosen = Signal(object, str)
    """``Kind``, and the file of its certificate."""
    list_chosen = Signal(str)
    recognition_asked = Signal(str, str, bool)
    """As ``Comparing.recognised``."""
    left = Signal()
    forgetting_asked = Signal(object, str)
    """``Kind`` and fingerprint."""

    def __init__(self) -> None:
        super().__init__()
        self.add_authority = Button(self.tr("Ajouter une autorité…"), icon="plus")
        self.add_list = Button(self.tr("Prendre une liste de révocation…"), icon="file-text")
        self.add_signer = Button(self.tr("Ajouter un signataire…"), icon="user-plus")
        self.notices = {kind: Notice() for kind in Kind}
        self._rows: dict[Kind, QVBoxLayout] = {kind: column(gap=Gap.MEDIUM) for kind in Kind}
        self.comparing = Comparing()
        self._make_list()
        self.addWidget(self._list_page)
        self.addWidget(self.comparing)
        self.add_authority.clicked.connect(partial(self._choose, Kind.AUTHORITY))
        self.add_signer.clicked.connect(partial(self._choose, Kind.SIGNER))
        self.add_list.clicked.connect(self._choose_list)
        self.comparing.recognised.connect(self.recognition_asked)
        self.comparing.left.connect(self.show_list)

    def show_authorities(self, lines: Sequence[TrustLine]) -> None:
        self._fill(Kind.AUTHORITY, lines, self.tr("Aucune autorité n’est reconnue par cet ordinateur."))

    def show_signers(self, lines: Sequence[TrustLine]) -> None:
        self._fill(Kind.SIGNER, lines, self.tr("Aucun signataire n’est reconnu par cet ordinateur."))

    def show_candidate(self, candidate: Candidate) -> None:
        self._clear_notices()
        self.comparing.show_candidate(candidate)
        self.setCurrentWidget(self.comparing)
        self.comparing.start()

    def say_other_groups(self) -> None:
        self.comparing.say_other_groups()

    def say_done(self, kind: Kind, sentence: str, advice: str) -> None:
        self._say(kind, sentence, advice, Gravity.GOOD)

    def say_wrong(self, kind: Kind, error: SpieError) -> None:
        self._say(kind, error.what_happened, error.what_to_do, Gravity.ERROR)

    def step_back(self) -> bool:
        inside = self.currentWidget() is self.comparing
        if inside:
            self.show_list()
        return inside

    def show_list(self) -> None:
        """Back to whom this computer believes; what was being compared is dropped."""
        self.left.emit()
        self.setCurrentWidget(self._list_page)
        self.add_authority.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._clear_notices()

    def _make_list(self) -> None:
        authorities = card(
            self.tr("Autorités"),
            self.tr(_AUTHORITIES),
            self.notices[Kind.AUTHORITY],
            self._rows[Kind.AUTHORITY],
            box(FlowLayout(self.add_authority, self.add_list)),
        )
        signers = card(
            self.tr("Signataires reconnus un par un"),
            self.tr(_SIGNERS),
            self.notices[Kind.SIGNER],
            self._rows[Kind.SIGNER],
            box(FlowLayout(self.add_signer)),
        )
        intro = self.tr("À qui cet ordinateur se fie quand il vérifie un document.")
        self._list_page = section_page(self.tr("Autorités reconnues"), intro, authorities, signers)

    def _fill(self, kind: Kind, lines: Sequence[TrustLine], none: str) -> None:
        rows = self._rows[kind]
        clear(rows)
        if not lines:
            rows.addWidget(label(none, tone=Colour.INK2, wrap=True))
        for place, line in enumerate(lines):
            if place:
                rows.addWidget(rule())
            rows.addWidget(self._row_of(kind, line))

    def _row_of(self, kind: Kind, line: TrustLine) -> QWidget:
        words = column(
            label(line.title, Text.STRONG, wrap=True, verbatim=True),
            label("\n".join(line.details), Text.SMALL, tone=Colour.INK2, wrap=True),
            label(line.groups, Text.CAPTION, tone=Colour.INK2, wrap=True),
            gap=2,
        )
        forget = Button(self.tr("Ne plus reconnaître"), small=True)
        forget.setAccessibleName(self.tr("Ne plus reconnaître {0}").format(line.title))
        asked = Confirming(
            self.tr("Ne plus reconnaître « {0} » ?").format(line.title),
            self.tr("Pour y revenir, il faudra de nouveau son certificat, et comparer son empreinte."),
            self.tr("Oui, ne plus reconnaître"),
        )
        forget.clicked.connect(asked.ask)
        asked.confirmed.connect(partial(self.forgetting_asked.emit, kind, line.fingerprint))
        return box(column(row((words, 1), column(forget, None), gap=Gap.MEDIUM), asked, gap=Gap.SMALL))

    def _say(self, kind: Kind, sentence: str, advice: str, gravity: Gravity) -> None:
        self.setCurrentWidget(self._list_page)
        self._clear_notices()
        self.notices[kind].say(sentence, advice, gravity)
        bring_up(self.notices[kind])

    def _clear_notices(self) -> None:
        for notice in self.notices.values():
            notice.clear()

    def _choose(self, kind: Kind) -> None:
        title = {
            Kind.AUTHORITY: self.tr("Choisir le certificat d’une autorité"),
            Kind.SIGNER: self.tr("Choisir le certificat d’un signataire"),
        }
        dialog = self._dialog_for(title[kind])
        dialog.setNameFilter(self.tr("Certificats (*.pem *.crt *.cer);;Tous les fichiers (*)"))
        dialog.fileSelected.connect(partial(self.file_chosen.emit, kind))
        dialog.open()

    def _choose_list(self) -> None:
        dialog = self._dialog_for(self.tr("Choisir une liste de révocation"))
        dialog.setNameFilter(self.tr("Listes de révocation (*.crl *.pem);;Tous les fichiers (*)"))
        dialog.fileSelected.connect(self.list_chosen)
        dialog.open()

    def _dialog_for(self, title: str) -> QFileDialog:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._dialog = file_dialog(self, title, folder)
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        return self._dialog


_AUTHORITIES: Final = (
    "L’autorité d’un territoire certifie ses professionnels : la reconnaître une fois suffit pour les reconnaître "
    "tous. Sa liste de révocation dit les certificats qu’elle a repris."
)
_SIGNERS: Final = "Ceux de ce coffre, et ceux que vous avez comparés vous-même, sans passer par une autorité."
