"""Stage 7: the checklist and the summary on the left, the signatures and the document on the right."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.signing.checklist_panel import ChecklistPanel
from spie_diag.desktop.signing.document_panel import DocumentPanel
from spie_diag.desktop.signing.order_row import OrderRow
from spie_diag.desktop.signing.person_panel import PersonPanel, PersonShown
from spie_diag.desktop.signing.specialist_card import SpecialistCard, SpecialistShown, same_people
from spie_diag.desktop.signing.summary import Part
from spie_diag.desktop.signing.ways import WayShown
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.layouts import box, clear, column, label, panel, row, rule, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.followup.checklist import ToDo
from spie_diag.french import clock_time, long_date
from spie_diag.interview.course import AGREEMENT, Stage
from spie_diag.interview.people import Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.sheet import PersonSignature, Sheet
    from spie_diag.desktop.signing.presenter import SignaturesPresenter

BOTH_SIDES_PX: Final = 930
_KINDS: Final = {
    "ink": "A signé à la main",
    "witness": "Avec un témoin",
    "declined": "Ne souhaite pas signer",
    "paper": "Signera sur papier",
}
_SIGNED_PAGE: Final = "Sur la page signée à la main"


class SignaturesView(QWidget):
    keys = (("F6", "partie suivante"), ("Entrée", "signer, la phrase secrète tapée"))

    def __init__(self) -> None:
        super().__init__()
        self._presenter: SignaturesPresenter | None = None
        self.cards: dict[SpecialistId, SpecialistCard] = {}
        self._ways: Mapping[SpecialistId, WayShown] = {}
        self._sheet: Sheet | None = None
        self._signing: SpecialistId | None = None
        """Whose signature is being made; nobody else signs meanwhile, and the person’s does not change."""
        self._told_parts: tuple[Part, ...] = ()
        self._refused = False
        """The person does not agree to share: there is nothing to sign together."""
        self.checklist = ChecklistPanel()
        self.person = PersonPanel()
        self.sides = Segmented([self.tr("À vérifier"), self.tr("Signatures")], spoken=self.tr("Ce qui est montré"))
        self.sides.changed.connect(self._arrange)
        self.reading_side = mark_region(self._make_reading_side(), self.tr("Ce qui manque, et ce que dit le document"))
        self.signing_side = mark_region(self._make_signing_side(), self.tr("Signatures"))
        self.setLayout(
            column(
                row(self.sides, None),
                (row((self.reading_side, 15), (self.signing_side, 10), gap=Gap.MEDIUM), 1),
                gap=Gap.SMALL,
                margins=12,
            )
        )

    def _make_reading_side(self) -> QWidget:
        self._parts = column(gap=Gap.MEDIUM)
        title = label(self.tr("Ce que dit le document"), Text.H3)
        self._said = box(column(rule(), title, self._parts, gap=Gap.MEDIUM))
        content = column(
            self.checklist,
            self._said,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 14, 18, 14),
        )
        return panel(column((scrolled(content), 1)))

    def _make_signing_side(self) -> QWidget:
        self._alone = Notice()
        self._cards = column(gap=Gap.SMALL)
        self.order = OrderRow()
        self.document = DocumentPanel()
        content = column(
            column(
                label(self.tr("Signatures"), Text.H2),
                label(
                    self.tr("Quand tout est relu. Rien n’est signé à la place de quelqu’un."),
                    Text.SMALL,
                    tone=Colour.INK2,
                    wrap=True,
                ),
                gap=0,
            ),
            self.person,
            rule(),
            label(self.tr("Le binôme signe, l’un après l’autre"), Text.STRONG),
            self._alone,
            self.order,
            self._cards,
            rule(),
            self.document,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 14, 18, 14),
        )
        self._scroll = scrolled(content)
        return panel(column((self._scroll, 1)))

    def obey(self, presenter: "SignaturesPresenter") -> None:
        """Give every gesture to the presenter."""
        self._presenter = presenter
        self.checklist.asked.connect(presenter.go_to)
        self.person.signed.connect(presenter.person_signs)
        self.person.witnessed.connect(presenter.person_signs_with_witness)
        self.person.witness_typed.connect(self._witness_typed)
        self.person.declined.connect(presenter.person_declines)
        self.person.on_paper.connect(presenter.person_signs_on_paper)
        self.person.erased.connect(presenter.erase)
        self.order.chosen.connect(presenter.choose_first)
        self.document.hand_over.clicked.connect(presenter.hand_over)
        self.document.check_asked.connect(presenter.verify)
        self.document.place_chosen.connect(self._export)
        self.document.paper.noted.connect(presenter.note_paper)
        self.document.paper.taken_back.connect(presenter.take_back_paper)
        self.document.paper.keeper_typed.connect(self._keeper_typed)

    def show_sheet(self, sheet: "Sheet") -> None:
        if self._presenter is not None:
            self._presenter.show(sheet)

    def show_state(self, sheet: "Sheet", parts: Sequence[Part], file_name: str) -> None:
        before, self._sheet = self._sheet, sheet
        held = self._holds_keyboard()
        if self._signing is not None and sheet.signed_by(self._signing):
            self._signing = None
        self._refused = sheet.state.value(AGREEMENT) == "non" and not sheet.is_frozen
        self.checklist.show_points(
            sheet.checklist, frozen=sheet.is_frozen, signed=sheet.is_signed, refused=self._refused
        )
        self._said.setVisible(not self._refused)
        self._show_parts(tuple(parts))
        given = sheet.person_signature
        self.person.show_person(
            PersonShown(
                name=sheet.person.called.split(" (")[0],
                kind=given.kind if given else "",
                strokes=given.strokes if given else (),
                witness=given.witness if given else "",
                witness_draft=sheet.drafts.get(f"person_signature/{sheet.version}", ""),
                when=_when_person(given, on_paper=sheet.on_paper is not None),
                frozen=sheet.is_frozen,
                on_paper=sheet.on_paper is not None,
            )
        )
        self.person.setEnabled(self._signing is None)
        self._show_specialists(sheet)
        self._follow_tab_order()
        self.document.show_document(sheet, file_name, busy=self._signing is not None)
        self._arrange()
        more = before is not None and before.version == sheet.version and len(sheet.signatures) > len(before.signatures)
        if held and more:
            self._hand_over(sheet)

    def refocus(self) -> None:
        possible = (card.open for card in self.cards.values() if card.open.isVisibleTo(self) and card.open.isEnabled())
        (next(possible, None) or self.checklist.first_stop() or self.document.save).setFocus()

    def lead_to(self, point: ToDo) -> None:
        """Put the keyboard where the person chooses how she closes the document: the only point dealt with here."""
        if point.stage is not Stage.SIGNATURES or not point.blocking or self._refused:
            self.refocus()
            return
        self.sides.choose(1)
        self._arrange()
        self.person.take_focus()

    def say_person_error(self, error: SpieError) -> None:
        self.person.say_error(error)

    def say_signing_error(self, signer: SpecialistId, error: SpieError) -> None:
        self._end_signing()
        self.cards[signer].say_error(error)

    def say_pin_error(self, signer: SpecialistId, error: SpieError) -> None:
        """A card signs: only its PIN is missing, or wrong."""
        self._end_signing()
        self.cards[signer].say_pin_error(error)

    def show_ways(self, ways: Mapping[SpecialistId, WayShown]) -> None:
        """With what each signs: known later than the sheet, for keys are looked into."""
        self._ways = ways
        if self._sheet is not None:
            self._show_specialists(self._sheet)

    def say_paper_error(self, error: SpieError) -> None:
        self.document.paper.say_error(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _follow_tab_order(self) -> None:
        """As it is read: what is made anew would come last."""
        _follow(self.sides.parts[-1], self.checklist.links)
        stops = (stop for card in self.cards.values() for stop in card.stops())
        _follow(self.order.sides.parts[-1], stops)

    def _show_parts(self, parts: tuple[Part, ...]) -> None:
        if parts == self._told_parts:
            return
        self._told_parts = parts
        clear(self._parts)
        for part in parts:
            words = label("\n".join(part.lines), Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
            self._parts.addWidget(box(column(label(part.title, Text.STRONG), words, gap=2)))

    def _show_specialists(self, sheet: "Sheet") -> None:
        if not same_people(self.cards, sheet.pair.members):
            clear(self._cards)
            self.cards = {one.id: SpecialistCard(one) for one in sheet.pair.members}
            for card in self.cards.values():
                card.sign_asked.connect(self._sign)
                self._cards.addWidget(card)
        when = {one.specialist.id: _moment(one.signed_at) for one in sheet.signatures}
        why_not = self._why_not(sheet)
        first = sheet.signs_first or next((one.id for one in sheet.pair.members), None)
        if first is not None:
            fixed = bool(sheet.signatures) or self._signing is not None
            self.order.show_order(sheet.pair.members, first, fixed=fixed)
        for one in sheet.pair.members:
            signing = one.id == self._signing
            signed = when.get(one.id, "")
            self.cards[one.id].show_state(
                SpecialistShown(
                    specialist=one,
                    signed=signed,
                    why_not=why_not or self._wait_for(first, one, sheet),
                    signing=signing,
                    comes_second=not sheet.signatures and one.id != first,
                    way=self._ways.get(one.id, WayShown()),
                )
            )
        if sheet.pair.is_joint:
            self._alone.clear()
        else:
            words = self.tr("Diagnostic non conjoint : un seul spécialiste signe. Le document le dit à chaque page.")
            self._alone.say(words, "", Gravity.WARNING, aloud=False)

    def _wait_for(self, first: SpecialistId | None, one: Specialist, sheet: "Sheet") -> str:
        """What she waits for whose turn it is not; empty where it is."""
        if sheet.signatures or first in {None, one.id}:
            return ""
        name = next(other.name for other in sheet.pair.members if other.id == first)
        return self.tr("{0} signe d’abord.").format(name)

    def _end_signing(self) -> None:
        self._signing = None
        if self._sheet is not None and self._presenter is not None:
            self._presenter.show(self._sheet)

    def _why_not(self, sheet: "Sheet") -> str:
        if self._signing is not None:
            return self.tr("Une signature est en cours.")
        if not sheet.is_frozen and any(point.blocking for point in sheet.checklist):
            return self.tr("Il manque encore des points, dans la liste de gauche.")
        return ""

    def _holds_keyboard(self) -> bool:
        """Whether the keyboard is among the signatures: elsewhere it is left to whoever took it there."""
        now = self.window().focusWidget()
        return self.isVisible() and (now is None or self.signing_side.isAncestorOf(now))

    def _hand_over(self, sheet: "Sheet") -> None:
        """A signature was just given: the keyboard goes to the next one, then to the document."""
        left = (one for one in sheet.pair.members if not sheet.signed_by(one.id))
        waiting: Iterator[QWidget] = (self.cards[one.id].open for one in left)
        target = next(waiting, self.document.first_stop())
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(target, 0, 24))

    def _witness_typed(self, text: str) -> None:
        if self._presenter is not None and self._sheet is not None:
            self._presenter.keep_witness_draft(self._sheet.version, text)

    def _sign(self, signer: object, passphrase: str, pin: str) -> None:
        if self._presenter is None or self._sheet is None or self._signing is not None:
            return
        self.document.clear_outcome()
        self.person.flush()  # her last stroke is in what is signed
        self._signing = next(key for key in self.cards if key == signer)
        self._presenter.show(self._sheet)
        self._presenter.sign(self._signing, passphrase, pin)

    def _export(self, file: str, for_her: bool) -> None:
        if self._presenter is not None:
            self._presenter.export(Path(file), for_her=for_her)

    def _keeper_typed(self, text: str) -> None:
        if self._presenter is not None and self._sheet is not None:
            self._presenter.keep_keeper_draft(self._sheet.version, text)

    def _arrange(self) -> None:
        narrow, side = roomy_width(self) < BOTH_SIDES_PX, self.sides.chosen()
        self.sides.setVisible(narrow and not self._refused)
        self.reading_side.setVisible(not narrow or side == 0 or self._refused)
        self.signing_side.setVisible((not narrow or side == 1) and not self._refused)


def _follow(before: QWidget, stops: Iterable[QWidget]) -> None:
    """Tab goes from ``before`` to each of the stops, then on as it did."""
    for stop in stops:
        QWidget.setTabOrder(before, stop)
        before = stop


def _when_person(given: "PersonSignature | None", *, on_paper: bool) -> str:
    if given is None:
        return ""
    return _SIGNED_PAGE if on_paper and given.kind == "paper" else _KINDS[given.kind]


def _moment(at: datetime) -> str:
    return f"{long_date(at.date(), weekday=False)}, {clock_time(at)}"
