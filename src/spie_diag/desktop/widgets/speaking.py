"""What a screen reader is told when something happens elsewhere than under the focus."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from spie_diag.french import spaced


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Say it once the present sentence is over, or at once where ``urgent``."""
    event = QAccessibleAnnouncementEvent(widget, spaced(words))
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
