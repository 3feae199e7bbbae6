"""The foot of the interview: when it was last saved, the keys of this stage, the way on."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from spie_diag.desktop.interview.form_mark import FormMark
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import IconLabel, box, clear, key_cap, label, row, say_in
from spie_diag.desktop.window import roomy_width
from spie_diag.forms.definition import Form
from spie_diag.french import clock_time
from spie_diag.interview.course import Stage

_ROOM_FOR_KEYS = 1180
_BETWEEN_PX = 130
"""The tick, the margins, and the gaps between the parts."""
_WHILE_WRITING = (("Ctrl T", "clavier"),)
_EVERYWHERE = (("F9", "écran discret"),)


class Footer(QFrame):
    next_asked = Signal()
    language_asked = Signal(object)
    """The ``Language`` in which the questions are to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("foot")
        self._saved = label(style=Text.SMALL, tone=Colour.INK2)
        self._keys = row(gap=Gap.SMALL - 2)
        self._keys_box = box(self._keys)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._latest: datetime | None = None
        self.form = FormMark()
        self.form.language_asked.connect(self.language_asked)
        self.next = Button("", icon="arrow-right", kind=Kind.PRIMARY, trailing_icon=True)
        check = IconLabel("check", Colour.OK, 18)
        self.setLayout(
            row(
                check,
                self._saved,
                12,
                self._keys_box,
                None,
                self.form,
                4,
                self.next,
                gap=Gap.SMALL,
                margins=(16, 8, 13, 8),
            )
        )
        as_tall_without_it = self.next.sizePolicy()
        as_tall_without_it.setRetainSizeWhenHidden(True)
        self.next.setSizePolicy(as_tall_without_it)
        self.next.clicked.connect(self.next_asked)

    def show_saved(self, moment: datetime) -> None:
        """Say when something last reached the disk; an older sheet shown again changes nothing."""
        if self._latest is not None and moment < self._latest:
            return
        self._latest = moment
        say_in(self._saved, self.tr("Enregistré à {time}").format(time=clock_time(moment.astimezone())))

    def show_stage(self, keys: Sequence[tuple[str, str]], following: Stage | None, *, frozen: bool) -> None:
        """Show the keys of a stage, and the way on; a frozen version has no keys that write."""
        self.next.setVisible(following is not None)
        if following is not None:
            self.next.set_text(following.title)
            self.next.setAccessibleName(self.tr("Étape suivante : {stage}").format(stage=following.title))
        wanted = (*keys, *(() if frozen else _WHILE_WRITING), *_EVERYWHERE)
        if wanted != self._shown:
            self._shown = wanted
            clear(self._keys)
            for key, deed in wanted:
                self._keys.addWidget(key_cap(key), 0, Qt.AlignmentFlag.AlignVCenter)
                self._keys.addWidget(label(deed, Text.CAPTION, tone=Colour.INK3))
                self._keys.addSpacing(6)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._make_room()

    def show_form(self, form: Form) -> None:
        """Which form is filled; where it has several languages, the one of its questions."""
        self.form.show_form(form)
        self._share_room()

    def _make_room(self) -> None:
        self._keys_box.setVisible(roomy_width(self) >= _ROOM_FOR_KEYS)
        self._share_room()

    def _share_room(self) -> None:
        """Keys and buttons first; the title of the form takes the rest."""
        keys = 0 if self._keys_box.isHidden() else self._keys.sizeHint().width()
        taken = self._saved.sizeHint().width() + keys + self.next.sizeHint().width()
        self.form.make_room(self.width() - taken - _BETWEEN_PX)
