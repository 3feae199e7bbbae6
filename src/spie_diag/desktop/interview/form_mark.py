"""Which form is filled, in which version, and the language of its questions."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from spie_diag.desktop.interview.language import Language, named, named_short
from spie_diag.desktop.theme import Colour, Gap, Text, theme_of
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import label, row
from spie_diag.forms.definition import Form
from spie_diag.forms.languages import is_french
from spie_diag.french import spaced

_LEAST_PX, _MOST_PX = 150, 380
"""Of the title and the version."""


class FormMark(QWidget):
    """Discreet where there is one language; else a button that opens the menu of the languages."""

    language_asked = Signal(object)
    """The ``Language`` that somebody chose."""

    def __init__(self) -> None:
        super().__init__()
        self._form: Form | None = None
        self._language = Language()
        self._room_px = 0
        self._title = label(style=Text.CAPTION, tone=Colour.INK3)
        self.languages = Button("", icon="languages", small=True)
        self.languages.hide()
        self.setLayout(row(self._title, self.languages, gap=Gap.SMALL))
        self.languages.clicked.connect(self.open_menu)

    def show_form(self, form: Form) -> None:
        """Its title and version; the whole of both in the tooltip."""
        if form is self._form:
            return
        self._form = form
        self._write_title()
        self.languages.setVisible(bool(form.languages))
        self.show_language(self._language)

    def show_language(self, language: Language) -> None:
        self._language = language
        if self._form is None:
            return
        name = language.name or self._form.language
        self.languages.set_text(named_short(name))
        said = self.tr("Langue des questions : {language}   F3").format(language=named(name))
        self.languages.set_hint(said)
        self.languages.setAccessibleName(spaced(said.split("   ")[0]))

    def make_room(self, room_px: int) -> None:
        """The title takes what the rest of the foot leaves, and gives way where that is little."""
        self._room_px = min(room_px - self.languages.sizeHint().width(), theme_of(self).px(_MOST_PX))
        self._title.setVisible(self._room_px >= theme_of(self).px(_LEAST_PX))
        self._write_title()

    def open_menu(self) -> None:
        """The languages of the form, each by its French name and its own; under them, its own words too."""
        if self._form is None or not self._form.languages:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("Langue des questions"))
        group = QActionGroup(menu)
        for name in ("", *self._form.languages):
            words = named(name or self._form.language) or self.tr("Langue du formulaire")
            group.addAction(self._action(menu, words, self._changed(name), chosen=name == self._language.name))
        menu.addSeparator()
        too = Language(self._language.name, self._form.language, not self._language.own_words_too)
        own = self._action(menu, self._own_words(), too, chosen=self._language.own_words_too)
        own.setEnabled(not self._language.is_own)
        menu.popup(self.languages.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _changed(self, name: str) -> Language:
        return Language(name, self._form.language if self._form else "", self._language.own_words_too)

    def _action(self, menu: QMenu, words: str, language: Language, *, chosen: bool) -> QAction:
        action = menu.addAction(spaced(words))
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(partial(self._chosen, language))
        return action

    def _own_words(self) -> str:
        name = named_short(self._form.language) if self._form else ""
        if is_french(self._form.language if self._form else ""):
            return self.tr("Afficher aussi le français dessous")
        return self.tr("Afficher aussi la langue du formulaire dessous ({language})").format(language=name.lower())

    def _chosen(self, language: Language, _on: bool = False) -> None:
        self.language_asked.emit(language)

    def _write_title(self) -> None:
        """The title shortened to the room that there is; the version stays whole."""
        if self._form is None:
            return
        title, version = spaced(self._form.title), self.tr(", version {version}").format(version=self._form.version)
        metrics = theme_of(self).metrics(Text.CAPTION)
        room = self._room_px - metrics.horizontalAdvance(version)
        self._title.setText(metrics.elidedText(title, Qt.TextElideMode.ElideRight, room) + version)
        self._title.setToolTip(title + version)
        self._title.setAccessibleName(spaced(self.tr("Formulaire : {form}").format(form=title + version)))
