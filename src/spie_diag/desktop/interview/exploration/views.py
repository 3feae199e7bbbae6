"""The right side of a domain: one's own view, and the colleague's, hidden until both are given and shown together."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from spie_diag.desktop.interview.questions.editor import IDLE_MS
from spie_diag.desktop.theme import Colour, Gap, Text, Tone, theme_of
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.fields import TextArea
from spie_diag.desktop.widgets.layouts import IconLabel, column, label, panel, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.scale import LevelScale
from spie_diag.desktop.widgets.signs import Mark, Pill, Sign
from spie_diag.diagnosis.assessment import Assessment, Level
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist, Voice

SIGNS = {Voice.SOCIAL: Sign.SOCIAL, Voice.EMPLOYMENT: Sign.EMPLOYMENT, Voice.PERSON: Sign.PERSON}
_OTHER_PX = 330
_TITLES = {Voice.SOCIAL: "Regard social", Voice.EMPLOYMENT: "Regard emploi"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsShown:
    """What the right side shows of one domain: never more than the specialist at the keyboard may see."""

    writer: Specialist
    colleague: Specialist | None
    own: Assessment | None
    other: Assessment | None
    other_given: bool
    revealed: bool
    frozen: bool
    anchors: tuple[str, ...]


def first_name(specialist: Specialist) -> str:
    return specialist.name.split()[0] if specialist.name.split() else specialist.name


class ViewsPane(QWidget):
    """Emits the view that the specialist at the keyboard gives."""

    given = Signal(object, bool, str)
    """Level (``Level`` or None), point d’appui, reason."""
    typed = Signal(str)
    pass_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._content = column(gap=Gap.MEDIUM)
        self.setLayout(self._content)
        self.own: OwnView | None = None
        self.other = OtherView()
        self.other.pass_asked.connect(self.pass_asked)
        self._content.addWidget(self.other)

    def show_views(self, shown: ViewsShown, draft: str | None, *, fresh: bool) -> None:
        """Show them; ``fresh`` when another domain or another specialist comes: the draft goes into its field."""
        if self.own is None or self.own.voice is not shown.writer.voice:
            self._replace_own(shown.writer.voice)
            fresh = True
        if self.own is not None:
            self.own.show_view(shown, draft, fresh=fresh)
        self.other.show_view(shown)

    def set_across(self, across: bool) -> None:
        """Side by side where the views have the whole width, one under the other beside the conversation."""
        down = QBoxLayout.Direction.TopToBottom
        self._content.setDirection(QBoxLayout.Direction.LeftToRight if across else down)
        self.other.setMaximumWidth(theme_of(self).px(_OTHER_PX) if across else 16_777_215)

    def veil(self, on: bool) -> None:
        """Put one's own view out of sight while the colleague comes to the keyboard, or show it again."""
        if self.own is not None:
            self.own.setVisible(not on)

    def tab_parts(self) -> list[QWidget]:
        """What Tab goes through, in the order of the eye."""
        return [self.other] if self.own is None else [self.own, self.other]

    def flush(self) -> None:
        if self.own is not None:
            self.own.flush()

    def take_focus(self) -> None:
        if self.own is not None:
            self.own.scale.steps[3].setFocus()

    def say_error(self, error: SpieError) -> None:
        if self.own is not None:
            self.own.refuse(error)

    def _replace_own(self, voice: Voice) -> None:
        """A new card for another voice: what the one who left had on the screen goes with hers."""
        if self.own is not None:
            self.own.hide()
            self.own.deleteLater()
        self.own = OwnView(voice)
        self.own.given.connect(self.given)
        self.own.typed.connect(self.typed)
        keeps_its_place = self.own.sizePolicy()
        keeps_its_place.setRetainSizeWhenHidden(True)
        self.own.setSizePolicy(keeps_its_place)
        self._content.insertWidget(0, self.own, 1)


class OwnView(QWidget):
    """A level, and what makes one say so."""

    given = Signal(object, bool, str)
    typed = Signal(str)

    def __init__(self, voice: Voice) -> None:
        super().__init__()
        self.voice = voice
        tone = SIGNS[voice].tone
        self._name = label(style=Text.SMALL, tone=Colour.INK2)
        self._state = Pill(self.tr("À poser"))
        self.scale = LevelScale(tone, spoken=self.tr("Mon regard"))
        self._keys = label(self.tr("touches 1 à 4"), Text.CAPTION, tone=Colour.INK3)
        self._anchor = label(style=Text.CAPTION, tone=Colour.INK2, wrap=True)
        self.reason = TextArea(
            spoken=self.tr("Ce qui me le fait dire"),
            hint=self.tr("Des faits, en quelques mots que la personne accepterait de lire"),
            least_lines=3,
            most_lines=8,
        )
        self.notice = Notice()
        self._anchors: tuple[str, ...] = ()
        self._sent = ""
        self._is_given = False
        self._awaited: tuple[Level | None, bool, str] | None = None
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.flush)
        self._lay_out(voice, tone)
        self.scale.changed.connect(self._changed)
        self.reason.typed.connect(self._typed)
        for watched in (self.reason, *self.scale.steps.values()):
            watched.installEventFilter(self)

    def _lay_out(self, voice: Voice, tone: Tone) -> None:
        title = label(_TITLES[voice], Text.STRONG)
        head = panel(row(Mark(SIGNS[voice], 14), title, self._name, None, self._state, margins=(14, 10, 14, 10)), tone)
        ask = row(label(self.tr("Pour moi, aujourd’hui"), Text.SMALL, tone=Colour.INK2), None, self._keys)
        why = label(self.tr("Ce qui me le fait dire"), Text.SMALL, tone=Colour.INK2)
        why.setBuddy(self.reason)
        body = column(
            ask,
            self.scale,
            self._anchor,
            4,
            why,
            self.reason,
            self.notice,
            None,
            gap=Gap.SMALL,
            margins=(14, 0, 14, 12),
        )
        card = panel(column(head, (scrolled(body), 1), gap=Gap.MEDIUM))
        self.setLayout(column(card))

    def show_view(self, shown: ViewsShown, draft: str | None, *, fresh: bool) -> None:
        """Show one’s own view; a text being written is left alone unless ``fresh``."""
        own = shown.own
        if self._is_older(own, fresh=fresh):
            return
        self._anchors = shown.anchors
        self._is_given = own is not None
        say_in(self._name, first_name(shown.writer))
        self._state.show_as(
            self.tr("Posé") if own else self.tr("À poser"),
            SIGNS[self.voice].tone if own else None,
            "check" if own else "",
        )
        self.scale.show_value(
            None if own is None or own.level is None else int(own.level),
            own is not None and own.strength,
            empty_is_said=own is not None,
        )
        locked = shown.frozen or shown.revealed
        self.scale.set_read_only(locked)
        self._keys.setVisible(not locked)
        self.reason.setReadOnly(locked)
        self._show_anchor(self.scale.level())
        self._show_reason(own.reason if own else "", draft, fresh=fresh)
        if fresh:
            self.notice.clear()
        if locked and shown.revealed:
            self.notice.say(self.tr("Vos deux regards sont découverts : ils ne changent plus ici."), aloud=False)

    def flush(self) -> None:
        """Write the reason of a view that is given; before that it stays a draft."""
        self.reason.flush()  # the draft first: the view then forgets it
        self._idle.stop()
        text = self.reason.text()
        if self._is_given and text != self._sent and not self.reason.isReadOnly():
            self._give(self.scale.level(), self.scale.is_strength())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.reason:
            if event.type() is QEvent.Type.FocusOut:
                self.flush()
        elif event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self._show_anchor(next(level for level, step in self.scale.steps.items() if step is watched))
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self._show_anchor(self.scale.level())
        return False

    def refuse(self, error: SpieError) -> None:
        """Say why the view was not kept; what was written stays."""
        self._awaited = None
        self.notice.say_error(error)

    def _is_older(self, own: Assessment | None, *, fresh: bool) -> bool:
        """Whether this was drawn before the latest view reached the disk: it would put an older level back."""
        if fresh or self._awaited is None:
            self._awaited = None
            return False
        if own is not None and (own.level, own.strength, own.reason) == self._awaited:
            self._awaited = None
        return self._awaited is not None

    def _show_reason(self, kept: str, draft: str | None, *, fresh: bool) -> None:
        if fresh:
            self._sent = kept
            self.reason.show_text(kept if draft is None else draft)
        elif not self.reason.hasFocus() or self.reason.text() == self._sent:
            if self._is_given or self.reason.text() == self._sent:  # a view taken back takes its words along
                self.reason.show_text(kept)
            self._sent = kept

    def _changed(self, level: int | None, strength: bool) -> None:
        self._show_anchor(level)
        self._give(level, strength)

    def _give(self, level: int | None, strength: bool) -> None:
        self.reason.flush()
        self._idle.stop()
        self._sent = self.reason.text()
        self.notice.clear()
        chosen = None if level is None else Level(level)
        self._awaited = (chosen, strength, self._sent.strip())
        self.given.emit(chosen, strength, self._sent)

    def _typed(self, text: str) -> None:
        self.typed.emit(text)
        self._idle.start()

    def _show_anchor(self, level: int | None) -> None:
        if level is not None and level < len(self._anchors):
            say_in(self._anchor, self._anchors[level])
        else:
            words = self.tr("Passez sur un niveau pour lire ce qu’il veut dire ici.")
            say_in(self._anchor, "" if self.reason.isReadOnly() else words)


class OtherView(QWidget):
    """The colleague’s view: only whether it is given, until it is shown to both."""

    pass_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = label(style=Text.STRONG)
        self._name = label(style=Text.SMALL, tone=Colour.INK2)
        self._state = Pill(self.tr("À poser"))
        self._mark_place = row()
        self._mark: Mark | None = None
        self._icon = IconLabel("eye-off", Colour.INK3, 22)
        self._text = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.take = Button("", icon="repeat", small=True)
        self.take.clicked.connect(self.pass_asked)
        self._head = panel(
            row(self._mark_place, self._title, self._name, None, self._state, margins=(14, 10, 14, 10)), Tone.EMPLOYMENT
        )
        self._scale_place = column()
        self.scale: LevelScale | None = None
        self._voice: Voice | None = None
        body = column(
            self._scale_place,
            row(self._icon, (self._text, 1), gap=Gap.MEDIUM),
            row(None, self.take),
            gap=Gap.SMALL,
            margins=(14, 0, 14, 12),
        )
        self.setLayout(column(panel(column(self._head, body, None, gap=Gap.MEDIUM))))

    def show_view(self, shown: ViewsShown) -> None:
        other = shown.colleague
        if other is None:
            self._show_alone(shown)
            return
        self._dress(other.voice)
        say_in(self._name, first_name(other))
        self._name.show()
        self._state.setVisible(True)
        given = shown.other_given
        self._state.show_as(
            self.tr("Posé") if given else self.tr("À poser"), SIGNS[other.voice].tone if given else None,
            "check" if given else "",
        )  # fmt: skip
        self.take.setVisible(not shown.frozen)
        self.take.set_text(self.tr("{name} prend le clavier").format(name=first_name(other)))
        self.take.set_hint(self.tr("Passer le clavier   Ctrl T"))
        say_in(self._text, self._words(shown, other))
        self._show_level(shown.other if shown.revealed else None, other.voice)

    def _show_level(self, view: Assessment | None, voice: Voice) -> None:
        """The level once both views are revealed; before that there is nothing of it in the page."""
        self._icon.show_as("eye-off" if view is None else "eye", SIGNS[voice].tone.full)
        if self.scale is not None and (view is None or self._voice is not voice):
            self.scale.hide()
            self.scale.deleteLater()
            self.scale = None
        self._voice = voice
        if view is None:
            return
        if self.scale is None:
            self.scale = LevelScale(SIGNS[voice].tone, spoken=_TITLES[voice])
            self._scale_place.addWidget(self.scale)
            self.scale.set_read_only(True)
        level = None if view.level is None else int(view.level)
        self.scale.show_value(level, view.strength, empty_is_said=True)

    def _words(self, shown: ViewsShown, other: Specialist) -> str:
        name = first_name(other)
        if shown.revealed and shown.other is not None:
            return shown.other.reason or self.tr("Sans explication écrite.")
        if shown.other_given:
            words = self.tr("{name} a posé son regard. Vous le découvrirez ensemble, aux regards croisés.")
            return words.format(name=name)
        return self.tr("{name} n’a pas encore posé son regard.").format(name=name)

    def _show_alone(self, shown: ViewsShown) -> None:
        missing = Voice.EMPLOYMENT if shown.writer.voice is Voice.SOCIAL else Voice.SOCIAL
        self._dress(missing)
        self._show_level(None, missing)
        self._name.hide()
        self._state.hide()
        self.take.hide()
        say_in(
            self._text,
            self.tr("Diagnostic non conjoint : personne ne pose ce regard aujourd’hui. Le document le dira."),
        )

    def _dress(self, voice: Voice) -> None:
        say_in(self._title, _TITLES[voice])
        tone = SIGNS[voice].tone
        if self._mark is not None and self._head.objectName() == tone.value:
            return
        if self._mark is not None:
            self._mark.deleteLater()
        self._mark = Mark(SIGNS[voice], 14)
        self._mark_place.addWidget(self._mark)
        self._head.setObjectName(tone.value)
        self._head.style().unpolish(self._head)
        self._head.style().polish(self._head)
