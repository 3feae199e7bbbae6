"""Decides what the crossed views show of the sheet, and what each gesture there does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.diagnosis.rows import GapRow, Together, next_to_settle, rows_of
from spie_diag.desktop.interview.stage import Sitting, StageScreen
from spie_diag.diagnosis.assessment import Level
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.course import Flag, Stage

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet


class CrossedScreen(StageScreen, Protocol):
    def show_rows(self, sheet: "Sheet", rows: Sequence[GapRow], here: BlockCode | None) -> None: ...

    def say_error(self, error: SpieError) -> None: ...


@dataclass
class CrossedPresenter:
    sitting: Sitting
    screen: CrossedScreen
    here: BlockCode | None = None
    _held: Together | None = None
    """The group in which the domain was when it was gone to: it stays there until another one is chosen."""
    _sheet: "Sheet | None" = None

    def show(self, sheet: "Sheet") -> None:
        self._sheet = sheet
        held = (self.here, self._held) if self.here is not None and self._held is not None else None
        rows = rows_of(sheet, held)
        if all(row.block != self.here for row in rows):
            self._hold(self._first(sheet, rows), rows)
        elif self._held is None or self._held not in (Together.TALK, Together.TO_CONCLUDE):
            self._hold(self.here, rows)
        self.screen.show_rows(sheet, rows, self.here)

    def go_to(self, block: BlockCode) -> None:
        from spie_diag.casework.sheet import remember_place

        if self._sheet is None or block == self.here:
            return
        task = partial(remember_place, self.sitting.casebook, self.sitting.interview, Stage.CROSSED_VIEWS, block)
        self.sitting.work.run(task, then=lambda _nothing: None, failed=self.sitting.failed)
        self._hold(block, rows_of(self._sheet))
        self.show(self._sheet)

    def go_on(self) -> None:
        """Go to the next domain that both still have to settle, or to the next one of the list."""
        if self._sheet is None or self.here is None:
            return
        rows = rows_of(self._sheet, (self.here, self._held) if self._held else None)
        after = next_to_settle(rows, self.here) or _following(rows, self.here)
        if after is not None:
            self.go_to(after)

    def reveal(self) -> None:
        from spie_diag.casework.assessing import reveal

        self._held = None
        self.sitting.do(reveal, None)

    def conclude(self, block: BlockCode, level: Level | None, strength: bool, text: str) -> None:
        from spie_diag.casework.concluding import conclude

        self.sitting.do(conclude, self.screen.say_error, block, level, strength=strength, text=text)

    def keep_both(self, block: BlockCode, sentence: str) -> None:
        from spie_diag.casework.concluding import keep_both

        self.keep_sentence_draft(block, "")
        self.sitting.do(keep_both, self.screen.say_error, block, sentence)

    def reopen(self, block: BlockCode) -> None:
        from spie_diag.casework.concluding import reopen_conclusion

        self.sitting.do(reopen_conclusion, self.screen.say_error, block)

    def prioritise(self, block: BlockCode, on: bool) -> None:
        from spie_diag.casework.concluding import choose_priorities

        if self._sheet is None:
            return
        others = [code for code in self._sheet.priorities if code != block]
        self.sitting.do(choose_priorities, self.screen.say_error, [*others, block] if on else others)

    def postpone(self, block: BlockCode) -> None:
        """« Pas aujourd’hui »: the domain waits for another time, and nothing is asked of it before signing."""
        from spie_diag.casework.interviewing import flag

        after: Callable[[Sheet], None] = partial(self._shown_then_on)
        task = partial(flag, self.sitting.casebook, self.sitting.interview, block, Flag.NOT_TODAY, on=True)
        self.sitting.work.run(task, then=after, failed=self.screen.say_error)

    def keep_draft(self, block: BlockCode, text: str) -> None:
        self.sitting.keep_draft(f"conclusion/{block}", text)

    def keep_sentence_draft(self, block: BlockCode, text: str) -> None:
        self.sitting.keep_draft(f"conclusion/{block}/desaccord", text)

    def explore(self, block: BlockCode) -> None:
        self.sitting.go_to(Stage.EXPLORATION, block)

    def give_missing(self) -> None:
        """Go where the first missing view is given."""
        if self._sheet is None:
            return
        missing = (row.block for row in rows_of(self._sheet) if row.group is Together.MISSING)
        block = next(missing, None)
        self.sitting.go_to(Stage.EXPLORATION, block)

    def _shown_then_on(self, sheet: "Sheet") -> None:
        self.sitting.shown(sheet)
        self.go_on()

    def _hold(self, block: BlockCode | None, rows: Sequence[GapRow]) -> None:
        self.here = block
        self._held = next((row.group for row in rows if row.block == block), None)

    @staticmethod
    def _first(sheet: "Sheet", rows: Sequence[GapRow]) -> BlockCode | None:
        listed = [row.block for row in rows]
        if sheet.place.stage is Stage.CROSSED_VIEWS and sheet.place.block in listed:
            return sheet.place.block
        waiting = (row.block for row in rows if row.needs_talk and not row.is_settled)
        return next(waiting, listed[0] if listed else None)


def _following(rows: Sequence[GapRow], here: BlockCode) -> BlockCode | None:
    listed = [row.block for row in rows]
    place = listed.index(here) + 1 if here in listed else 0
    return listed[place % len(listed)] if listed else None
