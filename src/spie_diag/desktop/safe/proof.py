"""Who decides, and her own passphrase: asked before anything that cannot be undone."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.safe.deciding import Proven
from spie_diag.desktop.theme import Gap
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.layouts import bring_up, column
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.passphrases import PassphraseRow
from spie_diag.interview.people import Specialist, SpecialistId


class Proof(QWidget):
    """A name and a hidden field; whoever is at the keyboard is proposed."""

    entered = Signal()

    def __init__(self, asked: str = "", who: str = "") -> None:
        super().__init__()
        secret = asked or self.tr("Votre phrase secrète")
        self.who = DropDown([], spoken=who or self.tr("Qui décide ?"))
        self.secret = PassphraseRow(secret)
        self.capitals = Notice()
        self.notice = Notice()
        self._who_field = Field(who or self.tr("Qui décide ?"), self.who)
        secret_field = Field(secret, self.secret)
        secret_field.title.setBuddy(self.secret.edit)
        self.setLayout(column(self._who_field, secret_field, self.capitals, self.notice, gap=Gap.MEDIUM))
        self.secret.edit.returnPressed.connect(self.entered)
        self.secret.edit.textEdited.connect(self.notice.clear)
        self.secret.edit.capitals_noticed.connect(self._tell_capitals)

    def show_people(self, people: Sequence[Specialist], writer: SpecialistId) -> None:
        """Whose passphrase may be asked for."""
        self.who.offer([(str(one.id), one.name) for one in people])
        self.who.pick(str(writer))
        self._who_field.setVisible(len(people) > 1)

    def proven(self) -> Proven:
        return Proven(SpecialistId(UUID(self.who.chosen())), self.secret.edit.text())

    def say_wrong(self, sentence: str, advice: str) -> None:
        self.notice.say(sentence, advice, Gravity.ERROR)
        self.secret.edit.setFocus()
        self.secret.edit.selectAll()
        bring_up(self.notice)  # whole: the field is just above it

    def clear(self) -> None:
        self.notice.clear()

    def wipe(self) -> None:
        """Empty the field: what was typed served."""
        self.secret.edit.clear()
        self.secret.show_button.setChecked(False)
        self.notice.clear()
        self.capitals.clear()

    def _tell_capitals(self, on: bool) -> None:
        if on:
            self.capitals.say(self.tr("La touche Verr. Maj. est activée."), "", Gravity.WARNING)
        else:
            self.capitals.clear()
