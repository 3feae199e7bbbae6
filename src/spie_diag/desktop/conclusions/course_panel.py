"""The right side of the plan: opinions on the course, the hint, the joint proposal, who follows, and the hours."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.conclusions.day_field import DayField
from spie_diag.desktop.diagnosis.kept_text import KeptText
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.chips import ChoiceField, Option
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import LineEdit, TextArea, Tick
from spie_diag.desktop.widgets.freezing import set_read_only
from spie_diag.desktop.widgets.layouts import box, column, label, panel, row, say_in
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.signs import Mark, Sign
from spie_diag.diagnosis.hours import HoursKind, HoursMotive
from spie_diag.diagnosis.orientation import INTRODUCTION, Organisation, Orientation, Pathway
from spie_diag.errors import SpieError
from spie_diag.followup.checklist import Spot
from spie_diag.forms.definition import Value
from spie_diag.interview.people import Voice

_UNSURE = "nsp"
_APART = "desaccord"
_SIGNS = {Voice.PERSON: Sign.PERSON, Voice.SOCIAL: Sign.SOCIAL, Voice.EMPLOYMENT: Sign.EMPLOYMENT}
_SHORT = {Pathway.EMPLOYMENT: "Emploi", Pathway.BOTH: "Socio-professionnel", Pathway.SOCIAL: "Social"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseShown:
    orientation: Orientation = field(repr=False)
    voices: tuple[tuple[Voice, str], ...]
    hint: str
    facts: tuple[str, ...] = field(repr=False)
    must_present: str
    """Why the possibility of a waiver must be presented; empty where nothing says so."""
    draft: str | None = field(repr=False)
    unread_day: str = field(repr=False)
    """What was being typed as the day of the notification, where it cannot be read."""
    frozen: bool


class CoursePanel(QWidget):
    """Gives the whole orientation at each change."""

    changed = Signal(object)
    """The ``Orientation`` to write."""
    typed = Signal(str)
    day_typed = Signal(str)
    """A day of notification that cannot be read yet."""

    def __init__(self, voices: Sequence[tuple[Voice, str]]) -> None:
        super().__init__()
        self._now = Orientation()
        self._fresh = True
        self.opinions = {voice: self._opinion(name) for voice, name in voices}
        options = [*(Option(path.value, _SHORT[path]) for path in Pathway), Option(_APART, self.tr("Deux avis gardés"))]
        self.proposal = ChoiceField(options, spoken=self.tr("Notre proposition commune"))
        self.proposal.chosen.connect(self._proposed)
        self.reason = TextArea(
            spoken=self.tr("Pourquoi ce parcours"),
            hint=self.tr("Une à trois phrases, que la personne peut lire"),
            least_lines=3,
            most_lines=7,
        )
        self.referent = LineEdit(spoken=self.tr("Personne référente"), hint=self.tr("Un nom, ou « à désigner »"))
        self.correspondent = LineEdit(spoken=self.tr("Correspondant de l’autre champ"), hint=self.tr("Un nom"))
        follows = self.tr("Structure qui suit")
        self.organisation = DropDown([(one.value, one.label) for one in Organisation], spoken=follows, empty=follows)
        self.organisation.picked.connect(self._organised)
        self.notified = DayField(self.tr("Décision d’orientation notifiée le (facultative)"))
        self.notified.given.connect(self._notified)
        self.notified.typed.connect(self.day_typed)
        self.hours = ChoiceField(
            [Option(kind.value, kind.label) for kind in HoursKind], spoken=self.tr("Heures par semaine")
        )
        self.hours.chosen.connect(self._hours_chosen)
        self.number = LineEdit(spoken=self.tr("Nombre d’heures par semaine"), hint=self.tr("heures"), most=2)
        self.number.left.connect(self._number_written)
        self.motive = DropDown(
            [(one.value, one.label) for one in HoursMotive],
            spoken=self.tr("Pourquoi moins d’heures"),
            empty=self.tr("Choisir une raison"),
        )
        self.motive.picked.connect(self._motive_chosen)
        self.presented = Tick(self.tr("La possibilité d’être dispensé·e d’heures a été présentée"))
        self.presented.clicked.connect(self._presented)
        self._must_present = Notice()
        self.notice = Notice()
        self._kept = (
            KeptText(self.reason, write=self._reason_written, draft=self._typed),
            KeptText(self.referent, write=self._referent_written, draft=self._typed),
            KeptText(self.correspondent, write=self._correspondent_written, draft=self._typed),
        )
        self._make_hint()
        self._lay_out(voices)

    def _opinion(self, name: str) -> ChoiceField:
        options = [*(Option(path.value, _SHORT[path]) for path in Pathway), Option(_UNSURE, self.tr("Ne sait pas"))]
        made = ChoiceField(options, spoken=self.tr("Avis : {name}").format(name=name))
        made.chosen.connect(self._opined)
        return made

    def _make_hint(self) -> None:
        self.fold = Button(self.tr("Voir le repère"), icon="compass", kind=Kind.QUIET, small=True, checkable=True)
        self.fold.toggled.connect(self._fold_hint)
        self._hint_title = label(style=Text.STRONG, wrap=True)
        self._facts = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        about = label(INTRODUCTION, Text.SMALL, tone=Colour.INK2, wrap=True)
        self._hint = panel(column(about, self._hint_title, self._facts, gap=Gap.TIGHT, margins=12), "sunken")
        self._hint.hide()

    def _lay_out(self, voices: Sequence[tuple[Voice, str]]) -> None:
        opinions = column(gap=Gap.SMALL)
        for voice, name in voices:
            head = row(Mark(_SIGNS[voice], 13), label(name, Text.SMALL, tone=Colour.INK2), None)
            opinions.addLayout(column(head, self.opinions[voice], gap=Gap.TIGHT))
        self._less = box(column(_ask(self.tr("Pourquoi moins d’heures"), self.motive), self.motive, gap=Gap.TIGHT))
        self.setLayout(
            column(
                row(label(self.tr("Le parcours"), Text.H3), None, self.fold),
                self._hint,
                label(self.tr("Chacun dit son avis"), Text.STRONG),
                opinions,
                row(Mark(Sign.JOINT, 13), label(self.tr("Notre proposition commune"), Text.STRONG), None),
                self.proposal,
                _ask(self.tr("Pourquoi ce parcours"), self.reason),
                self.reason,
                self.notice,
                _ask(self.tr("Personne référente"), self.referent),
                row((self.referent, 3), (self.organisation, 2)),
                _ask(self.tr("Correspondant de l’autre champ"), self.correspondent),
                self.correspondent,
                row(_ask(self.tr("Heures par semaine"), self.number), None, self.number),
                self.hours,
                self._less,
                self.presented,
                self._must_present,
                self.notified,
                gap=Gap.SMALL,
            )
        )
        self.number.setMaximumWidth(96)

    def show_course(self, shown: CourseShown) -> None:
        written = shown.orientation
        now = _drafted(written, shown.draft) if self._fresh else written
        for kept, text, draft in zip(
            self._kept,
            (written.reason, written.referent, written.correspondent),
            (now.reason, now.referent, now.correspondent),
            strict=True,
        ):
            kept.show_text(text, draft, fresh=self._fresh)
        self._fresh = False
        self._now = replace(
            written,
            reason=self._now.reason if self.reason.hasFocus() else written.reason,
            referent=self._now.referent if self.referent.hasFocus() else written.referent,
            correspondent=self._now.correspondent if self.correspondent.hasFocus() else written.correspondent,
        )
        for voice, choice in self.opinions.items():
            choice.choose(_named(written.opinions, voice))
        chosen = _APART if written.disagreement else written.proposal.value if written.proposal else ""
        self.proposal.choose([chosen] if chosen else [])
        self.organisation.pick(written.organisation.value if written.organisation else "")
        self.notified.show_day(written.notified_on, shown.unread_day)
        self.notified.set_read_only(shown.frozen)
        self._show_hours(shown)
        say_in(self._hint_title, shown.hint)
        say_in(self._facts, "\n".join(f"– {fact}" for fact in shown.facts))
        self._facts.setVisible(bool(shown.facts))
        for part in (self.reason, self.referent, self.correspondent, self.number):
            part.setReadOnly(shown.frozen)
        for widget in (*self.opinions.values(), self.proposal, self.hours, self.organisation, self.motive):
            set_read_only(widget, shown.frozen)
        self.presented.set_read_only(shown.frozen)

    def _show_hours(self, shown: CourseShown) -> None:
        hours = shown.orientation.hours
        self.hours.choose([hours.kind.value] if hours.kind else [])
        if not self.number.hasFocus():
            self.number.show_text(str(hours.number) if hours.number else "")
        self._less.setVisible(hours.kind in (HoursKind.REDUCED, HoursKind.NONE))
        self.motive.pick(hours.motive.value if hours.motive else "")
        self.presented.setChecked(hours.exemption_presented is True)
        if shown.must_present and not hours.exemption_presented:
            self._must_present.say(shown.must_present, aloud=False)
        else:
            self._must_present.clear()

    def take_focus(self) -> None:
        next(iter(self.opinions.values())).chips[Pathway.EMPLOYMENT.value].setFocus()

    def lead_to(self, spot: Spot | None) -> None:
        """Put the keyboard on one part of the course."""
        parts: dict[Spot, QWidget] = {
            Spot.PROPOSAL: self.proposal.chips[Pathway.EMPLOYMENT.value],
            Spot.REASON: self.reason,
            Spot.REFERENT: self.referent,
            Spot.HOURS: self.presented,
        }
        if spot in parts:
            parts[spot].setFocus()
        else:
            self.take_focus()

    def say_error(self, error: SpieError) -> None:
        self.notice.say_error(error)

    def flush(self) -> None:
        for kept in self._kept:
            kept.flush()
        self.notified.flush()

    def _fold_hint(self, on: bool) -> None:
        self._hint.setVisible(on)
        self.fold.set_text(self.tr("Replier le repère") if on else self.tr("Voir le repère"))

    def _opined(self, names: list[str]) -> None:
        voice = next(voice for voice, choice in self.opinions.items() if choice is self.sender())
        opinions = {key: path for key, path in self._now.opinions.items() if key is not voice}
        if names:
            opinions[voice] = None if names[0] == _UNSURE else Pathway(names[0])
        self._give(replace(self._now, opinions=opinions))

    def _proposed(self, names: list[str]) -> None:
        name = names[0] if names else ""
        apart = name == _APART
        self._give(replace(self._now, proposal=Pathway(name) if name and not apart else None, disagreement=apart))

    def _reason_written(self, text: str) -> None:
        self._give(replace(self._now, reason=text.strip()))

    def _referent_written(self, text: str) -> None:
        self._give(replace(self._now, referent=text.strip()))

    def _correspondent_written(self, text: str) -> None:
        self._give(replace(self._now, correspondent=text.strip()))

    def _notified(self, day: object) -> None:
        self._give(replace(self._now, notified_on=day if isinstance(day, date) else None))

    def _organised(self, name: str) -> None:
        self._give(replace(self._now, organisation=Organisation(name) if name else None))

    def _hours_chosen(self, names: list[str]) -> None:
        kind = HoursKind(names[0]) if names else None
        number = None if kind is HoursKind.NONE else self._now.hours.number
        self._give(replace(self._now, hours=replace(self._now.hours, kind=kind, number=number)))

    def _number_written(self, text: str) -> None:
        number = int(text) if text.strip().isdigit() else None
        self._give(replace(self._now, hours=replace(self._now.hours, number=number or None)))

    def _motive_chosen(self, name: str) -> None:
        self._give(replace(self._now, hours=replace(self._now.hours, motive=HoursMotive(name) if name else None)))

    def _presented(self, on: bool) -> None:
        self._give(replace(self._now, hours=replace(self._now.hours, exemption_presented=on)))

    def _give(self, orientation: Orientation) -> None:
        self.notice.clear()
        self._now = orientation
        self.changed.emit(orientation)

    def _typed(self, _text: str) -> None:
        draft = replace(
            self._now,
            reason=self.reason.text(),
            referent=self.referent.text(),
            correspondent=self.correspondent.text(),
        )
        self.typed.emit(json.dumps(draft.as_json(), ensure_ascii=False))


def _named(opinions: Mapping[Voice, Pathway | None], voice: Voice) -> list[str]:
    if voice not in opinions:
        return []
    path = opinions[voice]
    return [path.value if path else _UNSURE]


def _drafted(written: Orientation, draft: str | None) -> Orientation:
    if not draft:
        return written
    try:
        value: Value = json.loads(draft)
    except json.JSONDecodeError:
        return written
    return Orientation.from_json(value)


def _ask(text: str, editor: QWidget) -> QWidget:
    """A small label that is read aloud with its field."""
    made = label(text, Text.SMALL, tone=Colour.INK2)
    made.setBuddy(editor)
    return made
