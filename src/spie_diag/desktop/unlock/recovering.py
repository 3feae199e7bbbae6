"""Decides what happens when a vault is opened with its recovery sheet: fourteen words, then a new passphrase."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.unlock.presenter import label_of_vault
from spie_diag.desktop.unlock.weighing import Opinion, weighed, what_is_wrong
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.opening import VaultLabel

SHEET_WORDS = 14


@dataclass(frozen=True, slots=True)
class ReadWord:
    """What the list of the sheets makes of one typed word."""

    is_known: bool
    word: str
    """The word meant, or where it is none, the nearest one; empty where none is near."""


class RecoveringScreen(Protocol):
    def show_vault(self, name: str, specialists: tuple[Specialist, ...]) -> None: ...

    def show_word(self, place: int, typed: str, read: ReadWord) -> None: ...

    def show_checking(self) -> None: ...

    def show_choice(self) -> None: ...

    def show_passphrase_wrong(self, sentence: str, advice: str) -> None: ...

    def show_opening(self) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class RecoveringPresenter:
    """Keeps no word: the page gives them again when the vault is opened for good."""

    screen: RecoveringScreen
    work: Work = field(repr=False)
    vault: Path
    opened: "Callable[[Casebook, Path], None]" = field(repr=False)
    busy: bool = False
    _known: tuple[str, ...] = ()

    def start(self) -> None:
        self.work.run(partial(label_of_vault, self.vault), then=self._found, failed=self.screen.show_error)

    def known(self) -> tuple[str, ...]:
        """The names that whoever guesses a passphrase of this vault knows."""
        return self._known

    def look(self, place: int, typed: str) -> None:
        """Say of one word, while others are typed, whether it can be on a sheet."""
        task = partial(read_word, typed)
        self.work.run(task, then=partial(self.screen.show_word, place, typed), failed=self.screen.show_error)

    def check(self, words: str) -> None:
        """Try the whole sheet: the vault is opened and closed again, so that nothing is left half open."""
        if self.busy:
            return
        self.busy = True
        self.screen.show_checking()
        self.work.run(partial(_try, self.vault, words), then=lambda _nothing: self._fits(), failed=self._refused)

    def choose(self, words: str, specialist: SpecialistId, passphrase: str, again: str) -> None:
        """A new passphrase and new keys for one specialist; the vault is then open."""
        if self.busy:
            return
        self.busy = True
        judged = partial(self._judged, words, specialist, passphrase, again)
        self.work.run(partial(weighed, passphrase, self._known), then=judged, failed=self._refused)

    def _found(self, label: "VaultLabel") -> None:
        self._known = names_of(label)
        self.screen.show_vault(label.name, label.specialists)

    def _fits(self) -> None:
        self.busy = False
        self.screen.show_choice()

    def _judged(self, words: str, specialist: SpecialistId, passphrase: str, again: str, opinion: Opinion) -> None:
        wrong = what_is_wrong(passphrase, again, opinion)
        if wrong is not None:
            self.busy = False
            self.screen.show_passphrase_wrong(wrong.sentence, wrong.advice)
            return
        self.screen.show_opening()
        task = partial(_renew, self.vault, words, specialist, passphrase)
        self.work.run(task, then=lambda casebook: self.opened(casebook, self.vault), failed=self._refused)

    def _refused(self, error: SpieError) -> None:
        self.busy = False
        self.screen.show_error(error)


def names_of(label: "VaultLabel") -> tuple[str, ...]:
    """What whoever guesses a passphrase of a closed vault knows."""
    from spie_diag.casework.keys import names_known

    return names_known(label.name, label.specialists)


def read_word(typed: str) -> ReadWord:
    """What the list of the sheets makes of one typed word; a task for ``Work``."""
    from spie_diag.casework.keys import look_up

    read = look_up(typed)
    return ReadWord(read.meant is not None, read.meant or read.proposed or "")


def _try(vault: Path, words: str) -> None:
    from spie_diag.casework.keys import open_with_sheet

    open_with_sheet(vault, words).lock()


def _renew(vault: Path, words: str, specialist: SpecialistId, passphrase: str) -> "Casebook":
    from spie_diag.casework.keys import open_with_sheet, renew

    casebook = open_with_sheet(vault, words)
    try:
        renew(casebook, specialist, passphrase)
    except BaseException:
        casebook.lock()  # nobody is at the keyboard: it must not stay open behind the page
        raise
    return casebook
