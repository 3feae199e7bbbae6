"""The rights of a person on the page of the persons: beside the list, in the panel of the person, in a passing line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spie_diag.desktop.cases.rights_panel import RightsPanel
from spie_diag.desktop.cases.rights_presenter import Erasing
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.cases.writing import Written
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, Person


@dataclass(frozen=True, slots=True)
class RightsSide:
    """What ``RightsPresenter`` shows on."""

    view: CasesView
    tell: Callable[[str], None]
    """A line that passes."""

    @property
    def panel(self) -> RightsPanel:
        return self.view.rights

    def show_standing(self, case: CaseId, opposed_since: str) -> None:
        self.view.person.show_standing(case, opposed_since)
        self.panel.show_standing(case, opposed_since)

    def show_rights(self, person: Person) -> None:
        self.view.show_rights()
        self.panel.show_person(person)

    def show_copying(self) -> None:
        self.panel.show_copying()

    def show_copied(self, folder: Path, unrevealed: int) -> None:
        self.panel.show_copied(folder, unrevealed)

    def show_error(self, error: SpieError) -> None:
        if self.panel.isVisible():
            self.panel.show_error(error)
        else:
            self.view.show_error(error)

    def show_correction(self, written: Written) -> None:
        self.panel.show_correction(written)

    def show_correction_error(self, error: SpieError) -> None:
        self.panel.correction.show_error(error)

    def show_corrected(self) -> None:
        self.view.leave_rights()
        self.tell(self.panel.tr("Identité corrigée. Ce que le dossier disait avant reste dans son historique."))

    def show_erasing(self, erasing: Erasing) -> None:
        self.panel.show_erasing(erasing)

    def show_erasure_going_on(self) -> None:
        self.panel.erasure.show_going_on()

    def show_strengthening(self, share: float) -> None:
        self.panel.erasure.show_strengthening(share)

    def show_erasure_error(self, error: SpieError, *, passphrase_wrong: bool) -> None:
        self.panel.erasure.show_error(error, passphrase_wrong=passphrase_wrong)

    def show_erased(self, number: str, warning: SpieError | None) -> None:
        """Back to the list; ``warning`` is what came after the erasure and did not go as hoped."""
        self.view.leave_rights()
        self.tell(self.panel.tr("Le dossier {0} est effacé.").format(number))
        if warning is not None:
            self.view.error.say_error(warning)
