"""Decides what happens where colleagues are welcomed into the vault, or shut out of it."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.unlock.weighing import Opinion, Wrong, weighed, what_is_wrong
from spie_diag.desktop.work import Errand, WatchedWork
from spie_diag.errors import SpieError
from spie_diag.french import long_date
from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.keys import Holder

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A colleague as she introduced herself, with the passphrase that she chose."""

    name: str
    structure: str
    role: str
    field_of_work: FieldOfWork
    passphrase: str = field(repr=False)
    again: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One line of the list of those who open the vault."""

    specialist: Specialist
    detail: str
    since: str
    is_writing: bool


class Where(Enum):
    """Which part of a page something wrong is said under."""

    NAMES = "names"
    CHOICE = "choice"
    PROOF = "proof"
    DEED = "deed"


class PeopleScreen(Protocol):
    def show_holders(self, lines: tuple[HolderLine, ...]) -> None: ...

    def show_busy(self, sentence: str) -> None: ...

    def show_removing(self, share: float) -> None: ...

    def show_stopped(self, sentence: str, advice: str) -> None: ...

    def show_wrong(self, where: Where, sentence: str, advice: str) -> None: ...

    def show_added(self, name: str) -> None: ...

    def show_removed(self, name: str) -> None: ...


@dataclass
class PeoplePresenter:
    screen: PeopleScreen
    casebook: "Casebook" = field(repr=False)
    work: WatchedWork = field(repr=False)
    busy: bool = False
    errand: Errand | None = None
    """The last removal, which may still be under way."""

    def start(self) -> None:
        self._list(lambda: None)

    def known(self) -> tuple[str, ...]:
        """The names of this vault, which whoever guesses a passphrase knows."""
        return names_in(self.casebook)

    def add(self, new: Newcomer, by: SpecialistId, own: str) -> None:
        """Welcome a colleague, once her names and her passphrase will do."""
        if self.busy:
            return
        wrong = self._wrong_names(new)
        if wrong is not None:
            self.screen.show_wrong(Where.NAMES, wrong.sentence, wrong.advice)
            return
        self.busy = True
        task = partial(weighed, new.passphrase, (*self.known(), new.name, new.structure))
        self.work.run(task, then=partial(self._weighed, new, by, own), failed=self._refused)

    def remove(self, one: Specialist, by: SpecialistId, own: str) -> None:
        """Shut a colleague out: the vault takes another key."""
        if self.busy:
            return
        self.busy = True
        self.screen.show_removing(0.0)
        self.errand = self.work.run_watched(
            partial(_remove, self.casebook, by, own, one.id),
            then=lambda _nothing: self._removed(one.name),
            failed=self._not_removed,
            told=self.screen.show_removing,
        )

    def stop(self) -> None:
        """Ask that the colleague be left in after all; too late, it changes nothing."""
        if self.errand is not None:
            self.errand.cancel()

    def _wrong_names(self, new: Newcomer) -> Wrong | None:
        if not new.name:
            return Wrong("Il manque le nom.", "Il figure sur le document signé, tel qu’il est écrit ici.")
        if not new.structure:
            return Wrong("Il manque la structure.", "Par exemple le nom de votre service ou association.")
        if max(map(len, (new.name, new.structure, new.role))) > LONGEST_NAME:
            return Wrong("Un de ces textes est trop long.", f"Gardez moins de {LONGEST_NAME} caractères.")
        if _fold(new.name) in {_fold(one.name) for one in self.casebook.openers}:
            return Wrong(
                "Ce nom ouvre déjà ce coffre.",
                "Distinguez les deux, par exemple avec un deuxième prénom ou une initiale.",
            )
        return None

    def _weighed(self, new: Newcomer, by: SpecialistId, own: str, opinion: Opinion) -> None:
        wrong = what_is_wrong(new.passphrase, new.again, opinion)
        if wrong is not None:
            self.busy = False
            self.screen.show_wrong(Where.CHOICE, wrong.sentence, wrong.advice)
            return
        self.screen.show_busy("Création de ses clés et de sa signature : quelques secondes suffisent.")
        task = partial(_add, self.casebook, by, own, new)
        self.work.run(task, then=self._added, failed=self._refused)

    def _added(self, colleague: Specialist) -> None:
        self._list(partial(self.screen.show_added, colleague.name))

    def _removed(self, name: str) -> None:
        self._list(partial(self.screen.show_removed, name))

    def _not_removed(self, error: SpieError) -> None:
        from spie_diag.casework.renewing import was_stopped

        if was_stopped(error):
            self.busy = False
            self.screen.show_stopped(error.what_happened, error.what_to_do)
        else:
            self._refused(error)

    def _list(self, then: Callable[[], None]) -> None:
        self.work.run(partial(_lines, self.casebook), then=partial(self._listed, then), failed=self._refused)

    def _listed(self, then: Callable[[], None], lines: tuple[HolderLine, ...]) -> None:
        self.busy = False
        self.screen.show_holders(lines)
        then()

    def _refused(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase

        self.busy = False
        where = Where.PROOF if is_about_passphrase(error) else Where.DEED
        self.screen.show_wrong(where, error.what_happened, error.what_to_do)


def _fold(name: str) -> str:
    """The same for two names that the eye takes for one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def names_in(casebook: "Casebook") -> tuple[str, ...]:
    """The names of this vault, which whoever guesses a passphrase knows."""
    from spie_diag.casework.keys import known_names

    return known_names(casebook)


def _lines(casebook: "Casebook") -> tuple[HolderLine, ...]:
    from spie_diag.casework.keys import holders_of

    return tuple(_line(holder, casebook.writer) for holder in holders_of(casebook))


def _line(holder: "Holder", writer: SpecialistId) -> HolderLine:
    one = holder.specialist
    detail = " · ".join(filter(None, (one.structure, one.role)))
    since = f"depuis le {long_date(holder.since, weekday=False)}" if holder.since else ""
    return HolderLine(one, detail, since, one.id == writer)


def _add(casebook: "Casebook", by: SpecialistId, own: str, new: Newcomer) -> Specialist:
    from spie_diag.casework.keys import add_colleague
    from spie_diag.casework.opening import NewSpecialist

    colleague = NewSpecialist(
        name=new.name,
        structure=new.structure,
        role=new.role,
        field_of_work=new.field_of_work,
        passphrase=new.passphrase,
    )
    return add_colleague(casebook, by, own, colleague)


def _remove(casebook: "Casebook", by: SpecialistId, own: str, one: SpecialistId, errand: Errand) -> None:
    from spie_diag.casework.keys import revoke_colleague

    revoke_colleague(casebook, by, own, one, errand.tell, errand.is_cancelled)
