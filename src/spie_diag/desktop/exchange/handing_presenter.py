"""Decides how a document leaves: who agreed, who signs, how it is closed for its way, and where it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.desktop.exchange.shown import DoneShown, HandingAsked, HandingShown, Prepared, Sealing, Situation
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
        """``agreement``, ``day``, ``passphrase`` or ``certificate``: what is still to be given."""

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
    _prepared: Prepared | None = field(default=None, repr=False)
    _asked: HandingAsked | None = field(default=None, repr=False)
    _words: str = field(default="", repr=False)

    def begin(self, situation: Situation) -> None:
        self._situation = situation

    def show(self, prepared: Prepared, signers: tuple[Specialist, ...], let_go: tuple[str, ...]) -> None:
        """The step is in sight, for a document whose pages were read."""
        self._prepared = prepared
        if self._situation is not None:
            task = partial(_with_card, self.casebook, signers)
            then = partial(self._show, self._situation, prepared, signers, let_go)
            self.work.run(task, then=then, failed=self._refused)

    def _show(
        self,
        situation: Situation,
        prepared: Prepared,
        signers: tuple[Specialist, ...],
        let_go: tuple[str, ...],
        with_card: frozenset[SpecialistId],
    ) -> None:
        if prepared is not self._prepared:
            return
        self.screen.show_handing(
            HandingShown(
                headline=_headline(prepared.selection),
                document=prepared,
                signers=signers,
                today=situation.today,
                for_herself=prepared.selection.profile is Profile.PERSON,
                let_go=let_go,
                with_card=with_card,
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
        situation, prepared = self._situation, self._prepared
        if situation is None or prepared is None or self.is_busy:
            return
        if tuple(who for who, _ in asked.signing) != prepared.signing:
            return  # filled in for another document, a moment ago
        missing = self._missing(asked)
        if missing:
            self.screen.say_missing(missing)
            return
        self._asked = asked
        task = partial(_proposed, self.casebook, situation, prepared.selection)
        self.work.run(task, then=self._choose_place, failed=self._refused)

    def hand_over(self, file: Path) -> None:
        """Sign, close and write it; what was typed to sign is let go."""
        situation, prepared, asked = self._situation, self._prepared, self._asked
        if situation is None or prepared is None or asked is None or self.is_busy:
            return
        self.is_busy, self._asked = True, None
        self.screen.show_busy()
        task = partial(_hand_over, self.casebook, situation, prepared.selection, asked, self._words, file)
        self.work.run(task, then=partial(self._done, file), failed=self._refused)

    def give_up_place(self) -> None:
        """No place was chosen: the passphrases are typed again."""
        self._asked = None

    def _missing(self, asked: HandingAsked) -> str:
        """The first thing that is not there."""
        if not asked.has_agreed:
            return "agreement"
        if asked.agreed_on is None:
            return "day"
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


def _with_card(casebook: "Casebook", signers: tuple[Specialist, ...]) -> frozenset[SpecialistId]:
    """Who signs with a card, or may: that is known of those alone whose keys are unlocked."""
    from spie_diag.casework.identities import asks_for_pin

    found = set()
    for one in signers:
        try:
            if asks_for_pin(casebook, one.id):
                found.add(one.id)
        except SpieError:
            found.add(one.id)
    return frozenset(found)


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
