"""« Ma signature »: who a specialist is for her partners, and what she signs with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from spie_diag.desktop.safe.confirming import Confirming
from spie_diag.desktop.safe.identity_parts import CardPart, KeyFilePart
from spie_diag.desktop.safe.identity_presenter import CardLine, IdentityShown, Offered, Part
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, clear, column, label, panel, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.errors import SpieError
from spie_diag.french import spaced


class IdentityView(QWidget):
    shown = Signal()
    certificate_place = Signal(str)
    request_folder = Signal(str)
    certificate_chosen = Signal(str)
    certificate_taken = Signal()
    key_given = Signal(str, str)
    card_read = Signal(str, str)
    card_chosen = Signal(int)
    built_in_asked = Signal()
    renewal_asked = Signal()
    server_kept = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.warning = Notice()
        self._facts = column(gap=Gap.SMALL)
        self.export = Button(self.tr("Enregistrer mon certificat…"), icon="file-down")
        self.request = Button(self.tr("Écrire ma demande…"), icon="file-text")
        self.take = Button(self.tr("Prendre le certificat reçu…"), icon="folder-open")
        self._offered = label("", wrap=True)
        self._offered_print = _fingerprint()
        self.accept = Button(self.tr("C’est la même : signer avec"), icon="check", kind=Kind.PRIMARY)
        self.decline = Button(self.tr("Ne pas le prendre"), kind=Kind.QUIET)
        self.key_file, self.card = KeyFilePart(), CardPart()
        self.built_in = Button(self.tr("Revenir à la clé de ce coffre"), icon="undo-2")
        self.renew = Button(self.tr("Faire une nouvelle clé"), icon="key-round")
        self.confirm_built_in = Confirming(self.tr(_BUILT_IN[0]), self.tr(_BUILT_IN[1]), self.tr("Oui, y revenir"))
        self.confirm_renewal = Confirming(self.tr(_RENEW[0]), self.tr(_RENEW[1]), self.tr("Oui, une nouvelle clé"))
        self.server = LineEdit(hint="https://…", most=300)
        self.keep_server = Button(self.tr("Garder ce serveur"), icon="check")
        self.notices = {part: Notice() for part in (Part.ABOUT, Part.REQUEST, Part.KEY, Part.STAMP)}
        self._lay_out()
        self._connect()

    def show_identity(self, shown: IdentityShown) -> None:
        clear(self._facts)
        for title, said in _facts_of(shown):
            self._facts.addLayout(_fact(title, said))
        for title, groups in _fingerprints_of(shown):
            self._facts.addLayout(_fact(title, groups, _fingerprint()))
        if shown.warning:
            advice = _RENEWED if shown.is_built_in else _RENEWED_ELSEWHERE
            gravity = Gravity.ERROR if shown.is_over else Gravity.WARNING
            self.warning.say(shown.warning, self.tr(advice), gravity, aloud=False)
        else:
            self.warning.clear()
        self.card.show_possible(shown.reads_cards)
        self.built_in.setVisible(not shown.is_built_in)
        if not self.server.hasFocus():
            self.server.show_text(shown.stamp_address)
        self._offered_panel.hide()

    def show_busy(self, part: Part, sentence: str) -> None:
        (self.key_file if part is Part.KEY_FILE else self.card).say_busy(sentence)

    def say_done(self, part: Part, sentence: str, advice: str) -> None:
        self._clear_notices()
        if part in self.notices:
            self.notices[part].say(sentence, advice, Gravity.GOOD)
            bring_up(self.notices[part])
        else:
            (self.key_file if part is Part.KEY_FILE else self.card).say_done(sentence, advice)

    def say_wrong(self, part: Part, error: SpieError) -> None:
        self._clear_notices()
        if part in self.notices:
            self.notices[part].say_error(error)
            bring_up(self.notices[part])
        else:
            (self.key_file if part is Part.KEY_FILE else self.card).say_wrong(error)

    def show_offered(self, offered: Offered) -> None:
        self._clear_notices()
        told = self.tr("Ce certificat est à votre nom, {0}. Il est délivré par « {1} », {2}.")
        say_in(self._offered, told.format(offered.name, offered.authority, offered.valid))
        self._offered_print.setText(offered.fingerprint)
        self._offered_panel.show()
        self.decline.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(self._offered_panel)

    def show_cards(self, lines: Sequence[CardLine]) -> None:
        self.card.show_cards(lines)

    def half_written(self) -> Mapping[str, str]:
        """The address being typed; no password and no PIN."""
        return {"server": self.server.text()} if self.server.isModified() else {}

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        self.server.setText(texts.get("server", ""))
        self.server.setModified(True)
        then()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._clear_notices()
            self.key_file.close_again()
            self.card.close_again()
            for one in (self.confirm_built_in, self.confirm_renewal, self._offered_panel):
                one.hide()

    def _lay_out(self) -> None:
        page = section_page(
            self.tr("Ma signature"),
            self.tr("Ce que vos partenaires voient de vous quand ils vérifient un document que vous avez signé."),
            self.warning,
            card("", "", self._facts, box(FlowLayout(self.export)), self.notices[Part.ABOUT]),
            self._certification(),
            card(self.tr("Signer avec une clé reçue"), self.tr(_KEY_FILE), self.key_file),
            card(self.tr("Signer avec une carte"), self.tr(_CARD), self.card),
            self._own_key(),
            self._time_stamp(),
        )
        self.setLayout(column((page, 1)))

    def _certification(self) -> QWidget:
        compare = label(self.tr(_COMPARE), Text.SMALL, wrap=True)
        deeds = box(FlowLayout(self.accept, self.decline))
        asked = column(self._offered, compare, self._offered_print, deeds, gap=Gap.SMALL, margins=12)
        self._offered_panel = panel(asked, Tone.WARN)
        self._offered_panel.hide()
        buttons = box(FlowLayout(self.request, self.take))
        title = self.tr("Faire certifier la clé de ce coffre")
        return card(title, self.tr(_CERTIFY), buttons, self._offered_panel, self.notices[Part.REQUEST])

    def _own_key(self) -> QWidget:
        buttons = box(FlowLayout(self.built_in, self.renew))
        asked = (self.confirm_built_in, self.confirm_renewal)
        return card(self.tr("La clé de ce coffre"), self.tr(_OWN), buttons, *asked, self.notices[Part.KEY])

    def _time_stamp(self) -> QWidget:
        field = Field(self.tr("Adresse du serveur"), self.server, optional=self.tr("facultatif"))
        kept = (field, box(FlowLayout(self.keep_server)), self.notices[Part.STAMP])
        return card(self.tr("Horodatage"), self.tr(_STAMP), *kept)

    def _connect(self) -> None:
        self.export.clicked.connect(self._choose_certificate_place)
        self.request.clicked.connect(self._choose_request_folder)
        self.take.clicked.connect(self._choose_certificate)
        self.accept.clicked.connect(self.certificate_taken)
        self.decline.clicked.connect(self._offered_panel.hide)
        self.key_file.given.connect(self.key_given)
        self.card.read_asked.connect(self.card_read)
        self.card.chosen.connect(self.card_chosen)
        self.built_in.clicked.connect(self.confirm_built_in.ask)
        self.renew.clicked.connect(self.confirm_renewal.ask)
        self.confirm_built_in.confirmed.connect(self.built_in_asked)
        self.confirm_renewal.confirmed.connect(self.renewal_asked)
        self.keep_server.clicked.connect(self._keep_server)
        self.server.returnPressed.connect(self._keep_server)

    def _keep_server(self) -> None:
        self.server.setModified(False)
        self.server_kept.emit(self.server.text())

    def _clear_notices(self) -> None:
        for notice in self.notices.values():
            notice.clear()

    def _choose_certificate_place(self) -> None:
        dialog = self._dialog_for(self.tr("Enregistrer mon certificat"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Certificats (*.pem)"))
        dialog.setDefaultSuffix("pem")
        dialog.selectFile("mon-certificat.pem")
        dialog.fileSelected.connect(self.certificate_place)
        dialog.open()

    def _choose_request_folder(self) -> None:
        dialog = self._dialog_for(self.tr("Choisir le dossier où écrire la demande"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.request_folder)
        dialog.open()

    def _choose_certificate(self) -> None:
        dialog = self._dialog_for(self.tr("Choisir le certificat reçu"))
        dialog.setNameFilter(self.tr("Certificats (*.pem *.crt *.cer);;Tous les fichiers (*)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.certificate_chosen)
        dialog.open()

    def _dialog_for(self, title: str) -> QFileDialog:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._dialog = file_dialog(self, title, folder)
        return self._dialog


def _facts_of(shown: IdentityShown) -> tuple[tuple[str, str], ...]:
    structure = shown.structure
    if shown.own_structure:
        structure = spaced(f"{structure} (ce coffre dit : {shown.own_structure})")
    facts = (
        ("Nom", shown.name),
        ("Structure", structure),
        ("Vous signez avec", shown.kind),
        ("Qui s’en porte garant", shown.vouched),
        ("Certificat valable", shown.valid),
    )
    return tuple((title, said) for title, said in facts if said)


def _fingerprints_of(shown: IdentityShown) -> tuple[tuple[str, str], ...]:
    told = (
        ("Votre empreinte, à lire à voix haute à un partenaire", shown.fingerprint),
        ("Empreinte de l’autorité", shown.authority_fingerprint),
    )
    return tuple((title, groups) for title, groups in told if groups)


def _fact(title: str, said: str, made: QLabel | None = None) -> QVBoxLayout:
    words = made or label("", wrap=True, verbatim=True)
    words.setText(said)
    words.setAccessibleName(spaced(f"{title} : {said}"))
    return column(label(title, Text.SMALL, tone=Colour.INK2, wrap=True), words, gap=1)


def _fingerprint() -> QLabel:
    made = label("", Text.STRONG, wrap=True, verbatim=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made


_CERTIFY: Final = (
    "Une autorité de votre territoire peut se porter garante de vous : vos partenaires vous reconnaissent alors sans "
    "comparer votre empreinte. Écrivez votre demande, remettez-la-lui, puis prenez ici le certificat qu’elle vous rend."
)
_COMPARE: Final = (
    "Comparez l’empreinte de cette autorité avec celle qu’elle publie : au téléphone, dans une convention, sur une "
    "affiche. Une fausse autorité peut porter le même nom."
)
_KEY_FILE: Final = (
    "Un fichier .p12 ou .pfx, avec son mot de passe, délivré à votre nom. La clé est gardée dans ce coffre."
)
_CARD: Final = "La clé reste sur la carte ; son code PIN est demandé à chaque signature et n’est gardé nulle part."
_OWN: Final = (
    "Elle s’ouvre avec votre phrase secrète et ne quitte pas ce coffre. Une nouvelle clé sert quand le certificat se "
    "termine, ou si quelqu’un a pu se servir de l’ancienne."
)
_STAMP: Final = (
    "Un serveur d’horodatage (RFC 3161) témoigne du moment de chaque signature. Il voit une empreinte, rien du "
    "document. S’il ne répond pas, la signature est faite sans lui."
)
_BUILT_IN: Final = (
    "Revenir à la clé de ce coffre ?",
    "La clé reçue ou la carte n’est plus utilisée, et la clé reçue est effacée du coffre. Pour y revenir, il faudra de "
    "nouveau le fichier ou la carte. Ce qui est signé reste valable.",
)
_RENEW: Final = (
    "Faire une nouvelle clé ?",
    "Vous signez alors avec elle, et plus avec l’ancienne. Vos partenaires devront vous reconnaître de nouveau, ou une "
    "autorité la certifier. Ce qui est signé reste valable ; un document qui attend encore votre signature sera à "
    "refaire.",
)
_RENEWED: Final = "Demandez-en un autre à l’autorité, ou faites une nouvelle clé ci-dessous."
_RENEWED_ELSEWHERE: Final = "Demandez-en un autre à qui vous l’a délivré, ou revenez à la clé de ce coffre."
