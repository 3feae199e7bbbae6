"""Decides what happens while a vault is being created, step by step."""

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.unlock.weighing import Opinion, weighed, what_is_wrong
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.opening import NewSpecialist

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """One specialist, as she introduced herself; her passphrase comes later."""

    name: str
    structure: str
    role: str
    field_of_work: FieldOfWork


class FoundingScreen(Protocol):
    def show_place_wrong(self, sentence: str, advice: str) -> None: ...

    def show_vault_there(self) -> None: ...

    def show_pair_step(self) -> None: ...

    def show_pair_wrong(self, who: FieldOfWork, sentence: str, advice: str) -> None: ...

    def show_passphrase_step(self, who: FieldOfWork) -> None: ...

    def show_passphrase_wrong(self, sentence: str, advice: str) -> None: ...

    def show_creating(self) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class FoundingPresenter:
    screen: FoundingScreen
    work: Work
    created: "Callable[[Casebook, Path], None]"
    folder: Path = field(default_factory=Path)
    name: str = ""
    pair: tuple[Introduced, ...] = ()
    creating: bool = False
    _first: str = field(default="", repr=False)

    def check_place(self, name: str, folder: str) -> None:
        """Step one: a name, and a folder that can be written and holds no vault yet."""
        self.name, self.folder = name.strip(), Path(folder).expanduser()
        if not self.name:
            self.screen.show_place_wrong(
                "Le coffre n’a pas encore de nom.", "Le nom de votre antenne suffit : il s’affiche à l’ouverture."
            )
        elif len(self.name) > LONGEST_NAME:
            self.screen.show_place_wrong("Ce nom est trop long.", f"Gardez moins de {LONGEST_NAME} caractères.")
        elif not folder.strip() or not self.folder.is_absolute():
            self.screen.show_place_wrong("Il manque le dossier du coffre.", "Choisissez-le avec le bouton à droite.")
        else:
            self.work.run(partial(_look_at, self.folder), then=self._looked, failed=self._place_refused)

    def _place_refused(self, error: SpieError) -> None:
        self.screen.show_place_wrong(error.what_happened, error.what_to_do)

    def _looked(self, found: str) -> None:
        if found == "vault":
            self.screen.show_vault_there()
        elif found == "read-only":
            self.screen.show_place_wrong(
                "Ce dossier ne peut pas être écrit.", "Choisissez un autre dossier, ou demandez le droit d’y écrire."
            )
        elif found == "file":
            self.screen.show_place_wrong("Ce chemin est celui d’un fichier.", "Choisissez un dossier.")
        else:
            self.screen.show_pair_step()

    def check_pair(self, pair: tuple[Introduced, ...]) -> None:
        """Step two: both have a name of their own and a structure."""
        for one in pair:
            if not one.name.strip():
                self.screen.show_pair_wrong(
                    one.field_of_work, "Il manque le nom.", "Il figure sur le document signé, tel qu’il est écrit ici."
                )
                return
            if not one.structure.strip():
                self.screen.show_pair_wrong(
                    one.field_of_work, "Il manque la structure.", "Par exemple le nom de votre service ou association."
                )
                return
            if max(map(len, (one.name, one.structure, one.role))) > LONGEST_NAME:
                self.screen.show_pair_wrong(
                    one.field_of_work, "Un de ces textes est trop long.", f"Gardez moins de {LONGEST_NAME} caractères."
                )
                return
        if len({_fold(one.name) for one in pair}) < len(pair):
            self.screen.show_pair_wrong(
                FieldOfWork.EMPLOYMENT,
                "Vos deux noms sont les mêmes.",
                "Écrivez-les de façon à vous distinguer, par exemple avec un deuxième prénom ou une initiale.",
            )
            return
        self.pair = pair
        self.screen.show_passphrase_step(FieldOfWork.SOCIAL)

    def known(self) -> tuple[str, ...]:
        """What whoever guesses a passphrase of this vault knows already."""
        return (self.name, *(text for one in self.pair for text in (one.name, one.structure, one.role) if text))

    def check_first_passphrase(self, passphrase: str, again: str) -> None:
        """Step three, the first of both; the other looks away."""
        self._judge(passphrase, again, self._keep_first)

    def _keep_first(self, passphrase: str) -> None:
        self._first = passphrase
        self.screen.show_passphrase_step(FieldOfWork.EMPLOYMENT)

    def create(self, passphrase: str, again: str) -> None:
        """Step three, the second of both; then the vault is made."""
        if not self.creating:
            self._judge(passphrase, again, self._create)

    def _create(self, passphrase: str) -> None:
        if self.creating:
            return
        if passphrase == self._first:
            self.screen.show_passphrase_wrong(
                "Vos deux phrases secrètes sont les mêmes.", "Choisissez la vôtre : elle protège votre signature."
            )
            return
        self.creating = True
        self.screen.show_creating()
        task = partial(_create, self.folder, self.name, self.pair, (self._first, passphrase))
        self.work.run(task, then=self._made, failed=self._refused)

    def _made(self, casebook: "Casebook") -> None:
        self._first = ""
        self.created(casebook, self.folder)

    def _judge(self, passphrase: str, again: str, taken: Callable[[str], None]) -> None:
        task = partial(weighed, passphrase, self.known())
        self.work.run(task, then=partial(self._judged, passphrase, again, taken), failed=self._refused)

    def _judged(self, passphrase: str, again: str, taken: Callable[[str], None], opinion: Opinion) -> None:
        wrong = what_is_wrong(passphrase, again, opinion)
        if wrong is not None:
            self.screen.show_passphrase_wrong(wrong.sentence, wrong.advice)
        else:
            taken(passphrase)

    def _refused(self, error: SpieError) -> None:
        self.creating = False
        self.screen.show_error(error)


def _fold(name: str) -> str:
    """The same for two names that the eye takes for one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _look_at(folder: Path) -> str:
    """``vault``, ``file``, ``read-only`` or ``free``; raises ``SpieError`` for what else no vault can be made in."""
    from spie_diag.casework.opening import is_vault, refuse_place

    refuse_place(folder)
    if folder.is_file():
        return "file"
    if folder.is_dir() and is_vault(folder):
        return "vault"
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    return "free" if os.access(place, os.W_OK | os.X_OK) else "read-only"


def _create(folder: Path, name: str, pair: tuple[Introduced, ...], passphrases: tuple[str, str]) -> "Casebook":
    from spie_diag.casework.opening import create_casebook

    founders = [_founder(one, passphrase) for one, passphrase in zip(pair, passphrases, strict=True)]
    return create_casebook(folder, name, founders)


def _founder(one: Introduced, passphrase: str) -> "NewSpecialist":
    from spie_diag.casework.opening import NewSpecialist

    return NewSpecialist(
        name=one.name,
        structure=one.structure,
        role=one.role,
        field_of_work=one.field_of_work,
        passphrase=passphrase,
    )
