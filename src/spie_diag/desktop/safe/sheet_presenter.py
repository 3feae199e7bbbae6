"""Decides how a recovery sheet is made: shown, printed, three of its words typed again, and only then kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.safe.deciding import Proven
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import long_date
from spie_diag.interview.people import Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook

CHECKED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written on the paper."""

    vault: str
    day: str
    words: tuple[str, ...] = field(repr=False)


class SheetScreen(Protocol):
    def show_state(self, made_on: str) -> None: ...

    def show_sheet(self, sheet: Sheet) -> None: ...

    def show_check(self, places: tuple[int, ...], people: tuple[Specialist, ...], writer: SpecialistId) -> None: ...

    def show_words_wrong(self, wrong: Mapping[int, str]) -> None: ...

    def show_busy(self) -> None: ...

    def show_proof_wrong(self, sentence: str, advice: str) -> None: ...

    def show_error(self, sentence: str, advice: str) -> None: ...

    def show_kept(self, *, replaced: bool) -> None: ...


@dataclass
class SheetPresenter:
    screen: SheetScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    chance: Random = field(default_factory=SystemRandom, repr=False)
    busy: bool = False
    _words: tuple[str, ...] = field(default=(), repr=False)
    _places: tuple[int, ...] = ()

    def start(self) -> None:
        self.work.run(partial(_made_on, self.casebook), then=self.screen.show_state, failed=self._refused)

    def draw(self) -> None:
        """Fourteen new words; the former sheet still opens the vault."""
        self.work.run(_drawn, then=self._drawn, failed=self._refused)

    def _drawn(self, words: tuple[str, ...]) -> None:
        self._words = words
        day = long_date(self.casebook.clock.now().date(), weekday=False)
        self.screen.show_sheet(Sheet(self.casebook.vault.name, day, words))

    def ask_words(self) -> None:
        """Once the paper is there: three of its words prove that it can be read."""
        if self._words:
            self._places = tuple(sorted(self.chance.sample(range(1, len(self._words) + 1), CHECKED_WORDS)))
            self.screen.show_check(self._places, self.casebook.openers, self.casebook.writer)

    def look_again(self) -> None:
        """Back to the words, which did not change."""
        if self._words:
            self._drawn(self._words)

    def keep(self, typed: Mapping[int, str], proven: Proven) -> None:
        """Make it the sheet of the vault, if the three words are those of the paper."""
        if self.busy or not self._words:
            return
        self.busy = True
        due = {place: self._words[place - 1] for place in self._places}
        task = partial(_wrong_among, due, {place: typed.get(place, "") for place in due})
        self.work.run(task, then=partial(self._compared, proven), failed=self._refused)

    def give_up(self) -> None:
        """The words are let go: they open nothing."""
        self._words, self._places = (), ()

    def _compared(self, proven: Proven, wrong: Mapping[int, str]) -> None:
        if wrong or not self._words:
            self.busy = False
            self.screen.show_words_wrong(wrong)
            return
        self.screen.show_busy()
        task = partial(_keep, self.casebook, proven, " ".join(self._words))
        self.work.run(task, then=self._kept, failed=self._refused)

    def _kept(self, replaced: bool) -> None:
        self.busy = False
        self.give_up()
        self.screen.show_kept(replaced=replaced)
        self.start()

    def _refused(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase

        self.busy = False
        if is_about_passphrase(error):
            self.screen.show_proof_wrong(error.what_happened, error.what_to_do)
        else:
            self.screen.show_error(error.what_happened, error.what_to_do)


def _made_on(casebook: "Casebook") -> str:
    from spie_diag.casework.keys import sheet_made_on

    day = sheet_made_on(casebook)
    return long_date(day, weekday=False) if day else ""


def _drawn() -> tuple[str, ...]:
    from spie_diag.casework.keys import draw_sheet

    return draw_sheet()


def _wrong_among(due: Mapping[int, str], typed: Mapping[int, str]) -> dict[int, str]:
    """What to say of each word that is not the one of the paper."""
    from spie_diag.casework.keys import look_up

    said: dict[int, str] = {}
    for place, word in due.items():
        read = look_up(typed[place])
        if not typed[place].strip():
            said[place] = "Ce mot manque."
        elif read.meant is None:
            said[place] = "Ce mot n’est pas de la fiche : relisez le papier."
        elif read.meant != word:
            said[place] = f"Ce n’est pas le mot n° {place} : comptez sur le papier."
    return said


def _keep(casebook: "Casebook", proven: Proven, words: str) -> bool:
    """Returns whether it takes the place of another sheet."""
    from spie_diag.casework.keys import keep_sheet, sheet_made_on

    replaced = sheet_made_on(casebook) is not None
    keep_sheet(casebook, proven.by, proven.passphrase, words)
    return replaced
