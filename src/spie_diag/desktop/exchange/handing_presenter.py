"""Decides how a document leaves: who agreed, who signs, how it is closed for its way, and where it is written."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.desktop.exchange.shown import DoneShown, HandingAsked, HandingShown, Sealing, Situation
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.handing_over import Handoff
    from spie_diag.casework.sealing import Seal

_BIGGEST_CERTIFICATE = 100_000


class HandingScreen(Protocol):
    def show_handing(self, shown: HandingShown) -> None: ...

    def show_words(self, words: str) -> None: ...

    def show_busy(self) -> None: ...

    def say_missing(self, field: str) -> None:
        """``agreement``, ``day``, ``passphrase``, ``signer`` or ``certificate``: what is still to be given."""

    def show_error(self, error: SpieError, *, passphrase_wrong: bool) -> None: ...

    def choose_place(self, name: str, folder: str) -> None: ...

    def show_done(self, done: DoneShown) -> None: ...


@dataclass
class HandingPresenter:
    screen: HandingScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    handed: Callable[[], None] = lambda: None
    """A document left: what is shown of the past changed."""
    is_busy: bool = False
    _situation: Situation | None = field(default=None, repr=False)
    _selection: Selection | None = field(default=None, repr=False)
    _asked: HandingAsked | None = field(default=None, repr=False)
    _words: str = field(default="", repr=False)

    def begin(self, situation: Situation) -> None:
        self._situation = situation

    def show(self, selection: Selection, let_go: tuple[str, ...]) -> None:
        """The step is in sight, for this selection."""
        situation, self._selection = self._situation, selection
        if situation is None:
            return
        task = partial(_signers, self.casebook, situation, selection)
        self.work.run(task, then=partial(self._show, situation, selection, let_go), failed=self._refused)

    def _show(
        self,
        situation: Situation,
        selection: Selection,
        let_go: tuple[str, ...],
        signers: tuple[tuple[Specialist, ...], frozenset[SpecialistId]],
    ) -> None:
        if selection is not self._selection:
            return
        self.screen.show_handing(
            HandingShown(
                headline=_headline(selection),
                document=json.dumps(selection.as_json()),
                pair=signers[0],
                writer=situation.writer,
                today=situation.today,
                must_sign=selection.profile is not Profile.PERSON,
                let_go=let_go,
                with_card=signers[1],
            )
        )

    def draw_words(self) -> None:
        """Six words to be said by telephone."""
        self.work.run(_drawn_words, then=self._show_words, failed=self._refused)

    def forget_words(self) -> None:
        """They served, or will not."""
        self._words = ""
        self.screen.show_words("")

    def ask_place(self, asked: HandingAsked) -> None:
        """Everything is filled in: where shall it be saved?"""
        situation, selection = self._situation, self._selection
        if situation is None or selection is None or self.is_busy:
            return
        missing = self._missing(asked, selection)
        if missing:
            self.screen.say_missing(missing)
            return
        self._asked = asked
        task = partial(_proposed, self.casebook, situation, selection)
        self.work.run(task, then=self._choose_place, failed=self._refused)

    def hand_over(self, file: Path) -> None:
        """Sign, close and write it; what was typed to sign is let go."""
        situation, selection, asked = self._situation, self._selection, self._asked
        if situation is None or selection is None or asked is None or self.is_busy:
            return
        self.is_busy, self._asked = True, None
        self.screen.show_busy()
        task = partial(_hand_over, self.casebook, situation, selection, asked, self._words, file)
        self.work.run(task, then=partial(self._done, file), failed=self._refused)

    def give_up_place(self) -> None:
        """No place was chosen: the passphrases are typed again."""
        self._asked = None

    def _missing(self, asked: HandingAsked, selection: Selection) -> str:
        """The first thing that is not there."""
        if not asked.has_agreed:
            return "agreement"
        if asked.agreed_on is None:
            return "day"
        if not asked.signing and selection.profile is not Profile.PERSON:
            return "signer"
        if any(not typed for _, typed in asked.signing):
            return "passphrase"
        if asked.sealing is Sealing.CERTIFICATE and not asked.certificate:
            return "certificate"
        return ""

    def _choose_place(self, proposed: tuple[str, str]) -> None:
        self.screen.choose_place(*proposed)

    def _show_words(self, words: str) -> None:
        self._words = words
        self.screen.show_words(words)

    def _done(self, file: Path, made: "Handoff") -> None:
        self.is_busy = False
        self.screen.show_done(
            DoneShown(
                sentence=f"Le document est enregistré : {file.name}",
                next_deed=_NEXT[Sealing(made.sealed)],
                file=str(file),
                can_open=made.sealed == Sealing.NONE.value,
            )
        )
        self.handed()

    def _refused(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase

        self.is_busy = False
        self.screen.show_error(error, passphrase_wrong=is_about_passphrase(error))


_NEXT = {
    Sealing.NONE: "Remettez-le, puis effacez-le de cet ordinateur : ce fichier n’est pas chiffré.",
    Sealing.PASSWORD: "Envoyez le fichier, puis dites les mots par téléphone, jamais dans le même message. "
    "Ils ne seront plus montrés quand vous quitterez cette page.",
    Sealing.CERTIFICATE: "Envoyez le fichier : seul le destinataire peut l’ouvrir, avec sa propre clé.",
}


def _headline(selection: Selection) -> str:
    if selection.profile is Profile.PERSON:
        return "Son propre exemplaire"
    purpose = f", pour : {selection.purpose}" if selection.purpose.strip() else ""
    return f"{selection.recipient} ({selection.profile.label}){purpose}"


def _signers(
    casebook: "Casebook", situation: Situation, selection: Selection
) -> tuple[tuple[Specialist, ...], frozenset[SpecialistId]]:
    """Who may sign for this recipient, and which of them sign with a card, or may.

    That is known of those alone whose keys are unlocked.
    """
    from spie_diag.casework.disclosing import Disclosure
    from spie_diag.casework.identities import asks_for_pin
    from spie_diag.casework.sheet import draw

    sheet = draw(casebook, situation.interview)
    pair = tuple(Disclosure.of(sheet, selection).pair(sheet).members)
    with_card = set()
    for one in pair:
        try:
            if asks_for_pin(casebook, one.id):
                with_card.add(one.id)
        except SpieError:
            with_card.add(one.id)
    return pair, frozenset(with_card)


def _drawn_words() -> str:
    from spie_diag.casework.sealing import suggested_password

    return suggested_password()


def _proposed(casebook: "Casebook", situation: Situation, selection: Selection) -> tuple[str, str]:
    """A file name that names nobody, and the folder where something was saved last."""
    from spie_diag.casework.extracting import proposed_extract_name
    from spie_diag.casework.saving_places import last_folder
    from spie_diag.casework.sheet import draw

    folder = last_folder(casebook)
    return proposed_extract_name(draw(casebook, situation.interview), selection), str(folder) if folder else ""


def _hand_over(
    casebook: "Casebook", situation: Situation, selection: Selection, asked: HandingAsked, words: str, file: Path
) -> "Handoff":
    from spie_diag.casework.handing_over import hand_over
    from spie_diag.casework.saving_places import remember_folder

    made = hand_over(
        casebook,
        situation.interview,
        selection,
        file,
        asked.signing,
        _seal(asked, words),
        agreed_on=asked.agreed_on or situation.today,
        person_present=asked.person_present,
        pins=asked.pins,
    )
    remember_folder(casebook, file)
    return made


def _seal(asked: HandingAsked, words: str) -> "Seal | None":
    from spie_diag.casework.errors import UnreadableFileError
    from spie_diag.casework.sealing import Seal

    if asked.sealing is Sealing.NONE:
        return None
    if asked.sealing is Sealing.PASSWORD:
        return Seal(password=words)
    try:
        with Path(asked.certificate).open("rb") as file:
            return Seal(certificates=(file.read(_BIGGEST_CERTIFICATE),))
    except OSError as why:
        raise UnreadableFileError(name=Path(asked.certificate).name) from why
