"""Who opens the vault: passphrases changed, colleagues welcomed and shut out, the recovery sheet, the meter."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook, for_one_deed
from spie_diag.casework.opening import NewSpecialist, common_form, complete_identity, keep_identity, specialist_from
from spie_diag.clock import Clock, SystemClock
from spie_diag.forms.definition import Value
from spie_diag.interview.people import Specialist, SpecialistId
from spie_diag.vault.recovery import SHEET_WORDS as SHEET_WORDS

if TYPE_CHECKING:
    from spie_diag.vault.recovery import TypedWord
    from spie_diag.vault.register import Deed
    from spie_diag.vault.stepping import Progress
    from spie_diag.vault.weighing import Weight as Weight


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose passphrase opens the vault."""

    specialist: Specialist
    since: date | None
    """None in vaults older than this record."""


def holders_of(casebook: Casebook) -> tuple[Holder, ...]:
    """Who opens the vault, in the order in which they were welcomed."""
    return tuple(Holder(one, casebook.vault.since(one.id)) for one in casebook.openers)


def sheet_made_on(casebook: Casebook) -> date | None:
    """The day of the present recovery sheet; None where none was made."""
    return casebook.vault.sheet_made_on


def change_passphrase(casebook: Casebook, specialist: SpecialistId, old: str, new: str) -> None:
    """Another passphrase for one specialist; a copy of the vault made before still opens with the old one.

    Raises:
        SpieError: the old one is wrong, the new one short or easily guessed, or the disk refuses; nothing was changed.
    """
    from spie_diag.vault.register import Deed
    from spie_diag.vault.weighing import refuse_guessable

    refuse_guessable(new, known_names(casebook))
    with for_one_deed(casebook, specialist):
        casebook.vault.change_passphrase(specialist, old, new)
        _note(casebook, Deed.PASSPHRASE_CHANGED, specialist)


def add_colleague(
    casebook: Casebook, by: SpecialistId, passphrase: str, new: NewSpecialist, *, signers: Path | None = None
) -> Specialist:
    """Welcome a colleague, who typed her own passphrase, with signing keys of her own.

    ``passphrase`` is that of ``by``, who welcomes her.

    Raises:
        SpieError: a name is empty, a passphrase wrong, short, shared or easily guessed; nothing was changed.
    """
    from spie_diag.signing.identity import new_identity
    from spie_diag.vault.key import Founder
    from spie_diag.vault.register import Deed
    from spie_diag.vault.weighing import refuse_guessable

    colleague, now = specialist_from(new), casebook.clock.now()
    refuse_guessable(new.passphrase, (*known_names(casebook), colleague.name, colleague.structure))
    # Before the slot: whatever is wrong with a name must not leave behind a colleague who can never sign.
    identity = new_identity(colleague, now)
    with for_one_deed(casebook, by), for_one_deed(casebook, colleague.id):
        casebook.vault.add_member(by, passphrase, Founder(colleague, new.passphrase), now.date())
        keep_identity(casebook, colleague.id, identity, signers)
        _note(casebook, Deed.MEMBER_ADDED, by, {"specialist": str(colleague.id)})
    return colleague


def revoke_colleague(
    casebook: Casebook,
    by: SpecialistId,
    passphrase: str,
    specialist: SpecialistId,
    progress: "Progress" = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Shut a colleague out with a new vault key; what she signed still holds, and old copies still open for her.

    ``progress`` is told from 0 to 1, and ``cancelled`` is asked, until the new file is the vault.

    Raises:
        SpieError: the passphrase is wrong, it is oneself, the disk refuses, or it was stopped; everything is as it was.
    """
    from spie_diag.vault.register import Deed
    from spie_diag.vault.stepping import Steps

    with for_one_deed(casebook, by):
        casebook.vault.revoke(by, passphrase, specialist, Steps(progress, cancelled))
        if casebook.writer == specialist:
            casebook.writer = by
        _note(casebook, Deed.MEMBER_REVOKED, by, {"specialist": str(specialist)})


def draw_sheet() -> tuple[str, ...]:
    """The fourteen words of a new recovery sheet, to print: they open nothing until ``keep_sheet``."""
    from spie_diag.vault.recovery import drawn

    return drawn()


def keep_sheet(casebook: Casebook, by: SpecialistId, passphrase: str, words: str) -> None:
    """Once it is printed and read again: from now on this sheet opens the vault, and the former one no longer does.

    Raises:
        SpieError: the passphrase or the words are wrong, or the disk refuses; the former sheet still opens.
    """
    from spie_diag.vault.register import Deed

    with for_one_deed(casebook, by):
        casebook.vault.keep_recovery_sheet(by, passphrase, words, casebook.clock.now().date())
        _note(casebook, Deed.RECOVERY_SHEET, by)


def open_with_sheet(folder: Path, words: str, *, clock: Clock | None = None) -> Casebook:
    """Open the vault with its recovery sheet: all can be read, nobody is at the keyboard until ``renew``.

    Raises:
        SpieError: a word is on no sheet, the sheet is another, or the vault does not open.
    """
    from spie_diag.vault.keyring import NOBODY
    from spie_diag.vault.opening import open_with_sheet as open_vault_with_sheet

    told, form = clock or SystemClock(), common_form()
    vault = open_vault_with_sheet(folder, words, told)
    return Casebook(vault=vault, form=form, clock=told, writer=NOBODY)


def renew(casebook: Casebook, specialist: SpecialistId, passphrase: str, *, signers: Path | None = None) -> None:
    """After ``open_with_sheet``, new keys for the specialist whose passphrase is lost; she is then at the keyboard.

    Raises:
        SpieError: the new passphrase is short or easily guessed, or the disk refuses.
    """
    from spie_diag.vault.register import Deed
    from spie_diag.vault.weighing import refuse_guessable

    refuse_guessable(passphrase, known_names(casebook))
    casebook.vault.renew(specialist, passphrase)
    casebook.writer = specialist
    complete_identity(casebook, specialist, signers=signers)
    _note(casebook, Deed.PASSPHRASE_CHANGED, specialist, {"sheet": True})


def known_names(casebook: Casebook) -> tuple[str, ...]:
    """What whoever guesses a passphrase of this vault knows already."""
    return names_known(casebook.vault.name, casebook.specialists.values())


def names_known(vault: str, people: Iterable[Specialist]) -> tuple[str, ...]:
    """The same of a vault that is closed."""
    return (vault, *(text for one in people for text in (one.name, one.structure, one.role) if text))


def weigh(passphrase: str, known: Collection[str] = ()) -> "Weight":
    """How long a passphrase resists, in words; the first time takes a quarter of a second.

    ``known`` are the names that whoever guesses knows: of the vault, of its structures and specialists.
    """
    from spie_diag.vault.weighing import weigh as weigh_passphrase

    return weigh_passphrase(passphrase, known)


def propose() -> str:
    """A random passphrase of five words."""
    from spie_diag.vault.weighing import propose as propose_passphrase

    return propose_passphrase()


def look_up(word: str) -> "TypedWord":
    """One typed word of a recovery sheet: the word meant, or the nearest one."""
    from spie_diag.vault.recovery import looked_up

    return looked_up(word)


def _note(casebook: Casebook, deed: "Deed", author: SpecialistId, facts: Mapping[str, Value] | None = None) -> None:
    """Tell the register. The deed is done: a full disk must not make it look undone."""
    from spie_diag.vault.errors import VaultError

    try:
        casebook.vault.register.note(deed, author, facts=facts)
    except VaultError:
        casebook.warnings.append(_NOT_NOTED)


_NOT_NOTED = "Le changement de clés est fait, mais le registre n’a pas pu le noter : vérifiez la place sur le disque."
