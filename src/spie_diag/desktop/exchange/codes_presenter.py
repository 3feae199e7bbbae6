"""Decides what may be pasted or saved for the programs of partners: the same facts as the printed extract."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.desktop.exchange.shown import CopyShown, JsonFile, Situation
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import counted, spaced

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.copying import Copy

_TAKE_CODES = frozenset(
    {Profile.FRANCE_TRAVAIL, Profile.DEPARTMENT, Profile.MISSION_LOCALE, Profile.CAP_EMPLOI, Profile.PLIE}
)


class CodesScreen(Protocol):
    def show_copies(self, headline: str, copies: Sequence[CopyShown]) -> None: ...

    def show_nothing(self, sentence: str, advice: str) -> None: ...

    def choose_place(self, kind: JsonFile, name: str, folder: str) -> None: ...

    def say_copied(self, place: int) -> None: ...

    def say_saved(self, file: Path) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class CodesPresenter:
    screen: CodesScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    handed: Callable[[], None] = lambda: None
    """A file left: what is shown of the past changed."""
    _situation: Situation | None = field(default=None, repr=False)
    _selection: Selection | None = field(default=None, repr=False)
    _copies: "tuple[Copy, ...]" = field(default=(), repr=False)

    def begin(self, situation: Situation) -> None:
        self._situation = situation

    def show(self, chosen: Selection) -> None:
        """The texts that follow what was chosen; France Travail's, where the recipient takes no codes."""
        situation = self._situation
        if situation is None:
            return
        if situation.only_hers:
            self.screen.show_nothing(
                "Rien n’est à recopier.", "La personne ne veut pas que son dossier soit partagé. C’est son droit."
            )
            return
        if not situation.is_signed:
            self.screen.show_nothing(
                "Rien n’est encore à recopier.", "Les textes et les codes sont donnés une fois le diagnostic signé."
            )
            return
        self._selection = selection = _for_codes(chosen)
        task = partial(_copies, self.casebook, situation, selection)
        self.work.run(task, then=self._show, failed=self.screen.show_error)

    def note_copied(self, place: int) -> None:
        """One of the texts went into the clipboard: the register tells it."""
        situation = self._situation
        if situation is not None and 0 <= place < len(self._copies):
            copied = self._copies[place]
            task = partial(_note, self.casebook, situation, copied)
            self.work.run(task, then=partial(self._say_copied, place), failed=self.screen.show_error)

    def ask_place(self, kind: JsonFile) -> None:
        if self._situation is not None:
            task = partial(_proposed, self.casebook, self._situation, kind)
            self.work.run(task, then=partial(self._choose_place, kind), failed=self.screen.show_error)

    def save(self, kind: JsonFile, file: Path) -> None:
        """Hand it over: the person agreed to what is on the page, today."""
        situation, selection = self._situation, self._selection
        if situation is not None and selection is not None:
            task = partial(_save, self.casebook, situation, selection, kind, file)
            self.work.run(task, then=self._saved, failed=self.screen.show_error)

    def _show(self, copies: "tuple[Copy, ...]") -> None:
        self._copies = copies
        selection = self._selection
        if selection is not None:
            headline = f"Pour : {selection.profile.label}. Ce qui n’est pas coché n’y est pas."
            self.screen.show_copies(spaced(headline), [_shown(one) for one in copies])

    def _say_copied(self, place: int, _nothing: None) -> None:
        self.screen.say_copied(place)

    def _choose_place(self, kind: JsonFile, proposed: tuple[str, str]) -> None:
        self.screen.choose_place(kind, *proposed)

    def _saved(self, file: Path) -> None:
        self.screen.say_saved(file)
        self.handed()


def _for_codes(chosen: Selection) -> Selection:
    if chosen.profile not in _TAKE_CODES:
        chosen = Selection(profile=Profile.FRANCE_TRAVAIL, recipient="", removed=chosen.removed)
    return chosen if chosen.recipient.strip() else replace(chosen, recipient=chosen.profile.label)


def _shown(one: "Copy") -> CopyShown:
    counter = f"{one.count} / {one.limit} caractères" if one.limit else counted(one.count, "caractère")
    return CopyShown(
        title=one.title,
        text=one.text,
        counter=spaced(counter),
        is_too_long=one.limit is not None and one.count > one.limit,
        warnings=one.warnings,
    )


def _copies(casebook: "Casebook", situation: Situation, selection: Selection) -> "tuple[Copy, ...]":
    from spie_diag.casework.france_travail import copies

    return copies(casebook, situation.interview, selection)


def _note(casebook: "Casebook", situation: Situation, copied: "Copy") -> None:
    from spie_diag.casework.france_travail import note_copied

    note_copied(casebook, situation.interview, copied)


def _proposed(casebook: "Casebook", situation: Situation, kind: JsonFile) -> tuple[str, str]:
    """A file name that names nobody, and the folder where something was saved last."""
    from spie_diag.casework.france_travail import criteria_file_name, dossier_file_name
    from spie_diag.casework.saving_places import last_folder
    from spie_diag.casework.sheet import draw

    name_of = dossier_file_name if kind is JsonFile.DOSSIER else criteria_file_name
    folder = last_folder(casebook)
    return name_of(draw(casebook, situation.interview)), str(folder) if folder else ""


def _save(casebook: "Casebook", situation: Situation, selection: Selection, kind: JsonFile, file: Path) -> Path:
    from spie_diag.casework.france_travail import export_criteria, export_dossier
    from spie_diag.casework.saving_places import remember_folder

    export = export_dossier if kind is JsonFile.DOSSIER else export_criteria
    export(casebook, situation.interview, selection, file, agreed_on=situation.today)
    remember_folder(casebook, file)
    return file
