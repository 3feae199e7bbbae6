"""Whether the vault is whole; and a sound one made of what a damaged one still holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework import backing_up
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.opening import lock, open_casebook
from spie_diag.casework.registering import note
from spie_diag.clock import Clock, SystemClock
from spie_diag.errors import SpieError
from spie_diag.french import counted, spaced, span
from spie_diag.interview.people import SpecialistId
from spie_diag.vault.deeds import Deed

if TYPE_CHECKING:
    from spie_diag.vault.backing_up import Backup
    from spie_diag.vault.checking import Finding as Finding
    from spie_diag.vault.reading_pages import Readable

_APART = 4
"""What is looked at in a thread of its own: tables, forms, documents, lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What a repair brought back: the vault is closed, and sound."""

    kept: int
    lost: int
    """Entries of the journal that were read again, and that were not."""
    kept_in: Path
    """Where the damaged files lie."""
    lines: tuple[str, ...]
    """What happened, in French sentences."""


def is_damage(error: SpieError) -> bool:
    """Whether what keeps a vault closed is what a repair is made for."""
    from spie_diag.vault.errors import DatabaseDamagedError, DatabaseMismatchError

    return isinstance(error, (DatabaseDamagedError, DatabaseMismatchError))


def check(
    folder: Path, specialist: SpecialistId, passphrase: str, *, clock: Clock | None = None, signers: Path | None = None
) -> Iterator["Finding"]:
    """Verify everything in a closed vault, line by line; of a damaged one, say what a repair would bring back.

    Raises:
        SpieError: wrong passphrase, altered key file, vault already open or missing.
    """
    from spie_diag.vault.checking import Outcome, check_closed

    told, is_whole = clock or SystemClock(), True
    for finding in check_closed(folder, specialist, passphrase, told.now()):
        is_whole = is_whole and finding.outcome is not Outcome.FAILS
        yield finding
    if not is_whole:
        return
    casebook = open_casebook(folder, specialist, passphrase, clock=told, signers=signers)
    try:
        shown = 1  # the pages were told above
        for findings in check_in_steps(casebook):
            yield from findings[shown:]
            shown = max(shown, len(findings))
    finally:
        lock(casebook)


def check_in_steps(casebook: Casebook) -> Iterator[tuple["Finding", ...]]:
    """The same of an open vault, in one thread: each time what was found so far, the last time everything."""
    found: tuple[Finding, ...] = ()
    for found in casebook.vault.checking.whole():
        yield found
    told = backup_told(casebook)
    note_check(casebook, found)
    yield (*found, read_backup(told))


def check_in_short_steps(casebook: Casebook) -> Iterator[tuple["Finding", ...]]:
    """The part of a check that goes between what people do: each time what was found so far, the last time all of it.

    ``check_apart`` does the rest, and ``note_check`` tells of both.
    """
    return casebook.vault.checking.in_steps()


def check_apart(
    casebook: Casebook, told: "BackupTold", progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> tuple["Finding", ...]:
    """The long part of a check, for a thread of its own: people go on writing in the vault meanwhile.

    Raises:
        SpieError: it was stopped, or the vault was locked.
    """
    found: list[Finding] = []
    for finding in casebook.vault.checking.apart(cancelled):
        found.append(finding)
        progress(len(found) / _APART)
    return (*found, read_backup(told))


def note_check(casebook: Casebook, found: tuple["Finding", ...]) -> None:
    """Note a check in the register, in the thread of the vault."""
    kept = next((finding.figures["kept"] for finding in found if "kept" in finding.figures), 0)
    note(casebook, Deed.CHECKED, entries=kept)


@dataclass(frozen=True, slots=True)
class BackupTold:
    """What the vault knows of its last backup; nothing of it was read yet."""

    age_days: int | None
    """None where none was ever made; negative where the clock went back since."""
    is_old: bool
    newest: "Backup | None"
    """Where its disk is there."""


def backup_told(casebook: Casebook) -> BackupTold:
    """What the vault remembers of its last backup, in the thread of the vault."""
    last, folder = backing_up.last_backup(casebook), backing_up.settings(casebook).folder
    if last is None:
        return BackupTold(None, is_old=True, newest=None)
    newest = backing_up.backups(casebook, folder) if folder is not None else ()
    now = casebook.clock.now()
    return BackupTold((now - last).days, backing_up.is_old(last, now), newest[0] if newest else None)


def read_backup(of: BackupTold) -> "Finding":
    """How old the last backup is; and where its disk is there, whether it still is what was written."""
    from spie_diag.vault.backing_up import check_files
    from spie_diag.vault.checking import Finding, Outcome, Point

    age = of.age_days
    if age is None:
        return Finding(Point.BACKUPS, Outcome.REMARK, spaced("ce coffre n’a encore jamais été sauvegardé."))
    told = f"la dernière date d’il y a {span(age)}" if age > 0 else "la dernière date d’aujourd’hui"
    if age < 0 and of.is_old:
        told = "la dernière est datée d’un jour à venir"
    outcome = Outcome.REMARK if of.is_old else Outcome.HOLDS
    if of.newest is not None:
        try:
            check_files(of.newest)
        except SpieError:
            return Finding(Point.BACKUPS, Outcome.FAILS, spaced(f"{told}, et elle ne se relit plus."), {"days": age})
        told += ", relue"
    return Finding(Point.BACKUPS, outcome, spaced(f"{told}."), {"days": age})


def salvage(
    folder: Path,
    specialist: SpecialistId,
    passphrase: str,
    *,
    though_sound: bool = False,
    backup: Path | None = None,
    progress: Callable[[float], None] = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
    clock: Clock | None = None,
) -> Salvaged:
    """Make the vault in ``folder`` anew from all that can be read and proved of it; it must be closed.

    What was written before ``backup`` was made comes from there where the vault lacks it.

    Raises:
        SpieError: wrong passphrase, nothing to repair, nothing readable, no room. The vault is then as it was.
    """
    from spie_diag.vault.salvaging import salvage as make_anew

    done = make_anew(
        folder,
        specialist,
        passphrase,
        clock or SystemClock(),
        though_sound=though_sound,
        backup=backup,
        progress=progress,
        cancelled=cancelled,
    )
    return Salvaged(
        kept=len(done.readable.entries),
        lost=done.readable.lost,
        kept_in=done.kept_in,
        lines=tuple(map(spaced, _told(done.readable, done.kept_in))),
    )


def _told(readable: "Readable", kept_in: Path) -> list[str]:
    lines = [
        f"Coffre réparé : {counted(len(readable.entries), 'entrée')} sur {readable.due}, "
        f"{counted(len(readable.documents), 'document signé', 'documents signés')}."
    ]
    if readable.forms_lost:
        missing = counted(readable.forms_lost, "questionnaire manque", "questionnaires manquent")
        led = "les entretiens concernés s’ouvrent avec celui de l’application, s’il est le même"
        lines.append(f"{missing} : {led}.")
    if readable.documents_lost:
        missing = counted(readable.documents_lost, "document signé manque", "documents signés manquent")
        lines.append(f"{missing} : reprenez-les d’une sauvegarde, ou de qui en a reçu un exemplaire.")
    if readable.lost:
        missing = counted(readable.lost, "entrée manque", "entrées manquent")
        held = "les" if readable.lost > 1 else "la"
        lines.append(f"{missing} : une sauvegarde {held} contient peut-être. Le registre dit combien il en manque.")
    lines.append(f"Les fichiers abîmés sont gardés dans le dossier « {kept_in.name} » du coffre.")
    if readable.refused:
        refused = counted(
            readable.refused,
            "ligne que personne n’a signée a été laissée",
            "lignes que personne n’a signées ont été laissées",
        )
        lines.append(f"{refused} de côté.")
    return lines
