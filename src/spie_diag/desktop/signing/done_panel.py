"""What has been done: drawn by hand, which is a simple signature, or sealed electronically, which guards the file.

Source: domain §4.4; regulation (EU) 910/2014, articles 3 and 25; Code civil, article 1367.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.layouts import IconLabel, box, clear, column, label, row
from spie_diag.french import listed, long_date, spaced

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneLine:
    icon: str
    is_done: bool
    what: str
    said: str = field(repr=False)
    meaning: str


def done_lines(sheet: "Sheet") -> tuple[DoneLine, ...]:
    """By hand, then electronically; nothing while nobody signed."""
    if sheet.person_signature is None and not sheet.is_frozen:
        return ()
    return _by_hand(sheet), _sealed(sheet)


def _by_hand(sheet: "Sheet") -> DoneLine:
    words = list(_hands(sheet))
    return DoneLine(
        icon="signature",
        is_done=bool(words),
        what=spaced("Signature à la main"),
        said=spaced(" ".join(words) or "Personne n’a signé à la main."),
        meaning=spaced("Signature simple : elle dit l’accord, elle ne protège pas le fichier.") if words else "",
    )


def _hands(sheet: "Sheet") -> Iterator[str]:
    given, name = sheet.person_signature, sheet.person.called.split(" (")[0]
    if given is not None and given.kind == "ink":
        yield f"{name} a signé à l’écran."
    elif given is not None and given.kind == "witness":
        yield f"{name} a donné son accord avec un témoin."
    if sheet.on_paper is not None:
        yield f"Exemplaire signé sur papier le {long_date(sheet.on_paper.signed_on, weekday=False)}."


def _sealed(sheet: "Sheet") -> DoneLine:
    who = [one.specialist.name for one in sheet.signatures]
    return DoneLine(
        icon="shield-check",
        is_done=bool(who),
        what=spaced("Scellement électronique"),
        said=spaced(f"Fait par {listed(who)}." if who else "Pas fait : rien ne protège le fichier."),
        meaning=spaced("Il dit qui a signé, et tout changement du fichier se verrait.") if who else "",
    )


class DonePanel(QWidget):
    """Two lines, each with its icon and « fait » or « pas fait » in words."""

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[DoneLine, ...] = ()
        self._lines = column(gap=Gap.SMALL)
        self.setLayout(column(label(self.tr("Ce qui est fait"), Text.STRONG), self._lines, gap=Gap.SMALL))
        self.hide()

    def show_lines(self, lines: tuple[DoneLine, ...]) -> None:
        self.setVisible(bool(lines))
        self.setAccessibleName("\n".join(f"{one.what} : {one.said} {one.meaning}".strip() for one in lines))
        if lines == self._told:
            return
        self._told = lines
        clear(self._lines)
        for one in lines:
            self._lines.addWidget(self._line(one))

    def _line(self, one: DoneLine) -> QWidget:
        colour = Colour.OK if one.is_done else Colour.INK3
        words = column(label(one.what, Text.STRONG), label(one.said, Text.SMALL, wrap=True), gap=1)
        if one.meaning:
            words.addWidget(label(one.meaning, Text.SMALL, tone=Colour.INK2, wrap=True))
        return box(row(column(2, IconLabel(one.icon, colour, 20), None, gap=0), (words, 1), gap=Gap.MEDIUM))
