"""A part of a page that is as tall as what it says, up to a share of the window; beyond, it scrolls."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLayout, QSizePolicy

from spie_diag.desktop.widgets.layouts import scrolled
from spie_diag.french import spaced

_SHARE = 0.38
"""Of the height of the window: what the page is for stays in sight."""


class Bounded(QObject):
    """``area`` holds the content; the keyboard reaches it, to scroll, only where there is more than is shown."""

    def __init__(self, content: QLayout, spoken: str) -> None:
        self.area = scrolled(content)
        super().__init__(self.area)
        self._content = content
        self.area.setAccessibleName(spaced(spoken))
        self.area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for watched in (self.area, content.parentWidget()):
            if watched is not None:
                watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self.fit()
        return False

    def fit(self) -> None:
        """Take the height that the content asks for at this width, or the share."""
        needed = self._content.minimumSize().height()
        most = min(needed, round(self.area.window().height() * _SHARE))
        if self.area.maximumHeight() != most:
            self.area.setFixedHeight(most)
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus if needed > most else Qt.FocusPolicy.NoFocus)
