"""The page « Le coffre »: its sections named at the left, one of them at the right."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPaintEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from spie_diag.desktop.cases.rail import Rail
from spie_diag.desktop.safe.sections import Section, Stepped
from spie_diag.desktop.theme import Colour, Gap, Radius, Text, pixmap
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.layouts import box, column, label, panel, row
from spie_diag.desktop.widgets.painting import PaintedButton, rounded, smooth_painter
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.desktop.window import PageHalfWritten, mark_region, roomy_width

_LIST_FROM_PX = 940


class SafeView(QWidget):
    """A list of sections where there is room for it, otherwise a list that opens."""

    def __init__(self, rail: Rail, vault: str, sections: Sequence[Section]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = (
            ("↑ ↓", self.tr("passer d’une rubrique à l’autre")),
            (self.tr("Échap"), self.tr("revenir en arrière")),
        )
        self.rail = rail
        self._sections = {section.key: section for section in sections}
        self._opened: dict[str, QWidget] = {}
        self._pages = QStackedWidget()
        self.buttons = {section.key: SectionButton(section) for section in sections}
        self.choice = DropDown([(one.key, one.title) for one in sections], spoken=self.tr("Rubrique du coffre"))
        self._lay_out(vault)
        for button in self.buttons.values():
            button.toggled.connect(self._toggled)
        self.choice.picked.connect(self.open_section)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._step_back)
        if sections:
            self.open_section(sections[0].key)

    @property
    def section(self) -> QWidget | None:
        """What is shown at the right."""
        return self._pages.currentWidget()

    def open_section(self, key: str) -> None:
        """Show a section; an unknown key changes nothing."""
        section = self._sections.get(key)
        if section is None:
            return
        page = self._opened.get(key)
        if page is None:
            page = self._opened[key] = section.open()
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        mark_region(self._body, section.title)
        self._body.setAccessibleName(section.title)
        self.choice.pick(key)
        self.buttons[key].setChecked(True)
        if self.isVisible():
            announce(self, section.title)

    @property
    def key(self) -> str:
        """Which section is shown."""
        return next((key for key, page in self._opened.items() if page is self.section), "")

    def half_written(self) -> Mapping[str, str]:
        """What is written in the section that is shown, and which one it is; empty where nothing is."""
        written: Mapping[str, str] = self.section.half_written() if isinstance(self.section, PageHalfWritten) else {}
        return {**written, "section": self.key} if written else {}

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """The section and what is written in it; texts of another page have none, and are dropped."""
        section = texts.get("section", "")
        self.open_section(section)
        if section and self.key == section and isinstance(self.section, PageHalfWritten):
            self.section.take_up(texts, then)
        else:
            then()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        chosen = next((button for button in self.buttons.values() if button.isChecked()), None)
        stop = chosen if chosen is not None and chosen.isVisible() else self.choice
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _lay_out(self, vault: str) -> None:
        mark_region(self.rail, self.tr("Rubriques"))
        head = column(
            label(self.tr("Le coffre"), Text.H1),
            label(self.tr("« {0} »").format(vault), Text.BODY, tone=Colour.INK2, wrap=True),
            gap=2,
        )
        self._list = panel(column(*self.buttons.values(), None, gap=2, margins=8))
        mark_region(self._list, self.tr("Rubriques du coffre"))
        self._choice_row = box(row((self.choice, 1)))
        self._body = panel(column((self._pages, 1), margins=(18, 14, 8, 2)))
        both = row(self._list, (self._body, 1), gap=Gap.MEDIUM)
        main = column(head, self._choice_row, (both, 1), gap=Gap.MEDIUM, margins=(24, 16, 24, 14))
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.rail)
        page.addLayout(main, 1)

    def _step_back(self) -> None:
        """A form half filled is left first, the page only then."""
        if not (isinstance(self.section, Stepped) and self.section.step_back()):
            self.rail.persons_asked.emit()

    def _toggled(self, on: bool) -> None:
        """Clicked, or reached with the arrows."""
        button = self.sender()
        if on and isinstance(button, SectionButton):
            self.open_section(button.key)

    def _share_room(self) -> None:
        listed = roomy_width(self) >= _LIST_FROM_PX
        self._list.setVisible(listed)
        self._choice_row.setVisible(not listed)


class SectionButton(PaintedButton):
    """A section in the list: an icon, then its name."""

    def __init__(self, section: Section) -> None:
        super().__init__(section.title)
        self.key, self._icon = section.key, section.icon
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = self.theme.metrics(Text.BODY, 600).horizontalAdvance(self.text())
        return QSize(wide + self.theme.px(58), self.theme.px(42))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, here = self.theme, self.isChecked()
        painter = smooth_painter(self)
        fill = Colour.PRIMARY_SOFT if here else self.background()
        if fill:
            rounded(painter, theme, QRectF(self.rect()), Radius.BLOCK, fill=fill)
        ink = Colour.PRIMARY if here else Colour.INK
        side = theme.px(20)
        drawn = pixmap(self._icon, ink, 20, theme=theme)
        painter.drawPixmap(theme.px(12), (self.height() - side) // 2, drawn)
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(Text.BODY, 600 if here else 400))
        words = QRectF(theme.px(42), 0, self.width() - theme.px(48), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
