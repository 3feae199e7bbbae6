"""Decides what happens where a specialist changes her passphrase."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.safe.people_presenter import names_in
from spie_diag.desktop.unlock.weighing import Opinion, weighed, what_is_wrong
from spie_diag.desktop.work import Errand, WatchedWork
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook


@dataclass(frozen=True, slots=True)
class Change:
    """Another passphrase for one specialist, and whether the vault takes another key as well."""

    specialist: SpecialistId
    old: str = field(repr=False)
    new: str = field(repr=False)
    again: str = field(repr=False)
    also_key: bool


class PassphraseScreen(Protocol):
    def show_people(self, people: tuple[Specialist, ...], writer: SpecialistId) -> None: ...

    def show_busy(self, sentence: str) -> None: ...

    def show_encrypting(self, share: float) -> None: ...

    def show_old_wrong(self, sentence: str, advice: str) -> None: ...

    def show_new_wrong(self, sentence: str, advice: str) -> None: ...

    def show_error(self, sentence: str, advice: str) -> None: ...

    def show_stopped(self, sentence: str, advice: str) -> None: ...

    def show_changed(self, *, key_too: bool) -> None: ...


@dataclass
class PassphrasePresenter:
    screen: PassphraseScreen
    casebook: "Casebook" = field(repr=False)
    work: WatchedWork = field(repr=False)
    busy: bool = False
    errand: Errand | None = None
    """The last change of the vault's key, which may still be under way."""

    def start(self) -> None:
        self.screen.show_people(self.casebook.openers, self.casebook.writer)

    def known(self) -> tuple[str, ...]:
        """The names of this vault, which whoever guesses a passphrase knows."""
        return names_in(self.casebook)

    def change(self, asked: Change) -> None:
        """Change it once the new one will do; a wrong old one changes nothing."""
        if self.busy:
            return
        self.busy = True
        task = partial(weighed, asked.new, self.known())
        self.work.run(task, then=partial(self._weighed, asked), failed=self._refused)

    def _weighed(self, asked: Change, opinion: Opinion) -> None:
        wrong = what_is_wrong(asked.new, asked.again, opinion)
        if wrong is not None:
            self.busy = False
            self.screen.show_new_wrong(wrong.sentence, wrong.advice)
            return
        if asked.new == asked.old:
            self.busy = False
            self.screen.show_new_wrong("C’est la phrase actuelle.", "Choisissez-en une autre.")
            return
        self.screen.show_busy("Votre phrase change : une seconde ou deux.")
        task = partial(_change, self.casebook, asked)
        self.work.run(task, then=lambda _nothing: self._changed(asked), failed=self._refused)

    def _changed(self, asked: Change) -> None:
        if not asked.also_key:
            self.busy = False
            self.screen.show_changed(key_too=False)
            return
        self.screen.show_encrypting(0.0)
        self.errand = self.work.run_watched(
            partial(_rotate, self.casebook, asked),
            then=lambda _nothing: self._rotated(),
            failed=self._not_rotated,
            told=self.screen.show_encrypting,
        )

    def stop(self) -> None:
        """Ask that the vault keep its key after all; too late, it changes nothing."""
        if self.errand is not None:
            self.errand.cancel()

    def _rotated(self) -> None:
        self.busy = False
        self.screen.show_changed(key_too=True)

    def _not_rotated(self, error: SpieError) -> None:
        from spie_diag.casework.renewing import was_stopped

        self.busy = False
        self.screen.show_changed(key_too=False)
        advice = f"Votre phrase secrète, elle, est changée. {error.what_to_do}"
        if was_stopped(error):
            self.screen.show_stopped(error.what_happened, advice)
        else:
            self.screen.show_error(f"La clé du coffre n’a pas changé. {error.what_happened}", advice)

    def _refused(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase

        self.busy = False
        if is_about_passphrase(error):
            self.screen.show_old_wrong(error.what_happened, error.what_to_do)
        else:
            self.screen.show_error(error.what_happened, error.what_to_do)


def _change(casebook: "Casebook", asked: Change) -> None:
    from spie_diag.casework.keys import change_passphrase

    change_passphrase(casebook, asked.specialist, asked.old, asked.new)


def _rotate(casebook: "Casebook", asked: Change, errand: Errand) -> None:
    from spie_diag.casework.renewing import rotate

    rotate(casebook, asked.specialist, asked.new, errand.tell, errand.is_cancelled)
