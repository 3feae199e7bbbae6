"""« Conservation »: the files that the rule speaks of, the archive, and erasing for good by decision of somebody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from spie_diag.desktop.safe.decision import Decision
from spie_diag.desktop.safe.retention_presenter import FileLine, Going, Months
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.safe.tables import Table, TableModel, TableRow
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, row, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.errors import SpieError
from spie_diag.french import counted
from spie_diag.interview.people import Specialist

WORD = "EFFACER"
_KEPT = (6, 12, 18, 24, 36, 60, 120)
_BEFORE = (1, 2, 3, 6)
_ARCHIVED = (6, 12, 24, 36, 60, 120)


class RetentionView(QStackedWidget):
    """Two pages: the lists, and the erasure of what was chosen in them. Nothing goes by itself."""

    shown = Signal()
    settling_asked = Signal(object)
    """``Months``."""
    archiving_asked = Signal(object)
    return_asked = Signal(object)
    erasure_asked = Signal(object)
    """``tuple[FileLine, ...]``, each of the three."""

    def __init__(self, specialists: Sequence[Specialist], writer: Specialist) -> None:
        super().__init__()
        self._specialists, self._writer = tuple(specialists), writer
        self._settled: Months | None = None
        """The durations that hold; what is chosen may not be saved yet."""
        self._taken: tuple[Months, Callable[[], None]] | None = None
        self.outcome = Notice()
        self._make_due()
        self._make_archive()
        self._make_rule()
        self._make_erasure()
        self._lists = section_page(
            self.tr("Conservation"),
            self.tr("L’application propose, vous décidez : aucun dossier ne part seul."),
            self.outcome,
            self._due_card,
            self._archive_card,
            self._rule_card,
            wide=True,
        )
        self.addWidget(self._lists)
        self.addWidget(self._erasure_page)
        self._connect()

    def show_files(self, due: tuple[FileLine, ...], archived: tuple[FileLine, ...], months: Months) -> None:
        self.due_model.show_rows([TableRow(line, line.cells) for line in due])
        self.archive_model.show_rows([TableRow(line, line.cells) for line in archived])
        none_due = self.tr("Aucun dossier n’arrive au terme.")
        say_in(self._due_count, self._counted(due) if due else none_due)
        say_in(self._archive_count, self._counted(archived) if archived else self.tr("Aucun dossier n’est archivé."))
        self._due_body.setVisible(bool(due))
        self._archive_body.setVisible(bool(archived))
        self._show_months(months)
        self._offer()

    def half_written(self) -> Mapping[str, str]:
        """The durations chosen and not saved yet, in months."""
        chosen = self._chosen_months()
        begun = self._settled is not None and chosen != self._settled
        return {name: str(number) for name, number in asdict(chosen).items()} if begun else {}

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """The same choices, once what holds is shown."""
        self._taken = Months(**{one.name: int(texts[one.name]) for one in fields(Months)}), then
        if self._settled is not None:
            self._show_months(self._settled)

    def _show_months(self, settled: Months) -> None:
        """What holds, or what somebody is about to change it to."""
        shown, then = self._taken or (settled, lambda: None)
        if self._taken is None and self._settled is not None and self._chosen_months() != self._settled:
            shown = self._chosen_months()
        self._settled, self._taken = settled, None
        for choice, usual, holds, chosen in (
            (self.kept, _KEPT, settled.kept, shown.kept),
            (self.before, _BEFORE, settled.told_before, shown.told_before),
            (self.archived, _ARCHIVED, settled.archived, shown.archived),
        ):
            choice.offer(_months(usual, holds, chosen))
            choice.pick(str(chosen))
        then()

    def show_done(self, sentence: str) -> None:
        self.outcome.say(sentence, "", Gravity.GOOD)
        bring_up(self.outcome)

    def show_error(self, error: SpieError) -> None:
        self.outcome.say_error(error)
        bring_up(self.outcome)

    def show_going(self, going: Going) -> None:
        say_in(self._title, going.title)
        self._names.setText(going.names)
        say_in(self._goes, self.tr("Du coffre, pour de bon : {0}.").format(going.goes))
        say_in(
            self._copies,
            self.tr("Le dossier du coffre contient encore {0} : supprimez-les ensuite.").format(going.copies),
        )
        self._copies.setVisible(bool(going.copies))
        told = self.tr("Ont reçu un document et gardent leur exemplaire ; prévenez-les (RGPD, article 19) :")
        say_in(self._holders, "\n".join((told, *(f"– {one}" for one in going.holders))))
        self._holders.setVisible(bool(going.holders))
        self.erasure_notice.clear()
        self.leave.setEnabled(True)
        self.decision.start(self._specialists, self._writer.id)
        self.setCurrentWidget(self._erasure_page)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_erasing(self) -> None:
        self.erasure_notice.clear()
        self.decision.show_busy(self.tr("Effacement…"))
        self.leave.setEnabled(False)

    def show_not_erased(self, error: SpieError, *, passphrase_wrong: bool) -> None:
        self.leave.setEnabled(True)
        if passphrase_wrong:
            self.decision.say_wrong(error.what_happened, error.what_to_do)
        else:
            self.decision.show_busy("")
            self.erasure_notice.say_error(error)
            bring_up(self.erasure_notice)

    def show_erased(self, sentence: str) -> None:
        self._show_lists()
        self.outcome.say(sentence, self.tr("Les sauvegardes déjà faites les gardent encore."), Gravity.GOOD)

    def step_back(self) -> bool:
        inside = self.currentWidget() is not self._lists
        if inside and self.leave.isEnabled():
            self._show_lists()
        return inside

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.decision.wipe()

    def _make_due(self) -> None:
        titles = (self.tr("Personne"), self.tr("Dossier"), self.tr("Dernier contact"), self.tr("Terme"))
        self.due_model = TableModel((*titles, self.tr("Proposition")))
        self.due = Table(self.due_model, self.tr("Dossiers au terme"), widest=0, several=True, grows=True)
        self._due_count = label("", Text.BODY, wrap=True)
        self.archive = Button(self.tr("Archiver"), icon="folder", small=True)
        self.erase_due = Button(self.tr("Effacer pour de bon"), icon="trash-2", small=True)
        deeds = box(FlowLayout(self.archive, self.erase_due))
        self._due_body = box(column(self.due, deeds))
        told = self.tr("Archiver retire un dossier de la liste des personnes et de la recherche ; il reste ici.")
        self._due_card = card(self.tr("À décider"), told, self._due_count, self._due_body)

    def _make_archive(self) -> None:
        titles = (self.tr("Personne"), self.tr("Dossier"), self.tr("Archivé le"))
        self.archive_model = TableModel(titles)
        self.lying = Table(self.archive_model, self.tr("Dossiers archivés"), widest=0, several=True, grows=True)
        self._archive_count = label("", Text.BODY, wrap=True)
        self.back = Button(self.tr("Remettre dans la liste"), icon="undo-2", small=True)
        self.erase_archived = Button(self.tr("Effacer pour de bon"), icon="trash-2", small=True)
        self.erase_archived.setAccessibleName(self.tr("Effacer pour de bon les dossiers archivés choisis"))
        deeds = box(FlowLayout(self.back, self.erase_archived))
        self._archive_body = box(column(self.lying, deeds))
        self._archive_card = card(self.tr("Archives"), "", self._archive_count, self._archive_body)

    def _make_rule(self) -> None:
        self.kept = DropDown([], spoken=self.tr("Durée de conservation après le dernier contact"))
        self.before = DropDown([], spoken=self.tr("Prévenir avant le terme"))
        self.archived = DropDown([], spoken=self.tr("Durée dans les archives"))
        self.settle = Button(self.tr("Enregistrer ces durées"), icon="check", small=True)
        told = self.tr(
            "Repère : deux ans après le dernier contact (CNIL, délibération 2023-095 ; lu en novembre 2026). À "
            "vérifier avec la personne chargée de la protection des données dans votre structure."
        )
        fields = (
            Field(self.tr("Après le dernier contact"), self.kept),
            Field(self.tr("Prévenir avant le terme"), self.before),
            Field(self.tr("Dans les archives"), self.archived),
        )
        self._rule_card = card(self.tr("Durées"), told, *fields, row(self.settle, None))

    def _make_erasure(self) -> None:
        self._title = label("", Text.H3, wrap=True)
        self._names = label("", wrap=True, verbatim=True)
        self._goes = label("", wrap=True)
        self._copies = label("", wrap=True)
        self._holders = label("", wrap=True)
        self._holders.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        stays = self.tr(
            "Restent : le numéro de chaque dossier, et le registre, sans aucun nom. Les sauvegardes déjà faites "
            "gardent ces dossiers jusqu’à ce que vous les supprimiez ; en restaurer une les efface de nouveau."
        )
        self.decision = Decision(WORD, self.tr("Effacer pour de bon"))
        self.erasure_notice = Notice()
        self.leave = Button(self.tr("Ne rien effacer"), icon="arrow-left", kind=Kind.QUIET)
        words = column(
            self._title,
            self._names,
            self._goes,
            label(stays, wrap=True, tone=Colour.INK2),
            self._copies,
            self._holders,
            gap=Gap.SMALL,
        )
        self._erasure_page = section_page(
            self.tr("Effacer pour de bon"), "", words, self.decision, self.erasure_notice, row(self.leave, None)
        )

    def _connect(self) -> None:
        for made in (self.due, self.lying):
            made.selectionModel().selectionChanged.connect(self._offer)
        self.archive.clicked.connect(lambda: self.archiving_asked.emit(_lines(self.due.chosen())))
        self.erase_due.clicked.connect(lambda: self.erasure_asked.emit(_lines(self.due.chosen())))
        self.back.clicked.connect(lambda: self.return_asked.emit(_lines(self.lying.chosen())))
        self.erase_archived.clicked.connect(lambda: self.erasure_asked.emit(_lines(self.lying.chosen())))
        self.settle.clicked.connect(self._settle)
        self.leave.clicked.connect(self._show_lists)

    def _offer(self) -> None:
        due = _lines(self.due.chosen())
        self.archive.setEnabled(bool(due) and not any(line.is_archived for line in due))
        self.erase_due.setEnabled(bool(due))
        lying = bool(self.lying.chosen())
        self.back.setEnabled(lying)
        self.erase_archived.setEnabled(lying)

    def _settle(self) -> None:
        self.settling_asked.emit(self._chosen_months())

    def _chosen_months(self) -> Months:
        return Months(
            kept=int(self.kept.chosen() or 0),
            told_before=int(self.before.chosen() or 0),
            archived=int(self.archived.chosen() or 0),
        )

    def _show_lists(self) -> None:
        self.decision.wipe()
        self.setCurrentWidget(self._lists)
        self.due.setFocus(Qt.FocusReason.OtherFocusReason)

    def _counted(self, lines: Sequence[FileLine]) -> str:
        chosen = self.tr("Choisissez-en un ou plusieurs (Ctrl ou Maj avec le clic ou les flèches).")
        return f"{counted(len(lines), 'dossier')}. {chosen}"


def _lines(rows: Sequence[TableRow]) -> tuple[FileLine, ...]:
    return tuple(row.key for row in rows if isinstance(row.key, FileLine))


def _months(usual: Sequence[int], *others: int) -> list[tuple[str, str]]:
    return [(str(number), _spoken(number)) for number in sorted({*usual, *others})]


def _spoken(months: int) -> str:
    return counted(months // 12, "an") if months % 12 == 0 and months else f"{months} mois"
