"""The right side of the crossed views: one domain, in her words and in both views, and the joint conclusion on it."""

from dataclasses import dataclass, field

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from spie_diag.desktop.diagnosis.kept_text import KeptText
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.fields import TextArea
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import IconLabel, box, column, label, panel, row, rule, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.scale import LevelScale
from spie_diag.desktop.widgets.signs import IconDisc, Mark, Sign
from spie_diag.diagnosis.assessment import Level
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewShown:
    """One specialist’s view, as a card: only once everybody may see it."""

    sign: Sign
    name: str
    level: str = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainShown:
    block: BlockCode
    title: str
    icon: str
    place: str
    words: tuple[str, ...] = field(repr=False)
    """What the person said, verbatim."""
    person_level: str = field(repr=False)
    views: tuple[ViewShown, ...]
    waiting: str
    """Why no view is shown; empty once they are."""
    level: Level | None = field(repr=False)
    is_said: bool
    strength: bool
    text: str = field(repr=False)
    disagreement: str = field(repr=False)
    priority: bool
    can_be_priority: bool
    frozen: bool
    anchors: tuple[str, ...]
    draft: str | None = field(repr=False)
    sentence_draft: str = field(repr=False)
    """The neutral sentence that was being typed; empty where there is none."""
    alone: bool


class DomainPanel(QWidget):
    """Emits what both decide; writes nothing by itself."""

    concluded = Signal(object, bool, str)
    """Level (``Level`` or None), point d’appui, text."""
    kept_both = Signal(str)
    reopened = Signal()
    prioritised = Signal(bool)
    typed = Signal(str)
    sentence_typed = Signal(str)
    next_asked = Signal()
    explore_asked = Signal()
    postponed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._block: BlockCode | None = None
        self._shown: DomainShown | None = None
        self._disc = IconDisc("circle", Tone.PRIMARY, 40)
        self._title = label(style=Text.H2, wrap=True)
        self._place = label(style=Text.SMALL, tone=Colour.INK2)
        self.onward = Button(icon="chevron-right", kind=Kind.QUIET, hint=self.tr("Domaine suivant"))
        self.onward.clicked.connect(self.next_asked)
        self._words = label(style=Text.BODY, wrap=True, verbatim=True)
        self._person_level = label(style=Text.SMALL, tone=Tone.PERSON)
        quote = column(2, IconLabel("quote", Colour.PERSON, 18), None, gap=0)
        self._said = panel(
            row(quote, (column(self._words, self._person_level, gap=2), 1), gap=Gap.MEDIUM, margins=12), Tone.PERSON
        )
        self._cards = [_ViewCard(Sign.SOCIAL), _ViewCard(Sign.EMPLOYMENT)]
        self._waiting = Notice()
        self.explore = Button(self.tr("Voir ce domaine dans l’exploration"), icon="arrow-left", small=True)
        self.explore.clicked.connect(self.explore_asked)
        self._conclusion = self._make_conclusion()
        self._lay_out()

    def _make_conclusion(self) -> QWidget:
        self._heading = label(self.tr("Notre conclusion commune"), Text.H3)
        self.scale = LevelScale(Tone.PRIMARY, spoken=self.tr("Notre conclusion commune"))
        self.scale.changed.connect(self._level_changed)
        self._anchor = label(style=Text.CAPTION, tone=Colour.INK2, wrap=True)
        self.text = TextArea(
            spoken=self.tr("Ce que nous retenons ensemble"),
            hint=self.tr("Ce que nous retenons ensemble, en mots que la personne peut lire"),
            least_lines=3,
            most_lines=7,
        )
        self._kept_text = KeptText(self.text, write=self._text_written, draft=self.typed.emit)
        self.priority = Chip(self.tr("Priorité"), tone=Tone.WARN)
        self.priority.clicked.connect(self.prioritised)
        self.later = Button(self.tr("Remettre à une autre fois"), icon="clock", kind=Kind.QUIET, small=True)
        self.later.clicked.connect(self.postponed)
        self.notice = Notice()
        self._level_part = box(
            column(self.scale, self._anchor, self.text, box(FlowLayout(self.priority, self.later)), gap=Gap.SMALL)
        )
        self.sentence = TextArea(
            spoken=self.tr("Une phrase neutre sur nos deux avis"),
            hint=self.tr("Par exemple : nous ne lisons pas de la même façon le trajet du soir, nous y reviendrons"),
            least_lines=2,
            most_lines=4,
        )
        self.sentence.typed.connect(self.sentence_typed)
        ask = label(self.tr("Une phrase neutre, que la personne peut lire"), Text.STRONG)
        ask.setBuddy(self.sentence)
        about = label(
            self.tr("Vos deux avis seront imprimés tels quels. Un désaccord dit est une information, pas un échec."),
            Text.SMALL,
            tone=Colour.INK2,
            wrap=True,
        )
        self.back_to_level = Button(
            self.tr("Revenir à une conclusion commune"), icon="undo-2", kind=Kind.QUIET, small=True
        )
        self.back_to_level.clicked.connect(self._leave_both)
        self._both_part = box(column(ask, self.sentence, about, row(self.back_to_level, None), gap=Gap.SMALL))
        self._both_part.hide()
        return box(
            column(
                rule(),
                row(Mark(Sign.JOINT, 15), self._heading, None),
                self._level_part,
                self._both_part,
                self.notice,
                gap=Gap.SMALL,
            )
        )

    def _lay_out(self) -> None:
        head = row(self._disc, (column(self._title, self._place, gap=0), 1), self.onward, gap=Gap.MEDIUM)
        body = column(
            self._said,
            row(*((card, 1) for card in self._cards), gap=Gap.SMALL),
            self._waiting,
            row(self.explore, None),
            self._conclusion,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 4, 18, 8),
        )
        self._body = scrolled(body)
        self.keep_both = Button(self.tr("Garder nos deux avis"), icon="columns-2")
        self.keep_both.clicked.connect(self._open_both)
        self.conclude = Button(
            self.tr("Conclure et continuer"), icon="arrow-right", kind=Kind.PRIMARY, trailing_icon=True
        )
        self.conclude.set_hint(self.tr("Conclure et aller au domaine suivant   Ctrl Entrée"))
        self.conclude.clicked.connect(self.finish)
        self._foot = box(row(self.keep_both, None, self.conclude, margins=(18, 8, 18, 14)))
        card = panel(column(box(row((head, 1), margins=(18, 14, 10, 4))), (self._body, 1), self._foot, gap=0))
        self.setLayout(column(card))

    def show_domain(self, shown: DomainShown) -> None:
        """Show a domain; what is being written about the same one stays as it is."""
        fresh = shown.block != self._block
        if fresh:
            self.flush()
            self.notice.clear()
        self._block, self._shown = shown.block, shown
        self._disc.show_as(shown.icon, Tone.PRIMARY)
        say_in(self._title, shown.title)
        say_in(self._place, shown.place)
        self._words.setText("\n".join(shown.words))
        self._words.setVisible(bool(shown.words))
        say_in(self._person_level, shown.person_level)
        self._person_level.setVisible(bool(shown.person_level))
        self._said.setVisible(bool(shown.words or shown.person_level))
        self._show_views(shown)
        self._show_conclusion(shown, fresh=fresh)

    def _show_views(self, shown: DomainShown) -> None:
        for card, view in zip(self._cards, (*shown.views, None, None), strict=False):
            card.setVisible(view is not None)
            if view is not None:
                card.show_view(view)
        if shown.waiting:
            self._waiting.say(shown.waiting, aloud=False)
        else:
            self._waiting.clear()
        self.explore.setVisible(bool(shown.waiting))

    def _show_conclusion(self, shown: DomainShown, *, fresh: bool) -> None:
        can_conclude = not shown.waiting or shown.is_said
        self._conclusion.setVisible(can_conclude)
        self._foot.setVisible(can_conclude and not shown.frozen)
        if fresh:
            self._show_both(bool(shown.disagreement or shown.sentence_draft))
        elif shown.disagreement:
            self._show_both(True)
        heading = self.tr("Ma conclusion") if shown.alone else self.tr("Notre conclusion commune")
        say_in(self._heading, heading)
        self.scale.speak_as(heading)
        self.keep_both.setVisible(not shown.alone)
        if self.scale.level() != shown.level or fresh or self.scale.is_strength() != shown.strength:
            said = shown.is_said and shown.level is None and not shown.disagreement
            self.scale.show_value(None if shown.level is None else int(shown.level), shown.strength, empty_is_said=said)
        self.scale.set_read_only(shown.frozen)
        self._show_anchor(None if shown.level is None else int(shown.level))
        self._kept_text.show_text(shown.text, shown.draft, fresh=fresh)
        self.text.setReadOnly(shown.frozen)
        if fresh or not self.sentence.hasFocus():
            self.sentence.show_text(shown.sentence_draft or shown.disagreement)
        self.sentence.setReadOnly(shown.frozen)
        self.priority.setChecked(shown.priority)
        self.priority.setEnabled(shown.priority or (not shown.frozen and shown.can_be_priority))
        self.priority.set_read_only(shown.frozen)
        self.priority.setToolTip("" if self.priority.isEnabled() else self.tr("Trois priorités sont déjà choisies."))
        self.later.setVisible(not shown.frozen and shown.level is None)

    def finish(self) -> None:
        """Conclude, or keep both views, and go on; says what is missing beside it."""
        shown = self._shown
        if shown is None or shown.frozen or not self._conclusion.isVisibleTo(self):
            return
        if self._both_part.isVisibleTo(self._conclusion):
            self._finish_with_both()
            return
        level = self.scale.level()
        if level is None:
            self.notice.say(
                self.tr("Il manque un niveau commun."),
                self.tr("Choisissez-en un, gardez vos deux avis, ou remettez ce domaine à une autre fois."),
                Gravity.WARNING,
            )
            self.scale.steps[3].setFocus()
            return
        self.notice.clear()
        self._kept_text.flush()
        self._tell()
        self.next_asked.emit()

    def flush(self) -> None:
        """Write what is still in a field."""
        self._kept_text.flush()
        self.sentence.flush()

    def take_focus(self) -> None:
        (self.sentence if self._both_part.isVisibleTo(self._conclusion) else self.scale.steps[3]).setFocus()

    def say_error(self, error: SpieError) -> None:
        self.notice.say_error(error)

    def _finish_with_both(self) -> None:
        self.sentence.flush()  # its draft goes before the sentence itself, never after
        sentence = self.sentence.text().strip()
        if not sentence:
            self.notice.say(
                self.tr("Il manque une phrase neutre."),
                self.tr("Écrivez-la avec vos mots : elle sera lue avec vos deux avis."),
                Gravity.WARNING,
            )
            self.sentence.setFocus()
            return
        self.notice.clear()
        self.kept_both.emit(sentence)
        self.next_asked.emit()

    def _open_both(self) -> None:
        self._show_both(True)
        self.sentence.setFocus()
        QTimer.singleShot(0, self, self._scroll_to_sentence)

    def _scroll_to_sentence(self) -> None:
        self._body.ensureWidgetVisible(self._both_part, 0, 0)
        self._body.ensureWidgetVisible(self.sentence, 0, 40)

    def _leave_both(self) -> None:
        self._show_both(False)
        self.notice.clear()
        self.sentence_typed.emit("")
        if self._shown is not None and self._shown.disagreement:
            self.reopened.emit()
        self.scale.steps[3].setFocus()

    def _show_both(self, both: bool) -> None:
        self._both_part.setVisible(both)
        self._level_part.setVisible(not both)
        self.keep_both.setEnabled(not both)
        words = self.tr("Garder et continuer") if both else self.tr("Conclure et continuer")
        self.conclude.set_text(words)
        self.back_to_level.setEnabled(self._shown is None or not self._shown.frozen)

    def _level_changed(self, level: int | None, _strength: bool) -> None:
        self.notice.clear()
        self._show_anchor(level)
        self._tell()

    def _text_written(self, _text: str) -> None:
        self._tell()

    def _tell(self) -> None:
        level = self.scale.level()
        given = None if level is None else Level(level)
        self.concluded.emit(given, self.scale.is_strength(), self.text.text())

    def _show_anchor(self, level: int | None) -> None:
        anchors = self._shown.anchors if self._shown is not None else ()
        known = level is not None and level < len(anchors)
        say_in(self._anchor, anchors[level] if known and level is not None else "")
        self._anchor.setVisible(known)


class _ViewCard(QFrame):
    """One specialist’s level and what makes her say so."""

    def __init__(self, sign: Sign) -> None:
        super().__init__()
        tone = sign.tone
        self._name = label(style=Text.STRONG)
        self._level: QLabel = label(style=Text.SMALL, tone=tone)
        self._reason = label(style=Text.BODY, wrap=True, verbatim=True)
        content = column(
            row(Mark(sign, 14), self._name, None, gap=Gap.SMALL), self._level, self._reason, None, gap=4, margins=12
        )
        self.setLayout(column(panel(content, tone)))

    def show_view(self, view: ViewShown) -> None:
        say_in(self._name, view.name)
        say_in(self._level, view.level)
        self._reason.setText(view.reason)
        self._reason.setVisible(bool(view.reason))
        self.setAccessibleName(f"{view.name}. {view.level}. {view.reason}")
