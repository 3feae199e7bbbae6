"""The frame of the interview: one full page, without rail, around whichever stage is shown."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from spie_diag.desktop.caret import Caret, bring_caret_back, caret_in
from spie_diag.desktop.interview.cover import Cover
from spie_diag.desktop.interview.finding import FindingPanel
from spie_diag.desktop.interview.footer import Footer
from spie_diag.desktop.interview.header import Header
from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.passing import FrozenBanner, PassPanel
from spie_diag.desktop.interview.stage import StagePage
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import box, column, row
from spie_diag.desktop.widgets.notices import Gravity, Notice, Toast
from spie_diag.desktop.widgets.passphrases import PassphraseEdit
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.desktop.window import mark_region
from spie_diag.errors import SpieError
from spie_diag.french import counted
from spie_diag.interview.course import Stage

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet
    from spie_diag.followup.checklist import ToDo

Opener = Callable[[], StagePage]
_SETTLED_MS = 400


class InterviewView(QWidget):
    """Opens each stage when it is first shown; gives every sheet to the stage on screen."""

    pass_asked = Signal()
    undo_asked = Signal()
    next_asked = Signal()
    passphrase_given = Signal(str)
    caret_settled = Signal(str, int)
    """The text field that has the keyboard, as it is spoken, and the place in its text; empty and 0 for no field."""
    language_asked = Signal(object)
    """The ``Language`` in which somebody wants the questions."""
    filled = Signal()
    """The interview is shown for the first time, as it was left."""

    def __init__(self, openers: Mapping[Stage, Opener], toast: Toast) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._openers, self._toast = dict(openers), toast
        self._pages: dict[Stage, StagePage] = {}
        self._language = Language()
        self._spoken: dict[Stage, Language] = {}
        self._stage: Stage | None = None
        self._sheet: Sheet | None = None
        self._undoing: QWidget | None = None
        self._caret = Caret("", 0)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._error_said = False
        self._warned: set[str] = set()
        self._warning: tuple[str, str] | None = None
        self._waiting: list[tuple[str, str]] = []
        self.header, self.footer, self.banner = Header(), Footer(), FrozenBanner()
        self.notice = Notice()
        self.close_notice = Button(icon="x", kind=Kind.QUIET, small=True, hint=self.tr("Fermer ce message"))
        self.stages = QStackedWidget()
        self.stage_cover = Cover(self.stages)
        self._lay_out()
        self.passing = PassPanel(self)
        self.finding = FindingPanel(self)
        self.cover = Cover(self)
        self._connect()
        self._bind_keys()

    def _lay_out(self) -> None:
        beside = column(self.close_notice, None)
        self._notice_box = box(row((self.notice, 1), beside, margins=(12, 10, 12, 0)))
        self._notice_box.hide()
        self.stage_cover.hide()
        inner = self.stages.layout()
        if inner is not None:
            inner.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        page = column(self.header, self._notice_box, self.banner, (self.stages, 1), self.footer, gap=0)
        page.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(page)
        mark_region(self.header, self.tr("Étapes"))
        mark_region(self.footer, self.tr("Pied de page"))

    def _connect(self) -> None:
        self._settling.timeout.connect(self._say_caret)
        self.passing.given.connect(self.passphrase_given)
        self.passing.closed.connect(self._not_passed)
        self.finding.closed.connect(self.refocus)
        self.header.finding_asked.connect(self.look_for_words)
        self.footer.next_asked.connect(self.next_asked)
        self.footer.language_asked.connect(self.language_asked)
        self.header.pass_asked.connect(self.ask_to_pass)
        self.close_notice.clicked.connect(self._close_notice)

    def _bind_keys(self) -> None:
        # Wherever the keyboard is in the window. A page that is covered hears them too: what covers it keeps them.
        QShortcut(QKeySequence("Ctrl+T"), self).activated.connect(self.header.writer.click)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.look_for_words)
        QShortcut(QKeySequence("F3"), self).activated.connect(self.footer.form.open_menu)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self.undo_asked)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """For the help panel: those of the stage on screen, then those of the frame."""
        frozen = self._sheet is not None and self._sheet.is_frozen
        own = self._keys_of(self._pages[self._stage]) if self._stage in self._pages else ()
        writing = (("Ctrl Z", self.tr("annuler votre dernier geste")), ("Ctrl T", self.tr("passer le clavier")))
        languages = self._sheet.state.form.languages if self._sheet is not None else ()
        own = (*own, ("F3", self.tr("langue des questions"))) if languages else own
        own = (*own, ("Ctrl F", self.tr("chercher dans ses entretiens")))
        return own if frozen else (*own, *writing)

    def _keys_of(self, page: StagePage) -> tuple[tuple[str, str], ...]:
        return page.reading_keys if self._sheet is not None and self._sheet.is_frozen else page.keys

    def speak(self, language: Language) -> None:
        """Show the questions in another language: those on screen at once, the others when they are shown."""
        self._language = language
        self.footer.form.show_language(language)
        if self._stage in self._pages:
            self._speak_in(self._stage, self._pages[self._stage])

    def show_sheet(self, sheet: "Sheet", stage: Stage) -> None:
        first, self._sheet = self._sheet is None, sheet
        moved, self._stage = self._stage is not stage, stage
        self.header.show_sheet(sheet, stage)
        self.banner.show_sheet(sheet)
        self.footer.show_saved(sheet.saved_at)
        self.footer.show_form(sheet.state.form)
        self._show_warnings(sheet)
        new = stage not in self._pages
        page = self._page_of(stage)
        self._speak_in(stage, page)
        if moved:
            self.stages.setCurrentWidget(page.widget)
        following = list(Stage)[stage.number] if stage.number < len(Stage) else None
        self.footer.show_stage(self._keys_of(page), following, frozen=sheet.is_frozen)
        page.screen.show_sheet(sheet)
        self._veil()
        if first:
            self.cover.lift_once_still()
        elif new:
            self.stage_cover.cover()
        if moved:
            announce(self, f"{stage.title}. {self.header.stepper.accessibleName()}")
            page.screen.refocus()
        if first:
            self.filled.emit()

    def go_where_it_was_left(self) -> None:
        """Give the keyboard to the field that the disk remembers."""
        if self._sheet is not None:
            left = Caret(self._sheet.place.field, self._sheet.place.caret)
            QTimer.singleShot(0, self, lambda: bring_caret_back(self, left))

    def ask_to_pass(self) -> None:
        """Write what is in a field under the name of who typed it, then pass."""
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
        self.pass_asked.emit()

    def look_for_words(self) -> None:
        """Look for words in what was written of the person; never while the keyboard changes hands."""
        if self._sheet is not None and self.passing.isHidden():
            self._place_finding()
            self.finding.open_for(self._sheet)

    def _place_finding(self) -> None:
        self.finding.place(self.header.geometry().bottom(), self.footer.geometry().top())

    def ask_passphrase(self) -> None:
        if self._sheet is not None:
            self.finding.hide()  # what it found may be for the eyes of the one who leaves
            self.passing.open_for(self._sheet)
            self._veil()

    def say_passphrase_error(self, error: SpieError) -> None:
        if self.passing.isVisible():
            self.passing.say_error(error)
        else:
            self.say_error(error)

    def passed(self) -> None:
        self.finding.hide()
        self.passing.passphrase.clear()
        self.passing.hide()
        self._veil()
        announce(self, self.header.writer.text())
        if self._stage in self._pages:  # not a control: what is still being typed must answer nothing
            self._pages[self._stage].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_error(self, error: SpieError) -> None:
        self.cover.lift_once_still()
        self._error_said = True
        self.notice.say_error(error)
        self._notice_box.show()

    def say_correction_error(self, error: SpieError) -> None:
        self.banner.say_error(error)

    def say_undone(self, what: str) -> None:
        self._toast.say(self.tr("Annulé : {what}").format(what=what))

    def say_not_undone(self, error: SpieError) -> None:
        self._toast.say(error.what_happened)

    def say_removed(self, sentence: str) -> None:
        self._toast.say(sentence, self.undo_asked.emit)

    def say_kept(self) -> None:
        self._settling.start()
        self.footer.show_saved(datetime.now().astimezone())

    def lead_to(self, point: "ToDo") -> None:
        page = self._pages.get(point.stage)
        if page is not None and page.lead is not None:
            page.lead(point)
        else:
            self.refocus()

    def refocus(self) -> None:
        if self._stage in self._pages:
            self._pages[self._stage].screen.refocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.passing.isVisible():
            self.passing.place()
        self._place_finding()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text field keeps Ctrl Z only while it has typing of its own to undo."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
            return False
        if not event.matches(QKeySequence.StandardKey.Undo) or _can_undo_typing(watched):
            return False
        event.ignore()
        return True

    def _speak_in(self, stage: Stage, page: StagePage) -> None:
        if page.speak is not None and self._spoken.get(stage) != self._language:
            self._spoken[stage] = self._language
            page.speak(self._language)

    def _page_of(self, stage: Stage) -> StagePage:
        if stage not in self._pages:
            page = self._openers[stage]()
            page.widget.setAccessibleName(stage.title)
            self._pages[stage] = page
            self.stages.addWidget(page.widget)
        return self._pages[stage]

    def _not_passed(self) -> None:
        self._veil()
        self.refocus()

    def _veil(self) -> None:
        """While the colleague types her passphrase, the view of the one who leaves is out of her sight."""
        veil = self._pages[self._stage].veil if self._stage in self._pages else None
        if veil is not None:
            veil(not self.passing.isHidden())

    def _show_warnings(self, sheet: "Sheet") -> None:
        """Each once, one after the other, each until somebody closes it."""
        for name, holds, sentence, advice in self._warnings(sheet):
            if holds and name not in self._warned:
                self._warned.add(name)
                self._waiting.append((sentence, advice))
        if self._error_said or (self._waiting and self._notice_box.isHidden()):
            self._show_next_notice()

    def _warnings(self, sheet: "Sheet") -> tuple[tuple[str, bool, str, str], ...]:
        """What the computer suffered: a name, whether it holds, what happened, what to do."""
        lost = counted(sheet.commits_lost, "enregistrement a été perdu", "enregistrements ont été perdus")
        return (
            (
                "clock",
                sheet.clock_went_back,
                self.tr("L’horloge de l’ordinateur a reculé."),
                self.tr("L’ordre des réponses est gardé. Vérifiez la date et l’heure de l’ordinateur."),
            ),
            (
                "disk",
                sheet.disk_was_full,
                self.tr("Le disque est plein."),
                self.tr("Tout est enregistré. Libérez de la place avant de continuer."),
            ),
            (
                "lost",
                sheet.commits_lost > 0,
                self.tr("{count} avec un fichier abîmé.").format(count=lost),
                self.tr("Relisez les dernières réponses. Le fichier d’origine est gardé à côté du coffre."),
            ),
        )

    def _show_next_notice(self) -> None:
        """Give the place of what was closed, or of a repaired error, to the next warning, or to nothing."""
        if self._error_said and self._warning is not None:
            self._waiting.insert(0, self._warning)
        self._error_said = False
        self._warning = self._waiting.pop(0) if self._waiting else None
        self._notice_box.setVisible(self._warning is not None)
        if self._warning is None:
            self.notice.clear()
        else:
            self.notice.say(*self._warning, Gravity.WARNING)

    def _close_notice(self) -> None:
        if not self._error_said:
            self._warning = None
        self._show_next_notice()

    def _say_caret(self) -> None:
        """Tell where the caret is, once it stays there and if it moved."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return
        caret = caret_in(self) or Caret("", 0)
        if caret != self._caret:
            self._caret = caret
            self.caret_settled.emit(caret.field, caret.place)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self._settling.start()
        if self._undoing is not None:
            self._undoing.removeEventFilter(self)
            self._undoing = None
        if isinstance(now, QLineEdit | QPlainTextEdit) and self.isAncestorOf(now) and not _is_secret(now):
            now.installEventFilter(self)
            self._undoing = now


def _is_secret(field: QWidget) -> bool:
    """A passphrase keeps all its keys: Ctrl Z must not undo an answer while it is typed."""
    return isinstance(field, PassphraseEdit)


def _can_undo_typing(field: QObject) -> bool:
    if isinstance(field, QPlainTextEdit):
        return field.document().isUndoAvailable()
    return isinstance(field, QLineEdit) and field.isUndoAvailable()
