"""Tab follows the eye, whatever was made when: Qt alone would meet the parts that come late after all others."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from spie_diag.desktop.widgets.layouts import bring_up


def follow_the_eye(page: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to what comes next in the layouts of ``page``, or before; False where Qt has to decide."""
    stops = [one for one in _stops(page) if _takes_tab(one)]
    here = page.window().focusWidget()
    if here not in stops:
        return False
    stops += _beside(page)
    there = stops[(stops.index(here) + (1 if forward else -1)) % len(stops)]
    there.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_up(there)
    return True


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """``widget`` and everything in it that is laid out, as one reads."""
    yield widget
    inside, layout = widget.widget() if isinstance(widget, QScrollArea) else None, widget.layout()
    if inside is not None:
        yield from _stops(inside)
    elif layout is not None:
        yield from _stops_in(layout)


def _stops_in(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield from _stops(widget)
        elif inner is not None:
            yield from _stops_in(inner)


def _beside(page: QWidget) -> list[QWidget]:
    """What else of the window takes the keyboard: a message that can be answered, for instance."""
    found, one = [], page.window().nextInFocusChain()
    while one is not None and one is not page.window():
        if _takes_tab(one) and one is not page and not page.isAncestorOf(one) and one.window() is page.window():
            found.append(one)
        one = one.nextInFocusChain()
    return found


def _takes_tab(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
