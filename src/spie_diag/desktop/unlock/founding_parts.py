"""The parts of the first start: how one specialist introduces herself, and her own passphrase."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.choosing import PassphraseChoice
from spie_diag.desktop.unlock.founding import Introduced
from spie_diag.desktop.unlock.parts import FIELD_WORDS, SIGNS, TONES
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.layouts import column, label, panel, row, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.signs import Mark
from spie_diag.interview.people import FieldOfWork

_STRUCTURES = {FieldOfWork.SOCIAL: "Service social départemental", FieldOfWork.EMPLOYMENT: "Agence France Travail"}
_ROLES = {
    FieldOfWork.SOCIAL: "Assistante de service social",
    FieldOfWork.EMPLOYMENT: "Conseiller en insertion professionnelle",
}


class Introduction(QWidget):
    """Name, structure, job: of the specialist of one field."""

    entered = Signal()

    def __init__(self, field: FieldOfWork) -> None:
        super().__init__()
        self._field = field
        words = FIELD_WORDS[field]
        self.name = LineEdit(spoken=f"{words} : prénom et nom")
        self.structure = LineEdit(spoken=f"{words} : structure", hint=_STRUCTURES[field])
        self.role = LineEdit(spoken=f"{words} : métier, facultatif", hint=_ROLES[field])
        self.notice = Notice()
        head = row(Mark(SIGNS[field], 16), label(words, Text.H3, tone=TONES[field]), None)
        fields = (
            Field(self.tr("Prénom et nom"), self.name),
            Field(self.tr("Structure"), self.structure),
            Field(self.tr("Métier"), self.role, optional=self.tr("facultatif")),
        )
        card = panel(column(head, *fields, self.notice, None, gap=Gap.MEDIUM, margins=16))
        self.setLayout(column(card))
        for edit in (self.name, self.structure, self.role):
            edit.returnPressed.connect(self.entered)

    def introduced(self) -> Introduced:
        return Introduced(
            name=" ".join(self.name.text().split()),
            structure=" ".join(self.structure.text().split()),
            role=" ".join(self.role.text().split()),
            field_of_work=self._field,
        )

    def say_wrong(self, sentence: str, advice: str) -> None:
        self.notice.say(sentence, advice, Gravity.ERROR)
        empty = next((edit for edit in (self.name, self.structure) if not edit.text().strip()), self.name)
        empty.setFocus()

    def clear(self) -> None:
        self.notice.clear()


class PassphraseStep(QWidget):
    """Her own passphrase, typed by herself, twice; how long it resists; and what must be known."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._away = label("", wrap=True, tone=Colour.INK2)
        self.choice = PassphraseChoice()
        self.secret, self.again = self.choice.secret, self.choice.again
        must_know = Notice(
            self.tr("Ce qu’il faut savoir"),
            self.tr(
                "Chaque phrase ouvre le coffre, et elle seule permet de signer en votre nom. Ne la dites à personne. "
                "Faites ensuite une fiche de secours, à la page « Coffre » : sans elle, si vos deux phrases sont "
                "oubliées, le contenu du coffre est perdu."
            ),
            Gravity.WARNING,
        )
        self.setLayout(column(self._away, self.choice, must_know, None, gap=Gap.MEDIUM))
        self.choice.entered.connect(self.entered)

    def introduce(self, here: Introduced, away: Introduced) -> None:
        first = away.name.split()[0] if away.name.split() else ""
        say_in(self._away, self.tr("Choisissez et tapez votre phrase secrète. {0} regarde ailleurs.").format(first))
        self.secret.edit.setAccessibleName(self.tr("Phrase secrète de {0}").format(here.name))

    def typed(self) -> tuple[str, str]:
        return self.choice.typed()

    def say_wrong(self, sentence: str, advice: str) -> None:
        self.choice.say_wrong(sentence, advice)

    def clear(self) -> None:
        self.choice.clear()
