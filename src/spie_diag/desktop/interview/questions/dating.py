"""Questions answered by a day, a month, an hour, or a day with a beginning and an end."""

from collections.abc import Callable

from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.days import (
    read_day,
    read_hour,
    read_month,
    write_day,
    write_hour,
    write_month,
)
from spie_diag.desktop.interview.questions.editor import Editor, as_draft, read_draft
from spie_diag.desktop.interview.questions.writing import WrittenEditor
from spie_diag.desktop.theme import Colour, Text
from spie_diag.desktop.widgets.fields import LineEdit
from spie_diag.desktop.widgets.layouts import label, row
from spie_diag.forms.definition import Value
from spie_diag.french import spaced


class _ReadEditor(WrittenEditor):
    """A short field whose text is read; what cannot be read stays as a draft, with a sentence under it."""

    def __init__(
        self,
        spoken: str,
        hint: str,
        width_px: int,
        read: Callable[[str], str | None],
        write: Callable[[str], str],
        unread: str,
    ) -> None:
        super().__init__(LineEdit(spoken=spoken, hint=hint))
        self._read, self._write, self._unread = read, write, unread
        self.narrow(width_px)

    def text_of(self, value: Value) -> str:
        return self._write(value) if isinstance(value, str) else ""

    def give(self, text: str) -> None:
        if not text.strip():
            self.misread.emit("")
            self.given.emit(None)
            return
        value = self._read(text)
        if value is None:
            self.misread.emit(self._unread)
            return
        self.misread.emit("")
        self.show_value(value)
        self.given.emit(value)

    def show_value(self, value: Value) -> None:
        super().show_value(value)
        if value is not None:
            self.misread.emit("")


def _iso_day(text: str) -> str | None:
    day = read_day(text)
    return day.isoformat() if day else None


class DateEditor(_ReadEditor):
    """« 03/12/2026 », as an ISO date."""

    def __init__(self, spoken: str) -> None:
        wrong = "Cette date ne se lit pas. Écrivez-la ainsi : 03/12/2026."
        super().__init__(spoken, "jj/mm/aaaa", 132, _iso_day, write_day, wrong)


class MonthEditor(_ReadEditor):
    """« 09/2021 », as an ISO month."""

    def __init__(self, spoken: str) -> None:
        wrong = "Ce mois ne se lit pas. Écrivez-le ainsi : 09/2021."
        super().__init__(spoken, "mm/aaaa", 110, read_month, write_month, wrong)


class HourEditor(_ReadEditor):
    """« 9 h 30 », as an ISO time."""

    def __init__(self, spoken: str) -> None:
        wrong = "Cette heure ne se lit pas. Écrivez-la ainsi : 9 h 30."
        super().__init__(spoken, "9 h 30", 92, read_hour, write_hour, wrong)


class IntervalEditor(Editor):
    """A day, a beginning and an end, as ``2026-11-24T09:30/2026-11-24T11:20``; the end may come later."""

    def __init__(self, spoken: str, *, ends: bool = True) -> None:
        super().__init__()
        day, start, end = self._named(spoken)
        self.day, self.start, self.end = DateEditor(day), HourEditor(start), HourEditor(end)
        self._parts: list[str] = ["", "", ""]
        for place, part in enumerate((self.day, self.start, self.end)):
            part.given.connect(lambda value, place=place: self._given(place, value))
            part.misread.connect(self.misread)
            part.typed.connect(self._typing)
        first = label(self.tr("de") if ends else self.tr("à"), Text.SMALL, tone=Colour.INK3)
        between = label(self.tr("à"), Text.SMALL, tone=Colour.INK3)
        if not ends:
            between.hide()
            self.end.hide()
        self.setLayout(row(self.day, first, self.start, between, self.end, None))
        self.setFocusProxy(self.day)

    def show_value(self, value: Value) -> None:
        start, _, end = str(value or "").partition("/")
        day, _, hour = start.partition("T")
        self._parts = [day, hour, end.partition("T")[2]]
        for part, text in zip((self.day, self.start, self.end), self._parts, strict=True):
            part.show_value(text or None)

    def speak(self, language: Language, spoken: str) -> None:
        for part, named in zip((self.day, self.start, self.end), self._named(spoken), strict=True):
            part.speak(language, spaced(named))

    def restore(self, draft: str) -> None:
        """Each of the three as it was being typed, readable or not."""
        texts = read_draft(draft)
        if isinstance(texts, list) and len(texts) == 3:
            for part, text in zip((self.day, self.start, self.end), texts, strict=True):
                part.restore(str(text))

    def flush(self) -> None:
        for part in (self.day, self.start, self.end):
            part.flush()

    def take_focus(self) -> None:
        self.day.take_focus()

    def _named(self, spoken: str) -> tuple[str, str, str]:
        """What is said of the day, of the beginning and of the end."""
        return (
            self.tr("{question} : jour").format(question=spoken),
            self.tr("{question} : début").format(question=spoken),
            self.tr("{question} : fin").format(question=spoken),
        )

    def _typing(self, _text: str) -> None:
        self.typed.emit(as_draft([part.area.text() for part in (self.day, self.start, self.end)]))

    def _given(self, place: int, value: Value) -> None:
        self._parts[place] = str(value or "")
        day, start, end = self._parts
        if not day:
            self.given.emit(None)
            return
        begun = f"{day}T{start}" if start else day
        self.given.emit(f"{begun}/{day}T{end}" if end else begun)
