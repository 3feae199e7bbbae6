"""Decides what happens where a person exercises her rights."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.cases.writing import Written, birth_date
from spie_diag.desktop.work import Errand, WatchedWork
from spie_diag.errors import SpieError
from spie_diag.french import counted, listed, long_date, short_date
from spie_diag.interview.people import CaseId, Person, SpecialistId

if TYPE_CHECKING:
    from datetime import date

    from spie_diag.casework.accessing import AccessExport
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.rights import ErasurePreview


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """What goes with a file, what stays, and where it may still be read; in French."""

    number: str
    goes: str
    copies: str
    """Empty where no older copy lies in the vault's folder."""
    holders: tuple[str, ...] = field(default=(), repr=False)
    """Who received documents, and is to be told. Source: RGPD, article 19."""


class RightsScreen(Protocol):
    def show_standing(self, case: CaseId, opposed_since: str) -> None: ...

    def show_rights(self, person: Person) -> None: ...

    def show_copying(self) -> None: ...

    def show_copied(self, folder: Path, unrevealed: int) -> None: ...

    def show_error(self, error: SpieError) -> None: ...

    def show_correction(self, written: Written) -> None: ...

    def show_correction_error(self, error: SpieError) -> None: ...

    def show_corrected(self) -> None: ...

    def show_erasing(self, erasing: Erasing) -> None: ...

    def show_erasure_going_on(self) -> None: ...

    def show_strengthening(self, share: float) -> None: ...

    def show_erasure_error(self, error: SpieError, *, passphrase_wrong: bool) -> None: ...

    def show_erased(self, number: str, warning: SpieError | None) -> None: ...


@dataclass
class RightsPresenter:
    screen: RightsScreen
    casebook: "Casebook"
    work: WatchedWork
    person_of: Callable[[CaseId], Person | None]
    changed: Callable[[], None]
    """The list of persons is to be read again."""
    case: CaseId | None = None
    """Whose rights are shown."""
    busy: bool = field(default=False)
    errand: Errand | None = None
    """The last change of the vault's key, which may still be under way."""

    def look(self, case: CaseId) -> None:
        """Tell whether she opposes sharing: shown beside her name, and where something would be shared."""
        task = partial(_opposed_since, self.casebook, case)
        self.work.run(task, then=partial(self._stands, case), failed=self.screen.show_error)

    def _stands(self, case: CaseId, since: datetime | None) -> None:
        self.screen.show_standing(case, long_date(since.date(), weekday=False) if since else "")

    def open(self, case: CaseId) -> None:
        person = self.person_of(case)
        if person is None:
            return
        self.case, self.busy = case, False
        self.screen.show_rights(person)
        self.look(case)

    def hand_over(self, folder: Path) -> None:
        """Write all that is held about her into a new folder of ``folder``; a second click writes one copy."""
        if self.case is None or self.busy:
            return
        self.busy = True
        self.screen.show_copying()
        self.work.run(partial(_export, self.casebook, self.case, folder), then=self._copied, failed=self._not_done)

    def _copied(self, export: "AccessExport") -> None:
        self.busy = False
        self.screen.show_copied(export.folder, export.unrevealed)

    def _not_done(self, error: SpieError) -> None:
        self.busy = False
        self.screen.show_error(error)

    def ask_correction(self) -> None:
        person = self.person_of(self.case) if self.case is not None else None
        if person is not None:
            self.screen.show_correction(_written(person))

    def correct(self, written: Written) -> None:
        if self.case is None or self.busy:
            return
        try:
            born_on = birth_date(written.born_on, self.casebook.clock.now().date())
        except SpieError as why:
            self.screen.show_correction_error(why)
            return
        self.busy = True
        task = partial(_rectify, self.casebook, self.case, written, born_on)
        self.work.run(task, then=self._corrected, failed=self._not_corrected)

    def _corrected(self, _person: Person) -> None:
        self.busy = False
        self.screen.show_corrected()
        self.changed()

    def _not_corrected(self, error: SpieError) -> None:
        self.busy = False
        self.screen.show_correction_error(error)

    def stand(self, opposed: bool) -> None:
        """Note what she wants; on a refusal of the disk the tick goes back to what holds."""
        if self.case is None:
            return
        task = partial(_stand, self.casebook, self.case, opposed)
        self.work.run(task, then=partial(self._stands, self.case), failed=partial(self._not_noted, self.case))

    def _not_noted(self, case: CaseId, error: SpieError) -> None:
        self.screen.show_error(error)
        self.look(case)

    def ask_erasure(self) -> None:
        if self.case is not None:
            task = partial(_preview, self.casebook, self.case)
            self.work.run(task, then=self._previewed, failed=self.screen.show_error)

    def _previewed(self, preview: "ErasurePreview") -> None:
        self.screen.show_erasing(erasing_of(preview))

    def erase(self, decided_by: SpecialistId, passphrase: str, *, by_mistake: bool, strengthened: bool) -> None:
        """Erase her file for good; ``strengthened`` also makes the vault anew under another key.

        What the disk still holds of the former file has no key then; copies made before keep theirs.
        """
        if self.case is None or self.busy:
            return
        self.busy = True
        self.screen.show_erasure_going_on()
        person = self.person_of(self.case)
        then = partial(self._erased, person.number if person else "", decided_by, passphrase if strengthened else "")
        task = partial(_erase, self.casebook, self.case, decided_by, passphrase, by_mistake)
        self.work.run(task, then=then, failed=self._not_erased)

    def _erased(self, number: str, decided_by: SpecialistId, passphrase: str, _nothing: None) -> None:
        if passphrase:
            self.screen.show_strengthening(0.0)
            self.errand = self.work.run_watched(
                partial(_rotate, self.casebook, decided_by, passphrase),
                then=lambda _nothing: self._told_erased(number, None),
                failed=partial(self._told_erased, number),
                told=self.screen.show_strengthening,
            )
        else:
            self._told_erased(number, None)

    def stop(self) -> None:
        """Ask that the vault keep its key after all: the file is erased already. Too late, it changes nothing."""
        if self.errand is not None:
            self.errand.cancel()

    def _told_erased(self, number: str, warning: SpieError | None) -> None:
        self.busy, self.case = False, None
        self.screen.show_erased(number, warning)
        self.changed()

    def _not_erased(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase

        self.busy = False
        self.screen.show_erasure_error(error, passphrase_wrong=is_about_passphrase(error))


def erasing_of(preview: "ErasurePreview") -> Erasing:
    """What the preview says, in words."""
    parts = [
        "son identité",
        counted(preview.interviews, "entretien"),
        counted(preview.entries, "entrée"),
        counted(preview.documents, "document signé", "documents signés"),
    ]
    held = [part for part in parts if not part.startswith("0")]
    return Erasing(number=preview.number, goes=listed(held), copies=listed(preview.copies), holders=preview.holders)


def _written(person: Person) -> Written:
    return Written(
        called=person.called,
        family_name=person.family_name,
        first_names=person.first_names,
        born_on=short_date(person.born_on) if person.born_on else "",
        commune=person.commune,
        phone=person.phone,
    )


def _opposed_since(casebook: "Casebook", case: CaseId) -> datetime | None:
    from spie_diag.casework.rights import opposed_since

    since = opposed_since(casebook, case)
    return since.astimezone(casebook.clock.now().tzinfo) if since else None


def _export(casebook: "Casebook", case: CaseId, folder: Path) -> "AccessExport":
    from spie_diag.casework.accessing import access_export

    return access_export(casebook, case, folder)


def _rectify(casebook: "Casebook", case: CaseId, written: Written, born_on: "date | None") -> Person:
    from spie_diag.casework.receiving import NewPerson
    from spie_diag.casework.rights import rectify

    said = NewPerson(
        called=written.called,
        family_name=written.family_name,
        first_names=written.first_names,
        born_on=born_on,
        commune=written.commune,
        phone=written.phone,
    )
    return rectify(casebook, case, said)


def _stand(casebook: "Casebook", case: CaseId, opposed: bool) -> datetime | None:
    from spie_diag.casework.rights import lift_opposition, oppose

    (oppose if opposed else lift_opposition)(casebook, case)
    return _opposed_since(casebook, case)


def _preview(casebook: "Casebook", case: CaseId) -> "ErasurePreview":
    from spie_diag.casework.rights import erasure_preview

    return erasure_preview(casebook, case)


def _erase(casebook: "Casebook", case: CaseId, decided_by: SpecialistId, passphrase: str, by_mistake: bool) -> None:
    from spie_diag.casework.rights import erase_one

    erase_one(casebook, case, decided_by, passphrase, by_mistake=by_mistake)


def _rotate(casebook: "Casebook", decided_by: SpecialistId, passphrase: str, errand: Errand) -> None:
    from spie_diag.casework.renewing import rotate

    rotate(casebook, decided_by, passphrase, errand.tell, errand.is_cancelled)
